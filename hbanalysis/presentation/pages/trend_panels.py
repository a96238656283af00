"""All series of a trend page side by side: years, rolling year, growth, the pattern of a year.

Each function takes the list of :func:`hbanalysis.analysis.trend.trend_tables.trends` (or
``yearly``) and gives one figure, or the sentence why there is none. A series that a figure lacks is
named in :func:`left_out`.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.trend.trend_tables import FEWEST_STL_MONTHS
from hbanalysis.presentation.cells import amount_cell, percent_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.small_multiples import (
    draw_rolling_panel,
    draw_season_panel,
    draw_years_panel,
)
from hbanalysis.presentation.judgement_style import unit_text
from hbanalysis.presentation.pages.panel_parts import Series, months_sheet, nothing, panel_figure
from hbanalysis.presentation.sentences import movement as moving
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

Pair = tuple[Any, Any]  # a row of the plan, and one year or month of its series
SHOWN_YEARS = 6


def _to_date(pair: Pair, lang: Language) -> Cell:
    return amount_cell(pair[1]["to_date"], pair[0], lang, lang.say("none"))


def _whole(pair: Pair, lang: Language) -> Cell:
    return amount_cell(pair[1]["whole"], pair[0], lang, lang.say("none"))


YEARS_COLUMNS: tuple[Column[Pair], ...] = (
    Column("name", "Indicator", lambda pair, lang: lang.pick(pair[0], "name"), "name"),
    Column("unit", "Unit", lambda pair, lang: unit_text(pair[0], lang)),
    Column("year", "Year", lambda pair, _: Cell(str(pair[1]["year"]), float(pair[1]["year"]))),
    Column("to_date", "Same months", _to_date, "number"),
    Column("whole", "Whole year", _whole, "number"),
    Column(
        "change_pct",
        N_("Change on a year before"),
        lambda pair, lang: percent_cell(pair[1]["change_pct"], lang.say("none")),
        "number",
    ),
)


def years(series: Series, lang: Language) -> Figure | Prose:
    """The same months of every year beside each other, and the whole years behind them in grey."""
    series = [
        (row, table[table["year"] > table["year"].max() - SHOWN_YEARS])
        for row, table in series
        if table["to_date"].notna().sum() >= 2
    ]
    if not series:
        return nothing(lang.say("Fewer than two years can be set beside each other."))

    rows = [(row, one) for row, table in series for one in records(table)]
    keys = tuple(row["indicator"] for row, _ in rows)
    data = Sheet("years", "Numbers of this figure", YEARS_COLUMNS, tuple(rows), keys, lang)
    period = Period.parse(series[0][0]["period"])
    same = Period(period.year, 1, period.last).year_to_date_label(lang.code)
    text = moving.years_sentence(series, lang)
    subtitle = lang.say(
        "{when} beside the same months of earlier years; grey: the whole year", when=same
    )
    if period.last == 1:
        subtitle += ". " + lang.say(
            "January alone: Tết moves between January and February, compare the two together."
        )
    return panel_figure(
        "years",
        series,
        lang,
        draw_years_panel,
        (text, subtitle, lang.say("Bar charts by year, one for each series. {told}", told=text)),
        data,
        in_units=True,
    )


def rolling(series: Series, lang: Language) -> Figure | Prose:
    """The sum of the last twelve months, month by month, so that seasons cancel out."""
    series = [
        (row, _last(table))
        for row, table in series
        if _last(table)["rolling_year"].notna().sum() >= 2
    ]
    if not series:
        return nothing(lang.say("There are no two sums of twelve months without a gap."))

    data = months_sheet(
        series,
        "rolling_year",
        N_("Last 12 months"),
        lambda row, value, lang: amount_cell(value, row, lang, lang.say("none")),
        lang,
    )
    text = moving.rolling_sentence(series, lang)
    return panel_figure(
        "rolling-year",
        series,
        lang,
        draw_rolling_panel,
        (
            text,
            lang.say("sum of the last twelve months, month by month"),
            lang.say("Line charts of the rolling year, one for each series. {told}", told=text),
        ),
        data,
        in_units=True,
    )


def seasons(series: Series, lang: Language) -> Figure | Prose:
    """The pattern of a year: how much each month brings, against an ordinary month (100)."""
    shown = [(row, _last_pattern(table)) for row, table in series]
    shown = [(row, table) for row, table in shown if len(table) == 12]
    if not shown:
        return nothing(
            lang.say(
                "A pattern of the year needs {n} positive months without a gap.",
                n=FEWEST_STL_MONTHS,
            )
        )

    data = months_sheet(
        shown,
        "season_pct",
        N_("An ordinary month is 100"),
        lambda _, value, lang: _index_cell(value, lang),
        lang,
    )
    text = moving.seasons_sentence(shown, lang)
    return panel_figure(
        "seasons",
        shown,
        lang,
        draw_season_panel,
        (
            text,
            lang.say(
                "what each month brings when an ordinary month is 100 (STL, last twelve months); "
                "grey: the month of Tết"
            ),
            lang.say("Bar charts of the months of a year, one for each series. {told}", told=text),
        ),
        data,
    )


def _last_pattern(table: pd.DataFrame) -> pd.DataFrame:
    """The last twelve months that have a pattern, from January to December."""
    known = table[table["season_pct"].notna()].iloc[-12:]
    return known.sort_values("period", key=lambda when: when.dt.month)


def left_out(series: Series, lang: Language) -> Prose:
    """Which series a figure lacks, and why."""
    lines = []
    for row, table in series:
        lacking = moving.lacking(table, lang)
        if lacking:
            lines.append(
                lang.say("{name}: {why}", name=lang.pick(row, "name"), why="; ".join(lacking) + ".")
            )
    return Prose(tuple(lines), "note")


def _index_cell(value: Any, lang: Language) -> Cell:
    """A month against an ordinary one, which is 100."""
    return Cell(lang.say("none")) if is_missing(value) else Cell(number=float(value))


def _last(table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table
    shown = table[table["period"].dt.year > table["period"].dt.year.max() - SHOWN_YEARS]
    return shown.loc[shown["rolling_year"].first_valid_index() :]
