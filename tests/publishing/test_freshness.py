"""Whatever a page was made from is touched in turn.

Exactly the pages that depend on it go stale.
"""

from __future__ import annotations

import json
import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.made_from import dependencies, manifest
from hbanalysis.publishing.made_from import staleness as freshness
from hbanalysis.publishing.made_from.differences import differences
from hbanalysis.publishing.made_from.manifest import Inputs, inputs, read_manifest
from hbanalysis.publishing.made_from.staleness import Reason, reports, state, states
from hbanalysis.publishing.notebook_files import find_notebooks
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.publishing.test_report import (
    QUARTER,
    content,
    made_of,
    quick,  # noqa: F401  (a fixture)
    small_notebook,
)

pytestmark = pytest.mark.slow

ORDER = Order("quan", QUARTER, "vi", {})
BOOKS = ("01-one", "02-two", "index")


@pytest.fixture
def office(quick: Path) -> Path:  # noqa: F811
    """A workspace with two notebooks and a fresh report; the second one draws trends."""
    small_notebook(
        quick / "notebooks" / "02-two.ipynb", "Hai", "import hbanalysis as hb\nhb.figures.years"
    )
    made_of(quick, ORDER)
    return quick


def stale(root: Path) -> set[str]:
    """The pages of the one report that are stale now."""
    (found,) = states(root)
    return set(found.stale)


def test_what_was_just_made_is_fresh(office: Path) -> None:
    assert stale(office) == set()


RAW = [
    "indicators.csv",
    "territories.csv",
    "targets.csv",
    "events.csv",
    "results_stated.csv",
    "observations/quan.csv",
]


@pytest.mark.parametrize("name", RAW)
def test_every_raw_file_stands_behind_every_page(office: Path, name: str) -> None:
    with (office / "data" / "raw" / name).open("a", encoding="utf-8") as handle:
        handle.write("\n")
    (found,) = states(office)
    assert set(found.stale) == set(BOOKS)
    assert all(reasons == [Reason("raw", f"data/raw/{name}")] for reasons in found.stale.values())


def test_a_file_that_nothing_is_read_from_makes_no_page_stale(office: Path) -> None:
    (office / "data" / "raw" / "received").mkdir()
    (office / "data" / "raw" / "received" / "letter.csv").write_text("a\n", encoding="utf-8")
    (office / "data" / "raw" / "README.md").write_text("x", encoding="utf-8")
    assert stale(office) == set()


@pytest.mark.parametrize("name", BOOKS[:2])
def test_a_notebook_stands_behind_its_own_page_only(office: Path, name: str) -> None:
    small_notebook(office / "notebooks" / f"{name}.ipynb", "Khác", "1 + 1")
    assert stale(office) == {name}


def test_a_new_notebook_and_one_that_is_gone_are_told(office: Path) -> None:
    small_notebook(office / "notebooks" / "03-three.ipynb", "Ba", "pass")
    (office / "notebooks" / "01-one.ipynb").unlink()
    (found,) = states(office)
    assert found.stale == {"03-three": [Reason("new")], "01-one": [Reason("notebook", "01-one")]}


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("hbanalysis/presentation/pages/trend_panels.py", {"02-two"}),
        ("hbanalysis/publishing/page_files.py", set(BOOKS)),
        ("hbanalysis/publishing/templates/hba/style.css", set(BOOKS)),
        ("hbanalysis/presentation/terminal/judgement_rows.py", set()),
        ("hbanalysis/analysis/plan/assessment.py", set(BOOKS)),
        ("hbanalysis/analysis/judgement/one_word.py", set(BOOKS)),
        ("hbanalysis/cli/page_commands.py", set()),
    ],
)
def test_a_function_of_the_library_stands_behind_the_pages_that_reach_it(
    office: Path, monkeypatch: pytest.MonkeyPatch, file: str, pages: set[str]
) -> None:
    code = manifest.library_files()
    assert file in code
    monkeypatch.setattr(manifest, "library_files", lambda: code | {file: "touched"})
    reached = stale(office)
    assert reached == pages


def test_a_version_stands_behind_every_page(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "versions", lambda: manifest_versions | {"pandas": "9"})
    (found,) = states(office)
    assert found.stale == {name: [Reason("versions", "pandas")] for name in BOOKS}


manifest_versions = manifest.versions()


def test_a_damaged_file_is_found_and_made_again(office: Path) -> None:
    folder = office / "reports" / "quan" / "2024-Q3" / "vi"
    before = content(folder)
    (folder / "01-one.html").write_text("?", encoding="utf-8")
    (folder / "02-two.ipynb").unlink()
    assert stale(office) == {"01-one", "02-two"}
    made_of(office, ORDER)
    assert content(folder) == before


def test_an_unreadable_manifest_is_no_manifest(office: Path) -> None:
    (found,) = reports(office)
    (found / "manifest.json").write_text("{", encoding="utf-8")
    assert stale(office) == {"index"}
    assert made_of(office, ORDER).made == list(BOOKS[:2])


NOT_A_MANIFEST = [
    3,
    None,
    "x",
    [],
    {"a": 1},
    {"01-one": None},
    {"01-one": {"code": None}},
    {"x" * 5000: "y"},
]


