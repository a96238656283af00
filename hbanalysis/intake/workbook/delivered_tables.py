"""A table of a delivery: title, unit, data, and a record of all that was changed while reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from hbanalysis.intake.files.cells import address
from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.body_columns import Body
from hbanalysis.vocabulary.errors import Finding

if TYPE_CHECKING:
    import pandas as pd


_PLAIN_MARKS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", "0123456789abcde")


@dataclass
class Table:
    """One table of a sheet.

    `data` has the column `label` and one column per header, numbers as float, texts (unit of
    measure, remarks) as str. Row by row beside it: `row_kinds` ("total", "part", "row", "heading")
    and `addresses` (cells as in Excel). `footnotes` maps a cell to the mark that stood on it; what
    a mark means is in `notes`, and in `statuses` if known. A heading inside the table may give the
    rows below it another unit (`row_units`), and a cell its own (`cell_units`).
    """

    sheet: str
    title: str
    unit: str
    notes: list[str]
    normalisations: list[Normalisation]
    findings: list[Finding]
    row_kinds: list[str]
    label_header: str
    footnotes: dict[str, str]
    _body: Body = field(repr=False)
    _names: dict[int, str] = field(repr=False)

    @cached_property
    def data(self) -> pd.DataFrame:
        """The table as a frame, built when first asked for."""
        import pandas as pd

        series: dict[str, list[str] | list[float]] = {"label": self._body.labels}
        for column, name in self._names.items():
            series[name] = (
                self._body.values[column]
                if column in self._body.values
                else self._body.texts[column]
            )
        return pd.DataFrame(series)

    @cached_property
    def addresses(self) -> pd.DataFrame:
        """For each cell of `data` its address in the sheet ("C5"), in a frame of the same shape."""
        import pandas as pd

        rows = self._body.rows
        cells = {
            "label": [
                address(row, column)
                for row, column in zip(rows, self._body.label_columns, strict=True)
            ]
        }
        cells |= {
            name: [address(row, column) for row in rows] for column, name in self._names.items()
        }
        return pd.DataFrame(cells)

    @property
    def row_units(self) -> list[str]:
        """Row by row the unit that a heading inside the table gives; empty where none does."""
        return self._body.row_units

    @property
    def cell_units(self) -> dict[str, str]:
        """Cells whose text or number format says its own unit, where the table names none."""
        return self._body.units

    @property
    def refused_rows(self) -> dict[int, Finding]:
        """Rows, by their place in `data`, none of whose numbers can be trusted, and why."""
        return {
            position: self._body.refused[row]
            for position, row in enumerate(self._body.rows)
            if row in self._body.refused
        }

    @property
    def statuses(self) -> dict[str, str]:
        """Cells whose footnote says how final they are.

        They are "preliminary" (sơ bộ), "estimate" (ước) or "final".
        """
        meanings: dict[str, str] = {}
        for note in self.notes:
            words = marks.plain(note)
            for word, status in (
                ("so bo", "preliminary"),
                ("uoc", "estimate"),
                ("chinh thuc", "final"),
            ):
                if word in words:
                    mark = note.split()[0].strip("():.").translate(_PLAIN_MARKS)
                    meanings[mark] = status
                    break
        stripped = {
            cell: mark.strip("()").translate(_PLAIN_MARKS) for cell, mark in self.footnotes.items()
        }
        return {cell: meanings[mark] for cell, mark in stripped.items() if mark in meanings}


class Tables(list[Table]):
    """The tables of a file, in the order of its sheets, and the findings about the whole file."""

    def __init__(self, tables: list[Table], findings: list[Finding]) -> None:
        super().__init__(tables)
        self.file_findings = findings

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found: in the file, then table by table."""
        return self.file_findings + [finding for table in self for finding in table.findings]
