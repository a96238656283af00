"""The parts of a monthly value and how they move together: what the structural model rests on.

A *structure* is one set of relative variances of the parts; a *setting* is a structure with a mean
drift and a size of noise; the :class:`Prior` is a weighted list of settings. See ``structural.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PARTS = (
    "level",
    "slope",
    "bend",
    "season",
    "smooth",
    "season_walk",
    "year",
    "ar",
    "ar_decay",
    "share_power",
    "payback",
)
VAGUE_LEVEL = 1e5  # variance of the starting level, relative to the noise: vague, yet safe
MISSING = 1e7  # extra noise variance of a month that was not reported: it then says nothing
CORNER = 1e12  # corner of a border row; only has to exceed x' K^-1 x
SCALE_SHAPE = 3.0  # shape of the inverse-gamma prior of the noise variance
OLDER = 0.5  # extra noise of a past month for each year beyond the last


@dataclass(frozen=True, eq=False)
class Prior:
    """The weighted list of settings.

    `parts[name]` has shape (J,), one entry per structure; `structure` (G,) gives the structure of
    each setting; `drift` (G,) is in log per year; `noise` (G,) is the prior standard deviation of
    the noise; `weight` sums to 1.
    """

    parts: dict[str, Floats]
    structure: NDArray[np.intp]
    drift: Floats
    noise: Floats
    weight: Floats

    @cached_property
    def usual_noise(self) -> Floats:
        """Usual standard deviation (J,) of the noise of each structure: mean log by weight."""
        total, log = (np.zeros(len(self.parts["level"])) for _ in range(2))
        np.add.at(total, self.structure, self.weight)
        np.add.at(log, self.structure, self.weight * np.log(self.noise))
        return np.asarray(np.exp(log / np.maximum(total, 1e-12)), dtype=float)

    @property
    def scale(self) -> Floats:
        """Scale (G,) of the inverse-gamma prior of the noise variance."""
        return SCALE_SHAPE * self.noise**2


@dataclass(frozen=True, eq=False)
class Frame:
    """All of the model that depends only on the prior, the years of history and the months seen."""

    base: Floats  # (J, N + 2, N + 2) covariance without the noise, upper borders filled
    time: Floats  # (N,) years, in model order
    order: NDArray[np.intp]  # (N,) calendar position of each row of `base`: seen months first
    later: NDArray[
        np.intp
    ]  # rows of each pair of consecutive months: the one that comes later in `base` ...
    earlier: NDArray[np.intp]  # ... and the other
    seen: int  # number of seen rows, history included
    years: int  # whole years of history among them

    @property
    def older(self) -> Floats:
        """Extra noise variance (seen,) of each seen month for its age."""
        age = self.years - self.order[: self.seen] // 12
        return np.asarray(OLDER * np.maximum(age - 1.0, 0.0), dtype=float)


def signal_covariance(parts: dict[str, Floats], years: int) -> Floats:
    """Covariance (J, N, N) of everything but the noise, relative to the noise variance.

    N = 12 * years months.
    """
    position = np.arange(12 * years)
    year, time = position // 12, position / 12
    centred = time - time.mean()
    first, last = np.minimum.outer(time, time), np.maximum.outer(time, time)
    gap = np.abs(position[:, None] - position[None, :])
    p = {name: value[:, None, None] for name, value in parts.items()}
    pattern = (1 - p["smooth"]) * (gap % 12 == 0) + p["smooth"] * np.exp(
        -2 * (np.sin(np.pi * gap / 12) / 0.7) ** 2
    )
    total = VAGUE_LEVEL + p["level"] * 12 * first + p["slope"] * np.outer(centred, centred)
    total = total + p["bend"] * first**2 * (3 * last - first) / 6
    total = total + pattern * (p["season"] + p["season_walk"] * np.minimum.outer(year, year))
    total = total + p["year"] * (year[:, None] == year[None, :]) + p["ar"] * p["ar_decay"] ** gap
    return np.asarray(total, dtype=float)


@lru_cache(maxsize=72)
def frame(prior: Prior, years: int, seen: tuple[int, ...]) -> Frame:
    """Of `years` years before a year whose months `seen` (0 = January) are known."""
    past = 12 * years
    unseen = [m for m in range(12) if m not in seen]
    order = np.array(
        [*range(past), *(past + m for m in seen), *(past + m for m in unseen)], dtype=np.intp
    )
    size = len(order)
    base = np.zeros((len(prior.parts["level"]), size + 2, size + 2))
    base[:, :size, :size] = signal_covariance(prior.parts, years + 1)[
        :, order[:, None], order[None, :]
    ]
    time = (order - (size - 1) / 2) / 12
    base[:, :size, size + 1] = time
    base[:, size, size] = base[:, size + 1, size + 1] = CORNER
    row = np.argsort(order)
    later, earlier = np.maximum(row[1:], row[:-1]), np.minimum(row[1:], row[:-1])
    return Frame(base, time, order, later, earlier, past + len(seen), years)


def softmax(log_weight: Floats) -> Floats:
    """Weights that sum to one over the last axis."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True), dtype=float)
