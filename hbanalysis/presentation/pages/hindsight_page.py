"""How a closed year's own projections came out, month by month."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.presentation.cells import DASH, amount_column, chance_cell, range_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import SIGNS
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.tables import CODE, NAME
from hbanalysis.vocabulary.language import Language


def _outlook(row: Any, lang: Language) -> Cell:
    word = str(row["outlook"])
    return Cell(f"{SIGNS[word]} {lang.say(word)}" if word else DASH, tone=word)


def _verdict(row: Any, lang: Language) -> Cell:
    word = str(row["verdict"])
    return Cell(f"{SIGNS[word]} {lang.say(word)}" if word else DASH, tone=word)


def _inside(row: Any, lang: Language) -> str:
    return lang.say("inside") if row["inside80"] else lang.say("outside")


COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("month", "Months seen", lambda row, _: Cell(number=float(row["month"])), "number"),
    Column("outlook", "Said then", _outlook),
    Column("chance", "Chance", chance_cell, "number"),
    amount_column("point", "Projected"),
    Column(
        "range80",
        "80% interval",
        lambda row, lang: range_cell(row["lo80"], row["hi80"], row, lang),
        "number",
    ),
    amount_column("total", "Year-end value"),
    Column("inside80", "In the interval", _inside),
    Column("verdict", "Judged", _verdict),
)


def hindsight_table(rows: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The projections of the year beside its end; a sentence where there is none."""
    if rows.empty:
        return Prose((lang.say("The year is not over, or none of its amounts was projected."),))
    return Sheet.of("hindsight", "How this year's own projections came out", COLUMNS, rows, lang)


def hindsight_answer(rows: pd.DataFrame, lang: Language) -> Prose:
    """How many of the year's own projections held its end."""
    if rows.empty:
        return Prose(())
    text = lang.count(
        "Of {n} projection made within this year {inside} held its end in the 80% interval.",
        "Of {n} projections made within this year {inside} held its end in the 80% interval.",
        len(rows),
        inside=int(rows["inside80"].sum()),
    )
    return Prose((text,), "answer")
