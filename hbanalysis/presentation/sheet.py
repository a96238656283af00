"""A sheet: a table for showing. Columns have ids, numbers and texts lie apart, words come last.

A column is declared once: its id, its heading (a message id) and a function from a row to a
:class:`Cell`. HTML, terminal, workbook, slides and note all read the same sheet, by id; nothing is
ever read back out of a text, and two headings may well be the same word.

>>> from hbanalysis.presentation.sheet import Cell, Column, Sheet
>>> columns = (
...     Column("indicator", "No.", lambda row, lang: row["code"], "code"),
...     Column("actual", "Year to date", lambda row, lang: Cell(number=row["actual"]), "number"),
... )
>>> sheet = Sheet(
...     "tiny", "Plan against actual", columns, ({"code": "3", "actual": 4469.0},), ("3",)
... )
>>> float(sheet.numbers.loc["3", "actual"]), sheet.texts.loc["3", "actual"]
(4469.0, '4.469')
>>> sheet.heading("actual")
'Lũy kế'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

import pandas as pd

from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records

R = TypeVar("R")
NOTHING = ("", "—")
Role = Literal["text", "number", "judgement", "code", "name", "group", "under"]
"""What a column is to its row.

``code`` and ``name`` say which row it is, ``group`` heads the rows that share it, ``under`` stands
on the line below a row (a column of its own where there are no such lines), ``judgement`` takes
the colour of its word, ``number`` stands to the right.
"""


@dataclass(frozen=True)
class Cell:
    """A number and how it is written, or words.

    ``words`` stand instead of the number where there is none to show (a name for its absence) or
    where one number does not say it ("1.200 – 1.300", "hoàn thành"); the number itself stays.
    """

    words: str = ""
    number: float | None = None
    decimals: int = 0
    before: str = ""
    after: str = ""
    share: bool = False
    """Whether the number is a share, 0 to 1, that is shown in percent."""
    tone: str = ""
    """A judgement whose colour the cell takes."""

    @property
    def live(self) -> bool:
        """Whether the number itself is what is shown, so that a workbook can hold it."""
        return self.number is not None and not self.words

    @property
    def percentage(self) -> bool:
        """Whether the number is shown in percent."""
        return self.share or self.after.startswith("%")

    @property
    def held(self) -> float | None:
        """The number that a file holds: a percentage as a share, so that formulas are right.

        >>> Cell(number=75.0, after="%").held, Cell(number=75.0).held
        (0.75, 75.0)
        """
        if self.number is None or self.share or not self.percentage:
            return self.number
        return self.number / 100

    def text(self, lang: Language) -> str:
        """What a reader sees."""
        if not self.live:
            return self.words
        shown = 100 * self.number if self.share and self.number is not None else self.number
        return f"{self.before}{lang.number(shown, self.decimals)}{self.after}"


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: an id, a heading in the catalogue, and what it shows of a row."""

    id: str
    heading: str
    cell: Callable[[R, Language], Cell | str]
    role: Role = "text"
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the blanks of the heading are filled with."""
    brief: Callable[[R, Language], Cell | str] | None = None
    """What a page writes instead where room is short; the whole text is behind the row."""


@dataclass(frozen=True)
class RowDetails:
    """What lies behind one row: a line below it, hover texts by column id, facts to fold out.

    ``facts`` are pairs of a label and a text; ``label`` names their fold.
    """

    note: str = ""
    hover: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[tuple[str, str]] = ()
    label: str = ""


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """Rows under declared columns, in one language.

    ``name`` is its id on a page, ``title`` a message id; ``keys`` name the rows (the indicator's
    code where a row is an indicator).
    """

    name: str
    title: str
    columns: tuple[Column[R], ...]
    rows: tuple[R, ...]
    keys: tuple[Any, ...]
    lang: Language = field(default_factory=Language)
    details: Callable[[R, Language], RowDetails] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    part: Callable[[R], bool] | None = None
    """Whether a row is a part of the one above it."""
    kinds: Callable[[R, Language], Mapping[str, str]] | None = None
    """By what a reader may filter the rows on a page (``word``, ``owner``); such a table sorts."""
    key: str = "indicator"
    nothing: str = N_("None at this date.")
    """What is said instead of a table without rows: a message id."""

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        columns: tuple[Column[Any], ...],
        frame: pd.DataFrame,
        lang: Language,
        **more: Any,
    ) -> Sheet[Any]:
        """The sheet of a frame; its rows are named by the column ``key`` (``indicator``)."""
        key = more.get("key", "indicator")
        return cls(name, title, columns, tuple(records(frame)), tuple(frame[key]), lang, **more)

    @property
    def ids(self) -> list[str]:
        """The ids of the columns, in their order."""
        return [column.id for column in self.columns]

    def column(self, name: str) -> Column[R]:
        """One column by its id."""
        return next(column for column in self.columns if column.id == name)

    def role(self, *roles: Role) -> list[str]:
        """The ids of the columns with one of these roles."""
        return [column.id for column in self.columns if column.role in roles]

    def heading(self, name: str) -> str:
        """What stands above a column."""
        column = self.column(name)
        return self.lang.say(column.heading, **column.facts)

    @property
    def headings(self) -> dict[str, str]:
        """What stands above each column, by its id."""
        return {name: self.heading(name) for name in self.ids}

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.lang.say(self.title, **self.facts)

    @cached_property
    def cells(self) -> dict[str, list[Cell]]:
        """The cells of each column, by its id, in the order of the rows."""
        return {
            column.id: [_cell(column.cell(row, self.lang)) for row in self.rows]
            for column in self.columns
        }

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """The numbers behind the texts: index the keys of the rows, columns ids; NaN for words."""
        numbers = {name: [cell.number for cell in cells] for name, cells in self.cells.items()}
        return pd.DataFrame(numbers, self._index, self.ids, dtype="float64")

    @cached_property
    def texts(self) -> pd.DataFrame:
        """What a reader sees: the same shape as ``numbers``."""
        texts = {
            name: [cell.text(self.lang) for cell in cells] for name, cells in self.cells.items()
        }
        return pd.DataFrame(texts, self._index, self.ids, dtype=object)

    @property
    def _index(self) -> pd.Index:
        return pd.Index(self.keys, name=self.key)

    def only(self, *names: str) -> Sheet[R]:
        """The sheet with these columns only, in this order; ids it does not have are left out."""
        return replace(self, columns=tuple(self.column(name) for name in names if name in self.ids))

    def without(self, *names: str) -> Sheet[R]:
        """The sheet without some of its columns."""
        return self.only(*(name for name in self.ids if name not in names))

    def joined(self) -> Sheet[R]:
        """The sheet with the code of a row written before its name, in one column."""
        codes, names = self.role("code"), self.role("name")
        if not codes or not names:
            return self
        code, name = self.column(codes[0]), self.column(names[0])

        def cell(row: R, lang: Language) -> str:
            return ". ".join(_cell(part.cell(row, lang)).text(lang) for part in (code, name))

        both = replace(name, cell=cell)
        columns = [both if column is name else column for column in self.columns]
        return replace(self, columns=tuple(column for column in columns if column is not code))

    def briefly(self) -> Sheet[R]:
        """The sheet as a page has room for it: brief texts, no column that has nothing to say."""
        columns = [
            column if column.brief is None else replace(column, cell=column.brief)
            for column in self.columns
            if column.id not in self.silent
        ]
        return replace(self, columns=tuple(columns))

    @property
    def silent(self) -> list[str]:
        """The ids of the columns of numbers that have neither a number nor a word in any row."""
        return [
            name
            for name in self.role("number")
            if all(cell.number is None and cell.words in NOTHING for cell in self.cells[name])
        ]

    def slice(self, first: int, last: int) -> Sheet[R]:
        """Some of its rows."""
        return replace(self, rows=self.rows[first:last], keys=self.keys[first:last])

    def spoken(self, language: str) -> Sheet[R]:
        """The same sheet in another language."""
        return replace(self, lang=Language(language))

    def __len__(self) -> int:
        return len(self.rows)

    def html(self) -> str:
        """The sheet as HTML for a page that has our style sheet."""
        from hbanalysis.presentation.sheet_html import markup, sentence

        return markup(self) if self.rows else sentence(self.lang.say(self.nothing))

    def _repr_html_(self) -> str:
        """The sheet as JupyterLab shows it, its style with it."""
        from hbanalysis.presentation.sheet_html import styled

        return styled(self.html())

    def __str__(self) -> str:
        from hbanalysis.presentation.sheet_text import sheet_text

        return sheet_text(self) if self.rows else self.lang.say(self.nothing)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        from hbanalysis.presentation.display import bundle
        from hbanalysis.presentation.sheet_data import TABLE_MIME, sheet_data

        shown = bundle(self, str(self))
        # A table that a reader sorts is one to go on working with: its page offers it as a file.
        return shown | {TABLE_MIME: sheet_data(self)} if self.kinds and self.rows else shown


def _cell(shown: Cell | str) -> Cell:
    return shown if isinstance(shown, Cell) else Cell(shown)
