"""What lines have reached by a cut-off, one rule for each kind of measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.unreported import last_known, reported
from hbanalysis.analysis.history.year_months import (
    Array,
    YearMonths,
    cumulate,
    differences,
    exact_total,
    last_reported,
)
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

PERCENT_UNITS = ("", "%", "phần trăm", "percent", "pct")


def rows_of(cells: YearMonths, lines: pd.DataFrame, year: int) -> NDArray[np.int64]:
    """The row of the grid of each line; -1 when nobody reported."""
    found = [
        cells.row(*pair, year) for pair in zip(lines["territory"], lines["indicator"], strict=True)
    ]
    return np.array([-1 if row is None else row for row in found], dtype=np.int64)


def flows_of(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
    """Sums: the year-to-date at the cut-off, or the last one that is complete."""
    until = period.last
    total, months = cells.year_to_date[rows, :until], cells.monthly[rows, :until]
    own = ~cells.spread[rows, :until]  # a month inside a reported quarter has no figure of its own
    through = last_known(np.isfinite(total) & own)
    place = np.arange(len(rows))
    actual = np.where(through > 0, total[place, np.maximum(through - 1, 0)], np.nan)
    before = total[:, period.first - 2] if period.first > 1 else np.zeros(len(rows))
    inside = months[:, period.first - 1 :]
    between = differences(np.column_stack([before, total[:, until - 1]]))[:, 1]
    summed = np.where(np.isfinite(inside).all(axis=1), exact_total(inside), between)
    summed = np.where(own[:, until - 1], summed, np.nan)
    known = reported(cells, rows, until)
    at_least = _at_least(months, cells.printed[rows, :until])
    signed = (months < 0).any(axis=1) | (total < 0).any(axis=1)
    return {
        "actual": actual,
        "through": through,
        "in_period": summed,
        "partial": np.where((known & own).any(axis=1), at_least, np.nan),
        "months_known": known.sum(axis=1),
        "signed": signed,
    }


def _at_least(months: Array, printed: Array) -> Array:
    """The sum of what was reported.

    That is the last printed year-to-date before a gap, and the months known since.
    """
    sums: Array = cumulate(np.nan_to_num(months), printed)[:, -1]
    return sums


def levels_of(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
    """Stocks, ranks, milestones: the last value reported in the year."""
    printed = cells.printed[rows]
    actual, through = last_reported(
        np.where(np.isfinite(printed), printed, cells.months[rows]), period.last
    )
    return {"actual": actual, "through": through}


def ratios_of(
    cells: YearMonths, lines: pd.DataFrame, rows: NDArray[np.int64], period: Period
) -> dict[str, Any]:
    """Ratios: numerator over denominator, summed over months or as last reported.

    A denominator of 0 is no ratio. ``ratio_basis`` says which it is, "year to date" or "last
    month"; what the target means is ``ratio_of`` of the indicator (month or year; empty: as it was
    delivered). ``month_ratio`` is that of the last month alone.
    """
    units = lines["unit"].tolist()
    top, month = last_reported(
        _with_months(cells.printed_numerators[rows], cells.numerators[rows]), period.last
    )
    bottom, _ = last_reported(
        _with_months(cells.printed_denominators[rows], cells.denominators[rows]), period.last
    )
    levels = levels_of(cells, rows, period)
    counted = (month >= levels["through"]) & np.isfinite(top) & np.isfinite(bottom)
    shares = [
        percent_of(part, whole) if use else None
        for part, whole, use in zip(top, bottom, counted, strict=True)
    ]
    values = [
        np.nan if share is None else share * _per_hundred(unit)
        for share, unit in zip(shares, units, strict=True)
    ]
    alone = _month_alone(cells, rows, levels["through"], month, units)
    reached = np.where(counted, month, levels["through"])
    by_month = lines["ratio_of"].eq("month").to_numpy() & np.isfinite(alone)
    summed = counted & ~by_month
    known = summed | (~by_month & _printed_at(cells, rows, reached))
    basis = np.where(known, YEAR_TO_DATE, np.where(reached > 0, LAST_MONTH, ""))
    return {
        "actual": np.where(by_month, alone, np.where(counted, values, levels["actual"])),
        "through": reached,
        "numerator": np.where(summed, top, np.nan),
        "denominator": np.where(summed, bottom, np.nan),
        "ratio_basis": basis.astype(object),
        "month_ratio": alone,
    }


YEAR_TO_DATE, LAST_MONTH = "year to date", "last month"


def _printed_at(
    cells: YearMonths, rows: NDArray[np.int64], month: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether a source printed the value of the year to date for a month (1-12) of each line."""
    at = np.maximum(month - 1, 0)
    printed: NDArray[np.bool_] = np.isfinite(cells.printed[rows, at]) & (month > 0)
    return printed


def _month_alone(
    cells: YearMonths,
    rows: NDArray[np.int64],
    level_month: NDArray[np.int64],
    count_month: NDArray[np.int64],
    units: list[str],
) -> Array:
    """The ratio of the last month alone: its own counts, else its own value."""
    position, last = np.arange(len(rows)), np.maximum(level_month, count_month)
    at = np.maximum(last - 1, 0)
    top, bottom = cells.numerators[rows][position, at], cells.denominators[rows][position, at]
    values = cells.months[rows][position, at]
    found = []
    for part, whole, value, unit in zip(top, bottom, values, units, strict=True):
        share = percent_of(part, whole)
        found.append(value if share is None else share * _per_hundred(unit))
    return np.where(last > 0, np.array(found, dtype=float), np.nan)


def levels_at(cells: YearMonths, lines: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The last level of each line (stock or share) in another period's year, and its month.

    ``actual`` and ``through``; missing and 0 where nobody reported.
    """
    rows = rows_of(cells, lines, period.year)
    levels = pd.DataFrame({"actual": np.nan, "through": 0}, index=lines.index)
    for ratio in (False, True):
        here = ((lines["measure"] == Measure.RATIO).to_numpy() == ratio) & (rows >= 0)
        if not here.any():
            continue
        found = (
            ratios_of(cells, lines[here], rows[here], period)
            if ratio
            else levels_of(cells, rows[here], period)
        )
        levels.loc[here, "actual"], levels.loc[here, "through"] = found["actual"], found["through"]
    return levels


def _per_hundred(unit: str) -> float:
    """What turns a percentage into the unit: 1 for %, 10 for ‰, 0.01 for a plain ratio."""
    if unit.strip().lower() in PERCENT_UNITS:
        return 1.0
    return 10.0 if unit.startswith("‰") else 0.01


def _with_months(printed: Array, months: Array) -> Array:
    """Year-to-date counts: printed, else the sum of the months reported so far."""
    summed = np.where(np.isfinite(months), np.nancumsum(months, axis=1), np.nan)
    return np.where(np.isfinite(printed), printed, summed)
