"""What each indicator has reached at a cut-off, by its measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.provenance import of_wards, provenance, with_printed
from hbanalysis.analysis.actual.unreported import Reporting, last_known, reported, unreported
from hbanalysis.analysis.history.year_months import (
    Array,
    YearMonths,
    cumulate,
    differences,
    exact_total,
    last_reported,
)
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import OF_TERM, SUMMED, Measure, is_ward

PERCENT_UNITS = ("", "%", "phần trăm", "percent", "pct")


NO_REPORT: dict[str, Any] = {
    "actual": np.nan,
    "through": 0,
    "in_period": np.nan,
    "partial": np.nan,
    "months_known": 0,
    "numerator": np.nan,
    "denominator": np.nan,
    "signed": False,
    "ratio_basis": "",
    "month_ratio": np.nan,
}
"""What :func:`standings` adds, and what it holds where nobody reported."""


def scope(
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    observations: pd.DataFrame,
    territories: list[str],
    year: int,
    refused: pd.DataFrame,
) -> pd.DataFrame:
    """The rows of a report: every indicator with a target or a figure of the year.

    They stand in the order of the indicators' list. An indicator whose target or figures are
    ``refused`` has a row too.
    """
    asked = targets.loc[targets["year"] == year, ["territory", "indicator"]]
    seen = observations.loc[observations["period"].str[:4] == str(year), ["territory", "indicator"]]
    pairs = pd.concat([asked, seen, refused[["territory", "indicator"]]]).drop_duplicates()
    order = pd.DataFrame(
        {"territory": pd.Series(territories, dtype=str), "_place": range(len(territories))}
    )
    listed = indicators.drop(columns="file", errors="ignore").assign(_rank=range(len(indicators)))
    rows = pairs.merge(order, on="territory").merge(listed, on="indicator")
    return (
        rows.sort_values(["_place", "_rank"])
        .drop(columns=["_place", "_rank"])
        .reset_index(drop=True)
    )


def _rows(cells: YearMonths, lines: pd.DataFrame, year: int) -> NDArray[np.int64]:
    """The row of the grid of each line; -1 when nobody reported."""
    found = [
        cells.row(*pair, year) for pair in zip(lines["territory"], lines["indicator"], strict=True)
    ]
    return np.array([-1 if row is None else row for row in found], dtype=np.int64)


def _flows(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
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


def _levels(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
    """Stocks, ranks, milestones: the last value reported in the year."""
    printed = cells.printed[rows]
    actual, through = last_reported(
        np.where(np.isfinite(printed), printed, cells.months[rows]), period.last
    )
    return {"actual": actual, "through": through}


def _ratios(
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
    levels = _levels(cells, rows, period)
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
    rows = _rows(cells, lines, period.year)
    levels = pd.DataFrame({"actual": np.nan, "through": 0}, index=lines.index)
    for ratio in (False, True):
        here = ((lines["measure"] == Measure.RATIO).to_numpy() == ratio) & (rows >= 0)
        if not here.any():
            continue
        found = (
            _ratios(cells, lines[here], rows[here], period)
            if ratio
            else _levels(cells, rows[here], period)
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


def _per_ward(
    cells: YearMonths, wards: list[str], indicator: str, period: Period
) -> tuple[dict[str, float], NDArray[np.bool_]]:
    """The count of every ward (NaN: it reported nothing) and the months for which any reported."""
    found_rows = [cells.row(ward, indicator, period.year) for ward in wards]
    rows = np.array([-1 if row is None else row for row in found_rows], dtype=np.int64)
    counts, known = dict.fromkeys(wards, np.nan), np.flatnonzero(rows >= 0)
    if not len(known):
        return counts, np.zeros(period.last, dtype=bool)
    flows = _flows(cells, rows[known], period)
    # Models are counted when they are built: a month without a row adds none, and what came after
    # such a month counts.
    totals = np.fmax(flows["actual"], flows["partial"])
    counts |= {wards[place]: float(count) for place, count in zip(known, totals, strict=True)}
    seen = np.isfinite(cells.months[rows[known]]) | np.isfinite(cells.printed[rows[known]])
    return counts, np.asarray(seen[:, : period.last].any(axis=0), dtype=bool)


def standings(
    cells: YearMonths,
    lines: pd.DataFrame,
    wards: dict[str, list[str]],
    period: Period,
    reporting: Reporting,
) -> pd.DataFrame:
    """What each line of the scope has reached, by its measure.

    Gives the columns of :data:`NO_REPORT`, ``missing``, ``awaited`` and ``wards``.
    """
    rows = _rows(cells, lines, period.year)
    told = pd.DataFrame(NO_REPORT, index=lines.index)
    groups = {
        SUMMED: _flows,
        (
            *(Measure.STOCK, Measure.RANK, Measure.MILESTONE),
            *(Measure.GROWTH, Measure.SHARE, Measure.CHANGE),
            *OF_TERM,
        ): _levels,
    }
    measure = lines["measure"]
    for kinds, rule in groups.items():
        here = measure.isin(kinds).to_numpy(dtype=bool) & (rows >= 0)
        for column, values in rule(cells, rows[here], period).items() if here.any() else ():
            told.loc[here, column] = values
    here = (measure == Measure.RATIO).to_numpy(dtype=bool) & (rows >= 0)
    if here.any():
        for column, values in _ratios(cells, lines[here], rows[here], period).items():
            told.loc[here, column] = values
    counts: list[dict[str, float]] = [{}] * len(lines)
    by_wards: dict[int, NDArray[np.bool_]] = {}
    names = list(zip(lines["territory"].tolist(), lines["indicator"].tolist(), strict=True))
    actual, through = told["actual"].to_numpy(copy=True), told["through"].to_numpy(copy=True)
    for position in np.flatnonzero(measure == Measure.PER_WARD).tolist():
        where, what = names[position]
        counts[position], by_wards[position] = _per_ward(cells, wards.get(where, []), what, period)
        through[position] = int(last_known(by_wards[position][None, :])[0])
        seen = [value for value in counts[position].values() if np.isfinite(value)]
        actual[position] = float(sum(seen)) if seen else np.nan
    told["actual"], told["through"] = actual, through
    told["signed"] |= pd.MultiIndex.from_frame(lines[PAIR]).isin(_ever_negative(cells))
    through = np.where(np.isnan(actual), 0, through).astype(np.int64)
    states = unreported(cells, lines, rows, through, by_wards, period, reporting)
    for state, months in states.items():
        told[state] = pd.Series(months, index=lines.index, dtype=object)
    told["wards"] = pd.Series(counts, index=lines.index, dtype=object)
    return told.astype({"through": "int64", "months_known": "int64"})


def _ever_negative(cells: YearMonths) -> pd.Index:
    """The series whose year-to-date has been below zero in some year: what can fall again."""
    below = (cells.year_to_date < 0).any(axis=1)
    return cells.index[np.flatnonzero(below)].droplevel("year").unique()


def wards_by_parent(territories: pd.DataFrame, day: str) -> dict[str, list[str]]:
    """The wards that belonged to each territory on a day."""
    wards = territories[territories["level"].map(is_ward).astype(bool)]
    start, end = wards["valid_from"].fillna(""), wards["valid_to"].fillna("")
    wards = wards[(start <= day) & ((end == "") | (end >= day))]
    return {str(parent): group["territory"].tolist() for parent, group in wards.groupby("parent")}


def with_derived(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill indicators that are the sum of their parts (11 = 11a + 11b) and that nobody reported."""
    summed = rows[(rows["derived"] == "sum_of_parts") & (rows["through"] == 0)]
    of_parent = rows.groupby(["territory", "parent"]).indices
    for position, *pair in summed[["territory", "indicator"]].itertuples():
        parts = rows.iloc[of_parent.get(tuple(pair), [])]
        if parts.empty or parts["denominator"].isna().any() or parts["numerator"].isna().any():
            continue
        top, bottom = parts["numerator"].sum(), parts["denominator"].sum()
        share = percent_of(top, bottom)
        rows.loc[position, ["actual", "numerator", "denominator"]] = [
            np.nan if share is None else share,
            top,
            bottom,
        ]
        rows.loc[position, "through"] = parts["through"].min()
        for column in ("published", "status", "source", "locator", "file"):
            rows.loc[position, column] = parts[column].iloc[0]
        rows.loc[position, "demo"] = bool(parts["demo"].any())
    return rows


def actuals(
    lines: pd.DataFrame,
    cells: YearMonths,
    observations: pd.DataFrame,
    territories: pd.DataFrame,
    period: Period,
    reporting: Reporting,
) -> pd.DataFrame:
    """Every line of the scope with its standing and where the numbers came from.

    Adds ``actual, through, in_period, partial, months_known, numerator, denominator, missing,
    awaited, wards, published, status, demo, source, locator, file`` and the columns of
    :func:`with_printed`. ``through`` is the month (1-12) up to which ``actual`` counts; 0 means
    nothing reported.
    """
    wards = wards_by_parent(territories, period.end.isoformat())
    table = pd.concat([lines, standings(cells, lines, wards, period, reporting)], axis=1)
    table = table.merge(
        of_wards(provenance(observations, period), territories, lines),
        on=["territory", "indicator"],
        how="left",
    )
    table["demo"] = table["demo"].eq(True)
    for column in ("published", "status", "source", "locator", "file"):
        table[column] = table[column].fillna("")
    return with_derived(with_printed(table, observations, period))
