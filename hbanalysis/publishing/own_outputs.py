"""What an office's own notebook shows, made fit for a page: pictures, and HTML without its teeth.

Our own tables and figures are escaped where they are made; what a notebook writes itself may hold
scripts, event handlers and pictures from elsewhere, which a page that leaves the house must not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")
# As Quarto writes it, in the first lines of a cell: #| fig-alt: "What the picture shows."
ALT = re.compile(r"^#\|\s*fig-alt:\s*(.+?)\s*$", re.MULTILINE)
_TAGS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "section", "article", "main"}
_EVERYWHERE = {"class", "style", "id", "role", "aria-label", "aria-hidden", "lang", "title"}
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": _EVERYWHERE}
_LINKS = ("", "http", "https", "mailto")
_EMPTY_PICTURE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_STYLES = {
    *("color", "background-color", "font-weight", "font-style", "text-align", "vertical-align"),
    *("width", "min-width", "max-width", "white-space", "border", "padding", "margin"),
}


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """An attribute's value; no picture from elsewhere, links only to pages."""
    if tag == "img" and attribute == "src" and not value.startswith("data:image/"):
        return None
    if attribute == "href" and urlsplit(value.strip()).scheme not in _LINKS:
        return None
    return value


def safe_html(html: str) -> str:
    """HTML of a notebook without scripts, handlers, foreign pictures and styles that hide things.

    >>> safe_html('<b onclick="x()">1</b><script>x()</script><img src="http://a/b.png">')
    '<b>1</b>'
    """
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    return _EMPTY_PICTURE.sub("", clean)


def alt_of(cell: Mapping[str, Any], output: Mapping[str, Any]) -> str:
    """What a picture shows, in words, as its notebook says it; empty when it does not."""
    stated = output.get("metadata", {}).get("alt")
    written = ALT.search(str(cell.get("source", "")))
    return str(stated or (written[1].strip("\"'") if written else "")).strip()


def shown(outputs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The outputs of a cell that a reader wants to see.

    Beside a picture the name of the object that drew it (``<Axes: >``) says nothing.
    """
    drawn = any(kind in output.get("data", {}) for output in outputs for kind in PICTURES)
    return [
        output
        for output in outputs
        if not (
            drawn
            and output.get("output_type") == "execute_result"
            and set(output["data"]) == {"text/plain"}
        )
    ]


def picture(output: Mapping[str, Any], cell: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """A notebook's own picture as a self-contained element; empty when the output holds none.

    A picture without words for those who cannot see it is shown with a reminder.
    """
    kind = next((kind for kind in PICTURES if kind in output.get("data", {})), "")
    if not kind:
        return ""
    raw = output["data"][kind]
    text = raw if isinstance(raw, str) else "".join(raw)
    is_drawing = kind == PICTURES[0]
    encoded = base64.b64encode(text.encode()).decode() if is_drawing else "".join(text.split())
    alt = alt_of(cell, output)
    reminder = "" if alt else f'<p class="hba-reminder">{escape(labels["no_alt"])}</p>'
    return (
        '<figure class="hba-figure hba-own">'
        f'<img src="data:{kind};base64,{encoded}" alt="{escape(alt or labels["own_picture"])}">'
        f"{reminder}</figure>"
    )
