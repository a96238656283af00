"""Find the tables of a sheet: where a title, a header band and a body stand.

Every row is first classed by what it holds left and right of the line between labels and numbers.
Header bands are groups of rows with text, but no numbers, right of that line; the rows between two
bands are the body of the first, notes under it, and the title of the next.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from hbanalysis.intake.files.cells import Cell, Fault, SheetCells
from hbanalysis.intake.workbook import marks

RowClass = Literal["body", "bare", "head", "label", "unit", "index", "letterhead"]


@dataclass
class Block:
    """The rows of one table, by number.

    `border` is the first column right of the labels, `edge` the last column.
    """

    border: int
    edge: int
    title: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)


_LABEL_HEADERS = frozenset(
    "tt,stt,so tt,ma so,ma,chi tieu,ten chi tieu,ten,noi dung,danh muc,dien giai,mat hang,san pham,"
    "ten san pham,linh vuc,nganh,dia phuong,don vi,ten don vi,dvt,don vi tinh,hang muc,nhom,loai,"
    "thang,quy,nam,phuong,xa,items,indicators,indicator,unit,units".split(",")
)


def is_number(value: object) -> bool:
    """A number, a text written as one.

    With a unit of money or without. , or a cell where one ought to be.
    """
    if type(value) is str:
        return marks.is_number_like(value) or marks.has_unit(value)
    return type(value) is float or type(value) is Fault


def is_year(value: object) -> bool:
    """A number, or a text of four digits, that is a year of our time."""
    return (type(value) is float and value.is_integer() and 1900 <= value <= 2100) or (
        type(value) is str and len(value) == 4 and value.isdigit() and value[:2] in ("19", "20")
    )


def find_border(grid: SheetCells) -> int | None:
    """The first column right of the labels.

    Where numbers first follow a text in at least a fifth of such rows.
    """
    starts: Counter[int] = Counter()
    for cells in grid.rows.values():
        seen_text = False
        for column, value in cells:
            if is_number(value):
                if seen_text:
                    starts[column] += 1
                    break
            elif type(value) is str and not marks.is_placeholder(value):
                seen_text = True
    if starts:
        most = max(starts.values())
        return min(column for column, count in starts.items() if count >= max(1, most / 5))
    return _border_of_numbered_rows(grid)


def _border_of_numbered_rows(grid: SheetCells) -> int | None:
    """Tables whose labels are numbers too (years).

    The column after the first, if a header stands above.
    """
    numeric = [
        cells for cells in grid.rows.values() if sum(is_number(value) for _, value in cells) >= 2
    ]
    texts = any(
        type(value) is str and not is_number(value)
        for cells in grid.rows.values()
        for _, value in cells
    )
    return min(cells[0][0] for cells in numeric) + 1 if numeric and texts else None


def find_edge(grid: SheetCells) -> int:
    """The last column of the tables.

    The last with a text or a year as header, or under a merged text.

    Right of it stand only numbers that nobody named: the calculations of whoever made the sheet.
    """
    edge = 0
    for cells in grid.rows.values():
        numbers = [value for _, value in cells if type(value) is not str]
        years = bool(numbers) and all(is_year(v) or isinstance(v, date) for v in numbers)
        named = [
            column
            for column, value in cells
            if years or (type(value) is str and not is_number(value))
        ]
        edge = max(edge, named[-1]) if named else edge
    for (top, left), (_, right) in grid.merges:
        if (
            right > edge
            and left <= edge
            and any(column == left for column, _ in grid.rows.get(top, ()))
        ):
            edge = right
    return edge


def class_row(cells: list[Cell], border: int, merged_width: int = 1) -> RowClass:
    """What a row is, seen alone; `merged_width` is the number of columns its first cell spans."""
    left = [value for column, value in cells if column < border]
    right = [value for column, value in cells if column >= border]
    if len(cells) > 1 and marks.is_index_row([value for _, value in cells]):
        return "index"
    texts = [
        value
        for value in right
        if type(value) is str and not is_number(value) and not marks.is_placeholder(value)
    ]
    if any(marks.is_letterhead(value) for _, value in cells if type(value) is str):
        return "letterhead"
    if not right or (len(cells) == 1 and merged_width > 1 and cells[0][0] < border):
        single = len(left) == 1 and type(left[0]) is str
        return (
            "unit"
            if single and marks.plain(str(left[0])).startswith(("don vi", "(don vi", "dvt"))
            else "label"
        )
    if len(right) == len(texts):
        return _class_of_texts(cells, left, texts)
    numbers = [value for value in right if is_number(value)]
    if left:
        return "body"
    return "head" if texts or (numbers and all(is_year(value) for value in numbers)) else "bare"


def _class_of_texts(cells: list[Cell], left: Sequence[object], texts: list[str]) -> RowClass:
    """Only texts right of the border.

    A unit line, a title set far right, a heading with units, or a header row.
    """
    units_only = all(marks.is_unit(text) for text in texts)
    if not left and len(texts) == 1 and units_only:
        return "unit"
    if not left and len(texts) == 1 and marks.is_numbered_title(texts[0]):
        return "label"
    return (
        "label" if left and units_only and len(cells) > 1 and not _is_column_name(left) else "head"
    )


def _is_column_name(left: Sequence[object]) -> bool:
    words = [marks.plain(value) for value in left if type(value) is str]
    return any(
        word in ("tt", "stt", "so tt") or word.startswith(("chi tieu", "ten", "noi dung"))
        for word in words
    )


def _names_labels(left: Sequence[object]) -> bool:
    """Whether the cells left of the numbers are the header of labels and units, and nothing else."""
    words = [marks.plain(value).strip(" :.") for value in left if type(value) is str]
    return any(word in _LABEL_HEADERS for word in words)


def find_blocks(grid: SheetCells) -> list[Block]:
    """All tables of a sheet, from top to bottom."""
    border = find_border(grid)
    if border is None:
        return []
    edge = find_edge(grid)
    widths = {corner: right - corner[1] + 1 for corner, (_, right) in grid.merges}
    classes = class_rows(grid, border, edge, widths)
    bands = _find_bands(grid, classes, border, widths)
    numbers = list(classes)
    blocks: list[Block] = []
    for position, band in enumerate(bands):
        until = bands[position + 1][0] if position + 1 < len(bands) else numbers[-1] + 1
        block = Block(border, edge, head=band)
        below = numbers[bisect_right(numbers, band[-1]) : bisect_left(numbers, until)]
        _fill_body(block, below, grid, classes, widths)
        before = blocks[-1].body[-1] if blocks and blocks[-1].body else -1
        above = numbers[bisect_right(numbers, before) : bisect_left(numbers, band[0])]
        _share_out(blocks[-1] if blocks else None, block, above, grid, classes)
        if block.body:
            blocks.append(block)
    if blocks:
        last = blocks[-1]
        last.notes = numbers[bisect_right(numbers, last.body[-1]) :]
    return blocks


def class_rows(
    grid: SheetCells, border: int, edge: int, widths: dict[tuple[int, int], int]
) -> dict[int, RowClass]:
    """What each row is, with rows of years and words that turn out to be headers."""
    classes: dict[int, RowClass] = {}
    for number, cells in grid.rows.items():
        inside = cells if cells[-1][0] <= edge else [cell for cell in cells if cell[0] <= edge]
        if inside:
            classes[number] = class_row(inside, border, widths.get((number, inside[0][0]), 1))
    _settle_headers(grid, classes, border, edge)
    return classes


def _settle_headers(grid: SheetCells, classes: dict[int, RowClass], border: int, edge: int) -> None:
    """Rows that look like a first row of numbers and are a header: years, dates, words.

    Chỉ tiêu | 2022 | 2023, or Chỉ tiêu | ĐVT | 2023 | 2024 | So sánh (%). Only where a table may
    begin, and only if the next row of numbers holds something else than years.
    """
    numbers = list(classes)
    headed = starts = False
    for position, number in enumerate(numbers):
        kind = classes[number]
        if kind == "bare":
            headed = starts = False
        elif kind == "head":
            headed, starts = True, True
        elif kind in ("label", "unit", "letterhead") or position == 0:
            starts = starts or kind != "body" or position == 0
        gap = position > 0 and number > numbers[position - 1] + 1
        if kind != "body":
            continue
        if (starts or gap) and _is_header(grid, number, border, edge, headed):
            rest = range(position + 1, len(numbers))
            following = next((numbers[n] for n in rest if classes[numbers[n]] == "body"), None)
            if following is not None and _holds_values(grid, number, following, border):
                classes[number], headed, starts = "head", True, True
                continue
        headed = starts = False


def _is_header(grid: SheetCells, number: int, border: int, edge: int, headed: bool) -> bool:
    """Whether the cells right of the border are years, dates and words, as above columns."""
    cells = [cell for cell in grid.rows[number] if cell[0] <= edge]
    left = [value for column, value in cells if column < border]
    right = [value for column, value in cells if column >= border]
    words = [value for value in right if type(value) is str and not is_number(value)]
    others = [value for value in right if type(value) is not str or is_number(value)]
    named = _names_labels(left) or _is_column_name(left)
    if headed and not named:
        return False  # a row of numbers below a header, such as years in which schools were built
    if all(is_year(value) or isinstance(value, date) for value in others):
        return bool(others) and (len(right) > 1 or named)
    # A bare month or quarter, beside words: "4" and "Lũy kế 4 tháng".
    months = all(type(value) is float and value in _MONTHS or is_year(value) for value in others)
    return months and bool(words) and _names_labels(left)


_MONTHS = frozenset(map(float, range(1, 13)))


def _holds_values(grid: SheetCells, header: int, row: int, border: int) -> bool:
    """Whether a row holds numbers, in the columns where the header has its own, that are no years.

    Texts that stand for no value count too.
    """
    columns = {
        column
        for column, value in grid.rows[header]
        if column >= border and (type(value) is not str or is_number(value))
    }
    found = [value for column, value in grid.rows[row] if column in columns]
    if not found:
        return True
    return any(not is_year(value) and not isinstance(value, date) for value in found)


def _find_bands(
    grid: SheetCells, classes: dict[int, RowClass], border: int, widths: dict[tuple[int, int], int]
) -> list[list[int]]:
    """Header bands: runs of head rows before a body, set off from a body above by gap or title."""
    bands: list[list[int]] = []
    current: list[int] = []
    set_off, in_body, closed, previous = True, False, False, -2
    for number, kind in classes.items():
        gap = number > previous + 1
        previous = number
        if kind in ("body", "bare"):
            if current:
                bands.append(current)
            current, set_off, in_body, closed = [], False, True, False
        elif kind == "head":
            if closed:  # a title stood between: what came before it was a letterhead
                current, closed = [], False
            if current or _may_start(grid, number, border, in_body, set_off or gap):
                current.append(number)
            set_off = set_off or gap
        else:
            closed = closed or (
                kind in ("label", "letterhead") and _is_title(grid, number, border, widths)
            )
            set_off = set_off or kind in ("label", "unit") or gap
    return bands


def _may_start(grid: SheetCells, number: int, border: int, in_body: bool, set_off: bool) -> bool:
    if not in_body:
        return True
    # Inside a body a lone text ("Cơ cấu (%)") is a heading of rows; a header names at least two
    # columns.
    cells = grid.rows[number]
    return set_off and sum(column >= border for column, _ in cells) >= 2


def _is_title(
    grid: SheetCells, number: int, border: int, widths: dict[tuple[int, int], int]
) -> bool:
    """Whether a row of labels among head rows looks like a title.

    Not like a part of the labels' own header.
    """
    column, value = grid.rows[number][0]
    wide = column + widths.get((number, column), 1) > border
    return type(value) is str and (wide or marks.is_numbered_title(value) or len(value.split()) > 6)


def _fill_body(
    block: Block,
    numbers: list[int],
    grid: SheetCells,
    classes: dict[int, RowClass],
    widths: dict[tuple[int, int], int],
) -> None:
    filled = [number for number in numbers if classes[number] in ("body", "bare")]
    if not filled:
        return
    for number in numbers:
        kind = classes[number]
        if number > filled[-1]:
            break
        if kind == "index" and number < filled[0]:
            block.index.append(number)
        elif kind == "unit" and number < filled[0] and not block.body:
            # Over all columns it is the unit of the table; over one, "(%)", it belongs to that
            # column's name.
            column = grid.rows[number][0][0]
            merged = widths.get((number, column), 1) > 1
            (block.units if merged or column < block.border else block.head).append(number)
        else:
            block.body.append(number)


def _share_out(
    former: Block | None,
    block: Block,
    above: list[int],
    grid: SheetCells,
    classes: dict[int, RowClass],
) -> None:
    """Give the rows between a body and the next header to its notes or to the next title."""
    start = 0
    if former is not None:
        titled = [i for i, n in enumerate(above) if any(_opens(v) for _, v in grid.rows[n])]
        gaps = [i for i, n in enumerate(above) if n - 1 not in grid.rows]
        start = titled[0] if titled else next(iter(gaps), 0)
        while not titled and start < len(above) and _is_note_row(grid, above[start]):
            start += 1
        former.notes = above[:start]
    for number in above[start:]:
        if classes[number] == "unit":
            block.units.insert(0, number)
        elif classes[number] in ("label", "head"):
            block.title.append(number)


def _opens(value: object) -> bool:
    return type(value) is str and marks.is_numbered_title(value)


def _is_note_row(grid: SheetCells, number: int) -> bool:
    value = grid.rows[number][0][1]
    return type(value) is str and marks.is_note(value)
