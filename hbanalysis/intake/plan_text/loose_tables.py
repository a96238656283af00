"""Table rows that lost their cells: "3 Tổng thu ngân sách Tỷ đồng 84,6 92,35".

A table copied out of a PDF leaves one line a row, with blanks between what were cells. The heading
says how many numbers a row ends with and what each is for; a row with as many gets its cells
back, as if it had come with tabs. Any other row stays as it is and is told as not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.units import unit_at


@dataclass(frozen=True)
class Line:
    """One line that is not empty: its words and where they begin.

    ``places`` are those of its letters where they do not simply follow each other.
    """

    text: str
    start: int
    number: int
    places: tuple[int, ...] = ()

    def letters(self) -> list[tuple[str, int]]:
        """Every letter with its place in the document."""
        places = self.places or range(self.start, self.start + len(self.text))
        return list(zip(self.text, places, strict=True))


_OF_YEAR = r"(?: +(?:cả +)?năm)?(?: *20\d\d)"
_DONE = r"(?:ước +)?(?:thực hiện|kết quả|[ưu]?th|ước đạt|ước)"
_PROMISED = r"(?:kế hoạch|kh|mục tiêu|dự toán|phấn đấu|chỉ tiêu|nghị quyết)(?: +giao)?(?: +đến)?"
_HEADS = tuple(
    (role, pattern(shape + r"(?![^\W\d])"))
    for role, shape in (
        ("number", r"(?:s?tt|số tt|số thứ tự)"),
        ("unit", r"(?:đơn vị tính|đơn vị|đvt|đv tính)"),
        ("value", rf"(?:(?:so sánh|so với|tỷ lệ|tốc độ tăng) *)?(?:\(?%\)? *)?{_PROMISED}{_OF_YEAR}"
                  rf" *(?:/|so với) *{_DONE}{_OF_YEAR}(?: *\(?%\)?)?"),
        ("value", rf"{_PROMISED}{_OF_YEAR}"),
        ("value", rf"{_DONE}(?:{_OF_YEAR})?"),
        ("name", r"(?:(?:tên|các|nhóm) +)?(?:chỉ tiêu|nội dung|danh mục)(?: +chủ yếu)?"),
        ("value", r"(?:năm +)?20\d\d"),
        ("value", r"(?:kế hoạch|kh|dự toán|mục tiêu)"),
        ("value", r"(?:so sánh|tỷ lệ|tốc độ tăng)(?: *\(?%\)?)?|\(?%\)?"),
    )
)  # fmt: skip
_BETWEEN = re.compile(r"[\s|]*")
_NUMBERED_COLUMNS = re.compile(r"^(?:\(?(?:[A-E]|\d)\)?(?:\s+|$)){3,}$")
_INDEX = re.compile(
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[a-zđA-E])[.)]?(?=\s)|[-+*•](?=\s?[^\W\d]))\s*"
)
_VALUE = (
    r"(?:(?:[<>≤≥]=? ?)|(?:trên|dưới|từ|tối thiểu|ít nhất|không quá) )?"
    r"\d[\d.,]*(?: ?[-–] ?\d[\d.,]*)?(?: ?%(?!\s*[-–<>≤≥\d.,%]*$)|%)?|[-–—](?=\s|$)"
)
_VALUES = pattern(rf"(?<=\s)(?:{_VALUE})(?:\s+(?:{_VALUE}))*$")
_ONE_VALUE = pattern(_VALUE)
_WORD_STARTS = re.compile(r"(?<!\S)\S")
_LONGEST_ROW, _MOST_HEAD_LINES = 220, 5


@dataclass(frozen=True)
class _Head:
    """The heading of a table: which cells a row begins with, and how many numbers end it."""

    numbered: bool
    unit: bool
    values: int
    cells: tuple[tuple[int, int], ...]
    line: Line


def celled(lines: list[Line]) -> list[Line]:
    """The lines of a document, rows of loose tables with tabs between their cells."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        found = _head_at(lines, at)
        if not found:
            made.append(lines[at])
            at += 1
            continue
        head, at = found
        rows, at = _rows(lines, at, head)
        made += [_with_tabs(head.line, list(head.cells)), *rows]
    return made


