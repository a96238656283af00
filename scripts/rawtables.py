"""What the scripts of this folder share: where raw tables live, how one is read and written."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"

OBSERVATION_COLUMNS = (
    "territory",
    "indicator",
    "period",
    "accumulation",
    "value",
    "numerator",
    "denominator",
    "unit",
    "status",
    "published",
    "calendar",
    "source",
    "locator",
)
TARGET_COLUMNS = (
    "territory",
    "indicator",
    "year",
    "value",
    "unit",
    "comparator_stated",
    "comparator",
    "plan",
    "decided",
    "source",
    "locator",
    "note",
    "basis",
)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV as text, cell by cell, so that nothing is converted on the way."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write one raw table in the one format they all share: UTF-8, NFC, LF, comma, a header row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(
                [unicodedata.normalize("NFC", row.get(column, "")) for column in columns]
            )
