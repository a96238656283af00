"""What differs between systems: everything that Linux can and Windows cannot, in one place.

The rest of the house asks here and never the system itself, so that the tests can run it in the
form of Windows: no fork, no exchange of folders, no umask, files that cannot be replaced while
somebody has them open. Nothing heavy is imported: the door looks here before anything else.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
FEW_FILES, LITTLE_MEMORY, MEMORY_OF_PAGES, MEMORY_OF_PACKS = 128, 450, 4000, 1500
"""Open files that pages need; megabytes that any command, pages and a briefing pack need."""


def can_fork() -> bool:
    """Whether a process can be copied and its copies be waited for by a handle (Linux)."""
    return (
        sys.platform == "linux" and hasattr(os, "pidfd_open") and Path("/proc/self/task").is_dir()
    )


def cores() -> int:
    """How many processors this process may use at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def umask() -> int:
    """What this account takes from the rights of new files; asking means setting it twice."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call (Linux); False where that is not possible."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return int(done) == 0


def own_group() -> dict[str, Any]:
    """How a child is started that Ctrl-C in the terminal does not reach."""
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
    return {"start_new_session": True}


def end_group(leader: int) -> bool:
    """End a process with all that it has started; False where there are no groups."""
    if not hasattr(os, "killpg"):
        return False
    with suppress(OSError):
        os.killpg(leader, signal.SIGKILL)
    return True


@contextmanager
def nothing_to_search() -> Iterator[None]:
    """For a while Python does not search for garbage, and afterwards not in what is there then.

    While importing and judging it would find none, and that takes a tenth of the time of a pack.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def polite_signals() -> list[signal.Signals]:
    """The signals that ask a run to end: Ctrl-C, a polite kill, a lost terminal."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def _limit(name: str) -> int | None:
    """A limit of this process, None where there is none."""
    try:
        import resource
    except ImportError:
        return None
    soft = resource.getrlimit(getattr(resource, name))[0]
    return None if soft == resource.RLIM_INFINITY else soft


def files_at_once() -> int | None:
    """How many files this process may open, after asking for as many as it is allowed."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 1024 if hard == resource.RLIM_INFINITY else min(1024, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return _limit("RLIMIT_NOFILE")


def megabytes() -> int | None:
    """How much memory this process may ask for; None: as much as there is."""
    limit = _limit("RLIMIT_AS")
    return None if limit is None else limit // 1_000_000
