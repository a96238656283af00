"""Plan against actual: one row for each indicator, with a verdict for a closed year or an outlook during it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actuals import actuals, scope, wards_of
from hbanalysis.analysis.judging import due_month, judge_row
from hbanalysis.analysis.pace import same_period, with_pace
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.rules import in_force
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records, tuples
from hbanalysis.vocabulary.terms import UNJUDGED, Comparator, Measure, Reason

TARGET_COLUMNS = {"value": "target", "comparator": "comparator", "comparator_stated": "comparator_stated",
                  "plan": "plan", "decided": "decided", "source": "target_source", "locator": "target_locator",
                  "note": "target_note", "basis": "target_basis"}


def is_closed(period: Period, as_of: str) -> bool:
    """Whether the year is over for this report: the period ends in December and it is looked at after the year.

    A whole year is looked at from after its end unless ``as_of`` says otherwise; December or the fourth quarter
    are judged as December, with the latest figures known, unless ``as_of`` lies after the year.

    >>> is_closed(Period.parse("2024"), ""), is_closed(Period.parse("2024"), "2024-12-15")
    (True, False)
    """
    if period.last != 12:
        return False
    return as_of > f"{period.year}-12-31" if as_of else period.is_year


def month_seen(period: Period, as_of: str) -> int:
    """The month of the year (0-12) that a report looks back from: its cut-off, or ``as_of`` when that is earlier.

    >>> month_seen(Period.parse("2024"), "2024-06-15"), month_seen(Period.parse("2024-Q3"), "")
    (6, 9)
    """
    if not as_of or as_of >= period.end.isoformat():
        return period.last
    return int(as_of[5:7]) if as_of[:4] == str(period.year) else 0


def targets_in_force(targets: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The target of the year that applied at the cut-off (or on ``as_of``, when that is earlier): the last decided."""
    limit = min(period.end.isoformat(), as_of or "9999")
    known = targets[(targets["year"] == period.year) & (targets["decided"] <= limit)]
    ordered = known.sort_values(["territory", "indicator", "decided", "plan"], kind="stable")
    last = ordered.drop_duplicates(["territory", "indicator"], keep="last").rename(columns=TARGET_COLUMNS)
    former = {pair: tuple(group["value"].iloc[:-1]) for pair, group in ordered.groupby(["territory", "indicator"])}
    last["former_targets"] = [former[pair] for pair in zip(last["territory"], last["indicator"], strict=True)]
    return last[["territory", "indicator", *TARGET_COLUMNS.values(), "former_targets"]]


def percent_of_plan(row: Any) -> float:
    """Year-to-date as a percentage of the target; NaN for a cap of zero, a rank, a milestone.

    The source's own printed percentage belongs to its own plan and is kept beside, never in place of this one.
    """
    if row.measure in (Measure.RANK, Measure.MILESTONE) or row.comparator == Comparator.DONE:
        return np.nan
    whole, part = row.target, row.actual
    if row.measure == Measure.PER_WARD and row.wards and not is_missing(row.target):
        reached = [v for v in row.wards.values() if not is_missing(v) and exact(v) >= exact(row.target)]
        complete = len(reached) == len(row.wards)
        # While wards are short, surplus models elsewhere must not hide them: the share of wards that have enough.
        whole, part = (row.target * len(row.wards), row.actual) if complete else (len(row.wards), len(reached))
        part = np.nan if row.through == 0 else part
    share = percent_of(part, whole)
    return np.nan if share is None else share


def next_date(row: Any, period: Period) -> str:
    """The month ``YYYY-MM`` at which a row without a judgement can be judged next; empty when it has one."""
    if row.reason not in UNJUDGED:
        return ""
    due = due_month(row.judgeable)
    if row.reason in (Reason.NOT_DUE, Reason.NOT_PUBLISHED) and due > period.last:
        return f"{period.year + (due - 1) // 12}-{(due - 1) % 12 + 1:02d}"
    return ""


