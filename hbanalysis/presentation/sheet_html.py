"""A sheet as HTML: great-tables lays it out and escapes it, keyed by the ids of its columns.

We add what lies behind a row and strip its styles: ours travel with the output, so that a table
looks the same on a page and in JupyterLab.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from typing import Any
from xml.etree import ElementTree as Xml

from hbanalysis.presentation.judgement_style import SIGNS, css_name, css_variables
from hbanalysis.presentation.picture import picture_rules
from hbanalysis.presentation.sheet import Cell, RowDetails, Sheet

WIDE = 5  # more columns than this print on a turned sheet
_LOOSE = re.compile(r' aria-labelledby="[^"]*"| data-quarto-[a-z-]*="[^"]*"')


def markup(sheet: Sheet[Any]) -> str:
    """The table in a box that scrolls sideways; each row with the line below it, if it has one."""
    left_out = _told(sheet) if sheet.kinds else ""
    whole, sheet = sheet, sheet.briefly() if sheet.kinds else sheet
    shown = sheet.role("text", "number", "judgement")
    box = Xml.fromstring(f"<div>{_laid_out(sheet, shown)}</div>")  # noqa: S314  (our own markup)
    _mark_rows(box, sheet, shown)
    _name_wholly(box, whole)
    if sheet.details:
        _add_details(box, sheet, sheet.details, len(shown) + 1)
    table = Xml.tostring(box[0], encoding="unicode", short_empty_elements=False)
    return scrollable(table, sheet.label, wide=len(shown) > WIDE) + left_out


def _told(sheet: Sheet[Any]) -> str:
    """Which columns are left out because they say nothing."""
    if not sheet.silent:
        return ""
    names = ", ".join(sheet.heading(name) for name in sheet.silent)
    told = sheet.lang.say("Left out, because no row has a figure: {names}.", names=names)
    return f'<div class="hba-note"><p>{escape(told)}</p></div>'


def _name_wholly(box: Xml.Element, whole: Sheet[Any]) -> None:
    """The whole name of a row that is written briefly, on hovering."""
    if whole.kinds is None or not any(column.brief for column in whole.columns):
        return
    name = next(column.id for column in whole.columns if column.brief)
    for row, text in zip(_rows(box), whole.texts[name], strict=True):
        head = row.find("th")
        if head is not None and not str(head.text or "").endswith(str(text)):
            head.set("title", str(text))


def sentence(text: str) -> str:
    """One sentence where there is no table."""
    return f'<div class="hba-text"><p>{escape(text)}</p></div>'


def styled(html: str) -> str:
    """Markup with the style it needs, confined to it: right in JupyterLab, light and dark."""
    return f'<div class="hba-sheet"><style>{travelling_style()}</style>{html}</div>'


@cache
def sheet_rules() -> str:
    """The rules for what notebooks show, as a page of ours takes them in."""
    rules = (resources.files("hbanalysis.presentation") / "sheet.css").read_text(encoding="utf-8")
    return rules + picture_rules()


@cache
def travelling_style() -> str:
    """The same rules within ``.hba-sheet``, with their colours, stronger than those around it."""
    dark = css_variables(dark=True)
    return (
        f".hba-sheet{{{css_variables()}color:var(--ink);background:var(--paper)}}"
        f"@media screen and (prefers-color-scheme:dark){{"
        f"body:not([data-jp-theme-light]) .hba-sheet{{{dark}}}}}"
        f'body[data-jp-theme-light="false"] .hba-sheet{{{dark}}}'
        f".hba-sheet.hba-sheet.hba-sheet{{{LAB}{sheet_rules()}{LAB_ROOM}}}"
    )


# What a notebook's own style would otherwise do to our tables.
LAB = (
    'font:15px/1.6 Arial,"Liberation Sans","DejaVu Sans",sans-serif;'
    "font-variant-numeric:tabular-nums lining-nums;padding:1px 12px;"
    "table{table-layout:auto;margin:0;border:0}tr,tr:hover,tr:nth-child(odd){background:none}"
    "th,td{white-space:normal;max-width:none;border:0}"
)

# A notebook is narrower than a page: names go on below, so that the last column is in sight.
LAB_ROOM = (
    "[data-live] tbody th{white-space:normal;min-width:9em}"
    '[data-live] td[headers$="plan-actual"]{min-width:0}'
)


def _laid_out(sheet: Sheet[Any], shown: list[str]) -> str:
    """The table as great-tables makes it, without its style sheet."""
    from great_tables import GT, loc, style

    sheet = sheet.joined()
    stub = next(iter(sheet.role("name", "code")), None)
    group = next(iter(sheet.role("group")), None)
    kept = [name for name in (stub, *shown, group) if name]
    built = GT(sheet.texts[kept].reset_index(drop=True), stub, group, id=sheet.name)
    built = built.cols_label({name: sheet.heading(name) for name in shown})
    if stub:
        built = built.tab_stubhead(sheet.heading(stub))
    built = _aligned(built, sheet, shown)
    for name, tone, rows in _toned(sheet, shown):
        built = built.tab_style(
            style.css(f"color:{css_name(f'{tone} text')}"), loc.body(name, rows)
        )
    parts = [n for n, row in enumerate(sheet.rows) if sheet.part and sheet.part(row)]
    if parts and stub:
        built = built.tab_style(style.css("padding-left:1.8em"), loc.stub(parts))
    html = built.as_raw_html()
    return _LOOSE.sub("", html[html.index("<table") : html.rindex("</table>") + len("</table>")])


def _aligned(built: Any, sheet: Sheet[Any], shown: list[str]) -> Any:
    """Numbers to the right, everything else to the left."""
    right = sheet.role("number")
    built = built.cols_align("left", [name for name in shown if name not in right])
    return built.cols_align("right", right) if right else built


def _toned(sheet: Sheet[Any], shown: list[str]) -> list[tuple[str, str, list[int]]]:
    """Which cells take the colour of which judgement: column, word, rows."""
    return [
        (name, tone, [n for n, cell in enumerate(sheet.cells[name]) if cell.tone == tone])
        for name in shown
        for tone in sorted({cell.tone for cell in sheet.cells[name]} - {""})
    ]


def _rows(box: Xml.Element) -> list[Xml.Element]:
    """The rows of a laid out table that are rows of the sheet, not headings of groups."""
    rows = box.iterfind("table/tbody/tr")
    return [row for row in rows if "group_heading" not in row.get("class", "")]


def _mark_rows(box: Xml.Element, sheet: Sheet[Any], shown: list[str]) -> None:
    """What the page's script sorts and filters by: numbers and kinds, not shown texts."""
    if sheet.key == "indicator":
        for row, key in zip(_rows(box), sheet.keys, strict=True):
            row.set("data-code", str(key))
    if sheet.kinds is None:
        return
    box[0].set("data-live", "")
    columns = [[_sorted_by(cell) for cell in sheet.cells[name]] for name in shown]
    for n, (row, facts) in enumerate(zip(_rows(box), sheet.rows, strict=True)):
        for kind, text in sheet.kinds(facts, sheet.lang).items():
            row.set(f"data-{kind}", text)
        for cell, values in zip(row.findall("td"), columns, strict=True):
            if values[n]:
                cell.set("data-value", values[n])


