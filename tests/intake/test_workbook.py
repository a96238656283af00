"""Whole deliveries: what is read from them, what is changed on the way.

What is refused and named.
"""

import datetime
import math
import unicodedata
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.workbook import Table, Tables, read_tables
from tests.intake.workbooks import INVESTMENT, write_font_xlsx, write_tcvn3_xls, write_xlsx

REAL = Path(__file__).resolve().parents[2] / "shared" / "statistics-workbooks"


def only(tables: Tables) -> Table:
    assert len(tables) == 1
    return tables[0]


def rules(tables: Tables) -> list[str]:
    return [finding.rule for finding in tables.findings]


def test_a_table_has_title_unit_joined_headers_and_numbers(tmp_path: Path) -> None:
    table = only(read_tables(write_xlsx(tmp_path / "a.xlsx", {"VonDT": INVESTMENT})))
    assert table.sheet == "VonDT"
    assert table.title == "4. Vốn đầu tư thực hiện từ nguồn ngân sách Nhà nước"
    assert table.unit == "Tỷ đồng"
    assert list(table.data.columns) == [
        "label",
        "Thực hiện tháng 3 năm 2031",
        "Ước tính tháng 4 năm 2031",
        "Cộng dồn 4 tháng năm 2031",
        "4 tháng năm 2031 so với kế hoạch năm 2031 (%)",
        "4 tháng năm 2031 so với cùng kỳ năm trước (%)",
    ]
    total = table.data.iloc[0]
    assert list(total) == ["TỔNG SỐ", 120.5, 130.25, 480.75, 28.5, 103.1]
    assert {str(kind) for kind in table.data.dtypes[1:]} == {"float64"}


def test_rows_are_totals_parts_rows_and_headings(tmp_path: Path) -> None:
    table = only(read_tables(write_xlsx(tmp_path / "a.xlsx", {"VonDT": INVESTMENT})))
    kinds = dict(zip(table.data["label"], table.row_kinds, strict=True))
    assert kinds["TỔNG SỐ"] == "total"
    assert kinds["Trong đó:"] == "heading"
    assert kinds["Bộ Y tế"] == "part"
    assert kinds["Hải Phòng"] == "part"


def test_every_cell_knows_its_address(tmp_path: Path) -> None:
    table = only(read_tables(write_xlsx(tmp_path / "a.xlsx", {"VonDT": INVESTMENT})))
    assert table.addresses.shape == table.data.shape
    assert list(table.addresses.iloc[0][:3]) == ["A9", "C9", "D9"]
    assert table.addresses.loc[table.data["label"] == "Hà Nội", "label"].item() == "B15"


