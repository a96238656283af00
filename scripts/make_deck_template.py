"""Write the template of the slides (hbanalysis/briefing/templates/brief.pptx).

An office replaces it by its own. One master, two layouts: a headline with one chart, picture or
table, and a headline with text; footer and number of the slide are placeholders, every colour is
one of the theme, every letter of its font. Run: python scripts/make_deck_template.py
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from office_parts import theme, without_relations
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.oxml import parse_xml
from pptx.util import Inches

from hbanalysis.briefing.files import program_properties, settled
from hbanalysis.briefing.theme import list_notes

PATH = Path(__file__).resolve().parents[1] / "hbanalysis" / "briefing" / "templates" / "brief.pptx"
FONT, DAY = "Arial", "2024-01-01"
PAGE = (13.333, 7.5)
# Left, top, width, height in inches.
TITLE = (0.62, 0.3, 12.1, 0.82)
SUBTITLE = (0.62, 1.14, 12.1, 0.5)
CONTENT = (0.62, 1.72, 12.1, 4.95)
SOURCE = (0.62, 6.86, 8.2, 0.46)
FOOTER = (8.95, 7.12, 3.2, 0.24)
NUMBER = (12.2, 7.12, 0.52, 0.24)
BAR, LINE = (0.32, 0.36, 0.09, 1.24), (0.62, 6.78, 12.1, 0.01)
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
TIGHT = '<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{}"/>'
LANG = "vi-VN"
MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2"'
    ' accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink"'
    ' folHlink="folHlink"/>'
)


def place(box: tuple[float, ...]) -> str:
    """Where a shape lies."""
    left, top, width, height = (int(Inches(length)) for length in box)
    return (
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def letters(size: float, slot: str = "tx1", *, bold: bool = False) -> str:
    """Letters of the theme's font in one of the theme's colours."""
    return (
        f'<a:defRPr lang="{LANG}" sz="{round(size * 100)}" b="{int(bold)}" kern="1200">'
        f'<a:solidFill><a:schemeClr val="{slot}"/></a:solidFill><a:latin typeface="+mn-lt"/>'
        '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    )


def level(number: int, size: float, slot: str = "tx1", align: str = "l", **more: bool) -> str:
    """A level of an outline, without bullets."""
    return (
        f'<a:lvl{number}pPr marL="{(number - 1) * 285750}" indent="0" algn="{align}"'
        ' defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f"{letters(size, slot, **more)}</a:lvl{number}pPr>"
    )


def holder(number: int, name: str, kind: str, box: tuple[float, ...] | None, **look: str) -> str:
    """A placeholder: ``kind`` as its attributes, ``text`` as its prompt, ``style`` as its levels."""
    where = place(box) if box else ""
    anchor = look.get("anchor", "t")
    body = TIGHT.format(anchor) if box else "<a:bodyPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{where}</p:spPr><p:txBody>{body}<a:lstStyle>{look.get('style', '')}</a:lstStyle>"
        f"<a:p>{look.get('text', '')}</a:p></p:txBody></p:sp>"
    )


def said(text: str) -> str:
    """A run of prompt text."""
    return f'<a:r><a:rPr lang="{LANG}"/><a:t>{text}</a:t></a:r>'


def numbered() -> str:
    """The number of the slide as a field."""
    return (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        f'<a:rPr lang="{LANG}"/><a:t>‹#›</a:t></a:fld>'
    )


def mark(number: int, name: str, box: tuple[float, ...], slot: str) -> str:
    """A filled rectangle of the layout, which nobody has to hear of."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{place(box)}<a:solidFill>'
        f'<a:schemeClr val="{slot}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def tree(*shapes: str) -> str:
    """The shapes of a master or layout."""
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr/>{''.join(shapes)}</p:spTree>"
    )


def feet(first: int) -> tuple[str, str]:
    """Footer and number of the slide."""
    small = level(1, 12, "tx2", "r")
    return (
        holder(
            first,
            "Footer",
            'type="ftr" sz="quarter" idx="11"',
            FOOTER,
            style=small,
            text=said("Địa bàn, kỳ"),
        ),
        holder(
            first + 1,
            "Slide number",
            'type="sldNum" sz="quarter" idx="12"',
            NUMBER,
            style=small,
            text=numbered(),
        ),
    )


