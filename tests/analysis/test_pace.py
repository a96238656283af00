"""What should be there by now, and what stood there last year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import assessed
from tests.tables import months

pytestmark = pytest.mark.slow

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
    past = [
        months("thu", year, values) for year, values in ((2021, FLAT), (2022, LATE), (2023, early))
    ]
    assert paced(office, "\n".join([*past, months("thu", 2024, FLAT[:6])]))[
        "expected_share"
    ] == pytest.approx(0.5)


def test_at_most_six_years_back(office: Office) -> None:
    past = [months("thu", year, FLAT if year > 2016 else LATE) for year in range(2014, 2024)]
    row = paced(office, "\n".join([*past, months("thu", 2024, FLAT[:6])]))
    assert (row["pace_years"], row["expected_share"]) == (6, pytest.approx(0.5))


def test_without_a_complete_past_year_the_pace_is_linear_and_says_so(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT[:11]) + "\n" + months("thu", 2024, FLAT[:6]))
    assert (row["pace_method"], row["pace_years"], row["expected_share"]) == ("linear", 0, 0.5)


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2023-05-01", 0),  # spoils 2023
        ("2023-01-01", 1),  # 2023 is the first whole year after it
        ("2024-01-01", 0),
        ("2024-10-01", 2),  # after the cut-off: nothing has changed yet
    ],
)
def test_years_before_a_declared_break_are_no_profile(office: Office, day: str, years: int) -> None:
    past = (
        months("thu", 2022, FLAT)
        + "\n"
        + months("thu", 2023, FLAT)
        + "\n"
        + months("thu", 2024, FLAT[:6])
    )
    row = paced(office, past, events=f"date | kind | territory\n{day} | break | quan")
    assert row["pace_years"] == years
    assert row["pace_method"] == ("own profile" if years else "linear")


@pytest.mark.parametrize(
    "event",
    [
        "2024-01-01 | shock | quan      |",
        "2024-01-01 | break | phuong-a  |",
        "2024-01-01 | break | quan | chi",
    ],
)
def test_a_shock_or_a_break_elsewhere_changes_nothing(office: Office, event: str) -> None:
    row = paced(
        office,
        months("thu", 2023, FLAT) + "\n" + months("thu", 2024, FLAT[:6]),
        events=f"date | kind | territory | indicator\n{event}",
    )
    assert (row["pace_years"], row["same_period_basis"]) == (1, "computed")


def test_what_is_needed_per_month_is_the_gap_over_the_months_left(office: Office) -> None:
    row = paced(office, months("thu", 2024, [80] * 6))
    assert (row["required_per_month"], row["best_month"]) == (120, 80)


def test_nothing_is_needed_once_the_plan_is_reached(office: Office) -> None:
    assert paced(office, months("thu", 2024, [250] * 6))["required_per_month"] == 0


# ---------------------------------------------------------------- the same period last year
def test_the_same_months_of_last_year_are_compared(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, [110] * 6))
    assert (row["same_period"], row["pct_of_same_period"], row["same_period_basis"]) == (
        600,
        110,
        "computed",
    )


def test_a_late_month_is_compared_as_far_as_reported(office: Office) -> None:
    row = paced(office, months("thu", 2023, FLAT) + "\n" + months("thu", 2024, [110] * 5))
    assert (row["through"], row["same_period"], row["pct_of_same_period"]) == (5, 500, 110)


def test_the_sources_own_percentage_comes_first(office: Office) -> None:
    printed = (
        "indicator | period | accumulation | value | stated_pct_of_same_period |"
        " stated_pct_of_plan\n"
        + "\n".join(f"thu | 2023-{m:02d} | month | 100 | |" for m in range(1, 13))
        + "\nthu | 2024-06 | ytd | 660 | 108.1 | 54.9"
    )
    row = assessed(office(observations=printed), "2024-H1").loc["thu"]
    assert (row["same_period"], row["pct_of_same_period"], row["same_period_basis"]) == (
        600,
        108.1,
        "printed",
    )
    assert (row["pct_of_plan"], row["stated_pct_of_plan"]) == (55, 54.9)


@pytest.mark.parametrize(
    ("day", "basis"),
    [
        ("2024-01-01", "break"),
        ("2024-05-01", "break"),
        ("2023-07-01", "break"),
        ("2023-01-01", "computed"),
        ("2024-12-01", "computed"),
    ],
)
def test_across_a_declared_break_nothing_is_compared(office: Office, day: str, basis: str) -> None:
    row = paced(
        office,
        months("thu", 2023, FLAT) + "\n" + months("thu", 2024, FLAT[:6]),
        events=f"date | kind | territory\n{day} | break | quan",
    )
    assert row["same_period_basis"] == basis
    assert pd.isna(row["pct_of_same_period"]) == (basis == "break")


@pytest.mark.parametrize(
    ("last_year", "basis"), [([], ""), ([0] * 12, "sign"), (["-", *[100] * 11], "")]
)
def test_without_a_full_positive_base_there_is_no_percentage(
    office: Office, last_year: list[float], basis: str
) -> None:
    row = paced(office, months("thu", 2023, last_year) + "\n" + months("thu", 2024, FLAT[:6]))
    assert pd.isna(row["pct_of_same_period"])
    assert row["same_period_basis"] == basis


# ---------------------------------------------------------------- the ladder below the own profile
def places(count: int) -> str:
    """A list of territories with as many towns of equal rank beside the small one."""
    return (
        "territory | parent | name_vi | name_en | level\nquan | | Quận Nhỏ | Small Town |"
        " district\n"
        + "\n".join(f"noi-{n} | | Nơi {n} | Place {n} | district" for n in range(count))
    )


def test_without_own_years_the_same_indicator_elsewhere_speaks(office: Office) -> None:
    past = [months("thu", year, LATE, f"noi-{n}") for n in range(5) for year in (2021, 2022, 2023)]
    row = paced(office, "\n".join([*past, months("thu", 2024, [20] * 6)]), territories=places(5))
    assert (row["pace_method"], row["expected_share"], row["outlook"]) == (
        "pooled profile",
        0.1,
        "on track",
    )


def test_a_small_pool_does_not_speak(office: Office) -> None:
    past = [months("thu", year, LATE, f"noi-{n}") for n in range(4) for year in (2021, 2022, 2023)]
    row = paced(office, "\n".join([*past, months("thu", 2024, [20] * 6)]), territories=places(4))
    assert row["pace_method"] == "linear"


def test_own_years_and_the_pool_are_weighed(office: Office) -> None:
    past = [months("thu", year, LATE, f"noi-{n}") for n in range(5) for year in (2021, 2022, 2023)]
    own = [months("thu", year, FLAT) for year in (2022, 2023)]
    row = paced(
        office, "\n".join([*past, *own, months("thu", 2024, FLAT[:6])]), territories=places(5)
    )
    assert (row["pace_method"], row["pace_years"]) == ("own profile", 2)
    assert row["expected_share"] == pytest.approx((2 * 0.5 + 2 * 0.1) / 4)


def test_the_plans_own_phasing_comes_before_even_months(office: Office, tmp_path: Path) -> None:
    root = office(observations=HEAD + months("thu", 2024, [50] * 6))
    assert assessed(root, "2024-H1").loc["thu", "outlook"] == "behind"
    (root / "data" / "raw" / "phasing.csv").write_text(
        "territory,indicator,year,period,share\nquan,thu,2024,2024-06,25\n", encoding="utf-8"
    )
    row = assessed(root, "2024-H1").loc["thu"]
    assert (row["pace_method"], row["expected_share"], row["outlook"]) == (
        "phasing",
        0.25,
        "on track",
    )


@pytest.mark.parametrize(
    ("plans", "factor", "outlook"),
    [
        (1200, 1.0, "on track"),  # past years ended exactly on their plans
        (1500, 1.096, "behind"),  # they ended at 80 %: more is asked for
        (1000, 0.928, "on track"),  # they ended at 120 %: less is asked for
    ],
)
def test_the_record_of_past_plans_moves_what_is_asked(
    office: Office, plans: float, factor: float, outlook: str
) -> None:
    past = "\n".join(months("thu", year, FLAT) for year in (2021, 2022, 2023))
    targets = (
        "indicator | value | comparator | year | decided\nthu | 1200 | >= | 2024 | 2023-12-13\n"
        + "\n".join(
            f"thu | {plans} | >= | {year} | {year - 1}-12-13" for year in (2021, 2022, 2023)
        )
    )
    row = paced(office, past + "\n" + months("thu", 2024, FLAT[:6]), targets=targets)
    assert row["record_factor"] == pytest.approx(factor, abs=0.001)
    assert (row["record_years"], row["expected_to_date"]) == (3, 600)
    assert row["outlook_by_pace"] == outlook
    # Even months end exactly on the plan as likely as not: "behind" is then contradicted.
    assert row["outlook"] == ("at risk" if outlook == "behind" else outlook)
    assert row["asked_to_date"] == pytest.approx(600 * row["record_factor"])


def test_two_past_plans_are_no_record(office: Office) -> None:
    past = "\n".join(months("thu", year, FLAT) for year in (2022, 2023))
    targets = (
        "indicator | value | comparator | year | decided\nthu | 1200 | >= | 2024 | 2023-12-13\n"
        + "\n".join(f"thu | 1500 | >= | {year} | {year - 1}-12-13" for year in (2022, 2023))
    )
    row = paced(office, past + "\n" + months("thu", 2024, FLAT[:6]), targets=targets)
    assert (row["record_factor"], row["outlook"]) == (1, "on track")


def test_the_band_of_few_years_is_wider_than_their_extremes(office: Office) -> None:
    past = [months("thu", 2022, FLAT), months("thu", 2023, [110] * 6 + [90] * 6)]
    row = paced(office, "\n".join([*past, months("thu", 2024, FLAT[:6])]))
    assert row["expected_low"] < 0.5
    assert 0.55 < row["expected_high"] < 1


# ---------------------------------------------------------------- like for like
def test_january_alone_is_flagged_and_february_is_not(office: Office) -> None:
    past = months("thu", 2023, FLAT) + "\n"
    assert (
        paced(office, past + months("thu", 2024, [110]), "2024-01")["same_period_basis"]
        == "january"
    )
    row = paced(office, past + months("thu", 2024, [110, 120]), "2024-02")
    assert (row["same_period"], row["pct_of_same_period"], row["same_period_basis"]) == (
        200,
        115,
        "computed",
    )


def test_two_calendars_are_not_compared(office: Office) -> None:
    old = "\n".join(f"thu | 2023-{m:02d} | 100 | 15-14" for m in range(1, 13))
    new = "\n".join(f"thu | 2024-{m:02d} | 110 | month" for m in range(1, 7))
    root = office(observations=f"indicator | period | value | calendar\n{old}\n{new}")
    row = assessed(root, "2024-H1").loc["thu"]
    assert (row["same_period_basis"], pd.isna(row["pct_of_same_period"])) == ("calendar", True)


def test_the_latest_figure_is_the_base_and_that_of_the_same_age_is_offered(office: Office) -> None:
    """The owners compare with last year as revised; see the module of the comparison."""
    first = "\n".join(f"thu | 2023-{m:02d} | 100 | 2023-{m:02d}-28" for m in range(1, 13))
    revised = "\n".join(f"thu | 2023-{m:02d} | 150 | 2024-03-28" for m in range(1, 13))
    new = "\n".join(f"thu | 2024-{m:02d} | 110 | 2024-{m:02d}-28" for m in range(1, 7))
    head = "indicator | period | value | published\n"
    row = assessed(
        office(observations="\n".join([head.strip(), first, revised, new])), "2024-H1"
    ).loc["thu"]
    assert (row["same_period"], row["same_period_basis"]) == (900, "latest")
    assert row["pct_of_same_period"] == pytest.approx(100 * 660 / 900)
    assert (row["pct_of_other"], row["other_basis"]) == (110, "same age")
    row = assessed(office(observations="\n".join([head.strip(), revised, new])), "2024-H1").loc[
        "thu"
    ]
    assert (row["same_period"], row["same_period_basis"]) == (900, "computed")
    assert (row["other_basis"], pd.isna(row["pct_of_other"])) == ("", True)


@pytest.mark.parametrize(
    ("last", "now", "change"),
    [(-900, 900, 1800), (900, -900, -1800), (0, 50, 50), (-900, -450, 450)],
)
def test_across_signs_there_is_a_change_and_no_percentage(
    office: Office, last: int, now: int, change: int
) -> None:
    lines = f"thu | 2023-06 | ytd | {last}\nthu | 2024-06 | ytd | {now}"
    root = office(observations="indicator | period | accumulation | value\n" + lines)
    row = assessed(root, "2024-H1").loc["thu"]
    assert pd.isna(row["pct_of_same_period"])
    assert (row["change_from_same_period"], row["same_period_basis"]) == (change, "sign")


def test_a_printed_percentage_that_contradicts_its_two_figures_is_not_the_basis(
    office: Office,
) -> None:
    head = "indicator | period | accumulation | value | stated_pct_of_same_period\n"
    root = office(
        observations=head + "thu | 2023-06 | ytd | 540 |\nthu | 2024-06 | ytd | 660 | 14.5"
    )
    row = assessed(root, "2024-H1").loc["thu"]
    assert (row["same_period_basis"], row["other_basis"]) == ("computed", "printed")
    assert row["pct_of_same_period"] == pytest.approx(100 * 660 / 540)
    assert row["pct_of_other"] == 14.5


def test_levels_are_compared_with_the_level_of_the_same_month(office: Office) -> None:
    lines = "hoi | 2023-03 | 40\nhoi | 2024-03 | 50\nbao | 2023-03 | 95.5\nbao | 2024-03 | 97"
    root = office(observations="indicator | period | value\n" + lines)
    table = assessed(root, "2024-Q1")
    assert table.loc["hoi", ["same_period", "pct_of_same_period"]].tolist() == [40, 125]
    assert table.loc["bao", ["same_period", "change_from_same_period"]].tolist() == [95.5, 1.5]
    assert pd.isna(table.loc["bao", "pct_of_same_period"])
    assert table.loc["bao", "same_period_basis"] == "points"
