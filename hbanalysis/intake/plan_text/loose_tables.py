"""Table rows that lost their cells: "3 Tổng thu ngân sách Tỷ đồng 84,6 92,35".

A table copied out of a PDF leaves one line a row, with blanks between what were cells. The heading
says how many numbers a row ends with and what each is for; a row with as many gets its cells
back, as if it had come with tabs. Any other row stays as it is and is told as not read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.units import unit_at
from hbanalysis.intake.plan_text.stacked_tables import head_of_lines, rows_of_lines
from hbanalysis.intake.plan_text.table_heads import (
    ONE_VALUE,
    VALUE,
    Head,
    Line,
    apart,
    head_of,
    joined,
)

_NUMBERED_COLUMNS = re.compile(r"^(?:\(?(?:[A-E]|\d)\)?(?:\s+|$)){3,}$")
_INDEX = re.compile(
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđA-E])[.)]?(?=\s)|[-+*•](?=\s?[^\W\d]))\s*"
)
_VALUES = pattern(rf"(?<=\s)(?:{VALUE})(?:\s+(?:{VALUE}))*$")
_WORD_STARTS = re.compile(r"(?<!\S)\S")
_LONGEST_ROW, _MOST_HEAD_LINES = 220, 5


def celled(lines: list[Line]) -> list[Line]:
    """The lines of a document, rows of loose tables with tabs between their cells."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        found = _head_at(lines, at)
        head, below = found or head_of_lines(lines, at) or (None, at)
        if head is None:
            made.append(lines[at])
            at += 1
            continue
        rows, at = (_rows if found else rows_of_lines)(lines, below, head)
        made += [_with_tabs(head.line, list(head.cells)), *rows]
    return made


def _head_at(lines: list[Line], at: int) -> tuple[Head, int] | None:
    """The heading that begins at a line, when rows follow it; and where they begin."""
    for count in range(1, _MOST_HEAD_LINES + 1):
        if any("\t" in one.text or len(one.text) > _LONGEST_ROW for one in lines[at : at + count]):
            return None
        head = head_of(joined(lines[at : at + count]))
        below = at + count
        if head is None or below >= len(lines):
            continue
        below += bool(_NUMBERED_COLUMNS.match(lines[below].text))
        near = lines[below : below + 4]
        if sum(_cells(one, head) is not None for one in near) >= min(2, len(near)):
            return head, below
    return None


def _rows(lines: list[Line], at: int, head: Head) -> tuple[list[Line], int]:
    """The rows below a heading up to a line that is none; a name may run over two lines."""
    made: list[Line] = []
    while at < len(lines):
        line = lines[at]
        cells = _cells(line, head)
        after = lines[at + 1] if at + 1 < len(lines) else None
        if cells is None and after is not None and after.text[:1].islower():
            both = joined([line, after])
            cells = _cells(both, head) if len(both.text) <= _LONGEST_ROW else None
            line, at = (both, at + 1) if cells else (line, at)
        if cells is None and not _between(lines, at, head):
            break
        made.append(_with_tabs(line, cells) if cells else apart(line))
        at += 1
    return made, at


def _between(lines: list[Line], at: int, head: Head) -> bool:
    """Whether a line that is no row stands among rows: a group's name, a row with a cell less."""
    line = lines[at]
    if len(line.text) > _LONGEST_ROW or line.text[-1] in ".;" or "\t" in line.text:
        return False
    return any(_cells(one, head) is not None for one in lines[at + 1 : at + 3])


def _cells(line: Line, head: Head) -> list[tuple[int, int]] | None:
    """Where the cells of a row stand: number, name, unit, values; None when it does not fit."""
    if len(line.text) > _LONGEST_ROW or "\t" in line.text:
        return None
    folded = fold(line.text)
    match = _VALUES.search(folded)
    if not match:
        return None
    values = [hit.span() for hit in ONE_VALUE.finditer(folded, match.start())]
    index = _INDEX.match(line.text)
    begins = index.end() if index else 0
    ends = len(folded[: match.start()].rstrip())
    if len(values) != head.values or not any(letter.isalpha() for letter in folded[begins:ends]):
        return None
    unit = _unit(folded, begins, ends) if head.unit else ends
    if unit <= begins:
        return None
    cells = [(0, len(line.text[:begins].rstrip()))] if head.numbered else []
    cells.append((begins, len(folded[:unit].rstrip())))
    cells += [(unit, ends)] if head.unit else []
    return cells + values


def _unit(folded: str, begins: int, ends: int) -> int:
    """Where the unit begins that ends the words of a row; their end when there is none."""
    wide = folded.rfind("  ", begins, ends)
    if wide > begins:
        return wide + 2
    for word in _WORD_STARTS.finditer(folded, begins, ends):
        unit = unit_at(folded[:ends], word.start())
        if word.start() > begins and unit.sure and unit.end == ends:
            return word.start()
    return ends


def _with_tabs(line: Line, cells: list[tuple[int, int]]) -> Line:
    letters: list[tuple[str, int]] = []
    own = line.letters()
    for start, end in cells:
        letters += own[start:end]
        letters.append(("\t", letters[-1][1] if letters else line.start))
    letters.pop()
    return replace(
        line,
        text="".join(letter for letter, _ in letters),
        places=tuple(position for _, position in letters),
    )
