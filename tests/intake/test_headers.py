"""Header rows of years, words, dates and bare months; codes, years and units beside the labels."""

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hbanalysis.intake.workbook import Table, read_tables
from tests.intake.workbooks import write_xlsx

ROWS = [
    ["Thu ngân sách", "Tỷ đồng", 1000, 1200, 120],
    ["Chi thường xuyên", "Tỷ đồng", 500, 550, 110],
]
DAY = datetime.datetime


def read(path: Path, rows: list[list[Any]]) -> Table:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if value == "" else value for value in row])
    book.save(path / "a.xlsx")
    (table,) = read_tables(path / "a.xlsx")
    return table


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ([["Chỉ tiêu", "ĐVT", 2023, 2024, "So sánh (%)"]], ["2023", "2024", "So sánh (%)"]),
        ([["Chỉ tiêu", "ĐVT", "Năm 2023", 2024, "Tỷ lệ"]], ["Năm 2023", "2024", "Tỷ lệ"]),
        (
            [["", "Đơn vị tính", 2023, 2024, "Năm 2024 so"], ["", "", "", "", "với 2023 (%)"]],
            ["2023", "2024", "Năm 2024 so với 2023 (%)"],
        ),
        (
            [["Sản phẩm", "Đơn vị", 2023, "Ước 2024", "2024/2023"]],
            ["2023", "Ước 2024", "2024/2023"],
        ),
        ([["Chỉ tiêu", "ĐVT", 4, 5, "Lũy kế 5 tháng"]], ["4", "5", "Lũy kế 5 tháng"]),
        (
            [["Chỉ tiêu", "ĐVT", DAY(2024, 4, 1), DAY(2024, 5, 1), "Lũy kế"]],
            ["2024-04-01", "2024-05-01", "Lũy kế"],
        ),
        (
            [["Chỉ tiêu", "ĐVT", DAY(2024, 1, 1), DAY(2024, 2, 1), DAY(2024, 3, 1)]],
            ["2024-01-01", "2024-02-01", "2024-03-01"],
        ),
        ([["Chỉ tiêu", "ĐVT", 2022, 2023, 2024]], ["2022", "2023", "2024"]),
    ],
)
def test_a_header_row_may_mix_years_dates_months_and_words(
    tmp_path: Path, header: list[list[Any]], names: list[str]
) -> None:
    table = read(tmp_path, [["Bảng 1. Thu chi"], [], *header, *ROWS])
    assert list(table.data.columns)[-3:] == names
    assert list(table.data["label"]) == ["Thu ngân sách", "Chi thường xuyên"]
    assert table.data.iloc[0, -3:].tolist() == [1000, 1200, 120]
    dated = [f.facts["cell"] for f in table.findings if f.rule == "date-in-header"]
    assert len(dated) == sum(isinstance(value, DAY) for row in header for value in row)


def test_a_row_of_years_below_a_header_is_a_row_of_numbers(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        [
            ["Bảng 1"],
            [],
            ["Trường", "Năm xây", "Năm sửa"],
            ["Trường A", 1998, 2010],
            ["B", 2001, 2015],
        ],
    )
    assert table.data["Năm xây"].tolist() == [1998, 2001]


def test_a_first_row_of_years_and_words_that_go_on_is_no_header(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        [["Bảng 1"], [], ["Trường", "Năm xây", "Chuẩn"], ["A", 1998, "đạt"], ["B", 2001, "chưa"]],
    )
    assert table.data["Năm xây"].tolist() == [1998, 2001]
    assert table.data["Chuẩn"].tolist() == ["đạt", "chưa"]


def test_codes_left_of_the_names_are_running_numbers(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        [
            ["Bảng 1"],
            ["", "", "", "Tháng 4", "Tháng 5"],
            ["Tổng số", "", "", 150.5, 600],
            ["Chia theo loại"],
            ["", 101, "Thu", 100.5, 400],
            ["", 209, "Chi", 50, 200],
        ],
    )
    assert list(table.data["label"]) == ["Tổng số", "Chia theo loại", "Thu", "Chi"]
    assert table.data["Tháng 4"].tolist()[2:] == [100.5, 50]
    changed = {cell: change.before for change in table.normalisations for cell in change.cells}
    assert changed["B5"] == "101"


@pytest.mark.parametrize("year", [2023, "Năm 2023"])
def test_a_year_that_stands_once_per_block_belongs_to_each_month(
    tmp_path: Path, year: object
) -> None:
    other = 2024 if year == 2023 else "Năm 2024"
    rows = [["Bảng 1"], [], ["Năm", "Tháng", "Thu", "Chi"]]
    rows += [[year, "Tháng 1", 10, 5], ["", "Tháng 2", 11, 6]]
    rows += [[other, "Tháng 1", 12, 7], ["", "Tháng 2", 13, 8]]
    labels = list(read(tmp_path, rows).data["label"])
    assert labels == [f"{y} Tháng {m}" for y in (year, other) for m in (1, 2)]


def test_a_number_right_of_the_headers_names_no_column(tmp_path: Path) -> None:
    table = read(
        tmp_path, [["Bảng 1"], [], ["Mặt hàng", "Lượng", "Trị giá", 113.9], ["Sữa", 10, 20]]
    )
    assert list(table.data.columns) == ["label", "Lượng", "Trị giá"]
    assert "outside-table" in {change.rule for change in table.normalisations}


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Bill. dongs", "Bill. dongs"),
        ("Thous.tons", "Thous.tons"),
        ("Mill USD", "Mill USD"),
        ("Thousand ha", "Thousand ha"),
        ("Unit: Billion VND", "Billion VND"),
        ("Đơn vị tính: Tỷ đồng", "Tỷ đồng"),
    ],
)
def test_the_unit_above_the_last_column_under_a_title_of_two_lines(
    tmp_path: Path, line: str, unit: str
) -> None:
    table = read(
        tmp_path,
        [
            ["20. Realized investment"],
            ["under the State budget", "", line],
            ["", "Estimate", "9 months"],
            ["", "May 2024", "of 2024 vs plan (%)"],
            ["TOTAL", 519.4, 59.6],
            ["Local", 415.2, 60.3],
        ],
    )
    assert table.unit == unit
    assert table.title == "20. Realized investment under the State budget"
    assert list(table.data.columns) == [
        "label",
        "Estimate May 2024",
        "9 months of 2024 vs plan (%)",
    ]


def test_a_sheet_without_a_table_says_what_was_taken_for_what(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": [["Ghi chú"], ["Thu", 5], ["Chi", 6]]})
    (finding,) = [f for f in read_tables(path).findings if f.rule == "no-table"]
    assert [finding.facts[name] for name in ("words", "heads", "numbers")] == ["1", "—", "2-3"]
