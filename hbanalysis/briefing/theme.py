"""The office's own deck, or ours: its layout, where things lie on it, its colours.

Colours and letters are those of the theme, so that a deck changes with it; only the colours of
judgements are fixed, because they mean something.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hbanalysis.briefing.office_look import OfficeLook
from hbanalysis.briefing.own_deck import faults, theme_colours
from hbanalysis.presentation.figures.style import ACCENT, FAINT, INK, SOFT
from hbanalysis.vocabulary.errors import BadData, Finding

FILE = "brief.pptx"
CONTENT = (0.62, 1.72, 12.1, 4.95)
"""Inches: where charts and tables lie in our own template."""
SOURCE, SUBTITLE = 13, 14
"""The numbers that our template gives the placeholders of the source and of the sentence."""
SENTENCE = 0.62
"""Inches that the sentence takes of the content where a layout has no placeholder for it."""
MARK = (3.42, 0.25, 0.02)
"""Inches: width and height of the mark of synthetic data, and how far under the content it is."""
LOGO = (2.2, 0.75, 0.2)
"""Inches: the most that a logo is wide, how high it is, and how far the headline is from it."""
OURS = OfficeLook()
_ACCENT = re.compile(rb'(<a:(?:accent1|hlink)>\s*<a:srgbClr val=")[0-9A-Fa-f]{6}')
PAST, RULE, WHITE = "past years", "faint rule", "white"
_SLOTS = {
    INK: ("TEXT_1", 0.0),
    SOFT: ("TEXT_2", 0.0),
    FAINT: ("BACKGROUND_2", -0.15),
    RULE: ("BACKGROUND_2", 0.0),
    ACCENT: ("ACCENT_1", 0.0),
    PAST: ("ACCENT_6", 0.0),
    WHITE: ("BACKGROUND_1", 0.0),
}


class BadDeck(BadData):
    """A template of slides that cannot be used; ``findings`` says why.

    >>> str(BadDeck([Finding("error", "deck-layout", "brief.pptx", "", "?")]))
    'The template of the slides has 1 problem that must be put right first.'
    """

    SINGULAR = "The template of the slides has {n} problem that must be put right first."
    PLURAL = "The template of the slides has {n} problems that must be put right first."


@dataclass(frozen=True)
class Look:
    """An empty deck and the layout of its slides: a headline and room for one chart or table."""

    deck: Any
    layout: Any
    own: bool

    @property
    def box(self) -> list[int]:
        """Left, top, width and height of the room, in EMU."""
        shape = content_of(self.layout)
        above = 0 if self.has_subtitle else int(inches(SENTENCE)[0])
        top, height = int(shape.top) + above, int(shape.height) - above
        return [int(shape.left), top, int(shape.width), height]

    @property
    def has_subtitle(self) -> bool:
        """Whether the layout has our placeholder for the sentence under the headline."""
        return any(held.placeholder_format.idx == SUBTITLE for held in self.layout.placeholders)

    @property
    def accent(self) -> str:
        """The first accent of the theme, for pictures, which do not follow it by themselves."""
        return theme_colours(self.deck.slide_master).get("accent1", ACCENT)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height of the room in inches."""
        return self.box[2] / 914400, self.box[3] / 914400


def inches(*numbers: float) -> list[Any]:
    """Lengths for python-pptx."""
    from pptx.util import Inches

    return [Inches(number) for number in numbers]


def paint(target: Any, tone: str, *, status: bool = False) -> None:
    """Give letters, a line or a fill a colour of the theme; the colour of a judgement as it is."""
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_THEME_COLOR

    if status or tone not in _SLOTS:
        target.rgb = RGBColor.from_string(tone.lstrip("#").upper())
        return
    slot, brightness = _SLOTS[tone]
    target.theme_color = getattr(MSO_THEME_COLOR, slot)
    if brightness:
        target.brightness = brightness


def slot_xml(tone: str) -> str:
    """A neutral colour as XML, where python-pptx has no public way to draw."""
    names = {"TEXT_1": "tx1", "TEXT_2": "tx2", "BACKGROUND_1": "bg1", "BACKGROUND_2": "bg2"}
    slot, brightness = _SLOTS[tone]
    inside = f'<a:lumMod val="{round(100000 * (1 + brightness))}"/>' if brightness else ""
    return f'<a:schemeClr val="{names.get(slot, slot.lower().replace("_", ""))}">{inside}' + (
        "</a:schemeClr>"
    )


