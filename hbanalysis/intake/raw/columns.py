"""A raw table's columns: what a cell of each may hold, and how a reader is told so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from hbanalysis.vocabulary.messages import N_

Kind = Literal["text", "code", "number", "year", "day", "month", "word"]


@dataclass(frozen=True)
class Column:
    """One column: its name, what a cell may hold, and what it means."""

    name: str
    kind: Kind
    meaning: str
    filled: bool = False
    words: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Schema:
    """One raw table: its columns in order and the columns that make a row unique."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All column names in order."""
        return [column.name for column in self.columns]


DOCUMENT = Column(
    "document", "text", "fingerprint (SHA-256) of the document that was read", required=False
)
"""The column of every table that holds what was read from a document."""


def words_of(terms: Iterable[Any]) -> tuple[str, ...]:
    """The words of a list of terms, as a cell holds them."""
    return tuple(str(term) for term in terms)


_SHAPES = {
    # [0-9], not \d: that takes the digits of every script.
    "number": r"-?[0-9]{1,15}(\.[0-9]+)?",
    "year": r"(19|20)[0-9]{2}",
    "day": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "month": r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])",
    # Codes name folders: Windows has devices of these names, and drops a last point or space.
    "code": r"(?!(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$))\w([\w .-]{0,62}[\w-])?",
}
EXPECTED = N_(
    {
        "number": "a number such as 1516.66 (no thousands mark, a point before decimals)",
        "year": "a year such as 2024",
        "day": "a day such as 2024-09-30",
        "month": "a month such as 2024-09",
        "text": "some text",
        "code": "a code of at most 64 letters, digits, spaces, points and hyphens",
    }
)
IN_WORKBOOKS = N_(
    {
        "number": "a plain number: no thousands mark, no words beside it",
        "day": "a day as Excel holds it, such as 30 September 2024",
    }
)
"""What a cell of a workbook is expected to be, where it is other than in a text file."""


def shape(column: Column) -> str:
    """The pattern of a whole cell of a number, year, day or month column, for both re and RE2."""
    optional = "" if column.filled else "|"
    return rf"^({_SHAPES[column.kind]}{optional})$"


def sound(column: Column, cells: Iterable[str]) -> bool:
    """Whether all these (distinct) cells are what the column may hold.

    It is the answer of the pandera schema, without pandera.

    >>> (
    ...     sound(Column("year", "year", "", filled=True), ["2024"]),
    ...     sound(Column("year", "year", ""), ["24", ""]),
    ... )
    (True, False)
    """
    if column.kind == "text":
        return not column.filled or all(cells)
    if column.kind == "word":
        return set(cells) <= {*column.words, *([] if column.filled else [""])}
    pattern = re.compile(shape(column))
    return all(pattern.match(cell) for cell in cells)
