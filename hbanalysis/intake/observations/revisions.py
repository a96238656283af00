"""What later publications changed: the first estimate of every cell against what is known now."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.intake.observations.vintages import CELL, SETTLED, known_by
from hbanalysis.vocabulary.rows import records

COLUMNS = [
    *CELL,
    "unit",
    "first",
    "first_published",
    "before",
    "before_published",
    "value",
    "published",
    "status",
    "change",
    "change_pct",
    "change_from_first_pct",
    "source",
    "locator",
    "file",
]


def revisions(observations: pd.DataFrame, since: str, until: str = "") -> pd.DataFrame:
    """Every cell that was published again on or after ``since`` and not after ``until``.

    Both are ISO days; empty is no limit. ``first`` is the first value ever published; ``before``
    the one known on the eve of ``since`` (the first, when the cell is younger); ``value`` the last
    by ``until``. ``change`` is in units, ``change_pct`` in percent of ``before`` and
    ``change_from_first_pct`` in percent of ``first``, missing where that is zero. Cells published
    again unchanged are there with a change of 0: a revision that confirms is information too.
    """
    known = known_by(observations[observations["value"].notna()], "published", until)
    ranked = known.assign(_settled=known["status"].map(SETTLED).fillna(0))
    ranked = ranked.sort_values([*CELL, "published", "_settled"], kind="stable")
    # Two texts of one day are one publication: the more settled one stands.
    ranked = ranked.drop_duplicates([*CELL, "published"], keep="last")
    first = ranked.drop_duplicates(CELL, keep="first").set_index(CELL)
    last = ranked.drop_duplicates(CELL, keep="last").set_index(CELL)
    eve = ranked[ranked["published"] < since].drop_duplicates(CELL, keep="last").set_index(CELL)
    again = last[
        (last["published"] > first["published"].reindex(last.index)) & (last["published"] >= since)
    ]
    first = first.reindex(again.index)
    before = eve.reindex(again.index)[["value", "published"]].fillna(first[["value", "published"]])
    change = (again["value"] - before["value"]).round(9)
    return (
        again.assign(
            first=first["value"],
            first_published=first["published"],
            before=before["value"],
            before_published=before["published"],
            change=change,
            change_pct=_percent(again["value"], before["value"]),
            change_from_first_pct=_percent(again["value"], first["value"]),
        )
        .reset_index()
        .reindex(columns=COLUMNS)
    )


def _percent(value: pd.Series, base: pd.Series) -> pd.Series:
    """Growth from the base, in percent of its size; missing for a base of zero."""
    return 100 * (value - base) / base.abs().where(base != 0)


def revision_summary(revised: pd.DataFrame) -> pd.DataFrame:
    """How far first estimates were from what is known now, by indicator and kind of figure.

    ``cells`` were published again, ``changed`` of them with another value; ``median_pct`` and
    ``p90_pct`` are of the absolute change from the first value; the ``largest`` is named with its
    place and month, with its sign.
    """
    rows = []
    for (indicator, accumulation), group in revised.groupby(
        ["indicator", "accumulation"], sort=True, observed=True
    ):
        sizes = group["change_from_first_pct"].abs().dropna()
        largest = next(records(group.loc[[sizes.idxmax()]])) if len(sizes) else None
        rows.append(
            {
                "indicator": indicator,
                "accumulation": accumulation,
                "cells": len(group),
                "changed": int((group["value"] != group["first"]).sum()),
                "median_pct": float(sizes.median()) if len(sizes) else np.nan,
                "p90_pct": float(sizes.quantile(0.9)) if len(sizes) else np.nan,
                "largest_pct": (
                    np.nan if largest is None else float(largest["change_from_first_pct"])
                ),
                "largest_territory": "" if largest is None else str(largest["territory"]),
                "largest_period": "" if largest is None else str(largest["period"]),
            }
        )
    return pd.DataFrame(
        rows,
        columns=[
            "indicator",
            "accumulation",
            "cells",
            "changed",
            "median_pct",
            "p90_pct",
            "largest_pct",
            "largest_territory",
            "largest_period",
        ],
    )
