"""Printed years-to-date against the sum of their printed months.

Which of two statements counts is decided elsewhere (``observations/settled.py``); here it is told
where they differ.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.cumulation import years_of_months
from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import cells_of, codes
from hbanalysis.intake.observations.reconciliation import slack
from hbanalysis.vocabulary.errors import Finding


def sums_replaced(tables: Tables) -> list[Finding]:
    """A printed year-to-date of whose months some came later, all adding up to something else.

    The later figures count (``observations/settled.py``); the difference is told for each sum.
    """
    seen = tables.picture
    sums = np.flatnonzero(seen.of("flow") & (seen.ytd == 1))
    rows, starts, ends = years_of_months(seen)
    if not len(starts) or not len(sums):
        return []
    span = int(seen.year.max()) + 1
    runs = seen.lane[rows[starts]] * span + seen.year[rows[starts]]
    own = (seen.lane[sums] - 2) * span + seen.year[sums]
    at = np.minimum(np.searchsorted(runs, own), len(runs) - 1)
    stops = starts[at] + seen.month[sums] % 12 + 1
    there = (runs[at] == own) & (stops <= ends[at])
    sums, begins, stops = sums[there], starts[at][there], stops[there]
    latest = _each(np.maximum, _first_published(tables)[rows], begins, stops)
    totals = _each(np.add, seen.value[rows], begins, stops)
    # A million sums are sifted here; the few that differ at all are looked at.
    off = np.abs(totals - seen.value[sums]) > 1e-12 * np.abs(totals)
    off &= latest > seen.published[sums]
    findings, rounding = [], slack(seen.value)
    for row, start, stop in zip(sums[off], begins[off], stops[off], strict=True):
        total = float(seen.value[rows[start:stop]].sum())
        allowed = float(rounding[rows[start:stop]].sum() + rounding[row])
        if abs(total - seen.value[row]) > allowed:
            findings.append(_replaced(tables, int(row), total))
    return findings


def _each(
    together: np.ufunc, numbers: np.ndarray, begins: np.ndarray, stops: np.ndarray
) -> np.ndarray:
    """What a function makes of each stretch of the numbers; no stretch is empty."""
    if not len(begins):
        return numbers[:0]
    pairs = np.column_stack([begins, stops]).ravel()
    return together.reduceat(np.append(numbers, 0), pairs)[::2]


def _first_published(tables: Tables) -> np.ndarray:
    """When each cell of the picture was published first, in the picture's numbers of days."""
    observations, seen = tables["observations"], tables.picture
    cell, _ = cells_of(observations)
    usable = observations["value"].notna().to_numpy()
    day = pd.Series(codes(observations["published"])[usable]).groupby(cell[usable]).min()
    return day.reindex(cell[seen.position]).to_numpy()


def _replaced(tables: Tables, row: int, total: float) -> Finding:
    seen = tables.picture
    return tables.observed(
        int(seen.position[row]),
        "value",
        "warning",
        "ytd-replaced",
        "The year-to-date {found} of {period} was printed before all of its months were there; the"
        " months published since add up to {expected}, which counts.",
        found=float(seen.value[row]),
        period=seen.name(row),
        expected=round(total, 6),
    )


def sums_not_their_months(tables: Tables) -> list[Finding]:
    """A printed year-to-date that its months, as they were printed by the same day, contradict.

    All of them stand beside it and add up to something else; or those that were there are more than
    it already. A series whose months are told by :func:`months_not_differences` is not told again
    for being less than them: its sums carry revisions.
    """
    seen = tables.picture
    sums, months = (np.flatnonzero(seen.of("flow") & (seen.ytd == kind)) for kind in (1, 0))
    if not len(sums) or not len(months):
        return []
    span = int(seen.month.max()) + 1
    at, lane = seen.lane[months] * span + seen.month[months], seen.lane[sums] - 2
    starts = np.searchsorted(at, lane * span + seen.month[sums] // 12 * 12)
    ends = np.searchsorted(at, lane * span + seen.month[sums], side="right")
    added = np.append(0.0, np.cumsum(seen.value[months]))
    total = added[ends] - added[starts]
    off = (ends > starts) & (np.abs(total - seen.value[sums]) > 1e-9 * np.abs(total))
    pairs = tables.printed_together
    revised = set(pairs.loc[pairs["differs"], "series"])
    findings, rounding = [], slack(seen.value)
    for row, start, end in zip(sums[off], starts[off], ends[off], strict=True):
        own = months[start:end]
        own = own[seen.published[own] <= seen.published[row]]
        allowed = float(rounding[own].sum() + rounding[row])
        told = _contradicted(tables, int(row), own, allowed)
        if told and (told.rule != "ytd-below-months" or seen.series[row] not in revised):
            findings.append(told)
    return findings


def _contradicted(tables: Tables, row: int, months: np.ndarray, allowed: float) -> Finding | None:
    """What the months printed by the day of a sum say against it; None for nothing.

    ``allowed`` is how far rounding may set them off.
    """
    seen = tables.picture
    values, value = seen.value[months], float(seen.value[row])
    total = float(values.sum())
    beside = (seen.published[months] == seen.published[row]).all()
    facts = {"found": value, "period": seen.name(row), "expected": round(total, 6)}
    if len(months) == seen.month[row] % 12 + 1 and beside and abs(total - value) > allowed:
        return tables.observed(
            int(seen.position[row]),
            "value",
            "warning",
            "ytd-not-months",
            "The year-to-date {found} of {period} is not the sum of its months printed with it"
            " ({expected}).",
            **facts,
        )
    if len(months) and values.min() >= 0 and total - value > allowed:
        return tables.observed(
            int(seen.position[row]),
            "value",
            "warning",
            "ytd-below-months",
            "The year-to-date {found} of {period} is below the sum of those of its months that"
            " were printed by then ({expected}).",
            **facts,
        )
    return None
