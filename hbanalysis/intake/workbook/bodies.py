"""Read the body of one table.

Which columns are labels, units, texts or numbers, and what each cell says.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.cells import Cell, Fault, SheetCells, address
from hbanalysis.intake.workbook.finding_tables import Block, is_number
from hbanalysis.intake.workbook.headers import Header, header_text
from hbanalysis.intake.workbook.normalisations import Normalisation
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.quantities import (
    Quantity,
    Style,
    parse_number,
    parse_quantity,
    unit_scale,
)
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood

NAN = float("nan")

AMBIGUOUS = (
    "{cell} holds “{found}”, which can be read as {first} or as {second}; declare the number"
    " format."
)
NOT_A_NUMBER = "{cell} holds “{found}” where a number is expected."
ERROR_CELL = "{cell} holds the error {found} where a number is expected."
UNCACHED_CELL = (
    "{cell} holds a formula without a calculated value; open the file in Excel, save it and send it"
    " again."
)
UNIT_IN_CELL = (
    "{cell} holds “{found}” with a unit of its own that does not fit the table's; a bare number is"
    " expected."
)
DATE_CELL = (
    "{cell} holds the date {found} where a number is expected; Excel may have changed what was"
    " typed."
)


@dataclass
class Columns:
    """The parts that the columns of a body play."""

    labels: list[int]
    order: int | None
    values: list[int]
    texts: list[int]
    outside: list[int]


@dataclass
class Body:
    """A body as read: one entry per row in each list; `values` and `texts` by column number."""

    labels: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    label_columns: list[int] = field(default_factory=list)
    values: dict[int, list[float]] = field(default_factory=dict)
    texts: dict[int, list[str]] = field(default_factory=dict)
    footnotes: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    changed: list[tuple[str, str, str, str]] = field(default_factory=list)

    def drop_last(self) -> None:
        """Take back the cells of a row that turned out to be no row of the table."""
        for numbers in self.values.values():
            numbers.pop()
        for words in self.texts.values():
            words.pop()


def find_columns(grid: SheetCells, block: Block, header: Header) -> Columns:
    """Sort the columns of a body by what stands in them and above them."""
    numbers: Counter[int] = Counter()
    texts: Counter[int] = Counter()
    for row in block.body:
        for column, value in grid.rows[row]:
            if (
                is_number(value) or type(value) is not str
            ):  # a date or a boolean stands where a number ought to
                numbers[column] += 1
            elif not marks.is_placeholder(value):
                texts[column] += 1
    seen = sorted({*numbers, *texts})
    used = [c for c in seen if c <= block.edge]
    if not used:
        return Columns([], None, [], [], seen)
    first_text = min((c for c in texts if c <= block.edge), default=-1)
    first = next(
        (c for c in used if c > max(first_text, used[0]) and numbers[c] > texts[c]), used[0] + 1
    )
    left, order, side = _left_side([c for c in used if c < first], numbers, texts, header)
    right = sorted({c for c in used if c >= first} | {c for c in header.own if c >= first})
    headed = [c for c in right if c in header.parts]
    last = max(headed, default=right[-1] if right else first)
    # A nameless column that is mostly empty is a spacer into which something fell.
    stray = {
        c
        for c in right
        if headed and c not in header.parts and (c > last or 2 * numbers[c] < len(block.body))
    }
    return Columns(
        labels=left,
        order=order,
        values=[c for c in right if c not in stray and numbers[c] >= texts[c]],
        texts=side + [c for c in right if c not in stray and numbers[c] < texts[c]],
        outside=sorted(stray) + [c for c in seen if c > block.edge],
    )


def _left_side(
    columns: list[int], numbers: Counter[int], texts: Counter[int], header: Header
) -> tuple[list[int], int | None, list[int]]:
    """Labels, the column of running numbers, and text columns such as the unit of measure."""
    order: int | None = None
    labels: list[int] = []
    side: list[int] = []
    for column in columns:
        name = marks.plain(header.name(column))
        is_order = name in ("tt", "stt", "so tt", "ma so", "#") or (
            numbers[column] and not texts[column]
        )
        if order is None and not labels and is_order and len(columns) > 1:
            order = column
        elif labels and (
            name.startswith(("don vi", "dvt"))
            or (name and name != marks.plain(header.name(labels[0])))
        ):
            side.append(column)
        else:
            labels.append(column)
    return labels or columns[:1], order if labels else None, side


def read_body(
    grid: SheetCells, block: Block, columns: Columns, file: str, style: Style | None, unit: str = ""
) -> Body:
    """Read all rows; cells that cannot be read become NaN with a finding, never a guess."""
    body = Body(values={c: [] for c in columns.values}, texts={c: [] for c in columns.texts})
    reader = _CellReader(grid, file, style, unit, body)
    label_columns = set(columns.labels)
    above: dict[int, str] = {}
    shared = _merged_labels(grid, block, columns.labels)
    for row in block.body:
        cells = grid.rows[row]
        held = dict(cells)
        label, where, running = _label([*shared.get(row, ()), *cells], label_columns, columns.order)
        body.changed += [
            ("merged-label", address(row, column), "", header_text(v))
            for column, v in shared.get(row, ())
        ]
        if running:
            body.changed.append(
                ("running-number", address(row, running[0]), header_text(running[1]), "")
            )
        held.pop(where, None)  # a heading that stands over the numbers is read once, as label
        unread = 0
        for column, series in body.values.items():
            value = held.get(column)
            if type(value) is float:
                series.append(value)
            elif value is None:
                series.append(NAN)
                unread += 1
            else:
                number, blank = reader.read(row, column, value)
                series.append(number)
                unread += blank
        for column, words in body.texts.items():
            words.append(reader.read_text(row, column, held.get(column), above))
        if (
            not label
            and unread == len(body.values)
            and not any(words[-1] for words in body.texts.values())
        ):
            body.drop_last()  # the row holds something only outside the table
            continue
        label, mark = marks.split_mark(label) if label else (label, "")
        if mark:
            body.footnotes[address(row, where)] = mark
            body.changed.append(("footnote-mark", address(row, where), f"{label} {mark}", label))
        body.labels.append(label)
        body.rows.append(row)
        body.label_columns.append(where)
        body.kinds.append("heading" if unread == len(body.values) else "")
    _settle_kinds(grid, body)
    return body


def _label(cells: list[Cell], columns: set[int], order: int | None) -> tuple[str, int, Cell | None]:
    """The label of a row, the column where it begins.

    The running number that was taken off it.
    """
    running: Cell | None = None
    found = [(column, value) for column, value in cells if column in columns]
    if len(found) > 1 and marks.is_enumerator(found[0][1]):
        running, *found = found  # the number has no column of its own
    if found:
        return " ".join(header_text(value) for _, value in found), found[0][0], running
    # A row with only a running number, or set in another column (a heading over the numbers), keeps
    # what it says.
    column, value = cells[0]
    if type(value) is str and not is_number(value) and (column == order or column not in columns):
        return value, column, None
    return "", min(columns, default=0), None


def _merged_labels(grid: SheetCells, block: Block, labels: list[int]) -> dict[int, list[Cell]]:
    """Labels merged over several rows, for the rows below their first.

    The group's name before each row's own.
    """
    shared: dict[int, list[Cell]] = {}
    for (top, left), (bottom, _) in grid.merges if len(labels) > 1 else ():
        if bottom > top and left in labels and block.body[0] <= top <= block.body[-1]:
            name = dict(grid.rows.get(top, ())).get(left)
            for row in range(top + 1, bottom + 1):
                if name is None:
                    break
                shared.setdefault(row, []).append((left, name))
    return shared


def _settle_kinds(grid: SheetCells, body: Body) -> None:
    """Total, part or row: by its own words, by the heading above it.

    Or because it stands deeper than a row above.
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


