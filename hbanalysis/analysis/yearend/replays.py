"""The cases of a report's lines: the months of its year and the past years replayed, projected.

A past year is replayed from the years before it and as many of its months as are known now: what
the method would have said then. Those misses stand beside the projection and widen its band.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hbanalysis.analysis.history.stretches import gapped, profiles
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.plan.pace import past_rows
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.yearend import share_profile
from hbanalysis.analysis.yearend.outcome import (
    Outcome,
    YearSeen,
    from_profile,
    model_months,
    own_width,
    project_all,
)
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.projectable import (
    comparable_year,
    is_investment,
    is_monthly,
    refusal,
)
from hbanalysis.intake.copies import in_copies
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

Array = NDArray[np.float64]
HALF = 6  # months that a past year without a total must have to count
FEWEST_CUTS = 3  # cut-offs that one past year must have: what the width was measured with
STRETCH_WIDTH = 0.45
"""By how much a band is wider when all months are known by the sums of stretches only.

Measured on the public investment series thinned to three to five cut-offs a year
(``scripts/bench_sparse.py``, docs/method.md).
"""


BLOCK = 256
"""Monthly lines that are projected together: many at once are no faster and fill the memory."""


@dataclass(frozen=True)
class MonthlyCases:
    """The years of one monthly line: this one first, then the past ones that are replayed.

    ``spread`` is for each the share of its months that are known by the sum of a stretch only;
    ``totals`` are the outcomes of the replayed years.
    """

    cases: list[YearSeen]
    spread: list[float]
    totals: list[float]


@dataclass(frozen=True)
class Projected:
    """What was made of one line, and how far the same method was off in its past years.

    ``misses`` are signed, in percent of each year's outcome.
    """

    method: str
    months: int
    years: int
    outcome: Outcome
    misses: tuple[float, ...]


def monthly_try(
    cells: YearMonths, line: Row, period: Period, since: int, rule: dict[str, Any]
) -> MonthlyCases | None:
    """The cases of a monthly line; None without a past year that says enough.

    A past year known at some cut-offs only counts by its stretches; a month nobody reported is NaN.
    Without any complete year, years with half their months and at least ``fewest_years`` years of
    months together will do.
    """
    most, months = min(int(rule["past_years"]), projection.MOST_YEARS), int(line.through)
    first = max(since, period.year - most)
    known = _own_years(cells, line, first, period.year)
    totals = {year: known.to_date[row, 11] for year, row in known.at.items()}
    whole = [year for year in known.at if year < period.year and np.isfinite(totals[year])]
    start = _first_year(known, whole, period.year, rule)
    if start is None or not _tells_its_pace(known, start, period.year):
        return None
    tested = [
        year
        for year in whole
        if year > start and np.isfinite(known.months[known.at[year], :months]).any()
    ]
    cases, spread = zip(
        *(_case(known, start, year, months) for year in (period.year, *tested)), strict=True
    )
    return MonthlyCases(list(cases), list(spread), [float(totals[year]) for year in tested])


@dataclass(frozen=True)
class OwnYears:
    """The years of one line: the row of each in the arrays (n, 12), months read and spread."""

    at: dict[int, int]
    printed: Array
    to_date: Array
    profile: Array
    months: Array
    spread: NDArray[np.bool_]
    investment: bool | None


def _own_years(cells: YearMonths, line: Row, first: int, last: int) -> OwnYears:
    """The years from ``first`` to ``last`` that have figures, read as the model reads them."""
    found = {
        year: row
        for year in range(first, last + 1)
        if (row := cells.row(line.territory, line.indicator, year)) is not None
    }
    rows = list(found.values())
    printed, to_date = cells.monthly[rows], cells.year_to_date[rows]
    profile = np.full(to_date.shape, 1 / 12)
    if gapped(printed, to_date).any():  # where every month is known nothing is spread by it
        profile = profiles(to_date, np.zeros(len(rows), dtype=np.int64))
    months, spread = model_months(printed, to_date, profile)
    at = {year: place for place, year in enumerate(found)}
    return OwnYears(at, printed, to_date, profile, months, spread, is_investment(line))


def _case(known: OwnYears, start: int, year: int, months: int) -> tuple[YearSeen, float]:
    """The history from ``start`` and the first months of a year, and how much of it is spread."""
    history, guessed = np.full((year - start, 12), np.nan), 0
    for past, row in known.at.items():
        if start <= past < year:
            history[past - start] = known.months[row]
            guessed += int(known.spread[row].sum())
    seen, spread = np.full(months, np.nan), np.zeros(months, dtype=bool)
    if year in known.at:
        row = known.at[year]
        seen, spread = known.months[row, :months], known.spread[row, :months]
        if spread.any():  # a later cut-off must not tell what the months before it were
            one = np.full((3, 1, 12), np.nan)
            for part, whole in enumerate((known.printed, known.to_date, known.profile)):
                one[part, 0, :months] = whole[row, :months]
            one[2, 0] = known.profile[row]
            read, loose = model_months(*one)
            seen, spread = read[0, :months], loose[0, :months]
    count = int(np.isfinite(history).sum()) + months
    case = YearSeen(history, seen, float(year), known.investment)
    return case, (guessed + int(spread.sum())) / count


def _first_year(known: OwnYears, whole: list[int], year: int, rule: dict[str, Any]) -> int | None:
    """The year the history starts with: the first complete one, else the first half-known one."""
    fewest = int(rule["fewest_years"])
    if len(whole) >= fewest:
        return min(whole, default=None)
    held = {
        past: int(np.isfinite(known.months[row]).sum())
        for past, row in known.at.items()
        if past < year
    }
    half = {past: months for past, months in held.items() if months >= HALF}
    return min(half) if sum(half.values()) >= 12 * max(fewest, 1) else None


def _tells_its_pace(known: OwnYears, start: int, year: int) -> bool:
    """Whether some past year was printed at enough cut-offs to say how a year fills up.

    A year's total alone, spread over its months, would look as if every year filled up evenly and
    surely.
    """
    cuts = [
        int(np.isfinite(known.to_date[row]).sum())
        for past, row in known.at.items()
        if start <= past < year
    ]
    return max(cuts, default=0) >= FEWEST_CUTS


def quarterly_try(
    cells: YearMonths, line: Row, period: Period, since: int, rule: dict[str, Any]
) -> Projected | None:
    """A line known at quarter ends projected by the share of past years.

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
    to_date, ends = totals[rows, months - 1], totals[rows, 11]
    replayed = [
        share_profile.from_shares(to_date[at], to_date[:at], ends[:at], months)
        for at in range(1, len(rows))
    ]
    now = share_profile.from_shares(line.actual, to_date, ends, months)
    points = [share_profile.as_dict(one)["point"] for one in replayed]
    misses = _misses(points, [float(end) for end in ends[1:]])
    return Projected(share_profile.METHOD, months, len(rows), from_profile(now), misses)


