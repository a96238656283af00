"""Many territories of one parent: deliveries, cascade, sums, places, from two to many.

Dương Kinh printed 10,182 tỷ = 136,5 % of the city's plan and 113,7 % of its own: 7,46 and 8,96 tỷ.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.territories.layout import read_layout
from hbanalysis.analysis.territories.portfolio import Portfolio
from hbanalysis.analysis.territories.rank_intervals import rank_interval
from hbanalysis.intake import machine
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.kernel.launch import QUIET
from hbanalysis.vocabulary.errors import BadData, HbaError
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
TERRITORIES = """
territory  | parent | name_vi    | name_en    | level | valid_from | valid_to   | successor
cu         |        | Cũ         | Old        | city  |            | 2025-06-30 | tp
tp         |        | Thành phố  | City       | city  | 2025-07-01 |            |
duong-kinh | tp     | Dương Kinh | Duong Kinh | phường | 2025-07-01 |           |
an-bien    | tp     | An Biên    | An Bien    | phường | 2025-07-01 |           |
im-lang    | tp     | Im Lặng    | Silent     | phường | 2025-07-01 |           |
da-het     | cu     | Đã Hết     | Ended      | phường |            | 2025-06-30 |
"""
TARGETS = """
territory | indicator | year | value | comparator | plan                | decided
tp        | thu       | 2026 | 100   | >=         | HĐND thành phố      | 2025-12-10
an-bien   | thu       | 2026 | 60    | >=         | HĐND thành phố      | 2025-12-10
an-bien   | thu       | 2026 | 66    | >=         | HĐND phường An Biên | 2025-12-28
"""
PRINTED = """
territory  | indicator | year | value  | stated_pct | stated_pct_text | period  | plan_name      | published  | source
duong-kinh | thu       | 2026 | 10.182 | 136.5      | 136,5%          | 2026-06 | HĐND thành phố | 2026-07-02 | BC
duong-kinh | thu       | 2026 | 10.182 | 113.7      | 113,7%          | 2026-06 | HĐND phường    | 2026-07-02 | BC
"""


@pytest.fixture
def city(office: Office) -> Path:
    text = "\n".join(
        [
            "indicator | period | value | territory",
            months("thu", 2026, [5] * 6, "an-bien"),
            months("thu", 2026, [1.5, 1.5, 1.5, 1.5, 1.5, 2.682], "duong-kinh"),
        ]
    )
    return office(
        territories=TERRITORIES,
        targets=TARGETS,
        observations=text,
        events="",
        results=PRINTED,
    )


def test_the_cascade_reads_a_printed_percentage_back_to_its_plan(city: Path) -> None:
    table = Portfolio.of(workspace(city), "2026-H1", "tp").cascade
    own = table.set_index(["territory", "level"])
    assigned = own.loc[("duong-kinh", "assigned")]
    council = own.loc[("duong-kinh", "own")]
    assert (round(assigned["value"], 2), round(council["value"], 2)) == (7.46, 8.96)
    assert assigned["low"] < 7.46 < assigned["high"]
    assert assigned["high"] - assigned["low"] < 0.006
    assert (assigned["basis"], assigned["pct"], council["pct"]) == ("implied", 136.5, 113.7)
    stated = own.loc[("an-bien", "assigned")]
    assert (stated["value"], stated["basis"], stated["pct"]) == (60, "stated", 50)
    assert own.loc[("an-bien", "own"), "value"] == 66


def test_assigned_plans_are_added_up_against_the_parents(city: Path) -> None:
    sums = Portfolio.of(workspace(city), "2026-H1", "tp").sums.set_index("indicator")
    row = sums.loc["thu"]
    assert (row["units"], row["parent_plan"], bool(row["implied"])) == (2, 100, True)
    assert row["sum"] == pytest.approx(60 + 10.182 / 1.365)
    assert row["low"] < row["sum"] < row["high"]


def test_who_has_not_delivered_comes_first_even_without_a_row(city: Path) -> None:
    table = Portfolio.of(workspace(city), "2026-H1", "tp").delivery
    assert table["territory"].iloc[0] == "im-lang"
    assert table["state"].tolist()[0] == "nothing"
    assert table.set_index("territory").loc["an-bien", "state"] == "complete"


def test_the_name_of_the_ended_city_means_its_successor(city: Path) -> None:
    found = Portfolio.of(workspace(city), "2026-H1", "cu")
    assert (found.parent, found.territories) == ("tp", ("duong-kinh", "an-bien", "im-lang"))
    assert Portfolio.of(workspace(city), "2025-03", "cu").territories == ("da-het",)


def test_a_parent_without_units_is_refused_in_one_sentence(city: Path) -> None:
    with pytest.raises(HbaError, match="No territory belongs to an-bien on 2026-06-30"):
        Portfolio.of(workspace(city), "2026-H1", "an-bien")


def test_overlapping_intervals_can_be_exchanged_and_others_cannot() -> None:
    low = np.array([90.0, 95.0, 50.0, 58.0])
    high = np.array([99.0, 101.0, 60.0, 70.0])
    first, last = rank_interval(low, high)
    assert list(zip(first, last, strict=True)) == [(1, 2), (1, 2), (3, 4), (3, 4)]


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 50)), min_size=2, max_size=30))
def test_the_place_by_the_middle_is_always_within_the_interval(
    pairs: list[tuple[float, float]],
) -> None:
    low = np.array([start for start, _ in pairs])
    high = np.array([start + width for start, width in pairs])
    first, last = rank_interval(low, high)
    middle = (low + high) / 2
    place = pd.Series(-middle).rank(method="first").to_numpy()
    assert ((first <= place) & (place <= last)).all()
    assert ((first >= 1) & (last <= len(pairs)) & (first <= last)).all()


def test_every_fault_of_a_layout_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text("territory,row,column\na,1,1\nb,1,1\nx,2,2\na,3,3\nb,0,1.5\n", encoding="utf-8")
    with pytest.raises(BadData) as problem:
        read_layout(path, ("a", "b"))
    assert [f.locator for f in problem.value.findings] == ["B3", "A4", "A5", "B6"]
    assert "layout of the tiles has 4 problems" in str(problem.value)
    for text, coding in (("territory,row,column\na,1,1\nPhường B,1,2\n", "utf-8"),
                         ("territory;row;column\na;1;1\n\nb;1;2\n", "utf-16")):  # fmt: skip
        path.write_text(text, encoding=coding)
        found = read_layout(path, ("a", "b"), {"Phường B": "b"})
        assert [(t.territory, t.row, t.column) for t in found] == [("a", 1, 1), ("b", 1, 2)]


@pytest.mark.parametrize("text", ["", "territory,row\na,1\n"])
def test_a_layout_without_its_columns_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match="no page was made"):
        read_layout(path, ("a", "b"))
    with pytest.raises(BadData, match="no page was made"):
        read_layout(tmp_path / "none.csv", ("a", "b"))
    path.write_text("territory,row,column\na,1,1\nb,1,2\n", encoding="utf-8")
    assert [(t.territory, t.row, t.column) for t in read_layout(path, ("a", "b"))] == [
        ("a", 1, 1),
        ("b", 1, 2),
    ]


JUDGED = """
import sys
from pathlib import Path
from hbanalysis.analysis.plan.assessment import assess_by_pace
from hbanalysis.intake.copies import single_thread
from hbanalysis.intake.load import workspace

office = workspace(Path(sys.argv[1]))
assess_by_pace(office, "2024-Q3", ["hong-bang", "hai-phong", "viet-nam"])
print(single_thread())
"""


@pytest.mark.skipif(not machine.can_fork(), reason="no copies of a process here")
def test_judging_many_leaves_one_thread_so_that_their_years_are_projected_in_copies() -> None:
    order = [sys.executable, "-c", JUDGED, str(ROOT)]
    told = subprocess.run(
        order, env=os.environ | QUIET, capture_output=True, encoding="utf-8", check=True
    )
    assert told.stdout == "True\n"
