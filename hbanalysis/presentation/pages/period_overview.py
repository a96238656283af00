"""The index of a period: where the year stands, and what changed since the report before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.judgement_changes import (
    BETTER,
    DECIDED,
    FORESEEN,
    NEW,
    OPEN,
    SAME,
    WORSE,
)
from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import DASH, telling_percent_cell
from hbanalysis.presentation.display import Prose, Shown, Stack
from hbanalysis.presentation.judgement_style import SIGNS, within
from hbanalysis.presentation.shared_columns import CODE, NAME
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period

ARROWS = {WORSE: "↓", BETTER: "↑", SAME: "=", NEW: "+", OPEN: "?", FORESEEN: "=", DECIDED: "!"}
AT_LEAST = 0.05  # points of % of plan: less is printed as no movement


def changes_answer(moved: pd.DataFrame | None, before: Period | None, lang: Language) -> Prose:
    """How many judgements became worse and better since the report before, if there is one."""
    if moved is None or before is None:
        return Prose(
            (
                lang.say(
                    "This is the first report of its kind in the year: there is none before it to"
                    " compare with."
                ),
            )
        )
    when, told = within(before.label(lang.code), lang), _kinds_told(moved, lang)
    if not told:
        return Prose((lang.say("No judgement has changed since {when}.", when=when),))
    return Prose(
        (
            lang.count(
                "Since {when}, of {n} target: {told}.",
                "Since {when}, of {n} targets: {told}.",
                len(moved),
                when=when,
                told=", ".join(told),
            ),
        )
    )


COUNTED: dict[str, str] = N_(
    {
        WORSE: "{n} worse",
        BETTER: "{n} better",
        OPEN: "{n} no longer judged",
        DECIDED: "{n} now decided",
        FORESEEN: "{n} ended as foreseen",
    }
)
"""What may become of a judgement, as it is counted."""


def _kinds_told(moved: pd.DataFrame, lang: Language) -> list[str]:
    """What became of the judgements, each kind that occurs with its number."""
    counts = {kind: int((moved["change"] == kind).sum()) for kind in COUNTED}
    return [lang.say(COUNTED[kind], n=n) for kind, n in counts.items() if n]


def changes_table(moved: pd.DataFrame | None, lang: Language) -> Stack | Prose:
    """The judgements that changed, the worst first.

    Folded below them stand what ended as foreseen, and amounts that moved within a judgement.
    """
    if moved is None:
        return Prose(())
    changed = moved[~moved["change"].isin((SAME, FORESEEN))]
    foreseen = moved[moved["change"] == FORESEEN]
    rest = moved[(moved["change"] == SAME) & (moved["moved"].abs() >= AT_LEAST)]
    parts: list[Shown] = []
    if len(changed):
        parts.append(Sheet.of("changes", "What changed", CHANGE_COLUMNS, changed, lang))
    if len(foreseen):
        label = lang.say(COUNTED[FORESEEN], n=len(foreseen))
        sheet = Sheet.of("foreseen", "What changed", CHANGE_COLUMNS, foreseen, lang)
        parts.append(Stack((sheet,), fold=label))
    if len(rest):
        label = lang.count(
            "{n} more moved without a new judgement",
            "{n} more moved without a new judgement",
            len(rest),
        )
        parts.append(
            Stack((Sheet.of("moves", "What changed", CHANGE_COLUMNS, rest, lang),), fold=label)
        )
    return Stack(tuple(parts))


def _word(word: Any, lang: Language) -> str:
    return f"{SIGNS[word]} {lang.say(str(word))}" if word else DASH


def _now(row: Row, lang: Language) -> Cell:
    return Cell(f"{ARROWS[row['change']]} {_word(row['word'], lang)}", tone=str(row["word"]))


def _points_column(field: str, heading: str) -> Column[Any]:
    def cell(row: Row, _: Language) -> Cell:
        if is_missing(row[field]):
            return Cell(DASH)
        sign = "+" if round(row[field], 1) > 0 else ""
        return Cell(number=float(row[field]), decimals=1, before=sign)

    return Column(field, heading, cell, "number")


CHANGE_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("word_before", "Before", lambda row, lang: _word(row["word_before"], lang)),
    Column("word", "Now", _now, "judgement"),
    Column(
        "pct_before",
        "% of plan before",
        lambda row, _: telling_percent_cell(row["pct_before"], DASH),
        "number",
    ),
    Column(
        "pct_of_plan",
        "% of plan",
        lambda row, _: telling_percent_cell(row["pct_of_plan"], DASH),
        "number",
    ),
    _points_column("moved", "Change (percentage points)"),
    _points_column("asked", "Past years moved"),
)
