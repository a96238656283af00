"""The sheet that says how the departments' workbook is filled in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.vocabulary.rows import records

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


def write_guide(sheet: Any, chosen: pd.DataFrame, styles: dict[str, Any]) -> None:
    """The guide, and below it what each indicator means and who answers for it."""
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
