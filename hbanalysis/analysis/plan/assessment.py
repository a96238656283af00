"""Plan against actual: a row for each indicator, with a verdict or, within the year, an outlook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.actuals import actuals
from hbanalysis.analysis.actual.bases import BRIDGED
from hbanalysis.analysis.actual.breaks import with_breaks
from hbanalysis.analysis.actual.comparison import same_period
from hbanalysis.analysis.actual.older_levels import with_older_levels
from hbanalysis.analysis.actual.unreported import Reporting
from hbanalysis.analysis.actual.vantage import is_closed, last_day, vantage_day, vantage_month
from hbanalysis.analysis.columns import checked
from hbanalysis.analysis.history.bridges import bridged_from, observed, taken_over
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.identity import marked
from hbanalysis.analysis.plan.against_plan import (
    across_signs,
    gap_to_plan,
    percent_of_plan,
    stated_percent,
)
from hbanalysis.analysis.plan.growth import with_required_growth
from hbanalysis.analysis.plan.judge import judge_row
from hbanalysis.analysis.plan.milestones import with_steps
from hbanalysis.analysis.plan.needs import with_needs
from hbanalysis.analysis.plan.next_dates import next_date
from hbanalysis.analysis.plan.pace import with_pace
from hbanalysis.analysis.plan.parts import with_parts
from hbanalysis.analysis.plan.report_lines import lines_of, with_target
from hbanalysis.analysis.plan.scenario import with_scenario
from hbanalysis.analysis.plan.targets_in_force import later_targets, targets_in_force
from hbanalysis.analysis.plan.term_path import with_terms
from hbanalysis.analysis.row import Row
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.other_year import start_months
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.intake.running_terms import in_its_year
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure

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
    lines = lines_of(workspace, period, territories)
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
        stated_pct_of_plan=stated_percent(table, observations, period),
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
