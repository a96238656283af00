"""The cases of a report's lines.

This year's months and the past years replayed, projected all in one go.

A past year is replayed from the years before it and as many of its months as are known now: what
the method would have said then. Those misses stand beside the projection and widen its band.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.plan.pace import first_comparable_year, past_rows
from hbanalysis.analysis.yearend import model as projection
from hbanalysis.analysis.yearend import share_profile
from hbanalysis.analysis.yearend.outcome import (
    Outcome,
    from_profile,
    model_months,
    own_width,
    project_all,
)
from hbanalysis.analysis.yearend.projectable import is_monthly, refusal
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

Array = NDArray[np.float64]


@dataclass
class ProjectionInput:
    """One line that can be projected.

    Its cases (this year's first, then past years replayed), and what they gave.

    ``totals`` are the outcomes of the replayed years, ``found`` the outcomes of all cases in the
    same order.
    """

    method: str
    months: int
    years: int
    cases: list[tuple[Array, Array]]
    totals: list[float]
    found: list[Outcome]


def monthly_try(
    cells: YearMonths, line: Any, period: Period, since: int, rule: dict[str, Any]
) -> ProjectionInput | None:
    """The cases of a monthly line; None without a complete past year.

    A month nobody reported is NaN.
    """
    most, months = min(int(rule["past_years"]), projection.MOST_YEARS), int(line.through)
    first = max(since, period.year - most)
    rows = {
        year: cells.row(line.territory, line.indicator, year)
        for year in range(first, period.year + 1)
    }
    at = {year: row for year, row in rows.items() if row is not None}
    to_date = cells.year_to_date[list(at.values())]
    totals = dict(zip(at, to_date[:, 11], strict=True))
    table = {year: np.full(12, np.nan) for year in rows} | dict(
        zip(at, model_months(cells.monthly[list(at.values())], to_date), strict=True)
    )
    whole = [year for year in at if year < period.year and np.isfinite(totals[year])]
    if len(whole) < int(rule["fewest_years"]):
        return None

    def case(year: int) -> tuple[Array, Array]:
        history = np.array([table[past] for past in range(whole[0], year)])
        return history, table[year][:months]

    tested = [year for year in whole[1:] if np.isfinite(table[year][:months]).any()]
    cases = [case(year) for year in (period.year, *tested)]
    return ProjectionInput(
        projection.METHOD,
        months,
        len(cases[0][0]),
        cases,
        [float(totals[year]) for year in tested],
        [],
    )


def quarterly_try(
    cells: YearMonths, line: Any, period: Period, since: int, rule: dict[str, Any]
) -> ProjectionInput | None:
    """The outcomes of a line known at quarter ends, by the share of past years.

    None without a usable past year.
    """
    totals, months = cells.year_to_date, int(line.through)
    rows = past_rows(
        cells, line.territory, line.indicator, period.year, int(rule["past_years"]), since
    )
    rows = [
        row for row in rows if np.isfinite(totals[row, months - 1]) and totals[row, months - 1] > 0
    ]
    if len(rows) < int(rule["fewest_years"]):
        return None
    found = [
        share_profile.from_shares(line.actual, totals[rows, months - 1], totals[rows, 11], months)
    ]
    for place in range(1, len(rows)):
        before, row = rows[:place], rows[place]
        found.append(
            share_profile.from_shares(
                totals[row, months - 1], totals[before, months - 1], totals[before, 11], months
            )
        )
    return ProjectionInput(
        share_profile.METHOD,
        months,
        len(rows),
        [],
        [float(totals[row, 11]) for row in rows[1:]],
        [from_profile(one) for one in found],
    )


def tries(
    cells: YearMonths, workspace: Workspace, lines: list[Any], period: Period, rule: dict[str, Any]
) -> dict[int, ProjectionInput | None]:
    """What can be made of each line (by its place), all monthly cases projected together."""
    found: dict[int, ProjectionInput | None] = {}
    for place, line in enumerate(lines):
        if refusal(workspace, line, period, rule):
            continue
        since = first_comparable_year(
            workspace.events, line.territory, line.indicator, period.end.isoformat()
        )
        found[place] = (monthly_try if is_monthly(line) else quarterly_try)(
            cells, line, period, since, rule
        )
    project_tries([one for one in found.values() if one is not None and one.cases])
    return found


def project_tries(monthly: list[ProjectionInput]) -> None:
    """Project all cases of all lines in one go.

    Widen this year's by how far the past years' were off.
    """
    outcomes = iter(project_all([case for one in monthly for case in one.cases]))
    for one in monthly:
        now, *past = (next(outcomes) for _ in one.cases)
        factor = own_width(list(zip(past, one.totals, strict=True)))
        least = (
            float(np.nansum(one.cases[0][1]))
            if all(np.nanmin(case) >= 0 for case in one.cases[0])
            else -np.inf
        )
        one.found = [now.widened(factor, least), *past]


def own_misses(one: ProjectionInput) -> list[float]:
    """How far the method was off in past years at the same month, in percent of the outcome.

    Signed.
    """
    return [
        100 * (found.point / total - 1)
        for found, total in zip(one.found[1:], one.totals, strict=True)
        if total > 0
    ]
