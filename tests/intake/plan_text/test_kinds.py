"""Growth, shares, changes and targets of a term: from a plan's text to what is judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import hbanalysis as hb
from hbanalysis.cli import app
from hbanalysis.intake.delivery.template_scope import Place, indicators_for
from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.review.accept import accept_review
from hbanalysis.intake.plan_text.review.codes import Known, proposed_codes
from hbanalysis.intake.plan_text.review.fields import COLUMN, FIELDS, SHEET
from hbanalysis.intake.plan_text.rows import DraftRow
from hbanalysis.vocabulary.terms import Measure
from tests.conftest import assessed
from tests.tables import months, parse, write_rows

Office = Callable[..., Path]
YEAR = """NGHỊ QUYẾT về nhiệm vụ năm 2026
CHỈ TIÊU CHỦ YẾU NĂM 2026
1. Giá trị sản xuất tăng 12%.
2. Cơ cấu kinh tế: dịch vụ chiếm 60%.
3. Tỷ lệ hộ nghèo giảm 0,5%.
"""
TERM = """ĐẠI HỘI ĐẢNG BỘ PHƯỜNG BẾN THÔNG NHIỆM KỲ 2025 - 2030
MỘT SỐ CHỈ TIÊU ĐẾN NĂM 2030
1. Giá trị thương mại tăng bình quân 11%/năm trở lên.
2. Tổng vốn huy động 5 năm đạt trên 480 tỷ đồng.
3. Hằng năm trồng mới từ 20 ha rừng trở lên.
4. Tỷ lệ lao động qua đào tạo đạt 80%.
5. Tỷ lệ hộ dùng nước sạch hằng năm đạt từ 90% trở lên.
"""


def kinds(text: str) -> list[tuple[str, int | None, bool]]:
    """The kind, the first year and whether there is a doubt, of each row."""
    return [(row.measure, row.first_year, bool(row.doubts)) for row in read_text(text).rows]


def test_kinds_of_one_year() -> None:
    assert kinds(YEAR) == [("growth", None, False), ("share", None, False), ("change", None, True)]


def test_kinds_of_a_term() -> None:
    assert kinds(TERM) == [
        ("term_average", 2026, False),
        ("term_sum", 2026, False),
        ("term_average", 2026, False),
        ("term_level", 2026, False),
        ("term_average", 2026, True),  # in every year, or as an average
    ]


@pytest.mark.parametrize(
    ("text", "kind", "first", "doubt"),
    [
        ("- Thành lập mới 500 doanh nghiệp.", "term_sum", 2026, "sum or year"),
        ("- Đến năm 2030 thu ngân sách đạt 500 tỷ đồng.", "flow", None, "sum or year"),
        ("- Thu nhập bình quân đầu người đạt 110 triệu đồng.", "term_level", 2026, ""),
        ("- Tỷ lệ hộ nghèo giảm 1,5%.", "term_average", 2026, "year or term"),
        ("- Năm 2028 tỷ lệ đô thị hóa đạt 45%.", "ratio", None, ""),
        ("- Không còn hộ nghèo.", "cap", None, ""),
        ("- Phấn đấu có 5/6 trường đạt chuẩn quốc gia.", "term_level", 2026, ""),
        ("- Giai đoạn 2027 - 2030, tổng vốn đầu tư đạt 90 tỷ đồng.", "term_sum", 2027, ""),
    ],
)
def test_what_a_term_may_ask_for(text: str, kind: str, first: int | None, doubt: str) -> None:
    (row,) = read_text(f"NGHỊ QUYẾT NHIỆM KỲ 2025 - 2030\nCHỈ TIÊU ĐẾN NĂM 2030\n{text}").rows
    assert (row.measure, row.first_year) == (kind, first)
    assert doubt in [*row.doubts, ""]


def test_a_year_within_a_term_is_no_term() -> None:
    """The last year of a term has a plan of its own, which names the term it ends."""
    text = (
        "NGHỊ QUYẾT về nhiệm vụ năm 2025, năm cuối nhiệm kỳ 2020 - 2025\nCHỈ TIÊU NĂM 2025\n"
        "- Tỷ lệ lao động qua đào tạo đạt 80%."
    )
    assert kinds(text) == [("ratio", None, False)]


def test_a_sum_of_years_that_are_not_named_is_doubtful() -> None:
    (row,) = read_text("CHỈ TIÊU NĂM 2030\n- Tổng vốn 5 năm đạt 480 tỷ đồng.").rows
    assert (row.measure, "several years" in row.doubts) == ("flow", True)


def review_of(text: str, root: Path, folder: Path) -> Path:
    """A review with every row taken in."""
    plan, path = folder / "plan.txt", folder / "duyet.xlsx"
    plan.write_text(text, encoding="utf-8")
    asked = ["plan", "read", plan, "--output", path, "--territory", "quan", "--root", root]
    done = CliRunner().invoke(app, [str(one) for one in asked])
    assert done.exit_code == 0, done.output
    edit(path, {(line, "take"): "có" for line in range(3, 3 + len(read_text(text).rows))})
    return path


def edit(path: Path, cells: dict[tuple[int, str], object]) -> None:
    """Type into a review."""
    book = openpyxl.load_workbook(path)
    for (line, column), value in cells.items():
        book[SHEET].cell(line, COLUMN[column] + 1).value = value
    book.save(path)


def test_a_year_s_growth_share_and_change_are_judged(office: Office, tmp_path: Path) -> None:
    root = office()
    path = review_of(YEAR, root, tmp_path)
    assert accept_review(root, path, "2026-01-05")[1] == []
    figures = """
