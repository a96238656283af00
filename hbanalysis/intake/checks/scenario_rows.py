"""What ``scenarios.csv`` must hold to: quarters end a quarter, wholes are their months' sum."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.rows import records

QUARTER = 3


def quarters_that_end_none(tables: Tables) -> list[Finding]:
    """Quarters whose month is not the last of a quarter."""
    return [
        tables.told(
            "scenarios", row, "period", "error", "not-a-quarter",
            "A quarter ends in month 3, 6, 9 or 12, not in {found}.", found=row["period"],
        )
        for row in records(tables["scenarios"])
        if row["accumulation"] == "quarter" and int(row["period"][5:7]) % QUARTER
    ]  # fmt: skip


def scenario_sums(tables: Tables) -> list[Finding]:
    """Quarters and sums to date that differ from the months beside them, all of one decision."""
    table = tables["scenarios"]
    amounts = table[table["kind"] == "amount"]
    keys = ["territory", "indicator", "plan", "decided"]
    findings: list[Finding] = []
    for _, rows in amounts.groupby(keys, sort=False):
        parts = {(row["accumulation"], row["period"]): exact(row["value"]) for row in records(rows)}
        for row in records(rows):
            findings += _against_months(tables, row, parts)
    return findings


def _against_months(
    tables: Tables, row: Any, parts: dict[tuple[str, str], Decimal]
) -> list[Finding]:
    year, last = row["period"][:4], int(row["period"][5:7])
    if row["accumulation"] == "month":
        return []
    first = 1 if row["accumulation"] == "ytd" else last - QUARTER + 1
    months = [parts.get(("month", f"{year}-{month:02d}")) for month in range(first, last + 1)]
    known = [value for value in months if value is not None]
    if len(known) < len(months) or sum(known) == exact(row["value"]):
        return []
    return [
        tables.told(
            "scenarios", row, "value", "warning", "scenario-not-months",
            "The scenario to {period} is {found}, its months together {added}.",
            period=row["period"], found=exact(row["value"]), added=sum(known),
        )
    ]  # fmt: skip
