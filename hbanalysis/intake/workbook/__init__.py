"""Read the tables of a delivered workbook, with title, unit, data and a record of all changes.

`read_tables(path)`.

The way of a table: `sources` opens the file and cleans its texts, `tables` finds where tables
stand, `headers` names the columns, `bodies` reads the cells. Nothing is guessed: what cannot be
read with certainty is NaN and a `Finding`.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd

from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.bodies import Body, Columns, find_columns, grouped, read_body
from hbanalysis.intake.workbook.cells import Fault, SheetCells, address, column_letters
from hbanalysis.intake.workbook.finding_tables import Block, find_blocks
from hbanalysis.intake.workbook.headers import (
    Header,
    fit_to_data,
    header_text,
    read_header,
    spread_repeated_groups,
    unique_names,
)
from hbanalysis.intake.workbook.normalisations import Normalisation
from hbanalysis.intake.workbook.opening import open_source
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.quantities import Style

OUTSIDE_FAULT = "{cell}, outside the tables, holds {found} where a number is expected."
UNREAD = "{count} numbers belong to no table and were not read: {found}."
NO_TABLE = (
    "No table was recognised in this sheet of {found} rows; a title, a header row and rows with"
    " numbers are expected."
)
UNNAMED = "Column {cell} holds numbers and has no header."
DATE_HEADER = "The header {cell} is the date {found}; Excel may have changed what was typed."
DUPLICATE = "The table “{found}” stands twice, also in sheet “{other}”; both were read."


@dataclass
class Table:
    """One table of a sheet.

    `data` has the column `label` and one column per header, numbers as float, texts (unit of
    measure, remarks) as str. Row by row beside it: `row_kinds` ("total", "part", "row", "heading")
    and `addresses` (cells as in Excel). `footnotes` maps a cell to the mark that stood on it; what
    a mark means is in `notes`, and in `statuses` if known.
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
    def statuses(self) -> dict[str, str]:
        """Cells whose footnote says how final they are.

        "preliminary" (sơ bộ), "estimate" (ước), "final".
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
                    meanings[note.split()[0].strip("():.")] = status
                    break
        stripped = {cell: mark.strip("()") for cell, mark in self.footnotes.items()}
        return {cell: meanings[mark] for cell, mark in stripped.items() if mark in meanings}


class Tables(list[Table]):
    """The tables of a file, in the order of its sheets.

    With the findings about the file as a whole.
    """

    def __init__(self, tables: list[Table], findings: list[Finding]) -> None:
        super().__init__(tables)
        self.file_findings = findings

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found: in the file, then table by table."""
        return self.file_findings + [finding for table in self for finding in table.findings]


def read_tables(path: str | Path, number_format: Style | None = None) -> Tables:
    """Read every table of the visible sheets of an xls, xlsx or csv file.

    `number_format` declares how numbers stored as text are written ("vi": 1.516,66; "en":
    1,516.66); without it a text such as "1.536" is refused with both readings. Raises Unreadable
    when the file cannot be opened at all.
    """
    source = open_source(path)
    tables: list[Table] = []
    findings = list(source.findings)
    for grid in source.grids:
        found, outside = read_grid(grid, source.file, number_format)
        tables += found
        findings += outside
    findings += _duplicates(tables, source.file)
    return Tables(tables, findings)


def read_grid(
    grid: SheetCells, file: str, style: Style | None = None
) -> tuple[list[Table], list[Finding]]:
    """The tables of one sheet, and findings about cells that belong to none of them."""
    tables: list[Table] = []
    claimed: set[int] = set()
    in_tables: set[tuple[int, int]] = set()
    for block in find_blocks(grid):
        table = _read_table(grid, block, file, style)
        if table is not None:
            tables.append(table)
            claimed.update(
                block.title, block.units, block.head, block.index, block.body, block.notes
            )
            in_tables.update((row, column) for row in block.body for column in table._names)
    findings = _faults_outside(grid, file, in_tables) if grid.has_faults else []
    loose = [(row, cells) for row, cells in grid.rows.items() if row not in claimed]
    if not tables and sum(len(cells) > 1 for cells in grid.rows.values()) > 1:
        facts = {"found": str(len(grid.rows)), "expected": "1"}
        findings.append(Finding("warning", "no-table", file, grid.name, NO_TABLE, facts))
    unread = [
        address(row, column)
        for row, cells in loose
        for column, value in cells
        if type(value) is float
    ]
    if unread:
        facts = {
            "found": ", ".join(unread[:20]) + ("…" if len(unread) > 20 else ""),
            "expected": "0",
        }
        findings.append(
            Finding(
                "note",
                "unread-numbers",
                file,
                grid.name,
                UNREAD,
                {**facts, "count": str(len(unread))},
            )
        )
    return tables, findings


