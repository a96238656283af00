"""Plan against actual as it is published: the judged rows, with one word from pace and chance."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from hbanalysis.analysis.columns import PROJECTED, checked
from hbanalysis.analysis.judgement.one_word import with_one_word
from hbanalysis.analysis.plan.assessment import assess_by_pace
from hbanalysis.analysis.plan.parts import with_parts
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.periods import Period


def assess(
    workspace: Workspace,
    period: Period | str,
    territories: Iterable[str] | str,
    *,
    plan_place: int = 1,
) -> pd.DataFrame:
    """Plan against actual: one row for each indicator of each territory, judged.

    The rules are those of docs/judging.md, the pace that of docs/pace.md; an outlook is one word
    from the pace and the chance of the projection (:mod:`...judgement.one_word`).

    Parameters
    ----------
    workspace
        The office's tables as they were known on a day (:func:`hbanalysis.workspace`).
    period
        ``2024-07``, ``2024-Q3``, ``2024-H1``, ``2024-9M`` or ``2024``, or a :class:`Period`.
    territories
        One code or name, or several.
    plan_place
        2 and more judges the same figures against the plans that exist beside the judged one; rows
        without such a plan have no target.

    Returns
    -------
    DataFrame
        The columns of docs/columns.md (``hb.columns``) up to ``weighs_of``: amounts in the
        indicator's unit, percentages 0-100, shares 0-1. Exactly one of ``verdict`` and ``outlook``
        is filled.

    Raises
    ------
    HbaError
        For a period or territories that there are not, with the nearest, all at once.

    Examples
    --------
    >>> table = hb.assess(year.office, "2024-Q3", "hong bang")
    >>> table.loc[table["indicator"] == "3", ["target", "outlook"]].to_dict("records")
    [{'target': 1516.66, 'outlook': 'at risk'}]

    """
    both = assess_and_project(workspace, period, territories, plan_place=plan_place)
    return both.drop(columns=list(PROJECTED))


def assess_and_project(
    workspace: Workspace,
    period: Period | str,
    territories: Iterable[str] | str,
    *,
    plan_place: int = 1,
) -> pd.DataFrame:
    """:func:`assess` with the columns of the projection that its outlooks rest on."""
    when = Period.of(period)
    table = assess_by_pace(workspace, when, territories, plan_place=plan_place)
    table = project_year(table, workspace, when)
    rule = in_force(workspace.rules, "outlook", when.end.isoformat())
    return checked(with_parts(with_one_word(table, rule)).copy(), "project_year")
