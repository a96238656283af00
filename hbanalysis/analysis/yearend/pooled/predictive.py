"""From months to the year: the predictive distribution of a year's total, for many series at once.

The unseen months are a mixture of Student vectors. Their sum is matched by one Student per setting:
exactly for additive series; for logarithms by the log-normal with the same mean and the spread that
a small change of every month would give the sum (the delta method, as Fenton (1960) does for sums
of log-normals). The mixture is then kept as a table of knots: the value at each of a fixed list of
standard normal scores, in model units. Quantiles, chances and the point all read the same table, so
they can never contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr

from hbanalysis.analysis.yearend.pooled.settings import Floats
from hbanalysis.analysis.yearend.pooled.structural import Forecast

CENTRE, EIGHTY, NINETY_FIVE = 0.0, float(ndtri(0.9)), float(ndtri(0.975))
_SIDE = np.array(
    [
        0.1,
        0.25,
        0.4,
        0.55,
        0.7,
        0.85,
        1.05,
        EIGHTY,
        1.45,
        1.65,
        1.8,
        NINETY_FIVE,
        2.3,
        2.7,
        3.2,
        4.0,
    ]
)
SCORES: Floats = np.concatenate([-_SIDE[::-1], [CENTRE], _SIDE])
_GRID = np.concatenate([-np.array([8, 5, *_SIDE[::-1]]), [0.0], np.array([*_SIDE, 5, 8])])
_STEEP = (
    4.0  # beyond this log variance the tail no longer lifts a month's mean: it is no information
)
_FARTHEST = 30.0  # no month is e^30 times the usual one
_LEAST = 1e-12  # variance of a sum that the model thinks it knows exactly
_PLACES = 0.5 * np.sinh(np.linspace(-8, 8, 8001))  # dense in the middle, up to 745 spreads out
_FINE = ndtri((np.arange(100) + 0.5) / 100)


@dataclass(frozen=True)
class Predictive:
    """Distribution of the year's total of B series.

    `total = to_date + unit * f(knots)`, f = exp or identity.

    knots (B, Z) in model units at `SCORES`, never decreasing; to_date (B,) the seen months' sum;
    unit (B,) > 0; logs (B,) whether f is exp; floor (B,) the least possible total (-inf where
    values may be negative); known (B,) whether nothing remains to be seen.
    """

    knots: Floats
    to_date: Floats
    unit: Floats
    logs: NDArray[np.bool_]
    floor: Floats
    known: NDArray[np.bool_]

    def only(self, row: int) -> Predictive:
        """The distribution of one series."""
        at = slice(row, row + 1)
        return Predictive(
            self.knots[at],
            self.to_date[at],
            self.unit[at],
            self.logs[at],
            self.floor[at],
            self.known[at],
        )

    def quantiles(self, levels: Floats) -> Floats:
        """Totals (B, L) at probability `levels` (L,)."""
        return self._totals(_read(SCORES, self.knots, ndtri(levels)))

    def chance(self, target: Floats) -> Floats:
        """P(total >= target) for one target (B,) per series, or one for all (scalar array)."""
        goal = np.broadcast_to(np.asarray(target, dtype=float), self.to_date.shape)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            rest = (goal - self.to_date) / self.unit
            location = np.where(self.logs, np.log(np.maximum(rest, 1e-300)), rest)
        score = np.array(
            [_score(knots, at) for knots, at in zip(self.knots, location, strict=True)]
        )
        return np.where(
            self.known, self.to_date >= goal, np.where(goal <= self.floor, 1.0, ndtr(-score))
        )

    def chance_of_one(self, target: float) -> float:
        """P(total >= target) of the only series."""
        return float(self.chance(np.asarray(target, dtype=float))[0])

    def point(self) -> Floats:
        """The total (B,) of least expected miss in per cent of what comes true.

        A miss divided by the outcome weighs low outcomes more, so the best point is the median
        under weights 1 / total, a little under the plain median. Additive series may pass nought
        and keep the plain median.
        """
        totals = self._totals(_read(SCORES, self.knots, _FINE))
        with np.errstate(divide="ignore", invalid="ignore"):
            mass = np.where(totals > 0, totals.max(axis=1, keepdims=True) / totals, np.nan).cumsum(
                axis=1
            )
        half = (mass < 0.5 * mass[:, -1:]).sum(axis=1).clip(30, 49)  # never below the 30 % quantile
        low, high = np.maximum(half - 1, 0), half
        here = np.arange(len(totals))
        step = (0.5 * mass[:, -1] - mass[here, low]) / (mass[here, high] - mass[here, low])
        best = totals[here, low] + np.clip(np.nan_to_num(step), 0, 1) * (
            totals[here, high] - totals[here, low]
        )
        median = self._totals(self.knots[:, [len(SCORES) // 2]])[:, 0]
        return np.where(self.logs & np.isfinite(best), np.minimum(best, median), median)

    def _totals(self, location: Floats) -> Floats:
        """Totals (B, L) of places (B, L) in model units."""
        with np.errstate(over="ignore"):
            size = np.where(
                self.logs[:, None], np.exp(np.minimum(location, 2 * _FARTHEST)), location
            )
            total = np.maximum(
                self.to_date[:, None] + self.unit[:, None] * size, self.floor[:, None]
            )
        most = np.finfo(float).max
        return np.where(self.known[:, None], self.to_date[:, None], total).clip(-most, most)


@lru_cache(maxsize=128)
def _student(dof: float) -> Floats:
    """Student distribution at `_PLACES`: reading a table is five times as fast."""
    return np.asarray(stdtr(dof, _PLACES), dtype=float)


def tabulate(months: Forecast, centre: Floats, logs: bool) -> Floats:
    """Knots (B, Z) of the sum of the unseen months.

    `centre` (B, R) was taken off each month beforehand.
    """
    location, spread = (_sum_of_logs if logs else _plain_sum)(months, centre)
    middle = (months.weight * location).sum(axis=1)
    width = np.sqrt(
        (months.weight * (1.3 * spread**2 + (location - middle[:, None]) ** 2)).sum(axis=1)
    )
    at = middle[:, None] + width[:, None] * _GRID
    below = np.empty_like(at)
    for dof in np.unique(months.dof):
        rows = months.dof == dof
        off = (at[rows, None, :] - location[rows, :, None]) / spread[rows, :, None]
        chance = np.interp(off, _PLACES, _student(float(dof)))
        below[rows] = np.matmul(months.weight[rows, None, :], chance)[:, 0]
    score = np.maximum.accumulate(ndtri(below.clip(1e-15, 1 - 1e-15)), axis=1)
    return np.array([np.interp(SCORES, s, a) for s, a in zip(score, at, strict=True)]).reshape(
        len(at), len(SCORES)
    )


def _plain_sum(months: Forecast, centre: Floats) -> tuple[Floats, Floats]:
    location = months.mean.sum(axis=2) + centre.sum(axis=1)[:, None]
    return location, np.sqrt(np.maximum(months.variance_of(np.ones(months.mean.shape)), _LEAST))


def _sum_of_logs(months: Forecast, centre: Floats) -> tuple[Floats, Floats]:
    """Log of the sum's median and its spread in logs, each (B, G)."""
    log_mean = months.mean + centre[:, None, :] + 0.5 * np.minimum(months.variance(), _STEEP)
    top = log_mean.max(axis=2)
    part = np.exp(log_mean - top[:, :, None])
    whole = part.sum(axis=2)
    share = part / whole[:, :, None]
    square = np.maximum(months.variance_of(share), _LEAST)
    location = np.log(whole) + top - 0.5 * np.minimum(square, _STEEP)
    return location.clip(-_FARTHEST, _FARTHEST), np.sqrt(square)


