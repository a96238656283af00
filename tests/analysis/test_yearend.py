"""Year-end projections of a workspace: every refusal by its name, what a row rests on, and a replay of real figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hbanalysis.analysis.assessment import assess
from hbanalysis.analysis.yearend import paths, project_year
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"


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
