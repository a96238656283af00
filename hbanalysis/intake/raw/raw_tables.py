"""Raw files as typed tables, checked cell by cell; every problem with its spreadsheet address.

Nothing is converted before it is known to be clean: cells stay text until the schema has passed
them, so ``1.536,5`` or ``1e5`` is reported, never half-understood. Clean observation files take a
quick way (``fast_csv.py``) to the same table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.intake.raw.cell_rules import cell_address, check_cells
from hbanalysis.intake.raw.columns import Column, Schema
from hbanalysis.intake.raw.fast_csv import CATEGORIES, categories, categorised, joined, read_clean
from hbanalysis.intake.raw.raw_files import OBSERVATIONS, raw_files
from hbanalysis.intake.raw.raw_texts import FILE, ROW, TextTable, read_texts
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.terms import Measure

__all__ = ["FILE", "ROW", "Delivered", "cell_address", "checked_table", "raw_files", "read_table"]

OPTIONAL = {
    "observations",
    "results_stated",
    "scoreboard_stated",
    "events",
    "phasing",
    "remedies",
    "steps",
    *("crosswalk", "scenarios", "requests", "answers"),
}

# What leaves nothing of a file to look at.
WHOLE = {"repeated-column", "ragged-row"}


@dataclass(frozen=True)
class Delivered:
    """One raw table: its sound rows, typed, and what was wrong.

    ``headers`` has the columns of each file in the order of that file.
    """

    table: pd.DataFrame
    headers: dict[str, list[str]]
    findings: list[Finding]
    unread: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The rows that hold a cell nobody can read, as they were written."""


