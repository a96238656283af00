"""Series whose year does not start in January: their year-to-date starts anew in another month.

A fiscal year from April shows as a year-to-date that falls in April of every year. Counted by the
calendar such a series is judged wrongly in every month, so it is named and not judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

ANEW = 0.6
"""A sum that has fallen below so much of the month before has started anew."""
FEWEST_YEARS = 2


def starts_in(observations: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The month (2-12) in which the year of a series starts, where it is not January.

    ``observations`` holds one row a cell; only printed years-to-date speak. A month counts when the
    sum starts anew in it in every year that shows it, and in at least two.
    """
    year_to_date = observations[observations["accumulation"] == "ytd"]
    table = pd.DataFrame(
        {
            "territory": year_to_date["territory"].astype(str),
            "indicator": year_to_date["indicator"].astype(str),
            "year": year_to_date["period"].astype(str).str[:4].astype("int64"),
            "month": year_to_date["period"].astype(str).str[5:7].astype("int64"),
            "value": year_to_date["value"].astype(float),
        }
    ).dropna()
    keys = ["territory", "indicator", "year"]
    table = table.sort_values([*keys, "month"], kind="stable")
    table = table.drop_duplicates([*keys, "month"], keep="last")
    before = table.groupby(keys)[["month", "value"]].shift()
    follows = (table["month"] - before["month"] == 1) & (before["value"] > 0)
    shown = table[follows].assign(
        anew=(table["value"] < ANEW * before["value"])[follows] & (table["value"] > 0)[follows]
    )
    starts: dict[tuple[str, str], int] = {}
    months = shown.groupby(["territory", "indicator", "month"])["anew"].agg(["sum", "count"])
    always = months[(months["sum"] >= FEWEST_YEARS) & (months["sum"] == months["count"])]
    for where, what, month in always.index:
        starts.setdefault((str(where), str(what)), int(month))
    return starts


def start_months(observations: pd.DataFrame, lines: pd.DataFrame) -> np.ndarray:
    """The month in which the year of each line's series starts; 0 for January."""
    here = observations["territory"].isin(lines["territory"].unique())
    known = starts_in(observations[here])
    pairs = zip(lines["territory"], lines["indicator"], strict=True)
    return np.array([known.get(pair, 0) for pair in pairs], dtype="int64")
