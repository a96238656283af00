"""The last level of an indicator that nobody has reported this year: what was known, and when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.by_measure import levels_at
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.history.year_profiles import PAIR, comparable_since
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

LEVELS = (
    *(Measure.STOCK, Measure.RATIO, Measure.RANK),
    *(Measure.GROWTH, Measure.SHARE, Measure.CHANGE),
)
"""The kinds whose last figure still says something: what adds up over a year starts anew."""


def with_older_levels(
    table: pd.DataFrame, cells: YearMonths, events: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Add the last level of earlier years to lines without a figure of this one.

    ``older_level`` (in the indicator's unit) and ``older_month`` (``YYYY-MM``; empty where there is
    none). A year before a declared break is another series and is not shown.
    """
    table = table.assign(older_level=np.nan, older_month="")
    silent = table[table["measure"].isin(LEVELS) & (table["through"] == 0)]
    past = _years_with_figures(cells, period.year)
    pairs = silent[PAIR].reset_index(names="line").merge(past, on=PAIR)
    since = comparable_since(pairs, events, period.end.isoformat())
    pairs = pairs[pairs["year"].to_numpy() >= since].sort_values(["line", "year"])
    last = pairs.drop_duplicates("line", keep="last")
    for year, lines in last.groupby("year"):
        levels = levels_at(cells, table.loc[lines["line"]], Period(int(str(year)), 1, 12))
        levels = levels[(levels["through"] > 0) & levels["actual"].notna()]
        table.loc[levels.index, "older_level"] = levels["actual"]
        table.loc[levels.index, "older_month"] = [
            f"{year}-{int(month):02d}" for month in levels["through"]
        ]
    return table


def _years_with_figures(cells: YearMonths, before: int) -> pd.DataFrame:
    """The series and years before a year that have any figure: territory, indicator, year."""
    values = (cells.months, cells.printed, cells.numerators, cells.printed_numerators)
    known = np.logical_or.reduce([np.isfinite(grid).any(axis=1) for grid in values])
    past = cells.index.to_frame(index=False)
    earlier: pd.DataFrame = past[known & (past["year"] < before).to_numpy()]
    return earlier
