"""Tables of targets: from Word, from a PDF with ruled lines, pasted with tabs, bars or line by line."""

from __future__ import annotations

from pathlib import Path

import docx
import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from hbanalysis.intake.plan_text import read_plan
from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.rows import PlanDraft, plain
from hbanalysis.vocabulary.errors import HbaError

CELLS = [
    ["TT", "Chỉ tiêu", "Đơn vị tính", "Ước thực hiện 2025", "Kế hoạch 2026", "Ghi chú"],
    ["I", "Kinh tế", "", "", "", ""],
    ["1", "Tốc độ tăng giá trị sản xuất", "%", "11", "≥ 12", ""],
    ["2", "Tổng thu ngân sách", "Tỷ đồng", "84,6", "92,35", "Thuế cơ sở 3"],
    ["", "Trong đó: thu ngoài quốc doanh", "Tỷ đồng", "28", "31,4", ""],
    ["3", "Tỷ lệ hộ nghèo", "%", "0,5", "Dưới 0,35", ""],
    ["4", "Kết nạp đảng viên", "Đảng viên", "21", "20-25", ""],
    ["5", "Phường đạt chuẩn tiếp cận pháp luật", "", "Đạt", "Đạt", ""],
]
EXPECTED = [
    ("R", 2025, "Tốc độ tăng giá trị sản xuất", "11", "", "%", ""),
    ("P", 2026, "Tốc độ tăng giá trị sản xuất", "12", "", "%", ">="),
    ("R", 2025, "Tổng thu ngân sách", "84.6", "", "tỷ đồng", ""),
    ("P", 2026, "Tổng thu ngân sách", "92.35", "", "tỷ đồng", ""),
    ("R", 2025, "Thu ngoài quốc doanh", "28", "", "tỷ đồng", ""),
    ("P", 2026, "Thu ngoài quốc doanh", "31.4", "", "tỷ đồng", ""),
    ("R", 2025, "Tỷ lệ hộ nghèo", "0.5", "", "%", ""),
    ("P", 2026, "Tỷ lệ hộ nghèo", "0.35", "", "%", "<="),
    ("R", 2025, "Kết nạp đảng viên", "21", "", "đảng viên", ""),
    ("P", 2026, "Kết nạp đảng viên", "20", "25", "đảng viên", ""),
    ("P", 2026, "Phường đạt chuẩn tiếp cận pháp luật", "1", "", "nội dung", "done"),
]


def told(draft: PlanDraft) -> list[tuple[object, ...]]:
    return [
        (row.kind, row.year, row.name, plain(row.value), plain(row.value_high), row.unit,
         row.comparator)
        for row in draft.rows
    ]  # fmt: skip


def test_rows_pasted_with_tabs() -> None:
    draft = read_text("BIỂU CHỈ TIÊU NĂM 2026\n" + "\n".join("\t".join(row) for row in CELLS))
    assert told(draft) == EXPECTED
    whole, part = draft.rows[3], draft.rows[5]
    assert draft.rows[part.parent - 1] is whole
    assert draft.rows[draft.rows[4].parent - 1] is draft.rows[2]


def test_rows_with_bars() -> None:
    text = "\n".join(" | ".join(row) for row in CELLS)
    assert told(read_text("CHỈ TIÊU NĂM 2026\n" + text)) == EXPECTED


def test_a_table_of_a_word_document(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("BIỂU CHỈ TIÊU NĂM 2026")
    table = made.add_table(rows=len(CELLS), cols=len(CELLS[0]))
    for line, row in enumerate(CELLS):
        for place, text in enumerate(row):
            table.cell(line, place).text = text
    made.add_paragraph("Tỷ lệ bao phủ bảo hiểm y tế đạt 96%", style="List Bullet")
    made.save(str(tmp_path / "a.docx"))
    draft, _ = read_plan(tmp_path / "a.docx")
    assert told(draft) == [
        *EXPECTED,
        ("P", 2026, "Tỷ lệ bao phủ bảo hiểm y tế", "96", "", "%", ""),
    ]


def pdf_page(path: Path, draw: bool = True) -> Path:
    """A page with a heading and the table in ruled lines; without ``draw`` the same as a picture."""
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure, axes = plt.subplots(figsize=(11, 6))
        axes.axis("off")
        figure.text(0.1, 0.95, "BIỂU CHỈ TIÊU KẾ HOẠCH NĂM 2026")
        made = axes.table(CELLS, loc="center", cellLoc="left")
        made.auto_set_font_size(value=False)
        made.set_fontsize(7)
        made.auto_set_column_width(list(range(len(CELLS[0]))))
        if draw:
            figure.savefig(path)
        else:
            picture = path.with_suffix(".png")
            figure.savefig(picture)
            plt.close(figure)
            figure = plt.figure()
            figure.figimage(plt.imread(picture))
            figure.savefig(path)
        plt.close(figure)
    return path


def test_a_ruled_table_of_a_pdf(tmp_path: Path) -> None:
    draft, findings = read_plan(pdf_page(tmp_path / "a.pdf"))
    assert told(draft) == EXPECTED
    assert findings == []


def test_a_scan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HbaError, match="is a scan"):
        read_plan(pdf_page(tmp_path / "a.pdf", draw=False))