def _read(scores: Floats, knots: Floats, at: Floats) -> Floats:
    """Rows of `knots` (B, Z) at other scores (L,).

    Linear between knots and beyond the outermost.
    """
    out = np.array([np.interp(at, scores, row) for row in knots]).reshape(len(knots), len(at))
    first = (knots[:, 1] - knots[:, 0]) / (scores[1] - scores[0])
    last = (knots[:, -1] - knots[:, -2]) / (scores[-1] - scores[-2])
    out += first[:, None] * np.minimum(at - scores[0], 0) + last[:, None] * np.maximum(
        at - scores[-1], 0
    )
    return out


def _score(knots: Floats, at: float) -> float:
    """Standard normal score of a value among `knots` (Z,).

    Beyond them the outermost slope goes on.
    """
    if knots[0] <= at <= knots[-1]:
        return float(np.interp(at, knots, SCORES))
    edge, step = (0, knots[1] - knots[0]) if at < knots[0] else (-1, knots[-1] - knots[-2])
    slope = (SCORES[1] - SCORES[0]) if edge == 0 else (SCORES[-1] - SCORES[-2])
    beyond = (at - knots[edge]) / step * slope if step > 0 else np.sign(at - knots[edge]) * 40.0
    return float(np.clip(SCORES[edge] + beyond, -40.0, 40.0))
