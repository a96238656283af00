"""What only shows when tables are laid side by side: unknown codes, contradictions, numbers out of their time.

Each rule takes the typed tables and returns findings; none changes a number.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hbanalysis.intake.raw import FILE, ROW, cell_address
from hbanalysis.intake.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding, Level, nearest
from hbanalysis.vocabulary.rows import records

Tables = dict[str, pd.DataFrame]
Rule = Callable[[Tables], list[Finding]]


def _told(table: pd.DataFrame, row: pd.Series, cell: str, level: Level, rule: str, template: str,
          **facts: object) -> Finding:
    """A finding about one cell of one row, addressed as in its own file."""
    address = cell_address(table.attrs["columns"][row[FILE]], cell, int(row[ROW]))
    return Finding(
        level, rule, str(row[FILE]), address, template, facts,
        str(row.get("territory", "")), str(row.get("indicator", "")),
    )


def unknown_codes(tables: Tables) -> list[Finding]:
    """Indicators and territories that no list knows."""
    findings = []
    for column, home in (("indicator", "indicators"), ("territory", "territories")):
        known = set(tables[home][column])
        for name in ("targets", "results_stated", "observations", "events"):
            table = tables[name]
            unknown = table[~table[column].isin(known | {""})]
            findings += [
                _told(table, row, column, "error", f"unknown-{column}",
                      "{found!r} is not in the list of {column} codes; the nearest is {near!r}.",
                      found=row[column], column=column, near=nearest(row[column], known))
                for row in records(unknown)
            ]
    return findings


def repeated_rows(tables: Tables) -> list[Finding]:
    """The same key twice: a contradiction when the values differ, a harmless repetition when they agree."""
    findings = []
    for name, schema in SCHEMAS.items():
        table, key = tables[name], list(schema.key)
        repeated = table[table.duplicated(key, keep=False)]
        content = [c for c in ("value", "numerator", "denominator", "name_vi", "label_vi") if c in table]
        for _, group in repeated.groupby(key, dropna=False, sort=True):
            contradicts = len(group.drop_duplicates(content)) > 1 or name in ("indicators", "territories")
            findings += [_repeated(table, row, group.iloc[0], content[0], contradicts)
                         for row in records(group.iloc[1:])]
    return findings


def _repeated(table: pd.DataFrame, row: pd.Series, first: pd.Series, cell: str, contradicts: bool) -> Finding:
    """The finding of one row whose key stands already in another."""
    where = {"file": first[FILE], "line": int(first[ROW])}
    if contradicts:
        return _told(table, row, cell, "error", "two-values",
                     "Two different values for one cell: {found} here, {other} in {file} line {line}.",
                     found=row[cell], other=first[cell], **where)
    return _told(table, row, cell, "note", "repeated", "The same row stands already in {file} line {line}; kept once.",
                 **where)


def impossible_dates(tables: Tables) -> list[Finding]:
    """Days that no calendar has, and months reported before they began."""
    findings = []
    for name, schema in SCHEMAS.items():
        for column in (c.name for c in schema.columns if c.kind == "day"):
            table = tables[name]
            broken = table[(table[column] != "") & pd.to_datetime(table[column], errors="coerce").isna()]
            findings += [_told(table, row, column, "error", "impossible-day", "{found} is a day that does not exist.",
                               found=row[column]) for row in records(broken)]
    table = tables["observations"]
    # "ước 6 tháng" is published in May: an estimate may come before its month, within the same year.
    foreseen = (table["status"] == "estimate") & (table["published"].str[:4] == table["period"].str[:4])
    early = table[(table["published"] != "") & (table["published"].str[:7] < table["period"]) & ~foreseen]
    return findings + [
        _told(table, row, "published", "error", "future-month",
              "The month {period} is said to be published on {found}, before it began.", period=row["period"],
              found=row["published"])
        for row in records(early)
    ]


def wrong_units(tables: Tables) -> list[Finding]:
    """A unit other than the indicator's own: nothing is converted by guess."""
    units = tables["indicators"].drop_duplicates("indicator").set_index("indicator")["unit"]
    findings = []
    for name in ("targets", "observations"):
        table = tables[name]
        expected = table["indicator"].map(units).fillna("")
        wrong = (table["unit"] != "") & (expected != "") & (table["unit"] != expected)
        for row, unit in zip(records(table[wrong]), expected[wrong], strict=True):
            findings.append(_told(table, row, "unit", "error", "other-unit",
                                  "The unit is {found!r}, the indicator is kept in {expected!r}.",
                                  found=row["unit"], expected=unit))
    return findings


def valueless_rows(tables: Tables) -> list[Finding]:
    """Observations that carry neither a value nor a numerator with its denominator."""
    table = tables["observations"]
    empty = table["value"].isna() & (table["numerator"].isna() | table["denominator"].isna())
    return [
        _told(table, row, "value", "error", "no-value",
              "There is neither a value nor a numerator with its denominator.")
        for row in records(table[empty])
    ]


def outside_territory(tables: Tables) -> list[Finding]:
    """Months in which the territory did not exist."""
    table = tables["observations"]
    places = tables["territories"].drop_duplicates("territory").set_index("territory")
    start = table["territory"].map(places["valid_from"]).fillna("").str[:7]
    end = table["territory"].map(places["valid_to"]).fillna("").str[:7]
    outside = (table["period"] < start) | ((end != "") & (table["period"] > end))
    return [
        _told(table, row, "period", "error", "outside-territory",
              "{territory} did not exist in {found}.", territory=row["territory"], found=row["period"])
        for row in records(table[outside])
    ]


RULES: tuple[Rule, ...] = (
    unknown_codes, repeated_rows, impossible_dates, wrong_units, valueless_rows, outside_territory,
)
