"""Raw grids: what stands in which cell of which visible sheet, before anyone asks what it means.

A `SheetCells` is sparse: for each row that holds something, the list of (column, value). Values are
float, str (cleaned), bool, date; rows and columns count from 0 as in the file, so addresses are
those of Excel.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import ClassVar

from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.vocabulary.text import clean


@dataclass(frozen=True)
class Fault:
    """A cell that ought to hold a value and does not.

    It holds an error ("#REF!"), or a formula that was never calculated (UNCACHED).
    """

    UNCACHED: ClassVar[str] = "uncached"
    code: str


Value = float | str | bool | date | time | timedelta | Fault
Cell = tuple[int, Value]
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class SheetCells:
    """One sheet: `rows` maps row number to its cells from left to right.

    `merges` are inclusive corners; `indents` holds the leading spaces of texts, the only trace of
    hierarchy many tables have; `changed` what cleaning did, as rule -> (row, column, before,
    after); `formats` the number formats that show another number than the stored one; `struck` the
    cells that are struck out; `delimited` is true for a text file, where a sign too many shifts
    cells.
    """

    name: str
    rows: dict[int, list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    changed: dict[str, list[tuple[int, int, str, str]]] = field(default_factory=dict)
    has_faults: bool = False
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: Set[tuple[int, int]] = frozenset()
    delimited: bool = False

    def add_faults(self, faults: Mapping[tuple[int, int], str]) -> None:
        """Put faulty cells, which fast readers leave empty, back into their rows."""
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), code in faults.items():
            by_row.setdefault(row, {})[column] = Fault(code)
        for row, cells in by_row.items():
            whole = dict(self.rows.get(row, ())) | cells
            self.rows[row] = [(column, whole[column]) for column in sorted(whole)]
        if faults:
            self.rows = dict(sorted(self.rows.items()))
            self.has_faults = True

    def normalisations(self, first: int, last: int) -> list[Normalisation]:
        """The changes in rows first..last, one line per rule with all its cells."""
        lines = []
        for rule, changes in self.changed.items():
            inside = [change for change in changes if first <= change[0] <= last]
            if inside:
                cells = tuple(address(row, column) for row, column, _, _ in inside)
                lines.append(Normalisation(rule, self.name, cells, inside[0][2], inside[0][3]))
        return lines


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The letters of a column that counts from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell, both numbers from 0.

    >>> address(4, 2)
    'C5'
    """
    return f"{column_letters(column)}{row + 1}"


def make_grid(
    name: str,
    rows: Iterable[Iterable[object]],
    top: int = 0,
    left: int = 0,
    merges: Iterable[Merge] = (),
) -> SheetCells:
    r"""Build a grid from dense rows: texts cleaned, changes noted, empty cells dropped.

    >>> grid = make_grid("S", [["  Hà\u00a0Nội", 5, ""], ["", None, ""]])
    >>> grid.rows, grid.indents, list(grid.changed)
    ({0: [(0, 'Hà Nội'), (1, 5.0)]}, {(0, 0): 2}, ['spaces'])
    """
    grid = SheetCells(name, {}, list(merges))
    for number, row in enumerate(rows, top):
        cells: list[Cell] = []
        for column, value in enumerate(row, left):
            if value is None or value == "":
                continue
            kind = type(value)
            if kind is float:
                if isfinite(value):  # type: ignore[arg-type]
                    cells.append((column, value))  # type: ignore[arg-type]
                else:  # what no sheet can hold: 1e400, NaN
                    cells.append((column, Fault(str(value))))
                    grid.has_faults = True
            elif kind is str:
                text = _clean_cell(grid, number, column, value)  # type: ignore[arg-type]
                if text:
                    cells.append((column, text))
            else:
                cells.append((column, _plain(value)))
        if cells:
            grid.rows[number] = cells
    return grid


def _clean_cell(grid: SheetCells, row: int, column: int, text: str) -> str:
    cleaned = clean(text)
    if cleaned is not text and cleaned != text and cleaned:
        tidy = " ".join(text.split())
        rule = "spaces" if tidy == cleaned else "letters"
        grid.changed.setdefault(rule, []).append((row, column, text, cleaned))
        indent = len(text) - len(text.lstrip(" \u00a0\t"))
        if indent:
            grid.indents[row, column] = indent
    return cleaned


def _plain(value: object) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, (date, time, timedelta)):
        return value
    return str(value)