DEPARTMENT = [
    ["UBND QUẬN HỒNG BÀNG", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG KINH TẾ", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
    ["", "", "", "", "Hải Phòng, ngày 15 tháng 7 năm 2031"],
    [],
    ["TÌNH HÌNH THỰC HIỆN CÁC CHỈ TIÊU THÁNG 7 NĂM 2031"],
    [],
    ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Thực hiện", "", "Ghi chú"],
    ["", "", "", "", "Tháng 7", "Lũy kế", ""],
    ["A", "B", "C", 1, 2, 3, 4],
    [1, "Thu ngân sách (*)", "Tỷ đồng", "1.516,66", "120,5", "900,25", "ước"],
    [2, "Bán lẻ", '"', 12000, "1.536", 7000.5, ""],
    [3, "Hộ nghèo mới", "Hộ", 0, "-", "…", ""],
    ["", "Tổng cộng", "", 13516.66, 1, 2, ""],
    ["(*) Số liệu sơ bộ"],
    ["Nơi nhận:", "", "", "", "KT. CHỦ TỊCH"],
]
DEPARTMENT_MERGES = ("A5:G5", "E7:F7", "A7:A8", "B7:B8")


def test_a_departments_table_below_a_letterhead(tmp_path: Path) -> None:
    tables = read_tables(
        write_xlsx(tmp_path / "d.xlsx", {"Bao cao": DEPARTMENT}, DEPARTMENT_MERGES)
    )
    table = only(tables)
    assert table.title == "TÌNH HÌNH THỰC HIỆN CÁC CHỈ TIÊU THÁNG 7 NĂM 2031"
    assert list(table.data.columns) == [
        "label",
        "ĐVT",
        "Kế hoạch năm",
        "Thực hiện Tháng 7",
        "Thực hiện Lũy kế",
        "Ghi chú",
    ]
    assert list(table.data["label"]) == ["Thu ngân sách", "Bán lẻ", "Hộ nghèo mới", "Tổng cộng"]
    assert list(table.data["ĐVT"]) == ["Tỷ đồng", "Tỷ đồng", "Hộ", ""]
    assert list(table.data["Kế hoạch năm"]) == [1516.66, 12000, 0, 13516.66]
    assert table.row_kinds == ["row", "row", "row", "total"]
    assert table.statuses == {"B10": "preliminary"}
    assert table.notes[0] == "(*) Số liệu sơ bộ"


def test_an_ambiguous_number_is_named_with_both_readings_and_stays_empty(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "d.xlsx", {"Bao cao": DEPARTMENT}, DEPARTMENT_MERGES)
    table = only(read_tables(path))
    (finding,) = [finding for finding in table.findings if finding.rule == "ambiguous-number"]
    assert (finding.level, finding.locator) == ("error", "Bao cao!E11")
    assert (finding.facts["first"], finding.facts["second"]) == ("1536", "1.536")
    assert math.isnan(table.data["Thực hiện Tháng 7"][1])
    declared = only(read_tables(path, number_format="vi"))
    assert declared.data["Thực hiện Tháng 7"][1] == 1536


def test_everything_changed_is_listed(tmp_path: Path) -> None:
    table = only(
        read_tables(write_xlsx(tmp_path / "d.xlsx", {"Bao cao": DEPARTMENT}, DEPARTMENT_MERGES))
    )
    listed = {(change.rule, change.cells[0]) for change in table.normalisations}
    expected = {
        ("text-number", "D10"),
        ("footnote-mark", "B10"),
        ("ditto", "C11"),
        ("placeholder", "E12"),
        ("placeholder", "F12"),
        ("index-row", "A9"),
    }
    assert expected <= listed


def test_a_tcvn3_workbook_becomes_readable(tmp_path: Path) -> None:
    table = only(read_tables(write_tcvn3_xls(tmp_path / "old.xls")))
    assert table.title == "5. THỰC HIỆN VỐN ĐẦU TƯ XÂY DỰNG CƠ BẢN"
    assert list(table.data.columns[1:]) == [
        "Thực hiện tháng 6 (Tỷ đồng)",
        "Ước tính tháng 7 (Tỷ đồng)",
    ]
    assert list(table.data["label"]) == ["Tổng số", "Trung ương", "Bộ Công nghiệp (ABC)"]
    assert "tcvn3-font" in {change.rule for change in table.normalisations}
    assert table.row_kinds[1] == "part"


def test_tcvn3_in_xlsx_is_decoded_by_its_font(tmp_path: Path) -> None:
    tables = read_tables(write_font_xlsx(tmp_path / "a.xlsx", ".VnArialH", "Tæng sè"))
    assert only(tables).data["label"][0] == "TỔNG SỐ"
    assert tables.findings == []


def test_tcvn3_without_its_font_is_decoded_by_spelling_and_said(tmp_path: Path) -> None:
    tables = read_tables(write_font_xlsx(tmp_path / "a.xlsx", "Arial", "Tæng s¶n phÈm"))
    assert only(tables).data["label"][0] == "Tổng sản phẩm"
    assert rules(tables) == ["tcvn3-spelling"]


def test_latin_text_in_another_font_is_not_decoded(tmp_path: Path) -> None:
    tables = read_tables(write_font_xlsx(tmp_path / "a.xlsx", "Arial", "Curaçao ®"))
    assert only(tables).data["label"][0] == "Curaçao ®"


@pytest.mark.parametrize("font", ["VNI-Times", "Arial"])
def test_vni_is_refused_with_its_address(tmp_path: Path, font: str) -> None:
    tables = read_tables(write_font_xlsx(tmp_path / "a.xlsx", font, "Toång saûn phaåm trong nöôùc"))
    (finding,) = [finding for finding in tables.findings if finding.rule == "vni-text"]
    assert (finding.level, finding.locator) == ("error", "Sheet!A3")


def test_hidden_sheets_are_reported_and_not_read(tmp_path: Path) -> None:
    tables = read_tables(
        write_xlsx(tmp_path / "a.xlsx", {"S1": INVESTMENT, "S2": INVESTMENT}, hidden=("S2",))
    )
    assert [table.sheet for table in tables] == ["S1"]
    assert [(finding.rule, finding.locator) for finding in tables.findings] == [
        ("hidden-sheet", "S2")
    ]


def test_the_same_table_twice_is_reported(tmp_path: Path) -> None:
    tables = read_tables(write_xlsx(tmp_path / "a.xlsx", {"S1": INVESTMENT, "S2": INVESTMENT}))
    assert len(tables) == 2
    assert rules(tables) == ["duplicate-table"]


def test_errors_and_uncached_formulas_are_named_with_their_address(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Biểu 1. Thu"],
        ["Chỉ tiêu", "Tháng 1", "Tháng 2"],
        ["Thu", 1, "=B3*2"],
        ["Chi", "#REF!", 5],
        ["Dư", 2, 3],
    ):
        sheet.append(row)
    sheet["B4"].data_type = "e"
    book.save(tmp_path / "f.xlsx")
    tables = read_tables(tmp_path / "f.xlsx")
    found = {(finding.rule, finding.locator, finding.facts["found"]) for finding in tables.findings}
    assert found == {
        ("uncached-formula", "Sheet!C3", "uncached"),
        ("error-cell", "Sheet!B4", "#REF!"),
    }
    assert list(only(tables).data["Tháng 2"])[1:] == [5, 3]


def test_a_column_of_uncached_formulas_is_still_a_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Biểu 1. Thu"],
        ["Chỉ tiêu", "Tháng 1", "Lũy kế"],
        ["Thu", 1, "=B3"],
        ["Chi", 2, "=B4"],
    ):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    tables = read_tables(tmp_path / "f.xlsx")
    assert list(only(tables).data.columns) == ["label", "Tháng 1", "Lũy kế"]
    assert rules(tables) == ["uncached-formula", "uncached-formula"]


