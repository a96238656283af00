"""What an office fills into the template is what comes in.

The same numbers, in the same months, nothing else.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from hbanalysis.analysis.actual.wards import wards_by_parent
from hbanalysis.cli import app
from hbanalysis.intake.delivery.accept import check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import Delivery, prepare
from hbanalysis.intake.delivery.template import (
    FIRST_COLUMN,
    FIRST_ROW,
    GUIDE,
    SHEET,
    write_template,
)
from hbanalysis.intake.delivery.template_scope import Place, chosen_place
from hbanalysis.intake.raw.raw_tables import read_table
from tests.conftest import tries
from tests.tables import TERRITORIES, write_office

ROOT = Path(__file__).resolve().parents[2]
RECIPE = "mau-phong-ban"
HONG_BANG = Place("hong-bang", "Quận Hồng Bàng")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's lists in a workspace without any observation, and the blank template."""
    root = tmp_path_factory.mktemp("district")
    shutil.copytree(
        ROOT / "data/raw",
        root / "data/raw",
        ignore=shutil.ignore_patterns("observations", "*.json"),
    )
    (root / "data/raw/observations").mkdir()
    write_template(root, 2024, HONG_BANG, root / "blank.xlsx")
    return root


def filled(root: Path, cells: dict[tuple[int, int], float | str | None], **fields: object) -> Path:
    """A filled copy: (row of the list, month) -> value, and the fields above the table."""
    book = openpyxl.load_workbook(root / "blank.xlsx")
    sheet = book[SHEET]
    sheet["C3"] = fields.get("day", datetime.date(2025, 1, 6))
    sheet["C4"] = fields.get("status", "sơ bộ")
    for (row, month), value in cells.items():
        sheet.cell(FIRST_ROW + row + 1, FIRST_COLUMN + month).value = value
    book.save(root / "filled.xlsx")
    return root / "filled.xlsx"


def received(root: Path, file: Path) -> Delivery:
    """A filled template as it would come in."""
    with import_lock(root):
        return check_in_place(root, prepare(root, file, RECIPE))


def lines(root: Path) -> list[tuple[str, str, str]]:
    """Code, unit and way of counting of every line of the blank template."""
    sheet = openpyxl.load_workbook(root / "blank.xlsx")[SHEET]
    rows = sheet.iter_rows(min_row=FIRST_ROW + 1, values_only=True)
    return [(str(row[0]).removeprefix("CT "), str(row[2]), str(row[3])) for row in rows if row[0]]


@tries(25)
@given(st.data())
def test_the_numbers_that_were_filled_in_come_in(district: Path, data: st.DataObject) -> None:
    """Every line, any months, amounts with up to three decimals: the same numbers come back."""
    listed = lines(district)
    chosen: dict[tuple[int, int], float] = {}
    for row, (_, unit, _way) in enumerate(listed):
        months = data.draw(st.sets(st.integers(1, 12), max_size=4))
        number = (
            st.integers(0, 900_000).map(lambda n: n / 1000)
            if unit == "tỷ đồng"
            else (
                st.integers(16, 1000).map(lambda n: n / 10) if unit == "%" else st.integers(0, 9000)
            )
        )
        chosen |= {(row, month): float(data.draw(number)) for month in months}
    made = prepare(district, filled(district, dict(chosen)), RECIPE)
    wanted = {
        (
            listed[row][0],
            f"2024-{month:02d}",
            "ytd" if listed[row][2] == "lũy kế" else "month",
        ): value
        for (row, month), value in chosen.items()
    }
    came = {
        (one.fields["indicator"], one.fields["period"], one.fields["accumulation"]): float(
            one.fields["value"]
        )
        for one in made.observations
    }
    if chosen:
        assert came == wanted
        assert not made.has_errors
    else:
        assert made.blocked


def test_a_delivery_says_whose_when_and_how_settled(district: Path) -> None:
    made = received(district, filled(district, {(0, 4): 12.5}, status="chính thức"))
    (one,) = made.observations
    assert one.fields["territory"] == "hong-bang"
    assert (one.fields["published"], one.fields["status"], one.fields["unit"]) == (
        "2025-01-06",
        "final",
        "tỷ đồng",
    )
    assert one.fields["source"] == "Quận Hồng Bàng, báo cáo ngày 2025-01-06 (mẫu số liệu tháng)"
    assert one.fields["locator"] == f"{SHEET}!H8"


def test_a_template_without_a_day_is_not_taken(district: Path) -> None:
    made = received(district, filled(district, {(0, 4): 12.5}, day=None))
    assert [finding.rule for finding in made.findings if finding.level == "error"] == ["no-day"]


def test_a_share_instead_of_a_percentage_stops_its_line(district: Path) -> None:
    row = next(number for number, (_, unit, _way) in enumerate(lines(district)) if unit == "%")
    made = received(district, filled(district, {(0, 3): 12.5, (row, 3): 0.985}))
    assert [finding.rule for finding in made.findings if finding.level == "error"] == [
        "percent-scale",
        "row-stopped",
    ]
    assert [one.fields["indicator"] for one in made.observations] == ["1"]


