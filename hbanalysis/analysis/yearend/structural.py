"""The structural model of one year seen in part: what the seen months say about the unseen ones.

In words. A monthly value (its logarithm, or for series that can be negative the scaled value
itself) is a sum of a level that wanders, a yearly drift, a bend of that drift, a month-of-year
pattern (partly smooth over the year, partly wandering from year to year), a shock common to the
months of a year, a short autocorrelation, and noise, which may be larger in months of small share
and may be paid back in the next month. Every part is Gaussian with a variance relative to the noise
variance, which has an inverse-gamma prior; so what remains unseen is Student. A *structure* is one
set of relative variances; a *setting* is a structure with a mean drift and a size of noise; the
prior is a weighted list of settings (fitted once on public series, see
`scripts/fit_projection_prior.py`).

In symbols. With K the covariance of all months (seen first) given a structure and L its Cholesky
factor, e = L11^-1 x are the standardised innovations of the seen months x; the unseen have mean L21
e and covariance L22 L22'. The factor is taken of K bordered by the rows x' and t' (time), so one
call yields e for every drift.

Source of the method: Harvey (1989) for the parts; Kiefer and Wolfowitz (1956) for the fitted list
of settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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
VAGUE_LEVEL = (
    1e5  # variance of the starting level, relative to the noise: vague, yet safe to factorise
)
MISSING = 1e7  # extra noise variance of a month that was not reported: it then says nothing
CORNER = 1e12  # corner of a border row; only has to exceed x' K^-1 x
SCALE_SHAPE = 3.0  # shape of the inverse-gamma prior of the noise variance
ODD, ODD_CAP = (
    2.0,
    25.0,
)  # a month beyond ODD standard errors of the rest is noisier, up to ODD_CAP times
OWN_YEARS = 4.0  # past years of the expected size that the own misses of a series are mixed with
REFERENCES = 8  # settings of largest weight that judge which months are odd
NOISE_RANGE = (0.15, 12.0)


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

    @property
    def scale(self) -> Floats:
        """Scale (G,) of the inverse-gamma prior of the noise variance."""
        return SCALE_SHAPE * self.noise**2


@dataclass(frozen=True, eq=False)
class Frame:
    """All of the model that depends only on the prior.

    The years of history and which months are seen.
    """

    base: Floats  # (J, N + 2, N + 2) bordered covariance without the noise
    time: Floats  # (N,) years, in model order
    order: NDArray[np.intp]  # (N,) calendar position of each row of `base`: seen months first
    later: NDArray[
        np.intp
    ]  # rows of each pair of consecutive months: the one that comes later in `base` ...
    earlier: NDArray[np.intp]  # ... and the other
    seen: int  # number of seen rows, history included
    years: int  # whole years of history among them


@dataclass(frozen=True)
class Forecast:
    """The unseen months of B series given each of G settings, in model units."""

    weight: Floats  # (B, G) posterior weight
    mean: Floats  # (B, G, R)
    variance: Floats  # (B, G, R, R)
    dof: Floats  # (B,)
    own: Floats  # (B,) log of how far past years came out, see `own_misses`


def signal_covariance(parts: dict[str, Floats], years: int) -> Floats:
    """Covariance (J, N, N), relative to the noise variance.

    Of everything but the noise over N = 12 * years months.
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


@lru_cache(maxsize=24)
def frame(prior: Prior, years: int, seen: tuple[int, ...]) -> Frame:
    """Frame for `years` years of history before a year of which the months `seen`.

    0 = January. Are known.
    """
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
    base[:, size + 1, :size] = time
    base[:, size, size] = base[:, size + 1, size + 1] = CORNER
    row = np.argsort(order)
    later, earlier = np.maximum(row[1:], row[:-1]), np.minimum(row[1:], row[:-1])
    return Frame(base, time, order, later, earlier, past + len(seen), years)


