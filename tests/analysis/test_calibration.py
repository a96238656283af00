"""What sets the width right.

The kind of a series, how its own past years came out, and the widening itself.
"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.history.year_months import grid
from hbanalysis.analysis.yearend.pooled.calibration import About, half_width, profile, widened
from hbanalysis.analysis.yearend.pooled.fitted import shipped
from hbanalysis.analysis.yearend.pooled.predictive import SCORES
from hbanalysis.analysis.yearend.pooled.settings import Floats, frame
from hbanalysis.analysis.yearend.pooled.structural import forecast
from hbanalysis.intake.load import workspace
from hbanalysis.intake.observations.vintages import latest
from tests.conftest import ROOT

FACTOR = st.floats(0.5, 2.0)


def own(months: Floats, seen: int) -> float:
    """The own misses of one series of whole years and `seen` months of logs.

    NaN is a month not reported.
    """
    years = len(months) // 12
    known = ~np.isnan(months)[None, :]
    x = np.where(known, months - np.nanmean(months), 0.0)
    return float(
        forecast(
            shipped().prior,
            frame(shipped().prior, years, tuple(range(seen))),
            x,
            known,
            np.ones((1, 12 * years + 12)),
        ).own[0]
    )


def invented(years: int, jump: float, seed: int = 3) -> Floats:
    """Logs of `years` years and three months.

    The later months of each past year jump up or down by `jump`.
    """
    t = np.arange(12 * years + 3)
    late = jump * np.where(t // 12 % 2, 1.0, -1.0) * (t % 12 >= 3)
    return np.asarray(np.random.default_rng(seed).normal(0, 0.03, len(t)) + late, dtype=float)


def test_years_that_came_out_otherwise_than_they_began_count_as_own_misses() -> None:
    steady, jumpy = own(invented(5, 0.0), 3), own(invented(5, 0.4), 3)
    assert steady < 0.1
    assert jumpy > steady + 0.2


def test_one_year_of_history_and_years_with_gaps_say_nothing_about_own_misses() -> None:
    holes = invented(3, 0.4)
    holes[[14, 20]] = np.nan  # the second year, which the third follows
    assert own(invented(1, 0.4), 3) == own(holes, 3) == 0.0


def test_public_investment_is_of_its_kind_and_retail_and_an_even_flow_are_not() -> None:
    cells = grid(
        latest(workspace(ROOT).observations.query("indicator in ['PI', 'RT'] and period >= '2019'"))
    )
    calibration = shipped().calibration

    def like(place: str, code: str) -> float:
        rows = [cells.row(place, code, year) for year in (2021, 2022, 2023)]
        return float(calibration.likeness(profile(cells.monthly[rows].reshape(1, 36)))[0])

    assert like("hai-phong", "PI") > 0.9
    assert like("viet-nam", "RT") < 0.1
    assert calibration.likeness(profile(np.full((1, 24), 7.0)))[0] < 0.1


def test_a_profile_leaves_out_what_was_not_reported() -> None:
    year = np.array([[1.0, 2.0] * 6])
    gap = np.concatenate([year, np.full((1, 12), np.nan)], axis=1)
    assert np.allclose(profile(gap), profile(year))
    assert np.allclose(profile(np.full((1, 12), np.nan)), 0.0)


def test_only_the_order_of_the_months_makes_the_kind_and_the_kind_is_moved_up_and_widened() -> None:
    climb = 100 * np.exp([-0.5, -0.7, -0.35, -0.2, -0.1, 0.05, 0.05, 0.05, 0.1, 0.15, 0.25, 0.4])
    calibration = shipped().calibration
    kind = calibration.likeness(profile(np.vstack([climb, climb[::-1]])))
    assert kind[0] > 0.9
    assert kind[1] < 0.01
    knots = np.tile(0.1 * SCORES, (2, 1))
    about = About(np.full(2, 3.0), np.full(2, 3.0), np.zeros(2), kind, np.ones(2))
    found = calibration.set_right(knots, about, True)
    middle = len(SCORES) // 2
    assert found[0, middle] > 0.01 > abs(found[1, middle])
    assert half_width(found)[0] > half_width(found)[1]


@given(
    st.lists(st.floats(0.001, 1.0), min_size=len(SCORES) - 1, max_size=len(SCORES) - 1),
    FACTOR,
    FACTOR,
)
def test_widening_keeps_the_median_and_the_order(
    steps: list[float], inner: float, outer: float
) -> None:
    knots = np.concatenate([[0.0], np.cumsum(steps)])[None, :]
    wide = widened(knots, np.array([inner]), np.array([outer]))
    assert wide[0, len(SCORES) // 2] == knots[0, len(SCORES) // 2]
    assert (np.diff(wide) >= 0).all()
    assert np.isclose(half_width(wide)[0], inner * half_width(knots)[0])
