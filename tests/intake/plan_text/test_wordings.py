"""Wordings that were once read wrong, each by what its row says."""

from __future__ import annotations

import pytest

from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.rows import plain
from tests.intake.plan_text.drafts import read_one


def rows_of(text: str, heading: str = "CHỈ TIÊU CHỦ YẾU NĂM 2026") -> list[tuple[object, ...]]:
    """Kind, year, value, unit and comparison of every row of a line under a heading."""
    rows = read_text(f"{heading}\n- {text}").rows
    return [(row.kind, row.year, plain(row.value), row.unit, row.comparator) for row in rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "GRDP bình quân đầu người đạt 98 triệu đồng (năm 2025: 88,5 triệu đồng).",
            [("P", 2026, "98", "triệu đồng", "")],
        ),
        (
            "Đến năm 2027 đạt chuẩn nông thôn mới nâng cao, đến năm 2028 đạt chuẩn nông thôn mới "
            "hiện đại.",
            [("P", 2027, "1", "nội dung", "done"), ("P", 2028, "1", "nội dung", "done")],
        ),
        (
            "Giảm 30% rác thải nhựa thải ra biển so với năm 2025.",
            [("P", 2026, "30", "%", ">=")],
        ),
        (
            "Xây dựng 04 trường chuẩn quốc gia (trong đó 01 trường mức độ 2).",
            [("P", 2026, "4", "trường", ""), ("P", 2026, "1", "trường", "")],
        ),
        (
            "Mỗi xã, thị trấn làm mới ít nhất 01 tuyến đường hoa.",
            [("P", 2026, "1", "tuyến đường", "every")],
        ),
        (
            "Thu ngân sách đạt và vượt dự toán tỉnh giao (67,5 tỷ đồng).",
            [("P", 2026, "67.5", "tỷ đồng", ">=")],
        ),
        (
            "Tỷ số giới tính khi sinh dưới 112 bé trai/100 bé gái.",
            [("P", 2026, "112", "bé trai/100 bé gái", "<=")],
        ),
        ("Kết nạp 22 đồng chí vào Đảng.", [("P", 2026, "22", "đồng chí", "")]),
        ("Không để tái nghèo.", [("P", 2026, "0", "hộ", "<=")]),
        (
            "Giữ vững vị trí trong nhóm 15 tỉnh, thành phố có chỉ số PCI tốt nhất.",
            [("P", 2026, "15", "hạng", "<=")],
        ),
    ],
)
def test_a_wording_is_read_as_it_is_meant(text: str, rows: list[tuple[object, ...]]) -> None:
    assert rows_of(text) == rows


def test_the_average_of_the_country_is_no_result_of_ones_own() -> None:
    text = "Tăng trưởng GRDP đạt 8,46%, cao hơn bình quân chung cả nước (8%)."
    assert rows_of(text, "KẾT QUẢ NĂM 2025") == [("R", 2025, "8.46", "%", "")]


def test_a_fall_behind_a_comma_still_only_compares() -> None:
    text = "Tỷ lệ hộ nghèo còn 2,31%, giảm 0,9% so với năm 2024."
    assert [row[2] for row in rows_of(text)] == ["2.31"]


@pytest.mark.parametrize("word", ["gồm", "Trong đó", "cụ thể"])
def test_items_below_a_colon_are_parts_until_the_bullets_of_the_whole(word: str) -> None:
    rows = read_text(
        f"CHỈ TIÊU NĂM 2026\n1- Giá trị sản xuất: 14.300 tỷ đồng, {word}:\n"
        "+ Nông nghiệp: 3.150 tỷ đồng.\n+ Dịch vụ: 11.150 tỷ đồng.\n"
        "2- Thu ngân sách: 805 tỷ đồng."
    ).rows
    assert [row.parent for row in rows] == [0, 1, 1, 0]


def test_a_heading_that_ends_in_particular_lists_no_parts_of_the_row_before() -> None:
    rows = read_text(
        "CHỈ TIÊU NĂM 2026\n1. Thu ngân sách đạt 805 tỷ đồng.\n2. Về xã hội, cụ thể:\n"
        "- Tỷ lệ hộ nghèo còn 1%.\n- Tỷ lệ đô thị hóa đạt 40%."
    ).rows
    assert [row.parent for row in rows] == [0, 0, 0]


@pytest.mark.parametrize(
    "after",
    [
        "tổng thu du lịch đạt 900 tỷ đồng",  # money is no part of people
        "khách nội địa 9,2 triệu lượt khách",  # more than there is
    ],
)
def test_what_cannot_be_a_part_is_none(after: str) -> None:
    text = f"Đón 9,5 triệu lượt khách, trong đó khách quốc tế 0,6 triệu lượt khách; {after}."
    rows = read_text(f"CHỈ TIÊU NĂM 2026\n- {text}").rows
    assert [row.parent for row in rows] == [0, 1, 0]


def test_letters_below_a_roman_number_leave_its_heading_open() -> None:
    rows = read_text(
        "I. KẾT QUẢ NĂM 2025\nThu ngân sách đạt 10 tỷ đồng.\nII. CHỈ TIÊU NĂM 2026\nA. Về kinh tế\n"
        "(1) Thu ngân sách đạt 12 tỷ đồng.\nB. Về xã hội\n(2) Tỷ lệ hộ nghèo còn 1%."
    ).rows
    assert [(row.kind, row.year, row.doubts) for row in rows] == [
        ("R", 2025, []), ("P", 2026, []), ("P", 2026, []),
    ]  # fmt: skip