def forecast(
    prior: Prior,
    months: Frame,
    x: Floats,
    reported: NDArray[np.bool_],
    share: Floats,
    drifting: bool = True,
    room: Floats | None = None,
) -> Forecast:
    """Forecast the unseen months of B series.

    x (B, n) seen values in model order, centred, 0 where not reported; reported (B, n); share (B,
    N) the usual size of each month relative to the average one (1 = average), in model order;
    `drifting` False sets the pooled drift to nought (additive series, whose scale says nothing
    about growth). `room` as in `factorise`.
    """
    drift = prior.drift if drifting else np.zeros_like(prior.drift)
    extra = np.zeros(share.shape)
    extra[:, : months.seen] = np.where(
        reported, _oddness(prior, months, x, reported, drift), MISSING
    )
    factor = factorise(prior, months, x, share, extra, room)
    return _condition(prior, months, factor, reported, share, drift)


def factorise(
    prior: Prior, months: Frame, x: Floats, share: Floats, extra: Floats, room: Floats | None = None
) -> Floats:
    """Cholesky factors (B, J, N + 2, N + 2) of the bordered covariances.

    `extra` (B, N) is added noise.

    Only the lower triangles are factors. `room` (at least B, J, N + 2, N + 2) is used for the
    result when given: a loop that gives the same room again and again spares the memory its pages.
    """
    from scipy.linalg.lapack import dpotrf  # when first needed: it doubles the time of the import

    size = share.shape[1]
    cov = np.empty((len(x), *months.base.shape)) if room is None else room[: len(x)]
    cov[:] = months.base
    noise = np.exp(-prior.parts["share_power"][:, None] * np.log(share)[:, None, :]).clip(
        *NOISE_RANGE
    )
    row = np.arange(size)
    cov[:, :, row, row] += noise * (1 + extra[:, None, :])
    root = np.sqrt(noise)
    owed = (
        prior.parts["payback"][:, None] * root[:, :, months.later] * root[:, :, months.earlier] / 2
    )
    cov[:, :, months.later, months.earlier] -= owed  # only the lower triangle is read
    cov[:, :, size, : x.shape[1]] = x[:, None, :]
    for one in cov.reshape(
        -1, size + 2, size + 2
    ):  # in place: upper in Fortran's order is lower in ours
        _, failed = dpotrf(one.T, lower=0, clean=0, overwrite_a=1)
        if failed:
            raise np.linalg.LinAlgError(
                "a covariance of the structural model is not positive definite"
            )
    return cov


def _condition(
    prior: Prior,
    months: Frame,
    factor: Floats,
    reported: NDArray[np.bool_],
    share: Floats,
    drift: Floats,
) -> Forecast:
    """Posterior weights and unseen months from the factors."""
    n, size, which, count = months.seen, len(months.order), prior.structure, reported.sum(axis=1)
    innovation = factor[:, which, size, :n] - drift[:, None] * factor[:, which, size + 1, :n]
    shape = (SCALE_SHAPE + count / 2)[:, None]
    scale = prior.scale + (innovation**2).sum(axis=2) / 2
    logdet = np.log(np.diagonal(factor, axis1=2, axis2=3)[:, :, :n]).sum(axis=2)[:, which]
    weight = softmax(
        np.log(prior.weight) + SCALE_SHAPE * np.log(prior.scale) - logdet - shape * np.log(scale)
    )
    mean = (
        np.matmul(factor[:, which, n:size, :n], innovation[..., None])[..., 0]
        + drift[:, None] * months.time[n:]
    )
    rest = np.tril(factor[:, :, n:size, n:size])
    variance = (rest @ rest.swapaxes(2, 3))[:, which] * (scale / shape)[:, :, None, None]
    own = own_misses(
        months,
        factor,
        innovation / np.sqrt(scale / shape)[:, :, None],
        which,
        weight,
        reported,
        share,
    )
    return Forecast(weight, mean, variance, 2 * shape[:, 0], own)


def own_misses(
    months: Frame,
    factor: Floats,
    innovation: Floats,
    which: NDArray[np.intp],
    weight: Floats,
    reported: NDArray[np.bool_],
    share: Floats,
) -> Floats:
    """How far past years came out after as many months as are seen now.

    Against what the model then expected (B,).

    The log of the mean square of the misses of a past year's later months (weighted by their
    share), each in units of its own standard error; nought when they were of the expected size, and
    drawn towards it by `OWN_YEARS` years. The factors hold it already: the innovations of a year's
    later months are what the months before them did not say. Only years that were fully reported,
    after one that was, count. `innovation` (B, G, n) has unit variance.
    """
    seen = min(months.seen - 12 * months.years, 11)
    square, count = np.zeros(len(factor)), np.zeros(len(factor))
    for year in range(1, months.years):
        rows = slice(12 * year + seen, 12 * (year + 1))
        pull = np.matmul(share[:, None, None, seen:12], np.tril(factor[:, :, rows, rows]))[:, :, 0]
        pull /= np.sqrt((pull**2).sum(axis=2, keepdims=True))
        miss = (pull[:, which] * innovation[:, :, rows]).sum(axis=2)
        whole = reported[:, 12 * (year - 1) : 12 * (year + 1)].all(axis=1)
        square += whole * (weight * miss**2).sum(axis=1)
        count += whole
    return np.asarray(np.log((OWN_YEARS + square) / (OWN_YEARS + count)), dtype=float)


