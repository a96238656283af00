"""Files of a pack: the same bytes from the same content, and never a file lost that somebody has open."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from hbanalysis.intake.atomic import swap_in
from hbanalysis.vocabulary.errors import HbaError

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


@dataclass(frozen=True)
class Written:
    """A file or folder of the pack, where it now is; ``wanted`` when that was held open by another program."""

    path: Path
    wanted: Path | None = None


def settled(document: bytes, day: str) -> bytes:
    """An Office document without clock times: its parts dated alike, its properties dated ``day`` (ISO).

    Workbooks inside (the numbers behind charts) are settled the same way.
    """
    stamp = f"{day[:10]}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry.filename)
            if entry.filename.endswith(".xlsx"):
                content = settled(content, day)
            if entry.filename == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            dated = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            dated.compress_type, dated.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(dated, content)
    return out.getvalue()


def stamped(path: Path) -> Path:
    """A free name beside a path, with the time: ``brief-20241015-093000.pptx``."""
    name = f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}"
    found, number = path.with_name(name + path.suffix), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{name}-{number}{path.suffix}")
    return found


def put_file(path: Path, content: bytes) -> Written:
    """Write a file beside its place, then move it there; a file that is held open is left, the new one stands beside.

    Excel and PowerPoint keep an open file locked: replacing it is refused (PermissionError). Raises HbaError when
    the folder cannot be written at all.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(content)
        try:
            fresh.replace(path)
        except PermissionError:
            beside = stamped(path)
            fresh.rename(beside)
            return Written(beside, path)
    except OSError as problem:
        raise HbaError("{file} cannot be read or written: {why}.", file=path.name,
                       why=problem.strerror or str(problem)) from None
    return Written(path)


def put_folder(path: Path, files: dict[str, bytes]) -> Written:
    """A folder with exactly these files in the place of the former one; beside it when that is held open."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        try:
            swap_in(fresh, path)
        except PermissionError:
            beside = stamped(path)
            fresh.rename(beside)
            return Written(beside, path)
    except OSError as problem:
        raise HbaError("{file} cannot be read or written: {why}.", file=path.name,
                       why=problem.strerror or str(problem)) from None
    return Written(path)