def tries(
    cells: YearMonths, workspace: Workspace, lines: list[Any], period: Period, rule: dict[str, Any]
) -> dict[int, Projected | None]:
    """What can be made of each line (by its place); monthly ones in blocks, on all cores."""
    found: dict[int, Projected | None] = {}
    monthly: list[tuple[int, Any, int]] = []
    for position, line in enumerate(lines):
        if refusal(workspace, line, period, rule):
            continue
        found[position] = None
        since = comparable_year(workspace, line, period)
        if is_monthly(line):
            monthly.append((position, line, since))
        else:
            found[position] = quarterly_try(cells, line, period, since, rule)
    blocks = [monthly[start : start + BLOCK] for start in range(0, len(monthly), BLOCK)]
    for made in in_copies([partial(_block, cells, block, period, rule) for block in blocks]):
        found |= made
    return found


def _block(
    cells: YearMonths, block: list[tuple[int, Any, int]], period: Period, rule: dict[str, Any]
) -> dict[int, Projected]:
    """The monthly lines of a block that can be projected, by their place."""
    tried = {
        position: monthly_try(cells, line, period, since, rule) for position, line, since in block
    }
    cases = {position: one for position, one in tried.items() if one is not None}
    return dict(zip(cases, project_cases(list(cases.values())), strict=True))


def loosened(outcome: Outcome, case: YearSeen, share: float) -> Outcome:
    """An outcome whose months are partly known by sums only: its band is wider for it."""
    return outcome.widened(1 + STRETCH_WIDTH * share, _least(case)) if share else outcome


def _least(case: YearSeen) -> float:
    """The year-to-date of a case that never fell: no total lies below it."""
    fell = any(np.nanmin(part, initial=0.0) < 0 for part in (case.past, case.seen))
    return -np.inf if fell else float(np.nansum(case.seen))


def project_cases(lines: list[MonthlyCases]) -> list[Projected]:
    """Project all cases of all lines in one go.

    This year's bands are widened by how far the past years' were off.
    """
    outcomes = iter(project_all([case for line in lines for case in line.cases]))
    made = []
    for line in lines:
        now, *past = (
            loosened(next(outcomes), case, share)
            for case, share in zip(line.cases, line.spread, strict=True)
        )
        case, factor = line.cases[0], own_width(list(zip(past, line.totals, strict=True)))
        misses = _misses([one.point for one in past], line.totals)
        wide = now.widened(factor, _least(case))
        made.append(Projected(projection.METHOD, len(case.seen), len(case.past), wide, misses))
    return made


def _misses(points: list[float], totals: list[float]) -> tuple[float, ...]:
    """How far points were off, in percent of the outcome; signed."""
    both = zip(points, totals, strict=True)
    return tuple(100 * (point / total - 1) for point, total in both if total > 0)
