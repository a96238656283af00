"""A campaign of strange series through the year-end projection.

No crash, no NaN, no inverted interval.

Run:  python benchmarks/strange_series.py [SERIES] [SEED]

Zeros, constants, a single month, rare events, net flows, years known at some cut-offs only, sizes from 1e-200 to 1e200, gaps and short
histories, mixed in one table and projected in calls of 500. Prints the kinds that failed and exits
1 when any did. The same laws are held in the tests on some hundreds of series, one at a time.
"""

from __future__ import annotations

import sys
import time
import warnings

import numpy as np

from hbanalysis.analysis.yearend.pooled.model import Projections, project_many

KINDS = ("flow", "net", "constant", "zeros", "rare", "wild", "one", "spike", "sparse")


def strange(kind: str, count: int, months: int, rng: np.random.Generator) -> np.ndarray:
    """Series (count, months) of one kind, of any size and with gaps.

    At least the first month is reported.
    """
    t = np.arange(months)
    table = {
        "flow": np.exp(0.06 * t / 12 + 0.4 * (t % 12 == 11) + rng.normal(0, 0.1, (count, months))),
        "net": rng.normal(0, 1, (count, months)),
        "constant": np.full((count, months), 7.0),
        "zeros": np.zeros((count, months)),
        "rare": np.where(
            rng.random((count, months)) < 0.2, rng.exponential(1, (count, months)), 0.0
        ),
        "wild": np.exp(rng.normal(0, 6, (count, months))),
        "one": np.eye(months)[rng.integers(months, size=count)],
        "spike": np.where(rng.random((count, months)) < 0.05, 1e6, 1.0),
        "sparse": in_stretches(np.exp(rng.normal(0, 1, (count, months))), rng),
    }[kind]
    table = table * 10.0 ** rng.integers(-200, 201, (count, 1))
    gaps = rng.random((count, months)) < rng.choice([0.0, 0.0, 0.1, 0.5, 0.95], (count, 1))
    gaps[:, max(0, months - 24)] = False
    return np.where(gaps, np.nan, table)


def in_stretches(table: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Months known by the sum of a stretch only, spread evenly over it: three to five a year."""
    ends = rng.random(table.shape) < rng.choice([0.25, 0.33, 0.42], (len(table), 1))
    stretch = np.cumsum(ends, axis=1) - ends + table.shape[1] * np.arange(len(table))[:, None]
    sums = np.bincount(stretch.ravel(), table.ravel(), minlength=table.size)
    sizes = np.maximum(np.bincount(stretch.ravel(), minlength=table.size), 1)
    spread: np.ndarray = (sums / sizes)[stretch]
    return spread


def is_sound(many: Projections) -> np.ndarray:
    """For each series: finite, ordered, the point inside, quantiles rising.

    Chances between 0 and 1 and falling.
    """
    bounds = np.stack([many.lo95, many.lo80, many.point, many.hi80, many.hi95], axis=1)
    chances = np.stack([many.chance(many.quantiles[:, j]) for j in (0, 5, 10, 15, 20)], axis=1)
    return (
        np.isfinite(bounds).all(axis=1)
        & np.isfinite(many.quantiles).all(axis=1)
        & (np.diff(bounds, axis=1) >= 0).all(axis=1)
        & (np.diff(many.quantiles, axis=1) >= 0).all(axis=1)
        & ((chances >= 0) & (chances <= 1)).all(axis=1)
        & (np.diff(chances, axis=1) <= 1e-9).all(axis=1)
    )


def main() -> int:
    """Run the campaign."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    start, done, failed = time.perf_counter(), 0, dict.fromkeys(KINDS, 0)
    warnings.simplefilter("error")
    while done < wanted:
        kind = KINDS[int(rng.integers(len(KINDS)))]
        seen, past = int(rng.integers(0, 13)), int(rng.integers(12, 73))
        count = min(500, wanted - done)
        table = strange(kind, count, past + seen, rng)
        failed[kind] += int((~is_sound(project_many(table[:, :past], table[:, past:]))).sum())
        done += count
    bad = {kind: number for kind, number in failed.items() if number}
    print(f"{done} series, {time.perf_counter() - start:.0f} s, unsound: {bad or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
