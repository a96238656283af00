"""What cannot be, what contradicts its own words, and what is meant by other words than ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.build import read_workspace
from tests.tables import INDICATORS, months, write_office

HEAD = "indicator | period | value\n"
SERIES = "indicator | period | value | territory\n"
TARGETS = "indicator | value | comparator | comparator_stated\n"
COUNTS = INDICATORS + (
    "gioi     |Giới thiệu việc làm |Placements       |lượt     |flow     |higher   |0       |month"
    "  |M12\n"
    "rong     |Thu ròng            |Net revenue      |tỷ đồng  |flow     |higher   |1       |month"
    "  |M12\n"
)
SPOILT = {
    "a place zero": ("thi | 2024-07 | 0", "impossible-value", "0"),
    "a place and a half": ("thi | 2024-07 | 1.5", "impossible-value", "1.5"),
    "fewer than no poor households": ("ngheo | 2024-03 | -1", "impossible-value", "-1"),
    "placements below zero": ("gioi | 2024-03 | -4000", "impossible-value", "-4000"),
    "a share below zero": ("bao | 2024-03 | -2", "impossible-value", "-2"),
    "an event half done": ("truong | 2024-03 | 0.5", "impossible-value", "0.5"),
    "an event done": ("truong | 2024-03 | 1", "", ""),
    "money may fall below zero": ("rong | 2024-03 | -900", "", ""),
    "place one": ("thi | 2024-07 | 1", "", ""),
    "no poor households": ("ngheo | 2024-03 | 0", "", ""),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_value_that_cannot_be_is_an_error_at_its_cell(tmp_path: Path, name: str) -> None:
    line, rule, found = SPOILT[name]
    root = write_office(tmp_path, indicators=COUNTS, observations=HEAD + line)
    told = read_workspace(root)[1]
    assert [(f.level, f.rule) for f in told] == ([("error", rule)] if rule else [])
    for finding in told:
        assert finding.locator == "E2"
        assert found.replace("-", "−") in finding.message.replace("-", "−")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("thu | 1200 | <= | 1200 tỷ đồng trở lên", True),
        ("thu | 1200 | >= | không quá 1200 tỷ đồng", True),
        ("thu | 1200 | >= | trở lên", False),
        ("chi | 600 | <= | không quá", False),
        ("thi | 2 | <= | hạng 2 trở lên", False),
        ("thi | 2 | >= | hạng 2 trở lên", False),
        ("thi | 0 | <= | hạng", True),
    ],
)
def test_a_target_against_its_own_words_is_refused(tmp_path: Path, line: str, wrong: bool) -> None:
    root = write_office(tmp_path, targets=TARGETS + line, observations=HEAD + "thu | 2024-01 | 90")
    told = [f for f in read_workspace(root)[1] if f.level == "error"]
    assert bool(told) == wrong
    assert {f.rule for f in told} <= {"against-its-words", "impossible-value"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("thu | 3400 | 3700 | =", ""),
        ("thu | 3400 | 3400 | =", ""),
        ("thu | 3700 | 3400 | =", "impossible-value"),
        ("thu | 3400 | 3700 | >=", "against-its-words"),
        ("chi | 3700 | 3400 | <=", "impossible-value"),
    ],
)
def test_a_range_has_its_ends_in_order_and_its_own_sign(
    tmp_path: Path, line: str, rule: str
) -> None:
    head = "indicator | value | value_high | comparator\n"
    root = write_office(tmp_path, targets=head + line, observations=HEAD + "thu | 2024-01 | 90")
    told = [f for f in read_workspace(root)[1] if f.level == "error"]
    assert [f.rule for f in told] == ([rule] if rule else [])


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (1100, ["far-above-history"]),
        (9000, ["far-above-history"]),
        (1000, []),
        (110_000, ["unit-jump"]),
    ],
)
def test_ten_times_its_own_history_is_a_question(
    tmp_path: Path, last: float, told: list[str]
) -> None:
    values = [100.0, 90, 110, 95, 105, 100, 98, last]
    root = write_office(tmp_path, observations=SERIES + months("thu", 2023, values))
    assert [f.rule for f in read_workspace(root)[1]] == told


def test_vietnamese_words_are_taken_for_ours(tmp_path: Path) -> None:
    words = INDICATORS.replace("|month  |M12", "|hằng tháng|M12").replace("|quarter|", "|Quý|")
    words = words.replace("|higher   |", "|Cao hơn|")
    root = write_office(tmp_path, indicators=words)
    assert [f for f in read_workspace(root)[1] if f.level == "error"] == []
    listed = workspace(root).indicators
    assert set(listed["cadence"]) == {"month", "quarter", "year", "event"}
    assert set(listed["direction"]) == {"higher", "lower"}


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("|month  |M12", "|mont|M12", "not-a-word", "month"),
        ("|month  |M12", "|month|M13", "not-a-due-month", "M01"),
        ("|higher   |1       |month", "||1|month", "no-direction", "direction"),
    ],
)
def test_a_word_that_nobody_knows_is_told_with_the_nearest(
    tmp_path: Path, old: str, new: str, rule: str, said: str
) -> None:
    root = write_office(tmp_path, indicators=INDICATORS.replace(old, new, 1))
    told = next(f for f in read_workspace(root)[1] if f.rule == rule)
    assert said in told.message


@pytest.mark.parametrize("unit", ["Tỷ đồng", "tỉ đồng", "ty\u0309 đồng", " tỷ  đồng"])
def test_a_unit_is_read_as_composed_text_in_small_letters(tmp_path: Path, unit: str) -> None:
    table = f"indicator | period | value | unit\nthu | 2024-01 | 90 | {unit}"
    root = write_office(tmp_path, observations=table)
    assert read_workspace(root)[1] == []
