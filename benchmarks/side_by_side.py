"""Processor time of a report and of a pack, of two checkouts at once.

    python benchmarks/side_by_side.py OTHER_CHECKOUT [--rounds 3] [--place hong-bang]

OTHER_CHECKOUT is a work tree of another commit with a `.venv` of its own. Both make the same pages
and the same pack at the same time, each in a copy of this repository's data, so that whatever else
the machine does slows both: only the ratio means anything. Counted is user time of everything that
was started, also of kernels whose parent has ended (this process adopts them; Linux).
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
ADOPT = 36  # prctl's PR_SET_CHILD_SUBREAPER
PERIOD = "2024-Q3"


def spent(command: list[str]) -> float:
    """User seconds of a command and of all that it starts."""
    ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        code = run.wait()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def both(commands: list[list[str]]) -> list[float]:
    """What two commands spend when they run at the same time, each counted by a process."""
    counting = [
        subprocess.Popen([sys.executable, __file__, "--count", *command], stdout=subprocess.PIPE)
        for command in commands
    ]
    return [float(one.communicate()[0]) for one in counting]


def command(checkout: Path, folder: Path, place: str, what: str) -> list[str]:
    """How a checkout makes all pages, or a pack, in a workspace."""
    made = ["report", PERIOD, "--force"] if what == "report" else ["briefing", PERIOD]
    program = checkout / ".venv" / "bin" / "hba"
    return [str(program), "--root", str(folder), *made, "--territory", place]


def main() -> None:
    """Rounds of both, and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--place", default="hong-bang")
    asked = parser.parse_args()
    checkouts = [asked.other.resolve(), HERE]
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / side for side in ("other", "this")]
        for folder in folders:
            shutil.copytree(HERE / "data" / "raw", folder / "data" / "raw")
        for what in ("report", "briefing"):
            orders = [
                command(*pair, asked.place, what) for pair in zip(checkouts, folders, strict=True)
            ]
            both(orders)  # builds tables, compiles modules
            rounds = [both(orders) for _ in range(asked.rounds)]
            ratio = statistics.median(own / other for other, own in rounds)
            told = ", ".join(f"{own:.1f} : {other:.1f}" for other, own in rounds)
            print(f"{what}: {ratio:.2f} of the other's user time ({told})", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--count"]:
        print(spent(sys.argv[2:]))
    else:
        main()
