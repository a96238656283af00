"""Years that are known at some cut-offs only: what lies between, and how sure that is.

Offices print a year-to-date five to twelve times a year. Between two cut-offs only the sum of a
stretch of months is known; it is spread over its months as the series' own years say (a profile
found from all stretches together, drawn towards even months by one even year). A cut-off that no
page prints may be implied by a later page's "% of the same period": value / percentage.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.history.year_months import Array, YearMonths, grid

ROUNDS = 8  # the profile settles within a few rounds
LEAST_SHARE = 1e-3  # no month of the profile is empty: a stretch must have somewhere to go
MONTH_SCATTER = 0.28
"""Scatter of a month around its profile, in usual months.

Measured on the public investment series thinned to three to five cut-offs a year
(``scripts/bench_sparse.py``): so large makes the bridge's error as wide as it was.
"""


def bounds(known: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Months (0-12) of the nearest known cut-offs around each month, itself where it is known.

    ``known`` (n, 12); the first is 0 before the first cut-off, the second 99 after the last.

    >>> first, last = bounds(np.array([[False, True, False, False] + [False] * 7 + [True]]))
    >>> first[0, :4].tolist(), last[0, :4].tolist()
    ([0, 2, 2, 2], [2, 2, 12, 12])
    """
    month = np.arange(1, known.shape[1] + 1)
    first = np.maximum.accumulate(np.where(known, month, 0), axis=1)
    reverse = np.where(known, month, 99)[:, ::-1]
    last = np.minimum.accumulate(reverse, axis=1)[:, ::-1]
    return first.astype(np.int64), last.astype(np.int64)


def doubt(year_to_date: Array) -> Array:
    """Relative standard error (n, 12) of a year-to-date read between two cut-offs.

    Nought at a known cut-off, NaN after the last one. Months are taken to scatter independently
    around the profile (a Brownian bridge between the cut-offs).
    """
    first, last = bounds(np.isfinite(year_to_date))
    month = np.arange(1, year_to_date.shape[1] + 1)
    width = np.maximum(last - first, 1)
    scatter = (
        MONTH_SCATTER * np.sqrt(np.maximum((month - first) * (last - month), 0) / width) / month
    )
    return np.where(last > 12, np.nan, scatter)


def bridged(year_to_date: Array, profile: Array) -> Array:
    """Year-to-dates (n, 12) with the months between two cut-offs read along a profile (n, 12)."""
    known = np.isfinite(year_to_date)
    first, last = bounds(known)
    row = np.arange(len(year_to_date))[:, None]
    path = np.concatenate([np.zeros((len(profile), 1)), np.cumsum(profile, axis=1)], axis=1)
    value = np.concatenate([np.zeros((len(profile), 1)), year_to_date], axis=1)
    inside = np.minimum(last, 12)
    low, high = value[row, first], value[row, inside]
    span = path[row, inside] - path[row, first]
    part = (path[:, 1:] - path[row, first]) / np.where(span > 0, span, 1.0)
    return np.where(known, year_to_date, np.where(last > 12, np.nan, low + (high - low) * part))


def profiles(year_to_date: Array, series: NDArray[np.int64]) -> Array:
    """The usual share (n, 12) of each month of the year, one profile for each ``series`` number.

    Found from the complete years of the series, their stretches spread by the profile itself, in a
    few rounds from even months; a series without a complete positive year has even months.
    """
    total = year_to_date[:, 11]
    whole = np.isfinite(total) & (np.nan_to_num(total) > 0)
    count = int(series.max()) + 1 if len(series) else 0
    even = np.full((count, 12), 1 / 12)
    filled = even.copy()
    years = np.bincount(series[whole], minlength=count)[:, None]
    for _ in range(ROUNDS):
        path = bridged(year_to_date[whole], filled[series[whole]]) / total[whole, None]
        months = np.diff(path, axis=1, prepend=0.0)
        summed = np.zeros((count, 12))
        np.add.at(summed, series[whole], months)
        filled = np.maximum((summed + even) / (years + 1), LEAST_SHARE)
        filled = filled / filled.sum(axis=1, keepdims=True)
    return filled[series]


def series_numbers(cells: YearMonths) -> NDArray[np.int64]:
    """One number for each territory and indicator, for every row of the grid."""
    pairs = cells.index.droplevel("year")
    return np.asarray(pd.factorize(pairs)[0], dtype=np.int64)


