"""Finished pages in a real browser: accessible, offline, quiet, readable on a phone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.publishing.report import Order, make_report
from hbanalysis.vocabulary.periods import Period

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM, NODE = shutil.which("chromium"), shutil.which("node")
READY = bool(CHROMIUM and NODE and (HERE / "node_modules" / "playwright-core").is_dir())
# The hard cases: everything at once, a closed year in English with one indicator, a January without year-to-date.
REPORTS = [("hong-bang", "2024-Q3", "vi"), ("hai-phong", "2024", "en"), ("hong-bang", "2024-01", "vi")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not READY and os.environ.get("HBA_BROWSER") != "required",
                       reason="page checks need chromium, node and `npm ci --prefix tests/browser`"),
]


def checked(pages: list[Path]) -> list[dict]:
    """What the browser finds wrong with each page, in light and in dark."""
    command = [str(NODE), str(HERE / "check_pages.mjs"), str(CHROMIUM), *map(str, pages)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    office, found = workspace(root), []
    for territory, period, language in REPORTS:
        made = make_report(office, Order(territory, Period.parse(period), language, {}), progress=lambda _: None)
        assert made.failed == {}
        found += sorted(made.folder.glob("*.html"))
    return found


def test_pages_are_accessible_offline_and_fit_a_phone(pages: list[Path]) -> None:
    """axe-core finds nothing, nothing leaves the page, nothing is logged, nothing scrolls sideways at 390 px."""
    wrong = {f"{told['page']} ({told['colorScheme']})": told["problems"] for told in checked(pages)}
    assert {page: problems for page, problems in wrong.items() if problems} == {}


def test_a_page_stays_below_one_and_a_half_megabytes(pages: list[Path]) -> None:
    assert {page.name: page.stat().st_size for page in pages if page.stat().st_size > 1_500_000} == {}


def test_the_check_itself_finds_what_is_wrong(tmp_path: Path) -> None:
    """A page with every fault is told every fault, so that an empty list above means something."""
    bad = tmp_path / "bad.html"
    bad.write_text('<!DOCTYPE html><html><body><img src="https://example.org/x.png"><script>throw Error("no")</script>'
                   '<div style="width:2000px">wide</div></body></html>', encoding="utf-8")
    problems = " ".join(checked([bad])[0]["problems"])
    for fault in ("request: https://example.org", "error: no", "scrolls sideways", "axe image-alt", "language is",
                  "0 main headings", "1 scripts", "1 images without words"):
        assert fault in problems
