"""Rules are dated data: the office's lie over the package's, and a mistyped one never vanishes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hbanalysis.intake.raw.dated_rules import default_rules, in_force, load_rules
from hbanalysis.vocabulary.errors import Finding
from tests.conftest import assessed

Office = Callable[..., Path]
Findings = Callable[[Path], list[Finding]]
STRICTER = """
[[outlook]]
from = "2000-01-01"
on_track_from = 95.0
at_risk_from = 85.0
level_at_risk_within = 2.0

[[outlook]]
from = "2024-04-01"
on_track_from = 101.0
at_risk_from = 85.0
level_at_risk_within = 2.0
"""


def test_without_its_own_rules_an_office_has_the_packages(office: Office) -> None:
    assert load_rules(office()) == default_rules()


@pytest.mark.parametrize(("period", "expected"), [("2024-Q1", "on track"), ("2024-04", "at risk")])
def test_a_rule_applies_from_its_day_on(office: Office, period: str, expected: str) -> None:
    lines = "".join(f"\nthu | 2024-{month:02d} | 100" for month in (1, 2, 3, 4))
    root = office(rules=STRICTER, observations="indicator | period | value" + lines)
    assert assessed(root, period).loc["thu", "outlook"] == expected


def test_of_two_entries_the_latest_begun_applies_whatever_their_order() -> None:
    entries = [
        {"from": "2025-08-30", "n": 3},
        {"from": "2000-01-01", "n": 1},
        {"from": "2024-01-01", "n": 2},
    ]
    days = {"1999-12-31": 1, "2023-12-31": 1, "2024-01-01": 2, "2025-08-29": 2, "2025-08-30": 3}
    assert {day: in_force({"x": entries}, "x", day)["n"] for day in days} == days


def test_an_office_may_decide_that_an_unstated_comparator_is_no_floor(office: Office) -> None:
    rules = '[[assumptions]]\nfrom = "2000-01-01"\nunstated_comparator_is_floor = false\n'
    targets = (
        "indicator | value | comparator | comparator_stated\nthu | 1200 | >= |\nchi | 600 | <= |"
    )
    row = assessed(office(rules=rules, targets=targets), "2024-Q1").loc["thu"]
    assert (row["outlook"], row["reason"]) == ("not applicable", "comparator not stated")


def test_an_office_that_changes_one_threshold_keeps_the_others(office: Office) -> None:
    root = office(rules='[[outlook]]\nfrom = "2000-01-01"\non_track_from = 101.0\n')
    assert in_force(load_rules(root), "outlook", "2024-03-31")["at_risk_from"] == 85.0
    assert assessed(root, "2024-Q1").loc["thu", "outlook"] == "at risk"


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('[[outlok]]\nfrom = "2000-01-01"', "outlok"),
        ('[[outlook]]\nfrom = "2000-01-01"\non_trak_from = 90', "outlook.on_trak_from"),
        ('[defaults]\nteritories = ["quan"]', "defaults.teritories"),
    ],
)
def test_a_rule_nobody_reads_is_a_warning(
    office: Office, findings: Findings, rules: str, told: str
) -> None:
    assert [(f.level, f.rule, f.facts["found"]) for f in findings(office(rules=rules))] == [
        ("warning", "unknown-rule", told)
    ]


@pytest.mark.parametrize(
    "rules",
    [
        "on_track_from = ",
        '[outlook]\nfrom = "2000-01-01"\non_track_from = 90.0',
        "[[outlook]]\non_track_from = 90.0",
        '[[outlook]]\nfrom = "2000-01-01"\non_track_from = "90"',
    ],
    ids=["no toml", "one bracket short", "no date", "a text for a number"],
)
def test_rules_that_cannot_be_used_are_an_error_with_a_sentence(
    office: Office, findings: Findings, rules: str
) -> None:
    assert [(f.level, f.file) for f in findings(office(rules=rules))] == [
        ("error", "data/raw/rules.toml")
    ]


def test_the_offices_default_territories_are_used(office: Office) -> None:
    from hbanalysis.intake.load import workspace

    root = office(rules='[defaults]\nterritories = ["phuong-a"]')
    assert workspace(root).chosen_territories([], 2024) == ["phuong-a"]
    assert workspace(root).chosen_territories(["all"], 2024) == ["quan"]
