"""Growth as a target: what the months left have to grow by, so that the year grows as planned.

A year-to-date growth rate is never summed or averaged over months: it weighs with last year's
amounts. With those, what is left to grow is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_months import DECIMALS, YearMonths
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure


def required_growth(
    base: Sequence[float], growth_to_date: float, target: float, through: int
) -> float:
    """The growth (percent) that the months after ``through`` need on last year's same months.

    ``base`` are last year's twelve amounts (or index points on one base), ``growth_to_date`` and
    ``target`` the growth of January to ``through`` and of the whole year, in percent. NaN when no
    month is left or the months left were nothing last year.

    >>> required_growth([10.0] * 12, 8.0, 13.0, 6)
    18.0
    >>> required_growth([10.0] * 12, 8.0, 13.0, 12)
    nan
    """
    done, left = sum(base[:through]), sum(base[through:])
    if through >= 12 or left <= 0:
        return float("nan")
    wanted = (done + left) * (1 + target / 100) - done * (1 + growth_to_date / 100)
    return round(100 * (wanted / left - 1), DECIMALS)


def with_required_growth(table: pd.DataFrame, cells: YearMonths, period: Period) -> pd.DataFrame:
    """Add ``required_growth`` to targets of growth whose whole (``parent``) is an amount.

    The parent is what grows: its twelve months of last year are the weights. NaN elsewhere.
    """
    growing = (table["measure"] == Measure.GROWTH).to_numpy(dtype=bool)
    if not growing.any():
        return table.assign(required_growth=np.nan)
    found = [
        _of_line(line, cells, period.year - 1) if grows else np.nan
        for line, grows in zip(records(table), growing, strict=True)
    ]
    return table.assign(required_growth=found)


def _of_line(line: Any, cells: YearMonths, year: int) -> float:
    row = cells.row(line.territory, line.parent, year) if line.parent else None
    if row is None or is_missing(line.target):
        return float("nan")
    base, through = cells.monthly[row].tolist(), int(line.through)
    if not np.isfinite(base).all():
        return float("nan")
    growth = _to_date(cells, line, base, year + 1)
    return (
        float("nan") if is_missing(growth) else required_growth(base, growth, line.target, through)
    )


def _to_date(cells: YearMonths, line: Any, base: list[float], year: int) -> float:
    """The growth from January on: as printed, else the rates of all months weighed by ``base``.

    The only rate of a year is taken as what the office says of it; among others the rate of one
    month is not that of the months before it.
    """
    row, through = cells.row(line.territory, line.indicator, year), int(line.through)
    if row is None or through < 1:
        return float("nan")
    printed = float(cells.printed[row, through - 1])
    if not is_missing(printed):
        return printed
    weights, rates = np.array(base[:through]), cells.months[row, :through]
    if np.isfinite(rates).sum() == 1:
        return float(rates[np.isfinite(rates)][0])
    return float(weights @ rates / weights.sum()) if weights.sum() > 0 else float("nan")
