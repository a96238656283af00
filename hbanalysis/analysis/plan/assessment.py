"""Plan against actual: one row for each indicator.

With a verdict for a closed year or an outlook during it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.columns import checked
from hbanalysis.analysis.history.bridges import bridged_from, observed
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.identity import marked
from hbanalysis.analysis.plan.actuals import actuals, scope, wards_by_parent
from hbanalysis.analysis.plan.comparison import same_period
from hbanalysis.analysis.plan.judge import due_month, judge_row
from hbanalysis.analysis.plan.milestones import with_steps
from hbanalysis.analysis.plan.pace import with_pace
from hbanalysis.analysis.plan.parts import with_parts
from hbanalysis.analysis.plan.targets_in_force import TARGET_COLUMNS, targets_in_force
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import tuples
from hbanalysis.vocabulary.terms import UNJUDGED, Comparator, Measure, Reason, report_every


def seen_from(period: Period, as_of: str) -> str:
    """The day a report looks from.

    ``as_of``; without it today while the period lasts, else empty (all is known).
    """
    today = datetime.now(tz=UTC).date()
    return as_of or (today.isoformat() if period.end >= today else "")


def is_closed(period: Period, as_of: str) -> bool:
    """Whether the year is over for this report.

    The period ends in December and it is looked at after the year.

    A whole year that is over is looked at from after its end unless ``as_of`` says otherwise;
    December or the fourth quarter are judged as December, with the latest figures known, unless
    ``as_of`` lies after the year.

    >>> is_closed(Period.parse("2024"), ""), is_closed(Period.parse("2024"), "2024-12-15")
    (True, False)
    """
    if period.last != 12:
        return False
    as_of = seen_from(period, as_of)
    return as_of > f"{period.year}-12-31" if as_of else period.is_year


def month_seen(period: Period, as_of: str) -> int:
    """The month of the year (0-12) that a report looks back from.

    Its cut-off, or ``as_of`` when that is earlier.

    >>> month_seen(Period.parse("2024"), "2024-06-15"), month_seen(Period.parse("2024-Q3"), "")
    (6, 9)
    """
    as_of = seen_from(period, as_of)
    if not as_of or as_of >= period.end.isoformat():
        return period.last
    return int(as_of[5:7]) if as_of[:4] == str(period.year) else 0


def percent_of_plan(row: Any) -> float:
    """Year-to-date as a percentage of the target; NaN for a cap of zero, a rank, a milestone.

    The source's own printed percentage belongs to its own plan and is kept beside, never in place
    of this one.
    """
    if row.measure in (Measure.RANK, Measure.MILESTONE) or row.comparator == Comparator.DONE:
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


def _day_seen(period: Period, as_of: str) -> str:
    """The day that a report looks back from: its cut-off, or ``as_of`` when that is earlier."""
    return min(period.end.isoformat(), seen_from(period, as_of) or "9999")


def next_date(row: Any, reason: str, period: Period, closed: bool, seen: str) -> str:
    """The month ``YYYY-MM`` at which a row without a judgement can be judged next.

    Empty when it has one.

    What is not due waits for its month, or for the next report when it is reported again and again;
    figures or a quota that are late can come with the next report. Empty when nothing but the
    office can help (a comparator nobody has decided, a territory that has ended) and when the date
    has passed.
    """
    if reason not in UNJUDGED or reason in (Reason.COMPARATOR_NOT_STATED, Reason.TERRITORY_ENDED):
        return ""
    every = report_every(str(row.cadence))
    if closed and reason == Reason.NOT_PUBLISHED and due_of(row, period.year) <= 12:
        return _month_text(period.year, 13)
    following = period.last + (every or 1) - period.last % (every or 1)
    waits = due_of(row, period.year) > period.last and not (every and reason == Reason.NOT_DUE)
    if reason in (Reason.NOT_DUE, Reason.NOT_PUBLISHED) and waits:
        found = due_of(row, period.year)
    elif closed or (reason == Reason.NOT_DUE and not every):
        return ""
    else:
        found = following if following <= 12 else 13
    text = _month_text(period.year, found)
    return text if not seen or text >= seen[:7] else ""


def due_of(row: Any, year: int) -> int:
    """The month, counted from January of the year, by which a row is due.

    Its step's, its day's, else the list's.
    """
    day = row.step_due or row.target_due
    return 12 * (int(day[:4]) - year) + int(day[5:7]) if day else due_month(row.judgeable)


def _month_text(year: int, month: int) -> str:
    """``YYYY-MM`` of a month counted from January of a year; 13 is January of the next."""
    return f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02d}"


def _lines(workspace: Workspace, period: Period, territories: list[str]) -> pd.DataFrame:
    """The rows of the report, each marked when rejected cells stop it."""
    lines = scope(
        workspace.indicators, workspace.targets, workspace.observations, territories, period.year
    )
    ends = _ends(workspace.territories)
    over = [ends.get(territory, "9999") for territory in lines["territory"]]
    lines["ended"] = [day if day < period.end.isoformat() else "" for day in over]
    stopped = set(
        zip(workspace.rejected["territory"], workspace.rejected["indicator"], strict=True)
    )
    if not stopped:
        return lines.assign(rejected=False)
    wards = wards_by_parent(workspace.territories, period.end.isoformat())
    return lines.assign(rejected=[_is_stopped(line, stopped, wards) for line in tuples(lines)])


def _ends(territories: pd.DataFrame) -> dict[str, str]:
    """The last day of every territory that has one; a code that goes on in any shape has none."""
    days = territories.assign(valid_to=territories["valid_to"].fillna("").replace("", "9999-12-31"))
    last = days.groupby("territory")["valid_to"].max()
    return {str(code): str(day) for code, day in last.items() if day != "9999-12-31"}


def _delivered(workspace: Workspace, period: Period, territories: list[str]) -> pd.DataFrame:
    """The observations that a report of the period sees, without those of stopped indicators."""
    observations = observed(workspace, period, territories)
    if workspace.rejected.empty:
        return observations
    stopped = pd.MultiIndex.from_frame(workspace.rejected[["territory", "indicator"]])
    return observations[
        ~pd.MultiIndex.from_frame(observations[["territory", "indicator"]]).isin(stopped)
    ]


def with_target(table: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The lines with the plan they are held against; a line without one has an empty comparator."""
    table = table.merge(targets, how="left", on=["territory", "indicator"])
    for column in set(TARGET_COLUMNS.values()) - {"target", "target_high"}:
        table[column] = table[column].astype(object).fillna("").astype(str)
    table["former_targets"] = [
        value if isinstance(value, tuple) else () for value in table["former_targets"]
    ]
    return table.assign(
        plans=table["plans"].fillna(0).astype("int64"),
        target_high=table["target_high"].astype(float),
    )