def _read_table(grid: SheetCells, block: Block, file: str, style: Style | None) -> Table | None:
    header = read_header(grid, block.head)
    fit_to_data(header, {column for row in block.body for column, _ in grid.rows[row]})
    spread_repeated_groups(header)
    columns = find_columns(grid, block, header)
    if not columns.values:
        return None
    title, unit = _title_and_unit(grid, block)
    body = read_body(grid, block, columns, file, style, unit)
    if not body.labels:
        return None
    order = sorted(columns.values + columns.texts)
    names, renamed = unique_names(header, order)
    top = block.head[0]
    body.changed += [
        ("column-name", address(top, column), before, after) for column, before, after in renamed
    ]
    body.changed += _left_out(grid, block, columns)
    body.findings += _header_findings(grid, block, header, columns, file)
    notes = [_row_text(grid, block, row) for row in block.notes]
    title, mark = marks.split_mark(title)
    if mark:
        cell = address(block.title[-1], grid.rows[block.title[-1]][-1][0])
        body.footnotes[cell] = mark
        body.changed.append(("footnote-mark", cell, f"{title} {mark}", title))
    first, last = min(block.title + block.units + block.head), max(block.body + block.notes)
    return Table(
        sheet=grid.name,
        title=title,
        unit=unit,
        notes=notes,
        normalisations=grid.normalisations(first, last) + grouped(grid.name, body.changed),
        findings=body.findings,
        row_kinds=body.kinds,
        label_header=header.name(columns.labels[0]) if columns.labels else "",
        footnotes=body.footnotes,
        _body=body,
        _names=dict(zip(order, names, strict=True)),
    )


def _title_and_unit(grid: SheetCells, block: Block) -> tuple[str, str]:
    """The title, and the unit from its own line, from the right end of the title.

    Or from brackets in it.
    """
    words: list[str] = []
    units = [marks.unit_name(_row_text(grid, block, row)) for row in block.units]
    for row in block.title:
        for position, (column, value) in enumerate(grid.rows[row]):
            if column > block.edge and position:
                continue
            text = header_text(value)
            if position and column >= block.border and marks.is_unit(text):
                units.append(marks.unit_name(text))
            else:
                words.append(text)
    title = " ".join(words)
    return title, "; ".join(units) or marks.unit_in_title(title)


def _header_findings(
    grid: SheetCells, block: Block, header: Header, columns: Columns, file: str
) -> list[Finding]:
    """Columns that nobody named, and headers that Excel turned into dates.

    12/2013 became 1 December or 12 January.
    """
    findings = []
    for column in columns.values:
        if not header.name(column):
            letters = column_letters(column)
            facts = {"cell": letters, "found": "", "expected": "header"}
            findings.append(
                Finding("warning", "unnamed-column", file, f"{grid.name}!{letters}", UNNAMED, facts)
            )
    for row in block.head:
        for column, value in grid.rows[row]:
            if isinstance(value, date):
                cell = address(row, column)
                facts = {"cell": cell, "found": value.isoformat(), "expected": "text"}
                findings.append(
                    Finding(
                        "warning", "date-in-header", file, f"{grid.name}!{cell}", DATE_HEADER, facts
                    )
                )
    return findings


def _row_text(grid: SheetCells, block: Block, row: int) -> str:
    return " ".join(header_text(value) for column, value in grid.rows[row] if column <= block.edge)


def _left_out(grid: SheetCells, block: Block, columns: Columns) -> list[tuple[str, str, str, str]]:
    """Rows that number the columns, and cells right of the last header.

    Not part of the table, but not silent.
    """
    out = [
        ("index-row", address(row, column), _row_text(grid, block, row), "")
        for row in block.index
        for column, _ in grid.rows[row]
    ]
    named = {*columns.values, *columns.texts, *columns.labels[:1]}
    for row in [*block.title, *block.units, *block.head, *block.notes]:
        above = row in block.head
        for column, value in grid.rows[row]:
            if column > block.edge or (above and column not in named and type(value) is float):
                out.append(("outside-table", address(row, column), header_text(value), ""))
    outside = set(columns.outside)
    for row in block.body if outside or columns.order is not None else ():
        for column, value in grid.rows[row]:
            if column in outside:
                out.append(("outside-table", address(row, column), header_text(value), ""))
            elif column == columns.order:
                out.append(("running-number", address(row, column), header_text(value), ""))
    return out


def _faults_outside(grid: SheetCells, file: str, seen: set[tuple[int, int]]) -> list[Finding]:
    findings = []
    for row, cells in grid.rows.items():
        for column, value in cells:
            if isinstance(value, Fault) and (row, column) not in seen:
                cell = address(row, column)
                rule = "uncached-formula" if value.code == Fault.UNCACHED else "error-cell"
                facts = {"cell": cell, "found": value.code, "expected": "number"}
                findings.append(
                    Finding("note", rule, file, f"{grid.name}!{cell}", OUTSIDE_FAULT, facts)
                )
    return findings


def _duplicates(tables: list[Table], file: str) -> list[Finding]:
    """The same table twice (same title, same labels, same numbers) is reported; both stay."""
    first: dict[tuple[str, tuple[str, ...]], Table] = {}
    findings = []
    for table in tables:
        other = first.setdefault((table.title, tuple(table._body.labels)), table)
        # repr, because NaN is not equal to itself
        if other is not table and repr(other._body.values.values()) == repr(
            table._body.values.values()
        ):
            facts = {"found": table.title, "other": other.sheet, "expected": "1"}
            findings.append(
                Finding("warning", "duplicate-table", file, table.sheet, DUPLICATE, facts)
            )
    return findings
