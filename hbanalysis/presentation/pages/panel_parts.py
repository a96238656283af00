"""What every figure of panels is made of: the figure, its months, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import caption
from hbanalysis.presentation.figures.small_multiples import DrawPanel, panels
from hbanalysis.presentation.picture import WIDE, Picture
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language

Series = Sequence[tuple[Any, pd.DataFrame]]


def panel_figure(
    name: str,
    series: Series,
    lang: Language,
    draw: DrawPanel,
    words: tuple[str, str, str],
    data: Sheet[Any],
    *,
    in_units: bool = False,
) -> Figure:
    """One panel for each series by ``draw``.

    ``words`` are title, subtitle and the words for those who cannot see.
    """
    rows = pd.DataFrame([row for row, _ in series])
    demo = any(bool(table["demo"].any()) for _, table in series)

    def drawn(width: float = WIDE, _: float = 0) -> Picture:
        return panels(series, lang, draw, width, in_units=in_units)

    return Figure(
        name,
        drawn,
        words[0],
        words[2],
        caption(rows, lang),
        data,
        lang.say("Numbers of this figure"),
        lang.say("illustrative data") if demo else "",
        words[1],
    )


def months_sheet(
    series: Series,
    field: str,
    label: str,
    shown: Callable[[Any, Any, Language], Cell],
    lang: Language,
) -> Sheet[str]:
    """Months down, series across."""
    values = {
        row["indicator"]: dict(zip(map(str, table["period"]), table[field], strict=True))
        for row, table in series
    }

    def of_series(row: Any) -> Column[str]:
        def cell(month: str, lang: Language) -> Cell:
            return shown(row, values[row["indicator"]].get(month), lang)

        name = {"code": row["indicator"], "name": lang.pick(row, "name")}
        return Column(row["indicator"], "{code}. {name}", cell, "number", name)

    months = tuple(sorted({month for by_month in values.values() for month in by_month}))
    head: Column[str] = Column(
        "month",
        "Month ({label})",
        lambda month, lang: lang.month(month),
        "name",
        {"label": lang.say(label)},
    )
    columns = (head, *(of_series(row) for row, _ in series))
    return Sheet(field, "Numbers of this figure", columns, months, months, lang, key="month")


def nothing(why: str) -> Prose:
    """The sentence that stands where there is no figure."""
    return Prose((why,), "note")
