"""What the rest of the year would have to bring, and what it has brought before.

Nothing here looks past the period's end: a best month of December is none in a report of September.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.history.year_months import (
    DECIMALS,
    Array,
    YearMonths,
    complete_years,
    monthly_rates,
)
from hbanalysis.analysis.history.year_profiles import PAIR, comparable_since
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

COLUMNS = ["required_per_month", "best_month", "rest_needed", "best_rest", "best_rest_year"]


def with_needs(
    table: pd.DataFrame, cells: YearMonths, events: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Add what the months still to be reported must bring, and what such months have brought.

    ``rest_needed`` (to the annual plan, never below zero) and ``required_per_month`` (that, by the
    number of months not reported yet, gaps included); ``best_month``, the best single month since
    the last declared break, and ``best_rest`` with ``best_rest_year``: the most that the same
    remaining months brought in a complete comparable year. All in the indicator's unit, for amounts
    that add up; missing elsewhere.
    """
    flow = (table["measure"] == Measure.FLOW).to_numpy()
    left = np.where(flow & (table["months_known"] > 0), 12 - table["months_known"], 0)
    reached = table[["actual", "partial"]].max(axis=1)
    gap = (table["target"] - reached).clip(lower=0).round(DECIMALS)
    needed = np.where(left > 0, gap, np.nan)
    table = table.assign(
        rest_needed=needed,
        required_per_month=np.round(needed / np.where(left > 0, left, 1), DECIMALS),
        best_month=np.where(flow, _best_month(table, cells, events, period), np.nan),
    )
    return _with_best_rest(table, cells, events, period)


def not_after(cells: YearMonths, period: Period) -> NDArray[np.bool_]:
    """Months (n, 12) that lie within a period's year up to its end, or in a year before."""
    year, month = cells.years[:, None], np.arange(1, 13)[None, :]
    known: NDArray[np.bool_] = (year < period.year) | (
        (year == period.year) & (month <= period.last)
    )
    return known


def comparable_rates(cells: YearMonths, events: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Monthly amounts of every series since its last break and up to the period's end.

    ``territory, indicator, value``, one row a month.
    """
    index = cells.index.to_frame(index=False)
    since = comparable_since(index, events, period.end.isoformat())
    rates = np.where(not_after(cells, period), monthly_rates(cells), np.nan)
    rows = np.flatnonzero(index["year"].to_numpy() >= since)
    long = index.loc[np.repeat(index.index[rows], 12), PAIR].assign(value=rates[rows].reshape(-1))
    return long[long["value"].notna()]


def _best_month(
    table: pd.DataFrame, cells: YearMonths, events: pd.DataFrame, period: Period
) -> Array:
    best = comparable_rates(cells, events, period).groupby(PAIR)["value"].max()
    found: Array = best.reindex(pd.MultiIndex.from_frame(table[PAIR])).to_numpy(dtype=float)
    return found


def _with_best_rest(
    table: pd.DataFrame, cells: YearMonths, events: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """The most that the months not reported yet brought in an earlier complete year."""
    lines = table[table["rest_needed"].notna()]
    past = cells.index.to_frame(index=False).assign(place=np.arange(len(cells.index)))
    whole = complete_years(cells.year_to_date) & (past["year"] < period.year).to_numpy()
    since = comparable_since(past, events, period.end.isoformat())
    past = past[whole & (past["year"].to_numpy() >= since)]
    pairs = lines[[*PAIR, "months_known"]].reset_index(names="line").merge(past, on=PAIR)
    rests = _rests(cells, table, pairs, period)
    pairs = pairs.assign(rest=rests).dropna(subset=["rest"])
    best = pairs.sort_values(["rest", "year"]).drop_duplicates("line", keep="last")
    best = best.set_index("line")
    return table.assign(
        best_rest=best["rest"].reindex(table.index).astype(float),
        best_rest_year=best["year"].reindex(table.index).fillna(0).astype("int64"),
    )


def _rests(cells: YearMonths, table: pd.DataFrame, pairs: pd.DataFrame, period: Period) -> Array:
    """What each past year brought in the months that a line has not reported this year."""
    if pairs.empty:
        return np.zeros(0)
    names = zip(table["territory"], table["indicator"], strict=True)
    now = pd.Series(
        [cells.row(where, what, period.year) for where, what in names], index=table.index
    )
    position = now[pairs["line"]].to_numpy(dtype=int)
    seen = np.isfinite(cells.monthly[position]) & not_after(cells, period)[position]
    until = table.loc[pairs["line"], "through"].to_numpy()[:, None]
    open_months = ~seen & (np.arange(1, 13)[None, :] > until)
    brought = np.where(cells.spread, 0.0, cells.monthly)[pairs["place"].to_numpy()]
    rest: Array = np.where(open_months, brought, 0.0).sum(axis=1)
    return np.round(rest, DECIMALS)
