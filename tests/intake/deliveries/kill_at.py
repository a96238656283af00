"""Runs an import in child processes that die at a chosen point, and says what state each left.

    python kill_at.py ROOT FILE RECIPE points|moments STEP

``points``: the child ends itself, without any clean-up, at its n-th call to the system (every file
opened, linked, renamed, removed: Python's audit events), for every STEP-th n until an import runs
to its end. ``moments``: the parent sends SIGKILL after a random time. Printed is one line for each
death: "former", "new" or "BROKEN".
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from hbanalysis.intake.delivery.accept import accept, check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import prepare

WATCHED = ("open", "os.", "shutil.", "ctypes.call_function", "ctypes.dlsym", "tempfile.", "fcntl.")


def state(root: Path) -> str:
    """A fingerprint of everything in data/raw."""
    digest = hashlib.sha256()
    for path in sorted((root / "data" / "raw").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def run(root: Path, file: Path, recipe: str, die_at: int = 0) -> None:
    """One import; it ends the process at its ``die_at``-th watched event (0: never)."""
    seen = 0

    def watch(event: str, _: object) -> None:
        nonlocal seen
        if event.startswith(WATCHED):
            seen += 1
            if seen == die_at:
                os._exit(9)

    with import_lock(root):
        made = check_in_place(root, prepare(root, file, recipe))
        if die_at:
            sys.addaudithook(watch)
        accept(root, made)


def child(root: Path, file: Path, recipe: str, die_at: int = 0) -> int:
    """Start an import in a process of its own."""
    number = os.fork()
    if number == 0:
        try:
            run(root, file, recipe, die_at)
            os._exit(0)
        except BaseException:
            os._exit(3)
    return number


def main(root: Path, file: Path, recipe: str, how: str, step: int) -> None:
    """Kill imports on fresh copies of the workspace and report what each left."""
    work = Path(tempfile.mkdtemp())
    done = work / "done"
    shutil.copytree(root, done)
    warm = work / "warm"
    shutil.copytree(root, warm)
    run(warm, file, recipe)  # the children find everything imported, so the measured one must too
    started = time.monotonic()
    run(done, file, recipe)
    takes = time.monotonic() - started
    former, new = state(root), state(done)
    chance, dice = 0, random.Random(7)
    while True:
        chance += step if how == "points" else 1
        copy = work / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy)
        number = child(copy, file, recipe, chance if how == "points" else 0)
        if how == "moments":
            time.sleep(dice.uniform(0, 2 * takes))
            os.kill(number, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        found = state(copy)
        word = {former: "former", new: "new"}.get(found, "BROKEN")
        if chance % 5 == 0:
            run_again(copy, file, recipe, word, new)
        print(word, code, flush=True)
        if (how == "points" and code == 0) or (how == "moments" and chance == 30):
            shutil.rmtree(work)
            return


def run_again(copy: Path, file: Path, recipe: str, word: str, new: str) -> None:
    """After a death that left the former state, the same import must go through.

    No litter may stay.
    """
    if word == "former":
        run(copy, file, recipe)
        if state(copy) != new or list((copy / "data").glob(".import-*")):
            print("STUCK", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