def test_a_programme_s_title_gives_its_targets_their_year() -> None:
    """A year that a sentence about the past names is not carried into the targets."""
    rows = read_text(
        "CHƯƠNG TRÌNH CÔNG TÁC TRỌNG TÂM NĂM 2027\nI. Bối cảnh\n"
        "Năm 2026, thu ngân sách đạt 298 tỷ đồng.\nII. Các chỉ tiêu phấn đấu\n"
        "- Thu ngân sách đạt 320 tỷ đồng."
    ).rows
    assert [(row.kind, row.year) for row in rows] == [("R", 2026), ("P", 2027)]


def test_an_amount_a_year_in_a_term_is_an_average() -> None:
    row = read_one("Sản lượng lương thực ổn định 9.500 tấn/năm.", "CHỈ TIÊU NHIỆM KỲ 2026 - 2030")
    assert (row.form, row.measure, row.first_year) == ("average", "term_average", 2026)


def test_results_below_the_plan_s_title_keep_the_year_their_sentence_opens_with() -> None:
    rows = read_text(
        "NGHỊ QUYẾT về phương hướng, nhiệm vụ năm 2027\n1. Đánh giá chung\n"
        "Năm 2026, trong bối cảnh khó khăn, tỉnh đạt 22/26 chỉ tiêu. GRDP tăng 9,7%; thu ngân sách "
        "đạt 26.480 tỷ đồng, vượt dự toán 14,6%.\n2. Chỉ tiêu năm 2027\n"
        "Thu ngân sách đạt 29.000 tỷ đồng, phấn đấu thực hiện 30.500 tỷ đồng."
    ).rows
    assert [(row.kind, row.year, plain(row.value)) for row in rows] == [
        ("R", 2026, "22"), ("R", 2026, "9.7"), ("R", 2026, "26480"),
        ("P", 2027, "29000"), ("P", 2027, "30500"),
    ]  # fmt: skip
    assert plain(rows[2].printed_pct) == "114.6"
    assert (rows[4].name, rows[4].doubts) == (rows[3].name, ["name"])


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Chỉ số DTI thuộc tốp 10 cả nước.", ("P", 2026, "10", "hạng", "<=")),
        (
            "Đến hết năm 2028, hoàn thành 33.500 căn nhà ở xã hội.",
            ("P", 2028, "33500", "căn", ">="),
        ),
    ],
)
def test_ranks_among_many_and_years_before_a_value(text: str, row: tuple[object, ...]) -> None:
    assert rows_of(text) == [row]


def test_a_part_of_the_wards_is_doubted() -> None:
    (row,) = read_text("CHỈ TIÊU NĂM 2026\n- Có ít nhất 1/3 số xã đạt chuẩn nâng cao.").rows
    assert "fraction" in row.doubts


def test_heads_with_bars_are_no_heading_of_what_follows() -> None:
    rows = read_text(
        "PHỤ LỤC CHỈ TIÊU NĂM 2026\nChỉ tiêu | Đơn vị | Ước thực hiện 2025 | Kế hoạch 2026\n"
        "Thu ngân sách | tỷ đồng | 22,4 | 25\n\nNgoài ra, có 2 thôn thông minh trở lên."
    ).rows
    assert [(row.kind, row.year) for row in rows] == [("R", 2025), ("P", 2026), ("P", 2026)]


def test_a_numbered_line_that_says_only_targets_heads_them() -> None:
    rows = read_text(
        "B. NHIỆM VỤ 3 THÁNG CUỐI NĂM 2026\n1. Chỉ tiêu\n- Giảm 12 hộ nghèo.\n2. Giải pháp\n"
        "- Thu hồi 2,3 tỷ đồng nợ thuế."
    ).rows
    assert [(row.kind, plain(row.value)) for row in rows] == [("P", "12")]


def test_an_article_of_one_paragraph_says_itself_what_it_holds() -> None:
    rows = read_text(
        "NGHỊ QUYẾT\nVề nhiệm vụ năm 2027\n"
        "Điều 1. Tán thành báo cáo về kết quả thực hiện nhiệm vụ năm 2026: thu ngân sách ước đạt "
        "31,2 tỷ đồng; tỷ lệ hộ nghèo còn 2,05%.\n"
        "Điều 2. Các chỉ tiêu chủ yếu năm 2027 như sau:\na) Thu ngân sách: 34,5 tỷ đồng.\n"
        "e) Phấn đấu mỗi thôn có ít nhất một mô hình; thành lập mới 02 hợp tác xã.\n"
        "Điều 3. Các nhiệm vụ, giải pháp: tập trung phát triển vùng chè 250 ha."
    ).rows
    assert [(row.kind, row.year, plain(row.value), row.comparator) for row in rows] == [
        ("R", 2026, "31.2", ""), ("R", 2026, "2.05", "<="), ("P", 2027, "34.5", ""),
        ("P", 2027, "1", "every"), ("P", 2027, "2", ""),
    ]  # fmt: skip


def test_a_way_from_one_level_to_another_needs_no_verb_of_its_own() -> None:
    text = "Giảm tỷ lệ hộ nghèo 0,5%/năm, hộ cận nghèo từ 3,1% xuống còn 2,6%."
    assert [row[2] for row in rows_of(text)] == ["0.5", "2.6"]
