"""What percentages printed within a year say about the plan, report by report and together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.intake.plan_intervals import LAST_YEARS, ROUNDED, PlanIntervals, plan_intervals
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | accumulation | value | stated_pct_of_plan | qualifier | published\n"


def intervals(root: Path) -> PlanIntervals:
    """The intervals of a workspace."""
    office = workspace(root)
    tables = (office.results_stated, office.observations, office.targets, office.indicators)
    return plan_intervals(*tables)


def lines(root: Path, **wanted: Any) -> list[tuple[Any, ...]]:
    """Months and interval of every run that is as wanted."""
    return [
        (line["from"], line["to"], line["plan_from"], line["plan_to"], line["plan_stated"])
        for line in intervals(root).lines
        if all(line[name] == value for name, value in wanted.items())
    ]


def test_reports_that_agree_bound_the_plan_more_closely_than_any_alone(office: Office) -> None:
    rows = (
        HEAD
        + "thu | 2024-03 | ytd | 300 | 24.9 | | 2024-04-05\nthu | 2024-06 | ytd | 604 | 50.2 | | 2024-07-05"
    )
    (line,) = lines(office(observations=rows, targets="indicator | value | comparator\nchi|5|<="))
    assert line == ("2024-03", "2024-06", 1202, 1204, None)


def test_a_denominator_that_moves_makes_a_run_of_its_own(office: Office) -> None:
    targets = "indicator | value | comparator\nthu | 1200 | >="
    rows = (
        HEAD
        + "thu | 2024-03 | ytd | 300 | 25.00 | | 2024-04-05\nthu | 2024-06 | ytd | 605 | 48.40 | | 2024-07-05"
    )
    found = intervals(office(observations=rows, targets=targets))
    first, second = found.lines
    assert (first["plan_stated"], second["plan_stated"]) == (Decimal("1200.0"), None)
    assert second["plan_from"] < 1250 < second["plan_to"]
    assert second["moved_from"] == (first["plan_from"], first["plan_to"])


def test_a_percentage_of_last_years_plan_and_a_rounded_value_are_told(office: Office) -> None:
    targets = "indicator | year | value | comparator\nthu|2024|1200|>=\nthu|2023|1000|>="
    rows = (
        HEAD
        + "thu | 2024-03 | ytd | 300 | 30.0 | | 2024-04-05\nthu | 2024-06 | ytd | 600 | 51.7 | over | 2024-07-05"
    )
    found = intervals(office(observations=rows, targets=targets))
    kinds = {remark["period"]: remark for remark in found.remarks}
    assert kinds["2024-03"]["kind"] == LAST_YEARS
    assert kinds["2024-03"]["other"] == 1000
    assert kinds["2024-06"]["kind"] == ROUNDED
    assert (kinds["2024-06"]["from"], kinds["2024-06"]["to"]) == (620, 621)
    assert found.lines == []


def test_fine_percentages_are_as_good_as_the_plan(office: Office) -> None:
    rows = HEAD + "thu | 2024-03 | ytd | 300 | 24.9875 | | 2024-04-05"
    found = intervals(office(observations=rows))
    assert (found.lines, found.close) == ([], 1)


# ---------------------------------------------------------------- the real traps
def test_the_plans_of_hai_phongs_revenue_are_those_that_its_reports_allow() -> None:
    revenue = {"territory": "hai-phong", "plan": ""}
    (total,) = lines(ROOT, indicator="BR", year=2022, **revenue)
    assert total == ("2022-02", "2022-12", 105601, 105649, None)
    (customs,) = lines(ROOT, indicator="BR-C", year=2023, **revenue)
    assert customs[2:] == (69899, 69908, 69900)
    before, after = (
        line
        for line in intervals(ROOT).lines
        if (line["indicator"], line["year"], line["plan"]) == ("BR-D", 2024, "")
    )
    assert before["plan_stated"] == 45000
    assert (after["from"], after["plan_from"], after["plan_to"]) == ("2024-11", 46757, 46762)
    assert (after["rest_before"], after["rest_after"]) == (1761, [-1, 4]), "moved, never growth"


def test_ha_nois_percentage_of_last_years_plan_and_its_rounded_words_are_told() -> None:
    told = {(one["period"], one["kind"]): one for one in intervals(ROOT).remarks}
    assert told["2024-02", LAST_YEARS]["other"] == 162000
    august = told["2024-08", ROUNDED]
    assert (august["value"], august["from"], august["to"]) == (160000, 163928, 164093)
