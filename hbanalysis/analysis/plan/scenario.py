"""The growth scenario (kịch bản) beside the plan: what an authority wants by each month or quarter.

``scenarios.csv`` holds amounts or growth rates, each with its authority and the day it was decided;
a later row of the same authority replaces an earlier one. Authorities are never mixed: of several
the one that ``[[plans]] order`` names first counts, else the one that decided last. Amounts of
months, quarters and sums to date are put together from January without a gap or an overlap; growth
is never added. Where no row says it, a percentage that
a document prints of a scenario (``results_stated.csv``, ``plan_name``) gives it back.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_months import DECIMALS
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Direction, Measure

AMOUNT, GROWTH = "amount", "growth"
MET, MISSED = "yes", "no"
STATED, PRINTED = "stated", "printed"
WORD = "kịch bản"
QUARTER = 3
COLUMNS: dict[str, Any] = {
    "scenario": np.nan,
    "scenario_growth": np.nan,
    "pct_of_scenario": np.nan,
    "scenario_met": "",
    "scenario_plan": "",
    "scenario_basis": "",
}


def scenarios_in_force(table: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The rows of the year as each authority has decided them by the cut-off."""
    limit = min(period.end.isoformat(), as_of or "9999")
    known = table[table["period"].str.startswith(f"{period.year}-") & (table["decided"] <= limit)]
    keys = ["territory", "indicator", "plan", "period", "accumulation", "kind"]
    ordered = known.sort_values([*keys, "decided"], kind="stable")
    return ordered.drop_duplicates(keys, keep="last")


def by_authority(rows: pd.DataFrame, order: list[str]) -> list[pd.DataFrame]:
    """The rows of one series, one table for each authority: the one that counts first."""
    places = {name: place for place, name in enumerate(order)}
    plans = [table for _, table in rows.groupby("plan", sort=True)]
    plans.sort(key=lambda table: str(table["decided"].max()), reverse=True)
    return sorted(plans, key=lambda table: places.get(table["plan"].iloc[0], len(order)))


def asked_by(rows: pd.DataFrame, kind: str, month: int) -> float:
    """What one authority's rows ask for by the end of a month; NaN where they do not say it.

    Of several ways to put the months together the one decided last counts, of those the one with
    the fewest rows: a printed quarter before the sum of its months.

    >>> table = pd.DataFrame(
    ...     {
    ...         "kind": "amount",
    ...         "accumulation": ["quarter", "quarter", "month"],
    ...         "period": ["2026-03", "2026-06", "2026-07"],
    ...         "decided": "2026-01-05",
    ...         "value": [10.0, 12.0, 5.0],
    ...     }
    ... )
    >>> [asked_by(table, "amount", month) for month in (5, 6, 7)]
    [nan, 22.0, 27.0]
    """
    pieces = [
        (_first(row.accumulation, int(row.period[5:7])), int(row.period[5:7]), row)
        for row in records(rows[rows["kind"] == kind])
    ]
    if kind == GROWTH:
        whole = [row for first, last, row in pieces if (first, last) == (1, month)]
        return float(max(whole, key=lambda row: str(row.decided)).value) if whole else np.nan
    ways: dict[int, tuple[str, int, Any]] = {0: ("", 0, exact(0))}
    for end in range(1, month + 1):
        found = [
            (max(before[0], str(row.decided)), before[1] - 1, before[2] + exact(row.value))
            for first, last, row in pieces
            if last == end and (before := ways.get(first - 1)) is not None
        ]
        if found:
            ways[end] = max(found, key=lambda way: way[:2])
    return float(ways[month][2]) if month in ways else np.nan


def _first(accumulation: str, month: int) -> int:
    """The first month of what a row speaks of."""
    spans = {"month": month, "quarter": month - QUARTER + 1, "ytd": 1}
    return spans[accumulation]


