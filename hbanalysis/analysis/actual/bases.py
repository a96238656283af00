"""What one figure can be compared with: the words for it, and which of several bases is taken."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hbanalysis.analysis.history.year_months import DECIMALS
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of

PRINTED, RESTATED = "printed", "restated"
COMPUTED, SAME_AGE, LATEST = "computed", "same age", "latest"
BETWEEN = "between cut-offs"
JANUARY, BREAK, CALENDAR = "january", "break", "calendar"
SIGN, POINTS = "sign", "points"
BRIDGED, INTERVAL = "bridge", "interval"
COLUMNS: dict[str, Any] = {
    "same_period": np.nan,
    "pct_of_same_period": np.nan,
    "change_from_same_period": np.nan,
    "same_period_basis": "",
    "pct_of_other": np.nan,
    "other_basis": "",
    "same_period_low": np.nan,
    "same_period_high": np.nan,
}


class Bases(NamedTuple):
    """What one year-to-date can be compared with.

    ``newest``, ``aged`` and ``between`` are last year's figure as known now, at this age, and read
    between cut-offs; ``printed`` is the source's percentage, ``moved`` this year's figure by the
    one that stood beside it (missing where they are the same).
    """

    actual: float
    through: float
    newest: float
    aged: float
    between: float
    printed: float
    moved: float
    bridged: float = 0.0

    @property
    def base(self) -> float:
        """Last year's figure that our own comparison stands on."""
        return self.between if is_missing(self.newest) else self.newest

    @property
    def basis(self) -> str:
        """What that is."""
        if is_missing(self.newest):
            return BETWEEN
        if self.bridged:
            return BRIDGED
        if self.through == 1:
            return JANUARY
        revised = not is_missing(self.aged) and abs(self.aged - self.newest) >= 10.0**-DECIMALS
        return LATEST if revised else COMPUTED

    @property
    def source(self) -> tuple[float, str]:
        """The source's own percentage, for this year's figure as it is known now."""
        if is_missing(self.moved):
            return self.printed, PRINTED
        return self.printed * self.moved, RESTATED


def compared(bases: Bases, contradicts_from: float) -> tuple[Any, ...]:
    """The comparison of one year-to-date, in the order of :data:`COLUMNS`."""
    ours = (share_of(bases.actual, bases.base), bases.basis)
    other: tuple[float, str] = (np.nan, "")
    if bases.basis == LATEST:
        other = (share_of(bases.actual, bases.aged), SAME_AGE)
    if not is_missing(bases.printed):
        if _contradicts(bases.source[0], ours[0], contradicts_from):
            other = bases.source
        else:
            ours, other = bases.source, ours
    known = not is_missing(bases.base) and not is_missing(bases.actual)
    change = float(exact(bases.actual) - exact(bases.base)) if known else np.nan
    share, basis = ours
    if is_missing(share):
        basis = SIGN if known else ""
    other_basis = "" if is_missing(other[0]) else other[1]
    return bases.base, share, change, basis, other[0], other_basis, np.nan, np.nan


def share_of(part: float, whole: float) -> float:
    """Percentage of a positive whole; NaN where the whole is nought or negative, or the part is.

    A percentage across signs says nothing: -900 then 900 is no "-100 %".
    """
    if is_missing(part) or is_missing(whole) or whole <= 0 or part < 0:
        return np.nan
    share = percent_of(part, whole)
    return np.nan if share is None else share


def _contradicts(printed: float, own: float, factor: float) -> bool:
    """Whether two percentages differ by a factor or more."""
    if is_missing(own) or own <= 0 or printed <= 0:
        return False
    return max(printed / own, own / printed) >= factor
