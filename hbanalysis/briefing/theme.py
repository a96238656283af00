"""An empty deck in our own look.

16:9, our colours and fonts, one layout with a headline, nothing of the default.
"""

from __future__ import annotations

import re
from typing import Any

from hbanalysis.presentation.figures.style import ACCENT, FAINT, INK, SOFT, TARGET
from hbanalysis.presentation.judgement_style import COLOURS
from hbanalysis.vocabulary.terms import Outlook

FONT = "Arial"
PAGE = (13.333, 7.5)
TITLE = (0.62, 0.36, 12.1, 1.2)
BODY = (0.62, 1.72, 12.1, 4.95)
FOOT = (0.62, 6.86, 9.2, 0.4)
MARK = (9.55, 6.84, 2.5, 0.36)
NUMBER = (12.22, 6.86, 0.5, 0.36)
THEME_COLOURS = {
    "dk1": INK,
    "lt1": "#ffffff",
    "dk2": ACCENT,
    "lt2": "#f3f6f9",
    "accent1": ACCENT,
    "accent2": COLOURS[Outlook.ON_TRACK],
    "accent3": TARGET,
    "accent4": COLOURS[Outlook.BEHIND],
    "accent5": COLOURS[Outlook.LOST],
    "accent6": SOFT,
    "hlink": ACCENT,
    "folHlink": SOFT,
}


def inches(*numbers: float) -> list[Any]:
    """Lengths for python-pptx."""
    from pptx.util import Inches

    return [Inches(number) for number in numbers]


def colour(text: str) -> Any:
    """``#0b5c8a`` for python-pptx."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(text.lstrip("#").upper())


def empty_deck() -> Any:
    """A presentation without slides: one master, one layout (a headline and free space below)."""
    from pptx import Presentation

    deck = Presentation()
    deck.slide_width, deck.slide_height = inches(*PAGE)
    layouts = deck.slide_layouts
    keep = next(layout for layout in layouts if layout.name == "Title Only")
    for layout in list(layouts):
        if layout is not keep:
            layouts.remove(layout)
    _own_theme(deck)
    _place_title(deck.slide_master)
    _place_title(keep)
    keep.name = "Headline"
    keep.shapes._spTree.append(_bar())  # layouts have no public way to add a shape
    return deck


def _own_theme(deck: Any) -> None:
    """Write our colours and fonts into the theme of the master.

    And of the notes, when they come.
    """
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND

    part = deck.slide_master.part.part_related_by(KIND.THEME)
    part._blob = own_theme(part.blob)  # python-pptx keeps themes as plain bytes


def own_theme(blob: bytes) -> bytes:
    """A theme with our name, colours and fonts."""
    text = blob.decode("utf-8")
    for name, value in THEME_COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{value.lstrip("#").upper()}"/></a:{name}>',
            text,
            flags=re.S,
        )
    text = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=)"[^"]*"', rf'\1"{FONT}"', text)
    text = re.sub(r"<a:font script=[^>]*/>", "", text)
    return re.sub(
        r'(<a:(?:theme|clrScheme|fontScheme)\b[^>]*?name=)"[^"]*"', r'\1"hbanalysis"', text
    ).encode("utf-8")


def _place_title(holder: Any) -> None:
    """The headline at the top left, bold, in the ink of the figures; all other placeholders go."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    for shape in list(holder.placeholders):
        if shape.placeholder_format.type is not None and shape.placeholder_format.idx == 0:
            shape.left, shape.top, shape.width, shape.height = inches(*TITLE)
            frame = shape.text_frame
            frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
            frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
            frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        else:
            shape._element.getparent().remove(shape._element)  # no public way to remove
    styles = holder._element.find(".//{*}titleStyle")
    if styles is not None:
        level = styles.find("{*}lvl1pPr")
        level.set("algn", "l")
        run = level.find("{*}defRPr")
        run.set("sz", str(int(Pt(24).pt * 100)))
        run.set("b", "1")


def _bar() -> Any:
    """A narrow bar left of the headline and a thin line above the foot."""
    from pptx.oxml import parse_xml

    left, top, _, height = (int(length) for length in inches(0.32, TITLE[1], 0, TITLE[3]))
    return parse_xml(
        '<p:grpSp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvGrpSpPr><p:cNvPr'
        ' id="90" name="frame"/><p:cNvGrpSpPr/><p:nvPr userDrawn="1"/></p:nvGrpSpPr><p:grpSpPr/>'
        + _rectangle(91, left, top, int(inches(0.09)[0]), height, ACCENT)
        + _rectangle(
            92, int(inches(BODY[0])[0]), int(inches(6.78)[0]), int(inches(BODY[2])[0]), 9525, FAINT
        )
        + "</p:grpSp>"
    )


def _rectangle(number: int, left: int, top: int, width: int, height: int, fill: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="frame {number}"/><p:cNvSpPr/><p:nvPr'
        f' userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext'
        f' cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom'
        ' prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr'
        f' val="{fill.lstrip("#").upper()}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )
