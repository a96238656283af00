"""How each delivery is written.

Small functions that give the bytes of one file in one habit of real offices.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

from tests.intake.workbooks import Rows, write_xlsx

Maker = Callable[[Path], Path]
NAME = "2024-05-06-bao-cao.xlsx"
TITLE = ["Báo cáo thu chi"]
HEAD = ["Chỉ tiêu", "ĐVT", "Tháng 4 năm 2024", "Lũy kế 4 tháng năm 2024"]
REVENUE = ["Thu ngân sách", "Tỷ đồng", 100.5, 400]
SPENDING = ["Chi thường xuyên", "Tỷ đồng", 50, 200]


def table(*rows: list[Any], head: list[Any] | None = None, title: list[Any] | None = None) -> Rows:
    """The report: a title, a gap, a header, and the rows.

    Revenue and spending when none are given.
    """
    return [title or TITLE, [], head or HEAD, *(rows or (REVENUE, SPENDING))]


def xlsx(rows: Rows, name: str = NAME, **more: Any) -> Maker:
    """An .xlsx file of one sheet."""
    return lambda folder: write_xlsx(folder / name, {"Sheet1": rows}, **more)


def sheets(content: dict[str, Rows], **more: Any) -> Maker:
    """An .xlsx file of several sheets."""
    return lambda folder: write_xlsx(folder / NAME, content, **more)


def text_file(rows: Rows, encoding: str, delimiter: str = ";") -> Maker:
    """A .csv file, numbers with a decimal comma."""

    def shown(value: Any) -> str:
        text = str(value).replace(".", ",") if isinstance(value, float) else str(value)
        return unicodedata.normalize("NFD", text) if encoding == "cp1258" else text

    def write(folder: Path) -> Path:
        path = folder / NAME.replace(".xlsx", ".csv")
        text = "\n".join(delimiter.join(map(shown, row)) for row in rows)
        if (
            encoding == "cp1258"
        ):  # its letters with hats are composed, its tones are marks behind them
            text = "".join(_composed_hats(text))
        path.write_bytes(text.encode(encoding))
        return path

    return write


def _composed_hats(text: str) -> list[str]:
    letters: list[str] = []
    for sign in text:
        if sign in "\u0302\u0306\u031b":  # hat, breve, horn: one letter with what stands before
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        else:
            letters.append(sign)
    # a tone typed before the hat in decomposed text belongs behind the composed letter
    return letters


def dated(folder: Path) -> Path:
    """Excel has turned 1/2 into a date."""
    book = xlsxwriter.Workbook(str(folder / NAME))
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate(table()):
        sheet.write_row(number, 0, row)
    sheet.write_datetime(
        3, 2, datetime.datetime(2024, 2, 1), book.add_format({"num_format": "d/m"})
    )
    book.close()
    return folder / NAME


def calculated(value: Any, formula: str = "=#REF!+1") -> Maker:
    """A formula with the result that Excel stored for it: a number, an error, nothing at all."""

    def write(folder: Path) -> Path:
        if value is None:
            book = openpyxl.Workbook()  # openpyxl stores no results
            sheet = book.active
            sheet.title = "Sheet1"
            for row in table():
                sheet.append(row)
            sheet["C4"] = "=1+1"
            book.save(folder / NAME)
            return folder / NAME
        made = xlsxwriter.Workbook(str(folder / NAME))
        page = made.add_worksheet("Sheet1")
        for number, row in enumerate(table()):
            page.write_row(number, 0, row)
        page.write_formula("C4", formula, None, value)
        made.close()
        return folder / NAME

    return write


def in_font(font: str, texts: dict[str, str]) -> Maker:
    """An old .xls whose Vietnamese texts stand in another code, drawn right only by its font."""

    def write(folder: Path) -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet1")
        style = xlwt.easyxf(f"font: name {font}")
        for number, row in enumerate(table()):
            for column, value in enumerate(row):
                sheet.write(number, column, texts.get(value, value), style)
        path = folder / NAME.replace(".xlsx", ".xls")
        book.save(str(path))
        return path

    return write


TCVN3 = {
    "Báo cáo thu chi": "B¸o c¸o thu chi",
    "Chỉ tiêu": "ChØ tiªu",
    "ĐVT": "§VT",
    "Tháng 4 năm 2024": "Th¸ng 4 n¨m 2024",
    "Lũy kế 4 tháng năm 2024": "Lòy kÕ 4 th¸ng n¨m 2024",
    "Thu ngân sách": "Thu ng©n s¸ch",
    "Chi thường xuyên": "Chi th\xad\xeang xuyªn".replace("\xea", "ê"),
    "Tỷ đồng": "Tû ®ång",
}
VNI = {"Thu ngân sách": "Thu ngaân saùch", "Báo cáo thu chi": "Baùo caùo thu chi"}


def raw_bytes(content: bytes, name: str = NAME) -> Maker:
    """A file that is not what its name says."""

    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


def shown(value: Any, code: str, unit: str = "Tỷ đồng", label: str = "Thu ngân sách") -> Maker:
    """The month's figure under a number format."""

    def write(folder: Path) -> Path:
        book = xlsxwriter.Workbook(str(folder / NAME))
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(
            table([label, unit, "", 400 if unit != "%" else ""], SPENDING)
        ):
            sheet.write_row(number, 0, row)
        sheet.write(3, 2, value, book.add_format({"num_format": code}))
        book.close()
        return folder / NAME

    return write


def drawn(**how: Any) -> Maker:
    """The usual report with cells drawn otherwise.

    ``row`` and ``column`` hide, ``raised`` and ``struck`` put letters after or before a number.
    """

    def write(folder: Path) -> Path:
        book = xlsxwriter.Workbook(str(folder / NAME))
        sheet = book.add_worksheet("Sheet1")
        struck = book.add_format({"font_strikeout": 1})
        raised = book.add_format({"font_script": 1})
        rows = how.get("rows") or table()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if "row" in how:
            sheet.set_row(how["row"], None, None, {"hidden": True})
        if "column" in how:
            sheet.set_column(how["column"], how["column"], None, None, {"hidden": True})
        if "raised" in how:
            sheet.write_rich_string(how["raised"], str(how["text"]), raised, "1")
        if "struck" in how:
            sheet.write_rich_string("C4", struck, "95", "100,5")
        if "struck_row" in how:
            for column, value in enumerate(rows[how["struck_row"]]):
                sheet.write(how["struck_row"], column, value, struck)
        book.close()
        return folder / NAME

    return write


def csv_lines(*lines: str) -> Maker:
    """A text file, line by line."""

    def write(folder: Path) -> Path:
        path = folder / NAME.replace(".xlsx", ".csv")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def in_dates(*cells: str) -> Maker:
    """The usual report with headers that Excel has made dates."""

    def write(folder: Path) -> Path:
        book = xlsxwriter.Workbook(str(folder / NAME))
        sheet = book.add_worksheet("Sheet1")
        for number, row in enumerate(table()):
            sheet.write_row(number, 0, row)
        month = book.add_format({"num_format": "mm/yyyy"})
        for cell in cells:
            sheet.write_datetime(cell, datetime.datetime(2024, 4, 1), month)
        book.close()
        return folder / NAME

    return write
