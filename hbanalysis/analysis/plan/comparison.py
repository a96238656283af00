"""The same period last year, like for like.

The same months, calendar, territory and age of the figures.

``same_period_basis`` says what stands behind ``pct_of_same_period``:

========= =========================================================================================
printed   the source's own percentage (it knows its revised base best)
computed  from the two year-to-dates; last year's was never revised after this age
same age  last year's as it was known at the same age, one year before these figures (it was revised
          since)
latest    last year's latest figure; none of that age is known
between   last year's is read between two cut-offs: no page gives it, and it may be off by at most
          5 % ("between cut-offs")
january   computed, but January alone: Tết moves between January and February, so read it with care
bridge    last year's is that of the old territories together (crosswalk.csv); their whole sum
interval  last year's lies between two amounts, because an old territory was divided; no percentage
break     refused: a declared break, or the territory did not exist in this shape a year before
calendar  refused: one year is kept by calendar months, the other from the 15th to the 14th
(empty)   nothing to compare with
========= =========================================================================================

A cut-off in February is January and February together, because year-to-dates are compared.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import bridged_pairs, interval_base
from hbanalysis.analysis.history.stretches import read_between
from hbanalysis.analysis.history.year_months import DECIMALS, Array, YearMonths, grid, one_calendar
from hbanalysis.analysis.history.year_profiles import PAIR, comparable_since
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

PRINTED, COMPUTED, SAME_AGE, LATEST = "printed", "computed", "same age", "latest"
BETWEEN = "between cut-offs"
MOST_DOUBT = 0.05  # a base between cut-offs that may be off by more is none
JANUARY, BREAK, CALENDAR = "january", "break", "calendar"
BRIDGED, INTERVAL = "bridge", "interval"
SLACK_DAYS = 15  # offices do not report on the same day every year


def year_before(day: str) -> str:
    """The same day a year earlier, with some slack, as ISO text.

    >>> year_before("2024-10-06")
    '2023-10-21'
    """
    moved = pd.Timestamp(day) - pd.DateOffset(years=1) + pd.Timedelta(days=SLACK_DAYS)
    return str(moved.date())


def _totals(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's own month ``through`` in another year.

    NaN where none is known.
    """
    places = [
        cells.row(territory, indicator, year)
        for territory, indicator in zip(*_pairs(lines), strict=True)
    ]
    rows = np.array([-1 if place is None else place for place in places], dtype=int)
    month = lines["through"].to_numpy(dtype=int) - 1
    found = np.full(len(lines), np.nan)
    known = rows >= 0
    found[known] = cells.year_to_date[rows[known], month[known]]
    return found


