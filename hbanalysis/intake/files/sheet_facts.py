"""What a fast reader of values leaves out of a sheet, and a person sees at once.

That is hidden rows and columns, what number formats show, errors, raised and struck letters, and
how far the sheet reaches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Position = tuple[int, int]

# A sheet is laid out whole in memory, from its first cell to its last: what would cost too much.
MOST_CELLS = 10_000_000
MOST_PER_FILLED = 20

_RAISED = str.maketrans("0123456789abcde", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ")
_MARK = re.compile(r"([0-9]{1,2}(?:, ?[0-9]{1,2})*|[a-e])\)?")
_METRES = re.compile(r"\b[kdcm]?m$", re.IGNORECASE)


@dataclass
class Extent:
    """From where to where the filled cells of a sheet reach, and how many there are."""

    filled: int = 0
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0

    def add(self, row: int, column: int) -> None:
        """Take one more filled cell in."""
        if not self.filled:
            self.top, self.bottom, self.left, self.right = row, row, column, column
        self.filled += 1
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def too_large(self) -> bool:
        """Whether the sheet, nearly empty, would fill the memory.

        >>> far = Extent()
        >>> far.add(0, 0), far.add(1048575, 16383), far.too_large
        (None, None, True)
        """
        area = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return area > MOST_CELLS and area > MOST_PER_FILLED * self.filled


@dataclass
class SheetFacts:
    """Facts about one sheet; rows and columns count from 0, spans include both ends.

    ``faults`` are error codes, or UNCACHED; ``formats`` only those number formats that show another
    number than the stored one; ``texts`` replace texts of which a part is raised or struck out.
    """

    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    faults: dict[Position, str] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    texts: dict[Position, tuple[str, str]] = field(default_factory=dict)
    struck: set[Position] = field(default_factory=set)
    extent: Extent = field(default_factory=Extent)

    def column_is_hidden(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def with_marks(runs: list[tuple[str, bool, bool]]) -> str:
    """A text of several runs (text, raised, struck), raised digits as ¹, struck parts in ~~ ~~.

    The 2 of m² is a power and no mark.

    >>> with_marks([("100,5", False, False), ("1", True, False)])
    '100,5¹'
    >>> with_marks([("Nghìn m", False, False), ("2", True, False)])
    'Nghìn m2'
    >>> with_marks([("95", False, True), ("100,5", False, False)])
    '~~95~~100,5'
    """
    parts: list[str] = []
    for text, raised, struck in runs:
        mark = _MARK.fullmatch(text.strip()) if raised else None
        power = mark and text in ("2", "3") and parts and _METRES.search(parts[-1])
        shown = mark[1].translate(_RAISED) if mark and not power else text
        parts.append(f"~~{shown}~~" if struck and shown.strip() else shown)
    return "".join(parts)


@dataclass
class Book:
    """What the styles and shared texts of a workbook say, by their numbers as texts."""

    formats: dict[str, str] = field(default_factory=dict)
    zero_formats: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)


def column_number(letters: str) -> int:
    """The number of a column, from 0.

    >>> column_number("A"), column_number("xfd")
    (0, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number - 1
