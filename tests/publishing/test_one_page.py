"""The report of one page: which territories have it, what it shows, how to have all pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.portfolio.matrix_html import matrix
from hbanalysis.presentation.portfolio.portfolio_tables import Names
from hbanalysis.publishing.batch.other_reports import links, place_of
from hbanalysis.publishing.batch.progress import judged_together, make_reports, one_page
from hbanalysis.publishing.index import Order, is_small
from hbanalysis.publishing.made_from.staleness import state
from hbanalysis.publishing.report_job import planned
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
WARDS = "\n".join(
    [
        "territory | indicator | value | comparator",
        *(f"phuong-{one} | thu | 1200 | >=" for one in "abc"),
    ]
)
FIGURES = "\n".join(
    [
        "territory | indicator | period | value | source",
        *(f"phuong-a | thu | 2024-0{month} | 100 | demo" for month in (1, 2, 3)),
        "phuong-b | thu | 2024-01 | 20 | Báo cáo",
    ]
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.tables import write_office

    root = write_office(tmp_path_factory.mktemp("one"), targets=WARDS, observations=FIGURES)
    places = ["phuong-a", "phuong-b"]
    make_reports(workspace(root), Period.parse("2024-Q1"), places, Language("vi"), 1, [])
    return root


def test_small_territories_are_those_of_the_rule_unless_the_office_names_them(
    office: Office,
) -> None:
    known = workspace(office())
    assert (is_small(known, "phuong-a"), is_small(known, "quan")) == (True, False)
    own = workspace(office(rules='[defaults]\nterritories = ["phuong-a"]\n'))
    assert (is_small(own, "phuong-a"), is_small(own, "phuong-b")) == (False, True)
    assert (one_page(known, "phuong-a", "all"), one_page(known, "quan", "one")) == (False, True)
    with pytest.raises(WrongUsage):
        one_page(known, "quan", "six")


def test_the_page_shows_plan_projection_and_state_of_the_figures(root: Path) -> None:
    folder = root / "reports" / "phuong-a" / "2024-Q1" / "vi"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["index.html", "judgements.csv", "manifest.json", "report.html", "tables"]
    page = (folder / "index.html").read_text(encoding="utf-8")
    for text in ("Thu ngân sách", "1.200", "300,0", "Dự báo", "số liệu minh họa", "--pages all"):
        assert text in page
    other = (root / "reports" / "phuong-b" / "2024-Q1" / "vi" / "index.html").read_text("utf-8")
    assert ("thiếu:" in other, "số liệu minh họa" in other) == (True, False)


def test_what_is_fresh_is_left_alone_and_another_choice_of_pages_is_stale(root: Path) -> None:
    office, quarter = workspace(root), Period.parse("2024-Q1")
    (again,) = make_reports(office, quarter, ["phuong-a"], Language("vi"), 1, [])
    assert (again.made, again.fresh) == ([], ["index"])
    job = planned(office, Order("phuong-a", quarter, "vi", {}))
    assert "new" in {one.kind for page in state(job.target, job.now, job.settings).pages.values()
                     for one in page}  # fmt: skip
    manifest = json.loads((job.target / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["one_page"] is True


def test_judged_together_is_judged_alone(root: Path) -> None:
    office, quarter = workspace(root), Period.parse("2024-Q1")
    orders = [Order(one, quarter, "vi", {}, one_page=True) for one in ("phuong-a", "phuong-b")]
    jobs = judged_together([planned(office, order) for order in orders])
    assert jobs[0].judged is not None
    together = jobs[0].judged().set_index("territory")
    alone = assess(office, quarter, "phuong-b").iloc[0]
    for name in ("outlook", "reason", "actual", "expected_to_date", "missing"):
        assert together.loc["phuong-b", name] == alone[name]


def test_the_portfolio_leads_to_the_pages_and_back(root: Path) -> None:
    from hbanalysis.analysis.territories.portfolio import Portfolio

    found = Portfolio.of(workspace(root), "2024-Q1", "quan")
    html = matrix(found, Names(found, Language("vi")))
    assert 'href="../../../phuong-a/2024-Q1/vi/index.html"' in html
    assert "phuong-c/2024-Q1" not in html
    here = place_of(root / "reports" / "phuong-a" / "2024-Q1" / "vi")
    assert here is not None
    many = {here: root} | {
        place: root
        for n in range(20)
        if (place := place_of(root / "reports" / f"x{n}" / "2024-Q1" / "vi"))
    }
    assert "x19" not in links(here, "index.html", many, workspace(root))
