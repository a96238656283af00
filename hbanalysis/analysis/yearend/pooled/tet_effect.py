"""Tết moves money between January and February: the calendar of a Vietnamese series.

In words. The days around the first day of the lunar year are slow. In a year whose Tết falls into
January more of them lie in January, so January is smaller than usual and February larger. By how
much was measured once (`EFFECT`); that it differs from series to series is told by `SPREAD`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.yearend.pooled.settings import Floats
from hbanalysis.vocabulary.tet import tet

BEFORE, AFTER = 5, 7  # slow days before and after the first day of the lunar year
EFFECT, SPREAD = 0.15, 0.10  # of all slow days lying in one month, in logs
USUALLY_IN_JANUARY = 0.357  # the share of slow days in January, mean of 1998-2025
KNOWN_YEARS = range(1975, 2100)  # years that the holidays calendar tells


@dataclass(frozen=True)
class TetEffect:
    """What Tết does to B series: `months` (B, N) for an effect of 1, in calendar order.

    `mean` (B,) and `variance` (B,) of the effect, nought for a series of another country.
    """

    months: Floats
    mean: Floats
    variance: Floats

    def only(self, rows: NDArray[np.intp] | slice) -> TetEffect:
        """That of some series."""
        return TetEffect(self.months[rows], self.mean[rows], self.variance[rows])

    def last(self, count: int) -> TetEffect:
        """That of the last `count` months."""
        return TetEffect(self.months[:, -count:], self.mean, self.variance)


def tet_effect(year: Floats, years: int, vietnamese: Floats) -> TetEffect:
    """The effect over `years` years before the projected `year` (B,) and in it.

    `vietnamese` (B,) is how sure it is that a series is Vietnamese, 0 to 1; a year that is not
    known (NaN) has no effect.
    """
    last = np.nan_to_num(year).astype(int).tolist()
    each = {value: _directions(value, years) for value in set(last)}
    months = np.array([each[value] for value in last]).reshape(len(last), 12 * (years + 1))
    doubt = vietnamese * (1 - vietnamese)
    return TetEffect(months, EFFECT * vietnamese, SPREAD**2 * vietnamese + EFFECT**2 * doubt)


def _directions(year: int, years: int) -> Floats:
    """Change of the log of each month (12 (years + 1),) for an effect of 1."""
    change = np.zeros((years + 1, 12))
    for row in range(years + 1):
        at = year - years + row
        if at in KNOWN_YEARS:
            more = in_january(at) - USUALLY_IN_JANUARY
            change[row, :2] = -more, more
    return change.ravel()


@cache
def in_january(year: int) -> float:
    """Share of the slow days around Tết that lie in January.

    >>> in_january(2024), round(in_january(2020), 2)
    (0.0, 0.92)
    """
    first = tet(year)
    days = [first + timedelta(step) for step in range(-BEFORE, AFTER + 1)]
    return sum(day.month == 1 for day in days) / len(days)
