"""A million rows, and seven hundred territories: time and memory of the benchmarks beside."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from benchmarks.campaign.outcome import ROOT, Outcome

PROMISE = "A large office is checked, built and judged on an ordinary laptop"
ATTACK = "a build of so many rows (benchmarks/build_rows.py); 700 territories (assess_scale.py)"
TRIES = 1_000_000
RUNS = (("build_rows.py", True), ("assess_scale.py", False))


def _busy() -> float:
    """Processor seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(tries: int) -> Outcome:
    outcome = Outcome()
    for script, with_rows in RUNS:
        begun, busy, words = time.monotonic(), _busy(), [str(tries)] if with_rows else []
        done = subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / script), *words],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        said = " / ".join(done.stdout.strip().splitlines()[-3:])
        outcome.note(script, done.returncode == 0, done.stderr[-200:])
        took = f"{time.monotonic() - begun:.0f} s, {_busy() - busy:.0f} processor s"
        outcome.measured[script] = f"{took}; {said}"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    outcome.measured["peak of the largest process in MB"] = peak
    return outcome
