"""One real report of the tiny office.

Complete, no traces of the machine, the same bytes twice, never half there.
"""

from __future__ import annotations

import gc
import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.fingerprints import sha256
from hbanalysis.publishing import assembling, report, report_job
from hbanalysis.publishing.batch import progress
from hbanalysis.publishing.batch.progress import make_reports, publish
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.made_from.manifest import read_manifest
from hbanalysis.publishing.made_from.staleness import states
from hbanalysis.publishing.notebooks import Run, checked_settings
from hbanalysis.publishing.page_files import assets
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months, write_office

pytestmark = pytest.mark.slow

QUARTER = Period.parse("2024-Q3")
ORDER = Order("quan", QUARTER, "vi", {"indicators": "thu, chi"})
NOTEBOOKS = [
    "01-plan-against-actual",
    "02-year-end-projection",
    "03-trends",
    "04-briefing-figures",
    "05-data-quality",
    "06-method-evidence",
]
YEARS = (
    "indicator | period | value | territory\n"
    + "\n".join(
        months(
            "thu", year, [scale * (80 + 5 * month) for month in range(1, 13 if year < 2024 else 10)]
        )
        for year, scale in ((2020, 0.8), (2021, 0.9), (2022, 0.85), (2023, 1.0), (2024, 1.1))
    )
    + "\n"
    + months("chi", 2024, [50] * 9)
    + "\n"
    + months("ngheo", 2024, [0] * 9)
)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path, with its bytes.

    Manifests without the times they declare.
    """
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    for name in [name for name in found if name.endswith("manifest.json")]:
        manifest = json.loads(found[name])
        manifest.pop("times", None)
        found[name] = json.dumps(manifest).encode()
    return found


def made_of(root: Path, order: Order = ORDER, force: bool = False) -> report_job.Report:
    """One report of a workspace."""
    (made,) = publish(workspace(root), [order], Language("vi"), 2, force)
    return made


def small_notebook(path: Path, title: str, code: str) -> None:
    """A notebook with one parameters cell and one line of code."""
    book = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        }
    )
    given = (
        'period: str = ""\nterritory: str = ""\nas_of: str = ""\nlanguage: str = "vi"\nyears:'
        " int = 5"
    )
    book.cells = [
        nbformat.v4.new_markdown_cell(f"# {title}"),
        nbformat.v4.new_code_cell(given, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code),
    ]
    path.parent.mkdir(exist_ok=True)
    nbformat.write(book, path)
    rules = path.parent.parent / "data" / "raw" / "rules.toml"
    rules.parent.mkdir(parents=True, exist_ok=True)
    if not rules.exists():
        rules.write_text("[defaults]\nshipped_notebooks = false\n", encoding="utf-8")


@pytest.fixture(autouse=True, scope="module")
def swept() -> Iterator[None]:
    """What the kernels left behind is collected here, not in the middle of somebody else's test."""
    yield
    gc.collect()


# ---------------------------------------------------------------- the repository's notebooks, really run
@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> report_job.Report:
    """The report of the third quarter, in Vietnamese, with the repository's own notebooks."""
    root = write_office(tmp_path_factory.mktemp("office"), observations=YEARS)
    return made_of(root)


