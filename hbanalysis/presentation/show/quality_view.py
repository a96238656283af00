"""Whether the figures are complete and right."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.year import Year
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures import heatmap
from hbanalysis.presentation.pages.quality import (
    contradictions,
    first_lines,
    received_figures,
    revised_figures,
    settled_figures,
)
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show
Drawn = Figure | Prose


@of_year
def quality(year: Year) -> Prose:
    """Whether the figures are complete and right.

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
    >>> "Hồng Bàng" in hb.sentences.quality(year).paragraphs[0]
    True

    """
    return first_lines.answer(year.quality_details, year.territory_name, year.lang)


@of_year
def revised_text(year: Year) -> Prose:
    """How many figures were published again, and how far they changed.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> isinstance(hb.sentences.revised(year).paragraphs, tuple)
    True

    """
    return revised_figures.revised_note(year.quality_details, year.lang)


@of_year
def sums(year: Year) -> Prose:
    """Whether printed years-to-date agree with their months.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> isinstance(hb.sentences.sums(year).paragraphs, tuple)
    True

    """
    return contradictions.sums_note(year.quality_details, year.lang)


@of_year
def reading(year: Year) -> Prose:
    """What was tidied or converted while the received files were read.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> isinstance(hb.sentences.reading(year).paragraphs, tuple)
    True

    """
    return settled_figures.changes_note(year.quality_details, year.lang)


@of_year
def missing(year: Year) -> Shown:
    """What is missing and who must supply it, by department.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each indicator with months that are due. Prose when nothing is missing.

    Examples
    --------
    >>> hb.tables.missing(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return received_figures.owed_table(year.quality_details, year.lang)


@of_year
def revised_table(year: Year) -> Shown:
    """Figures that were published again since the last report, the largest change first.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        The value before and now (the indicator's unit) and the change (percent). Prose when no
        earlier figure has changed.

    Examples
    --------
    >>> hb.tables.revised(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return revised_figures.revised_table(year.quality_details, year.lang)


@of_year
def findings(year: Year) -> Shown:
    """What ``hba check`` finds in the figures of this territory and its wards.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        File, cell and sentence of each finding. Prose when there is none.

    Examples
    --------
    >>> hb.tables.findings(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return contradictions.findings_table(year.quality_details, year.lang)


@of_year
def documents(year: Year) -> Shown:
    """Percentages and sums that documents print, computed again.

    Parameters
    ----------
    year
        The year.

    Returns
    -------
    Sheet
        What is printed, what it should be (percent) and how the difference may have come about.

    Examples
    --------
    >>> hb.tables.documents(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return contradictions.audit_table(year.quality_details, year.lang)


@of_year
def settled(year: Year) -> Shown:
    """How many figures are estimates, preliminary or final, by indicator.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        Counts of months by status. Prose when there is no figure.

    Examples
    --------
    >>> hb.tables.settled(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return settled_figures.settled_table(year.quality_details, year.lang)


@of_year
def latest(year: Year) -> Shown:
    """The latest figure of every indicator: its month, status and day of publication.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each indicator with a figure. Prose when there is none.

    Examples
    --------
    >>> hb.tables.latest(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return received_figures.latest_table(year.quality_details, year.lang)


@of_year
def figures_received(year: Year) -> Shown:
    """When the year's figures were published and from which file they come.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each file and month of publication, with counts of figures.

    Examples
    --------
    >>> hb.tables.figures_received(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return received_figures.came_table(year.quality_details, year.lang)


@of_year
def coverage(year: Year) -> Drawn:
    """Which figure of the year is there and which is due, month by month.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has the state of every indicator and month.

    Examples
    --------
    >>> hb.figures.coverage(year).alt != ""
    True

    """
    return heatmap.coverage_figure(year.quality_details, year.lang)
