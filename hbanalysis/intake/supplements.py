"""Small optional tables that an office may add beside the required ones: phasing of plans, texts of remedies, scores.

They are read when asked for, straight from ``data/raw``, and checked cell by cell like every raw table: a missing
file is an empty table, a bad cell is :class:`BadData` with file, cell and what was expected.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from hbanalysis.intake.raw import FILE, ROW, cell_address, read_text
from hbanalysis.intake.schemas import EXPECTED, SHAPES, SUPPLEMENTS, Schema
from hbanalysis.vocabulary.errors import BadData, Finding


def _cell_findings(table: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Missing columns, else every cell that is not of its column's kind."""
    file, columns = str(table[FILE].iloc[0]), [c for c in table.columns if c not in (FILE, ROW)]
    missing = [column.name for column in schema.columns if column.required and column.name not in columns]
    if missing:
        return [Finding("error", "missing-column", file, "", "The column {column} is missing.", {"column": name})
                for name in missing]
    findings = []
    for column in schema.columns:
        if column.name not in columns:
            continue
        cells = table[column.name]
        shape = SHAPES.get(column.kind, ".+")
        bad = ~cells.str.fullmatch(shape) & ~((cells == "") & (not column.filled))
        findings += [
            Finding("error", f"not-a-{column.kind}", file, cell_address(columns, column.name, int(row[ROW])),
                    "The cell of {column} holds {found!r}; expected: {expected}.",
                    {"column": column.name, "found": str(row[column.name]), "expected": EXPECTED[column.kind]})
            for _, row in table[bad].iterrows()
        ]
    return findings


def supplement(root: Path, name: str) -> pd.DataFrame:
    """One optional table with numbers as floats and years as ints; empty when the office has no such file.

    Raises BadData with all findings when the file cannot be read or a cell is not what its column asks for.
    """
    schema, path = SUPPLEMENTS[name], root / "data" / "raw" / f"{name}.csv"
    empty = pd.DataFrame({column.name: pd.Series(dtype=float if column.kind == "number" else object)
                          for column in schema.columns})
    if not path.is_file():
        return empty
    table, findings = read_text(path, root)
    if not findings and not table.empty:
        findings = _cell_findings(table, schema)
    if findings:
        raise BadData(findings)
    if table.empty:
        return empty
    for column in schema.columns:
        if column.kind == "number":
            table[column.name] = pd.to_numeric(table[column.name].replace("", None)).astype(float)
        elif column.kind == "year":
            table[column.name] = table[column.name].astype("int64")
    return table.drop(columns=[FILE, ROW]).drop_duplicates(list(schema.key), keep="last").reset_index(drop=True)


def phasing(root: Path) -> pd.DataFrame:
    """How plans divide over the year: ``territory, indicator, year, period, share`` (percent, cumulative)."""
    return supplement(root, "phasing")


def remedies(root: Path) -> pd.DataFrame:
    """What the office proposes: ``territory, indicator, period, text``."""
    return supplement(root, "remedies")


def scoreboard_stated(root: Path) -> pd.DataFrame:
    """Counts of a closed year as a document printed them: ``territory, year, word, count, total, source``."""
    return supplement(root, "scoreboard_stated")
