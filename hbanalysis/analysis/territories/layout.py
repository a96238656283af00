"""A layout of tiles: which territory stands in which row and column of a tile map."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from hbanalysis.vocabulary.errors import BadData, Finding
from hbanalysis.vocabulary.messages import N_

COLUMNS = ("territory", "row", "column")
TEXTS = N_(
    {
        "column": "The column {column} is missing.",
        "unknown": "{found!r} is not one of the territories of this page.",
        "place": "The place of a tile is two whole numbers from 1 to 200, not {found!r}.",
        "taken": "{found} has the place of {other}.",
        "twice": "{found} has two places.",
        "unreadable": "The file cannot be read: {problem}.",
    }
)


@dataclass(frozen=True)
class Tile:
    """One territory and its place, counted from 1."""

    territory: str
    row: int
    column: int


def read_layout(path: Path, territories: tuple[str, ...]) -> tuple[Tile, ...]:
    """The tiles of a layout file (``territory,row,column``); every problem of it at once.

    Raises BadData with a finding for each cell that is wrong; nothing is drawn from half a file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows, header = list(reader), reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        facts = {"problem": str(getattr(problem, "strerror", None) or problem)}
        raise BadData([_finding(path, "", "unreadable", **facts)]) from None
    absent = [name for name in COLUMNS if name not in header]
    if absent:
        raise BadData([_finding(path, "", "column", column=name) for name in absent])
    tiles: dict[tuple[int, int], Tile] = {}
    findings: list[Finding] = []
    for line, row in enumerate(rows, 2):
        findings += _placed(path, line, row, tiles, territories)
    if findings:
        raise BadData(findings)
    return tuple(tiles.values())


def _placed(
    path: Path,
    line: int,
    row: dict[str, str | None],
    tiles: dict[tuple[int, int], Tile],
    territories: tuple[str, ...],
) -> list[Finding]:
    """Put one tile in its place, or say why it has none."""
    code = str(row["territory"] or "").strip()
    texts = [str(row[name] or "").strip() for name in COLUMNS[1:]]
    if code not in territories:
        return [_finding(path, f"A{line}", "unknown", found=code)]
    if not all(text.isascii() and text.isdigit() and 1 <= int(text) <= 200 for text in texts):
        return [_finding(path, f"B{line}", "place", found=" ".join(texts))]
    square = int(texts[0]), int(texts[1])
    if square in tiles:
        other = tiles[square].territory
        return [_finding(path, f"B{line}", "taken", found=code, other=other)]
    if any(tile.territory == code for tile in tiles.values()):
        return [_finding(path, f"A{line}", "twice", found=code)]
    tiles[square] = Tile(code, *square)
    return []


def _finding(path: Path, locator: str, name: str, **facts: object) -> Finding:
    return Finding("error", "layout", path.name, locator, TEXTS[name], facts)
