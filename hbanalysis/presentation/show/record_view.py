"""How far the projection can be trusted."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.judgement.hindsight import own_projections
from hbanalysis.analysis.year import Year
from hbanalysis.analysis.yearend.published import published_projections
from hbanalysis.intake.store.said import said
from hbanalysis.presentation.display import Figure, Prose, Stack
from hbanalysis.presentation.figures import evidence_figures
from hbanalysis.presentation.pages.evidence import first_lines, measured_elsewhere, replayed_past
from hbanalysis.presentation.pages.hindsight_page import (
    hindsight_answer,
    hindsight_table,
    published_answer,
    published_table,
    record_problems,
)
from hbanalysis.presentation.show.of_year import of_year

Shown = Any  # a Sheet, or Prose where there is nothing to show
Drawn = Figure | Prose


@of_year
def record(year: Year) -> Prose:
    """How far the projection can be trusted: its own past, replayed.

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
    >>> "Hồng Bàng" in hb.sentences.record(year).paragraphs[0]
    True

    """
    return first_lines.answer(year.record_details, year.territory_name, year.lang)


@of_year
def benchmark_text(year: Year) -> Prose:
    """How the benchmark on public series was made.

    Parameters
    ----------
    year
        The year; only its language is used.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> len(hb.sentences.benchmark(year).paragraphs) > 0
    True

    """
    return measured_elsewhere.benchmark_note(year.lang)


@of_year
def pace_calls_text(year: Year) -> Prose:
    """How the calls of the pace were counted.

    Parameters
    ----------
    year
        The year; only its language is used.

    Returns
    -------
    Prose
        A note.

    Examples
    --------
    >>> len(hb.sentences.pace_calls(year).paragraphs) > 0
    True

    """
    return measured_elsewhere.pace_note(year.lang)


@of_year
def misses_table(year: Year) -> Shown:
    """How far projections of past years were off after so many months, method by method.

    Past years are replayed as they were known then.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        Mean and median miss and bias (percent of the year-end value). Prose without past years.

    Examples
    --------
    >>> hb.tables.misses(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return replayed_past.misses_table(year.record_details, year.lang)


@of_year
def intervals_table(year: Year) -> Shown:
    """How many past year-ends lay inside the intervals that would have been stated.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        Counts of year-ends inside the 80 % and the 95 % interval. Prose without past years.

    Examples
    --------
    >>> hb.tables.intervals(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return replayed_past.bands_table(year.record_details, year.lang)


@of_year
def series_record(year: Year) -> Shown:
    """How far the projection of each indicator was off in past years, at this time of the year.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each indicator: replayed years, miss and bias (percent of the year-end value).

    Examples
    --------
    >>> hb.tables.series_record(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return replayed_past.series_table(year.record_details, year.lang)


@of_year
def hindsight(year: Year) -> Shown:
    """How the projections that a closed year's own reports made came out.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Sheet
        One row for each amount and month seen (1, 3, 6, 9): the outlook and chance said then, the
        interval, the end and whether it lay inside; a sentence while the year lasts.

    Examples
    --------
    >>> hb.tables.hindsight(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    plan = year.plan.reset_index(drop=True)
    rows = own_projections(plan, year.office, year.period)
    return Stack((hindsight_answer(rows, year.lang), hindsight_table(rows, year.lang)))


@of_year
def published(year: Year) -> Shown:
    """What published reports said of years that are over, scored as published.

    The record is ``reports/<territory>.said.jsonl``; nothing is replayed.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Stack
        One row for each amount of each published report: the outlook, chance (0-1), point and
        interval it gave, the year's end and the miss in percent of it; before it how many held,
        and a sentence for each entry that is missing or was changed.

    Examples
    --------
    >>> hb.tables.published(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    rows = published_projections(year.office, year.territory, year.period)
    rows = rows[rows["indicator"].isin(year.codes)]
    problems = said(year.office.root, year.territory).problems
    return Stack(
        (
            record_problems(problems, year.lang),
            published_answer(rows, year.lang),
            published_table(rows, year.lang),
        )
    )


@of_year
def benchmark_table(year: Year) -> Shown:
    """What the year-end benchmark measured on public series (docs/method.md).

    Parameters
    ----------
    year
        The year; only its language is used.

    Returns
    -------
    Sheet
        One row for each panel and method: mean misses and coverage (percent).

    Examples
    --------
    >>> hb.tables.benchmark(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return measured_elsewhere.benchmark_table(year.lang)


@of_year
def pace_calls_table(year: Year) -> Shown:
    """How often each way of reckoning the pace called wrongly on public series (docs/pace.md).

    Parameters
    ----------
    year
        The year; only its language is used.

    Returns
    -------
    Sheet
        One row for each way: warnings, wrong ones, missed ones (percent).

    Examples
    --------
    >>> hb.tables.pace_calls(year)._repr_mimebundle_()["text/plain"] != ""
    True

    """
    return measured_elsewhere.pace_table(year.lang)


@of_year
def misses_figure(year: Year) -> Drawn:
    """How far past projections were off, by months seen.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has the mean miss of each method in percent of the year-end value.

    Examples
    --------
    >>> hb.figures.misses(year).alt != ""
    True

    """
    return evidence_figures.misses_figure(year.record_details, year.lang)


@of_year
def intervals_figure(year: Year) -> Drawn:
    """Past year-ends and the intervals that would have been stated for them.

    Parameters
    ----------
    year
        The year, or ``year, rows``.

    Returns
    -------
    Figure
        Its ``data`` has outcome and interval in percent of the projection.

    Examples
    --------
    >>> hb.figures.intervals(year).alt != ""
    True

    """
    return evidence_figures.bands_figure(year.record_details, year.lang)
