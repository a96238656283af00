"""Columns that more than one table shows; names and order of the rows of the standard table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import (
    actual_cell,
    amount_cell,
    chance_cell,
    done_cell,
    range_cell,
    status_cell,
    target_cell,
)
from hbanalysis.presentation.judgement_style import unit_text
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sheet import Cell, Column
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.terms import OF_TERM

GROUPS = N_(
    {
        "economy": "Economy, society, defence and security",
        "government": "Government and digital transformation",
        "party": "Party building and mass mobilisation",
        "statistics": "Figures of the statistics office",
    }
)


def is_part(row: Row) -> bool:
    """Whether a row is a part of a whole; the parent of a term's target is what measures it."""
    return bool(row["parent"]) and row["measure"] not in OF_TERM


def name_text(row: Row, lang: Language) -> str:
    """The indicator's name; parts are marked as such."""
    return _as_part(lang.pick(row, "name"), row, lang)


def brief_name(row: Row, lang: Language) -> str:
    """What people call the indicator: room for one line."""
    return _as_part(short_name(row, lang), row, lang)


def _as_part(name: str, row: Row, lang: Language) -> str:
    """The name, said to be a part's where it does not say so itself."""
    mark = lang.say("of which: {name}", name="").strip()
    if not is_part(row) or name.lower().startswith(mark.lower()):
        return name
    return lang.say("of which: {name}", name=name)


def group_text(row: Row, lang: Language) -> str:
    """The heading under which the standard table has a row."""
    group = str(row["group"])
    return lang.say(GROUPS.get(group, group)) or lang.say("Other indicators")


def by_group(table: pd.DataFrame) -> list[int]:
    """The positions of the rows in the order of the standard table.

    Groups stand together, each where its first row stands.
    """
    order = table["group"].map({name: n for n, name in enumerate(table["group"].unique())})
    return list(order.reset_index(drop=True).sort_values(kind="stable").index)


CODE: Column[Any] = Column("indicator", "No.", lambda row, _: str(row["indicator"]), "code")
NAME: Column[Any] = Column(
    "name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name", brief=short_name
)
UNIT: Column[Any] = Column("unit", "Unit", unit_text)
TARGET: Column[Any] = Column("target", "Annual plan", target_cell, "number")
ACTUAL: Column[Any] = Column("actual", "Year to date", actual_cell, "number")
DONE: Column[Any] = Column("pct_of_plan", "% of plan", done_cell, "number")
ASSESSMENT: Column[Any] = Column("judgement", "Assessment", status_cell, "judgement")


def _point(row: Row, lang: Language) -> Cell:
    return amount_cell(row["point"], row, lang)


POINT: Column[Any] = Column("point", "Year-end projection", _point, "number")
RANGE80: Column[Any] = Column(
    "range80",
    "4 cases of 5",
    lambda row, lang: range_cell(row["lo80"], row["hi80"], row, lang),
    "number",
)
CHANCE: Column[Any] = Column("chance", "Chance", chance_cell, "number")
