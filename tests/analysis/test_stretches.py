"""Years known at some cut-offs only: what lies between them, and that they count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.actual.bases import BETWEEN
from hbanalysis.analysis.history.stretches import (
    bounds,
    bridged,
    doubt,
    grid_with_past,
    implied_cut_offs,
    profiles,
    stretch_months,
)
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.yearend.backtest import replay
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.intake.load import workspace
from hbanalysis.intake.observations.vintages import latest
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT, tries
from tests.tables import write_office

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | accumulation | value\n"
LAST = 12

cut_offs = st.lists(
    st.tuples(st.sets(st.integers(1, 11), max_size=6), st.booleans()), min_size=1, max_size=5
)


def years(chosen: list[tuple[set[int], bool]]) -> np.ndarray:
    """Year-to-dates of rising years known at the chosen cut-offs."""
    out = np.full((len(chosen), 12), np.nan)
    for row, (months, whole) in enumerate(chosen):
        for month in [*months, *([LAST] if whole else [])]:
            out[row, month - 1] = 10.0 * month + row * month**2
    return out


@given(cut_offs)
def test_stretches_add_up_to_every_cut_off_and_nothing_is_negative(
    chosen: list[tuple[set[int], bool]],
) -> None:
    total = years(chosen)
    profile = profiles(total, np.zeros(len(total), dtype=np.int64))
    assert np.allclose(profile.sum(axis=1), 1)
    months, spread = stretch_months(np.full(total.shape, np.nan), total, profile)
    for row in range(len(total)):
        known = np.flatnonzero(np.isfinite(total[row]))
        for month in known:
            assert months[row, : month + 1].sum() == pytest.approx(total[row, month])
        end = known[-1] + 1 if len(known) else 0
        assert (months[row, :end] >= 0).all()
        assert spread[row, :end].all()
        assert np.isnan(months[row, end:]).all()


@given(cut_offs)
def test_between_two_cut_offs_the_path_never_leaves_them(
    chosen: list[tuple[set[int], bool]],
) -> None:
    total = years(chosen)
    path = bridged(total, profiles(total, np.zeros(len(total), dtype=np.int64)))
    last = bounds(np.isfinite(total))[1]
    unsure = doubt(total)
    assert ((unsure == 0) == np.isfinite(total)).all()
    assert (np.isnan(path) == (last > LAST)).all()
    assert (np.nan_to_num(np.diff(path, axis=1)) >= -1e-9).all()


def test_a_profile_is_found_from_stretches_that_differ_from_year_to_year() -> None:
    shape = np.array([2, 2, 6, 6, 8, 8, 8, 8, 8, 8, 12, 24]) / 100
    path = np.cumsum(shape)
    total = np.full((4, 12), np.nan)
    for row, months in enumerate(([3, 6, 12], [2, 9, 12], [5, 11, 12], [4, 10, 12])):
        total[row, np.array(months) - 1] = 100 * (row + 1) * path[np.array(months) - 1]
    found = profiles(total, np.zeros(4, dtype=np.int64))[0]
    assert np.abs(np.cumsum(found) - path).max() < 0.06
    assert found[-1] > 0.18


def test_what_is_known_of_every_month_stays_as_it_is() -> None:
    months = np.arange(1.0, 25.0).reshape(2, 12)
    found, spread = stretch_months(months, months.cumsum(axis=1), np.full((2, 12), 1 / 12))
    assert np.array_equal(found, months)
    assert not spread.any()


def test_printed_months_that_exceed_their_stretch_are_spread_anew() -> None:
    total = np.full((1, 12), np.nan)
    total[0, [1, 5]] = [60.0, 100.0]
    printed = np.full((1, 12), np.nan)
    printed[0, 3] = 55.0  # more than the four months together
    found, _ = stretch_months(printed, total, np.full((1, 12), 1 / 12))
    assert found[0, 2:6].tolist() == [10.0] * 4


def test_a_later_page_gives_the_cut_off_that_no_page_prints() -> None:
    table = pd.DataFrame(
        {
            "territory": "t",
            "indicator": "i",
            "period": ["2024-06", "2024-09", "2023-09"],
            "accumulation": "ytd",
            "value": [139.0, 300.0, 150.0],
            "numerator": np.nan,
            "denominator": np.nan,
            "status": "estimate",
            "calendar": "month",
            "stated_pct_of_plan": np.nan,
            "stated_pct_of_same_period": [139.0, 150.0, np.nan],
        }
    )
    assert implied_cut_offs(table, 2024)["value"].tolist() == [100.0, 200.0]
    cells = grid_with_past(table, 2024)
    row = cells.row("t", "i", 2023)
    assert (cells.year_to_date[row, 5], cells.year_to_date[row, 8]) == (100.0, 150.0), (
        "printed goes"
    )
    assert grid_with_past(table, 2023).row("t", "i", 2023) == 0
    assert np.isnan(grid_with_past(table, 2023).year_to_date[0, 5]), (
        "a report of 2023 shows its own"
    )


def sparse(year: int, scale: float, months: tuple[int, ...] = (2, 5, 8, 12)) -> str:
    """Lines of a year that is known at some cut-offs only."""
    return "\n".join(
        f"thu | {year}-{m:02d} | ytd | {scale * m * (0.8 + m / 60):.1f}" for m in months
    )


def test_past_years_of_cut_offs_count_for_pace_comparison_and_projection(office: Office) -> None:
    past = "\n".join(sparse(year, 10 + year - 2020) for year in range(2020, 2024))
    now = sparse(2024, 15, (2, 5, 6))
    root = office(observations=HEAD + past + "\n" + now)
    found, period = workspace(root), Period.parse("2024-H1")
    table = project_year(assess(found, period, ["quan"]), found, period).set_index("indicator")
    row = table.loc["thu"]
    assert (row["pace_method"], row["pace_years"]) == ("own profile", 4)
    assert row["expected_share"] == pytest.approx(6 * 0.9 / 12, abs=0.03)
    assert row["expected_low"] < row["expected_share"] < row["expected_high"]
    assert row["same_period_basis"] == BETWEEN
    assert row["pct_of_same_period"] == pytest.approx(100 * 15 / 13, rel=0.05)
    assert row["point"] == pytest.approx(15 * 12, rel=0.08)
    assert row["lo95"] < row["lo80"] < row["point"] < row["hi80"] < row["hi95"]


def test_the_band_is_wider_when_the_past_is_known_by_stretches(office: Office) -> None:
    def width(months: tuple[int, ...]) -> float:
        past = "\n".join(sparse(year, 10 + year - 2020, months) for year in range(2020, 2024))
        root = office(observations=HEAD + past + "\n" + sparse(2024, 15, tuple(range(1, 7))))
        found, period = workspace(root), Period.parse("2024-H1")
        row = (
            project_year(assess(found, period, ["quan"]), found, period)
            .set_index("indicator")
            .loc["thu"]
        )
        return float(np.log(row["hi80"] / row["lo80"]))

    assert width((3, 7, 12)) > width(tuple(range(1, 13)))


def test_years_without_an_end_count_when_no_year_has_one(office: Office) -> None:
    past = sparse(2022, 10, (2, 5, 8)) + "\n" + sparse(2023, 11, (3, 6, 9))
    root = office(observations=HEAD + past + "\n" + sparse(2024, 12, (3, 6)))
    found, period = workspace(root), Period.parse("2024-H1")
    row = (
        project_year(assess(found, period, ["quan"]), found, period)
        .set_index("indicator")
        .loc["thu"]
    )
    assert row["projection_reason"] == ""
    assert row["actual"] < row["lo80"] < row["hi80"]


@tries(15)
@given(
    past=st.lists(st.sets(st.integers(1, 12), max_size=5), min_size=1, max_size=4),
    seen=st.sets(st.integers(1, 11), min_size=1, max_size=4),
    jump=st.floats(0.2, 5),
)
def test_strange_cut_offs_give_ordered_finite_quantiles_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory,
    past: list[set[int]],
    seen: set[int],
    jump: float,
) -> None:
    text = "\n".join(
        sparse(2024 - len(past) + n, 10 * jump**n, tuple(sorted(months)))
        for n, months in enumerate(past)
        if months
    )
    lines = HEAD + text + "\n" + sparse(2024, 12, tuple(sorted(seen)))
    root = tmp_path_factory.mktemp("office")
    write_office(root, observations=lines)
    found, period = workspace(root), Period.parse(f"2024-{max(seen):02d}")
    row = (
        project_year(assess(found, period, ["quan"]), found, period)
        .set_index("indicator")
        .loc["thu"]
    )
    if row["projection_reason"]:
        assert np.isnan(row["point"])
        return
    values = list(row["quantiles"].values())
    assert np.isfinite(values).all()
    assert values == sorted(values)
    assert row["actual"] <= row["lo95"] + 1e-6


# ---------------------------------------------------------------- the real series
def test_hai_phongs_revenue_and_ha_nois_jobs_are_projected_from_their_cut_offs() -> None:
    cases = replay(workspace(ROOT), ["hai-phong"], ["BR", "BR-D"])
    pooled = cases[cases["method"] == "pooled monthly model"]
    known = {(r.indicator, r.year, r.months) for r in pooled.itertuples()}
    assert {("BR", 2023, 3), ("BR", 2023, 9), ("BR", 2024, 3), ("BR", 2024, 6)} <= known
    plan = cases[(cases["method"] == "the plan itself") & (cases["indicator"] == "BR")]
    plan = plan[plan["year"] == 2024]
    assert set(plan["point"]) == {106761.0}, "the council's, not the centre's"


def test_the_implied_end_of_2021_is_107132_divided_by_the_printed_percentage() -> None:
    found = workspace(ROOT)
    own = latest(found.observations[found.observations["indicator"] == "BR"])
    cells = grid_with_past(own, 2023)
    total = cells.year_to_date[cells.row("hai-phong", "BR", 2021), 11]
    assert total == pytest.approx(107132.6 / 1.118, abs=0.1)
