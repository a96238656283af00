"""What should be there by now, and what stood there last year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import assessed
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"
FLAT = [100] * 12
LATE = [20] * 6 + [180] * 6  # 10 % by June, 25 % by July
LAST_YEAR = HEAD + months("thu", 2023, FLAT) + "\n"


def paced(office: Office, observations: str, period: str = "2024-H1", **tables: str) -> pd.Series:
    """The row of budget revenue."""
    return assessed(office(observations=HEAD + observations, **tables), period).loc["thu"]


def test_the_own_profile_of_past_years_says_what_should_be_there(office: Office) -> None:
    past = [months("thu", 2022, LATE), months("thu", 2023, LATE)]
    row = paced(office, "\n".join([*past, months("thu", 2024, [20] * 6)]))
    assert (row["pace_method"], row["pace_years"]) == ("own profile", 2)
    assert row["expected_share"] == pytest.approx(0.1)
    assert row["expected_to_date"] == pytest.approx(120)
    assert row["outlook"] == "on track"


def test_of_several_years_the_middle_one_counts(office: Office) -> None:
    early = [110] * 6 + [90] * 6
    past = [months("thu", year, values) for year, values in ((2021, FLAT), (2022, LATE), (2023, early))]
    assert paced(office, "\n".join([*past, months("thu", 2024, FLAT[:6])]))["expected_share"] == pytest.approx(0.5)


def test_at_most_six_years_back(office: Office) -> None:
    past = [months("thu", year, FLAT if year > 2016 else LATE) for year in range(2014, 2024)]
    row = paced(office, "\n".join([*past, months("thu", 2024, FLAT[:6])]))
    assert (row["pace_years"], row["expected_share"]) == (6, pytest.approx(0.5))


def test_without_a_complete_past_year_the_pace_is_linear_and_says_so(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT[:11]) + "\n" + months("thu", 2024, FLAT[:6]))
    assert (row["pace_method"], row["pace_years"], row["expected_share"]) == ("linear", 0, 0.5)


@pytest.mark.parametrize(("day", "years"), [
    ("2023-05-01", 0),  # spoils 2023
    ("2023-01-01", 1),  # 2023 is the first whole year after it
    ("2024-01-01", 0), ("2024-10-01", 2),  # after the cut-off: nothing has changed yet
])
def test_years_before_a_declared_break_are_no_profile(office: Office, day: str, years: int) -> None:
    past = months("thu", 2022, FLAT) + "\n" + months("thu", 2023, FLAT) + "\n" + months("thu", 2024, FLAT[:6])
    row = paced(office, past, events=f"date | kind | territory\n{day} | break | quan")
    assert row["pace_years"] == years
    assert row["pace_method"] == ("own profile" if years else "linear")


@pytest.mark.parametrize("event", [
    "2024-01-01 | shock | quan      |", "2024-01-01 | break | phuong-a  |", "2024-01-01 | break | quan | chi",
])
def test_a_shock_or_a_break_elsewhere_changes_nothing(office: Office, event: str) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, FLAT[:6]),
                events=f"date | kind | territory | indicator\n{event}")
    assert (row["pace_years"], row["same_period_basis"]) == (1, "computed")


def test_what_is_needed_per_month_is_the_gap_over_the_months_left(office: Office) -> None:
    row = paced(office, months("thu", 2024, [80] * 6))
    assert (row["required_per_month"], row["best_month"]) == (120, 80)


def test_nothing_is_needed_once_the_plan_is_reached(office: Office) -> None:
    assert paced(office, months("thu", 2024, [250] * 6))["required_per_month"] == 0


# ---------------------------------------------------------------- the same period last year
def test_the_same_months_of_last_year_are_compared(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, [110] * 6))
    assert (row["same_period"], row["pct_of_same_period"], row["same_period_basis"]) == (600, 110, "computed")


def test_a_late_month_is_compared_as_far_as_reported(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, [110] * 5))
    assert (row["through"], row["same_period"], row["pct_of_same_period"]) == (5, 500, 110)


def test_the_sources_own_percentage_comes_first(office: Office) -> None:
    printed = ("indicator | period | accumulation | value | stated_pct_of_same_period | stated_pct_of_plan\n"
               + "\n".join(f"thu | 2023-{m:02d} | month | 100 | |" for m in range(1, 13))
               + "\nthu | 2024-06 | ytd | 660 | 108.1 | 54.9")
    row = assessed(office(observations=printed), "2024-H1").loc["thu"]
    assert (row["same_period"], row["pct_of_same_period"], row["same_period_basis"]) == (600, 108.1, "printed")
    assert (row["pct_of_plan"], row["stated_pct_of_plan"]) == (55, 54.9)


@pytest.mark.parametrize(("day", "basis"), [("2024-01-01", "break"), ("2024-05-01", "break"), ("2023-07-01", "break"),
                                            ("2023-01-01", "computed"), ("2024-12-01", "computed")])
def test_across_a_declared_break_nothing_is_compared(office: Office, day: str, basis: str) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, FLAT[:6]),
                events=f"date | kind | territory\n{day} | break | quan")
    assert row["same_period_basis"] == basis
    assert pd.isna(row["pct_of_same_period"]) == (basis == "break")


@pytest.mark.parametrize("last_year", [[], [0] * 12, ["-", *[100] * 11]])
def test_without_a_full_positive_base_there_is_no_percentage(office: Office, last_year: list[float]) -> None:
    row = paced(office, months("thu", 2023, last_year) + "\n" + months("thu", 2024, FLAT[:6]))
    assert pd.isna(row["pct_of_same_period"])
    assert row["same_period_basis"] == ""
