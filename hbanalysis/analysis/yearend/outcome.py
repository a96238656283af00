"""What a year-end projection says, whichever method made it, and what may be done to it.

An :class:`Outcome` is a distribution of one year's total. It may be moved by an announced one-off,
kept under the whole that it is a part of, or asked what a different pace of the remaining months
would give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hbanalysis.analysis.history.stretches import stretch_months
from hbanalysis.analysis.yearend.pooled.model import LEVELS, MOST_YEARS, project_many
from hbanalysis.analysis.yearend.share_profile import Projection, as_dict

Array = NDArray[np.float64]
OWN_PRIOR, OWN_RANGE = 4.0, (0.9, 2.0)
BOUNDS = {"lo95": 0.025, "lo80": 0.1, "hi80": 0.9, "hi95": 0.975}


@dataclass(frozen=True)
class Outcome:
    """Point, quantiles (level -> value) and ``chance`` (target -> P(total >= target)).

    What the model gives can be pickled: it is made in copies of the process.
    """

    point: float
    quantiles: dict[float, float]
    chance: Callable[[float], float]

    def numbers(self) -> dict[str, Any]:
        """The columns ``point, lo80, hi80, lo95, hi95, quantiles``."""
        return {"point": self.point, "quantiles": self.quantiles} | {
            name: self.quantiles[level] for name, level in BOUNDS.items()
        }

    def plus(self, amount: float) -> Outcome:
        """Moved by an amount that is certain to come."""
        return Outcome(
            self.point + amount,
            {level: value + amount for level, value in self.quantiles.items()},
            lambda target: self.chance(target - amount),
        )

    def with_rest(self, to_date: float, factor: float) -> Outcome:
        """What it would be if the remaining months brought ``factor`` times the expected."""

        def chance(target: float) -> float:
            return (
                self.chance(to_date + (target - to_date) / factor)
                if factor > 0
                else float(to_date >= target)
            )

        def moved(value: float) -> float:
            return to_date + factor * (value - to_date)

        return Outcome(
            moved(self.point),
            {level: moved(value) for level, value in self.quantiles.items()},
            chance,
        )

    def widened(self, factor: float, least: float) -> Outcome:
        """With its distances from the median multiplied by ``factor``, never below ``least``.

        The point stays.
        """
        middle = self.quantiles[0.5]
        wide = {
            level: max(least, middle + factor * (value - middle))
            for level, value in self.quantiles.items()
        }
        point = min(max(self.point, wide[0.1]), wide[0.9])
        return Outcome(point, wide, partial(_widened, self.chance, middle, factor, least))

    def under(self, whole: Outcome) -> Outcome:
        """Nowhere above the whole that it is a part of: point, quantiles and chances."""
        low = {
            level: min(value, whole.quantiles[level]) if level in whole.quantiles else value
            for level, value in self.quantiles.items()
        }
        return Outcome(
            min(self.point, whole.point),
            low,
            lambda target: min(self.chance(target), whole.chance(target)),
        )


def _widened(
    chance: Callable[[float], float], middle: float, factor: float, least: float, target: float
) -> float:
    """The chance of a target when all distances from the middle are so many times as large."""
    return 1.0 if target <= least else chance(middle + (target - middle) / factor)


def own_width(past: list[tuple[Outcome, float]]) -> float:
    """How much wider a projection should be by how far its own past ones were off.

    ``past`` holds the replayed outcomes with the totals that came. The misses of a few years say
    little, so they are mixed with ``OWN_PRIOR`` years of exactly the expected size; the factor
    stays within ``OWN_RANGE``.
    """
    said = np.array([1 - outcome.chance(total) for outcome, total in past])
    scores = ndtri(said.clip(0.001, 0.999))
    factor = np.sqrt((OWN_PRIOR + (scores**2).sum()) / (OWN_PRIOR + len(scores)))
    return float(np.clip(factor, *OWN_RANGE))


def certain(total: float) -> Outcome:
    """A total that is already known."""
    return Outcome(total, dict.fromkeys(LEVELS, total), lambda target: float(total >= target))


def from_profile(projection: Projection) -> Outcome:
    """The outcome that the share of past years gives."""
    facts = as_dict(projection)
    return Outcome(facts["point"], facts["quantiles"], facts["prob"])


class YearSeen(NamedTuple):
    """One year to project: whole years of history (h, 12), the months seen (k,), and which year.

    ``investment`` says that it is public investment; it, and the year, may be unknown.
    """

    past: Array
    seen: Array
    year: float = float("nan")
    investment: bool | None = None

    def key(self) -> bytes:
        """All that the projection depends on."""
        shape = repr((self.past.shape, self.year, self.investment)).encode()
        return shape + self.past.tobytes() + self.seen.tobytes()


def project_all(cases: list[YearSeen]) -> list[Outcome]:
    """The pooled model's outcomes of many years, one call for each number of years and months.

    Every workspace is Vietnamese, so Tết is reckoned with. Cases asked before in this process are
    not reckoned again: the past years of a line are replayed by every report of its year.
    """
    keys = [case.key() for case in cases]
    known = {key: _known[key] for key in keys if key in _known}
    groups: dict[tuple[int, int], dict[bytes, YearSeen]] = {}
    for key, case in zip(keys, cases, strict=True):
        if key not in known:
            shape = min(len(case.past), MOST_YEARS), len(case.seen)
            groups.setdefault(shape, {})[key] = case
    for (years, _), mine in groups.items():
        known |= zip(mine, _projected(years, list(mine.values())), strict=True)
    _keep(known)
    return [known[key] for key in keys]


_known: dict[bytes, Outcome] = {}
_MOST_KNOWN = 4096  # some megabytes


def _keep(found: dict[bytes, Outcome]) -> None:
    """Keep outcomes by all that they depend on, the longest unasked ones forgotten first."""
    for key, one in list(found.items())[-_MOST_KNOWN:]:
        _known.pop(key, None)
        _known[key] = one
    for key in list(_known)[: max(len(_known) - _MOST_KNOWN, 0)]:
        del _known[key]


def _projected(years: int, cases: list[YearSeen]) -> list[Outcome]:
    """The outcomes of years with the same number of past years and months seen."""
    many = project_many(
        np.array([case.past[-years:].ravel() for case in cases]),
        np.array([case.seen for case in cases]),
        year=[case.year for case in cases],
        vietnamese=True,
        investment=[np.nan if case.investment is None else case.investment for case in cases],
    )
    return [
        Outcome(float(point), dict(zip(LEVELS, map(float, quantiles), strict=True)), chance)
        for point, quantiles, chance in zip(
            many.point, many.quantiles, map(many.chance_of_one, range(len(cases))), strict=True
        )
    ]


def model_months(
    monthly: Array, year_to_date: Array, profile: Array | None = None
) -> tuple[Array, NDArray[np.bool_]]:
    """Months (n, 12) as the model reads them, and which of them are known by a sum only.

    They add up to the year-to-date wherever one is known.

    A stretch of months known only by its sum (a year-to-date after a gap) is spread over its
    unknown months by ``profile`` (n, 12), else evenly. Where revised months no longer add up to the
    last year-to-date, all are scaled by one factor, at most a half up or down. Months after the
    last known year-to-date stay as they are, unknown ones NaN.
    """
    even = np.full(monthly.shape, 1 / 12)
    out, spread = stretch_months(monthly, year_to_date, even if profile is None else profile)
    cut_offs = np.where(np.isfinite(year_to_date), np.arange(1, 13), 0).max(axis=1, initial=0)
    for months in np.unique(cut_offs[cut_offs > 0]):
        rows = np.flatnonzero(cut_offs == months)
        given, total = out[rows, :months].sum(axis=1), year_to_date[rows, months - 1]
        factor = np.divide(total, given, out=np.ones(len(rows)), where=given != 0)
        factor[~((factor > 0.5) & (factor < 1.5))] = 1.0
        out[rows, :months] *= factor[:, None]
    return out, spread
