"""The workbook that departments fill in: indicators down, months across.

It is read back by ``mau-phong-ban.toml``. The sheet says what it is in its title rows (place, day,
status), so a filled copy needs no other information. Cells for numbers are open, everything else is
locked (without a password: a guard against slips, not against people).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.intake.delivery.template_guide import write_guide
from hbanalysis.intake.delivery.template_scope import Place, indicators_for
from hbanalysis.intake.delivery.template_styles import styles_of
from hbanalysis.intake.delivery.workbook_files import whole_workbook
from hbanalysis.vocabulary.quantities import unit_scale
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure

SHEET, GUIDE = "Số liệu", "Hướng dẫn"
STATUSES = ("ước tính", "sơ bộ", "chính thức")
IN_MONTH, TO_DATE = "trong tháng", "lũy kế"
FIRST_ROW, FIRST_COLUMN = 7, 4
HEADER_ROW = FIRST_ROW - 1


def write_template(root: Path, year: int, territory: Place, path: Path) -> int:
    """Write the template and give the number of indicators.

    HbaError when a file that may have been filled in stands in its place; it is left as it is.
    """
    chosen = indicators_for(root, territory, year)
    facts = {"title": f"Mẫu số liệu {year} - {territory.name}", "author": territory.name}
    with whole_workbook(path, facts, year) as book:
        styles = styles_of(book)
        _write_sheet(book.add_worksheet(SHEET), chosen, year, territory, styles)
        write_guide(book.add_worksheet(GUIDE), chosen, styles)
    return len(chosen)


def _write_sheet(
    sheet: Any, chosen: pd.DataFrame, year: int, territory: Place, styles: dict[str, Any]
) -> None:
    last = FIRST_ROW + len(chosen) - 1
    sheet.write_string(0, 0, f"SỐ LIỆU THỰC HIỆN CÁC CHỈ TIÊU NĂM {year}", styles["title"])
    for line, height in enumerate((30, 21, 21, 21, 24, 8)):
        sheet.set_row(line, height)
    _write_fields(sheet, territory, year, styles)
    head = ("Mã", "Chỉ tiêu", "ĐVT", "Cách tính", *(f"Tháng {month}" for month in range(1, 13)))
    for column, text in enumerate(head):
        sheet.write_string(HEADER_ROW, column, text, styles["head"])
    sheet.set_row(HEADER_ROW, 24)
    for number, row in enumerate(records(chosen)):
        _write_indicator(sheet, FIRST_ROW + number, row, styles)
    for column, width in enumerate((8, 24, 10.5, 11)):
        sheet.set_column(column, column, width)
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + 11, 9.7)
    _show_decimals(sheet, last, styles)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
    sheet.print_area(0, 0, last, FIRST_COLUMN + 11)
    sheet.set_zoom(90)


def _show_decimals(sheet: Any, last: int, styles: dict[str, Any]) -> None:
    """Every decimal that was typed is shown, so that 0,985 in the place of 98,5 is seen."""
    first = f"{chr(65 + FIRST_COLUMN)}{FIRST_ROW + 1}"
    typed = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({first}),{first}<>ROUND({first},1))",
        "format": styles["typed"],
    }
    sheet.conditional_format(FIRST_ROW, FIRST_COLUMN, last, FIRST_COLUMN + 11, typed)


def _write_fields(sheet: Any, territory: Place, year: int, styles: dict[str, Any]) -> None:
    """The three answers above the table.

    They stand left of the months, so that a reader takes them for the title.
    """
    sheet.write_string(1, 1, "Địa bàn:", styles["field"])
    sheet.write_string(1, 2, territory.name, styles["fixed"])
    sheet.write_string(2, 1, "Ngày báo cáo:", styles["field"])
    sheet.write_blank(2, 2, None, styles["day"])
    sheet.data_validation(
        2,
        2,
        2,
        2,
        {
            "validate": "custom",
            "value": f"=AND(ISNUMBER(C3),YEAR(C3)>={year},YEAR(C3)<={year + 1})",
            "input_title": "Ngày báo cáo",
            "input_message": "Ngày số liệu được công bố, ví dụ 06/05/2024.",
            "error_title": "Ngày báo cáo",
            "error_message": f"Cần một ngày trong năm {year} hoặc {year + 1}.",
        },
    )
    sheet.write_string(3, 1, "Loại số:", styles["field"])
    sheet.write_string(3, 2, STATUSES[1], styles["entry"])
    sheet.data_validation(
        3,
        2,
        3,
        2,
        {
            "validate": "list",
            "source": list(STATUSES),
            "error_title": "Loại số",
            "error_message": "Chọn một trong: " + ", ".join(STATUSES) + ".",
        },
    )
    sheet.write_string(
        4,
        0,
        "Chỉ điền ô nền trắng, đúng đơn vị tính và cách tính; chưa có số liệu thì để trống. "
        f"Xem thêm sheet “{GUIDE}”.",
        styles["hint"],
    )


def _write_indicator(sheet: Any, row: int, indicator: Any, styles: dict[str, Any]) -> None:
    """One indicator: its locked code, name and unit, and its twelve open cells.

    The cells take only numbers that the indicator can have.
    """
    decimals = min(int(indicator["decimals"] or 1), 3)
    sheet.write_string(row, 0, f"CT {indicator['indicator']}", styles["code"])
    sheet.write_string(row, 1, indicator["name_vi"], styles["name"])
    sheet.write_string(row, 2, indicator["unit"], styles["code"])
    sheet.set_row(row, 4 + 17 * max(1, -(-len(indicator["name_vi"]) // 22)))
    by_quarter = indicator["cadence"] == "quarter"
    to_date = by_quarter and indicator["measure"] == Measure.FLOW  # a level is that of its month
    sheet.write_string(row, 3, TO_DATE if to_date else IN_MONTH, styles["choice"])
    sheet.data_validation(
        row,
        3,
        row,
        3,
        {
            "validate": "list",
            "source": [IN_MONTH, TO_DATE],
            "error_title": "Cách tính",
            "error_message": f"Chọn “{IN_MONTH}” hoặc “{TO_DATE}”.",
        },
    )
    for month in range(1, 13):
        is_open = not by_quarter or month % 3 == 0
        shown = f"open{3 if is_money(indicator['unit']) else decimals}"
        sheet.write_blank(row, FIRST_COLUMN + month - 1, None, styles[shown if is_open else "code"])
    rule = _number_rule(indicator, decimals)
    sheet.data_validation(row, FIRST_COLUMN, row, FIRST_COLUMN + 11, rule)


def _number_rule(indicator: Any, decimals: int) -> dict[str, Any]:
    """Which numbers an indicator's cells take, and what is said of any other."""
    percent, whole = indicator["unit"] == "%", is_whole(indicator["unit"], decimals)
    kind = "số nguyên" if whole else "số"
    rule: dict[str, Any] = {
        "validate": "integer" if whole else "decimal",
        "criteria": ">=",
        "value": -999999999999,
    }
    if percent:
        rule |= {"criteria": "between", "minimum": 0, "maximum": 1000}
        del rule["value"]
    rule |= {
        "error_title": f"CT {indicator['indicator']}",
        "error_message": (
            f"Cần một {kind}, tính bằng {indicator['unit']}"
            + ("; 98,5 nghĩa là 98,5%." if percent else ". Không gõ kèm chữ.")
        ),
    }
    return rule


def is_money(unit: str) -> bool:
    """Whether a unit is money, which is kept to the million.

    >>> is_money("tỷ đồng"), is_money("lượt"), is_money("mô hình/phường")
    (True, False, False)
    """
    try:
        return unit_scale(unit)[1] == "đồng"
    except NotUnderstood:
        return False


def is_whole(unit: str, decimals: int) -> bool:
    """Whether a unit is counted in whole numbers."""
    return decimals == 0 and not is_money(unit) and unit != "%"