class TestARealReport:
    def test_every_notebook_succeeds_and_has_its_page_and_its_executed_copy(
        self, made: report_job.Report
    ) -> None:
        assert made.failed == {}
        found = content(made.folder)
        names = {name for name in found if not name.startswith(("figures/", "tables/"))}
        expected = {f"{name}{end}" for name in NOTEBOOKS for end in (".html", ".ipynb")}
        assert names == expected | {
            *("index.html", "report.html", "manifest.json", "judgements.csv")
        }

    def test_it_lies_where_the_contract_says(self, made: report_job.Report) -> None:
        assert made.index.as_posix().endswith("reports/quan/2024-Q3/vi/index.html")

    def test_the_manifest_says_what_it_was_made_from(self, made: report_job.Report) -> None:
        manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
        assert set(manifest) == {
            "parameters",
            "chosen",
            "raw",
            "code",
            "commit",
            "notebooks",
            "versions",
            "pages",
            "index",
            "figures",
            "files",
            "one_page",
            "times",
        }
        assert sorted(manifest["times"]["seconds"]) == NOTEBOOKS
        assert manifest["times"]["begun"] <= manifest["times"]["ended"]
        assert manifest["parameters"] == {
            "period": "2024-Q3",
            "territory": "quan",
            "as_of": "",
            "language": "vi",
            "indicators": "thu, chi",
        }
        assert sorted(manifest["notebooks"]) == NOTEBOOKS
        assert {name: page["error"] for name, page in manifest["pages"].items()} == dict.fromkeys(
            NOTEBOOKS, ""
        )
        assert "data/raw/observations/quan.csv" in manifest["raw"]
        assert {"hbanalysis", "pandas", "python"} <= set(manifest["versions"])

    def test_every_figure_travels_with_its_numbers_and_its_words(
        self, made: report_job.Report
    ) -> None:
        manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
        files = {path.name for path in (made.folder / "figures").iterdir()}
        assert {
            "plan",
            "year-end-thu",
            "trend-thu",
            "coverage",
            "method-misses",
            "method-bands",
        } <= set(manifest["figures"])
        assert files == {
            f"{name}.{end}" for name in manifest["figures"] for end in ("svg", "csv", "json")
        }
        for name in manifest["figures"]:
            lang = json.loads(
                (made.folder / "figures" / f"{name}.json").read_text(encoding="utf-8")
            )
            assert lang["title"], name
            assert lang["alt"], name
            assert (
                len((made.folder / "figures" / f"{name}.csv").read_text("utf-8-sig").splitlines())
                > 1
            )

    def test_nothing_tells_of_the_machine_or_the_hour(self, made: report_job.Report) -> None:
        for name, data in content(made.folder).items():
            if name.endswith(".xlsx"):
                continue
            text = data.decode("utf-8")
            assert str(made.folder.parents[3]) not in text, name
            assert str(ROOT) not in text, name
            assert "/tmp/" not in text, name
            if name.endswith(".ipynb"):
                book = json.loads(text)
                assert "papermill" not in book["metadata"], name
                assert all(
                    "papermill" not in cell["metadata"] and "execution" not in cell["metadata"]
                    for cell in book["cells"]
                ), name
                assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:\d\d", text), name

    def test_the_pages_ask_for_nothing_from_outside(self, made: report_job.Report) -> None:
        for name, data in content(made.folder).items():
            if name.endswith(".html"):
                text = data.decode("utf-8")
                assert text.count("<script") == text.count("</script>") == 1, name
                assert f"<script>{assets()['script']}</script>" in text, name
                assert f"script-src '{assets()['script_hash']}'" in text, name
                assert not re.search(r'(src|href)="https?:', text), name
                assert '<html lang="vi">' in text, name

    def test_real_figures_are_not_called_illustrative(self, made: report_job.Report) -> None:
        assert 'class="hba-demo-mark"' not in made.index.read_text(encoding="utf-8")

    def test_the_cells_of_the_other_language_are_gone(self, made: report_job.Report) -> None:
        text = (made.folder / "01-plan-against-actual.html").read_text(encoding="utf-8")
        assert "Thực hiện kế hoạch năm đến đâu?" in text
        assert "Where does the year" not in text

    def test_a_second_run_in_another_folder_gives_the_same_bytes(
        self, made: report_job.Report, tmp_path: Path
    ) -> None:
        before, root = content(made.folder), made.folder.parents[3]
        shutil.copytree(root / "data" / "raw", tmp_path / "elsewhere" / "data" / "raw")
        after = content(made_of(tmp_path / "elsewhere").folder)
        assert [name for name in before if after.get(name) != before[name]] == []
        assert after.keys() == before.keys()


def test_a_failing_notebook_leaves_a_page_that_says_so_and_the_others_complete(
    tmp_path: Path,
) -> None:
    write_office(tmp_path)
    small_notebook(tmp_path / "notebooks" / "01-good.ipynb", "Tốt", "print(period)")
    small_notebook(tmp_path / "notebooks" / "02-bad.ipynb", "Hỏng", "1 / 0")
    (made,) = make_reports(workspace(tmp_path), QUARTER, ["quan"], Language("vi"), 2, [])
    assert made.failed == {"02-bad": "ZeroDivisionError: division by zero"}
    assert "2024-Q3" in (made.folder / "01-good.html").read_text(encoding="utf-8")
    assert "division by zero" in (made.folder / "02-bad.html").read_text(encoding="utf-8")
    assert "02-bad.html" in made.index.read_text(encoding="utf-8")
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["pages"]["02-bad"]["error"].startswith("ZeroDivisionError")


