"""Where the year will end: laws of the projection, every refusal by its name, and a replay of real figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.assessment import assess
from hbanalysis.analysis.projection import LEVELS, project
from hbanalysis.analysis.yearend import paths, project_year
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"
histories = st.lists(st.lists(st.floats(1, 1000), min_size=12, max_size=12), min_size=1, max_size=5)
years_so_far = st.lists(st.floats(1, 1000), min_size=1, max_size=11)


def projected(past: list[list[float]], seen: list[float]) -> dict[str, Any]:
    """The benchmark's call."""
    start = 2024 - len(past)
    history = pd.Series([v for year in past for v in year],
                        index=pd.period_range(f"{start}-01", periods=12 * len(past), freq="M"))
    return project(history, pd.Series(seen, index=pd.period_range("2024-01", periods=len(seen), freq="M")))


@given(histories, years_so_far)
def test_the_intervals_lie_inside_each_other_and_hold_the_point(past: list[list[float]], seen: list[float]) -> None:
    found = projected(past, seen)
    ladder = [found[name] for name in ("lo95", "lo80", "point", "hi80", "hi95")]
    assert ladder == sorted(ladder)
    quantiles = [found["quantiles"][level] for level in LEVELS]
    assert quantiles == sorted(quantiles)
    assert ladder[0] > 0


@given(histories, years_so_far, st.sampled_from([0.001, 1000.0, 3.7]))
def test_another_unit_changes_nothing_but_the_unit(past: list[list[float]], seen: list[float], factor: float) -> None:
    one = projected(past, seen)
    other = projected([[factor * v for v in year] for year in past], [factor * v for v in seen])
    for name in ("point", "lo80", "hi80", "lo95", "hi95"):
        assert other[name] == pytest.approx(factor * one[name], rel=1e-9)


@given(histories, years_so_far, st.lists(st.floats(0, 50_000), min_size=2, max_size=5))
def test_a_higher_target_is_never_more_likely(past: list[list[float]], seen: list[float], targets: list[float]) -> None:
    chance = projected(past, seen)["prob"]
    found = [chance(target) for target in sorted(targets)]
    assert found == sorted(found, reverse=True)
    assert all(0 <= one <= 1 for one in found)


@given(histories, years_so_far)
def test_the_point_is_met_in_half_of_all_cases_and_the_interval_in_four_of_five(past: list[list[float]],
                                                                               seen: list[float]) -> None:
    found = projected(past, seen)
    assert found["prob"](found["point"]) == pytest.approx(0.5)
    assert found["prob"](found["lo80"]) - found["prob"](found["hi80"]) == pytest.approx(0.8)
    assert found["prob"](found["lo95"]) - found["prob"](found["hi95"]) == pytest.approx(0.95)


def test_eleven_months_say_more_than_one() -> None:
    past = [[80, 60, 90, 100, 100, 110, 100, 90, 100, 110, 120, 140],
            [70, 80, 90, 90, 110, 110, 90, 90, 110, 110, 110, 160]]
    widths = [(found["hi95"] - found["lo95"]) / found["point"]
              for found in (projected(past, [85.0] * months_seen) for months_seen in (1, 3, 6, 9, 11))]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 3 * widths[-1]


def test_an_even_year_after_even_years_ends_evenly() -> None:
    assert projected([[100.0] * 12] * 3, [110.0] * 7)["point"] == pytest.approx(1320)


@pytest.mark.parametrize(("past", "seen"), [
    ([[1.0] * 12], []), ([[1.0] * 12], [1.0] * 12), ([[1.0] * 12], [0.0] * 3), ([[0.0] * 12], [1.0] * 3), ([], [1.0]),
])
def test_where_there_is_nothing_to_project_from_it_refuses(past: list[list[float]], seen: list[float]) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        projected(past, seen)


# ---------------------------------------------------------------- of a workspace
def year_ends(root: Path, period: str, as_of: str = "") -> pd.DataFrame:
    """The projections of the small district, by indicator."""
    office, when = workspace(root, as_of), Period.parse(period)
    return project_year(assess(office, when, ["quan"]), office, when).set_index("indicator", drop=False)


def past(code: str = "thu") -> str:
    return "\n".join(months(code, year, [scale] * 12) for year, scale in ((2021, 80), (2022, 90), (2023, 100))) + "\n"


def test_a_projection_says_what_it_rests_on(office: Office) -> None:
    row = year_ends(office(observations=HEAD + past() + months("thu", 2024, [110] * 6)), "2024-H1").loc["thu"]
    assert row["point"] == pytest.approx(1320)
    assert row["lo95"] < row["lo80"] < row["point"] < row["hi80"] < row["hi95"]
    assert (row["method"], row["months_observed"], row["years_of_history"], row["past_tries"]) == (
        "share profile", 6, 3, 2)
    assert row["past_miss_pct"] == pytest.approx(0, abs=1e-9)
    assert 0.5 < row["chance"] < 1
    assert row["projection_reason"] == ""


