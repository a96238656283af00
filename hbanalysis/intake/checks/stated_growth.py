"""Growth delivered where an index is asked for: "tăng 32,9 %" is 132.9 % of the same period."""

from __future__ import annotations

import numpy as np

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import month_name
from hbanalysis.vocabulary.errors import Finding

NEAR = 1.0
"""How many points the printed growth may lie off the one of the two known figures (revisions)."""


def growth_as_index(tables: Tables) -> list[Finding]:
    """A printed percentage of the same period that is the growth of the two known figures."""
    seen, table = tables.picture, tables["observations"]
    if "stated_pct_of_same_period" not in table or not len(seen.value):
        return []
    printed = table["stated_pct_of_same_period"].to_numpy(dtype=float)[seen.position]
    span = int(seen.month.max()) + 13
    key = seen.lane * span + seen.month
    place = np.minimum(np.searchsorted(key, key - 12), len(key) - 1)
    before = np.where(key[place] == key - 12, seen.value[place], np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        index = 100 * seen.value / before
    growth = np.abs(printed - (index - 100)) <= NEAR
    rows = np.flatnonzero(growth & (before > 0) & (np.abs(printed) > NEAR))
    return [
        tables.observed(
            int(seen.position[row]),
            "stated_pct_of_same_period",
            "warning",
            "growth-as-index",
            "{found}% of the same period is printed in {period}, but the two figures known give"
            " {expected}%: {found}% is the growth.",
            found=float(printed[row]),
            period=month_name(int(seen.month[row])),
            expected=round(float(index[row]), 2),
        )
        for row in rows
    ]
