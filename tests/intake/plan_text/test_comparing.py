"""Two plans side by side: years of the workspace, reviews and documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.plan_text.comparing import PlannedTarget, differences
from tests.intake.plan_text.drafts import TEXTS

OLD = """CHỈ TIÊU NĂM 2025
- Tổng thu ngân sách nhà nước trên địa bàn: 75 tỷ đồng trở lên
- Tỷ lệ hộ nghèo còn 0,8%
- Trồng 1.200 cây xanh
- Tỷ lệ người dân tham gia bảo hiểm y tế: 95%
- Vốn đầu tư công: 1,2 tỷ đồng
- Thu nhập bình quân đầu người: 80 triệu đồng
"""
NEW = """CHỈ TIÊU NĂM 2026
- Tổng thu ngân sách nhà nước trên địa bàn: 92,5 tỷ đồng trở lên
- Tỷ lệ hộ nghèo còn 0,5%
- Tỷ lệ người dân tham gia mua bảo hiểm y tế: 95%
- Vốn đầu tư công: 1.200 triệu đồng
- Thu nhập bình quân đầu người: 80 triệu đồng
- Xây dựng 02 nhà văn hóa
"""


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    made = (tmp_path / "cu.txt", tmp_path / "moi.txt")
    for path, text in zip(made, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return made


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def by_name(text: str) -> dict[str, dict[str, str]]:
    found = csv.DictReader(io.StringIO(text))
    return {row["name_after"] or row["name_before"]: row for row in found}


def test_every_change_has_its_word(plans: tuple[Path, Path]) -> None:
    rows = by_name(run("plan", "diff", *plans, "--format", "csv"))
    assert {name: row["change"] for name, row in rows.items()} == {
        "Tổng thu ngân sách nhà nước trên địa bàn": "raised",
        "Tỷ lệ hộ nghèo": "lowered",
        "Tỷ lệ người dân tham gia mua bảo hiểm y tế": "reworded",
        "Vốn đầu tư công": "unchanged",
        "Thu nhập bình quân đầu người": "unchanged",
        "Xây dựng nhà văn hóa": "new",
        "Trồng cây xanh": "dropped",
    }


def test_the_text_tells_numbers_as_people_write_them(plans: tuple[Path, Path]) -> None:
    text = run("plan", "diff", *plans, "--lang", "vi")
    assert "≥ 75 tỷ đồng → ≥ 92,5 tỷ đồng (+23,3 %)" in text
    assert text.index("được nâng") < text.index("hạ xuống") < text.index("mới") < text.index("bỏ")


def test_a_year_of_the_workspace_against_a_document(
    office: Callable[..., Path], tmp_path: Path
) -> None:
    plan = tmp_path / "moi.txt"
    plan.write_text("CHỈ TIÊU NĂM 2025\n- Thu ngân sách: 1.300 tỷ đồng trở lên", encoding="utf-8")
    rows = by_name(run("plan", "diff", "2024", plan, "--root", office(), "--format", "csv"))
    assert rows["Thu ngân sách"]["change"] == "raised"
    assert rows["Thu ngân sách"]["value_before"] == "1200"
    assert rows["Hộ nghèo mới"]["change"] == "dropped"


def test_a_review_against_its_document_has_nothing_new(
    office: Callable[..., Path], tmp_path: Path
) -> None:
    review, root = tmp_path / "r.xlsx", office()
    text = TEXTS / "phuong-2026.txt"
    run("plan", "read", text, "--output", review, "--root", root)
    rows = by_name(run("plan", "diff", text, review, "--root", root, "--format", "csv"))
    assert {row["change"] for row in rows.values()} == {"unchanged"}


def test_a_share_and_an_amount_of_one_name_are_two_targets() -> None:
    share = PlannedTarget("", "Dịch vụ", "2025", "45", "", "%", "=")
    amount = PlannedTarget("", "Dịch vụ", "2026", "558", "", "tỷ đồng", ">=")
    assert [one.change for one in differences([share], [amount])] == ["new", "dropped"]


def test_what_holds_no_targets_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "a.txt"
    empty.write_text("Công văn về việc họp giao ban.", encoding="utf-8")
    done = CliRunner().invoke(app, ["plan", "diff", str(empty), str(empty), "--lang", "en"])
    assert done.exit_code == 1
    assert "has no targets to compare" in done.stderr
