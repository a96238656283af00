"""The cascade of plans: the parent's own, what it assigned to each unit, what each unit decided.

An authority assigns when it also sets a plan of the parent itself, or when the dated rule
``[[cascade]] assigned`` names it; every other plan of a unit is the unit's own. Where a document
prints only a percentage of a plan, the plan is the interval that its rounding allows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.plan.targets_in_force import plans_in_force
from hbanalysis.intake.audit import implied_plan, plain, printed_decimals
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.intake.running_terms import in_its_year
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

STATED, IMPLIED = "stated", "implied"
COLUMNS = [
    *("territory", "indicator", "level", "plan", "value", "low", "high", "basis", "actual", "pct"),
]
ASSIGNED, OWN = "assigned", "own"
SUMS = ["indicator", "units", "sum", "low", "high", "parent_plan", "pct", "implied"]


def assigning(workspace: Workspace, period: Period, parent: str) -> set[str]:
    """The authorities whose plans for a unit are assigned from above."""
    rule = in_force(workspace.rules, "cascade", period.end.isoformat())
    own = workspace.targets.loc[workspace.targets["territory"] == parent, "plan"]
    return {str(name) for name in rule["assigned"]} | set(own) - {""}


def cascade(workspace: Workspace, period: Period, parent: str, plan: pd.DataFrame) -> pd.DataFrame:
    """Every plan of every unit: ``level`` assigned or own, its value or interval, % reached.

    Parameters
    ----------
    workspace, period, parent
        Whose plans, for which year and as of when.
    plan
        The assessment of the units (``territory, indicator, actual``).

    Returns
    -------
    DataFrame
        ``territory, indicator, level, plan`` (authority), ``value`` (stated; else the middle of
        ``low`` to ``high``), ``basis`` (stated or implied), ``actual`` and ``pct`` (as printed
        where the plan is implied).

    """
    above = assigning(workspace, period, parent)
    units = set(plan["territory"])
    actual = dict(
        zip(zip(plan["territory"], plan["indicator"], strict=True), plan["actual"], strict=True)
    )
    stated = plans_in_force(in_its_year(workspace.targets, period.year), period, workspace.as_of)
    stated = stated[stated["territory"].isin(units) & stated["value"].notna()]
    rows = [_stated(row, above, actual) for row in records(stated)]
    seen = {(row["territory"], row["indicator"], row["level"]) for row in rows}
    for row in records(_printed(workspace, period, units)):
        assigned = _implied(row, above)
        if (assigned["territory"], assigned["indicator"], assigned["level"]) not in seen:
            rows.append(assigned)
    return pd.DataFrame(rows, columns=COLUMNS)


def _level(authority: str, above: set[str]) -> str:
    return ASSIGNED if authority in above else OWN


def _stated(row: Any, above: set[str], actual: dict[tuple[str, str], float]) -> dict[str, Any]:
    reached = actual.get((row.territory, row.indicator), np.nan)
    percent = 100 * reached / row.value if row.value else np.nan
    return {
        "territory": row.territory,
        "indicator": row.indicator,
        "level": _level(str(row.plan), above),
        "plan": row.plan,
        "value": row.value,
        "low": row.value,
        "high": row.value,
        "basis": STATED,
        "actual": reached,
        "pct": percent,
    }


def _printed(workspace: Workspace, period: Period, units: set[str]) -> pd.DataFrame:
    """Percentages of a named plan that documents print for the units, up to the cut-off."""
    table = workspace.results_stated
    here = table["territory"].isin(units) & (table["year"] == period.year)
    known = table["stated_pct"].notna() & table["value"].notna() & (table["plan_name"] != "")
    when = table["period"].where(table["period"] != "", f"{period.year}-12")
    table = table[here & known & (when <= period.cut_off)]
    return table.sort_values(["period", "published"], kind="stable").drop_duplicates(
        ["territory", "indicator", "plan_name"], keep="last"
    )


def _implied(row: Any, above: set[str]) -> dict[str, Any]:
    text = row.stated_pct_text or plain(exact(row.stated_pct))
    value, percent = exact(row.value), exact(row.stated_pct)
    interval = implied_plan(value, percent, printed_decimals(text))
    middle = Decimal(100) * value / percent
    return {
        "territory": row.territory,
        "indicator": row.indicator,
        "level": _level(str(row.plan_name), above),
        "plan": row.plan_name,
        "value": float(middle),
        "low": float(interval.low),
        "high": float(interval.high) if interval.high is not None else np.nan,
        "basis": IMPLIED,
        "actual": float(value),
        "pct": float(percent),
    }


def assigned_sums(table: pd.DataFrame, parent_plan: pd.DataFrame) -> pd.DataFrame:
    """What the assigned plans of the units add up to, beside the parent's own plan.

    ``parent_plan`` is the parent's assessment; only amounts add up.
    """
    adding = parent_plan[parent_plan["measure"] == "flow"].drop_duplicates("indicator")
    targets = dict(zip(adding["indicator"], adding["target"], strict=True))
    rows = []
    given = table[(table["level"] == ASSIGNED) & table["indicator"].isin(set(targets))]
    for code, group in given.groupby("indicator", sort=False):
        whole, total = targets[code], float(group["value"].sum())
        rows.append(
            {
                "indicator": code,
                "units": int(group["territory"].nunique()),
                "sum": total,
                "low": float(group["low"].sum()),
                "high": float(group["high"].sum()),
                "parent_plan": whole,
                "pct": np.nan if is_missing(whole) or not whole else 100 * total / whole,
                "implied": bool((group["basis"] == IMPLIED).any()),
            }
        )
    return pd.DataFrame(rows, columns=SUMS)
