"""What is known about a year's end besides its months.

That is a declared shock, a line that ends at its plan every year, and the authority's own estimate.
A shock widens a band and moves no point. A line that has ended exactly at its plan (within half a
per cent) in every one of at least three years, or is declared to do so, is a mixture: with the
weight of that record it ends where its plan says, else where the months say. The authority's
estimate stands beside a projection with its own record and moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.yearend.outcome import Outcome
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import FlowKind

EXACT = 0.005
FEWEST = 3
DECLARED_WEIGHT = 0.9
DECLARED, RECORDED = "declared", "recorded"
PastPlans = dict[tuple[str, str], list[tuple[int, float]]]
"""Of each territory and indicator the past years with the plan that was last in force."""
Estimates = dict[tuple[str, str], list[Any]]


@dataclass(frozen=True)
class AtPlan:
    """How a line ended against its plans: ``ratios`` of result to plan, weight, and why."""

    ratios: tuple[float, ...]
    weight: float
    why: str


def shock_of(workspace: Workspace, line: Row, period: Period, usual: float) -> dict[str, Any]:
    """By how much the declared shocks of a year widen its bands: ``shock_widens``, labels.

    A shock without a number of its own (``widens``) widens by the rule's ``usual``; of several the
    largest counts.
    """
    until = workspace.as_of or "9999"
    felt = [
        (factor, event)
        for event in workspace.events_at(line.territory, line.indicator)
        if event.kind == "shock"
        and event.date[:4] == str(period.year)
        and event.date <= until
        and (factor := _factor(event.get("widens"), usual)) > 1
    ]
    return {
        "shock_widens": max((factor for factor, _ in felt), default=1.0),
        "shock_vi": "; ".join(event.label_vi for _, event in felt),
        "shock_en": "; ".join(event.label_en for _, event in felt),
    }


def _factor(widens: Any, usual: float) -> float:
    """What one shock widens by: its own number, else the usual one."""
    own = float(pd.to_numeric(widens, errors="coerce")) if widens not in (None, "") else np.nan
    return usual if np.isnan(own) else own


def at_plan(cells: YearMonths, plans: PastPlans, line: Row, since: int) -> AtPlan | None:
    """Whether a line ends at its plan every year, by its record or because it is declared.

    None where it does not, has no plan of a plain amount, or has passed its plan already.
    """
    declared = getattr(line, "projected_as", "") == FlowKind.AT_PLAN
    plan, past = line.target, _ratios(cells, plans, line, since)
    exact = [one for one in past if abs(one - 1) <= EXACT]
    recorded = len(past) >= FEWEST and len(exact) == len(past)
    if not (declared or recorded) or is_missing(plan) or not plan > 0:
        return None
    if not is_missing(line.target_high) or float(line.actual) > (1 + EXACT) * float(plan):
        return None
    weight = (len(exact) + 1) / (len(past) + 2)
    if declared and len(past) < FEWEST:
        weight = DECLARED_WEIGHT
    return AtPlan(tuple(exact) or (1.0,), weight, DECLARED if declared else RECORDED)


def past_plans(workspace: Workspace, period: Period, places: list[str]) -> PastPlans:
    """The last plan of each past year of every indicator of some territories, as known."""
    table = workspace.targets
    own = table[
        table["territory"].isin(places)
        & (table["year"] < period.year)
        & (table["decided"] <= (workspace.as_of or "9999"))
        & (table["value"] > 0)
    ]
    last = own.sort_values("decided", kind="stable").drop_duplicates(
        ["territory", "indicator", "year"], keep="last"
    )
    found: PastPlans = {}
    for row in records(last[["territory", "indicator", "year", "value"]]):
        found.setdefault((row.territory, row.indicator), []).append((int(row.year), row.value))
    return found


def _ratios(cells: YearMonths, plans: PastPlans, line: Row, since: int) -> list[float]:
    """Result over last plan of each past year that has both."""
    own = [one for one in plans.get((line.territory, line.indicator), []) if one[0] >= since]
    if len(own) < FEWEST:
        return []
    found = []
    for year, plan in own:
        row = cells.row(line.territory, line.indicator, year)
        total = np.nan if row is None else float(cells.year_to_date[row, 11])
        if np.isfinite(total):
            found.append(total / float(plan))
    return found


def mixed(outcome: Outcome, known: AtPlan, plan: float) -> Outcome:
    """The outcome of the months mixed with the record of ending at the plan."""
    ends, weight = plan * np.array(known.ratios), known.weight

    def chance(target: float) -> float:
        at_end = float((ends >= target - 1e-9 * abs(target)).mean())
        return weight * at_end + (1 - weight) * outcome.chance(target)

    levels = np.array(sorted(outcome.quantiles))
    values = np.array([outcome.quantiles[level] for level in levels])
    bounds = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2, [1.0]])
    where = np.concatenate([values, ends])
    mass = np.concatenate([(1 - weight) * np.diff(bounds), np.full(len(ends), weight / len(ends))])
    order = np.argsort(where, kind="stable")
    reached = np.cumsum(mass[order])
    quantiles = {
        float(level): float(where[order][min(np.searchsorted(reached, level), len(order) - 1)])
        for level in levels
    }
    return Outcome(float(np.median(ends)), quantiles, chance)


def estimates_of(workspace: Workspace) -> Estimates:
    """The authority's estimates of years, every one of each indicator, in order of publication."""
    found: Estimates = {}
    columns = ["territory", "indicator", "period", "published", "value"]
    told = workspace.year_estimates[columns].astype(dict.fromkeys(columns[:4], "str"))
    for row in records(told.sort_values("published", kind="stable")):
        found.setdefault((row.territory, row.indicator), []).append(row)
    return found


def own_estimates(
    cells: YearMonths, estimates: Estimates, line: Row, period: Period
) -> dict[str, Any]:
    """The authority's own estimate of the year, and how its estimates of past years came out.

    The columns are ``own_estimate, own_estimate_on`` (the day), ``own_estimate_miss_pct`` (median,
    in percent of the year's end), ``own_estimate_years``.
    """
    own = estimates.get((line.territory, line.indicator), [])
    told = [one for one in own if int(one.period[:4]) == period.year]
    last = {one.period: one.value for one in own if int(one.period[:4]) < period.year}
    misses = []
    for month, value in last.items():
        row = cells.row(line.territory, line.indicator, int(month[:4]))
        total = np.nan if row is None else float(cells.year_to_date[row, 11])
        if total > 0:
            misses.append(100 * abs(float(value) / total - 1))
    return {
        "own_estimate": float(told[-1].value) if told else np.nan,
        "own_estimate_on": told[-1].published if told else "",
        "own_estimate_miss_pct": float(np.median(misses)) if misses else np.nan,
        "own_estimate_years": len(misses),
    }
