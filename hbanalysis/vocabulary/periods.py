"""Reporting periods: a month, a quarter, six months, nine months, a year.

The first form is the code's (``2024-Q3``); people read "9 tháng/2024" or "Quý III/2024".
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from hbanalysis.vocabulary.errors import WrongUsage

_SHAPE = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})"
    r"(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|(?P<half>H1)|(?P<nine>9M)))?"
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_ROMAN = ("", "I", "II", "III", "IV")
_KNOWN = "2024-07, 2024-Q3, 2024-H1, 2024-9M, 2024"


def _as_people_write(text: str) -> str:
    """A period of words (Q2/2025, Quý II/2025, tháng 8/2024) as the code writes it, else empty."""
    from hbanalysis.vocabulary.period_text import parse_period
    from hbanalysis.vocabulary.refusals import NotUnderstood

    if not text.strip("0123456789- "):
        return ""  # 2024-7 is a slip of our own form, not a word
    try:
        read = str(parse_period(text))
    except NotUnderstood:
        return ""
    return f"{read[:5]}Q1" if read[4:] == "-3M" else read


@dataclass(frozen=True)
class Period:
    """A reporting period within one year; months are inclusive, 1 to 12.

    Examples
    --------
    >>> Period.parse("2024-Q3")
    Period(year=2024, first=7, last=9)
    >>> str(Period.parse("2024-9M")), Period.parse("2024").is_year
    ('2024-9M', True)

    """

    year: int
    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2024-07``, ``2024-Q3``, ``2024-H1``, ``2024-9M`` or ``2024``, or people's words.

        Anything else is WrongUsage.

        >>> str(Period.parse("Quý II/2025")), str(Period.parse("6 tháng đầu năm 2024"))
        ('2025-Q2', '2024-H1')
        """
        written = str(text).strip().upper()
        match = _SHAPE.fullmatch(written) or _SHAPE.fullmatch(_as_people_write(str(text)))
        if not match:
            raise WrongUsage(
                "There is no period {found!r}; write it as one of: {known}.",
                found=text,
                known=_KNOWN,
            )
        year = int(match["year"])
        if match["month"]:
            return cls(year, int(match["month"]), int(match["month"]))
        if match["quarter"]:
            return cls(year, 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"]))
        return cls(year, 1, 6 if match["half"] else 9 if match["nine"] else 12)

    @classmethod
    def of(cls, period: Period | str) -> Period:
        """A period that is one already, or is written as text.

        >>> Period.of("2024-Q3") == Period.of(Period(2024, 7, 9))
        True
        """
        return period if isinstance(period, cls) else cls.parse(str(period))

    @property
    def is_year(self) -> bool:
        """A whole year: the only period that can have verdicts."""
        return (self.first, self.last) == (1, 12)

    @property
    def starts_in_january(self) -> bool:
        """Whether in-period and year-to-date are the same thing."""
        return self.first == 1

    @property
    def cut_off(self) -> str:
        """The last month, ``YYYY-MM``."""
        return f"{self.year}-{self.last:02d}"

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def months_left(self) -> int:
        """Months of the year after this period."""
        return 12 - self.last

    def months(self, *, year_to_date: bool = False) -> list[str]:
        """The months ``YYYY-MM`` of the period, or of January to its end."""
        return [
            f"{self.year}-{month:02d}"
            for month in range(1 if year_to_date else self.first, self.last + 1)
        ]

    def label(self, language: str) -> str:
        """What people call it.

        >>> Period.parse("2024-Q3").label("vi"), Period.parse("2024-9M").label("en")
        ('Quý III/2024', 'the first nine months of 2024')
        """
        vietnamese = language == "vi"
        if self.is_year:
            return f"năm {self.year}" if vietnamese else f"year {self.year}"
        if self.first == self.last:
            return (
                f"tháng {self.last}/{self.year}"
                if vietnamese
                else f"{calendar.month_name[self.last]} {self.year}"
            )
        if self.last - self.first == 2 and self.first % 3 == 1:
            quarter = self.last // 3
            return f"Quý {_ROMAN[quarter]}/{self.year}" if vietnamese else f"Q{quarter} {self.year}"
        return self.year_to_date_label(language)

    def year_to_date_label(self, language: str) -> str:
        """January to the period's end, in words: "9 tháng năm 2024"."""
        if language == "vi":
            months = (
                f"tháng 1 năm {self.year}"
                if self.last == 1
                else f"{self.last} tháng năm {self.year}"
            )
            return f"năm {self.year}" if self.last == 12 else months
        words = (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
        )
        if self.last == 12:
            return f"year {self.year}"
        return (
            f"January {self.year}"
            if self.last == 1
            else f"the first {words[self.last - 1]} months of {self.year}"
        )

    def __str__(self) -> str:
        if self.is_year:
            return str(self.year)
        if self.first == self.last:
            return self.cut_off
        if self.starts_in_january and self.last in (6, 9):
            return f"{self.year}-{'H1' if self.last == 6 else '9M'}"
        return f"{self.year}-Q{self.last // 3}"


def parse_day(text: str) -> date:
    """A day in ISO form; anything else is WrongUsage (09/10/2024 is two different days).

    >>> parse_day("2024-09-30").month
    9
    """
    try:
        # fromisoformat alone also takes 20240930 and 2024-W40-1, which do not compare as text.
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise WrongUsage(
            "There is no day {found!r}; write it as year-month-day, 2024-09-30.", found=text
        ) from None