def with_scenario(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """Add what the scenario asks for, and how far it has been met.

    The columns are ``scenario`` (the amount asked for by the month of ``actual``),
    ``scenario_growth, pct_of_scenario, scenario_met`` (yes, no, empty), ``scenario_plan``
    (authority) and ``scenario_basis`` (stated, or printed where only a percentage says it).
    """
    table = table.assign(**COLUMNS)
    scenarios = scenarios_in_force(workspace.scenarios, period, workspace.as_of)
    printed = _printed(workspace, period)
    if scenarios.empty and not printed:
        return table
    order = [str(name) for name in workspace.rule("plans", str(period))["order"]]
    series = scenarios.groupby(["territory", "indicator"])
    groups = {pair: by_authority(rows, order) for pair, rows in series}
    rows = [_row(line, groups, printed) for line in records(table)]
    columns = pd.DataFrame(rows, index=table.index, columns=list(COLUMNS))
    texts = {name: columns[name].astype(object) for name in COLUMNS if COLUMNS[name] == ""}
    numbers = {name: columns[name].astype(float) for name in COLUMNS if COLUMNS[name] != ""}
    return table.assign(**numbers, **texts)


def _row(line: Any, groups: Any, printed: dict[tuple[str, str, int], Any]) -> dict[str, Any]:
    """One line's scenario."""
    for rows in groups.get((line.territory, line.indicator), []) if line.through > 0 else []:
        amount, growth = (asked_by(rows, kind, int(line.through)) for kind in (AMOUNT, GROWTH))
        if not (is_missing(amount) and is_missing(growth)):
            facts = {"scenario": amount, "scenario_growth": growth, "scenario_basis": STATED}
            facts["scenario_plan"] = rows["plan"].iloc[0]
            return COLUMNS | facts | _reached(line, amount, growth)
    stated = printed.get((line.territory, line.indicator, int(line.through)))
    if stated is None:
        return dict(COLUMNS)
    amount = float(100 * exact(stated.value) / exact(stated.stated_pct))
    return COLUMNS | {
        "scenario": round(amount, DECIMALS),
        "pct_of_scenario": float(stated.stated_pct),
        "scenario_met": _word(line, float(stated.stated_pct) - 100),
        "scenario_plan": stated.plan_name,
        "scenario_basis": PRINTED,
    }


def _reached(line: Any, amount: float, growth: float) -> dict[str, Any]:
    """How far a line is against an amount, else against a growth rate."""
    if not is_missing(amount) and not is_missing(line.actual):
        percent = 100 * line.actual / amount if amount else np.nan
        return {"pct_of_scenario": percent, "scenario_met": _word(line, line.actual - amount)}
    own = growth_of(line)
    return {"scenario_met": "" if is_missing(own) else _word(line, own - growth)}


def growth_of(line: Any) -> float:
    """The growth on the same period of last year, in percent: printed, or from the comparison."""
    if line.measure == Measure.GROWTH:
        return float(line.actual)
    return float(line.pct_of_same_period) - 100


def _word(line: Any, ahead: float) -> str:
    if is_missing(ahead):
        return ""
    return MET if (-ahead if line.direction == Direction.LOWER else ahead) >= 0 else MISSED


def _printed(workspace: Workspace, period: Period) -> dict[tuple[str, str, int], Any]:
    """The percentages of a scenario that documents print, by series and month."""
    table = workspace.results_stated
    here = (table["year"] == period.year) & table["stated_pct"].notna() & table["value"].notna()
    named = table["plan_name"].str.lower().str.contains(WORD) | table["plan_name"].str.lower().eq(
        "scenario"
    )
    rows = table[here & named & (table["period"] != "") & (table["period"] <= period.cut_off)]
    rows = rows.sort_values("published", kind="stable")
    return {(r.territory, r.indicator, int(r.period[5:7])): r for r in records(rows)}


def scenario_count(table: pd.DataFrame) -> tuple[int, int]:
    """How many targets reach their scenario, of how many that have one and a figure."""
    judged = table[table["scenario_met"] != ""]
    return int((judged["scenario_met"] == MET).sum()), len(judged)
