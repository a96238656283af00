"""A notebook of one's own: it works to begin with, and is told what a report will say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hbanalysis as hb
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.notebook_files import find_notebooks, why_no_page
from hbanalysis.publishing.own_notebook import new_notebook
from hbanalysis.vocabulary.errors import HbaError, WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.publishing.test_own_notebooks import GIVEN, written
from tests.publishing.test_report import made_of
from tests.tables import write_office

pytestmark = pytest.mark.slow


def test_new_notebooks_take_the_next_numbers_and_are_pages(tmp_path: Path) -> None:
    first, second = (
        new_notebook(tmp_path, title, "2024-Q1", "quan", Language("vi"))
        for title in ("Câu hỏi của tôi", "Câu hỏi của tôi")
    )
    assert [first.name, second.name] == ["07-cau-hoi-cua-toi.ipynb", "08-cau-hoi-cua-toi.ipynb"]
    assert why_no_page(first) is None
    assert first in find_notebooks(tmp_path)
    assert hb.check_notebook(first) == []
    assert "# Câu hỏi của tôi" in json.loads(first.read_bytes())["cells"][0]["source"][0]


def test_a_page_whose_notebook_has_gone_is_missed_not_left_out(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "07-mine.ipynb").symlink_to(tmp_path / "a drive" / "mine.ipynb")
    assert "07-mine" in [path.stem for path in find_notebooks(tmp_path)]


@pytest.mark.parametrize("title", ["", "  ", "…!"])
def test_a_notebook_needs_a_title(tmp_path: Path, title: str) -> None:
    with pytest.raises(WrongUsage):
        new_notebook(tmp_path, title, "2024-Q1", "quan", Language("en"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_new_notebook_is_a_page_with_table_and_chart(tmp_path: Path, language: str) -> None:
    root = write_office(tmp_path)
    path = new_notebook(root, "Mine", "2024-Q1", "quan", Language(language))
    made = made_of(root, Order("quan", Period.parse("2024-Q1"), language, {}, (path.stem,)))
    assert made.failed == {}
    html = (made.folder / f"{path.stem}.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in html
    assert 'class="hba-reminder"' not in html
    assert ("Thu ngân sách" if language == "vi" else "Budget revenue") in html


def test_what_a_report_will_say_is_told_before(tmp_path: Path) -> None:
    good = (GIVEN, ["parameters"])
    draft = written(tmp_path / "notebooks" / "Untitled.ipynb", good)
    (told,) = hb.check_notebook(draft, "en")
    assert told.startswith("Untitled.ipynb is a draft")
    silent = written(tmp_path / "notebooks" / "07-a.ipynb", good, ("plt.bar([1], [2])", []))
    assert "1 cell draws a chart" in hb.check_notebook(silent, "en")[0]
    untagged = written(tmp_path / "notebooks" / "08-b.ipynb", (GIVEN, []))
    assert "parameters" in hb.check_notebook(untagged, "en")[0]
    assert "thẻ" in hb.check_notebook(untagged)[0]
    with pytest.raises(HbaError, match="no notebook"):
        hb.check_notebook(tmp_path / "none.ipynb")
