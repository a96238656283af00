"""The tables of a file, sheet by sheet; run in the child process of ``files.guarded``.

``finding_tables`` finds where tables stand, ``headers`` names the columns, ``bodies`` reads the
cells.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hbanalysis.intake.files.cells import Fault, SheetCells, address, column_letters
from hbanalysis.intake.files.opening import open_source
from hbanalysis.intake.files.visible import spans
from hbanalysis.intake.workbook import marks
from hbanalysis.intake.workbook.bodies import doubtful_rows, read_body
from hbanalysis.intake.workbook.body_columns import Body, Columns, find_columns, grouped
from hbanalysis.intake.workbook.cell_reading import CellReader
from hbanalysis.intake.workbook.delivered_tables import Table, Tables
from hbanalysis.intake.workbook.finding_tables import Block, find_blocks, find_border
from hbanalysis.intake.workbook.headers import (
    Header,
    fit_to_data,
    header_text,
    read_header,
    spread_repeated_groups,
    unique_names,
)
from hbanalysis.intake.workbook.row_classes import class_rows
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.quantities import Style, unit_scale
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.text import match_key

OUTSIDE_FAULT = "{cell}, outside the tables, holds {found} where a number is expected."
UNREAD = "{count} numbers belong to no table and were not read: {found}."
NO_TABLE = (
    "No table was recognised in this sheet of {found} rows; a title, a header row and rows with"
    " numbers are expected. Rows taken for words: {words}; for headers: {heads}; for numbers:"
    " {numbers}."
)
UNNAMED = "Column {cell} holds numbers and has no header."
DATE_HEADER = "The header {cell} is the date {found}; Excel may have changed what was typed."
UNIT_CONFLICT = (
    "The table names several units: {found}; it cannot be told which one its numbers have."
)
DUPLICATE = "The table “{found}” stands twice, also in sheet “{other}”; both were read."


def tables_of(path: str | Path, style: Style | None = None) -> Tables:
    """Every table of the visible sheets of a file. Raises Unreadable."""
    source = open_source(path)
    tables: list[Table] = []
    findings = list(source.findings)
    for grid in source.grids:
        of_sheet, outside = read_grid(grid, source.file, style)
        tables += of_sheet
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
        facts = {"found": str(len(grid.rows)), "expected": "1", **_taken_for(grid)}
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


def _taken_for(grid: SheetCells) -> dict[str, str]:
    """The rows of a sheet by what each was taken for."""
    border = find_border(grid)
    widths = {corner: right - corner[1] + 1 for corner, (_, right) in grid.merges}
    edge = max((cells[-1][0] for cells in grid.rows.values()), default=0)
    kinds = class_rows(grid, border, edge, widths) if border is not None else {}
    groups: dict[str, set[int]] = {"words": set(), "heads": set(), "numbers": set()}
    for row in grid.rows:
        kind = kinds.get(row, "label")
        group = {"head": "heads", "body": "numbers", "bare": "numbers"}.get(kind, "words")
        groups[group].add(row + 1)
    return {name: spans(rows, str) or "—" for name, rows in groups.items()}


def _read_table(grid: SheetCells, block: Block, file: str, style: Style | None) -> Table | None:
    header = read_header(grid, block.head)
    fit_to_data(header, {column for row in block.body for column, _ in grid.rows[row]})
    spread_repeated_groups(header)
    columns = find_columns(grid, block, header)
    if not columns.values:
        return None
    title, unit = _title_and_unit(grid, block)
    body = Body(values={c: [] for c in columns.values}, texts={c: [] for c in columns.texts})
    read_body(grid, block, columns, CellReader(grid, file, style, unit, body, header))
    if not body.labels:
        return None
    doubtful_rows(grid, block, columns, body, file)
    order = sorted(columns.values + columns.texts)
    names, renamed = unique_names(header, order)
    top = block.head[0]
    body.changed += [
        ("column-name", address(top, column), before, after) for column, before, after in renamed
    ]
    body.changed += _left_out(grid, block, columns)
    body.findings += _header_findings(grid, block, header, columns, file)
    body.findings += _unit_conflict(grid, block, unit, file)
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
    """The title, and the unit.

    The unit stands on a line of its own, at the right end of the title, or in brackets in it. Units
    that contradict each other stand side by side, so that no figure in them can be taken.
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
    in_title = marks.unit_in_title(title)
    if in_title and not any(match_key(in_title) == match_key(unit) for unit in units):
        units.append(in_title)
    return title, "; ".join(units)


def _unit_conflict(grid: SheetCells, block: Block, unit: str, file: str) -> list[Finding]:
    """Two units of one kind for one table: triệu đồng in the title, tỷ đồng in the unit's line."""
    scales: dict[str, set[int]] = {}
    for part in unit.split(";") if ";" in unit else ():
        try:
            power, base = unit_scale(part)
        except NotUnderstood:
            continue
        scales.setdefault(base or "đồng", set()).add(power)
    if all(len(powers) == 1 for powers in scales.values()):
        return []
    row = min(block.title + block.units + block.head)
    cell = address(row, grid.rows[row][0][0])
    facts = {"cell": cell, "found": unit, "expected": "1"}
    return [Finding("error", "unit-conflict", file, f"{grid.name}!{cell}", UNIT_CONFLICT, facts)]


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

    They are no part of the table, but are told.
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