def test_errors_in_an_xls_are_named(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(
        (["Biểu 1. Thu"], ["Chỉ tiêu", "Tháng 1", "Tháng 2"], ["Thu", 1, 2], ["Chi", 3, 4])
    ):
        for column, value in enumerate(cells):
            if (row, column) != (3, 2):
                sheet.write(row, column, value)
    sheet.row(3).set_cell_error(2, 7)
    book.save(str(tmp_path / "e.xls"))
    (finding,) = read_tables(tmp_path / "e.xls").findings
    assert (finding.rule, finding.locator, finding.facts["found"]) == (
        "error-cell",
        "S!C4",
        "#DIV/0!",
    )


def test_a_date_among_numbers_is_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "d.xlsx"))
    sheet = book.add_worksheet("S")
    for row, cells in enumerate(
        (["Biểu 1. Thu"], ["Chỉ tiêu", "Tháng 1", "Tháng 2"], ["Thu", 1, 2], ["Chi", 3, 4])
    ):
        sheet.write_row(row, 0, cells)
    sheet.write_datetime(
        3, 2, datetime.datetime(2031, 2, 1), book.add_format({"num_format": "d/m/yyyy"})
    )
    book.close()
    (finding,) = read_tables(tmp_path / "d.xlsx").findings
    assert (finding.rule, finding.locator, finding.facts["found"]) == (
        "date-cell",
        "S!C4",
        "2031-02-01",
    )


def test_decomposed_letters_and_lookalikes_are_repaired_and_listed(tmp_path: Path) -> None:
    rows = [["Biểu 1. Thu"], ["Chỉ tiêu", "Tháng 1", "Tháng 2"], ["Ðồng\u00a0Nai", 1, 2]]
    rows.append([unicodedata.normalize("NFD", "Hải Phòng"), 3, 4])
    table = only(read_tables(write_xlsx(tmp_path / "n.xlsx", {"S": rows})))
    assert list(table.data["label"]) == ["Đồng Nai", "Hải Phòng"]
    assert {change.rule: change.cells for change in table.normalisations} == {
        "letters": ("A3", "A4")
    }


def test_stacked_tables_and_continuations_are_separate(tmp_path: Path) -> None:
    continued = [["4. (Tiếp theo) Vốn đầu tư"], *INVESTMENT[1:8], ["", "Cần Thơ", 1, 2, 3, 4, 5]]
    rows = [*INVESTMENT, ["(*) Ước tính"], [], *continued]
    tables = read_tables(write_xlsx(tmp_path / "s.xlsx", {"S": rows}))
    assert [table.title for table in tables] == [INVESTMENT[0][0], "4. (Tiếp theo) Vốn đầu tư"]
    assert tables[0].notes == ["(*) Ước tính"]
    assert list(tables[1].data["label"]) == ["Cần Thơ"]
    assert tables[1].unit == "Tỷ đồng"


def test_years_as_headers_and_as_labels(tmp_path: Path) -> None:
    sheets = {
        "A": [
            ["Biểu 1. Dân số"],
            ["Chỉ tiêu", 2029, 2030],
            ["Dân số", 10.5, 11],
            ["Lao động", 5, 6],
        ],
        "B": [["Biểu 2. Dân số"], ["Năm", "Nam", "Nữ"], [2029, 5, 5.5], [2030, 5.5, 6]],
    }
    tables = read_tables(write_xlsx(tmp_path / "y.xlsx", sheets))
    assert list(tables[0].data.columns) == ["label", "2029", "2030"]
    assert list(tables[1].data["label"]) == ["2029", "2030"]


def test_numbers_that_nobody_named_stay_outside_and_are_listed(tmp_path: Path) -> None:
    rows = [list(row) for row in INVESTMENT]
    rows[8] += ["", "", 17.5, 3]
    table = only(read_tables(write_xlsx(tmp_path / "o.xlsx", {"S": rows})))
    assert table.data.shape[1] == 6
    assert ("outside-table", ("J9",)) in {
        (change.rule, change.cells) for change in table.normalisations
    }


CSV = (
    "Biểu 1. Thu ngân sách;;\n;;Tỷ đồng\nChỉ tiêu;Tháng 1;Tháng 2\nTổng số;1.516,66;12,5\nHải"
    " Phòng;1.234.567;-\n"
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", CSV),
        ("utf-8-sig", CSV),
        ("utf-16", CSV),
        ("utf-16-le", CSV),
        ("cp1258", None),
        ("utf-8", CSV.replace(";", "\t")),
    ],
)
def test_csv_in_any_usual_encoding(tmp_path: Path, encoding: str, text: str | None) -> None:
    if text is None:  # Windows-1258 keeps the tone as a character of its own
        marks = "\u0300\u0301\u0303\u0309\u0323"
        spread = ((c, unicodedata.normalize("NFD", c)) for c in CSV)
        text = "".join(
            unicodedata.normalize("NFC", "".join(m for m in parts if m not in marks))
            + "".join(m for m in parts if m in marks)
            for _, parts in spread
        )
    path = tmp_path / "thu.csv"
    path.write_bytes(text.encode(encoding))
    table = only(read_tables(path))
    assert table.title == "Biểu 1. Thu ngân sách"
    assert table.unit == "Tỷ đồng"
    assert list(table.data["label"]) == ["Tổng số", "Hải Phòng"]
    assert list(table.data["Tháng 1"]) == [1516.66, 1234567]


