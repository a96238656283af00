"""The columns of every raw table: the contract between the office's files and the library.

One declaration serves the validation (pandera), the data dictionary in ``docs/`` and the data
package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.terms import (
    CADENCES,
    Comparator,
    Direction,
    FlowKind,
    Measure,
    NumberStatus,
)

if TYPE_CHECKING:
    import pandera.pandas as pa

Kind = Literal["text", "code", "number", "year", "day", "month", "word"]


@dataclass(frozen=True)
class Column:
    """One column: its name, what a cell may hold, and what it means."""

    name: str
    kind: Kind
    meaning: str
    filled: bool = False
    words: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Schema:
    """One raw table: its columns in order and the columns that make a row unique."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All column names in order."""
        return [column.name for column in self.columns]


def _words(terms: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(term) for term in terms)


INDICATORS = Schema(
    "indicators",
    (
        Column(
            "indicator", "code", "code, such as 3a; fixed for the year's resolution", filled=True
        ),
        Column("parent", "text", "code of the whole this is a part of"),
        Column(
            "parent_basis",
            "word",
            "whether the text states the part or we infer it",
            words=("stated", "inferred"),
        ),
        Column("clause", "text", "clause of the resolution"),
        Column("group", "text", "group of clauses"),
        Column("name_vi", "text", "name in Vietnamese", filled=True),
        Column("name_en", "text", "name in English"),
        Column("unit", "text", "unit of value and target"),
        Column(
            "measure",
            "word",
            "how it accumulates over the year",
            filled=True,
            words=_words(Measure),
        ),
        Column("direction", "word", "which way is better", words=_words(Direction)),
        Column("decimals", "number", "decimals shown"),
        Column("cadence", "word", "how often it is reported", words=CADENCES),
        Column(
            "judgeable",
            "text",
            "when it can be judged: M07 = July of the year, N04 = April of the next year",
        ),
        Column("owner", "text", "department that answers for it"),
        Column("definition", "text", "what is counted"),
        Column(
            "derived",
            "word",
            "how it follows from its parts",
            words=("sum_of_parts",),
            required=False,
        ),
        Column(
            "accrues",
            "word",
            "yes for a ratio that is worked off through the year, such as a programme",
            words=("yes", "no"),
            required=False,
        ),
        Column(
            "ratio_of",
            "word",
            "what a target of a ratio means: the last month's, or that of January to the month;"
            " empty: as it is delivered",
            words=("month", "year"),
            required=False,
        ),
        Column(
            "averaged",
            "word",
            "how the years of a term's average come together: growth compounds, amounts are added"
            " up; empty: growth compounds",
            words=("compound", "plain"),
            required=False,
        ),
        Column("unit_en", "text", "unit in English", required=False),
        *(
            Column(name, "text", meaning, required=False)
            for name, meaning in (
                ("short_vi", "what people call it in Vietnamese, for headlines and tiles"),
                ("short_en", "what people call it in English"),
                ("plan_word_vi", "what its plan is called: dự toán, kế hoạch vốn; empty: kế hoạch"),
                ("plan_word_en", "what its plan is called in English; empty: plan"),
            )
        ),
        Column(
            "projectable",
            "word",
            "whether a year-end projection makes sense",
            words=("yes", "weak", "no"),
            required=False,
        ),
        Column(
            "projected_as",
            "word",
            "the kind of flow: public investment, another, or one that ends at its plan every year",
            words=tuple(FlowKind),
            required=False,
        ),
    ),
    ("indicator",),
)

TERRITORIES = Schema(
    "territories",
    (
        Column("territory", "code", "short name used in commands and file names", filled=True),
        Column("parent", "text", "territory it belongs to"),
        Column("name_vi", "text", "name in Vietnamese", filled=True),
        Column("name_en", "text", "name in English"),
        Column("level", "text", "country, province, district, ward, budget_level"),
        Column("valid_from", "day", "first day it existed in this shape"),
        Column("valid_to", "day", "last day it existed in this shape"),
        Column("successor", "text", "territory that follows it"),
        Column(
            "official_code",
            "text",
            "code in the public list of administrative units",
            required=False,
        ),
    ),
    ("territory",),
)

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
        Column("comparator", "word", "how it is judged", filled=True, words=_words(Comparator)),
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
        Column(
            "document",
            "text",
            "fingerprint (SHA-256) of the document that was read",
            required=False,
        ),
    ),
    ("territory", "indicator", "year", "plan", "decided"),
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
        Column("status", "word", "how settled", words=_words(NumberStatus)),
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
        Column(
            "document",
            "text",
            "fingerprint (SHA-256) of the document that was read",
            required=False,
        ),
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
        Column(
            "document",
            "text",
            "fingerprint (SHA-256) of the document that was read",
            required=False,
        ),
    ),
    ("territory", "year", "word", "source"),
)

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
        Column("status", "word", "how settled", words=_words(NumberStatus)),
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

