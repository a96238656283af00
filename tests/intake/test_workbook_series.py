"""A folder of monthly workbooks becomes observations with vintages, by recipes alone."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.intake.workbooks import INVESTMENT, Rows, write_xlsx

pytestmark = pytest.mark.slow

VISITORS = """
source = "Báo cáo tháng {month}/{year}"
published = "file name"

[table]
title = ["khách quốc tế đến"]
unit = "lượt người"

[rows]
are = "territory"
indicator = "KQT"

[rows.labels]
"TỔNG SỐ" = "viet-nam"

[[columns]]
header = [["ước tính"]]
without = ["so với", "cộng dồn"]
accumulation = "month"
status = "estimate"

[[columns]]
header = [["thực hiện"]]
without = ["so với", "cộng dồn"]
accumulation = "month"
status = "preliminary"
optional = true

[[columns]]
header = [["cộng dồn"]]
without = ["so với"]
accumulation = "ytd"
status = "estimate"
"""
KQT = "KQT,,,,statistics,Khách quốc tế,Visitors,lượt người,flow,higher,0,month,M12,,,,,yes,visits,no,,,,,"


def visitors(month: int, before: int, now: int, total: int) -> Rows:
    """The table of visitors as a report of one month prints it."""
    return [
        ["19. Khách quốc tế đến Việt Nam"],
        ["", "", "", "Lượt người"],
        ["", f"Thực hiện tháng {month - 1}", f"Ước tính tháng {month}", f"Cộng dồn {month} tháng"],
        ["", "năm 2031", "năm 2031", "năm 2031"],
        ["TỔNG SỐ", before, now, total],
        ["Đường không", before - 1, now - 1, total - 1],
    ]


def investment(month: int, scale: float) -> Rows:
    """Our own table of investment moved to another month."""

    def moved(cell: object) -> object:
        if isinstance(cell, str):
            texts = {"tháng 3": f"tháng {month - 1}", "tháng 4": f"tháng {month}"}
            return texts.get(cell, cell.replace("4 tháng", f"{month} tháng"))
        plain = isinstance(cell, float | int) and cell != 2031
        return round(cell * scale, 2) if plain else cell

    return [[moved(cell) for cell in row] for row in INVESTMENT]


def run(folder: Path, root: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The script as a person runs it."""
    script = ROOT / "scripts" / "make_workbook_series.py"
    command = [sys.executable, script, folder, "--root", root, *more]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def observations(path: Path) -> list[dict[str, str]]:
    """A written table as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_folder_becomes_vintages_by_recipes_alone(tmp_path: Path) -> None:
    root, folder = tmp_path / "office", tmp_path / "reports"
    shutil.copytree(ROOT / "data" / "raw" / "recipes", root / "data" / "raw" / "recipes")
    for name in ("indicators.csv", "territories.csv"):
        text = (ROOT / "data" / "raw" / name).read_text(encoding="utf-8")
        more = f"{KQT}\n" if name == "indicators.csv" else ""
        (root / "data" / "raw" / name).write_text(text + more, encoding="utf-8")
    (root / "data" / "raw" / "recipes" / "khach.toml").write_text(VISITORS, encoding="utf-8")
    folder.mkdir()
    april = {"V": INVESTMENT, "K": visitors(4, 90, 100, 370)}
    may = {"V": investment(5, 1.25), "K": visitors(5, 104, 120, 494)}
    write_xlsx(folder / "2031-04-29-Bieu-4.xlsx", april)
    write_xlsx(folder / "2031-05-29-Bieu-5.xlsx", may)
    (folder / "~$lock.xlsx").write_bytes(b"")

    done = run(folder, root)
    assert done.returncode == 0, done.stderr
    assert "khach: 6 observations from 2 workbooks" in done.stderr
    assert "ban-le: 0 observations from 0 workbooks; 2 without the table" in done.stderr

    written = root / "data" / "raw" / "observations"
    assert sorted(path.name for path in written.iterdir()) == [
        "khach.csv",
        "von-dau-tu-ngan-sach.csv",
    ]
    kept = observations(written / "khach.csv")
    april_months = [
        (r["published"], r["status"], r["value"])
        for r in kept
        if (r["period"], r["accumulation"]) == ("2031-04", "month")
    ]
    assert april_months == [("2031-04-29", "estimate", "100"), ("2031-05-29", "preliminary", "104")]
    assert all(r["locator"].startswith(f"{r['published']}-Bieu-") for r in kept)

    invested = observations(written / "von-dau-tu-ngan-sach.csv")
    place = [r for r in invested if r["territory"] == "hai-phong" and r["accumulation"] == "ytd"]
    assert [(r["period"], r["value"], r["stated_pct_of_plan"]) for r in place] == [
        ("2031-04", "45", "33"),
        ("2031-05", "56.25", "41.25"),
    ]


def test_running_it_again_gives_the_same_bytes_and_a_bad_workbook_is_said(tmp_path: Path) -> None:
    folder, output = tmp_path / "reports", tmp_path / "out"
    folder.mkdir()
    write_xlsx(folder / "2031-04-29-Bieu-4.xlsx", {"V": INVESTMENT})
    more = ("--recipe", "von-dau-tu-ngan-sach", "--output", str(output))
    assert run(folder, ROOT, *more).returncode == 0
    first = (output / "von-dau-tu-ngan-sach.csv").read_bytes()
    (folder / "2031-05-29-broken.xlsx").write_bytes(b"no workbook")
    again = run(folder, ROOT, *more)
    assert (again.returncode, "2031-05-29-broken.xlsx" in again.stderr) == (1, True)
    assert (output / "von-dau-tu-ngan-sach.csv").read_bytes() == first
