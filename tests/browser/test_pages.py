"""Finished pages in a real browser: accessible, offline, quiet, readable on a phone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hbanalysis.analysis.territories.portfolio import Portfolio
from hbanalysis.analysis.territories.successors import Successors
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.batch.progress import publish
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.portfolio import write_portfolio
from hbanalysis.publishing.successors import write_successors
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from scripts.make_demo_city import make_city
from tests.tables import INDICATORS, TARGETS, months, write_csv, write_office

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM, NODE = shutil.which("chromium"), shutil.which("node")
READY = bool(CHROMIUM and NODE and (HERE / "node_modules" / "playwright-core").is_dir())
# The hard cases: everything at once, a closed year in English with one indicator, a January without
# year-to-date.
REPORTS = [
    ("hong-bang", "2024-Q3", "vi"),
    ("hai-phong", "2024", "en"),
    ("hong-bang", "2024-01", "vi"),
]
if os.environ.get("HBA_CAMPAIGN"):
    REPORTS = [
        (place, period, language)
        for place in ("hong-bang", "hai-phong")
        for period in ("2024-01", "2024-Q3", "2024-9M", "2024")
        for language in ("vi", "en")
    ]
HOSTILE = "<script>alert(1)</script>"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        not READY and os.environ.get("HBA_BROWSER") != "required",
        reason="page checks need chromium, node and `npm ci --prefix tests/browser`",
    ),
]


def checked(pages: list[Path]) -> list[dict]:
    """What the browser finds wrong with each page, and what it tried there."""
    command = [str(NODE), str(HERE / "check_pages.mjs"), str(CHROMIUM), *map(str, pages)]
    # So long waits only who waits for a browser that hangs.
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=900 + 60 * len(pages), check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def made(root: Path, orders: list[Order]) -> list[Path]:
    """The pages of these reports, made as `hba report` makes them."""
    reports = publish(workspace(root), orders, Language("vi"))
    assert [report.failed for report in reports] == [{}] * len(orders)
    return [page for report in reports for page in sorted(report.folder.glob("*.html"))]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    orders = [
        Order(place, Period.parse(period), language, {}) for place, period, language in REPORTS
    ]
    every = made(root, orders)
    # The page that holds a whole report repeats the others: looked at once, in a campaign always.
    whole = [page for page in every if page.name == "report.html"]
    left_out = [] if os.environ.get("HBA_CAMPAIGN") else whole[1:]
    return [page for page in every if page not in left_out]


def test_pages_are_accessible_offline_and_fit_a_phone(pages: list[Path]) -> None:
    """axe-core finds nothing, nothing leaves the page, nothing is logged.

    Nothing scrolls sideways at 390 px; tables sort, filter and copy, past years come and go, links
    lead somewhere, charts are saved as pictures, two stand in the first screen of an index. An
    index prints on one sheet, the page of the plan on three.
    """
    seen = checked(pages)
    assert {told["page"]: told["problems"] for told in seen if told["problems"]} == {}
    for what in ("links", "hover", "sort", "filter", "copy", "years", "files", "carried", "saved"):
        assert sum(told["tried"][what] for told in seen) > 1, what
    sheets = {told["page"]: told["tried"]["sheets"] for told in seen}
    most = {"index": 1, "01-plan-against-actual": 3}
    assert {page: n for page, n in sheets.items() if n > most.get(Path(page).stem, n)} == {}


def test_a_page_stays_below_one_and_a_half_megabytes_a_whole_report_below_three(
    pages: list[Path],
) -> None:
    most = {True: 3_000_000, False: 1_500_000}
    sizes = {page: page.stat().st_size for page in pages}
    large = {page: size for page, size in sizes.items() if size > most[page.name == "report.html"]}
    assert large == {}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The report of a territory whose every text tries to come alive.

    Names, notes, sources, files, remedies.
    """
    image = "<img src=x onerror=alert(2)>"
    rows = [
        months("thu", year, [90 + month for month in range(1, 13)])
        for year in (2020, 2021, 2022, 2023)
    ]
    rows += [months("thu", 2024, [100, 90, 20]), months("mohinh", 2024, [0, 0, 0], "phuong-a")]
    root = write_office(
        tmp_path_factory.mktemp("hostile"),
        observations="\n".join(["indicator | period | value | territory", *rows]),
        indicators=INDICATORS.replace("Thu ngân sách        ", f"Thu {HOSTILE}").replace(
            "tỷ đồng  ", "tỷ đồng"
        ),
        territories=(
            f"territory | parent | name_vi | name_en | level\nquan | | {HOSTILE} | {image} |"
            f" district\nphuong-a | quan | Phường {HOSTILE} | A | ward"
        ),
        targets=(
            "indicator | value | comparator | source | locator | note | plan\n"
            f"thu | 1200 | >= | {HOSTILE} | {image} | {HOSTILE} | {image}\n"
        )
        + "\n".join(
            f"{line} | Nghị quyết | | | Quận ủy" for line in TARGETS.strip().splitlines()[2:]
        ),
        events=f"date | kind | label_vi\n2022-04-01 | shock | {HOSTILE}",
    )
    folder = root / "data" / "raw"
    (folder / "observations" / "quan.csv").rename(folder / "observations" / f"{image}.csv")
    remedy = {"territory": "quan", "indicator": "thu", "period": "2024-Q1", "text": HOSTILE}
    write_csv(folder / "remedies.csv", [remedy], list(remedy))
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    return made(root, [Order("quan", Period.parse("2024-Q1"), "vi", {})])


