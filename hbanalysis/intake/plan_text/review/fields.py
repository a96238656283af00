"""The columns of a review and its drop-down lists; a hidden first row holds the columns' ids."""

from __future__ import annotations

from dataclasses import dataclass

SHEET, UNREAD_SHEET, DOCUMENT_SHEET, GUIDE_SHEET = "Duyệt", "Chưa đọc", "Văn bản", "Hướng dẫn"
ID_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2

TAKE = {"yes": "có", "no": "không", "look": "xem lại"}
KINDS = {"P": "kế hoạch", "R": "kết quả", "S": "bảng điểm"}
COMPARATORS = {
    ">=": "ít nhất (≥)",
    "<=": "nhiều nhất (≤)",
    "=": "đúng bằng (=)",
    "done": "hoàn thành",
    "every": "mỗi đơn vị",
}
MEASURES = {
    "flow": "cộng dồn trong năm",
    "stock": "mức tại thời điểm",
    "ratio": "tỷ lệ",
    "rank": "thứ hạng",
    "milestone": "việc phải xong",
    "cap": "mức không được vượt",
    "per_ward": "mỗi đơn vị ít nhất",
    "growth": "tốc độ tăng",
    "share": "tỷ trọng trong cơ cấu",
    "change": "mức tăng, giảm",
    "term_sum": "tổng nhiệm kỳ",
    "term_growth": "tăng bình quân năm",
    "term_average": "bình quân năm",
    "term_each": "mỗi năm của nhiệm kỳ",
    "term_level": "mức cuối nhiệm kỳ",
}
TERM_KINDS = {
    "term_sum": ("term_sum", ""),
    "term_growth": ("term_average", "compound"),
    "term_average": ("term_average", "plain"),
    "term_each": ("term_average", "each"),
    "term_level": ("term_level", ""),
}
"""Kinds of a term, as the tables know them: ``measure`` and ``averaged``; growth compounds."""
DIRECTIONS = {"higher": "càng cao càng tốt", "lower": "càng thấp càng tốt"}
CADENCES = {"month": "tháng", "quarter": "quý", "year": "năm", "event": "khi có"}


@dataclass(frozen=True)
class Field:
    """One column: its id, its heading, how wide it is shown (0: hidden), its drop-down words."""

    id: str
    title: str
    width: int
    choices: dict[str, str] | None = None
    number: bool = False


FIELDS = (
    Field("number", "STT", 5),
    Field("take", "Nhận", 9, TAKE),
    Field("kind", "Loại", 10, KINDS),
    Field("indicator", "Mã", 8),
    Field("parent", "Thuộc mã", 9),
    Field("name", "Tên chỉ tiêu", 40),
    Field("year", "Năm", 7),
    Field("value", "Giá trị", 12, number=True),
    Field("value_high", "Đến", 9, number=True),
    Field("unit", "ĐVT", 13),
    Field("quote", "Nguyên văn", 52),
    Field("doubts", "Cần xem", 36),
    Field("comparator_stated", "Lời so sánh", 13),
    Field("comparator", "So sánh", 14, COMPARATORS),
    Field("measure", "Cách tính", 17, MEASURES),
    Field("first_year", "Nhiệm kỳ từ năm", 10),
    Field("direction", "Chiều", 16, DIRECTIONS),
    Field("cadence", "Kỳ báo cáo", 10, CADENCES),
    Field("printed_pct", "% KH đã in", 10, number=True),
    Field("plan_value", "KH hoặc tổng số đã in", 11, number=True),
    Field("clause", "Mục", 10),
    Field("group", "Nhóm", 19),
    Field("place", "Vị trí", 0),
)
COLUMN = {field.id: place for place, field in enumerate(FIELDS)}
IDS = [field.id for field in FIELDS]

DOCUMENT_FIELDS = {
    "territory": "Mã địa bàn (như trong territories.csv)",
    "source": "Tên văn bản, ghi vào cột nguồn",
    "plan": "Cơ quan ban hành",
    "decided": "Ngày ban hành (2026-12-15)",
    "file": "Tệp đã đọc",
    "document": "Mã băm SHA-256 của tệp",
}
GUIDE = (
    "Mỗi dòng của sheet “Duyệt” là một chỉ tiêu hoặc một kết quả nêu trong văn bản; cột “Nguyên "
    "văn”"
    " là lời của văn bản, để đối chiếu.",
    "Dòng màu vàng có chỗ hiểu được hai cách, cột “Cần xem” nêu cả hai: sửa ô sai rồi chọn “có”"
    " hoặc “không” ở cột “Nhận”. Còn dòng “xem lại” thì chưa nhận được.",
    "Ô “So sánh” màu xanh nhạt là đề xuất: văn bản không nêu lời so sánh nào.",
    "Chỉ tiêu của cả nhiệm kỳ hay giai đoạn (2026-2030): cột “Cách tính” là tổng nhiệm kỳ, tăng"
    " bình quân năm, bình quân năm hoặc mức cuối nhiệm kỳ; cột “Năm” là năm cuối (2030), cột"
    " “Nhiệm kỳ từ năm” là năm đầu (2026). Chỉ tiêu của một năm thì để trống cột này.",
    "Mã là khóa của chỉ tiêu: cùng mã là cùng một chỉ tiêu ở mọi năm. Dòng “trong đó” ghi mã của"
    " chỉ tiêu chung ở cột “Thuộc mã”.",
    "Sheet “Chưa đọc” liệt kê những con số chưa hiểu được; nếu là chỉ tiêu, thêm một dòng ở cuối"
    " sheet “Duyệt”.",
    "Điền sheet “Văn bản”, lưu tệp, rồi gõ: hba plan accept TỆP.xlsx",
)
