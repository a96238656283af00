"""What our Office templates share: the theme, and nothing of a library's default document.

A default document carries another maker's fonts, colours, print tickets and 800 kB of styles.
"""

from __future__ import annotations

import re
from typing import Any

MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
COLOURS = {
    "dk1": "1D2733",
    "lt1": "FFFFFF",
    "dk2": "5C6470",
    "lt2": "E6E9EE",
    "accent1": "0B5C8A",
    "accent2": "0C553D",
    "accent3": "B67300",
    "accent4": "BD311B",
    "accent5": "0F0512",
    "accent6": "737C8A",
    "hlink": "0B5C8A",
    "folHlink": "5C6470",
}
"""The colours of the figures and pages, by what a theme calls them.

Ink, paper, small letters, faint lines; then accent, met, at risk, behind, lost, past years.
"""
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="{{width}}">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(font: str, name: str = "hbanalysis") -> bytes:
    """A theme in our colours and one family of letters."""
    colours = "".join(
        f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in COLOURS.items()
    )
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
        f"</a:{kind}Font>"
        for kind in ("major", "minor")
    )
    lines = "".join(_LINE.format(width=width) for width in (6350, 12700, 19050))
    styles = (
        f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{DECLARED}<a:theme xmlns:a="{MAIN}" name="{name}"><a:themeElements>'
        f'<a:clrScheme name="{name}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{name}">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="{name}">{styles}</a:fmtScheme></a:themeElements>'
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def without_relations(part: Any, *endings: str) -> None:
    """Take relationships out of a part of a package, and with them the parts they led to."""
    pattern = re.compile(f"/({'|'.join(endings)})$")
    links = part._rels if not hasattr(part, "rels") else part.rels  # packages of python-pptx
    for key, relation in list(links.items()):
        if pattern.search(relation.reltype):
            links.pop(key)