def open_look(root: Path, office: OfficeLook = OURS) -> Look:
    """The office's own template (``templates/brief.pptx`` in the workspace), else ours.

    Ours takes the office's colour and logo. Raises BadDeck for a file that is no presentation, or
    has no layout with a headline and room for content.
    """
    from pptx import Presentation

    own = root / "templates" / FILE
    path = own if own.is_file() else Path(__file__).parent / "templates" / FILE
    try:
        deck = Presentation(io.BytesIO(path.read_bytes()))
    except Exception as problem:  # python-pptx raises whatever the zip or the XML raises
        raise BadDeck(
            [
                Finding(
                    "error",
                    "deck-template",
                    FILE,
                    "",
                    "The template cannot be opened: {why}.",
                    {"why": str(problem)},
                )
            ]
        ) from None
    layout = next((one for one in deck.slide_layouts if content_of(one) is not None), None)
    wrong = faults(deck, layout, content_of(layout) if layout else None, FILE)
    if wrong:
        raise BadDeck(wrong)
    _without_slides(deck)
    if not own.is_file():
        _take_accent(deck, office.accent)
        _take_logo(deck.slide_master, office.logo)
    list_notes(deck)
    return Look(deck, layout, own.is_file())


def _take_accent(deck: Any, accent: str) -> None:
    """The office's colour as the first accent of the theme: everything of that slot follows."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND

    part = deck.slide_master.part.part_related_by(KIND.THEME)
    shown = rb"\g<1>" + accent.lstrip("#").upper().encode()
    part._blob = _ACCENT.sub(shown, part.blob)  # python-pptx does not read themes


def _take_logo(master: Any, logo: bytes) -> None:
    """The office's logo at the right of the headline, which gives way."""
    if not logo:
        return
    from pptx.oxml.shapes.picture import CT_Picture

    part, key = master.part.get_or_add_image_part(io.BytesIO(logo))
    title = next(shape for shape in master.placeholders if shape.placeholder_format.idx == 0)
    most, tall, gap = inches(*LOGO)
    wide, high = part.scale(None, tall)
    wide, high = (most, round(high * most / wide)) if wide > most else (wide, high)
    left = title.left + title.width - wide
    title.width = title.width - wide - gap
    box = (left, title.top, wide, high)
    master.shapes._spTree.append(CT_Picture.new_pic(99, "Logo", "", key, *box))


def content_of(holder: Any) -> Any:
    """The placeholder of a layout or slide that can hold a chart, picture or table."""
    from pptx.enum.shapes import PP_PLACEHOLDER as KIND

    if not any(shape.placeholder_format.idx == 0 for shape in holder.placeholders):
        return None
    fit = (KIND.OBJECT, KIND.CHART, KIND.TABLE, KIND.PICTURE)
    shapes = [s for s in holder.placeholders if s.placeholder_format.type in fit]
    return max(shapes, key=lambda shape: shape.width * shape.height, default=None)


def _without_slides(deck: Any) -> None:
    """Take the sample slides out of an office's template."""
    ids = deck.slides._sldIdLst  # python-pptx removes no slides
    for entry in list(ids):
        deck.part.drop_rel(entry.rId)
        ids.remove(entry)


def list_notes(deck: Any) -> None:
    """Name the master of the notes where the presentation lists its masters.

    python-pptx makes one and does not list it; Keynote then refuses the file.
    """
    from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    root = deck.part._element
    had = any(link.reltype == KIND.NOTES_MASTER for link in deck.part.rels.values())
    part = deck.notes_master.part
    if not had:  # the library's own master speaks in Calibri: it gets the letters of the slides
        theme = deck.slide_master.part.part_related_by(KIND.THEME)
        part.part_related_by(KIND.THEME)._element = parse_xml(theme.blob)
    if root.find("{*}notesMasterIdLst") is None:
        key = deck.part.relate_to(part, KIND.NOTES_MASTER)
        root.find("{*}sldMasterIdLst").addnext(
            parse_xml(
                f"<p:notesMasterIdLst {nsdecls('p', 'r')}>"
                f'<p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>'
            )
        )
    size = root.find("{*}sldSz")
    if abs(int(size.get("cx")) / int(size.get("cy")) - 4 / 3) > 0.01:
        size.attrib.pop("type", None)
