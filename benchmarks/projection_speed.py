"""How fast the year-end projection is, and how much memory it takes.

Run:  OPENBLAS_NUM_THREADS=1 python benchmarks/projection_speed.py [SERIES]

Prints milliseconds a projection (one at a time, warm), seconds for SERIES (10 000) series in one
call with three and five years of history, the peak memory of the process, and the time of the
import in a fresh interpreter; each by the clock and in processor time, which other work on the
machine disturbs less.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from hbanalysis.analysis.yearend.pooled.model import project, project_many


def invented(count: int, months: int) -> np.ndarray:
    """Seasonal flows with noise, (count, months)."""
    t = np.arange(months)
    noise = np.random.default_rng(0).normal(0, 0.1, (count, months))
    return np.exp(0.05 * t / 12 + 0.3 * np.sin(2 * np.pi * t / 12) + noise)


def timed(work: Callable[[], object]) -> np.ndarray:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return np.array([time.perf_counter() - clock, time.process_time() - processor])


def one_by_one(years: int, seen: int, repeats: int = 100) -> np.ndarray:
    """Milliseconds a projection after warm-up."""
    index = pd.period_range("2019-01", periods=12 * years + seen, freq="M")
    rows = [pd.Series(values, index=index) for values in invented(repeats, 12 * years + seen)]
    project(rows[0][: 12 * years], rows[0][12 * years :])
    return (
        1000
        * timed(lambda: [project(row[: 12 * years], row[12 * years :]) for row in rows])
        / repeats
    )


def all_at_once(count: int, years: int, seen: int) -> np.ndarray:
    """Seconds for many series in one call."""
    table = invented(count, 12 * years + seen)
    return timed(lambda: project_many(table[:, : 12 * years], table[:, 12 * years :]))


def peak_megabytes() -> float:
    """Largest memory the process has held; NaN where the platform does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def import_seconds() -> np.ndarray:
    """Import of the method in a fresh interpreter."""
    code = (
        "import time; a, b = time.perf_counter(), time.process_time(); import"
        " hbanalysis.analysis.yearend.pooled.model; print(time.perf_counter() - a, time.process_time()"
        " - b)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout
    return np.array([float(part) for part in told.split()])


def line(name: str, found: np.ndarray, unit: str) -> str:
    """One line of the table."""
    return f"{name}: {found[0]:.2f} {unit} by the clock, {found[1]:.2f} {unit} of the processor"


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(line("import", import_seconds(), "s"))
    for years, seen in ((1, 6), (3, 6), (5, 6), (5, 1)):
        print(line(f"one projection, {years} years, {seen} months", one_by_one(years, seen), "ms"))
    for years in (3, 5):
        print(line(f"{count} series, {years} years, 6 months", all_at_once(count, years, 6), "s"))
    print(f"peak memory: {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
