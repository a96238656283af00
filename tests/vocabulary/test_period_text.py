"""Periods as written: the word order decides between a month and a count of months."""

from datetime import date, datetime

import pytest

from hbanalysis.vocabulary.period_text import PeriodText, parse_period
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood


@pytest.mark.parametrize(
    ("text", "year", "first", "last", "cumulative"),
    [
        ("T7", None, 7, 7, False),
        ("T.07/2024", 2024, 7, 7, False),
        ("Tháng 07", None, 7, 7, False),
        ("tháng 7 năm 2024", 2024, 7, 7, False),
        ("THÁNG 7/2024", 2024, 7, 7, False),
        ("7/2024", 2024, 7, 7, False),
        ("2024-07", 2024, 7, 7, False),
        ("Quý III", None, 7, 9, False),
        ("quí 3/2024", 2024, 7, 9, False),
        ("Quý IV năm 2024", 2024, 10, 12, False),
        ("Q2/2024", 2024, 4, 6, False),
        ("6 tháng đầu năm", None, 1, 6, True),
        ("6 tháng đầu năm 2024", 2024, 1, 6, True),
        ("9 tháng", None, 1, 9, True),
        ("9 tháng năm 2003", 2003, 1, 9, True),
        ("02 tháng/2023", 2023, 1, 2, True),
        ("9T/2024", 2024, 1, 9, True),
        ("6 tháng cuối năm 2024", 2024, 7, 12, False),
        ("tháng 4-6/2024", 2024, 4, 6, False),
        ("từ tháng 1 đến tháng 7", None, 1, 7, True),
        ("năm 2024", 2024, 1, 12, True),
        ("Cả năm 2024", 2024, 1, 12, True),
        ("30/9/2024", 2024, 9, 9, False),
    ],
)
def test_periods(text: str, year: int | None, first: int, last: int, cumulative: bool) -> None:
    assert PeriodText(year, first, last, cumulative) == parse_period(text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2024.0, PeriodText(2024, 1, 12, True)),
        (date(2024, 7, 1), PeriodText(2024, 7, 7, False)),
        (date(2024, 7, 31), PeriodText(2024, 7, 7, False)),
        (datetime(2024, 7, 1), PeriodText(2024, 7, 7, False)),
    ],
)
def test_cells_of_excel(cell: date | float, expected: PeriodText) -> None:
    assert expected == parse_period(cell)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        (date(2013, 1, 10), ("2013-01", "2013-10")),
        ("01/07/2024", ("2024-07", "2024-01")),
        ("tháng 9 và 9 tháng năm 2003", ("09", "2003-9M")),
    ],
)
def test_two_readings_are_an_error_with_both(text: str | date, readings: tuple[str, str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        parse_period(text)
    assert readings == caught.value.readings


@pytest.mark.parametrize(
    "text",
    ["", "T13", "0 tháng", "13 tháng", "Quý 5", "năm", "T7/24", "31/2/2024", "abc", "1/2", 7.5],
)
def test_what_is_not_a_period_is_refused(text: str | float) -> None:
    with pytest.raises(NotUnderstood):
        parse_period(text)
