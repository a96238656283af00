"""Where the numbers of each row come from, and what of them was printed otherwise."""

from __future__ import annotations

import pandas as pd

from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import DEMO, Measure

PAIR = ["territory", "indicator"]
SETTLED = ["estimate", "preliminary", "final"]


def provenance(observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Where the figures of each territory and indicator of the year so far come from.

    Gives the least settled status, the last publication, the sources, and whether any is synthetic.
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
    table = last_days(used, columns[:2], "published").to_frame("published")
    table = table.join(pairs["_rank"].min())
    named = last.set_index(["territory", "indicator"])[["source", "locator", "file"]]
    table = table.join(named)
    table["status"] = table.pop("_rank").map(dict(enumerate(SETTLED)))
    return table.join(marked, how="outer").reset_index()


def with_printed(table: pd.DataFrame, observations: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Add the printed year-to-date of the last month where later months have moved it.

    ``printed_to_date`` (missing where it stands) and ``printed_on``, the day it was printed.
    """
    moved = observations[observations["as_printed"].notna()]
    known = moved.drop_duplicates([*PAIR, "period"], keep="last").set_index([*PAIR, "period"])
    months = [f"{period.year}-{int(month):02d}" for month in table["through"]]
    wanted = pd.MultiIndex.from_arrays([table["territory"], table["indicator"], months])
    printed = known[["as_printed", "published"]].reindex(wanted)
    return table.assign(
        printed_to_date=printed["as_printed"].to_numpy(dtype=float),
        printed_on=printed["published"].fillna("").to_numpy(dtype=object),
    )


def of_wards(known: pd.DataFrame, territories: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
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
