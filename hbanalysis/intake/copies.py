"""Much work shared out to copies of this process, one for each core.

A copy has all that this process has read, without reading it again. Only a process with a single
thread may be copied (:func:`single_thread`), so every loader here reads without threads; where it
may not, the work is done here, with the same results.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from hbanalysis.intake import machine

T = TypeVar("T")
_watcher: ContextVar[Callable[[int, int], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(tell: Callable[[int, int], None]) -> Iterator[None]:
    """Tell how many jobs of how many are done whenever one is, as long as the block lasts.

    >>> with watched(lambda done, of: print(done, "of", of)):
    ...     answers = list(in_copies([lambda: 6, lambda: 7]))
    1 of 2
    2 of 2
    """
    former = _watcher.set(tell)
    try:
        yield
    finally:
        _watcher.reset(former)


class _Copy(NamedTuple):
    """A copy at work: its number, and the end of the pipe that its answers come from."""

    child: int
    answers: BinaryIO


def single_thread() -> bool:
    """Whether this process can be forked safely."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def in_copies(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What each job gives, in order; as many are at work at once as there are cores.

    A job that fails in its copy is done once more here, so that its error is met by the caller.

    >>> list(in_copies([lambda: 6 * 7, lambda: "seven"]))
    [42, 'seven']
    """
    tell = _watcher.get()
    for done, answer in enumerate(_answers(jobs), start=1):
        if tell:
            tell(done, len(jobs))
        yield answer


def _answers(jobs: Sequence[Callable[[], T]]) -> Iterator[T]:
    count = min(machine.cores(), len(jobs))
    if count < 2 or not machine.can_fork() or not single_thread():
        yield from (job() for job in jobs)
        return
    copies: list[_Copy] = []
    try:
        copies.extend(_copied(jobs[first::count]) for first in range(count))
        for place, job in enumerate(jobs):
            answer = _answer(copies[place % count].answers)
            yield answer[0] if answer else job()
    finally:
        for copy in copies:
            _ended(copy)


def in_a_copy(job: Callable[[], T]) -> T | None:
    """What a job gives, made in a copy of this single-threaded process; nothing where it fails.

    >>> in_a_copy(lambda: 6 * 7)
    42
    """
    copy = _copied([job])
    try:
        answer = _answer(copy.answers)
    finally:
        _ended(copy)
    return answer[0] if answer else None


def _copied(jobs: Sequence[Callable[[], Any]]) -> _Copy:
    """A copy that does these jobs, one after the other."""
    answers, answer = os.pipe()
    child = os.fork()
    if child:
        os.close(answer)
        return _Copy(child, os.fdopen(answers, "rb"))
    try:
        os.close(answers)
        with os.fdopen(answer, "wb") as out:
            for job in jobs:
                pickle.dump((job(),), out, protocol=pickle.HIGHEST_PROTOCOL)
                out.flush()
    finally:  # whatever went wrong: the first process does that job itself and meets it
        os._exit(0)


def _answer(answers: BinaryIO) -> tuple[Any, ...]:
    """The next answer of a copy, in a tuple; nothing when it has ended."""
    try:
        found: tuple[Any, ...] = pickle.load(answers)  # noqa: S301 (written by our own copy)
    except (EOFError, pickle.UnpicklingError):
        return ()
    return found


def _ended(copy: _Copy) -> None:
    """Let a copy end; one that is still at work is not waited for."""
    copy.answers.close()
    with suppress(ProcessLookupError):
        os.kill(copy.child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(copy.child, 0)
