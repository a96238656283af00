"""How fast the year-end projection is, and how much memory it takes.

Run:  OPENBLAS_NUM_THREADS=1 python benchmarks/projection_speed.py [SERIES]

Prints milliseconds a projection (one at a time, warm), seconds for SERIES (10 000) series in one call with three and
five years of history, the peak memory of the process, and the time of the import in a fresh interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pandas as pd

from hbanalysis.analysis.projection import project, project_many


def invented(count: int, months: int) -> np.ndarray:
    """Seasonal flows with noise, (count, months)."""
    t = np.arange(months)
    noise = np.random.default_rng(0).normal(0, 0.1, (count, months))
    return np.exp(0.05 * t / 12 + 0.3 * np.sin(2 * np.pi * t / 12) + noise)


def one_by_one(years: int, seen: int, repeats: int = 100) -> float:
    """Milliseconds a projection after warm-up."""
    index = pd.period_range("2019-01", periods=12 * years + seen, freq="M")
    rows = [pd.Series(values, index=index) for values in invented(repeats, 12 * years + seen)]
    project(rows[0][: 12 * years], rows[0][12 * years :])
    start = time.perf_counter()
    for row in rows:
        project(row[: 12 * years], row[12 * years :])
    return 1000 * (time.perf_counter() - start) / repeats


def all_at_once(count: int, years: int, seen: int) -> float:
    """Seconds for many series in one call."""
    table = invented(count, 12 * years + seen)
    start = time.perf_counter()
    project_many(table[:, : 12 * years], table[:, 12 * years :])
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """Largest memory the process has held; NaN where the platform does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def import_seconds() -> float:
    """Import of the method in a fresh interpreter."""
    code = "import time; t = time.perf_counter(); import hbanalysis.analysis.projection; print(time.perf_counter() - t)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"import: {import_seconds():.2f} s")
    for years, seen in ((1, 6), (3, 6), (5, 6), (5, 1)):
        print(f"one projection, {years} years, {seen} months: {one_by_one(years, seen):.1f} ms")
    for years in (3, 5):
        print(f"{count} series, {years} years, 6 months: {all_at_once(count, years, 6):.1f} s")
    print(f"peak memory: {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
