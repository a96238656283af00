"""What should be there by now: the share of the year that past years had reached by the same month.

Fallback ladder, named on each row: ``own profile`` (the indicator's own complete years), else ``linear`` (months / 12).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.series import DECIMALS, Grid, complete_years, grid
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import tuples
from hbanalysis.vocabulary.terms import Measure

OWN, LINEAR = "own profile", "linear"


def past_rows(cells: Grid, territory: str, indicator: str, year: int, years: int, not_before: int) -> list[int]:
    """Rows of the latest complete years before ``year``, oldest first, at most ``years`` of them."""
    rows = [cells.row(territory, indicator, past) for past in range(max(not_before, year - years), year)]
    total = cells.year_to_date
    return [row for row in rows if row is not None and complete_years(total)[row] and total[row, 11] > 0]


def break_days(events: pd.DataFrame, territory: str, indicator: str, until: str) -> list[str]:
    """Days (ISO) of the declared breaks of a series up to a day, in order."""
    here = events["territory"].isin([territory, ""]) & events["indicator"].isin([indicator, ""])
    return sorted(events.loc[here & (events["kind"] == "break") & (events["date"] <= until), "date"])


def first_comparable_year(events: pd.DataFrame, territory: str, indicator: str, day: str) -> int:
    """The first whole year after the last declared break on or before an ISO ``day`` (1900 when there is none).

    A break within a year spoils that year; a break on 1 January starts a comparable one.
    """
    starts = [int(date[:4]) + (date[5:] != "01-01") for date in break_days(events, territory, indicator, day)]
    return max(starts, default=1900)


def expected_share(cells: Grid, line: Any, period: Period, rule: dict[str, Any],
                   events: pd.DataFrame) -> dict[str, Any]:
    """Share of the year that should be reached by the line's last month: median, lowest and highest of past years."""
    since = first_comparable_year(events, line.territory, line.indicator, period.end.isoformat())
    rows = past_rows(cells, line.territory, line.indicator, period.year, int(rule["past_years"]), since)
    total, through = cells.year_to_date, int(line.through)
    if line.measure != Measure.FLOW:
        rows = []  # shares of a ratio are not kept by year: even months, and named so
    shares = np.array([total[row, through - 1] / total[row, 11] for row in rows])
    shares = shares[np.isfinite(shares)]
    if len(shares) >= int(rule["fewest_years"]):
        return {"expected_share": float(np.median(shares)), "expected_low": float(shares.min()),
                "expected_high": float(shares.max()), "pace_method": OWN, "pace_years": len(shares)}
    return {"expected_share": through / 12, "expected_low": np.nan, "expected_high": np.nan, "pace_method": LINEAR,
            "pace_years": 0}


def best_month(cells: Grid, territory: str, indicator: str) -> float:
    """The largest single month ever reported; NaN when there is none."""
    mine = [n for n, key in enumerate(cells.index) if key[:2] == (territory, indicator)]
    values = cells.monthly[mine]
    return float(np.nanmax(values)) if np.isfinite(values).any() else np.nan


def with_pace(table: pd.DataFrame, observations: pd.DataFrame, events: pd.DataFrame, period: Period,
              rule: dict[str, Any]) -> pd.DataFrame:
    """Add the expected share and amount, the required amount per remaining month and the best month to the actuals.

    Needs ``target`` on each row; flows have a pace, and ratios that are worked off through the year (``accrues``).
    """
    cells, found = grid(observations), []
    for line in tuples(table):
        paced = line.through > 0 and (line.measure == Measure.FLOW or line.accrues == "yes")
        found.append(expected_share(cells, line, period, rule, events) if paced else {})
    pace = pd.DataFrame(found, index=table.index, columns=["expected_share", "expected_low", "expected_high",
                                                          "pace_method", "pace_years"])
    table = pd.concat([table, pace], axis=1)
    table["pace_method"] = table["pace_method"].astype(object).fillna("").astype(str)
    table["expected_to_date"] = np.round(table["expected_share"].astype(float) * table["target"], DECIMALS)
    flow = table["measure"] == Measure.FLOW
    left = (12 - table["through"]).where(flow & (table["through"] > 0), 0).astype(float)
    gap = (table["target"] - table["actual"]).clip(lower=0)
    table["required_per_month"] = np.where(left > 0, np.round(gap / left.replace(0, np.nan), 6), np.nan)
    table["best_month"] = [best_month(cells, line.territory, line.indicator) if line.measure == Measure.FLOW else np.nan
                           for line in tuples(table)]
    return table


def same_period(table: pd.DataFrame, observations: pd.DataFrame, events: pd.DataFrame,
                period: Period) -> pd.DataFrame:
    """Add the same months of last year and the percentage of them; the source's own printed figure comes first.

    ``same_period_basis`` says which: ``printed``, ``computed``, or ``break`` when a declared break forbids it.
    """
    cells = grid(observations)
    printed = observations[(observations["accumulation"] == "ytd")
                           & observations["stated_pct_of_same_period"].notna()]
    stated = printed.set_index(["territory", "indicator", "period"])["stated_pct_of_same_period"]
    rows = []
    for line in tuples(table):
        if line.measure != Measure.FLOW or line.through == 0:
            rows.append((np.nan, np.nan, ""))
            continue
        if first_comparable_year(events, line.territory, line.indicator, period.end.isoformat()) > period.year - 1:
            rows.append((np.nan, np.nan, "break"))
            continue
        before = cells.row(line.territory, line.indicator, period.year - 1)
        value = np.nan if before is None else float(cells.year_to_date[before, line.through - 1])
        share = stated.get((line.territory, line.indicator, f"{period.year}-{line.through:02d}"))
        if share is not None:
            rows.append((value, float(share), "printed"))
        else:
            computed = percent_of(line.actual, value)
            rows.append((value, np.nan if computed is None else computed, "computed" if computed is not None else ""))
    found = pd.DataFrame(rows, index=table.index, columns=["same_period", "pct_of_same_period", "same_period_basis"])
    return pd.concat([table, found], axis=1)
