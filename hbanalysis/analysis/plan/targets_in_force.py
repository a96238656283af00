"""Which plan is judged when several stand beside each other, and what the others would say.

A city may assign one number, the council decide another and the Party's resolution a third. One is
judged, chosen by the dated rule ``[[plans]] order`` (authorities in order; by default the last
decided); the others stay in :func:`other_plans`, each with its own percentage and judgement, and
are never mixed into one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.vocabulary.periods import Period

PAIR = ["territory", "indicator"]
TARGET_COLUMNS = {
    "value": "target",
    "comparator": "comparator",
    "comparator_stated": "comparator_stated",
    "plan": "plan",
    "decided": "decided",
    "source": "target_source",
    "locator": "target_locator",
    "note": "target_note",
    "basis": "target_basis",
    "value_high": "target_high",
    "due": "target_due",
}


def plans_in_force(targets: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The last decided target of every plan of the year by the cut-off.

    Or ``as_of``, when that is earlier.

    Adds ``former_targets``: the values that the same plan had before, oldest first.
    """
    limit = min(period.end.isoformat(), as_of or "9999")
    known = targets[(targets["year"] == period.year) & (targets["decided"] <= limit)]
    keys = [*PAIR, "plan"]
    ordered = known.sort_values([*keys, "decided"], kind="stable")
    last = ordered.drop_duplicates(keys, keep="last").copy()
    several = ordered[ordered.duplicated(keys, keep="last")]
    former = {key: tuple(group) for key, group in several.groupby(keys)["value"]}
    last["former_targets"] = [
        former.get(key, ()) for key in zip(*(last[name] for name in keys), strict=True)
    ]
    return last


def ranked(plans: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Plans with ``plan_place`` 1 for the judged one.

    Authorities in the rule's order, then the last decided.
    """
    places = {name: place for place, name in enumerate(order)}
    rank = plans["plan"].map(places).fillna(len(places))
    table = plans.assign(
        _rank=rank,
        _late=plans["decided"].rank(method="dense", ascending=False),
        _name=plans["plan"].rank(method="dense", ascending=False),
    )
    table = table.sort_values([*PAIR, "_rank", "_late", "_name"], kind="stable")
    table["plan_place"] = table.groupby(PAIR).cumcount() + 1
    return table.drop(columns=["_rank", "_late", "_name"])


def targets_in_force(
    targets: pd.DataFrame, period: Period, as_of: str, rule: dict[str, Any], place: int = 1
) -> pd.DataFrame:
    """The target of each indicator that is judged, or the next ones in the rule's order.

    ``place`` is 1 for the one that is judged.

    ``plans`` counts the plans beside each other. When all rows of an indicator carry one authority,
    an earlier value is a former target; when the authorities differ, it is another plan.
    """
    table = ranked(plans_in_force(targets, period, as_of), [str(name) for name in rule["order"]])
    table["plans"] = table.groupby(PAIR)["plan"].transform("size").astype(float)
    for column in TARGET_COLUMNS:
        if column not in table:
            table[column] = np.nan if column == "value_high" else ""
    chosen = table[table["plan_place"] == place].rename(columns=TARGET_COLUMNS)
    return chosen[[*PAIR, *TARGET_COLUMNS.values(), "former_targets", "plans"]]
