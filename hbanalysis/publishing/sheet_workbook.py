"""Sheets as a workbook: numbers stay numbers, words are never taken for formulas."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from hbanalysis.presentation.judgement_style import ALARM, TEXT_COLOURS
from hbanalysis.presentation.sheet import Cell, Sheet
from hbanalysis.vocabulary.language import Language

HEAD = 3
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
MOST_ROWS = 1_000_000
WORKBOOK_DAY = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that the workbook carries: the same content gives the same bytes."""


def workbook(title: str, mark: str, sheets: list[Sheet[Any]]) -> bytes:
    """One page for each sheet; ``mark`` stands above each when figures are synthetic."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        book.set_properties({"title": title, "subject": mark, "created": WORKBOOK_DAY})
        writer = _Writer(book)
        for sheet in sheets:
            writer.sheet(sheet, title, mark)
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.styles: dict[Any, Any] = {}

    def style(self, **more: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(more.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(FONT | more)
        return self.styles[key]

    def sheet(self, sheet: Sheet[Any], title: str, mark: str) -> None:
        """Title, mark, head row, rows."""
        page = self.book.add_worksheet(_short(sheet.label))
        page.write_string(0, 0, f"{sheet.label}: {title}", self.style(bold=True))
        page.write_string(1, 0, mark, self.style(bold=True, font_color=ALARM))
        for position, column in enumerate(sheet.columns):
            head = self.style(bold=True, text_wrap=True, bottom=1)
            page.write_string(HEAD - 1, position, sheet.heading(column.id), head)
            page.set_column(position, position, 34 if column.role == "name" else 16)
            for row, cell in enumerate(sheet.cells[column.id]):
                self.cell(page, HEAD + row, position, cell, sheet.lang)
        page.freeze_panes(HEAD, 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD - 1)

    def cell(self, page: Any, row: int, position: int, cell: Cell, lang: Language) -> None:
        """A number under a format with its decimals, or words."""
        if not cell.live or cell.number is None:
            colour = {"font_color": TEXT_COLOURS[cell.tone]} if cell.tone else {}
            page.write_string(row, position, cell.text(lang), self.style(text_wrap=True, **colour))
            return
        percent = cell.share or cell.after.startswith("%")
        digits = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
        value = cell.number / 100 if percent and not cell.share else cell.number
        after = "%" if percent else _literal(cell.after)
        page.write_number(
            row, position, value, self.style(num_format=_literal(cell.before) + digits + after)
        )


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""


def _short(label: str) -> str:
    """A name that Excel takes for a page: at most 31 characters, none of its own signs."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in label)[:31].strip()
