"""What past years say about the course of a year.

The shares reached by each month, own and pooled, and the record of past plans. Everything works on
whole tables: ``past_shares`` lays out the complete past years once, the other functions look each
line up in it. A *line* is a row of a report with ``territory, indicator, through`` (the last month
reported) and ``since`` (the first comparable year). Shares are 0 to 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.history.stretches import read_between
from hbanalysis.analysis.history.year_months import Array, YearMonths, complete_years

PAIR = ["territory", "indicator"]
DOUBTS = [f"doubt_{month}" for month in range(1, 13)]
DIGITS = 12  # shares are rounded here, so that a flat year gives 0.5 and not 0.49999999999999994


def break_days(events: pd.DataFrame, territory: str, indicator: str, until: str) -> list[str]:
    """Days (ISO) of the declared breaks of a series up to a day, in order."""
    told = zip(*(events[name].tolist() for name in (*PAIR, "kind", "date")), strict=True)
    return sorted(
        date
        for where, what, kind, date in told
        if kind == "break"
        and where in (territory, "")
        and what in (indicator, "")
        and date <= until
    )


def first_whole_year(day: str) -> int:
    """A break within a year spoils that year; a break on 1 January starts a comparable one.

    >>> first_whole_year("2023-05-01"), first_whole_year("2023-01-01")
    (2024, 2023)
    """
    return int(day[:4]) + (day[5:] != "01-01")


def first_comparable_year(events: pd.DataFrame, territory: str, indicator: str, day: str) -> int:
    """The first whole year after the last declared break on or before an ISO ``day``.

    It is 1900 when there is no break.
    """
    return max(
        (first_whole_year(date) for date in break_days(events, territory, indicator, day)),
        default=1900,
    )


def comparable_since(pairs: pd.DataFrame, events: pd.DataFrame, day: str) -> Array:
    """:func:`first_comparable_year` of every row of ``pairs`` (territory, indicator) at once."""
    since = np.full(len(pairs), 1900.0)
    for event in events[(events["kind"] == "break") & (events["date"] <= day)].itertuples():
        here = np.ones(len(pairs), dtype=bool)
        for column in PAIR:
            wanted = getattr(event, column)
            if wanted:
                here &= (pairs[column] == wanted).to_numpy(dtype=bool)
        since[here] = np.maximum(since[here], first_whole_year(str(event.date)))
    return since


def past_shares(
    cells: YearMonths, year: int, years: int, events: pd.DataFrame, day: str
) -> tuple[pd.DataFrame, Array]:
    """The shares by month of the complete comparable years of every series.

    Years count within ``years`` before ``year``. Gives a table ``territory, indicator, past,
    place`` (``place``: row of the grid) and an array of its length × 12. A share between two known
    cut-offs is read along the series' own profile; ``doubt_1`` to ``doubt_12`` say how far such a
    share may be off (relative standard error).
    """
    total = cells.year_to_date
    known = cells.index.to_frame(index=False).assign(place=np.arange(len(cells.index)))
    whole = complete_years(total) & (np.nan_to_num(total[:, 11]) > 0)
    chosen = known[
        whole & (known["year"] < year).to_numpy() & (known["year"] >= year - years).to_numpy()
    ]
    chosen = chosen[chosen["year"].to_numpy() >= comparable_since(chosen, events, day)].reset_index(
        drop=True
    )
    rows = chosen["place"].to_numpy()
    filled, unsure = read_between(cells)
    shares = np.round(filled[rows] / total[rows, 11:12], DIGITS)
    doubts = pd.DataFrame(unsure[rows], columns=DOUBTS)
    return pd.concat([chosen.rename(columns={"year": "past"}), doubts], axis=1), shares


def proper_years(shares: Array, most: float) -> NDArray[np.bool_]:
    """Years whose shares can be a profile: nowhere below zero, nowhere above ``most``.

    A net flow that falls and rises "had 969 % of its total" by some month: that says nothing. A
    little above 1 is a sum that was revised down in December.
    """
    wrong = (shares < 0) | (shares > most)
    return np.asarray(~wrong.any(axis=1), dtype=bool)


def looked_up(lines: pd.DataFrame, past: pd.DataFrame, shares: Array) -> pd.DataFrame:
    """One row for each line and each of its past years, in the order of the years.

    The columns are ``line, past, place, share``.
    """
    asked = lines[[*PAIR, "through"]].assign(line=np.arange(len(lines)))
    matched = asked.merge(past.assign(_row=np.arange(len(past))), on=PAIR).sort_values(
        ["line", "past"], kind="stable"
    )
    month = matched["through"].to_numpy(dtype=int) - 1
    matched["share"] = shares[matched["_row"].to_numpy(dtype=int), month]
    matched["doubt"] = matched[DOUBTS].to_numpy(dtype=float)[np.arange(len(matched)), month]
    known: pd.DataFrame = matched[matched["share"].notna() & (matched["share"].abs() != np.inf)]
    return known


def own_profile(matched: pd.DataFrame, n: int) -> pd.DataFrame:
    """Median share, number of years and scatter of each of ``n`` lines.

    The scatter is the sum of squared log deviations, with what shares between cut-offs may be off.
    """
    grouped = matched.groupby("line")["share"]
    logs = np.log(matched["share"].clip(lower=1e-6))
    scatter = (logs - logs.groupby(matched["line"]).transform("mean")) ** 2 + matched["doubt"] ** 2
    table = pd.DataFrame(
        {
            "share": grouped.median(),
            "years": grouped.size(),
            "scatter": scatter.groupby(matched["line"]).sum(),
        }
    ).reindex(range(n))
    return table.fillna({"years": 0, "scatter": 0.0})


def pooled_mean(
    values: pd.DataFrame, keys: list[str], lines: pd.DataFrame, apart: list[str]
) -> pd.DataFrame:
    """Mean of ``values["value"]`` over the pool that shares the ``keys`` of a line, less its own.

    Gives ``mean, count, series`` for each line (``series``: how many different ``apart`` the pool
    has). A line's own values are those of the same ``apart``. Leaving them out is a subtraction, so
    the work grows with the number of rows, not with its square.
    """
    nothing = np.zeros(len(lines))
    if values.empty:
        return pd.DataFrame({"mean": nothing + np.nan, "count": nothing, "series": nothing})
    whole = values.groupby(keys)["value"].agg(["sum", "count"])
    own_keys = [*keys, *apart]
    whole["series"] = values.drop_duplicates(own_keys).groupby(keys).size()
    own = values.groupby(own_keys)["value"].agg(["sum", "count"])
    all_of, mine = _aligned(whole, lines, keys), _aligned(own, lines, own_keys)
    count = all_of["count"] - mine["count"]
    mean = np.divide(
        all_of["sum"] - mine["sum"], count, out=np.full(len(lines), np.nan), where=count > 0
    )
    return pd.DataFrame(
        {
            "mean": np.round(mean, DIGITS),
            "count": count,
            "series": all_of["series"] - (mine["count"] > 0),
        }
    )


def _aligned(table: pd.DataFrame, lines: pd.DataFrame, keys: list[str]) -> dict[str, Array]:
    """The columns of a keyed table in the order of the lines; 0 where it has no row."""
    aligned = table.reindex(pd.MultiIndex.from_frame(lines[keys]))
    return {
        str(column): np.nan_to_num(aligned[column].to_numpy(dtype=float))
        for column in table.columns
    }


def by_month(past: pd.DataFrame, shares: Array, months: Array, columns: list[str]) -> pd.DataFrame:
    """The shares of all past years at the months that lines ask for.

    They are ``columns``, ``through`` and ``value``.
    """
    tables = [
        past[columns].assign(through=int(month), value=shares[:, int(month) - 1])
        for month in months
    ]
    table = (
        pd.concat(tables, ignore_index=True)
        if tables
        else past[columns].assign(through=0, value=np.nan)
    )
    known: pd.DataFrame = table[table["value"].notna() & (table["value"].abs() != np.inf)]
    return known


def plan_record(
    past: pd.DataFrame, totals: Array, targets: pd.DataFrame, months: Array
) -> pd.DataFrame:
    """How past years ended against the plan that was in force at the same month of each series.

    Gives ``territory, indicator, past, through, value``: the logarithm of the year's total over
    that plan; years without a positive plan by then are left out. ``totals`` are those of the grid,
    ``past`` is of :func:`past_shares`.
    """
    usable = (
        (targets["value"] > 0)
        & (targets["comparator"] == ">=")
        & targets["year"].isin(past["past"].unique())
    )
    plans = targets[usable]
    plans = plans[[*PAIR, "year", "decided", "plan", "value"]].rename(
        columns={"year": "past", "value": "planned"}
    )
    plans = plans.sort_values(["decided", "plan"], kind="stable")
    plans["_order"] = np.arange(len(plans))
    days = {
        day: 12 * int(day[:4]) + int(day[5:7]) if day else 0 for day in plans["decided"].unique()
    }
    plans["_month"] = (
        plans["decided"].map(days).astype("int64")
    )  # whole numbers: texts are slow to compare
    joined = past.assign(_row=np.arange(len(past))).merge(
        plans.drop(columns=["decided", "plan"]), on=[*PAIR, "past"]
    )
    joined = joined.sort_values(["_row", "_order"], kind="stable")
    tables = []
    for month in months:
        known = joined[joined["_month"] <= 12 * joined["past"] + int(month)]
        tables.append(known.drop_duplicates("_row", keep="last").assign(through=int(month)))
    table = pd.concat(tables, ignore_index=True) if tables else joined.assign(through=0).iloc[:0]
    ended = np.log(totals[table["place"].to_numpy(dtype=int)] / table["planned"].to_numpy())
    return table.assign(value=ended)[[*PAIR, "past", "through", "value"]]


def band(
    share: Array, years: Array, scatter: Array, prior: Array, rule: dict[str, Any]
) -> tuple[Array, Array]:
    """An 80 % interval for this year's share, from the scatter of past years and a prior.

    The prior is worth ``prior_years``. The lowest and highest of five years would hold the sixth in
    only two cases of three; a Student distribution on the logarithm says how far it may lie.
    ``prior`` is the usual scatter at the line's month.
    """
    from scipy.special import stdtrit

    worth = float(rule["prior_years"])
    freedom = worth + np.maximum(years, 1) - 1
    spread = (worth * prior**2 + scatter) / freedom
    width = stdtrit(freedom, 0.9) * np.sqrt(spread * (1 + 1 / np.maximum(years, 1)))
    return share * np.exp(-width), np.minimum(share * np.exp(width), 1.0)
