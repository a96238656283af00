"""Raw files as typed tables, checked cell by cell; every problem with its spreadsheet address.

Nothing is converted before it is known to be clean: cells stay text until the schema has passed
them, so ``1.536,5`` or ``1e5`` is reported, never half-understood. Clean observation files take a
quick way (``quick.py``) to the same table.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineError

from hbanalysis.intake.raw.fast_csv import CATEGORIES, categories, categorised, joined, read_clean
from hbanalysis.intake.raw.schemas import (
    EXPECTED,
    SCHEMAS,
    Column,
    Schema,
    pandera_schema,
    sound,
)
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.terms import Measure

FILE, ROW = "_file", "_row"
OPTIONAL = {
    *("results_stated", "scoreboard_stated", "events", "phasing", "remedies", "steps"),
    "crosswalk",
}


@dataclass(frozen=True)
class Delivered:
    """One raw table: its sound rows, typed.

    The columns of each file in the order of that file; what was wrong.
    """

    table: pd.DataFrame
    headers: dict[str, list[str]]
    findings: list[Finding]


def raw_files(root: Path, name: str) -> list[Path]:
    """The files that hold one table, in a fixed order; Excel's lock files are passed over."""
    raw = root / "data" / "raw"
    if name == "observations":
        found = [
            p for p in (raw / "observations").glob("*") if p.suffix.lower() in (".csv", ".xlsx")
        ]
    else:
        found = [raw / f"{name}.csv"]
    return sorted(p for p in found if p.is_file() and not p.name.startswith("~$"))


