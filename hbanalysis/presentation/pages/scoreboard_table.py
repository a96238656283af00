"""The scoreboard: how many targets stand where, and which."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Stack, Strip
from hbanalysis.presentation.judgement_style import OUTLOOKS, SIGNS, VERDICTS, judged
from hbanalysis.presentation.pairing import rows_of
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records


@dataclass(frozen=True)
class Standing:
    """How many targets have one judgement, and which; the total has no word."""

    word: str
    count: int
    which: str = ""


def _word_cell(line: Standing, lang: Language) -> Cell:
    if not line.word:
        return Cell(lang.say("Total"))
    return Cell(f"{SIGNS[line.word]} {lang.say(line.word)}", tone=line.word)


SCOREBOARD_COLUMNS: tuple[Column[Standing], ...] = (
    Column("judgement", "Assessment", _word_cell, "judgement"),
    Column("count", "Targets", lambda row, _: Cell(number=float(row.count)), "number"),
    Column("which", "Which", lambda row, _: row.which),
)


def scoreboard_sheet(table: pd.DataFrame, lang: Language) -> Sheet[Standing]:
    """How many targets stand where; the counts add up to the total in its last row."""
    rows = sentences.counted(rows_of(table))
    judgements = rows.apply(judged, axis=1) if len(rows) else pd.Series(dtype=str)
    kinds = VERDICTS if len(rows) and bool(rows["closed"].iloc[0]) else OUTLOOKS
    counts = [
        Standing(
            str(word),
            int((judgements == word).sum()),
            _which(rows[judgements == word], lang),
        )
        for word in kinds
    ]
    lines = [line for line in counts if line.count]
    lines.append(Standing("", sum(line.count for line in lines)))
    keys = tuple(line.word or "total" for line in lines)
    return Sheet(
        "scoreboard", "Scoreboard", SCOREBOARD_COLUMNS, tuple(lines), keys, lang, key="judgement"
    )


def scoreboard(table: pd.DataFrame, lang: Language) -> Stack:
    """The scoreboard with its counts as one bar for the eye above it."""
    sheet = scoreboard_sheet(table, lang)
    return Stack((Strip(tuple((line.word, line.count) for line in sheet.rows[:-1])), sheet))


def _which(rows: pd.DataFrame, lang: Language) -> str:
    """The indicators by code and name: nobody knows a plan's codes by heart."""
    return "; ".join(f"{row['indicator']} {short_name(row, lang)}" for row in records(rows))
