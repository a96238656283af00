"""Time the way from an empty folder to a page and a briefing, with what is typed on it.

Run: python scripts/time_office.py PLAN [--write FILE.md ...]. The plan is a txt, docx or pdf. Every
command is the installed ``hba``; what a person does in Excel (deciding, filling in) is done by
openpyxl and not counted. ``--write`` puts the table between the markers of the given files.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

HBA = Path(sys.executable).parent / "hba"
BEGIN, END = "<!-- durations: scripts/time_office.py -->", "<!-- /durations -->"


def main() -> None:
    """Run the way once and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("plan", type=Path)
    asked.add_argument("--year", type=int, default=2024)
    asked.add_argument("--name", default="Quận Hồng Bàng")
    asked.add_argument("--keep", type=Path, help="work here and leave the workspace")
    asked.add_argument("--write", type=Path, nargs="*", default=[])
    given = asked.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    took = timed_way(given.plan.resolve(), folder, given.name, given.year)
    if not given.keep:
        shutil.rmtree(folder)
    print(table(took))
    for path in given.write:
        put_between(path, table(took))


def timed_way(plan: Path, folder: Path, name: str, year: int) -> list[tuple[str, float]]:
    """Every command typed, with the seconds it took."""
    took: list[tuple[str, float]] = []
    folder.mkdir(parents=True, exist_ok=True)
    office = folder / "don-vi"

    def hba(*words: str, cwd: Path = office) -> None:
        print("$ hba", *words, flush=True)
        start = time.perf_counter()
        done = subprocess.run([str(HBA), *words], cwd=cwd, check=False)  # noqa: S603
        took.append((" ".join(words), time.perf_counter() - start))
        if done.returncode not in (0, 3):
            raise SystemExit(f"hba {words[0]} ended with {done.returncode}")

    hba("init", "don-vi", "--name", name, "--year", str(year), cwd=folder)
    kept = shutil.copy(plan, office / f"nghi-quyet{plan.suffix}")
    hba("plan", "read", Path(kept).name, "--output", "duyet.xlsx")
    decide(office / "duyet.xlsx")
    hba("plan", "accept", "duyet.xlsx")
    hba("check")
    hba("template", str(year))
    filled = fill(office, year)
    hba("import", filled, "--recipe", "mau-phong-ban")
    hba("import", filled, "--recipe", "mau-phong-ban", "--accept")
    hba("report", f"{year}-Q1")
    hba("briefing", f"{year}-Q1")
    return took


def decide(review: Path) -> None:
    """Say yes to every row that waits for a decision, as a person would row by row."""
    book = load_workbook(review)
    sheet = book["Duyệt"]
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 2).value not in ("có", "không", None):
            sheet.cell(row, 2).value = "có"
    book.save(review)


def fill(office: Path, year: int) -> str:
    """Put made-up figures for three months into the newest template."""
    path = max(office.rglob("mau-so-lieu-*.xlsx"), key=lambda one: one.stat().st_mtime)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["C3"] = date(year, 4, 5)
    head = next(row[0].row for row in sheet.rows if row[0].value == "Mã")
    for row in sheet.iter_rows(min_row=head + 1):
        if row[0].value and row[1].value:
            for month in range(3):
                row[4 + month].value = 60 + 5 * month
    book.save(path)
    return str(path.relative_to(office))


def table(took: list[tuple[str, float]]) -> str:
    """The commands with their seconds, as a Markdown table."""
    rows = [f"| `hba {words}` | {seconds:.0f} |" for words, seconds in took]
    total = sum(seconds for _, seconds in took)
    return "\n".join(["| lệnh | giây |", "|---|---:|", *rows, f"| **tất cả** | **{total:.0f}** |"])


def put_between(path: Path, text: str) -> None:
    """Replace what stands between the markers of a file."""
    old = path.read_text(encoding="utf-8")
    shape = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if not shape.search(old):
        raise SystemExit(f"{path} has no markers {BEGIN}")
    path.write_text(shape.sub(f"{BEGIN}\n\n{text}\n\n{END}", old), encoding="utf-8")


if __name__ == "__main__":
    main()
