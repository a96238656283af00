"""What pages say of periods that are not yet over, years without a plan.

Other corners of the calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import hbanalysis as hb
from hbanalysis.analysis.trend.trend_tables import trends
from hbanalysis.presentation import sentences
from hbanalysis.presentation.figures.chart_parts import tick_text
from hbanalysis.presentation.pages import growth_panels, steering
from hbanalysis.presentation.pages.period_overview import changes_answer
from hbanalysis.presentation.pages.projections import projection_table
from hbanalysis.presentation.pages.standard_table import plan_table
from hbanalysis.publishing.index import Order, frame
from hbanalysis.publishing.page_files import plain_page
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
EN, VI = hb.Language("en"), hb.Language("vi")
HEAD = "indicator | period | value | territory\n"
PAST = "\n".join(months("thu", year, [100] * 12) for year in (2021, 2022, 2023))


def assessed(root: Path, period: str, as_of: str = "") -> tuple[hb.Workspace, pd.DataFrame]:
    office = hb.workspace(root, as_of=as_of)
    return office, hb.assess(office, Period.parse(period), ["quan"])


def test_the_headline_reaches_no_further_than_the_figures(office: Office) -> None:
    """On 10 February a report of the first quarter knows January: its first sentence says so."""
    root = office()
    _, early = assessed(root, "2024-Q1", "2024-02-10")
    _, whole = assessed(root, "2024-Q1")
    assert sentences.headline(early, "X", EN).startswith("X, January 2024: 3 of 9 targets")
    assert sentences.headline(whole, "X", EN).startswith("X, the first three months of 2024:")


def test_a_territory_without_any_amount_has_its_headline(office: Office) -> None:
    """Several levels and no flow: nothing has a last month, and the period names the stretch."""
    targets = "indicator | value | comparator\nhoi | 50 | >=\nbao | 98.5 | >="
    root = office(targets=targets, observations=HEAD + "hoi | 2024-03 | 50 | quan")
    _, table = assessed(root, "2024-Q1", "2024-04-20")
    assert sentences.headline(table, "X", EN).startswith(
        "X, the first three months of 2024: 1 of 2 targets"
    )


def test_a_territory_with_neither_targets_nor_figures_is_told_so_everywhere(office: Office) -> None:
    root = office()
    opened, table = assessed(root, "2025-Q1")
    projected = hb.project_year(table, opened, Period.parse("2025-Q1"))
    nothing = "There is nothing to assess: no target and no figure."
    assert nothing in plan_table(table, EN, projected).html()
    assert sentences.headline(table, "X", EN) == (
        "X has neither targets nor figures for this year."
    )


def test_the_head_of_every_page_says_up_to_when_figures_are_known(office: Office) -> None:
    root, order = office(), Order("quan", Period.parse("2024-Q1"), "vi", {})
    early, all_known = (
        frame(order, hb.workspace(root, as_of=day), "") for day in ("2024-02-10", "")
    )
    pages = [
        plain_page("stub.html.j2", facts | {"title": "", "error": ""})
        for facts in (early, all_known)
    ]
    heads = [page[page.index("<header") : page.index("</header>")] for page in pages]
    assert "<span>Quý I/2024 · Số liệu công bố đến 10/02/2024</span>" in heads[0]
    assert "<span>Quý I/2024</span>" in heads[1]


def test_projections_without_a_plan_are_not_counted_against_one(office: Office) -> None:
    rows = (
        HEAD
        + PAST
        + "\n"
        + PAST.replace("thu", "chi")
        + "\n"
        + "\n".join(months(code, 2024, [100] * 6) for code in ("thu", "chi"))
    )
    opened, table = assessed(
        office(observations=rows, targets="indicator | value | comparator\nhoi | 50 | >="),
        "2024-H1",
    )
    projected = hb.project_year(table, opened, Period.parse("2024-H1"))
    (line,) = sentences.projection_answer(projected, "X", EN).paragraphs
    assert (
        line
        == "The year-end is projected for 2 indicators; no plan of this year is there to hold it"
        " against."
    )


def test_december_is_told_as_the_end_of_the_year(office: Office) -> None:
    opened, table = assessed(
        office(observations=HEAD + PAST + "\n" + months("thu", 2024, [100] * 12)), "2024-12"
    )
    said = projection_table(hb.project_year(table, opened, Period.parse("2024-12")), EN)
    assert said.paragraphs == ("The year is over; its result stands in the plan table.",)


def test_a_usual_range_does_not_reach_below_the_loss_of_everything() -> None:
    table = pd.DataFrame(
        {
            "period": pd.period_range("2024-01", periods=12, freq="M"),
            "growth_pct": [5.0] * 12,
            "low": -331.3,
            "high": 382.8,
            "signal": [""] * 11 + ["outside the limits"],
        }
    )
    shown = growth_panels.signal_table([({"indicator": "8", "name_en": "Referrals"}, table)], EN)
    assert shown.texts["usual_range"].tolist() == ["−100.0%\u00a0–\u00a0382.8%"]


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [
        ([0, 2.5, 5], ["0,0", "2,5", "5,0"]),
        ([0, 0.25, 0.5], ["0,00", "0,25", "0,50"]),
        ([0, 20, 40], ["0", "20", "40"]),
    ],
)
def test_the_labels_of_an_axis_are_as_fine_as_its_steps(
    ticks: list[float], labels: list[str]
) -> None:
    assert tick_text(ticks, VI) == labels


def test_the_source_s_own_comparison_stands_beside_the_sum_of_the_months() -> None:
    """Hải Phòng 2024: 98,5 % of last year as printed, more than last year by the months.

    Both are told on the page.
    """
    opened = hb.workspace(ROOT)
    table = hb.assess(opened, Period.parse("2024"), ["hai-phong"])
    told = sentences.trends_answer(trends(opened, table), EN).paragraphs
    assert any("up 1.9% on the twelve before" in line for line in told)
    printed = "The source itself prints 98.5% of the same period last year for Investment"
    assert any(line.startswith(printed) for line in told)


def test_one_target_is_one_target() -> None:
    moved = pd.DataFrame({"change": ["worse"]})
    (line,) = changes_answer(moved, Period.parse("2024-11"), EN).paragraphs
    assert line == "Since November 2024, of 1 target: 1 worse."


def test_codes_come_in_the_order_of_the_resolution() -> None:
    table = pd.DataFrame(
        [
            {
                "word": "exceeded",
                "stated": 8,
                "total": 16,
                "recounted": 4,
                "which": ("15", "18", "3a", "3", "8"),
            }
        ]
    )
    assert steering.reconciliation(table, EN).texts["which"].tolist() == ["3, 3a, 8, 15, 18"]
