"""Years with a declared break inside: what lies before and after it is not one year's figure.

A break on 1 January starts a comparable year; any later one splits it. Sums that run across the
break are not made (no bridge is declared), and a level after it is not held against a plan that was
decided before it. A target of a term runs across every break of the term, in whichever year.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import SUMMED, Measure

COLUMNS = ["break_day", "before_break", "since_break"]
LEVELS = (Measure.STOCK, Measure.RATIO, Measure.RANK)


def with_breaks(
    table: pd.DataFrame, cells: YearMonths, events: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Mark the rows whose figure lies on both sides of a break, and take their figure away.

    Adds ``break_day`` (ISO; empty where there is none or the row does not run across it),
    ``before_break`` and ``since_break`` (the two parts of a sum, in the unit of the row). Where a
    row is split, ``actual``, ``in_period`` and ``partial`` are missing, and so is the path of a
    term.
    """
    known = events[(events["kind"] == "break") & (events["date"] <= period.end.isoformat())]
    known = known.sort_values("date", kind="stable")
    inside = known[known["date"] > f"{period.year}-01-01"]
    of_term = bool((table["term_last"] > 0).any()) and len(known) > 0
    rows = list(records(table)) if len(inside) or of_term else []
    days = [_split_term(row, known) if row.term_last else _split(row, inside) for row in rows] or [
        ""
    ] * len(table)
    parts = [
        _parts(row, day, cells, period) if day else (np.nan, np.nan)
        for row, day in zip_longest(rows, days)
    ]
    before, since = ([pair[side] for pair in parts] for side in (0, 1))
    table = table.assign(break_day=days, before_break=before, since_break=since)
    split = table["break_day"] != ""
    table.loc[split, ["actual", "in_period", "partial", "term_asked", "term_needed"]] = np.nan
    return _without_old_base(table, rows, known)


def _split_term(row: Row, breaks: pd.DataFrame) -> str:
    """The day of the first break inside a term that its figure runs across; empty without one.

    A break on the term's first day starts a comparable term. A result that the office itself has
    printed for the whole term stands; a level is held against a plan that was decided after the
    break.
    """
    if not row.term_known or not is_missing(row.term_printed):
        return ""
    renewed = row.decided if row.measure == Measure.TERM_LEVEL and row.decided else ""
    for event in records(breaks):
        inside = f"{row.term_first}-01-01" < event.date and event.date[:7] <= row.term_known
        if inside and _concerns(event, row) and not renewed >= event.date:
            return str(event.date)
    return ""


def _without_old_base(table: pd.DataFrame, rows: list[Row], breaks: pd.DataFrame) -> pd.DataFrame:
    """A level's path does not start from the level of a territory that was another one then."""
    old = [
        row.measure == Measure.TERM_LEVEL
        and any(event.date >= f"{row.term_first}-01-01" for event in _of(breaks, row))
        for row in rows
    ] or [False] * len(table)
    table.loc[np.array(old, dtype=bool), ["term_before", "term_asked"]] = np.nan
    return table


def _of(breaks: pd.DataFrame, row: Row) -> list[Any]:
    return [event for event in records(breaks) if _concerns(event, row)]


def _concerns(event: Any, row: Row) -> bool:
    """Whether a break is one of the row's series, or of that which a term is measured by."""
    here = event.territory in (row.territory, "")
    return here and event.indicator in (row.indicator, "", *([row.parent] if row.term_last else []))


def _split(row: Row, breaks: pd.DataFrame) -> str:
    """The day of the first break that a row's figure runs across; empty: none."""
    if row.through == 0 or row.measure == Measure.MILESTONE:
        return ""
    for event in records(breaks):
        reaches = row.through >= int(event.date[5:7])
        renewed = (
            row.measure in LEVELS and not is_missing(row.decided) and (row.decided >= event.date)
        )
        if _concerns(event, row) and reaches and not renewed:
            return str(event.date)
    return ""


def _parts(row: Row, day: str, cells: YearMonths, period: Period) -> tuple[float, float]:
    """A sum's year-to-date up to a break and its amount since; only for a break between months."""
    position = cells.row(row.territory, row.indicator, period.year)
    month = int(day[5:7])
    if row.measure not in SUMMED or position is None or day[8:] != "01":
        return np.nan, np.nan
    total, months = cells.year_to_date[position], cells.monthly[position]
    since = float(months[month - 1 : row.through].sum())
    return float(total[month - 2]), round(since, 9)
