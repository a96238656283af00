"""The slides of a pack: a sentence, one chart, picture or table, its numbers in the notes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.rating import countable
from hbanalysis.briefing import charts
from hbanalysis.briefing.choice import AUDIENCES, parted
from hbanalysis.briefing.pack_content import Content, charted, draw, source_line
from hbanalysis.briefing.slide_tables import SlideTable, pages_of, source_sheet, upright
from hbanalysis.briefing.theme import CONTENT
from hbanalysis.presentation import sentences, tables
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.judgement_style import amount, judged, telling_percent
from hbanalysis.presentation.pages import steering
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Outlook, Verdict

MOST, FEWEST = 10, 6
MOST_BARS = 12
MOST_LINES = {"leaders": 3, "specialists": 2}
"""Slides of single years: what leads, and for leaders the worst target beside it."""
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
PROJECTION_WIDTHS = {
    "name": 4.3,
    "unit": 1.1,
    "target": 1.5,
    "point": 1.2,
    "range80": 1.9,
    "chance": 1.1,
}
TABLE_WIDTHS = {"name": 3.6, "unit": 1.0, "judgement": 1.9}
AMOUNTS = 6.0  # inches that all other columns of the standard table share
UNJUDGED = (Verdict.NOT_ASSESSED, Outlook.NOT_APPLICABLE)


@dataclass(frozen=True)
class Slide:
    """One slide: what it says, how its body is put on it, what that says to who cannot see it."""

    kind: str
    headline: str
    body: Callable[[Any, list[Any]], Any] | SlideTable | Figure
    alt: str
    caption: str
    notes: tuple[str, ...]
    rows: int = 1


def slides_of(content: Content, room: tuple[float, float] = CONTENT[2:]) -> list[Slide]:
    """All slides of the choice, in its order; what has nothing to show at this date is left out.

    ``room``: width and height (inches) that a slide has for its table.

    Where nobody has chosen, long tables give way so that there are at most ten: they say that they
    go on.
    """
    slides = [
        page
        for name in content.choice.slides
        for slide in _made(content, name)
        for page in _pages(slide, room)
    ]
    if content.choice.slides == AUDIENCES["leaders"]:
        slides = _within(slides, content.lang)
    pages = Counter(slide.kind for slide in slides)
    position: Counter[str] = Counter()
    for number, slide in enumerate(slides):
        position[slide.kind] += 1
        if pages[slide.kind] > 1:
            slides[number] = replace(
                slide, headline=f"{slide.headline} ({position[slide.kind]}/{pages[slide.kind]})"
            )
    return _told_apart(slides, content.lang)


def _told_apart(slides: list[Slide], lang: Language) -> list[Slide]:
    """No two headlines the same: a screen reader lists the slides by them.

    With a single projected target its table and its line would say the same sentence.
    """
    shows = {"year-end": lang.say("month by month"), "trend": lang.say("trend")}
    said: Counter[str] = Counter()
    distinct = []
    for slide in slides:
        headline = slide.headline
        if said[headline]:
            more = shows.get(parted(slide.kind)[0], str(said[headline] + 1))
            headline = f"{headline} ({more})"
        said[slide.headline] += 1
        distinct.append(replace(slide, headline=headline))
    return distinct


def _within(slides: list[Slide], lang: Language) -> list[Slide]:
    """At most ten slides: the longest table loses its last one and says what is left out."""
    kept, left = list(slides), Counter[str]()
    while len(kept) > MOST and (kind := _longest(kept)):
        dropped = kept.pop(_last(kept, kind))
        left[kind] += dropped.rows
    for kind, rows in left.items():
        if not any(slide.kind == kind for slide in kept):
            continue
        last = _last(kept, kind)
        more = lang.count("{n} more row: see table.xlsx.", "{n} more rows: see table.xlsx.", rows)
        kept[last] = replace(kept[last], caption=f"{more} {kept[last].caption}")
    return kept


def _last(slides: list[Slide], kind: str) -> int:
    """The number of the last slide of a kind."""
    return max(number for number, slide in enumerate(slides) if slide.kind == kind)


def _longest(slides: list[Slide]) -> str:
    """The kind that gives up a slide: of several the most, what needs something done last of all.

    Before that the one that says why some cannot be judged, which table.xlsx does too. Empty when
    nothing can go.
    """
    pages = Counter(slide.kind for slide in slides)
    several = [kind for kind in pages if pages[kind] > 1]
    others = [kind for kind in several if kind != "behind"]
    if not others and "behind" in several:
        return "unjudged" if "unjudged" in pages else "behind"
    return max(reversed(others), key=lambda kind: pages[kind], default="")


def _made(content: Content, name: str) -> list[Slide]:
    kind, code = parted(name)
    if code:
        return _line(content, code) if kind == "year-end" else _trend(content, code)
    if name == "year-end":
        return [
            slide
            for code in content.lines[: MOST_LINES[content.choice.audience]]
            for slide in _line(content, code)
        ]
    if name == "trend":
        return [
            slide
            for row, _ in content.trends[:1]
            for slide in _trend(content, str(row["indicator"]))
        ]
    makers: dict[str, Callable[[Content], list[Slide]]] = {
        "stand": _stand,
        "plan": _plan,
        "behind": _behind,
        "projection": _projection,
        "table": _table,
        "unjudged": _unjudged,
        "sources": _sources,
    }
    return makers[name](content)


def row_notes(content: Content, rows: pd.DataFrame) -> tuple[str, ...]:
    """For each row where it stands, why, and where its number comes from."""
    lang, notes = content.lang, []
    sheet = tables.sources(rows, lang)
    for row in records(rows):
        line = f"{row['indicator']}. {sentences.one_row(row, lang)} {sentences.because(row, lang)}"
        if row["indicator"] in sheet.keys:
            texts = sheet.texts.loc[row["indicator"]]
            origins = (
                f"{sheet.heading(column)}: {texts[column]}"
                for column in ("target_source", "source")
            )
            line += f" [{'; '.join(origins)}]"
        notes.append(line)
    return tuple(notes)


def _by_widths(sheet: Sheet[Any], widths: dict[str, float]) -> SlideTable:
    """The columns of a sheet that have a width here, in that order."""
    shown = sheet.joined().only(*widths)
    return SlideTable(shown, tuple(widths[column] for column in shown.ids))


def _grid_slides(
    content: Content,
    kind: str,
    headline: str,
    grid: SlideTable,
    notes: tuple[str, ...],
    rows: pd.DataFrame,
) -> list[Slide]:
    """A table under its headline; :func:`_pages` spreads it over as many slides as it takes."""
    alt = content.lang.say(
        "Table: {title} Columns: {columns}.",
        title=headline,
        columns=", ".join(grid.head),
    )
    caption = source_line(rows, content.lang)
    whole = upright(grid, content.lang)
    return [Slide(kind, headline, whole, alt, caption, (*notes, caption), len(whole.sheet))]


def _pages(slide: Slide, room: tuple[float, float]) -> list[Slide]:
    """A slide, or as many as its table takes; the notes of further ones have their rows."""
    if not isinstance(slide.body, SlideTable):
        return [slide]
    first, *others = pages_of(replace(slide.body, room=room))
    return [
        replace(slide, body=first, rows=len(first.sheet)),
        *(replace(slide, body=page, rows=len(page.sheet), notes=page.lines()) for page in others),
    ]


def _stand(content: Content) -> list[Slide]:
    lang, table = content.lang, content.table
    headline = sentences.headline(table, content.place, lang)
    if len(table) == 1:
        sheet = content.plan_table.joined().without("group")
        one = SlideTable(sheet, (1.0,) * len(sheet.ids))
        return _grid_slides(content, "stand", headline, one, row_notes(content, table), table)
    grid = SlideTable(tables.scoreboard_sheet(table, lang), (3.2, 1.9, 7.0), last_bold=True)
    answer = sentences.answer(table, content.place, lang).paragraphs
    return _grid_slides(content, "stand", headline, grid, answer, table)


def _plan(content: Content) -> list[Slide]:
    figure = content.plan_figure
    if not isinstance(figure, Figure):
        return []
    rows = charted(content.table)
    pages = math.ceil(len(rows) / MOST_BARS)
    cuts = [round(n * len(rows) / pages) for n in range(pages + 1)]
    return [_bars(content, figure, rows.iloc[first:last]) for first, last in pairwise(cuts)]


def _bars(content: Content, figure: Figure, rows: pd.DataFrame) -> Slide:
    """The bars of as many amounts as a slide can hold, with an alt text of these amounts."""
    lang = content.lang
    names = "; ".join(
        f"{lang.pick(row, 'name')}: {telling_percent(row['pct_of_plan'], lang)} "
        f"({lang.say(judged(row))})"
        for row in records(rows)
    )
    headline = figure.title.rstrip(".") + "."
    return Slide(
        "plan",
        headline,
        lambda shapes, box: charts.add_bars(shapes, box, content, rows, headline),
        lang.say("Bar chart of percent of plan. {told}.", told=names),
        figure.caption,
        (*row_notes(content, rows), figure.caption),
        len(rows),
    )


def _behind(content: Content) -> list[Slide]:
    lang, rows = content.lang, content.remedies
    shown = steering.remedy_table(rows, lang)
    if isinstance(shown, Prose):
        return []
    sheet = replace(shown, columns=(*shown.columns, tables.UNIT))
    whole = _by_widths(sheet, REMEDY_WIDTHS)
    shorter = _by_widths(sheet.without("proposal"), REMEDY_WIDTHS)
    proposed = rows[rows["proposal"] != ""]
    # Proposals of many lines would tear the table apart: then the notes alone have them, as the
    # Word note has.
    shown_whole = len(proposed) > 0 and len(pages_of(whole)) <= len(pages_of(shorter)) + 1
    proposals = tuple(
        f"{row['indicator']}. {lang.say('Proposal')}: {row['proposal']}"
        for row in records(proposed)
    )
    return _grid_slides(
        content,
        "behind",
        _behind_headline(content, rows.apply(judged, axis=1)),
        whole if shown_whole else shorter,
        (*row_notes(content, rows), *proposals),
        rows,
    )


def _behind_headline(content: Content, standings: pd.Series) -> str:
    """How many targets need something done, and how they stand; a single one by its name."""
    lang, count = content.lang, len(standings)
    if content.closed:
        return lang.count("{n} target was not met.", "{n} targets were not met.", count)
    names = ", ".join(
        f"{int((standings == word).sum())} {lang.say(word)}" for word in standings.drop_duplicates()
    )
    if count == 1:
        names = (
            f"{lang.pick(next(records(content.remedies)), 'name')} ({lang.say(standings.iloc[0])})"
        )
    return lang.count(
        "{n} target has to be put right: {told}.",
        "{n} targets have to be put right: {told}.",
        count,
        told=names,
    )


def _projection(content: Content) -> list[Slide]:
    lang, rows = content.lang, sentences.projected_rows(content.projected)
    shown = tables.projection_table(content.projected, lang)
    if isinstance(shown, Prose) or rows.empty:
        return []
    answer = sentences.projection_answer(content.projected, content.place, lang).paragraphs
    grid = _by_widths(shown, PROJECTION_WIDTHS)
    method = sentences.projection_method(content.projected, lang).paragraphs
    notes = (*answer, *(sentences.projection_sentence(row, lang) for row in records(rows)), *method)
    return _grid_slides(content, "projection", answer[0], grid, notes, rows)


def _line(content: Content, code: str) -> list[Slide]:
    if code not in content.lines:
        return []
    lang, row = content.lang, content.row(code)
    done = row["projection_reason"] == "year complete"
    headline = (
        sentences.result_sentence(row, lang)
        if done
        else (
            sentences.one_row(row, lang)
            if row["projection_reason"]
            else sentences.projection_sentence(row, lang)
        )
    )
    headline = headline[:1].upper() + headline[1:]
    rows = content.projected[content.projected["indicator"] == code]
    alt = lang.say(
        "Line chart of the year to date by month beside past years and the plan. {sentence}",
        sentence=headline,
    )
    path = content.path(code)
    numbers = [
        f"{year}: "
        + "; ".join(
            f"{lang.say('M{month}', month=month)} {amount(value, row, lang)}"
            for month, value in zip(part["month"], part["value"], strict=True)
        )
        for year, part in path.groupby("year")
    ]
    return [
        Slide(
            f"year-end-{code}",
            headline,
            lambda shapes, box: charts.add_lines(shapes, box, content, code),
            alt,
            source_line(rows, lang),
            (*row_notes(content, rows), *numbers, source_line(rows, lang)),
        )
    ]


def _trend(content: Content, code: str) -> list[Slide]:
    figure = draw(content, f"trend-{code}")
    if not isinstance(figure, Figure):
        return []
    sheet = figure.data
    last = SlideTable(sheet.slice(max(0, len(sheet) - 12), len(sheet)), (1.0,) * len(sheet.ids))
    numbers = last.lines()
    return [
        Slide(
            f"trend-{code}",
            figure.title,
            figure,
            figure.alt,
            figure.caption,
            (*numbers, figure.caption),
        )
    ]


def _table(content: Content) -> list[Slide]:
    sheet = content.plan_table.joined().without("group", "note")
    headline = content.lang.count(
        "The standard table: {n} indicator in the order of the resolution.",
        "The standard table: {n} indicators in the order of the resolution.",
        len(sheet),
    )
    share = AMOUNTS / (len(sheet.ids) - len(TABLE_WIDTHS))
    grid = SlideTable(sheet, tuple(TABLE_WIDTHS.get(column, share) for column in sheet.ids))
    return _grid_slides(
        content, "table", headline, grid, row_notes(content, content.table), content.table
    )


UNJUDGED_COLUMNS: tuple[Column[Any], ...] = (
    tables.CODE,
    tables.NAME,
    Column("reason", "Why not", sentences.because),
    Column("owner", "Owner", lambda row, _: row["owner"] or DASH),
)


def _unjudged(content: Content) -> list[Slide]:
    lang, counted = content.lang, countable(content.table)
    rows = (
        counted[[judged(row) in UNJUDGED for row in records(counted)]] if len(counted) else counted
    )
    if rows.empty:
        return []
    headline = lang.count(
        "{n} target cannot be judged at this date; the table says why.",
        "{n} targets cannot be judged at this date; the table says why.",
        len(rows),
    )
    sheet = Sheet.of("unjudged", "Why not", UNJUDGED_COLUMNS, rows, lang)
    grid = SlideTable(sheet, (0.7, 5.0, 4.2, 2.2))
    return _grid_slides(content, "unjudged", headline, grid, row_notes(content, rows), rows)


def _sources(content: Content) -> list[Slide]:
    lang = content.lang
    sheet = source_sheet(content.table, lang)
    if not len(sheet):
        return []
    published = max((str(day) for day in content.table["published"]), default="")
    headline = (
        lang.say(
            "The figures were published up to {day}; each is traced to its file and cell.",
            day=lang.date(published),
        )
        if published
        else lang.say("No figures yet; the plan's own sources.")
    )
    rule = sentences_of_method(content)
    return _grid_slides(
        content, "sources", headline, SlideTable(sheet, (1.5, 5.4, 3.7, 1.5)), rule, content.table
    )


def sentences_of_method(content: Content) -> tuple[str, ...]:
    """How the judgements and the projections are made, as the pages say it."""
    rule = content.office.rule("outlook", str(content.period))
    return (
        *tables.legend(content.table, rule, content.lang).paragraphs,
        *sentences.projection_method(content.projected, content.lang).paragraphs,
    )


def with_demo_note(slide: Slide, content: Content) -> Slide:
    """The slide; where there are synthetic data, its speaker notes begin with the note on them."""
    return replace(
        slide, notes=(*sentences.demo_note(content.table, content.lang).paragraphs, *slide.notes)
    )
