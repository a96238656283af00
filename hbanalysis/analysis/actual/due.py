"""When something is due: the month an indicator can be judged, the day a report is owed.

Three states of a figure that is not there: its month or event is not over (not due), it is over
and the report can still come (awaited, "not published"), its day has passed (missing).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import report_every

_DUE = re.compile(r"(?P<kind>[MNTQ]|\d{4}-)(?P<number>\d{1,2})(-\d{2})?")


def due_month(judgeable: str) -> int:
    """The month from which an indicator can be judged.

    From 13 on it lies in the next year; an unknown month means December.

    >>> due_month("M07"), due_month("N04"), due_month("Q1"), due_month("")
    (7, 16, 3, 12)
    """
    match = _DUE.fullmatch(judgeable.strip().upper())
    if not match:
        return 12
    number = int(match["number"])
    if match["kind"] == "Q":
        return 3 * number
    return number + 12 if match["kind"] == "N" else number


def due_month_of(line: Row) -> int:
    """The month, counted from January of the period's year, by which a line is due.

    It is the month of the line's next step, else that of the plan's day, else that of the list.
    """
    day, year = line.step_due or line.target_due, int(str(line.period)[:4])
    return 12 * (int(day[:4]) - year) + int(day[5:7]) if day else due_month(line.judgeable)


def month_end(year: int, month: int) -> date:
    """The last day of a month counted from January of a year; 13 is January of the next.

    >>> month_end(2024, 2).isoformat(), month_end(2024, 13).isoformat()
    ('2024-02-29', '2025-01-31')
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(year, month, month).end


def report_day(cadence: str, year: int, month: int, rule: dict[str, Any]) -> str:
    """The last ISO day on which the report of a month can come; ``rule`` is ``[[reporting]]``.

    >>> report_day("quarter", 2024, 12, {"days_after_quarter": 15})
    '2025-01-15'
    """
    kind = {1: "month", 3: "quarter", 6: "quarter", 12: "quarter"}.get(report_every(cadence))
    days = int(rule[f"days_after_{kind or 'event'}"])
    return (month_end(year, month) + timedelta(days=days)).isoformat()


def reported_months(cadence: str, until: int) -> list[int]:
    """The months up to one by whose end a report is owed; none for events.

    >>> reported_months("quarter", 7), reported_months("event", 7)
    ([3, 6], [])
    """
    every = report_every(cadence)
    return list(range(every, until + 1, every)) if every else []
