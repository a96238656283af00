"""What came, what moved since the last report, what contradicts.

As tables, for one territory and period.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.analysis.completeness.data_quality import Quality, data_quality, settled_counts
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.delivery.accept import accept, check_in_place, import_lock
from hbanalysis.intake.delivery.prepare import prepare
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from tests.intake.deliveries.makers import NAME, SPENDING, table, xlsx
from tests.intake.deliveries.recipe import write_recipe

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | published | status\n"
REVISED = (
    HEAD
    + """thu | 2024-05 | 100 | 2024-06-05 | estimate
thu | 2024-05 | 110 | 2024-07-20 | preliminary
thu | 2024-06 | 50  | 2024-07-05 | estimate
thu | 2024-06 | 50  | 2024-08-05 | final
thu | 2024-04 | 70  | 2024-05-05 | estimate
thu | 2024-04 | 77  | 2024-06-05 | final"""
)


def quality(root: Path, period: str, as_of: str = "") -> Quality:
    office, when = workspace(root, as_of), Period.parse(period)
    return data_quality(assess(office, when, ["quan"]), office, when)


def test_revisions_are_those_since_the_cut_off_of_the_last_report(office: Office) -> None:
    found = quality(office(observations=REVISED), "2024-Q3")
    assert found.since == "2024-06-30"
    assert found.revised[["period", "before", "value", "change"]].to_numpy().tolist() == [
        ["2024-05", 100, 110, 10],
        ["2024-06", 50, 50, 0],
    ]
    assert quality(office(observations=REVISED), "2024-Q3", "2024-07-10").revised.empty


def test_publications_are_counted_by_month_new_and_again(office: Office) -> None:
    found = quality(office(observations=REVISED), "2024-Q3").came
    assert found[["first_day", "new", "again"]].to_numpy().tolist() == [
        ["2024-05-05", 1, 0],
        ["2024-06-05", 1, 1],
        ["2024-07-05", 1, 1],
        ["2024-08-05", 0, 1],
    ]


def test_figures_are_counted_by_how_settled_the_latest_is_and_synthetic_ones_apart(
    office: Office,
) -> None:
    text = (
        "indicator | period | value | status | source\nthu | 2024-01 | 1 | estimate | demo\n"
        "thu | 2024-02 | 2 | final | x"
    )
    assert settled_counts(quality(office(observations=text), "2024-02")) == {
        "estimate": 1,
        "preliminary": 0,
        "final": 1,
        "all": 2,
        "demo": 1,
    }


def test_findings_of_other_territories_are_left_out_those_of_a_file_are_not(office: Office) -> None:
    rows = (
        "territory | parent | name_vi | name_en | level\nquan | | Quận | Town | district\nxa | | Xa"
        " | Far | district"
    )
    text = (
        "indicator | period | value | territory\nthu | 2024-01 | 1 | quan\nbao | 2024-01 | 130 |"
        " xa\nbao | 2024-01 | 120 | quan"
    )
    root = office(observations=text, territories=rows, rules="[outlok]\nx = 1")
    found = quality(root, "2024-01")
    assert {(finding.rule, finding.territory) for finding in found.findings} == {
        ("ratio-over-100", "quan"),
        ("unknown-rule", ""),
    }


def test_contradictions_of_printed_results_are_those_of_the_territory_and_of_its_past(
    office: Office,
) -> None:
    rows = (
        "territory | indicator | year | value | plan | stated_pct | source\n"
        "quan | dang | 2023 | 250 | 240 | 100.08 | NQ\n"
        "quan | thu | 2025 | 1 | 2 | 90 | NQ\nphuong-a | thu | 2023 | 1 | 2 | 90 | NQ"
    )
    found = quality(office(results=rows), "2024-03")
    assert found.audit.contradictions == 1


def test_what_reading_a_received_file_changed_is_told_again(office: Office, tmp_path: Path) -> None:
    root = office()
    write_recipe(root)
    (tmp_path / "inbox").mkdir()
    file = xlsx(table(["Thu  ngân sách", "Tỷ đồng", 100.5, 400], [*SPENDING[:2], 50, 200]), NAME)(
        tmp_path / "inbox"
    )
    with import_lock(root):
        made = check_in_place(root, prepare(root, file, "bao-cao"))
        accept(root, made)
    assert made.normalisations
    year = made.observations[0].fields["period"][:4]
    assert quality(root, year).changes == {file.name: made.normalisations}
    (root / "data" / "raw" / "recipes" / "bao-cao.toml").unlink()
    assert quality(root, year).changes == {file.name: None}


def test_a_year_without_anything_is_empty_and_not_an_error(office: Office) -> None:
    found = quality(office(), "2019")
    assert [len(part) for part in (found.cells, found.owed, found.came, found.revised)] == [
        0,
        0,
        0,
        0,
    ]
