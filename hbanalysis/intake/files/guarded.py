"""Foreign files are read in a child process, with limits of memory and time.

A damaged or hostile workbook can abort the program that reads it, or want half a terabyte, and no
exception can catch that. The child is started once and kept: a second file costs no start.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from hbanalysis.intake.files.kinds import refused
from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.machine import own_group

TOO_LARGE = (
    "{file} cannot be read with {memory} MB of memory; a single cell far from the others, or"
    " damage, may be the reason. Copy the table into a new workbook and send that."
)
TOO_LONG = (
    "{file} cannot be read within {seconds} seconds; it may be damaged. Copy the table into a new"
    " workbook and send that."
)
BROKE_OFF = "{file} is damaged: reading it broke off. Ask for the file again."

# What an honest file needs grows with its size; the base is Python, its readers and a workbook.
BASE_MEMORY, MEMORY_PER_BYTE, MOST_MEMORY = 700, 40, 8000
BASE_SECONDS, BYTES_PER_SECOND = 15, 500_000
# Seconds are those of the processor, where the system counts them; a busy machine may take longer.
PATIENCE = 4
_LENGTH = struct.Struct("<Q")
_START = (
    "import sys; sys.path[:0] = sys.argv[1:2]; "
    "from hbanalysis.intake.files.guarded import serve; serve()"
)


def limits(path: Path) -> tuple[int, int]:
    """Megabytes and seconds of work that reading a file may take.

    >>> from tempfile import gettempdir
    >>> limits(Path(gettempdir()) / "there is no such file.xlsx")
    (700, 15)
    """
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    memory = min(BASE_MEMORY + size * MEMORY_PER_BYTE // 1_000_000, MOST_MEMORY)
    return memory, BASE_SECONDS + size // BYTES_PER_SECOND


class _Reader:
    """The child process, asked for one file at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None

    def ask(self, function: str, path: Path, arguments: tuple[Any, ...]) -> Any:
        """The answer of the child: a result, or why there is none."""
        memory, seconds = limits(path)
        with self.lock:
            child = self.child if self.child and self.child.poll() is None else self._start()
            late = threading.Timer(seconds * PATIENCE, child.kill)
            late.start()
            try:
                _send(child.stdin, (function, path, arguments, memory, seconds))
                outcome, content = _receive(child.stdout)
            except (OSError, EOFError, pickle.UnpicklingError):
                self.stop()
                outcome, content = _end_of(child, timed_out=not late.is_alive()), None
            except BaseException:
                self.stop()  # an answer that nobody has read must not be taken for the next one
                raise
            finally:
                late.cancel()
        if outcome == "done":
            return content
        raise _refusal(outcome, content, path, memory, seconds)

    def _start(self) -> subprocess.Popen[bytes]:
        self.stop()
        package = str(Path(__file__).resolve().parents[3])
        self.child = subprocess.Popen(  # noqa: S603 - this interpreter, our own words
            [sys.executable, "-P", "-c", _START, package],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **own_group(),
        )
        return self.child

    def stop(self) -> None:
        """End the child, whatever it is doing."""
        child, self.child = self.child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _end_of(child: subprocess.Popen[bytes], timed_out: bool) -> str:
    """Why a child has ended: Rust ends it when it is refused memory, the system after its time."""
    ends = {"SIGABRT": "memory", "SIGKILL": "failed", "SIGXCPU": "late"}
    codes = {-getattr(signal, name): why for name, why in ends.items() if hasattr(signal, name)}
    return "late" if timed_out else codes.get(child.returncode, "failed")


def _refusal(outcome: str, content: Any, path: Path, memory: int, seconds: int) -> Exception:
    if outcome == "unreadable":
        return Unreadable(content)
    if outcome == "unopened":
        return OSError(*content)
    if outcome == "memory":
        return refused(path, TOO_LARGE, rule="too-large", memory=str(memory))
    if outcome == "late":
        return refused(path, TOO_LONG, rule="too-large", seconds=str(seconds))
    return refused(path, BROKE_OFF)


def _send(pipe: Any, content: Any) -> None:
    data = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    length = _LENGTH.unpack(head)[0]
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from our own child


_reader = _Reader()


def _end() -> None:
    _reader.stop()


atexit.register(_end)


def _forget() -> None:
    """After a fork the child belongs to the parent alone."""
    global _reader  # noqa: PLW0603
    _reader = _Reader()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def guarded(function: str, path: str | Path, *arguments: Any) -> Any:
    """The result of a function on a file, computed in the child.

    ``function`` is a module of intake and a name in it. Raises Unreadable when the file cannot be
    read, for whatever reason.
    """
    return _reader.ask(function, Path(path), arguments)


def _named(function: str) -> Callable[..., Any]:
    """The function of a module of intake: ``files.opening:open_source``."""
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"hbanalysis.intake.{module}"), name)
    return found


def serve() -> None:
    """Answer questions from stdin on stdout until there are no more; run by the child."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not come between the answers
    while True:
        try:
            function, path, arguments, memory, seconds = _receive(questions)
        except EOFError:
            return
        _limit(memory, seconds)
        _send(answers, _answer(function, path, arguments))


def _answer(function: str, path: Path, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", _named(function)(path, *arguments)
    except Unreadable as problem:
        return "unreadable", problem.finding
    except MemoryError:
        return "memory", None
    except OSError as problem:
        return "unopened", (problem.errno, problem.strerror or str(problem), str(path))
    except BaseException as problem:
        return "failed", f"{type(problem).__name__}: {problem}"


def _limit(memory: int, seconds: int) -> None:
    """Hold this process under a number of megabytes and of further seconds, where that is possible.

    Elsewhere (Windows) the bounds of each sheet are looked at, and the clock on the wall.
    """
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime) + max(1, seconds)
    for kind, wanted in ((resource.RLIMIT_AS, memory * 1_000_000), (resource.RLIMIT_CPU, until)):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted if hard < 0 else min(wanted, hard), hard))
