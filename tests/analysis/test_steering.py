"""Plans beside each other, parts that a whole must not hide, scoreboard and rating, realism.

Remedies.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.judgement.other_plans import plans_beside
from hbanalysis.analysis.plan import remedies as sheet
from hbanalysis.analysis.plan.rating import counts, rating, reconcile, recount
from hbanalysis.analysis.plan.realism import realism
from hbanalysis.analysis.plan.remedies import remedy_sheet
from hbanalysis.intake.load import workspace
from hbanalysis.intake.raw.dated_rules import default_rules, in_force
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.presentation.pages import steering
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import half_up
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT, assessed
from tests.tables import INDICATORS, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
Q3, H1 = Period.parse("2024-Q3"), Period.parse("2024-H1")
HEAD = "indicator | period | value | territory\n"


# ---------------------------------------------------------------- several plans
PLANS = """
indicator | value | comparator | plan      | decided
thu       | 1200  | >=         | Thành phố | 2023-12-05
thu       | 1100  | >=         | Quận ủy   | 2023-12-13
thu       | 1300  | >=         | HĐND      | 2023-12-20
chi       | 600   | <=         | Quận ủy   | 2023-12-13
"""


def test_the_last_decided_plan_is_judged_and_the_others_stand_beside_it(office: Office) -> None:
    root = office(targets=PLANS, observations=HEAD + months("thu", 2024, [100] * 6))
    table = assess(workspace(root), H1, ["quan"])
    row = table.set_index("indicator").loc["thu"]
    assert (row["plan"], row["target"], row["plans"]) == ("HĐND", 1300, 3)
    beside = plans_beside(table, workspace(root), H1)
    told = beside[["plan", "plan_place", "target", "outlook"]].to_numpy().tolist()
    assert told == [
        ["HĐND", 1, 1300, "at risk"],
        ["Quận ủy", 2, 1100, "on track"],
        ["Thành phố", 3, 1200, "on track"],
    ]
    assert [float(half_up(share, 1)) for share in beside["pct_of_plan"]] == [46.2, 54.5, 50.0]
    assert steering.plans_table(beside, Language("vi")).texts["plan"].tolist() == [
        "HĐND (dùng để đánh giá)",
        "Quận ủy",
        "Thành phố",
    ]


def test_a_dated_rule_says_which_authority_is_judged(office: Office) -> None:
    rule = '[[plans]]\nfrom = "2024-03-01"\norder = ["Thành phố", "Quận ủy"]\n'
    root = office(targets=PLANS, rules=rule)
    assert assessed(root, "2024-02").loc["thu", "plan"] == "HĐND"
    assert assessed(root, "2024-03").loc["thu", "plan"] == "Thành phố"


def test_one_plan_only_has_nothing_beside_it(office: Office) -> None:
    root = office()
    table = assess(workspace(root), H1, ["quan"])
    assert plans_beside(table, workspace(root), H1).empty


# ---------------------------------------------------------------- parts
PARTED = (
    INDICATORS.replace("judgeable", "judgeable | parent", 1)
    .replace("M12", "M12 |")
    .replace("M07", "M07 |")
    .replace("N04", "N04 |")
    .replace("M03", "M03 |")
    .strip()
    + "\nthue | Thuế | Taxes | tỷ đồng | flow | higher | 1 | month | M12 | thu"
    + "\nphi | Lệ phí | Fees | tỷ đồng | flow | higher | 1 | month | M12 | thu"
)


def test_a_whole_shows_its_worst_part_and_the_gap_it_hides(office: Office) -> None:
    targets = "indicator | value | comparator\nthu | 1200 | >=\nthue | 240 | >=\nphi | 120 | >="
    seen = [
        months("thu", 2024, [136] * 6),
        months("thue", 2024, [10] * 6),
        months("phi", 2024, [9] * 6),
    ]
    table = assessed(
        office(indicators=PARTED, targets=targets, observations=HEAD + "\n".join(seen)), "2024-H1"
    )
    row = table.loc["thu"]
    assert (row["outlook"], row["worst_part"], row["hidden_gap"]) == ("on track", "thue", 60)
    assert (table.loc["thue", "worst_part"], pd.isna(table.loc["thue", "hidden_gap"])) == ("", True)


def test_good_parts_hide_nothing(office: Office) -> None:
    targets = "indicator | value | comparator\nthu | 1200 | >=\nthue | 240 | >="
    seen = months("thu", 2024, [136] * 6) + "\n" + months("thue", 2024, [20] * 6)
    table = assessed(
        office(indicators=PARTED, targets=targets, observations=HEAD + seen), "2024-H1"
    )
    assert table.loc["thu", "worst_part"] == ""


# ---------------------------------------------------------------- scoreboard, rating
def test_the_counts_add_up_by_indicator_and_by_clause() -> None:
    table = assess(workspace(ROOT), Q3, ["hong-bang"])
    for by, total in (("indicator", 26), ("clause", 18)):
        found = counts(table, by)
        assert found["count"].sum() == total
        assert set(found["total"]) == {total}
        assert sum(len(which) for which in found["which"]) == total


def test_the_printed_scoreboard_of_2023_adds_up_but_the_text_shows_four_of_its_eight() -> None:
    office = workspace(ROOT)
    shown = recount(office.results_stated, "hong-bang", 2023)
    found = reconcile(workspace(ROOT).scoreboard_stated, shown, "hong-bang", 2023).set_index("word")
    assert found["stated"].to_dict() == {"exceeded": 8, "met": 7, "not assessed": 1}
    assert bool(found["adds_up"].all())
    assert set(found.loc["exceeded", "which"]) == {"3", "8", "15", "18"}
    assert set(found.loc["met", "which"]) == {"11", "16"}


def test_a_count_without_a_printed_total_has_that_of_its_neighbours() -> None:
    printed = pd.DataFrame(
        {
            "territory": "x", "year": 2023, "word": ["hoàn thành", "chưa hoàn thành"],
            "count": [9, 1], "total": [10, None],
        }
    )  # fmt: skip
    shown = pd.DataFrame({"indicator": [], "word": []})
    found = reconcile(printed, shown, "x", 2023)
    assert (found["total"].tolist(), bool(found["adds_up"].all())) == ([10, 10], True)
    alone = reconcile(printed[1:], shown, "x", 2023)
    assert alone["total"].tolist() == [1]


@pytest.mark.parametrize(
    ("exceeded", "met", "failed", "more_done", "more_exceeded", "reached", "possible"),
    [
        (3, 7, 0, 0, 0, True, True),
        (2, 8, 0, 0, 1, False, True),
        (3, 6, 1, 1, 0, False, False),
        (0, 10, 0, 0, 3, False, True),
    ],
)
def test_what_excellent_would_take(
    exceeded: int,
    met: int,
    failed: int,
    more_done: int,
    more_exceeded: int,
    reached: bool,
    possible: bool,
) -> None:
    lang = ["exceeded"] * exceeded + ["met"] * met + ["not met"] * failed
    table = pd.DataFrame(
        {
            "verdict": lang,
            "outlook": None,
            "derived": "",
            "rejected": "",
            "comparator": ">=",
            "reason": "",
        }
    )
    found = rating(table, in_force(default_rules(), "rating", "2025-12-31"))
    assert (found["more_done"], found["more_exceeded"]) == (more_done, more_exceeded)
    assert (found["reached"], found["possible"]) == (reached, possible)


def test_before_the_rule_of_2025_there_is_no_rating() -> None:
    table = pd.DataFrame(
        {
            "verdict": ["met"],
            "outlook": None,
            "derived": "",
            "rejected": "",
            "comparator": ">=",
            "reason": "",
        }
    )
    assert rating(table, in_force(default_rules(), "rating", "2024-12-31")) == {}


# ---------------------------------------------------------------- realism
def test_two_targets_of_2024_lie_below_the_result_of_2023() -> None:
    office = workspace(ROOT)
    found = realism(assess(office, Q3, ["hong-bang"]), office, Q3).set_index("indicator")
    assert [str(half_up(found.loc[code, "target_to_last"], 1)) for code in ("3", "8")] == [
        "98.7",
        "85.0",
    ]
    assert set(found.loc[["3", "8"], "last_basis"]) == {"stated"}
    below = found.index[found["target_to_last"] < 100].tolist()
    assert below == ["3", "8"]
    note = steering.realism_note(found.reset_index(), Language("vi")).paragraphs[0]
    assert "98,7%" in note
    assert "85,0%" in note


def test_the_record_of_hai_phong_counts_years_against_their_last_plan() -> None:
    office = workspace(ROOT)
    found = realism(assess(office, Q3, ["hai-phong"]), office, Q3).iloc[0]
    assert (found["plans_known"], found["plans_met"]) == (6, 0)
    assert found["last_basis"] == "own figures"


# ---------------------------------------------------------------- remedies
@pytest.mark.parametrize(
    ("reported", "feasible"),
    [
        ([95, 95, 90, 90, 90, 90], sheet.ABOVE),  # 108.3 a month, 83 % of the best
        ([100] * 5 + [75], sheet.ABOVE),
        ([75] * 6, sheet.RECORD),  # 125 a month, 96 % of the best
        ([60] * 6, sheet.BEYOND),
    ],
)
def test_the_needed_rate_is_held_against_the_best_month(
    office: Office, reported: list[float], feasible: str
) -> None:
    past = months("thu", 2023, [*[80] * 10, 130, 130])
    root = office(
        observations=HEAD + past + "\n" + months("thu", 2024, reported),
        targets="indicator | value | comparator\nthu | 1200 | >=",
        rules='[[outlook]]\nfrom = "2024-01-01"\nprofile_on_track_from = 120.0\n',
    )
    office_now = workspace(root)
    row = remedy_sheet(assess(office_now, H1, ["quan"]), office_now, H1).iloc[0]
    assert row["feasibility"] == feasible
    assert row["gap"] == 1200 - sum(reported)


def test_the_offices_own_text_stands_in_the_sheet(office: Office) -> None:
    root = office(observations=HEAD + months("thu", 2024, [50] * 6))
    (root / "data" / "raw" / "remedies.csv").write_text(
        "territory,indicator,period,text\nquan,thu,2024-H1,Đôn đốc thu nợ\n", encoding="utf-8"
    )
    office_now = workspace(root)
    rows = remedy_sheet(assess(office_now, H1, ["quan"]), office_now, H1)
    assert rows.set_index("indicator").loc["thu", "proposal"] == "Đôn đốc thu nợ"
    for code in ("vi", "en"):
        assert "Đôn đốc thu nợ" in steering.remedy_table(rows, Language(code)).html()


def test_a_bad_cell_of_the_phasing_is_named_and_stops_its_indicator(office: Office) -> None:
    root = office(observations=HEAD + months("thu", 2024, [50] * 6))
    (root / "data" / "raw" / "phasing.csv").write_text(
        'territory,indicator,year,period,share\nquan,thu,2024,2024-06,"40,5"\nquan,thu,2024,2024-12,100\n',
        encoding="utf-8",
    )
    _, findings = read_workspace(root)
    (finding,) = [one for one in findings if one.level == "error"]
    assert (finding.file, finding.locator, finding.rule) == (
        "data/raw/phasing.csv",
        "E2",
        "not-a-number",
    )
    row = assess(workspace(root), H1, ["quan"]).set_index("indicator").loc["thu"]
    assert (row["outlook"], row["reason"]) == ("not applicable", "data missing")


# ---------------------------------------------------------------- every territory in one call
def test_every_territory_of_the_public_series_is_assessed_in_one_call() -> None:
    office = workspace(ROOT)
    places = office.chosen_territories(["all"], 2024)
    together = assess(office, Q3, places)
    assert len(set(together.loc[together["indicator"] == "PI", "territory"])) == 11
    assert bool((together.loc[together["indicator"] == "PI", "outlook"] != "not applicable").all())
    alone = pd.concat([assess(office, Q3, [place]) for place in places], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone, check_dtype=False)
