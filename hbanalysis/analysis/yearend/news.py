"""Why did a projection move between two reports: the change split into what brought it.

The second report is reached from the first in steps, each projected anew: first only what was
revised is taken in, then the new months one by one, then the plans, then the declared events. Each
piece is the difference of two neighbouring steps, so the pieces add up to the change. Anchor: the
news decomposition of state-space models (Bańbura and Modugno 2014), whose order of steps is a
choice too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from hbanalysis.analysis.actual.due import report_day
from hbanalysis.analysis.yearend.line_outcomes import year_ends
from hbanalysis.analysis.yearend.published import last_said
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.observations.vintages import CELL, latest
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.periods import Period

METHOD, REVISIONS, NEW_MONTHS, PLAN, EVENTS = "method", "revisions", "new_months", "plan", "events"
PIECES = (METHOD, REVISIONS, NEW_MONTHS, PLAN, EVENTS)
COLUMNS = ("before", "now", "change", *PIECES, "months", "revised")


def projection_news(
    before: Workspace,
    now: Workspace,
    periods: tuple[Period, Period],
    territory: str,
    published: pd.Series | None = None,
    indicators: Iterable[str] | None = None,
    ends: pd.Series | None = None,
) -> pd.DataFrame:
    """The change of every projection between two reports of one year, split into its pieces.

    ``before`` and ``now`` are the workspace as known on the two days, ``periods`` the reports'
    periods; ``published`` holds the points that the first report said (by indicator), where they
    were kept: what differs from them today is the method's piece, else it is nought.
    ``indicators`` are those asked for; by default all. ``ends`` are the points of the second report
    (by indicator) where they are known already: the last step need not be projected again.

    Returns one row for each indicator that both reports project, indexed by its code: ``before,
    now, change, method, revisions, new_months, plan, events`` in the indicator's unit; the pieces
    add up to ``change``. ``months`` splits ``new_months``: (month, amount) for each month that
    came. ``revised`` names the months whose figures were revised, ``YYYY-MM``. Raises ValueError
    for two periods of different years.
    """
    first, last = periods
    if first.year != last.year:
        raise ValueError(f"a projection moves within one year, not from {first} to {last}")
    before, now = (_of_territory(office, territory, indicators) for office in (before, now))
    table = _steps(before, now, (first, last), territory, ends)
    start = table[0] if published is None else published.reindex(table.index).fillna(table[0])
    amounts = table.diff(axis=1).iloc[:, 1:].set_axis(_names(before, now, last)[1:], axis=1)
    pieces = pd.DataFrame(
        {
            METHOD: table[0] - start,
            REVISIONS: amounts[REVISIONS],
            NEW_MONTHS: amounts[[name for name in amounts if isinstance(name, int)]].sum(axis=1),
            PLAN: amounts[PLAN],
            EVENTS: amounts[EVENTS],
        }
    )
    end = table.iloc[:, -1]
    news = pd.DataFrame({"before": start, "now": end, "change": end - start}).join(pieces)
    months = [name for name in amounts if isinstance(name, int)]
    told = [
        tuple((month, float(row[month])) for month in months if row[month])
        for _, row in amounts.iterrows()
    ]
    news["months"] = pd.Series(told, index=news.index, dtype=object)
    revised = _revised(before, now)
    named = [revised.get(str(code), ()) for code in news.index]
    news["revised"] = pd.Series(named, index=news.index, dtype=object)
    return news[list(COLUMNS)]


def news_since(
    now: Workspace, periods: tuple[Period, Period], projected: pd.DataFrame
) -> tuple[pd.DataFrame, str]:
    """Why the projections of a report are others than those of the report before.

    ``projected`` are the rows of :func:`project_year` asked for. The report before is the published
    one where the record keeps one that was made within its year, else what was known on the day by
    which it was owed. Returns the rows that both reports project with :data:`COLUMNS`, and that
    day.
    """
    first = periods[0]
    rows = projected[projected["point"].notna()].drop(columns=list(COLUMNS), errors="ignore")
    if rows.empty:
        return rows.reindex(columns=[*rows.columns, *COLUMNS]), ""
    territory = str(rows["territory"].iloc[0])
    kept = last_said(now, territory, first)
    rule = in_force(now.rules, "reporting", first.end.isoformat())
    day, said = report_day("month", first.year, first.last, rule), None
    if kept is not None:
        day = kept["as_of"] or kept["made"][:10]
        said = pd.Series({str(row["indicator"]): row["point"] for row in kept["rows"]}, dtype=float)
    if now.as_of:
        day = min(day, now.as_of)
    return news_between(workspace(now.root, day), now, periods, rows, said), day


def news_between(
    before: Workspace,
    now: Workspace,
    periods: tuple[Period, Period],
    projected: pd.DataFrame,
    published: pd.Series | None = None,
) -> pd.DataFrame:
    """:func:`projection_news` beside one territory's rows of :func:`project_year`."""
    rows = projected[projected["point"].notna()].drop(columns=list(COLUMNS), errors="ignore")
    if rows.empty:
        return rows.reindex(columns=[*rows.columns, *COLUMNS])
    codes, place = rows["indicator"].astype(str).tolist(), str(rows["territory"].iloc[0])
    ends = pd.Series(rows["point"].to_numpy(dtype=float), index=codes)
    moved = projection_news(before, now, periods, place, published, codes, ends)
    shown = rows.set_index(pd.Index(codes))
    return shown.loc[[code for code in codes if code in moved.index]].join(moved)


