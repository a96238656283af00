"""Signal against noise (XmR): months whose year-on-year growth is outside what is usual here.

Centre and limits come from the years before the current one: the median growth, and the median step
from month to month times 3.145, Wheeler's constant for natural process limits from a median moving
range. Medians, so that a lockdown in the past does not widen the limits for ever.

A signal is a month outside the limits, the last of eight in a row on one side of the centre, or the
second of three in a row in the outer third on one side. January and February are one point, because
Tết moves between them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST_POINTS, MEDIAN_RANGE, RUN = 12, 3.145, 8
OUTSIDE, LONG_RUN, NEAR = "outside the limits", "eight on one side", "two of three near a limit"
COLUMNS = ["centre", "low", "high", "signal"]


def signals(growth: pd.Series) -> pd.DataFrame:
    """The limits and signals of monthly growth (percent, with a PeriodIndex).

    Gives ``centre, low, high`` and ``signal``, the rule's name or empty. NaN and empty everywhere
    when fewer than twelve points of earlier years are known, or they never move.
    """
    table = pd.DataFrame(
        {"centre": np.nan, "low": np.nan, "high": np.nan, "signal": ""}, index=growth.index
    )
    months = pd.PeriodIndex(growth.index)
    points = growth[(months.month != 1) & growth.notna().to_numpy()]
    if points.empty:
        return table
    earlier = points[pd.PeriodIndex(points.index).year < months[-1].year]
    width = (
        MEDIAN_RANGE * float(earlier.diff().abs().median())
        if len(earlier) >= FEWEST_POINTS
        else np.nan
    )
    if not width > 0:
        return table
    centre = float(earlier.median())
    table.loc[:, ["centre", "low", "high"]] = [centre, centre - width, centre + width]
    broken = rules(points.to_numpy(dtype=float), centre, width)
    table.loc[points.index, "signal"] = broken
    return table


def rules(
    points: np.ndarray[tuple[int], np.dtype[np.float64]], centre: float, width: float
) -> list[str]:
    """The first rule that each point breaks, or empty.

    >>> rules(np.array([0.0, 4.0, 0.0, 0.0, 2.5, 2.5]), 0.0, 3.0)
    ['', 'outside the limits', '', '', '', 'two of three near a limit']
    """
    broken = []
    side = np.sign(points - centre)
    outer = np.where(np.abs(points - centre) > width * 2 / 3, side, 0)
    for position, point in enumerate(points):
        near = outer[max(0, position - 2) : position + 1]
        run = side[max(0, position - RUN + 1) : position + 1]
        if abs(point - centre) > width:
            broken.append(OUTSIDE)
        elif len(run) == RUN and side[position] and (run == side[position]).all():
            broken.append(LONG_RUN)
        elif outer[position] and (near == outer[position]).sum() >= 2:
            broken.append(NEAR)
        else:
            broken.append("")
    return broken


WIDEST = 100.0
"""Percentage points between the limits from which nothing a series could do would be a signal."""


def can_signal(table: pd.DataFrame) -> bool:
    """Whether limits of a table of months are narrow enough to set anything apart.

    A lumpy series, whose ordinary range is from -95 % to +125 %, is better told by quarters and
    rolling years.
    """
    known = table["high"].notna()
    if not known.any():
        return False
    last = table[known].iloc[-1]
    return bool(last["high"] - last["low"] <= WIDEST)


LUMPY = 0.6
"""Spread of months about a twelfth of their year from which single months tell little."""


def lumpy(table: pd.DataFrame) -> bool:
    """Whether the months jump so much that a series is better told by quarters."""
    share = 12 * table["value"] / table["rolling_year"].where(table["rolling_year"] > 0)
    known = share.dropna()
    return len(known) > 1 and float(known.std()) >= LUMPY


def quarters(table: pd.DataFrame, years: int = 5) -> pd.DataFrame:
    """Sums of whole quarters: a row for each year, a column for each quarter.

    NaN where a month is missing.
    """
    months = table.assign(
        year=table["period"].dt.year, quarter=(table["period"].dt.month - 1) // 3 + 1
    )
    sums = months.groupby(["year", "quarter"])["value"].agg(
        lambda run: run.sum() if run.notna().sum() == 3 else np.nan
    )
    return sums.unstack("quarter").reindex(columns=range(1, 5)).iloc[-years:]


def by_quarter(table: pd.DataFrame, years: int = 5) -> pd.DataFrame | None:
    """The quarters of a series that only they can tell; None where its rolling year does."""
    if not len(table) or not lumpy(table):
        return None
    sums = quarters(table, years)
    return sums if sums.notna().sum().sum() >= 5 else None
