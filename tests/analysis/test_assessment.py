"""Laws of the assessment, and targets that move within their year."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.actual.vantage import is_closed
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.plan.facts import Facts
from hbanalysis.analysis.plan.rules import outlook, verdict
from hbanalysis.intake.load import workspace
from hbanalysis.intake.raw.dated_rules import default_rules, in_force
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Outlook, Verdict
from tests.conftest import ROOT, assessed, judged, tries
from tests.tables import INDICATORS, OBSERVATIONS, months, parse, write_office, write_rows

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
RULE = in_force(default_rules(), "outlook", "2024-01-01")
BEST_FIRST = {
    word: place
    for lang in (
        (Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET),
        (Outlook.SECURED, Outlook.ON_TRACK, Outlook.AT_RISK, Outlook.BEHIND, Outlook.LOST),
    )
    for place, word in enumerate(lang)
}
amounts = st.decimals(min_value=0, max_value=3000, places=2).map(float)


# ---------------------------------------------------------------- laws
@given(
    amounts,
    amounts,
    st.sampled_from(["flow", "stock", "ratio"]),
    st.sampled_from([">=", "<="]),
    st.integers(1, 12),
    st.booleans(),
)
def test_more_of_a_good_thing_never_worsens_a_judgement(
    one: float, other: float, measure: str, comparator: str, month: int, closed: bool
) -> None:
    month = 12 if closed else month
    worse, better = sorted((one, other), reverse=comparator == "<=")
    places = []
    for actual in (worse, better):
        case = Facts(
            measure, comparator, 1200.0, actual, month, month, expected=100.0 * month, rule=RULE
        )
        places.append(BEST_FIRST[(verdict if closed else outlook)(case)[0]])
    assert places[1] <= places[0]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 12), st.booleans())
def test_a_better_rank_never_worsens_a_judgement(
    one: int, other: int, month: int, closed: bool
) -> None:
    month = 12 if closed else month
    places = [
        BEST_FIRST[
            (verdict if closed else outlook)(
                Facts("rank", "<=", 2.0, float(rank), month, month, due=7, rule=RULE)
            )[0]
        ]
        for rank in sorted((one, other), reverse=True)
    ]
    assert places[1] <= places[0]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.data(), st.booleans())
def test_one_more_model_in_any_ward_never_worsens_a_judgement(
    counts: list[int], data: st.DataObject, closed: bool
) -> None:
    more = list(counts)
    more[data.draw(st.integers(0, len(counts) - 1))] += 1
    places = []
    for values in (counts, more):
        wards = {str(n): float(value) for n, value in enumerate(values)}
        case = Facts(
            "per_ward",
            "every",
            1.0,
            float(sum(values)),
            12,
            12 if closed else 9,
            wards=wards,
            rule=RULE,
        )
        places.append(BEST_FIRST[(verdict if closed else outlook)(case)[0]])
    assert places[1] <= places[0]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny office as it is, written once for the tests that only look at it."""
    return write_office(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        *product(
            ["2024-01", "2024-03", "2024-Q1", "2024-H1", "2024-9M", "2024-12", "2024-Q4", "2024"],
            ["", "2024-04-10", "2024-12-31", "2025-01-01", "2025-06-30"],
        )
    ],
)
def test_verdict_words_only_for_a_closed_year_and_outlook_words_only_before(
    tiny: Path, period: str, as_of: str
) -> None:
    table = assessed(tiny, period, as_of)
    closed = is_closed(Period.parse(period), as_of)
    for _, row in table.iterrows():
        assert bool(row["verdict"]) == closed, row["indicator"]
        assert bool(row["outlook"]) != closed, row["indicator"]
        assert judged(row) in [str(word) for word in (Verdict if closed else Outlook)]
        assert row["reason"]


@pytest.mark.parametrize(
    ("period", "as_of", "closed"),
    [
        ("2024", "", True),
        ("2024", "2025-01-01", True),
        ("2024", "2024-12-31", False),
        ("2024-12", "", False),
        ("2024-12", "2025-01-01", True),
        ("2024-Q4", "2025-03-01", True),
        ("2024-9M", "2025-03-01", False),
        ("2024-Q3", "", False),
    ],
)
def test_a_year_is_closed_when_it_is_looked_at_after_its_end(
    period: str, as_of: str, closed: bool
) -> None:
    assert is_closed(Period.parse(period), as_of) is closed


def test_the_order_of_rows_does_not_matter(office: Office, tmp_path: Path) -> None:
    where = ["file", "office"]
    first = assessed(office(), "2024-Q1").drop(columns=where)
    lines = [line for line in OBSERVATIONS.strip().splitlines() if line]
    second = assessed(office(observations="\n".join([lines[0], *lines[:0:-1]])), "2024-Q1").drop(
        columns=where
    )
    pd.testing.assert_frame_equal(first, second)


