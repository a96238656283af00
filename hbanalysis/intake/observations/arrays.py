"""The observations as arrays: which series, month and value, in time order, made once for all.

A rule that compares a number with its neighbours asks here instead of grouping a million rows
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from hbanalysis.intake.observations.vintages import SETTLED


def mixed_radix(columns: Sequence[np.ndarray]) -> np.ndarray:
    """One integer for each row, equal only where all columns are equal, in their order.

    The first column counts first. The columns hold integers from 0.

    >>> mixed_radix([np.array([0, 1, 1]), np.array([2, 0, 1])]).tolist()
    [2, 3, 4]
    """
    key, size = np.zeros(len(columns[0]), dtype="int64"), 1
    for column in columns:
        width = int(column.max()) + 1 if len(column) else 1
        if size * width >= 2**63:  # renumber what is there so far: at most as many numbers as rows
            key = np.unique(key, return_inverse=True)[1]
            size = len(key)
        key, size = key * width + column, size * width
    return key


def codes(column: pd.Series) -> np.ndarray:
    """The places of a category column's words in their order, as integers to reckon with.

    >>> codes(pd.Series(pd.Categorical(["b", "a", "b"]))).tolist()
    [1, 0, 1]
    """
    return column.cat.codes.to_numpy().astype(
        "int64"
    )  # pandas keeps few words as int8, which overflows silently


def mapped(column: pd.Series, made: dict[str, int], otherwise: int = 0) -> np.ndarray:
    """An integer for each row, looked up once for each distinct word."""
    table = np.array(
        [made.get(word, otherwise) for word in column.cat.categories] or [otherwise], dtype="int64"
    )
    return table[column.cat.codes.to_numpy()]


def month_numbers(column: pd.Series) -> np.ndarray:
    """Months ``YYYY-MM`` counted from year 0, so that neighbours differ by one."""
    return mapped(
        column,
        {word: int(word[:4]) * 12 + int(word[5:7]) - 1 for word in column.cat.categories if word},
    )


@dataclass(frozen=True)
class ObservationArrays:
    """The latest vintage of every cell with a value.

    They are sorted by series, accumulation, calendar and month. ``series`` numbers the pairs of
    territory and indicator; ``month`` counts months from year 0; ``published`` orders the days of
    publication; ``position`` is the row in the table of observations; ``measures`` and ``percent``
    say of each indicator how it accumulates and whether its unit is %.
    """

    territories: pd.Index
    indicators: pd.Index
    territory: np.ndarray
    indicator: np.ndarray
    series: np.ndarray
    ytd: np.ndarray
    shifted: np.ndarray
    month: np.ndarray
    value: np.ndarray
    published: np.ndarray
    position: np.ndarray
    measures: np.ndarray
    percent: np.ndarray

    def of(self, *measures: str) -> np.ndarray:
        """Rows whose indicator has one of these measures."""
        return np.isin(self.measures, measures)[self.indicator]

    @cached_property
    def year(self) -> np.ndarray:
        """The calendar year of each row."""
        return self.month // 12

    @cached_property
    def lane(self) -> np.ndarray:
        """One number for each run of comparable cells: series, accumulation and calendar."""
        return (self.series * 2 + self.ytd) * 2 + self.shifted

    def series_of(self, territory: str, indicator: str) -> int:
        """The number of a series; -1 when nothing was observed."""
        places, things = self._numbers
        if territory not in places or indicator not in things:
            return -1
        return places[territory] * len(self.indicators) + things[indicator]

    @cached_property
    def _numbers(self) -> tuple[dict[str, int], dict[str, int]]:
        """The places of territories and indicators, looked up thousands of times in a check."""
        names = (self.territories, self.indicators)
        places, things = ({str(name): n for n, name in enumerate(one)} for one in names)
        return places, things

    def rows_of(self, series: int) -> np.ndarray:
        """The rows of a series, in order."""
        return np.arange(*np.searchsorted(self.series, [series, series + 1]))

    def name(self, row: int) -> str:
        """The month of a row as ``YYYY-MM``."""
        return month_name(int(self.month[row]))


def month_name(number: int) -> str:
    """A month counted from year 0 as ``YYYY-MM``.

    >>> month_name(2024 * 12 + 6)
    '2024-07'
    """
    return f"{number // 12}-{number % 12 + 1:02d}"


def cells_of(observations: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For each row the number of its cell and of its vintage in it.

    A cell is one territory, indicator, month, accumulation and calendar.
    """
    ytd = mapped(observations["accumulation"], {"ytd": 1})
    shifted = mapped(observations["calendar"], {"15-14": 1})
    where = [
        codes(observations["territory"]),
        codes(observations["indicator"]),
        ytd,
        shifted,
        codes(observations["period"]),
    ]
    vintage = codes(observations["published"]) * 4 + mapped(observations["status"], SETTLED)
    exact = mapped(observations["qualifier"], {"": 1}) if "qualifier" in observations else 1
    return mixed_radix(where), vintage * 2 + exact


def picture(observations: pd.DataFrame, indicators: pd.DataFrame) -> ObservationArrays:
    """What is known now, from typed observations whose columns of few words are categories."""
    cell, vintage = cells_of(observations)
    usable = np.flatnonzero(observations["value"].notna().to_numpy())
    order = usable[np.argsort(mixed_radix([cell, vintage])[usable], kind="stable")]
    ordered = cell[order]
    last = np.append(ordered[1:] != ordered[:-1], [True]) if len(order) else np.zeros(0, dtype=bool)
    kept = order[last]
    # Only the columns that are looked at: the texts of a million rows need not move.
    at = observations[
        ["territory", "indicator", "period", "accumulation", "calendar", "published", "value"]
    ].iloc[kept]
    known = indicators.drop_duplicates("indicator").set_index("indicator")
    names = at["indicator"].cat.categories
    territory, indicator = codes(at["territory"]), codes(at["indicator"])
    return ObservationArrays(
        territories=at["territory"].cat.categories,
        indicators=names,
        territory=territory,
        indicator=indicator,
        series=territory * len(names) + indicator,
        ytd=mapped(at["accumulation"], {"ytd": 1}),
        shifted=mapped(at["calendar"], {"15-14": 1}),
        month=month_numbers(at["period"]),
        value=at["value"].to_numpy(),
        published=codes(at["published"]),
        position=kept,
        measures=known["measure"].reindex(names).fillna("").to_numpy(dtype=object),
        percent=(known["unit"].reindex(names) == "%").to_numpy(),
    )


def last_days(table: pd.DataFrame, keys: list[str], column: str) -> pd.Series:
    """The last of a column's days (texts that sort as they are) for each key.

    By their places in order: a maximum of texts starts threads in pyarrow, and only a process
    without them can be copied.

    >>> days = pd.DataFrame({"at": ["x", "y", "x"], "day": ["2024-02-01", "", "2024-01-31"]})
    >>> last_days(days, ["at"], "day").to_dict()
    {'x': '2024-02-01', 'y': ''}
    """
    places, days = pd.factorize(table[column].fillna(""), sort=True)
    by = [table[key] for key in keys]
    last = pd.Series(places, index=table.index).groupby(by, observed=True).max()
    return pd.Series(days.to_numpy()[last], index=last.index, dtype=table[column].dtype)
