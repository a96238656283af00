"""Tết in the projection: which months it moves, when it is off, and what it does to January."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hbanalysis.analysis.projection import project, project_many
from hbanalysis.analysis.yearend.pooled.tet_effect import (
    USUALLY_IN_JANUARY,
    in_january,
    tet_effect,
)


def flow(year: int, effect: float) -> tuple[pd.Series[float], pd.Series[float]]:
    """Five years before `year` and its January: 100 a month, moved by Tết as `effect` says."""
    index = pd.period_range(f"{year - 5}-01", f"{year}-01", freq="M")
    months = tet_effect(np.array([float(year)]), 5, np.ones(1)).months[0, : len(index)]
    noise = np.random.default_rng(4).normal(0, 0.01, len(index))
    values = pd.Series(100 * np.exp(effect * months + noise), index=index)
    return values[:-1], values[-1:]


def test_the_mean_share_is_that_of_a_lunar_cycle_and_a_half() -> None:
    shares = [in_january(year) for year in range(1998, 2026)]
    assert np.mean(shares) == pytest.approx(USUALLY_IN_JANUARY, abs=5e-4)


def test_an_early_tet_makes_january_small_and_february_large() -> None:
    months = tet_effect(np.array([2023.0]), 1, np.ones(1)).months.reshape(2, 12)
    assert months[1, 0] < -0.5  # Tết of 22 January 2023
    assert abs(months[0, 0]) < 0.05  # Tết of 1 February 2022: as usual
    assert np.allclose(months[:, 0], -months[:, 1])
    assert not months[:, 2:].any()


def test_a_foreign_series_and_an_unknown_year_are_not_moved() -> None:
    told = tet_effect(np.array([2023.0, np.nan]), 1, np.array([0.0, 1.0]))
    assert told.mean[0] == told.variance[0] == 0
    assert not told.months[1].any()


def test_a_january_made_small_by_tet_does_not_lower_the_year() -> None:
    history, january = flow(2023, 0.15)
    aware = project(history, january, vietnamese=True, investment=False)
    blind = project(history, january, vietnamese=False, investment=False)
    assert abs(aware["point"] / 1200 - 1) < 0.5 * abs(blind["point"] / 1200 - 1)


def test_the_calendar_is_off_without_years_and_for_other_countries() -> None:
    history, january = flow(2023, 0.15)
    plain = project_many(history.to_numpy()[None], january.to_numpy()[None], vietnamese=False)
    off = project(history, january, vietnamese=False)
    assert off["point"] == pytest.approx(plain.point[0])


def test_one_call_may_mix_years() -> None:
    cases = [flow(2020, 0.1), flow(2024, 0.1)]
    many = project_many(
        np.array([past.to_numpy() for past, _ in cases]),
        np.array([seen.to_numpy() for _, seen in cases]),
        year=[2020, 2024],
        vietnamese=True,
    )
    each = [project(*case, vietnamese=True)["point"] for case in cases]
    np.testing.assert_allclose(many.point, each, rtol=1e-9)
