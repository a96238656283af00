"""Find the tables of a sheet: where a title, a header band and a body stand.

Every row is first classed by what it holds left and right of the line between labels and numbers.
Header bands are groups of rows with text, but no numbers, right of that line; the rows between two
bands are the body of the first, notes under it, and the title of the next.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from hbanalysis.intake.files.cells import SheetCells
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.row_classes import RowClass, class_rows, is_number, is_year


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


def find_border(grid: SheetCells) -> int | None:
    """The first column right of the labels.

    It is where numbers first follow a text, in at least a fifth of such rows.
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
    """The border of tables whose labels are numbers too (years).

    It is the column after the first, if a header stands above.
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

    It is the last with a text or a year as header, or under a merged text. Right of it stand only
    numbers that nobody named: the calculations of whoever made the sheet.
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
    """Whether a row of labels among head rows is a title, and no part of the labels' own header."""
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
