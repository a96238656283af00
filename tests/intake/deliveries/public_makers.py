"""Files as reports to pandas, openpyxl, calamine, readxl and LibreOffice describe them."""

from __future__ import annotations

import datetime
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from tests.intake.deliveries.makers import HEAD, NAME, TITLE, Maker, calculated, table, xlsx
from tests.intake.files.packages import ods, ods_row, with_parts

STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def changed(maker: Maker, **parts: tuple[str, str]) -> Maker:
    """A file of another maker with texts of its parts replaced."""

    def write(folder: Path) -> Path:
        path = maker(folder)
        return with_parts(path.rename(folder / "before.tmp"), path, **parts)

    return write


def rewritten(maker: Maker, words: dict[str, str]) -> Maker:
    """A file of another maker with words replaced in every part."""

    def write(folder: Path) -> Path:
        path = maker(folder)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w") as new:
            for name, data in parts.items():
                text = data
                for before, after in words.items():
                    text = text.replace(before.encode(), after.encode())
                new.writestr(name, text)
        return path

    return write


def by_openpyxl(edit: Any, rows: Any = None) -> Maker:
    """The usual report, its sheet given to a function that changes it."""

    def write(folder: Path) -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Sheet1"
        for row in rows or table():
            sheet.append(row)
        edit(book, sheet)
        book.save(folder / NAME)
        return folder / NAME

    return write


def under_format(value: Any, code: str) -> Maker:
    """A number of another maker's report in C4, under a format."""

    def edit(_: Any, sheet: Any) -> None:
        sheet["C4"] = value
        sheet["C4"].number_format = code

    return by_openpyxl(edit)


def grouped_months(_: Any, sheet: Any) -> None:
    """March stands left of April in a group that is folded up."""
    sheet.insert_cols(3)
    for row, text in ((3, "Tháng 3 năm 2024"), (4, 90), (5, 45)):
        sheet.cell(row, 3).value = text
    sheet.column_dimensions.group("C", "C", outline_level=1, hidden=True)


def filtered(_: Any, sheet: Any) -> None:
    """A filter shows one unit only."""
    sheet.auto_filter.ref = "A3:D5"
    sheet.auto_filter.add_filter_column(0, ["Chi thường xuyên"])
    sheet.row_dimensions[4].hidden = True


def folded(_: Any, sheet: Any) -> None:
    """The rows of an outline are folded up under their total."""
    sheet.row_dimensions.group(4, 4, outline_level=1, hidden=True)


def very_hidden(book: Any, sheet: Any) -> None:
    """A draft that no menu of Excel shows."""
    draft = book.copy_worksheet(sheet)
    draft.title = "Nháp"
    draft.sheet_state = "veryHidden"


def noted(_: Any, sheet: Any) -> None:
    """A remark hangs at the cell, and a link."""
    from openpyxl.comments import Comment

    sheet["C4"].comment = Comment("95 mới đúng", "x")
    sheet["A4"].hyperlink = "https://example.org"


def array_formula(_: Any, sheet: Any) -> None:
    """Nobody has calculated it yet."""
    sheet["C4"] = ArrayFormula("C4:C4", "=SUM(D4:D4*1)")


def merged_names(_: Any, sheet: Any) -> None:
    """One name for two rows."""
    sheet.merge_cells("A4:A5")


def linked(value: float) -> Maker:
    """A formula into another workbook, with the number it had there."""
    return calculated(value, "='C:\\So lieu\\[thu.xlsx]T4'!$B$2")


def of_1904(folder: Path) -> Path:
    """A workbook that counts its days from 1904, with a month as a date in its header."""
    book = xlsxwriter.Workbook(str(folder / NAME), {"date_1904": True})
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate(table()):
        sheet.write_row(number, 0, row)
    month = book.add_format({"num_format": '"Tháng "m" năm "yyyy'})
    sheet.write_datetime("C3", datetime.datetime(2024, 4, 1), month)
    book.close()
    return folder / NAME


def phonetic(folder: Path) -> Path:
    """Texts with the reading aid that an Excel of East Asia keeps beside them."""
    aid = '<t xml:space="preserve">Thu ngân sách</t><rPh sb="0" eb="3"><t>THU</t></rPh>'
    plain = changed(xlsx(table()), sharedStrings=("<t>Thu ngân sách</t>", aid))
    return plain(folder)


def inline(folder: Path) -> Path:
    """No table of shared strings: every text stands in its cell."""
    path = folder / NAME
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate(table()):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def encrypted(folder: Path) -> Path:
    """The container of a workbook with a password: its names are what tells it."""
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 62, 3, 65534, 9, 6)
    head = head.ljust(512, b"\xff")
    names = b"".join(
        name.encode("utf-16-le").ljust(128, b"\x00")
        for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    )
    (folder / NAME).write_bytes(head + names.ljust(1024, b"\x00"))
    return folder / NAME


def binary(folder: Path) -> Path:
    """An .xlsb as far as its content table goes."""
    path = folder / NAME.replace(".xlsx", ".xlsb")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    return path


def xml_of_2003(folder: Path) -> Path:
    """The XML spreadsheet of Excel 2003 under the name of an .xls."""
    path = folder / NAME.replace(".xlsx", ".xls")
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        encoding="utf-8",
    )
    return path


def open_document(*rows: str) -> Maker:
    """An .ods with these rows below the usual title and head."""

    def write(folder: Path) -> Path:
        top = [ods_row(*TITLE), ods_row(""), ods_row(*HEAD)]
        return ods(folder / NAME.replace(".xlsx", ".ods"), [*top, *rows])

    return write


def repeated(row: str) -> str:
    """An .ods row whose two last, equal numbers are written once."""
    number = ods_row(50).partition(">")[2].removesuffix("</table:table-row>")
    assert row.count(number) == 2
    once = number.replace("table-cell ", 'table-cell table:number-columns-repeated="2" ', 1)
    return row.replace(number * 2, once)


def text_of(content: str, encoding: str = "utf-8", suffix: str = ".csv") -> Maker:
    """A text file, its lines as they are."""

    def write(folder: Path) -> Path:
        path = folder / NAME.replace(".xlsx", suffix)
        path.write_bytes(content.encode(encoding))
        return path

    return write


def joined(sign: str, *rows: list[Any]) -> str:
    """Lines of a text file."""
    return "\r\n".join(sign.join(map(str, row)) for row in rows) + "\r\n"


REVENUE_TEXT = ["Thu ngân sách", "Tỷ đồng", "100,5", "400"]
SPENDING_TEXT = ["Chi thường xuyên", "Tỷ đồng", "50", "200"]
