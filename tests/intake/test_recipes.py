"""Recipes are checked key by key.

The shipped ones read the real workbooks as they were read by hand.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hbanalysis.intake.delivery.prepare import prepare
from hbanalysis.intake.delivery.recipes import BadRecipe, find_recipe, load_recipe
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import Language
from tests.intake.deliveries.recipe import write_recipe

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "data/raw/recipes").glob("*.toml"))
WORKBOOKS = ROOT.parent / "shared" / "statistics-workbooks"
SINCE = "2012"  # data/raw/observations holds the printed series from here on


def problems(tmp_path: Path, text: str) -> list[str]:
    """The Vietnamese sentences about a recipe."""
    path = tmp_path / "thu.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadRecipe) as refused:
        load_recipe(path)
    return [Language("vi").finding(finding) for finding in refused.value.findings]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_recipe_can_be_followed(path: Path) -> None:
    assert load_recipe(path).name == path.stem


def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    good = write_recipe(tmp_path).read_text(encoding="utf-8")
    told = problems(tmp_path, good.replace("without = ", "witout = "))
    assert told == [
        "Cấu hình đọc không có khóa columns[1].witout; gần giống nhất: columns[1].without."
    ]


def test_all_missing_keys_are_named_at_once(tmp_path: Path) -> None:
    told = problems(tmp_path, 'source = "A"\n[table]\n[rows]\n')
    assert [sentence.split(";")[0] for sentence in told] == [
        f"Cấu hình đọc thiếu khóa {key}"
        for key in ("published", "columns", "table.title", "rows.are")
    ]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('accumulation = "ytd"', 'accumulation = "year"', "columns[2].accumulation"),
        ('title = ["báo cáo thu chi"]', 'title = "báo cáo"', "table.title"),
        ('header = [["tháng"]]', 'header = ["tháng"]', "columns[1].header"),
        ('status = "preliminary"', 'status = "preliminary"\neach = "yes"', "columns[1].each"),
        ('status = "preliminary"', 'status = "preliminary"\nmonths = [13]', "columns[1].months"),
        ('status = "preliminary"', 'status = "preliminary"\ndecimals = -1', "columns[1].decimals"),
        ("{month}", "{mounth}", "source"),
        ('"Thu ngân sách" = "thu"', '"Thu ngân sách" = 3', "rows.labels.Thu ngân sách"),
        ('status = "preliminary"', "", "columns[1].status"),
        ('territory = "quan"', "", "rows.territory"),
    ],
)
def test_a_value_of_a_wrong_kind_is_named(tmp_path: Path, old: str, new: str, key: str) -> None:
    good = write_recipe(tmp_path).read_text(encoding="utf-8")
    assert old in good
    told = problems(tmp_path, good.replace(old, new))
    assert any(f" {key} " in sentence.replace(";", " ") for sentence in told)


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    assert "line 2" in problems(tmp_path, "source = 'A'\nrows = = 1\n")[0]


def test_an_unknown_recipe_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="'ban-le'"):
        find_recipe(tmp_path, "ban-lee")


def test_codes_that_no_list_knows_stop_the_recipe(tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "data/raw", tmp_path / "data/raw", ignore=shutil.ignore_patterns("observations")
    )
    path = tmp_path / "data/raw/recipes/ban-le.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"viet-nam"', '"viet-man"'), encoding="utf-8"
    )
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    made = prepare(tmp_path, tmp_path / "a.csv", "ban-le")
    assert (made.blocked, [finding.facts["found"] for finding in made.findings]) == (
        True,
        ["viet-man"],
    )


@pytest.mark.skipif(not WORKBOOKS.exists(), reason="the workbooks lie outside the repository")
@pytest.mark.parametrize(("recipe", "fewest"), [("von-dau-tu-ngan-sach", 700), ("ban-le", 55)])
def test_real_workbooks_give_the_figures_that_are_in_the_raw_data(recipe: str, fewest: int) -> None:
    known = fresh = 0
    for path in sorted(WORKBOOKS.glob("20*.xls*")):
        if path.name < SINCE:
            continue
        made = prepare(ROOT, path, recipe)
        assert not made.has_errors, (path.name, [finding.message for finding in made.findings])
        known += sum(f.facts["count"] for f in made.findings if f.rule == "already-known")
        fresh += len(made.observations)
    assert fresh == 0
    assert known >= fewest
