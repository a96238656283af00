"""Why did a projection move between two reports: the change split into what brought it.

The second report is reached from the first in steps, each projected anew: first only what was
revised is taken in, then the new months, then the plans, then the declared events. Each piece is
the difference of two neighbouring steps, so the pieces add up to the change. Anchor: the news
decomposition of state-space models (Bańbura and Modugno 2014), whose order of steps is a choice
too.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from hbanalysis.analysis.plan.assessment import assess_by_pace
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

PIECES = ("method", "revisions", "new_months", "plan", "events")


def projection_news(
    before: Workspace,
    now: Workspace,
    periods: tuple[Period, Period],
    territory: str,
    published: pd.Series | None = None,
) -> pd.DataFrame:
    """The change of every projection between two reports of one year, split into its pieces.

    ``before`` and ``now`` are the workspace as known on the two days, ``periods`` the reports'
    periods; ``published`` holds the points that the first report said (by indicator), where they
    were kept: what differs from them today is the method's piece, else it is nought.

    Returns one row for each indicator that both reports project, indexed by its code: ``before,
    now, change, method, revisions, new_months, plan, events`` in the indicator's unit; the pieces
    add up to ``change``. Raises ValueError for two periods of different years.
    """
    first, last = periods
    if first.year != last.year:
        raise ValueError(f"a projection moves within one year, not from {first} to {last}")
    known = now.observations[now.observations["period"] <= first.cut_off]
    revised = replace(now, observations=known, events=before.events, targets=before.targets)
    longer = replace(now, events=before.events, targets=before.targets)
    planned = replace(now, events=before.events)
    steps = [(before, first), (revised, first), (longer, last), (planned, last), (now, last)]
    points = [_points(office, period, territory) for office, period in steps]
    start = points[0] if published is None else published.reindex(points[0].index)
    table = pd.concat([start, *points], axis=1, keys=["start", *range(len(points))]).dropna()
    pieces = table.diff(axis=1).iloc[:, 1:].set_axis(list(PIECES), axis=1)
    change = table[len(points) - 1] - table["start"]
    ends = {"before": table["start"], "now": table[len(points) - 1], "change": change}
    return pd.DataFrame(ends).join(pieces)


def _points(office: Workspace, period: Period, territory: str) -> pd.Series:
    """The projected year-ends of a territory by indicator, as one step sees them."""
    rows = project_year(assess_by_pace(office, period, [territory]), office, period)
    return pd.Series(rows["point"].to_numpy(dtype=float), index=rows["indicator"].astype(str))
