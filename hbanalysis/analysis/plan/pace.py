"""What should be there by now: the share of the year that past years had reached by the same month.

The ladder, named on each row (``pace_method``): the indicator's ``own profile`` (its own complete
years); the ``pooled profile`` of the same indicator in other territories; ``like indicators`` (same
measure, unit and cadence); the plan's own ``phasing``; ``linear`` (months / 12). ``docs/pace.md``
shows how often each would have been wrong.

From past years come three things: the share (the middle of the years), a band around it, and the
plan's record: how past years ended against the plan in force at the same month. An early
year-to-date says little, the record more; the two are weighted by how far each usually errs, and
the result moves the amounts that the outlook is held against.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.year_months import DECIMALS, Array, YearMonths, complete_years
from hbanalysis.analysis.history.year_profiles import (
    PAIR,
    past_shares,
    plan_record,
    pooled_mean,
    proper_years,
)
from hbanalysis.analysis.plan.pace_ladder import LINEAR, OWN, PHASED, _prior, expected_shares
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Comparator, Measure

COLUMNS = [
    "expected_share",
    "expected_low",
    "expected_high",
    "pace_method",
    "pace_years",
    "record_pct",
    "record_years",
    "record_factor",
    "on_track_from",
    "at_risk_from",
]


def past_rows(
    cells: YearMonths, territory: str, indicator: str, year: int, years: int, not_before: int
) -> list[int]:
    """Rows of the latest complete years before ``year``, oldest first: at most ``years`` years."""
    rows = [
        cells.row(territory, indicator, past) for past in range(max(not_before, year - years), year)
    ]
    total = cells.year_to_date
    complete = complete_years(total)
    return [row for row in rows if row is not None and complete[row] and total[row, 11] > 0]


def with_record(
    table: pd.DataFrame,
    lines: pd.DataFrame,
    past: pd.DataFrame,
    totals: Array,
    targets: pd.DataFrame,
    rule: dict[str, Any],
) -> pd.DataFrame:
    """Add how past years ended against their plans, and what that asks for by now.

    The call weighs two estimates of the year's end in percent of plan: year-to-date over share
    (weight w) and the record. To be on track, their weighted product must reach 100 %; solved for
    the year-to-date this is the expected amount times ``record_factor`` = record ** -((1 - w) / w).
    Without a record w is 1 and the factor too.
    """
    # All series, not only those of this report: what a row says must not depend on who else is
    # asked about.
    record = plan_record(past, totals, targets, np.unique(lines["through"].to_numpy()))
    own = record.groupby([*PAIR, "through"])["value"].agg(["sum", "count"])
    own = (
        own.reindex(pd.MultiIndex.from_frame(lines[[*PAIR, "through"]]))
        .fillna(0)
        .reset_index(drop=True)
    )
    pool = pooled_mean(record, ["indicator", "through"], lines, ["territory"])
    usable = pool["mean"].notna() & (pool["series"] >= int(rule["fewest_pooled_series"]))
    worth = np.where(usable, float(rule["pool_worth_years"]), 0.0)
    held = np.maximum(own["count"].to_numpy() + worth, 1)
    middle: Array = (own["sum"].to_numpy() + pool["mean"].fillna(0).to_numpy() * worth) / held
    has_record = (own["count"] >= int(rule["fewest_record_years"])).to_numpy()
    floor = (
        (table["pace_method"] == OWN) & (lines["comparator"].to_numpy() == Comparator.AT_LEAST)
    ).to_numpy()
    enough = has_record & floor
    spread, usual = float(rule["record_spread"]), _prior(rule, lines["through"].to_numpy())
    weight = np.where(enough, spread**2 / (spread**2 + usual**2), 1.0)
    most = float(rule["record_moves_at_most"])
    factor = np.clip(np.exp(-middle * (1 - weight) / weight), 1 / most, most)
    return table.assign(
        record_pct=np.where(enough, 100 * np.exp(middle), np.nan),
        record_years=np.where(enough, own["count"], 0),
        record_factor=np.where(enough, factor, 1.0),
        _weight=weight,
    )


def _thresholds(table: pd.DataFrame, rule: dict[str, Any]) -> pd.DataFrame:
    """Percent of the asked amount from which a line is on track, and at risk; below, behind."""
    even = table["pace_method"].isin([PHASED, LINEAR])
    on_track = np.where(even, float(rule["on_track_from"]), float(rule["profile_on_track_from"]))
    at_risk = np.where(even, float(rule["at_risk_from"]), float(rule["profile_at_risk_from"]))
    at_risk = np.round(100 * (at_risk / 100) ** (1 / table["_weight"]), DECIMALS)
    return table.assign(on_track_from=on_track, at_risk_from=at_risk).drop(columns="_weight")


def with_pace(
    table: pd.DataFrame,
    cells: YearMonths,
    indicators: pd.DataFrame,
    events: pd.DataFrame,
    targets: pd.DataFrame,
    phasing: pd.DataFrame,
    period: Period,
    rule: dict[str, Any],
) -> pd.DataFrame:
    """Add what is expected by now, and the amounts that an outlook is held against.

    Needs ``target`` on each row; flows have a pace, and ratios that are worked off through the year
    (``accrues``). ``rule`` joins the entries of ``[[pace]]`` and ``[[outlook]]``. Adds
    ``expected_share, expected_low, expected_high`` (0-1), ``expected_to_date`` (unit of the
    indicator), ``pace_method, pace_years, record_pct, record_years, record_factor, asked_to_date,
    on_track_from, at_risk_from``.
    """
    flow = table["measure"] == Measure.FLOW
    lines = table[
        (table["through"] > 0)
        & (flow | (table["accrues"] == "yes"))
        & ~(table["target"] <= 0)  # a share of nothing, or of less, asks for nothing
    ]
    day = period.end.isoformat()
    past, shares = past_shares(cells, period.year, int(rule["past_years"]), events, day)
    proper = proper_years(shares, float(rule["most_share"]))
    past, shares = past[proper].reset_index(drop=True), shares[proper]
    place, lines = lines.index, lines.reset_index(drop=True)
    if len(lines):
        expected = expected_shares(lines, past, shares, indicators, phasing, period.year, rule)
        expected = with_record(expected, lines, past, cells.year_to_date[:, 11], targets, rule)
        expected = _thresholds(expected, rule).set_index(place)
    else:
        expected = pd.DataFrame(columns=COLUMNS)
    table = table.join(expected.reindex(table.index)[COLUMNS])
    numeric = [column for column in COLUMNS if column != "pace_method"]
    table[numeric] = table[numeric].astype(float)
    table["pace_method"] = table["pace_method"].astype(object).fillna("").astype(str)
    table["expected_to_date"] = np.round(table["expected_share"] * table["target"], DECIMALS)
    table["asked_to_date"] = np.round(table["expected_to_date"] * table["record_factor"], DECIMALS)
    return table
