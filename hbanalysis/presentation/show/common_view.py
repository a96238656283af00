"""What every page has: the mark of synthetic figures, and where its numbers come from."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.year import Year
from hbanalysis.presentation import origins, sentences
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show


@of_year
def origin(year: Year) -> Shown:
    """Where every number comes from: sources, files with fingerprints, parameters, versions.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Stack
        Folded tables.

    Examples
    --------
    >>> "data/raw/targets.csv" in hb.tables.origin(year).html()
    True

    """
    return origins.origin(year.plan, year.office.fingerprints(), year.lang, **year.parameters)


@of_year
def demo_note(year: Year) -> Prose:
    """The mark of synthetic figures; empty when there is none.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        Of kind ``demo``.

    Examples
    --------
    >>> hb.sentences.demo_note(year).kind
    'demo'

    """
    return sentences.demo_note(year.plan, year.lang)