def test_a_table_flattened_to_a_cell_a_line() -> None:
    lines = ["Biểu kế hoạch năm 2026", "TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026"]
    for number, name, unit, _, value, _ in CELLS[2:4] + CELLS[5:7]:
        lines += [number, name, unit, value]
    assert told(read_text("\n".join(lines))) == [
        row for row in EXPECTED if row[0] == "P" and row[2] not in (EXPECTED[5][2], EXPECTED[-1][2])
    ]


LOOSE = [
    "BIỂU CHỈ TIÊU NĂM 2026",
    "STT{0}Chỉ tiêu{0}Đơn vị tính{0}Ước thực hiện năm 2025{0}Kế hoạch năm 2026",
    "A{0}KINH TẾ",
    "1{0}Thu ngân sách nhà nước{0}Triệu đồng{0}318.400{0}352.000",
    "-{0}Thuế ngoài quốc doanh{0}Triệu đồng{0}96.250{0}108.000",
    "2{0}Số giường bệnh/vạn dân{0}Giường{0}27,3{0}28",
    "3{0}Tỷ lệ hộ nghèo đa chiều{0}%{0}0,62{0}≤ 0,4",
    "4{0}Tỷ lệ lao động qua đào tạo{0}%{0}-{0}41,5",
]
LONG = "Tỷ lệ hộ dân dùng nước sạch từ công trình cấp nước tập trung"
LOOSE_ROWS = [
    ("R", 2025, "Thu ngân sách nhà nước", "318400", "", "triệu đồng", ""),
    ("P", 2026, "Thu ngân sách nhà nước", "352000", "", "triệu đồng", ""),
    ("R", 2025, "Thuế ngoài quốc doanh", "96250", "", "triệu đồng", ""),
    ("P", 2026, "Thuế ngoài quốc doanh", "108000", "", "triệu đồng", ""),
    ("R", 2025, "Số giường bệnh/vạn dân", "27.3", "", "giường", ""),
    ("P", 2026, "Số giường bệnh/vạn dân", "28", "", "giường", ""),
    ("R", 2025, "Tỷ lệ hộ nghèo đa chiều", "0.62", "", "%", ""),
    ("P", 2026, "Tỷ lệ hộ nghèo đa chiều", "0.4", "", "%", "<="),
    ("P", 2026, "Tỷ lệ lao động qua đào tạo", "41.5", "", "%", ""),
]


@pytest.mark.parametrize("gap", [" ", "   "])
def test_a_table_flattened_to_a_row_a_line(gap: str) -> None:
    draft = read_text("\n".join(LOOSE).format(gap))
    assert told(draft) == LOOSE_ROWS
    assert [row.line for row in draft.rows] == [4, 4, 5, 5, 6, 6, 7, 7, 8]
    for row in draft.rows:
        assert " ".join(draft.text[row.char_start : row.char_end].split()) == row.quote


def test_a_row_that_does_not_fit_its_heading_is_told_not_guessed() -> None:
    lines = [*LOOSE[:6], "4{0}Số trường đạt chuẩn{0}Trường{0}12", *LOOSE[6:]]
    draft = read_text("\n".join(lines).format(" "))
    assert told(draft) == LOOSE_ROWS
    assert [one.quote for one in draft.unread] == ["Số trường đạt chuẩn Trường 12"]


