"""Growth on the same month a year before, inside its usual range, and the signals outside it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.trend.signals import can_signal
from hbanalysis.presentation.cells import DASH, percent_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.small_multiples import Panel, draw_growth_panel
from hbanalysis.presentation.pages.panel_parts import Series, months_sheet, nothing, panel_figure
from hbanalysis.presentation.sentences import movement as moving
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

GROWTH_MONTHS = 36
NO_LOWER = -100.0


def growth(series: Series, lang: Language) -> Figure | Prose:
    """Growth on the same month a year before, inside the range that the series usually moves in."""
    shown = [(row, table.iloc[-GROWTH_MONTHS:]) for row, table in series]
    shown = [(row, table) for row, table in shown if table["growth_pct"].notna().sum() >= 2]
    told = shown  # the words count every series, limits are drawn where they can signal
    if not told:
        return nothing(lang.say("There are no two months with the same month of a year before."))
    shown = [(row, table) for row, table in shown if _worth_limits(table)]
    if not shown:
        return nothing(
            lang.say("The growth of single months varies too widely to tell signals from noise.")
        )

    def draw(panel: Panel, row: Any, table: pd.DataFrame) -> None:
        draw_growth_panel(panel, row, table, _low(table))

    data = months_sheet(
        shown,
        "growth_pct",
        N_("Change on a year before"),
        lambda _, value, lang: percent_cell(value, lang.say("none")),
        lang,
    )
    text = moving.signals_sentence(told, lang)
    return panel_figure(
        "growth",
        shown,
        lang,
        draw,
        (
            text,
            lang.say(
                "change on the same month a year before, %; January and February together, because"
                " of Tết; grey: the usual range; ringed: signals"
            ),
            lang.say(
                "Line charts of growth with the usual range, one for each series. {told}", told=text
            ),
        ),
        data,
    )


def _usual_range(pair: tuple[Any, Any, pd.DataFrame], lang: Language) -> Cell:
    table = pair[2]
    high = lang.percent(pair[1]["high"])
    return Cell(f"{lang.percent(_low(table))}\u00a0–\u00a0{high}")


SIGNAL_COLUMNS: tuple[Column[tuple[Any, Any, pd.DataFrame]], ...] = (
    Column("indicator", "No.", lambda signal, _: signal[0]["indicator"], "code"),
    Column("name", "Indicator", lambda signal, lang: lang.pick(signal[0], "name"), "name"),
    Column("month", "Month", lambda signal, lang: _month(signal[1]["period"], lang)),
    Column(
        "growth_pct",
        N_("Change on a year before"),
        lambda signal, _: percent_cell(signal[1]["growth_pct"], DASH),
        "number",
    ),
    Column("usual_range", "Usual range", _usual_range, "number"),
    Column("signal", "Signal", lambda signal, lang: moving.signal_words(signal[1], lang)),
)


def signal_table(series: Series, lang: Language) -> Sheet[Any] | Prose:
    """The signals of the last twelve months, one row each, with the range they left."""
    rows = tuple(
        (row, month, table)
        for row, table in series
        for month in records(table.iloc[-12:])
        if month["signal"]
    )
    if not rows:
        return nothing(
            lang.say("No signal in the last twelve months: all movement lies in the usual range.")
        )
    keys = tuple(row["indicator"] for row, _, _ in rows)
    return Sheet("signals", "Signals", SIGNAL_COLUMNS, rows, keys, lang)


def _worth_limits(table: pd.DataFrame) -> bool:
    """Whether growth is drawn: limits that can signal, or none yet."""
    return can_signal(table) or not table["high"].notna().any()


def _low(table: pd.DataFrame) -> float:
    """The lower end of the usual range.

    An amount that was never negative cannot fall by more than all of it.
    """
    low = float(table["low"].iloc[-1])
    return low if table["growth_pct"].min() < NO_LOWER else max(low, NO_LOWER)


def _month(period: pd.Period, lang: Language) -> str:
    """A month by name; February stands for January and February together."""
    if period.month == 2:
        return lang.say("January and February {year}", year=period.year)
    return Period(period.year, period.month, period.month).label(lang.code)
