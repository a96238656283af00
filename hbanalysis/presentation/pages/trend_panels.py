"""All series of a trend page side by side: years, rolling year, growth, the pattern of a year.

Each function takes the list of :func:`hbanalysis.analysis.trend.trend_tables.trends` (or
``yearly``) and gives one figure, or the sentence why there is none. A series that a figure lacks is
named in :func:`left_out`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from hbanalysis.analysis.trend.signals import can_signal
from hbanalysis.analysis.trend.trend_tables import FEWEST_STL_MONTHS
from hbanalysis.presentation.cells import DASH, amount_cell, percent_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import caption
from hbanalysis.presentation.figures.small_multiples import (
    DrawPanel,
    Panel,
    draw_growth_panel,
    draw_rolling_panel,
    draw_season_panel,
    draw_years_panel,
    panels,
)
from hbanalysis.presentation.judgement_style import unit_text
from hbanalysis.presentation.picture import WIDE, Picture
from hbanalysis.presentation.sentences import movement as moving
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

Series = Sequence[tuple[Any, pd.DataFrame]]
Pair = tuple[Any, Any]  # a row of the plan, and one year or month of its series
SHOWN_YEARS, GROWTH_MONTHS = 6, 36
NO_LOWER = -100.0


def _figure(
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
        return _nothing(lang.say("Fewer than two years can be set beside each other."))

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
    return _figure(
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
        return _nothing(lang.say("There are no two sums of twelve months without a gap."))

    data = _months_data(
        series,
        "rolling_year",
        N_("Last 12 months"),
        lambda row, value, lang: amount_cell(value, row, lang, lang.say("none")),
        lang,
    )
    text = moving.rolling_sentence(series, lang)
    return _figure(
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


def growth(series: Series, lang: Language) -> Figure | Prose:
    """Growth on the same month a year before, inside the range that the series usually moves in."""
    shown = [(row, table.iloc[-GROWTH_MONTHS:]) for row, table in series]
    shown = [(row, table) for row, table in shown if table["growth_pct"].notna().sum() >= 2]
    told = shown  # the words count every series, limits are drawn where they can signal
    if not told:
        return _nothing(lang.say("There are no two months with the same month of a year before."))
    shown = [(row, table) for row, table in shown if _worth_limits(table)]
    if not shown:
        return _nothing(
            lang.say("The growth of single months varies too widely to tell signals from noise.")
        )

    def draw(panel: Panel, row: Any, table: pd.DataFrame) -> None:
        draw_growth_panel(panel, row, table, _low(table))

    data = _months_data(
        shown,
        "growth_pct",
        N_("Change on a year before"),
        lambda _, value, lang: percent_cell(value, lang.say("none")),
        lang,
    )
    text = moving.signals_sentence(told, lang)
    return _figure(
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


def seasons(series: Series, lang: Language) -> Figure | Prose:
    """The pattern of a year: how much each month brings, against an ordinary month (100)."""
    shown = [
        (
            row,
            table[table["season_pct"].notna()]
            .iloc[-12:]
            .sort_values("period", key=lambda when: when.dt.month),
        )
        for row, table in series
    ]
    shown = [(row, table) for row, table in shown if len(table) == 12]
    if not shown:
        return _nothing(
            lang.say(
                "A pattern of the year needs {n} positive months without a gap.",
                n=FEWEST_STL_MONTHS,
            )
        )

    data = _months_data(
        shown,
        "season_pct",
        N_("An ordinary month is 100"),
        lambda _, value, lang: _index_cell(value, lang),
        lang,
    )
    text = moving.seasons_sentence(shown, lang)
    return _figure(
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
        return _nothing(
            lang.say("No signal in the last twelve months: all movement lies in the usual range.")
        )
    keys = tuple(row["indicator"] for row, _, _ in rows)
    return Sheet("signals", "Signals", SIGNAL_COLUMNS, rows, keys, lang)


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


def _worth_limits(table: pd.DataFrame) -> bool:
    """Whether growth is drawn: limits that can signal, or none yet."""
    return can_signal(table) or not table["high"].notna().any()


def _low(table: pd.DataFrame) -> float:
    """The lower end of the usual range.

    An amount that was never negative cannot fall by more than all of it.
    """
    low = float(table["low"].iloc[-1])
    return low if table["growth_pct"].min() < NO_LOWER else max(low, NO_LOWER)


def _nothing(why: str) -> Prose:
    return Prose((why,), "note")


def _index_cell(value: Any, lang: Language) -> Cell:
    """A month against an ordinary one, which is 100."""
    return Cell(lang.say("none")) if is_missing(value) else Cell(number=float(value))


def _month(period: pd.Period, lang: Language) -> str:
    """A month by name; February stands for January and February together."""
    if period.month == 2:
        return lang.say("January and February {year}", year=period.year)
    return Period(period.year, period.month, period.month).label(lang.code)


def _last(table: pd.DataFrame) -> pd.DataFrame:
    if table.empty:
        return table
    shown = table[table["period"].dt.year > table["period"].dt.year.max() - SHOWN_YEARS]
    return shown.loc[shown["rolling_year"].first_valid_index() :]


def _months_data(
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
