"""Periods as people write them.

T7, Tháng 07, Quý III/2024, 6 tháng đầu năm, 9 tháng, 02 tháng/2023, and Excel dates. The trap is
the word order: "tháng 9" is September, "9 tháng" is January to September together. A text that
names two periods, or a date whose day and month may have changed places, is refused with both
readings.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood
from hbanalysis.vocabulary.text import clean, match_key

NOT_A_PERIOD = "“{text}” is not a period that can be read."
AMBIGUOUS_PERIOD = "“{text}” can be read as {first} or as {second}; write month and year."
MONTH_OUT_OF_RANGE = "“{text}” names a month or quarter that does not exist."

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:(?:/|-| |,)? ?(?:năm )?(?P<year>(?:19|20)[0-9]{2}))?"
_PATTERNS = {
    kind: re.compile(pattern + _YEAR)
    for kind, pattern in {
        "month": r"(?:tháng|t\.?) ?(?P<last>[0-9]{1,2})",
        "months": (
            r"(?:từ )?(?:tháng|t\.?) ?(?P<first>[0-9]{1,2}) ?(?:[-–]|đến(?: tháng)?)"
            r" ?t?\.?(?P<last>[0-9]{1,2})"
        ),
        "quarter": r"(?:quý|quí|q\.?) ?(?P<quarter>[0-9]{1,2}|i{1,3}|iv)",
        "first_months": r"(?P<last>[0-9]{1,2}) ?(?:tháng|t)(?: đầu(?: năm)?)?",
        "last_months": r"(?P<count>[0-9]{1,2}) ?(?:tháng|t) cuối(?: năm)?",
        "year": r"(?:cả )?(?:năm)?",
    }.items()
}
_MONTH_YEAR = re.compile(r"(?P<last>[0-9]{1,2})[/.-](?P<year>(?:19|20)[0-9]{2})")
_ISO = re.compile(r"(?P<year>(?:19|20)[0-9]{2})-(?P<last>[0-9]{1,2})")
_FULL_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20)[0-9]{2})")
_ISO_DATE = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_TWO_PERIODS = re.compile(r"(.*\S) (?:và|;|,) (\S.*)")


@dataclass(frozen=True)
class PeriodText:
    """The months a text covers.

    `year` is None where it is not written; `cumulative` means counted from January.

    >>> parse_period("02 tháng/2023")
    PeriodText(year=2023, first_month=1, last_month=2, cumulative=True)
    >>> (
    ...     str(parse_period("Quý III")),
    ...     str(parse_period("T7/2024")),
    ...     str(parse_period("9 tháng năm 2024")),
    ... )
    ('Q3', '2024-07', '2024-9M')
    """

    year: int | None
    first_month: int
    last_month: int
    cumulative: bool

    def __str__(self) -> str:
        prefix = f"{self.year}-" if self.year else ""
        span = (self.first_month, self.last_month)
        if span == (1, 12):
            return str(self.year) if self.year else "12M"
        if self.cumulative:
            return f"{prefix}H1" if self.last_month == 6 else f"{prefix}{self.last_month}M"
        if span[0] == span[1]:
            return f"{prefix}{span[1]:02d}"
        if span[1] - span[0] == 2 and span[1] % 3 == 0:
            return f"{prefix}Q{span[1] // 3}"
        return f"{prefix}{span[0]:02d}..{span[1]:02d}"


def parse_period(value: str | date | int | float) -> PeriodText:
    """Read a period from a text, a date cell or a bare year.

    Raises NotUnderstood, or Ambiguous with both readings.

    >>> parse_period("6 tháng đầu năm"), parse_period("Quý III/2024")
    (PeriodText(year=None, first_month=1, last_month=6, cumulative=True), \
PeriodText(year=2024, first_month=7, last_month=9, cumulative=False))
    >>> parse_period("tháng 9 và 9 tháng năm 2003")
    Traceback (most recent call last):
    ...
    hbanalysis.vocabulary.refusals.Ambiguous: “tháng 9 và 9 tháng năm 2003” can be read as 09
    or as 2003-9M; write month and year.
    """
    if isinstance(value, date):
        return _from_date(value, str(value.date() if isinstance(value, datetime) else value))
    if isinstance(value, (int, float)):
        value = str(int(value)) if math.isfinite(value) and value == int(value) else str(value)
    text = clean(value)
    return _from_numbers(text) or _from_words(text) or _refuse(text)


def _from_numbers(text: str) -> PeriodText | None:
    for pattern in (_MONTH_YEAR, _ISO):
        match = pattern.fullmatch(text)
        if match:
            return _period(
                text, match["year"], int(match["last"]), int(match["last"]), cumulative=False
            )
    written = _FULL_DATE.fullmatch(text)
    iso = _ISO_DATE.fullmatch(text)
    if written:
        return _from_date_text(text, *map(int, written.groups()))
    if iso:
        year, month, day = map(int, iso.groups())
        return _from_date(_real_date(text, year, month, day), text)
    return None


def _from_words(text: str) -> PeriodText | None:
    lowered = _spell(text)
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(lowered)
        if match and (kind != "year" or match["year"]):
            return _from_match(text, kind, match.groupdict())
    two = _TWO_PERIODS.fullmatch(text)
    if two:
        try:
            first, second = parse_period(two[1]), parse_period(two[2])
        except NotUnderstood:
            return None
        raise Ambiguous(AMBIGUOUS_PERIOD, (str(first), str(second)), text=text)
    return None


def _spell(text: str) -> str:
    # quý / quí, "tháng" with the tone anywhere: compare by key, then write the word as the patterns
    # have it.
    words = {
        match_key(word): word for word in ("tháng", "quý", "năm", "đầu", "cuối", "cả", "từ", "đến")
    }
    return re.sub(
        r"[^\W\d_]+", lambda found: words.get(match_key(found[0]), found[0].lower()), text
    )


def _from_match(text: str, kind: str, fields: dict[str, str | None]) -> PeriodText:
    year = fields["year"]
    if kind == "quarter":
        quarter = str(fields["quarter"])
        number = _ROMAN.get(quarter) or int(quarter)
        if number not in (1, 2, 3, 4):
            raise NotUnderstood(MONTH_OUT_OF_RANGE, text=text)
        return _period(text, year, 3 * number - 2, 3 * number, cumulative=False)
    if kind == "last_months":
        return _period(text, year, 13 - int(fields["count"] or 0), 12, cumulative=False)
    if kind == "year":
        return _period(text, year, 1, 12, cumulative=True)
    last = int(fields["last"] or 0)
    if kind == "first_months":
        return _period(text, year, 1, last, cumulative=True)
    first = int(fields.get("first") or last)
    return _period(text, year, first, last, cumulative=kind == "months" and first == 1)


def _period(
    text: str, year: str | int | None, first: int, last: int, *, cumulative: bool
) -> PeriodText:
    if not 1 <= first <= last <= 12:
        raise NotUnderstood(MONTH_OUT_OF_RANGE, text=text)
    return PeriodText(int(year) if year else None, first, last, cumulative)


def _real_date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstood(NOT_A_PERIOD, text=text) from None


def _from_date(value: date, text: str) -> PeriodText:
    """The month of a date cell.

    Refused where Excel may have turned 1/10, October, into 10 January.
    """
    month = value.month
    if value.day not in (1, month) and value.day <= 12:
        readings = (f"{value.year}-{month:02d}", f"{value.year}-{value.day:02d}")
        raise Ambiguous(AMBIGUOUS_PERIOD, readings, text=text)
    return PeriodText(value.year, month, month, False)


def _from_date_text(text: str, first: int, second: int, year: int) -> PeriodText:
    if first != second and first <= 12 and second <= 12:
        raise Ambiguous(
            AMBIGUOUS_PERIOD, (f"{year}-{second:02d}", f"{year}-{first:02d}"), text=text
        )
    day, month = (first, second) if second <= 12 else (second, first)
    _real_date(text, year, month, day)
    return PeriodText(year, month, month, False)


def _refuse(text: str) -> PeriodText:
    raise NotUnderstood(NOT_A_PERIOD, text=text)
