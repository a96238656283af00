"""Growth scenarios beside the plan, and targets of growth.

Real: Hải Phòng's revenue of two months of 2026, 41 546 tỷ, was 21,3 % of the plan and 120,8 % of the
scenario, domestic 134,14 %; the industrial index −6,25 % against −4,7 %.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.plan.growth import required_growth
from hbanalysis.analysis.plan.scenario import scenario_count
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.pages.standard_table import plan_table
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language
from tests.conftest import ROOT, assessed
from tests.tables import INDICATORS, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
GROWING = INDICATORS
SCENARIOS = """
territory | indicator | period  | accumulation | kind   | value | plan | decided    | source
quan      | thu       | 2024-01 | month        | amount | 90    | UBND | 2024-01-05 | QĐ
quan      | thu       | 2024-02 | month        | amount | 90    | UBND | 2024-01-05 | QĐ
quan      | thu       | 2024-03 | month        | amount | 90    | UBND | 2024-01-05 | QĐ
quan      | thu       | 2024-03 | month        | amount | 180   | UBND | 2024-03-20 | QĐ 2
quan      | iip       | 2024-02 | ytd          | growth | -4.7  | UBND | 2024-01-05 | QĐ
"""


def test_the_printed_scenario_of_two_months_of_2026_is_given_back() -> None:
    table = assess(workspace(ROOT), "2026-02", ["hai-phong-2025"]).set_index("indicator")
    revenue, domestic = table.loc["BR"], table.loc["BR-D"]
    assert (revenue["actual"], revenue["stated_pct_of_plan"]) == (41546, 21.3)
    assert revenue["pct_of_scenario"] == 120.8
    assert round(revenue["scenario"]) == 34392
    assert (domestic["pct_of_scenario"], domestic["scenario_met"]) == (134.14, "yes")
    assert scenario_count(table) == (2, 2)
    sheet = plan_table(table.reset_index(), Language("vi"))
    assert sheet.texts.loc["BR", "pct_of_scenario"] == "120,8%"


def test_amounts_of_months_are_added_up_and_a_later_row_replaces(office: Office) -> None:
    root = office(scenarios=SCENARIOS, indicators=GROWING)
    before = assessed(root, "2024-03", "2024-03-10").loc["thu"]
    after = assessed(root, "2024-03").loc["thu"]
    assert (before["scenario"], before["through"]) == (180, 2)
    assert after["scenario"] == 360
    assert after["pct_of_scenario"] == pytest.approx(100 * 300 / 360)
    assert (after["scenario_met"], after["scenario_plan"]) == ("no", "UBND")


ROWS = "territory | indicator | period | accumulation | kind | value | plan | decided | source"
MONTHS = [
    f"quan | thu | 2024-{month:02d} | month | amount | {90 + month} | UBND | 2024-01-05 | QĐ"
    for month in range(1, 7)
]


@pytest.mark.parametrize(
    ("rows", "period", "asked", "plan"),
    [
        (["2024-03 | quarter | amount | 310 | UBND | 2024-01-05",
          "2024-04 | month | amount | 95 | UBND | 2024-01-05"], "2024-04", 405, "UBND"),
        (["2024-03 | quarter | amount | 310 | UBND | 2024-01-05",
          "2024-06 | ytd | amount | 600 | UBND | 2024-01-05"], "2024-H1", 600, "UBND"),
        (["2024-06 | ytd | amount | 560 | UBND | 2024-01-05",
          "2024-03 | quarter | amount | 276 | UBND | 2024-05-10",
          "2024-06 | quarter | amount | 360 | UBND | 2024-05-10"], "2024-H1", 636, "UBND"),
        (["2024-03 | ytd | amount | 260 | UBND | 2024-01-05",
          "2024-03 | ytd | amount | 320 | Trung ương | 2024-01-08"], "2024-Q1", 260, "UBND"),
        (["2024-01 | month | amount | 90 | UBND | 2024-01-05",
          "2024-02 | month | amount | 90 | UBND | 2024-01-05",
          "2024-02 | month | amount | 500 | Trung ương | 2024-01-08"], "2024-02", 180, "UBND"),
        (["2024-03 | ytd | amount | 320 | Trung ương | 2024-01-08"], "2024-Q1", 320, "Trung ương"),
        (["2024-03 | quarter | growth | 10 | UBND | 2024-01-05"], "2024-Q1", None, "UBND"),
        (["2024-06 | quarter | growth | 10 | UBND | 2024-01-05"], "2024-H1", None, ""),
    ],
)  # fmt: skip
def test_rows_of_one_authority_are_put_together_without_gap_or_overlap(
    office: Office, rows: list[str], period: str, asked: float | None, plan: str
) -> None:
    table = "\n".join([ROWS, *(f"quan | thu | {row} | QĐ" for row in rows)])
    figures = "indicator | period | value | territory\n" + months("thu", 2024, [100] * 6)
    root = office(scenarios=table, indicators=GROWING, observations=figures)
    rules = root / "data" / "raw" / "rules.toml"
    former = rules.read_text(encoding="utf-8") if rules.exists() else ""
    order = '\n[[plans]]\nfrom = "2000-01-01"\norder = ["UBND"]\n'
    rules.write_text(former + order, encoding="utf-8")
    row = assessed(root, period).loc["thu"]
    assert (None if pd.isna(row["scenario"]) else row["scenario"]) == asked
    assert row["scenario_plan"] == plan


def test_a_quarter_ends_a_quarter_and_is_the_sum_of_its_months(
    office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    rows = [ROWS, *MONTHS]
    rows += [
        f"quan | thu | {month} | quarter | amount | {value} | UBND | 2024-01-05 | QĐ"
        for month, value in (("2024-02", 10), ("2024-03", 300), ("2024-06", 285))
    ]
    told = [
        (one.rule, one.row)
        for one in findings(office(scenarios="\n".join(rows), indicators=GROWING))
        if one.file == "data/raw/scenarios.csv"
    ]
    assert told == [("not-a-quarter", 8), ("scenario-not-months", 9)]


def test_a_month_that_the_scenario_does_not_name_has_none(office: Office) -> None:
    rows = [line for line in SCENARIOS.splitlines() if "2024-02" not in line or "iip" in line]
    root = office(scenarios="\n".join(rows), indicators=GROWING)
    row = assessed(root, "2024-03").loc["thu"]
    assert (pd.isna(row["scenario"]), row["scenario_met"]) == (True, "")


def test_growth_is_compared_with_growth_and_never_in_percent_of_it(office: Office) -> None:
    figures = "indicator | period | value | accumulation\niip | 2024-02 | -6.25 | ytd"
    targets = "indicator | value | comparator\niip | 13 | >="
    root = office(scenarios=SCENARIOS, indicators=GROWING, observations=figures, targets=targets)
    row = assessed(root, "2024-02").loc["iip"]
    assert (row["actual"], row["scenario_growth"], row["scenario_met"]) == (-6.25, -4.7, "no")
    assert pd.isna(row["pct_of_scenario"])
    assert pd.isna(row["pct_of_plan"])
    assert row["outlook"] == "behind"
    sheet = plan_table(assessed(root, "2024-02").reset_index(drop=True), Language("en"))
    assert sheet.texts.loc["iip", "pct_of_scenario"] == "-6.25% against -4.70%".replace("-", "−")


@pytest.mark.parametrize(
    ("period", "value", "expected"),
    [
        ("2024-01", 14.0, "on track"),
        ("2024-Q1", 12.9, "at risk"),
        ("2024-Q2", 9.0, "behind"),
        ("2024", 13.0, "met"),
        ("2024", 13.2, "exceeded"),
        ("2024", 12.99, "not met"),
    ],
)
@pytest.mark.parametrize("code", ["iip", "co-cau", "giam"])
def test_rates_shares_and_changes_are_judged_by_their_last_report(
    office: Office, code: str, period: str, value: float, expected: str
) -> None:
    month = {"2024-01": "01", "2024-Q1": "03", "2024-Q2": "06", "2024": "12"}[period]
    figures = f"indicator | period | value | accumulation\n{code} | 2024-{month} | {value} | ytd"
    targets = f"indicator | value | comparator\n{code} | 13 | >="
    root = office(indicators=GROWING, observations=figures, targets=targets)
    row = assessed(root, period).loc[code]
    assert (row["verdict"] or row["outlook"]) == expected


def test_what_the_months_left_have_to_grow_is_exact_on_an_index(office: Office) -> None:
    listed = """
