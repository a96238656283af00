"""Plan against actual: a row for each indicator, with a verdict or, within the year, an outlook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.actuals import actuals, scope
from hbanalysis.analysis.actual.bases import BRIDGED
from hbanalysis.analysis.actual.breaks import with_breaks
from hbanalysis.analysis.actual.comparison import same_period
from hbanalysis.analysis.actual.due import due_month_of
from hbanalysis.analysis.actual.older_levels import with_older_levels
from hbanalysis.analysis.actual.refused import refused_rows, with_refusals
from hbanalysis.analysis.actual.unreported import Reporting
from hbanalysis.analysis.actual.vantage import is_closed, last_day, vantage_day, vantage_month
from hbanalysis.analysis.actual.wards import wards_by_parent
from hbanalysis.analysis.columns import checked
from hbanalysis.analysis.history.bridges import bridged_from, observed, taken_over
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.analysis.identity import marked
from hbanalysis.analysis.plan.growth import with_required_growth
from hbanalysis.analysis.plan.judge import judge_row
from hbanalysis.analysis.plan.milestones import with_steps
from hbanalysis.analysis.plan.needs import with_needs
from hbanalysis.analysis.plan.pace import with_pace
from hbanalysis.analysis.plan.parts import nearest_end, with_parts
from hbanalysis.analysis.plan.scenario import with_scenario
from hbanalysis.analysis.plan.targets_in_force import (
    TARGET_COLUMNS,
    decided_by,
    later_targets,
    targets_in_force,
)
from hbanalysis.analysis.plan.term_path import with_terms
from hbanalysis.analysis.row import Row
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import latest
from hbanalysis.intake.observations.other_year import start_months
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.intake.running_terms import in_its_year
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import (
    OF_TERM,
    UNJUDGED,
    Comparator,
    Measure,
    Reason,
    report_every,
    traits,
)

WITHOUT_PERCENT = (
    Measure.RANK,
    Measure.MILESTONE,
    *(measure for measure in Measure if traits(measure).in_points),
)
"""The kinds that are not told in percent of their target."""


def percent_of_plan(row: Row) -> float:
    """Year-to-date as a percentage of the target; NaN for a cap of zero, a rank, a milestone.

    The source's own printed percentage belongs to its own plan and is kept beside, never in place
    of this one.
    """
    if row.measure in WITHOUT_PERCENT or row.comparator == Comparator.DONE:
        return np.nan
    if across_signs(row):
        return np.nan
    whole, part = row.target, row.actual
    if row.measure == Measure.PER_WARD and row.wards and not is_missing(row.target):
        reached = [
            v for v in row.wards.values() if not is_missing(v) and exact(v) >= exact(row.target)
        ]
        complete = len(reached) == len(row.wards)
        # While wards are short, surplus models elsewhere must not hide them: the share of wards
        # that have enough.
        whole, part = (
            (row.target * len(row.wards), row.actual)
            if complete
            else (len(row.wards), len(reached))
        )
        part = np.nan if row.through == 0 else part
    share = percent_of(part, whole)
    return np.nan if share is None else share


def across_signs(row: Row) -> bool:
    """Whether plan and actual have no percentage: a plan of zero or below, or an amount below it.

    −322.1 of a plan of at least −136.2 is no "236.5 %".
    """
    signed = (Measure.FLOW, Measure.STOCK, Measure.RATIO, Measure.TERM_SUM, Measure.TERM_LEVEL)
    if row.measure not in signed:
        return False
    if is_missing(row.target) or is_missing(row.actual):
        return False
    return bool(row.target <= 0 or row.actual < 0)


def gap_to_plan(row: Row) -> float:
    """Actual less target, in the unit of the row; NaN for what is no amount.

    Of a range the distance to its nearer end, 0 inside.
    """
    amounts = (Measure.FLOW, Measure.STOCK, Measure.RATIO, Measure.CAP, *OF_TERM)
    if row.measure not in amounts or is_missing(row.target) or is_missing(row.actual):
        return np.nan
    return float(exact(row.actual) - exact(nearest_end(row)))


def next_date(row: Row, reason: str, period: Period, closed: bool, seen: str) -> str:
    """The month ``YYYY-MM`` whose report can bring a row without a judgement one.

    Empty when it has one. What is awaited comes with its own month's report; what is not due waits
    for its month, or for the next report when it is reported again and again; figures or a quota
    that are late can come with the next report. Empty when nothing but the office can help (a
    comparator nobody has decided, a territory that has ended) and when the date has passed.
    """
    if reason not in UNJUDGED or reason in NO_NEXT:
        return ""
    if row.awaited:
        return str(row.awaited[0])
    if reason == Reason.NO_PACE:
        return _month_text(period.year, 12)
    every = report_every(str(row.cadence))
    due = due_month_of(row)
    if closed and reason == Reason.NOT_PUBLISHED and due <= 12:
        return _month_text(period.year, 13)
    following = _next_report(period, every or 1, seen)
    waits = due > period.last and not (every and reason == Reason.NOT_DUE)
    if reason in (Reason.NOT_DUE, Reason.NOT_PUBLISHED) and waits:
        month = due
    elif closed or (reason == Reason.NOT_DUE and not every):
        return ""
    else:
        month = following if following <= 12 else 13
    text = _month_text(period.year, month)
    return text if not seen or text >= seen[:7] else ""


def _next_report(period: Period, every: int, seen: str) -> int:
    """The month of the next report: after the period, or the one running on a day within it."""
    within = f"{period.year}-01" <= seen[:7] and seen <= period.end.isoformat()
    first = int(seen[5:7]) if within else period.last + 1
    return first + (every - first % every) % every


NOT_HEARD: dict[str, Any] = {
    "outlook_by_pace": "",
    "outlook_by_chance": "",
    "outlook_chance": np.nan,
    "outlook_basis": "",
    "weighs_more": "",
    "weighs_right": 0,
    "weighs_of": 0,
}
"""What the projection adds to an outlook, before it has been heard (judgement/one_word.py)."""
NO_NEXT = (
    Reason.PLANS_CONTRADICT,
    Reason.COMPARATOR_NOT_STATED,
    Reason.TERRITORY_ENDED,
    Reason.BREAK_WITHIN,
    Reason.BREAK_IN_TERM,
    Reason.OTHER_YEAR,
)
"""Reasons that no later report can remove."""


def _month_text(year: int, month: int) -> str:
    """``YYYY-MM`` of a month counted from January of a year; 13 is January of the next."""
    return f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"


def _lines(workspace: Workspace, period: Period, territories: list[str]) -> pd.DataFrame:
    """The rows of the report, each with what was refused of it: see :mod:`...plan.refused`."""
    refused = refused_rows(workspace, period)
    lines = scope(
        workspace.indicators,
        _asked_for(workspace, period),
        workspace.observations,
        territories,
        period.year,
        refused,
    )
    ends = _ends(workspace.territories)
    over = [ends.get(territory, "9999") for territory in lines["territory"]]
    lines["ended"] = [day if day < period.end.isoformat() else "" for day in over]
    wards = wards_by_parent(workspace.territories, period.end.isoformat())
    return with_refusals(lines, refused, wards)


def _asked_for(workspace: Workspace, period: Period) -> pd.DataFrame:
    """The targets that put an indicator into the report: of this year, or far ahead.

    A target for 2030 speaks in the years before it; next year's plan does not, unless it is the
    only thing known of an indicator that has been reported before.
    """
    targets = in_its_year(workspace.targets, period.year)
    ahead = decided_by(targets[targets["year"] > period.year], period, workspace.as_of)
    seen = pd.MultiIndex.from_frame(workspace.known_figures[PAIR].drop_duplicates())
    reported = pd.MultiIndex.from_frame(ahead[PAIR]).isin(seen)
    told = ahead[(ahead["year"] > period.year + 1) | reported]
    return pd.concat([targets, told.assign(year=period.year)])


def _ends(territories: pd.DataFrame) -> dict[str, str]:
    """The last day of every territory that has one; a code that goes on in any shape has none."""
    days = territories.assign(valid_to=territories["valid_to"].fillna("").replace("", "9999-12-31"))
    last = latest(days, ["territory"], "valid_to")
    return {str(code): str(day) for code, day in last.items() if day != "9999-12-31"}


NUMBERS_OF_TARGET = {"target", "target_high", "term_first", "term_last"}


def with_target(table: pd.DataFrame, targets: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """The lines with the plan they are held against; a line without one has an empty comparator."""
    table = table.merge(targets, how="left", on=PAIR)
    for column in set(TARGET_COLUMNS.values()) - NUMBERS_OF_TARGET:
        table[column] = table[column].astype(object).fillna("").astype(str)
    for column in ("former_targets", "rival_plans"):
        table[column] = [value if isinstance(value, tuple) else () for value in table[column]]
    ahead = later.reindex(pd.MultiIndex.from_frame(table[PAIR]))
    return table.assign(
        plans=table["plans"].fillna(0).astype("int64"),
        target_high=table["target_high"].astype(float),
        later_target=ahead["later_target"].to_numpy(dtype=float),
        later_year=ahead["later_year"].fillna(0).to_numpy(dtype="int64"),
        signed=table["signed"].astype(bool) | (table["target"] < 0),
        term_first=table["term_first"].fillna(0).astype("int64"),
        term_last=table["term_last"].fillna(0).astype("int64"),
    )


def _rules_of(workspace: Workspace, period: Period) -> dict[str, Any]:
    """The dated rules of a judgement that apply at a period's end."""
    return {
        name: in_force(workspace.rules, name, period.end.isoformat())
        for name in ("assumptions", "outlook", "pace", "plans", "reporting", "comparison")
    }