def cell_address(columns: list[str], column: str, row: int) -> str:
    """``E12`` for the fifth column and the twelfth line of the file (the header is line 1).

    >>> cell_address(["territory", "indicator", "year"], "year", 12)
    'C12'
    """
    number, letters = columns.index(column) + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def read_text(path: Path, root: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """One file as a table of texts plus its file name and line numbers.

    Unreadable files become a finding.
    """
    name = path.relative_to(root).as_posix()
    try:
        if path.suffix.lower() == ".xlsx":
            table = pd.read_excel(path, engine="calamine", dtype=str, keep_default_na=False)
        else:
            ragged = _ragged_rows(path, name)
            if ragged:
                return pd.DataFrame(), ragged
            table = pd.read_csv(
                path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
            )
    except UnicodeDecodeError:
        return pd.DataFrame(), [
            Finding("error", "encoding", name, "", "The file is not UTF-8; save it as CSV UTF-8.")
        ]
    except (
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        CalamineError,
        ValueError,
        OSError,
    ) as problem:
        return pd.DataFrame(), [
            Finding(
                "error",
                "unreadable",
                name,
                "",
                "The file cannot be read: {problem}.",
                {"problem": str(problem)},
            )
        ]
    table = table.fillna("").astype(str)
    table = table.apply(lambda column: column.str.strip())
    table.columns = [str(column).strip() for column in table.columns]
    table[FILE], table[ROW] = name, range(2, len(table) + 2)
    return table[table.drop(columns=[FILE, ROW]).ne("").any(axis=1)], []


def _ragged_rows(path: Path, name: str) -> list[Finding]:
    """Rows with more or fewer cells than the header.

    A decimal comma or a missing quote has shifted everything.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        width = len(next(rows, []))
        found = [(f"A{rows.line_num}", len(row)) for row in rows if row and len(row) != width]
        lines = rows.line_num - 1
    if len(found) == lines and len({cells for _, cells in found}) == 1:
        found = [("", found[0][1])]  # every row alike: one fault of the file, not one of each row
    return [
        Finding(
            "error",
            "ragged-row",
            name,
            place,
            "The row has {found} cells, the header {expected}; text with a comma needs quotes.",
            {"found": cells, "expected": width},
        )
        for place, cells in found
    ]


def check_cells(table: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Every missing column and every cell that is not of its column's kind."""
    file, columns = str(table[FILE].iloc[0]), [c for c in table.columns if c not in (FILE, ROW)]
    missing = [c.name for c in schema.columns if c.required and c.name not in columns]
    if missing:
        return [
            Finding(
                "error",
                "missing-column",
                file,
                "",
                "The column {column} is missing.",
                {"column": column},
            )
            for column in missing
        ]
    if all(
        sound(column, table[column.name].unique())
        for column in schema.columns
        if column.name in columns
    ):
        return []
    return _diagnosed(table, schema, columns)


def _diagnosed(table: pd.DataFrame, schema: Schema, columns: list[str]) -> list[Finding]:
    """Every cell that pandera refuses, as a finding."""
    from pandera.errors import SchemaErrors

    try:
        pandera_schema(schema.name).validate(table, lazy=True)
    except SchemaErrors as problems:
        failures = problems.failure_cases
    else:
        return []
    by_name = {column.name: column for column in schema.columns}
    findings = []
    for case in failures.sort_values(["index", "column"]).itertuples():
        row, column = table.loc[case.index], by_name[str(case.column)]
        expected = " | ".join(column.words) if column.kind == "word" else EXPECTED[column.kind]
        findings.append(
            Finding(
                "error",
                f"not-a-{column.kind}",
                str(row[FILE]),
                cell_address(columns, column.name, int(row[ROW])),
                "The cell of {column} holds {found!r}; expected: {expected}.",
                {"column": column.name, "found": str(row[column.name]), "expected": expected},
                str(row.get("territory", "")),
                str(row.get("indicator", "")),
            )
        )
    return findings


def typed(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Sound text rows with numbers as the nearest float64.

    Empty as NaN. , years as int and every column present.
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
            made[column.name] = cells.astype("int64")
        else:
            made[column.name] = cells
    table = table.assign(**made)
    if schema.name == "indicators":
        whole = table["measure"].isin([Measure.RANK, Measure.MILESTONE])
        table["decimals"] = table["decimals"].fillna(1).mask(whole, 0)
    return categorised(in_calendar_months(table)) if schema.name == "observations" else table


def in_calendar_months(table: pd.DataFrame) -> pd.DataFrame:
    """An empty calendar is the calendar month.

    Two spellings of one cell must not live side by side.
    """
    if not (table["calendar"] == "").any():
        return table
    return table.assign(calendar=table["calendar"].astype("str").replace("", "month"))


def _named(table: pd.DataFrame, file: str) -> pd.DataFrame:
    """A table of one file with the columns that say where each row stands.

    Line 1 is the header.
    """
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


def read_file(path: Path, root: Path, schema: Schema) -> Delivered:
    """One file: its sound rows, and a finding for every cell of the others."""
    file = path.relative_to(root).as_posix()
    if (
        schema.name == "observations"
        and path.suffix.lower() == ".csv"
        and (quick := read_clean(path)) is not None
    ):
        absent = {c.name: _nothing(c, len(quick)) for c in schema.columns if c.name not in quick}
        quick = categorised(in_calendar_months(quick)) if (quick["calendar"] == "").any() else quick
        return Delivered(_named(quick.assign(**absent), file), {file: list(quick.columns)}, [])
    text, findings = read_text(path, root)
    if findings or text.empty:
        return Delivered(pd.DataFrame(), {}, findings)
    header = [str(name) for name in text.columns if name not in (FILE, ROW)]
    findings = check_cells(text.reset_index(drop=True), schema)
    if any(finding.rule == "missing-column" for finding in findings):
        return Delivered(pd.DataFrame(), {file: header}, findings)
    bad = {finding.row for finding in findings}
    return Delivered(typed(text[~text[ROW].isin(bad)], schema), {file: header}, findings)


def checked_table(root: Path, name: str) -> Delivered:
    """All files of one table together, with the findings of every file."""
    schema, files = SCHEMAS[name], raw_files(root, name)
    if not files and name not in OPTIONAL:
        where = "data/raw/observations/" if name == "observations" else f"data/raw/{name}.csv"
        absent = Finding(
            "error", "missing-file", where, "", "There is no such file or it is empty."
        )
        return Delivered(_empty(schema), {}, [absent])
    parts = [read_file(path, root, schema) for path in files]
    tables = [part.table for part in parts if len(part.table)] or [_empty(schema)]
    headers = {file: columns for part in parts for file, columns in part.headers.items()}
    return Delivered(
        _filled(joined(tables)), headers, [finding for part in parts for finding in part.findings]
    )


def read_table(root: Path, name: str) -> tuple[pd.DataFrame, list[Finding]]:
    """All files of one table together as they were written, every cell a text.

    With the findings of every file.
    """
    schema, tables, findings = SCHEMAS[name], [], []
    for path in raw_files(root, name):
        table, problems = read_text(path, root)
        problems = problems or (
            [] if table.empty else check_cells(table.reset_index(drop=True), schema)
        )
        findings += problems
        if len(table) and not any(problem.rule == "missing-column" for problem in problems):
            tables.append(table)
    empty = pd.DataFrame(
        {column: pd.Series(dtype="str") for column in [*schema.names, FILE]}
    ).assign(**{ROW: 0})
    joined_texts = pd.concat([*tables, empty], ignore_index=True)
    joined_texts[ROW] = joined_texts[ROW].astype(int)
    return joined_texts.fillna(""), findings


def _empty(schema: Schema) -> pd.DataFrame:
    """The table without a row, its columns typed."""
    table = pd.DataFrame({column.name: pd.Series(dtype="str") for column in schema.columns})
    return _named(typed(table, schema), "")


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    """Texts that one file has and another lacks are empty, not missing; numbers stay missing."""
    texts = [name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)]
    short = [name for name in texts if table[name].hasnans]
    return table.assign(**{name: table[name].fillna("") for name in short}).reset_index(drop=True)
