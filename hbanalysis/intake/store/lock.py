"""One run at a time: the second one is refused, or waits and says so."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.2


def taken(handle: int) -> bool:
    """Try to take the lock of an open file.

    The system gives it back when the process ends, however it ends.
    """
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def alone(
    path: Path, waiting: Callable[[], None], stopped: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Hold the lock ``path``; ``waiting`` is called once when another run holds it.

    ``stopped`` is asked while it does: the wait then ends as Ctrl-C would.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        told = False
        while not taken(handle):
            if not told:
                waiting()
                told = True
            if stopped():
                raise KeyboardInterrupt
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)
