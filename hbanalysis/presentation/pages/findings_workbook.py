"""The list of findings that goes back to the department that delivered, as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hbanalysis.presentation.judgement_style import ALARM
from hbanalysis.presentation.pages.findings_list import HEADINGS, Line
from hbanalysis.presentation.picture import HEX
from hbanalysis.vocabulary.language import Language

WIDTHS = (18, 20, 7, 10, 20, 14, 12, 14, 46, 12)
"""Widths in letters: together what A4 across holds in letters of 9 points."""


def workbook(listed: Sequence[Line], lang: Language, day: str) -> bytes:
    """The list as an Excel workbook: one sheet, header frozen, filters on; texts stay texts."""
    import xlsxwriter

    out = io.BytesIO()
    # Without these a cell that begins with "=" or "http" would come alive in the reader's Excel.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": lang.say("Figures to look at"),
            "author": "hba check",
            "created": datetime.fromisoformat(day),
        }
    )
    head, plain, marks = _formats(book)
    sheet = book.add_worksheet(lang.say("Findings"))
    for column, (name, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, lang.say(name), head)
    for row, line in enumerate(listed, 1):
        for column, text in enumerate(line.texts):
            style = marks.get(line.level, plain) if HEADINGS[column] == "Level" else plain
            number = line.numbers.get(HEADINGS[column])
            if number is None:
                sheet.write_string(row, column, text, style)
            else:
                sheet.write_number(row, column, number, style)
    _made_ready(sheet, len(listed))
    book.close()
    return out.getvalue()


def _formats(book: Any) -> tuple[Any, Any, dict[str, Any]]:
    """The looks of the heading, of a cell, and of the level of what must be put right."""
    edge = {"border": 1, "border_color": "#dfe3e9"}
    head = book.add_format(
        {"bold": True, "bottom": 2, "valign": "vcenter", "text_wrap": True, "bg_color": "#f6f7f9"}
    )
    plain = book.add_format({"valign": "top", "text_wrap": True, **edge})
    marks = {
        "error": book.add_format({"valign": "top", "bold": True, "font_color": ALARM, **edge}),
        "warning": book.add_format({"valign": "top", "font_color": HEX["ink"], **edge}),
    }
    return head, plain, marks


def _made_ready(sheet: Any, rows: int) -> None:
    """The sheet as it is read and printed: header frozen, filters on, one page wide."""
    sheet.ignore_errors({"number_stored_as_text": f"A2:J{rows + 1}"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