def _between(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's month in a year that knows it between two cut-offs only."""
    months = lines["through"].to_numpy(dtype=int) - 1
    found = np.full(len(lines), np.nan)
    filled, unsure = read_between(cells)
    for place, (pair, month) in enumerate(
        zip(zip(*_pairs(lines), strict=True), months, strict=True)
    ):
        row = cells.row(*pair, year)
        if row is not None and 0 < unsure[row, month] <= MOST_DOUBT:
            found[place] = round(float(filled[row, month]), DECIMALS)
    return found


def _pairs(lines: pd.DataFrame) -> tuple[list[str], list[str]]:
    return lines["territory"].tolist(), lines["indicator"].tolist()


def same_age(
    lines: pd.DataFrame, current: pd.DataFrame, vintages: pd.DataFrame, year: int
) -> Array:
    """Last year's year-to-dates as they were known one year before this year's figures came out."""
    before = vintages[vintages["period"].str[:4] == str(year - 1)]
    if before.empty:
        return np.full(len(lines), np.nan)
    day = current[current["period"].str[:4] == str(year)].groupby(PAIR)["published"].max()
    day = day[day != ""].map({text: year_before(text) for text in day.unique() if text})
    limit = day.reindex(pd.MultiIndex.from_frame(before[PAIR])).fillna("").to_numpy()
    known = before["published"].mask(before["published"] == "", before["period"] + "-31").to_numpy()
    kept = before[known <= limit].sort_values(["period", "published"], kind="stable")
    kept = kept.drop_duplicates([*PAIR, "period", "accumulation", "calendar"], keep="last")
    return _totals(grid(kept), lines, year - 1) if len(kept) else np.full(len(lines), np.nan)


def _calendars(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> pd.Series:
    """Whether a line's two years are kept by different calendars."""
    kept = one_calendar(current)
    kept = kept[kept["period"].str[:4].isin([str(year), str(year - 1)])]
    if not (kept["calendar"] == "15-14").any():
        return pd.Series(False, index=lines.index)
    lowest, highest = (kept.groupby(PAIR)["calendar"].agg(pick) for pick in ("min", "max"))
    mixed = (lowest != highest).reindex(pd.MultiIndex.from_frame(lines[PAIR]), fill_value=False)
    return pd.Series(mixed.to_numpy(dtype=bool), index=lines.index)


def _printed(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> Array:
    """The percentage that the source printed beside its own year-to-date."""
    stated = current[
        (current["accumulation"] == "ytd") & current["stated_pct_of_same_period"].notna()
    ]
    known = stated.drop_duplicates([*PAIR, "period"], keep="last").set_index([*PAIR, "period"])
    months = [f"{year}-{int(month):02d}" for month in lines["through"]]
    wanted = pd.MultiIndex.from_arrays([lines["territory"], lines["indicator"], months])
    return known["stated_pct_of_same_period"].reindex(wanted).to_numpy(dtype=float)


def same_period(
    table: pd.DataFrame,
    cells: YearMonths,
    current: pd.DataFrame,
    vintages: pd.DataFrame,
    workspace: Workspace,
    period: Period,
) -> pd.DataFrame:
    """Add ``same_period`` (unit of the indicator).

    ``pct_of_same_period`` and ``same_period_basis``; ``same_period_low`` and ``same_period_high``
    where a divided territory's past is known between two amounts only.

    ``current`` holds one row a cell as the report sees it, ``vintages`` all that were published by
    then.
    """
    table = table.assign(
        same_period=np.nan,
        pct_of_same_period=np.nan,
        same_period_basis="",
        same_period_low=np.nan,
        same_period_high=np.nan,
    )
    lines = table[(table["measure"] == Measure.FLOW) & (table["through"] > 0)]
    if lines.empty:
        return table
    since = comparable_since(lines, workspace.events, period.end.isoformat())
    born = lines["territory"].map(
        workspace.territories.drop_duplicates("territory").set_index("territory")["valid_from"]
    )
    pairs = bridged_pairs(current, period.year - 1)
    bridged = np.array([pair in pairs for pair in zip(*_pairs(lines), strict=True)], dtype=bool)
    young = (born.fillna("") > f"{period.year - 1}-01-01").to_numpy()
    broken = (since > period.year - 1) | (young & ~bridged)
    mixed = _calendars(current, lines, period.year).to_numpy()
    newest = _totals(cells, lines, period.year - 1)
    aged = same_age(lines, current, vintages, period.year)
    agree = np.isclose(aged, newest, rtol=0, atol=10.0**-DECIMALS)
    base = np.where(np.isfinite(aged), aged, newest)
    read = np.isnan(base)
    base = np.where(read, _between(cells, lines, period.year - 1), base)
    printed = _printed(current, lines, period.year)
    share = np.array(
        [
            _or_nan(percent_of(part, whole))
            for part, whole in zip(lines["actual"], base, strict=True)
        ]
    )
    basis = np.select(
        [
            broken,
            mixed,
            np.isfinite(printed),
            ~np.isfinite(share),
            read,
            bridged,
            (lines["through"] == 1).to_numpy(),
            agree,
            np.isfinite(aged),
        ],
        [BREAK, CALENDAR, PRINTED, "", BETWEEN, BRIDGED, JANUARY, COMPUTED, SAME_AGE],
        LATEST,
    )
    refused = broken | mixed
    table.loc[lines.index, "same_period"] = np.where(
        refused, np.nan, np.where(np.isfinite(printed) & ~read, newest, base)
    )
    table.loc[lines.index, "pct_of_same_period"] = np.where(
        refused, np.nan, np.where(np.isfinite(printed), printed, share)
    )
    low, high = interval_base(workspace, cells, lines, period.year - 1)
    divided = broken & np.isfinite(low) & np.isfinite(high)
    basis = np.where(divided, INTERVAL, basis)
    table.loc[lines.index, "same_period_basis"] = basis.astype(str)
    table.loc[lines.index, "same_period_low"] = np.where(divided, low, np.nan)
    table.loc[lines.index, "same_period_high"] = np.where(divided, high, np.nan)
    return table


def _or_nan(share: float | None) -> float:
    return np.nan if share is None else share
