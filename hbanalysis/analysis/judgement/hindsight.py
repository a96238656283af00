"""A closed year looks back: how its own projections of months 1, 3, 6 and 9 came out.

Each is made anew from what had been published by the day the month's report was owed, with the plan
in force on that day.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.due import report_day
from hbanalysis.analysis.judgement.assess import assess_and_project
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO

MONTHS = (1, 3, 6, 9)
COLUMNS = [
    *("indicator", "name_vi", "name_en", "unit", "unit_en", "measure", "decimals", "month"),
    *("known", "outlook", "target", "chance", "point", "lo80", "hi80", "total", "inside80"),
    *("verdict", "demo"),
]


def own_projections(closed: pd.DataFrame, office: Workspace, period: Period) -> pd.DataFrame:
    """What the year's reports said of its end, beside how it ended.

    ``closed`` is the assessment of the closed year. One row for each projected indicator and month
    seen: ``known`` (the day looked from), ``outlook``, ``target`` (the plan then), ``chance``
    (0-1), ``point, lo80, hi80`` and ``total`` in the indicator's unit, ``inside80``, ``verdict``.
    """
    ended = closed[closed["closed"] & closed["actual"].notna() & (closed["through"] == 12)]
    known = {(row.territory, row.indicator): row for row in records(ended)}
    places = list(dict.fromkeys(ended["territory"]))
    rows: list[dict[str, Any]] = []
    for month in MONTHS if places else ():
        when = Period(period.year, 1, month)
        rule = in_force(office.rules, "reporting", when.end.isoformat())
        day = report_day("month", period.year, month, rule)
        then = workspace(office.root, day)
        for row in records(assess_and_project(then, when, places)):
            end = known.get((row.territory, row.indicator))
            if end is not None and np.isfinite(row.lo80):
                rows.append(_beside(row, end, month, day))
    return pd.DataFrame(rows, columns=COLUMNS)


def _beside(row: Any, end: Any, month: int, day: str) -> dict[str, Any]:
    """One projection of the year beside its end."""
    same = {name: getattr(end, name) for name in COLUMNS[:7]}
    return same | {
        "month": month,
        "known": day,
        "outlook": row.outlook or "",
        "target": row.target,
        "chance": row.chance,
        "point": row.point,
        "lo80": row.lo80,
        "hi80": row.hi80,
        "total": end.actual,
        "inside80": bool(row.lo80 <= end.actual <= row.hi80),
        "verdict": end.verdict or "",
        "demo": bool(end.demo) or end.source == DEMO,
    }
