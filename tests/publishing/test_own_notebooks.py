"""An office's own notebooks: at home in every report, told what is wrong, and without teeth."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.made_from.demo_reach import reaches_demo
from hbanalysis.publishing.notebook_files import (
    drafts,
    find_notebooks,
    put_copies,
    shipped_folder,
    untouched,
    why_no_page,
)
from hbanalysis.publishing.own_outputs import alt_of, picture, safe_html, shown
from hbanalysis.publishing.report_job import Report
from tests.publishing.test_report import QUARTER, made_of, small_notebook
from tests.tables import write_office

LABELS = {"no_alt": "no words", "own_picture": "a picture"}
SHIPPED = sorted(path.stem for path in shipped_folder().glob("*.ipynb"))


def names(root: Path) -> list[str]:
    return [path.stem for path in find_notebooks(root)]


def written(path: Path, *cells: tuple[str, list[str]], **facts: object) -> Path:
    """A notebook of code cells with tags."""
    book = nbformat.v4.new_notebook(metadata=facts)
    book.cells = [nbformat.v4.new_markdown_cell("# Của tôi")] + [
        nbformat.v4.new_code_cell(code, metadata={"tags": tags}) for code, tags in cells
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path


def test_own_notebooks_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    assert names(tmp_path) == SHIPPED
    written(tmp_path / "notebooks" / "07-mine.ipynb")
    written(tmp_path / "notebooks" / "Untitled.ipynb")
    assert names(tmp_path) == [*SHIPPED, "07-mine"]
    assert drafts(tmp_path) == ["Untitled.ipynb"]


def test_without_the_shipped_ones_when_the_office_says_so(tmp_path: Path) -> None:
    small_notebook(tmp_path / "notebooks" / "07-mine.ipynb", "Của tôi", "1")
    assert names(tmp_path) == ["07-mine"]


def test_a_copy_nobody_changed_follows_the_package_a_changed_one_is_the_office_s(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "notebooks"
    assert [Path(name).stem for name in put_copies(folder)] == SHIPPED
    assert put_copies(folder) == []
    assert {path.parent for path in find_notebooks(tmp_path)} == {shipped_folder()}
    mine = folder / f"{SHIPPED[1]}.ipynb"
    book = json.loads(mine.read_bytes())
    book["cells"][-1]["outputs"] = []  # opened and run: still a copy
    mine.write_text(json.dumps(book), encoding="utf-8")
    assert untouched(mine)
    book["cells"][-1]["source"] = ["hb.tables.plan(year)  # mine"]
    mine.write_text(json.dumps(book), encoding="utf-8")
    assert names(tmp_path) == SHIPPED
    assert [path for path in find_notebooks(tmp_path) if path.parent == folder] == [mine]
    assert put_copies(folder) == []  # what somebody changed is left alone
    stale = folder / f"{SHIPPED[0]}.ipynb"  # an older release's copy
    old = json.loads(stale.read_bytes())
    old["cells"] = old["cells"][:3]
    from hbanalysis.publishing.notebook_files import cells_fingerprint

    old["metadata"]["hbanalysis"]["copy"] = cells_fingerprint(old)
    stale.write_text(json.dumps(old), encoding="utf-8")
    assert put_copies(folder) == [stale.name]


GIVEN = 'period: str = ""\nterritory: str = ""'


@pytest.mark.parametrize(
    ("cells", "facts", "why"),
    [
        ([(GIVEN, ["parameters"])], {}, ""),
        ([('period = ""\nterritory = "x"', ["parameters"])], {}, ""),
        ([(GIVEN, [])], {}, "has no cell tagged 'parameters'"),
        ([], {}, "has no cell tagged 'parameters'"),
        ([(GIVEN, ["parameters"])] * 2, {}, "has 2 cells tagged 'parameters'"),
        ([("territory = 'x'", ["parameters"])], {}, "lacks period"),
        ([("years = 5", ["parameters"])], {}, "lacks period, territory"),
        ([("# period = 1\nterritory = 1", ["parameters"])], {}, "lacks period"),
        (
            [(GIVEN, ["parameters"])],
            {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}},
            "is written in r",
        ),
    ],
)
def test_what_keeps_a_notebook_from_being_a_page(
    tmp_path: Path, cells: list[tuple[str, list[str]]], facts: dict[str, object], why: str
) -> None:
    problem = why_no_page(written(tmp_path / "07-a.ipynb", *cells, **facts))
    assert (str(problem) if problem else "") == "" if not why else why in str(problem)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = write_office(tmp_path_factory.mktemp("own"))
    folder = root / "notebooks"
    draw = "import seaborn as sns\nsns.lineplot(x=[1, 2], y=[3, 4])"
    small_notebook(folder / "07-last.ipynb", "Dòng cuối", draw)
    show = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('sau')"
    small_notebook(folder / "08-show.ipynb", "Gọi show", f'#| fig-alt: "Tăng"\n{show}')
    object_ = "import matplotlib.pyplot as plt\nfig, _ = plt.subplots()\nplt.close()\nfig"
    small_notebook(folder / "09-object.ipynb", "Đối tượng", object_)
    given = 'period = ""\nterritory = ""'
    written(folder / "10-bare.ipynb", (given, ["parameters"]), ("print(territory)", []))
    written(folder / "11-own-values.ipynb", ("territory = 'phuong-a'\nprint(territory)", []))
    return made_of(root, Order("quan", QUARTER, "vi", {}))


@pytest.mark.slow
class TestAReportWithOwnNotebooks:
    def test_a_chart_is_on_its_page_however_it_was_drawn(self, made: Report) -> None:
        for name in ("07-last", "08-show", "09-object"):
            html = (made.folder / f"{name}.html").read_text(encoding="utf-8")
            assert html.count("data:image/png;base64,") == 1, name
            assert "&lt;Axes" not in html

    def test_a_chart_without_words_says_so(self, made: Report) -> None:
        reminder = re.compile('fig-alt: &quot;|hba-reminder">')
        assert reminder.search((made.folder / "07-last.html").read_text(encoding="utf-8"))
        html = (made.folder / "08-show.html").read_text(encoding="utf-8")
        assert 'alt="Tăng"' in html
        assert 'class="hba-reminder"' not in html

    def test_a_notebook_that_names_no_kernel_runs_with_the_report_s_parameters(
        self, made: Report
    ) -> None:
        assert "quan" in (made.folder / "10-bare.html").read_text(encoding="utf-8")

    def test_one_without_parameters_is_told_and_not_run(self, made: Report) -> None:
        assert list(made.failed) == ["11-own-values"]
        page = (made.folder / "11-own-values.html").read_text(encoding="utf-8")
        assert "phuong-a" not in page
        assert "parameters" in page


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        ("<script>alert(1)</script>b", "b"),
        ('<img src="https://x/y.png">c', "c"),
        ('<img src="data:image/png;base64,AA">', '<img src="data:image/png;base64,AA">'),
        ('<a href="javascript:x()">d</a>', '<a rel="noopener noreferrer">d</a>'),
        ('<a href="02-b.html">e</a>', '<a href="02-b.html" rel="noopener noreferrer">e</a>'),
        ('<b style="position:fixed;color:red">f</b>', '<b style="color:red">f</b>'),
        ("<iframe src=x></iframe><object></object><form><input></form>g", "g"),
        ("<svg onload=x()><text>h</text></svg>k", "k"),
        ("<table><tr><td colspan='2'>1</td></tr></table>", None),
    ],
)
def test_html_of_a_notebook_loses_its_teeth(html: str, safe: str | None) -> None:
    cleaned = safe_html(html)
    assert cleaned == safe if safe is not None else 'colspan="2"' in cleaned


def test_a_drawing_is_a_picture_and_nothing_else() -> None:
    output = {"data": {"image/svg+xml": "<svg onload='x()'/>"}, "metadata": {"alt": 'a "b"'}}
    html = picture(output, {"source": ""}, LABELS)
    assert "<svg" not in html
    assert 'alt="a &quot;b&quot;"' in html
    assert picture({"data": {"text/plain": "1"}}, {}, LABELS) == ""
    assert alt_of({"source": "#| fig-alt: 'Hai cột'\nplot()"}, {}) == "Hai cột"


def test_beside_a_picture_the_name_of_its_object_is_left_out() -> None:
    axes = {"output_type": "execute_result", "data": {"text/plain": "<Axes: >"}}
    drawn = {"output_type": "display_data", "data": {"image/png": "AA", "text/plain": "<Figure>"}}
    printed = {"output_type": "stream", "name": "stdout", "text": "1"}
    assert shown([axes, drawn, printed]) == [drawn, printed]
    assert shown([axes]) == [axes]


@pytest.mark.parametrize(
    ("code", "reaches"),
    [
        ("import hbanalysis as hb\nhb.tables.plan(hb.year(period, territory))", False),
        ("hb.year(period, 'Quận Nhỏ')", True),
        ("hb.year(period, 'quan')", True),
        ("import pandas as pd\npd.read_csv('a.csv')", True),
        ("open('a.csv')", True),
        ("year.office.observations", True),
        ("hb.workspace()", True),
        ("%load_ext x", True),
    ],
)
def test_whether_a_notebook_can_reach_synthetic_figures(
    tmp_path: Path, code: str, reaches: bool
) -> None:
    rows = "indicator | period | value | source\nthu | 2024-01 | 100 | demo\n"
    office = workspace(write_office(tmp_path, observations=rows))
    assert reaches_demo(written(tmp_path / "07-a.ipynb", (code, [])), office) is reaches


def test_the_values_a_report_replaces_reach_nothing(tmp_path: Path) -> None:
    rows = "indicator | period | value | source\nthu | 2024-01 | 100 | demo\n"
    office = workspace(write_office(tmp_path, observations=rows))
    given = ("period = ''\nterritory = 'quan'", ["parameters"])
    assert not reaches_demo(written(tmp_path / "07-a.ipynb", given), office)


def test_a_plain_copy_of_a_shipped_notebook_is_no_own_one(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    source = shipped_folder() / f"{SHIPPED[0]}.ipynb"
    (folder / source.name).write_bytes(source.read_bytes())
    assert source in find_notebooks(tmp_path)


def test_where_nothing_is_synthetic_no_notebook_reaches_it(tmp_path: Path) -> None:
    office = workspace(write_office(tmp_path))
    assert not reaches_demo(written(tmp_path / "07-a.ipynb", ("open('x')", [])), office)
