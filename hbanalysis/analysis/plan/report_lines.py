"""The lines of a report: what is asked for, what was refused of it, and the plan of each."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual.actuals import scope
from hbanalysis.analysis.actual.refused import refused_rows, with_refusals
from hbanalysis.analysis.actual.wards import wards_by_parent
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.analysis.plan.targets_in_force import TARGET_COLUMNS, decided_by
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.intake.running_terms import in_its_year
from hbanalysis.vocabulary.periods import Period


def lines_of(workspace: Workspace, period: Period, territories: list[str]) -> pd.DataFrame:
    """The rows of the report, each with what was refused of it: see :mod:`...plan.refused`."""
    refused = refused_rows(workspace, period)
    lines = scope(
        workspace.indicators,
        _asked_for(workspace, period),
        workspace.observations,
        territories,
        period.year,
        refused,
    )
    ends = _ends(workspace.territories)
    over = [ends.get(territory, "9999") for territory in lines["territory"]]
    lines["ended"] = [day if day < period.end.isoformat() else "" for day in over]
    wards = wards_by_parent(workspace.territories, period.end.isoformat())
    return with_refusals(lines, refused, wards)


def _asked_for(workspace: Workspace, period: Period) -> pd.DataFrame:
    """The targets that put an indicator into the report: of this year, or far ahead.

    A target for 2030 speaks in the years before it; next year's plan does not, unless it is the
    only thing known of an indicator that has been reported before.
    """
    targets = in_its_year(workspace.targets, period.year)
    ahead = decided_by(targets[targets["year"] > period.year], period, workspace.as_of)
    seen = pd.MultiIndex.from_frame(workspace.known_figures[PAIR].drop_duplicates())
    reported = pd.MultiIndex.from_frame(ahead[PAIR]).isin(seen)
    told = ahead[(ahead["year"] > period.year + 1) | reported]
    return pd.concat([targets, told.assign(year=period.year)])


def _ends(territories: pd.DataFrame) -> dict[str, str]:
    """The last day of every territory that has one; a code that goes on in any shape has none."""
    days = territories.assign(valid_to=territories["valid_to"].fillna("").replace("", "9999-12-31"))
    last = last_days(days, ["territory"], "valid_to")
    return {str(code): str(day) for code, day in last.items() if day != "9999-12-31"}


NUMBERS_OF_TARGET = {"target", "target_high", "term_first", "term_last"}


def with_target(table: pd.DataFrame, targets: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    """The lines with the plan they are held against; a line without one has an empty comparator."""
    table = table.merge(targets, how="left", on=PAIR)
    for column in set(TARGET_COLUMNS.values()) - NUMBERS_OF_TARGET:
        table[column] = table[column].astype(object).fillna("").astype(str)
    for column in ("former_targets", "rival_plans"):
        table[column] = [value if isinstance(value, tuple) else () for value in table[column]]
    ahead = later.reindex(pd.MultiIndex.from_frame(table[PAIR]))
    return table.assign(
        plans=table["plans"].fillna(0).astype("int64"),
        target_high=table["target_high"].astype(float),
        later_target=ahead["later_target"].to_numpy(dtype=float),
        later_year=ahead["later_year"].fillna(0).to_numpy(dtype="int64"),
        signed=table["signed"].astype(bool) | (table["target"] < 0),
        term_first=table["term_first"].fillna(0).astype("int64"),
        term_last=table["term_last"].fillna(0).astype("int64"),
    )
