"""What a title or a column header says: months and unit; and a title's day, status and place."""

from __future__ import annotations

import re

from hbanalysis.vocabulary.period_text import PeriodText, parse_period
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood
from hbanalysis.vocabulary.text import clean, match_key

_YEAR = r"(?:\s?[/,-]?\s?(?:năm\s?)?(?:19|20)\d\d\b)?"
_PERIOD = re.compile(
    rf"\b\d{{1,2}}\s?tháng(?:\s(?:đầu|cuối)(?:\snăm)?)?(?!\s?\d{{1,2}}\b){_YEAR}"
    rf"|\b(?:tháng|t\.?)\s?\d{{1,2}}\b(?!\s?tháng){_YEAR}"
    rf"|\b(?:quý|quí)\s?(?:i{{1,3}}|iv|\d)\b{_YEAR}"
    r"|\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2}/(?:19|20)\d\d\b"
    r"|\bcả năm(?:\s(?:19|20)\d\d\b)?|\bnăm\s(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:so với|so voi)\s(?:kế hoạch|dự toán|cùng kỳ|cùng kì|tháng|quý|năm)?"
    r"(?:\s?(?:\d{1,2}|[IVX]+)(?=\s(?:năm|tháng)))?(?:\stháng)?(?:\snăm)?(?:\s(?:trước|(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_NO_PERIOD = "“{text}” names no month."
_TWO = "“{text}” can be read as {first} or as {second}; write month and year."


def says(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text, word by word, however either is spelled.

    >>> (
    ...     says("4. VỐN ĐẦU TƯ thực hiện từ nguồn ngân sách Nhà nước", "vốn đầu tư"),
    ...     says("Tổng mức", "tổng"),
    ... )
    (True, True)
    >>> says("Thực hiện tháng 12", "tháng 1")
    False
    """
    return f" {match_key(phrase)} " in f" {match_key(text)} "


def header_period(header: str, year: int | None = None) -> PeriodText:
    """The months a column is about; what it is compared with does not count.

    ``year`` is that of the title. NotUnderstood when the header names no months, Ambiguous when it
    names different ones.

    >>> (
    ...     str(header_period("Ước tính (Tỷ đồng) Tháng 4/2010")),
    ...     str(header_period("So với cùng kỳ (%) Tháng 9", 2024)),
    ... )
    ('2010-04', '2024-09')
    >>> (
    ...     str(header_period("11 tháng năm 2017 so với kế hoạch năm 2016 (%)")),
    ...     str(header_period("Cả năm 2013")),
    ... )
    ('2017-11M', '2013')
    """
    text = clean(_COMPARED.sub(" ", re.sub(r"\([^)]*\)", " ", header)))
    found = [parse_period(match[0]) for match in _PERIOD.finditer(text)]
    if any(period != PeriodText(period.year, 1, 12, True) for period in found):
        # "tháng 4 ... năm 2024" written apart: the year belongs to the month.
        whole = {
            period.year
            for period in found
            if period == PeriodText(period.year, 1, 12, True) and period.year
        }
        found = [period for period in found if period != PeriodText(period.year, 1, 12, True)]
        year = whole.pop() if len(whole) == 1 else year
    periods = list(
        dict.fromkeys(
            PeriodText(p.year or year, p.first_month, p.last_month, p.cumulative) for p in found
        )
    )
    if not periods or periods[0].year is None:
        raise NotUnderstood(_NO_PERIOD, text=header)
    if len(periods) > 1:
        raise Ambiguous(_TWO, (str(periods[0]), str(periods[1])), text=header)
    return periods[0]


def fits(period: PeriodText, accumulation: str) -> bool:
    """Whether months can be a ``month`` (one of them) or a ``ytd`` (January is both).

    A ``ytd`` runs from January on.

    >>> september, nine = parse_period("tháng 9/2024"), parse_period("9 tháng năm 2024")
    >>> fits(september, "month"), fits(september, "ytd"), fits(nine, "month"), fits(nine, "ytd")
    (True, False, False, True)
    """
    if accumulation == "month":
        return period.first_month == period.last_month
    return period.first_month == 1


def title_year(title: str) -> int | None:
    """The one year that a title names, apart from the days in it.

    >>> title_year("SỐ LIỆU NĂM 2024 Ngày báo cáo 2025-01-06"), title_year("2023 và 2024")
    (2024, None)
    """
    years = set(_YEARS.findall(_DAY.sub(" ", title)))
    return int(years.pop()) if len(years) == 1 else None


def title_day(title: str) -> str:
    """The one day that a title names as year-month-day, or "".

    >>> title_day("Ngày báo cáo: 2024-05-06")
    '2024-05-06'
    """
    days = set(_DAY.findall(title))
    return days.pop() if len(days) == 1 else ""


_STATUS = (
    ("ước", "estimate"),
    ("ước tính", "estimate"),
    ("sơ bộ", "preliminary"),
    ("chính thức", "final"),
)


def title_status(title: str) -> str:
    """How settled the numbers of a table are by its title: estimate, preliminary, final, or "".

    >>> title_status("Thu ngân sách (số liệu sơ bộ)"), title_status("Thu ngân sách")
    ('preliminary', '')
    """
    statuses = {status for words, status in _STATUS if says(title, words)}
    return statuses.pop() if len(statuses) == 1 else ""


def file_day(name: str) -> str:
    """The day a file name begins with or holds (2024-08-29-Bieu.xlsx), or "".

    >>> file_day("2024-08-29-02.-Bieu-T8.2024.xlsx"), file_day("Bieu 8.xlsx")
    ('2024-08-29', '')
    """
    return title_day(
        re.sub(r"[^0-9-]+", " ", name.replace("_", " ")).replace("- ", " ").replace(" -", " ")
    )
