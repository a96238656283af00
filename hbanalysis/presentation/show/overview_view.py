"""What changed since the report before."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.year import Year
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages import (
    period_overview,
)
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show


@of_year
def changes_text(year: Year) -> Prose:
    """How many judgements became worse and better since the report before.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        One sentence.

    Examples
    --------
    >>> len(hb.sentences.changes(year).paragraphs)
    1

    """
    before = year.before
    moved = year.changes if before else None
    return period_overview.changes_answer(moved, before.period if before else None, year.lang)


@of_year
def changes_table(year: Year) -> Shown:
    """What changed since the report before: the judgements that moved, the worst first.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Stack
        ``pct_before, pct_of_plan`` (percent), ``moved`` and ``asked`` (percentage points: what the
        indicator and past years moved). Prose for the first report of a year.

    Examples
    --------
    >>> year.before
    <Year 2024-Q2 hong-bang, all that is known, vi>
    >>> hb.tables.changes(year).html().count("<table") > 0
    True

    """
    return period_overview.changes_table(year.changes if year.before else None, year.lang)
