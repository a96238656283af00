"""A cell of a workbook as the text that the same cell of a raw CSV file would hold.

A date is a day or a month by its column, a number has no exponent; what a person sees otherwise
than it is stored, an error and a formula that was never calculated are told with their cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hbanalysis.intake.files.cells import Fault, SheetCells, address
from hbanalysis.intake.raw.columns import Column
from hbanalysis.intake.raw.own_notation import PERCENTAGES
from hbanalysis.intake.workbook.cell_reading import DATE_CELL, ERROR_CELL, UNCACHED_CELL
from hbanalysis.intake.workbook.own_units import SCALED, OwnUnit, of_format, plain
from hbanalysis.vocabulary.errors import Finding, Level
from hbanalysis.vocabulary.numbers import exact

STRUCK = "{cell} is struck through; it was read."
NO_MONTH = (
    "{cell} holds the day {found}, where a month is expected; write the month, such as {expected}."
)


@dataclass
class CellTexts:
    """The texts of one sheet's cells, and what was found on the way."""

    grid: SheetCells
    file: str
    findings: list[Finding] = field(default_factory=list)

    def text(self, row: int, column: int, value: object, kind: Column, unit: str) -> str:
        """One cell of a column, in a row of a unit."""
        cell = address(row, column)
        if (row, column) in self.grid.struck:
            self._tell("warning", "struck-out", cell, STRUCK, str(value))
        if isinstance(value, float):
            return self._number(row, column, value, kind, unit)
        if isinstance(value, Fault):
            uncached = value.code == Fault.UNCACHED
            rule = "uncached-formula" if uncached else "error-cell"
            self._tell("error", rule, cell, UNCACHED_CELL if uncached else ERROR_CELL, value.code)
            return ""
        if isinstance(value, date):
            return self._date(cell, value, kind)
        return str(value)

    def _number(self, row: int, column: int, value: float, kind: Column, unit: str) -> str:
        code = self.grid.formats.get((row, column))
        if code is None or kind.kind != "number":
            return plain(exact(value))
        cell = address(row, column)
        try:
            shown = of_format(value, code, "%" if kind.name in PERCENTAGES else unit, cell)
            if shown.unit:
                stored = plain(exact(value))
                raise OwnUnit("scaled-by-format", SCALED, found=stored, shown=shown.text)
        except OwnUnit as no:
            facts = {"expected": "number", **no.facts, "cell": cell}
            self.findings.append(Finding("error", no.rule, self.file, cell, no.template, facts))
            return ""
        if shown.rule == "hidden-by-format":
            digits = plain(exact(value))
            self._tell("warning", "hidden-by-format", cell, shown.hidden, digits)
        return plain(exact(shown.value))

    def _date(self, cell: str, value: date, kind: Column) -> str:
        day = f"{value:%Y-%m-%d}"
        if kind.kind == "month":
            if value.day == 1 or (value + timedelta(days=1)).day == 1:
                return day[:7]
            self._tell("error", "not-a-month", cell, NO_MONTH, day, expected=day[:7])
            return ""
        if kind.kind in ("number", "year"):
            self._tell("error", "date-cell", cell, DATE_CELL, day)
            return ""
        return day

    def _tell(
        self, level: Level, rule: str, cell: str, template: str, found: str, **more: str
    ) -> None:
        facts = {"expected": "number", **more, "cell": cell, "found": found}
        self.findings.append(Finding(level, rule, self.file, cell, template, facts))
