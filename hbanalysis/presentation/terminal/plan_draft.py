"""A drafted plan as people see it before they confirm it, and what every doubt means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text, terminal_width
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import format_number

if TYPE_CHECKING:
    from decimal import Decimal

    from hbanalysis.intake.plan_text.rows import DraftRow, PlanDraft

DOUBTS = N_(
    {
        "approximate": "“{stated}”: an approximation, or a bound to be kept?",
        "decimal point": "the point is read as a decimal mark: {value}; or are they thousands?",
        "direction": "kept, but less of it is better: a floor or a ceiling?",
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
        "repeats": "repeats row {repeats}",
        "second number": "the clause holds another number that was not taken",
        "task": "stands among tasks; a target only if meant so",
        "thousands comma": "the comma is read as a decimal mark: {value}; or are they thousands?",
        "two plans": "the text compares with two plans; the first percentage is taken",
        "unit": "“{unit}” is taken as the unit",
        "year": "the text names no year here",
        "years": "the heading names several years",
    }
)
"""What each doubt asks of the reader, in words; the English is the message id."""

KINDS = N_({"P": "plan", "R": "result"})


def doubt_text(row: DraftRow, lang: Language) -> str:
    """All doubts of a row in one line, with the readings that are possible."""
    of = row.plan_value if row.plan_value is not None else row.total
    facts = {
        "stated": row.comparator_stated,
        "value": _number(row.value, lang),
        "of": _number(of, lang),
        "unit": row.unit,
        "repeats": row.repeats,
    }
    return "; ".join(lang.say(DOUBTS[word]).format(**facts) for word in row.doubts)


def _number(value: Decimal | None, lang: Language) -> str:
    return "" if value is None else format_number(value, None, lang.code)


def _value(row: DraftRow, lang: Language) -> str:
    """The value, both ends of a range, with the sign of its comparison."""
    value = _number(row.value, lang)
    if row.value_high is not None:
        value = f"{value}–{_number(row.value_high, lang)}"
    sign = row.comparator if row.comparator in ("<=", ">=") else ""
    return f"{sign} {value}".strip()


COLUMNS: tuple[Column[tuple[int, DraftRow]], ...] = (
    Column("number", "No.", lambda at, _: f"{at[0]}{'*' if at[1].doubts else ''}", "code"),
    Column("kind", "Kind", lambda at, lang: lang.say(KINDS[at[1].kind])),
    Column("year", "Year", lambda at, _: str(at[1].year or "—")),
    Column("name", "Indicator", lambda at, _: ("  " if at[1].parent else "") + at[1].name),
    Column("value", "Value", lambda at, lang: _value(at[1], lang), "number"),
    Column("unit", "Unit", lambda at, _: at[1].unit),
    Column("doubts", "What to look at", lambda at, lang: doubt_text(at[1], lang)),
)


def draft_lines(draft: PlanDraft, lang: Language) -> str:
    """The drafted rows as an aligned table, a line each; a star marks a row to look at."""
    rows = tuple(enumerate(draft.rows, 1))
    keys = tuple(number for number, _ in rows)
    sheet = Sheet("draft", "Plan against actual", COLUMNS, rows, keys, lang, key="row")
    return sheet_text(sheet, terminal_width())


def draft_summary(draft: PlanDraft, lang: Language) -> str:
    """How many rows were drafted, how many need a look, how many numbers were not read."""
    plans = sum(row.kind == "P" for row in draft.rows)
    flagged = sum(bool(row.doubts) for row in draft.rows)
    return lang.say(
        "{file}: {plans} targets and {results} stated results drafted, {flagged} to look at,"
        " {unread} numbers not read.",
        file=draft.file,
        plans=plans,
        results=len(draft.rows) - plans,
        flagged=flagged,
        unread=len(draft.unread),
    )


def unread_lines(draft: PlanDraft, lang: Language) -> str:
    """The words with a number that no rule understood, with their lines."""
    return "\n".join(
        lang.say("line {line}: {quote}", line=one.line, quote=one.quote) for one in draft.unread
    )
