"""What ``crosswalk.csv`` must hold to: whole units exact, divided ones an interval, dates agree.

A source that fails in one row is set aside in all of them: half a division would lose the rest. So
is what else a territory took of which one row has a fault: the others alone are not all of it.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.raw.raw_tables import FILE, ROW
from hbanalysis.vocabulary.errors import Finding, Level, nearest
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.rows import records

ONE = Decimal(1)
WHOLE = "whole"
TEXTS = N_(
    {
        "fellow": (
            "Another row of {source} on {day} has a fault; none of them is used until it is mended."
        ),
        "beside": (
            "Another row of what {target} took over on {day} has a fault; nothing is read over the"
            " bridge into it until that is mended."
        ),
        "range": (
            "The shares {low} to {high} of {source} in {target} are not within 0 and 1 in order."
        ),
        "whole": (
            "{source} in {target} has the basis {basis} and the shares {low} to {high};"
            " whole means 1 and 1, anything else an interval."
        ),
        "point": (
            "The share of {source} in {target} is one number ({low});"
            " a divided unit needs an interval."
        ),
        "sum": (
            "The shares of {source} on {day} are together {low} to {high}; they cannot add up"
            " to 1 exactly once."
        ),
        "itself": "{source} is linked to itself; a territory that goes on needs no bridge.",
        "day": "On {day} {source} (until {last}) cannot have gone to {target} (since {first}).",
    }
)


def answers_without_question(tables: Tables) -> list[Finding]:
    """Answers whose key no question has."""
    asked, table = set(tables["requests"]["request"]), tables["answers"]
    return [
        tables.told(
            "answers", row, "request", "error", "answer-without-question",
            "No question has the key {found!r}; the nearest is {near!r}.",
            found=row["request"], near=nearest(row["request"], asked),
        )
        for row in records(table[~table["request"].isin(asked)])
    ]  # fmt: skip


def crosswalk_links(tables: Tables) -> list[Finding]:
    """Every problem of the crosswalk, and every other row that says too little without them."""
    table = tables["crosswalk"]
    unread = tables.unread.get("crosswalk", pd.DataFrame(columns=["from", "to", "date"]))
    if table.empty:
        return []
    lives = _lives(tables["territories"])
    torn = set(zip(unread["from"], unread["date"], strict=True))
    findings: list[Finding] = []
    sources: dict[tuple[str, str], list[Any]] = {}
    for row in records(table):
        sources.setdefault((row["from"], row["date"]), []).append(row)
    for division, rows in sources.items():
        own = [_row_problems(tables, row, lives) for row in rows]
        if any(own):
            findings += [problem for problems in own for problem in problems]
        elif all(row["to"] in lives for row in rows) and rows[0]["from"] in lives:
            findings += [] if division in torn else _sums(tables, rows)
        if any(own) or division in torn or not {row["to"] for row in rows} <= set(lives):
            # an unknown code is told by its own rule; the rest of the division goes with it
            findings += [
                _set_aside(tables, row, "fellow")
                for row, bad in zip(rows, own, strict=True)
                if not bad and {row["from"], row["to"]} <= set(lives)
            ]
    return findings + _beside(tables, findings, set(unread["to"]), set(lives))


def _beside(
    tables: Tables, findings: list[Finding], unread: set[str], known: set[str]
) -> list[Finding]:
    """What else a territory took, where one row of it has a fault."""
    told = {(finding.file, finding.row) for finding in findings}
    rows = list(records(tables["crosswalk"]))
    bad = [(row[FILE], row[ROW]) in told or not {row["from"], row["to"]} <= known for row in rows]
    short = unread | {row["to"] for row, faulty in zip(rows, bad, strict=True) if faulty}
    return [
        _set_aside(tables, row, "beside")
        for row, faulty in zip(rows, bad, strict=True)
        if not faulty and row["to"] in short
    ]


def _set_aside(tables: Tables, row: Any, why: str) -> Finding:
    """A sound row that would say too little, because another one has a fault."""
    facts = {"source": row["from"], "target": row["to"], "day": row["date"]}
    return _told(tables, row, "from", "error", "shares-do-not-add-up", TEXTS[why], **facts)


def _told(
    tables: Tables, row: Any, cell: str, level: Level, rule: str, text: str, /, **facts: object
) -> Finding:
    return tables.told("crosswalk", row, cell, level, rule, text, **facts)


def _row_problems(tables: Tables, row: Any, lives: dict[str, tuple[str, str]]) -> list[Finding]:
    return _shares(tables, row) + _days(tables, row, lives)


def _shares(tables: Tables, row: Any) -> list[Finding]:
    low, high = exact(row["share_low"]), exact(row["share_high"])
    shown = {"low": low, "high": high, "source": row["from"], "target": row["to"]}
    if not 0 <= low <= high <= 1 or high == 0:
        text = TEXTS["range"]
        return [_told(tables, row, "share_low", "error", "share-out-of-range", text, **shown)]
    whole = low == high == ONE
    if whole != (row["basis"] == WHOLE):
        text = TEXTS["whole"]
        shown["basis"] = row["basis"]
        return [_told(tables, row, "basis", "error", "share-not-whole", text, **shown)]
    if low == high != ONE:
        text = TEXTS["point"]
        return [_told(tables, row, "share_high", "error", "share-is-a-point", text, **shown)]
    return []


def _sums(tables: Tables, rows: list[Any]) -> list[Finding]:
    """Whether the shares of one source can be 1 together: their least and their most enclose it."""
    least = sum((exact(row["share_low"]) for row in rows), Decimal(0))
    most = sum((exact(row["share_high"]) for row in rows), Decimal(0))
    once = (len(rows) == 1) == any(row["basis"] == WHOLE for row in rows)
    if least <= 1 <= most and once:
        return []
    text = TEXTS["sum"]
    return [
        _told(
            tables,
            row,
            "share_low",
            "error",
            "shares-do-not-add-up",
            text,
            source=row["from"],
            day=row["date"],
            low=least,
            high=most,
        )
        for row in rows
    ]


def _lives(territories: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """First and last day of every territory; open ends are far away."""
    lives: dict[str, tuple[str, str]] = {}
    for row in records(territories):
        start, end = str(row["valid_from"] or ""), str(row["valid_to"] or "9999-12-31")
        first, last = lives.get(str(row["territory"]), (start, end))
        lives[str(row["territory"])] = (min(first, start), max(last, end))
    return lives


def _days(tables: Tables, row: Any, lives: dict[str, tuple[str, str]]) -> list[Finding]:
    if row["from"] == row["to"]:
        text = TEXTS["itself"]
        return [_told(tables, row, "to", "error", "link-day", text, source=row["from"])]
    if row["from"] not in lives or row["to"] not in lives:
        return []  # told as an unknown code
    try:
        eve = (date.fromisoformat(row["date"]) - timedelta(days=1)).isoformat()
    except ValueError:
        return []  # told as an impossible day
    old, new = lives[row["from"]], lives[row["to"]]
    if old[0] <= eve <= old[1] and new[0] <= row["date"] <= new[1]:
        return []
    text = TEXTS["day"]
    return [
        _told(
            tables,
            row,
            "date",
            "error",
            "link-day",
            text,
            day=row["date"],
            source=row["from"],
            last=old[1] if old[1] < "9999" else "-",
            target=row["to"],
            first=new[0] or "-",
        )
    ]