# ---------------------------------------------------------------- without a kernel: what happens around the run
@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose one notebook is copied instead of run."""
    write_office(tmp_path)
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Một", "pass")

    @contextmanager
    def nowhere(*_: Any) -> Iterator[tuple[ThreadPoolExecutor, str]]:
        with ThreadPoolExecutor(2) as pool:
            yield pool, "plain"

    monkeypatch.setattr(
        report, "run_notebook", lambda book, *_: Run(book.stem, book.read_text(encoding="utf-8"))
    )
    monkeypatch.setattr(progress, "_pool", nowhere)
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("yeers=3", "years"),
        ("years=three", "three"),
        ("plain=three", "three"),
        ("noted=three", "three"),
        ("several=3", "list"),
        ("maybe=x", "None"),
        ("share=nan", "nan"),
        ("period=2024-Q1", "period"),
        ("language=en", "language"),
        ("years", "NAME=VALUE"),
        ("=3", "NAME=VALUE"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_before_anything_runs(
    quick: Path, typed: Path, setting: str, told: str
) -> None:
    with pytest.raises(WrongUsage, match=told):
        make_reports(workspace(quick), QUARTER, ["quan"], Language("vi"), 1, [setting])
    assert not (quick / "reports").exists()


TYPED = """period = ""
territory = ""
as_of = ""
years: int = 5
plain = 5
noted: int = 5  # years = how many
several: list[int] = [1]
maybe: int | None = None
share: float = 1.0
language: Literal["vi", "en"] = "vi"
"""


@pytest.fixture
def typed(quick: Path) -> Path:
    """A notebook whose parameters are written in every way."""
    path = quick / "notebooks" / "01-one.ipynb"
    book = nbformat.read(path, as_version=4)
    book.cells[1].source = TYPED
    nbformat.write(book, path)
    return path


def test_parameters_have_the_type_that_is_written_or_that_of_their_value(typed: Path) -> None:
    settings = {
        "plain": "3",
        "noted": "4",
        "several": "[5, 6]",
        "maybe": "7",
        "share": "0.5",
        "language": "en",
    }
    assert checked_settings([typed], settings) == {
        typed: {
            "plain": 3,
            "noted": 4,
            "several": [5, 6],
            "maybe": 7,
            "share": 0.5,
            "language": "en",
        }
    }


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "<<<<<<< ours", '{"cells": [{"cell_type": "code"}]}']
)
def test_a_file_that_is_no_notebook_is_one_sentence(quick: Path, text: str) -> None:
    (quick / "notebooks" / "02-half.ipynb").write_text(text, encoding="utf-8")
    (made,) = make_reports(workspace(quick), QUARTER, ["quan"], Language("en"), 1, [])
    assert list(made.failed) == ["02-half"]
    assert made.failed["02-half"].startswith("The notebook 02-half.ipynb ")
    assert (made.folder / "01-one.html").is_file()


def test_a_raw_file_that_is_saved_while_a_report_is_made_is_not_claimed(quick: Path) -> None:
    path = quick / "data" / "raw" / "observations" / "quan.csv"
    office = workspace(quick)
    path.write_text(path.read_text(encoding="utf-8").replace(",110,", ",117,"), encoding="utf-8")
    (made,) = publish(office, [Order("quan", QUARTER, "vi", {})], Language("vi"))
    claimed = read_manifest(made.folder)["raw"]["data/raw/observations/quan.csv"]
    assert claimed == office.fingerprints()["data/raw/observations/quan.csv"] != sha256(path)
    assert claimed[:12] in made.index.read_text(encoding="utf-8")
    assert set(states(quick)[0].stale) == {"01-one", "index"}


@pytest.mark.parametrize("there", ["file", "link", "dangling"])
def test_whatever_stands_in_its_place_a_report_is_put_there_and_nothing_is_left(
    quick: Path, there: str
) -> None:
    place = quick / "reports" / "quan" / "2024-Q3"
    place.mkdir(parents=True)
    (quick / "elsewhere").mkdir()
    if there == "file":
        (place / "vi").write_text("?", encoding="utf-8")
    else:
        (place / "vi").symlink_to(quick / ("elsewhere" if there == "link" else "nowhere"))
    assert made_of(quick, Order("quan", QUARTER, "vi", {})).index.is_file()
    assert [path.name for path in place.iterdir()] == ["vi"]
    assert (quick / "elsewhere").is_dir()


def test_a_well_typed_setting_is_taken(quick: Path) -> None:
    (made,) = make_reports(workspace(quick), QUARTER, ["quan"], Language("vi"), 1, ["years=3"])
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["years"] == "3"


def test_a_crash_leaves_the_former_report_as_it_was(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    before = content(quick / "reports")

    def broken(*_: Any) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr(assembling, "index", broken)
    with pytest.raises(OSError, match="disk"):
        made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    assert content(quick / "reports") == before
    assert [path.name for path in made.folder.parent.iterdir()] == ["vi"]


def test_what_a_kill_left_behind_is_told_and_cleared_away(
    quick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    assert "phần làm dở" not in capsys.readouterr().err
    (made.folder.parent / ".vi.new-halfdone").mkdir()
    made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    assert "phần làm dở" in capsys.readouterr().err
    assert [path.name for path in made.folder.parent.iterdir()] == ["vi"]


def test_a_page_of_a_former_day_is_the_one_that_could_be_made_then(quick: Path) -> None:
    """What was published later changes the page of today, not the one of that day."""

    def judged(as_of: str) -> str:
        order = Order("quan", Period.parse("2024-02"), "en", {})
        (made,) = publish(workspace(quick, as_of), [order], Language("en"))
        assert read_manifest(made.folder)["parameters"]["as_of"] == as_of
        return (made.folder / "judgements.csv").read_text(encoding="utf-8-sig")

    then = judged("2024-03-20")
    assert "Thu ngân sách" in then
    assert judged("") == then
    path = quick / "data" / "raw" / "observations" / "quan.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    (first,) = (row for row in rows if row.startswith("quan,thu,2024-02"))
    revised = first.replace(",90,", ",95,").replace("2024-03-", "2024-06-")
    path.write_text("\n".join([head, *rows, revised]) + "\n", encoding="utf-8")
    assert judged("2024-03-20") == then
    assert (",190.0,1200.0," in then, ",195.0,1200.0," in judged("")) == (True, True)


def test_a_new_report_replaces_the_former_one_whole(quick: Path) -> None:
    made = made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    (made.folder / "left-over.html").write_text("old", encoding="utf-8")
    made_of(quick, Order("quan", QUARTER, "vi", {}), force=True)
    assert not (made.folder / "left-over.html").exists()


def test_the_notebooks_of_the_repository_take_the_parameters_every_report_gives() -> None:
    from hbanalysis.publishing.notebook_files import find_notebooks
    from hbanalysis.publishing.notebooks import parameters_of

    for notebook in find_notebooks(ROOT):
        assert {"period", "territory", "as_of", "language"} <= set(parameters_of(notebook)), (
            notebook.name
        )


# ---------------------------------------------------------------- neighbours
def links_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    inside = text.partition("<!--hba-others-->")[2].partition("<!--/hba-others-->")[0]
    return re.findall(r'href="([^"]+)"', inside)


def test_reports_link_to_their_neighbours_that_exist_and_stay_fresh(
    quick: Path,
) -> None:
    def made(period: str, language: str) -> Path:
        return made_of(quick, Order("quan", Period.parse(period), language, {})).folder

    first = made("2024-01", "vi")
    assert links_of(first / "index.html") == []
    second, english = made("2024-Q1", "vi"), made("2024-Q1", "en")
    assert links_of(first / "index.html") == ["../../../quan/2024-Q1/vi/index.html"]
    page = links_of(second / "01-one.html")
    assert page == [
        *("../../../quan/2024-Q1/en/01-one.html", "../../../quan/2024-01/vi/01-one.html")
    ]
    for path in (first, second, english):
        for file in path.glob("*.html"):
            for link in links_of(file):
                assert (file.parent / link).resolve().is_file()
    assert [state.stale for state in states(quick)] == [{}, {}, {}]
    shutil.rmtree(english)
    made("2024-Q2", "vi")
    assert not any("/en/" in link for link in links_of(second / "index.html"))
