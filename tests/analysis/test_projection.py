"""What the year-end projection promises, for ordinary series and for strange ones."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.yearend.pooled.fitted import shipped
from hbanalysis.analysis.yearend.pooled.model import LEVELS, Projection, project, project_many
from hbanalysis.analysis.yearend.pooled.settings import Floats
from hbanalysis.analysis.yearend.pooled.windows import Months, asked, pooled
from tests.conftest import tries


def series(values: Floats, start: str = "2019-01") -> pd.Series[float]:
    return pd.Series(
        values, index=pd.period_range(start, periods=len(values), freq="M"), dtype=float
    )


def split(values: Floats, seen: int) -> tuple[pd.Series[float], pd.Series[float]]:
    """History and the last `seen` months; the history then ends in December."""
    months = series(values, str(pd.Period("2024-01", "M") - (len(values) - seen)))
    return months.iloc[: len(values) - seen], months.iloc[len(values) - seen :]


def seasonal(months: int, seed: int = 0, noise: float = 0.05) -> Floats:
    """An invented flow of around 100 a month, growing 6 % a year, with a year-end peak."""
    t = np.arange(months)
    peak = 0.4 * (t % 12 == 11)
    return np.asarray(
        100 * np.exp(0.06 * t / 12 + peak + np.random.default_rng(seed).normal(0, noise, months))
    )


def is_sound(r: Projection) -> bool:
    """Finite, ordered, point inside, quantiles never falling.

    Chances within 0 and 1 and never rising.
    """
    bounds = [r["lo95"], r["lo80"], r["point"], r["hi80"], r["hi95"]]
    ladder = [r["quantiles"][level] for level in LEVELS]
    grid = np.linspace(r["lo95"] - 1, r["hi95"] + 1, 7)
    chances = np.array([r["prob"](float(t)) for t in grid])
    return bool(
        np.isfinite(bounds + ladder).all()
        and np.all(np.diff(bounds) >= 0)
        and np.all(np.diff(ladder) >= 0)
        and np.all((chances >= 0) & (chances <= 1))
        and np.all(np.diff(chances) <= 1e-9)
    )


@st.composite
def strange_years(draw: st.DrawFn) -> tuple[Floats, int]:
    """Months of any size, sign and gap.

    At least one month is reported; returns the values and how many are seen.
    """
    years, short, seen = draw(st.integers(1, 6)), draw(st.integers(0, 11)), draw(st.integers(0, 12))
    count = max(12, 12 * years - short) + seen
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kind: str = draw(st.sampled_from(["flow", "net", "constant", "zeros", "rare", "wild", "one"]))
    value = {
        "flow": seasonal(count, int(rng.integers(10**9))),
        "net": rng.normal(0, 1, count),
        "constant": np.full(count, 7.0),
        "zeros": np.zeros(count),
        "rare": np.where(rng.random(count) < 0.2, rng.exponential(1, count), 0.0),
        "wild": np.exp(rng.normal(0, 6, count)),
        "one": np.eye(1, count, int(rng.integers(count)))[0],
    }[kind]
    value = value * 10.0 ** draw(st.integers(-200, 200))
    gaps = rng.random(count) < draw(st.sampled_from([0.0, 0.0, 0.1, 0.5, 0.95]))
    gaps[int(rng.integers(12 if seen < count - 12 else 1))] = False
    value = np.where(gaps, np.nan, value)
    value[max(0, count - seen - 12)] = (
        1.0 if np.isnan(value[-60 - seen :]).all() else value[max(0, count - seen - 12)]
    )
    return value, seen


@given(strange_years())
@tries(300)
def test_any_series_gets_a_finite_ordered_projection(case: tuple[Floats, int]) -> None:
    assert is_sound(project(*split(*case)))


@given(
    st.integers(1, 5),
    st.integers(0, 12),
    st.integers(0, 10**6),
    st.sampled_from([1e-9, 0.001, 3.0, 1e12]),
    st.sampled_from(["flow", "net"]),
)
@tries(60)
def test_another_unit_gives_the_same_projection_in_that_unit(
    h: int, k: int, seed: int, c: float, kind: str
) -> None:
    y = (
        seasonal(12 * h + k, seed)
        if kind == "flow"
        else np.random.default_rng(seed).normal(0, 1, 12 * h + k)
    )
    one, other = project(*split(y, k)), project(*split(c * y, k))
    for name in ("point", "lo80", "hi80", "lo95", "hi95"):
        assert other[name] == pytest.approx(c * one[name], rel=1e-6, abs=1e-6 * c)
    assert other["prob"](c * 1200.0) == pytest.approx(one["prob"](1200.0), abs=1e-6)


@given(st.integers(1, 5), st.integers(1, 11), st.integers(0, 10**6))
@tries(40)
def test_chance_and_quantiles_tell_the_same_story(h: int, k: int, seed: int) -> None:
    r = project(*split(seasonal(12 * h + k, seed), k))
    for level in (0.1, 0.5, 0.9):
        assert r["prob"](r["quantiles"][level]) == pytest.approx(1 - level, abs=5e-3)


def test_a_projection_of_many_is_the_projection_of_each() -> None:
    table = np.array([seasonal(36 + 5, seed) for seed in range(7)])
    table[3, 20] = np.nan
    table[4, 37] = np.nan
    table[5] -= 120
    many = project_many(table[:, :36], table[:, 36:], year=2024)
    each = [project(*split(row, 5)) for row in table]
    np.testing.assert_allclose(many.point, [r["point"] for r in each], rtol=1e-9)
    np.testing.assert_allclose(many.lo95, [r["lo95"] for r in each], rtol=1e-9)


def test_twelve_months_seen_are_the_total() -> None:
    y = seasonal(36)
    r = project(*split(y, 12))
    assert r["point"] == r["lo95"] == r["hi95"] == pytest.approx(y[24:].sum())
    assert (r["prob"](r["point"]), r["prob"](r["point"] * 1.001)) == (1.0, 0.0)


def test_no_month_seen_projects_the_whole_year() -> None:
    y = seasonal(36, noise=0.01)
    r = project(series(y, "2021-01"), pd.Series(dtype=float))
    assert r["lo95"] < y[-12:].sum() * np.exp(0.06) < r["hi95"]


def test_all_zeros_stay_zero() -> None:
    r = project(*split(np.zeros(30), 6))
    assert (r["point"], r["lo95"], r["hi95"], r["prob"](0.0), r["prob"](1.0)) == (
        0.0,
        0.0,
        0.0,
        1.0,
        0.0,
    )


def test_a_constant_flow_is_projected_near_itself() -> None:
    r = project(*split(np.full(42, 10.0), 6))
    assert r["lo80"] < 120 < r["hi80"]
    assert abs(r["point"] - 120) < 2


def test_a_missing_month_of_this_year_is_projected_too() -> None:
    y = seasonal(42, noise=0.01)
    whole, gap = project(*split(y, 6)), y.copy()
    gap[38] = np.nan
    part = project(*split(gap, 6))
    assert part["point"] == pytest.approx(whole["point"], rel=0.02)
    assert part["hi80"] - part["lo80"] > 0.9 * (whole["hi80"] - whole["lo80"])


def test_a_missing_row_is_a_missing_month() -> None:
    y = seasonal(42)
    past, seen = split(y, 6)
    y[10] = y[37] = np.nan
    nan = project(*split(y, 6))
    assert project(past.drop(past.index[10]), seen.drop(seen.index[1]))["point"] == pytest.approx(
        nan["point"]
    )


def test_the_total_of_a_flow_never_falls_below_the_year_to_date() -> None:
    rare = np.where(np.arange(45) % 3 == 0, 5.0, 0.0)
    r = project(*split(rare, 9))
    assert r["lo95"] >= rare[36:].sum()
    assert r["prob"](rare[36:].sum()) == 1.0


def test_more_months_seen_narrow_the_interval() -> None:
    y = seasonal(60, noise=0.1)
    found = [project(*split(y[: 48 + k], k)) for k in (1, 6, 11)]
    width = [r["hi80"] - r["lo80"] for r in found]
    assert width[0] > width[1] > width[2]


def test_one_wild_month_hardly_moves_the_projection() -> None:
    y = seasonal(54, noise=0.02)
    calm, wild = project(*split(y, 6)), y.copy()
    wild[30] *= 5
    assert project(*split(wild, 6))["point"] == pytest.approx(calm["point"], rel=0.03)


@pytest.mark.parametrize(
    ("past", "seen", "reason"),
    [(0, 3, "at least 12 months"), (11, 3, "at least 12 months"), (24, 13, "12 months, got 13")],
)
def test_too_little_or_too_much_is_refused_with_the_reason(
    past: int, seen: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        project_many(np.ones((1, past)), np.ones((1, seen)))


def test_nothing_reported_is_refused() -> None:
    with pytest.raises(ValueError, match="no reported month"):
        project_many(np.full((1, 24), np.nan), np.full((1, 3), np.nan))


def test_an_infinite_month_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        project_many(np.full((1, 24), np.inf), np.ones((1, 3)))


def test_months_that_do_not_follow_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="must end before"):
        project(series(seasonal(24), "2022-06"), series(seasonal(3), "2023-01"))


def test_the_import_is_light() -> None:
    """Half a second is what it may take (benchmarks/projection_speed.py times it).

    Heavy packages would break that.
    """
    code = (
        "import sys, hbanalysis.analysis.yearend.pooled.model; print(*{name.split('.')[0] for name in"
        " sys.modules})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()
    assert not {"statsmodels", "pandas", "matplotlib", "seaborn"} & set(loaded)
    assert "numpy" in loaded


def test_public_investment_that_is_told_ends_higher_and_less_surely() -> None:
    y = seasonal(40, noise=0.1)
    told = project(*split(y, 4), vietnamese=True, investment=True)
    other = project(*split(y, 4), vietnamese=True, investment=False)
    assert told["point"] > other["point"]
    assert told["hi80"] - told["lo80"] > other["hi80"] - other["lo80"]


def test_what_is_told_of_one_series_does_not_touch_another() -> None:
    table = np.array([seasonal(40, seed, 0.1) for seed in range(3)])
    many = project_many(table[:, :36], table[:, 36:], investment=[1, 0, np.nan], vietnamese=True)
    for row, said in enumerate((True, False, None)):
        one = project_many(table[[row], :36], table[[row], 36:], investment=said, vietnamese=True)
        assert one.point[0] == pytest.approx(many.point[row])


def test_a_shorter_history_is_asked_only_where_it_is_whole() -> None:
    """The last year lacks a month, so only the whole history and no part of it is asked."""
    y = seasonal(42, noise=0.01)
    gap = y.copy()
    gap[30] = np.nan
    months = Months(gap[None, :36] / 100, gap[None, 36:] / 100, tuple(range(6)), True, None)
    prior = shipped().prior
    assert np.allclose(pooled(prior, months)[0], asked(prior, months)[0])
    whole = Months(y[None, :36] / 100, y[None, 36:] / 100, tuple(range(6)), True, None)
    assert not np.allclose(pooled(prior, whole)[0], asked(prior, whole)[0])
