"""An office begins with an empty folder and an Excel of Vietnamese settings.

What is typed is what such an analyst types; what comes back are judgements, and every refusal names
the cell and says what to type there.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.delivery.register import read_rows
from tests.conftest import assessed, judged

Cells = dict[str, Any]
NEW_YEAR = datetime.datetime(2026, 1, 1)
INDICATORS: list[Cells] = [
    {"indicator": 1, "name_vi": "Thu ngân sách", "unit": "tỷ đồng", "decimals": 1},
    {"indicator": 2, "name_vi": "Khách du lịch", "unit": "lượt", "decimals": 0},
    {"indicator": "3", "name_vi": "Tỷ lệ hộ nghèo", "unit": "%", "measure": "tỷ lệ",
     "direction": "càng thấp càng tốt", "cadence": "Hằng quý", "decimals": 2},
]  # fmt: skip
TARGETS: list[Cells] = [
    {"indicator": 1, "value": 1516.66, "unit": "tỷ đồng"},
    {"indicator": 2, "value": 5200, "unit": "lượt"},
    {"indicator": "3", "value": "0,8", "unit": "%", "comparator": "không quá mức giao",
     "decided": "20/12/2025"},
]  # fmt: skip
TERRITORIES: list[Cells] = [
    {"territory": "hai-phong", "name_vi": "Thành phố Hải Phòng", "level": "Thành phố"},
    {"territory": "hong-bang", "parent": "hai-phong", "name_vi": "Phường Hồng Bàng",
     "level": "phường", "valid_from": datetime.datetime(2025, 7, 1)},
]  # fmt: skip
EVERY = {
    "Chỉ tiêu": {"group": "Kinh tế", "measure": "cộng dồn các tháng", "cadence": "hằng tháng",
                 "direction": "càng cao càng tốt"},
    "Kế hoạch": {"territory": "hong-bang", "year": 2026, "comparator": "từ mức giao trở lên",
                 "plan": "HĐND phường", "decided": datetime.datetime(2025, 12, 20),
                 "source": "Nghị quyết 12"},
    "Phân kỳ": {"territory": "hong-bang", "indicator": 1, "year": 2026},
}  # fmt: skip
SHEETS: dict[str, list[Cells]] = {
    "Chỉ tiêu": INDICATORS,
    "Kế hoạch": TARGETS,
    "Địa bàn": TERRITORIES,
    "Phân kỳ": [{"period": datetime.datetime(2026, 6, 1), "share": "48%"}],
}


def run(root: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that was said."""
    result = CliRunner().invoke(app, ["--root", str(root), *words])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``hba init`` makes of an empty folder."""
    root = tmp_path_factory.mktemp("office") / "đơn vị"
    words = ["--name", "Phường Hồng Bàng", "--parent", "Thành phố Hải Phòng", "--year", "2026"]
    assert CliRunner().invoke(app, ["init", str(root), *words]).exit_code == 0
    return root


@pytest.fixture
def office(fresh: Path, tmp_path: Path) -> Path:
    """A copy to work in."""
    import shutil

    return Path(shutil.copytree(fresh, tmp_path / "office"))


def filled(root: Path, changed: dict[str, dict[int, Cells]] | None = None) -> Path:
    """The catalogue of the office with its own rows in place of the examples."""
    book = openpyxl.load_workbook(root / "danh-muc.xlsx")
    for title, rows in SHEETS.items():
        sheet = book[title]
        names = [cell.value for cell in sheet[2]]
        for line in range(3, 12):
            own = rows[line - 3] if line - 3 < len(rows) else {}
            row = EVERY.get(title, {}) | own | (changed or {}).get(title, {}).get(line, {})
            for place, name in enumerate(names, 1):
                sheet.cell(line, place).value = row.get(name) if own else None
    path = root / "danh-muc-dien.xlsx"
    book.save(path)
    return path


def test_the_examples_stay_until_the_office_has_targets_of_its_own(office: Path) -> None:
    code, said = run(office, "import", str(office / "danh-muc.xlsx"), "--accept")
    assert code == 0
    assert "nhường chỗ" not in said
    assert len(read_rows(office / "data/raw/observations/vi-du.csv")) > 0
    assert len(assessed(office, "2026-Q1", territory="hong-bang")) == 3


def test_a_filled_catalogue_takes_the_place_of_the_examples(office: Path) -> None:
    path = filled(office)
    before = sorted(p.read_bytes() for p in (office / "data").rglob("*.csv"))
    code, said = run(office, "import", str(path))
    assert (code, "bỏ 3 chỉ tiêu ví dụ" in said) == (0, True), said
    assert sorted(p.read_bytes() for p in (office / "data").rglob("*.csv")) == before
    assert run(office, "import", str(path), "--accept")[0] == 0
    code, said = run(office, "check")
    assert (code, said) == (0, "Không có vấn đề: các tệp gốc đều hợp lệ.\n")
    values = {row["indicator"]: row["value"] for row in read_rows(office / "data/raw/targets.csv")}
    assert values == {"1": "1516.66", "2": "5200", "3": "0.8"}
    levels = [row["level"] for row in read_rows(office / "data/raw/territories.csv")]
    assert levels == ["province", "ward"]
    assert [row["share"] for row in read_rows(office / "data/raw/phasing.csv")] == ["48"]
    assert read_rows(office / "data/raw/observations/vi-du.csv") == []


@pytest.mark.parametrize(
    ("sheet", "cells", "told"),
    [
        ("Kế hoạch", {"value": "5.200"}, "Kế hoạch D4: Ô ở cột “Chỉ tiêu giao” ghi “5.200”, có thể"
         " hiểu là 5200 hoặc 5,2"),
        ("Kế hoạch", {"value": "5200 lượt"}, "Kế hoạch D4: Ô cột “Chỉ tiêu giao” ghi '5200 lượt';"
         " cần: chỉ ghi số, như 1516,66: không chấm ngăn hàng nghìn, không kèm chữ"),
        ("Kế hoạch", {"decided": "12/20/2025"}, "Kế hoạch I4: Ô cột “Ngày giao” ghi '12/20/2025';"
         " cần: ngày gõ như trong Excel"),
        ("Kế hoạch", {"territory": "Phường Hồng Bàng"}, "Kế hoạch A4: 'Phường Hồng Bàng' không có"
         " trong danh mục địa bàn; gần giống nhất: 'hong-bang'."),
        ("Kế hoạch", {"indicator": "4"}, "Kế hoạch B4: '4' không có trong danh mục chỉ tiêu"),
        ("Kế hoạch", {"unit": "người"}, "Kế hoạch E4: Đơn vị tính ghi 'người', trong khi"),
        ("Chỉ tiêu", {"measure": "cộng"}, "Chỉ tiêu I4: Ô cột “Cách cộng dồn” ghi 'cộng'"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_told_with_its_cell_before_anything_is_written(
    office: Path, sheet: str, cells: Cells, told: str
) -> None:
    path = filled(office, {sheet: {4: cells}})
    for words in ((), ("--accept",)):
        code, said = run(office, "import", str(path), *words)
        assert (code, f"danh-muc-dien.xlsx::{told}" in said) == (1, True), said
        assert "chưa ghi gì" in said
        assert not (office / "data/raw/phasing.csv").exists()


def test_a_territory_above_that_nobody_knows_is_told(office: Path) -> None:
    path = filled(office, {"Địa bàn": {4: {"parent": "Thành phố Hải phòng"}}})
    code, said = run(office, "import", str(path))
    told = "Địa bàn B4: 'Thành phố Hải phòng' không có trong danh mục địa bàn; gần giống nhất: 'hai-phong'."
    assert (code, told in said) == (0, True), said


def test_an_example_that_was_changed_is_the_office_s_own(office: Path) -> None:
    """Also when its source still says that it is an example; what it names stays with it."""
    book = openpyxl.load_workbook(office / "danh-muc.xlsx")
    book["Kế hoạch"]["D3"] = 165
    book.save(office / "danh-muc.xlsx")
    code, said = run(office, "import", str(office / "danh-muc.xlsx"), "--accept")
    assert code == 0, said
    targets = read_rows(office / "data/raw/targets.csv")
    assert [(row["indicator"], row["value"]) for row in targets] == [("1", "165")]
    assert [row["indicator"] for row in read_rows(office / "data/raw/indicators.csv")] == ["1"]


def as_excel_saves_csv(rows: list[tuple[str, ...]]) -> str:
    """What Save as CSV of a Vietnamese Excel writes."""
    head = "territory;indicator;period;accumulation;value;unit;status;published;source"
    return "\r\n".join([head, *(";".join(row) for row in rows)]) + "\r\n"


def months(indicator: str, unit: str, values: list[str]) -> list[tuple[str, ...]]:
    """The months of 2025 from January on."""
    return [
        ("hong-bang", indicator, f"{n}/2025", "trong tháng", value, unit, "chính thức",
         f"15/{n % 12 + 1:02d}/{2025 + n // 12}", "Báo cáo")
        for n, value in enumerate(values, 1)
    ]  # fmt: skip


def returned_template(root: Path) -> Path:
    """The template of the departments, filled in and sent back."""
    path = root / "mau.xlsx"
    assert run(root, "template", "2026", "--output", str(path))[0] == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Số liệu"]
    sheet["C3"] = datetime.datetime(2026, 10, 6)
    lines = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=7) if row[0].value}
    for month in range(1, 10):
        sheet.cell(lines["CT 1"], 4 + month).value = 120.5 + month
    for month, share in ((3, 0.95), (6, 0.9), (9, "0,85")):
        sheet.cell(lines["CT 3"], 4 + month).value = share
    inbox = root / "nhận"
    inbox.mkdir()
    book.save(inbox / "mau.xlsx")
    return inbox


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_from_an_empty_folder_to_judgements(office: Path, encoding: str) -> None:
    assert run(office, "import", str(filled(office)), "--accept")[0] == 0
    (office / "data/raw/territories.csv").write_bytes(
        (office / "data/raw/territories.csv").read_bytes().replace(b"2025-07-01", b"")
    )
    inbox = returned_template(office)
    code, said = run(office, "import", str(inbox))
    assert (code, "12 số mới" in said, "chưa đánh giá” → “" in said) == (0, True, True), said
    assert run(office, "import", str(inbox), "--accept")[0] == 0
    folder = office / "data/raw/observations"
    text = as_excel_saves_csv(
        months("1", "tỷ đồng", [f"{90 + n},5" for n in range(1, 13)])
        + months("2", "lượt", [str(400 + n) for n in range(1, 13)])
    )
    (folder / "2025.csv").write_bytes(text.encode(encoding))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["territory", "indicator", "period", "accumulation", "value", "unit"])
    for n, name in enumerate(("status", "published", "source"), 7):
        sheet.cell(1, n).value = name
    for month in range(1, 10):
        sheet.append(["hong-bang", 2, NEW_YEAR.replace(month=month), "Tháng", 430 + month, "lượt",
                      "Sơ bộ", NEW_YEAR.replace(month=month + 1, day=15), "Báo cáo"])  # fmt: skip
    book.save(folder / "2026.xlsx")
    assert run(office, "check")[0] == 0
    table = assessed(office, "2026-Q3", territory="hong-bang")
    assert table["actual"].to_dict() == {"1": 1129.5, "2": 3915, "3": 0.85}
    assert all(judged(row) in ("on track", "behind", "at risk") for _, row in table.iterrows())
    assert run(office, "check", "--output", str(office / "danh-sach.html"))[0] == 0
    assert "Không có lỗi" in (office / "danh-sach.html").read_text(encoding="utf-8")


def test_a_csv_in_an_old_encoding_is_refused_in_one_sentence(office: Path) -> None:
    assert run(office, "import", str(filled(office)), "--accept")[0] == 0
    text = as_excel_saves_csv(months("1", "tỷ đồng", ["90,5"])).replace("chính thức", "final")
    path = office / "data/raw/observations/cu.csv"
    path.write_bytes(text.encode("cp1258", errors="replace"))
    code, said = run(office, "check")
    assert (code, said.count("\n")) == (1, 2)
    assert "cu.csv: Chữ trong cu.csv không thuộc bảng mã nào" in said
    assert "dòng 2); hãy mở bằng Excel rồi lưu dạng CSV UTF-8." in said