def reported(
    workspace: Workspace, period: Period, territories: Iterable[str] | str
) -> pd.DataFrame:
    """The first half of a judgement: what is known of each line, its plan in force, its breaks."""
    codes = workspace.codes_of(territories)
    observations = observed(workspace, codes)
    known = (observations, grid_with_past(observations, period.year))
    return _reported(workspace, period, codes, known, 1)


def _reported(
    workspace: Workspace,
    period: Period,
    territories: list[str],
    known: tuple[pd.DataFrame, YearMonths],
    plan_place: int,
) -> pd.DataFrame:
    """:func:`reported` with the figures at hand."""
    (observations, cells), rules = known, _rules_of(workspace, period)
    reporting = Reporting(vantage_day(period, workspace.as_of), rules["reporting"])
    lines = _lines(workspace, period, territories)
    table = actuals(lines, cells, observations, workspace.territories, period, reporting)
    table = with_target(
        table,
        targets_in_force(
            in_its_year(workspace.targets, period.year),
            period,
            workspace.as_of,
            rules["plans"],
            plan_place,
        ),
        later_targets(workspace.targets, period, workspace.as_of),
    )
    table = with_terms(table, cells, observations, workspace, period)
    table = with_older_levels(table, cells, workspace.events, period)
    table = with_breaks(table, cells, workspace.events, period)
    table["year_starts"] = np.where(
        table["measure"] == Measure.FLOW, start_months(observations, table), 0
    )
    return table


