"""The wards of a territory on a day, and what each of them has reached."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.by_measure import flows_of
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import is_ward


def wards_by_parent(territories: pd.DataFrame, day: str) -> dict[str, list[str]]:
    """The wards that belonged to each territory on a day."""
    wards = territories[territories["level"].map(is_ward).astype(bool)]
    start, end = wards["valid_from"].fillna(""), wards["valid_to"].fillna("")
    wards = wards[(start <= day) & ((end == "") | (end >= day))]
    return {str(parent): group["territory"].tolist() for parent, group in wards.groupby("parent")}


def counts_of_wards(
    cells: YearMonths, wards: list[str], indicator: str, period: Period
) -> tuple[dict[str, float], NDArray[np.bool_]]:
    """The count of every ward (NaN: it reported nothing) and the months for which any reported."""
    found_rows = [cells.row(ward, indicator, period.year) for ward in wards]
    rows = np.array([-1 if row is None else row for row in found_rows], dtype=np.int64)
    counts, known = dict.fromkeys(wards, np.nan), np.flatnonzero(rows >= 0)
    if not len(known):
        return counts, np.zeros(period.last, dtype=bool)
    flows = flows_of(cells, rows[known], period)
    # Models are counted when they are built: a month without a row adds none, and what came after
    # such a month counts.
    totals = np.fmax(flows["actual"], flows["partial"])
    counts |= {wards[place]: float(count) for place, count in zip(known, totals, strict=True)}
    seen = np.isfinite(cells.months[rows[known]]) | np.isfinite(cells.printed[rows[known]])
    return counts, np.asarray(seen[:, : period.last].any(axis=0), dtype=bool)
