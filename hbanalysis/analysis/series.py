"""Observations laid out by year and month, so that every rule works on whole arrays.

A :class:`Grid` has one row for each territory, indicator and year and twelve columns; NaN is "nobody reported".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
KEYS = ["territory", "indicator", "year"]
DECIMALS = 6  # sums are rounded here, far below any unit in use, to remove binary residue


@dataclass(frozen=True)
class Grid:
    """Values by year (rows of ``index``: territory, indicator, year) and month (12 columns)."""

    index: pd.MultiIndex
    months: Array
    printed: Array
    numerators: Array
    denominators: Array
    printed_numerators: Array
    printed_denominators: Array

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
        return {key: place for place, key in enumerate(self.index)}

    @cached_property
    def year_to_date(self) -> Array:
        """Cumulative values: the source's own year-to-date where printed, else the last one plus the months since."""
        return cumulate(self.months, self.printed)

    @cached_property
    def monthly(self) -> Array:
        """Values of single months; where only year-to-dates were reported, their differences."""
        return np.where(np.isfinite(self.months), self.months, differences(self.year_to_date))


def cumulate(months: Array, printed: Array) -> Array:
    """Year-to-date of every month, shape (n, 12); NaN after a gap until a printed year-to-date closes it."""
    running, out = np.zeros(len(months)), np.full_like(months, np.nan)
    for month in range(12):
        running = np.where(np.isfinite(printed[:, month]), printed[:, month], running + months[:, month])
        out[:, month] = running
    return np.round(out, DECIMALS)


def differences(year_to_date: Array) -> Array:
    """Months as differences of consecutive year-to-dates."""
    before = np.concatenate([np.zeros((len(year_to_date), 1)), year_to_date[:, :-1]], axis=1)
    found: Array = np.round(year_to_date - before, DECIMALS)
    return found


def one_calendar(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep one calendar for each territory, indicator and year: calendar months when there are any, never a mixture."""
    administrative = observations["calendar"] == "15-14"
    if not administrative.any():
        return observations
    years = observations["territory"] + "\t" + observations["indicator"] + "\t" + observations["period"].str[:4]
    has_months = years.isin(set(years[~administrative]))
    return observations[~(administrative & has_months)]


def grid(observations: pd.DataFrame) -> Grid:
    """Lay out the latest vintages (one row a cell) by year and month."""
    table = one_calendar(observations)
    year = table["period"].str[:4].astype("int64")
    month = table["period"].str[5:7].astype("int64").to_numpy() - 1
    keys = pd.MultiIndex.from_arrays([table["territory"], table["indicator"], year], names=KEYS)
    codes, index = pd.factorize(keys, sort=True)
    parts: list[Array] = []
    for accumulation in ("month", "ytd"):
        chosen = (table["accumulation"] == accumulation).to_numpy()
        for column in ("value", "numerator", "denominator"):
            values = np.full((len(index), 12), np.nan)
            values[codes[chosen], month[chosen]] = table[column].to_numpy(dtype=float)[chosen]
            parts.append(values)
    if "cadence" in table:
        first = pd.Series(table["cadence"].to_numpy()).groupby(codes).first()
        for place in (0, 1, 2):
            fill_between(parts[place], first.reindex(range(len(index))).fillna("").tolist())
    return Grid(pd.MultiIndex.from_tuples(list(index), names=KEYS), parts[0], parts[3], parts[1], parts[2],
                parts[4], parts[5])


def fill_between(months: Array, cadences: list[str]) -> None:
    """Read single-month rows of quarterly and yearly indicators as what they are: the quarter's or the year's amount.

    A quarterly indicator reported for March has nothing separate for January and February; without this they would
    count as missing. Changes ``months`` in place.
    """
    for width, mark in ((3, "q"), (12, "y")):
        rows = np.array([str(cadence)[:1] == mark for cadence in cadences], dtype=bool)
        for end in range(width - 1, 12, width):
            inside = slice(end - width + 1, end)
            reported = rows & np.isfinite(months[:, end])
            block = months[:, inside]
            block[reported[:, None] & ~np.isfinite(block)] = 0.0


def complete_years(year_to_date: Array) -> NDArray[np.bool_]:
    """Rows whose December year-to-date is known: their year can be compared."""
    return np.isfinite(year_to_date[:, 11])


def last_reported(values: Array, until: int) -> tuple[Array, NDArray[np.int64]]:
    """The last value among the first ``until`` months and its month (1-12; 0 when there is none)."""
    window = values[:, :until]
    seen = np.isfinite(window)
    month = np.where(seen.any(axis=1), until - np.argmax(seen[:, ::-1], axis=1), 0)
    picked = np.where(month > 0, window[np.arange(len(window)), np.maximum(month - 1, 0)], np.nan)
    return picked, month.astype(np.int64)
