"""One delivery for each habit of domain.md, "How deliveries arrive", and what must become of it.

``takes`` are the accepted figures as "indicator period m|y value" (m the month, y the year to
date); ``refuses`` the rules of all errors; ``says`` a piece of a Vietnamese sentence that the
sender must read; ``changes`` rules of normalisation that must be listed; ``recipe`` keys that
differ from the usual recipe of these cases.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from tests.intake.deliveries.makers import (
    HEAD,
    REVENUE,
    SPENDING,
    TCVN3,
    TITLE,
    VNI,
    Maker,
    calculated,
    csv_lines,
    dated,
    drawn,
    in_dates,
    in_font,
    raw_bytes,
    sheets,
    shown,
    table,
    text_file,
    xlsx,
)

BOTH = "thu 2024-04 m 100.5; thu 2024-04 y 400; chi 2024-04 m 50; chi 2024-04 y 200"
REST = "chi 2024-04 m 50; chi 2024-04 y 200"
BARE = [["Thu ngân sách", 100.5, 400], ["Chi thường xuyên", 50, 200]]


@dataclass(frozen=True)
class Case:
    """One delivery and its expected outcome."""

    name: str
    write: Maker
    takes: str = ""
    refuses: str = ""
    says: str = ""
    changes: str = ""
    recipe: dict[str, Any] = field(default_factory=dict)
    received: str = ""


def revenue(
    month: Any, to_date: Any = 400, unit: str = "Tỷ đồng", label: str = "Thu ngân sách"
) -> list[Any]:
    """The row of revenue with something else in its cells."""
    return [label, unit, month, to_date]


def one(month: Any, **more: Any) -> Maker:
    """The usual report with something else in the cell of the month's revenue (C4)."""
    return xlsx(table(revenue(month, **more), SPENDING))


STACKED = [
    TITLE,
    [],
    ["", "", "Thực hiện", "Lũy kế"],
    ["", "", "tháng 4", "4 tháng"],
    ["", "", "năm", "năm"],
    ["Chỉ tiêu", "ĐVT", 2024, 2024],
    REVENUE,
    SPENDING,
]
MERGED = [
    TITLE,
    [],
    ["Chỉ tiêu", "ĐVT", "Thực hiện (năm 2024)", ""],
    ["", "", "Tháng 4 năm 2024", "Lũy kế 4 tháng năm 2024"],
    REVENUE,
    SPENDING,
]
UNIT_AT_RIGHT = [TITLE, ["", "", "Đơn vị: Tỷ đồng"], ["Chỉ tiêu", HEAD[2], HEAD[3]], *BARE]
INDEXED = [*table()[:3], ["A", "B", 1, 2], REVENUE, SPENDING]
PARTS = [*table(), ["Trong đó:"], ["Chi đầu tư", "Tỷ đồng", 20, 80]]
SIGNED = [
    *table(),
    ["Tổng cộng", "Tỷ đồng", 150.5, 600],
    [],
    ["Nơi nhận:", "", "TRƯỞNG PHÒNG"],
    ["- Lưu VT"],
]
NFD_ROWS = [
    [unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row] for row in table()
]


def head(month: str, to_date: str = HEAD[3]) -> Maker:
    """The usual report under other headers."""
    return xlsx(table(head=["Chỉ tiêu", "ĐVT", month, to_date]))