indicator | period  | value | accumulation
1         | 2026-12 | 12    | ytd
co-cau    | 2026-12 | 58    | ytd
giam      | 2026-12 | 0.7   | ytd
"""
    write_rows(root / "data/raw/observations/own.csv", "observations", parse(figures))
    rows = assessed(root, "2026", "2027-03-01")
    found = {
        code: (rows.loc[code, "measure"], rows.loc[code, "verdict"])
        for code in ("1", "co-cau", "giam")
    }
    assert found == {
        "1": ("growth", "met"),
        "co-cau": ("share", "not met"),  # known to the workspace by its name and unit
        "giam": ("change", "exceeded"),
    }


def test_a_term_s_targets_are_judged_by_their_path(office: Office, tmp_path: Path) -> None:
    root = office()
    path = review_of(TERM, root, tmp_path)
    assert accept_review(root, path, "2026-01-05")[1] == []
    figures = "indicator | period | value | accumulation\n" + "\n".join(_two_years())
    write_rows(root / "data/raw/observations/own.csv", "observations", parse(figures))
    year = hb.workspace(root, as_of="2028-03-01")
    targets = year.targets.set_index("indicator")
    assert {targets.loc[code, "first_year"] for code in "12345"} == {2026}
    listed = year.indicators.set_index("indicator")
    assert listed.loc[list("12345"), "averaged"].tolist() == [
        "compound", "", "each", "", "each",
    ]  # fmt: skip
    rows: pd.DataFrame = hb.assess(year, "2027", ["quan"]).set_index("indicator")
    assert rows.loc[list("12345"), "outlook"].tolist() == [
        "on track", "behind", "on track", "on track", "on track",
    ]  # fmt: skip
    assert rows.loc["2", ["actual", "term_asked", "term_needed"]].tolist() == [120, 192, 120]
    assert rows.loc["3", "actual"] == 20  # the worst year: every year is to reach 20


def _two_years() -> list[str]:
    values = {
        "1": {2026: 11, 2027: 12},
        "2": {2026: 60, 2027: 60},
        "3": {2026: 20, 2027: 22},
        "4": {2025: 70, 2026: 72, 2027: 74},
        "5": {2026: 90, 2027: 91},
    }
    return [
        f"{code} | {year}-12 | {value} | ytd"
        for code, years in values.items()
        for year, value in years.items()
    ]


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"first_year": None}, "first_year", "is needed"),
        ({"first_year": 2030}, "first_year", "stands before the last"),
        ({"measure": "tỷ lệ"}, "first_year", "a target of one year"),
        ({"first_year": "đầu kỳ"}, "first_year", "a year such as"),
    ],
)
def test_a_term_needs_its_years(
    cells: dict[str, object], column: str, says: str, office: Office, tmp_path: Path
) -> None:
    root = office()
    path = review_of(TERM, root, tmp_path)
    edit(path, {(3, name): value for name, value in cells.items()})
    taken, findings = accept_review(root, path, "2026-01-05")
    assert taken is None
    address = openpyxl.utils.get_column_letter(COLUMN[column] + 1)
    assert [(one.locator, says in one.message) for one in findings] == [(f"Duyệt {address}3", True)]


def test_every_kind_stands_in_the_drop_down(office: Office, tmp_path: Path) -> None:
    path = review_of(TERM, office(), tmp_path)
    rules = openpyxl.load_workbook(path)[SHEET].data_validations.dataValidation
    (measure,) = (one for one in FIELDS if one.id == "measure")
    words = ",".join((measure.choices or {}).values())
    assert f'"{words}"' in [rule.formula1 for rule in rules]
    assert set(map(str, Measure)) <= {*(measure.choices or {})}


def test_the_template_asks_for_a_running_term_s_figures(office: Office, tmp_path: Path) -> None:
    """Beside a plan of the year; what is measured by another indicator's figures is not asked."""
    root = office()
    accept_review(root, review_of(TERM, root, tmp_path), "2026-01-05")
    place = Place("quan", "Quận Nhỏ")
    assert {"1", "2", "3", "4", "5"} <= set(indicators_for(root, place, 2027)["indicator"])
    assert not {"1", "2"} & set(indicators_for(root, place, 2024)["indicator"])


