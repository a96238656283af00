"""Tables on slides: how large their letters can be, and onto how many slides they go."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from hbanalysis.briefing.theme import CONTENT
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0)
PADDING, LETTER, BOLD, LINE = (
    0.16,
    0.52,
    0.62,
    1.2,
)  # inches at both sides; widths and heights of letters in their size
MOST_SPREAD, HEAD_SPREAD, GAP = (
    1.6,
    1.15,
    0.2,
)  # GAP: inches more before a text that follows numbers
BROKEN = 24  # letters from which on a word (an address) may be broken
LONG_ROW = 5  # columns from which on a single row stands upright
LARGEST = {2: 22.0, 3: 22.0, 4: 18.0}  # letters by number of columns; with more of them, 16 points
FEW = 5  # codes that are listed even where they are all


@dataclass(frozen=True)
class SlideTable:
    """A sheet on a slide, with the share of the width of each of its columns."""

    sheet: Sheet[Any]
    widths: tuple[float, ...]
    last_bold: bool = False
    room: tuple[float, float] = CONTENT[2:]  # inches: width and height

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The texts, row by row, without the headings."""
        return list(self.sheet.texts.itertuples(index=False, name=None))

    @property
    def head(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(self.sheet.headings.values())

    @property
    def right(self) -> list[bool]:
        """Which columns stand to the right: those of numbers."""
        return [column.role == "number" for column in self.sheet.columns]

    def inches(self, size: float) -> list[float]:
        """The widths of the columns: their shares, but none narrower than its longest word."""
        needs = self._needs(size)
        if sum(needs) > self.room[0]:  # the words alone are wider than a slide
            return [self.room[0] * need / sum(needs) for need in needs]
        held: set[int] = set()
        while True:
            widths = self._shared(needs, held)
            short = {n for n, width in enumerate(widths) if width < needs[n]}
            if not short:
                return widths
            held |= short

    def _shared(self, needs: list[float], held: set[int]) -> list[float]:
        """The widths when some columns get what they need and the others share what is left."""
        free = self.room[0] - sum(needs[n] for n in held)
        shares = sum(width for n, width in enumerate(self.widths) if n not in held) or 1
        return [
            needs[n] if n in held else free * width / shares for n, width in enumerate(self.widths)
        ]

    @property
    def gaps(self) -> list[float]:
        """What each column keeps free at its left, more than the margin of a cell."""
        after_number = [False, *self.right[:-1]]
        return [
            GAP if before and not right else 0.0
            for before, right in zip(after_number, self.right, strict=True)
        ]

    def _needs(self, size: float) -> list[float]:
        """How wide each column must be for its longest word."""
        columns = zip(*[self.head, *self.rows], strict=True)
        longest = [
            max((min(len(word), BROKEN) for text in texts for word in _split(text)), default=1)
            for texts in columns
        ]
        return [
            PADDING + gap + BOLD * size * word / 72
            for word, gap in zip(longest, self.gaps, strict=True)
        ]

    def heights(self, size: float) -> list[float]:
        """The height of the head and of every row (inches) in letters of a size (points)."""
        letters = [
            max(1, (width - PADDING - gap) * 72 / (LETTER * size))
            for width, gap in zip(self.inches(size), self.gaps, strict=True)
        ]
        lines = [
            max(_lines(cell, most) for cell, most in zip(row, letters, strict=True))
            for row in [self.head, *self.rows]
        ]
        return [count * size * LINE / 72 + 0.09 for count in lines]

    def spread(self, size: float) -> list[float]:
        """The heights with which a short table stands calmly on its slide."""
        head, *rows = self.heights(size)
        room = max(1.0, self.room[1] / (head + sum(rows)))
        return [head * min(HEAD_SPREAD, room), *(row * min(MOST_SPREAD, room) for row in rows)]

    @property
    def size(self) -> float:
        """The largest letters with which the table fits on a slide, no word broken."""

        def fits(size: float) -> bool:
            return (
                size <= LARGEST.get(len(self.widths), 16.0)
                and sum(self._needs(size)) <= self.room[0]
                and sum(self.heights(size)) <= self.room[1]
            )

        return next((size for size in SIZES if fits(size)), SIZES[-1])

    def lines(self) -> tuple[str, ...]:
        """The rows as lines of text."""
        return tuple(
            "; ".join(f"{name}: {cell}" for name, cell in zip(self.head, row, strict=True))
            for row in self.rows
        )


def _split(text: str) -> list[str]:
    """Where a text may be broken: not at the spaces that hold "1.484,1 – 1.524,9" together."""
    return [word for word in re.split(r"[ \t\n]+", text) if word]


def _lines(text: str, letters: float) -> int:
    """How many lines a text takes, broken between words."""
    lines, used = 1, 0.0
    for word in _split(text):
        if used and used + 1 + len(word) > letters:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
        if used > letters:
            lines, used = lines + math.ceil(used / letters) - 1, used % letters
    return lines


def pages_of(table: SlideTable) -> list[SlideTable]:
    """The table in one piece, or in even pieces that each fit on a slide."""
    heights = table.heights(SIZES[-1])
    if sum(heights) <= table.room[1]:
        return [table]
    count, pieces = len(table.sheet), math.ceil(sum(heights[1:]) / (table.room[1] - heights[0]))
    while pieces < count:
        cuts = [round(n * count / pieces) for n in range(pieces + 1)]
        pages = [_piece(table, first, last) for first, last in pairwise(cuts)]
        if all(sum(page.heights(SIZES[-1])) <= table.room[1] for page in pages):
            return pages
        pieces += 1
    return [_piece(table, row, row + 1) for row in range(count)]


def _piece(table: SlideTable, first: int, last: int) -> SlideTable:
    return replace(table, sheet=table.sheet.slice(first, last))


FACT_COLUMNS: tuple[Column[tuple[str, str]], ...] = (
    Column("what", "What", lambda fact, _: fact[0]),
    Column("value", "Value", lambda fact, _: fact[1]),
)


def upright(table: SlideTable, lang: Language) -> SlideTable:
    """A table of one row with many columns as a list of names and values; others as they are."""
    if len(table.sheet) != 1 or len(table.widths) < LONG_ROW:
        return table
    facts = tuple(zip(table.head, table.rows[0], strict=True))
    ids = tuple(table.sheet.ids)
    sheet = Sheet("facts", table.sheet.title, FACT_COLUMNS, facts, ids, lang, key="column")
    return SlideTable(sheet, (3.0, 9.1))


@dataclass(frozen=True)
class SourceLine:
    """One source, with the indicators that stand on it and the day of its latest publication."""

    what: str
    source: str
    indicators: str
    published: str


SOURCE_COLUMNS: tuple[Column[SourceLine], ...] = (
    Column("what", "What", lambda line, lang: lang.say(line.what)),
    Column("source", "Source", lambda line, _: line.source),
    Column("indicators", "Indicators", lambda line, _: line.indicators),
    Column("published", "Published", lambda line, lang: lang.date(line.published)),
)


def source_sheet(table: pd.DataFrame, lang: Language) -> Sheet[SourceLine]:
    """Where targets and figures come from, each source once."""
    lines = tuple(source_lines(table, lang))
    keys = tuple(range(len(lines)))
    return Sheet("sources", "Sources", SOURCE_COLUMNS, lines, keys, lang, key="line")


def source_lines(table: pd.DataFrame, lang: Language) -> list[SourceLine]:
    """Each document with its targets, then each source with its figures."""
    targets = table[table["target_source"] != ""]
    lines = [
        SourceLine(N_("Annual plan"), str(source), _codes(rows, table, lang), str(day))
        for (source, day), rows in targets.groupby(["target_source", "decided"], sort=False)
    ]
    known = table[table["through"] > 0]
    demo = lang.say("illustrative data")
    named = known.assign(named=known["source"].where(~known["demo"].astype(bool), demo))
    lines += [
        SourceLine(
            N_("Figures"),
            str(source),
            _codes(rows, table, lang),
            max(rows["published"].astype(str)),
        )
        for source, rows in named.groupby("named", sort=False)
    ]
    return lines


def _codes(rows: pd.DataFrame, table: pd.DataFrame, lang: Language) -> str:
    """The codes of some rows; in one word when they are many and all."""
    if len(rows) == len(table) and len(table) > FEW:
        return lang.say("all targets")
    return ", ".join(rows["indicator"])