indicator|parent|name_vi |name_en|unit   |measure|direction|decimals|cadence|judgeable
thu      |      |Thu     |Revenue|tỷ đồng|flow   |higher   |1       |month  |M12
iip      |thu   |Tốc độ  |Growth |%      |growth |higher   |2       |month  |M12
"""
    figures = "\n".join(
        [
            "indicator | period | value | territory",
            months("thu", 2023, [80, 120, 100, 100, 100, 100, 100, 100, 100, 100, 100, 200]),
            "iip | 2024-06 | 8 | quan",
        ]
    )
    targets = "indicator | value | comparator\niip | 13 | >="
    root = office(indicators=listed, observations=figures, targets=targets)
    row = assessed(root, "2024-H1").loc["iip"]
    exact = 100 * ((1300 * 1.13 - 600 * 1.08) / 700 - 1)
    assert row["required_growth"] == pytest.approx(exact)


@given(
    st.lists(st.floats(1, 100), min_size=12, max_size=12),
    st.floats(-20, 40),
    st.floats(-20, 40),
    st.integers(1, 11),
)
def test_growing_as_required_gives_the_target(
    base: list[float], to_date: float, target: float, through: int
) -> None:
    needed = required_growth(base, to_date, target, through)
    total = sum(base[:through]) * (1 + to_date / 100) + sum(base[through:]) * (1 + needed / 100)
    assert total == pytest.approx(sum(base) * (1 + target / 100), rel=1e-6)


GROWN = [
    "indicator|name_vi|name_en|unit|measure|direction|decimals|cadence|judgeable|parent",
    "thu|Thu|Revenue|tỷ đồng|flow|higher|1|month|M12|",
    "tang|Tăng thu|Growth|%|growth|higher|2|month|M12|thu",
]


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ("y6:12.3333333333", 13.222222),  # printed: (1200 x 1.13 - 300 x 1.12333) / 900
        ("1:20 2:10 3:0 4:5 5:9 6:30", 13.222222),  # the months weigh 50 each: the same
        ("1:20 2:10 4:5 5:9 6:30", None),  # March is not known
        ("6:12.3333333333", 13.222222),  # the only rate that the office gives
    ],
)
def test_what_is_left_to_grow_never_takes_a_month_for_the_year_to_date(
    office: Office, rates: str, expected: float | None
) -> None:
    """Last year had 6 x 50 and 6 x 150; the year is to grow by 13 %."""
    lines = ["indicator | period | value | accumulation"]
    for word in rates.split():
        month, value = word.lstrip("y").split(":")
        lines.append(
            f"tang | 2024-{int(month):02d} | {value} | {'ytd' if 'y' in word else 'month'}"
        )
    past = [50] * 6 + [150] * 6
    lines += [f"thu | 2023-{month:02d} | {value} | month" for month, value in enumerate(past, 1)]
    targets = "indicator | value | comparator\ntang | 13 | >="
    root = office(indicators="\n".join(GROWN), targets=targets, observations="\n".join(lines))
    found = assessed(root, "2024-H1").loc["tang", "required_growth"]
    assert (None if pd.isna(found) else round(found, 6)) == expected
