"""How far a row is from its plan: in percent where that means something, and as an amount."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.plan.parts import nearest_end
from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import OF_TERM, Comparator, Measure, traits

WITHOUT_PERCENT = (
    Measure.RANK,
    Measure.MILESTONE,
    *(measure for measure in Measure if traits(measure).in_points),
)
"""The kinds that are not told in percent of their target."""


def percent_of_plan(row: Row) -> float:
    """Year-to-date as a percentage of the target; NaN for a cap of zero, a rank, a milestone.

    The source's own printed percentage belongs to its own plan and is kept beside, never in place
    of this one.
    """
    if row.measure in WITHOUT_PERCENT or row.comparator == Comparator.DONE:
        return np.nan
    if across_signs(row):
        return np.nan
    whole, part = row.target, row.actual
    if row.measure == Measure.PER_WARD and row.wards and not is_missing(row.target):
        reached = [
            v for v in row.wards.values() if not is_missing(v) and exact(v) >= exact(row.target)
        ]
        complete = len(reached) == len(row.wards)
        # While wards are short, surplus models elsewhere must not hide them: the share of wards
        # that have enough.
        whole, part = (
            (row.target * len(row.wards), row.actual)
            if complete
            else (len(row.wards), len(reached))
        )
        part = np.nan if row.through == 0 else part
    share = percent_of(part, whole)
    return np.nan if share is None else share


def across_signs(row: Row) -> bool:
    """Whether plan and actual have no percentage: a plan of zero or below, or an amount below it.

    −322.1 of a plan of at least −136.2 is no "236.5 %".
    """
    signed = (Measure.FLOW, Measure.STOCK, Measure.RATIO, Measure.TERM_SUM, Measure.TERM_LEVEL)
    if row.measure not in signed:
        return False
    if is_missing(row.target) or is_missing(row.actual):
        return False
    return bool(row.target <= 0 or row.actual < 0)


def gap_to_plan(row: Row) -> float:
    """Actual less target, in the unit of the row; NaN for what is no amount.

    Of a range the distance to its nearer end, 0 inside.
    """
    amounts = (Measure.FLOW, Measure.STOCK, Measure.RATIO, Measure.CAP, *OF_TERM)
    if row.measure not in amounts or is_missing(row.target) or is_missing(row.actual):
        return np.nan
    return float(exact(row.actual) - exact(nearest_end(row)))


def stated_percent(table: pd.DataFrame, observations: pd.DataFrame, period: Period) -> Any:
    """The percentage of plan that the source printed beside its own year-to-date."""
    printed = observations[
        (observations["accumulation"] == "ytd") & observations["stated_pct_of_plan"].notna()
    ]
    printed = printed.drop_duplicates(["territory", "indicator", "period"], keep="last")
    known = printed.set_index(["territory", "indicator", "period"])["stated_pct_of_plan"]
    months = [f"{period.year}-{int(month):02d}" for month in table["through"]]
    wanted = pd.MultiIndex.from_arrays([table["territory"], table["indicator"], months])
    return known.reindex(wanted).to_numpy(dtype=float)
