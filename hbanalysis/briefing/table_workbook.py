"""table.xlsx: the standard table with real numbers that look as on the page, and its sources."""

from __future__ import annotations

import io
import math
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hbanalysis.briefing.files import property_of, settled
from hbanalysis.briefing.formats import cell_format
from hbanalysis.briefing.pack_content import Content
from hbanalysis.presentation import sentences
from hbanalysis.presentation.judgement_style import ALARM, TEXT_COLOURS
from hbanalysis.presentation.origins import sources
from hbanalysis.presentation.sheet import Cell, Role, Sheet
from hbanalysis.vocabulary.language import Language

HEAD = 4
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
BASE = {
    "font_name": "Times New Roman",
    "font_size": 12,
    "valign": "top",
    "bottom": 1,
    "bottom_color": "#c9ced6",
}
HEAD_STYLE = {
    "bold": True,
    "text_wrap": True,
    "font_color": "#ffffff",
    "valign": "vcenter",
}
WIDTHS = {"indicator": 6, "name": 27, "unit": 10, "judgement": 15, "note": 25, "group": 20}
"""Widths in letters: together what A4 across holds in letters of 9 points."""
PRINTED = 1390
"""Pixels that A4 across, less its margins, holds when letters of 12 points print with 9."""
NARROW, WIDE = 10, 70  # widths in letters of columns that have no width of their own
LINE = 16.5  # points of a line


def write_workbook(content: Content) -> bytes:
    """The workbook of a pack; the same content gives the same bytes."""
    import xlsxwriter

    out, lang = io.BytesIO(), content.lang
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(out, safe) as book:
        book.set_properties(
            {
                "title": f"{content.place}, {content.period.label(lang.code)}",
                "author": property_of(content.choice.office["name"] or content.place),
                "subject": content.demo,
                "created": datetime.fromisoformat(content.day[:10]).replace(tzinfo=UTC),
            }
        )
        names = _distinct([lang.say("Standard table"), lang.say("Sources")])
        tables_of = {"StandardTable": content.plan_table, "Sources": sources(content.table, lang)}
        for label, (name, sheet) in zip(names, tables_of.items(), strict=True):
            page = book.add_worksheet(label)
            _top(book, page, content, sheet.label)
            if len(sheet):
                _Writer(book, page, lang, content.look.accent).table(name, sheet)
            page.freeze_panes(HEAD, 2)
            page.set_landscape()
            page.fit_to_pages(1, 0)
    return settled(out.getvalue(), content.day)


def _top(book: Any, sheet: Any, content: Content, title: str) -> None:
    """Title, headline and mark of synthetic data above a table; its paper, margins and footer."""
    lang = content.lang
    known = (
        lang.say("Figures known up to") + " " + lang.date(content.office.as_of)
        if content.office.as_of
        else ""
    )
    sheet.write_string(
        0,
        0,
        f"{title}: {content.place}, {content.period.label(lang.code)}",
        book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14}),
    )
    sheet.write_string(
        1,
        0,
        sentences.headline(content.table, content.place, lang),
        book.add_format({"font_name": "Times New Roman", "font_size": 12}),
    )
    mark = " ".join([*sentences.demo_note(content.table, lang).paragraphs, known]).strip()
    sheet.write_string(
        2,
        0,
        mark,
        book.add_format(
            {
                "bold": True,
                "font_name": "Times New Roman",
                "font_size": 12,
                "font_color": ALARM,
            }
        ),
    )
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.repeat_rows(HEAD - 1)
    sheet.hide_gridlines(2)


