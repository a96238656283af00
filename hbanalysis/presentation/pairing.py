"""Rows of two frames brought together by territory and indicator, never by where they stand."""

from __future__ import annotations

import pandas as pd

from hbanalysis.vocabulary.errors import HbaError

KEYS = ["territory", "indicator"]


def rows_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its keys as columns, whatever its index is; its order is kept."""
    if "indicator" in frame.columns:
        return frame.reset_index(drop=True)
    return frame.rename_axis(index="indicator").reset_index()


def paired(table: pd.DataFrame, projected: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``table``, in their order, each with its own projection.

    Raises HbaError when the two are not of one period, when an indicator of the table has no
    projection, or when one stands twice.
    """
    left, right = rows_of(table), rows_of(projected)
    periods = sorted({*left["period"]} | {*right["period"]})
    if len(periods) > 1:
        raise HbaError(
            "The table and the projection are of different periods: {periods}.",
            periods=", ".join(periods),
        )
    for frame in (left, right):
        twice = frame.loc[frame.duplicated(KEYS), "indicator"]
        if len(twice):
            raise HbaError("The table has {codes} more than once.", codes=", ".join(twice))
    added = [name for name in right.columns if name not in left.columns]
    joined = left.merge(right[[*KEYS, *added]], on=KEYS, how="left", indicator="_paired")
    lacking = joined.loc[joined["_paired"] == "left_only", "indicator"]
    if len(lacking):
        raise HbaError("The projection lacks {codes}.", codes=", ".join(lacking))
    return joined.drop(columns="_paired")
