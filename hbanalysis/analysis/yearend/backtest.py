"""The territory's own past replayed: what each method would have said, and how the year ended.

For every complete year and after three, six and nine months, the figures are taken as they were
known on the day the month was first published: the vintages of that day, and the past years as they
stood then. The year's end is the latest figure known now. Beside the projection stand what offices
do by hand and the plan's own value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.history.year_months import YearMonths, grid
from hbanalysis.analysis.history.year_profiles import first_whole_year
from hbanalysis.analysis.plan.pace import past_rows
from hbanalysis.analysis.plan.targets_in_force import ranked, valued
from hbanalysis.analysis.row import Row, rows
from hbanalysis.analysis.yearend import share_profile
from hbanalysis.analysis.yearend.outcome import Outcome
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.replays import MonthlyCases, monthly_try, project_cases
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.settled import NUMBER, numbered_place, settled_beside
from hbanalysis.intake.observations.vintages import known_on
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import DEMO, Measure

RUN_RATE, LAST_GROWTH, PLAN = "run rate", "growth so far", "the plan itself"
METHODS = (projection.METHOD, share_profile.METHOD, LAST_GROWTH, RUN_RATE, PLAN)
MONTHS = (3, 6, 9)
CASE_COLUMNS = [
    "territory",
    "indicator",
    "year",
    "months",
    "known",
    "method",
    "point",
    "lo80",
    "hi80",
    "lo95",
    "hi95",
    "total",
    "demo",
]
KEYS = ["territory", "indicator", "months", "method"]


class _Case(NamedTuple):
    """A month of a past year, and what was known on the day it was first published."""

    pair: tuple[str, str]
    period: Period
    day: str
    known: pd.DataFrame
    total: float
    demo: bool


def _cases_of(workspace: Workspace, own: pd.DataFrame, totals: dict[int, float]) -> Iterator[_Case]:
    """The cases of one series, by the years that have ended and their totals.

    None of a year that is not comparable, or of which nothing was known then.
    """
    pair = (own["territory"].iloc[0], own["indicator"].iloc[0])
    broken = {int(day[:4]) for day in _breaks(workspace, pair)}
    known_since = known_on(own, "published").to_numpy(dtype=object)
    first: dict[str, str] = {}
    for period, day in zip(own["period"], own["published"], strict=True):
        if day:
            first[period] = min(day, first.get(period, day))
    demo = bool((own["source"] == DEMO).any())
    for year in sorted(totals.keys() - broken):
        for period in (Period(year, 1, months) for months in MONTHS):
            day = first.get(period.cut_off, period.end.isoformat())
            known = own[known_since <= day]
            if not known.empty:
                yield _Case(pair, period, day, known, totals[year], demo)


def _breaks(workspace: Workspace, pair: tuple[str, str]) -> list[str]:
    """The days of the declared breaks of a series."""
    return [event.date for event in workspace.events_at(*pair) if event.kind == "break"]


def _tried(
    workspace: Workspace, cells: YearMonths, line: Row, case: _Case
) -> tuple[MonthlyCases, dict[str, Any]] | None:
    """The projection to make of a case, and what is said by hand; None when it has no figure.

    ``line`` says where the case lies in the cells.
    """
    pair, period, months = (line.territory, line.indicator), case.period, case.period.last
    row = cells.row(*pair, period.year)
    if row is None or not cells.year_to_date[row, months - 1] > 0:
        return None
    until = period.end.isoformat()
    rule = in_force(workspace.rules, "projection", until)
    days = _breaks(workspace, case.pair)
    since = max((first_whole_year(day) for day in days if day <= until), default=1900)
    one = monthly_try(cells, line, period, since, rule)
    if one is None:
        return None
    past = past_rows(cells, *pair, period.year, int(rule["past_years"]), since)
    plan = plan_then(workspace, case.known, case.pair, period, case.day)
    return one, by_hand(cells, row, past, months) | {PLAN: plan}


def _all_tried(
    workspace: Workspace, cases: list[_Case]
) -> list[tuple[_Case, MonthlyCases, dict[str, Any]]]:
    """The cases that can be projected, laid out side by side in one grid."""
    if not cases:
        return []
    figures = settled_beside([case.known for case in cases])
    years = np.array([case.period.year for case in cases])
    numbers = figures["territory"].str[:NUMBER].astype("int64")
    cells = grid_with_past(figures, pd.Series(years[numbers], index=figures.index))
    kinds = workspace.indicators.set_index("indicator").get("projected_as", pd.Series(dtype=str))
    facts = [
        {
            "territory": numbered_place(number, case.pair[0]),
            "indicator": case.pair[1],
            "through": case.period.last,
            "projected_as": kinds.get(case.pair[1], ""),
        }
        for number, case in enumerate(cases)
    ]
    return [
        (case, *made)
        for line, case in zip(rows(pd.DataFrame(facts)), cases, strict=True)
        if (made := _tried(workspace, cells, line, case)) is not None
    ]


def by_hand(cells: YearMonths, row: int, past: list[int], months: int) -> dict[str, Any]:
    """The projections that need no model; the share of past years brings its interval along."""
    total, now = cells.year_to_date, float(cells.year_to_date[row, months - 1])
    points: dict[str, Any] = {RUN_RATE: now * 12 / months}
    usable = [place for place in past if total[place, months - 1] > 0]
    if usable:
        points[share_profile.METHOD] = share_profile.as_dict(
            share_profile.from_shares(now, total[usable, months - 1], total[usable, 11], months)
        )
        last = usable[-1]
        if cells.years[last] == cells.years[row] - 1:
            points[LAST_GROWTH] = now / float(total[last, months - 1]) * float(total[last, 11])
    return points


def plan_then(
    workspace: Workspace, known: pd.DataFrame, pair: tuple[str, str], period: Period, day: str
) -> float:
    """The plan in force on a day; NaN when there was none.

    Of several plans it is the one that is judged (``[[plans]] order``), as last decided; without
    any, the one that the printed percentage implies.
    """
    targets = workspace.targets
    own = targets[
        (targets["territory"] == pair[0])
        & (targets["indicator"] == pair[1])
        & (targets["year"] == period.year)
        & (targets["decided"] <= day)
    ].sort_values("decided", kind="stable")
    if len(own) == 1:
        return float(own["value"].iloc[0])
    if len(own):
        last = valued(own).drop_duplicates("plan", keep="last")
        order = list(in_force(workspace.rules, "plans", period.end.isoformat())["order"])
        judged = ranked(last, order).iloc[0]
        return float("nan") if judged["rival_plans"] else float(judged["value"])
    printed = known[
        (known["period"] == period.cut_off)
        & (known["accumulation"] == "ytd")
        & (known["stated_pct_of_plan"] > 0)
    ]
    if printed.empty:
        return float("nan")
    return float(100 * printed["value"].iloc[-1] / printed["stated_pct_of_plan"].iloc[-1])


def replay(workspace: Workspace, territories: list[str], indicators: list[str]) -> pd.DataFrame:
    """Every case of the territories' monthly flows: one row for each year, month and method.

    Columns ``territory, indicator, year, months, known`` (the day), ``method, point, lo80, hi80,
    lo95, hi95, total, demo``; methods without an interval leave it empty. No indicators named means
    all.
    """
    listed = workspace.indicators
    monthly = (listed["measure"] == Measure.FLOW) & listed["cadence"].str.startswith("m")
    flows = [
        code for code in listed.loc[monthly, "indicator"] if not indicators or code in indicators
    ]
    cases = _cases(workspace, [(place, code) for place in territories for code in flows])
    tried = _all_tried(workspace, cases)
    projected = project_cases([one for _, one, _ in tried])
    lines = [
        line
        for (case, _, points), one in zip(tried, projected, strict=True)
        for line in _lines(case, one.outcome, points)
    ]
    return pd.DataFrame(lines, columns=CASE_COLUMNS).dropna(subset=["point"]).reset_index(drop=True)


def _cases(workspace: Workspace, pairs: list[tuple[str, str]]) -> list[_Case]:
    """The months of every year that has ended, of the pairs that have figures."""
    table = workspace.observations
    owned = [
        table[(table["territory"] == territory) & (table["indicator"] == code)]
        for territory, code in pairs
    ]
    owned = [own for own in owned if not own.empty]
    totals: list[dict[int, float]] = [{} for _ in owned]
    if owned:
        now = grid(settled_beside(owned))
        for (place, _, year), total in zip(now.index, now.year_to_date[:, 11], strict=True):
            if total > 0:
                totals[int(place[:NUMBER])][int(year)] = float(total)
    return [
        case
        for own, ended in zip(owned, totals, strict=True)
        for case in _cases_of(workspace, own, ended)
    ]


def _lines(case: _Case, model: Outcome, points: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a case: what each method said, beside where the year ended."""
    shared = {
        "territory": case.pair[0],
        "indicator": case.pair[1],
        "year": case.period.year,
        "months": case.period.last,
        "known": case.day,
        "total": case.total,
        "demo": case.demo,
    }
    every = {projection.METHOD: model.numbers()} | points
    for method in METHODS:
        value = every.get(method, np.nan)
        said = value if isinstance(value, dict) else {"point": value}
        yield shared | {"method": method} | said


def scores(cases: pd.DataFrame, by: list[str] | None = None) -> pd.DataFrame:
    """Errors and coverage of each method, in percent.

    The columns are ``cases, mean_miss_pct, median_miss_pct, bias_pct, within80, within95``. Misses
    are in percent of the year's end; ``within80`` and ``within95`` are the percentages of year-ends
    inside the bands, NaN for a method without any.
    """
    keys = KEYS if by is None else by
    # Also of no case at all the columns are numbers.
    miss = (100 * (cases["point"] / cases["total"] - 1)).astype("float64")
    inside = {
        f"within{band}": (
            (100.0 * cases["total"].between(cases[f"lo{band}"], cases[f"hi{band}"])).where(
                cases[f"lo{band}"].notna()
            )
        ).astype("float64")
        for band in (80, 95)
    }
    table = cases.assign(miss=miss, size=miss.abs(), **inside)
    grouped = table.groupby(keys, sort=False)
    return grouped.agg(
        cases=("miss", "size"),
        mean_miss_pct=("size", "mean"),
        median_miss_pct=("size", "median"),
        bias_pct=("miss", "mean"),
        within80=("within80", "mean"),
        within95=("within95", "mean"),
        demo=("demo", "any"),
    ).reset_index()
