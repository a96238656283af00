"""Tết by the Vietnamese lunar calendar, which moves it between January and February."""

from __future__ import annotations

from datetime import date

import pytest

from hbanalysis.vocabulary.tet import tet

# General knowledge of each year's calendar; 2007 is the year in which the Chinese new year fell a
# day later.
KNOWN = [
    "2007-02-17",
    "2020-01-25",
    "2021-02-12",
    "2022-02-01",
    "2023-01-22",
    "2024-02-10",
    "2025-01-29",
]


@pytest.mark.parametrize("day", KNOWN)
def test_the_first_day_of_the_lunar_year(day: str) -> None:
    assert tet(int(day[:4])).isoformat() == day


def test_it_never_leaves_january_and_february() -> None:
    assert {tet(year).month for year in range(2000, 2045)} == {1, 2}
    assert all(date(year, 1, 20) < tet(year) < date(year, 2, 22) for year in range(2000, 2045))