class _CellReader:
    """Reads the cells of one body that are not plain numbers, and writes down what it did."""

    def __init__(
        self, grid: SheetCells, file: str, style: Style | None, unit: str, body: Body
    ) -> None:
        self.sheet, self.file, self.style, self.unit, self.body = grid.name, file, style, unit, body

    def read(self, row: int, column: int, value: object) -> tuple[float, bool]:
        """The number of a cell (NaN when there is none).

        Whether the cell says nothing at all.
        """
        cell = address(row, column)
        if isinstance(value, Fault):
            uncached = value.code == Fault.UNCACHED
            template, rule = (
                (UNCACHED_CELL, "uncached-formula") if uncached else (ERROR_CELL, "error-cell")
            )
            self._report("error", rule, cell, template, value.code)
        elif isinstance(value, (date, datetime, time, timedelta)):
            self._report(
                "error",
                "date-cell",
                cell,
                DATE_CELL,
                value.isoformat() if isinstance(value, date) else str(value),
            )
        elif not isinstance(value, str):
            self._report("error", "not-a-number", cell, NOT_A_NUMBER, str(value))
        elif marks.is_placeholder(value):
            self.body.changed.append(("placeholder", cell, value, ""))
        elif not is_number(value):
            # Words over a column inside the body: "Nghìn tấn" beside "B. Hàng hoá".
            level = "note" if marks.is_unit(value) else "warning"
            self._report(level, "text-among-numbers", cell, NOT_A_NUMBER, value)
            return NAN, True
        elif marks.has_unit(value):
            return self._read_with_unit(cell, value), False
        else:
            return self._read_number(cell, value), False
        return NAN, False

    def _read_with_unit(self, cell: str, text: str) -> float:
        """Read “900 triệu”: in a table in tỷ đồng 0,9.

        Where no unit is named it cannot stand beside numbers.
        """
        try:
            quantity = parse_quantity(text, self.style)
            base = unit_scale(self.unit)[1] if self.unit else ""
            plain = Quantity(
                quantity.value, quantity.value, base if quantity.unit == "" else quantity.unit
            )
            number = float(plain.in_unit(self.unit)) if self.unit else NAN
        except Ambiguous as error:
            first, second = error.readings
            self._report(
                "error", "ambiguous-number", cell, AMBIGUOUS, text, first=first, second=second
            )
            return NAN
        except NotUnderstood:
            number = NAN
        if math.isnan(number):
            self._report("error", "unit-in-cell", cell, UNIT_IN_CELL, text)
            return NAN
        self.body.changed.append(("text-number", cell, text, repr(number)))
        return number

    def _read_number(self, cell: str, text: str) -> float:
        bare, mark = marks.split_mark(text)
        try:
            number = float(parse_number(bare.rstrip("%‰ "), self.style))
        except Ambiguous as error:
            first, second = error.readings
            self._report(
                "error", "ambiguous-number", cell, AMBIGUOUS, text, first=first, second=second
            )
            return NAN
        except NotUnderstood:
            self._report("error", "not-a-number", cell, NOT_A_NUMBER, text)
            return NAN
        if mark:
            self.body.footnotes[cell] = mark
        self.body.changed.append(("text-number", cell, text, repr(number)))
        return number

    def read_text(self, row: int, column: int, value: object, above: dict[int, str]) -> str:
        """The text of a cell in a text column; a ditto sign becomes the text above it."""
        if value is None:
            return ""
        text = header_text(value)  # type: ignore[arg-type]
        if text in marks.DITTO and above.get(column):
            self.body.changed.append(("ditto", address(row, column), text, above[column]))
            return above[column]
        above[column] = text
        return text

    def _report(
        self, level: str, rule: str, cell: str, template: str, found: str, **more: str
    ) -> None:
        facts = {"cell": cell, "found": found, "expected": "number", **more}
        finding = Finding(level, rule, self.file, f"{self.sheet}!{cell}", template, facts)  # type: ignore[arg-type]
        self.body.findings.append(finding)


def grouped(sheet: str, changes: list[tuple[str, str, str, str]]) -> list[Normalisation]:
    """One line per rule (per cell where the value itself was read from a text).

    In order of appearance.
    """
    lines: dict[object, list[tuple[str, str, str]]] = {}
    for number, (rule, cell, before, after) in enumerate(changes):
        key = (rule, number) if rule == "text-number" else (rule, before, after)
        lines.setdefault(key, []).append((cell, before, after))
    return [
        Normalisation(key[0], sheet, tuple(cell for cell, _, _ in group), group[0][1], group[0][2])  # type: ignore[index]
        for key, group in lines.items()
    ]