def _sorted_by(cell: Cell) -> str:
    """The number of a cell; of a judgement its place from the best to the gravest."""
    if cell.tone in SIGNS:
        return str(list(SIGNS).index(cell.tone))
    return "" if cell.number is None else f"{cell.number:.12g}"


def _add_details(box: Xml.Element, sheet: Sheet[Any], details: Any, width: int) -> None:
    """Hover texts by column id, and under each row its note and its folded facts."""
    body = box.find("table/tbody")
    if body is None:
        return
    for row, facts in zip(_rows(box), sheet.rows, strict=True):
        behind: RowDetails = details(facts, sheet.lang)
        for cell in row.findall("td"):
            column = cell.get("headers", "").rpartition(" ")[2].removeprefix(f"{sheet.name}-")
            if behind.hover.get(column):
                cell.set("title", behind.hover[column])
        if behind.note or behind.facts:
            row.set("class", "hba-noted")
            body.insert(list(body).index(row) + 1, _line_below(behind, width))


def _line_below(behind: RowDetails, width: int) -> Xml.Element:
    row = Xml.Element("tr", {"class": "hba-under"})
    box = Xml.SubElement(Xml.SubElement(row, "td", {"colspan": str(width)}), "div")
    if behind.note:
        Xml.SubElement(box, "p").text = behind.note
    if behind.facts:
        fold = Xml.SubElement(box, "details")
        Xml.SubElement(fold, "summary").text = behind.label
        for name, text in behind.facts:
            line = Xml.SubElement(fold, "p")
            Xml.SubElement(line, "b").text = name
            line[0].tail = f" {text}"
    return row


def scrollable(markup: str, label: str, *, wide: bool = False) -> str:
    """Wide content that scrolls sideways inside the page, reachable by keyboard.

    ``wide`` prints on a turned sheet.
    """
    kind = "hba-scroll hba-wide" if wide else "hba-scroll"
    return (
        f'<div class="{kind}" role="region" tabindex="0"'
        f' aria-label="{escape(label)}">{markup}</div>'
    )
