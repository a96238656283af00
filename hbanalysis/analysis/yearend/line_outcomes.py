"""The lines of a report with their year-ends: projected, and the declared things done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.vantage import is_closed
from hbanalysis.analysis.history.bridges import observed
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.plan.assessment import reported
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.yearend.informants import (
    RECORDED,
    at_plan,
    estimates_of,
    mixed,
    own_estimates,
    past_plans,
    shock_of,
)
from hbanalysis.analysis.yearend.outcome import Outcome, certain
from hbanalysis.analysis.yearend.projectable import YEAR_COMPLETE, comparable_year, refusal
from hbanalysis.analysis.yearend.replays import Projected, tries
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure


@dataclass(frozen=True)
class Announced:
    """One-off events with a declared amount that fall into the months of the year still to come."""

    amount: float = 0.0
    label_vi: str = ""
    label_en: str = ""

    @classmethod
    def of(cls, workspace: Workspace, line: Row, period: Period) -> Announced:
        """Those that name this territory and this indicator."""
        start, end = period.end.isoformat(), f"{period.year}-12-31"
        due = [
            (float(amount), event)
            for event in workspace.events_at(line.territory, line.indicator)
            if (event.territory, event.indicator) == (line.territory, line.indicator)
            and event.kind == "one-off"
            and start < event.date <= end
            and not is_missing(amount := pd.to_numeric(event.get("amount", ""), errors="coerce"))
        ]
        return cls(
            float(sum(amount for amount, _ in due)),
            "; ".join(event.label_vi for _, event in due),
            "; ".join(event.label_en for _, event in due),
        )


def wholes(lines: list[Any]) -> dict[int, int]:
    """For each part the place of the whole it belongs to.

    Both have the same territory and unit, and are amounts that add up.
    """
    places = {(line.territory, line.indicator): position for position, line in enumerate(lines)}
    found = {}
    for position, line in enumerate(lines):
        whole = places.get((line.territory, line.parent)) if line.parent else None
        if (
            whole is not None
            and lines[whole].measure == line.measure == Measure.FLOW
            and (lines[whole].unit == line.unit)
        ):
            found[position] = whole
    return found


def kept_under(lines: list[Any], outcomes: dict[int, Outcome]) -> dict[int, str]:
    """Cap every part at its whole (changes ``outcomes``).

    Gives the code of the whole for each part that was changed.
    """
    above, changed = wholes(lines), {}

    def depth(position: int) -> int:
        return 1 + depth(above[position]) if position in above else 0

    for position in sorted(above, key=depth):
        whole = above[position]
        if position not in outcomes:
            continue
        limit = outcomes.get(whole)
        if limit is None and lines[whole].through >= 12 and not is_missing(lines[whole].actual):
            limit = certain(float(lines[whole].actual))
        if limit is None:
            continue
        capped = outcomes[position].under(limit)
        if (
            capped.quantiles != outcomes[position].quantiles
            or capped.point != outcomes[position].point
        ):
            changed[position] = str(lines[whole].indicator)
        outcomes[position] = capped
    return changed


@dataclass
class Made:
    """What was made of lines, by their place: inputs, one-offs, outcomes, what else is known."""

    found: dict[int, Projected | None]
    extras: dict[int, Announced]
    outcomes: dict[int, Outcome]
    told: dict[int, dict[str, Any]]
    capped: dict[int, str]


def outcomes_of(
    lines: list[Any], workspace: Workspace, period: Period, rule: dict[str, Any]
) -> Made:
    """The lines projected, with what is declared and known besides their months."""
    places = list(dict.fromkeys(line.territory for line in lines))
    cells = grid_with_past(observed(workspace, places), period.year)
    estimates, plans = estimates_of(workspace), past_plans(workspace, period, places)
    made = Made(tries(cells, workspace, lines, period, rule), {}, {}, {}, {})
    for position, one in made.found.items():
        if one is None:
            continue
        line = lines[position]
        since = comparable_year(workspace, line, period)
        shock = shock_of(workspace, line, period, float(rule["shock_widens"]))
        ends = at_plan(cells, plans, line, since)
        outcome = one.outcome
        if shock["shock_widens"] > 1:
            outcome = outcome.widened(shock["shock_widens"], _floor(line))
        if ends is not None:
            outcome = mixed(outcome, ends, float(line.target))
        made.extras[position] = Announced.of(workspace, line, period)
        made.outcomes[position] = outcome.plus(made.extras[position].amount)
        made.told[position] = (
            shock
            | own_estimates(cells, estimates, line, period)
            | {
                "ends_at_plan": ends.why if ends else "",
                "ends_at_plan_years": len(ends.ratios) if ends and ends.why == RECORDED else 0,
            }
        )
    made.capped = kept_under(lines, made.outcomes)
    return made


def _floor(line: Any) -> float:
    """What a total cannot fall below."""
    return -np.inf if line.signed else float(line.actual)


def year_ends(workspace: Workspace, period: Period, territory: str) -> pd.Series:
    """The points of :func:`project_year` alone, by indicator; results where the year is over."""
    known = reported(workspace, period, [territory])
    lines = list(records(known.assign(closed=is_closed(period, workspace.as_of))))
    rule = in_force(workspace.rules, "projection", period.end.isoformat())
    outcomes = outcomes_of(lines, workspace, period, rule).outcomes
    points = {str(lines[position].indicator): one.point for position, one in outcomes.items()}
    points |= {
        str(line.indicator): float(line.actual)
        for line in lines
        if refusal(workspace, line, period, rule) == YEAR_COMPLETE
    }
    return pd.Series(points, dtype=float)
