"""Taking a filled catalogue workbook in: what is new, changed and known in each of its tables.

Rows pair by the key of their table. A row of the workbook takes the place of the one with its key;
rows that the workbook does not have stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from hbanalysis.intake.delivery import register
from hbanalysis.intake.delivery.accept import staged, write_new
from hbanalysis.intake.raw.catalogue_words import CATALOGUE
from hbanalysis.intake.raw.cell_rules import check_cells
from hbanalysis.intake.raw.raw_files import BOOKS
from hbanalysis.intake.raw.raw_tables import FILE, ROW, read_table
from hbanalysis.intake.raw.raw_texts import read_texts
from hbanalysis.intake.raw.schemas import SCHEMAS, Schema
from hbanalysis.intake.store.atomic import swap_in
from hbanalysis.vocabulary.errors import BadData, Finding, HbaError

ELSEWHERE = "The table {table} stands in {file}; change it there, or move that file away first."
NOTHING = "No sheet of {file} is one of the tables {expected}."


@dataclass(frozen=True)
class TableChange:
    """What a workbook brings to one table: how many rows are new, changed and known already.

    ``rows`` is the table afterwards.
    """

    name: str
    new: int
    changed: int
    known: int
    columns: list[str]
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class CatalogueChange:
    """What a workbook brings to all its tables, and what was found in it."""

    path: Path
    tables: list[TableChange] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether something must be put right first: then nothing is taken in."""
        return any(finding.level == "error" for finding in self.findings)


def is_catalogue_book(path: Path) -> bool:
    """Whether a file is a workbook with a sheet of one of the catalogue's tables."""
    if path.suffix.lower() not in BOOKS or not path.is_file():
        return False
    return any(_tables_in(path, name)[0] for name in CATALOGUE)


def _tables_in(path: Path, name: str) -> tuple[list[pd.DataFrame], list[Finding]]:
    schema, tables, findings = SCHEMAS[name], [], []
    for text in read_texts(path, path.parent, schema, catalogue=True):
        if text.header:
            findings += check_cells(text, schema)
            tables.append(text.table)
        else:
            findings += text.findings
    return tables, findings


def prepare_catalogue(root: Path, path: Path) -> CatalogueChange:
    """Read a workbook and hold it against the tables of the workspace; nothing is written."""
    changes, findings = [], []
    for name in CATALOGUE:
        tables, problems = _tables_in(path, name)
        findings += problems
        if any(len(table) for table in tables):
            changes.append(_change(root, SCHEMAS[name], pd.concat(tables, ignore_index=True)))
    if not changes and not findings:
        raise HbaError(NOTHING, file=path.name, expected=", ".join(CATALOGUE))
    return CatalogueChange(path, changes, findings)


def _change(root: Path, schema: Schema, delivered: pd.DataFrame) -> TableChange:
    known = read_table(root, schema.name)[0]
    home = f"data/raw/{schema.name}.csv"
    for file in known[FILE].unique():
        if file != home:
            raise HbaError(ELSEWHERE, table=schema.name, file=file)
    own = [c for c in known.columns if c not in (FILE, ROW) and (len(known) or c in delivered)]
    columns = own + [c for c in delivered.columns if c not in (*own, FILE, ROW)]
    rows = {_key(row, schema): row for row in _texts(known, columns)}
    new = changed = same = 0
    for row in _texts(delivered.fillna(""), columns):
        key = _key(row, schema)
        former = rows.get(key)
        new += former is None
        same += former == row
        changed += former is not None and former != row
        rows[key] = row
    return TableChange(schema.name, new, changed, same, columns, list(rows.values()))


def _texts(table: pd.DataFrame, columns: list[str]) -> list[dict[str, str]]:
    return [{name: str(row.get(name, "")) for name in columns} for row in table.to_dict("records")]


def _key(row: dict[str, str], schema: Schema) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in schema.key)


def accept_catalogue(root: Path, made: CatalogueChange) -> list[str]:
    """Write the changed tables, all or none, and give their names.

    To be called within ``import_lock``. BadData when the workspace would have errors that it does
    not have now.
    """
    from hbanalysis.intake.store.build import read_workspace

    written = [table for table in made.tables if table.new or table.changed]
    before = {_told(finding) for finding in read_workspace(root)[1]}
    with staged(root) as stage:
        for table in written:
            text = register.as_text(table.rows, table.columns)
            write_new(stage / "data/raw" / f"{table.name}.csv", text.encode("utf-8-sig"))
        after = read_workspace(stage)[1]
        errors = [f for f in after if f.level == "error" and _told(f) not in before]
        if errors:
            raise BadData(errors)
        if written:
            swap_in(stage / "data" / "raw", (root / "data" / "raw").resolve())
    return [table.name for table in written]


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.file, finding.message
