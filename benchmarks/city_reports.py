"""How long the one-page reports of a whole city and its portfolio take, as people run them.

    python benchmarks/city_reports.py [--sizes 12 57 114] [--indicators 16]

Each size is a demo city of its own (scripts/make_demo_city.py) in a temporary folder; `hba build`,
`hba report --territory all` and `hba portfolio` run as commands. Printed are seconds by the clock,
processor seconds (user and system, children included: what a busy machine does not blur), the peak
of memory and the machine's load.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
PERIOD, CITY = "2026-05", "hai-phong-2025"


def timed(folder: Path, *words: str) -> tuple[float, float]:
    """Seconds by the clock and processor seconds of one command."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "hbanalysis", "--root", str(folder), *words]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def measured(size: int, indicators: int) -> str:
    """One line for one size."""
    from scripts.make_demo_city import make_city

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_city(folder, size, indicators, last=PERIOD)
        steps = {
            "build": timed(folder, "build"),
            "reports": timed(folder, "report", PERIOD, "--territory", "all"),
            "portfolio": timed(folder, "portfolio", PERIOD, "--of", CITY),
        }
        made = len(list((folder / "reports").glob(f"*/{PERIOD}/vi/index.html")))
    told = ", ".join(f"{step} {wall:.0f} s ({used:.0f} s)" for step, (wall, used) in steps.items())
    whole = sum(wall for wall, _ in steps.values())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return (
        f"{size:5d} territories, {made} reports: {told}; together {whole:.0f} s,"
        f" peak {peak:.0f} MB, machine load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Every size, one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[12, 57, 114])
    parser.add_argument("--indicators", type=int, default=16)
    asked = parser.parse_args()
    for size in asked.sizes:
        print(measured(size, asked.indicators), flush=True)


if __name__ == "__main__":
    main()
