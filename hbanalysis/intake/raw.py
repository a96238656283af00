"""Raw files as text tables, checked cell by cell; every problem with its spreadsheet address.

Nothing is converted before it is known to be clean: cells stay text until pandera has passed them, so ``1.536,5`` or
``1e5`` is reported, never half-understood.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from hbanalysis.intake.schemas import EXPECTED, SCHEMAS, Schema, pandera_schema
from hbanalysis.vocabulary.errors import Finding

FILE, ROW = "_file", "_row"
OPTIONAL = {"results_stated", "events"}


def raw_files(root: Path, name: str) -> list[Path]:
    """The files that hold one table, in a fixed order; Excel's lock files are passed over."""
    raw = root / "data" / "raw"
    if name == "observations":
        found = [p for p in (raw / "observations").glob("*") if p.suffix.lower() in (".csv", ".xlsx")]
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
    """One file as a table of texts plus its file name and line numbers; unreadable files become a finding."""
    name = path.relative_to(root).as_posix()
    try:
        if path.suffix.lower() == ".xlsx":
            table = pd.read_excel(path, engine="calamine", dtype=str, keep_default_na=False)
        else:
            ragged = _ragged_rows(path, name)
            if ragged:
                return pd.DataFrame(), ragged
            table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except UnicodeDecodeError:
        return pd.DataFrame(), [Finding("error", "encoding", name, "", "The file is not UTF-8; save it as CSV UTF-8.")]
    except (pd.errors.ParserError, pd.errors.EmptyDataError, CalamineError, ValueError, OSError) as problem:
        return pd.DataFrame(), [
            Finding("error", "unreadable", name, "", "The file cannot be read: {problem}.", {"problem": str(problem)})
        ]
    table = table.fillna("").astype(str)
    table = table.apply(lambda column: column.str.strip())
    table.columns = [str(column).strip() for column in table.columns]
    table[FILE], table[ROW] = name, range(2, len(table) + 2)
    return table[table.drop(columns=[FILE, ROW]).ne("").any(axis=1)], []


def _ragged_rows(path: Path, name: str) -> list[Finding]:
    """Rows with more or fewer cells than the header: a decimal comma or a missing quote has shifted everything."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.reader(handle)
        width = len(next(rows, []))
        found = [(f"A{rows.line_num}", len(row)) for row in rows if row and len(row) != width]
        lines = rows.line_num - 1
    if len(found) == lines and len({cells for _, cells in found}) == 1:
        found = [("", found[0][1])]  # every row alike: one fault of the file, not one of each row
    return [
        Finding("error", "ragged-row", name, place,
                "The row has {found} cells, the header {expected}; text with a comma needs quotes.",
                {"found": cells, "expected": width})
        for place, cells in found
    ]


def check_cells(table: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Every missing column and every cell that is not of its column's kind."""
    from pandera.errors import SchemaErrors

    file, columns = str(table[FILE].iloc[0]), [c for c in table.columns if c not in (FILE, ROW)]
    missing = [c.name for c in schema.columns if c.required and c.name not in columns]
    if missing:
        return [
            Finding("error", "missing-column", file, "", "The column {column} is missing.", {"column": column})
            for column in missing
        ]
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
                "error", f"not-a-{column.kind}", file, cell_address(columns, column.name, int(row[ROW])),
                "The cell of {column} holds {found!r}; expected: {expected}.",
                {"column": column.name, "found": str(row[column.name]), "expected": expected},
                str(row.get("territory", "")), str(row.get("indicator", "")),
            )
        )
    return findings


def read_table(root: Path, name: str) -> tuple[pd.DataFrame, list[Finding]]:
    """All files of one table together, as text, with the findings of every file."""
    schema, tables, findings = SCHEMAS[name], [], []
    columns: dict[str, list[str]] = {}
    files = raw_files(root, name)
    if not files and name not in OPTIONAL:
        where = "data/raw/observations/" if name == "observations" else f"data/raw/{name}.csv"
        findings.append(Finding("error", "missing-file", where, "", "There is no such file or it is empty."))
    for path in files:
        table, problems = read_text(path, root)
        findings += problems
        if problems or table.empty:
            continue
        columns[str(table[FILE].iloc[0])] = [c for c in table.columns if c not in (FILE, ROW)]
        problems = check_cells(table.reset_index(drop=True), schema)
        findings += problems
        if not any(p.rule == "missing-column" for p in problems):
            tables.append(table)
    empty = pd.DataFrame({column: pd.Series(dtype=str) for column in [*schema.names, FILE]}).assign(**{ROW: 0})
    joined = pd.concat([*tables, empty], ignore_index=True)
    joined[ROW] = joined[ROW].astype(int)
    joined = joined.fillna("")
    joined.attrs["columns"] = columns  # each file has its own order; addresses are those of the file
    return joined, findings
