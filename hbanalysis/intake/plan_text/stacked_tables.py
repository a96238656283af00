"""Tables with several values a row and a line a cell, as a page pasted into a text leaves them.

A row is taken when every column has its line; a cell that is missing shifts nothing: what fits no
row is told as not read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.units import unit_at
from hbanalysis.intake.plan_text.table_heads import (
    HEADS,
    ONE_VALUE,
    Head,
    Line,
    apart,
    head_of,
    joined,
)

_LONE_INDEX = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđA-E])[.)]?$")
_NOTED = pattern(
    r"^(?:ghi chú|cơ quan|đơn vị (?:chủ trì|thực hiện|theo dõi|phụ trách|báo cáo)"
    r"|phòng phụ trách|chủ trì"
    r"|phối hợp|người phụ trách|nguồn số liệu|thời gian)[^\d]{0,40}$"
)
_MOST_HEADS, _NEAR_LINES = 9, 7


def head_of_lines(lines: list[Line], at: int) -> tuple[Head, int] | None:
    """A heading with one head a line and several value columns, when rows written so follow it."""
    count = 0
    while count < _MOST_HEADS and at + count < len(lines) and _is_head(lines[at + count]):
        count += 1
    head = head_of(joined(lines[at : at + count])) if count > 2 else None
    below = at + count  # what stands in a column of notes is no value and fits no row
    while below < len(lines) and _NOTED.match(fold(lines[below].text)):
        below += 1
    if head is None or head.values < 2 or len(head.cells) != count:
        return None
    follows = any(_row_of_lines(lines, below + skip, head) for skip in range(_NEAR_LINES))
    return (head, below) if follows else None


def _is_head(line: Line) -> bool:
    folded = fold(line.text).strip()
    return any(shape.fullmatch(folded) for _, shape in HEADS)


def _row_of_lines(lines: list[Line], at: int, head: Head) -> int:
    """How many lines a row takes that has a line for every column; 0 when none begins here."""
    begins = at + (head.numbered and at < len(lines) and bool(_LONE_INDEX.match(lines[at].text)))
    first = begins + 1 + head.unit
    after = first + head.values
    if after > len(lines) or not any(letter.isalpha() for letter in lines[begins].text):
        return 0
    words = [fold(line.text) for line in lines[begins : after + 1]]
    values = [ONE_VALUE.fullmatch(word) is not None for word in words]
    unit = not head.unit or words[1].strip() == "%" or unit_at(words[1], 0).end > 0
    if _is_next(lines, begins - 1, after - 1):
        return 0
    longer = after < len(lines) and values[-1] and not _begins_row(lines, after, head)
    fits = (
        unit and not any(values[: first - begins]) and all(values[first - begins :][: head.values])
    )
    return after - at if fits and not longer else 0


def _is_next(lines: list[Line], at: int, last: int) -> bool:
    """Whether what stands where the last value should is the number of the next row."""
    own, after = (
        lines[position].text.strip("().") if position >= 0 else "" for position in (at, last)
    )
    named = last + 1 < len(lines) and lines[last + 1].text[:1].isalpha()
    return named and own.isdecimal() and after.isdecimal() and int(after) == int(own) + 1


def _begins_row(lines: list[Line], at: int, head: Head) -> bool:
    """Whether a lone number is the number of the next row and not one value more."""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return head.numbered and bool(_LONE_INDEX.match(lines[at].text)) and after[:1].isalpha()


def rows_of_lines(lines: list[Line], at: int, head: Head) -> tuple[list[Line], int]:
    """Rows with a line a cell; lines between them that fit no row are told apart, not shifted."""
    made: list[Line] = []
    while at < len(lines):
        skips = (skip for skip in range(_NEAR_LINES) if _row_of_lines(lines, at + skip, head))
        skip = next(skips, None)
        if skip is None:
            break
        made += [apart(line) for line in lines[at : at + skip]]
        at += skip
        used = _row_of_lines(lines, at, head)
        made.append(_one_line(lines[at : at + used], head))
        at += used
    return made, at


def _one_line(lines: list[Line], head: Head) -> Line:
    """The lines of a row behind each other with tabs; a number that is missing leaves its cell."""
    letters: list[tuple[str, int]] = []
    if head.numbered and len(lines) == 1 + head.unit + head.values:
        letters.append(("\t", lines[0].start))
    for line in lines:
        letters += [*line.letters(), ("\t", line.start)]
    letters.pop()
    return replace(
        lines[0],
        text="".join(letter for letter, _ in letters),
        places=tuple(position for _, position in letters),
    )
