"""Read the body of one table: its labels, its numbers, the kind of each row."""

from collections.abc import Mapping

from hbanalysis.intake.files.cells import Cell, SheetCells, address
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.body_columns import Body, Columns
from hbanalysis.intake.workbook.cell_reading import NAN, CellReader
from hbanalysis.intake.workbook.finding_tables import Block
from hbanalysis.intake.workbook.headers import header_text
from hbanalysis.intake.workbook.row_classes import is_number
from hbanalysis.vocabulary.errors import Finding

TOO_LONG_ROW = (
    "Row {row} has {found} cells under a header of {expected}: a comma or semicolon too many has"
    " shifted its numbers, which were not read; text and decimals with the delimiter need quotes."
)
MERGED = "{found} is one cell over {rows} rows; its number was read for the first of them only."
MERGED_NAME = "{found} is one cell over {rows} rows; its name was read for the first of them only."
STRUCK = "Row {row} is struck out; its numbers were read."


def read_body(grid: SheetCells, block: Block, columns: Columns, reader: CellReader) -> Body:
    """Read all rows; cells that cannot be read become NaN with a finding, never a guess."""
    body = reader.body
    labels = _Labels(grid, block, columns, body)
    unit_column = next((c for c in columns.texts if reader.is_unit_column(c)), None)
    above: dict[int, str] = {}
    heading_unit = ""
    for row in block.body:
        held = dict(grid.rows[row])
        label, where = labels.read(row)
        held.pop(where, None)  # a heading that stands over the numbers is read once, as label
        for column, words in body.texts.items():
            words.append(reader.read_text(row, column, held.get(column), above))
        of_row = body.texts[unit_column][-1] if unit_column is not None else ""
        reader.row_unit = of_row or heading_unit
        unread = _read_values(grid, body, reader, row, held)
        if (
            not label
            and unread == len(body.values)
            and not any(words[-1] for words in body.texts.values())
        ):
            body.drop_last()  # the row holds something only outside the table
            continue
        if unread == len(body.values):
            heading_unit = _unit_of_heading(label, held, body) or heading_unit
        label, mark = marks.split_mark(label) if label else (label, "")
        if mark:
            body.footnotes[address(row, where)] = mark
            body.changed.append(("footnote-mark", address(row, where), f"{label} {mark}", label))
        body.labels.append(label)
        body.rows.append(row)
        body.label_columns.append(where)
        body.row_units.append(heading_unit)
        body.kinds.append("heading" if unread == len(body.values) else "")
    _settle_kinds(grid, body)
    return body


def _read_values(
    grid: SheetCells, body: Body, reader: CellReader, row: int, held: Mapping[int, object]
) -> int:
    """The numbers of a row; how many of its cells say nothing at all."""
    formats, unread = grid.formats, 0
    for column, series in body.values.items():
        value = held.get(column)
        if type(value) is float and (not formats or (row, column) not in formats):
            series.append(value)
        elif value is None:
            series.append(NAN)
            unread += 1
        else:
            number, blank = reader.read(row, column, value)
            series.append(number)
            unread += blank
    return unread


def _unit_of_heading(label: str, held: Mapping[int, object], body: Body) -> str:
    """The unit that a heading inside the body gives for the rows below it."""
    if label and marks.is_unit(label):
        return marks.unit_name(label)
    units = [
        marks.unit_name(text)
        for column in body.values
        if isinstance(text := held.get(column), str) and marks.is_unit(text)
    ]
    return "; ".join(dict.fromkeys(units))


def doubtful_rows(grid: SheetCells, block: Block, columns: Columns, body: Body, file: str) -> None:
    """Rows whose numbers are not what they seem: shifted, merged over others, struck out.

    A row of a text file that is longer than its header loses its numbers.
    """
    named = max((c for c in (*columns.values, *columns.texts, *columns.labels)), default=0)
    for position, row in enumerate(body.rows):
        last = grid.rows[row][-1][0]
        if grid.delimited and last > named:
            for column, series in body.values.items():
                series[position] = NAN
                body.units.pop(address(row, column), None)
            facts: dict[str, object] = {
                "row": row + 1,
                "found": last + 1,
                "expected": named + 1,
            }
            body.refused[row] = Finding(
                "error", "ragged-row", file, f"{grid.name}!A{row + 1}", TOO_LONG_ROW, facts
            )
            body.findings.append(body.refused[row])
        if grid.struck and any((row, c) in grid.struck for c in body.values):
            facts = {"row": row + 1, "found": body.labels[position], "expected": ""}
            place_of_row = f"{grid.name}!A{row + 1}"
            body.findings.append(
                Finding("warning", "struck-out", file, place_of_row, STRUCK, facts)
            )
    _tell_merged(grid, block, columns, body, file)


