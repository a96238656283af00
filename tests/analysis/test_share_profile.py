"""The share of past years, kept for quarterly indicators: laws that hold for any figures."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.yearend.share_profile import LEVELS, project

histories = st.lists(st.lists(st.floats(1, 1000), min_size=12, max_size=12), min_size=1, max_size=5)
years_so_far = st.lists(st.floats(1, 1000), min_size=1, max_size=11)


def projected(past: list[list[float]], seen: list[float]) -> dict[str, Any]:
    """The benchmark's call."""
    start = 2024 - len(past)
    history = pd.Series(
        [v for year in past for v in year],
        index=pd.period_range(f"{start}-01", periods=12 * len(past), freq="M"),
    )
    return project(
        history, pd.Series(seen, index=pd.period_range("2024-01", periods=len(seen), freq="M"))
    )


@given(histories, years_so_far)
def test_the_intervals_lie_inside_each_other_and_hold_the_point(
    past: list[list[float]], seen: list[float]
) -> None:
    found = projected(past, seen)
    ladder = [found[name] for name in ("lo95", "lo80", "point", "hi80", "hi95")]
    assert ladder == sorted(ladder)
    quantiles = [found["quantiles"][level] for level in LEVELS]
    assert quantiles == sorted(quantiles)
    assert ladder[0] > 0


@given(histories, years_so_far, st.sampled_from([0.001, 1000.0, 3.7]))
def test_another_unit_changes_nothing_but_the_unit(
    past: list[list[float]], seen: list[float], factor: float
) -> None:
    one = projected(past, seen)
    other = projected([[factor * v for v in year] for year in past], [factor * v for v in seen])
    for name in ("point", "lo80", "hi80", "lo95", "hi95"):
        assert other[name] == pytest.approx(factor * one[name], rel=1e-9)


@given(histories, years_so_far, st.lists(st.floats(0, 50_000), min_size=2, max_size=5))
def test_a_higher_target_is_never_more_likely(
    past: list[list[float]], seen: list[float], targets: list[float]
) -> None:
    chance = projected(past, seen)["prob"]
    found = [chance(target) for target in sorted(targets)]
    assert found == sorted(found, reverse=True)
    assert all(0 <= one <= 1 for one in found)


@given(histories, years_so_far)
def test_the_point_is_met_in_half_of_all_cases_and_the_interval_in_four_of_five(
    past: list[list[float]], seen: list[float]
) -> None:
    found = projected(past, seen)
    assert found["prob"](found["point"]) == pytest.approx(0.5)
    assert found["prob"](found["lo80"]) - found["prob"](found["hi80"]) == pytest.approx(0.8)
    assert found["prob"](found["lo95"]) - found["prob"](found["hi95"]) == pytest.approx(0.95)


def test_eleven_months_say_more_than_one() -> None:
    past = [
        [80, 60, 90, 100, 100, 110, 100, 90, 100, 110, 120, 140],
        [70, 80, 90, 90, 110, 110, 90, 90, 110, 110, 110, 160],
    ]
    widths = [
        (found["hi95"] - found["lo95"]) / found["point"]
        for found in (projected(past, [85.0] * months_seen) for months_seen in (1, 3, 6, 9, 11))
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 3 * widths[-1]


def test_an_even_year_after_even_years_ends_evenly() -> None:
    assert projected([[100.0] * 12] * 3, [110.0] * 7)["point"] == pytest.approx(1320)


@pytest.mark.parametrize(
    ("past", "seen"),
    [
        ([[1.0] * 12], []),
        ([[1.0] * 12], [1.0] * 12),
        ([[1.0] * 12], [0.0] * 3),
        ([[0.0] * 12], [1.0] * 3),
        ([], [1.0]),
    ],
)
def test_where_there_is_nothing_to_project_from_it_refuses(
    past: list[list[float]], seen: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        projected(past, seen)