def _head_at(lines: list[Line], at: int) -> tuple[_Head, int] | None:
    """The heading that begins at a line, when rows follow it; and where they begin."""
    for count in range(1, _MOST_HEAD_LINES + 1):
        if any("\t" in one.text or len(one.text) > _LONGEST_ROW for one in lines[at : at + count]):
            return None
        joined = _joined(lines[at : at + count])
        head = _head(joined)
        below = at + count
        if head is None or below >= len(lines):
            continue
        below += bool(_NUMBERED_COLUMNS.match(lines[below].text))
        near = lines[below : below + 4]
        if sum(_cells(one, head) is not None for one in near) >= min(2, len(near)):
            return head, below
    return None


def _joined(lines: list[Line]) -> Line:
    letters = [pair for line in lines for pair in [*line.letters(), (" ", line.start)]][:-1]
    return Line(
        "".join(letter for letter, _ in letters),
        lines[0].start,
        lines[0].number,
        tuple(place for _, place in letters),
    )


def _head(line: Line) -> _Head | None:
    """The heading in a line, when it is nothing but heads of columns."""
    folded, at = fold(line.text), 0
    roles: list[str] = []
    cells: list[tuple[int, int]] = []
    while at < len(folded):
        hit = next(
            ((role, found) for role, shape in _HEADS if (found := shape.match(folded, at))), None
        )
        if hit is None:
            return None
        roles.append(hit[0])
        cells.append((at, hit[1].end()))
        space = _BETWEEN.match(folded, hit[1].end())
        at = space.end() if space else hit[1].end()
    plain = [role for role in roles if role != "value"]
    if plain not in (["number", "name", "unit"], ["name", "unit"], ["number", "name"]):
        return None
    values = len(roles) - len(plain)
    if not values or roles[len(plain) :] != ["value"] * values:
        return None
    return _Head("number" in plain, "unit" in plain, values, tuple(cells), line)


def _rows(lines: list[Line], at: int, head: _Head) -> tuple[list[Line], int]:
    """The rows below a heading up to a line that is none; a name may run over two lines."""
    made: list[Line] = []
    while at < len(lines):
        line = lines[at]
        cells = _cells(line, head)
        after = lines[at + 1] if at + 1 < len(lines) else None
        if cells is None and after is not None and after.text[:1].islower():
            both = _joined([line, after])
            cells = _cells(both, head) if len(both.text) <= _LONGEST_ROW else None
            line, at = (both, at + 1) if cells else (line, at)
        if cells is None and not _between(lines, at, head):
            break
        made.append(_with_tabs(line, cells) if cells else _apart(line))
        at += 1
    return made, at


def _between(lines: list[Line], at: int, head: _Head) -> bool:
    """Whether a line that is no row stands among rows: a group's name, a row with a cell less."""
    line = lines[at]
    if len(line.text) > _LONGEST_ROW or line.text[-1] in ".;" or "\t" in line.text:
        return False
    return any(_cells(one, head) is not None for one in lines[at + 1 : at + 3])


def _apart(line: Line) -> Line:
    """A line among the rows with nothing in the columns: the table goes on behind it."""
    letters = [*line.letters(), ("\t", line.start)]
    return replace(
        line,
        text="".join(letter for letter, _ in letters),
        places=tuple(place for _, place in letters),
    )


def _cells(line: Line, head: _Head) -> list[tuple[int, int]] | None:
    """Where the cells of a row stand: number, name, unit, values; None when it does not fit."""
    if len(line.text) > _LONGEST_ROW or "\t" in line.text:
        return None
    folded = fold(line.text)
    found = _VALUES.search(folded)
    if not found:
        return None
    values = [hit.span() for hit in _ONE_VALUE.finditer(folded, found.start())]
    index = _INDEX.match(line.text)
    begins = index.end() if index else 0
    ends = len(folded[: found.start()].rstrip())
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
        places=tuple(place for _, place in letters),
    )