def _tell_merged(grid: SheetCells, block: Block, columns: Columns, body: Body, file: str) -> None:
    """Numbers merged over several rows, and names where each row has no other of its own."""
    rows, values = set(body.rows), set(body.values)
    alone = set(columns.labels) if len(columns.labels) == 1 else set()
    for (top, left), (bottom, _) in grid.merges:
        if bottom <= top or left not in values | alone or top not in rows:
            continue
        below = [row for row in block.body if top < row <= bottom and row in rows]
        held = dict(grid.rows.get(top, ())).get(left)
        if below and held is not None and (left in alone or is_number(held)):
            span = f"{address(top, left)}:{address(bottom, left)}"
            facts = {"found": span, "rows": bottom - top + 1, "expected": "1"}
            where = f"{grid.name}!{address(top, left)}"
            template = MERGED_NAME if left in alone else MERGED
            body.findings.append(Finding("warning", "merged-value", file, where, template, facts))


class _Labels:
    """The labels of a body, row by row, with what merged and repeated cells give to the next."""

    def __init__(self, grid: SheetCells, block: Block, columns: Columns, body: Body) -> None:
        self.grid, self.columns, self.body = grid, columns, body
        self.places = set(columns.labels)
        self.shared = _merged_labels(grid, block, columns.labels)
        self.year = ""

    def read(self, row: int) -> tuple[str, int]:
        """The label of a row and the column where it begins."""
        cells, shared, changed = self.grid.rows[row], self.shared.get(row, []), self.body.changed
        label, where, running = _label([*shared, *cells], self.places, self.columns.order)
        changed += [
            ("merged-label", address(row, column), "", header_text(v)) for column, v in shared
        ]
        if running:
            cell = address(row, running[0])
            changed.append(("running-number", cell, header_text(running[1]), ""))
        return self._with_year(row, label), where

    def _with_year(self, row: int, label: str) -> str:
        """The year that stands once per block, before the label of each of its months."""
        column = self.columns.years
        if column is None or not label:
            return label
        held = dict(self.grid.rows[row])
        if column in held:
            self.year = header_text(held[column])
        elif self.year:
            self.body.changed.append(("merged-label", address(row, column), "", self.year))
        return f"{self.year} {label}".strip()


def _label(cells: list[Cell], columns: set[int], order: int | None) -> tuple[str, int, Cell | None]:
    """The label of a row, the column where it begins, and the running number taken off it."""
    running: Cell | None = None
    labels = [(column, value) for column, value in cells if column in columns]
    if len(labels) > 1 and marks.is_enumerator(labels[0][1]):
        running, *labels = labels  # the number has no column of its own
    if labels:
        return " ".join(header_text(value) for _, value in labels), labels[0][0], running
    # A row with only a running number, or set in another column (a heading over the numbers), keeps
    # what it says.
    column, value = cells[0]
    if type(value) is str and not is_number(value) and (column == order or column not in columns):
        return value, column, None
    return "", min(columns, default=0), None


def _merged_labels(grid: SheetCells, block: Block, labels: list[int]) -> dict[int, list[Cell]]:
    """Labels merged over several rows, for the rows below their first.

    There the group's name stands before the row's own.
    """
    shared: dict[int, list[Cell]] = {}
    for (top, left), (bottom, _) in grid.merges if len(labels) > 1 else ():
        if bottom > top and left in labels and block.body[0] <= top <= block.body[-1]:
            name = dict(grid.rows.get(top, ())).get(left)
            for row in range(top + 1, min(bottom, block.body[-1]) + 1):
                if name is None:
                    break
                shared.setdefault(row, []).append((left, name))
    return shared


def _settle_kinds(grid: SheetCells, body: Body) -> None:
    """Whether a row is a total, a part or a row.

    Its own words say it, or the heading above it, or that it stands deeper than a row above.
    """
    parts_open = False
    depths: list[tuple[int, int]] = []
    for i, label in enumerate(body.labels):
        depth = (body.label_columns[i], grid.indents.get((body.rows[i], body.label_columns[i]), 0))
        if body.kinds[i] == "heading":
            parts_open = marks.opens_parts(label)
            continue
        kind = marks.row_kind(label)
        if kind == "total":
            parts_open, depths = False, []
        while depths and depths[-1] >= depth:
            depths.pop()
        if kind == "row" and (parts_open or depths):
            kind = "part"
        depths.append(depth)
        body.kinds[i] = kind
