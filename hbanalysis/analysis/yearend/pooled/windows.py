"""Several lengths of history asked, and their answers pooled.

In words. A long history tells the season well and the present badly when the series has changed; a
short one the other way round. So the model is asked with all years, with the last two and with the
last one, and the answers are averaged, those that are surer of themselves counting more. On unseen
series this is nearer than any single length (docs/method.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.yearend.pooled.calibration import half_width
from hbanalysis.analysis.yearend.pooled.predictive import SCORES, tabulate
from hbanalysis.analysis.yearend.pooled.settings import Floats, Prior, frame
from hbanalysis.analysis.yearend.pooled.structural import forecast
from hbanalysis.analysis.yearend.pooled.tet_effect import TetEffect

SHORTER = {1: (), 2: (1,), 3: (2, 1), 4: (2, 1), 5: (2, 1)}
WHOLE_COUNTS = {1: 1.0, 2: 4.0, 3: 4.0, 4: 3.0, 5: 3.0}
"""The lengths asked beside a history of so many years, and how much more the whole one counts."""
LEAST_SHARE_OF_MEAN = 0.05  # a zero month is read as this part of the average month
LEAST_HALF = 1e-6  # a band narrower than this is not surer of itself
_WORK = 500_000  # numbers in one stack of factored matrices: small enough for the processor's cache


@dataclass(frozen=True)
class Months:
    """The months of B series with the same months of the year seen, in units of their size.

    `past` (B, 12 h) and `seen` (B, k), NaN where not reported; `which` of the year's months are
    seen (0 = January); `logs` whether the logarithm is taken; `tet` in calendar order.
    """

    past: Floats
    seen: Floats
    which: tuple[int, ...]
    logs: bool
    tet: TetEffect | None

    @property
    def years(self) -> int:
        """Years of history."""
        return int(self.past.shape[1]) // 12

    def last(self, years: int, rows: NDArray[np.intp]) -> Months:
        """Some series with only the last years of their history."""
        tet = None if self.tet is None else self.tet.only(rows).last(12 * (years + 1))
        return Months(self.past[rows, -12 * years :], self.seen[rows], self.which, self.logs, tet)


def pooled(prior: Prior, months: Months) -> tuple[Floats, Floats]:
    """Knots (B, Z) of the sum of the unseen months, not yet calibrated, and own misses (B,).

    A shorter history is asked only where all its months are reported.
    """
    longest, own = asked(prior, months)
    weight = WHOLE_COUNTS[months.years] * half_width(longest).clip(LEAST_HALF) ** -2.0
    total, weights = weight[:, None] * longest, weight
    for years in SHORTER[months.years]:
        rows = np.flatnonzero(np.isfinite(months.past[:, -12 * years :]).all(axis=1))
        if not len(rows):
            continue
        knots = asked(prior, months.last(years, rows))[0]
        weight = half_width(knots).clip(LEAST_HALF) ** -2.0
        total[rows] += weight[:, None] * knots
        weights[rows] += weight
    return np.asarray(total / weights[:, None], dtype=float), own


def asked(prior: Prior, months: Months) -> tuple[Floats, Floats]:
    """What the model says with this length of history: knots (B, Z) and own misses (B,)."""
    location = frame(prior, months.years, months.which)
    count, logs = len(months.past), months.logs
    share = np.ones((count, len(location.order)))
    if logs:
        share = usual_share(months.past)[:, location.order % 12]
    values = np.concatenate([months.past, months.seen], axis=1)
    reported = ~np.isnan(values)
    x = np.log(np.maximum(values, LEAST_SHARE_OF_MEAN)) if logs else values
    tet = None if months.tet is None or not logs else ordered(months.tet, location.order)
    shift = np.zeros(share.shape) if tet is None else tet.mean[:, None] * tet.months
    x = x - shift[:, : location.seen]
    centre = np.where(reported, x, 0.0).sum(axis=1) / np.maximum(reported.sum(axis=1), 1)
    x = np.where(reported, x - centre[:, None], 0.0)
    rest = centre[:, None] + shift[:, location.seen :]
    step = max(1, _WORK // location.base.size)
    room = np.empty((min(step, count), *location.base.shape))
    knots, own = np.empty((count, len(SCORES))), np.empty(count)
    for i in (slice(start, start + step) for start in range(0, count, step)):
        effect = None if tet is None else tet.only(i)
        forecasts = forecast(prior, location, x[i], reported[i], share[i], logs, room, effect)
        knots[i], own[i] = tabulate(forecasts, rest[i], logs), forecasts.own
    return knots, own


def ordered(tet: TetEffect, order: NDArray[np.intp]) -> TetEffect:
    """The effect with its months in model order."""
    return TetEffect(tet.months[:, order], tet.mean, tet.variance)


def usual_share(past: Floats) -> Floats:
    """Size (B, 12) of each calendar month relative to the average month.

    Drawn towards 1 by half a year's weight.
    """
    year = past.reshape(len(past), -1, 12)
    there = ~np.isnan(year)
    mean = np.where(there, year, 0.0).sum(axis=2, keepdims=True) / np.maximum(
        there.sum(axis=2, keepdims=True), 1
    )
    ratio = np.where(there & (mean > 0), year / np.where(mean > 0, mean, 1.0), 0.0)
    count = (there & (mean > 0)).sum(axis=1)
    return np.asarray(((ratio.sum(axis=1) + 0.5) / (count + 0.5)).clip(0.02, None), dtype=float)
