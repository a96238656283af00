"""Printed percentages, recomputed: within a year against the plan in force, growth as growth."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hbanalysis.intake.audit import audit_percentages
from hbanalysis.intake.load import workspace
from hbanalysis.intake.printed_in_year import printed_in_year
from tests.tables import write_office

HEAD = "indicator | period | accumulation | value | published | stated_pct_of_plan\n"
PLANS = """
indicator | value  | comparator | plan     | decided
thu       | 216424 | >=         | Quận ủy  | 2023-12-13
thu       | 220000 | >=         | Quận ủy  | 2024-07-15
thu       | 240000 | >=         | Thành ủy | 2023-12-01
"""
CASES = {
    "a slip, told against the nearest plan": (
        "2024-04 | ytd | 65942 | 2024-04-29 | 14.53",
        "27.48",
        True,
    ),
    "as it should be": ("2024-04 | ytd | 65942 | 2024-04-29 | 30.47", "30.47", False),
    "of the plan of another authority": (
        "2024-04 | ytd | 65942 | 2024-04-29 | 27.48",
        "27.48",
        False,
    ),
    "of the plan as it was moved since": (
        "2024-08 | ytd | 110000 | 2024-08-29 | 50",
        "50.00",
        False,
    ),
    "of the plan that was not yet moved": (
        "2024-06 | ytd | 110000 | 2024-06-29 | 50.83",
        "50.83",
        False,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_percentage_within_the_year_is_held_against_the_plan_in_force(
    tmp_path: Path, name: str
) -> None:
    line, recomputed, wrong = CASES[name]
    office = workspace(write_office(tmp_path, targets=PLANS, observations=HEAD + f"thu | {line}"))
    (row,) = printed_in_year(office.observations, office.targets)
    assert str(row["recomputed"]) == recomputed
    assert (row["answer"] not in ("ok", "ok if cut", "last digit")) == wrong


@pytest.mark.parametrize(
    ("value", "printed", "text", "answer", "recomputed"),
    [
        ("155.74", "55.74", "tăng 55,74 %", "ok", "55.74"),
        ("92.5", "7.5", "giảm 7,5%", "ok", "-7.50"),
        ("92.5", "-7.5", "giảm 7,5%", "ok", "-7.50"),
        ("55.74", "55.74", "55,74%", "ok", "55.74"),
        ("55.74", "55.74", "tăng 55,74 %", "inconsistent", "-44.26"),
    ],
)
def test_growth_is_audited_as_growth(
    value: str, printed: str, text: str, answer: str, recomputed: str
) -> None:
    import pandas as pd

    row = {"indicator": "thu", "year": 2024, "value": float(value), "plan": 100.0}
    table = pd.DataFrame([row | {"stated_pct": float(printed), "stated_pct_text": text}])
    (found,) = audit_percentages(table)
    assert (found["recomputed"], found["answer"]) == (Decimal(recomputed), answer)


def test_the_command_tells_those_that_contradict(tmp_path: Path) -> None:
    from hbanalysis.intake.audit import audit
    from hbanalysis.presentation.terminal.scrutiny_text import audit_lines
    from hbanalysis.vocabulary.language import Language

    lines = "thu | 2024-04 | ytd | 65942 | 2024-04-29 | 14.53\n"
    lines += "thu | 2024-05 | ytd | 66000 | 2024-05-29 | 27.5"
    office = workspace(write_office(tmp_path, targets=PLANS, observations=HEAD + lines, results=""))
    rows = printed_in_year(office.observations, office.targets)
    found = audit(office.results_stated, office.scoreboard_stated, office.indicators, rows)
    assert found.contradictions == 1
    text = audit_lines(found, {}, {}, Language("en"))
    assert "2 percentages printed beside years-to-date" in text
    assert "14.53%" in text
    assert "27.5%" not in text
