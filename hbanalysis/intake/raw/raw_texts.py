"""Raw files as tables of texts in our notation, whatever program wrote them.

Every visible sheet of a workbook and every text file is a table with its header, or is told by
name. Nothing is converted here that could be read in two ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from hbanalysis.intake.files.cells import SheetCells, column_letters
from hbanalysis.intake.files.csv_files import CsvText, read_csv_rows
from hbanalysis.intake.files.guarded import guarded
from hbanalysis.intake.files.kinds import kind_of
from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.files.opening import Source
from hbanalysis.intake.raw.catalogue_words import columns_of, labels
from hbanalysis.intake.raw.cell_texts import CellTexts
from hbanalysis.intake.raw.columns import Column, Schema
from hbanalysis.intake.raw.own_notation import Place, WrittenCells, in_our_notation
from hbanalysis.intake.raw.raw_files import BOOKS, TEXTS, is_catalogue
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.terms import SYNONYMS, meant
from hbanalysis.vocabulary.text import visible

FILE, ROW = "_file", "_row"
SHEET_MARK = "::"
CANNOT_BE_READ = "The file cannot be read: {problem}."
NOT_UTF8 = "The file is not UTF-8; save it as CSV UTF-8."
RAGGED = "The row has {found} cells, the header {expected}; text with a comma needs quotes."
TWICE = "The column {column} stands twice ({found}); keep one of them."
NO_HEADER = "{cell} stands in a column without a name; give it one, or empty it."
SHEET_NOT_READ = (
    "Sheet “{sheet}” has none of the columns of a raw table; it was not read. Expected are"
    " {expected}."
)
HEAD_AGAIN = "Row {row} holds the names of the columns once more; it was passed over."
GUIDES = ("Hướng dẫn", "Danh sách chọn")

_HEADER_ROWS = 20
# What the reader of foreign files says of a file as a whole, in the words of our own list.
_AS_OURS = {"csv-encoding": "encoding", "not-a-workbook": "unreadable", "too-large": "unreadable"}


@dataclass(frozen=True)
class TextTable:
    """One table as it was written: its texts with file and line, its header by position.

    ``file`` names the sheet too, when the workbook has several: ``quan.xlsx::Chi``. ``headings``
    are what stands above the columns of a catalogue; ``typed`` the cells (line and column) in
    which a point may be a mark of thousands: texts of a workbook, numbers between semicolons.
    """

    file: str
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    header: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    typed: frozenset[Place] = frozenset()

    @property
    def is_book(self) -> bool:
        """Whether it comes from a workbook."""
        return Path(self.file.partition(SHEET_MARK)[0]).suffix.lower() in BOOKS


def read_texts(
    path: Path, root: Path, schema: Schema, *, catalogue: bool = False
) -> list[TextTable]:
    """The tables of one kind in a file; an unreadable one is a table with only a finding.

    A catalogue has tables of other kinds too, and its sheets are told apart by their columns.
    """
    file = path.relative_to(root).as_posix()
    try:
        if path.suffix.lower() in TEXTS and kind_of(path) == "text":
            return [_from_text(read_csv_rows(path, set(schema.names)), file, schema)]
        stat = path.stat()
        source = _opened(path, (stat.st_mtime_ns, stat.st_size))
    except Unreadable as problem:
        finding = problem.finding
        rule = _AS_OURS.get(finding.rule, finding.rule)
        return [TextTable(file, findings=[_placed(finding, file, rule)])]
    except OSError as problem:
        facts = {"problem": problem.strerror or str(problem)}
        finding = Finding("error", "unreadable", file, "", CANNOT_BE_READ, facts)
        return [TextTable(file, findings=[finding])]
    return _from_sheets(source, file, schema, catalogue=catalogue or is_catalogue(path))


@lru_cache(maxsize=4)
def _opened(path: Path, _: tuple[int, int]) -> Source:
    """The sheets of a workbook, read once while it stays as it is."""
    source: Source = guarded("files.opening:open_source", path)
    return source


def _placed(finding: Finding, file: str, rule: str = "") -> Finding:
    """A finding about a foreign file as one about a raw file."""
    where = finding.locator
    return Finding(
        finding.level, rule or finding.rule, file, where, finding.template, finding.facts
    )


def _from_text(text: CsvText, file: str, schema: Schema) -> TextTable:
    if text.encoding in ("tcvn3", "cp1258"):
        return TextTable(file, findings=[Finding("error", "encoding", file, "", NOT_UTF8)])
    header = [_column_name(cell, schema) for cell in (text.rows[0] if text.rows else [])]
    findings = _ragged(text, len(header), file) or _repeated(header, file)
    if findings:
        return TextTable(file, header=header, findings=findings)
    rows = {
        number: [visible(cell) for cell in row]
        for number, row in enumerate(text.rows[1:], 2 + text.first_line)
        if any(visible(cell) for cell in row)
    }
    cells = WrittenCells(rows, header, file, schema)
    findings += in_our_notation(cells, text.delimiter)
    by_hand = cells.places("number") if text.delimiter in ";\t" else ()
    return replace(_table(rows, header, file, findings), typed=frozenset(by_hand))


def _ragged(text: CsvText, width: int, file: str) -> list[Finding]:
    """Rows with more or fewer cells than the header.

    A decimal comma or a missing quote has shifted all the cells after it.
    """
    lines = [(n, row) for n, row in enumerate(text.rows[1:], 2 + text.first_line) if row]
    ragged = [(f"A{n}", len(row)) for n, row in lines if len(row) != width and any(row)]
    if len(ragged) == len(lines) > 0 and len({cells for _, cells in ragged}) == 1:
        ragged = [("", ragged[0][1])]  # every row alike: one fault of the file, not one of each row
    return [
        Finding("error", "ragged-row", file, where, RAGGED, {"found": cells, "expected": width})
        for where, cells in ragged
    ]


def _column_name(cell: str, schema: Schema) -> str:
    """The name of a column; small letters where it is one of ours."""
    name = visible(cell)
    return name.lower() if name.lower() in schema.names else name


def _repeated(header: list[str], file: str) -> list[Finding]:
    """Columns that stand more than once: nobody can tell which of them counts."""
    findings = []
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        places = [column_letters(n) for n, other in enumerate(header) if other == name]
        facts = {"column": name, "found": ", ".join(places)}
        findings.append(Finding("error", "repeated-column", file, "", TWICE, facts))
    return findings


def _from_sheets(source: Source, file: str, schema: Schema, *, catalogue: bool) -> list[TextTable]:
    """The tables of one kind among the sheets of a workbook, and what is told of the others."""
    grids = [grid for grid in source.grids if grid.rows and grid.name not in GUIDES]
    heads = {grid.name: _header_row(grid, schema) for grid in grids}
    if catalogue:
        heads = {g.name: heads[g.name] if _best(g) == schema.name else None for g in grids}
        tell = schema.name == next(iter(SCHEMAS))  # once for the workbook, not for each table
        silent = [g for g in grids if _best(g)] if tell else grids
    else:
        tell, silent = True, []
        if grids and not any(row is not None for row in heads.values()):
            heads[grids[0].name] = next(iter(grids[0].rows))  # its missing columns are told
    tables = [
        _from_sheet(
            grid, head, f"{file}{SHEET_MARK}{grid.name}" if len(grids) > 1 else file, schema
        )
        for grid in grids
        if (head := heads[grid.name]) is not None
    ]
    others = [g for g in grids if heads[g.name] is None and g not in silent]
    findings = [_placed(finding, file) for finding in source.findings] if tell else []
    findings += [_not_read(grid, file, schema) for grid in others]
    return [*tables, TextTable(file, findings=findings)] if findings else tables


def _not_read(grid: SheetCells, file: str, schema: Schema) -> Finding:
    expected = ", ".join(column.name for column in schema.columns if column.filled)
    facts = {"sheet": grid.name, "found": grid.name, "expected": expected}
    return Finding("warning", "sheet-not-read", file, grid.name, SHEET_NOT_READ, facts)


def _names_in(cells: list[tuple[int, object]], schema: Schema) -> int:
    names = {value.strip().lower() for _, value in cells if isinstance(value, str)}
    return len(names & set(schema.names))


def _header_row(grid: SheetCells, schema: Schema) -> int | None:
    """The row of column names: the one of the first with most of them, at least two."""
    rows = list(grid.rows.items())[:_HEADER_ROWS]
    counts = {row: _names_in(cells, schema) for row, cells in rows}  # type: ignore[arg-type]
    best = max(counts, key=lambda row: counts[row], default=None)
    return best if best is not None and counts[best] >= 2 else None


def _best(grid: SheetCells) -> str:
    """The table whose columns a sheet has; empty for a sheet that is none."""
    counts = {}
    for name, schema in SCHEMAS.items():
        row = _header_row(grid, schema)
        if row is not None:
            counts[name] = _names_in(grid.rows[row], schema)  # type: ignore[arg-type]
    return max(counts, key=lambda name: counts[name], default="")


def _from_sheet(grid: SheetCells, head: int, file: str, schema: Schema) -> TextTable:
    names = {column: str(value) for column, value in grid.rows[head]}
    header = [_column_name(names.get(n, ""), schema) for n in range(max(names) + 1)]
    if findings := _repeated(header, file):
        return TextTable(file, header=header, findings=findings)
    reader = CellTexts(grid, file)
    columns = [_kind_of(name, schema) for name in header]
    unit_place = header.index("unit") if "unit" in header else -1
    rows, written = {}, set()
    for row, cells in grid.rows.items():
        if row <= head:
            continue
        held = dict(cells)
        texts = [""] * max(len(header), max(held) + 1)
        unit = str(held.get(unit_place, ""))
        for column, value in held.items():
            kind = columns[column] if column < len(columns) else _kind_of("", schema)
            texts[column] = reader.text(row, column, value, kind, unit).strip()
            if isinstance(value, str):
                written.add((row + 1, column))
        rows[row + 1] = texts
    found = in_our_notation(WrittenCells(rows, header, file, schema, frozenset(written)), "")
    made = _table(rows, header, file, reader.findings + found)
    return replace(made, headings=_headings(grid, head, header, schema), typed=frozenset(written))


def _is_header(row: list[str], header: list[str]) -> bool:
    """Whether a row is the header once more: a file was pasted below another."""
    pairs = zip(row, header, strict=False)
    same = all(not cell or cell.lower() == name.lower() for cell, name in pairs)
    return same and sum(map(bool, row)) > 1


def _headings(grid: SheetCells, head: int, header: list[str], schema: Schema) -> dict[str, str]:
    """What a catalogue says above its columns, by which a person knows them."""
    told, above = columns_of(schema.name), dict(grid.rows.get(head - 1, ()))
    return {
        name: f"“{above[n]}”"
        for n, name in enumerate(header)
        if name in told and above.get(n) == told[name]["heading"]
    }


def _kind_of(name: str, schema: Schema) -> Column:
    known = {column.name: column for column in schema.columns}
    return known.get(name, Column(name, "text", ""))


def _table(
    rows: dict[int, list[str]], header: list[str], file: str, findings: list[Finding]
) -> TextTable:
    """Rows by their line as a frame; what stands outside the named columns is told."""
    named = {name: position for position, name in enumerate(header) if name}
    for line in [line for line, row in rows.items() if _is_header(row, header)]:
        del rows[line]
        findings.append(Finding("note", "head-again", file, f"A{line}", HEAD_AGAIN, {"row": line}))
    for number, row in rows.items():
        for position, cell in enumerate(row):
            if cell and (position >= len(header) or not header[position]):
                where = f"{column_letters(position)}{number}"
                facts = {"cell": where, "found": cell, "expected": ""}
                findings.append(Finding("warning", "no-column", file, where, NO_HEADER, facts))
    texts = {name: [row[position] for row in rows.values()] for name, position in named.items()}
    table = pd.DataFrame(texts, columns=list(named), dtype="str")
    for name, words in labels().items():
        if name in table:
            table[name] = table[name].replace(words)
    for name in set(SYNONYMS) & set(table.columns):
        table[name] = table[name].map(lambda cell, name=name: meant(name, cell))
    table[FILE], table[ROW] = file, list(rows)
    return TextTable(file, table, header, findings)
