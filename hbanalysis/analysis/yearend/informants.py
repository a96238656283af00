"""What is known about a year's end besides its months.

A declared shock, a line that ends at its plan every year, the authority's own estimate. A shock
widens a band and moves no point. A line that has ended exactly at its plan (within half a per cent)
in every one of at least three years, or is declared to do so, is a mixture: with the weight of that
record it ends where its plan says, else where the months say. The authority's estimate stands
beside a projection with its own record and moves nothing.
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
from hbanalysis.vocabulary.terms import FlowKind

EXACT = 0.005
FEWEST = 3
DECLARED_WEIGHT = 0.9
DECLARED, RECORDED = "declared", "recorded"


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
    events = workspace.events_of(line.territory, line.indicator)
    events = events[
        (events["kind"] == "shock")
        & events["date"].str.startswith(str(period.year))
        & (events["date"] <= (workspace.as_of or "9999"))
    ]
    own = pd.to_numeric(events.get("widens", pd.Series(np.nan, events.index)), errors="coerce")
    factor = own.fillna(usual).clip(lower=1.0)
    felt = events[factor > 1]
    return {
        "shock_widens": float(factor.max()) if len(felt) else 1.0,
        "shock_vi": "; ".join(felt["label_vi"]),
        "shock_en": "; ".join(felt["label_en"]),
    }


def at_plan(
    cells: YearMonths, workspace: Workspace, line: Row, period: Period, since: int
) -> AtPlan | None:
    """Whether a line ends at its plan every year, from its record or because it is declared.

    None where it does not, has no plan of a plain amount, or has passed its plan already.
    """
    declared = getattr(line, "projected_as", "") == FlowKind.AT_PLAN
    plan, past = line.target, _ratios(cells, workspace, line, period, since)
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


def _ratios(
    cells: YearMonths, workspace: Workspace, line: Row, period: Period, since: int
) -> list[float]:
    """Result over last plan of each past year that has both."""
    table = workspace.targets
    own = table[
        (table["territory"] == line.territory)
        & (table["indicator"] == line.indicator)
        & (table["year"] < period.year)
        & (table["year"] >= since)
        & (table["decided"] <= (workspace.as_of or "9999"))
        & (table["value"] > 0)
    ]
    if own["year"].nunique() < FEWEST:
        return []
    last = own.sort_values("decided", kind="stable").drop_duplicates("year", keep="last")
    found = []
    for year, plan in zip(last["year"], last["value"], strict=True):
        row = cells.row(line.territory, line.indicator, int(year))
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


def own_estimates(
    cells: YearMonths, estimates: pd.DataFrame, line: Row, period: Period
) -> dict[str, Any]:
    """The authority's own estimate of the year and how its estimates of past years came out.

    ``own_estimate, own_estimate_on`` (the day), ``own_estimate_miss_pct`` (median, in percent of
    the year's end), ``own_estimate_years``.
    """
    own = estimates[
        (estimates["territory"] == line.territory) & (estimates["indicator"] == line.indicator)
    ].sort_values("published", kind="stable")
    year = own["period"].str[:4].astype("int64")
    told = own[year == period.year]
    past = own[year < period.year].drop_duplicates("period", keep="last")
    misses = []
    for at, value in zip(past["period"].str[:4].astype("int64"), past["value"], strict=True):
        row = cells.row(line.territory, line.indicator, int(at))
        total = np.nan if row is None else float(cells.year_to_date[row, 11])
        if total > 0:
            misses.append(100 * abs(float(value) / total - 1))
    return {
        "own_estimate": float(told["value"].iloc[-1]) if len(told) else np.nan,
        "own_estimate_on": str(told["published"].iloc[-1]) if len(told) else "",
        "own_estimate_miss_pct": float(np.median(misses)) if misses else np.nan,
        "own_estimate_years": len(misses),
    }
