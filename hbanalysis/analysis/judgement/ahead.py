"""Judgements made ahead, so that the pages of one report do not each make them anew.

A run of reports judges every order once and forks its kernels afterwards: they find here what
they would otherwise all work out for themselves, half of the time of a report. Nothing is kept
when the run has ended, and nothing is found for another workspace, day, period or territory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pandas as pd

from hbanalysis.analysis.judgement.assess import assess_and_project
from hbanalysis.analysis.plan.judgement_changes import period_before
from hbanalysis.analysis.yearend.news import news_since
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

_Key = tuple[str, str, str, str, str]
_Made = dict[_Key, pd.DataFrame]
_Moved = dict[_Key, tuple[pd.DataFrame, str]]
_made: _Made = {}
_moved: _Moved = {}


def _key(workspace: Workspace, period: Period, territory: str) -> _Key:
    root, day = str(workspace.root), workspace.as_of
    return root, workspace.fingerprint, day, str(period), territory


def judged(workspace: Workspace, period: Period, territory: str) -> pd.DataFrame:
    """Plan and projection of one territory: what was made ahead, else made now.

    Parameters
    ----------
    workspace, period, territory
        Whose.

    Returns
    -------
    DataFrame
        See :func:`~hbanalysis.analysis.judgement.assess.assess_and_project`.

    """
    found = _made.get(_key(workspace, period, territory))
    return assess_and_project(workspace, period, territory) if found is None else found.copy()


def moved(
    workspace: Workspace, periods: tuple[Period, Period], projected: pd.DataFrame
) -> tuple[pd.DataFrame, str]:
    """Why projections are others than in the report before: what was made ahead, else made now.

    Parameters
    ----------
    workspace
        Whose.
    periods
        Of the report before and of this one.
    projected
        The rows of one territory that are asked for.

    Returns
    -------
    tuple
        See :func:`~hbanalysis.analysis.yearend.news.news_since`.

    """
    places = projected["territory"].unique()
    found = _moved.get(_key(workspace, periods[1], places[0])) if len(places) == 1 else None
    if found is None or periods[0] != period_before(periods[1]):
        return news_since(workspace, periods, projected)
    table, day = found
    asked = [code for code in projected["indicator"].astype(str) if code in table.index]
    return table.loc[asked].copy(), day


def _worked_out(workspace: Workspace, orders: list[tuple[Period, str]]) -> tuple[_Made, _Moved]:
    """The orders and the reports before them judged, and why the projections moved between."""
    before = {order: period_before(order[0]) for order in orders}
    others = [(period, place) for (_, place), period in before.items() if period is not None]
    made = {
        _key(workspace, *order): assess_and_project(workspace, *order)
        for order in dict.fromkeys([*orders, *others])
    }
    news = {
        key: news_since(workspace, (former, order[0]), made[key])
        for order, former in before.items()
        if former is not None
        for key in [_key(workspace, *order)]
    }
    return made, news


@contextmanager
def made_ahead(
    workspace: Workspace,
    wanted: Iterable[tuple[Period, str]],
    runs: Callable[[Callable[[], tuple[_Made, _Moved]]], tuple[_Made, _Moved] | None],
) -> Iterator[None]:
    """Judge these periods and territories and the reports before them.

    Forgotten when the block ends. ``runs`` does the work, in a process of its own or in this one;
    it may give nothing.
    """
    orders = list(dict.fromkeys(wanted))
    made, news = (orders and runs(lambda: _worked_out(workspace, orders))) or ({}, {})
    _made.update(made)
    _moved.update(news)
    try:
        yield
    finally:
        for key in made:
            _made.pop(key, None)
            _moved.pop(key, None)
