"""The portfolio as files: page, table and workbook of the same, from 2 territories to many."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from hbanalysis.analysis.territories.portfolio import Portfolio
from hbanalysis.cli import app
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.portfolio import write_portfolio
from hbanalysis.vocabulary.language import Language
from scripts.make_demo_city import make_city

pytestmark = pytest.mark.slow

CITY = "hai-phong-2025"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("city")
    make_city(root, 3, 2, 2, "2026-05")
    return root


def test_page_table_and_workbook_say_the_same(demo: Path) -> None:
    found = Portfolio.of(workspace(demo), "2026-05", CITY)
    page = write_portfolio(found, Language("en"))
    assert page.relative_to(demo).as_posix() == (f"reports/{CITY}/2026-05/portfolio-en/index.html")
    text = page.read_text(encoding="utf-8")
    assert "illustrative" in text
    table = pd.read_csv(page.with_name("portfolio.csv"))
    assert len(table) == len(found.plan) == 6
    assert set(table["demo"]) == {True}
    lines = page.with_name("portfolio.csv").read_text(encoding="utf-8-sig").splitlines()
    places = {tuple(line.rsplit(",", 3)[1:]) for line in lines[1:]}
    assert all(text.isdigit() or not text for place in places for text in place)
    book = pd.read_excel(
        io.BytesIO(page.with_name("portfolio.xlsx").read_bytes()),
        sheet_name=None,
        header=2,
        engine="calamine",
    )
    first = next(iter(book.values()))
    assert first["Target"].tolist() == pytest.approx(found.projected["target"].tolist())
    assert {"Place between", "Territory"} <= set(book["Places within which they can be"].columns)


def test_the_command_prints_the_path_and_takes_a_layout(demo: Path, tmp_path: Path) -> None:
    tiles = tmp_path / "tiles.csv"
    tiles.write_text("territory,row,column\nxa-0001,1,1\nxa-0002,1,2\n", encoding="utf-8")
    order = ["--root", str(demo), "portfolio", "2026-05", "--of", CITY, "--layout", str(tiles)]
    result = CliRunner().invoke(app, order)
    assert result.exit_code == 0
    path = demo / result.stdout.strip()
    assert 'class="hba-tilemap"' in path.read_text(encoding="utf-8")


def test_territories_without_any_figure_give_a_page_that_says_so(demo: Path) -> None:
    page = write_portfolio(Portfolio.of(workspace(demo), "2031-05", CITY), Language("en"))
    text = page.read_text(encoding="utf-8")
    assert "No territory has a target or a figure for this period yet." in text
    assert "3 territories, of which 3 without any figure" in text


def test_the_generator_gives_the_same_files_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        make_city(folder, 2, 1, 1, "2026-02")
    first, second = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for folder in folders
    )
    assert first == second
    months = pd.read_csv(folders[0] / "data" / "raw" / "observations" / "demo.csv")
    assert set(months["source"]) == {"demo"}


def test_many_indicators_stand_side_by_side_as_signs_with_a_legend(tmp_path: Path) -> None:
    """All columns are seen at once; readers of the page and copies of the table keep the words."""
    for folder, indicators, dense in ((tmp_path / "few", 2, False), (tmp_path / "many", 8, True)):
        make_city(folder, 2, indicators, 2, "2026-02")
        page = write_portfolio(Portfolio.of(workspace(folder), "2026-02", CITY), Language("vi"))
        text = page.read_text(encoding="utf-8").partition("</style>")[2]
        assert ('class="hba-matrix hba-dense"' in text) == dense
        assert ("con số: xác suất đạt chỉ tiêu" in text) == dense
        word = re.search(r"<td><b [^>]*>. <span>([^<]+)</span></b>", text)
        assert word is not None
        assert (f"<span>{word[1]}</span>" in text.partition("<table")[0]) == dense
