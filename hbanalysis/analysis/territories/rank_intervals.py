"""Ranks that say within which places a territory is exchangeable with others.

A place is only as sure as the intervals that it stands on: two territories whose 80 % intervals
overlap may change places. The interval of a territory's rank runs from one more than those that are
surely better to the number less those that are surely worse.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.vocabulary.terms import Comparator

FEWEST = 2
COLUMNS = ["territory", "indicator", "share", "share_low", "share_high", "first", "last", "of"]


def rank_interval(
    low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and last place that each of several intervals can have; 1 is the largest.

    >>> first, last = rank_interval(np.array([90.0, 95.0, 50.0]), np.array([99.0, 101.0, 60.0]))
    >>> first.tolist(), last.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    lows, highs = np.sort(low), np.sort(high)
    better = len(low) - np.searchsorted(lows, high, side="right")
    worse = np.searchsorted(highs, low, side="left")
    return (better + 1).astype(np.int64), (len(low) - worse).astype(np.int64)


def ranks(projected: pd.DataFrame) -> pd.DataFrame:
    """The projected year-ends in percent of their plans, with the places they allow.

    Parameters
    ----------
    projected
        The rows of :func:`hbanalysis.project_year` for several territories.

    Returns
    -------
    DataFrame
        ``territory, indicator, share, share_low, share_high`` (percent of the plan, ends of the
        80 % interval), ``first, last`` (places), ``of`` (how many are compared). Only indicators
        that at least two territories have with a target above 0; on a ceiling less is better.

    """
    usable = projected["lo80"].notna() & (projected["target"] > 0)
    rows = projected[usable & projected["comparator"].isin([Comparator.AT_LEAST, *_CEILING])]
    tables = [_of_indicator(group) for _, group in rows.groupby("indicator", sort=False)]
    tables = [table for table in tables if len(table) >= FEWEST]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


_CEILING = (Comparator.AT_MOST,)


def _of_indicator(rows: pd.DataFrame) -> pd.DataFrame:
    share, low, high = (
        (100 * rows[name] / rows["target"]).to_numpy(dtype=float)
        for name in ("point", "lo80", "hi80")
    )
    down = rows["comparator"].isin(_CEILING).to_numpy(dtype=bool)
    first, last = rank_interval(np.where(down, -high, low), np.where(down, -low, high))
    return pd.DataFrame(
        {
            "territory": rows["territory"].to_numpy(),
            "indicator": rows["indicator"].to_numpy(),
            "share": share,
            "share_low": low,
            "share_high": high,
            "first": first,
            "last": last,
            "of": len(rows),
        }
    )
