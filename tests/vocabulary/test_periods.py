"""Five kinds of period, how they are written, what they cover and what people call them."""

from __future__ import annotations

import pytest

from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.periods import Period, parse_day
from tests.tables import Row, parse

KINDS = parse("""
written | first   | last    | left | in_vi         | in_en                           | to_date_vi
2024-01 | 2024-01 | 2024-01 | 11   | tháng 1/2024  | January 2024                    | tháng 1 năm 2024
2024-07 | 2024-07 | 2024-07 | 5    | tháng 7/2024  | July 2024                       | 7 tháng năm 2024
2024-12 | 2024-12 | 2024-12 | 0    | tháng 12/2024 | December 2024                   | năm 2024
2024-Q1 | 2024-01 | 2024-03 | 9    | Quý I/2024    | Q1 2024                         | 3 tháng năm 2024
2024-Q2 | 2024-04 | 2024-06 | 6    | Quý II/2024   | Q2 2024                         | 6 tháng năm 2024
2024-Q3 | 2024-07 | 2024-09 | 3    | Quý III/2024  | Q3 2024                         | 9 tháng năm 2024
2024-Q4 | 2024-10 | 2024-12 | 0    | Quý IV/2024   | Q4 2024                         | năm 2024
2024-H1 | 2024-01 | 2024-06 | 6    | 6 tháng năm 2024 | the first six months of 2024 | 6 tháng năm 2024
2024-9M | 2024-01 | 2024-09 | 3    | 9 tháng năm 2024 | the first nine months of 2024 | 9 tháng năm 2024
2024    | 2024-01 | 2024-12 | 0    | năm 2024      | year 2024                       | năm 2024
""")


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row["written"])
def test_a_period_covers_its_months_and_is_called_by_its_name(row: Row) -> None:
    period = Period.parse(row["written"])
    assert (period.months()[0], period.months()[-1]) == (row["first"], row["last"])
    assert period.months(year_to_date=True)[0] == "2024-01"
    assert period.cut_off == row["last"]
    assert period.months_left == int(row["left"])
    assert (period.label("vi"), period.label("en")) == (row["in_vi"], row["in_en"])
    assert period.year_to_date_label("vi") == row["to_date_vi"]
    assert str(period) == row["written"]


@pytest.mark.parametrize("text", ["2024-q3", " 2024-Q3 ", "2024-h1", "2024-9m"])
def test_small_letters_and_spaces_are_understood(text: str) -> None:
    assert str(Period.parse(text)) == text.strip().upper()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-Q5",
        "2024-Q0",
        "2024-13",
        "2024-00",
        "2024-7",
        "2024-H2",
        "2024-6M",
        "24-Q3",
        "tháng",
        "2024Q3",
        "tháng 7",
        "2024-07-01",
        "0000",
        "0000-Q3",
    ],
)
def test_anything_else_is_wrong_usage_and_is_told_with_what_was_written(text: str) -> None:
    with pytest.raises(WrongUsage) as told:
        Period.parse(text)
    assert repr(text) in str(told.value)
    assert "2024-Q3" in str(told.value)


def test_only_a_whole_year_is_a_year() -> None:
    assert [row["written"] for row in KINDS if Period.parse(row["written"]).is_year] == ["2024"]


@pytest.mark.parametrize(
    ("text", "last_day"), [("2024-02", 29), ("2023-02", 28), ("2024-Q2", 30), ("2024", 31)]
)
def test_the_end_is_the_last_day_of_the_last_month(text: str, last_day: int) -> None:
    assert Period.parse(text).end.day == last_day


@pytest.mark.parametrize(
    "text", ["2024-02-30", "30/9/2024", "2024-9-30", "hôm qua", "20240930", "2024-W40-1"]
)
def test_a_day_is_year_month_day_or_it_is_refused(text: str) -> None:
    """Days are compared as text afterwards: 20240930 would come after every day of 2024."""
    with pytest.raises(WrongUsage) as told:
        parse_day(text)
    assert repr(text) in str(told.value)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Q2/2025", "2025-Q2"),
        ("Quý II/2025", "2025-Q2"),
        ("quý 2 năm 2025", "2025-Q2"),
        ("tháng 8/2024", "2024-08"),
        ("8/2024", "2024-08"),
        ("6 tháng đầu năm 2024", "2024-H1"),
        ("3 tháng 2024", "2024-Q1"),
        ("9 tháng/2024", "2024-9M"),
        ("năm 2024", "2024"),
    ],
)
def test_a_period_may_be_written_as_people_say_it(text: str, period: str) -> None:
    assert str(Period.parse(text)) == period
