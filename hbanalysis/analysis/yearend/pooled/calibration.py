"""Width of the bands set right: how much wider or narrower past misses ask them to be.

The factors were fitted so that cross-fitted projections (prior weights from other countries) missed
their 80 % and 95 % bands as often as they should, as a smooth function of what is known of a series
beforehand: the years of history and months seen, how wide the model's band is, how far the series'
own past years came out against what the model then expected, whether it is Vietnamese, and whether
it is Vietnamese public investment (little in January and February, then more and more up to
December). Both can be told; where they are not, they are read from how the months of past years
are spread over the year. Investment ends higher and less surely than the model says,
so the distribution is also moved for them. All effects are smooth and small in number, so that no
single number of months and no single series is tuned to its own few cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from hbanalysis.analysis.yearend.pooled.predictive import EIGHTY, NINETY_FIVE, SCORES
from hbanalysis.analysis.yearend.pooled.settings import Floats

USUAL_HALF = 0.15  # half width of an ordinary 80 % band in logs; only centres a feature
HALF_RANGE = (0.01, 1.5)
FACTOR_RANGE = (0.5, 2.0)
LEAST_SHARE = 0.05  # a month's share of the average month below which it says nothing more
_MIDDLE, _LOW, _HIGH = (int(np.searchsorted(SCORES, score)) for score in (0.0, -EIGHTY, EIGHTY))


@dataclass(frozen=True)
class About:
    """What is known of B series before their year ends, each (B,).

    `years` of history and months `seen`, their `own` past misses (``structural.own_misses``), and
    how sure it is that they are public `investment` and `vietnamese`, 0 to 1.
    """

    years: Floats
    seen: Floats
    own: Floats
    investment: Floats
    vietnamese: Floats


@dataclass(frozen=True)
class Calibration:
    """Coefficients of the log width factor of the 80 % and of the 95 % band (F,), see `features`.

    `kind` (13,) turns a profile into its likeness to Vietnamese investment, `vietnamese` (13,) into
    the chance that it is a Vietnamese series; investment is moved up by `shift` half widths of the
    80 % band.
    """

    eighty: Floats
    ninety_five: Floats
    kind: Floats
    vietnamese: Floats
    shift: float

    def likeness(self, profile: Floats) -> Floats:
        """How alike profiles (B, 12) are to the months of Vietnamese investment (B,), 0 to 1."""
        return np.asarray(expit(self.kind[0] + profile @ self.kind[1:]), dtype=float)

    def of_vietnam(self, profile: Floats) -> Floats:
        """How likely series of such profiles (B, 12) are Vietnamese (B,), 0 to 1."""
        at = self.vietnamese[0] + profile @ self.vietnamese[1:]
        return np.asarray(expit(at), dtype=float)

    def set_right(self, knots: Floats, about: About, logs: bool) -> Floats:
        """Knots (B, Z) moved, their distance from the median scaled by their features' factors."""
        half = half_width(knots)
        row = features(about, half if logs else np.full(len(half), USUAL_HALF))
        return widened(
            knots + (self.shift * about.investment * half)[:, None],
            np.exp(row @ self.eighty).clip(*FACTOR_RANGE),
            np.exp(row @ self.ninety_five).clip(*FACTOR_RANGE),
        )


def widened(knots: Floats, inner: Floats, outer: Floats) -> Floats:
    """Knots (B, Z) with their distances from the median multiplied by a factor.

    It is `inner` (B,) up to the 80 % band and `outer` (B,) from the 95 % band on.
    """
    between = ((np.abs(SCORES) - EIGHTY) / (NINETY_FIVE - EIGHTY)).clip(0, 1)
    factor = inner[:, None] + (outer - inner)[:, None] * between
    median = knots[:, [_MIDDLE]]
    wide: Floats = np.asarray(median + factor * (knots - median), dtype=float)
    half = _MIDDLE  # a factor that shrinks outwards must not fold the tails back
    wide[:, half:] = np.maximum.accumulate(wide[:, half:], axis=1)
    wide[:, : half + 1] = np.minimum.accumulate(wide[:, half::-1], axis=1)[:, ::-1]
    return wide


def half_width(knots: Floats) -> Floats:
    """Half the width (B,) of the 80 % band, in model units."""
    return np.asarray((knots[:, _HIGH] - knots[:, _LOW]) / 2, dtype=float)


def features(about: About, half: Floats) -> Floats:
    """Regressors (B, F) of the log width factor; `half` (B,) is the model's own half width."""
    part = about.seen / 12
    columns = [
        np.ones_like(part),
        np.log(about.years.clip(1.0, 5.0)),
        part,
        part * part,
        part**3,
        np.log(half.clip(*HALF_RANGE) / USUAL_HALF),
        about.own,
        about.investment,
        about.investment * part,
        about.investment * part * part,
        about.vietnamese,
        about.vietnamese * part,
    ]
    return np.asarray(np.stack(columns, axis=1), dtype=float)


def profile(past: Floats) -> Floats:
    """Mean log share (B, 12) of each calendar month, relative to its year's average month.

    `past` has shape (B, 12 h) for h years.
    """
    year = past.reshape(len(past), -1, 12)
    there = ~np.isnan(year)
    mean = np.where(there, year, 0.0).sum(axis=2, keepdims=True) / np.maximum(
        there.sum(axis=2, keepdims=True), 1
    )
    used = there & (mean > 0)
    log = np.log(np.maximum(np.where(used, year, 1.0) / np.where(mean > 0, mean, 1.0), LEAST_SHARE))
    return np.asarray(
        np.where(used, log, 0.0).sum(axis=1) / np.maximum(used.sum(axis=1), 1), dtype=float
    )
