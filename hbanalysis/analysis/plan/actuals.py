"""Where each indicator stands at a cut-off.

The actual value, what is missing, and the same period last year.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
from hbanalysis.vocabulary.terms import DEMO, Measure, is_ward, report_every

SETTLED = ["estimate", "preliminary", "final"]
PERCENT_UNITS = ("", "%", "phần trăm", "percent", "pct")


STANDING: dict[str, Any] = {
    "actual": np.nan,
    "through": 0,
    "in_period": np.nan,
    "partial": np.nan,
    "numerator": np.nan,
    "denominator": np.nan,
    "signed": False,
}
"""What :func:`standings` adds, and what it says where nobody reported."""


def scope(
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    observations: pd.DataFrame,
    territories: list[str],
    year: int,
) -> pd.DataFrame:
    """The rows of a report: every indicator with a target or a figure of the year.

    In the list's order.
    """
    asked = targets.loc[targets["year"] == year, ["territory", "indicator"]]
    seen = observations.loc[observations["period"].str[:4] == str(year), ["territory", "indicator"]]
    pairs = pd.concat([asked, seen]).drop_duplicates()
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


def _expected_months(cadence: str, until: int) -> list[int]:
    """Months by whose end a report is owed."""
    every = report_every(cadence)
    return list(range(every, until + 1, every)) if every in (1, 3, 6) else []


def _rows(cells: YearMonths, lines: pd.DataFrame, year: int) -> NDArray[np.int64]:
    """The row of the grid of each line; -1 when nobody reported."""
    found = [
        cells.row(*pair, year) for pair in zip(lines["territory"], lines["indicator"], strict=True)
    ]
    return np.array([-1 if row is None else row for row in found], dtype=np.int64)


def _last(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The last month (1 to the width) that is known in each row; 0 when none is."""
    width = known.shape[1]
    return np.where(known.any(axis=1), width - np.argmax(known[:, ::-1], axis=1), 0).astype(
        np.int64
    )


