"""Files of a pack: the same bytes from the same content.

Never a file lost that somebody has open.
"""

from __future__ import annotations

import errno
import io
import os
import re
import shutil
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hbanalysis.intake.store.atomic import swap_in
from hbanalysis.vocabulary.errors import HbaError

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_THUMBNAIL = re.compile(rb"<Relationship [^>]*/thumbnail\"[^>]*/>")
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Written:
    """A file or folder of the pack, where it now is.

    ``wanted`` when that was held open by another program.
    """

    path: Path
    wanted: Path | None = None


def settled(document: bytes, day: str) -> bytes:
    """An Office document without clock times.

    Its parts dated alike, its properties dated ``day`` (ISO).

    Workbooks inside (the numbers behind charts) are settled the same way.
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
    """``docProps/app.xml``: the program a file is for, and nothing of anybody's machine.

    For a deck how many slides with notes it has.
    """
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
    found, number = path.with_name(name + path.suffix), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{name}-{number}{path.suffix}")
    return found


def put_all(
    folder: Path,
    documents: dict[str, bytes],
    pictures: tuple[str, dict[str, bytes]],
    ours: re.Pattern[str],
) -> list[Written]:
    """Write all files and the folder of pictures beside their places, then move them there.

    One after the other.

    Where there is no room for all of them, none takes its place and nothing is left behind. Raises
    HbaError when the folder cannot be written at all.
    """
    staged: list[Path] = []
    try:
        staged += [_staged(folder / name, content) for name, content in documents.items()]
        name, files = pictures
        staged.append(_staged_folder(folder / name, files, ours))
        return [
            _moved(folder / name, fresh)
            for name, fresh in zip((*documents, pictures[0]), staged, strict=True)
        ]
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=str(problem.filename2 or folder),
            why=problem.strerror or str(problem),
        ) from None
    finally:
        for name in (*documents, pictures[0]):
            _removed(_fresh(folder / name))


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


def _staged_folder(path: Path, files: dict[str, bytes], ours: re.Pattern[str]) -> Path:
    """The new folder; what somebody else has put into the former one goes along.

    Our former files do not.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(
            errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path), None, str(path)
        )
    fresh = _fresh(path)
    _removed(fresh)
    fresh.mkdir(parents=True)
    for other in path.iterdir() if path.is_dir() else ():
        if other.is_dir():
            shutil.copytree(other, fresh / other.name, symlinks=True)
        elif not ours.fullmatch(other.name):
            shutil.copy2(other, fresh / other.name, follow_symlinks=False)
    for name, content in files.items():
        (fresh / name).write_bytes(content)
    return fresh


def _moved(path: Path, fresh: Path) -> Written:
    """Move a finished file or folder to its place.

    What is held open there is left, the new one stands beside it.

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