def assess(
    workspace: Workspace,
    period: Period | str,
    territories: Iterable[str] | str,
    *,
    plan_place: int = 1,
) -> pd.DataFrame:
    """Plan against actual: one row for each indicator of each territory, judged.

    The rules are those of docs/judging.md, the pace that of docs/pace.md.

    Parameters
    ----------
    workspace
        The office's tables as they were known on a day (:func:`hbanalysis.workspace`).
    period
        ``2024-07``, ``2024-Q3``, ``2024-H1``, ``2024-9M`` or ``2024``, or a :class:`Period`.
    territories
        One code or name, or several.
    plan_place
        2 and more judges the same figures against the plans that exist beside the judged one; rows
        without such a plan have no target.

    Returns
    -------
    DataFrame
        The columns of docs/columns.md (``hb.columns``) up to ``hidden_gap``: amounts in the
        indicator's unit, percentages 0-100, shares 0-1. Exactly one of ``verdict`` and ``outlook``
        is filled.

    Raises
    ------
    HbaError
        For a period or territories that there are not, with the nearest, all at once.

    Examples
    --------
    >>> table = hb.assess(year.office, "2024-Q3", "hong bang")
    >>> table.loc[table["indicator"] == "3", ["target", "outlook"]].to_dict("records")
    [{'target': 1516.66, 'outlook': 'at risk'}]

    """
    period, territories = Period.of(period), workspace.codes_of(territories)
    rules = {
        name: in_force(workspace.rules, name, period.end.isoformat())
        for name in ("assumptions", "outlook", "pace", "plans")
    }
    observations = _delivered(workspace, period, territories)
    cells = grid_with_past(observations, period.year)
    table = actuals(
        _lines(workspace, period, territories), cells, observations, workspace.territories, period
    )
    table = with_target(
        table,
        targets_in_force(workspace.targets, period, workspace.as_of, rules["plans"], plan_place),
    )
    table = with_steps(table, workspace.steps, period.year, _day_seen(period, workspace.as_of))
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
    table = same_period(
        table,
        cells,
        observations,
        workspace.observations,
        workspace,
        period,
    )
    table["bridged_from"] = pd.Series(
        bridged_from(observations, table), index=table.index, dtype=object
    )
    table = marked(table, workspace, period).assign(
        pct_of_plan=[percent_of_plan(row) for row in tuples(table)],
        stated_pct_of_plan=_stated(table, observations, period),
    )
    return _judged(table, workspace, period, rules)


def _judged(
    table: pd.DataFrame, workspace: Workspace, period: Period, rules: dict[str, Any]
) -> pd.DataFrame:
    """The rows with their judgement, the next date.

    The wards by name and the worst part of every whole.
    """
    closed, month = is_closed(period, workspace.as_of), month_seen(period, workspace.as_of)
    today = _day_seen(period, workspace.as_of)
    rows = list(tuples(table))
    seen = seen_from(period, workspace.as_of)
    judged = [judge_row(row, month, closed, today, rules, seen) for row in rows]
    lang = pd.DataFrame(
        judged, index=table.index, columns=["verdict", "outlook", "reason"], dtype=object
    )
    table = pd.concat([table, lang], axis=1)
    table["next_date"] = [
        next_date(row, str(found[2]), period, closed, seen)
        for row, found in zip(rows, judged, strict=True)
    ]
    places = workspace.territories.drop_duplicates("territory").set_index("territory")
    named = {str(code): str(name) for code, name in places["name_vi"].items()}
    table["wards_short"] = [_short(row, named) for row in rows]
    table["wards_silent"] = [_silent(row, named) for row in rows]
    table = table.assign(
        closed=closed,
        place_vi=table["territory"].map(places["name_vi"]),
        place_en=table["territory"].map(places["name_en"]),
    )
    return checked(with_parts(table), "assess")


def _is_stopped(line: Any, stopped: set[tuple[str, str]], wards: dict[str, list[str]]) -> bool:
    """Whether rejected cells stop a line: its own, or for a per-ward rule those of any ward."""
    places = [line.territory]
    if line.measure == Measure.PER_WARD:
        places += wards.get(line.territory, [])
    return any((place, line.indicator) in stopped for place in places)


def _short(row: Any, named: dict[str, str]) -> tuple[str, ...]:
    """Names of the wards that reported less than a per-ward target."""
    if not row.wards or is_missing(row.target):
        return ()
    return tuple(
        str(named.get(ward, ward))
        for ward, value in row.wards.items()
        if not is_missing(value) and exact(value) < exact(row.target)
    )


def _silent(row: Any, named: dict[str, str]) -> tuple[str, ...]:
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
