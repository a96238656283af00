"""The workbook that departments fill in: indicators down, months across.

It is read back by ``mau-phong-ban.toml``. The sheet says what it is in its title rows (place, day,
status), so a filled copy needs no other information. Cells for numbers are open, everything else is
locked (without a password: a guard against slips, not against people).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.intake.delivery.register import slug
from hbanalysis.intake.delivery.workbook_files import whole_workbook
from hbanalysis.intake.names import find_code
from hbanalysis.intake.raw.raw_tables import read_table
from hbanalysis.intake.running_terms import of_term
from hbanalysis.vocabulary.quantities import unit_scale
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import OF_TERM, Measure, is_ward

SHEET, GUIDE = "Số liệu", "Hướng dẫn"
STATUSES = ("ước tính", "sơ bộ", "chính thức")
IN_MONTH, TO_DATE = "trong tháng", "lũy kế"
FIRST_ROW, FIRST_COLUMN = 7, 4
HEADER_ROW = FIRST_ROW - 1

GUIDE_LINES = (
    ("Cách điền", ""),
    (
        "1",
        (
            "Chỉ điền các ô nền trắng ở sheet “Số liệu”. Mã, tên chỉ tiêu và đơn vị tính đã khóa:"
            " không sửa, không thêm, không xóa dòng hoặc cột."
        ),
    ),
    (
        "2",
        (
            "Cột “Cách tính”: “trong tháng” là số liệu RIÊNG của từng tháng (hoặc số có tại thời"
            " điểm cuối tháng); “lũy kế” là số liệu từ đầu năm đến hết tháng đó. Chọn một cách rồi"
            " điền cả dòng theo cách đó. Chỉ tiêu báo cáo theo quý: điền tháng 3, 6, 9, 12."
        ),
    ),
    (
        "3",
        (
            "Điền đúng đơn vị tính ghi ở cột ĐVT. Chỉ gõ số, không gõ kèm chữ: 1516,66 (không gõ"
            " “1.516 tỷ”)."
        ),
    ),
    ("4", "Tỷ lệ phần trăm: 98,5 nghĩa là 98,5%. Không điền 0,985."),
    ("5", "Chưa có số liệu thì để TRỐNG. Chỉ ghi số 0 khi đã theo dõi và kết quả bằng 0."),
    (
        "6",
        (
            "Ô “Ngày báo cáo” là ngày số liệu được công bố; mỗi lần gửi lại phải ghi ngày mới. Số"
            " liệu đã gửi không bị xóa: lần gửi sau được lưu thành một lần công bố mới."
        ),
    ),
    ("7", "Ô “Loại số”: ước tính, sơ bộ hoặc chính thức, áp dụng cho cả bảng."),
    ("Gửi và nhận", ""),
    (
        "8",
        (
            "Lưu tệp dạng .xlsx rồi gửi cả tệp. Người nhận xem trước bằng lệnh: "
            "hba import TỆP --recipe mau-phong-ban; nhập số liệu: thêm --accept."
        ),
    ),
    (
        "9",
        (
            "Ô không đọc được chỉ ảnh hưởng đến chỉ tiêu đó; các chỉ tiêu khác vẫn được nhập."
            " Thông báo ghi rõ ô nào, sai như thế nào."
        ),
    ),
)


@dataclass(frozen=True)
class Place:
    """Whose template it is."""

    code: str
    name: str


def chosen_place(root: Path, territory: str, year: int) -> Place:
    """The territory asked for; without one that which has most targets in the year."""
    places, targets = read_table(root, "territories")[0], read_table(root, "targets")[0]
    codes = places["territory"].tolist()
    if not territory:
        most = _asked_in(targets, year).drop_duplicates(["territory", "indicator"])["territory"]
        territory = str(most.value_counts(sort=True).index[0]) if len(most) else (codes or [""])[0]
    territory = find_code(places, "territory", territory)
    return Place(territory, places.loc[places["territory"] == territory, "name_vi"].iloc[0])


def _asked_in(targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """The targets of a year, and those of the terms that run in it."""
    numbers = pd.DataFrame(index=targets.index)
    for name in ("year", "first_year"):
        printed = targets[name] if name in targets else pd.Series("", targets.index)
        numbers[name] = pd.to_numeric(printed, errors="coerce")
    return targets[(numbers["year"] == year) | of_term(numbers, year)]


def file_name(territory: Place, year: int) -> str:
    """The name a template gets when none is said.

    >>> file_name(Place("hong-bang", "Quận Hồng Bàng"), 2024)
    'mau-so-lieu-2024-hong-bang.xlsx'
    """
    return f"mau-so-lieu-{year}-{slug(territory.code)}.xlsx"


def indicators_for(root: Path, territory: Place, year: int) -> pd.DataFrame:
    """The indicators that the place reports: those with targets in the year, all when it has none.

    Targets of a running term are of each of its years; those that are measured by the figures of
    another indicator are not asked for. Left out are sums of parts (the parts are reported) and,
    for a place with wards, rules for every ward: each ward has a template of its own, with just
    those.
    """
    indicators, targets = read_table(root, "indicators")[0], read_table(root, "targets")[0]
    places = read_table(root, "territories")[0]
    mine = _asked_in(targets[targets["territory"] == territory.code], year)
    entered = indicators[indicators["derived"] == ""] if "derived" in indicators else indicators
    by_ward = entered["measure"] == Measure.PER_WARD
    if not mine.empty:
        has_wards = (places["parent"] == territory.code).any()
        entered = entered[~by_ward] if has_wards else entered
        borrowed = entered["measure"].isin(OF_TERM) & (entered["parent"] != "")
        return entered[entered["indicator"].isin(mine["indicator"]) & ~borrowed]
    own_level = places.loc[places["territory"] == territory.code, "level"]
    return entered[by_ward] if own_level.map(is_ward).any() and by_ward.any() else entered


def write_template(root: Path, year: int, territory: Place, path: Path) -> int:
    """Write the template and give the number of indicators.

    HbaError when a file that may have been filled in stands in its place; it is left as it is.
    """
    chosen = indicators_for(root, territory, year)
    facts = {"title": f"Mẫu số liệu {year} - {territory.name}", "author": territory.name}
    with whole_workbook(path, facts, year) as book:
        styles = _styles(book)
        _write_sheet(book.add_worksheet(SHEET), chosen, year, territory, styles)
        _write_guide(book.add_worksheet(GUIDE), chosen, styles)
    return len(chosen)


def _styles(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": "#8C9BA8"}
    open_cell = {**cell, "locked": False, "align": "right"}
    shade = "#EDF1F5"
    kinds = {
        "title": {**base, "bold": True, "font_size": 15, "font_color": "#1F3B57"},
        "hint": {**base, "italic": True, "font_size": 11, "font_color": "#5A6672"},
        "field": {**base, "bold": True, "align": "right"},
        "fixed": {**base, "bg_color": shade, "border": 1, "border_color": "#8C9BA8"},
        "entry": {**base, "locked": False, "border": 1, "border_color": "#8C9BA8", "align": "left"},
        "day": {
            **base,
            "locked": False,
            "border": 1,
            "border_color": "#8C9BA8",
            "num_format": "dd/mm/yyyy",
            "align": "left",
        },
        "head": {
            **cell,
            "bold": True,
            "align": "center",
            "text_wrap": True,
            "bg_color": "#1F3B57",
            "font_color": "#FFFFFF",
        },
        "code": {**cell, "bg_color": shade, "align": "center"},
        "choice": {**cell, "locked": False, "align": "center"},
        "name": {**cell, "bg_color": shade, "text_wrap": True},
        "wrap": {**base, "text_wrap": True, "valign": "top"},
        "number": {**base, "align": "center", "valign": "top", "bold": True},
    }
    made = {name: book.add_format(kind) for name, kind in kinds.items()}
    made["typed"] = book.add_format({"num_format": "#,##0.00####"})
    for decimals in range(4):
        made[f"open{decimals}"] = book.add_format(
            {**open_cell, "num_format": "#,##0" + (".0" + "#" * (decimals - 1) if decimals else "")}
        )
    return made


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
    sheet.data_validation(row, FIRST_COLUMN, row, FIRST_COLUMN + 11, rule)


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


def _write_guide(sheet: Any, chosen: pd.DataFrame, styles: dict[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100)
    row = 0
    for left, right in GUIDE_LINES:
        if right:
            sheet.write_string(row, 0, left, styles["number"])
            sheet.write_string(row, 1, right, styles["wrap"])
            sheet.set_row(row, 18 * (1 + len(right) // 90) + 2)
        else:
            sheet.write_string(row, 0, left, styles["title"])
            sheet.set_row(row, 28)
        row += 1
    sheet.write_string(row, 0, "Giải thích chỉ tiêu", styles["title"])
    sheet.set_row(row, 28)
    for indicator in records(chosen):
        row += 1
        text = f"{indicator['name_vi']}. {indicator['definition']}".strip().rstrip(".") + "."
        owner = f" ({indicator['owner']})" if indicator["owner"] else ""
        sheet.write_string(row, 0, f"CT {indicator['indicator']}", styles["number"])
        sheet.write_string(row, 1, text + owner, styles["wrap"])
        sheet.set_row(row, 18 * (1 + len(text + owner) // 95))
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{row + 1}"})
    sheet.set_footer("&C&P / &N")
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
