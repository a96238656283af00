"""Observations laid out by year and month, so that every rule works on whole arrays.

A :class:`YearMonths` has one row for each territory, indicator and year and twelve columns; NaN is
"nobody reported".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.vocabulary.terms import report_every

Array = NDArray[np.float64]
KEYS = ["territory", "indicator", "year"]
DECIMALS = 6  # quotients are rounded here, far below any unit in use
MOST_DECIMALS = 12


@dataclass(frozen=True)
class YearMonths:
    """Values by year (rows of ``index``: territory, indicator, year) and month (12 columns)."""

    index: pd.MultiIndex
    months: Array
    printed: Array
    numerators: Array
    denominators: Array
    printed_numerators: Array
    printed_denominators: Array
    every: NDArray[np.int64]

    def row(self, territory: str, indicator: str, year: int) -> int | None:
        """The row of one territory, indicator and year; None when nothing was reported."""
        key = (territory, indicator, year)
        return self._places.get(key)

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The year of every row."""
        return self.index.get_level_values("year").to_numpy(dtype=np.int64)

    @cached_property
    def _places(self) -> dict[tuple[str, str, int], int]:
        return {key: position for position, key in enumerate(self.index)}

    @cached_property
    def spread(self) -> NDArray[np.bool_]:
        """Months inside a quarter, half-year or year that was reported as one amount at its end."""
        inside = np.zeros(self.months.shape, dtype=bool)
        for width in (3, 6, 12):
            rows = self.every == width
            for end in range(width - 1, 12, width):
                block = slice(end - width + 1, end)
                reported = rows & np.isfinite(self.months[:, end])
                inside[:, block] |= reported[:, None] & ~np.isfinite(self.months[:, block])
        return inside

    @cached_property
    def year_to_date(self) -> Array:
        """Cumulative values: the source's own where printed, else its last and the months since."""
        return cumulate(np.where(self.spread, 0.0, self.months), self.printed)

    @cached_property
    def monthly(self) -> Array:
        """Values of single months; where only year-to-dates were reported, their differences."""
        return np.where(np.isfinite(self.months), self.months, differences(self.year_to_date))


def cumulate(months: Array, printed: Array) -> Array:
    """Year-to-date of every month, shape (n, months).

    After a gap it is NaN until a printed year-to-date closes the gap.
    """
    scale = _scale(months, printed)
    months, printed = np.rint(months * scale), np.rint(printed * scale)
    running, out = np.zeros(len(months)), np.full_like(months, np.nan)
    for month in range(months.shape[1]):
        running = np.where(
            np.isfinite(printed[:, month]), printed[:, month], running + months[:, month]
        )
        out[:, month] = running
    return out / scale


def _scale(*values: Array) -> Array:
    """Ten to the decimals in use in each row, shape (n, 1).

    Multiplied by it, values are whole numbers, whose sums are exact.
    """
    together = np.concatenate(values, axis=1)
    together = np.where(np.isfinite(together), together, 0.0)
    decimals = np.zeros(len(together), dtype=np.int64)
    open_rows = np.arange(len(together))
    for count in range(MOST_DECIMALS):
        finer = (np.round(together[open_rows], count) != together[open_rows]).any(axis=1)
        open_rows = open_rows[finer]
        if not len(open_rows):
            break
        decimals[open_rows] = count + 1
    return np.power(10.0, decimals[:, None], dtype=np.float64)


def exact_total(values: Array) -> Array:
    """Sums of rows, NaN read as nothing, without binary residue (as long as 15 digits hold them).

    >>> exact_total(np.array([[0.1, 0.2, np.nan]]))
    array([0.3])
    """
    scale = _scale(values)
    return np.asarray(
        np.rint(np.nan_to_num(values) * scale).sum(axis=1) / scale[:, 0], dtype=np.float64
    )


def differences(year_to_date: Array) -> Array:
    """Months as differences of consecutive year-to-dates."""
    before = np.concatenate([np.zeros((len(year_to_date), 1)), year_to_date[:, :-1]], axis=1)
    scale = _scale(year_to_date)
    steps: Array = np.rint((year_to_date - before) * scale) / scale
    return steps


