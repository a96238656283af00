"""Taking a filled catalogue workbook in: what is new, changed and known in each of its tables.

Rows pair by the key of their table. A row of the workbook takes the place of the one with its key;
rows that the workbook does not have stay, but for the examples of a new workspace, which give way
to the first targets of the office's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from hbanalysis.intake.delivery import register
from hbanalysis.intake.delivery.accept import staged, write_new
from hbanalysis.intake.delivery.examples import drop_examples, is_example
from hbanalysis.intake.files.cells import column_letters
from hbanalysis.intake.raw.catalogue_words import CATALOGUE
from hbanalysis.intake.raw.cell_rules import check_cells
from hbanalysis.intake.raw.columns import Schema
from hbanalysis.intake.raw.raw_files import BOOKS
from hbanalysis.intake.raw.raw_tables import FILE, ROW, read_table
from hbanalysis.intake.raw.raw_texts import read_texts
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.atomic import swap_in
from hbanalysis.vocabulary.errors import BadData, Finding, HbaError

ELSEWHERE = "The table {table} stands in {file}; change it there, or move that file away first."
NOTHING = "No sheet of {file} is one of the tables {expected}."

Row = dict[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """The rows of one table as the workbook has them, and the columns of each of its sheets."""

    table: pd.DataFrame
    headers: dict[str, list[str]]


@dataclass(frozen=True)
class TableChange:
    """What a workbook brings to one table: how many rows are new, changed and known already.

    ``rows`` is the table afterwards, written when it ``differs``; ``places`` says by key where
    in the workbook a row stands.
    """

    name: str
    new: int
    changed: int
    known: int
    columns: list[str]
    rows: list[Row]
    places: dict[Key, tuple[str, int]]
    differs: bool


@dataclass(frozen=True)
class CatalogueChange:
    """What a workbook brings to all its tables, and what was found in it.

    ``examples`` counts the example indicators that go with it.
    """

    path: Path
    sheets: dict[str, Sheets]
    tables: list[TableChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    examples: int = 0

    @property
    def has_errors(self) -> bool:
        """Whether something must be put right first: then nothing is taken in."""
        return any(finding.level == "error" for finding in self.findings)


def is_catalogue_book(path: Path) -> bool:
    """Whether a file is a workbook with a sheet of one of the catalogue's tables."""
    if path.suffix.lower() not in BOOKS or not path.is_file():
        return False
    return any(_sheets_of(path, name)[0] for name in CATALOGUE)


def _sheets_of(path: Path, name: str) -> tuple[Sheets | None, list[Finding]]:
    schema, findings = SCHEMAS[name], []
    tables: list[pd.DataFrame] = []
    headers = {}
    for text in read_texts(path, path.parent, schema, catalogue=True):
        if text.header:
            findings += check_cells(text, schema)
            tables.append(text.table)
            headers[text.file] = text.header
        else:
            findings += text.findings
    found = Sheets(pd.concat(tables, ignore_index=True), headers) if tables else None
    return found, findings


def prepare_catalogue(root: Path, path: Path) -> CatalogueChange:
    """Read a workbook and hold it, taken in, against all rules; nothing is written.

    What the rules say of its rows is told with the cells of the workbook.
    """
    sheets, findings = {}, []
    for name in CATALOGUE:
        found, problems = _sheets_of(path, name)
        findings += problems
        if found is not None and len(found.table):
            sheets[name] = found
    if not sheets and not findings:
        raise HbaError(NOTHING, file=path.name, expected=", ".join(CATALOGUE))
    read = CatalogueChange(path, sheets, findings=findings)
    with _taken_in(root, read) as (stage, made):
        if made.has_errors:
            return made
        problems = [_placed(finding, made) for finding in _new_findings(root, stage)]
    return replace(made, findings=[*made.findings, *problems])


@contextmanager
def _taken_in(root: Path, made: CatalogueChange) -> Iterator[tuple[Path, CatalogueChange]]:
    """A workspace beside the real one in which the workbook was taken in, and what it changed."""
    with staged(root) as stage:
        own = _own_targets(root, made)
        examples = drop_examples(root, stage) if own else 0
        named = _named(made)
        tables = [_change(root, stage, name, made.sheets[name], named) for name in made.sheets]
        for table in tables:
            if table.differs:
                text = register.as_text(table.rows, table.columns)
                write_new(stage / "data/raw" / f"{table.name}.csv", text.encode("utf-8-sig"))
        yield stage, replace(made, tables=tables, examples=examples)


