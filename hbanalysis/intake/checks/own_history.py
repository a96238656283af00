"""Numbers far from all others of their series.

Warnings: a flood or a first great project is true and astonishing. A factor of a thousand is told
by ``magnitudes`` as another unit.
"""

from __future__ import annotations

import numpy as np

from hbanalysis.intake.checks.magnitudes import GAP
from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import ObservationArrays, mixed_radix
from hbanalysis.vocabulary.errors import Finding

# How many others there must be, and how many times beyond the largest or smallest of them is far:
# the real series at hand (public investment, retail, revenue, jobs) have no such value.
ALIKE = {"month": (12, 3.0), "ytd": (3, 3.0), "level": (6, 2.0)}


def far_from_own_history(tables: Tables) -> list[Finding]:
    """One value of a series that stands far outside the range of all its others.

    Months are compared with all months, a year-to-date with the same month of other years.
    """
    seen = tables.picture
    flow, level = seen.of("flow"), seen.of("stock")
    groups = (
        ("month", flow & (seen.ytd == 0), seen.lane),
        ("ytd", flow & (seen.ytd == 1), mixed_radix([seen.lane, seen.month % 12])),
        ("level", level, seen.lane),
    )
    findings = []
    for kind, chosen, key in groups:
        fewest, times = ALIKE[kind]
        rows = np.flatnonzero(chosen & (seen.value > 0))
        for row, low, high in _extremes(seen, rows, key, fewest, times):
            findings.append(
                tables.observed(
                    int(seen.position[row]),
                    "value",
                    "warning",
                    "far-from-own-history",
                    "{found} in {period} lies far from the other values of its series, which are"
                    " between {low} and {expected}; please confirm it.",
                    found=float(seen.value[row]),
                    period=seen.name(row),
                    low=low,
                    expected=high,
                )
            )
    return findings


def _extremes(
    seen: ObservationArrays, rows: np.ndarray, key: np.ndarray, fewest: int, times: float
) -> list[tuple[int, float, float]]:
    """The one value of each group that is far above or below the others, and their range."""
    if not len(rows):
        return []
    rows = rows[np.lexsort([seen.value[rows], key[rows]])]
    group, value = key[rows], seen.value[rows]
    starts = np.flatnonzero(np.append([True], group[1:] != group[:-1]))
    ends = np.append(starts[1:], len(rows)) - 1
    extremes = []
    for start, end in zip(starts, ends, strict=True):
        if end - start < fewest:
            continue
        above = value[end] / value[end - 1]
        below = value[start + 1] / value[start]
        if times < above <= 10**GAP:
            extremes.append((int(rows[end]), float(value[start]), float(value[end - 1])))
        if times < below <= 10**GAP:
            extremes.append((int(rows[start]), float(value[start + 1]), float(value[end])))
    return extremes
