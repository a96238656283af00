"""Which figures of the year are there, which are owed and by whom, for each indicator and month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.due import due_month, report_day, reported_months
from hbanalysis.analysis.actual.wards import wards_by_parent
from hbanalysis.analysis.row import Row
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, SUMMED, Measure, NumberStatus, report_every

MISSING, PARTLY, AWAITED, COVERED, REJECTED, NOT_ASKED = (
    "missing",
    "partly missing",
    "not owed yet",
    "in a later figure",
    "rejected",
    "",
)
SETTLED: tuple[str, ...] = (NumberStatus.ESTIMATE, NumberStatus.PRELIMINARY, NumberStatus.FINAL)
OWED = (MISSING, PARTLY, REJECTED)
COLUMNS = ["territory", "indicator", "month", "state", "demo", "published", "due", "silent"]


def own_rows(
    observations: pd.DataFrame, table: pd.DataFrame, territories: pd.DataFrame, year: int
) -> pd.DataFrame:
    """The observations behind an assessment, those of its wards included.

    ``of`` is the line that each belongs to.
    """
    wards = wards_by_parent(territories, f"{year}-12-31")
    above = {
        ward: parent for parent in table["territory"].unique() for ward in wards.get(parent, [])
    }
    per_ward = set(table.loc[table["measure"] == Measure.PER_WARD, "indicator"])
    territory, what = observations["territory"].astype(str), observations["indicator"].astype(str)
    of = territory.where(
        territory.isin(set(table["territory"])), territory.map(above).where(what.isin(per_ward))
    ).fillna("")
    return observations[of != ""].assign(of=of[of != ""])


def owed_months(line: Row, until: int) -> list[int]:
    """The months of a year, up to one, for which an indicator owes a figure.

    An event owes it once: on the plan's day, else when it can be judged. One with dated steps is
    told by its steps.
    """
    if report_every(str(line.cadence)):
        return reported_months(str(line.cadence), until)
    if line.steps:
        return []
    due = int(line.target_due[5:7]) if line.target_due else due_month(line.judgeable)
    return [due] if due <= until else []


def coverage(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """One row for each line of an assessment and each month of the year to the cut-off.

    ``state`` is how settled the figure is, or ``missing``, ``partly missing`` (wards are
    ``silent``), ``not owed yet`` (its ``due`` day lies after ``as_of``), ``in a later figure`` (a
    later sum or level speaks for it), ``rejected``, or empty where none is asked for. ``demo`` and
    ``published`` are those of the figure.
    """
    seen = own_rows(workspace.known_figures, table, workspace.territories, period.year)
    seen = seen[seen["period"].between(f"{period.year}-01", period.cut_off)]
    rule = in_force(workspace.rules, "reporting", period.end.isoformat())
    wards = wards_by_parent(workspace.territories, period.end.isoformat())
    groups = dict(list(seen.groupby(["of", "indicator"], observed=True)))
    rows = [
        cell
        for line in records(reporting(table, seen))
        for cell in _cells(
            line,
            groups.get((line.territory, line.indicator), seen.iloc[:0]),
            period,
            wards.get(line.territory, []),
            workspace.as_of,
            rule,
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def reporting(table: pd.DataFrame, seen: pd.DataFrame) -> pd.DataFrame:
    """The lines that somebody reports: a sum of parts is nobody's to deliver unless it was."""
    reported = set(zip(seen["of"].astype(str), seen["indicator"].astype(str), strict=True))
    own = [pair in reported for pair in zip(table["territory"], table["indicator"], strict=True)]
    found: pd.DataFrame = table[
        (table["derived"] != "sum_of_parts").to_numpy() | np.array(own, dtype=bool)
    ]
    return found


