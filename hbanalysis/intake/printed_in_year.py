"""The percentages of plan that sources print beside their years-to-date, recomputed.

Each against the plan in force on the day it was printed; where several authorities have set one,
the printed percentage is right when it fits any of them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from hbanalysis.intake.audit import (
    CONTRADICTIONS,
    Answer,
    denominators,
    plain,
    printed_decimals,
    recomputed,
)
from hbanalysis.vocabulary.numbers import exact, half_up
from hbanalysis.vocabulary.rows import records

PAIR = ["territory", "indicator"]
ROUNDED = Decimal("0.1")
"""Points by which a percentage may be off where the figures beside it are rounded."""


def printed_in_year(observations: pd.DataFrame, targets: pd.DataFrame) -> list[dict[str, Any]]:
    """Every year-to-date with a printed percentage and a plan in force, recomputed.

    Gives ``territory, indicator, period, published, value, plan, printed, recomputed, answer`` and
    where it stands; ``plan`` is the one that comes nearest to what is printed.
    """
    printed = observations[
        (observations["accumulation"] == "ytd")
        & observations["stated_pct_of_plan"].notna()
        & observations["value"].notna()
        & (observations["qualifier"] == "")  # "nearly 100 000" has no percentage of its own
    ]
    plans = targets[targets["value"] > 0].sort_values("decided", kind="stable")
    by_year: dict[tuple[str, str, int], list[Any]] = {}
    for plan in records(plans):
        key = (str(plan.territory), str(plan.indicator), int(plan.year))
        by_year.setdefault(key, []).append(plan)
    audited = []
    for row in records(printed):
        key = (str(row.territory), str(row.indicator), int(str(row.period)[:4]))
        in_force = _in_force(by_year.get(key, []), str(row.published))
        if in_force:
            audited.append(_audited(row, in_force))
    return audited


def _in_force(plans: list[Any], day: str) -> list[float]:
    """The last value of every authority's plan by a day."""
    return list({str(one.plan): one.value for one in plans if one.decided <= day}.values())


def _audited(row: Any, plans: list[float]) -> dict[str, Any]:
    value, printed = plain(exact(row.value)), plain(exact(row.stated_pct_of_plan))
    decimals = printed_decimals(printed)
    tried = [
        (abs(100 * value / plan - printed), plan, recomputed(value, plan, printed, decimals))
        for plan in (plain(exact(one)) for one in plans)
    ]
    off, plan, answer = min(tried, key=lambda one: one[0])
    if answer in CONTRADICTIONS and off < ROUNDED:
        answer = Answer.LAST_DIGIT
    other = answer == Answer.OTHER_DENOMINATOR
    fits = denominators(value, plan, printed, decimals) if other else None
    return {
        "territory": str(row.territory),
        "indicator": str(row.indicator),
        "period": str(row.period),
        "published": str(row.published),
        "year": int(str(row.period)[:4]),
        "value": value,
        "plan": plan,
        "printed": printed,
        "recomputed": half_up(100 * value / plan, max(decimals, 2)),
        "answer": str(answer),
        "denominator_from": fits and fits[0],
        "denominator_to": fits and fits[1],
        "source": str(row.source),
        "locator": str(row.locator),
        "file": str(row.file),
    }
