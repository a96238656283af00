"""Every trap of the guide is told as the guide says: by the command, the rule or the note."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.intake.audit import audit_percentages
from hbanalysis.intake.checks.catalogue import entries
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.quantities import parse_quantity
from hbanalysis.vocabulary.refusals import Ambiguous
from tests.conftest import ROOT
from tests.tables import write_office

PAGE = ROOT / "docs" / "vi" / "bay-so-lieu.md"
STATED = "indicator | period | accumulation | value | published | stated_pct_of_same_period\n"
"""Lines of one day's print with its percentage of the same period."""


def table(heading: str) -> list[tuple[str, str, str]]:
    """The rows of the table below a heading: trap, where it is found, what is said."""
    part = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    found = [line.strip("| ").split(" | ") for line in lines]
    return [(trap, where, said) for trap, where, said in found]


REAL, RULES = table("Gặp thật trong số liệu đi kèm"), table("Bắt được khi nhập và kiểm tra")


@cache
def printed(command: str) -> str:
    """What a command prints, or a file holds, on one line with single spaces."""
    if not command.startswith("hba "):
        return (ROOT / command).read_text(encoding="utf-8")
    done = CliRunner().invoke(app, [*command.split()[1:], "--root", str(ROOT)])
    return re.sub(r"\s+", " ", done.output)


@pytest.mark.parametrize(("trap", "where", "said"), REAL, ids=[trap[:40] for trap, *_ in REAL])
def test_a_trap_in_the_shipped_figures_is_told_in_the_words_of_the_guide(
    trap: str, where: str, said: str
) -> None:
    (command,), (sentence,) = re.findall("`([^`]+)`", where), re.findall("“([^”]+)”", said)
    assert sentence in printed(command), trap


@pytest.mark.parametrize(("trap", "where", "said"), RULES, ids=[trap[:40] for trap, *_ in RULES])
def test_a_rule_that_the_guide_names_is_in_the_book(trap: str, where: str, said: str) -> None:
    rules = re.findall("`([^`]+)`", where)
    assert rules
    assert set(rules) <= set(entries()), trap


def found(root: Path) -> list[tuple[str, object]]:
    return [(finding.rule, finding.facts["found"]) for finding in read_workspace(root)[1]]


def test_thousands_marks_where_a_decimal_was_meant_are_another_unit(tmp_path: Path) -> None:
    """77 319.036 tỷ printed as "77,319,036 billion", among sums of its size."""
    lines = [f"thu | 2025-0{n} | ytd | {12_000 * n} | 2025-0{n}-28 | " for n in range(1, 6)]
    lines.append("thu | 2025-06 | ytd | 77319036 | 2025-06-28 | ")
    told = found(write_office(tmp_path, observations=STATED + "\n".join(lines)))
    assert ("unit-jump", 77319036) in told


@pytest.mark.parametrize(
    ("printed_pct", "told"),
    [
        ("132.94", [("growth-as-index", 132.94)]),
        ("232.94", []),
        ("133.5", [("growth-as-index", 133.5)]),
    ],
)
def test_growth_where_an_index_belongs_is_told(
    tmp_path: Path, printed_pct: str, told: list[tuple[str, object]]
) -> None:
    lines = f"thu | 2023-03 | ytd | 81.32 | 2023-03-28 | \nthu | 2024-03 | ytd | 189.43 | 2024-03-28 | {printed_pct}"
    assert found(write_office(tmp_path, observations=STATED + lines)) == told


def test_a_growth_without_last_years_figure_is_left_alone(tmp_path: Path) -> None:
    lines = "thu | 2024-03 | ytd | 189.43 | 2024-03-28 | 132.94"
    assert found(write_office(tmp_path, observations=STATED + lines)) == []


@pytest.mark.parametrize(
    ("value", "printed_pct", "text", "answer"),
    [
        (108.0, 8.0, "vượt 8%", "ok"),
        (144.0, 144.0, "vượt 144%", "would need another denominator"),
        (250.0, 100.08, "đạt 100,08%", "inconsistent"),
    ],
)
def test_exceeding_by_and_reaching_are_told_apart(
    value: float, printed_pct: float, text: str, answer: str
) -> None:
    row = {
        "indicator": "thu",
        "year": 2024,
        "value": value,
        "plan": 240.0 if value > 200 else 100.0,
    }
    stated = {"stated_pct": printed_pct, "stated_pct_text": text}
    (told,) = audit_percentages(pd.DataFrame([row | stated]))
    assert told["answer"] == answer


@pytest.mark.parametrize("text", ["162.875 tỷ đồng", "1.536"])
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    with pytest.raises(Ambiguous):
        parse_quantity(text)
    assert parse_quantity(text, "vi").low is not None


def test_a_number_with_marks_of_both_kinds_is_read() -> None:
    quantity = parse_quantity("89.289,413 tỷ đồng")
    assert str(quantity.in_unit("tỷ đồng")) == "89289.413"