def test_a_heading_and_a_name_over_two_lines() -> None:
    draft = read_text(
        "BIỂU CHỈ TIÊU NĂM 2026\nTT Chỉ tiêu ĐVT\nTH 2025\nKH 2026\n"
        "1 Tỷ lệ hộ dân dùng nước sạch từ công trình\ncấp nước tập trung % 88 90\n"
        "2 Trồng cây xanh Cây 400 500"
    )
    assert told(draft) == [
        ("R", 2025, LONG, "88", "", "%", ""),
        ("P", 2026, LONG, "90", "", "%", ""),
        ("R", 2025, "Trồng cây xanh", "400", "", "cây", ""),
        ("P", 2026, "Trồng cây xanh", "500", "", "cây", ""),
    ]


def test_flattened_pairs_of_name_and_value() -> None:
    draft = read_text(
        "CHỈ TIÊU NHIỆM KỲ (2026 – 2030)\nNỘI DUNG\nPHẤN ĐẤU\n- Tỷ lệ hộ nghèo\nDưới 0,5%\n"
        "- Giải quyết việc làm cho lao động\n1.000 – 1.200\nMỗi năm\n"
        "- Không còn nhà tạm\nĐến cuối 2027\n- Phát triển đảng viên mới\n120 trở lên"
    )
    assert [
        (row.year, plain(row.value), plain(row.value_high), row.unit) for row in draft.rows
    ] == [
        (2030, "0.5", "", "%"),
        (2030, "1000", "1200", "lao động"),
        (2027, "0", "", "nhà"),
        (2030, "120", "", "đảng viên"),
    ]


def test_a_column_of_growth_is_no_plan() -> None:
    draft = read_text(
        "CHỈ TIÊU NĂM 2027\nTT Nội dung Đơn vị Thực hiện 2025 Ước TH 2026 KH 2027 "
        "KH 2027/ƯTH 2026 (%)\n1 2 3 4 5 6 7\nI CHỈ TIÊU KINH TẾ\n"
        "1 Sản lượng lúa Tấn 14.250 14.310 14.400 100,6\n2 Đàn bò Con 3.120 3.275 3.400 103,8"
    )
    assert [(row.kind, row.year, plain(row.value)) for row in draft.rows] == [
        ("R", 2025, "14250"), ("R", 2026, "14310"), ("P", 2027, "14400"),
        ("R", 2025, "3120"), ("R", 2026, "3275"), ("P", 2027, "3400"),
    ]  # fmt: skip


SEVERAL = ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025", "Kế hoạch năm 2026"]


def test_a_cell_a_line_with_a_result_and_a_plan() -> None:
    """What was done is never taken for the plan; notes and a missing cell shift nothing."""
    rows = ["1", "Thu ngân sách", "Tỷ đồng", "96,4", "110", "Phòng Tài chính"]
    rows += [
        "2",
        "Tỷ lệ hộ nghèo",
        "%",
        "0,85",
        "3",
        "Số lao động có việc làm",
        "Người",
        "980",
        "1.050",
    ]
    draft = read_text("\n".join(["CHỈ TIÊU NĂM 2026", *SEVERAL, "Cơ quan theo dõi", *rows]))
    assert [(row.kind, row.year, plain(row.value), row.unit) for row in draft.rows] == [
        ("R", 2025, "96.4", "tỷ đồng"),
        ("P", 2026, "110", "tỷ đồng"),
        ("R", 2025, "980", "người"),
        ("P", 2026, "1050", "người"),
    ]
    assert [one.quote for one in draft.unread] == ["0,85"]


def test_numbers_below_unknown_heads_are_doubted() -> None:
    lines = [
        "CHỈ TIÊU NĂM 2026",
        "Mức thấp nhất",
        "Mức cao nhất",
        "1",
        "Thu ngân sách",
        "Tỷ đồng",
        "96,4",
        "110",
    ]
    row = read_text("\n".join(lines)).rows[-1]
    assert (plain(row.value), row.doubts) == ("96.4", ["second number"])


def test_a_result_column_without_a_year_is_doubted() -> None:
    text = (
        "CHỈ TIÊU NĂM 2026\nChỉ tiêu\tĐVT\tThực hiện\tKế hoạch\nThu ngân sách\tTỷ đồng\t96,4\t110"
    )
    assert [(row.kind, row.doubts) for row in read_text(text).rows] == [("R", ["year"]), ("P", [])]