def test_the_sheet_guards_against_slips(district: Path) -> None:
    book = openpyxl.load_workbook(district / "blank.xlsx")
    sheet = book[SHEET]
    assert book.sheetnames == [SHEET, GUIDE]
    assert sheet.protection.sheet
    assert [sheet.cell(FIRST_ROW + 1, column).protection.locked for column in (1, 2, 3, 5)] == [
        True,
        True,
        True,
        False,
    ]
    assert sheet.freeze_panes == "E8"
    kinds = {rule.type for rule in sheet.data_validations.dataValidation}
    assert kinds == {"custom", "list", "decimal", "whole"}
    assert len(sheet.data_validations.dataValidation) == 2 + 2 * len(lines(district))


def test_hostile_names_stay_texts(office: Callable[..., Path]) -> None:
    name = '=HYPERLINK("http://example.org")'
    root = office(
        indicators=f"""
indicator | name_vi | name_en | unit    | measure | direction | decimals | cadence | judgeable
thu       | {name}  | Revenue | tỷ đồng | flow    | higher    | 1        | month   | M12
"""
    )
    write_template(root, 2024, Place("quan", "Quận Nhỏ"), root / "t.xlsx")
    cell = openpyxl.load_workbook(root / "t.xlsx")[SHEET].cell(FIRST_ROW + 1, 2)
    assert (cell.data_type, cell.value) == ("s", name)


def test_each_place_gets_its_own_lines(district: Path) -> None:
    assert chosen_place(district, "", 2024) == HONG_BANG
    codes = [code for code, _, _ in lines(district)]
    assert ("18" in codes, "11" in codes, "11a" in codes) == (False, False, True)
    ward = chosen_place(district, "hong-bang-ha-ly", 2024)
    assert write_template(district, 2024, ward, district / "ward.xlsx") == 1


def test_the_command_line_from_template_to_observations(office: Callable[..., Path]) -> None:
    root = office()
    run = CliRunner().invoke
    blank = root / "blank.xlsx"
    assert (
        run(app, ["template", "2024", "--root", str(root), "--output", str(blank)]).exit_code == 0
    )
    file = filled(root, {(0, 4): 95.5}, day=datetime.date(2024, 5, 6))
    command = ["import", str(file), "--recipe", RECIPE, "--root", str(root)]
    preview = run(app, command)
    assert (preview.exit_code, "95,5" in preview.stdout, "Chưa ghi gì" in preview.stderr) == (
        0,
        True,
        True,
    )
    done = run(app, [*command, "--accept", "--format", "json"])
    assert (done.exit_code, '"accepted": true' in done.stdout) == (0, True)
    again = run(app, [*command, "--accept"])
    assert (again.exit_code, "đã nhập ngày 2024-05-06" in again.stderr) == (1, True)
    assert run(app, ["import", str(file), "--recipe", "nope", "--root", str(root)]).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [["template", "2024"], ["template", "--catalogue"], ["plan", "read", "plan.txt"]],
    ids=" ".join,
)
def test_a_form_that_was_filled_in_is_never_replaced(
    office: Callable[..., Path], words: list[str]
) -> None:
    root = office()
    plan = root / "plan.txt"
    plan.write_text("Chỉ tiêu năm 2024:\n- Thu ngân sách 1.200 tỷ đồng.\n", encoding="utf-8")
    form = root / "form.xlsx"
    named = [str(plan) if word == plan.name else word for word in words]
    command = [*named, "--root", str(root), "--output", str(form)]
    run = CliRunner().invoke
    assert [run(app, command).exit_code for _ in range(2)] == [0, 0]  # the same form again
    book = openpyxl.load_workbook(form)
    made = book.properties.created
    assert (made.month, made.day, made.hour, made.second) == (1, 1, 0, 0), "no clock in the bytes"
    book.worksheets[0]["A1"] = "somebody's work"
    book.save(form)
    work = form.read_bytes()
    again = run(app, command)
    assert (again.exit_code, "form.xlsx đã có sẵn" in again.stderr) == (1, True)
    assert form.read_bytes() == work


@pytest.mark.parametrize("level", ["ward", "phường", "Phường", "xã"])
def test_a_ward_by_any_of_its_names_gets_the_indicators_of_wards(
    tmp_path: Path, level: str
) -> None:
    """`phường` instead of `ward` once gave all 13 indicators, and no ward to the judgement."""
    root = write_office(tmp_path, territories=TERRITORIES.replace("| ward", f"| {level}"))
    ward = Place("phuong-a", "Phường A")
    assert write_template(root, 2024, ward, root / "blank.xlsx") == 1
    table = read_table(root, "territories")[0].fillna("")
    assert wards_by_parent(table, "2024-12-31") == {"quan": ["phuong-a", "phuong-b", "phuong-c"]}


def test_a_quarterly_row_opens_only_its_months_and_a_level_is_that_of_its_month(
    district: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(district, 2024, chosen_place(district, "hong-bang", 2024), path)
    sheet = openpyxl.load_workbook(path)["Số liệu"]
    listed = read_table(district, "indicators")[0].set_index("indicator")
    checked = set()
    for row in range(8, sheet.max_row + 1):
        code = str(sheet.cell(row, 1).value).removeprefix("CT ")
        indicator = listed.loc[code]
        is_open = [not sheet.cell(row, 5 + m).protection.locked for m in range(12)]
        quarterly = indicator["cadence"] == "quarter"
        assert is_open == [not quarterly or m % 3 == 2 for m in range(12)], code
        summed = quarterly and indicator["measure"] == "flow"
        assert sheet.cell(row, 4).value == ("lũy kế" if summed else "trong tháng"), code
        checked.add((quarterly, indicator["measure"]))
    assert {quarterly for quarterly, _ in checked} == {True, False}
