"""Months that stand out from all other months of their series count less."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.yearend.pooled.settings import (
    MISSING,
    SCALE_SHAPE,
    Floats,
    Frame,
    Prior,
    softmax,
)

ODD, ODD_CAP = 2.0, 25.0  # a month beyond so many standard errors is noisier, up to so many times
REFERENCES = 8  # settings of largest weight that judge which months are odd


@lru_cache(maxsize=72)
def _reference(prior: Prior, months: Frame) -> tuple[NDArray[np.intp], Floats]:
    """The settings of largest weight, and the covariances (R, n, n) they give to the seen months.

    All noise is equal.
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


@lru_cache(maxsize=72)
def _precision(prior: Prior, months: Frame) -> tuple[Floats, Floats]:
    """Inverses (R, n, n) and log determinants (R,) of the references when all is reported."""
    cov = _reference(prior, months)[1]
    return _inverse(cov)


def oddness(
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
    """Extra noise variance (B, n), given the references' precision matrices (R, n, n)."""
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