MERGED = """<table>
<tr><th rowspan="2">STT</th><th rowspan="2">Chỉ tiêu</th><th rowspan="2">ĐVT</th>
<th colspan="2">Năm 2025</th><th rowspan="2">Kế hoạch năm 2026</th><th rowspan="2">So sánh (%)</th></tr>
<tr><th>Kế hoạch</th><th>Ước TH</th></tr>
<tr><td>1</td><td>Thu ngân sách</td><td>Tỷ đồng</td><td>40</td><td>46,1</td><td>51</td><td>110,6</td></tr>
<tr><td>2</td><td>Hộ nghèo</td><td>%</td><td>&lt; 1,2</td><td>1,08</td><td>Từ 0,9 trở xuống</td><td></td></tr>
</table>"""
MERGED_ROWS = [
    ("R", 2025, "Thu ngân sách", "46.1", "", "tỷ đồng", ""),
    ("P", 2026, "Thu ngân sách", "51", "", "tỷ đồng", ""),
    ("R", 2025, "Hộ nghèo", "1.08", "", "%", ""),
    ("P", 2026, "Hộ nghèo", "0.9", "", "%", "<="),
]


def test_heads_merged_over_columns_and_rows_of_a_page(tmp_path: Path) -> None:
    """What was planned for the year before stands with its result, not as a plan of its own."""
    page = tmp_path / "a.html"
    page.write_text(f"<p>CHỈ TIÊU NĂM 2026</p>{MERGED}", encoding="utf-8")
    draft, _ = read_plan(page)
    assert told(draft) == MERGED_ROWS
    assert [plain(row.plan_value) for row in draft.rows] == ["40", "", "1.2", ""]


def test_heads_merged_over_columns_and_rows_in_word(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("CHỈ TIÊU NĂM 2026")
    table = made.add_table(rows=4, cols=7)
    heads = ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "", "Kế hoạch năm 2026", "So sánh (%)"]
    for place, text in enumerate(heads):
        table.cell(0, place).text = text
        if place not in (3, 4):
            table.cell(0, place).merge(table.cell(1, place))
    table.cell(0, 3).merge(table.cell(0, 4))
    rows = [
        ["1", "Thu ngân sách", "Tỷ đồng", "40", "46,1", "51", "110,6"],
        ["2", "Hộ nghèo", "%", "< 1,2", "1,08", "Từ 0,9 trở xuống", ""],
    ]
    table.cell(1, 3).text, table.cell(1, 4).text = "Kế hoạch", "Ước TH"
    for line, row in enumerate(rows, 2):
        for place, text in enumerate(row):
            table.cell(line, place).text = text
    made.save(str(tmp_path / "a.docx"))
    assert told(read_plan(tmp_path / "a.docx")[0]) == MERGED_ROWS


def test_cells_that_say_nonsense_of_their_width_are_one_column() -> None:
    from hbanalysis.intake.plan_text.files.html_files import html_text

    page = (
        '<table><tr><td colspan="-3">a</td><td rowspan="x">b</td><td colspan="9999999">c</td></tr>'
    )
    (line,) = html_text(page).split()[:1]
    assert line == "a"
    assert html_text(page).count("\t") < 100


def test_an_earlier_year_without_a_word_is_a_doubtful_result() -> None:
    draft = read_text(
        "CHỈ TIÊU NĂM 2026\nTT Chỉ tiêu ĐVT năm 2025 năm 2026\n1 Thu ngân sách Tỷ đồng 121,5 133\n"
        "2 Hộ cận nghèo Hộ 22 15"
    )
    assert [(row.kind, row.year, row.doubts) for row in draft.rows] == [
        ("R", 2025, ["no heading"]), ("P", 2026, []),
    ] * 2  # fmt: skip


@pytest.mark.parametrize("term", ["GIAI ĐOẠN 2026 - 2030", "NHIỆM KỲ 2025 - 2030"])
def test_every_year_of_a_term_has_its_plan(term: str) -> None:
    draft = read_text(
        f"CHỈ TIÊU CHỦ YẾU {term}\nTT\tChỉ tiêu\tĐVT\tNăm 2025\tNăm 2026\tNăm 2028\tNăm 2030\n"
        "1\tTỷ lệ đô thị hóa\t%\t40\t42\t46\t50\n2\tThu ngân sách\tTỷ đồng\t100\t110\t130\t160"
    )
    assert [(row.kind, row.year, bool(row.doubts)) for row in draft.rows[:4]] == [
        ("R", 2025, True), ("P", 2026, False), ("P", 2028, False), ("P", 2030, False),
    ]  # fmt: skip