class _Writer:
    """Writes one sheet as an Excel table, so that it can be read aloud and filtered."""

    def __init__(self, book: Any, page: Any, lang: Language, accent: str) -> None:
        self.book, self.page, self.lang, self.accent = book, page, lang, accent
        self.styles: dict[Any, Any] = {}

    def style(self, **more: Any) -> Any:
        """A format of Excel, made once."""
        key = tuple(sorted(more.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(BASE | more)
        return self.styles[key]

    def table(self, name: str, sheet: Sheet[Any]) -> None:
        """The head row, then one row of cells for each row of the sheet."""
        right = {column.id for column in sheet.columns if column.role == "number"}
        columns = [
            {
                "header": text,
                "header_format": self.style(
                    **HEAD_STYLE, bg_color=self.accent, align=_side(name_of in right)
                ),
            }
            for name_of, text in zip(
                sheet.ids, _distinct(list(sheet.headings.values())), strict=True
            )
        ]
        says = ", ".join(str(column["header"]) for column in columns)
        options = {
            "name": name,
            "style": None,
            "autofilter": True,
            "columns": columns,
            "title": sheet.label,
            "description": self.lang.say(
                "Table: {title}. Columns: {columns}.", title=sheet.label, columns=says
            ),
        }
        last = HEAD - 1 + len(sheet)
        self.page.add_table(HEAD - 1, 0, last, len(columns) - 1, options)
        # Codes such as "1" are names, not numbers: no green corner.
        self.page.ignore_errors({"number_stored_as_text": f"A{HEAD + 1}:A{last + 1}"})
        self.page.set_row(HEAD - 1, 3 * LINE)
        widths = _fitted([_width(sheet, column) for column in sheet.ids])
        if "note" in sheet.ids:  # the notes take the room that is left
            left = (PRINTED - sum(7 * wide + 5 for wide in widths)) // 7
            place = list(sheet.ids).index("note")
            widths[place] = min(WIDE, widths[place] + max(0, left))
        for position, wide in enumerate(widths):
            self.page.set_column(position, position, wide)
        self.rows(sheet, widths)

    def rows(self, sheet: Sheet[Any], widths: list[int]) -> None:
        """The cells, each row as high as its longest text."""
        for number in range(len(sheet)):
            texts = sheet.texts.iloc[number]
            lines = [
                math.ceil(1.05 * len(text) / wide) for text, wide in zip(texts, widths, strict=True)
            ]
            self.page.set_row(HEAD + number, LINE * max(1, *lines))
            for position, column in enumerate(sheet.columns):
                cell = sheet.cells[column.id][number]
                self.cell(HEAD + number, position, cell, column.role)

    def cell(self, row: int, position: int, cell: Cell, role: Role) -> None:
        """A number that looks as on the page, or words."""
        if cell.live:
            style = self.style(num_format=cell_format(cell, self.lang))
            self.page.write_number(row, position, cell.held, style)
            return
        text = cell.text(self.lang)
        more: dict[str, Any] = {"text_wrap": True}
        if role == "number":
            more["align"] = "right"
        if text.startswith(_ACTIVE):
            more["quote_prefix"] = True
        if cell.tone:
            more |= {"bold": True, "indent": 1, "font_color": TEXT_COLOURS[cell.tone]}
        self.page.write_string(row, position, text, self.style(**more))


def _side(right: bool) -> str:
    return "right" if right else "left"


def _width(sheet: Sheet[Any], column: str) -> int:
    """The width of a column in letters: its own, or that of its longest text within bounds."""
    if column in WIDTHS:
        return WIDTHS[column]
    role = next(one.role for one in sheet.columns if one.id == column)
    texts = zip(sheet.cells[column], sheet.texts[column], strict=True)
    longest = max((len(text) for cell, text in texts if role != "number" or cell.live), default=8)
    return min(WIDE, max(NARROW, longest + 1))  # words among numbers are wrapped


def _fitted(widths: list[int]) -> list[int]:
    """The widths, the widest made narrower until the sheet prints in letters of 9 points.

    >>> sum(_fitted([27, 90, 60, 40]))
    195
    """
    widths = list(widths)
    while sum(7 * wide + 5 for wide in widths) > PRINTED and max(widths) > NARROW:
        widths[widths.index(max(widths))] -= 1
    return widths


def _distinct(head: list[str]) -> list[str]:
    """Column names that Excel takes: none twice (letters' case aside)."""
    seen: Counter[str] = Counter()
    names = []
    for text in head:
        seen[text.lower()] += 1
        count = seen[text.lower()]
        names.append(text if count == 1 else f"{text} ({count})")
    return names
