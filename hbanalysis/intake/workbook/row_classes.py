"""What every row of a sheet is by what it holds left and right of the line before the numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from hbanalysis.intake.files.cells import Cell, Fault, SheetCells
from hbanalysis.intake.workbook import marks

RowClass = Literal["body", "bare", "head", "label", "unit", "index", "letterhead"]

_LABEL_HEADERS = {  # of labels and units
    "tt", "stt", "so tt", "ma so", "ma", "chi tieu", "ten chi tieu", "ten", "noi dung",
    "danh muc", "dien giai", "mat hang", "san pham", "ten san pham", "linh vuc", "nganh",
    "dia phuong", "don vi", "ten don vi", "dvt", "don vi tinh", "hang muc", "nhom", "loai",
    "thang", "quy", "nam", "phuong", "xa", "items", "indicators", "indicator", "unit", "units",
}  # fmt: skip


def is_number(value: object) -> bool:
    """Whether a cell is a number, a text written as one, or stands where one ought to be.

    A number written as text may have a unit of money.
    """
    if type(value) is str:
        return marks.is_number_like(value) or marks.has_unit(value)
    return type(value) is float or type(value) is Fault


def is_year(value: object) -> bool:
    """A number, or a text of four digits, that is a year of our time."""
    return (type(value) is float and value.is_integer() and 1900 <= value <= 2100) or (
        type(value) is str and len(value) == 4 and value.isdigit() and value[:2] in ("19", "20")
    )


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
    months = all((type(value) is float and value in _MONTHS) or is_year(value) for value in others)
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
    values = [value for column, value in grid.rows[row] if column in columns]
    if not values:
        return True
    return any(not is_year(value) and not isinstance(value, date) for value in values)


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
    """What a row is that has only texts right of the border.

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
    """Whether the cells left of the numbers are the header of labels and units."""
    words = [marks.plain(value).strip(" :.") for value in left if type(value) is str]
    return any(word in _LABEL_HEADERS for word in words)
