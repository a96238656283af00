"""Tables on slides: how large their letters can be, and onto how many slides they go."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pandas as pd

from hbanalysis.briefing.theme import BODY
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records

SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0)
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
LONG_ROW = 5  # columns from which on a single row stands upright
LARGEST = {2: 22.0, 3: 22.0, 4: 18.0}  # letters by number of columns; with more of them, 16 points


@dataclass(frozen=True)
class SlideTable:
    """Ready texts with the share of the width of each column.

    ``colours`` gives the letters of a column theirs.
    """

    data: pd.DataFrame
    widths: tuple[float, ...]
    colours: dict[int, list[str]] = field(default_factory=dict)
    right: tuple[int, ...] = ()
    last_bold: bool = False

    def inches(self, size: float) -> list[float]:
        """The widths of the columns in letters of a size.

        Their shares, but none narrower than its longest word.
        """
        needs = self._needs(size)
        held: set[int] = set()
        while True:
            free = BODY[2] - sum(needs[place] for place in held)
            shares = sum(width for place, width in enumerate(self.widths) if place not in held) or 1
            short = {
                place
                for place, width in enumerate(self.widths)
                if place not in held and free * width / shares < needs[place]
            }
            if not short:
                return [
                    needs[place] if place in held else free * width / shares
                    for place, width in enumerate(self.widths)
                ]
            if len(held | short) == len(self.widths):  # the words alone are wider than a slide
                return [BODY[2] * need / sum(needs) for need in needs]
            held |= short

    @property
    def gaps(self) -> list[float]:
        """What each column keeps free at its left, more than the margin of a cell."""
        return [
            GAP if place - 1 in self.right and place not in self.right else 0.0
            for place in range(len(self.widths))
        ]

    def _needs(self, size: float) -> list[float]:
        """How wide each column must be for its longest word."""
        longest = [
            max(
                (
                    len(word)
                    for text in (name, *self.data[name].astype(str))
                    for word in _split(str(text))
                ),
                default=1,
            )
            for name in self.data.columns
        ]
        return [
            PADDING + gap + BOLD * size * word / 72
            for word, gap in zip(longest, self.gaps, strict=True)
        ]

    def heights(self, size: float) -> list[float]:
        """The height of the head and of every row (inches) in letters of a size (points)."""
        rows = [
            tuple(map(str, self.data.columns)),
            *self.data.astype(str).itertuples(index=False, name=None),
        ]
        letters = [
            max(1, (width - PADDING - gap) * 72 / (LETTER * size))
            for width, gap in zip(self.inches(size), self.gaps, strict=True)
        ]
        return [
            max(_lines(cell, most) for cell, most in zip(row, letters, strict=True))
            * size
            * LINE
            / 72
            + 0.09
            for row in rows
        ]

    def spread(self, size: float) -> list[float]:
        """The heights with which a short table stands calmly on its slide."""
        head, *rows = self.heights(size)
        room = max(1.0, BODY[3] / (head + sum(rows)))
        return [head * min(HEAD_SPREAD, room), *(row * min(MOST_SPREAD, room) for row in rows)]

    @property
    def size(self) -> float:
        """The largest letters with which the table fits on one slide, no word broken.

        The smallest when none does.
        """

        def fits(size: float) -> bool:
            return (
                size <= LARGEST.get(len(self.widths), 16.0)
                and sum(self._needs(size)) <= BODY[2]
                and sum(self.heights(size)) <= BODY[3]
            )

        return next((size for size in SIZES if fits(size)), SIZES[-1])

    def told(self) -> tuple[str, ...]:
        """The rows as lines of text."""
        return tuple(
            "; ".join(f"{name}: {cell}" for name, cell in row.items())
            for row in self.data.astype(str).to_dict("records")
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


def pages_of(grid: SlideTable) -> list[SlideTable]:
    """The table in one piece.

    Or in even pieces that each fit on a slide in the smallest letters.
    """
    heights = grid.heights(SIZES[-1])
    if sum(heights) <= BODY[3]:
        return [grid]
    pieces = math.ceil(sum(heights[1:]) / (BODY[3] - heights[0]))
    while pieces < len(grid.data):
        cuts = [round(n * len(grid.data) / pieces) for n in range(pieces + 1)]
        pages = [_piece(grid, first, last) for first, last in pairwise(cuts)]
        if all(sum(page.heights(SIZES[-1])) <= BODY[3] for page in pages):
            return pages
        pieces += 1
    return [_piece(grid, row, row + 1) for row in range(len(grid.data))]


def _piece(grid: SlideTable, first: int, last: int) -> SlideTable:
    colours = {column: tones[first:last] for column, tones in grid.colours.items()}
    return replace(grid, data=grid.data.iloc[first:last], colours=colours)


def upright(grid: SlideTable, lang: Language) -> SlideTable:
    """A table of a single row with many columns as a list, each name beside its value.

    Other tables as they are.
    """
    if len(grid.data) != 1 or grid.data.shape[1] < LONG_ROW:
        return grid
    cells = grid.data.iloc[0]
    data = pd.DataFrame(
        {lang.say("What"): cells.index.astype(str), lang.say("Value"): cells.astype(str).tolist()}
    )
    return SlideTable(data, (3.0, 9.1))


def without(data: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The table without some of its columns."""
    return data.drop(columns=[name for name in names if name in data.columns])


def source_rows(table: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """Where targets and figures come from.

    Each source once, with the indicators that stand on it.
    """
    targets = table[table["target_source"] != ""]
    found = [
        {
            lang.say("What"): lang.say("Annual plan"),
            lang.say("Source"): str(source),
            lang.say("Indicators"): ", ".join(rows["indicator"]),
            lang.say("Published"): lang.date(str(day)),
        }
        for (source, day), rows in targets.groupby(["target_source", "decided"], sort=False)
    ]
    known = table[table["through"] > 0]
    named = known.assign(
        named=[
            lang.say("illustrative data") if row["demo"] else row["source"]
            for row in records(known)
        ]
    )
    for source, rows in named.groupby("named", sort=False):
        found.append(
            {
                lang.say("What"): lang.say("Figures"),
                lang.say("Source"): str(source),
                lang.say("Indicators"): ", ".join(rows["indicator"]),
                lang.say("Published"): lang.date(max(rows["published"].astype(str))),
            }
        )
    return pd.DataFrame(found)
