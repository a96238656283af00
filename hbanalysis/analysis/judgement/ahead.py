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
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

_Key = tuple[str, str, str, str, str]
_made: dict[_Key, pd.DataFrame] = {}


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


@contextmanager
def made_ahead(
    workspace: Workspace,
    wanted: Iterable[tuple[Period, str]],
    runs: Callable[[Callable[[], list[pd.DataFrame]]], list[pd.DataFrame] | None],
) -> Iterator[None]:
    """Judge these periods and territories now; forgotten when the block ends.

    ``runs`` does the work, in a process of its own or in this one; it may give nothing.
    """
    orders = list(dict.fromkeys(wanted))
    tables = runs(lambda: [assess_and_project(workspace, *order) for order in orders]) or []
    keys = [_key(workspace, *order) for order in orders]
    _made.update(zip(keys, tables, strict=False))
    try:
        yield
    finally:
        for key in keys:
            _made.pop(key, None)
