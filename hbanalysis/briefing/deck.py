"""brief.pptx: the slides drawn, each with alt text, language, notes and mark of synthetic data."""

from __future__ import annotations

import io
from dataclasses import replace
from textwrap import shorten
from typing import Any

from hbanalysis.briefing.drawing import draw
from hbanalysis.briefing.figure_files import slide_order
from hbanalysis.briefing.files import program_properties, property_of, settled
from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.slide import Slide
from hbanalysis.briefing.slide_tables import SlideTable
from hbanalysis.briefing.slides import slides_of, with_demo_note
from hbanalysis.briefing.theme import (
    MARK,
    RULE,
    SENTENCE,
    SOURCE,
    SUBTITLE,
    WHITE,
    Look,
    content_of,
    inches,
    open_look,
    paint,
    slot_xml,
)
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.figures.style import ACCENT, INK, SOFT
from hbanalysis.presentation.judgement_style import ALARM, TEXT_COLOURS
from hbanalysis.vocabulary.language import Language

MARGIN = 0.07  # inches between the edge of a cell and its text
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LOCALE = {"vi": "vi-VN", "en": "en-GB"}
SENTENCE_LETTERS = 300  # of the sentence under a headline: two lines and a half
SMALL = 12  # points: no letters of a slide are smaller


def write_deck(content: Content) -> bytes:
    """The presentation of a pack; the same content and template give the same bytes.

    Raises BadDeck for a template of the office that cannot be used.
    """
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND

    look = open_look(content.office.root, content.look)
    slides = slides_of(content, look.room)
    for number, slide in enumerate(slides, 1):
        _add(look, with_demo_note(slide, content), number, content)
    _speak(look.deck, LOCALE[content.lang.code])
    core = look.deck.core_properties
    core.title = property_of(f"{content.period.label(content.lang.code)}, {content.place}")
    core.title = core.title[:1].upper() + core.title[1:]
    core.author = property_of(content.choice.office["name"] or content.place)
    core.subject = content.demo
    core.language, core.last_modified_by = LOCALE[content.lang.code], ""
    program = look.deck.part.package.part_related_by(KIND.EXTENDED_PROPERTIES)
    program._blob = program_properties("Microsoft Office PowerPoint", len(slides))
    out = io.BytesIO()
    look.deck.save(out)
    return settled(out.getvalue(), content.day)


def _add(look: Look, slide: Slide, number: int, content: Content) -> None:
    """One slide; what is read first comes first."""
    lang = content.lang
    page = look.deck.slides.add_slide(look.layout)
    page.shapes.title.text_frame.text = slide.title.headline
    page.shapes.title.name = lang.say("Headline")
    written = [_subtitle(page, look, slide.title.subtitle, lang)]
    written.append(_foot_text(page, look, slide.caption, lang))
    for other in [held for held in page.placeholders if not _needed(held, written)]:
        other._element.getparent().remove(other._element)  # an office's layout may have more
    _fill_content(page, look, slide, lang)
    if content.demo:
        _mark(page, look, content)
    _feet(page, look, f"{content.place}, {content.period.label(lang.code)}", number, lang)
    page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def _subtitle(page: Any, look: Look, text: str, lang: Language) -> Any:
    """The sentence under the headline: in its placeholder, else above the content."""
    if not text:
        return None
    told = shorten(text, SENTENCE_LETTERS, placeholder=" …")  # the notes have it whole
    if look.has_subtitle:
        shape = next(held for held in page.placeholders if held.placeholder_format.idx == SUBTITLE)
        shape.text_frame.text = told
    else:
        left, top, width, _ = look.box
        height = inches(SENTENCE)[0]
        shape = _text(page.shapes, (left, top - height, width, height), told, SOFT)
        page.shapes.title._element.addnext(shape._element)
    shape.name = lang.say("Subtitle")
    return shape


def _fill_content(page: Any, look: Look, slide: Slide, lang: Language) -> None:
    """The one table, picture or chart, in the place of the placeholder for content."""
    empty = content_of(page)
    shape = _body(page.shapes, slide, look)
    shown = shape._element.xpath(".//p:cNvPr")[0]  # python-pptx has no alt text
    shown.set("descr", slide.alt)
    kind = lang.say("Picture" if isinstance(slide.body, Figure) else "Chart")
    shown.set("name", lang.say("Table") if isinstance(slide.body, SlideTable) else kind)
    held = empty._element.xpath(".//p:nvPr/p:ph")[0]
    shape._element.xpath(".//p:nvPr")[0].append(held)
    empty._element.addprevious(shape._element)
    empty._element.getparent().remove(empty._element)


