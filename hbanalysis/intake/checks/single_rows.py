"""Rows that cannot stand: unknown codes, contradictions, impossible days, other units, no value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.names import bare
from hbanalysis.intake.raw.raw_tables import FILE, ROW
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding, nearest
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.text import unit_key

# What a row says; two rows with one key contradict each other when it differs.
CONTENT = (
    "value",
    "numerator",
    "denominator",
    "count",
    "share",
    "share_low",
    "text",
    "due",
    "done",
    "name_vi",
    "label_vi",
)


HOMES = (
    ("indicator", "indicators"),
    ("territory", "territories"),
    ("from", "territories"),
    ("to", "territories"),
)
"""The columns that hold a code, and the list that knows it."""
UNKNOWN = N_(
    {
        "indicator": "{found!r} is not in the list of indicators; the nearest is {near!r}.",
        "territory": "{found!r} is not in the list of territories; the nearest is {near!r}.",
    }
)


def unknown_codes(tables: Tables) -> list[Finding]:
    """Indicators and territories that no list knows."""
    findings = []
    for column, home in HOMES:
        kind = "indicator" if home == "indicators" else "territory"
        known = set(tables[home][kind])
        for name in SCHEMAS:
            table = tables[name]
            if name == home or column not in table:
                continue
            unknown = table[~table[column].isin(known | {""})]
            codes = _by_name(tables[home], kind) if len(unknown) else {}
            findings += [
                tables.told(
                    name,
                    row,
                    column,
                    "error",
                    f"unknown-{kind}",
                    UNKNOWN[kind],
                    found=row[column],
                    near=codes.get(bare(row[column])) or nearest(row[column], known),
                )
                for row in records(unknown)
            ]
    return findings


ABOVE = (
    ("indicators", "parent", "indicator"),
    ("territories", "parent", "territory"),
    ("territories", "successor", "territory"),
)
"""The columns of a list that name another row of it."""


def unknown_relatives(tables: Tables) -> list[Finding]:
    """Wholes and successors that their own list does not know: the row counts for none of them."""
    findings = []
    for name, column, kind in ABOVE:
        table = tables[name]
        known = set(table[kind])
        unknown = table[~table[column].isin(known | {""})]
        codes = _by_name(table, kind) if len(unknown) else {}
        findings += [
            tables.told(
                name, row, column, "warning", f"unknown-{column}", UNKNOWN[kind],
                found=row[column], near=codes.get(bare(row[column])) or nearest(row[column], known),
            )
            for row in records(unknown)
        ]  # fmt: skip
    return findings


def _by_name(table: pd.DataFrame, kind: str) -> dict[str, str]:
    """Codes by name: a person writes a name where a code is meant."""
    names = zip(table["name_vi"], table[kind], strict=True)
    return {bare(str(name)): str(code) for name, code in names if name}


def codes_alike(tables: Tables) -> list[Finding]:
    """Codes that differ only in capitals: on Windows their folders are one."""
    findings = []
    for name, column in (("indicators", "indicator"), ("territories", "territory")):
        table = tables[name]
        small = table[column].str.lower()
        first = table.assign(_small=small).drop_duplicates("_small").set_index("_small")[column]
        other = small.map(first)
        findings += [
            tables.told(
                name,
                row,
                column,
                "error",
                "codes-alike",
                "The code {found!r} differs from {other!r} only in capitals; choose another.",
                found=row[column],
                other=other[position],
            )
            for position, row in zip(table.index, records(table), strict=True)
            if other[position] != row[column]
        ]
    return findings


def _keys_shared(tables: Tables, name: str) -> np.ndarray:
    """Whether another row of the table has the same key.

    Observations, being many, are compared by number.
    """
    table = tables[name]
    if name != "observations":
        return table.duplicated(list(SCHEMAS[name].key), keep=False).to_numpy()
    order, number = tables.key_order
    same = number[order][1:] == number[order][:-1]
    shared = np.zeros(len(table), dtype=bool)
    if len(table):
        shared[order] = np.append(same, [False]) | np.append([False], same)
    return shared


def repeated_rows(tables: Tables) -> list[Finding]:
    """The same key twice.

    It is a contradiction when the values differ, a harmless repetition when they agree.
    """
    findings = []
    for name, schema in SCHEMAS.items():
        repeated = tables[name][_keys_shared(tables, name)]
        if repeated.empty:
            continue
        group = repeated.groupby(list(schema.key), dropna=False, sort=True, observed=True).ngroup()
        repeated = repeated.assign(_group=group).sort_values("_group", kind="stable")
        content = [column for column in CONTENT if column in repeated]
        heads = repeated.drop_duplicates("_group").set_index("_group")[[*content, FILE, ROW]]
        first = heads.loc[repeated["_group"]].set_index(repeated.index)
        same = (
            (repeated[content] == first[content])
            | (repeated[content].isna() & first[content].isna())
        ).all(axis=1)
        agree = same.groupby(repeated["_group"]).transform("all") & (
            name not in ("indicators", "territories")
        )
        later = repeated.duplicated("_group")
        findings += [
            _repeated(tables, name, row, head, content[0], contradicts=not alike)
            for row, head, alike in zip(
                repeated[later].to_dict("records"),
                first[later].to_dict("records"),
                agree[later],
                strict=True,
            )
        ]
    return findings


def _repeated(
    tables: Tables, name: str, row: Any, first: Any, cell: str, *, contradicts: bool
) -> Finding:
    """The finding of one row whose key stands already in another."""
    where = {"file": str(first[FILE]), "line": int(first[ROW])}
    if contradicts:
        return tables.told(
            name,
            row,
            cell,
            "error",
            "two-values",
            "Two different values for one cell: {found} here, {other} in {file} line {line}.",
            found=row[cell],
            other=first[cell],
            **where,
        )
    return tables.told(
        name,
        row,
        cell,
        "note",
        "repeated",
        "The same row stands already in {file} line {line}; kept once.",
        **where,
    )


def wrong_units(tables: Tables) -> list[Finding]:
    """A unit other than the indicator's own: nothing is converted by guess."""
    units = tables["indicators"].drop_duplicates("indicator").set_index("indicator")["unit"]
    findings = []
    for name in ("targets", "observations"):
        pairs = tables[name][["indicator", "unit"]]
        used = pairs.groupby(["indicator", "unit"], observed=True).size().reset_index()
        for indicator, unit in zip(
            used["indicator"].astype(str), used["unit"].astype(str), strict=True
        ):
            expected = str(units.get(indicator, ""))
            if not unit or not expected or unit_key(unit) == unit_key(expected):
                continue
            wrong = (pairs["indicator"] == indicator) & (pairs["unit"] == unit)
            findings += [
                tables.told(
                    name,
                    row,
                    "unit",
                    "error",
                    "other-unit",
                    "The unit is {found!r}, the indicator is kept in {expected!r}.",
                    found=unit,
                    expected=expected,
                )
                for row in records(tables[name][wrong])
            ]
    return findings


def valueless_rows(tables: Tables) -> list[Finding]:
    """Observations that carry neither a value nor a numerator with its denominator."""
    table = tables["observations"]
    empty = table["value"].isna() & (table["numerator"].isna() | table["denominator"].isna())
    return [
        tables.told(
            "observations",
            row,
            "value",
            "error",
            "no-value",
            "There is neither a value nor a numerator with its denominator.",
        )
        for row in records(table[empty])
    ]