def _cells(
    line: Row,
    seen: pd.DataFrame,
    period: Period,
    wards: list[str],
    as_of: str,
    rule: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    """The months of one line."""
    figures = _figures(seen)
    sums = (
        seen.loc[seen["accumulation"] == "ytd", "period"]
        if line.measure in SUMMED
        else seen["period"]
    )
    spoken = max((int(str(month)[5:]) for month in sums), default=0)
    owed = owed_months(line, period.last)
    if not report_every(str(line.cadence)) and figures:
        owed = [min(figures)]  # an event is told once
    for month in range(1, period.last + 1):
        figure, due = figures.get(month), report_day(str(line.cadence), period.year, month, rule)
        asked = month in owed and not (as_of and due > as_of) and line.measure == Measure.PER_WARD
        silent = (
            tuple(ward for ward in wards if ward not in figure["places"])
            if figure and asked
            else ()
        )
        state = (
            figure["state"]
            if figure
            else _absent(month, owed, spoken, due, as_of, line.rejected_months)
        )
        yield {
            "territory": line.territory,
            "indicator": line.indicator,
            "month": month,
            "state": PARTLY if silent else state,
            "demo": bool(figure and figure["demo"]),
            "published": figure["published"] if figure else "",
            "due": due if month in owed else "",
            "silent": silent,
        }


def _absent(
    month: int, owed: list[int], spoken: int, due: str, as_of: str, rejected: tuple[int, ...]
) -> str:
    """What a month without a figure is called.

    Month 0 among the rejected ones is a month that could not be read: it may be any.
    """
    if month in rejected:
        return REJECTED
    if month not in owed:
        return NOT_ASKED
    if 0 in rejected:
        return REJECTED
    if month < spoken:
        return COVERED
    return AWAITED if as_of and due > as_of else MISSING


_OF_FIGURES = ["period", "accumulation", "status", "source", "published", "territory"]


def _figures(seen: pd.DataFrame) -> dict[int, dict[str, Any]]:
    """What is known of each month's figures, by month.

    That is the status of the least settled one, whether any is synthetic, the last publication and
    the places.
    """
    by_month: dict[int, list[Any]] = {}
    for row in records(seen[_OF_FIGURES].sort_values("period", kind="stable")):
        by_month.setdefault(int(str(row.period)[5:]), []).append(row)
    figures = {}
    for month, rows in by_month.items():
        told = [row for row in rows if row.accumulation == "month"] or rows
        ranks = [SETTLED.index(row.status) if row.status in SETTLED else 0 for row in told]
        figures[month] = {
            "state": str(SETTLED[min(ranks)]),
            "demo": any(row.source == DEMO for row in told),
            "published": max(str(row.published) for row in told),
            "places": {str(row.territory) for row in told},
        }
    return figures


def owed(cells: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """What is missing and who owes it: one row for each line, by department.

    Columns ``territory, indicator, name_vi, name_en, owner, months`` (of the year, a tuple),
    ``due`` (the first day it was due), ``silent`` (wards), ``rejected``.
    """
    lacking = cells[cells["state"].isin(OWED)]
    grouped = (
        lacking.groupby(["territory", "indicator"], sort=False)
        .agg(
            months=("month", tuple),
            due=("due", "min"),
            silent=("silent", lambda wards: tuple(sorted(set().union(*wards)))),
            rejected=("state", lambda states: bool((states == REJECTED).any())),
        )
        .reset_index()
    )
    named = table[["territory", "indicator", "name_vi", "name_en", "owner"]]
    owed_rows = grouped.merge(named, on=["territory", "indicator"], how="left")
    return owed_rows.sort_values(["owner", "due"], kind="stable").reset_index(drop=True)


def last_report_day(period: Period) -> date:
    """The cut-off of the report before this one: the last of the same kind of period.

    >>> [
    ...     str(last_report_day(Period.parse(text)))
    ...     for text in ("2024-Q3", "2024-9M", "2024", "2024-01", "2024-H1")
    ... ]
    ['2024-06-30', '2024-06-30', '2024-09-30', '2023-12-31', '2024-03-31']
    """
    if period.first == 1 and period.last > 3:  # cumulative reports follow each other by the quarter
        month = (period.last - 1) // 3 * 3
        return Period(period.year, month, month).end
    return Period(period.year, period.first, period.first).end.replace(day=1) - timedelta(days=1)