def _body(shapes: Any, slide: Slide, look: Look) -> Any:
    if isinstance(slide.body, SlideTable):
        return _table(shapes, slide.body, look.box)
    left, top, width, height = look.box
    if isinstance(slide.body, Figure):
        figure = replace(slide.body, accent=look.accent) if look.own else slide.body
        picture = shapes.add_picture(io.BytesIO(draw(slide_order(figure))), left, top)
        scale = min(width / picture.width, height / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = int(left + (width - picture.width) / 2)
        return picture
    return slide.body(shapes, look.box)


def _foot_text(page: Any, look: Look, text: str, lang: Language) -> Any:
    """The source: in its placeholder where the layout has one, else right under the content."""
    held = [s for s in page.placeholders if s.placeholder_format.idx == SOURCE]
    if held and (not look.own or look.has_subtitle):  # the number 13 alone may mean anything
        shape = held[0]
        shape.text_frame.text = text
    else:
        left, top, width, height = look.box
        box = (left, top + height, int(width * 0.65), inches(0.46)[0])
        shape = _text(page.shapes, box, text, SOFT)
    shape.name = lang.say("Source")
    return shape


def _needed(shape: Any, written: list[Any]) -> bool:
    """Whether a placeholder of a slide is filled: headline, content and what is written are."""
    kept = [one._element for one in (*written, content_of(shape.part.slide)) if one is not None]
    return shape.placeholder_format.idx == 0 or any(shape._element is one for one in kept)


def _mark(page: Any, look: Look, content: Content) -> None:
    """The mark of synthetic data: a box of its own, which no change of the footer takes away."""
    left, top, width, height = look.box
    wide, tall, gap = inches(*MARK)
    box = (left + width - wide, top + height + inches(0.19)[0] + gap, wide, tall)
    mark = _text(page.shapes, box, content.demo.upper(), WHITE, bold=True, middle=True)
    mark.name = content.lang.say("Mark of synthetic data")
    mark.fill.solid()
    paint(mark.fill.fore_color, ALARM)


def _text(
    shapes: Any,
    box: tuple[int, ...],
    text: str,
    tone: str,
    *,
    bold: bool = False,
    middle: bool = False,
) -> Any:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    shape = shapes.add_textbox(*box)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(SMALL), bold
    paint(run.font.color, tone)
    return shape


def _feet(page: Any, look: Look, text: str, number: int, lang: Language) -> None:
    """Footer and number of the slide as placeholders of the layout, which python-pptx leaves out.

    The number is a field, so that it follows when slides are moved.
    """
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    inside = {
        KIND.FOOTER: ("ftr", lang.say("Footer"), "<a:r><a:rPr/><a:t/></a:r>"),
        KIND.SLIDE_NUMBER: (
            "sldNum",
            lang.say("Slide number"),
            '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/>'
            f"<a:t>{number}</a:t></a:fld>",
        ),
    }
    for held in look.layout.placeholders:
        form = held.placeholder_format
        if form.type not in inside:
            continue
        kind, name, run = inside[form.type]
        shape = parse_xml(
            f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr><p:cNvPr"
            f' id="{100 + form.idx}" name="{name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter"'
            f' idx="{form.idx}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
            f"<a:p>{run}</a:p></p:txBody></p:sp>"
        )
        page.shapes._spTree.append(shape)
        for words in shape.iter("{*}t"):
            words.text = words.text or text


def _table(shapes: Any, grid: SlideTable, box: list[int]) -> Any:
    from pptx.util import Inches

    size, heights = grid.size, grid.spread(grid.size)
    count = len(grid.sheet)
    frame = shapes.add_table(count + 1, len(grid.widths), *box[:3], Inches(sum(heights)))
    table = frame.table
    style = frame._element.xpath(".//a:tableStyleId")[0]  # no public way to choose a style
    style.text = NO_STYLE
    table.first_row, table.horz_banding = True, False
    for column, wide in zip(table.columns, grid.inches(size), strict=True):
        column.width = Inches(wide)
    for row, height in zip(table.rows, heights, strict=True):
        row.height = Inches(height)
    for position, (column, right) in enumerate(zip(grid.sheet.columns, grid.right, strict=True)):
        heading = grid.sheet.heading(column.id)
        head = table.cell(0, position)
        _cell(head, heading, size, SOFT, bold=True, right=right, rule=ACCENT)
        for number, shown in enumerate(grid.sheet.cells[column.id]):
            judged = column.role == "judgement"
            _cell(
                table.cell(number + 1, position),
                shown.text(grid.sheet.lang) or DASH,
                size,
                TEXT_COLOURS[shown.tone] if shown.tone else INK,
                bold=judged or (grid.last_bold and number == count - 1),
                right=right,
                rule=RULE,
            )
    for row in table.rows:
        for cell, gap in zip(row.cells, grid.gaps, strict=True):
            cell.margin_left = Inches(MARGIN + gap)
    return frame


def _cell(
    cell: Any, text: str, size: float, tone: str, *, bold: bool, right: bool, rule: str
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Inches, Pt

    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_right = Inches(MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    status = bold and tone in TEXT_COLOURS.values() and rule == RULE
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), bold
            paint(run.font.color, tone, status=status)
    properties = cell._tc.get_or_add_tcPr()  # python-pptx draws no borders
    properties.append(
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill>{slot_xml(rule)}</a:solidFill></a:lnB>'
        )
    )


def _speak(deck: Any, locale: str) -> None:
    """Tell every run its language, so that it is read aloud and spell-checked rightly."""
    from pptx.oxml.ns import qn

    notes = deck.notes_master
    parts = [notes._element, deck.slide_master._element]  # languages have no public name
    parts += [layout._element for layout in deck.slide_layouts]
    for slide in deck.slides:
        parts += [slide._element, slide.notes_slide._element]
        parts += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    for part in parts:
        for run in part.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", locale)
        for field in part.iter(qn("a:fld")):
            field.find(qn("a:rPr")).set("lang", locale)
        for kept in part.iter(qn("a:defRPr"), qn("a:endParaRPr")):
            kept.set("lang", locale)
