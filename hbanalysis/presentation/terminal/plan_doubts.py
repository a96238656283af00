"""What every doubt of a drafted row asks of the reader, with the readings that are possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import format_number

if TYPE_CHECKING:
    from decimal import Decimal

    from hbanalysis.intake.plan_text.rows import DraftRow

DOUBTS = N_(
    {
        "approximate": "“{stated}”: an approximation, or a bound to be kept?",
        "decimal point": "the point is read as a decimal mark: {value}; or are they thousands?",
        "direction": "kept, but less of it is better: a floor or a ceiling?",
        "every year": "to be reached in every year of the term, or as its average?",
        "fall by": "a fall by {value} percentage points, or by {value} % of the level; not a level",
        "fraction": "{value}/{of}: of how many there are, or of how many were planned?",
        "goal": "stands in the general goal; it may repeat a target",
        "name": "the text gives it no name of its own; complete the name",
        "no heading": "no heading says whether this is a plan or a result",
        "no number": "the text gives no number; 0 is our reading",
        "no unit": "the text gives no unit",
        "number word": "the number is written as a word",
        "number": "the number is not written in a usual way; check it",
        "one or two": "read as two things; it may be one",
        "over 100 %": "a percentage above 100",
        "over plan": "exceeded by that much (100 % more), or reached that percentage of plan?",
        "percentage": "the printed percentage is not that of the printed numbers",
        "quota": "the number is assigned elsewhere; enter it when it is known",
        "range": "the upper end is not above the lower",
        "rise by": "a rise by {value} {unit}, not the level reached",
        "second number": "the clause holds another number that was not taken",
        "several years": "the sum of several years; the text does not say which",
        "sum or year": "the sum of the whole term, or the amount of its last year?",
        "task": "stands among tasks; a target only if meant so",
        "term": "the text names several terms that end in this year",
        "thousands comma": "the comma is read as a decimal mark: {value}; or are they thousands?",
        "two plans": "the text compares with two plans; the first percentage is taken",
        "unit": "“{unit}” is taken as the unit",
        "year": "the text names no year here",
        "year or term": "in each year of the term, or over the whole term?",
        "years": "the heading names several years",
    }
)
"""What each doubt asks of the reader, in words; the English is the message id."""


def doubt_text(row: DraftRow, lang: Language) -> str:
    """All doubts of a row in one line, with the readings that are possible."""
    of = row.plan_value if row.plan_value is not None else row.total
    facts = {
        "stated": row.comparator_stated,
        "value": number_text(row.value, lang),
        "of": number_text(of, lang),
        "unit": row.unit,
    }
    return "; ".join(lang.say(DOUBTS[word]).format(**facts) for word in row.doubts)


def number_text(value: Decimal | None, lang: Language) -> str:
    """A number with all its digits; empty for none."""
    return "" if value is None else format_number(value, None, lang.code)
