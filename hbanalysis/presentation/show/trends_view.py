"""How the amounts have moved over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hbanalysis.analysis.territories.bridge_report import bridge_report
from hbanalysis.analysis.year import Year
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.lead_trend import lead_trend
from hbanalysis.presentation.figures.month_chart import trend
from hbanalysis.presentation.pages import growth_panels, trend_panels
from hbanalysis.presentation.pages.bridge_table import bridge_table
from hbanalysis.presentation.sentences.lead_findings import leading
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show
Drawn = Figure | Prose


def _lead(year: Year) -> list[str]:
    """The codes that lead the report."""
    named = list(year.office.rules["headline"]["indicators"])
    return list(leading(year.projected, named)["indicator"])


@of_year
def trends_text(year: Year) -> Prose:
    """How the amounts have moved over the years.

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
    >>> len(hb.sentences.trends(year).paragraphs) > 0
    True

    """
    return sentences.trends_answer(year.series, year.lang, _lead(year))


@of_year
def trends_left_out(year: Year) -> Prose:
    """Which series are too short for which figure.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note; empty when none is.

    Examples
    --------
    >>> isinstance(hb.sentences.trends_left_out(year).paragraphs, tuple)
    True

    """
    return trend_panels.left_out(year.series, year.lang)


@of_year
def bridges(year: Year) -> Shown:
    """What the old territories had, read in a territory that was made of them.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        ``bridged`` (a sum, or an interval where an old territory was divided), ``actual`` and
        ``revision`` in the indicator's unit. Prose when no bridge concerns the territory.

    Examples
    --------
    >>> hb.tables.bridges(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    table = bridge_report(year.office, year.period, year.territory)
    return bridge_table(table[table["indicator"].isin(_asked(year, table))], year.office, year.lang)


def _asked(year: Year, table: Any) -> list[str]:
    """The indicators of a narrowed year; all of the bridge's where it is whole."""
    return list(table["indicator"]) if year.whole is None else year.codes


@of_year
def signals(year: Year) -> Shown:
    """Growth on the same months of last year: which of it is signal, which ordinary noise.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each series: the last growth (percent) and its limits of ordinary variation.
        Prose when no series is long enough.

    Examples
    --------
    >>> hb.tables.signals(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return growth_panels.signal_table(year.series, year.lang)


@of_year
def years(year: Year) -> Drawn:
    """The same months of every year beside each other.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has January to the cut-off of every year, in the indicator's unit.

    Examples
    --------
    >>> hb.figures.years(year, "3").alt != ""
    True

    """
    return trend_panels.years(year.yearly, year.lang)


@of_year
def rolling_year(year: Year) -> Drawn:
    """The sum of the last twelve months, month by month.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has the rolling sums in the indicator's unit.

    Examples
    --------
    >>> hb.figures.rolling_year(year, "3").alt != ""
    True

    """
    return trend_panels.rolling(year.series, year.lang)


@of_year
def growth(year: Year) -> Drawn:
    """Growth on the same month of last year, with the limits of ordinary variation.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has the growth in percent; January and February are taken together.

    Examples
    --------
    >>> hb.figures.growth(year, "2a").alt != ""
    True

    """
    return growth_panels.growth(year.series, year.lang)


@of_year
def seasons(year: Year) -> Drawn:
    """The pattern of a year: how far each month lies above or below an ordinary one (STL).

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has 100 for an ordinary month.

    Examples
    --------
    >>> hb.figures.seasons(year, "3").alt != ""
    True

    """
    return trend_panels.seasons(year.series, year.lang)


@of_year
def lead_trends(year: Year) -> Iterator[Drawn]:
    """What leads the report over the years: the rolling year with its peak, or the quarters.

    Parameters
    ----------
    year
        The year, or ``year, rows``. Which indicators lead is ``[headline]`` in rules.toml.

    Returns
    -------
    iterator of Figure
        Their ``data`` has sums of twelve months or of quarters in the indicator's unit.

    Examples
    --------
    >>> [figure.name for figure in hb.figures.lead_trends(year, ["3", "8"])]
    ['lead-3', 'lead-8']

    """
    months = {row["indicator"]: (table, row) for row, table in year.series}
    for code in _lead(year):
        if code in months:
            yield lead_trend(*months[code], year.lang)


@of_year
def trends_figure(year: Year) -> Iterator[Drawn]:
    """For each amount its months, rolling year and declared breaks.

    Parameters
    ----------
    year
        The year, or ``year, rows``; without rows every amount with at least a year of months.

    Returns
    -------
    iterator of Figure
        Their ``data`` has the months in the indicator's unit.

    Examples
    --------
    >>> [figure.name for figure in hb.figures.trends(year, "3")]
    ['trend-3']

    """
    for row, months in year.series:
        events = year.office.events_of(year.territory, row["indicator"])
        yield trend(months, row, events, year.lang)
