"""When the next report can bring a row without a judgement one."""

from __future__ import annotations

from hbanalysis.analysis.actual.due import due_month_of
from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import UNJUDGED, Reason, report_every


def next_date(row: Row, reason: str, period: Period, closed: bool, seen: str) -> str:
    """The month ``YYYY-MM`` whose report can bring a row without a judgement one.

    Empty when it has one. What is awaited comes with its own month's report; what is not due waits
    for its month, or for the next report when it is reported again and again; figures or a quota
    that are late can come with the next report. Empty when nothing but the office can help (a
    comparator nobody has decided, a territory that has ended) and when the date has passed.
    """
    if reason not in UNJUDGED or reason in NO_NEXT:
        return ""
    if row.awaited:
        return str(row.awaited[0])
    if reason == Reason.NO_PACE:
        return _month_text(period.year, 12)
    every = report_every(str(row.cadence))
    due = due_month_of(row)
    if closed and reason == Reason.NOT_PUBLISHED and due <= 12:
        return _month_text(period.year, 13)
    following = _next_report(period, every or 1, seen)
    waits = due > period.last and not (every and reason == Reason.NOT_DUE)
    if reason in (Reason.NOT_DUE, Reason.NOT_PUBLISHED) and waits:
        month = due
    elif closed or (reason == Reason.NOT_DUE and not every):
        return ""
    else:
        month = following if following <= 12 else 13
    text = _month_text(period.year, month)
    return text if not seen or text >= seen[:7] else ""


def _next_report(period: Period, every: int, seen: str) -> int:
    """The month of the next report: after the period, or the one running on a day within it."""
    within = f"{period.year}-01" <= seen[:7] and seen <= period.end.isoformat()
    first = int(seen[5:7]) if within else period.last + 1
    return first + (every - first % every) % every


NO_NEXT = (
    Reason.PLANS_CONTRADICT,
    Reason.COMPARATOR_NOT_STATED,
    Reason.TERRITORY_ENDED,
    Reason.BREAK_WITHIN,
    Reason.BREAK_IN_TERM,
    Reason.OTHER_YEAR,
)
"""Reasons that no later report can remove."""


def _month_text(year: int, month: int) -> str:
    """``YYYY-MM`` of a month counted from January of a year; 13 is January of the next."""
    return f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"
