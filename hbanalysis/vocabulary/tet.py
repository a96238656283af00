"""When Tết falls: the first day of the lunar year as Việt Nam counts it, not as China does."""

from __future__ import annotations

from datetime import date
from functools import cache


@cache
def tet(year: int) -> date:
    """The first day of Tết in a year (holidays, country VN; the two calendars differed in 2007).

    >>> tet(2024), tet(2025), tet(2007)
    (datetime.date(2024, 2, 10), datetime.date(2025, 1, 29), datetime.date(2007, 2, 17))
    """
    from holidays import country_holidays

    named = country_holidays("VN", years=year, language="vi").items()
    return min(day for day, name in named if day.year == year and _is_new_year(name))


def _is_new_year(name: str) -> bool:
    return "Tết Nguyên Đán" in name and "Giao thừa" not in name
