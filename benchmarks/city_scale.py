"""How a portfolio grows: territories × 16 indicators × 6 years, built, loaded, assessed, projected.

    python benchmarks/city_scale.py [--sizes 70 700 3321] [--indicators 16]

Each size is a demo city of its own (scripts/make_demo_city.py) in a temporary folder and runs in a
process of its own, so that its peak of memory is its own. Printed are processor seconds of every
step, of copies too (what a busy machine does not blur much), the seconds by the clock of assessing
and projecting, the peaks of the process and of its largest copy, and processor seconds for each
thousand rows: linear growth keeps that number.
"""

from __future__ import annotations

import argparse
import json
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


def busy() -> float:
    """Processor seconds of this process and of its copies that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def measured(size: int, indicators: int) -> dict[str, float]:
    """Processor seconds of each step for one size, and the peak of memory in megabytes."""
    from hbanalysis.analysis.territories.portfolio import Portfolio
    from hbanalysis.intake.load import workspace

    found: dict[str, float] = {"territories": size}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Made and built in processes of their own, as people do: this one starts no threads.
        made = ["scripts/make_demo_city.py", name, "--territories", str(size)]
        made += ["--indicators", str(indicators), "--last", PERIOD]
        subprocess.run([sys.executable, *made], cwd=ROOT, check=True, capture_output=True)
        start = busy()
        order = [sys.executable, "-m", "hbanalysis", "--root", name, "build"]
        subprocess.run(order, check=True, capture_output=True)
        found["build"] = busy() - start
        start = busy()
        portfolio = Portfolio.of(workspace(folder), PERIOD, CITY)
        found["load"] = busy() - start
        start, clock = busy(), time.perf_counter()
        found["rows"] = len(portfolio.projected)
        found["judge"] = busy() - start
        found["clock"] = time.perf_counter() - clock
    for name, whose in (("peak", resource.RUSAGE_SELF), ("copy", resource.RUSAGE_CHILDREN)):
        found[name] = resource.getrusage(whose).ru_maxrss / 1024
    return found


def main() -> None:
    """Every size in a process of its own, one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[70, 700, 3321])
    parser.add_argument("--indicators", type=int, default=16)
    parser.add_argument("--one", action="store_true", help="measure the first size in this process")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.sizes[0], asked.indicators)))
        return
    from hbanalysis.publishing.kernel.launch import QUIET  # as the command starts: one thread

    for size in asked.sizes:
        order = [sys.executable, __file__, "--one", "--sizes", str(size)]
        order += ["--indicators", str(asked.indicators)]
        out = subprocess.run(
            order, env=os.environ | QUIET, capture_output=True, encoding="utf-8", check=True
        ).stdout
        found = json.loads(out.splitlines()[-1])
        print(
            f"{size:5d} territories {found['rows']:6.0f} rows: build {found['build']:6.1f} s,"
            f" load {found['load']:5.1f} s, assess and project {found['judge']:6.1f} s"
            f" ({found['clock']:.0f} s by the clock), {1000 * found['judge'] / found['rows']:5.2f} s"
            f" per 1000 rows, peak {found['peak']:5.0f} MB, of a copy {found['copy']:5.0f} MB,"
            f" machine load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