def _flows(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
    """Sums: the year-to-date at the cut-off, or the last one that is complete."""
    until = period.last
    total, months = cells.year_to_date[rows, :until], cells.monthly[rows, :until]
    own = ~cells.spread[rows, :until]  # a month inside a reported quarter has no figure of its own
    through = _last(np.isfinite(total) & own)
    place = np.arange(len(rows))
    actual = np.where(through > 0, total[place, np.maximum(through - 1, 0)], np.nan)
    before = total[:, period.first - 2] if period.first > 1 else np.zeros(len(rows))
    inside = months[:, period.first - 1 :]
    between = differences(np.column_stack([before, total[:, until - 1]]))[:, 1]
    summed = np.where(np.isfinite(inside).all(axis=1), exact_total(inside), between)
    summed = np.where(own[:, until - 1], summed, np.nan)
    reported = _reported(cells, rows, until) & own
    partial = np.where(reported.any(axis=1), _at_least(months, cells.printed[rows, :until]), np.nan)
    signed = (cells.months[rows, :until] < 0).any(axis=1)
    return {
        "actual": actual,
        "through": through,
        "in_period": summed,
        "partial": partial,
        "signed": signed,
    }


def _reported(cells: YearMonths, rows: NDArray[np.int64], until: int) -> NDArray[np.bool_]:
    """Months that a report covers; a printed year-to-date speaks for the months before it."""
    seen = np.isfinite(cells.monthly[rows, :until]) | np.isfinite(cells.year_to_date[rows, :until])
    printed = _last(np.isfinite(cells.printed[rows, :until]))
    found: NDArray[np.bool_] = seen | (np.arange(1, until + 1) <= printed[:, None])
    return found


def _at_least(months: Array, printed: Array) -> Array:
    """The sum of what was reported.

    The last printed year-to-date before a gap and the months known since.
    """
    found: Array = cumulate(np.nan_to_num(months), printed)[:, -1]
    return found


def _levels(cells: YearMonths, rows: NDArray[np.int64], period: Period) -> dict[str, Any]:
    """Stocks, ranks, milestones: the last value reported in the year."""
    printed = cells.printed[rows]
    actual, through = last_reported(
        np.where(np.isfinite(printed), printed, cells.months[rows]), period.last
    )
    return {"actual": actual, "through": through}


def _ratios(
    cells: YearMonths, rows: NDArray[np.int64], period: Period, units: list[str]
) -> dict[str, Any]:
    """Ratios: numerator over denominator, summed over months or as last reported.

    A denominator of 0 is no ratio.
    """
    top, month = last_reported(
        _with_months(cells.printed_numerators[rows], cells.numerators[rows]), period.last
    )
    bottom, _ = last_reported(
        _with_months(cells.printed_denominators[rows], cells.denominators[rows]), period.last
    )
    found = _levels(cells, rows, period)
    counted = (month >= found["through"]) & np.isfinite(top) & np.isfinite(bottom)
    shares = [
        percent_of(part, whole) if use else None
        for part, whole, use in zip(top, bottom, counted, strict=True)
    ]
    values = [
        np.nan if share is None else share * _per_hundred(unit)
        for share, unit in zip(shares, units, strict=True)
    ]
    return {
        "actual": np.where(counted, values, found["actual"]),
        "through": np.where(counted, month, found["through"]),
        "numerator": np.where(counted, top, np.nan),
        "denominator": np.where(counted, bottom, np.nan),
    }


def _per_hundred(unit: str) -> float:
    """What turns a percentage into the indicator's unit.

    1 for %, 10 for ‰, 0.01 for a plain ratio.
    """
    if unit.strip().lower() in PERCENT_UNITS:
        return 1.0
    return 10.0 if unit.startswith("‰") else 0.01


def _with_months(printed: Array, months: Array) -> Array:
    """Year-to-date counts: printed, else the sum of the months reported so far."""
    summed = np.where(np.isfinite(months), np.nancumsum(months, axis=1), np.nan)
    return np.where(np.isfinite(printed), printed, summed)


def _per_ward(
    cells: YearMonths, wards: list[str], indicator: str, period: Period
) -> tuple[dict[str, float], int]:
    """The count of every ward (NaN: it reported nothing) and the last month any has reported."""
    found_rows = [cells.row(ward, indicator, period.year) for ward in wards]
    rows = np.array([-1 if row is None else row for row in found_rows], dtype=np.int64)
    values, known = dict.fromkeys(wards, np.nan), np.flatnonzero(rows >= 0)
    if not len(known):
        return values, 0
    found = _flows(cells, rows[known], period)
    # Models are counted when they are built: a month without a row adds none.
    counts = np.where(np.isnan(found["actual"]), found["partial"], found["actual"])
    values |= {wards[place]: float(count) for place, count in zip(known, counts, strict=True)}
    seen = np.isfinite(cells.months[rows[known]]) | np.isfinite(cells.printed[rows[known]])
    return values, int(max(found["through"].max(), _last(seen[:, : period.last]).max()))


def _missing(
    cells: YearMonths,
    lines: pd.DataFrame,
    rows: NDArray[np.int64],
    silent: NDArray[np.bool_],
    period: Period,
) -> list[tuple[str, ...]]:
    """The months of each line that a report is owed for and that nobody reported."""
    owed = {
        cadence: _expected_months(str(cadence), period.last)
        for cadence in lines["cadence"].unique()
    }
    summed = lines["measure"].isin([Measure.FLOW, Measure.CAP]).to_numpy(dtype=bool)
    reported = np.zeros((len(rows), period.last), dtype=bool)
    reported[rows >= 0] = _reported(cells, rows[rows >= 0], period.last)
    found = []
    for place, (measure, cadence) in enumerate(
        zip(lines["measure"], lines["cadence"], strict=True)
    ):
        ask = measure != Measure.PER_WARD and (summed[place] or silent[place])
        months = [month for month in owed[cadence] if not reported[place, month - 1]] if ask else []
        found.append(tuple(f"{period.year}-{month:02d}" for month in months))
    return found


def standings(
    cells: YearMonths, lines: pd.DataFrame, wards: dict[str, list[str]], period: Period
) -> pd.DataFrame:
    """Where each line of the scope stands, by its measure.

    :data:`STANDING`, ``missing`` and ``wards``.
    """
    rows = _rows(cells, lines, period.year)
    told = pd.DataFrame(STANDING, index=lines.index)
    groups = {
        (Measure.FLOW, Measure.CAP): _flows,
        (Measure.STOCK, Measure.RANK, Measure.MILESTONE): _levels,
    }
    measure = lines["measure"]
    for kinds, rule in groups.items():
        here = measure.isin(kinds).to_numpy(dtype=bool) & (rows >= 0)
        for column, values in rule(cells, rows[here], period).items() if here.any() else ():
            told.loc[here, column] = values
    here = (measure == Measure.RATIO).to_numpy(dtype=bool) & (rows >= 0)
    if here.any():
        for column, values in _ratios(
            cells, rows[here], period, lines.loc[here, "unit"].tolist()
        ).items():
            told.loc[here, column] = values
    counted: list[dict[str, float]] = [{}] * len(lines)
    names = list(zip(lines["territory"].tolist(), lines["indicator"].tolist(), strict=True))
    actual, through = told["actual"].to_numpy(copy=True), told["through"].to_numpy(copy=True)
    for place in np.flatnonzero(measure == Measure.PER_WARD).tolist():
        where, what = names[place]
        counted[place], through[place] = _per_ward(cells, wards.get(where, []), what, period)
        seen = [value for value in counted[place].values() if np.isfinite(value)]
        actual[place] = float(sum(seen)) if seen else np.nan
    told["actual"], told["through"] = actual, through
    silent = (through == 0) | np.isnan(actual)
    told["missing"] = pd.Series(
        _missing(cells, lines, rows, silent, period), index=lines.index, dtype=object
    )
    told["wards"] = pd.Series(counted, index=lines.index, dtype=object)
    return told.astype({"through": "int64"})


def wards_by_parent(territories: pd.DataFrame, day: str) -> dict[str, list[str]]:
    """The wards that belonged to each territory on a day."""
    wards = territories[territories["level"].map(is_ward).astype(bool)]
    start, end = wards["valid_from"].fillna(""), wards["valid_to"].fillna("")
    wards = wards[(start <= day) & ((end == "") | (end >= day))]
    return {str(parent): group["territory"].tolist() for parent, group in wards.groupby("parent")}


def provenance(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """For each territory and indicator of the year so far.

    Least settled status, last publication, sources, demo.
    """
    columns = [
        "territory",
        "indicator",
        "period",
        "published",
        "status",
        "source",
        "locator",
        "file",
    ]
    past = observations["period"] <= period.cut_off
    # Pace and projection stand on past years: one synthetic row in the history marks everything
    # made from it.
    synthetic = observations.loc[
        past & (observations["source"] == DEMO), columns[:2]
    ].drop_duplicates()
    marked = synthetic.assign(demo=True).set_index(columns[:2])
    used = observations.loc[past & (observations["period"] >= f"{period.year}-01"), columns]
    used = used.assign(_rank=used["status"].map({word: n for n, word in enumerate(SETTLED)}))
    pairs = used.groupby(["territory", "indicator"])
    last = (
        used.sort_values(["period", "published"], kind="stable")
        .groupby(["territory", "indicator"])
        .tail(1)
    )
    table = pairs.agg(published=("published", "max"), _rank=("_rank", "min"))
    named = last.set_index(["territory", "indicator"])[["source", "locator", "file"]]
    table = table.join(named)
    table["status"] = table.pop("_rank").map(dict(enumerate(SETTLED)))
    return table.join(marked, how="outer").reset_index()


def with_derived(rows: pd.DataFrame) -> pd.DataFrame:
    """Fill indicators that are the sum of their parts.

    11 = 11a + 11b. And that nobody reported themselves.
    """
    summed = rows[(rows["derived"] == "sum_of_parts") & (rows["through"] == 0)]
    of_parent = rows.groupby(["territory", "parent"]).indices
    for place, *pair in summed[["territory", "indicator"]].itertuples():
        parts = rows.iloc[of_parent.get(tuple(pair), [])]
        if parts.empty or parts["denominator"].isna().any() or parts["numerator"].isna().any():
            continue
        top, bottom = parts["numerator"].sum(), parts["denominator"].sum()
        share = percent_of(top, bottom)
        rows.loc[place, ["actual", "numerator", "denominator"]] = [
            np.nan if share is None else share,
            top,
            bottom,
        ]
        rows.loc[place, "through"] = parts["through"].min()
        for column in ("published", "status", "source", "locator", "file"):
            rows.loc[place, column] = parts[column].iloc[0]
        rows.loc[place, "demo"] = bool(parts["demo"].any())
    return rows


def actuals(
    lines: pd.DataFrame,
    cells: YearMonths,
    observations: pd.DataFrame,
    territories: pd.DataFrame,
    period: Period,
) -> pd.DataFrame:
    """Every line of the scope with its standing and where the numbers came from.

    Adds ``actual, through, in_period, partial, numerator, denominator, missing, wards, published,
    status, demo, source, locator, file``. ``through`` is the month (1-12) up to which ``actual``
    counts; 0 means nothing reported.
    """
    wards = wards_by_parent(territories, period.end.isoformat())
    table = pd.concat([lines, standings(cells, lines, wards, period)], axis=1)
    table = table.merge(
        _provenance_of_wards(provenance(observations, period), territories, lines),
        on=["territory", "indicator"],
        how="left",
    )
    table["demo"] = table["demo"].eq(True)
    for column in ("published", "status", "source", "locator", "file"):
        table[column] = table[column].fillna("")
    return with_derived(table)


def _provenance_of_wards(
    known: pd.DataFrame, territories: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """Per-ward indicators take the provenance of their wards."""
    per_ward = lines.loc[lines["measure"] == Measure.PER_WARD, "indicator"].unique()
    if not len(per_ward):
        return known
    parent = territories.drop_duplicates("territory").set_index("territory")["parent"]
    lifted = known[known["indicator"].isin(per_ward)].copy()
    lifted["territory"] = lifted["territory"].map(parent)
    synthetic = (
        lifted.assign(demo=lifted["demo"].eq(True))
        .groupby(["territory", "indicator"])["demo"]
        .any()
    )
    last = lifted.drop(columns="demo").drop_duplicates(["territory", "indicator"], keep="last")
    last = last.merge(synthetic.reset_index(), on=["territory", "indicator"])
    return pd.concat([known[~known["indicator"].isin(per_ward)], last])