def typed(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Sound text rows, typed: numbers as the nearest float64 (empty: NaN), years as int (empty: 0).

    Every column of the schema is present.
    """
    made: dict[str, Any] = {}
    for column in schema.columns:
        cells = (
            table[column.name]
            if column.name in table
            else pd.Series("", index=table.index, dtype="str")
        )
        if column.kind == "number":
            made[column.name] = cells.mask(cells == "").astype("float64")
        elif column.kind == "year":
            made[column.name] = cells.replace("", "0").astype("int64")
        else:
            made[column.name] = cells
    table = table.assign(**made)
    if schema.name == "indicators":
        whole = table["measure"].isin([Measure.RANK, Measure.MILESTONE])
        table["decimals"] = table["decimals"].fillna(1).mask(whole, 0)
    return categorised(in_calendar_months(table)) if schema.name == "observations" else table


def in_calendar_months(table: pd.DataFrame) -> pd.DataFrame:
    """Say that an empty calendar is the calendar month.

    Two spellings of one cell must not live side by side.
    """
    if not (table["calendar"] == "").any():
        return table
    return table.assign(calendar=table["calendar"].astype("str").replace("", "month"))


def _named(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """A table of one file with the columns that say where each row stands; line 1 is the header."""
    made: dict[str, Any] = {
        FILE: categories(np.zeros(len(table), dtype="int32"), [file]),
        ROW: np.arange(2, len(table) + 2),
    }
    return table.assign(**made)


def _nothing(column: Column, rows: int) -> Any:
    """A column that a file of observations does not have: no number, or an empty text."""
    if column.kind == "number":
        return np.full(rows, np.nan)
    if column.name in CATEGORIES:
        return categories(np.zeros(rows, dtype="int32"), [""])
    return pd.array([""] * rows, dtype="str")


def read_file(
    path: Path, root: Path, schema: Schema, decimals: Callable[[], dict[str, float]] = dict
) -> list[Delivered]:
    """The tables of one file: their sound rows, and a finding for every cell of the others."""
    file = path.relative_to(root).as_posix()
    if (
        schema.name == OBSERVATIONS
        and path.suffix.lower() == ".csv"
        and (quick := read_clean(path)) is not None
    ):
        absent = {c.name: _nothing(c, len(quick)) for c in schema.columns if c.name not in quick}
        header = list(quick.columns)
        whole = quick.assign(**absent)
        whole = categorised(in_calendar_months(whole)) if (whole["calendar"] == "").any() else whole
        return [Delivered(_named(whole, file), {file: header}, [])]
    return [_typed(text, schema, decimals) for text in read_texts(path, root, schema)]


def _typed(text: TextTable, schema: Schema, decimals: Callable[[], dict[str, float]]) -> Delivered:
    """A table of texts as a typed one, without the rows that hold something wrong."""
    headers = {text.file: text.header} if text.header else {}
    if not headers or any(finding.rule in WHOLE for finding in text.findings):
        return Delivered(pd.DataFrame(), headers, text.findings)
    findings = check_cells(text, schema, decimals)
    if text.table.empty or any(finding.rule == "missing-column" for finding in findings):
        return Delivered(pd.DataFrame(), headers, findings)
    bad = {finding.row for finding in findings if finding.level == "error"}
    unsound = text.table[ROW].isin(bad)
    kept = text.table[~unsound].reset_index(drop=True)
    return Delivered(typed(kept, schema), headers, findings, text.table[unsound])


def checked_table(root: Path, name: str) -> Delivered:
    """All files of one table together, with the findings of every file."""
    schema = SCHEMAS[name]
    decimals = _decimals_of(root)
    parts = [
        part for path in raw_files(root, name) for part in read_file(path, root, schema, decimals)
    ]
    findings = [finding for part in parts for finding in part.findings]
    headers = {file: columns for part in parts for file, columns in part.headers.items()}
    if not headers and not any(f.level == "error" for f in findings) and name not in OPTIONAL:
        where = f"data/raw/{name}.csv"
        template = "There is no such file or it is empty."
        return Delivered(
            _empty(schema), {}, [*findings, Finding("error", "missing-file", where, "", template)]
        )
    tables = [part.table for part in parts if len(part.table)]
    table = _filled(joined(tables)) if tables else _empty(schema)
    unread = [part.unread for part in parts if len(part.unread)]
    return Delivered(
        table, headers, findings, pd.concat(unread).fillna("") if unread else pd.DataFrame()
    )


def _decimals_of(root: Path) -> Callable[[], dict[str, float]]:
    """The decimals that each indicator is shown with, looked up when first needed."""

    @cache
    def decimals() -> dict[str, float]:
        table = read_table(root, "indicators")[0]
        numbers = pd.to_numeric(table["decimals"], errors="coerce").fillna(0)
        return dict(zip(table["indicator"], numbers, strict=True))

    return decimals


def read_table(root: Path, name: str) -> tuple[pd.DataFrame, list[Finding]]:
    """All files of one table together as they were written, every cell a text, and the findings."""
    schema, tables, findings = SCHEMAS[name], [], []
    for path in raw_files(root, name):
        for text in read_texts(path, root, schema):
            whole = text.header and not any(f.rule in WHOLE for f in text.findings)
            problems = check_cells(text, schema) if whole else text.findings
            findings += problems
            if len(text.table) and not any(f.rule == "missing-column" for f in problems):
                tables.append(text.table)
    empty = pd.DataFrame(
        {column: pd.Series(dtype="str") for column in [*schema.names, FILE]}
    ).assign(**{ROW: 0})
    joined_texts = pd.concat([*tables, empty], ignore_index=True)
    joined_texts[ROW] = joined_texts[ROW].astype(int)
    return joined_texts.fillna(""), findings


@cache
def _nothing_of(name: str) -> pd.DataFrame:
    schema = SCHEMAS[name]
    table = pd.DataFrame({column.name: pd.Series(dtype="str") for column in schema.columns})
    return _filled(_named(typed(table, schema), ""))


def _empty(schema: Schema) -> pd.DataFrame:
    """The table without a row, its columns typed."""
    return _nothing_of(schema.name).copy()


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Texts that one file has and another lacks are empty, not missing; numbers stay missing."""
    texts = [name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)]
    short = [name for name in texts if table[name].hasnans]
    return table.assign(**{name: table[name].fillna("") for name in short}).reset_index(drop=True)