CASES = [
    Case("plain", xlsx(table()), BOTH),
    # headers, titles, units, what stands around
    Case("header over four lines, word by word", xlsx(STACKED), BOTH),
    Case("merged header", xlsx(MERGED, merges=("C3:D3",)), BOTH),
    Case("unit row at the right", xlsx(UNIT_AT_RIGHT), BOTH),
    Case("index row A B 1 2", xlsx(INDEXED), BOTH, changes="index-row"),
    Case("parts under Trong đó", xlsx(PARTS), BOTH),
    Case("total, signature and Nơi nhận below", xlsx(SIGNED), BOTH),
    # numbers as text
    Case(
        "number as Vietnamese text",
        one("1.516,66"),
        f"thu 2024-04 m 1516.66; thu 2024-04 y 400; {REST}",
        changes="text-number",
    ),
    Case(
        "number as English text",
        one("1,516.66"),
        f"thu 2024-04 m 1516.66; thu 2024-04 y 400; {REST}",
        changes="text-number",
    ),
    Case(
        "ambiguous text",
        one("1.536"),
        REST,
        "ambiguous-number row-stopped",
        "C4 ghi “1.536”, có thể hiểu là 1536 hoặc 1.536",
    ),
    Case(
        "ambiguous text, format declared",
        one("1.536"),
        f"thu 2024-04 m 1536; thu 2024-04 y 400; {REST}",
        recipe={"number_format": "vi"},
    ),
    Case("accounting brackets", one("(12,5)"), f"thu 2024-04 m -12.5; thu 2024-04 y 400; {REST}"),
    Case("typographic minus", one("−12,5"), f"thu 2024-04 m -12.5; thu 2024-04 y 400; {REST}"),
    Case(
        "a count that Excel made a fraction",
        xlsx(table(["Hộ nghèo mới", "hộ", 1.536, 3], SPENDING)),
        REST,
        "not-whole row-stopped",
        "1536?",
    ),
    Case("1/2 turned into a date", dated, REST, "date-cell row-stopped", "C4 ghi ngày 2024-02-01"),
    Case(
        "words in a number's cell",
        one("chưa có"),
        REST,
        "text-among-numbers row-stopped",
        "“chưa có”",
    ),
    # units
    Case(
        "rows in different units",
        xlsx(table(revenue(100500, 400000, "Triệu đồng"), SPENDING)),
        BOTH,
        changes="unit",
    ),
    Case("tr.đ", xlsx(table(revenue(100500, 400000, "tr.đ"), SPENDING)), BOTH, changes="unit"),
    Case(
        "a cell with its own unit",
        xlsx(
            [
                TITLE,
                ["", "", "Đơn vị: Tỷ đồng"],
                ["Chỉ tiêu", HEAD[2], HEAD[3]],
                ["Thu ngân sách", "900 triệu", 400],
                BARE[1],
            ]
        ),
        f"thu 2024-04 m 0.9; thu 2024-04 y 400; {REST}",
        changes="text-number",
    ),
    Case(
        "no unit at all",
        xlsx([TITLE, [], ["Chỉ tiêu", HEAD[2], HEAD[3]], *BARE]),
        "",
        "no-unit row-stopped",
        "chưa ghi đơn vị tính của Thu ngân sách",
    ),
    Case(
        "no unit, declared",
        xlsx([TITLE, [], ["Chỉ tiêu", HEAD[2], HEAD[3]], *BARE]),
        BOTH,
        recipe={"unit": "tỷ đồng"},
    ),
    Case(
        "a unit of something else",
        xlsx(table(revenue(100.5, unit="Người"), SPENDING)),
        REST,
        "other-unit row-stopped",
        "không quy đổi được",
    ),
    # periods
    Case("T4", head("Số tháng T4/2024"), BOTH),
    Case("Tháng 04", head("Tháng 04/2024"), BOTH),
    Case(
        "year to date delivered as month",
        head("9 tháng năm 2024"),
        "",
        "no-column",
        "Không có cột số liệu riêng từng tháng",
    ),
    Case(
        "quarter as year to date",
        head("Tháng 3 năm 2024", "Lũy kế quý I năm 2024"),
        BOTH.replace("2024-04", "2024-03"),
    ),
    Case(
        "02 tháng/2024",
        head("Tháng 2/2024", "Lũy kế 02 tháng/2024"),
        BOTH.replace("2024-04", "2024-02"),
    ),
    Case(
        "a month that names no year, a title that does",
        xlsx(
            table(
                head=["Chỉ tiêu", "ĐVT", "Tháng 4", "Lũy kế 4 tháng"],
                title=["Báo cáo thu chi năm 2024"],
            )
        ),
        BOTH,
    ),
    Case("no year anywhere", head("Tháng 4", "Lũy kế 4 tháng"), "", "no-column"),
    Case(
        "a month after its publication",
        head("Tháng 9 năm 2024", "Lũy kế 4 tháng năm 2024"),
        "",
        "future-month row-stopped",
        "trước khi tháng đó bắt đầu",
    ),
    # absence
    Case("blank", one(""), f"thu 2024-04 y 400; {REST}"),
    Case("a dash", one("-"), f"thu 2024-04 y 400; {REST}", changes="placeholder"),
    Case("an en dash", one("–"), f"thu 2024-04 y 400; {REST}", changes="placeholder"),
    Case("dots", one("..."), f"thu 2024-04 y 400; {REST}", changes="placeholder"),
    Case("x", one("x"), f"thu 2024-04 y 400; {REST}", changes="placeholder"),
    Case("zero is a number", one(0), f"thu 2024-04 m 0; thu 2024-04 y 400; {REST}"),
    # notes and letters
    Case(
        "footnote on a number",
        xlsx([*table(revenue("100,5(*)"), SPENDING), [], ["(*) Số liệu ước tính"]]),
        BOTH,
        changes="text-number",
    ),
    Case(
        "footnote on a name",
        xlsx(table(revenue(100.5, label="Thu ngân sách (1)"), SPENDING)),
        BOTH,
        changes="footnote-mark",
    ),
    Case("decomposed letters", xlsx(NFD_ROWS), BOTH, changes="letters"),
    Case(
        "no-break spaces",
        xlsx(table(revenue(100.5, label="Thu\u00a0ngân  sách"), SPENDING)),
        BOTH,
        changes="spaces",
    ),
    Case("Icelandic Ð", xlsx(table(head=["Chỉ tiêu", "ÐVT", *HEAD[2:]])), BOTH, changes="letters"),
    Case("tỉ for tỷ", xlsx(table(revenue(100.5, unit="tỉ đồng"), SPENDING)), BOTH),
    Case("tone marks elsewhere", xlsx(table(head=[*HEAD[:3], "Luỹ kế 4 tháng năm 2024"])), BOTH),
    Case("TCVN3 by font", in_font(".VnTime", TCVN3), BOTH, changes="tcvn3-font"),
    Case("VNI", in_font("VNI-Times", VNI), "", "vni-text no-table", "chuyển tệp sang Unicode"),
    # files
    Case("CSV in UTF-16", text_file(table(), "utf-16"), BOTH, changes="text-number"),
    Case(
        "CSV in UTF-8 with a mark, tabs",
        text_file(table(), "utf-8-sig", "\t"),
        BOTH,
        changes="text-number",
    ),
    Case("CSV in cp1258", text_file(table(), "cp1258"), BOTH, changes="text-number"),
    Case(
        "hidden sheet beside the right one",
        sheets({"Sheet1": table(), "Nháp": table()}, hidden=("Nháp",)),
        BOTH,
        says="Sheet “Nháp” đang ẩn",
    ),
    Case(
        "the same table twice",
        sheets({"Sheet1": table(), "Sheet2": table()}),
        "",
        "several-tables",
        "2 bảng có tiêu đề chứa “báo cáo thu chi”",
    ),
    Case(
        "the same row twice",
        xlsx(table(REVENUE, SPENDING, revenue(7))),
        REST,
        "several-rows",
        "2 dòng trùng tên Thu ngân sách (A4, A6)",
    ),
    Case(
        "a row is missing",
        xlsx(table(SPENDING, ["Khác", "Tỷ đồng", 1, 2])),
        REST,
        says="Không có dòng nào tên “Thu ngân sách”",
    ),
    Case(
        "another table altogether",
        xlsx(table(title=["Dân số"])),
        "",
        "no-table",
        "các tiêu đề hiện có: Dân số",
    ),
    Case(
        "formula never calculated",
        calculated(None),
        REST,
        "uncached-formula row-stopped",
        "mở tệp bằng Excel",
    ),
    Case("#REF!", calculated("#REF!"), REST, "error-cell row-stopped", "#REF!"),
    Case(
        "percent as 98,5",
        xlsx(table(["Bao phủ bảo hiểm y tế", "%", "98,5", ""], SPENDING)),
        f"bao 2024-04 m 98.5; {REST}",
    ),
    Case(
        "percent as 0,985",
        xlsx(table(["Bao phủ bảo hiểm y tế", "%", 0.985, ""], SPENDING)),
        REST,
        "percent-scale row-stopped",
        "0,985% hoặc 98,5%",
    ),
    Case(
        "percent as 0,985, declared",
        xlsx(table(["Bao phủ bảo hiểm y tế", "%", 0.985, ""], SPENDING)),
        f"bao 2024-04 m 98.5; {REST}",
        changes="percent",
        recipe={"percent": "fraction"},
    ),
    Case("lock file", raw_bytes(b"x", "~$2024-05-06.xlsx"), "", "lock-file", "đóng Excel"),
    Case("not a workbook", raw_bytes(b"hello"), "", "not-a-workbook"),
    Case("no day of publication", xlsx(table(), "bao-cao.xlsx"), "", "no-day", "--received"),
    Case(
        "no day, but the day of receipt", xlsx(table(), "bao-cao.xlsx"), BOTH, received="2024-05-07"
    ),
    # what a number format does to a number
    Case(
        "percent shown by its format",
        shown(0.985, "0.0%", "%", "Bao phủ bảo hiểm y tế"),
        f"bao 2024-04 m 98.5; {REST}",
        changes="number-format",
    ),
    Case(
        "percent above 150 shown by its format",
        shown(1.62, "0%", "%", "Bao phủ bảo hiểm y tế"),
        f"bao 2024-04 m 162; {REST}",
        changes="number-format",
    ),
    Case(
        "a percentage among amounts, by format",
        shown(0.985, "0.0%"),
        REST,
        "percent-among-amounts row-stopped",
        "98.5%, là tỷ lệ phần trăm",
    ),
    Case(
        "a percentage among amounts, as text",
        one("98,5%"),
        REST,
        "percent-among-amounts row-stopped",
        "Tỷ đồng",
    ),
    Case(
        "a format that divides",
        shown(100_500_000, "#,##0.0,,"),
        REST,
        "scaled-by-format row-stopped",
        "lưu 100500000 nhưng định dạng số làm hiện 100.5",
    ),
    Case(
        "triệu in the format of a row in tỷ",
        shown(900, '0.0" triệu"'),
        f"thu 2024-04 m 0.9; thu 2024-04 y 400; {REST}",
        changes="text-number",
    ),
    Case("the row's own unit in the format", shown(100.5, '0.0" tỷ đồng"'), BOTH),
    Case(
        "a currency sign in a row of tỷ",
        shown(100.5, '#,##0.0 "₫"'),
        REST,
        "unit-in-cell row-stopped",
        "100.5 ₫",
    ),
    Case("the row's own unit behind the number", one("100,5 tỷ đồng"), BOTH, changes="text-number"),
    Case(
        "thousands apart", one("1\u202f516,66"), f"thu 2024-04 m 1516.66; thu 2024-04 y 400; {REST}"
    ),
    Case(
        "a zero shown as a dash",
        shown(0, '0.0;-0.0;"-"'),
        f"thu 2024-04 m 0; thu 2024-04 y 400; {REST}",
        changes="zero-not-shown",
    ),
    # what is hidden, struck out, raised, merged
    Case(
        "a hidden row",
        drawn(row=3),
        REST,
        says="Không đọc các dòng bị ẩn của sheet “Sheet1”: 4",
    ),
    Case(
        "an old column that is hidden",
        drawn(
            column=2,
            rows=[
                TITLE,
                [],
                ["Chỉ tiêu", "ĐVT", "Tháng 4 năm 2024", "Tháng 4 năm 2024", HEAD[3]],
                ["Thu ngân sách", "Tỷ đồng", 95, 100.5, 400],
                ["Chi thường xuyên", "Tỷ đồng", 49, 50, 200],
            ],
        ),
        BOTH,
        says="Không đọc các cột bị ẩn của sheet “Sheet1”: C",
    ),
    Case(
        "a raised 1 behind a number",
        drawn(raised="C4", text="100,5"),
        BOTH,
        changes="raised-or-struck",
    ),
    Case(
        "a raised 1 behind a name",
        drawn(raised="A4", text="Thu ngân sách"),
        BOTH,
        changes="footnote-mark",
    ),
    Case("¹ behind a number", one("100,5¹"), BOTH, changes="text-number"),
    Case(
        "a struck number before the new one",
        drawn(struck=True),
        REST,
        "text-among-numbers row-stopped",
        "~~95~~100,5",
    ),
    Case("a row that is struck out", drawn(struck_row=3), BOTH, says="Dòng 4 bị gạch ngang"),
    Case(
        "a number merged over two rows",
        xlsx(table(REVENUE, ["Chi thường xuyên", "Tỷ đồng", "", 200]), merges=("C4:C5",)),
        "thu 2024-04 m 100.5; thu 2024-04 y 400; chi 2024-04 y 200",
        says="C4:C5 là một ô gộp qua 2 dòng",
    ),
    # text files that shift
    Case(
        "a decimal comma without quotes",
        csv_lines(
            "Báo cáo thu chi",
            "",
            ",".join(HEAD),
            "Thu ngân sách,Tỷ đồng,100,5,400",
            "Chi thường xuyên,Tỷ đồng,50,200",
        ),
        REST,
        "ragged-row row-stopped",
        "Dòng 4 có 5 ô trong khi tiêu đề có 4",
    ),
    Case(
        "a semicolon in a name",
        csv_lines(
            "Báo cáo thu chi",
            "",
            ";".join(HEAD),
            "Thu ngân sách; nội địa;Tỷ đồng;100,5;400",
            "Chi thường xuyên;Tỷ đồng;50;200",
        ),
        REST,
        "ragged-row row-stopped",
        "Dòng 4 có 5 ô",
    ),
    # units
    Case(
        "a unit that changes inside the table",
        xlsx(
            [
                TITLE,
                ["", "Đơn vị: Tỷ đồng"],
                ["Chỉ tiêu", HEAD[2], HEAD[3]],
                BARE[0],
                ["Đơn vị: Triệu đồng"],
                ["Chi thường xuyên", 50_000, 200_000],
            ]
        ),
        BOTH,
        changes="unit",
    ),
    Case(
        "a unit inside the table against that of the columns",
        xlsx(
            [
                TITLE,
                [],
                ["Chỉ tiêu", f"{HEAD[2]} (tỷ đồng)", f"{HEAD[3]} (tỷ đồng)"],
                BARE[0],
                ["ĐVT: triệu đồng"],
                ["Chi thường xuyên", 50_000, 200_000],
            ]
        ),
        "thu 2024-04 m 100.5; thu 2024-04 y 400",
        "other-unit row-stopped",
    ),
    Case(
        "title and line name two units",
        xlsx(
            [
                ["Báo cáo thu chi (ĐVT: Triệu đồng)"],
                ["", "Đơn vị: Tỷ đồng"],
                ["Chỉ tiêu", HEAD[2], HEAD[3]],
                *BARE,
            ]
        ),
        "",
        "unit-conflict other-unit row-stopped",
        "Tỷ đồng; Triệu đồng",
    ),
    Case(
        "Bill. dongs",
        xlsx([TITLE, ["", "", "Bill. dongs"], ["Chỉ tiêu", HEAD[2], HEAD[3]], *BARE]),
        BOTH,
    ),
    Case(
        "Unit: Million VND",
        xlsx(
            [
                TITLE,
                ["", "", "Unit: Million VND"],
                ["Chỉ tiêu", HEAD[2], HEAD[3]],
                ["Thu ngân sách", 100_500, 400_000],
                ["Chi thường xuyên", 50_000, 200_000],
            ]
        ),
        BOTH,
        changes="unit",
    ),
    # headers
    Case(
        "a header that is a date",
        in_dates("C3"),
        "",
        "no-column",
        "Tiêu đề cột C3 là ngày 2024-04-01",
    ),
    Case(
        "codes left of the names",
        xlsx(
            [
                TITLE,
                ["", "", "", "Đơn vị: Tỷ đồng"],
                ["", "", "", HEAD[2], HEAD[3]],
                ["Tổng số", "", "", 150.5, 600],
                ["Chia theo loại"],
                ["", 1, *BARE[0]],
                ["", 9, *BARE[1]],
            ]
        ),
        BOTH,
        changes="running-number",
    ),
]
