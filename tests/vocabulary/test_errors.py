"""A problem is one sentence with its place."""

from __future__ import annotations

import pytest

from hbanalysis.vocabulary.errors import BadData, Finding, HbaError, WrongUsage, nearest
from hbanalysis.vocabulary.language import Language


@pytest.mark.parametrize(
    ("locator", "row"), [("D12", 12), ("AA7", 7), ("E1048576", 1048576), ("", 0)]
)
def test_a_finding_knows_its_line(locator: str, row: int) -> None:
    assert Finding("error", "not-a-number", "data/raw/targets.csv", locator, "").row == row


@pytest.mark.parametrize(
    ("typed", "known", "found"),
    [
        ("hong-bng", ["hai-phong", "hong-bang"], "hong-bang"),
        ("teritory", ["period", "territory"], "territory"),
        ("xyz", ["period", "territory"], ""),
        ("anything", [], ""),
    ],
)
def test_the_nearest_word_is_offered_or_none(typed: str, known: list[str], found: str) -> None:
    assert nearest(typed, known) == found


def test_wrong_usage_leaves_with_2_and_everything_else_with_1() -> None:
    assert (WrongUsage("x").exit_code, HbaError("x").exit_code, BadData([]).exit_code) == (2, 1, 1)


def test_bad_data_counts_and_keeps_its_findings() -> None:
    finding = Finding(
        "error", "rules", "data/raw/rules.toml", "", "The file cannot be read: {problem}."
    )
    problem = BadData(iter([finding, finding]))
    assert problem.findings == [finding, finding]
    assert "2" in str(problem)


def test_the_same_error_is_told_in_both_languages_with_its_facts() -> None:
    problem = WrongUsage(
        "There is no period {found!r}; write it as one of: {known}.", found="2024-Q5", known="2024"
    )
    told = [Language(code).error(problem) for code in ("vi", "en")]
    assert told[0] != told[1]
    assert all("'2024-Q5'" in text for text in told)
