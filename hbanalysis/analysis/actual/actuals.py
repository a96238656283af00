"""What each indicator has reached at a cut-off, by its measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.by_measure import flows_of, levels_of, ratios_of, rows_of
from hbanalysis.analysis.actual.provenance import of_wards, provenance, with_printed
from hbanalysis.analysis.actual.unreported import Reporting, last_known, unreported
from hbanalysis.analysis.actual.wards import counts_of_wards, wards_by_parent
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.vocabulary.numbers import percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import OF_TERM, SUMMED, Measure

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
    rows = rows_of(cells, lines, period.year)
    told = pd.DataFrame(NO_REPORT, index=lines.index)
    groups = {
        SUMMED: flows_of,
        (
            *(Measure.STOCK, Measure.RANK, Measure.MILESTONE),
            *(Measure.GROWTH, Measure.SHARE, Measure.CHANGE),
            *OF_TERM,
        ): levels_of,
    }
    measure = lines["measure"]
    for kinds, rule in groups.items():
        here = measure.isin(kinds).to_numpy(dtype=bool) & (rows >= 0)
        for column, values in rule(cells, rows[here], period).items() if here.any() else ():
            told.loc[here, column] = values
    here = (measure == Measure.RATIO).to_numpy(dtype=bool) & (rows >= 0)
    if here.any():
        for column, values in ratios_of(cells, lines[here], rows[here], period).items():
            told.loc[here, column] = values
    counts: list[dict[str, float]] = [{}] * len(lines)
    by_wards: dict[int, NDArray[np.bool_]] = {}
    names = list(zip(lines["territory"].tolist(), lines["indicator"].tolist(), strict=True))
    actual, through = told["actual"].to_numpy(copy=True), told["through"].to_numpy(copy=True)
    for position in np.flatnonzero(measure == Measure.PER_WARD).tolist():
        where, what = names[position]
        counts[position], by_wards[position] = counts_of_wards(
            cells, wards.get(where, []), what, period
        )
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
