"""The same office in other surroundings: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.campaign.offices import office
from benchmarks.campaign.outcome import ROOT, Outcome
from tests.publishing.test_report import content

PROMISE = "The same raw files give the same pages and tables, wherever and whenever they are made"
ATTACK = "C locale, no HOME, time zones, hash seeds, umask, one core, a long path, other folders"
VARIANTS: dict[str, dict[str, str]] = {
    "locale C": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "locale tr_TR": {"LC_ALL": "tr_TR.UTF-8"},
    "no HOME": {"HOME": ""},
    "TZ +14": {"TZ": "Pacific/Kiritimati"},
    "TZ -12": {"TZ": "Etc/GMT+12"},
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "hash seed 4242": {"PYTHONHASHSEED": "4242"},
    "narrow terminal": {"COLUMNS": "20", "TERM": "dumb"},
    "umask 077": {},
    "one core": {},
    "a long path": {},
    "a folder with blanks and braces": {},
}
TRIES = len(VARIANTS)


def _made(root: Path, variant: str, more: dict[str, str]) -> tuple[dict[str, bytes], str]:
    """The files of a report made in a process of its own in these surroundings."""
    code = "from hbanalysis.cli import main; main()"
    call = [sys.executable, "-c", code, "--root", str(root)]
    if variant == "one core" and shutil.which("taskset"):
        call = ["taskset", "-c", "0", *call]
    environment = {k: v for k, v in (os.environ | more).items() if v != "" or k not in more}
    mask = 0o077 if variant == "umask 077" else -1
    done = subprocess.run(
        [*call, "report", "2024-Q1", "--force"],
        env=environment, cwd=ROOT, umask=mask, capture_output=True, check=False,
    )  # fmt: skip
    files = content(root / "reports" / "quan" / "2024-Q1" / "vi") if not done.returncode else {}
    return files, done.stderr.decode("utf-8", "replace")[-200:]


def run(tries: int) -> Outcome:
    outcome = Outcome()
    with office() as root:
        wanted, told = _made(root, "", {})
        outcome.note("as usual", bool(wanted), told)
        for variant, more in list(VARIANTS.items())[:tries]:
            names = {"a long path": "dài" * 20, "a folder with blanks and braces": "b {a} [/c]"}
            place = root.parent / names.get(variant, "other")
            shutil.copytree(root / "data" / "raw", place / "data" / "raw")
            shutil.copytree(root / "notebooks", place / "notebooks")
            files, told = _made(place, variant, more)
            other = [name for name in wanted if files.get(name) != wanted[name]]
            outcome.note(
                "the same bytes",
                files.keys() == wanted.keys() and not other,
                f"{variant}: {other[:3]} {told}",
            )
            shutil.rmtree(place)
    return outcome
