"""What the columns of a table hold: names, units, plans and results with their years."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import stated_years
from hbanalysis.intake.plan_text.sections import Mode, Section

_ROLES = (
    ("number", pattern(r"^(?:s?tt|số tt|số thứ tự|thứ tự|mã(?: số)?)$")),
    ("note", pattern(
        r"ghi chú|cơ quan|đơn vị (?:chủ trì|thực hiện|theo dõi|phụ trách|báo cáo)|phụ trách|căn cứ"
        r"|chủ trì|phối hợp|tiến độ|thời gian|nguồn số liệu"
    )),
    ("unit", pattern(r"^(?:đơn vị(?: tính)?|đvt|đv tính|đơn vị đo)")),
    ("percent", pattern(r"so sánh|so với|^tỷ lệ|^%|tăng trưởng|tăng, giảm|tăng/giảm|\bđạt %"
        r"|20\d\d ?/ ?\D{0,14}20\d\d|/ ?(?:ước )?[ưu]?th\b"
    )),
    ("result", pattern(r"thực hiện|\bước\b|kết quả|\bth\b|đạt được|hiện trạng|đầu nhiệm kỳ")),
    ("plan", pattern(
        r"kế hoạch|\bkh\b|mục tiêu|dự toán|phấn đấu|\bgiao\b|nhiệm kỳ|đến năm"
        r"|chỉ tiêu (?:năm|giao|đến)"
        r"|^(?:năm )?20\d\d$|^chỉ tiêu$"
    )),
)  # fmt: skip
_CONGRESS_TERM = 5
_BARE = pattern(r"^(?:năm )?20\d\d$")
_NAME = pattern(r"chỉ tiêu|nội dung|^tên|danh mục|nhiệm vụ|hạng mục|tiêu chí")
VALUE = pattern(
    r"^(?:(?:trên|dưới|từ|tối thiểu|ít nhất|không quá|tối đa|khoảng|hơn|còn"
    r"|giảm|tăng|đạt|không dưới|duy trì) |[<>≤≥]=? ?)*"
    r"\d[\d.,]*(?: ?(?:-|đến|÷|/) ?\d[\d.,]*)?(?: ?(?:%[0o]{0,2}|‰|[^\W\d]+(?:/[^\W\d]+)*)){0,4}$"
)


@dataclass(frozen=True)
class Cell:
    """One cell: its words and the place of every letter."""

    text: str
    places: tuple[int, ...]
    folded: str


@dataclass(frozen=True)
class TableColumn:
    """What a column is for: name, unit, plan, result, note; and of which year.

    ``bare`` says that it names an earlier year and not what of it.
    """

    role: str
    year: int | None
    bare: bool = False


def is_body(row: list[Cell], heads: int) -> bool:
    """Whether a row is the first below the headings: it has a value, or it is numbered 1 or I."""
    numbered = heads > 0 and row[0].text.strip(".") in ("1", "I", "A")
    worded = any(len(cell.text) > 3 for cell in row[1:])
    return any(is_value(cell) for cell in row[1:]) or (numbered and worded)


def is_value(cell: Cell) -> bool:
    """Whether a cell holds nothing but a value; a lone year is none."""
    text = cell.folded.strip()
    return bool(VALUE.match(text)) and not re.fullmatch(r"20\d\d", text)


def columns_of(
    heads: list[list[Cell]], body: list[list[Cell]], section: Section
) -> list[TableColumn]:
    """What each column holds, by its heading, else by what stands in it."""
    width = len((heads or body)[0])
    made: list[TableColumn] = []
    for position in range(width):
        head = _head(heads, position)
        role = next((role for role, shape in _ROLES if shape.search(head)), "")
        named = any(column.role == "name" for column in made)
        if not named and (_NAME.search(head) and not _holds_values(body, position)):
            role = "name"
        years = stated_years(head) or [int(year) for year in re.findall(r"20\d\d", head)]
        year = years[-1] if years else None
        bare = bool(_BARE.match(head)) and (year or 0) < _first_planned(section)
        made.append(TableColumn("result" if bare else role, year, bare))
    return _guessed(made, body, section)


def _first_planned(section: Section) -> int:
    """The first year that a section plans for: that of its term, else its own."""
    last = min(section.years, default=0)
    first = section.first or last
    named_before = last - first == _CONGRESS_TERM  # "nhiệm kỳ 2025 - 2030" plans for 2026 to 2030
    return first + 1 if named_before else min(first, last)


def _head(heads: list[list[Cell]], position: int) -> str:
    """The words above a column.

    An empty cell belongs to the heading left of it, merged with it. One below a heading of its own
    goes on with that: it is merged downwards.
    """
    parts: list[str] = []
    for number, row in enumerate(heads):
        at = position
        if number and not row[at].text and heads[number - 1][at].text:
            continue
        while at > 0 and not row[at].text:
            at -= 1
        spread = at == position or any(len(one) > position and one[position].text for one in heads)
        if row[at].text and spread:
            parts.append(row[at].folded)
    return " ".join(dict.fromkeys(parts)).strip()


def _holds_values(body: list[list[Cell]], position: int) -> bool:
    filled = [row[position] for row in body if row[position].text]
    return bool(filled) and sum(map(is_value, filled)) > len(filled) / 2


def _guessed(
    columns: list[TableColumn], body: list[list[Cell]], section: Section
) -> list[TableColumn]:
    """Where no heading says it: the first column of words is the name, one of numbers the value."""
    made = list(columns)
    if not any(column.role == "name" for column in made):
        free = [
            position
            for position, column in enumerate(made)
            if column.role in ("", "plan")
            and not _holds_values(body, position)
            and _wordy(body, position)
        ]
        if free:
            made[free[0]] = replace(made[free[0]], role="name")
    if not any(column.role in ("plan", "result") for column in made):
        values = [position for position, column in enumerate(made)
                  if not column.role and _holds_values(body, position)]  # fmt: skip
        role = "result" if section.mode is Mode.RESULT else "plan"
        for position in values[-1:]:
            made[position] = replace(made[position], role=role)
    return made


def _wordy(body: list[list[Cell]], position: int) -> bool:
    words = [row[position].text for row in body if row[position].text]
    return bool(words) and sum(len(text) for text in words) / len(words) > 6
