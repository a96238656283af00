"""Join headers that stand over several rows, word by word, into one name per column.

Thực hiện | Ước tính  | Cộng dồn          ->  "Thực hiện tháng 5 năm 2024", "Ước tính tháng 6 năm
                      2024",
tháng 5   | tháng 6   | 6 tháng               "Cộng dồn 6 tháng năm 2024"
năm 2024  | năm 2024  | năm 2024
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from hbanalysis.intake.files.cells import Fault, SheetCells, Value, column_letters


@dataclass
class Header:
    """The parts of each column's name from top to bottom, and which columns have their own text."""

    parts: dict[int, list[str]] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)

    def name(self, column: int) -> str:
        """The joined name of a column, from top to bottom; empty when nobody named it."""
        return " ".join(self.parts.get(column, ()))


def read_header(grid: SheetCells, head: list[int]) -> Header:
    """Collect the header rows column by column; a merged text belongs to each of its columns.

    >>> from hbanalysis.intake.files.cells import make_grid
    >>> grid = make_grid(
    ...     "S", [["", "So với (%)", ""], ["", "kế hoạch", "cùng kỳ"]], merges=[((0, 1), (0, 2))]
    ... )
    >>> header = read_header(grid, [0, 1])
    >>> header.name(1), header.name(2)
    ('So với (%) kế hoạch', 'So với (%) cùng kỳ')
    """
    header = Header()
    spans = {corner: end[1] for corner, end in grid.merges if end[1] > corner[1]}
    for row in head:
        for column, value in grid.rows[row]:
            text = header_text(value)
            last = spans.get((row, column), column)
            if last == column:
                header.own.add(column)
            for reached in range(column, last + 1):
                header.parts.setdefault(reached, []).append(text)
    return header


def spread_repeated_groups(header: Header) -> None:
    """Give a group's name to its further columns where this group alone was not merged.

    Under "Tiểu học" (merged) stand "Số dự thi" and "Tỷ lệ", under "Trung học" (not merged) the same
    two: then the second "Tỷ lệ" belongs to "Trung học" too.

    >>> header = Header(
    ...     {1: ["Tiểu học", "Số"], 2: ["Tiểu học", "Tỷ lệ"], 3: ["Trung học", "Số"], 4: ["Tỷ lệ"]},
    ...     {3, 4},
    ... )
    >>> spread_repeated_groups(header)
    >>> header.name(4)
    'Trung học Tỷ lệ'
    """
    columns = sorted(header.parts)
    _spread_cycles(header, columns)
    # Models: two neighbours of one group, by the lines below its name.
    models: dict[tuple[tuple[str, ...], tuple[str, ...]], set[int]] = {}
    for first, second in pairwise(columns):
        one, two = header.parts[first], header.parts[second]
        if one[0] == two[0]:
            models.setdefault((tuple(one[1:]), tuple(two[1:])), set()).add(first)
    for before, column in pairwise(columns):
        parts, left = header.parts[column], header.parts[before]
        alike = models.get((tuple(left[1:]), tuple(parts)), set()) - {before}
        if alike and len(left) == len(parts) + 1:
            header.parts[column] = [left[0], *parts]


def _spread_cycles(header: Header, columns: list[int]) -> None:
    """Spread groups that nothing merges: Quý I over one "Kế hoạch", Quý II over the next.

    The lines below repeat and show the groups.
    """
    openers = [
        i
        for i, c in enumerate(columns[:-1])
        if len(header.parts[c]) == len(header.parts[columns[i + 1]]) + 1
    ]
    if len(openers) < 2:
        return
    width = openers[1] - openers[0]
    groups = [columns[start : start + width] for start in openers]
    below = {
        tuple(map(tuple, (header.parts[g[0]][1:], *(header.parts[c] for c in g[1:]))))
        for g in groups
    }
    evenly = all(b - a == width for a, b in pairwise(openers))
    if width > 1 and evenly and len(below) == 1:
        for opener, *others in groups:
            for column in others:
                header.parts[column] = [header.parts[opener][0], *header.parts[column]]


def header_text(value: Value) -> str:
    """A header cell as text: a year without decimals, a date as year-month-day.

    >>> header_text(2024.0), header_text("năm")
    ('2024', 'năm')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Fault):
        return value.code
    return value.isoformat() if isinstance(value, date) else str(value)


def fit_to_data(header: Header, filled: set[int]) -> None:
    """Move a name onto the data when it stands one column beside them, over an empty spacer."""
    for column in sorted(filled):
        if column not in header.parts:
            for beside in (column - 1, column + 1):
                if beside in header.parts and beside not in filled:
                    header.parts[column] = header.parts.pop(beside)
                    header.own.discard(beside)
                    header.own.add(column)
                    break


def unique_names(
    header: Header, columns: list[int]
) -> tuple[list[str], list[tuple[int, str, str]]]:
    """A distinct name for each column, and what had to be changed for it: column, before, after.

    >>> unique_names(Header({1: ["Lượng"], 2: ["Lượng"]}), [1, 2, 3])
    (['Lượng', 'Lượng (2)', 'column D'], [(2, 'Lượng', 'Lượng (2)'), (3, '', 'column D')])
    """
    names: list[str] = []
    changed: list[tuple[int, str, str]] = []
    taken, counts = {"label"}, Counter[str]()
    for column in columns:
        wanted = header.name(column)
        name = wanted or f"column {column_letters(column)}"
        while name in taken:  # counted on from the last one, however often a name is repeated
            counts[wanted] += 1
            name = f"{wanted} ({counts[wanted] + 1})"
        if name != wanted:
            changed.append((column, wanted, name))
        taken.add(name)
        names.append(name)
    return names, changed
