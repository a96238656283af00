"""Targets of a term: their path, what each year left has to bring, a verdict only at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.plan.rating import countable
from hbanalysis.analysis.plan.term_path import averaged, needed_average
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.presentation import sentences
from hbanalysis.presentation.pages.standard_table import plan_table
from hbanalysis.vocabulary.language import Language
from tests.conftest import assessed
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
INDICATORS = """
indicator|parent|name_vi       |name_en    |unit   |measure     |direction|decimals|cadence|judgeable
von      |      |Vốn đầu tư    |Investment |tỷ đồng|flow        |higher   |1       |month  |M12
grdp     |      |Tăng GRDP     |GRDP growth|%      |growth      |higher   |2       |quarter|M12
grdp-nk  |grdp  |GRDP bình quân|Average    |%/năm  |term_average|higher   |2       |year   |M12
von-nk   |von   |Vốn nhiệm kỳ  |Term total |tỷ đồng|term_sum    |higher   |1       |month  |M12
"""
TARGETS = """
indicator | value | comparator | year | first_year | decided
grdp      | 13    | >=         | 2025 |            | 2023-12-13
grdp-nk   | 10.86 | >=         | 2028 | 2024       | 2023-12-13
von-nk    | 6000  | >=         | 2028 | 2024       | 2023-12-13
"""
FIGURES = "\n".join(
    [
        "indicator | period | value | territory",
        months("von", 2024, [100] * 12),
        months("von", 2025, [80, 80, 80]),
        "grdp | 2024-12 | 10 | quan",
        "grdp | 2025-03 | 14 | quan",
    ]
)


@pytest.fixture
def root(office: Office) -> Path:
    return office(indicators=INDICATORS, targets=TARGETS, observations=FIGURES)


def test_a_term_reads_the_figures_of_what_it_measures(root: Path) -> None:
    rows = assessed(root, "2025-Q1")
    total, average = rows.loc["von-nk"], rows.loc["grdp-nk"]
    assert (total["actual"], total["term_known"], total["term_elapsed"]) == (1440, "2025-03", 0.25)
    assert (total["term_asked"], total["term_needed"]) == (1500, 1216)
    assert (total["pct_of_plan"], total["outlook"], total["reason"]) == (
        24,
        "on track",
        "term path",
    )
    # Growth to date of 2025 is no year's: only 2024 counts, and four years are left.
    assert (average["actual"], average["term_known"]) == (10, "2024-12")
    left = 100 * ((1.1086**5 / 1.10) ** (1 / 4) - 1)
    assert average["term_needed"] == pytest.approx(left, abs=1e-5)
    assert pd.isna(average["pct_of_plan"])
    assert (total["source"], total["missing"]) == ("Báo cáo quận", ())


def test_a_closed_year_gives_no_verdict_to_a_term_that_goes_on(root: Path) -> None:
    rows = assessed(root, "2024")
    assert rows.loc["grdp-nk", ["verdict", "outlook", "closed"]].tolist() == [None, "behind", False]
    assert rows.loc["von-nk", "outlook"] == "on track"
    assert set(countable(rows.reset_index(drop=True))["indicator"]).isdisjoint(
        {"grdp-nk", "von-nk"}
    )


def test_the_page_names_years_path_and_what_is_left(root: Path) -> None:
    table = assessed(root, "2025-Q1").reset_index(drop=True)
    texts = plan_table(table, Language("vi")).texts
    assert texts.loc["grdp-nk", "target"] == "≥\u00a010,86\u00a0(2024–2028)"
    assert texts.loc["von-nk", "actual"].startswith("1.440,0\u00a0(2024\u00a0–\u00a0")
    assert "Mỗi năm còn lại phải đạt 1.216,0 tỷ đồng" in texts.loc["von-nk", "note"]
    head = " ".join(sentences.answer(table, "Quận Nhỏ", Language("en")).paragraphs)
    assert "Targets of a term (2024–2028), judged at its end:" in head
    assert not texts.loc["grdp-nk", "name"].startswith("trong đó")


def test_the_result_that_a_document_prints_is_judged_as_printed(office: Office) -> None:
    figures = "\n".join(
        [
            "indicator | period | value | territory | published",
            *(f"grdp | {year}-12 | 10.85 | quan | {year + 1}-02-01" for year in range(2019, 2024)),
        ]
    )
    targets = """
indicator | value | comparator | year | first_year | decided
grdp-nk   | 10.86 | >=         | 2023 | 2019       | 2018-12-13
"""
    stated = """
territory | indicator | year | value | source  | published
quan      | grdp-nk   | 2023 | 10.86 | Báo cáo | 2024-01-10
"""
    parts = {"indicators": INDICATORS, "targets": targets, "observations": figures}
    own = assessed(office(**parts), "2023").loc["grdp-nk"]
    printed = assessed(office(**parts, results=stated), "2023").loc["grdp-nk"]
    assert (own["actual"], own["verdict"]) == (10.85, "not met")
    assert (printed["actual"], printed["verdict"], printed["term_printed"]) == (10.86, "met", 10.86)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("grdp-nk | 10 | >= | 2028 |  | 2023-12-13", "needed"),
        ("grdp | 10 | >= | 2028 | 2024 | 2023-12-13", "beside an indicator of one year"),
        ("grdp-nk | 10 | >= | 2024 | 2028 | 2023-12-13", "begins in 2028 and ends in 2024"),
        ("grdp-nk | 10 | >= | 2028 | 2028 | 2023-12-13", "begins in 2028 and ends in 2028"),
    ],
)
def test_years_of_a_term_that_cannot_be_are_refused(office: Office, line: str, words: str) -> None:
    head = "indicator | value | comparator | year | first_year | decided"
    root = office(indicators=INDICATORS, targets=f"{head}\n{line}", observations=FIGURES)
    found = [one for one in read_workspace(root)[1] if one.rule == "term-years"]
    assert [words in one.message for one in found] == [True]


@given(st.lists(st.floats(-5, 25), min_size=1, max_size=4), st.floats(0, 20), st.booleans())
def test_bringing_what_is_needed_gives_the_target(
    values: list[float], target: float, compound: bool
) -> None:
    how = "compound" if compound else "plain"
    left = needed_average(values, target, 5, how)
    assert averaged([*values, *[left] * (5 - len(values))], how) == pytest.approx(target, abs=1e-4)
