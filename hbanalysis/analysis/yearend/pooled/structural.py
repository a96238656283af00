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
call yields e for every drift. What is kept is U = L', whose rows lie together in memory.

Source of the method: Harvey (1989) for the parts; Kiefer and Wolfowitz (1956) for the fitted list
of settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.yearend.pooled.odd_months import oddness
from hbanalysis.analysis.yearend.pooled.settings import (
    MISSING,
    SCALE_SHAPE,
    Floats,
    Frame,
    Prior,
    softmax,
)

if TYPE_CHECKING:
    from hbanalysis.analysis.yearend.pooled.tet_effect import TetEffect

OWN_YEARS = 4.0  # past years of the expected size that the own misses of a series are mixed with
NOISE_RANGE = (0.15, 12.0)


@dataclass(frozen=True)
class Forecast:
    """The unseen months of B series given each of G settings, in model units.

    The covariance of a setting's months is `size` times root' root, with the `root` of its
    structure.
    """

    weight: Floats  # (B, G) posterior weight
    mean: Floats  # (B, G, R)
    root: Floats  # (B, J, R, R)
    size: Floats  # (B, G)
    structure: NDArray[np.intp]  # (G,) the structure of each setting
    dof: Floats  # (B,)
    own: Floats  # (B,) log of how far past years came out, see `own_misses`

    def variance(self) -> Floats:
        """Variance (B, G, R) of each month."""
        each = (self.root**2).sum(axis=2)
        return np.asarray(each[:, self.structure] * self.size[..., None], dtype=float)

    def variance_of(self, share: Floats) -> Floats:
        """Variance (B, G) of the sum of the months, each times its share (B, G, R)."""
        pull = np.matmul(self.root[:, self.structure], share[..., None])[..., 0]
        return np.asarray((pull**2).sum(axis=2) * self.size, dtype=float)


def forecast(
    prior: Prior,
    months: Frame,
    x: Floats,
    reported: NDArray[np.bool_],
    share: Floats,
    drifting: bool = True,
    room: Floats | None = None,
    tet: TetEffect | None = None,
) -> Forecast:
    """Forecast the unseen months of B series.

    x (B, n) seen values in model order, centred, 0 where not reported; reported (B, n); share (B,
    N) the usual size of each month relative to the average one (1 = average), in model order;
    `drifting` False sets the pooled drift to nought (additive series, whose scale says nothing
    about growth). `room` as in `factorise`. `tet` in model order: its variance; its mean has been
    taken off already. Past months are noisier the older they are (`OLDER`).
    """
    drift = prior.drift if drifting else np.zeros_like(prior.drift)
    extra = np.zeros(share.shape)
    noise = oddness(prior, months, x, reported, drift) + months.older
    extra[:, : months.seen] = np.where(reported, noise, MISSING)
    factor = factorise(prior, months, x, share, extra, room, tet)
    return _condition(prior, months, factor, reported, share, drift)


def factorise(
    prior: Prior,
    months: Frame,
    x: Floats,
    share: Floats,
    extra: Floats,
    room: Floats | None = None,
    tet: TetEffect | None = None,
) -> Floats:
    """Factors U (B, J, N + 2, N + 2) of the bordered covariances U' U.

    `extra` (B, N) is added noise, `tet` the effect of the calendar in model order.

    Only the upper triangles are factors. `room` (at least B, J, N + 2, N + 2) is used for the
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
    cov[:, :, months.earlier, months.later] -= owed  # only the upper triangle is read
    if tet is not None:
        at = np.flatnonzero(months.order % 12 < 2)  # Januaries and Februaries
        size_of = tet.variance[:, None] / prior.usual_noise**2
        pair = tet.months[:, at, None] * tet.months[:, None, at]
        cov[:, :, at[:, None], at] += size_of[:, :, None, None] * pair[:, None]
    cov[:, :, : x.shape[1], size] = x[:, None, :]
    for one in cov.reshape(-1, size + 2, size + 2):
        # In place. Lower in Fortran's order is upper in ours, and a fifth faster than the other.
        _, failed = dpotrf(one.T, lower=1, clean=0, overwrite_a=1)
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
    borders = factor[:, :, :n, size:].swapaxes(2, 3)  # e of the months and of time
    innovation = borders[:, which, 0] - drift[:, None] * borders[:, which, 1]
    shape = (SCALE_SHAPE + count / 2)[:, None]
    scale = prior.scale + (innovation**2).sum(axis=2) / 2
    logdet = np.log(np.diagonal(factor, axis1=2, axis2=3)[:, :, :n]).sum(axis=2)[:, which]
    weight = softmax(
        np.log(prior.weight) + SCALE_SHAPE * np.log(prior.scale) - logdet - shape * np.log(scale)
    )
    ahead = np.matmul(borders, factor[:, :, :n, n:size])
    mean = ahead[:, which, 0] + drift[:, None] * (months.time[n:] - ahead[:, which, 1])
    root = np.triu(factor[:, :, n:size, n:size])
    usual = innovation / np.sqrt(scale / shape)[:, :, None]
    own = own_misses(months, factor, usual, which, weight, reported, share)
    return Forecast(weight, mean, root, scale / shape, which, 2 * shape[:, 0], own)


def own_misses(
    months: Frame,
    factor: Floats,
    innovation: Floats,
    which: NDArray[np.intp],
    weight: Floats,
    reported: NDArray[np.bool_],
    share: Floats,
) -> Floats:
    """How far past years came out against what the model then expected (B,).

    The log of the mean square of the misses of a past year's later months (weighted by their
    share), looked at after as many months as are seen now, each in units of its own standard error;
    nought when they were of the expected size, and drawn towards it by `OWN_YEARS` years. The
    factors hold it already: the innovations of a year's later months are what the months before
    them did not say. Only years that were fully reported, after one that was, count. `innovation`
    (B, G, n) has unit variance.
    """
    seen = min(months.seen - 12 * months.years, 11)
    square, count = np.zeros(len(factor)), np.zeros(len(factor))
    for year in range(1, months.years):
        rows = slice(12 * year + seen, 12 * (year + 1))
        block = np.triu(factor[:, :, rows, rows])
        pull = np.matmul(block, share[:, None, seen:12, None])[..., 0]
        pull /= np.sqrt((pull**2).sum(axis=2, keepdims=True))
        miss = (pull[:, which] * innovation[:, :, rows]).sum(axis=2)
        whole = reported[:, 12 * (year - 1) : 12 * (year + 1)].all(axis=1)
        square += whole * (weight * miss**2).sum(axis=1)
        count += whole
    return np.asarray(np.log((OWN_YEARS + square) / (OWN_YEARS + count)), dtype=float)
