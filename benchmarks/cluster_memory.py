"""What a matrix of reports on a Dask cluster holds in memory, with one of its workers killed.

    python benchmarks/cluster_memory.py [--territories 4] [--periods 3] [--workers 2]

A demo city (scripts/make_demo_city.py) in a temporary folder; ``hba report --matrix --scheduler``
runs as a command on workers that are processes of their own. The memory (resident, of the command
and of each worker with its kernels) is sampled five times a second; printed is the peak of each
quarter of the run: flat means that the last is not above the first. After a third of the pages one
busy worker is killed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
MONTHS = ("2026-05", "2026-04", "2026-03", "2026-02", "2026-01")
PAGES = ("trends", "data-quality")


def held(process: psutil.Process) -> float:
    """Megabytes that a process and its children hold; 0 when it has ended."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    total = 0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def matrix(folder: Path, places: list[str], periods: tuple[str, ...]) -> Path:
    """The order: so many territories and months, two notebooks each."""
    path = folder / "matrix.toml"
    told = {"territories": places, "periods": list(periods), "notebooks": list(PAGES)}
    path.write_text("".join(f"{name} = {value!r}\n" for name, value in told.items()))
    return path


def run(folder: Path, order: Path, workers: int, pages: int) -> None:
    """The command on a cluster of its own, sampled while it runs."""
    from distributed import LocalCluster

    with LocalCluster(workers, threads_per_worker=1, dashboard_address=None) as cluster:
        words = ["report", "--matrix", str(order), "--scheduler", cluster.scheduler_address]
        command = [sys.executable, "-m", "hbanalysis", "--root", str(folder), *words]
        start, samples, killed = time.perf_counter(), [], 0.0
        driver = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while driver.poll() is None:
            alive = [
                one.process.process._process for one in cluster.workers.values() if one.process
            ]
            peaks = [held(psutil.Process(one.pid)) for one in alive if one.is_alive()]
            samples.append((time.perf_counter() - start, held(driver), max(peaks, default=0.0)))
            done = len(list((folder / "reports").glob("*/*/*/*.html")))
            if not killed and done * 3 >= pages and alive:
                alive[0].kill()
                killed = samples[-1][0]
            time.sleep(0.2)
        wall = time.perf_counter() - start
    made = len(list((folder / "reports").glob("*/*/vi/0*.html")))
    print(
        f"{made} of {pages} pages, {wall:.0f} s, exit {driver.returncode}; killed at {killed:.0f} s"
    )
    for quarter in range(4):
        here = [s for s in samples if quarter <= 4 * s[0] / wall < quarter + 1]
        command_mb, worker_mb = max(s[1] for s in here), max(s[2] for s in here)
        print(f"quarter {quarter + 1}: command {command_mb:.0f} MB, worker {worker_mb:.0f} MB")
    print(f"machine load {os.getloadavg()[0]:.1f}")


def main() -> None:
    """A city, an order, a run."""
    from scripts.make_demo_city import make_city

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--territories", type=int, default=4)
    parser.add_argument("--periods", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_city(folder, asked.territories, 16, last=MONTHS[0])
        places = [f"xa-{number:04d}" for number in range(1, asked.territories + 1)]
        order = matrix(folder, places, MONTHS[: asked.periods])
        run(folder, order, asked.workers, len(places) * asked.periods * len(PAGES))


if __name__ == "__main__":
    main()
