"""Which plan is judged when several stand beside each other, and what the others would say.

A city may assign one number, the council decide another and the Party's resolution a third. One is
judged, chosen by the dated rule ``[[plans]] order`` (authorities in order; by default the last
decided); the others stay in :func:`other_plans`, each with its own percentage and judgement, and
are never mixed into one. A plan without a value is none where another has one. Plans of one rank
and one day that ask for different things are not chosen between: the row says so (``rival_plans``)
and waits for the rule.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Comparator

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
    "term_first": "term_first",
    "term_last": "term_last",
}

ABSENT: dict[str, Any] = {"value_high": np.nan, "term_first": 0, "term_last": 0}
"""What stands for columns that a table of targets does not have; else an empty text."""


def plans_in_force(targets: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The last decided target of every plan of the year by the cut-off, or by an earlier ``as_of``.

    Adds ``former_targets``: the values that the same plan had before, oldest first.
    """
    known = valued(decided_by(targets[targets["year"] == period.year], period, as_of))
    keys = [*PAIR, "plan"]
    ordered = known.sort_values([*keys, "decided"], kind="stable")
    last = ordered.drop_duplicates(keys, keep="last").copy()
    several = ordered[ordered.duplicated(keys, keep="last")]
    former = {key: tuple(group) for key, group in several.groupby(keys)["value"]}
    last["former_targets"] = [
        former.get(key, ()) for key in zip(*(last[name] for name in keys), strict=True)
    ]
    return last


def decided_by(targets: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The targets decided by a period's end, or by ``as_of`` when that is earlier."""
    return targets[targets["decided"] <= min(period.end.isoformat(), as_of or "9999")]


def valued(targets: pd.DataFrame) -> pd.DataFrame:
    """Without the rows that leave a value open where another row of the same year has one.

    "The quota is assigned later" is no plan beside the quota.
    """
    has = targets["value"].notna() | (targets["comparator"] == Comparator.DONE)
    keys = [targets[name] for name in (*PAIR, "year")]
    return targets[has | ~has.groupby(keys).transform("any")]


def ranked(plans: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Plans with ``plan_place``, 1 for the judged one.

    Authorities stand in the rule's order, then the last decided comes first.
    """
    places = {name: rank for rank, name in enumerate(order)}
    table = plans.assign(
        _rank=plans["plan"].map(places).fillna(len(places)),
        _late=plans["decided"].rank(method="dense", ascending=False),
    )
    table = table.sort_values([*PAIR, "_rank", "_late"], kind="stable")
    first = table.groupby(PAIR)[["_rank", "_late"]].transform("first")
    leading = ((table[["_rank", "_late"]] == first).all(axis=1)).to_numpy(dtype=bool)
    rivals = _rivals(table[leading])
    pairs = zip(table["territory"], table["indicator"], strict=True)
    told = [rivals.get(pair, ()) for pair in pairs]
    table["rival_plans"] = pd.Series(told, index=table.index, dtype=object)
    table["plan_place"] = table.groupby(PAIR).cumcount() + 1
    return table.drop(columns=["_rank", "_late"])


def _rivals(leading: pd.DataFrame) -> dict[tuple[str, str], tuple[tuple[str, float], ...]]:
    """Plans of one rank and day that ask for different things: their names and values."""
    asked = [name for name in ("value", "value_high", "comparator", "due") if name in leading]
    several = leading[leading.duplicated(PAIR, keep=False)]
    rivals: dict[tuple[str, str], tuple[tuple[str, float], ...]] = {}
    for (where, what), group in several.groupby(PAIR):
        if len(group.drop_duplicates(asked)) > 1:
            values = group["value"].astype(float)
            rivals[str(where), str(what)] = tuple(zip(group["plan"], values, strict=True))
    return rivals


def targets_in_force(
    targets: pd.DataFrame, period: Period, as_of: str, rule: dict[str, Any], rank: int = 1
) -> pd.DataFrame:
    """The target of each indicator that is judged, or the next ones in the rule's order.

    ``place`` is 1 for the one that is judged; ``plans`` counts the plans beside each other. When
    all rows of an indicator carry one authority, an earlier value is a former target; when the
    authorities differ, it is another plan.
    """
    table = ranked(plans_in_force(targets, period, as_of), [str(name) for name in rule["order"]])
    table["plans"] = table.groupby(PAIR)["plan"].transform("size").astype(float)
    table = _refused(table)
    for column in TARGET_COLUMNS:
        if column not in table:
            table[column] = ABSENT.get(column, "")
    chosen = table[table["plan_place"] == rank].rename(columns=TARGET_COLUMNS)
    return chosen[[*PAIR, *TARGET_COLUMNS.values(), "former_targets", "plans", "rival_plans"]]


def _refused(table: pd.DataFrame) -> pd.DataFrame:
    """Where plans are rivals, the first place goes to none of them; they stand beside it."""
    rival = table["rival_plans"].map(len) > 0
    if not rival.any():
        return table
    nobody = table[rival & (table["plan_place"] == 1)].copy()
    nobody["value"], nobody["plan"] = np.nan, ""
    if "value_high" in nobody:
        nobody["value_high"] = np.nan
    beside = table.assign(plan_place=table["plan_place"] + rival)
    beside["rival_plans"] = pd.Series([()] * len(beside), index=beside.index, dtype=object)
    return pd.concat([nobody, beside], ignore_index=True)


def later_targets(targets: pd.DataFrame, period: Period, as_of: str) -> pd.DataFrame:
    """The next target of a later year of each indicator: ``later_target, later_year``.

    Indexed by territory and indicator; of one year the last decided.
    """
    ahead = decided_by(targets[targets["year"] > period.year], period, as_of)
    ahead = ahead[ahead["value"].notna()].sort_values(["year", "decided"], kind="stable")
    nearest = ahead.groupby(PAIR)["year"].transform("min")
    last = ahead[ahead["year"] == nearest].drop_duplicates(PAIR, keep="last")
    named = last.rename(columns={"value": "later_target", "year": "later_year"})
    return named.set_index(PAIR)[["later_target", "later_year"]]
