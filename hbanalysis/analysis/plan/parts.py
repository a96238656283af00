"""Wholes and their parts ("trong đó"): a whole never hides a part.

No average is taken: a whole that stands well with a part that stands badly names that part
(``worst_part``) and how much of the part's plan is missing (``hidden_gap``, in the part's unit).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Verdict, traits

WORST_FIRST: tuple[str, ...] = (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK)
"""Judgements that a whole must not hide, the worst first."""


def shortfall(row: Row) -> float:
    """How much a row lacks, in its unit.

    Once the year is closed it is what lacks of the annual plan, before that of the amount expected
    by now. 0 when nothing is lacking, NaN where an amount has no meaning (a rank, a milestone).
    """
    closed = bool(row.verdict)
    wanted = row.target if closed or is_missing(row.expected_to_date) else row.expected_to_date
    if (
        row.measure in (Measure.RANK, Measure.MILESTONE, Measure.PER_WARD)
        or is_missing(wanted)
        or is_missing(row.actual)
    ):
        return np.nan
    gap = exact(wanted) - exact(row.actual)
    return float(max(-gap if row.comparator == Comparator.AT_MOST else gap, exact(0)))


def nearest_end(row: Row) -> float:
    """The target that a value is measured from: the nearer end of a range, the value inside it."""
    if is_missing(row.target_high) or is_missing(row.actual):
        return float(row.target)
    return float(min(max(row.actual, row.target), row.target_high))


def with_parts(table: pd.DataFrame) -> pd.DataFrame:
    """Add the ``worst_part`` (its code) of every whole, and its ``hidden_gap``.

    The gap is the part's :func:`shortfall`, in the part's unit. Parts of parts count (3 → 3a; 4 →
    4a → 4b). The worst is the part with the worst judgement; among equals the one that lacks most
    in percent of its own plan. Rows without such a part have an empty text and NaN.
    """
    codes, gaps = dict.fromkeys(table.index, ""), dict.fromkeys(table.index, np.nan)
    parents = table["parent"].astype(str).where(~_measured_by_parent(table), "")
    if (parents != "").any():
        position = {(where, code): index for index, where, code in _keys(table)}
        whole_of = parents.to_dict()
        bad = [
            row
            for row in records(table[parents != ""])
            if (row.verdict or row.outlook) in WORST_FIRST
        ]
        for row in sorted(bad, key=_badness, reverse=True):  # the worst is written last
            above, seen = row.parent, {row.indicator}
            while above and above not in seen and (row.territory, above) in position:
                index = position[(row.territory, above)]
                codes[index], gaps[index] = row.indicator, shortfall(row)
                seen.add(above)
                above = whole_of[index]
    return table.assign(
        worst_part=pd.Series(codes, dtype=object), hidden_gap=pd.Series(gaps, dtype=float)
    )


def _measured_by_parent(table: pd.DataFrame) -> pd.Series:
    """Rates and targets of a term: their ``parent`` is what they measure, not a whole of theirs."""
    kinds = table["measure"].map(lambda word: traits(Measure(word)))
    return kinds.map(lambda kind: kind.in_points or kind.of_term).astype(bool)


def _keys(table: pd.DataFrame) -> Any:
    return table[["territory", "indicator"]].itertuples()


def _badness(row: Row) -> tuple[int, float]:
    """Sorts the worst first: its judgement, then what it lacks of its own plan in percent."""
    lacking = shortfall(row)
    share = (
        0.0
        if is_missing(lacking) or is_missing(row.target) or not row.target
        else lacking / row.target
    )
    return WORST_FIRST.index(row.verdict or row.outlook), -share
