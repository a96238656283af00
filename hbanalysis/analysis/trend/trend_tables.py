"""How an indicator has moved: months, rolling year, like-for-like growth, underlying trend."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import BRIDGE, figures_of, observed
from hbanalysis.analysis.history.year_months import YearMonths, grid
from hbanalysis.analysis.history.year_profiles import break_days, first_comparable_year
from hbanalysis.analysis.trend.signals import signals
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import WrongUsage, nearest
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Measure

FEWEST_STL_MONTHS, FEWEST_MONTHS = 36, 12
MONTHS = np.arange(12)
NO_MONTHS = ["period", "value", "territory", "indicator"]


def monthly_values(cells: YearMonths, territory: str, indicator: str, until: str) -> pd.Series:
    """Months of one series up to ``until`` (``YYYY-MM``) on a gapless monthly PeriodIndex.

    They run from the first month reported to the last, NaN where none was reported: months still to
    come say nothing about how the series has moved.
    """
    held = (cells.row(territory, indicator, year) for year in np.unique(cells.years).tolist())
    rows = [row for row in held if row is not None]
    since_1970 = np.repeat((cells.years[rows] - 1970) * 12, 12) + np.tile(MONTHS, len(rows))
    months = pd.DatetimeIndex(since_1970.astype("datetime64[M]")).to_period("M")
    values = pd.Series(cells.monthly[rows].reshape(-1), index=months, name="value")
    known = months[values.notna().to_numpy() & (months <= pd.Period(until, freq="M"))]
    if not len(known):
        return values.iloc[:0]
    return values.reindex(pd.period_range(known[0], known[-1], freq="M"))


def growth(values: pd.Series) -> pd.Series:
    """Each month against the same month last year, in percent.

    January and February are taken together, and both carry the joint figure: Tết moves between the
    two, so a single one of them compares unlike months.
    """
    months = pd.PeriodIndex(values.index)
    first_two = values[months.month <= 2]
    years = pd.PeriodIndex(first_two.index).year
    joined = values.copy()
    joined[first_two.index] = (
        first_two.groupby(years).sum(min_count=2).reindex(years).to_numpy(dtype=float)
    )
    before = joined.shift(12)
    return (100 * (joined / before.where(before > 0) - 1)).rename("growth_pct")


def decomposed(values: pd.Series) -> pd.DataFrame:
    """Trend and month-of-year pattern of a multiplicative decomposition (STL on logs).

    Gives ``trend, season_pct`` over the last run of months without a gap; ``season_pct`` is 100 in
    an ordinary month. NaN elsewhere, and everywhere when that run is short or has values that are
    not positive.
    """
    usable = values.gt(0).to_numpy()
    run = values.iloc[len(usable) - int(np.argmin(usable[::-1])) :] if not usable.all() else values
    if len(run) < FEWEST_STL_MONTHS:
        return pd.DataFrame(np.nan, index=values.index, columns=["trend", "season_pct"])
    from hbanalysis.analysis.trend.seasonal import STL  # when first needed

    fit = STL(np.log(run.to_numpy(dtype=float)), period=12, robust=True).fit()
    table = pd.DataFrame(
        {"trend": np.exp(fit.trend), "season_pct": 100 * np.exp(fit.seasonal)}, index=run.index
    )
    return table.reindex(values.index)


def trend_table(
    observations: pd.DataFrame, events: pd.DataFrame, territory: str, indicator: str, until: str
) -> pd.DataFrame:
    """Months of one series up to its last one reported by ``until``.

    Columns: ``period, value, rolling_year, growth_pct, trend, season_pct, part, demo`` and those of
    :func:`hbanalysis.analysis.signals.signals`. ``rolling_year`` is the sum of the last twelve
    months (NaN across a gap or a declared break), ``part`` counts the breaks before the month.
    Growth across a declared break is NaN, and no decomposition reaches over one.
    """
    own = observations[
        (observations["territory"] == territory) & (observations["indicator"] == indicator)
    ]
    cells = grid(own[own["period"] <= until])
    values = monthly_values(cells, territory, indicator, until)
    return _trend_table(values, own, events, (territory, indicator), until)


def _trend_table(
    values: pd.Series, own: pd.DataFrame, events: pd.DataFrame, pair: tuple[str, str], until: str
) -> pd.DataFrame:
    """:func:`trend_table` of the months and the rows of one series."""
    last_day = pd.Period(until, freq="M").end_time.date().isoformat()
    breaks, months = (
        break_days(events, *pair, last_day),
        pd.PeriodIndex(values.index).strftime("%Y-%m").tolist(),
    )
    part = np.array([sum(day[:7] <= month for day in breaks) for month in months], dtype=int)
    rolling = (
        values.groupby(part).transform(lambda run: run.rolling(12).sum()) if len(values) else values
    )
    since_break = values.where(part == part.max()) if len(values) else values
    table = pd.DataFrame(
        {
            "value": values,
            "rolling_year": rolling.round(6),
            "growth_pct": growth(values),
            "part": part,
        }
    ).join(decomposed(since_break))
    since = first_comparable_year(events, *pair, last_day)
    table.loc[pd.PeriodIndex(table.index).year <= since, "growth_pct"] = (
        np.nan
    )  # no growth across a declared break
    table = table.join(signals(table["growth_pct"]))
    table["demo"] = bool((own["source"] == DEMO).any())
    over = set(own.loc[own["published_basis"] == BRIDGE, "period"])
    table["bridged"] = [month in over for month in months]
    return table.rename_axis("period").reset_index()


def _seen(workspace: Workspace) -> Callable[[str], pd.DataFrame]:
    """The figures of a territory, laid out once however many rows ask for them."""

    @cache
    def seen(territory: str) -> pd.DataFrame:
        return observed(workspace, territory)

    return seen


def _each_trend(workspace: Workspace) -> Callable[[Any], pd.DataFrame]:
    """:func:`trend_table` of rows of a report; a territory is laid out once for all of its rows."""

    @cache
    def laid_out(territory: str, until: str) -> tuple[YearMonths, dict[str, pd.DataFrame]]:
        own = figures_of(workspace, [territory])
        parts = {str(code): rows for code, rows in own.groupby("indicator", sort=False)}
        return grid(own[own["period"] <= until]), parts | {"": own.iloc[:0]}

    def trend(row: Any) -> pd.DataFrame:
        pair, until = (row["territory"], row["indicator"]), Period.parse(row["period"]).cut_off
        cells, parts = laid_out(pair[0], until)
        own = parts.get(pair[1], parts[""])
        return _trend_table(monthly_values(cells, *pair, until), own, workspace.events, pair, until)

    return trend


def all_trends(workspace: Workspace, table: pd.DataFrame) -> pd.DataFrame:
    """The months of every row of an assessment of one period, one below the other.

    The columns of :func:`trend_table`, its ``period`` as ``month``, and the row's ``territory`` and
    ``indicator``.
    """
    trend = _each_trend(workspace)
    tables = [
        trend(row).assign(territory=row.territory, indicator=row.indicator)
        for row in records(table[["territory", "indicator", "period"]])
    ]
    filled = [months for months in tables if len(months)] or tables[:1]
    joined = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=NO_MONTHS)
    return joined.rename(columns={"period": "month"})


def yearly_table(
    observations: pd.DataFrame, events: pd.DataFrame, territory: str, indicator: str, until: str
) -> pd.DataFrame:
    """Years of one series: ``year, to_date, whole, change_pct, part, demo``.

    ``to_date`` counts January to the month of ``until`` in every year, ``whole`` the twelve months
    (NaN where months are missing), ``change_pct`` is against the same months of the year before,
    NaN across a declared break.
    """
    chosen = observations[
        (observations["territory"] == territory) & (observations["indicator"] == indicator)
    ]
    chosen = chosen[chosen["period"] <= until]
    if chosen.empty:
        return pd.DataFrame(columns=["year", "to_date", "whole", "change_pct", "part", "demo"])
    cells, month = grid(chosen), int(until[5:7])
    table = pd.DataFrame(
        {
            "year": cells.years,
            "to_date": cells.year_to_date[:, month - 1],
            "whole": cells.year_to_date[:, 11],
        }
    )
    days = break_days(events, territory, indicator, f"{until[:4]}-12-31")
    table["part"] = [sum(_spoils(day) <= year for day in days) for year in table["year"]]
    before = table.shift(1)
    like = (
        (table["year"] - before["year"] == 1)
        & (table["part"] == before["part"])
        & (before["to_date"] > 0)
    )
    change = 100 * (table["to_date"] / before["to_date"].where(like) - 1)
    return table.assign(change_pct=change, demo=bool((chosen["source"] == DEMO).any()))


def _spoils(day: str) -> int:
    """The first year that a break makes incomparable with the one before: its own."""
    return int(day[:4])


def trends(
    workspace: Workspace, table: pd.DataFrame, codes: str = ""
) -> list[tuple[pd.Series, pd.DataFrame]]:
    """The row and the :func:`trend_table` of each code (``"3, 8, 4b"``) that ``table`` has.

    Without codes, every amount with at least a year of months. A code that no list knows is
    WrongUsage.
    """
    tables, trend = [], _each_trend(workspace)
    for row in _chosen(workspace, table, codes):
        months = trend(row)
        if codes.strip() or months["value"].notna().sum() >= FEWEST_MONTHS:
            tables.append((row, months))
    return tables


def yearly(
    workspace: Workspace, table: pd.DataFrame, codes: str = ""
) -> list[tuple[pd.Series, pd.DataFrame]]:
    """For the same rows as :func:`trends`: the row and its :func:`yearly_table`."""
    tables, seen = [], _seen(workspace)
    for row, _ in trends(workspace, table, codes):
        period = Period.parse(row["period"])
        tables.append(
            (
                row,
                yearly_table(
                    seen(row["territory"]),
                    workspace.events,
                    row["territory"],
                    row["indicator"],
                    period.cut_off,
                ),
            )
        )
    return tables


def _chosen(workspace: Workspace, table: pd.DataFrame, codes: str) -> list[pd.Series]:
    """The rows of the report that the codes name; without codes, its amounts."""
    known = workspace.indicators["indicator"].tolist()
    asked = [part.strip() for part in codes.split(",") if part.strip()]
    for code in asked:
        if code not in known:
            raise WrongUsage(
                "There is no indicator {found!r}; the nearest is {near!r}.",
                found=code,
                near=nearest(code, known) or known[0],
            )
    rows = list(records(table))
    if asked:
        return [row for code in asked for row in rows if row["indicator"] == code]
    return [row for row in rows if row["measure"] == Measure.FLOW]
