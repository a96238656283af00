"""Last year's figures of many lines, in each of the ways in which they can be known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.bases import BRIDGED
from hbanalysis.analysis.history.bridges import bridged_pairs
from hbanalysis.analysis.history.stretches import read_between
from hbanalysis.analysis.history.year_months import DECIMALS, Array, YearMonths, grid, one_calendar
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.intake.observations.settled import settled

MOST_DOUBT = 0.05  # a base between cut-offs that may be off by more is none
SLACK_DAYS = 15  # offices do not report on the same day every year


def year_before(day: str) -> str:
    """The same day a year earlier, with some slack, as ISO text.

    >>> year_before("2024-10-06")
    '2023-10-21'
    """
    moved = pd.Timestamp(day) - pd.DateOffset(years=1) + pd.Timedelta(days=SLACK_DAYS)
    return str(moved.date())


def totals_of(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's own month ``through`` in another year; NaN where unknown."""
    places = [
        cells.row(territory, indicator, year)
        for territory, indicator in zip(*pairs_of(lines), strict=True)
    ]
    rows = np.array([-1 if position is None else position for position in places], dtype=int)
    month = lines["through"].to_numpy(dtype=int) - 1
    totals = np.full(len(lines), np.nan)
    known = rows >= 0
    totals[known] = cells.year_to_date[rows[known], month[known]]
    return totals


def totals_between(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's month in a year that knows it between two cut-offs only."""
    months = lines["through"].to_numpy(dtype=int) - 1
    sums = np.full(len(lines), np.nan)
    filled, unsure = read_between(cells)
    for position, (pair, month) in enumerate(
        zip(zip(*pairs_of(lines), strict=True), months, strict=True)
    ):
        row = cells.row(*pair, year)
        if row is not None and 0 < unsure[row, month] <= MOST_DOUBT:
            sums[position] = round(float(filled[row, month]), DECIMALS)
    return sums


def pairs_of(lines: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The territories and the indicators of lines."""
    return lines["territory"].tolist(), lines["indicator"].tolist()


def same_age(
    lines: pd.DataFrame, current: pd.DataFrame, vintages: pd.DataFrame, year: int
) -> Array:
    """Last year's year-to-dates as they were known one year before this year's figures came out."""
    before = vintages[vintages["period"].str[:4] == str(year - 1)]
    if before.empty:
        return np.full(len(lines), np.nan)
    day = last_days(current[current["period"].str[:4] == str(year)], PAIR, "published")
    day = day[day != ""].map({text: year_before(text) for text in day.unique() if text})
    limit = day.reindex(pd.MultiIndex.from_frame(before[PAIR])).fillna("").to_numpy()
    known = before["published"].mask(before["published"] == "", before["period"] + "-31").to_numpy()
    kept = before[known <= limit]
    return (
        totals_of(grid(settled(kept)), lines, year - 1)
        if len(kept)
        else np.full(len(lines), np.nan)
    )


def mixed_calendars(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> pd.Series:
    """Whether a line's two years are kept by different calendars."""
    kept = one_calendar(current)
    kept = kept[kept["period"].str[:4].isin([str(year), str(year - 1)])]
    if not (kept["calendar"] == "15-14").any():
        return pd.Series(False, index=lines.index)
    calendars = kept.drop_duplicates([*PAIR, "calendar"]).groupby(PAIR).size()
    mixed = (calendars > 1).reindex(pd.MultiIndex.from_frame(lines[PAIR]), fill_value=False)
    return pd.Series(mixed.to_numpy(dtype=bool), index=lines.index)


def printed_shares(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> Array:
    """The percentage that the source printed beside its own year-to-date."""
    stated = current[
        (current["accumulation"] == "ytd") & current["stated_pct_of_same_period"].notna()
    ]
    known = stated.drop_duplicates([*PAIR, "period"], keep="last").set_index([*PAIR, "period"])
    months = [f"{year}-{int(month):02d}" for month in lines["through"]]
    wanted = pd.MultiIndex.from_arrays([lines["territory"], lines["indicator"], months])
    return known["stated_pct_of_same_period"].reindex(wanted).to_numpy(dtype=float)


def is_bridged(lines: pd.DataFrame, current: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """The lines whose figures of a year are those of the old territories together."""
    pairs = bridged_pairs(current, year)
    return np.array([pair in pairs for pair in zip(*pairs_of(lines), strict=True)], dtype=bool)


def is_restated(lines: pd.DataFrame, current: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """The lines whose own authority has printed a year-to-date of a year, to the same month."""
    own = current[(current["accumulation"] == "ytd") & (current["published_basis"] != BRIDGED)]
    own = own[own["period"].str[:4] == str(year)]
    told = set(zip(own["territory"], own["indicator"], own["period"], strict=True))
    months = [f"{year}-{int(month):02d}" for month in lines["through"]]
    cells = zip(*pairs_of(lines), months, strict=True)
    return np.array([cell in told for cell in cells], dtype=bool)