def test_under_a_ceiling_the_chance_is_that_of_staying_below(office: Office) -> None:
    targets = "indicator | value | comparator\nthu | 1320 | >=\nchi | 1320 | <="
    lines = past() + past("chi") + months("thu", 2024, [120] * 6) + "\n" + months("chi", 2024, [120] * 6)
    table = year_ends(office(observations=HEAD + lines, targets=targets), "2024-H1")
    assert table.loc["thu", "chance"] > 0.5
    assert table.loc["chi", "chance"] == pytest.approx(1 - table.loc["thu", "chance"])


REFUSALS = [
    ("thi", "2024-H1", {}, "not a flow"),
    ("hoi", "2024-H1", {}, "not a flow"),
    ("ngheo", "2024-H1", {}, "not a flow"),
    ("von", "2024-Q1", {}, "too early"),
    ("dang", "2024-H1", {}, "nothing reported"),
    ("chi", "2024-H1", {}, "no complete past year"),
    ("thu", "2024", {}, "year complete"),
    ("thu", "2024-H1", {"events": "date | kind | territory\n2024-10-01 | break | quan"}, "break before the year's end"),
    ("thu", "2024-H1", {"territories": "territory | name_vi | level | valid_to\nquan | Quận | district | 2024-10-31"},
     "break before the year's end"),
]
PLANS = "indicator | value | comparator\n" + "".join(
    f"{code} | {value} | {sign}\n" for code, value, sign in (
        ("thu", 1200, ">="), ("chi", 600, "<="), ("von", 1200, ">="), ("hoi", 50, ">="), ("thi", 2, "<="),
        ("ngheo", 0, "<="), ("dang", 9, ">=")))


@pytest.mark.parametrize(("code", "period", "tables", "reason"), REFUSALS, ids=lambda v: str(v)[:30])
def test_what_cannot_be_projected_says_why(office: Office, code: str, period: str, tables: dict[str, str],
                                           reason: str) -> None:
    last = 12 if period == "2024" else 6
    lines = past() + past("von") + "\n".join(months(c, 2024, [50] * last) for c in ("thu", "chi", "von", "ngheo"))
    row = year_ends(office(observations=HEAD + lines, targets=PLANS, **tables), period).loc[code]
    assert row["projection_reason"] == reason
    assert pd.isna(row["chance"])
    assert pd.isna(row["point"]) or reason == "year complete"


def test_a_complete_year_is_its_own_result(office: Office) -> None:
    row = year_ends(office(observations=HEAD + past() + months("thu", 2024, [50] * 12)), "2024").loc["thu"]
    assert (row["point"], row["months_observed"]) == (600, 12)
    assert pd.isna(row["lo80"])


def test_a_quarterly_flow_is_projected_from_six_months_on(office: Office) -> None:
    lines = past("von") + months("von", 2024, [50] * 6)
    row = year_ends(office(observations=HEAD + lines, targets=PLANS), "2024-H1").loc["von"]
    assert (row["projection_reason"], row["point"]) == ("", pytest.approx(600))


def test_rejected_figures_are_not_projected(office: Office) -> None:
    lines = past() + months("thu", 2024, [50, 50, "1e5", 50, 50, 50])
    assert year_ends(office(observations=HEAD + lines), "2024-H1").loc["thu", "projection_reason"] == "figures rejected"


def test_reported_zeros_are_not_called_unreported(office: Office) -> None:
    """Nothing can be scaled up from zero, but zero was reported: absence and zero never share a name."""
    lines = past() + months("thu", 2024, [0] * 3)
    assert year_ends(office(observations=HEAD + lines), "2024-Q1").loc["thu", "projection_reason"] not in (
        "", "nothing reported")


def test_years_before_a_break_are_no_history(office: Office) -> None:
    root = office(observations=HEAD + past() + months("thu", 2024, [110] * 6),
                  events="date | kind | territory\n2023-01-01 | break | quan")
    assert year_ends(root, "2024-H1").loc["thu", "years_of_history"] == 1


def test_the_lines_of_a_figure_are_the_years_it_rests_on(office: Office) -> None:
    opened = workspace(office(observations=HEAD + past() + months("thu", 2024, [110] * 6)))
    (row,) = [r for _, r in assess(opened, Period.parse("2024-H1"), ["quan"]).iterrows() if r["indicator"] == "thu"]
    lines = paths(opened, row)
    assert lines.groupby("year")["month"].max().to_dict() == {2021: 12, 2022: 12, 2023: 12, 2024: 6}
    assert lines.query("year == 2024 and month == 6")["value"].tolist() == [660]


def test_replayed_at_the_end_of_september_2024_hai_phong_holds_the_year_that_came() -> None:
    """As known on 30 September 2024; the year ended at the year-to-date that the December report prints."""
    then, now = workspace(ROOT, "2024-09-30"), workspace(ROOT)
    period = Period.parse("2024-Q3")
    (row,) = [r for _, r in project_year(assess(then, period, ["hai-phong"]), then, period).iterrows()]
    (end,) = [r for _, r in assess(now, Period.parse("2024"), ["hai-phong"]).iterrows()]
    assert (row["actual"], row["months_observed"]) == (11930.421, 9)
    assert row["lo95"] <= end["actual"] <= row["hi95"]
    assert row["actual"] < row["lo95"]
    assert row["point"] == pytest.approx(end["actual"], rel=0.15)
    assert np.isfinite(row["past_miss_pct"])