def test_hostile_texts_are_shown_as_texts_and_nothing_comes_alive(hostile: list[Path]) -> None:
    """No script, no request, no message, no dead picture.

    And the reader sees the very text, wherever it stood.
    """
    problems = {told["page"]: told["problems"] for told in checked(hostile)}
    # names as long as these push the charts down; that is no harm
    harm = [
        one for found in problems.values() for one in found if "below the first screen" not in one
    ]
    assert harm == []
    plan = next(page for page in hostile if page.name.startswith("01")).read_text(encoding="utf-8")
    for page in hostile:
        assert page.read_text(encoding="utf-8").count("<script") == 1, page.name
    for shown in (
        "<strong>&lt;script&gt;",
        "Thu &lt;script&gt;",
        "onerror=alert(2)&gt;.csv",
        "Đề xuất: &lt;script&gt;",
        "Phường &lt;script&gt;",
    ):
        assert shown in plan, shown


@pytest.mark.parametrize(("units", "kinds"), [(4, 2), (9, 8)], ids=["words", "signs alone"])
def test_pages_above_the_reports_pass_the_same_checks(
    tmp_path: Path, units: int, kinds: int
) -> None:
    """A city's portfolio, its cells written out or so many that they are signs with a legend."""
    make_city(tmp_path, units, kinds, 2, "2026-05")
    city = Portfolio.of(workspace(tmp_path), "2026-05", "hai-phong-2025")
    (seen,) = checked([write_portfolio(city, Language("vi"))])
    assert seen["problems"] == []


def test_an_old_district_in_its_wards_passes_the_same_checks(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    found = Successors.of(workspace(tmp_path), "2024", "hong-bang")
    (seen,) = checked([write_successors(found, Language("vi"))])
    assert seen["problems"] == []


def test_the_check_itself_finds_what_is_wrong(tmp_path: Path) -> None:
    """A page with every fault is told every fault, so that an empty list above means something."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<!DOCTYPE html><html><body><img src="https://example.org/x.png"><script>throw'
        ' Error("no")</script><div style="width:2000px">wide</div></body></html>',
        encoding="utf-8",
    )
    problems = " ".join(checked([bad])[0]["problems"])
    for fault in (
        "request: https://example.org",
        "error: no",
        "scrolls sideways",
        "axe image-alt",
        "language is",
        "0 main headings",
        "1 scripts",
        "1 images without words",
    ):
        assert fault in problems
