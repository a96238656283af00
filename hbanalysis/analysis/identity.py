"""Whose rows a table holds: every row of an assessment carries its office, day and period.

They are columns, not attributes of the frame, so that they survive filtering, sorting, copying,
joining and saving. A table that is handed over beside something else is compared by them and
refused by name when it belongs elsewhere; it is never silently taken for another.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, refuse_all
from hbanalysis.vocabulary.periods import Period

IDENTITY = ("office", "as_of", "period", "territory")
"""What every row says of itself beside its indicator."""
PAIR = ["territory", "indicator"]


def marked(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """The rows with the office, the day and the period they belong to."""
    return table.assign(
        office=workspace.fingerprint, as_of=workspace.as_of, period=str(period)
    ).astype(dict.fromkeys(("office", "as_of", "period"), "str"))


def refuse_foreign(
    table: pd.DataFrame,
    workspace: Workspace,
    period: Period,
    territory: str = "",
    *,
    projected: bool = False,
    repeated: bool = False,
) -> None:
    """Refuse a table that is no assessment, or not that of this workspace, day and period.

    All that is wrong with it is said at once. ``territory`` empty allows any; ``projected`` allows
    rows that have a projection already, ``repeated`` several rows of an indicator.
    """
    if not isinstance(table, pd.DataFrame):
        raise WrongUsage(
            "A table of hb.assess is expected here, not {found}.", found=type(table).__name__
        )
    lacking = [name for name in (*IDENTITY, "indicator") if name not in table]
    if lacking:
        raise WrongUsage(
            "This is not a table of hb.assess: it has no column {names}.", names=", ".join(lacking)
        )
    problems = list(_foreign(table, workspace, period, territory))
    if not repeated:
        problems += _repeated(table)
    if not projected and "point" in table:
        problems.append(
            WrongUsage(
                "The table is projected already; hand over the one that hb.assess gave (year.plan)."
            )
        )
    refuse_all(problems)


def _foreign(
    table: pd.DataFrame, workspace: Workspace, period: Period, territory: str
) -> Iterable[HbaError]:
    """What the rows say of themselves that is not so here."""
    asked = {"office": workspace.fingerprint, "as_of": workspace.as_of, "period": str(period)}
    if territory:
        asked["territory"] = territory
    for name, wanted in asked.items():
        others = [str(value) for value in table[name].unique() if str(value) != wanted]
        if not others:
            continue
        if name == "office":
            yield WrongUsage(
                "The table was made from other raw files than those of this workspace; make it"
                " again with hb.assess."
            )
        elif name == "as_of":
            yield WrongUsage(
                "The table was made with as_of={found}, the workspace has as_of={wanted}.",
                found=", ".join(map(repr, others)),
                wanted=repr(wanted),
            )
        elif name == "period":
            yield WrongUsage(
                "The table is of {found}, not of {wanted}.",
                found=", ".join(others),
                wanted=wanted,
            )
        else:
            yield WrongUsage(
                "The table is of the territory {found}, not of {wanted}.",
                found=", ".join(others),
                wanted=wanted,
            )


def _repeated(table: pd.DataFrame) -> Iterable[HbaError]:
    """Rows that appear more than once: nothing could be paired with them."""
    keys = [*PAIR, "plan_rank"] if "plan_rank" in table else PAIR
    twice = table.loc[table.duplicated(keys), "indicator"].unique()
    if len(twice):
        yield WrongUsage(
            "These indicators appear more than once in the table: {codes}.",
            codes=", ".join(map(str, twice)),
        )


def refuse_mixed(*tables: pd.DataFrame) -> None:
    """Refuse tables that do not all belong to one office, day, period and territory."""
    for name in IDENTITY:
        values = sorted({str(value) for table in tables for value in table[name].unique()})
        if len(values) > 1:
            raise WrongUsage(
                "These tables belong to different years and cannot be used together: {name} is"
                " {found}.",
                name=name,
                found=", ".join(map(repr, values)),
            )
