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

from hbanalysis.analysis.history.year_months import (
    DECIMALS,
    Array,
    YearMonths,
    complete_years,
)
from hbanalysis.analysis.history.year_profiles import (
    DIGITS,
    PAIR,
    band,
    break_days,
    by_month,
    first_comparable_year,
    looked_up,
    own_profile,
    past_shares,
    plan_record,
    pooled_mean,
    proper_years,
)
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Comparator, Measure

__all__ = [
    "LIKE",
    "LINEAR",
    "OWN",
    "PHASED",
    "POOLED",
    "break_days",
    "first_comparable_year",
    "past_rows",
    "with_pace",
]

OWN, POOLED, LIKE, PHASED, LINEAR = (
    "own profile",
    "pooled profile",
    "like indicators",
    "phasing",
    "linear",
)
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


def _prior(rule: dict[str, Any], through: Array) -> Array:
    """The usual scatter of past shares at each line's month."""
    table = np.array([*rule["usual_spread"], 0.0])
    return np.asarray(table[np.clip(through.astype(int), 1, 12) - 1], dtype=float)


def _pool(
    lines: pd.DataFrame, past: pd.DataFrame, shares: Array, rule: dict[str, Any]
) -> pd.DataFrame:
    """The mean share of the same indicator elsewhere; NaN where the pool is too small to speak."""
    values = by_month(past, shares, np.unique(lines["through"].to_numpy()), PAIR)
    pool = pooled_mean(values, ["indicator", "through"], lines, ["territory"])
    small = (pool["series"] < int(rule["fewest_pooled_series"])) | (
        pool["count"] < int(rule["fewest_pooled_years"])
    )
    return pool.assign(mean=pool["mean"].mask(small))


def _like(
    lines: pd.DataFrame,
    past: pd.DataFrame,
    shares: Array,
    kinds: pd.DataFrame,
    rule: dict[str, Any],
) -> pd.DataFrame:
    """The mean share of other indicators of the same measure, unit and cadence.

    NaN where there are too few.
    """
    kinds = kinds[["indicator", "measure", "unit", "cadence"]].drop_duplicates("indicator")
    known = past.merge(kinds, on="indicator", how="left")  # left: rows stay beside their shares
    keys = ["measure", "unit", "cadence", "through"]
    values = by_month(
        known, shares, np.unique(lines["through"].to_numpy()), [*keys[:3], "indicator"]
    )
    alike = pooled_mean(values, keys, lines, ["indicator"])
    small = (alike["series"] < int(rule["fewest_like_indicators"])) | (
        alike["count"] < int(rule["fewest_pooled_years"])
    )
    return alike.assign(mean=alike["mean"].mask(small))


def _phased(lines: pd.DataFrame, phasing: pd.DataFrame, year: int) -> Array:
    """The cumulative share (0 to 1) that the plan itself names for each line's month, else NaN."""
    named = phasing[phasing["year"] == year].drop_duplicates([*PAIR, "period"], keep="last")
    wanted = pd.DataFrame(
        {
            "territory": lines["territory"],
            "indicator": lines["indicator"],
            "period": [f"{year}-{month:02d}" for month in lines["through"]],
        }
    )
    phased = wanted.merge(named[[*PAIR, "period", "share"]], on=[*PAIR, "period"], how="left")[
        "share"
    ]
    return phased.to_numpy(dtype=float) / 100


def expected_shares(
    lines: pd.DataFrame,
    past: pd.DataFrame,
    shares: Array,
    kinds: pd.DataFrame,
    phasing: pd.DataFrame,
    year: int,
    rule: dict[str, Any],
) -> pd.DataFrame:
    """The rung of the ladder that each line stands on, its share and its band."""
    flow = (lines["measure"] == Measure.FLOW).to_numpy(
        dtype=bool
    )  # shares of a ratio are not kept by year
    expected = looked_up(lines, past, shares)
    expected = expected[flow[expected["line"].to_numpy(dtype=int)]]
    own = own_profile(expected, len(lines))
    pool = _pool(lines, past, shares, rule)
    like = _like(lines, past, shares, kinds, rule)
    worth = float(rule["pool_worth_years"])
    years, weight = own["years"].to_numpy(), np.where(pool["mean"].notna(), worth, 0.0)
    mixed = (own["share"].fillna(0) * years + pool["mean"].fillna(0) * weight) / np.maximum(
        years + weight, 1
    )
    phased = _phased(lines, phasing, year)
    rungs = [
        (years >= max(int(rule["fewest_years"]), 1), OWN, mixed, years),
        (flow & pool["mean"].notna(), POOLED, pool["mean"], pool["count"]),
        (flow & like["mean"].notna(), LIKE, like["mean"], like["count"]),
        (np.isfinite(phased), PHASED, phased, np.zeros(len(lines))),
    ]
    conditions = [np.asarray(one[0], dtype=bool) for one in rungs]
    table = pd.DataFrame(
        {
            "pace_method": np.select(
                conditions, [np.full(len(lines), one[1], dtype=object) for one in rungs], LINEAR
            ),
            "expected_share": np.round(
                np.select(
                    conditions,
                    [np.asarray(one[2], dtype=float) for one in rungs],
                    lines["through"].to_numpy() / 12,
                ),
                DIGITS,
            ),
            "pace_years": np.select(
                conditions, [np.asarray(one[3], dtype=float) for one in rungs], 0.0
            ),
        }
    )
    profiled = table["pace_method"].isin([OWN, POOLED, LIKE]).to_numpy()
    scatter = np.where(table["pace_method"] == OWN, own["scatter"], 0.0)
    # A pool says where the middle lies, not how far one series may stray: its width is that of a
    # single year.
    width_years = np.where(table["pace_method"] == OWN, years, 1.0)
    low, high = band(
        table["expected_share"].to_numpy(),
        width_years,
        scatter,
        _prior(rule, lines["through"].to_numpy()),
        rule,
    )
    table["expected_low"], table["expected_high"] = (
        np.where(profiled, low, np.nan),
        np.where(profiled, high, np.nan),
    )
    return table


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
