"""What was reached: observations, what documents state about years, and events."""

from __future__ import annotations

from hbanalysis.intake.raw.columns import DOCUMENT, Column, Schema, words_of
from hbanalysis.vocabulary.terms import NumberStatus

OBSERVATIONS = Schema(
    "observations",
    (
        Column("territory", "text", "where", filled=True),
        Column("indicator", "text", "what", filled=True),
        Column("period", "month", "month, or last month of a year-to-date", filled=True),
        Column(
            "accumulation",
            "word",
            "the month alone or January to the month",
            filled=True,
            words=("month", "ytd"),
        ),
        Column(
            "value", "number", "the number; may be empty for a ratio with numerator and denominator"
        ),
        Column("numerator", "number", "numerator of a ratio", required=False),
        Column(
            "denominator",
            "number",
            "denominator of a ratio, or the field of a rank",
            required=False,
        ),
        Column("unit", "text", "unit of the value"),
        Column("status", "word", "how settled", words=words_of(NumberStatus)),
        Column(
            "published",
            "day",
            "day it became known, or the latest it can have been; decides what --as-of sees",
        ),
        Column(
            "calendar",
            "word",
            "calendar month, or the 15th of the month before to the 14th",
            words=("month", "15-14"),
            required=False,
        ),
        Column("source", "text", "document; demo marks a synthetic number", filled=True),
        Column("locator", "text", "place in the document", required=False),
        Column(
            "stated_pct_of_plan", "number", "percent of the annual plan as printed", required=False
        ),
        Column(
            "stated_pct_of_same_period",
            "number",
            "percent of the same period last year as printed",
            required=False,
        ),
        Column(
            "qualifier",
            "word",
            "the number is rounded: more than it, nearly it, about it; empty: as it stands",
            words=("over", "nearly", "about"),
            required=False,
        ),
        Column(
            "published_basis",
            "word",
            "bound: the source prints no day, published is the latest it allows",
            words=("printed", "bound"),
            required=False,
        ),
        Column("note", "text", "what a reader should know about this print", required=False),
    ),
    (
        "territory",
        "indicator",
        "period",
        "accumulation",
        "calendar",
        "published",
        "status",
        "qualifier",
    ),
)

RESULTS_STATED = Schema(
    "results_stated",
    (
        Column("territory", "text", "whose result", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("year", "year", "year of the result", filled=True),
        Column("value", "number", "result as printed"),
        Column("plan", "number", "plan as printed; empty when the text does not say"),
        Column("stated_pct", "number", "percent of plan as printed"),
        Column("status", "word", "how settled", words=words_of(NumberStatus)),
        Column("published", "day", "day of the document"),
        Column("source", "text", "document"),
        Column("locator", "text", "place in the document"),
        Column(
            "stated_pct_text", "text", "percent of plan, the characters as printed", required=False
        ),
        Column(
            "period",
            "month",
            "last month of the year-to-date the document speaks of; empty: the whole year",
            required=False,
        ),
        Column(
            "plan_name",
            "text",
            "the plan or scenario the percentage is of, as in targets.csv; empty: not said",
            required=False,
        ),
        DOCUMENT,
        Column(
            "qualifier",
            "word",
            "the value is rounded: more than it (over), nearly it, about it; empty: as it stands",
            words=("over", "nearly", "about"),
            required=False,
        ),
    ),
    ("territory", "indicator", "year", "source", "period", "plan_name"),
)

SCOREBOARD_STATED = Schema(
    "scoreboard_stated",
    (
        Column("territory", "text", "whose targets", filled=True),
        Column("year", "year", "year of the plan", filled=True),
        Column("word", "text", "the verdict in the words of the document", filled=True),
        Column("count", "number", "how many targets it says carry this word", filled=True),
        Column("total", "number", "of how many"),
        Column("source", "text", "document"),
        Column("locator", "text", "place in the document"),
        DOCUMENT,
    ),
    ("territory", "year", "word", "source"),
)

EVENTS = Schema(
    "events",
    (
        Column("date", "day", "day it happened or takes effect", filled=True),
        Column("territory", "text", "where; empty means everywhere"),
        Column("indicator", "text", "which indicator; empty means all"),
        Column(
            "kind",
            "word",
            "break, shock or one-off",
            filled=True,
            words=("break", "shock", "one-off"),
        ),
        Column("label_vi", "text", "label in Vietnamese"),
        Column("label_en", "text", "label in English"),
        Column("source", "text", "document"),
        Column(
            "amount",
            "number",
            "amount that an announced one-off will bring, in the indicator's unit",
            required=False,
        ),
        Column(
            "widens",
            "number",
            "how many times wider a shock makes its year's bands; empty: the rules' number",
            required=False,
        ),
    ),
    ("date", "territory", "indicator", "kind"),
)