REMEDIES = Schema(
    "remedies",
    (
        Column("territory", "text", "where", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("period", "text", "reporting period, such as 2024-Q3", filled=True),
        Column("text", "text", "what the office proposes", filled=True),
    ),
    ("territory", "indicator", "period"),
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

CROSSWALK = Schema(
    "crosswalk",
    (
        Column("from", "code", "territory that was divided or merged", filled=True),
        Column("to", "code", "territory that received it, whole or a part", filled=True),
        Column("date", "day", "first day on which the new territory counts", filled=True),
        Column(
            "share_low",
            "number",
            "least share of the old territory that went there, 0 to 1; 1 when all of it did",
            filled=True,
        ),
        Column("share_high", "number", "most that can have gone there, 0 to 1", filled=True),
        Column(
            "basis",
            "word",
            "whole: all of it; part: a part whose share nobody states; else what the share is"
            " measured by",
            filled=True,
            words=("whole", "part", "area", "population", "households", "amount"),
        ),
        Column("source", "text", "document", filled=True),
    ),
    ("from", "to", "date"),
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

REQUESTS = Schema(
    "requests",
    (
        Column("request", "text", "key of the question; its answer names it", filled=True),
        Column("territory", "text", "where", filled=True),
        Column("indicator", "text", "which indicator", filled=True),
        Column("period", "text", "reporting period, such as 2024-Q3", filled=True),
        Column(
            "kind",
            "word",
            "figures that are missing, or a target that needs a measure",
            filled=True,
            words=("missing", "remedy"),
        ),
        Column("owner", "text", "department that is asked"),
        Column("question", "text", "what is asked", filled=True),
        Column("asked", "day", "day it was asked", filled=True),
        Column("due", "day", "day by which an answer is due", filled=True),
    ),
    ("request",),
)

ANSWERS = Schema(
    "answers",
    (
        Column("request", "text", "key of the question that is answered", filled=True),
        Column("answered", "day", "day the answer came", filled=True),
        Column("text", "text", "the answer"),
        Column("expected", "day", "day by which it is expected to be done"),
        Column("measure", "text", "what will be done"),
        Column("source", "text", "file it came in"),
    ),
    ("request", "answered"),
)

SCHEMAS = {
    s.name: s
    for s in (
        INDICATORS,
        TERRITORIES,
        TARGETS,
        RESULTS_STATED,
        SCOREBOARD_STATED,
        OBSERVATIONS,
        EVENTS,
        PHASING,
        REMEDIES,
        STEPS,
        CROSSWALK,
        SCENARIOS,
        REQUESTS,
        ANSWERS,
    )
}

_SHAPES = {
    # [0-9], not \d: that takes the digits of every script.
    "number": r"-?[0-9]{1,15}(\.[0-9]+)?",
    "year": r"(19|20)[0-9]{2}",
    "day": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "month": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])",
    # Codes name folders: Windows has devices of these names, and drops a last point or space.
    "code": r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$))\w([\w .-]{0,62}[\w-])?",
}
EXPECTED = N_(
    {
        "number": "a number such as 1516.66 (no thousands mark, a point before decimals)",
        "year": "a year such as 2024",
        "day": "a day such as 2024-09-30",
        "month": "a month such as 2024-09",
        "text": "some text",
        "code": "a code of at most 64 letters, digits, spaces, points and hyphens",
    }
)
IN_WORKBOOKS = N_(
    {
        "number": "a plain number: no thousands mark, no words beside it",
        "day": "a day as Excel holds it, such as 30 September 2024",
    }
)
"""What a cell of a workbook is expected to be, where it is other than in a text file."""


def shape(column: Column) -> str:
    """The pattern of a whole cell of a number, year, day or month column.

    In the syntax that re and RE2 share.
    """
    optional = "" if column.filled else "|"
    return rf"^({_SHAPES[column.kind]}{optional})$"


def sound(column: Column, cells: Iterable[str]) -> bool:
    """Whether all these (distinct) cells are what the column may hold.

    The pandera schema's answer, without pandera.

    >>> (
    ...     sound(Column("year", "year", "", filled=True), ["2024"]),
    ...     sound(Column("year", "year", ""), ["24", ""]),
    ... )
    (True, False)
    """
    if column.kind == "text":
        return not column.filled or all(cells)
    if column.kind == "word":
        return set(cells) <= {*column.words, *([] if column.filled else [""])}
    pattern = re.compile(shape(column))
    return all(pattern.match(cell) for cell in cells)


def _check(column: Column) -> pa.Check:
    import pandera.pandas as pa

    if column.kind == "word":
        return pa.Check.isin([*column.words, *([] if column.filled else [""])], error="word")
    if column.kind == "text":
        return pa.Check.str_length(min_value=1, error="text")
    return pa.Check.str_matches(shape(column), error=column.kind)


@cache
def pandera_schema(name: str) -> pa.DataFrameSchema:
    """The pandera schema of a raw table whose cells are still text.

    An empty cell is an empty text.
    """
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                str,
                checks=[_check(column)] if column.filled or column.kind != "text" else [],
                required=column.required,
                nullable=False,
            )
            for column in SCHEMAS[name].columns
        },
        strict=False,
    )
