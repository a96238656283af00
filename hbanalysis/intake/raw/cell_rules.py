"""What a cell of a raw table may hold; every cell that is otherwise, with its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from hbanalysis.intake.raw.columns import EXPECTED, IN_WORKBOOKS, Column, Schema, shape, sound
from hbanalysis.intake.raw.notations import fits_series, readings, undecided
from hbanalysis.intake.raw.raw_texts import ROW, TextTable
from hbanalysis.vocabulary.errors import Finding, nearest
from hbanalysis.vocabulary.messages import N_

if TYPE_CHECKING:
    import pandera.pandas as pa

NOT_OF_ITS_KIND = N_("The cell of {column} holds {found!r}; expected: {expected}.")
NEAREST = N_("The cell of {column} holds {found!r}; expected: {expected}; the nearest is {near!r}.")
CONTROL = (
    "The cell of {column} holds the sign {found}, which no document can show; delete it there."
)
AMBIGUOUS = (
    "The cell of {column} holds “{found}”, which can be read as {first} or as {second}; write one"
    " of these two."
)
# What XML cannot hold, so neither Word nor Excel: control characters, and two that are none.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


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


def check_cells(
    text: TextTable, schema: Schema, decimals: Callable[[], dict[str, float]] = dict
) -> list[Finding]:
    """Every missing column and every cell that is not of its column's kind, in the file's order.

    ``decimals`` gives those of each indicator: a number with three of them may be one of thousands.
    """
    table = text.table.reset_index(drop=True)
    columns = [name for name in text.header if name]
    missing = [c.name for c in schema.columns if c.required and c.name not in columns]
    if missing:
        return text.findings + [
            Finding(
                "error", "missing-column", text.file, "", "The column {column} is missing.",
                {"column": text.headings.get(column, column)},
            )
            for column in missing
        ]  # fmt: skip
    wrong = not all(
        sound(column, table[column.name].unique())
        for column in schema.columns
        if column.name in columns
    )
    findings = [
        *_control_characters(text, table, columns),
        *_ambiguous(text, table, schema, decimals),
        *(_diagnosed(text, table, schema) if wrong else ()),
    ]
    located = {finding.locator for finding in text.findings if finding.level == "error"}
    more: dict[str, Finding] = {}
    for finding in findings:
        if finding.locator not in located:
            more.setdefault(finding.locator, finding)  # one cell, one sentence
    return text.findings + list(more.values())


def _at(
    text: TextTable, row: pd.Series, column: str, rule: str, template: str, **facts: str
) -> Finding:
    return Finding(
        "error",
        rule,
        text.file,
        cell_address(text.header, column, int(row[ROW])),
        template,
        {"column": text.headings.get(column, column), **facts},
        str(row.get("territory", "")),
        str(row.get("indicator", "")),
        period_of(row),
        str(row.get("published", "")),
    )


def period_of(row: Any) -> str:
    """The month or the year that a row of any table speaks of, as written; empty: none."""
    return str(row.get("period", row.get("year", "")))


def _control_characters(text: TextTable, table: pd.DataFrame, columns: list[str]) -> list[Finding]:
    """Cells with a sign that passes unseen through a table and breaks the documents made of it."""
    findings = []
    for column in columns:
        if not _NO_TEXT.search("".join(table[column].tolist())):
            continue
        for position in table.index[table[column].str.contains(_NO_TEXT)]:
            sign = _NO_TEXT.search(table[column][position])
            code_point = f"U+{ord(sign[0]):04X}" if sign else ""
            row = table.loc[position]
            findings.append(_at(text, row, column, "control-character", CONTROL, found=code_point))
    return findings


def _ambiguous(
    text: TextTable, table: pd.DataFrame, schema: Schema, decimals: Callable[[], dict[str, float]]
) -> list[Finding]:
    """Numbers such as 5.200, which an office may mean as 5200.

    A target's number is always one; a figure's is where its indicator is shown without decimals and
    the other figures of its series do not show its size.
    """
    findings = []
    none = pd.Series("", index=table.index)
    indicators = table.get("indicator", none)
    units = table.get("unit", none)
    things = units.mask(units == "", indicators)
    for column in (c.name for c in schema.columns if c.kind == "number" and c.name in table):
        typed = _typed_by_hand(text, table, column)
        by_hand = undecided(table[column].where(typed, ""), things)
        doubtful = undecided(table[column], things) | by_hand
        if not doubtful.any():
            continue
        if schema.name == "observations":
            doubtful &= ~fits_series(table[column], _series(table), doubtful)
        known = decimals()
        # A plan is typed by a person; figures with decimals of their own are of machines.
        enough = 3 if schema.name == "targets" else 1
        for position in table.index[doubtful]:
            if not by_hand[position] and known.get(indicators[position], 0) >= enough:
                continue
            row, found = table.loc[position], table[column][position]
            first, second = readings(found)
            if text.is_book:  # a Vietnamese Excel takes 5.2 for a day
                second = second.replace(".", ",")
            facts = {
                "found": found,
                "first": first,
                "second": second,
                "expected": f"{first} | {second}",
            }
            findings.append(_at(text, row, column, "ambiguous-number", AMBIGUOUS, **facts))
    return findings


def _typed_by_hand(text: TextTable, table: pd.DataFrame, column: str) -> pd.Series:
    """Which numbers a Vietnamese Excel or its user wrote: their point may be one of thousands."""
    if not text.typed:
        return pd.Series(data=False, index=table.index)
    place = text.header.index(column)
    return table[ROW].map(lambda line: (int(line), place) in text.typed).astype(bool)


def _series(table: pd.DataFrame) -> pd.Series:
    """A name for the series of each row of observations."""
    keys = [table[name] for name in ("territory", "indicator", "accumulation") if name in table]
    return pd.Series(list(zip(*keys, strict=True)), index=table.index)


def _diagnosed(text: TextTable, table: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Every cell that pandera refuses, as a finding."""
    from pandera.errors import SchemaErrors

    try:
        _pandera_schema(schema).validate(table, lazy=True)
    except SchemaErrors as problems:
        failures = problems.failure_cases
    else:
        return []
    by_name = {column.name: column for column in schema.columns}
    kinds = EXPECTED | (IN_WORKBOOKS if text.is_book else {})
    findings = []
    for case in failures.sort_values(["index", "column"]).itertuples():
        row, column = table.loc[case.index], by_name[str(case.column)]
        expected = " | ".join(column.words) if column.kind == "word" else kinds[column.kind]
        found = str(row[column.name])
        near = nearest(found, column.words) if column.kind == "word" else ""
        facts = {"found": found, "expected": expected, "near": near}
        template = NEAREST if near else NOT_OF_ITS_KIND
        findings.append(_at(text, row, column.name, f"not-a-{column.kind}", template, **facts))
    return findings


@cache
def _pandera_schema(schema: Schema) -> pa.DataFrameSchema:
    """The pandera schema of a raw table whose cells are still text (an empty one too)."""
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                str,
                checks=[_check(column)] if column.filled or column.kind != "text" else [],
                required=column.required,
                nullable=False,
            )
            for column in schema.columns
        },
        strict=False,
    )


def _check(column: Column) -> pa.Check:
    import pandera.pandas as pa

    if column.kind == "word":
        return pa.Check.isin([*column.words, *([] if column.filled else [""])], error="word")
    if column.kind == "text":
        return pa.Check.str_length(min_value=1, error="text")
    return pa.Check.str_matches(shape(column), error=column.kind)
