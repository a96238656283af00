"""The register of received files.

It is ``data/raw/received/registry.csv``, with a line and a fingerprint for each.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from hbanalysis.vocabulary.spreadsheets import no_formula
from hbanalysis.vocabulary.text import strip_marks

FOLDER = "data/raw/received"
REGISTRY = f"{FOLDER}/registry.csv"
ANSWER_SHEET = "Trả lời"
"""The sheet of a list of questions, as departments see it."""
COLUMNS = ("name", "sha256", "recipe", "received", "stored", "observations")

Entry = dict[str, str]


def slug(name: str) -> str:
    """A short name of plain letters for files that any system can hold.

    >>> slug("Tổng-cục-Thống-kê: Số liệu T10.xlsx")
    'tong-cuc-thong-ke-so-lieu-t10'
    """
    stem = name.rpartition(".")[0] or name
    return (
        re.sub(r"[^a-z0-9]+", "-", strip_marks(stem).lower()).strip("-")[:60].strip("-") or "file"
    )


def entries(root: Path) -> list[Entry]:
    """All registered files, oldest first; none when nothing was received yet."""
    path = root / REGISTRY
    return read_rows(path) if path.is_file() else []


def known_delivery(root: Path, fingerprint: str) -> Entry | None:
    """The entry of a file with this fingerprint, whatever its name was."""
    return next((entry for entry in entries(root) if entry["sha256"] == fingerprint), None)


def stored_name(root: Path, name: str, fingerprint: str) -> str:
    """The name under which a received file is kept.

    A second file of one name gets a piece of its fingerprint.
    """
    suffix = Path(name).suffix.lower()
    plain = f"{slug(name)}{suffix}"
    return f"{slug(name)}-{fingerprint[:8]}{suffix}" if (root / FOLDER / plain).exists() else plain


def read_rows(path: Path) -> list[Entry]:
    """The rows of a CSV file as texts."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def as_text(rows: list[Entry], columns: tuple[str, ...] | list[str]) -> str:
    """Rows as the text of a CSV file that nobody opens by running it (:func:`no_formula`)."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: no_formula(cell) for name, cell in row.items()} for row in rows)
    return out.getvalue()
