"""A layout of tiles: which territory stands in which row and column of a tile map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType

from hbanalysis.intake.files.csv_files import Unreadable, read_csv_rows
from hbanalysis.vocabulary.errors import BadData, Finding, nearest
from hbanalysis.vocabulary.messages import N_

COLUMNS = ("territory", "row", "column")
TEXTS = N_(
    {
        "column": "The column {column} is missing.",
        "unknown": "{found!r} is not one of the territories of this page; the nearest is {near!r}.",
        "place": "The place of a tile is two whole numbers from 1 to 200, not {found!r}.",
        "taken": "{found} has the place of {other}.",
        "twice": "{found} has two places.",
        "unreadable": "The file cannot be read: {problem}.",
    }
)


class BadLayout(BadData):
    """A layout that cannot be drawn; ``findings`` says why.

    >>> str(BadLayout([Finding("error", "layout", "tiles.csv", "A2", "?")]))
    'The layout of the tiles has 1 problem; no page was made.'
    """

    SINGULAR = "The layout of the tiles has {n} problem; no page was made."
    PLURAL = "The layout of the tiles has {n} problems; no page was made."


@dataclass(frozen=True)
class Tile:
    """One territory and its place, counted from 1."""

    territory: str
    row: int
    column: int


def read_layout(
    path: Path, territories: tuple[str, ...], names: Mapping[str, str] = MappingProxyType({})
) -> tuple[Tile, ...]:
    """The tiles of a layout file (``territory,row,column``); every problem of it at once.

    A territory stands there by its code or by a name of ``names``. Raises BadLayout with a finding
    for each cell that is wrong; nothing is drawn from half a file.
    """
    try:
        text = read_csv_rows(path, frozenset(COLUMNS))
    except Unreadable as problem:
        raise BadLayout([problem.finding]) from None
    except OSError as problem:
        facts = {"problem": str(problem.strerror or problem)}
        raise BadLayout([_finding(path, "", "unreadable", **facts)]) from None
    header = [cell.strip() for cell in text.rows[0]] if text.rows else []
    absent = [name for name in COLUMNS if name not in header]
    if absent:
        raise BadLayout([_finding(path, "", "column", column=name) for name in absent])
    tiles: dict[tuple[int, int], Tile] = {}
    findings: list[Finding] = []
    for line, cells in enumerate(text.rows[1:], 2):
        if any(cell.strip() for cell in cells):
            row = dict(zip_longest(header, cells[: len(header)], fillvalue=""))
            row["territory"] = names.get(row["territory"].strip(), row["territory"])
            findings += _placed(path, line, row, tiles, territories)
    if findings:
        raise BadLayout(findings)
    return tuple(tiles.values())


def _placed(
    path: Path,
    line: int,
    row: dict[str, str],
    tiles: dict[tuple[int, int], Tile],
    territories: tuple[str, ...],
) -> list[Finding]:
    """Put one tile in its place, or say why it has none."""
    code = row["territory"].strip()
    texts = [row[name].strip() for name in COLUMNS[1:]]
    if code not in territories:
        near = nearest(code, territories)
        return [_finding(path, f"A{line}", "unknown", found=code, near=near)]
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
