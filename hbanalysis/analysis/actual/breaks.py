"""Years with a declared break inside: what lies before and after it is not one year's figure.

A break on 1 January starts a comparable year; any later one splits it. Sums that run across the
break are not made (no bridge is declared), and a level after it is not held against a plan that was
decided before it.
"""

from __future__ import annotations

from itertools import zip_longest

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
    row is split, ``actual``, ``in_period`` and ``partial`` are missing.
    """
    inside = events[
        (events["kind"] == "break")
        & (events["date"] > f"{period.year}-01-01")
        & (events["date"] <= period.end.isoformat())
    ].sort_values("date", kind="stable")
    rows = list(records(table)) if len(inside) else []
    days = [_split(row, inside) for row in rows] or [""] * len(table)
    parts = [
        _parts(row, day, cells, period) if day else (np.nan, np.nan)
        for row, day in zip_longest(rows, days)
    ]
    before, since = ([pair[side] for pair in parts] for side in (0, 1))
    table = table.assign(break_day=days, before_break=before, since_break=since)
    split = table["break_day"] != ""
    table.loc[split, ["actual", "in_period", "partial"]] = np.nan
    return table


def _split(row: Row, breaks: pd.DataFrame) -> str:
    """The day of the first break that a row's figure runs across; empty: none."""
    if row.through == 0 or row.measure == Measure.MILESTONE:
        return ""
    for event in records(breaks):
        here = event.territory in (row.territory, "") and event.indicator in (row.indicator, "")
        reaches = row.through >= int(event.date[5:7])
        renewed = (
            row.measure in LEVELS and not is_missing(row.decided) and (row.decided >= event.date)
        )
        if here and reaches and not renewed:
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
