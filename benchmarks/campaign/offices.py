"""Small offices to attack, and commands run in copies of this process that may be killed."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.publishing.test_report import small_notebook
from tests.tables import write_office

CSV = "data/raw/observations/quan.csv"


@contextmanager
def office(**tables: str) -> Iterator[Path]:
    """The tiny office of the tests with one short notebook, in a folder that goes afterwards."""
    # A short path: the sockets of kernels have room for a hundred letters.
    with tempfile.TemporaryDirectory(prefix="c", dir="/tmp") as folder:
        root = Path(folder) / "o"
        write_office(root, **tables)
        small_notebook(root / "notebooks" / "01-one.ipynb", "Một", "print(period)")
        yield root


def change(root: Path) -> None:
    """One number of the office becomes another, and the other one back again."""
    path = root / CSV
    text = path.read_text(encoding="utf-8")
    old, new = (",110,", ",111,") if ",110," in text else (",111,", ",110,")
    path.with_suffix(".new").write_text(text.replace(old, new), encoding="utf-8")
    path.with_suffix(".new").replace(path)


def state(folder: Path) -> str:
    """A fingerprint of a folder: the name and the bytes of every file."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def begun(action: Callable[[], object], said: Path) -> int:
    """Start an action in a copy of this process, in a group of its own; its process id."""
    number = os.fork()
    if number:
        return number
    os.setsid()
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    code = 99
    try:
        result = action()
        code = result if isinstance(result, int) else 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(number: int) -> int:
    """Wait for a process; its exit code, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def command(*words: str) -> Callable[[], int]:
    """A command of hba as an action."""

    def action() -> int:
        import sys

        from hbanalysis.cli import main

        sys.argv = ["hba", *words]
        main()
        return 0

    return action


def hba(root: Path, *words: str) -> tuple[int, str]:
    """A command in a copy of this process: its exit code and all that it said."""
    # Not beside the workspace: that disk may be full.
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        code = ended(begun(command("--root", str(root), "--lang", "en", *words), said))
        return code, said.read_text(encoding="utf-8", errors="replace")


def killed(action: Callable[[], object], after: float, said: Path) -> int:
    """Start an action and kill it outright after some seconds; its exit code."""
    number = begun(action, said)
    time.sleep(after)
    os.kill(number, signal.SIGKILL)
    return ended(number)
