"""A month and a year-to-date of the same source, both kept; where they differ, and by how much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.intake.observations.arrays import (
    ObservationArrays,
    codes,
    mapped,
    mixed_radix,
    month_numbers,
)
from hbanalysis.intake.observations.vintages import CELL

SERIES = ["territory", "indicator", "calendar"]
COLUMNS = [
    "territory",
    "indicator",
    "calendar",
    "period",
    "published",
    "unit",
    "ytd",
    "months",
    "sum_of_months",
    "gap",
    "gap_pct",
    "month",
    "difference",
    "off",
    "reconciled",
]


def printed_digits(values: np.ndarray) -> np.ndarray:
    """How many decimals each number was printed with, at most six.

    >>> printed_digits(np.array([12.0, 1.5, 0.125])).tolist()
    [0, 1, 3]
    """
    digits = np.full(len(values), 6)
    for places in range(5, -1, -1):
        scaled = values * 10.0**places
        digits[np.abs(scaled - np.round(scaled)) < 1e-6] = places
    return digits


def slack(*numbers: np.ndarray) -> np.ndarray:
    """How far rounding alone may set a sum of printed numbers off.

    It is half a unit of the last digit of each.
    """
    halves = [0.5 * 10.0 ** -printed_digits(np.nan_to_num(one)) for one in numbers]
    return np.sum(halves, axis=0) + 1e-9


def printed_together(observations: pd.DataFrame, seen: ObservationArrays) -> pd.DataFrame:
    """Months of flows printed on one day with their year-to-date, beside the sums' difference.

    Columns: ``position`` of the month's row, ``series``, ``month`` (from year 0), ``value``,
    ``ytd``, ``before`` (the sum of the month before as known now, 0 in January), ``off`` (the month
    less the difference of the sums) and ``differs`` (rounding does not explain it). Months whose
    sum before is unknown are left out.
    """
    sums = np.flatnonzero(seen.of("flow") & (seen.ytd == 1))
    before = np.full(len(seen.value), np.nan)
    after = (seen.lane[1:] == seen.lane[:-1]) & (seen.month[1:] == seen.month[:-1] + 1)
    before[1:][after] = seen.value[:-1][after]
    before[seen.month % 12 == 0] = 0
    keys = mixed_radix(
        [
            codes(observations["territory"]),
            codes(observations["indicator"]),
            mapped(observations["calendar"], {"15-14": 1}),
            month_numbers(observations["period"]),
            codes(observations["published"]),
        ]
    )
    monthly = (mapped(observations["accumulation"], {"month": 1}) == 1) & observations[
        "value"
    ].notna().to_numpy()
    months = np.flatnonzero(monthly)
    months = months[np.argsort(keys[months], kind="stable")]
    wanted = keys[seen.position[sums]]
    position = np.minimum(np.searchsorted(keys[months], wanted), max(len(months) - 1, 0))
    hit = keys[months[position]] == wanted if len(months) else np.zeros(len(sums), dtype=bool)
    hit &= ~np.isnan(before[sums])
    sums, matched = sums[hit], months[position[hit]] if len(months) else months
    value, ytd, before = observations["value"].to_numpy()[matched], seen.value[sums], before[sums]
    off = value - (ytd - before)
    return pd.DataFrame(
        {
            "position": matched,
            "series": seen.series[sums],
            "month": seen.month[sums],
            "value": value,
            "ytd": ytd,
            "before": before,
            "off": off,
            "differs": np.abs(off) > slack(value, ytd, before),
        }
    )


def reconciliation(observations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Every printed year-to-date of a flow beside the sum of its months as they stood that day.

    ``sum_of_months`` is missing while a month is; ``gap`` is that sum less the printed
    year-to-date (``gap_pct`` in percent of it); ``month`` is the month printed by then and
    ``difference`` what the two printed sums leave for it,
    ``off`` the one less the other. ``reconciled`` says that rounding explains the gap.
    """
    flows = set(indicators.loc[indicators["measure"] == "flow", "indicator"])
    wanted = [
        "territory",
        "indicator",
        "period",
        "accumulation",
        "calendar",
        "published",
        "unit",
        "value",
    ]
    table = observations.loc[
        observations["indicator"].isin(flows) & observations["value"].notna(), wanted
    ]
    table = table.astype(dict.fromkeys(wanted[:-1], "str"))
    table = table.assign(year=table["period"].str[:4], month=table["period"].str[5:].astype(int))
    ordered = table.sort_values([*CELL, "published"], kind="stable")
    sums = (
        ordered[ordered["accumulation"] == "ytd"]
        .drop_duplicates(CELL, keep="last")
        .reset_index(drop=True)
    )
    months = ordered.loc[
        ordered["accumulation"] == "month", [*SERIES, "year", "month", "published", "value"]
    ]
    pairs = (
        sums[[*SERIES, "year", "month", "published"]]
        .reset_index(names="sum")
        .merge(months, on=[*SERIES, "year"], suffixes=("", "_of_part"))
    )
    known = pairs[
        (pairs["month_of_part"] <= pairs["month"])
        & (pairs["published_of_part"] <= pairs["published"])
    ]
    parts = known.drop_duplicates(["sum", "month_of_part"], keep="last")
    total = parts.groupby("sum")["value"].agg(["sum", "size"]).reindex(sums.index)
    own = (
        parts[parts["month_of_part"] == parts["month"]]
        .set_index("sum")["value"]
        .reindex(sums.index)
    )
    return _laid_out(sums, total, own)


def _laid_out(sums: pd.DataFrame, total: pd.DataFrame, own: pd.Series) -> pd.DataFrame:
    """The columns of :func:`reconciliation`, from the sums and the months behind them."""
    complete = total["size"] == sums["month"]
    former = sums.groupby([*SERIES, "year"])[["value", "month"]].shift()
    before = (
        former["value"].where(former["month"] == sums["month"] - 1).mask(sums["month"] == 1, 0.0)
    )
    added = total["sum"].where(complete).round(9)
    gap, difference = (added - sums["value"]).round(9), (sums["value"] - before).round(9)
    allowed = slack(sums["value"].to_numpy()) * (sums["month"].to_numpy() + 1)
    return sums.rename(columns={"value": "ytd"}).assign(
        months=total["size"].fillna(0).astype(int),
        sum_of_months=added,
        gap=gap,
        gap_pct=(100 * gap / sums["value"].where(sums["value"] != 0)),
        month=own,
        difference=difference,
        off=(own - difference).round(9),
        reconciled=complete & (gap.abs() <= allowed),
    )[COLUMNS]