def _of_territory(office: Workspace, territory: str, indicators: Iterable[str] | None) -> Workspace:
    """The workspace without what does not bear on these projections (it is projected often)."""
    rows = office.indicators
    if indicators is not None:
        parents = rows.set_index("indicator")["parent"].to_dict()
        wanted = set(indicators)
        waiting = list(wanted)
        while waiting:
            parent = parents.get(waiting.pop(), "")
            if parent and parent not in wanted:
                wanted.add(parent)
                waiting.append(parent)
        rows = rows[rows["indicator"].isin(wanted)]
    if (office.crosswalk["to"] == territory).any():  # its past lies with other territories
        return replace(office, indicators=rows)
    codes = set(rows["indicator"])

    def own(table: pd.DataFrame) -> pd.DataFrame:
        return table[(table["territory"] == territory) & table["indicator"].isin(codes)]

    return replace(
        office, indicators=rows, observations=own(office.observations), targets=own(office.targets)
    )


def _new_cells(before: Workspace, now: Workspace) -> pd.Series:
    """For each row of ``now.observations`` whether its cell was not known before."""
    known = pd.MultiIndex.from_frame(before.observations[CELL])
    return pd.Series(
        ~pd.MultiIndex.from_frame(now.observations[CELL]).isin(known), now.observations.index
    )


def _months(before: Workspace, now: Workspace, last: Period) -> list[int]:
    """The months of the year that have come since, the report's last one always."""
    periods = now.observations["period"]
    fresh = periods[_new_cells(before, now) & periods.str.startswith(str(last.year))]
    months = {int(month) for month in fresh.str[5:7] if int(month) <= last.last}
    return sorted(months | {last.last})


def _names(before: Workspace, now: Workspace, last: Period) -> list[str | int]:
    """What each step from the first report to the last one takes in."""
    return ["start", REVISIONS, *_months(before, now, last), PLAN, EVENTS]


def _steps(
    before: Workspace,
    now: Workspace,
    periods: tuple[Period, Period],
    territory: str,
    ends: pd.Series | None,
) -> pd.DataFrame:
    """The year-ends as each step sees them: one column a step, rows that both ends project.

    A step in between that gives no projection of an indicator adds nothing to it. A step that
    takes in the last of what is new gives ``ends``, where they are known.
    """
    (first, last), months = periods, _months(before, now, periods[1])
    fresh, dates = _new_cells(before, now), now.observations["period"]
    of_year = dates.str.startswith(str(last.year))
    now = replace(now, targets=now.targets[now.targets["year"] == last.year])
    old = replace(now, events=before.events, targets=_decided_by(before, now.targets))
    same_plan, same_events = old.targets.equals(now.targets), before.events.equals(now.events)
    columns = [year_ends(before, first, territory)]

    def taken(office: Workspace, period: Period, same: bool, whole: bool) -> None:
        known = columns[-1] if same else ends if whole else None
        columns.append(year_ends(office, period, territory) if known is None else known)

    later = dates > last.cut_off  # tell of years before by their "% of the same period"
    known = old.observations[~(fresh & of_year) | later]
    taken(replace(old, observations=known), first, _same_figures(before, known), whole=False)
    for month in months:
        upto = ~(fresh & of_year) | later | (dates.str[5:7].astype(int) <= month)
        when = last if month == last.last else Period(last.year, 1, max(month, first.last))
        whole = month == months[-1] and same_plan and same_events
        taken(replace(old, observations=now.observations[upto]), when, same=False, whole=whole)
    taken(replace(now, events=before.events), last, same_plan, whole=same_events)
    taken(now, last, same_events, whole=True)
    table = pd.concat(columns, axis=1, keys=range(len(columns)))
    return table[table[0].notna() & table.iloc[:, -1].notna()].ffill(axis=1)


def _decided_by(before: Workspace, targets: pd.DataFrame) -> pd.DataFrame:
    """The year's targets as the report before had them."""
    own = before.targets[before.targets["year"].isin(targets["year"].unique())]
    return own[own["decided"] <= before.as_of] if before.as_of else own


def _same_figures(before: Workspace, known: pd.DataFrame) -> bool:
    """Whether a step has the very figures of the report before."""
    return len(before.observations) == len(known) and bool(
        before.observations.reset_index(drop=True).equals(known.reset_index(drop=True))
    )


def _revised(before: Workspace, now: Workspace) -> dict[str, tuple[str, ...]]:
    """The months of each indicator whose printed value is another one now."""
    old, new = (latest(office.observations).set_index(CELL)["value"] for office in (before, now))
    both = old.index.intersection(new.index)
    moved = both[(old.loc[both] != new.loc[both]) & new.loc[both].notna()]
    frame = moved.to_frame(index=False)[["indicator", "period"]].drop_duplicates()
    return {str(code): tuple(sorted(group)) for code, group in frame.groupby("indicator")["period"]}
