"""A drafted plan as people see it before they confirm it, and what every doubt means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text, terminal_width
from hbanalysis.presentation.terminal.plan_doubts import doubt_text, number_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

if TYPE_CHECKING:
    from hbanalysis.intake.plan_text.rows import DraftRow, PlanDraft

KINDS = N_({"P": "plan", "R": "result"})


def _value(row: DraftRow, lang: Language) -> str:
    """The value, both ends of a range, with the sign of its comparison."""
    value = number_text(row.value, lang)
    if row.value_high is not None:
        value = f"{value}–{number_text(row.value_high, lang)}"
    sign = row.comparator if row.comparator in ("<=", ">=") else ""
    return f"{sign} {value}".strip()


def _years(row: DraftRow) -> str:
    """The year, the years of a term, a dash where the text names none."""
    first = f"{row.first_year}–" if row.first_year else ""
    return f"{first}{row.year}" if row.year else "—"


COLUMNS: tuple[Column[tuple[int, DraftRow]], ...] = (
    Column("number", "No.", lambda at, _: f"{at[0]}{'*' if at[1].doubts else ''}", "code"),
    Column("kind", "Kind", lambda at, lang: lang.say(KINDS[at[1].kind])),
    Column("year", "Year", lambda at, _: _years(at[1])),
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
