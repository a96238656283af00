"""Which indicators can be projected to the year's end, and why the others cannot."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.actual import refused
from hbanalysis.analysis.history.year_profiles import first_whole_year
from hbanalysis.analysis.row import Row
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import FlowKind, Measure

NOT_A_FLOW = "not a flow"
TOO_EARLY = "too early"
TOO_FAR_BACK = "last figure too old"
NOTHING_REPORTED = "nothing reported"
ZERO_SO_FAR = "zero so far"
NO_HISTORY = "no complete past year"
OTHER_YEAR = "year does not start in January"
BREAK_AHEAD = "break before the year's end"
YEAR_COMPLETE = "year complete"
REJECTED = "figures rejected"
MONTHS_MISSING = "figures missing"


def may_project(line: Row) -> str:
    """``yes``, ``weak`` or ``no``, as the indicators' list says or measure and cadence imply."""
    if line.measure != Measure.FLOW:
        return "no"
    if getattr(line, "projectable", ""):
        return str(line.projectable)
    return "yes" if is_monthly(line) else "weak"


def is_monthly(line: Row) -> bool:
    """Whether the pooled monthly model applies.

    Other cadences are known only at their period's end.
    """
    return str(line.cadence).startswith("m")


def is_investment(line: Row) -> bool | None:
    """Whether the indicators' list says that it is public investment.

    None where the list says nothing: then the months of past years tell.
    """
    kind = getattr(line, "projected_as", "")
    return kind == FlowKind.INVESTMENT if kind else None


def break_ahead(workspace: Workspace, line: Row, period: Period) -> bool:
    """Whether a declared break or the territory's end lies between cut-off and year's end."""
    start, end = period.end.isoformat(), f"{period.year}-12-31"
    last_day = workspace.last_days.get(line.territory, "")
    return bool(last_day and last_day < end) or any(
        event.kind == "break" and start < event.date <= end
        for event in workspace.events_at(line.territory, line.indicator)
    )


def comparable_year(workspace: Workspace, line: Row, period: Period) -> int:
    """The first whole year of a line after its last declared break; 1900 when there is none."""
    until = period.end.isoformat()
    return max(
        (
            first_whole_year(event.date)
            for event in workspace.events_at(line.territory, line.indicator)
            if event.kind == "break" and event.date <= until
        ),
        default=1900,
    )


def refusal(workspace: Workspace, line: Row, period: Period, rule: dict[str, Any]) -> str:
    """Why a line is not projected; empty when nothing stands against it."""
    kind = may_project(line)
    early = kind == "weak" and line.through < int(rule["weak_cadence_needs_months"])
    nothing = line.through == 0 or is_missing(line.actual)
    no_share = (
        not nothing
        and line.through < 12
        and (line.actual == 0 or (line.actual < 0 and not is_monthly(line)))
    )
    reasons = (
        (kind == "no", NOT_A_FLOW),
        (line.rejected == refused.FIGURES, REJECTED),
        (line.year_starts > 1, OTHER_YEAR),
        (nothing, NOTHING_REPORTED),
        (no_share, ZERO_SO_FAR),
        (line.through >= 12, YEAR_COMPLETE),
        (bool(line.closed), MONTHS_MISSING),
        (line.through < float(rule["least_share_known"]) * period.last, TOO_FAR_BACK),
    )
    found = next((reason for applies, reason in reasons if applies), "")
    if not found and break_ahead(workspace, line, period):
        return BREAK_AHEAD
    return found or (TOO_EARLY if early else "")