def read_between(cells: YearMonths) -> tuple[Array, Array]:
    """Every row's year-to-date with the months between cut-offs, and their relative doubt."""
    total = cells.year_to_date
    last = bounds(np.isfinite(total))[1]
    gaps = ~np.isfinite(total) & (last <= 12)
    if not gaps.any():
        return total, np.where(np.isfinite(total), 0.0, np.nan)
    series = series_numbers(cells)
    sparse = np.isin(series, series[gaps.any(axis=1)])
    filled, unsure = total.copy(), np.where(np.isfinite(total), 0.0, np.nan)
    numbers = np.asarray(np.unique(series[sparse], return_inverse=True)[1], dtype=np.int64)
    filled[sparse] = bridged(total[sparse], profiles(total[sparse], numbers))
    unsure[sparse] = doubt(total[sparse])
    return filled, unsure


def gapped(monthly: Array, year_to_date: Array) -> NDArray[np.bool_]:
    """Which years (n,) have an unknown month before their last cut-off.

    >>> first = np.array([[1.0, np.nan, 3.0], [1.0, 2.0, np.nan]])
    >>> gapped(first, np.array([[np.nan, np.nan, 6.0], [1.0, 3.0, np.nan]])).tolist()
    [True, False]
    """
    covered = np.maximum.accumulate(np.isfinite(year_to_date)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((covered & ~np.isfinite(monthly)).any(axis=1), dtype=bool)


def stretch_months(
    monthly: Array, year_to_date: Array, profile: Array
) -> tuple[Array, NDArray[np.bool_]]:
    """Months (n, 12) that add up to every known year-to-date.

    Where months of a stretch are unknown, what the known ones leave is spread over them by the
    profile (n, 12); a stretch whose printed months are more than its sum is spread anew as a whole.
    Months after the last cut-off stay as they are. Also gives which months (n, 12) were spread.
    """
    out, spread = monthly.copy(), np.zeros(monthly.shape, dtype=bool)
    for row in np.flatnonzero(gapped(monthly, year_to_date)):
        total = year_to_date[row]
        start, base = 0, 0.0
        for end in np.flatnonzero(np.isfinite(total)):
            block = slice(start, int(end) + 1)
            gaps = ~np.isfinite(out[row, block])
            left = total[end] - base - out[row, block][~gaps].sum()
            if gaps.any() and left <= 0 < total[end] - base:
                gaps[:] = True
                left = total[end] - base
            if gaps.any():
                share = profile[row, block][gaps]
                out[row, block] = np.where(gaps, 0.0, out[row, block])
                out[row, np.flatnonzero(gaps) + start] = left * share / share.sum()
                spread[row, np.flatnonzero(gaps) + start] = True
            start, base = int(end) + 1, float(total[end])
    return out, spread


def implied_cut_offs(observations: pd.DataFrame, before: int | pd.Series) -> pd.DataFrame:
    """The year-to-dates of past years that later pages imply: value / % of the same period.

    Of years before ``before``, one for all rows or one for each.

    ``observations`` hold one row a cell. Same columns as they; a percentage of 138.99 allows
    0.004 % to either side, one of 134 allows 0.4 %, which is small beside what they are used for.
    """
    if "stated_pct_of_same_period" not in observations:
        return observations.iloc[:0]
    percent = observations["stated_pct_of_same_period"]
    stated = observations[
        (observations["accumulation"] == "ytd") & (percent > 0) & (observations["value"] > 0)
    ]
    year = stated["period"].str[:4].astype("int64") - 1
    stated = stated.assign(
        period=year.astype(str) + stated["period"].str[4:],
        value=100 * stated["value"] / stated["stated_pct_of_same_period"],
        status="preliminary",
        stated_pct_of_plan=np.nan,
        stated_pct_of_same_period=np.nan,
    )
    limit = before if isinstance(before, int) else before.loc[year.index]
    return stated[(year < limit).to_numpy()]


def grid_with_past(observations: pd.DataFrame, year: int | pd.Series) -> YearMonths:
    """The observations (one row a cell) laid out, with the cut-offs of past years that are implied.

    Only a cut-off that nothing else gives is taken from a later page, and only of years before
    ``year`` (one for all rows, or one for each): the report's own year shows what was printed.
    """
    cells, implied = grid(observations), implied_cut_offs(observations, year)
    if implied.empty:
        return cells
    keys = zip(implied["territory"], implied["indicator"], implied["period"], strict=True)
    places = [
        (cells.row(where, what, int(when[:4])), int(when[5:7]) - 1) for where, what, when in keys
    ]
    total = cells.year_to_date
    new = [row is None or not np.isfinite(total[row, month]) for row, month in places]
    wanted = implied[new]
    return cells if wanted.empty else grid(pd.concat([observations, wanted], ignore_index=True))
