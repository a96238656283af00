"""Files of a pack: the same bytes from the same content, none lost that somebody has open."""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.intake.store.atomic import fresh_folder, swap_in
from hbanalysis.vocabulary.errors import HbaError

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_THUMBNAIL = re.compile(rb"<Relationship [^>]*/thumbnail\"[^>]*/>")
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Written:
    """A file or folder of the pack: where it is, and where it was wanted if that was held open."""

    path: Path
    wanted: Path | None = None


def settled(document: bytes, day: str) -> bytes:
    """An Office document without clock times.

    Its parts are dated alike, its properties with ``day`` (ISO). Workbooks inside (the numbers
    behind charts) are settled the same way.
    """
    stamp = f"{day[:10]}T00:00:00Z".encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename.startswith(
                "docProps/thumbnail"
            ):  # a picture of the empty default template
                continue
            content = old.read(entry.filename)
            if entry.filename == "_rels/.rels":
                content = _THUMBNAIL.sub(b"", content)
            if entry.filename.endswith(".xlsx"):
                content = settled(content, day)
            if entry.filename == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            dated = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            dated.compress_type, dated.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(dated, content)
    return out.getvalue()


def program_properties(program: str, slides: int | None = None) -> bytes:
    """``docProps/app.xml``: the program a file is for, for a deck also its number of slides."""
    count = "" if slides is None else f"<Slides>{slides}</Slides><Notes>{slides}</Notes>"
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{space}"><Application>{program}</Application>{count}'
        "<AppVersion>16.0000</AppVersion></Properties>"
    ).encode()


def property_of(text: str) -> str:
    r"""A text as the properties of an Office document can hold it: one line of at most 255 letters.

    >>> property_of("VĂN PHÒNG\x07\nHĐND"), len(property_of("x" * 300))
    ('VĂN PHÒNG HĐND', 255)
    """
    return " ".join(CONTROL.sub("", text).split())[:255]


def stamped(path: Path) -> Path:
    """A free name beside a path, with the time: ``brief-20241015-093000.pptx``."""
    name = f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}"
    candidate, number = path.with_name(name + path.suffix), 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{name}-{number}{path.suffix}")
    return candidate


def put_all(
    folder: Path,
    documents: dict[str, bytes],
    pictures: tuple[str, dict[str, bytes]],
    ours: re.Pattern[str],
) -> list[Written]:
    """Write a whole pack beside its place, then let the two folders change places in one step.

    What others have put into the folder goes along. Where a file is held open, or the folder cannot
    change places (a mount point, the folder one stands in, no right to write beside it), each file
    is moved alone. Without room for all nothing changes and nothing is left behind. Raises HbaError
    when the folder cannot be written at all.
    """
    try:
        _refuse_files(folder, folder / pictures[0])
        if _movable(folder):
            with suppress(PermissionError):
                return _exchanged(folder, documents, pictures, ours)
        return _one_by_one(folder, documents, pictures, ours)
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=str(problem.filename2 or folder),
            why=problem.strerror or str(problem),
        ) from None


def _refuse_files(*places: Path) -> None:
    """Say that a file stands where a folder has to be."""
    for path in places:
        if path.exists() and not path.is_dir():
            code = errno.ENOTDIR
            raise NotADirectoryError(code, os.strerror(code), str(path), None, str(path))


def _movable(folder: Path) -> bool:
    """Whether another folder may take the place of this one: nobody stands in it, no disk is it."""
    resolved = folder.resolve()
    return not os.path.ismount(resolved) and not Path.cwd().is_relative_to(resolved)


def _exchanged(
    folder: Path,
    documents: dict[str, bytes],
    pictures: tuple[str, dict[str, bytes]],
    ours: re.Pattern[str],
) -> list[Written]:
    """The pack as one folder that takes the place of the former one; killed, it is old or new."""
    name, files = pictures
    remains = tuple(_fresh(folder / one).name for one in (*documents, name))  # of a killed run
    with fresh_folder(folder) as fresh:
        _take_along(folder, fresh, {*documents, *remains}.__contains__, (name, *remains))
        for document, content in documents.items():
            (fresh / document).write_bytes(content)
        _filled(fresh / name, folder / name, files, ours)
    return [Written(folder / one) for one in (*documents, name)]


def _one_by_one(
    folder: Path,
    documents: dict[str, bytes],
    pictures: tuple[str, dict[str, bytes]],
    ours: re.Pattern[str],
) -> list[Written]:
    """Everything written beside its place first, then moved there one after the other."""
    name, files = pictures
    names = (*documents, name)
    try:
        staged = [_staged(folder / document, content) for document, content in documents.items()]
        _removed(_fresh(folder / name))
        staged.append(_filled(_fresh(folder / name), folder / name, files, ours))
        return [_moved(folder / one, fresh) for one, fresh in zip(names, staged, strict=True)]
    finally:
        for one in names:
            _removed(_fresh(folder / one))


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _removed(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _staged(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    _removed(_fresh(path))
    _fresh(path).write_bytes(content)
    return _fresh(path)


def _filled(fresh: Path, path: Path, files: dict[str, bytes], ours: re.Pattern[str]) -> Path:
    """A new folder of pictures; what others put into the former one goes along."""
    fresh.mkdir(parents=True)
    _take_along(path, fresh, lambda other: bool(ours.fullmatch(other)))
    for name, content in files.items():
        (fresh / name).unlink(missing_ok=True)
        (fresh / name).write_bytes(content)
    return fresh


def _take_along(
    path: Path, fresh: Path, ours: Callable[[str], bool], folders: tuple[str, ...] = ()
) -> None:
    """What lies in the former folder also in the new one, but for our files and these folders."""
    for other in path.iterdir() if path.is_dir() else ():
        if other.is_dir() and not other.is_symlink():
            if other.name not in folders:
                shutil.copytree(other, fresh / other.name, symlinks=True, copy_function=_linked)
        elif not ours(other.name):
            _linked(other, fresh / other.name)


def _linked(source: Any, target: Any) -> Any:
    """The same file under a second name; a copy where the disk has no such names."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _moved(path: Path, fresh: Path) -> Written:
    """Move a finished file or folder to its place; one that is held open there gets it beside it.

    Excel and PowerPoint keep an open file locked: replacing it is refused (PermissionError).
    """
    try:
        if fresh.is_dir():
            swap_in(fresh, path)
        else:
            fresh.replace(path)
    except PermissionError:
        beside = stamped(path)
        fresh.rename(beside)
        return Written(beside, path)
    return Written(path)