def test_a_damaged_manifest_never_stops_a_question_or_a_run(office: Path) -> None:
    (folder,) = reports(office)
    good = read_manifest(folder)
    keys = ("raw", "code", "notebooks", "versions", "pages", "files", "index", "times")
    for key, damage in product(keys, NOT_A_MANIFEST):
        (folder / "manifest.json").write_text(json.dumps(good | {key: damage}), encoding="utf-8")
        for found in states(office):
            freshness.mark(found)
    (folder / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    (found,) = states(office)
    assert found.stale == {"index": [Reason("manifest")]}
    assert made_of(office, ORDER).made == list(BOOKS[:2])


def test_a_former_report_that_is_damaged_can_be_asked_about_and_made_anew(office: Path) -> None:
    (folder,) = reports(office)
    for name, damage in product(("index.html", "judgements.csv"), (b"\xff", b'a,b\n"1')):
        (folder / name).write_bytes(damage)
        (found,) = states(office)
        freshness.mark(found)
        assert found.stale == {"index": [Reason("files", name)]}
        assert made_of(office, ORDER).changes == []
        assert stale(office) == set()


def test_a_copy_of_a_report_under_another_name_stops_no_run(office: Path) -> None:
    (folder,) = reports(office)
    shutil.copytree(folder, folder.with_name("vi - Copy"))
    small_notebook(office / "notebooks" / "02-two.ipynb", "Khác", "pass")
    assert made_of(office, ORDER).made == ["02-two"]
    assert 'class="hba-stale"' in (folder.with_name("vi - Copy") / "index.html").read_text(
        encoding="utf-8"
    )


def test_only_what_is_stale_is_run_again_and_another_setting_makes_it_so(office: Path) -> None:
    assert (made_of(office, ORDER).made, made_of(office, ORDER).fresh) == ([], list(BOOKS[:2]))
    small_notebook(office / "notebooks" / "02-two.ipynb", "Khác", "pass")
    again = made_of(office, ORDER)
    assert (again.made, again.fresh) == (["02-two"], ["01-one"])
    assert set(read_manifest(again.folder)["times"]["seconds"]) == {"01-one", "02-two"}
    asked = Order("quan", QUARTER, "vi", {"years": "3"})
    assert made_of(office, asked).made == list(BOOKS[:2])
    assert made_of(office, ORDER, force=True).made == list(BOOKS[:2])


def test_the_mark_on_the_index_comes_and_goes_and_is_no_damage(office: Path) -> None:
    folder = office / "reports" / "quan" / "2024-Q3" / "vi"
    book = office / "notebooks" / "02-two.ipynb"
    before, was = content(folder), book.read_bytes()
    small_notebook(book, "Khác", "pass")
    (found,) = states(office)
    assert freshness.mark(found)
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert 'class="hba-stale"' in text
    assert "02-two" in text.split('class="hba-stale"')[1][:200]
    assert stale(office) == {"02-two"}
    book.write_bytes(was)
    (found,) = states(office)
    assert freshness.mark(found)
    assert content(folder) == before


def test_from_manifests_alone(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the tables nor the sources of the library are read to tell how a report stands."""
    monkeypatch.setattr(dependencies, "_closure", lambda *_: pytest.fail("the library was read"))
    shutil.rmtree(office / "data" / "processed")
    assert stale(office) == set()


def test_what_changed_since_the_last_report(office: Path, tmp_path: Path) -> None:
    folder, lang = office / "reports" / "quan" / "2024-Q3" / "vi", Language("en")
    shutil.copytree(folder, tmp_path / "old")
    assert differences(tmp_path / "old", folder, lang) == []
    path = office / "data" / "raw" / "observations" / "quan.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",110,", ",117,"), encoding="utf-8")
    told = made_of(office, ORDER).changes
    assert told[0] == "số liệu: data/raw/observations/quan.csv"
    assert any(line.startswith("Thu ngân sách: thực hiện 300 → 307") for line in told)
    assert differences(tmp_path / "missing", folder, lang) == []


def test_the_manifest_names_no_machine_and_the_hour_where_it_says_so(office: Path) -> None:
    manifest = read_manifest(office / "reports" / "quan" / "2024-Q3" / "vi")
    hours = manifest.pop("times")
    assert set(hours) == {"begun", "ended", "seconds", "said"}
    text = json.dumps(manifest)
    assert not re.search(r"\d\d:\d\d:\d\d", text)
    assert str(office) not in text
    assert str(ROOT) not in text
    assert "chosen" in text


def test_a_report_of_chosen_notebooks_misses_no_other(office: Path) -> None:
    chosen = Order("quan", Period.parse("2024-Q2"), "vi", {}, ("two",))
    made = made_of(office, chosen)
    assert (made.made, [path.name for path in made.folder.glob("0*.html")]) == (
        ["02-two"],
        ["02-two.html"],
    )
    now = inputs(office, find_notebooks(office))
    assert state(made.folder, now).stale == {}
    assert isinstance(now, Inputs)
    assert workspace(office).root == office
