"""brief.pptx: the slides drawn, with alt texts, language.

Notes and the mark of synthetic data on every one.
"""

from __future__ import annotations

import io
from typing import Any

from hbanalysis.briefing.content import Content
from hbanalysis.briefing.files import property_of, settled
from hbanalysis.briefing.gallery import slide_png
from hbanalysis.briefing.slide_tables import SlideTable
from hbanalysis.briefing.slides import Slide, slides_of, with_demo_note
from hbanalysis.briefing.theme import BODY, FONT, FOOT, MARK, NUMBER, colour, empty_deck, inches
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.figures.style import ACCENT, FAINT, INK, SOFT
from hbanalysis.presentation.judgement_style import COLOURS
from hbanalysis.vocabulary.terms import Outlook

MARGIN = 0.07  # inches between the edge of a cell and its text
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LOCALE = {"vi": "vi-VN", "en": "en-GB"}
ALARM = COLOURS[Outlook.BEHIND]


def write_deck(content: Content) -> bytes:
    """The presentation of a pack; the same content gives the same bytes."""
    deck = empty_deck()
    for number, slide in enumerate(slides_of(content), 1):
        _add(deck, with_demo_note(slide, content), number, content)
    _speak(deck, LOCALE[content.lang.code])
    core = deck.core_properties
    core.title = property_of(f"{content.place}, {content.period.label(content.lang.code)}")
    core.author, core.subject = property_of(content.choice.office["name"]), content.demo
    core.language, core.last_modified_by = LOCALE[content.lang.code], ""
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), content.day)


def _add(deck: Any, slide: Slide, number: int, content: Content) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[0])
    _headline(page.shapes.title, slide.headline)
    shape = _body(page.shapes, slide)
    described = shape._element.xpath(".//p:cNvPr")[0]  # python-pptx has no alt text
    described.set("descr", slide.alt)
    described.set("name", slide.kind)
    _text(page.shapes, FOOT, slide.caption, 10, SOFT)
    if content.demo:
        mark = _text(page.shapes, MARK, content.demo.upper(), 11, "#ffffff", bold=True, middle=True)
        mark.fill.solid()
        mark.fill.fore_color.rgb = colour(ALARM)
    _number(_text(page.shapes, NUMBER, "", 10, SOFT), number)
    page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def _headline(title: Any, text: str) -> None:
    """The headline, in letters that let it stand on at most three lines."""
    from pptx.util import Pt

    title.text_frame.text = text
    size = 24 if len(text) <= 150 else 20 if len(text) <= 230 else 17 if len(text) <= 330 else 14
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), True, colour(INK)


def _body(shapes: Any, slide: Slide) -> Any:
    """The one table, picture or chart."""
    if isinstance(slide.body, SlideTable):
        return _table(shapes, slide.body)
    if isinstance(slide.body, Figure):
        left, top, width, height = inches(*BODY)
        picture = shapes.add_picture(io.BytesIO(slide_png(slide.body)), left, top)
        scale = min(width / picture.width, height / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = int(left + (width - picture.width) / 2)
        return picture
    return slide.body(shapes, inches(*BODY))


def _text(
    shapes: Any,
    box: tuple[float, ...],
    text: str,
    size: int,
    tone: str,
    *,
    bold: bool = False,
    middle: bool = False,
) -> Any:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    shape = shapes.add_textbox(*inches(*box))
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT
    if text:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour(tone)
    return shape


def _number(shape: Any, number: int) -> None:
    """The number of the slide as a field, so that it follows when slides are moved."""
    from pptx.oxml import parse_xml

    paragraph = shape.text_frame.paragraphs[0]._p  # python-pptx knows no fields
    paragraph.append(
        parse_xml(
            '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            ' id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr'
            ' sz="1000"><a:solidFill><a:srgbClr'
            f' val="{SOFT.lstrip("#").upper()}"/></a:solidFill></a:rPr><a:t>{number}</a:t></a:fld>'
        )
    )


def _table(shapes: Any, grid: SlideTable) -> Any:
    from pptx.util import Inches

    left, top, width, _ = inches(*BODY)
    size, heights = grid.size, grid.spread(grid.size)
    count = len(grid.sheet)
    frame = shapes.add_table(count + 1, len(grid.widths), left, top, width, Inches(sum(heights)))
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
                shown.text(grid.sheet.lang),
                size,
                COLOURS[shown.tone] if shown.tone else INK,
                bold=judged or (grid.last_bold and number == count - 1),
                right=right,
                rule=FAINT,
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
    from pptx.util import Inches, Pt

    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_right = Inches(MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb, run.font.name = (
                Pt(size),
                bold,
                colour(tone),
                FONT,
            )
    properties = cell._tc.get_or_add_tcPr()  # python-pptx draws no borders
    properties.append(
        parse_xml(
            '<a:lnB xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            ' w="9525"><a:solidFill><a:srgbClr'
            f' val="{rule.lstrip("#").upper()}"/></a:solidFill></a:lnB>'
        )
    )


def _speak(deck: Any, locale: str) -> None:
    """Tell every run of every part in which language it is.

    It is read aloud and spell-checked rightly.
    """
    from pptx.oxml.ns import qn

    for slide in deck.slides:
        parts = [slide._element, slide.notes_slide._element]  # languages have no public name
        parts += [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
        for part in parts:
            for run in part.iter(qn("a:r"), qn("a:fld")):
                (
                    run.get_or_add_rPr().set("lang", locale)
                    if run.tag == qn("a:r")
                    else (run.find(qn("a:rPr")).set("lang", locale))
                )
            for kept in part.iter(qn("a:defRPr"), qn("a:endParaRPr")):
                kept.set("lang", locale)
