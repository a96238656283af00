"""The growth scenario (kịch bản) beside the plan: what an authority wants by each month or quarter.

``scenarios.csv`` holds amounts or growth rates, each with its authority and the day it was decided;
a later row of the same authority replaces an earlier one. Amounts of months and quarters are added
up from January when none is missing; growth is never added. Where no row says it, a percentage that
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
SPAN = {"month": 1, "quarter": 3}
COLUMNS: dict[str, Any] = {
    "scenario": np.nan,
    "scenario_growth": np.nan,
    "pct_of_scenario": np.nan,
    "scenario_met": "",
    "scenario_plan": "",
    "scenario_basis": "",
}


def scenarios_in_force(table: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The rows of the year, each authority's last decided by the cut-off; the latest authority."""
    limit = min(period.end.isoformat(), as_of or "9999")
    known = table[table["period"].str.startswith(f"{period.year}-") & (table["decided"] <= limit)]
    keys = ["territory", "indicator", "period", "accumulation", "kind"]
    ordered = known.sort_values([*keys, "decided", "plan"], kind="stable")
    return ordered.drop_duplicates(keys, keep="last")


def asked_by(rows: pd.DataFrame, kind: str, month: int) -> float:
    """What the rows of one series ask for by the end of a month; NaN where they do not say it.

    >>> table = pd.DataFrame(
    ...     {
    ...         "kind": "amount",
    ...         "accumulation": "quarter",
    ...         "period": ["2026-03", "2026-06"],
    ...         "value": [10.0, 12.0],
    ...     }
    ... )
    >>> asked_by(table, "amount", 6), asked_by(table, "amount", 5)
    (22.0, nan)
    """
    chosen = rows[rows["kind"] == kind]
    number = chosen["period"].str[5:7].astype(int)
    to_date = chosen[(chosen["accumulation"] == "ytd") & (number == month)]
    if len(to_date):
        return float(to_date["value"].iloc[-1])
    if kind == GROWTH:
        return np.nan
    for word, span in SPAN.items():
        parts = chosen[(chosen["accumulation"] == word) & (number <= month)]
        if len(parts) * span == month:
            return float(sum(exact(value) for value in parts["value"]))
    return np.nan


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
    groups = dict(tuple(scenarios.groupby(["territory", "indicator"])))
    rows = [_row(line, groups, printed) for line in records(table)]
    columns = pd.DataFrame(rows, index=table.index, columns=list(COLUMNS))
    texts = {name: columns[name].astype(object) for name in COLUMNS if COLUMNS[name] == ""}
    numbers = {name: columns[name].astype(float) for name in COLUMNS if COLUMNS[name] != ""}
    return table.assign(**numbers, **texts)


def _row(line: Any, groups: Any, printed: dict[tuple[str, str, int], Any]) -> dict[str, Any]:
    """One line's scenario."""
    rows = groups.get((line.territory, line.indicator))
    if rows is not None and line.through > 0:
        amount, growth = (asked_by(rows, kind, int(line.through)) for kind in (AMOUNT, GROWTH))
        if not (is_missing(amount) and is_missing(growth)):
            facts = {"scenario": amount, "scenario_growth": growth, "scenario_basis": STATED}
            return COLUMNS | facts | _reached(line, amount, growth) | {"scenario_plan": _who(rows)}
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


def _who(rows: pd.DataFrame) -> str:
    return "; ".join(sorted(set(rows["plan"])))


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
