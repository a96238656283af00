"""Tables of targets, read as sentences: name, value and unit of a row put together.

Rows come with tabs or bars between cells (docx, html, Excel, PDF with ruled lines), or flattened, a
cell a line, as a page pasted into a text file leaves them. Either way the grammar of sentences
reads them, every letter at its place in the document; the heads of the columns say which year a
value is for and whether it is planned or done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from hbanalysis.intake.plan_text.grammar.amounts import amounts
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.masking import masked
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.sections import Mode, Section
from hbanalysis.intake.plan_text.table_columns import (
    VALUE,
    Cell,
    TableColumn,
    columns_of,
    is_body,
)
from hbanalysis.intake.plan_text.table_sentences import DONE, put, sentence, spell

_BAR = re.compile(r"\t|\s*\|\s*")
_INDEX = re.compile(r"^(?:\(?\d{1,2}\)?|[a-eA-E])$")
_PERIOD = pattern(
    r"^(?:(?:đến|vào|trong|hết)? ?(?:cuối |hết |đầu )?(?:năm )?20\d\d|(?:mỗi|hàng|bình quân)"
    r" ?/? ?năm|/năm)$"
)
_UNIT_LINE = pattern(
    r"^(?:%|‰|(?:nghìn |triệu )?(?:tỷ|triệu|nghìn)(?: đồng| usd)?(?:/\w+)*"
    r"|đồng(?:/\w+)*|usd|ha|km|m2|m3"
    r"|tấn|tạ|người|hộ|lượt|trường|xã|phường|giường|bác sĩ|doanh nghiệp|lao động|đảng viên|mô hình"
    r"|tiêu chí|con|cây|căn)"
    r"(?:/[\w ]{1,14})*$"
)
_HEAD_LINE = pattern(
    r"^(?:s?tt|nội dung|chỉ tiêu|tên chỉ tiêu|các chỉ tiêu|phấn đấu|ghi chú|đơn vị(?: tính)?|đvt"
    r"|kế hoạch(?: năm)?(?: 20\d\d)?|(?:ước )?thực hiện(?: năm)?(?: 20\d\d)?|số lượng|năm 20\d\d"
    r"|mục tiêu(?: năm 20\d\d)?)$"
)


class Origin(StrEnum):
    """Where a paragraph comes from.

    It is a line, cells put together, cells with values to choose from, cells below nothing but a
    year, or cells of a row that plans for several years.
    """

    LINE = "line"
    CELLS = "cells"
    SEVERAL = "several values"
    BARE = "below a bare year"
    YEARS = "below one of several years"


Reading = tuple[Paragraph, Section, Origin]
"""A paragraph to read, what is known of it, and where it comes from."""


def readings(paragraphs: list[Paragraph], known: list[Section]) -> Iterator[Reading]:
    """All paragraphs in their order, table rows as sentences of their own."""
    at = 0
    while at < len(paragraphs):
        if len(cells_of(paragraphs[at])) > 1:
            stop = at
            while stop < len(paragraphs) and len(cells_of(paragraphs[stop])) > 1:
                stop += 1
            yield from _table(paragraphs[at:stop], known[at])
            at = stop
            continue
        used, made = _flattened(paragraphs, known, at)
        if made:
            yield from made
            at += used
            continue
        if not _HEAD_LINE.match(paragraphs[at].folded.strip()):
            yield paragraphs[at], known[at], Origin.LINE
        at += 1


def cells_of(paragraph: Paragraph) -> list[Cell]:
    """The cells of a row with tabs or bars; a single one when it is no row."""
    if "\t" not in paragraph.text and sum(letter == "|" for letter in paragraph.text) < 2:
        return []
    made, start = [], 0
    for match in [*_BAR.finditer(paragraph.text), None]:
        stop = match.start() if match else len(paragraph.text)
        raw = paragraph.text[start:stop]
        lead = len(raw) - len(raw.lstrip())
        words = raw.strip()
        begin = start + lead
        end = begin + len(words)
        made.append(Cell(words, paragraph.places[begin:end], paragraph.folded[begin:end]))
        start = match.end() if match else stop
    return made


def _table(printed: list[Paragraph], section: Section) -> Iterator[Reading]:
    """The rows of a table as sentences, one for each value column."""
    rows = [cells_of(one) for one in printed]
    width = max(len(row) for row in rows)
    rows = [[*row, *[Cell("", (), "")] * (width - len(row))] for row in rows]
    heads = 0
    while heads < len(rows) and not is_body(rows[heads], heads):
        heads += 1
        if heads > 4:
            heads = 0
            break
    columns = columns_of(rows[:heads], rows[heads:], section)
    names = [position for position, column in enumerate(columns) if column.role == "name"]
    units = [position for position, column in enumerate(columns) if column.role == "unit"]
    for row, line in zip(rows[heads:], printed[heads:], strict=True):
        if all(_INDEX.match(cell.text) or not cell.text for cell in row):
            continue
        if row[0].text and not any(cell.text for cell in row[1:]) and "\t" in line.text:
            yield _alone(line, row[0]), replace(section, heading=False), Origin.CELLS
            continue
        name = row[names[0]] if names else row[0]
        unit = row[units[0]] if units else None
        yield from _values(line, row, name, unit, columns, section)


def _values(
    line: Paragraph,
    row: list[Cell],
    name: Cell,
    unit: Cell | None,
    columns: list[TableColumn],
    section: Section,
) -> Iterator[Reading]:
    """A sentence for each plan and result of a row; the plan a result had stands behind it."""
    latest = max((one.year or 0 for one in columns if one.role == "plan"), default=0)
    former = {
        one.year: position
        for position, one in enumerate(columns)
        if one.role == "plan" and one.year and one.year < latest
        and any((other.role, other.year) == ("result", one.year) for other in columns)
    }  # fmt: skip
    planned = {one.year for one in columns if one.role == "plan"} - {*former, None}
    for position, column in enumerate(columns):
        cell = row[position]
        if column.role not in ("plan", "result") or not (cell.text and name.text):
            continue
        if column.role == "result" and DONE.match(cell.folded.strip()):
            continue
        if column.role == "plan" and position in former.values():
            continue
        mode = Mode.RESULT if column.role == "result" else Mode.PLAN
        done = mode is Mode.RESULT and section.mode is not mode
        years = (column.year,) if column.year else () if done else section.years
        told = replace(section, mode=mode, years=years, heading=False)
        plan = row[former[column.year]] if done and column.year in former else None
        several = Origin.YEARS if len(planned) > 1 else Origin.CELLS
        origin = Origin.BARE if column.bare else several
        yield sentence(line, name, cell, unit, plan), told, origin


def _alone(printed: Paragraph, cell: Cell) -> Paragraph:
    """A row with a single cell: the name of a group, or words that found no column."""
    return Paragraph(cell.text, cell.places, printed.line)


def _flattened(
    paragraphs: list[Paragraph], known: list[Section], at: int
) -> tuple[int, list[Reading]]:
    """Name lines followed by as many value lines: how many lines were used, and their sentences."""
    names: list[Paragraph] = []
    position = at
    while (
        position < len(paragraphs)
        and _is_name_line(paragraphs[position], known[position])
        and len(names) < 3
    ):
        names.append(paragraphs[position])
        position += 1
    if not names:
        return 0, []
    unit: Paragraph | None = None
    if len(names) > 1 and _UNIT_LINE.match(names[-1].folded[names[-1].body :].strip()):
        unit = names.pop()
    values: list[Paragraph] = []
    while (
        position < len(paragraphs)
        and VALUE.match(paragraphs[position].folded.strip())
        and not (known[position].heading and paragraphs[position].marker)
    ):
        values.append(paragraphs[position])
        position += 1
    if len(values) > len(names) and _is_next(paragraphs, at, position):
        values.pop()
        position -= 1
    period = None
    if position < len(paragraphs) and _PERIOD.match(paragraphs[position].folded.strip()):
        period = paragraphs[position]
        position += 1
    if not values and period is None:
        return 0, []
    kept = names[-max(len(values), 1) :]
    made: list[Reading] = [(one, known[at], Origin.LINE) for one in names[: len(names) - len(kept)]]
    for number, name in enumerate(kept):
        value = values[number] if number < len(values) else None
        origin = Origin.SEVERAL if len(values) > len(kept) else Origin.CELLS
        made.append((_lines(name, value, unit, period), known[at], origin))
    return position - at, made


def _is_next(paragraphs: list[Paragraph], at: int, position: int) -> bool:
    """Whether the last of the value lines is the number of the next row: one more than its own."""
    own = paragraphs[at - 1].text.strip(" .") if at else ""
    after = paragraphs[position - 1].text.strip(" .")
    return own.isdecimal() and after.isdecimal() and int(after) == int(own) + 1


def _is_name_line(paragraph: Paragraph, section: Section) -> bool:
    text = paragraph.folded.strip()
    if section.heading or len(text) > 200 or text[-1:] in ".;" or _HEAD_LINE.match(text):
        return False
    if VALUE.match(text) or _PERIOD.match(text):
        return False
    mask = masked(paragraph.text, paragraph.folded)
    mask[: paragraph.body] = b"\x01" * paragraph.body
    return not any(one.unit.text for one in amounts(paragraph.folded, mask))


def _lines(
    name: Paragraph, value: Paragraph | None, unit: Paragraph | None, period: Paragraph | None
) -> Paragraph:
    """Lines of one row behind each other: name, value, unit, period."""
    letters: list[str] = []
    places: list[int] = []
    colon = "" if value is None else ":"
    put(letters, places, name.text.rstrip(" :") + colon, name.places)
    if value is not None:
        spell(letters, places, f"{value.text} ", (*value.places, value.places[-1]))
    for part in (unit, period):
        if part is not None:
            put(letters, places, part.text, part.places)
    text = "".join(letters).rstrip()
    return Paragraph(text, tuple(places[: len(text)]), name.line)
