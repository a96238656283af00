"""How realistic a plan is: against last year's result, past growth and its own record.

Meeting a plan can mean falling: the revenue target of 2024 is 98,7 % of what 2023 brought, that of
job referrals 85,0 %. Plan and last year therefore stand side by side; neither replaces the other.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import figures_of
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.analysis.history.year_months import Array
from hbanalysis.analysis.history.year_profiles import PAIR, comparable_since
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Comparator, Measure

STATED, OWN = "stated", "own figures"
COLUMNS = [
    "last_result",
    "last_basis",
    "target_to_last",
    "growth_years",
    "by_growth",
    "target_to_growth",
    "plans_known",
    "plans_met",
    "typical_pct",
]


def yearly_totals(
    workspace: Workspace, period: Period, years: int, territories: list[str]
) -> pd.DataFrame:
    """Complete comparable years before the period's: ``territory, indicator, year, total``."""
    cells = grid_with_past(figures_of(workspace, territories), period.year)
    table = cells.index.to_frame(index=False).assign(total=cells.year_to_date[:, 11])
    table = table[
        (table["year"] < period.year)
        & (table["year"] >= period.year - years)
        & table["total"].notna()
    ]
    since = comparable_since(table, workspace.events, period.end.isoformat())
    return (
        table[table["year"].to_numpy() >= since]
        .sort_values([*PAIR, "year"], kind="stable")
        .reset_index(drop=True)
    )


def last_results(
    table: pd.DataFrame, workspace: Workspace, totals: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Last year's result of every row, and its basis: a document, else the own complete year."""
    wanted = pd.MultiIndex.from_frame(table[PAIR])
    stated = workspace.results_stated
    whole = stated["period"].isin(["", f"{period.year - 1}-12"])
    stated = stated[whole & (stated["year"] == period.year - 1) & stated["value"].notna()]
    newest = (
        stated.sort_values("published", kind="stable")
        .drop_duplicates(PAIR, keep="last")
        .set_index(PAIR)
    )
    own = totals[totals["year"] == period.year - 1].set_index(PAIR)["total"]
    printed = newest["value"].reindex(wanted).to_numpy(dtype=float)
    # A ratio's printed result may be a count (104 persons); only amounts and ranks compare as they
    # are.
    printed = np.where(
        table["measure"].isin([Measure.RATIO, Measure.MILESTONE, Measure.PER_WARD]), np.nan, printed
    )
    summed = np.where(
        table["measure"] == Measure.FLOW, own.reindex(wanted).to_numpy(dtype=float), np.nan
    )
    basis = np.select([np.isfinite(printed), np.isfinite(summed)], [STATED, OWN], "")
    return pd.DataFrame(
        {"last_result": np.where(np.isfinite(printed), printed, summed), "last_basis": basis},
        index=table.index,
    )


def growth_of(totals: pd.DataFrame) -> pd.DataFrame:
    """Mean yearly growth (log) of each series over consecutive complete years.

    Gives with it how many steps from year to year it rests on.
    """
    pairs = totals.groupby(PAIR)
    step = np.log(totals["total"].where(totals["total"] > 0)) - np.log(
        pairs["total"].shift().where(lambda before: before > 0)
    )
    step = step.where(totals["year"] - pairs["year"].shift() == 1)
    return totals.assign(step=step).groupby(PAIR)["step"].agg(["mean", "count"])


def plan_years(totals: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The past years of each series against their last plan.

    Gives how many are ``known``, how many were ``met``, and the middle ``pct`` of plan.
    """
    last = targets[targets["value"] > 0].sort_values(["decided", "plan"], kind="stable")
    last = last.drop_duplicates([*PAIR, "year"], keep="last")
    joined = totals.merge(last[[*PAIR, "year", "value", "comparator"]], on=[*PAIR, "year"])
    places = [
        exact(total) - exact(value)
        for total, value in zip(joined["total"], joined["value"], strict=True)
    ]
    kept = [
        gap <= 0 if comparator == Comparator.AT_MOST else gap >= 0
        for gap, comparator in zip(places, joined["comparator"], strict=True)
    ]
    joined = joined.assign(
        met=np.array(kept, dtype=bool), pct=100 * joined["total"] / joined["value"]
    )
    return joined.groupby(PAIR).agg(
        known=("met", "size"), met=("met", "sum"), pct=("pct", "median")
    )


def realism(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """The rows of an assessment with a numeric target, and how it compares.

    Adds ``last_result`` (unit), ``last_basis`` (stated, own figures), ``target_to_last`` (target in
    % of it), ``growth_years``, ``by_growth`` (last result grown as in past years),
    ``target_to_growth`` (%), ``plans_known``, ``plans_met`` and ``typical_pct`` (middle of past
    years' % of their last plan). NaN where nothing is known.
    """
    asked = table["target"].notna() & ~table["measure"].isin(
        [Measure.MILESTONE, Measure.CAP, Measure.PER_WARD]
    )
    rows = table[asked]
    totals = yearly_totals(
        workspace,
        period,
        int(in_force(workspace.rules, "realism", period.end.isoformat())["past_years"]),
        rows["territory"].unique().tolist(),
    )
    wanted = pd.MultiIndex.from_frame(rows[PAIR])
    last = last_results(rows, workspace, totals, period)
    growth = growth_of(totals).reindex(wanted)
    record = plan_years(totals, workspace.targets).reindex(wanted)
    by_growth = last["last_result"].to_numpy() * np.exp(growth["mean"].to_numpy(dtype=float))
    flow = (rows["measure"] == Measure.FLOW).to_numpy()
    by_growth = np.where(flow, by_growth, np.nan)
    return rows.assign(
        **last,
        target_to_last=_shares(rows["target"], last["last_result"], flow),
        growth_years=np.where(flow, growth["count"].fillna(0), 0).astype("int64"),
        by_growth=by_growth,
        target_to_growth=_shares(rows["target"], by_growth, flow),
        plans_known=record["known"].fillna(0).to_numpy(dtype="int64"),
        plans_met=record["met"].fillna(0).to_numpy(dtype="int64"),
        typical_pct=record["pct"].to_numpy(dtype=float),
    )


def _shares(parts: pd.Series, wholes: Array | pd.Series, amounts: Any) -> list[float]:
    """Percentages of amounts; a rank of 2 is not 100 % of a rank of 2 in any useful sense."""
    shares = []
    for part, whole, amount in zip(parts, wholes, amounts, strict=True):
        share = percent_of(part, whole) if amount and not is_missing(whole) else None
        shares.append(np.nan if share is None else share)
    return shares
