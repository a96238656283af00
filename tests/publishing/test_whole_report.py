"""One file holds all pages of a report."""

from __future__ import annotations

import re

from hbanalysis.publishing.whole_report import whole_report

PAGE = (
    '<html><nav>menu</nav><main id="content"><h1 id="top">Two</h1><p id="a">x</p>'
    '<a href="#a">here</a><a href="index.html#3">index</a><a href="01.html">one</a>'
    '<a href="https://e.vn/x.html">out</a><td headers="t-a t-b">1</td>'
    '<details class="hba-code"><pre>code</pre></details></main></html>'
)
INDEX = '<html><main id="content"><h1>One</h1><a href="02.html#a">two</a></main><footer/></html>'


def test_links_between_pages_become_links_to_sections() -> None:
    whole = whole_report(INDEX, [("01", '<main id="content"><h1>1</h1></main>'), ("02", PAGE)])
    assert re.findall(r'href="([^"]+)"', whole) == [
        *("#02-a", "#02-a", "#3", "#01", "https://e.vn/x.html")
    ]
    assert 'headers="02-t-a 02-t-b"' in whole
    assert whole.count("<h1") == 1
    assert "code" not in whole
    assert "menu" not in whole


def test_every_link_of_the_whole_leads_somewhere_and_no_name_is_there_twice() -> None:
    whole = whole_report(INDEX, [("01", PAGE), ("02", PAGE)])
    ids = re.findall(r' id="([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    inside = {link for link in re.findall(r'href="#([^"]+)"', whole) if link != "3"}
    assert inside <= set(ids)