def one_calendar(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep one calendar for each territory, indicator and year.

    Calendar months when there are any, never a mixture.
    """
    administrative = observations["calendar"] == "15-14"
    if not administrative.any():
        return observations
    years = (
        observations["territory"]
        + "\t"
        + observations["indicator"]
        + "\t"
        + observations["period"].str[:4]
    )
    has_months = years.isin(set(years[~administrative]))
    return observations[~(administrative & has_months)]


def grid(observations: pd.DataFrame) -> YearMonths:
    """Lay out the latest vintages (one row a cell) by year and month."""
    table = one_calendar(observations)
    year = table["period"].str[:4].astype("int64")
    month = table["period"].str[5:7].astype("int64").to_numpy() - 1
    codes, index = _numbered(table["territory"], table["indicator"], year)
    parts: list[Array] = []
    for accumulation in ("month", "ytd"):
        chosen = (table["accumulation"] == accumulation).to_numpy()
        for column in ("value", "numerator", "denominator"):
            values = np.full((len(index), 12), np.nan)
            values[codes[chosen], month[chosen]] = table[column].to_numpy(dtype=float)[chosen]
            parts.append(values)
    every = np.zeros(len(index), dtype=np.int64)
    if "cadence" in table:
        first = pd.Series(table["cadence"].to_numpy()).groupby(codes).first()
        every[first.index.to_numpy()] = [report_every(str(cadence)) for cadence in first]
    return YearMonths(index, parts[0], parts[3], parts[1], parts[2], parts[4], parts[5], every)


def _numbered(
    territory: pd.Series, indicator: pd.Series, year: pd.Series
) -> tuple[NDArray[np.int64], pd.MultiIndex]:
    """The row of the grid of every observation, and the sorted keys of the rows."""
    places, place_names = pd.factorize(territory, sort=True)
    codes, code_names = pd.factorize(indicator, sort=True)
    years = year.to_numpy(dtype=np.int64)
    first = int(years.min()) if len(years) else 0
    span = int(years.max()) - first + 1 if len(years) else 1
    packed = (np.asarray(places, dtype=np.int64) * max(len(code_names), 1) + codes) * span + (
        years - first
    )
    unique, rows = np.unique(packed, return_inverse=True)
    pair, when = np.divmod(unique, span)
    where, what = np.divmod(pair, max(len(code_names), 1))
    index = pd.MultiIndex.from_arrays(
        [
            np.asarray(place_names, dtype=object)[where],
            np.asarray(code_names, dtype=object)[what],
            when + first,
        ],
        names=KEYS,
    )
    return rows.astype(np.int64), index


def monthly_rates(cells: YearMonths) -> Array:
    """Amounts of a month that can be compared with a monthly need, shape (n, 12).

    Where only quarters are reported, a third of each quarter in each of its months: a quarter is
    not one month's work.
    """
    monthly, total = cells.monthly, cells.year_to_date
    inside = np.delete(monthly, [2, 5, 8, 11], axis=1)
    by_quarter = ~(np.isfinite(inside) & (inside != 0)).any(axis=1)
    ends = total[:, [2, 5, 8, 11]]
    before = np.concatenate([np.zeros((len(ends), 1)), ends[:, :-1]], axis=1)
    thirds: Array = np.repeat(np.round((ends - before) / 3, DECIMALS), 3, axis=1)
    return np.where((by_quarter & np.isfinite(ends).any(axis=1))[:, None], thirds, monthly)


def complete_years(year_to_date: Array) -> NDArray[np.bool_]:
    """Rows whose December year-to-date is known: their year can be compared."""
    return np.isfinite(year_to_date[:, 11])


def last_reported(values: Array, until: int) -> tuple[Array, NDArray[np.int64]]:
    """The last value among the first ``until`` months and its month (1-12; 0 without any)."""
    window = values[:, :until]
    seen = np.isfinite(window)
    month = np.where(seen.any(axis=1), until - np.argmax(seen[:, ::-1], axis=1), 0)
    picked = np.where(month > 0, window[np.arange(len(window)), np.maximum(month - 1, 0)], np.nan)
    return picked, month.astype(np.int64)
