"""What a single cell of a body says: a number, nothing, or a finding; never a guess."""

from datetime import date, datetime, time, timedelta

from hbanalysis.intake.files.cells import Fault, SheetCells, address
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.body_columns import UNITS, Body
from hbanalysis.intake.workbook.headers import Header, header_text
from hbanalysis.intake.workbook.own_units import (
    PERCENT,
    OwnUnit,
    Shown,
    column_unit,
    of_format,
    of_text,
    plain,
)
from hbanalysis.intake.workbook.row_classes import is_number
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.quantities import Style, parse_number
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
DATE_CELL = (
    "{cell} holds the date {found} where a number is expected; Excel may have changed what was"
    " typed."
)
_POWERS_OF_TEN = ("³", "⁶", "⁹", "¹²")


class CellReader:
    """Reads the cells of one body that are not plain numbers, and writes down what it did.

    ``unit`` is that of the table; ``row_unit`` is set row by row, where a row or a heading above it
    says its own.
    """

    def __init__(
        self,
        grid: SheetCells,
        file: str,
        style: Style | None,
        unit: str,
        body: Body,
        header: Header,
    ) -> None:
        self.grid, self.file, self.style, self.unit, self.body = grid, file, style, unit, body
        self.header, self.row_unit = header, ""
        self.column_units = {column: column_unit(header.name(column)) for column in body.values}

    def is_unit_column(self, column: int) -> bool:
        """Whether a text column gives the unit of each row."""
        return marks.plain(self.header.name(column)).startswith(UNITS)

    def read(self, row: int, column: int, value: object) -> tuple[float, bool]:
        """The number of a cell (NaN when there is none), and whether the cell says nothing."""
        cell = address(row, column)
        if type(value) is float:
            return self._read_formatted(row, column, value), False
        if isinstance(value, str):
            return self._read_words(column, cell, value)
        if isinstance(value, Fault):
            uncached = value.code == Fault.UNCACHED
            template, rule = (
                (UNCACHED_CELL, "uncached-formula") if uncached else (ERROR_CELL, "error-cell")
            )
            self._report("error", rule, cell, template, value.code)
        elif isinstance(value, (date, datetime, time, timedelta)):
            shown = value.isoformat() if isinstance(value, date) else str(value)
            self._report("error", "date-cell", cell, DATE_CELL, shown)
        else:
            self._report("error", "not-a-number", cell, NOT_A_NUMBER, str(value))
        return NAN, False

    def _read_words(self, column: int, cell: str, value: str) -> tuple[float, bool]:
        if marks.is_placeholder(value):
            self.body.changed.append(("placeholder", cell, value, ""))
            return NAN, False
        if not is_number(value):
            # Words over a column inside the body: "Nghìn tấn" beside "B. Hàng hoá".
            level = "note" if marks.is_unit(value) else "warning"
            self._report(level, "text-among-numbers", cell, NOT_A_NUMBER, value)
            return NAN, True
        return self._read_number(column, cell, value), False

    def _unit_of(self, column: int) -> str:
        return self.column_units.get(column) or self.row_unit or self.unit

    def _read_formatted(self, row: int, column: int, value: float) -> float:
        cell, code = address(row, column), self.grid.formats[row, column]
        try:
            shown = of_format(value, code, self._unit_of(column), cell)
        except OwnUnit as no:
            self._refuse(cell, no)
            return NAN
        if shown.rule == "hidden-by-format":
            found = plain(exact(value))
            self._report("warning", "hidden-by-format", cell, shown.hidden, found)
        elif shown.rule == "zero-not-shown":
            self.body.changed.append((shown.rule, cell, shown.text, "0"))
        elif shown.rule and (shown.value != value or shown.unit):
            self._note_own_unit(cell, plain(exact(value)), shown)
        return shown.value

    def _note_own_unit(self, cell: str, before: str, shown: Shown) -> None:
        after = shown.text if shown.unit else repr(shown.value)
        if shown.rule == "text-number":
            before, after = shown.text, repr(shown.value)
        self.body.changed.append((shown.rule, cell, before, after))
        if shown.unit:
            self.body.units[cell] = shown.unit

    def _read_number(self, column: int, cell: str, text: str) -> float:
        bare, mark = marks.split_mark(text)
        try:
            if bare == "10" and mark in _POWERS_OF_TEN:
                raise NotUnderstood(NOT_A_NUMBER, cell=cell, found=text)  # 10⁶ is a million
            if bare[-1] in PERCENT or marks.has_unit(bare):
                shown = of_text(bare, self.style, self._unit_of(column), cell)
                if shown.unit:
                    self.body.units[cell] = shown.unit
                number = shown.value
            else:
                number = float(parse_number(bare, self.style))
        except OwnUnit as no:
            self._refuse(cell, no)
            return NAN
        except Ambiguous as unclear:
            first, second = unclear.readings
            self._report(
                "error", "ambiguous-number", cell, AMBIGUOUS, text, first=first, second=second
            )
            return NAN
        except NotUnderstood:
            self._report("error", "not-a-number", cell, NOT_A_NUMBER, text)
            return NAN
        if mark:
            self.body.footnotes[cell] = mark
        self.body.changed.append(("text-number", cell, text, plain(exact(number))))
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

    def _refuse(self, cell: str, no: OwnUnit) -> None:
        facts = {"expected": "number", **no.facts}
        where = f"{self.grid.name}!{cell}"
        finding = Finding("error", no.rule, self.file, where, no.template, facts)
        self.body.findings.append(finding)

    def _report(
        self, level: str, rule: str, cell: str, template: str, found: str, **more: str
    ) -> None:
        facts = {"cell": cell, "found": found, "expected": "number", **more}
        where = f"{self.grid.name}!{cell}"
        finding = Finding(level, rule, self.file, where, template, facts)  # type: ignore[arg-type]
        self.body.findings.append(finding)
