"""A folder or a file is replaced whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hbanalysis.intake import machine
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.messages import N_

MAY_BE_FILLED = N_(
    "{file} lies there already and may have been filled in; it was left as it is. Move it away, or"
    " choose another name with --output."
)
_STALE = 24 * 3600.0
MADE = "new-"
"""What names of ours have after the target's, so that nobody else's folder is taken for one."""


def _remove(path: Path) -> None:
    """Remove what stands under a name, whatever it is; what cannot be removed stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def resting_place(target: Path) -> Path:
    """Where a folder really lies: a link is kept, and what it points to is replaced.

    Raises HbaError for a mount point (the system lets nobody rename it, so nothing is tried) and
    for links that go in a circle.
    """
    try:
        path = target.resolve() if target.is_symlink() else target
    except (OSError, RuntimeError):  # a RuntimeError until Python 3.13
        raise HbaError(
            "{folder} is a link that leads back to itself.", folder=target.name
        ) from None
    if path.is_dir() and os.path.ismount(path):
        raise HbaError(
            "{folder} is a mount point and cannot be replaced as a whole; put the folder below it"
            " and link to that. Nothing was changed.",
            folder=target.name,
        )
    return path


def swap_in(new: Path, target: Path) -> None:
    """Put the finished folder ``new`` in the place of ``target``; the old content is then removed.

    On Linux the two change places in one step. Elsewhere the old folder is first set aside under a
    name that :func:`recover` knows, so a crash between the two renames loses nothing; when the
    second rename fails, the old folder is put back before the error is raised.
    """
    target = resting_place(target)
    aside = target.with_name(f".{target.name}.old")
    if not target.exists() and not target.is_symlink():
        new.rename(target)
        return
    if machine.exchange(new, target):
        _remove(new)  # a file or a link, where somebody had put one in the folder's place
        return
    _remove(aside)
    target.rename(aside)
    try:
        new.rename(target)
    except OSError:
        aside.rename(target)
        raise
    _remove(aside)


def _leftovers(target: Path) -> Iterator[Path]:
    """What runs that died have left beside ``target``, by the names that only we give."""
    made = re.compile(rf"\.{re.escape(target.name)}\.({MADE}[a-z0-9_]{{8}}|old)")
    return (path for path in target.parent.glob(".*") if made.fullmatch(path.name))


def left_behind(target: Path) -> bool:
    """Whether a run that was killed has left something half filled beside ``target``."""
    return any(_leftovers(target))


def recover(target: Path, alone: bool = False) -> None:
    """Bring back a folder that a crash left set aside, and remove what crashes left half filled.

    Younger temporary folders are left alone: another build may be filling them now; unless the
    caller is ``alone``, because it holds a lock that every other would need.
    """
    target = resting_place(target)
    aside = target.with_name(f".{target.name}.old")
    if aside.exists() and not target.exists():
        aside.rename(target)
    for stale in list(_leftovers(target)):
        if stale != aside and (alone or stale.stat().st_mtime < time.time() - _STALE):
            _remove(stale)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let a failure to write say where: the system names a file it cannot open, not a full disk."""
    try:
        yield
    except OSError as problem:
        if problem.filename is None and problem.errno is not None:  # else its words would be lost
            problem.filename = str(path)
        raise


def put_file(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and put it in place when complete, or raise OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).chmod(0o666 & ~machine.umask())
        Path(name).replace(path)
    except BaseException:  # a full disk leaves no half file under a strange name
        _remove(Path(name))
        raise


def leave_filled(path: Path, content: bytes) -> None:
    """Refuse to put a form where another file lies already: somebody may have filled it in."""
    if path.exists() and path.read_bytes() != content:
        raise HbaError(MAY_BE_FILLED, file=path.name)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and put it in place when complete.

    Raises HbaError when the place cannot be written or the old file is open elsewhere: Excel keeps
    an open file locked.
    """
    try:
        put_file(path, content)
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=path.name,
            why=problem.strerror or str(problem),
        ) from None


@contextmanager
def fresh_folder(target: Path, alone: bool = False) -> Iterator[Path]:
    """A temporary sibling of ``target`` to fill.

    It is swapped in when the block ends well, and removed when it does not.
    """
    target = resting_place(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target, alone)
    try:
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}.{MADE}", dir=target.parent))
    except OSError as problem:  # it would name the folder that could not be made
        problem.filename = str(target)
        raise
    try:
        shared = target.parent.stat().st_mode & stat.S_ISGID  # a folder of several accounts
        new.chmod((0o777 & ~machine.umask()) | shared)
        with naming(target):
            yield new
            swap_in(new, target)
    finally:
        _remove(new)