def _own_targets(root: Path, made: CatalogueChange) -> bool:
    """Whether the workbook has a target that is not one of the examples."""
    if "targets" not in made.sheets or not (root / "data/raw/targets.csv").is_file():
        return False
    return not all(is_example(row) for row in _texts(made.sheets["targets"].table))


def _named(made: CatalogueChange) -> set[str]:
    """The indicators that something in the workbook names, but for the example targets."""
    named = set()
    for name, sheets in made.sheets.items():
        for row in _texts(sheets.table):
            if name != "targets" or not is_example(row):
                named.add(row.get("parent" if name == "indicators" else "indicator", ""))
    return named


def _change(root: Path, stage: Path, name: str, sheets: Sheets, named: set[str]) -> TableChange:
    """One table with the rows of the workbook.

    Examples that gave way do not come back with it, unless something of it names them.
    """
    schema = SCHEMAS[name]
    known, former = read_table(stage, schema.name)[0], read_table(root, schema.name)[0]
    home = f"data/raw/{schema.name}.csv"
    for file in former[FILE].unique():
        if file != home:
            raise HbaError(ELSEWHERE, table=schema.name, file=file)
    delivered = sheets.table.fillna("")
    own = [c for c in former.columns if c not in (FILE, ROW) and (len(former) or c in delivered)]
    columns = own + [c for c in delivered.columns if c not in (*own, FILE, ROW)]
    rows = {_key(row, schema): row for row in _texts(known, columns)}
    before = {_key(row, schema): row for row in _texts(former, columns)}
    gone = {key: row for key, row in before.items() if key not in rows}
    places: dict[Key, tuple[str, int]] = {}
    new = changed = same = 0
    lines = zip(delivered[FILE], delivered[ROW], strict=True)
    for row, place in zip(_texts(delivered, columns), lines, strict=True):
        key = _key(row, schema)
        if gone.get(key) == row and (name != "indicators" or row["indicator"] not in named):
            continue
        earlier = before.get(key) if key in gone else rows.get(key)
        new += earlier is None
        same += earlier == row
        changed += earlier is not None and earlier != row
        rows[key], places[key] = row, place
    made = list(rows.values())
    differs = made != _texts(known, columns)
    return TableChange(name, new, changed, same, columns, made, places, differs)


def _texts(table: pd.DataFrame, columns: list[str] | None = None) -> list[Row]:
    names = list(table.columns) if columns is None else columns
    return [{name: str(row.get(name, "")) for name in names} for row in table.to_dict("records")]


def _key(row: Row, schema: Schema) -> Key:
    return tuple(row.get(name, "") for name in schema.key)


def _new_findings(root: Path, stage: Path) -> list[Finding]:
    """The errors and warnings that a workspace would have and does not have now."""
    from hbanalysis.intake.store.build import read_workspace

    before = {_told(finding) for finding in read_workspace(root)[1]}
    after = read_workspace(stage)[1]
    return [f for f in after if f.level != "note" and _told(f) not in before]


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.file, finding.message


def _placed(finding: Finding, made: CatalogueChange) -> Finding:
    """A finding about a written table as one about the cell of the workbook that it comes from."""
    table = next((t for t in made.tables if finding.file == f"data/raw/{t.name}.csv"), None)
    if table is None or not 2 <= finding.row < len(table.rows) + 2:
        return finding
    key = _key(table.rows[finding.row - 2], SCHEMAS[table.name])
    if key not in table.places:
        return finding
    file, line = table.places[key]
    letters = finding.locator.rstrip("0123456789")
    name = next((c for n, c in enumerate(table.columns) if column_letters(n) == letters), "")
    header = made.sheets[table.name].headers[file]
    where = f"{column_letters(header.index(name))}{line}" if name in header else f"A{line}"
    return replace(finding, file=file, locator=where)


def accept_catalogue(root: Path, made: CatalogueChange) -> list[str]:
    """Write the changed tables, all or none, and give their names.

    To be called within ``import_lock``. BadData when the workspace would have errors that it does
    not have now.
    """
    with _taken_in(root, made) as (stage, now):
        written = [table.name for table in now.tables if table.differs]
        errors = [f for f in _new_findings(root, stage) if f.level == "error"]
        if errors:
            raise BadData([_placed(finding, now) for finding in errors])
        if written:
            swap_in(stage / "data" / "raw", (root / "data" / "raw").resolve())
    return written
