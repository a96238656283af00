"""Small deliveries of our own making, in the shapes that real ones have.

Each function writes one file.
"""

from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import Font

Rows = list[list[Any]]

INVESTMENT: Rows = [
    ["4. Vốn đầu tư thực hiện từ nguồn ngân sách Nhà nước"],
    [],
    ["", "", "", "", "", "", "Đơn vị tính: Tỷ đồng"],
    ["", "", "Thực hiện", "Ước tính ", "Cộng dồn", "4 tháng năm", "4 tháng năm"],
    ["", "", "tháng 3", "tháng 4", "4 tháng", "2031 so với", "2031 so với"],
    ["", "", "năm", "năm", "năm", "kế hoạch", "cùng kỳ"],
    ["", "", 2031, 2031, 2031, "năm 2031 (%)", "năm trước (%)"],
    [],
    ["TỔNG SỐ", "", 120.5, 130.25, 480.75, 28.5, 103.1],
    ["Trung ương", "", 20.5, 30.25, 80.75, 18.5, 101.1],
    ["Trong đó:"],
    ["", "Bộ Y tế", 2, 3, 8, 19, 100],
    ["", "Bộ Xây dựng", 4, 5, 16, 20, 99.5],
    ["Địa phương", "", 100, 100, 400, 30, 104],
    ["", "Hà Nội", 40, 50, 160, 31, 105],
    ["", "Hải Phòng", 10, 12, 45, 33, 98],
]


def write_xlsx(
    path: Path, sheets: dict[str, Rows], merges: tuple[str, ...] = (), hidden: tuple[str, ...] = ()
) -> Path:
    """Plain sheets; `merges` are ranges of the first sheet whose text stands in their first cell."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value != "":
                    sheet.write(row, column, value)
        for merged in merges if number == 0 else ():
            left, top, right, bottom = openpyxl.utils.cell.range_boundaries(merged)
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, rows[top - 1][left - 1])
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def write_tcvn3_xls(path: Path) -> Path:
    """An .xls of the early 2000s.

    TCVN3 codes in .Vn fonts, a capitals font in the title, one cell with mixed fonts.
    """
    book = xlwt.Workbook()
    sheet = book.add_sheet("XDCB")
    small = xlwt.easyxf("font: name .VnTime")
    capitals = xlwt.easyxf("font: name .VnTimeH, bold on")
    sheet.write(0, 0, "5. Thùc hiÖn vèn ®Çu t\xad x©y dùng c¬ b¶n", capitals)
    for column, words in (
        (1, ("Thùc hiÖn", "th¸ng 6", "(Tû ®ång)")),
        (2, ("¦íc tÝnh", "th¸ng 7", "(Tû ®ång)")),
    ):
        for row, word in enumerate(words, 2):
            sheet.write(row, column, word, small)
    for row, (label, *numbers) in enumerate(
        (("Tæng sè", 6502.9, 42.1), ("  Trung \xad¬ng", 4424.6, 43.8)), 6
    ):
        sheet.write(row, 0, label, small)
        for column, number in enumerate(numbers, 1):
            sheet.write(row, column, number)
    latin = xlwt.easyfont("name Arial")
    sheet.write_rich_text(
        8, 0, (("Bé C«ng nghiÖp ", xlwt.easyfont("name .VnTime")), ("(ABC)", latin)), small
    )
    sheet.write(8, 1, 17.6)
    sheet.write(8, 2, 35.9)
    book.save(str(path))
    return path


def write_font_xlsx(path: Path, font: str, label: str) -> Path:
    """A little table whose first label stands in the given font."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Biểu 1. Thu"],
        ["Chỉ tiêu", "Tháng 1", "Tháng 2"],
        [label, 1.5, 2.5],
        ["Total", 3, 4],
    ):
        sheet.append(row)
    sheet["A3"].font = Font(name=font)
    book.save(path)
    return path
