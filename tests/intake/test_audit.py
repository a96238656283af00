"""Printed percentages recomputed.

Five answers, intervals, counts; on the real text exactly what it holds.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hbanalysis.intake.audit import (
    Answer,
    audit,
    audit_counts,
    denominators,
    implied_plan,
    plain,
    recomputed,
)
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.numbers import half_up
from tests.conftest import ROOT
from tests.tables import parse

WORKED = parse("""
value  | plan  | printed | answer                         | from  | to
11     | 9     | 122     | ok                             |       |
6      | 6     | 100     | ok                             |       |
250    | 240   | 104.17  | ok                             |       |
250    | 240   | 104.16  | ok if cut                      |       |
2      | 3     | 66.6    | ok if cut                      |       |
250    | 240   | 104.18  | last digit                     |       |
2      | 3     | 66.8    | last digit                     |       |
118    | 120   | 99.2    | would need another denominator | 119   | 119
250    | 240   | 100     | would need another denominator | 249   | 251
468.3  | 468.3 | 99.0    | would need another denominator | 472.8 | 473.2
250    | 240   | 100.08  | inconsistent                   |       |
3      | 7     | 50.00   | would need another denominator | 6     | 6
3      | 7     | 51.00   | inconsistent                   |       |
0      | 5     | 0       | ok                             |       |
0      | 5     | 3       | inconsistent                   |       |
-5     | 10    | -50     | ok                             |       |
""")


def figures(text: str) -> tuple[Decimal, int]:
    """A printed percentage and its decimals."""
    return Decimal(text), len(text.partition(".")[2])


@pytest.mark.parametrize(
    "row", WORKED, ids=lambda row: f"{row['value']}/{row['plan']}={row['printed']}"
)
def test_the_answer_is_the_one_worked_out_by_hand(row: dict[str, str]) -> None:
    value, plan = Decimal(row["value"]), Decimal(row["plan"])
    percent, decimals = figures(row["printed"])
    answer = recomputed(value, plan, percent, decimals)
    assert answer == row["answer"]
    if answer == Answer.OTHER_DENOMINATOR:
        assert denominators(value, plan, percent, decimals) == (
            Decimal(row["from"]),
            Decimal(row["to"]),
        )


amounts = st.integers(1, 10**7).map(lambda n: Decimal(n) / 100)
places = st.integers(0, 3)


@given(amounts, amounts, places)
def test_a_rightly_printed_percentage_is_ok_and_its_plan_lies_in_the_interval(
    value: Decimal, plan: Decimal, decimals: int
) -> None:
    percent = half_up(100 * value / plan, decimals)
    assert recomputed(value, plan, percent, decimals) == Answer.OK
    interval = implied_plan(value, percent, decimals)
    assert interval.low < plan or percent == 0
    assert interval.high is None or plan <= interval.high


@given(amounts, amounts, places)
def test_a_cut_percentage_is_ok_or_ok_if_cut_and_its_plan_lies_in_the_cut_interval(
    value: Decimal, plan: Decimal, decimals: int
) -> None:
    percent = (100 * value / plan).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN)
    assert recomputed(value, plan, percent, decimals) in (Answer.OK, Answer.CUT)
    interval = implied_plan(value, percent, decimals, cut=True)
    assert interval.low < plan
    assert interval.high is None or plan <= interval.high


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(0, 30000))
def test_a_denominator_that_is_named_gives_the_percentage(
    value: int, plan: int, tenths: int
) -> None:
    percent = Decimal(tenths) / 10
    found = denominators(Decimal(value), Decimal(plan), percent, 1)
    assume(found is not None)
    for denominator in found or ():
        assert half_up(100 * Decimal(value) / denominator, 1) == percent


def test_the_results_of_2023_hold_one_contradiction_two_intervals_and_a_sum() -> None:
    tables, _ = read_workspace(ROOT)
    assert tables is not None
    found = audit(tables["results_stated"], tables["scoreboard_stated"], tables["indicators"])
    assert {row["indicator"]: row["answer"] for row in found.percentages} == {
        "11": "ok",
        "15": "inconsistent",
        "16": "ok",
        "18": "ok",
    }
    (wrong,) = [row for row in found.percentages if row["answer"] != "ok"]
    assert [str(wrong[name]) for name in ("value", "plan", "printed", "recomputed")] == [
        "250",
        "240",
        "100.08",
        "104.17",
    ]
    assert {
        row["indicator"]: tuple(
            str(row[name])
            for name in ("plan_from", "plan_to", "plan_if_cut_from", "plan_if_cut_to")
        )
        for row in found.implied
    } == {"3": ("1125.3", "1133.6", "1121.2", "1129.4"), "8": ("3390", "3417", "3376", "3403")}
    (count,) = found.counts
    assert ([int(n) for n in count["counts"]], count["sum"], count["adds_up"]) == (
        [8, 7, 1],
        16,
        True,
    )
    assert found.contradictions == 1


def test_counts_that_do_not_add_up_are_a_contradiction() -> None:
    board = pd.DataFrame(
        {
            "territory": "quan",
            "year": 2023,
            "word": ["a", "b"],
            "count": [8.0, 7.0],
            "total": [16.0, 16.0],
            "source": "x",
        }
    )
    assert [row["adds_up"] for row in audit_counts(board)] == [False]
    assert [row["adds_up"] for row in audit_counts(board.assign(total=float("nan")))] == [True]
    assert [row["adds_up"] for row in audit_counts(board.assign(total=[15.0, 16.0]))] == [False]


def test_a_zero_that_a_float_brought_is_no_printed_digit() -> None:
    assert [str(plain(Decimal(text))) for text in ("1536.0", "100.08", "100", "0.0")] == [
        "1536",
        "100.08",
        "100",
        "0",
    ]
