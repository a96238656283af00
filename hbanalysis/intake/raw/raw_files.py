"""Which files hold which raw table, and those in ``data/raw`` that nothing reads.

A table stands in a file of its name, as text or as a workbook; observations in any number of files
below ``observations/``. Any other workbook in ``data/raw`` is a catalogue: its sheets are tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding, nearest

TEXTS = (".csv", ".tsv", ".txt")
BOOKS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
OBSERVATIONS = "observations"
NOT_READ = "Nothing reads this file; expected is one of {expected}."
NO_SUCH_TABLE = "No raw table is called {found!r}; is {near!r} meant? The file was not read."
GONE = "This is a link to a file that is not there; put the file itself here, or mend the link."
LINKED_FOLDER = "This is a link to a folder, and links are not followed: its files were not read."
CLOSED = "This folder cannot be opened, so nobody knows what lies in it: {why}."
NO_FILE = "This is no ordinary file; it was not read."

_PASSED_OVER = ("~$", ".", "desktop.ini", "thumbs.db", "readme")


def _put_there(folder: Path, pattern: str) -> list[Path]:
    """What a person put into a folder, in a fixed order: files, folders, links."""
    return sorted(
        path
        for path in folder.glob(pattern)
        if not any(part.lower().startswith(_PASSED_OVER) for part in path.relative_to(folder).parts)
    )


def _plain_files(folder: Path, pattern: str) -> list[Path]:
    """Files of a folder that a person put there, in a fixed order."""
    return [path for path in _put_there(folder, pattern) if path.is_file()]


def table_name(path: Path) -> str:
    """The table that a file's name says: ``Targets.xlsx`` and ``targets.csv.txt`` are targets.

    >>> table_name(Path("Targets.XLSX")), table_name(Path("targets.csv.txt"))
    ('targets', 'targets')
    """
    stem = path.stem.lower()
    return stem.removesuffix(".csv") if path.suffix.lower() == ".txt" else stem


def raw_files(root: Path, name: str) -> list[Path]:
    """The files that may hold one table, in a fixed order; lock files are passed over."""
    raw = root / "data" / "raw"
    if name == OBSERVATIONS:
        files = [path for path in _plain_files(raw, "*") if table_name(path) == name]
        files += _plain_files(raw / OBSERVATIONS, "**/*")
    else:
        files = [path for path in _plain_files(raw, "*") if _may_hold(path, name)]
    return [path for path in files if path.suffix.lower() in TEXTS + BOOKS]


def _may_hold(path: Path, name: str) -> bool:
    own = table_name(path)
    return own == name or (own not in SCHEMAS and path.suffix.lower() in BOOKS)


def is_catalogue(path: Path) -> bool:
    """Whether a workbook may hold several tables: one in ``data/raw`` with a name of its own."""
    return (
        path.suffix.lower() in BOOKS
        and path.parent.name == "raw"
        and table_name(path) not in SCHEMAS
    )


def read_files(root: Path) -> Iterator[Path]:
    """Every file that a build reads, each once."""
    seen: set[Path] = set()
    for name in SCHEMAS:
        for path in raw_files(root, name):
            if path not in seen:
                seen.add(path)
                yield path


def _no_files(root: Path) -> Iterator[Finding]:
    """What looks like a raw file and leads to none: its figures would be missing without a word."""
    raw = root / "data" / "raw"
    below = _put_there(raw / OBSERVATIONS, "**/*")
    for path in (*_put_there(raw, "*"), *below):
        table = path.suffix.lower() in TEXTS + BOOKS
        if table and not path.exists():
            yield Finding("error", "missing-file", path.relative_to(root).as_posix(), "", GONE)
        elif table and not path.is_file() and not path.is_dir():
            yield _unread(root, path, NO_FILE, {})
    for path in below:
        if path.is_symlink() and path.is_dir():
            yield _unread(root, path, LINKED_FOLDER, {})
    for folder in (raw, raw / OBSERVATIONS, *below):
        try:  # looking for names in a closed folder finds none, without a word
            if folder.is_dir() and not folder.is_symlink():
                next(folder.iterdir(), None)
        except OSError as problem:
            facts = {"why": problem.strerror or str(problem)}
            file = folder.relative_to(root).as_posix()
            yield Finding("error", "unreadable", file, "", CLOSED, facts)


def unread_files(root: Path) -> list[Finding]:
    """What nothing reads, in ``data/raw`` and in ``observations/``: files, and what is none."""
    raw, findings = root / "data" / "raw", list(_no_files(root))
    expected = ", ".join(suffix.removeprefix(".") for suffix in TEXTS + BOOKS)
    for path in _plain_files(raw / OBSERVATIONS, "**/*"):
        if path.suffix.lower() not in TEXTS + BOOKS:
            facts = {"found": path.suffix, "expected": expected}
            findings.append(_unread(root, path, NOT_READ, facts))
    for path in _plain_files(raw, "*"):
        own = table_name(path)
        if path.suffix.lower() in TEXTS and own not in SCHEMAS:
            near = nearest(own, SCHEMAS)
            template = NO_SUCH_TABLE if near else NOT_READ
            names = ", ".join(f"{name}.csv" for name in SCHEMAS)
            facts = {"found": path.name, "near": f"{near}.csv", "expected": names}
            findings.append(_unread(root, path, template, facts))
    return findings


def _unread(root: Path, path: Path, template: str, facts: dict[str, str]) -> Finding:
    file = path.relative_to(root).as_posix()
    return Finding("warning", "file-not-read", file, "", template, facts)
