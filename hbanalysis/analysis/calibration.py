"""Width of the bands set right: how much wider or narrower past misses ask the predictive distribution to be.

The factors were fitted so that cross-fitted projections (prior weights from other countries) missed their 80 % and
95 % bands as often as they should, as a smooth function of the years of history and the months seen; smooth, so
that no single number of months is tuned to its own few cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hbanalysis.analysis.predictive import EIGHTY, NINETY_FIVE, SCORES
from hbanalysis.analysis.structural import Floats


@dataclass(frozen=True)
class Calibration:
    """Coefficients (F,) of the log width factor of the 80 % and of the 95 % band."""

    eighty: Floats
    ninety_five: Floats

    def widen(self, knots: Floats, years: Floats, seen: int) -> Floats:
        """Knots (B, Z) with their distance from the median multiplied by the factors of their years (B,) and months."""
        row = features(years, np.full(len(years), float(seen)))
        inner, outer = np.exp(row @ self.eighty)[:, None], np.exp(row @ self.ninety_five)[:, None]
        factor = inner + (outer - inner) * ((np.abs(SCORES) - EIGHTY) / (NINETY_FIVE - EIGHTY)).clip(0, 1)
        median = knots[:, [len(SCORES) // 2]]
        wide: Floats = np.asarray(median + factor * (knots - median), dtype=float)
        half = len(SCORES) // 2                     # a factor that shrinks outwards must not fold the tails back
        wide[:, half:] = np.maximum.accumulate(wide[:, half:], axis=1)
        wide[:, : half + 1] = np.minimum.accumulate(wide[:, half::-1], axis=1)[:, ::-1]
        return wide


def features(years: Floats, seen: Floats) -> Floats:
    """Regressors (B, F) of the log width factor: years of history and months seen, both smooth."""
    part = seen / 12
    columns = [np.ones_like(part), np.log(years.clip(1.0, 5.0)), part, part * part, part**3]
    return np.asarray(np.stack(columns, axis=1), dtype=float)
