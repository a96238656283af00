"""Year-end projections of a report: what each row says.

A monthly indicator is projected by the pooled monthly model (``pooled/model.py``), one reported by
quarter by the share of past years (``share_profile.py``); each row names its method, or the reason
why it has none (``projectable.py``).
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.columns import checked
from hbanalysis.analysis.history.bridges import observed
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.identity import refuse_foreign
from hbanalysis.analysis.plan.assessment import assess_by_pace
from hbanalysis.analysis.plan.pace import past_rows
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.yearend.line_outcomes import outcomes_of
from hbanalysis.analysis.yearend.outcome import Outcome
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.pooled.fitted import benchmark_miss
from hbanalysis.analysis.yearend.projectable import (
    NO_HISTORY,
    YEAR_COMPLETE,
    comparable_year,
    refusal,
)
from hbanalysis.analysis.yearend.replays import Projected
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator

COLUMNS = [
    "point",
    "lo80",
    "hi80",
    "lo95",
    "hi95",
    "quantiles",
    "chance",
    "method",
    "months_observed",
    "years_of_history",
    "past_miss_pct",
    "past_tries",
    "benchmark_miss_pct",
    "adjustment",
    "adjusted_for_vi",
    "adjusted_for_en",
    "coherence",
    "shock_widens",
    "shock_vi",
    "shock_en",
    "ends_at_plan",
    "ends_at_plan_years",
    "own_estimate",
    "own_estimate_on",
    "own_estimate_miss_pct",
    "own_estimate_years",
    "what_if",
    "what_if_point",
    "what_if_chance",
    "projection_reason",
]
TEXTS = (
    "method",
    "adjusted_for_vi",
    "adjusted_for_en",
    "coherence",
    "shock_vi",
    "shock_en",
    "ends_at_plan",
    "own_estimate_on",
    "projection_reason",
)
COUNTS = (
    *("months_observed", "years_of_history", "past_tries"),
    *("ends_at_plan_years", "own_estimate_years"),
)


def chance_of(outcome: Outcome, line: Row) -> float:
    """Probability that the year-end value meets the target; NaN without a target.

    For a range it is the chance of ending inside it; for a single value NaN, because an amount that
    moves freely meets no point. What has passed its target and cannot fall has passed it, whatever
    the method says.
    """
    if is_missing(line.target) or is_missing(line.comparator):
        return np.nan
    target, passed = float(line.target), _sure_to_date(line)
    reached = 1.0 if passed >= exact(target) else outcome.chance(target)
    if line.comparator == Comparator.AT_MOST:
        return 0.0 if passed > exact(target) else 1 - outcome.chance(target)
    if line.comparator != Comparator.EXACTLY:
        return reached
    if is_missing(line.target_high):
        return 0.0 if passed > exact(target) else np.nan
    above = 1.0 if passed > exact(line.target_high) else outcome.chance(float(line.target_high))
    return max(reached - above, 0.0)


def _sure_to_date(line: Row) -> Decimal:
    """What has been reached and cannot be lost again; without end below zero where it can."""
    known = [exact(value) for value in (line.actual, line.partial) if not is_missing(value)]
    return max(known) if known and not line.signed else Decimal("-Infinity")


def project_year(
    assessed: pd.DataFrame, workspace: Workspace, period: Period | str, what_if: float = 1.0
) -> pd.DataFrame:
    """Where the year will end: the rows of an assessment with a projection, or why there is none.

    The method is that of docs/method.md. A part is kept under its whole, whichever rows it comes
    with.

    Parameters
    ----------
    assessed
        The table of :func:`hbanalysis.assess`, or some rows of it in any order.
    workspace, period
        Those of that table.
    what_if
        What the year would be if the remaining months brought so many times what is expected.

    Returns
    -------
    DataFrame
        The rows with the columns of docs/columns.md from ``point`` on: ``point, lo80, hi80, lo95,
        hi95`` and ``quantiles`` in the indicator's unit, ``chance`` 0-1, misses in percent of the
        year-end value, ``projection_reason`` where there is no projection.

    Raises
    ------
    HbaError
        For a table of another office, day or period, or one that is projected already; for a factor
        below 0.

    Examples
    --------
    >>> rows = hb.assess(year.office, year.period, year.territory)
    >>> projected = hb.project_year(rows[rows["indicator"] == "3"], year.office, year.period)
    >>> projected[["point", "chance"]].round(2).values.tolist()
    [[1465.09, 0.21]]

    """
    period = Period.of(period)
    refuse_foreign(assessed, workspace, period)
    if not (math.isfinite(what_if) and what_if >= 0):
        raise WrongUsage(
            "The what-if factor must be a number from 0 on, not {found}.", found=str(what_if)
        )
    rules = {
        name: in_force(workspace.rules, name, period.end.isoformat())
        for name in ("projection", "assumptions", "outlook")
    }
    lines = [*records(assessed), *_wholes_left_out(assessed, workspace, period)]
    made = outcomes_of(lines, workspace, period, rules["projection"])
    found, extras, outcomes = made.found, made.extras, made.outcomes
    rows = []
    for position, line in enumerate(lines[: len(assessed)]):
        told, one = (
            _bare(workspace, line, period, rules["projection"], position in found),
            found.get(position),
        )
        if one is not None:
            outcome, extra = outcomes[position], extras[position]
            told |= (
                outcome.numbers()
                | _standing(one)
                | _asked(outcome, line, what_if)
                | made.told[position]
                | {
                    "chance": chance_of(outcome, line),
                    "adjustment": extra.amount,
                    "adjusted_for_vi": extra.label_vi,
                    "adjusted_for_en": extra.label_en,
                    "coherence": made.capped.get(position, ""),
                    "projection_reason": "",
                }
            )
        rows.append(told)
    added = pd.DataFrame(rows, index=assessed.index, columns=COLUMNS)
    for column in TEXTS:
        added[column] = added[column].astype(object).fillna("").astype(str)
    for column in COUNTS:
        added[column] = added[column].astype(float).fillna(0).astype("int64")
    told_quantiles = [row.get("quantiles", {}) for row in rows]
    added["quantiles"] = pd.Series(told_quantiles, index=added.index, dtype=object)
    return checked(pd.concat([assessed, added], axis=1), "project_year")


def _wholes_left_out(assessed: pd.DataFrame, workspace: Workspace, period: Period) -> list[Any]:
    """The wholes of parts that were handed over without them.

    A part is kept under its whole, so it has the same numbers whichever rows come with it.
    """
    given = set(zip(assessed["territory"], assessed["indicator"], strict=True))
    waiting = [(line.territory, line.parent) for line in records(assessed) if line.parent]
    if given.issuperset(waiting):
        return []
    complete = assess_by_pace(workspace, period, assessed["territory"].unique())
    known = {(line.territory, line.indicator): line for line in records(complete)}
    left_out: dict[tuple[str, str], Any] = {}
    while waiting:
        pair = waiting.pop()
        if pair in known and pair not in given and pair not in left_out:
            left_out[pair] = known[pair]
            waiting.append((pair[0], known[pair].parent))
    return list(left_out.values())


def _bare(
    workspace: Workspace, line: Row, period: Period, rule: dict[str, Any], tried: bool
) -> dict[str, Any]:
    """What a row without a projection says."""
    reason = NO_HISTORY if tried else refusal(workspace, line, period, rule)
    if reason == YEAR_COMPLETE:
        return {"point": float(line.actual), "months_observed": 12, "projection_reason": reason}
    return {"projection_reason": reason, "months_observed": line.through}


def _standing(one: Projected) -> dict[str, Any]:
    """What a projection rests on and how far it was off before."""
    pooled = one.method == projection.METHOD
    return {
        "method": one.method,
        "months_observed": one.months,
        "years_of_history": one.years,
        "past_miss_pct": float(np.median(np.abs(one.misses))) if one.misses else np.nan,
        "past_tries": len(one.misses),
        "benchmark_miss_pct": benchmark_miss(one.months) if pooled else np.nan,
    }


def _asked(outcome: Outcome, line: Row, what_if: float) -> dict[str, Any]:
    """The what-if of the remaining months; nothing at a factor of 1."""
    if what_if == 1:
        return {"what_if": 1.0}
    changed = outcome.with_rest(float(line.actual), what_if)
    return {
        "what_if": what_if,
        "what_if_point": changed.point,
        "what_if_chance": chance_of(changed, line),
    }


def paths(workspace: Workspace, line: Row, years: int = 4) -> pd.DataFrame:
    """Year-to-date by month of a line's year and of the complete ones before it.

    The columns are ``year, month, value``; only known months are there.
    """
    period = Period.parse(line["period"])
    figures = observed(workspace, line["territory"])
    here = (figures["territory"] == line["territory"]) & (figures["indicator"] == line["indicator"])
    cells = grid_with_past(figures[here], period.year)
    since = comparable_year(workspace, line, period)
    own = cells.row(line["territory"], line["indicator"], period.year)
    rows = past_rows(cells, line["territory"], line["indicator"], period.year, years, since)
    rows += [] if own is None else [own]
    lines = [
        (int(cells.years[row]), month + 1, float(value))
        for row in rows
        for month, value in enumerate(cells.year_to_date[row])
        if np.isfinite(value)
    ]
    return pd.DataFrame(lines, columns=["year", "month", "value"])