def softmax(log_weight: Floats) -> Floats:
    """Weights that sum to one over the last axis."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True), dtype=float)


@lru_cache(maxsize=24)
def _reference(prior: Prior, months: Frame) -> tuple[NDArray[np.intp], Floats]:
    """The settings of largest weight and the covariances.

    R, n, n. They give to the seen months, all noise equal.
    """
    best = np.argsort(-prior.weight)[:REFERENCES]
    which, n = prior.structure[best], months.seen
    cov = months.base[which, :n, :n].copy()
    cov[:, np.arange(n), np.arange(n)] += 1
    inside = months.later < n
    later, earlier = months.later[inside], months.earlier[inside]
    cov[:, later, earlier] -= prior.parts["payback"][which, None] / 2
    cov[:, earlier, later] -= prior.parts["payback"][which, None] / 2
    return best, cov


def _inverse(cov: Floats) -> tuple[Floats, Floats]:
    """Inverse and log determinant of each matrix of a stack."""
    return np.asarray(np.linalg.inv(cov), dtype=float), np.asarray(
        np.linalg.slogdet(cov)[1], dtype=float
    )


@lru_cache(maxsize=24)
def _precision(prior: Prior, months: Frame) -> tuple[Floats, Floats]:
    """Inverse (R, n, n) and log determinant.

    R,. Of the reference covariances when every month is reported.
    """
    cov = _reference(prior, months)[1]
    return _inverse(cov)


def _oddness(
    prior: Prior, months: Frame, x: Floats, reported: NDArray[np.bool_], drift: Floats
) -> Floats:
    """Extra noise variance (B, n) of months that stand out from all other months of their series.

    The squared leave-one-out residual of a month, in standard errors, follows from the precision
    matrix alone; it is averaged over a few reference settings, which is enough to tell an odd month
    from an ordinary one.
    """
    extra = np.zeros(x.shape)
    whole = reported.all(axis=1)
    if whole.any():
        extra[whole] = _stand_out(prior, months, x[whole], *_precision(prior, months), drift)
    for b in np.flatnonzero(~whole):
        cov = _reference(prior, months)[1].copy()
        row = np.flatnonzero(~reported[b])
        cov[:, row, row] += MISSING
        extra[b] = _stand_out(prior, months, x[b : b + 1], *_inverse(cov), drift, reported[b])[0]
    return extra


def _stand_out(
    prior: Prior,
    months: Frame,
    x: Floats,
    precision: Floats,
    logdet: Floats,
    drift: Floats,
    reported: NDArray[np.bool_] | None = None,
) -> Floats:
    """Extra noise variance (B, n) given the precision matrices.

    R, n, n. Of the reference settings.
    """
    best = _reference(prior, months)[0]
    known = np.ones(x.shape[1], dtype=bool) if reported is None else reported
    centred = x[:, None, :] - drift[best, None] * (months.time[: months.seen] * known)
    pull = np.einsum("rij,bri->brj", precision, centred, optimize=True)
    shape = SCALE_SHAPE + known.sum() / 2
    scale = prior.scale[best] + (pull * centred).sum(axis=2) / 2
    log_weight = (
        np.log(prior.weight[best])
        + SCALE_SHAPE * np.log(prior.scale[best])
        - logdet / 2
        - shape * np.log(scale)
    )
    spread = np.diagonal(precision, axis1=1, axis2=2) * (scale / shape)[:, :, None]
    square = (softmax(log_weight)[:, :, None] * pull**2 / spread).sum(axis=1)
    return np.asarray((square / ODD**2).clip(1.0, ODD_CAP) - 1.0, dtype=float)
