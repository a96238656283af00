"""Deliveries of the kinds that people report to the makers of readers, and what becomes of each.

Other examples than those the kinds were mended after; ``Case`` says what the fields are.
"""

from __future__ import annotations

from tests.intake.deliveries.cases import BARE, BOTH, REST, Case, head, one, revenue
from tests.intake.deliveries.makers import (
    HEAD,
    REVENUE,
    SPENDING,
    TITLE,
    raw_bytes,
    sheets,
    shown,
    table,
    xlsx,
)
from tests.intake.deliveries.public_makers import (
    REVENUE_TEXT,
    SPENDING_TEXT,
    STRICT,
    array_formula,
    binary,
    by_openpyxl,
    encrypted,
    filtered,
    folded,
    grouped_months,
    inline,
    joined,
    linked,
    merged_names,
    noted,
    of_1904,
    open_document,
    phonetic,
    repeated,
    rewritten,
    text_of,
    under_format,
    very_hidden,
    xml_of_2003,
)
from tests.intake.files.packages import ods_row

TO_DATE = f"thu 2024-04 y 400; {REST}"
PUBLIC = [
    # headers
    Case(
        "months under a merged head of the year, units in brackets",
        xlsx(
            [
                TITLE,
                [],
                ["Chỉ tiêu", "Năm 2024 (tỷ đồng)", ""],
                ["", "Tháng 4", "Lũy kế 4 tháng"],
                *BARE,
            ],
            merges=("B3:C3",),
        ),
        BOTH,
    ),
    Case(
        "units in square brackets behind each month",
        xlsx([TITLE, [], ["Chỉ tiêu", f"{HEAD[2]} [tỷ đồng]", f"{HEAD[3]} [tỷ đồng]"], *BARE]),
        BOTH,
    ),
    Case("line breaks in the heads", head("Tháng 4\nnăm 2024", "Lũy kế\r\n4 tháng\nnăm 2024"), BOTH),
    Case(
        "the head again in the middle",
        xlsx([*table(REVENUE), HEAD, SPENDING]),
        BOTH,
    ),
    Case("a head that is a date of the 1904 system", of_1904, "", "no-column", "2024-04-01"),
    Case(
        "two months in two sheets under one title",
        sheets(
            {
                "T3": table(head=["Chỉ tiêu", "ĐVT", "Tháng 3 năm 2024", "Lũy kế 3 tháng năm 2024"]),
                "T4": table(),
            }
        ),
        "",
        "several-tables",
        "2 bảng",
    ),
    # number formats
    Case(
        "thousands shown as k",
        under_format(100500, '#,##0,"k"'),
        REST,
        "scaled-by-format row-stopped",
        "100500",
    ),
    Case(
        "a condition that divides large numbers only",
        under_format(1500, '[>1000]#,##0,"k";0'),
        REST,
        "scaled-by-format row-stopped",
    ),
    Case(
        "a condition that leaves small numbers alone", under_format(100.5, '[>1000]#,##0,"k";0'), BOTH
    ),
    Case(
        "negative in brackets by format",
        under_format(-12.5, "#,##0.0_);[Red](#,##0.0)"),
        f"thu 2024-04 m -12.5; {TO_DATE}",
    ),
    Case(
        "a minus that the format leaves out",
        under_format(-12.5, "0.0;0.0"),
        f"thu 2024-04 m -12.5; {TO_DATE}",
        says="C4 lưu -12.5 nhưng định dạng số làm mất dấu âm",
    ),
    Case("a percent sign in quotes", shown(98.5, '0.0" %"', "%", "Bao phủ bảo hiểm y tế"), f"bao 2024-04 m 98.5; {REST}"),
    Case("rounded to nothing after the point", under_format(100.5, "#,##0"), BOTH),
    Case("the accounting format of Vietnam", under_format(100.5, '_-* #,##0.0\\ _₫_-;\\-* #,##0.0\\ _₫_-;_-* "-"??\\ _₫_-;_-@_-'), BOTH),
    Case("an exponent by format", under_format(100.5, "0.00E+00"), BOTH),
    # numbers as text
    Case(
        "percent behind a no-break space",
        xlsx(table(["Bao phủ bảo hiểm y tế", "%", "98,5\u00a0%", ""], SPENDING)),
        f"bao 2024-04 m 98.5; {REST}",
    ),
    Case("a raised bracket behind a number", one("100,5⁽²⁾"), BOTH, changes="text-number"),
    Case(
        "thousands by points and by commas in one table",
        xlsx(table(revenue("1.516", "1,516"), SPENDING)),
        REST,
        "ambiguous-number row-stopped",
    ),
    Case("an exponent as text", one("1,005E+02"), REST, "text-among-numbers row-stopped", "C4"),
    Case("digits of another script", one("١٠٠٫٥"), REST, "text-among-numbers row-stopped", "C4"),
    Case("ellipsis, one sign", one("…"), TO_DATE, changes="placeholder"),
    Case("an error typed as text", one("#N/A"), REST, "text-among-numbers row-stopped", "C4"),
    Case(
        "yes or no where a number stands",
        one(True),
        REST,
        "not-a-number row-stopped",
        "C4",
    ),
    Case(
        "no-break spaces and zero-width signs around a name",
        xlsx(table(revenue(100.5, label="\ufeffThu\u200b ngân sách\u00a0 "), SPENDING)),
        BOTH,
    ),
    # what is hidden
    Case(
        "a month folded up between the others",
        by_openpyxl(grouped_months),
        BOTH,
        says="Không đọc các cột bị ẩn của sheet “Sheet1”: C",
    ),
    Case("a row that a filter hides", by_openpyxl(filtered), REST, says="Không đọc các dòng bị ẩn"),
    Case("a row folded up", by_openpyxl(folded), REST, says="Không đọc các dòng bị ẩn"),
    Case("a sheet that no menu shows", by_openpyxl(very_hidden), BOTH, says="Sheet “Nháp” đang ẩn"),
    Case(
        "one name for two rows",
        by_openpyxl(merged_names),
        "thu 2024-04 m 100.5; thu 2024-04 y 400",
        says="A4:A5",
    ),
    # formulas
    Case("an array formula never calculated", by_openpyxl(array_formula), REST, "uncached-formula row-stopped", "C4"),
    Case("a number out of another workbook", linked(100.5), BOTH),
    # how other programs write
    Case("a remark and a link at cells", by_openpyxl(noted), BOTH),
    Case("reading aids in shared strings", phonetic, BOTH),
    Case("every text in its cell", inline, BOTH),
    Case("the strict namespace", rewritten(xlsx(table()), STRICT), BOTH),
    Case(
        "numbers behind an apostrophe",
        xlsx(table(revenue("100.5", "400"), SPENDING)),
        BOTH,
        changes="text-number",
    ),
    Case(
        "an .ods with cells written once for two",
        open_document(ods_row(*REVENUE), repeated(ods_row("Chi thường xuyên", "Tỷ đồng", 50, 50))),
        BOTH.replace("y 200", "y 50"),
    ),
    Case(
        "an .ods with numbers as text",
        open_document(ods_row(*REVENUE_TEXT), ods_row(*SPENDING)),
        BOTH,
        changes="text-number",
    ),
    # text files
    Case("a first line that says sep", text_of("sep=;\r\n" + joined(";", TITLE, [], HEAD, REVENUE_TEXT, SPENDING_TEXT)), BOTH),
    Case("tabs in a .csv", text_of(joined("\t", TITLE, [], HEAD, REVENUE_TEXT, SPENDING_TEXT)), BOTH),
    Case("UTF-16 the other way round, no mark", text_of(joined(";", TITLE, [], HEAD, REVENUE_TEXT, SPENDING_TEXT), "utf-16-be"), BOTH),
    Case(
        "a line break within quotes",
        text_of(joined(";", TITLE, [], ["Chỉ tiêu", "ĐVT", '"Tháng 4\nnăm 2024"', HEAD[3]], REVENUE_TEXT, SPENDING_TEXT)),
        BOTH,
    ),
    Case(
        "idle semicolons behind every line",
        text_of(joined(";", *([*row, "", "", ""] for row in ([*TITLE, "", "", ""], ["", "", "", ""], HEAD, REVENUE_TEXT, SPENDING_TEXT)))),
        BOTH,
    ),
    Case(
        "a quotation mark within a name",
        text_of(joined(";", TITLE, [], HEAD, ['Thu 5" ống', "Tỷ đồng", "1", "2"], REVENUE_TEXT, SPENDING_TEXT)),
        BOTH,
    ),
    # files that are something else
    Case("a password", encrypted, "", "not-a-workbook", "mật khẩu"),
    Case("a binary workbook", binary, "", "not-a-workbook", "xlsb"),
    Case("XML of 2003 named .xls", xml_of_2003, "", "not-a-workbook", "XML"),
    Case("a picture named .xlsx", raw_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)), "", "not-a-workbook", "ảnh"),
    Case("nothing at all", raw_bytes(b""), "", "not-a-workbook", "trống"),
]  # fmt: skip
