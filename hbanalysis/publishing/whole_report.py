"""All pages of a report in one file that can be sent and printed: ``report.html``."""

from __future__ import annotations

import re
from collections.abc import Sequence

WHOLE = "report.html"
_MAIN = re.compile(r'<main id="content">(.*)</main>', re.DOTALL)
_CODE = re.compile(r'<details class="hba-code">.*?</details>', re.DOTALL)
_NAV = re.compile(r"<nav .*?</nav>", re.DOTALL)
_ID = re.compile(r'(<[^<>]*?\s(?:id|headers|for)=")([^"]+)(")')
_LINK = re.compile(r'href="(?:([^":/#]+)\.html)?(?:#([^"]*))?"')
_HEADING = re.compile(r"(</?h)([1-4])\b")


def whole_report(index: str, pages: Sequence[tuple[str, str]]) -> str:
    """The index with every page below it.

    Parameters
    ----------
    index
        The finished first page; its head, style and footer are those of the whole.
    pages
        Name (the stem of its file) and finished HTML of each page, in their order.

    Returns
    -------
    str
        One page. Links between pages lead to its sections, headings go one level down, names of
        elements carry the page's name so that none is there twice. Code is left out.

    Examples
    --------
    >>> page = '<main id="content"><h1 id="a">B</h1></main>'
    >>> whole_report('<main id="content"></main>', [("01", page)])
    '<main id="content"><section class="hba-page" id="01"><h2 id="01-a">B</h2></section></main>'

    """
    names = {"index", *(name for name, _ in pages)}
    sections = "".join(
        f'<section class="hba-page" id="{name}">{_section(name, html, names)}</section>'
        for name, html in pages
    )
    first = _to_sections("index", index, names)
    return first.replace("</main>", f"{sections}</main>", 1)


def _section(name: str, html: str, names: set[str]) -> str:
    """The content of a page as a section of the whole."""
    match = _MAIN.search(html)
    body = _CODE.sub("", match[1] if match else html)
    body = _to_sections(name, body, names)
    body = _ID.sub(lambda tag: tag[1] + _named(name, tag[2]) + tag[3], body)
    return _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) + 1}", body)


def _named(name: str, ids: str) -> str:
    return " ".join(f"{name}-{one}" for one in ids.split())


def _to_sections(own: str, html: str, names: set[str]) -> str:
    """Links to a page of the report, or within it, lead to its section."""

    def link(match: re.Match[str]) -> str:
        page, anchor = match[1] or own, match[2] or ""
        if page not in names or not (match[1] or anchor):
            return match[0]
        if page == "index":
            return f'href="#{anchor or "content"}"'
        return f'href="#{page}-{anchor}"' if anchor else f'href="#{page}"'

    return _LINK.sub(link, html)
