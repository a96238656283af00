"""``hba import`` of a folder and of a catalogue: what is new, known, refused and would change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.delivery.catalogue_book import write_catalogue
from hbanalysis.intake.store.build import read_workspace
from tests.conftest import assessed
from tests.intake.deliveries.makers import table, xlsx
from tests.intake.deliveries.recipe import write_recipe

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
SPENT = ["Chi thường xuyên", "Tỷ đồng", 150, 300]
LOW = ["Thu ngân sách", "Tỷ đồng", 20, 320]


def run(root: Path, *words: str) -> tuple[int, str]:
    """The exit code and all that was said."""
    result = CliRunner().invoke(app, ["--root", str(root), *words])
    return result.exit_code, result.output


@pytest.fixture
def desk(office: Office, tmp_path: Path) -> tuple[Path, Path]:
    """An office with a recipe, and a folder with a delivery and two files that are none."""
    root, folder = office(), tmp_path / "nhận"
    write_recipe(root)
    folder.mkdir()
    xlsx(table(LOW, SPENT), "2024-05-06-a.xlsx")(folder)
    xlsx([["Bìa"], ["x"]], "2024-05-06-b.xlsx")(folder)
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 x")
    return root, folder


def test_a_folder_tells_new_refused_and_what_would_change(desk: tuple[Path, Path]) -> None:
    root, folder = desk
    code, said = run(root, "import", str(folder))
    assert code == 1
    assert "4 số mới, 0 số đã có, 0 chỗ bị từ chối" in said
    assert "scan.pdf là tệp PDF" in said
    assert "thu Thu ngân sách: đánh giá “đúng tiến độ” → “chậm”" in said
    assert "Hiện nay mở đầu: “Thu ngân sách: đến nay 300 tỷ đồng (đúng tiến độ)." in said
    assert not (root / "data/raw/received").exists()
    assert not (root / "data/processed").exists()


def test_a_folder_is_taken_in_and_known_the_second_time(desk: tuple[Path, Path]) -> None:
    root, folder = desk
    for name in ("2024-05-06-b.xlsx", "scan.pdf"):
        (folder / name).unlink()
    assert run(root, "import", str(folder), "--accept")[0] == 0
    assert assessed(root, "2024-04").loc["thu", "actual"] == 320
    code, said = run(root, "import", str(folder), "--format", "json")
    (one,) = json.loads(said)["files"]
    assert (code, one["observations"]) == (0, [])
    assert [f["rule"] for f in one["findings"]] == ["already-imported"]
    stored = next((root / "data/raw/observations").glob("bao-cao-*.csv"))
    assert stored.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel must see that it is UTF-8"


def test_a_stored_file_that_excel_saved_anew_is_continued(desk: tuple[Path, Path]) -> None:
    root, folder = desk
    assert run(root, "import", str(folder / "2024-05-06-a.xlsx"), "--accept")[0] == 0
    stored = next((root / "data/raw/observations").glob("bao-cao-*.csv"))
    text = stored.read_text(encoding="utf-8-sig").replace(",", ";")
    stored.write_text(text, encoding="utf-8-sig")
    xlsx(table(["Thu ngân sách", "Tỷ đồng", 30, 330]), "2024-05-06-a.xlsx")(folder)
    path = folder / "2024-05-06-a.xlsx"
    path = path.rename(folder / "2024-06-06-a.xlsx")
    stored.rename(stored.with_name("bao-cao-2024-06-06-a.csv"))
    assert run(root, "import", str(path), "--recipe", "bao-cao", "--accept")[0] == 0
    assert assessed(root, "2024-04").loc["thu", "actual"] == 330


def test_a_catalogue_laid_in_the_folder_is_the_tables(office: Office, tmp_path: Path) -> None:
    root = office()
    book = tmp_path / "danh-muc.xlsx"
    assert write_catalogue(root, book) == 37
    for name in ("indicators", "targets", "territories", "events"):
        (root / f"data/raw/{name}.csv").unlink()
    book.rename(root / "data/raw/danh-muc.xlsx")
    tables, findings = read_workspace(root)
    assert findings == []
    assert tables is not None
    assert len(tables["indicators"]) == 23
    assert assessed(root, "2024-Q1").loc["hoi", "target"] == 50


def test_a_filled_catalogue_is_imported_by_key(office: Office, tmp_path: Path) -> None:
    root, book = office(), tmp_path / "danh-muc.xlsx"
    write_catalogue(root, book)
    made = openpyxl.load_workbook(book)
    sheet = made["Chỉ tiêu"]
    names = [cell.value for cell in sheet[2]]
    new = {
        "indicator": "cho-vay",
        "name_vi": "Cho vay ưu đãi",
        "unit": "tỷ đồng",
        "measure": "cộng dồn các tháng",
        "direction": "càng cao càng tốt",
        "cadence": "hằng tháng",
        "judgeable": "M12",
    }
    for place, name in enumerate(names, 1):
        sheet.cell(sheet.max_row + (place == 1), place, new.get(name))
    targets = made["Kế hoạch"]
    targets.cell(3, [cell.value for cell in targets[2]].index("value") + 1, 1300)
    made.save(book)
    code, said = run(root, "import", str(book))
    assert "Các chỉ tiêu: 1 dòng mới, 0 dòng thay đổi, 23 dòng đã có" in said
    assert "Kế hoạch: 0 dòng mới, 1 dòng thay đổi, 8 dòng đã có" in said
    assert (code, assessed(root, "2024-Q1").loc["thu", "target"]) == (0, 1200)
    assert run(root, "import", str(book), "--accept")[0] == 0
    assert assessed(root, "2024-Q1").loc["thu", "target"] == 1300
    tables, _ = read_workspace(root)
    assert tables is not None
    last = tables["indicators"].iloc[-1]
    assert (last["indicator"], last["measure"], last["cadence"]) == ("cho-vay", "flow", "month")


def test_a_catalogue_with_a_bad_cell_is_refused_whole(office: Office, tmp_path: Path) -> None:
    root, book = office(), tmp_path / "danh-muc.xlsx"
    write_catalogue(root, book)
    made = openpyxl.load_workbook(book)
    targets = made["Kế hoạch"]
    targets.cell(3, [cell.value for cell in targets[2]].index("value") + 1, "5.200")
    made.save(book)
    before = (root / "data/raw/targets.csv").read_bytes()
    code, said = run(root, "import", str(book), "--accept")
    assert code == 1
    assert "5.200" in said
    assert (root / "data/raw/targets.csv").read_bytes() == before
