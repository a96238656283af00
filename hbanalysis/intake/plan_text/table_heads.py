"""The heading of a table without cells: which heads it has, and how many numbers end its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern


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
HEADS = tuple(
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
VALUE = (
    r"(?:(?:[<>≤≥]=? ?)|(?:trên|dưới|từ|tối thiểu|ít nhất|không quá) )?"
    r"\d[\d.,]*(?: ?[-–] ?\d[\d.,]*)?(?: ?%(?!\s*[-–<>≤≥\d.,%]*$)|%)?|[-–—](?=\s|$)"
)
ONE_VALUE = pattern(VALUE)


@dataclass(frozen=True)
class Head:
    """The heading of a table: which cells a row begins with, and how many numbers end it."""

    numbered: bool
    unit: bool
    values: int
    cells: tuple[tuple[int, int], ...]
    line: Line


def joined(lines: list[Line]) -> Line:
    """Lines as one, with a blank between them."""
    letters = [pair for line in lines for pair in [*line.letters(), (" ", line.start)]][:-1]
    return Line(
        "".join(letter for letter, _ in letters),
        lines[0].start,
        lines[0].number,
        tuple(position for _, position in letters),
    )


def head_of(line: Line) -> Head | None:
    """The heading in a line, when it is nothing but heads of columns."""
    folded, at = fold(line.text), 0
    roles: list[str] = []
    cells: list[tuple[int, int]] = []
    while at < len(folded):
        hit = next(
            ((role, match) for role, shape in HEADS if (match := shape.match(folded, at))), None
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
    return Head("number" in plain, "unit" in plain, values, tuple(cells), line)


def apart(line: Line) -> Line:
    """A line among the rows with nothing in the columns: the table goes on behind it."""
    letters = [*line.letters(), ("\t", line.start)]
    return replace(
        line,
        text="".join(letter for letter, _ in letters),
        places=tuple(position for _, position in letters),
    )
