"""Where the year will end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures import year_chart
from hbanalysis.presentation.pages import projections
from hbanalysis.presentation.pages.why_moved import ended_against, why_table, why_text
from hbanalysis.presentation.show.of_year import of_year
from hbanalysis.vocabulary.rows import records

Shown = Any  # a Sheet, or Prose where there is nothing to show
Drawn = Figure | Prose


@of_year
def projection_text(year: Year) -> Prose:
    """Where the year will end, how sure that is, in amounts.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A headline and its reasons.

    Examples
    --------
    >>> len(hb.sentences.projection(year).paragraphs) > 0
    True

    """
    answer = sentences.projection_answer(year.projected, year.territory_name, year.lang)
    if not year.closed or year.before is None or year.news.empty:
        return answer
    lead = list(year.office.rules["headline"]["indicators"])
    came = ended_against(year.news, year.before.period, lead, year.lang)
    return Prose((came,), "answer") if came else answer


@of_year
def projection_method(year: Year) -> Prose:
    """How the projection is made and how far it was off before.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note; the source of the method is docs/method.md.

    Examples
    --------
    >>> len(hb.sentences.projection_method(year).paragraphs) > 0
    True

    """
    return sentences.projection_method(year.projected, year.lang)


@of_year
def projection_table(year: Year) -> Shown:
    """Where the indicators that can be projected will end, how sure that is, what it would take.

    The method is that of docs/method.md: the pooled monthly model, the share of past years for
    what is reported by quarter.

    Parameters
    ----------
    year
        The year, or ``year, rows``. ``year.what_if(1.1)`` asks what more in the months left brings.

    Returns
    -------
    Sheet
        Columns ``point``, the intervals of 80 and 95 %, ``required_per_month, best_month`` (the
        indicator's unit) and ``chance`` (0-1) of meeting the plan. Prose when nothing is projected.

    Examples
    --------
    >>> hb.tables.projection(year).numbers.loc["3", "point"].round(1)
    np.float64(1465.1)

    """
    return projections.projection_table(year.projected, year.lang)


@of_year
def not_projected(year: Year) -> Shown:
    """The indicators without a projection, and why.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        The indicator and the reason. Prose when every indicator is projected.

    Examples
    --------
    >>> "3" in hb.tables.not_projected(year).texts.index
    False

    """
    return projections.not_projected(year.projected, year.lang)


@of_year
def year_end(year: Year) -> Iterator[Drawn]:
    """For each projected indicator the months seen, past years, and where the year will end.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    iterator of Figure
        Their ``data`` has year-to-date amounts and the projection in the indicator's unit.

    Examples
    --------
    >>> [figure.name for figure in hb.figures.year_end(year, ["3", "9"])]
    ['year-end-3']

    """
    for row in records(sentences.projected_rows(year.projected)):
        yield year_chart.year_end(row, year.path(row["indicator"]), year.lang)


@of_year
def news_text(year: Year) -> Prose:
    """Why the projections are others than in the report before, the largest changes first.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        One paragraph: the report before and the day it knew, then a sentence for each indicator.

    Examples
    --------
    >>> len(hb.sentences.news(year).paragraphs)
    1

    """
    before = year.before
    day = (year.whole or year).news_of_all[1]
    return why_text(year.news, before.period if before else None, day, year.lang)


@of_year
def news_table(year: Year) -> Shown:
    """What moved each projection since the report before: months, revisions, plan, events, method.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        ``before, now`` and the pieces in the indicator's unit, the change in percent. Nothing for
        the first report of a year.

    Examples
    --------
    >>> hb.tables.news(year).numbers.loc["3", ["before", "now"]].round(1).tolist()
    [1614.7, 1465.1]

    """
    return why_table(year.news, year.lang)