def master() -> str:
    """The master: background, headline, content, footer, number and the styles of all text."""
    outline = "".join(level(number, 20 - 2 * min(number, 3)) for number in range(1, 10))
    plain = "".join(level(number, 14) for number in range(1, 10))
    return (
        f"<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill>"
        '<a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        + tree(
            mark(2, "Accent bar", BAR, "accent1"),
            mark(3, "Line above the foot", LINE, "bg2"),
            holder(4, "Headline", 'type="title"', TITLE, anchor="ctr", text=said("Tiêu đề")),
            holder(5, "Content", 'type="body" idx="1"', CONTENT, text=said("Nội dung")),
            *feet(6),
        )
        + f'</p:cSld>{MAP}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/>'
        '<p:sldLayoutId id="2147483650" r:id="rId2"/></p:sldLayoutIdLst><p:txStyles>'
        f"<p:titleStyle>{level(1, 24, bold=True).replace('+mn', '+mj')}</p:titleStyle>"
        f"<p:bodyStyle>{outline}</p:bodyStyle><p:otherStyle>{plain}</p:otherStyle>"
        "</p:txStyles></p:sldMaster>"
    )


def layout(name: str, kind: str, *middle: str) -> str:
    """A layout of the master."""
    return (
        f'<p:sldLayout {SPACES} preserve="1" {kind}><p:cSld name="{name}">'
        + tree(
            holder(
                2, "Headline", 'type="title"', None, text=said("Tiêu đề: điều rút ra, tối đa 15 từ")
            ),
            *middle,
            *feet(5),
        )
        + "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def layouts() -> tuple[str, str]:
    """A headline with a chart, picture or table, and a headline with text.

    Both have a sentence under the headline and their source.
    """
    source = holder(
        4,
        "Source",
        'type="body" sz="quarter" idx="13"',
        SOURCE,
        style=level(1, 12, "tx2"),
        text=said("Nguồn"),
    )
    subtitle = holder(
        7,
        "Subtitle",
        'type="body" sz="quarter" idx="14"',
        SUBTITLE,
        style=level(1, 14, "tx2"),
        text=said("Một câu nói rõ tiêu đề"),
    )
    content = holder(3, "Content", 'idx="1"', None, text=said("Biểu đồ, hình hoặc bảng"))
    text = holder(3, "Text", 'type="body" idx="1"', None, text=said("Nội dung"))
    return (
        layout("Headline and content", 'type="obj"', subtitle, content, source),
        layout("Headline and text", 'type="tx"', subtitle, text, source),
    )


def template() -> bytes:
    """The template."""
    deck: Any = Presentation()
    package, part = deck.part.package, deck.part
    deck.slide_width, deck.slide_height = Inches(PAGE[0]), Inches(PAGE[1])
    for holding in (part, package):
        without_relations(holding, "printerSettings", "thumbnail")
    _own_layouts(deck)
    _own_theme(deck.slide_master.part)
    list_notes(deck)
    notes = deck.notes_master
    for run in notes._element.iter("{*}rPr", "{*}defRPr", "{*}endParaRPr"):
        run.set("lang", LANG)
    package.part_related_by(KIND.EXTENDED_PROPERTIES)._blob = program_properties(
        "Microsoft Office PowerPoint", 0
    )
    core = deck.core_properties
    core.author = core.title = core.last_modified_by = core.comments = ""
    core.language = LANG
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), DAY)


def _own_layouts(deck: Any) -> None:
    """Our master and two layouts in the place of the eleven of the default."""
    keep = list(deck.slide_layouts)[:2]
    for other in list(deck.slide_layouts)[2:]:
        deck.slide_layouts.remove(other)
    part = deck.slide_master.part
    ids = [part.relate_to(one.part, KIND.SLIDE_LAYOUT) for one in keep]
    text = master()
    for number, key in enumerate(ids, 1):
        text = text.replace(f'r:id="rId{number}"', f'r:id="{key}"', 1)
    part._element = parse_xml(text)
    for one, xml in zip(keep, layouts(), strict=True):
        one.part._element = parse_xml(xml)


def _own_theme(part: Any) -> None:
    part.part_related_by(KIND.THEME)._blob = theme(FONT)


def main() -> None:
    """Write the template."""
    PATH.write_bytes(template())


if __name__ == "__main__":
    main()