def assess(workspace: Workspace, period: Period, territories: list[str]) -> pd.DataFrame:
    """One row for each indicator of each territory, in the order of the list.

    Columns beside those of the indicators: ``target, comparator, plan, decided, actual, in_period, through, missing,
    status, published, source, locator, file, demo, pct_of_plan, stated_pct_of_plan, same_period,
    pct_of_same_period, same_period_basis, expected_share, expected_to_date, pace_method, pace_years,
    required_per_month, best_month, verdict, outlook, reason, next_date, closed,
    place_vi, place_en``. Amounts are in the indicator's unit,
    percentages are 0-100, ``expected_share`` is 0-1. Exactly one of ``verdict`` and ``outlook`` is filled.
    """
    day = period.end.isoformat()
    rules = {name: in_force(workspace.rules, name, day) for name in ("assumptions", "outlook", "pace")}
    observations = workspace.observations_at(period)
    stopped = set(zip(workspace.rejected["territory"], workspace.rejected["indicator"], strict=True))
    pairs = pd.Series(list(zip(observations["territory"], observations["indicator"], strict=True)), dtype=object)
    observations = observations[~pairs.isin(stopped).to_numpy(dtype=bool)]
    lines = scope(workspace.indicators, workspace.targets, workspace.observations, territories, period.year)
    lines["rejected"] = [_is_stopped(line, stopped, workspace.territories, period.year) for line in records(lines)]
    table = actuals(lines, observations, workspace.territories, period)
    table = table.merge(targets_in_force(workspace.targets, period, workspace.as_of), how="left",
                        on=["territory", "indicator"])
    for column in set(TARGET_COLUMNS.values()) - {"target"}:
        table[column] = table[column].astype(object).fillna("").astype(str)
    table["former_targets"] = [value if isinstance(value, tuple) else () for value in table["former_targets"]]
    table = with_pace(table, observations, workspace.events, period, rules["pace"])
    table = same_period(table, observations, workspace.events, period)
    table = table.assign(period=str(period), pct_of_plan=[percent_of_plan(row) for row in tuples(table)])
    table["stated_pct_of_plan"] = _stated(table, observations, period)
    closed = is_closed(period, workspace.as_of)
    month = month_seen(period, workspace.as_of)
    judged = [judge_row(row, month, closed, rules) for row in tuples(table)]
    words = pd.DataFrame(judged, index=table.index, columns=["verdict", "outlook", "reason"], dtype=object)
    table = pd.concat([table, words], axis=1)
    table["next_date"] = [next_date(row, period) for row in tuples(table)]
    named = workspace.territories.drop_duplicates("territory").set_index("territory")["name_vi"]
    table["wards_short"] = [_short(row, named) for row in tuples(table)]
    table["wards_silent"] = [_silent(row, named) for row in tuples(table)]
    places = workspace.territories.drop_duplicates("territory").set_index("territory")
    return table.assign(closed=closed, place_vi=table["territory"].map(places["name_vi"]),
                        place_en=table["territory"].map(places["name_en"]))


def _is_stopped(line: Any, stopped: set[tuple[str, str]], territories: pd.DataFrame, year: int) -> bool:
    """Whether rejected cells stop a line: its own, or for a per-ward rule those of any ward."""
    places = [line["territory"]]
    if line["measure"] == Measure.PER_WARD:
        places += wards_of(territories, line["territory"], year)
    return any((place, line["indicator"]) in stopped for place in places)


def _short(row: Any, named: pd.Series) -> tuple[str, ...]:
    """Names of the wards that reported less than a per-ward target."""
    if is_missing(row.target):
        return ()
    return tuple(str(named.get(ward, ward)) for ward, value in row.wards.items()
                 if not is_missing(value) and exact(value) < exact(row.target))


def _silent(row: Any, named: pd.Series) -> tuple[str, ...]:
    """Names of the wards that have reported nothing."""
    return tuple(str(named.get(ward, ward)) for ward, value in row.wards.items() if is_missing(value))


def _stated(table: pd.DataFrame, observations: pd.DataFrame, period: Period) -> list[float]:
    """The percentage of plan that the source printed beside its own year-to-date."""
    printed = observations[(observations["accumulation"] == "ytd") & observations["stated_pct_of_plan"].notna()]
    known = printed.set_index(["territory", "indicator", "period"])["stated_pct_of_plan"]
    return [float(known.get((row.territory, row.indicator, f"{period.year}-{row.through:02d}"), np.nan))
            for row in tuples(table)]