def assess_by_pace(
    workspace: Workspace,
    period: Period | str,
    territories: Iterable[str] | str,
    *,
    plan_place: int = 1,
) -> pd.DataFrame:
    """The rows judged by figures and pace alone, before the projection has been heard.

    Arguments as in :func:`hbanalysis.assess`, which everybody else asks.
    """
    period, territories = Period.of(period), workspace.codes_of(territories)
    rules = _rules_of(workspace, period)
    observations = observed(workspace, territories)
    cells = grid_with_past(observations, period.year)
    table = _reported(workspace, period, territories, (observations, cells), plan_place)
    table = with_steps(table, workspace.steps, period.year, last_day(period, workspace.as_of))
    table = with_pace(
        table,
        cells,
        workspace.indicators,
        workspace.events,
        workspace.targets,
        workspace.phasing,
        period,
        rules["outlook"] | rules["pace"],
    )
    table = with_needs(table, cells, workspace.events, period)
    table = same_period(
        table,
        cells,
        observations,
        workspace.observations,
        workspace,
        period,
        float(rules["comparison"]["printed_contradicts_from"]),
    )
    table = with_required_growth(with_scenario(table, workspace, period), cells, period)
    table["bridged_from"] = _behind(workspace, observations, table, period)
    table = marked(table, workspace, period).assign(
        pct_of_plan=[percent_of_plan(row) for row in records(table)],
        gap_to_plan=[gap_to_plan(row) for row in records(table)],
        no_pct_because=["sign" if across_signs(row) else "" for row in records(table)],
        stated_pct_of_plan=_stated(table, observations, period),
    )
    return _judged(table, workspace, period, rules)


