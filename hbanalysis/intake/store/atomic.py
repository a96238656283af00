"""A folder or a file is replaced whole or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hbanalysis.vocabulary.errors import HbaError

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_STALE = 24 * 3600.0


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call (Linux); False where that is not possible."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return int(done) == 0


def _remove(path: Path) -> None:
    """Remove what stands under a name, whatever it is; what cannot be removed stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def swap_in(new: Path, target: Path) -> None:
    """Put the finished folder ``new`` in the place of ``target``.

    The old content is removed afterwards.

    On Linux the two change places in one step. Elsewhere the old folder is first set aside under a
    name that :func:`recover` knows, so a crash between the two renames loses nothing.
    """
    aside = target.with_name(f".{target.name}.old")
    if not target.exists() and not target.is_symlink():
        new.rename(target)
        return
    if _exchange(new, target):
        _remove(new)  # a file or a link, where somebody had put one in the folder's place
        return
    _remove(aside)
    target.rename(aside)
    new.rename(target)
    _remove(aside)


def left_behind(target: Path) -> bool:
    """Whether a run that was killed has left something half filled beside ``target``."""
    return any(target.parent.glob(f".{target.name}.*"))


def recover(target: Path, alone: bool = False) -> None:
    """Bring back a folder that a crash left set aside.

    Remove what crashes of former days left half filled.

    Younger temporary folders are left alone: another build may be filling them now; unless the
    caller is ``alone``, because it holds a lock that every other would need.
    """
    aside = target.with_name(f".{target.name}.old")
    if aside.exists() and not target.exists():
        aside.rename(target)
    for stale in target.parent.glob(f".{target.name}.*"):
        if stale != aside and (alone or stale.stat().st_mtime < time.time() - _STALE):
            _remove(stale)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and put it in place when complete.

    Excel keeps an open file locked.

    Raises HbaError when the place cannot be written or the old file is open elsewhere.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=path.name,
            why=problem.strerror or str(problem),
        ) from None


@contextmanager
def fresh_folder(target: Path, alone: bool = False) -> Iterator[Path]:
    """A temporary sibling of ``target`` to fill.

    Swapped in when the block ends well, removed when it does not.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target, alone)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new.chmod(0o755)
        yield new
        swap_in(new, target)
    finally:
        _remove(new)