def test_rows_come_in_the_order_of_the_list_and_only_those_with_a_target_or_a_figure(
    tiny: Path,
) -> None:
    table = assessed(tiny, "2024-Q1")
    listed = [row["indicator"] for row in parse(INDICATORS)]
    assert table.index.tolist() == [code for code in listed if code in set(table.index)]
    assert "von" not in table.index
    assert "truong" in table.index


def test_a_territory_without_anything_is_an_empty_table(tiny: Path) -> None:
    assert assessed(tiny, "2024-Q1", territory="phuong-a").empty


def test_a_table_in_which_nothing_has_a_pace_is_assessed_without_a_warning(office: Office) -> None:
    root = office(targets="indicator | value | comparator\nthi | 2 | <=")
    assert assessed(root, "2024-01", "2024-01-31").loc["thi", "reason"] == "not due"


def test_a_year_without_any_target_is_assessed(office: Office) -> None:
    root = office(observations="indicator | period | value\nthu | 2022-01 | 100")
    row = assessed(root, "2022-01").loc["thu"]
    assert (row["outlook"], row["reason"]) == ("not applicable", "no target")


def test_a_day_before_everything_known_is_no_crash(office: Office) -> None:
    assert set(assessed(office(), "2024-Q1", "2023-12-31")["outlook"]) == {"not applicable"}


@pytest.mark.parametrize(
    ("code", "share"), [("thu", 25.0), ("hoi", 96.0), ("ngheo", None), ("truong", None)]
)
def test_a_cap_a_rank_and_a_milestone_have_no_percent_of_plan(
    tiny: Path, code: str, share: float | None
) -> None:
    found = assessed(tiny, "2024-Q1").loc[code, "pct_of_plan"]
    assert (None if pd.isna(found) else found) == share


def test_a_gap_is_named_and_the_figure_stops_before_it(office: Office) -> None:
    head = "indicator | period | value | territory\n"
    row = assessed(office(observations=head + months("thu", 2024, [100, "-", 100])), "2024-Q1").loc[
        "thu"
    ]
    assert (row["actual"], row["through"], row["missing"]) == (100, 1, ("2024-02",))
    assert row["next_date"] == ""


NEXT = """
indicator | period  | as_of      | next    | why
thu       | 2024-Q1 |            | 2024-04 | figures that are late can come with the next report
thu       | 2024    |            |         | a closed year has no next report
thu       | 2024-12 | 2024-12-31 | 2024-12 | December's own report brings its figures
thi       | 2024-01 | 2024-01-31 | 2024-07 | an event waits for its month
dang      | 2024-Q3 |            | 2024-10 | a quota may be assigned by the next report
"""


@pytest.mark.parametrize(
    "case", parse(NEXT), ids=lambda case: f"{case['indicator']} {case['period']}"
)
def test_a_row_without_judgement_names_its_next_date(office: Office, case: dict[str, str]) -> None:
    root = office(observations="indicator | period | value\nthu | 2023-01 | 100")
    assert (
        assessed(root, case["period"], case["as_of"]).loc[case["indicator"], "next_date"]
        == case["next"]
    )


def test_parts_make_a_sum_only_when_all_are_known(office: Office) -> None:
    listed = (
        INDICATORS.replace("judgeable", "judgeable | derived | parent")
        .replace("M12", "M12 | |")
        .replace("M07", "M07 | |")
        .replace("N04", "N04 | |")
        .replace("M03", "M03 | sum_of_parts |")
    )
    part = "{} | Phần | Part | % | ratio | higher | 1 | event | M03 | | quan-su\n"
    target = "indicator | value | comparator\n" + "".join(
        f"{c} | 100 | >=\n" for c in ("quan-su", "bo", "an")
    )
    head = "indicator | period | numerator | denominator\n"
    root = office(
        indicators=listed.strip() + "\n" + part.format("bo") + part.format("an"),
        targets=target,
        observations=head + "bo | 2024-03 | 52 | 52\nan | 2024-03 | 51 | 52",
    )
    row = assessed(root, "2024-Q1").loc["quan-su"]
    assert (row["numerator"], row["denominator"], row["outlook"]) == (103, 104, "lost")
    office(
        indicators=listed.strip() + "\n" + part.format("bo") + part.format("an"),
        targets=target,
        observations=head + "bo | 2024-03 | 52 | 52",
    )
    assert assessed(root, "2024-Q1").loc["quan-su", "outlook"] == "not applicable"


# ---------------------------------------------------------------- targets that move
MOVING = """
indicator | value | comparator | decided
thu       | 1000  | >=         | 2023-12-13
thu       | 1200  | >=         | 2024-02-29
thu       | 1500  | >=         | 2024-11-29
dang      |       | >=         | 2023-12-13
dang      | 240   | >=         | 2024-05-15
"""


