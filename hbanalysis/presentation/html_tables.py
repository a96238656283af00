"""Tables as HTML: great-tables lays them out and escapes them.

We add what lies behind a row and strip its styles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

import pandas as pd

from hbanalysis.presentation.display import Table, scrollable

WIDE = 5  # more columns than this print on a turned sheet
_LOOSE = re.compile(r' aria-labelledby="[^"]*"| data-quarto-[a-z-]*="[^"]*"')


@dataclass(frozen=True)
class RowDetails:
    """What lies behind one row.

    A note on a line of its own, hover texts by column, and facts to be folded out.

    ``facts`` are pairs of a label and a text; ``label`` names their fold.
    """

    note: str = ""
    hover: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[tuple[str, str]] = ()
    label: str = ""


def rendered(
    data: pd.DataFrame,
    label: str,
    name: str,
    *,
    group: str = "",
    stub: str = "",
    coloured: str = "",
    colours: list[str] | None = None,
    numeric: tuple[str, ...] = (),
    indented: list[bool] | None = None,
) -> Table:
    """A great-tables table without its own style sheet.

    Ours styles it, in light, dark and print alike.

    ``data`` holds ready texts; ``coloured`` names a column whose cells take the CSS variables in
    ``colours``.
    """
    from great_tables import GT, loc, style

    built = GT(data, rowname_col=stub or None, groupname_col=group or None, id=name)
    if stub:
        built = built.tab_stubhead(stub)
    shown = [column for column in data.columns if column not in (group, stub)]
    built = built.cols_align("left", [column for column in shown if column not in numeric])
    if numeric:
        built = built.cols_align("right", [column for column in numeric if column in shown])
    for colour in sorted(set(colours or [])):
        rows = [place for place, own in enumerate(colours or []) if own == colour]
        built = built.tab_style(style.css(f"color:{colour}"), loc.body(coloured, rows))
    if indented and any(indented):
        built = built.tab_style(
            style.css("padding-left:1.8em"),
            loc.stub([place for place, part in enumerate(indented) if part]),
        )
    markup = built.as_raw_html()
    table = _LOOSE.sub(
        "", markup[markup.index("<table") : markup.rindex("</table>") + len("</table>")]
    )
    return Table(scrollable(table, label, wide=len(shown) > WIDE), data)


def noted(made: Table, behind: Sequence[RowDetails]) -> Table:
    """A rendered table with a stub, with hover texts.

    Under each row that has any its note and its folded facts.

    ``behind`` has one entry for each row, in the order of the rows.
    """
    box = Xml.fromstring(made.markup)  # noqa: S314  (our own markup, just made)
    body = box.find("table/tbody")
    columns = ["".join(head.itertext()) for head in box.iterfind("table/thead/tr/th")][1:]
    if body is None:
        return made
    rows = [row for row in body if row.find("th[@scope='row']") is not None]
    for row, told in zip(rows, behind, strict=True):
        for cell, column in zip(row.findall("td"), columns, strict=True):
            if told.hover.get(column):
                cell.set("title", told.hover[column])
        if told.note or told.facts:
            row.set("class", "hba-noted")
            body.insert(list(body).index(row) + 1, _note_row(told, len(columns) + 1))
    return Table(Xml.tostring(box, encoding="unicode", short_empty_elements=False), made.data)


def _note_row(told: RowDetails, width: int) -> Xml.Element:
    row = Xml.Element("tr", {"class": "hba-under"})
    box = Xml.SubElement(Xml.SubElement(row, "td", {"colspan": str(width)}), "div")
    if told.note:
        Xml.SubElement(box, "p").text = told.note
    if told.facts:
        fold = Xml.SubElement(box, "details")
        Xml.SubElement(fold, "summary").text = told.label
        for name, text in told.facts:
            line = Xml.SubElement(fold, "p")
            Xml.SubElement(line, "b").text = name
            line[0].tail = f" {text}"
    return row
