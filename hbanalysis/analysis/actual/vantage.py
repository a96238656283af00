"""The day a report looks from, and what of its period lies behind that day."""

from __future__ import annotations

from datetime import UTC, datetime

from hbanalysis.vocabulary.periods import Period


def vantage_day(period: Period, as_of: str) -> str:
    """The day a report looks from.

    It is ``as_of``; without one, today while the period lasts, and empty afterwards (all is known).
    """
    today = datetime.now(tz=UTC).date()
    return as_of or (today.isoformat() if period.end >= today else "")


def is_closed(period: Period, as_of: str) -> bool:
    """Whether the year is over for this report: it ends in December and is looked at afterwards.

    A whole year that is over is looked at from after its end unless ``as_of`` says otherwise;
    December or the fourth quarter are judged as December, with the latest figures known, unless
    ``as_of`` lies after the year.

    >>> is_closed(Period.parse("2024"), ""), is_closed(Period.parse("2024"), "2024-12-15")
    (True, False)
    """
    if period.last != 12:
        return False
    as_of = vantage_day(period, as_of)
    return as_of > f"{period.year}-12-31" if as_of else period.is_year


def vantage_month(period: Period, as_of: str) -> int:
    """The month of the year (0-12) that a report looks back from.

    It is that of its cut-off, or of ``as_of`` when that is earlier.

    >>> (
    ...     vantage_month(Period.parse("2024"), "2024-06-15"),
    ...     vantage_month(Period.parse("2024-Q3"), ""),
    ... )
    (6, 9)
    """
    as_of = vantage_day(period, as_of)
    if not as_of or as_of >= period.end.isoformat():
        return period.last
    return int(as_of[5:7]) if as_of[:4] == str(period.year) else 0


def last_day(period: Period, as_of: str) -> str:
    """The last day that a report knows of its period: its end, or the vantage day before it."""
    return min(period.end.isoformat(), vantage_day(period, as_of) or "9999")