def _behind(
    workspace: Workspace, observations: pd.DataFrame, table: pd.DataFrame, period: Period
) -> pd.Series:
    """The old territories behind each row, also where one goes on and its past is summed up."""
    named = [
        told or (taken_over(workspace, place, period.year - 1) if basis == BRIDGED else ())
        for told, place, basis in zip(
            bridged_from(observations, table),
            table["territory"],
            table["same_period_basis"],
            strict=True,
        )
    ]
    return pd.Series(named, index=table.index, dtype=object)


def _judged(
    table: pd.DataFrame, workspace: Workspace, period: Period, rules: dict[str, Any]
) -> pd.DataFrame:
    """The rows with their judgement, next date, wards by name, and every whole's worst part."""
    closed, month = is_closed(period, workspace.as_of), vantage_month(period, workspace.as_of)
    today = last_day(period, workspace.as_of)
    rows = list(records(table))
    seen = vantage_day(period, workspace.as_of)
    over = [closed and row.term_last in (0, period.year) for row in rows]
    judged = [
        judge_row(row, month, ended, today, rules, seen)
        for row, ended in zip(rows, over, strict=True)
    ]
    lang = pd.DataFrame(
        judged, index=table.index, columns=["verdict", "outlook", "reason"], dtype=object
    )
    table = pd.concat([table, lang], axis=1)
    table["next_date"] = [
        next_date(row, str(judgement[2]), period, ended, seen)
        for row, judgement, ended in zip(rows, judged, over, strict=True)
    ]
    places = workspace.territories.drop_duplicates("territory").set_index("territory")
    named = {str(code): str(name) for code, name in places["name_vi"].items()}
    table["wards_short"] = [_short(row, named) for row in rows]
    table["wards_silent"] = [_silent(row, named) for row in rows]
    table = table.assign(
        closed=np.array(over, dtype=bool),
        place_vi=table["territory"].map(places["name_vi"]),
        place_en=table["territory"].map(places["name_en"]),
    )
    return checked(with_parts(table).assign(**NOT_HEARD).copy(), "assess")  # in one block again


def _short(row: Row, named: dict[str, str]) -> tuple[str, ...]:
    """Names of the wards that reported less than a per-ward target."""
    if not row.wards or is_missing(row.target):
        return ()
    return tuple(
        str(named.get(ward, ward))
        for ward, value in row.wards.items()
        if not is_missing(value) and exact(value) < exact(row.target)
    )


def _silent(row: Row, named: dict[str, str]) -> tuple[str, ...]:
    """Names of the wards that have reported nothing."""
    return tuple(
        str(named.get(ward, ward)) for ward, value in row.wards.items() if is_missing(value)
    )


def _stated(table: pd.DataFrame, observations: pd.DataFrame, period: Period) -> Any:
    """The percentage of plan that the source printed beside its own year-to-date."""
    printed = observations[
        (observations["accumulation"] == "ytd") & observations["stated_pct_of_plan"].notna()
    ]
    printed = printed.drop_duplicates(["territory", "indicator", "period"], keep="last")
    known = printed.set_index(["territory", "indicator", "period"])["stated_pct_of_plan"]
    months = [f"{period.year}-{int(month):02d}" for month in table["through"]]
    wanted = pd.MultiIndex.from_arrays([table["territory"], table["indicator"], months])
    return known.reindex(wanted).to_numpy(dtype=float)
