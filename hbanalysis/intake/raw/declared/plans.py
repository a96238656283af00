"""What was promised: targets, their shares by month, the steps of milestones, scenarios."""

from __future__ import annotations

from hbanalysis.intake.raw.columns import DOCUMENT, Column, Schema, words_of
from hbanalysis.vocabulary.terms import Comparator

TARGETS = Schema(
    "targets",
    (
        Column("territory", "text", "whose target", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("year", "year", "year of the plan", filled=True),
        Column("value", "number", "target value; empty when the quota is assigned later"),
        Column("unit", "text", "unit of the value"),
        Column(
            "comparator_stated",
            "text",
            "the comparing words as printed; empty when the text has none",
        ),
        Column("comparator", "word", "how it is judged", filled=True, words=words_of(Comparator)),
        Column("plan", "text", "authority that set it"),
        Column(
            "decided",
            "day",
            "day it was decided; a later row of the same plan replaces an earlier one",
        ),
        Column("source", "text", "document"),
        Column("locator", "text", "place in the document"),
        Column("note", "text", "what a reader should know"),
        Column(
            "basis",
            "word",
            "whether a document states the value or we infer it from printed percentages",
            words=("stated", "implied"),
            required=False,
        ),
        Column(
            "value_high",
            "number",
            "upper end of a range (comparator =): value to value_high, both included",
            required=False,
        ),
        Column(
            "first_year",
            "year",
            "first year of a term (2026 of 2026-2030); year is then its last",
            required=False,
        ),
        Column(
            "due",
            "day",
            "day by which a milestone is due; not done after it is behind",
            required=False,
        ),
        DOCUMENT,
    ),
    ("territory", "indicator", "year", "plan", "decided"),
)

PHASING = Schema(
    "phasing",
    (
        Column("territory", "text", "whose plan", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("year", "year", "year of the plan", filled=True),
        Column("period", "month", "month by whose end the share is planned", filled=True),
        Column(
            "share",
            "number",
            "percent of the year's target planned from January to then",
            filled=True,
        ),
    ),
    ("territory", "indicator", "year", "period"),
)

STEPS = Schema(
    "steps",
    (
        Column("territory", "text", "whose milestone", filled=True),
        Column("indicator", "text", "which milestone", filled=True),
        Column("year", "year", "year of the plan", filled=True),
        Column("step", "text", "number or name of the step", filled=True),
        Column("due", "day", "day by which it is due", filled=True),
        Column("done", "day", "day on which it was done; empty while it is not"),
        Column("label_vi", "text", "what is done in this step, in Vietnamese", filled=True),
        Column("label_en", "text", "the same in English"),
        Column("source", "text", "document"),
    ),
    ("territory", "indicator", "year", "step"),
)

SCENARIOS = Schema(
    "scenarios",
    (
        Column("territory", "text", "whose scenario", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("period", "month", "last month of the month, quarter or year-to-date", filled=True),
        Column(
            "accumulation",
            "word",
            "the month, the quarter, or January to the month",
            filled=True,
            words=("month", "quarter", "ytd"),
        ),
        Column(
            "kind",
            "word",
            "an amount in the indicator's unit, or growth on the same period in percent",
            filled=True,
            words=("amount", "growth"),
        ),
        Column("value", "number", "the amount, or the growth in percent", filled=True),
        Column("plan", "text", "authority that set it", filled=True),
        Column("decided", "day", "day it was decided; a later row replaces it", filled=True),
        Column("source", "text", "document", filled=True),
        Column("locator", "text", "place in the document"),
    ),
    ("territory", "indicator", "period", "accumulation", "kind", "plan", "decided"),
)
