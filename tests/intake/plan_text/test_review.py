"""The way from a draft over a confirmed review into the raw tables: whole, or not at all."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.review.accept import accept_review
from hbanalysis.intake.plan_text.review.codes import Known, proposed_codes
from hbanalysis.intake.plan_text.review.fields import COLUMN, SHEET
from tests.intake.plan_text.drafts import TEXTS

Office = Callable[..., Path]
Edit = Callable[[openpyxl.worksheet.worksheet.Worksheet, dict[str, int]], None]
TEXT = TEXTS / "phuong-2026.txt"


def run(*arguments: object) -> object:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def rows(root: Path, table: str) -> list[dict[str, str]]:
    path = root / "data" / "raw" / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def raw_state(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "data" / "raw").rglob("*"))
        if path.is_file()
    }


def decided(sheet: openpyxl.worksheet.worksheet.Worksheet, lines: dict[str, int]) -> None:
    """A person takes everything in."""
    for line in lines.values():
        sheet.cell(line, COLUMN["take"] + 1).value = "có"


@pytest.fixture
def review(office: Office, tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """A workspace and a review of the small plan, as a person has left it."""

    def make(edit: Edit = decided, territory: str = "quan") -> tuple[Path, Path]:
        root, path = office(), tmp_path / "duyet.xlsx"
        done = run("plan", "read", TEXT, "--output", path, "--territory", territory, "--root", root)
        assert done.exit_code == 0, done.output
        book = openpyxl.load_workbook(path)
        sheet = book[SHEET]
        quotes = {
            str(sheet.cell(line, COLUMN["quote"] + 1).value): line
            for line in range(3, sheet.max_row + 1)
            if sheet.cell(line, COLUMN["name"] + 1).value
        }
        edit(sheet, quotes)
        book.save(path)
        return root, path

    return make


def line_of(lines: dict[str, int], words: str) -> int:
    return next(line for quote, line in lines.items() if words in quote)


def test_what_needs_a_look_is_not_taken_before_it_is_decided(review: Callable) -> None:
    root, path = review(edit=lambda *_: None)
    before = raw_state(root)
    taken, findings = accept_review(root, path, "2026-01-05")
    assert taken is None
    assert {finding.locator[:6] for finding in findings} == {"Duyệt "}
    assert raw_state(root) == before


def test_a_confirmed_review_becomes_raw_rows_with_their_source(review: Callable) -> None:
    root, path = review()
    former = {name: len(rows(root, name)) for name in ("indicators", "targets")}
    taken, findings = accept_review(root, path, "2026-01-05")
    assert (findings, taken is not None) == ([], True)
    targets = rows(root, "targets")[former["targets"] :]
    thu = next(row for row in targets if row["value"] == "92.35")
    assert thu["comparator"] == ">="
    assert thu["comparator_stated"] == "trở lên"
    assert thu["source"].startswith("Nghị quyết về nhiệm vụ phát triển kinh tế")
    assert thu["document"] == hashlib.sha256(TEXT.read_bytes()).hexdigest()
    assert thu["locator"].startswith("Điều 2 2 2.1 2, dòng ")
    ranged = next(row for row in targets if row["value"] == "11.5")
    assert (ranged["value_high"], ranged["comparator"]) == ("12", "=")
    part = next(row for row in rows(root, "indicators") if row["name_vi"] == "Thu ngoài quốc doanh")
    assert (part["parent"], part["parent_basis"]) == (thu["indicator"], "stated")
    results = {row["value"]: row for row in rows(root, "results_stated")}
    assert (results["21"]["plan"], results["21"]["stated_pct"]) == ("20", "105")
    assert results["84.6"]["status"] == "estimate"
    scores = {row["word"]: (row["count"], row["total"]) for row in rows(root, "scoreboard_stated")}
    assert scores["đạt và vượt kế hoạch"] == ("13", "15")
    kept = rows(root, "received/registry")
    assert (kept[-1]["recipe"], kept[-1]["received"]) == ("plan", "2026-01-05")


def test_the_workspace_is_sound_and_assessed_afterwards(review: Callable) -> None:
    root, path = review()
    accept_review(root, path, "2026-01-05")
    checked = run("check", "--root", root, "--lang", "en")
    assert "error" not in checked.output
    assessed = run("assess", "2026-06", "--root", root, "--territory", "quan", "--lang", "vi")
    assert assessed.exit_code == 0
    assert "Thu ngoài quốc doanh" in assessed.stdout


def test_taking_in_twice_changes_nothing_more(review: Callable) -> None:
    root, path = review()
    accept_review(root, path, "2026-01-05")
    tables = {name: rows(root, name) for name in ("indicators", "targets", "results_stated")}
    taken, findings = accept_review(root, path, "2026-01-06")
    assert findings == []
    assert set(taken.counts.values()) == {0}
    assert {name: rows(root, name) for name in tables} == tables


def test_another_value_for_the_same_target_is_refused_whole(review: Callable) -> None:
    root, path = review()
    accept_review(root, path, "2026-01-05")
    before = raw_state(root)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    line = next(
        n for n in range(3, sheet.max_row + 1) if sheet.cell(n, COLUMN["value"] + 1).value == 92.35
    )
    sheet.cell(line, COLUMN["value"] + 1).value = 95
    book.save(path)
    taken, findings = accept_review(root, path, "2026-01-06")
    assert taken is None
    assert [finding.locator for finding in findings] == [f"Duyệt H{line}"]
    assert "92.35" in findings[0].message
    assert raw_state(root) == before


def spoil(column: str, value: object) -> Edit:
    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet, lines: dict[str, int]) -> None:
        decided(sheet, lines)
        sheet.cell(line_of(lines, "92 tỷ 350"), COLUMN[column] + 1).value = value

    return edit


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("value", "chín mươi hai", "expected: a number"),
        ("year", "năm sau", "expected: a year"),
        ("take", "có lẽ", "expected: có | không"),
        ("comparator", None, "is needed"),
        ("measure", "lung tung", "expected:"),
        ("name", None, "is needed"),
        ("parent", "zzz", "There is no code zzz"),
        ("indicator", "thi", "is “Thứ hạng thi lớp 10”"),
    ],
)
def test_a_wrong_cell_is_told_with_its_address_and_nothing_is_written(
    column: str, value: object, says: str, review: Callable
) -> None:
    root, path = review(edit=spoil(column, value))
    before = raw_state(root)
    taken, findings = accept_review(root, path, "2026-01-05")
    assert taken is None
    assert raw_state(root) == before
    assert any(says in finding.message for finding in findings)
    assert all(finding.locator.startswith("Duyệt ") for finding in findings)


def test_numbers_typed_as_vietnamese_text_are_read(review: Callable) -> None:
    root, path = review(edit=spoil("value", "1.092,35"))
    taken, findings = accept_review(root, path, "2026-01-05")
    assert (findings, taken is not None) == ([], True)
    assert "1092.35" in {row["value"] for row in rows(root, "targets")}


def test_an_unknown_territory_is_refused(review: Callable) -> None:
    root, path = review(territory="quann")
    taken, findings = accept_review(root, path, "2026-01-05")
    assert taken is None
    assert "the nearest is 'quan'" in findings[0].message


def test_rows_turned_down_stay_out(review: Callable) -> None:
    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet, lines: dict[str, int]) -> None:
        decided(sheet, lines)
        for quote, line in lines.items():
            if "92 tỷ" not in quote:
                sheet.cell(line, COLUMN["take"] + 1).value = "không"

    root, path = review(edit=edit)
    taken, findings = accept_review(root, path, "2026-01-05")
    assert findings == []
    assert taken.counts["targets"] == 1


def test_the_command_tells_and_leaves_with_1(review: Callable, tmp_path: Path) -> None:
    root, path = review(edit=lambda *_: None)
    done = run("plan", "accept", path, "--root", root, "--lang", "en")
    assert done.exit_code == 1
    assert "Nothing was written" in done.output
    text = tmp_path / "x.xlsx"
    text.write_text("no workbook", encoding="utf-8")
    assert run("plan", "accept", text, "--root", root).exit_code == 1


def test_formulas_in_a_document_stay_text(office: Office, tmp_path: Path) -> None:
    plan = tmp_path / "a.txt"
    plan.write_text('CHỈ TIÊU NĂM 2026\n- =HYPERLINK("x") thu đạt 5 tỷ đồng', encoding="utf-8")
    run("plan", "read", plan, "--output", tmp_path / "a.xlsx", "--root", office())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[SHEET]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_known_name_with_another_unit_is_another_indicator() -> None:
    known = Known({"n": "Tỷ lệ hộ nghèo"}, {"n": "%"})
    rows = read_text("CHỈ TIÊU NĂM 2026\n- Không còn hộ nghèo.\n- Tỷ lệ hộ nghèo dưới 0,5%.").rows
    assert proposed_codes(rows, known) == ["1", "n"]