@pytest.mark.parametrize(
    ("period", "as_of", "target"),
    [
        ("2024-01", "", 1000),
        ("2024-02", "", 1200),
        ("2024-02", "2024-02-28", 1000),
        ("2024-Q3", "", 1200),
        ("2024-Q3", "2024-12-31", 1200),
        ("2024-11", "", 1500),
        ("2024", "", 1500),
        ("2024", "2024-06-30", 1200),
    ],
)
def test_the_target_is_the_one_in_force_at_the_cut_off_and_known_on_the_day(
    office: Office, period: str, as_of: str, target: float
) -> None:
    assert assessed(office(targets=MOVING), period, as_of).loc["thu", "target"] == target


@pytest.mark.parametrize(
    ("period", "reason"), [("2024-04", "quota not assigned"), ("2024-05", "data missing")]
)
def test_a_quota_applies_from_the_day_it_was_assigned(
    office: Office, period: str, reason: str
) -> None:
    assert assessed(office(targets=MOVING), period).loc["dang", "reason"] == reason


def test_a_target_of_another_year_is_none(office: Office) -> None:
    root = office(targets="indicator | value | comparator | year\nthu | 1200 | >= | 2023")
    assert assessed(root, "2024-Q1").loc["thu", "reason"] == "no target"


# ---------------------------------------------------------------- synthetic numbers, real numbers
def test_whatever_is_made_from_demo_figures_says_so(office: Office) -> None:
    head = "indicator | period | value | source\n"
    root = office(observations=head + "thu | 2024-01 | 9 | demo\nchi | 2024-01 | 9 | Báo cáo")
    table = assessed(root, "2024-01")
    assert (bool(table.loc["thu", "demo"]), bool(table.loc["chi", "demo"])) == (True, False)


@pytest.mark.parametrize(
    ("period", "target"), [("2024-01", 17722.26), ("2024-Q3", 19972.74), ("2024-12", 21836.87)]
)
def test_the_investment_plan_of_hai_phong_moves_twice_in_2024(period: str, target: float) -> None:
    table = assess(workspace(ROOT), Period.parse(period), ["hai-phong"]).set_index("indicator")
    assert table.loc["PI", "target"] == target


def test_hong_bang_2024_has_its_26_indicators_and_the_combined_one() -> None:
    table = assess(workspace(ROOT), Period.parse("2024-Q3"), ["hong-bang"]).set_index("indicator")
    assert len(table) == 27
    assert bool(table.loc[table["through"] > 0, "demo"].all())
    assert table.loc["18", "reason"] == "wards short"
    assert len(table.loc["18", "wards_short"]) == 1
    assert table.loc["13", "reason"] == "not due"
    assert table.loc["15", "reason"] == "quota not assigned"


# ---------------------------------------------------------------- laws across whole workspaces
@pytest.mark.parametrize("decimals", ["0", "6"])
def test_rounding_of_display_never_changes_a_judgement(office: Office, decimals: str) -> None:
    head = "indicator | period | value | territory\n"
    listed = INDICATORS.replace("|higher   |1  ", f"|higher   |{decimals}  ")
    root = office(
        indicators=listed,
        targets="indicator | value | comparator\nthu | 1200 | >=",
        observations=head + months("thu", 2024, [*[100] * 11, 99.996]),
    )
    assert assessed(root, "2024").loc["thu", "verdict"] == "not met"


@given(st.randoms(use_true_random=False))
@tries(20)
def test_the_order_of_rows_and_deliveries_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, dice: Any
) -> None:
    lines = [line for line in OBSERVATIONS.strip().splitlines() if line]
    body = [*lines[1:], "thu | 2024-03 | 105"]
    stamped = [f"{line} | 2024-0{5 if line.endswith('105') else 4}-06" for line in body]
    base = write_office(
        tmp_path_factory.mktemp("base"),
        observations="\n".join([f"{lines[0]} | published", *stamped]),
    )
    dice.shuffle(stamped)
    cut = dice.randint(1, len(stamped) - 1)
    root = write_office(
        tmp_path_factory.mktemp("shuffled"),
        observations="\n".join([f"{lines[0]} | published", *stamped[:cut]]),
    )
    write_rows(
        root / "data" / "raw" / "observations" / "another.csv",
        "observations",
        parse("\n".join([f"{lines[0]} | published", *stamped[cut:]])),
    )
    first, second = (
        assessed(one, "2024-Q1").drop(columns=["file", "office"]) for one in (base, root)
    )
    pd.testing.assert_frame_equal(first, second)


@given(st.integers(1, 11), st.integers(0, 300), st.integers(0, 300))
def test_more_of_a_good_thing_never_worsens_an_outlook_with_a_profile(
    month: int, one: int, other: int
) -> None:
    rule = dict(RULE) | {"on_track_from": 100.0, "at_risk_from": 91.1}
    places = [
        BEST_FIRST[
            outlook(
                Facts(
                    "flow",
                    ">=",
                    1200.0,
                    float(value),
                    month,
                    month,
                    expected=70.0 * month,
                    rule=rule,
                )
            )[0]
        ]
        for value in sorted((one * month, other * month))
    ]
    assert places[1] <= places[0]
