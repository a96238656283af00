"""One run at a time: the second one is refused, or waits and says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from hbanalysis.vocabulary.errors import HbaError

_PAUSE = 0.2
# On a shared folder the next run may be another account's: it must be able to take the lock.
_FOR_ALL = 0o666


def try_lock(path: Path) -> FileLock | None:
    """The lock of ``path`` when nobody holds it, else None; release it with ``release()``.

    The system gives it back when the process ends, however it ends. Raises HbaError when the file
    cannot be opened.
    """
    lock = FileLock(path, mode=_FOR_ALL)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    except OSError as problem:
        raise HbaError(
            "The lock {file} cannot be opened: {why}. It may belong to another account; let its"
            " owner delete it.",
            file=f"{path.parent.name}/{path.name}",
            why=problem.strerror or type(problem).__name__,
        ) from None
    return lock


@contextmanager
def exclusive(
    path: Path, waiting: Callable[[], None], stopped: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Hold the lock ``path``; ``waiting`` is called once when another run holds it.

    ``stopped`` is asked while it does: the wait then ends as Ctrl-C would.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = try_lock(path)
    if lock is None:
        waiting()
    while lock is None:
        if stopped():
            raise KeyboardInterrupt
        time.sleep(_PAUSE)
        lock = try_lock(path)
    try:
        yield
    finally:
        lock.release()
