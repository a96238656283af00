"""The ladder of the pace: the rung each line stands on, the share that it gives, and a band."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.history.year_months import Array
from hbanalysis.analysis.history.year_profiles import (
    DIGITS,
    PAIR,
    band,
    by_month,
    looked_up,
    own_profile,
    pooled_mean,
)
from hbanalysis.vocabulary.terms import Measure

OWN, POOLED, LIKE, PHASED, LINEAR = (
    "own profile",
    "pooled profile",
    "like indicators",
    "phasing",
    "linear",
)


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
    flow = (lines["measure"] == Measure.FLOW).to_numpy(dtype=bool)
    expected = looked_up(lines, past, shares)
    # Shares of a ratio are not kept by year.
    expected = expected[flow[expected["line"].to_numpy(dtype=int)]]
    own = own_profile(expected, len(lines))
    table = _on_rungs(lines, _rungs(lines, own, flow, past, shares, kinds, phasing, year, rule))
    profiled = table["pace_method"].isin([OWN, POOLED, LIKE]).to_numpy()
    scatter = np.where(table["pace_method"] == OWN, own["scatter"], 0.0)
    # A pool says where the middle lies, not how far one series may stray: its width is that of a
    # single year.
    width_years = np.where(table["pace_method"] == OWN, own["years"].to_numpy(), 1.0)
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


class _Rung(NamedTuple):
    """One rung of the ladder: which lines may stand on it, and what it gives them."""

    open: Any
    method: str
    share: Any
    years: Any


def _rungs(
    lines: pd.DataFrame,
    own: pd.DataFrame,
    flow: NDArray[np.bool_],
    past: pd.DataFrame,
    shares: Array,
    kinds: pd.DataFrame,
    phasing: pd.DataFrame,
    year: int,
    rule: dict[str, Any],
) -> list[_Rung]:
    """The rungs above even months, the best first; own years are mixed with their pool."""
    pool = _pool(lines, past, shares, rule)
    like = _like(lines, past, shares, kinds, rule)
    worth = float(rule["pool_worth_years"])
    years, weight = own["years"].to_numpy(), np.where(pool["mean"].notna(), worth, 0.0)
    mixed = (own["share"].fillna(0) * years + pool["mean"].fillna(0) * weight) / np.maximum(
        years + weight, 1
    )
    phased = _phased(lines, phasing, year)
    return [
        _Rung(years >= max(int(rule["fewest_years"]), 1), OWN, mixed, years),
        _Rung(flow & pool["mean"].notna(), POOLED, pool["mean"], pool["count"]),
        _Rung(flow & like["mean"].notna(), LIKE, like["mean"], like["count"]),
        _Rung(np.isfinite(phased), PHASED, phased, np.zeros(len(lines))),
    ]


def _on_rungs(lines: pd.DataFrame, rungs: list[_Rung]) -> pd.DataFrame:
    """Each line on the first rung that is open to it, else on even months."""
    conditions = [np.asarray(rung.open, dtype=bool) for rung in rungs]
    methods = [np.full(len(lines), rung.method, dtype=object) for rung in rungs]
    shares = [np.asarray(rung.share, dtype=float) for rung in rungs]
    years = [np.asarray(rung.years, dtype=float) for rung in rungs]
    even = lines["through"].to_numpy() / 12
    return pd.DataFrame(
        {
            "pace_method": np.select(conditions, methods, LINEAR),
            "expected_share": np.round(np.select(conditions, shares, even), DIGITS),
            "pace_years": np.select(conditions, years, 0.0),
        }
    )
