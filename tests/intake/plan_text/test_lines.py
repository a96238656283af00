"""One line of a plan at a time: what each turn of phrase means. All lines are made up."""

from __future__ import annotations

import pytest

from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.rows import plain
from tests.intake.plan_text.drafts import read_one

# line | value | high | unit | comparator | form | doubts
LINES = """
Thu ngân sách: 92,5 tỷ đồng                                       | 92.5    |      | tỷ đồng                | | level |
Thu ngân sách đạt 1.250 tỷ 40 triệu đồng                          | 1250.04 |      | tỷ đồng                | | level |
Thu ngân sách đạt trên 92,5 tỷđ                                   | 92.5    |      | tỷ đồng                | >= | level |
Thu nhập bình quân đầu người: 61 tr.đ/người/năm                   | 61      |      | triệu đồng/người/năm   | | level |
Tỷ lệ hộ nghèo dưới 0,5%                                          | 0.5     |      | %                      | <= | level |
Tỷ lệ hộ nghèo giảm còn 0,5%                                      | 0.5     |      | %                      | <= | level |
Tỷ lệ hộ nghèo giảm 0,5%                                          | 0.5     |      | %                      | >= | change | fall by
Giảm tỷ suất sinh thô 0,2‰                                        | 0.2     |      | ‰                      | >= | change | fall by
Tỷ lệ tăng dân số tự nhiên không quá 0,9%                         | 0.9     |      | %                      | <= | growth |
Kết nạp từ 20 đến 25 đảng viên mới                                | 20      | 25   | đảng viên              | | level |
Kết nạp từ 20 đảng viên trở lên                                   | 20      |      | đảng viên              | >= | level |
Tốc độ tăng trưởng 9,5 – 10%/năm                                  | 9.5     | 10   | %                      | | growth |
Kinh tế số chiếm khoảng 20% GRDP                                  | 20      |      | %                      | = | share | approximate
96% hộ gia đình đạt chuẩn văn hóa                                 | 96      |      | %                      | | level |
Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ trở lên đạt 90%              | 90      |      | %                      | | level |
Duy trì 100% trạm y tế đạt chuẩn quốc gia                         | 100     |      | %                      | >= | level |
Hoàn thành 100% chỉ tiêu giao quân                                | 100     |      | %                      | >= | pct_of_quota |
Trồng mới 12.000 cây bóng mát                                     | 12000   |      | cây                    | | level |
Lắp đặt 350 bóng đèn năng lượng mặt trời                          | 350     |      | bóng đèn               | | level | unit
Đưa 45 lao động đi làm việc ở nước ngoài                          | 45      |      | lao động               | | level |
Số giường bệnh trên 1 vạn dân: 32 giường                          | 32      |      | giường                 | | level |
17,5 bác sĩ/vạn dân                                               | 17.5    |      | bác sĩ/vạn dân         | | level |
03/12 thôn đạt chuẩn nông thôn mới kiểu mẫu                       | 3       |      | thôn                   | | level |
Tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng còn 7%                       | 7       |      | %                      | <= | level |
Tỷ lệ sinh con thứ 3 trở lên dưới 4%                              | 4       |      | %                      | <= | level |
Đứng thứ 3 toàn thành phố về chỉ số cải cách hành chính           | 3       |      | hạng                   | <= | level |
Không để xảy ra cháy lớn trên địa bàn                             | 0       |      | vụ                     | <= | level | no number
Gia đình văn hóa ≥ 92%                                            | 92      |      | %                      | >= | level |
Tỷ lệ hộ cận nghèo <1,5%                                          | 1.5     |      | %                      | <= | level |
Chỉ số hài lòng nằm trong nhóm 10 phường dẫn đầu                  | 10      |      | hạng                   | <= | level |
Chỉ số cải cách hành chính xếp thứ 5 trở lên                      | 5       |      | hạng                   | <= | level |
Số phòng khách sạn từ 3 sao trở lên đạt 2.200 phòng               | 2200    |      | phòng                  | | level |
Thu hút 8.5 triệu lượt khách                                      | 8.5     |      | triệu lượt khách       | | level | decimal point
Giải quyết việc làm cho 1,500 lao động                            | 1.5     |      | lao động               | | level | thousands comma
Phường đạt chuẩn đô thị văn minh                                  | 1       |      | nội dung               | done | done |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in LINES.strip().splitlines()]


@pytest.mark.parametrize("cells", ROWS, ids=lambda cells: cells[0])
def test_a_line_means_what_a_reader_takes_it_for(cells: list[str]) -> None:
    line, value, high, unit, comparator, form, *doubts = cells
    row = read_one(line)
    assert [plain(row.value), plain(row.value_high), row.unit, row.comparator, row.form] == [
        value, high, unit, comparator, form,
    ]  # fmt: skip
    assert row.doubts == [word for word in doubts if word]
    assert (row.year, row.kind) == (2026, "P")


@pytest.mark.parametrize(
    "line",
    [
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
        "Kỷ niệm 75 năm Ngày truyền thống",
        "Phủ sóng 5G, cấp độ 4, lớp 10",
        "Giai đoạn 2021-2025",
    ],
)
def test_numbers_that_are_no_amounts_give_no_row(line: str) -> None:
    assert read_text(f"CHỈ TIÊU NĂM 2026\n- {line}").rows == []


def test_growth_over_another_year_belongs_to_the_value_before_it() -> None:
    row = read_one("Số doanh nghiệp: 61 doanh nghiệp, tăng 42,9% so với năm 2025")
    assert (row.value, row.unit, row.year) == (61, "doanh nghiệp", 2026)


def test_growth_of_its_own_is_a_target() -> None:
    row = read_one("Thu ngân sách tăng 12% so với năm 2025")
    assert (row.value, row.form) == (12, "growth")


def test_a_list_shares_its_head_and_every_item_quotes_itself() -> None:
    rows = read_text(
        "CHỈ TIÊU NĂM 2026\n- Cơ cấu kinh tế: Nông, lâm nghiệp 12,5%; dịch vụ 50%; xây dựng 37,5%"
    ).rows
    assert [(row.name, row.form, plain(row.value)) for row in rows] == [
        ("Tỷ trọng nông, lâm nghiệp", "share", "12.5"),
        ("Tỷ trọng dịch vụ", "share", "50"),
        ("Tỷ trọng xây dựng", "share", "37.5"),
    ]
    assert [row.quote for row in rows] == [
        "Nông, lâm nghiệp 12,5%",
        "dịch vụ 50%",
        "xây dựng 37,5%",
    ]


def test_a_clause_has_the_year_it_names() -> None:
    rows = read_text(
        "CHỈ TIÊU NHIỆM KỲ 2025 - 2030\n- Xây dựng nhà văn hóa đạt chuẩn vào năm 2027\n"
        "- Tỷ lệ hộ nghèo (theo chuẩn giai đoạn 2022-2025) còn 0,5%"
    ).rows
    assert [row.year for row in rows] == [2027, 2030]


def test_without_any_year_the_asked_one_is_taken_and_doubted() -> None:
    (row,) = read_text("CHỈ TIÊU CHỦ YẾU\n- Thu ngân sách: 5 tỷ đồng", year=2026).rows
    assert (row.year, row.doubts) == (2026, ["year"])


def test_what_nobody_understands_is_listed() -> None:
    draft = read_text("I. KẾT QUẢ NĂM 2025\nTập trung thực hiện 14 dự án trọng điểm.")
    assert draft.rows == []
    assert [one.quote for one in draft.unread] == ["Tập trung thực hiện 14 dự án trọng điểm"]


def test_numbers_of_years_before_do_not_become_targets_of_this_one() -> None:
    rows = read_text(
        "I. KẾT QUẢ NĂM 2025\nThu ngân sách đạt 80 tỷ đồng.\n"
        "II. CHỈ TIÊU NĂM 2026\n- Thu ngân sách: 92 tỷ đồng"
    ).rows
    assert [(row.kind, row.year) for row in rows] == [("R", 2025), ("P", 2026)]


@pytest.mark.parametrize(
    "phrase",
    [
        "giảm xuống còn ", "ước ước đạt ", "từ trên dưới khoảng ", "đến năm 2025, ", ", ", "((((",
        "trong đó, ", "không vượt quá ", "123456789", "1.234,",
        "có 5 chỉ tiêu, trong đó ", "giảm từ 5% xuống ", "Chỉ tiêu KH 2026 ", "TT Chỉ tiêu 5 6\n",
    ],
)  # fmt: skip
def test_hostile_repetitions_come_to_an_end(phrase: str) -> None:
    read_text(f"CHỈ TIÊU NĂM 2026\n- {phrase * 3000}x 5%")


def test_a_target_said_again_among_goals_and_tasks_is_linked_not_doubled() -> None:
    rows = read_text(
        "Điều 1. Mục tiêu, chỉ tiêu năm 2026\n"
        "1. Mục tiêu tổng quát: Phấn đấu tốc độ tăng trưởng kinh tế đạt 11%.\n"
        "2. Chỉ tiêu chủ yếu:\n- Tốc độ tăng trưởng kinh tế đạt 11%\n"
        "Điều 2. Nhiệm vụ, giải pháp\nPhấn đấu tốc độ tăng trưởng kinh tế đạt 11% như đã nêu.\n"
        "Phấn đấu trồng 500 cây xanh."
    ).rows
    assert [(row.line, row.repeated, row.doubts) for row in rows] == [
        (4, [2, 6], []),
        (7, [], ["task", "year"]),
    ]


def test_values_in_brackets_are_targets_when_they_have_names() -> None:
    rows = read_text(
        "CHỈ TIÊU NĂM 2026\n- Cây trồng chủ yếu (Lúa: diện tích 207 ha, sản lượng 2.898 tấn)\n"
        "- Tỷ lệ trường đạt chuẩn 50% (8 trường)"
    ).rows
    assert [(plain(row.value), row.unit) for row in rows] == [
        ("207", "ha"),
        ("2898", "tấn"),
        ("50", "%"),
    ]


@pytest.mark.parametrize(
    ("line", "value", "unit", "form", "name"),
    [
        ("Tỷ lệ hộ nghèo giảm từ 1,2% năm 2025 xuống còn 0,15%", "0.15", "%", "level",
         "Tỷ lệ hộ nghèo"),
        ("Nâng tỷ lệ đô thị hoá từ 41% lên 45%", "45", "%", "level", "Nâng tỷ lệ đô thị hoá"),
        ("Kéo giảm phạm pháp hình sự từ 5% trở lên so với năm 2025", "5", "%", "change",
         "Kéo giảm phạm pháp hình sự"),
        ("Giá thuê hạ tầng không quá 1,5 USD/m2/tháng", "1.5", "USD/m2/tháng", "level",
         "Giá thuê hạ tầng"),
        ("Nâng cấp ít nhất 10 tuyến hẻm", "10", "tuyến", "level", "Nâng cấp tuyến hẻm"),
        ("Thu ngân sách hằng năm vượt 5% dự toán giao", "5", "%", "overquota",
         "Thu ngân sách hằng năm"),
        ("Diện tích gieo trồng cả năm: 1.245 ha", "1245", "ha", "level",
         "Diện tích gieo trồng cả năm"),
    ],
)  # fmt: skip
def test_a_line_is_read_by_its_kind(line: str, value: str, unit: str, form: str, name: str) -> None:
    row = read_one(line)
    assert (plain(row.value), row.unit, row.form) == (value, unit, form)
    assert row.name == name


def test_a_list_shares_the_verb_of_its_first_fall() -> None:
    rows = read_text("CHỈ TIÊU NĂM 2026\n- Giảm 30 hộ nghèo, 45 hộ cận nghèo").rows
    assert [(row.name, row.form, row.comparator, row.doubts) for row in rows] == [
        ("Giảm hộ nghèo", "change", ">=", ["fall by"]),
        ("Giảm hộ cận nghèo", "change", ">=", ["fall by"]),
    ]


def test_a_plan_in_brackets_is_that_of_the_result() -> None:
    rows = read_text(
        "KẾT QUẢ NĂM 2025\n- Tỷ lệ tiêm chủng đạt 97,8% (chỉ tiêu 95%).\n"
        "- Trồng được 520 cây xanh (KH: 500 cây)."
    ).rows
    assert [(plain(row.value), plain(row.plan_value)) for row in rows] == [
        ("97.8", "95"),
        ("520", "500"),
    ]


def test_a_sentence_that_ends_in_a_number_is_no_numbered_item() -> None:
    rows = read_text("CHỈ TIÊU NĂM 2026\n- Số trường đạt chuẩn là 34. Trồng 500 cây xanh.").rows
    assert [plain(row.value) for row in rows] == ["34", "500"]


def test_a_sitting_council_names_no_year() -> None:
    rows = read_text(
        "HĐND xã khóa II, nhiệm kỳ 2021 - 2026 họp kỳ thường lệ.\n"
        "Các chỉ tiêu năm 2025 là: thu ngân sách đạt 12 tỷ đồng, tăng 8% so với năm 2024; "
        "dịch vụ chiếm 41%, tăng 1,2% so với năm 2024.\n"
        "Tỷ lệ lao động qua đào tạo đạt 70%, tăng 2% so với năm 2024."
    ).rows
    assert [(row.kind, row.year, plain(row.value)) for row in rows] == [
        ("P", 2025, "12"),
        ("P", 2025, "41"),
        ("P", 2025, "70"),
    ]


def test_a_term_behind_a_result_is_not_the_next_ones_year() -> None:
    rows = read_text(
        "Năm 2018, thu ngân sách ước đạt 50 tỷ đồng. Đã xóa hết 100% hộ nghèo giai đoạn 2016-2020; "
        "giải quyết việc làm cho 876 lao động."
    ).rows
    assert (rows[-1].year, plain(rows[-1].value)) == (2018, "876")


def test_votes_are_no_results() -> None:
    draft = read_text("Năm 2025, 100% đại biểu biểu quyết thông qua 09 nghị quyết.")
    assert (draft.rows, draft.unread) == ([], [])


def test_an_amount_broken_between_its_steps_is_one() -> None:
    text = "CHỈ TIÊU NĂM 2026\nVốn đầu tư các công trình từ ngân sách do quận quản lý đạt 46 tỷ\n349 triệu đồng."
    assert [(plain(row.value), row.unit) for row in read_text(text).rows] == [("46.349", "tỷ đồng")]


def test_what_leads_to_a_list_is_no_part_of_the_first_name() -> None:
    rows = read_text(
        "Đại hội thông qua nghị quyết nhiệm kỳ 2025-2030 với một số chỉ tiêu chủ yếu dịch vụ tăng "
        "bình quân hằng năm 11-13%; thu ngân sách tăng 8%."
    ).rows
    assert [row.name for row in rows] == ["Dịch vụ tăng bình quân hằng năm", "Thu ngân sách tăng"]
