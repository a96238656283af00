"""Where the year will end by the profile of past years, with an interval from their scatter.

In words: by the end of September past years had earned a certain share of their total. The
year-to-date divided by the middle of those shares is the projected year-end. How much the shares
scatter from year to year, together with how much they scatter in public Vietnamese investment
series (a prior worth three years), gives the interval: a Student distribution on the logarithm of
the year's total. It is a simple method and is labelled so; its own past misses stand beside every
projection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.float64]

METHOD = "share profile"
LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)

# Root mean square of log(year total / year-to-date), month 1 to 11, against the mean of up to six
# earlier years: 113 year pairs of the twelve public-investment series in data/raw/observations,
# 2012-2024 (General Statistics Office).
PRIOR_SPREAD = (0.248, 0.202, 0.181, 0.160, 0.142, 0.128, 0.104, 0.087, 0.075, 0.063, 0.043)
PRIOR_YEARS = 3.0


@dataclass(frozen=True)
class Projection:
    """The distribution of a year's total: a Student distribution of its logarithm."""

    location: float
    scale: float
    freedom: float

    def quantile(self, level: float) -> float:
        """The value that the total stays under with probability ``level``."""
        return float(np.exp(self.location + self.scale * stdtrit(self.freedom, level)))

    def chance(self, target: float) -> float:
        """Probability that the total reaches ``target``, 0 to 1."""
        if target <= 0:
            return 1.0
        return float(stdtr(self.freedom, (self.location - np.log(target)) / self.scale))


def from_shares(
    year_to_date: float, past_to_date: Array, past_totals: Array, months: int
) -> Projection:
    """Project from the year-to-date and what past years had by the same month and in all.

    Raises ValueError when nothing positive has been reported yet or no past year can be used.
    """
    usable = (
        np.isfinite(past_to_date)
        & np.isfinite(past_totals)
        & (past_to_date > 0)
        & (past_totals > 0)
    )
    if not np.isfinite(year_to_date) or year_to_date <= 0:
        raise ValueError("nothing has been reported yet, so there is nothing to project from")
    if not usable.any():
        raise ValueError("no complete past year to take the profile from")
    growth = np.log(past_totals[usable] / past_to_date[usable])
    years, middle = len(growth), float(np.mean(growth))
    prior = PRIOR_SPREAD[months - 1] if months < 12 else 0.0
    freedom = PRIOR_YEARS + years - 1
    spread = (PRIOR_YEARS * prior**2 + float(((growth - middle) ** 2).sum())) / freedom
    scale = max(float(np.sqrt(spread * (1 + 1 / years))), 1e-9)
    return Projection(float(np.log(year_to_date) + middle), scale, freedom)


def as_dict(projection: Projection) -> dict[str, Any]:
    """The projection as plain numbers.

    Its point, its 80 % and 95 % intervals, its quantiles and the chance of a target.
    """
    quantiles = {level: projection.quantile(level) for level in LEVELS}
    chance: Callable[[float], float] = projection.chance
    return {
        "point": quantiles[0.5],
        "lo80": quantiles[0.1],
        "hi80": quantiles[0.9],
        "lo95": quantiles[0.025],
        "hi95": quantiles[0.975],
        "quantiles": quantiles,
        "prob": chance,
    }


def project(history: pd.Series, observed: pd.Series) -> dict[str, Any]:
    """Project a year's total from whole past years of months and the months seen so far.

    ``history`` holds whole calendar years of monthly values in time order, ``observed`` months 1 to
    k of the year (1 <= k <= 11). Returns ``point, lo80, hi80, lo95, hi95, quantiles, prob``, in the
    unit of the values.

    >>> months = pd.period_range("2022-01", periods=24, freq="M")
    >>> history = pd.Series(10.0, index=months)
    >>> observed = pd.Series(11.0, index=pd.period_range("2024-01", periods=6, freq="M"))
    >>> round(project(history, observed)["point"], 6)
    132.0
    """
    k = len(observed)
    if not 1 <= k <= 11:
        raise ValueError("between 1 and 11 months of the year must have been observed")
    years = history.to_numpy(dtype=float)[len(history) % 12 :].reshape(-1, 12)
    seen = float(observed.to_numpy(dtype=float).sum())
    return as_dict(from_shares(seen, years[:, :k].sum(axis=1), years.sum(axis=1), k))
