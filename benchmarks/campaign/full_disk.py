"""A disk that fills up at every write, in a file system of its own (Linux, ``unshare``)."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.campaign.offices import hba, office
from benchmarks.campaign.outcome import ROOT, Outcome
from tests.intake.deliveries.makers import SPENDING, table, xlsx
from tests.intake.deliveries.recipe import write_recipe

PROMISE = "On a full disk nothing is half written and the sentence names the file"
ATTACK = "every command that writes, with 0, 1, 2, ... blocks of 4 KB free until it succeeds"
TRIES = 40
NAMED = re.compile(r"^(\S+) cannot be (read or )?written", re.MULTILINE)
COMMANDS = (
    ("check", "--output", "list.html"),
    ("check", "--output", "list.xlsx"),
    ("template", "2024", "--output", "form.xlsx"),
    ("template", "--catalogue", "--output", "lists.xlsx"),
    ("dictionary", "--output", "columns.xlsx"),
    ("build",),
    ("import", "inbox/FILE", "--recipe", "bao-cao", "--accept"),
    ("build",),  # and kept: a report would do it on its way, a result of its own
    ("report", "2024-Q1", "--force"),
)


def _files(root: Path) -> dict[str, bytes]:
    """Everything on the disk but locks and logs, which are no result."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
        and path.name != "ballast"
        and not {".logs", ".import.lock", "lock"} & {*path.parts}
    }


def _filled(root: Path, free: int) -> None:
    """Fill the disk but for some blocks."""
    ballast = root / "ballast"
    with ballast.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(1 << 16))
        except OSError:
            pass
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            pass
    os.truncate(ballast, max(0, ballast.stat().st_size // 4096 * 4096 - free * 4096))


def _command(root: Path, words: tuple[str, ...], tries: int, outcome: Outcome) -> None:
    """One command with more and more room."""
    for step in range(tries):
        former = _files(root)
        _filled(root, step if step < 12 else 12 + (step - 12) * 4)
        code, told = hba(root, *words)
        (root / "ballast").unlink()
        after, name = _files(root), words[0]
        if code == 0:
            outcome.note(f"{name} done")
            for path in set(after) - set(former) if name != "build" else ():
                (root / path).unlink()
            return
        same = after == former
        named = bool(NAMED.search(told))
        sound = same and named and "Traceback" not in told
        outcome.note(f"{name} refused", sound, f"room {step}, as before {same}: {told[-200:]}")


def _inside(folder: str, tries: int) -> None:
    """In a namespace of its own: a disk of 6 MB, the office on it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], check=True)
    outcome = Outcome()
    with office() as source:
        write_recipe(source)
        (source / "inbox").mkdir()
        rows = table(["Thu ngân sách", "Tỷ đồng", 100.5, 400], SPENDING)
        name = xlsx(rows)(source / "inbox").name
        root = Path(folder) / "o"
        shutil.copytree(source, root)
    os.chdir(root)
    for words in COMMANDS:
        _command(root, tuple(word.replace("FILE", name) for word in words), tries, outcome)
    print(json.dumps([outcome.counts, outcome.fell]))


def run(tries: int) -> Outcome:
    outcome = Outcome()
    if not shutil.which("unshare"):
        outcome.measured["not run"] = "no unshare here"
        return outcome
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-m", "benchmarks.campaign.full_disk", folder, str(tries)]
        done = subprocess.run(
            ["unshare", "-Urm", *call], capture_output=True, text=True, check=False, cwd=ROOT
        )
    if done.returncode:
        outcome.note("the namespace", False, done.stderr[-300:])
        return outcome
    counts, outcome.fell = json.loads(done.stdout.splitlines()[-1])
    outcome.counts.update(counts)
    return outcome


if __name__ == "__main__":
    _inside(sys.argv[1], int(sys.argv[2]))
