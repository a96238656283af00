"""Slides of how the year will end and how it has moved: all targets, a year, a trend."""

from __future__ import annotations

from typing import Any

from hbanalysis.briefing import slide_titles
from hbanalysis.briefing.line_chart import add_lines
from hbanalysis.briefing.pack_content import Content, draw, source_line
from hbanalysis.briefing.slide import Slide, Title, by_widths, row_notes, table_slide
from hbanalysis.briefing.slide_tables import SlideTable
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.judgement_style import amount
from hbanalysis.presentation.pages.projections import projection_table
from hbanalysis.vocabulary.rows import records

PROJECTION_WIDTHS = {
    "name": 4.3,
    "unit": 1.1,
    "target": 1.5,
    "point": 1.2,
    "range80": 1.9,
    "chance": 1.1,
}


def projection(content: Content) -> list[Slide]:
    """Where all targets that can be projected will end."""
    lang, rows = content.lang, sentences.projected_rows(content.projected)
    shown = projection_table(content.projected, lang)
    if isinstance(shown, Prose) or rows.empty:
        return []
    answer = sentences.projection_answer(content.projected, content.place, lang).paragraphs
    grid = by_widths(shown, PROJECTION_WIDTHS)
    method = sentences.projection_method(content.projected, lang).paragraphs
    notes = (*answer, *(sentences.projection_sentence(row, lang) for row in records(rows)), *method)
    title = slide_titles.projections(content, rows)
    return [table_slide(content, "projection", title, grid, notes, rows)]


def line(content: Content, code: str) -> list[Slide]:
    """The year of one amount, month by month."""
    if code not in content.lines:
        return []
    lang, row, title = content.lang, content.row(code), slide_titles.indicator(content, code)
    rows = content.projected[content.projected["indicator"] == code]
    alt = lang.say(
        "Line chart of the year to date by month beside past years and the plan. {sentence}",
        sentence=title.subtitle,
    )
    source = source_line(rows, lang)
    return [
        Slide(
            f"year-end-{code}",
            title,
            lambda shapes, box: add_lines(shapes, box, content, code),
            alt,
            source,
            (title.subtitle, *row_notes(content, rows), *_months(content, code, row), source),
        )
    ]


def _months(content: Content, code: str, row: Any) -> list[str]:
    """The year to date by month, a line for each year."""
    lang = content.lang
    return [
        f"{year}: "
        + "; ".join(
            f"{lang.say('M{month}', month=month)} {amount(value, row, lang)}"
            for month, value in zip(part["month"], part["value"], strict=True)
        )
        for year, part in content.path(code).groupby("year")
    ]


def trend(content: Content, code: str) -> list[Slide]:
    """How the months of one indicator have moved."""
    figure = draw(content, f"trend-{code}")
    if not isinstance(figure, Figure):
        return []
    sheet = figure.data
    last = SlideTable(sheet.slice(max(0, len(sheet) - 12), len(sheet)), (1.0,) * len(sheet.ids))
    row, months = next(pair for pair in content.trends if pair[0]["indicator"] == code)
    news = sentences.trend_sentence(months, row, content.lang)
    title, notes = Title(figure.title, news), (news, *last.lines(), figure.caption)
    return [Slide(f"trend-{code}", title, figure, figure.alt, figure.caption, notes)]