def test_files_that_are_no_workbooks_are_refused_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    (tmp_path / "a.xlsx").write_bytes(b"<html>")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "c.csv").write_bytes(bytes(range(128, 256)))
    for name, rule in (
        ("~$a.xlsx", "lock-file"),
        ("a.xlsx", "not-a-workbook"),
        ("b.xlsx", "not-a-workbook"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_tables(tmp_path / name)
        assert caught.value.finding.rule == rule
    with pytest.raises(Unreadable):
        read_tables(tmp_path / "c.csv")


def test_an_empty_workbook_has_no_tables(tmp_path: Path) -> None:
    assert read_tables(write_xlsx(tmp_path / "e.xlsx", {"S": [], "T": [[1.0]]})) == []


@pytest.mark.skipif(not REAL.exists(), reason="the real workbooks are not part of the repository")
def test_the_real_workbooks_are_read_completely() -> None:
    from score_workbooks import main

    assert main(REAL) == 0


def test_labels_merged_over_rows_name_each_of_them(tmp_path: Path) -> None:
    rows = [
        ["Biểu 3. Lúa (ĐVT: Nghìn tấn)"],
        ["Cây", "", "Năm 2030", "Năm 2031"],
        ["Lúa", "Diện tích", 1, 2],
    ]
    rows += [["", "Năng suất", 3, 4], ["Ngô", "Diện tích", 5, 6], ["", "Năng suất", 7, 8]]
    table = only(read_tables(write_xlsx(tmp_path / "m.xlsx", {"S": rows}, ("A3:A4", "A5:A6"))))
    assert list(table.data["label"]) == [
        "Lúa Diện tích",
        "Lúa Năng suất",
        "Ngô Diện tích",
        "Ngô Năng suất",
    ]
    assert table.unit == "Nghìn tấn"


def test_a_cell_of_two_fonts_is_decoded_where_its_font_says_so(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(
        (["Biểu 1. Thu"], ["", "Tháng 1", "Tháng 2"], ["", 1, 2], ["Chi", 3, 4])
    ):
        for column, value in enumerate(cells):
            if value != "":
                sheet.write(row, column, value)
    old, new = xlwt.easyfont("name .VnArial"), xlwt.easyfont("name Arial")
    sheet.write_rich_text(2, 0, (("§¬", old), ("n vị", new)))
    book.save(str(tmp_path / "mixed.xls"))
    assert only(read_tables(tmp_path / "mixed.xls")).data["label"][0] == "Đơn vị"


def test_groups_without_merging_are_seen_by_their_repeated_lines(tmp_path: Path) -> None:
    rows = [
        ["Biểu 2. Thu"],
        ["Chỉ tiêu", "Quý I", "", "Quý II", ""],
        ["", "KH", "TH", "KH", "TH"],
        ["Thu", 1, 2, 3, 4],
    ]
    table = only(read_tables(write_xlsx(tmp_path / "q.xlsx", {"S": rows})))
    assert list(table.data.columns[1:]) == ["Quý I KH", "Quý I TH", "Quý II KH", "Quý II TH"]


def test_cells_with_their_own_unit_are_brought_to_the_tables_unit_or_refused(
    tmp_path: Path,
) -> None:
    rows = [
        ["Biểu 1. Thu", "", "Tỷ đồng"],
        ["Chỉ tiêu", "KH", "TH"],
        ["Thu", "1,5 tỷ", "900 triệu"],
        ["Chi", 3, "12 trđ"],
    ]
    table = only(read_tables(write_xlsx(tmp_path / "u.xlsx", {"S": rows})))
    assert (table.title, table.unit) == ("Biểu 1. Thu", "Tỷ đồng")
    assert list(table.data["KH"]) == [1.5, 3]
    assert list(table.data["TH"]) == [0.9, 0.012]
    rows[0] = ["Biểu 1. Thu"]
    tables = read_tables(write_xlsx(tmp_path / "v.xlsx", {"S": rows}))
    assert set(rules(tables)) == {"unit-in-cell"}
    assert list(only(tables).data["KH"])[1:] == [3]


def test_a_sheet_in_which_no_table_is_recognised_is_named(tmp_path: Path) -> None:
    tables = read_tables(write_xlsx(tmp_path / "t.xlsx", {"S": [["Một", "hai"], ["ba", "bốn"]]}))
    assert tables == []
    assert rules(tables) == ["no-table"]


def test_a_csv_of_the_same_table_gives_the_same_numbers(tmp_path: Path) -> None:
    def shown(value: object) -> str:
        return (
            str(value).replace(".", ",")
            if isinstance(value, float)
            else unicodedata.normalize("NFD", str(value))
        )

    lines = [";".join(f'"{shown(value)}"' for value in row) for row in INVESTMENT]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-16")
    from_text = only(read_tables(tmp_path / "a.csv"))
    from_workbook = only(read_tables(write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})))
    assert from_text.title == from_workbook.title
    assert from_text.row_kinds == from_workbook.row_kinds
    assert from_text.data.equals(from_workbook.data)


def test_line_breaks_inside_a_quoted_csv_field_stay_a_space(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(
        'Biểu 1\nChỉ tiêu,"Kế hoạch\nnăm",Thực hiện\nThu,"1,5",2\nChi,3,4\n', encoding="utf-8"
    )
    table = only(read_tables(tmp_path / "b.csv"))
    assert list(table.data.columns) == ["label", "Kế hoạch năm", "Thực hiện"]
    assert list(table.data["Kế hoạch năm"]) == [1.5, 3]


def test_tcvn3_bytes_in_a_csv_are_decoded(tmp_path: Path) -> None:
    text = "BiÓu 1. Thu ng©n s¸ch;;\nChØ tiªu;Th¸ng 1;Th¸ng 2\nTæng sè;1;2\nH¶i Phßng;3;4\n"
    (tmp_path / "c.csv").write_bytes(text.encode("latin-1"))
    table = only(read_tables(tmp_path / "c.csv"))
    assert table.title == "Biểu 1. Thu ngân sách"
    assert list(table.data["label"]) == ["Tổng số", "Hải Phòng"]
