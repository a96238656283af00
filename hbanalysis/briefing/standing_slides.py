"""Slides of where the plan stands: all targets, their amounts, what lags, where it is from."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pandas as pd

from hbanalysis.briefing import slide_titles
from hbanalysis.briefing.bar_chart import add_bars
from hbanalysis.briefing.pack_content import Content, charted
from hbanalysis.briefing.slide import Slide, Title, by_widths, row_notes, table_slide
from hbanalysis.briefing.slide_tables import SlideTable, pages_of, source_sheet
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.judgement_style import judged, telling_percent
from hbanalysis.presentation.pages import steering
from hbanalysis.presentation.pages.scoreboard_table import scoreboard_sheet
from hbanalysis.presentation.pages.standard_table import legend
from hbanalysis.presentation.sentences.lead_findings import gravest_first
from hbanalysis.presentation.shared_columns import CODE, NAME, UNIT
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.rows import records

MOST_BARS = 12
REMEDY_WIDTHS = {
    "name": 3.6,
    "judgement": 1.5,
    "unit": 1.2,
    "gap": 1.3,
    "required_per_month": 1.3,
    "best_month": 1.4,
    "feasibility": 1.6,
    "owner": 1.9,
    "proposal": 2.6,
}
TABLE_WIDTHS = {"name": 3.6, "unit": 1.0, "judgement": 1.9}
AMOUNTS = 6.0  # inches that all other columns of the standard table share


def stand(content: Content) -> list[Slide]:
    """Where the whole plan stands: how many targets have which judgement, and which they are."""
    lang, table, title = content.lang, content.table, slide_titles.standing(content)
    if len(table) == 1:
        sheet = content.plan_table.joined().without("group")
        one = SlideTable(sheet, (1.0,) * len(sheet.ids))
        return [table_slide(content, "stand", title, one, row_notes(content, table), table)]
    grid = SlideTable(scoreboard_sheet(table, lang), (2.1, 1.2, 8.8), last_bold=True)
    answer = sentences.answer(table, content.place, lang).paragraphs
    return [table_slide(content, "stand", title, grid, (title.subtitle, *answer), table)]


def plan(content: Content) -> list[Slide]:
    """The amounts against their plan, the gravest first, on as many slides as they take."""
    figure = content.plan_figure
    if not isinstance(figure, Figure):
        return []
    rows = gravest_first(charted(content.projected))
    pages = math.ceil(len(rows) / MOST_BARS)
    cuts = [round(n * len(rows) / pages) for n in range(pages + 1)]
    first = next(records(rows))
    sentence = slide_titles.capital(sentences.one_row(first, content.lang))
    title = Title(figure.title, sentence)
    # Of an open year the title says where the gravest will end, which is no bar's figure.
    named = str(first["indicator"]) if content.closed else ""
    return [
        _bars(content, title, figure.caption, rows.iloc[start:end], named)
        for start, end in pairwise(cuts)
    ]


def _bars(content: Content, title: Title, caption: str, rows: pd.DataFrame, named: str) -> Slide:
    """The bars of as many amounts as a slide can hold, with an alt text of these amounts."""
    lang = content.lang
    names = "; ".join(
        f"{lang.pick(row, 'name')}: {telling_percent(row['pct_of_plan'], lang)} "
        f"({lang.say(judged(row))})"
        for row in records(rows)
    )
    return Slide(
        "plan",
        title,
        lambda shapes, box: add_bars(shapes, box, content, rows, named),
        lang.say("Bar chart of percent of plan. {told}.", told=names),
        caption,
        (*row_notes(content, rows), caption),
        len(rows),
    )


def behind(content: Content) -> list[Slide]:
    """What has to be put right, with its gap, what is needed and what is proposed."""
    lang, rows = content.lang, content.remedies
    shown = steering.remedy_table(rows, lang)
    if isinstance(shown, Prose):
        return []
    sheet = replace(shown, columns=(*shown.columns, UNIT))
    whole = by_widths(sheet, REMEDY_WIDTHS)
    shorter = by_widths(sheet.without("proposal"), REMEDY_WIDTHS)
    proposed = rows[rows["proposal"] != ""]
    # Proposals of many lines would tear the table apart: then the notes alone have them, as the
    # Word note has.
    shown_whole = len(proposed) > 0 and len(pages_of(whole)) <= len(pages_of(shorter)) + 1
    proposals = tuple(
        f"{row['indicator']}. {lang.say('Proposal')}: {row['proposal']}"
        for row in records(proposed)
    )
    grid, notes = whole if shown_whole else shorter, (*row_notes(content, rows), *proposals)
    return [table_slide(content, "behind", slide_titles.remedies(content), grid, notes, rows)]


def table(content: Content) -> list[Slide]:
    """The office's standard table."""
    sheet = content.plan_table.joined().without("group", "note")
    title = slide_titles.standard_table(content, len(sheet))
    share = AMOUNTS / (len(sheet.ids) - len(TABLE_WIDTHS))
    grid = SlideTable(sheet, tuple(TABLE_WIDTHS.get(column, share) for column in sheet.ids))
    notes = row_notes(content, content.table)
    return [table_slide(content, "table", title, grid, notes, content.table)]


UNJUDGED_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    Column("reason", "Why not", sentences.because),
    Column("owner", "Owner", lambda row, _: row["owner"] or DASH),
)


def unjudged(content: Content) -> list[Slide]:
    """The targets that cannot be judged, and why."""
    rows = content.unjudged
    if rows.empty:
        return []
    title = slide_titles.unjudged(content, len(rows))
    sheet = Sheet.of("unjudged", "Why not", UNJUDGED_COLUMNS, rows, content.lang)
    grid = SlideTable(sheet, (0.7, 5.0, 4.2, 2.2))
    return [table_slide(content, "unjudged", title, grid, row_notes(content, rows), rows)]


def sources(content: Content) -> list[Slide]:
    """Which file and cell each figure comes from."""
    sheet = source_sheet(content.table, content.lang)
    if not len(sheet):
        return []
    grid, title = SlideTable(sheet, (1.5, 5.4, 3.7, 1.5)), slide_titles.sources(content)
    return [
        table_slide(content, "sources", title, grid, sentences_of_method(content), content.table)
    ]


def sentences_of_method(content: Content) -> tuple[str, ...]:
    """How the judgements and the projections are made, as the pages say it."""
    rule = content.office.rule("outlook", str(content.period))
    return (
        *legend(content.table, rule, content.lang).paragraphs,
        *sentences.projection_method(content.projected, content.lang).paragraphs,
    )
