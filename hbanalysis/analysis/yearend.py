"""Year-end projections of a report: which indicators can be projected, from what, and why the others cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.pace import first_comparable_year, past_rows
from hbanalysis.analysis.series import Grid, grid
from hbanalysis.analysis.share_profile import METHOD, Projection, as_dict, from_shares
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.rules import in_force
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import tuples
from hbanalysis.vocabulary.terms import Comparator, Measure

NOT_A_FLOW = "not a flow"
TOO_EARLY = "too early"
NOTHING_REPORTED = "nothing reported"
ZERO_SO_FAR = "zero so far"
NO_HISTORY = "no complete past year"
BREAK_AHEAD = "break before the year's end"
YEAR_COMPLETE = "year complete"
REJECTED = "figures rejected"
MONTHS_MISSING = "figures missing"

COLUMNS = ["point", "lo80", "hi80", "lo95", "hi95", "chance", "method", "months_observed", "years_of_history",
           "past_miss_pct", "past_tries", "projection_reason"]


def may_project(line: Any) -> str:
    """``yes``, ``weak`` or ``no``: what the indicators' list says, else what measure and cadence imply."""
    if line.measure != Measure.FLOW:
        return "no"
    if getattr(line, "projectable", ""):
        return str(line.projectable)
    return "yes" if str(line.cadence).startswith("m") else "weak"


def break_ahead(workspace: Workspace, line: Any, period: Period) -> bool:
    """Whether a declared break or the territory's end lies between the cut-off and the year's end."""
    start, end = period.end.isoformat(), f"{period.year}-12-31"
    events = workspace.events
    here = events["territory"].isin([line.territory, ""]) & events["indicator"].isin([line.indicator, ""])
    breaks = events[here & (events["kind"] == "break") & (events["date"] > start) & (events["date"] <= end)]
    last_day = workspace.territories.set_index("territory")["valid_to"].get(line.territory, "")
    return len(breaks) > 0 or bool(last_day and last_day < end)


def refusal(workspace: Workspace, line: Any, period: Period, rule: dict[str, Any]) -> str:
    """Why a line is not projected; empty when nothing stands against it."""
    kind = may_project(line)
    early = kind == "weak" and line.through < int(rule["weak_cadence_needs_months"])
    nothing = line.through == 0 or is_missing(line.actual)
    reasons = (
        (kind == "no", NOT_A_FLOW), (line.rejected, REJECTED), (nothing, NOTHING_REPORTED),
        (not nothing and line.actual <= 0 and line.through < 12, ZERO_SO_FAR),
        (line.through >= 12, YEAR_COMPLETE),
        (bool(line.closed), MONTHS_MISSING), (break_ahead(workspace, line, period), BREAK_AHEAD), (early, TOO_EARLY),
    )
    return next((reason for applies, reason in reasons if applies), "")


def own_misses(totals: np.ndarray, rows: list[int], months: int) -> list[float]:
    """How far the method was off in past years at the same month, in percent of the outcome (signed)."""
    misses = []
    for place in range(1, len(rows)):
        before, row = rows[:place], rows[place]
        try:
            found = from_shares(totals[row, months - 1], totals[before, months - 1], totals[before, 11], months)
        except ValueError:
            continue
        misses.append(100 * (found.quantile(0.5) / totals[row, 11] - 1))
    return misses


def chance_of(projection: Projection, line: Any) -> float:
    """Probability that the year-end value meets the target; NaN without a target."""
    if is_missing(line.target) or is_missing(line.comparator):
        return np.nan
    if line.comparator == Comparator.EXACTLY:
        return np.nan  # a single value of a continuous amount has no chance
    reached = projection.chance(float(line.target))
    return 1 - reached if line.comparator == Comparator.AT_MOST else reached


def project_line(cells: Grid, workspace: Workspace, line: Any, period: Period, rule: dict[str, Any]) -> dict[str, Any]:
    """The projection of one line, or empty numbers and the reason why there is none."""
    reason = refusal(workspace, line, period, rule)
    if reason == YEAR_COMPLETE:
        return {"point": line.actual, "months_observed": 12, "projection_reason": reason}
    if reason:
        return {"projection_reason": reason, "months_observed": line.through}
    since = first_comparable_year(workspace.events, line.territory, line.indicator, period.end.isoformat())
    rows = past_rows(cells, line.territory, line.indicator, period.year, int(rule["past_years"]), since)
    totals, months = cells.year_to_date, int(line.through)
    rows = [row for row in rows if np.isfinite(totals[row, months - 1]) and totals[row, months - 1] > 0]
    if len(rows) < int(rule["fewest_years"]):
        return {"projection_reason": NO_HISTORY, "months_observed": months}
    found = from_shares(line.actual, totals[rows, months - 1], totals[rows, 11], months)
    numbers = {name: value for name, value in as_dict(found).items() if name not in ("quantiles", "prob")}
    misses = own_misses(totals, rows, months)
    return numbers | {
        "chance": chance_of(found, line), "method": METHOD, "months_observed": months, "years_of_history": len(rows),
        "past_miss_pct": float(np.median(np.abs(misses))) if misses else np.nan, "past_tries": len(misses),
        "projection_reason": "",
    }


def project_year(assessed: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """The rows of an assessment with a year-end projection, or the reason why there is none.

    ``assessed`` is the table of :func:`hbanalysis.analysis.assessment.assess` for the same workspace and period.
    Adds ``point, lo80, hi80, lo95, hi95`` (the indicator's unit), ``chance`` (0-1), ``method, months_observed,
    years_of_history, past_miss_pct`` (median absolute miss at this month of past years, in percent), ``past_tries``
    and ``projection_reason``.
    """
    rule = in_force(workspace.rules, "projection", period.end.isoformat())
    cells = grid(workspace.observations_at(period))
    found = [project_line(cells, workspace, line, period, rule) for line in tuples(assessed)]
    added = pd.DataFrame(found, index=assessed.index, columns=COLUMNS)
    for column in ("method", "projection_reason"):
        added[column] = added[column].astype(object).fillna("").astype(str)
    for column in ("months_observed", "years_of_history", "past_tries"):
        added[column] = added[column].astype(float).fillna(0).astype("int64")
    return pd.concat([assessed, added], axis=1)


def paths(workspace: Workspace, line: Any, years: int = 4) -> pd.DataFrame:
    """Year-to-date by month of a line's year and the complete ones before it: ``year, month, value`` (known only)."""
    period = Period.parse(line["period"])
    cells = grid(workspace.observations_at(period))
    since = first_comparable_year(workspace.events, line["territory"], line["indicator"], period.end.isoformat())
    own = cells.row(line["territory"], line["indicator"], period.year)
    rows = past_rows(cells, line["territory"], line["indicator"], period.year, years, since)
    rows += [] if own is None else [own]
    found = [(int(cells.years[row]), month + 1, float(value)) for row in rows
             for month, value in enumerate(cells.year_to_date[row]) if np.isfinite(value)]
    return pd.DataFrame(found, columns=["year", "month", "value"])
