"""What a year-end projection says, whichever method made it.

The declared things that may be done to it.

An :class:`Outcome` is a distribution of one year's total. It may be moved by an announced one-off,
kept under the whole that it is a part of, or asked what a different pace of the remaining months
would give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    """Point, quantiles (level -> value) and ``chance`` (target -> P(total >= target))."""

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

        def chance(target: float) -> float:
            return 1.0 if target <= least else self.chance(middle + (target - middle) / factor)

        wide = {
            level: max(least, middle + factor * (value - middle))
            for level, value in self.quantiles.items()
        }
        point = min(max(self.point, wide[0.1]), wide[0.9])
        return Outcome(point, wide, chance)

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


def own_width(past: list[tuple[Outcome, float]]) -> float:
    """How much wider a projection should be by how far its own past ones were off.

    In units of their own width.

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


def project_all(cases: list[YearSeen]) -> list[Outcome]:
    """The pooled model's outcomes of many years, one call for each number of years and months.

    Every workspace is Vietnamese, so Tết is reckoned with.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for position, case in enumerate(cases):
        groups.setdefault((min(len(case.past), MOST_YEARS), len(case.seen)), []).append(position)
    outcomes: dict[int, Outcome] = {}
    for (years, months), places in groups.items():
        mine = [cases[position] for position in places]
        many = project_many(
            np.array([case.past[-years:].ravel() for case in mine]),
            np.array([case.seen for case in mine]).reshape(len(mine), months),
            year=[case.year for case in mine],
            vietnamese=True,
            investment=[np.nan if case.investment is None else case.investment for case in mine],
        )
        for row, position in enumerate(places):
            quantiles = dict(
                zip(LEVELS, (float(value) for value in many.quantiles[row]), strict=True)
            )
            outcomes[position] = Outcome(float(many.point[row]), quantiles, many.chance_of_one(row))
    return [outcomes[position] for position in range(len(cases))]


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
