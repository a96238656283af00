"""The plans that stand beside the judged one, each with its own percentage and judgement."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period


def plans_beside(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """Every plan of the rows that have several; the judged one first, as ``[[plans]]`` orders.

    ``table`` is the assessment of the same workspace and period. Gives its columns for each plan
    and ``plan_place`` (1: the judged one); empty when no row has more than one plan.
    """
    several = table[table["plans"] > 1]
    if several.empty:
        return several.assign(plan_place=pd.Series(dtype="int64"))
    places = list(dict.fromkeys(several["territory"]))
    plans = [several.assign(plan_place=1)]
    for place in range(2, int(several["plans"].max()) + 2):
        other = assess(workspace, period, places, plan_place=place)
        beside = other[other["comparator"] != ""]
        if beside.empty:
            break
        plans.append(beside.assign(plan_place=place))
    order = {code: rank for rank, code in enumerate(table["indicator"].drop_duplicates())}
    joined = pd.concat(plans, ignore_index=True)
    joined = joined.assign(_rank=joined["indicator"].map(order))
    joined = joined.sort_values(["territory", "_rank", "plan_place"], kind="stable")
    return joined.drop(columns="_rank").reset_index(drop=True)