def test_a_term_s_sum_is_measured_by_the_known_flow(office: Office, tmp_path: Path) -> None:
    """The workspace counts the flow by month already: the term's sum adds up its years."""
    indicators = """
indicator|parent|name_vi             |name_en|unit   |measure|direction|decimals|cadence|judgeable
von      |      |Tổng vốn huy động   |Capital|tỷ đồng|flow   |higher   |1       |month  |M12
"""
    targets = "indicator | value | comparator | year | decided\nvon | 100 | >= | 2026 | 2025-12-13"
    figures = "indicator | period | value | territory\n" + months("von", 2026, [10] * 12)
    root = office(indicators=indicators, targets=targets, observations=figures)
    path = review_of(TERM, root, tmp_path)
    assert accept_review(root, path, "2026-01-05")[1] == []
    assert "2" not in set(indicators_for(root, Place("quan", "Quận Nhỏ"), 2026)["indicator"])
    row = assessed(root, "2026", "2027-03-01").loc["2"]
    assert (row["parent"], row["measure"], row["actual"]) == ("von", "term_sum", 120)


def test_growth_and_level_of_one_name_have_two_codes() -> None:
    known = Known({"n": "Tỷ lệ hộ nghèo"}, {"n": "%"}, {"n": "ratio"})
    level = DraftRow("P", "Tỷ lệ hộ nghèo", unit="%", measure="ratio")
    fall = DraftRow("P", "Tỷ lệ hộ nghèo", unit="%", measure="change", form="change")
    assert proposed_codes([level, fall], known) == ["n", "2"]
    result = DraftRow("R", "Tỷ lệ hộ nghèo", unit="%", measure="ratio")
    term = DraftRow("P", "Tỷ lệ hộ nghèo", unit="%", measure="term_level", first_year=2026)
    assert proposed_codes([result, term], Known()) == ["1", "1"]


def test_a_table_of_several_years_plans_for_each_of_them() -> None:
    """The column of the term's last year is that year's, not the sum of the term."""
    rows = read_text(
        "CHỈ TIÊU CHỦ YẾU GIAI ĐOẠN 2026 - 2030\nTT\tChỉ tiêu\tĐVT\tNăm 2026\tNăm 2030\n"
        "1\tTỷ lệ đô thị hóa\t%\t42\t50\n2\tThu ngân sách\tTỷ đồng\t110\t160"
    ).rows
    assert [(row.year, row.measure, row.first_year, row.doubts) for row in rows] == [
        (2026, "ratio", None, []), (2030, "ratio", None, []),
        (2026, "flow", None, []), (2030, "flow", None, []),
    ]  # fmt: skip
    codes = proposed_codes(rows, Known())
    assert codes[0] == codes[1] != codes[2] == codes[3]
