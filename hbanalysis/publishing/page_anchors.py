"""Places that a link can lead to: every heading and every indicator of a page, and its contents."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape

_ID = re.compile(r'\sid="([^"]+)"')
_HEADING = re.compile(r"<h([1-4])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_CODE = re.compile(r'(<(?:tr|li)\b[^>]*?) data-code="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")
_SECTION = re.compile(r'<h2\b[^>]*\sid="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
_CONTENTS_AFTER = re.compile(r'<h1 id="answer">.*?</h1>', re.DOTALL)
LONG = 4
"""A page with so many sections has a table of contents."""


def anchored(html: str) -> str:
    """The page with a name for every heading, and the code of an indicator for its first row.

    A link may end in ``#3`` or ``#01-3``; names that the page has already are left as they are.

    >>> anchored('<h2>Độ lệch?</h2><table><tr data-code="3a"></tr><tr data-code="3a"></tr></table>')
    '<h2 id="do-lech">Độ lệch?</h2><table><tr data-code="3a" id="3a"></tr><tr></tr></table>'
    """
    taken = set(_ID.findall(html))

    def named(wanted: str) -> str:
        name, n = wanted, 1
        while name in taken:
            n += 1
            name = f"{wanted}-{n}"
        taken.add(name)
        return name

    def heading(match: re.Match[str]) -> str:
        level, attributes, inside = match.groups()
        if _ID.search(attributes):
            return match[0]
        return f'<h{level}{attributes} id="{named(slug(inside))}">{inside}</h{level}>'

    def row(match: re.Match[str]) -> str:
        start, code = match.groups()
        if code in taken:
            return start
        taken.add(code)
        return f'{start} data-code="{code}" id="{code}"'

    return _CODE.sub(row, _HEADING.sub(heading, html))


def slug(markup: str) -> str:
    """A heading as the end of an address: small plain letters, no marks.

    >>> slug("Thu ngân sách: ước <b>1.472</b> tỷ đồng")
    'thu-ngan-sach-uoc-1-472-ty-dong'
    """
    text = unescape(_TAG.sub("", markup)).lower().replace("đ", "d")
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:12]) or "section"


_MAIN = re.compile(r"(<h1 id=\"answer\">)(.*?)(</h1>)", re.DOTALL)
_TOGETHER = re.compile(
    r"(?<=\d) (?=(?:tỷ|triệu|lượt|billion|bn)\b)|(?<=\btỷ) (?=đồng)|(?<=\btriệu) (?=đồng)"
    r"|(?<=\btháng) (?=\d)|(?<=\bquý) (?=[IVX])|(?<=\bVND) (?=\d)"
)


def unbroken(html: str) -> str:
    """The page with a main heading that breaks no line between a number and its unit.

    >>> unbroken('<h1 id="answer">Thu 1.637 tỷ đồng</h1>').count(chr(160))
    2
    """
    return _MAIN.sub(lambda found: found[1] + _TOGETHER.sub("\u00a0", found[2]) + found[3], html)


def with_contents(html: str, label: str) -> str:
    """A long page with a table of contents below its answer.

    >>> parts = "".join(f'<h2 id="p{n}">P{n}</h2>' for n in range(4))
    >>> with_contents(f'<h1 id="answer">A</h1>{parts}', "On this page")[22:115]
    '<div class="hba-contents" role="group" aria-label="On this page"><ul><li><a href="#p0">P0</a>'
    """
    sections = _SECTION.findall(html)
    match = _CONTENTS_AFTER.search(html)
    if len(sections) < LONG or match is None:
        return html
    links = "".join(
        f'<li><a href="#{name}">{_TAG.sub("", inside).strip()}</a></li>'
        for name, inside in sections
    )
    title = escape(label)
    contents = f'<div class="hba-contents" role="group" aria-label="{title}"><ul>{links}</ul></div>'
    return html[: match.end()] + contents + html[match.end() :]
