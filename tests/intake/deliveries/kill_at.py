"""Runs an import in child processes that die at a chosen point, and says what state each left.

    python kill_at.py ROOT FILE RECIPE STEP [plain]

The child ends itself, without any clean-up, at its n-th call to the system (every file opened,
linked, renamed, removed: Python's audit events), for every STEP-th n until an import runs to its
end; ``plain``: as where folders cannot change places in one step. Printed is one line for each death: "former", "new" or "BROKEN".
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from hbanalysis.intake import machine
from hbanalysis.intake.delivery.accept import accept, check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import Delivery, prepare

WATCHED = ("open", "os.", "shutil.", "ctypes.call_function", "ctypes.dlsym", "tempfile.", "fcntl.")


def state(root: Path) -> str:
    """A fingerprint of everything in data/raw."""
    digest = hashlib.sha256()
    for path in sorted((root / "data" / "raw").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def take_in(root: Path, made: Delivery, die_at: int = 0) -> None:
    """Take a delivery in; the process ends at its ``die_at``-th watched event (0: never)."""
    seen = 0

    def watch(event: str, _: object) -> None:
        nonlocal seen
        if event.startswith(WATCHED):
            seen += 1
            if seen == die_at:
                os._exit(9)

    with import_lock(root):
        if die_at:
            sys.addaudithook(watch)
        accept(root, made)


def child(root: Path, made: Delivery, die_at: int) -> int:
    """Take a delivery in in a process of its own; its exit code."""
    number = os.fork()
    if number == 0:
        try:
            take_in(root, made, die_at)
            os._exit(0)
        except BaseException:
            os._exit(3)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def main(root: Path, file: Path, recipe: str, step: int) -> None:
    """Kill imports on fresh copies of the workspace and report what each left."""
    work = Path(tempfile.mkdtemp())
    # Reading and checking write nothing: they are done once, and every child takes the same in.
    made = check_in_place(root, prepare(root, file, recipe))
    done = work / "done"
    shutil.copytree(root, done)
    take_in(done, made)  # the children find everything imported
    former, new = state(root), state(done)
    code, point = 9, 0
    while code:
        point += step
        copy = work / "copy"
        shutil.copytree(root, copy)
        code = child(copy, made, point)
        with import_lock(copy):
            pass  # what the next import finds
        word = {former: "former", new: "new"}.get(state(copy), "BROKEN")
        if word == "former":
            take_in(copy, made)  # the same import must go through, and no litter may stay
            if state(copy) != new or list((copy / "data").glob(".import-*")):
                word = "STUCK"
        print(word, code, flush=True)
        shutil.rmtree(copy)
    shutil.rmtree(work)


if __name__ == "__main__":
    if sys.argv[5:] == ["plain"]:
        machine.exchange = lambda *_: False
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
