"""What is asked of the departments: missing figures, targets that need a measure; and the answers.

A question has a key (territory, indicator, period, kind), so that asking again is the same question
and its answer finds it.
"""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual.vantage import vantage_day
from hbanalysis.analysis.plan.rating import judgement
from hbanalysis.analysis.plan.remedies import NEEDY
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

MISSING, REMEDY = "missing", "remedy"
ANSWERED, AWAITED, OVERDUE = "answered", "awaited", "overdue"
COLUMNS = ["text", "expected", "measure", "answered"]


def key_of(territory: str, indicator: str, period: Period, kind: str) -> str:
    """The key of a question.

    >>> key_of("hong-bang", "3", Period.parse("2024-Q3"), "missing")
    'hong-bang/3/2024-Q3/missing'
    """
    return f"{territory}/{indicator}/{period}/{kind}"


def to_ask(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of an assessment that ask for something, once for each kind.

    Adds ``request`` (the key) and ``kind``: ``missing`` where a report was due and has not come,
    ``remedy`` where a target is at risk, behind, lost or not met.
    """
    lacking = table[[bool(months) for months in table["missing"]]].assign(kind=MISSING)
    needy = table[judgement(table).isin(NEEDY)].assign(kind=REMEDY)
    rows = pd.concat([lacking, needy], ignore_index=True)
    keys = zip(rows["territory"], rows["indicator"], rows["kind"], strict=True)
    return rows.assign(request=[key_of(where, what, period, kind) for where, what, kind in keys])


def questions(workspace: Workspace, territory: str, period: Period) -> pd.DataFrame:
    """The questions of a territory's year with their last answer.

    Adds ``text, expected, measure, answered`` (empty without an answer) and ``state``: answered,
    awaited, overdue (the day it was due has passed on the day looked from). Overdue ones first.
    """
    asked = workspace.requests
    asked = asked[(asked["territory"] == territory) & (asked["period"].str[:4] == str(period.year))]
    last = workspace.answers.sort_values("answered", kind="stable").drop_duplicates(
        "request", keep="last"
    )
    rows = asked.merge(last[["request", *COLUMNS]], on="request", how="left")
    rows[COLUMNS] = rows[COLUMNS].fillna("")
    today = workspace.as_of or vantage_day(period, workspace.as_of) or "9999-12-31"
    answered = rows["answered"] != ""
    late = ~answered & (rows["due"] < today)
    state = pd.Series(AWAITED, index=rows.index, dtype=object)
    rows["state"] = state.mask(answered, ANSWERED).mask(late, OVERDUE)
    order = rows["state"].map({OVERDUE: 0, AWAITED: 1, ANSWERED: 2})
    return rows.iloc[order.reset_index(drop=True).sort_values(kind="stable").index]
