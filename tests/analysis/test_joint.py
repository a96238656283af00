"""A total, its parts and the rest drawn together add up in every path, whatever the rows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hbanalysis as hb
from hbanalysis.analysis.yearend.joint import PART, REST, WHOLE, joint_year_ends
from hbanalysis.analysis.yearend.pooled.model import LEVELS
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.terms import Measure
from tests.conftest import ROOT, tries

amounts = st.floats(0, 1e6, allow_nan=False)


@st.composite
def family(draw: st.DrawFn) -> pd.DataFrame:
    """A total with up to four parts, one of them with a part of its own; projections at odds."""
    count = draw(st.integers(1, 4))
    codes = ["T", *(f"P{n}" for n in range(count)), "P0a"]
    parents = ["", *["T"] * count, "P0"]
    rows = []
    for code, parent in zip(codes, parents, strict=True):
        to_date, steps = draw(amounts), draw(st.lists(amounts, min_size=21, max_size=21))
        values = to_date + np.cumsum(steps)
        certain = draw(st.integers(0, 5)) == 0
        rows.append(
            {
                "territory": "here",
                "indicator": code,
                "parent": parent,
                "measure": Measure.FLOW,
                "unit": "tỷ đồng",
                "signed": draw(st.booleans()),
                "actual": to_date,
                "through": draw(st.sampled_from([9, 9, 6])),
                "point": values[10],
                "quantiles": {} if certain else dict(zip(LEVELS, values.tolist(), strict=True)),
            }
        )
    return pd.DataFrame(rows)


@given(family(), st.randoms(use_true_random=False))
@tries(60)
def test_every_path_adds_up_and_the_order_of_rows_moves_no_number(
    table: pd.DataFrame, random: object
) -> None:
    drawn = joint_year_ends(table, 40)
    shuffled = table.sample(frac=1, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(drawn, joint_year_ends(shuffled, 40))
    for _, path in drawn.groupby(["whole", "path"]):
        total = path.loc[path["role"] == WHOLE, "value"].item()
        given_up = path.loc[path["role"] != WHOLE, "value"].sum()
        assert given_up == pytest.approx(total, rel=1e-9, abs=1e-6)
    parts = drawn[drawn["role"] == PART].set_index(["indicator", "path"])["value"]
    totals = drawn[drawn["role"] == WHOLE].set_index(["whole", "path"])["value"]
    for both in set(parts.index) & set(totals.index) if "T" in set(drawn["whole"]) else ():
        assert parts[both] == totals[both]
    floors = table[~table["signed"]].set_index("indicator")["actual"]
    for code in set(floors.index) & {code for code, _ in parts.index}:
        assert parts[code].min() >= floors[code]


@given(family())
@tries(30)
def test_the_total_keeps_its_own_distribution(table: pd.DataFrame) -> None:
    drawn = joint_year_ends(table, 400)
    total = drawn[(drawn["whole"] == "T") & (drawn["role"] == WHOLE)].sort_values("path")
    quantiles = table.set_index("indicator").loc["T", "quantiles"]
    if total.empty or not quantiles:
        return
    values, levels = total["value"].to_numpy(), total["level"].to_numpy()
    assert all(low <= high for low, high in pairwise(values))
    for low, high in pairwise(LEVELS):
        between = values[(levels > low) & (levels < high)]
        assert (between >= quantiles[low] * (1 - 1e-9)).all()
        assert (between <= quantiles[high] * (1 + 1e-9)).all()


def one(code: str, parent: str, actual: float, middle: float, sd: float) -> dict[str, object]:
    levels = np.array(LEVELS)
    spread = np.interp(levels, [0.025, 0.1, 0.5, 0.9, 0.975], [-1.96, -1.28, 0, 1.28, 1.96])
    values = dict(zip(LEVELS, (middle + sd * spread).tolist(), strict=True))
    facts = {"territory": "here", "measure": Measure.FLOW, "unit": "ha", "signed": False}
    own = {"indicator": code, "parent": parent, "actual": actual, "through": 6, "point": middle}
    return facts | own | {"quantiles": values}


def middles(rows: list[dict[str, object]]) -> dict[tuple[str, str], float]:
    drawn = joint_year_ends(pd.DataFrame(rows), 400)
    return drawn.groupby(["role", "indicator"])["value"].median().to_dict()


def test_parts_that_say_more_than_the_total_give_way_by_their_variance() -> None:
    rows = [
        one("T", "", 50, 100, 2),
        one("A", "T", 20, 44, 2),
        one("B", "T", 30, 66, 4),
    ]
    found = middles(rows)
    assert found[WHOLE, "T"] == pytest.approx(100, abs=0.1)
    assert found[PART, "A"] == pytest.approx(42, abs=0.3)  # a fifth of the ten too much
    assert found[PART, "B"] == pytest.approx(58, abs=0.6)
    assert found[REST, ""] == pytest.approx(0, abs=1e-9)


def test_a_rest_that_is_there_grows_with_the_total() -> None:
    found = middles([one("T", "", 50, 100, 2), one("A", "T", 30, 60, 2)])
    assert found[REST, ""] == pytest.approx(40, abs=0.5)


def test_parts_that_overlap_have_no_joint_paths_and_a_lone_part_has_no_total() -> None:
    overlapping = [one("T", "", 50, 100, 2), one("A", "T", 30, 60, 2), one("B", "T", 31, 60, 2)]
    assert joint_year_ends(pd.DataFrame(overlapping)).empty
    assert joint_year_ends(pd.DataFrame(overlapping[1:])).empty
    assert list(joint_year_ends(pd.DataFrame(overlapping[1:])).columns)[-1] == "value"
    with pytest.raises(WrongUsage, match="project_year"):
        joint_year_ends(pd.DataFrame(overlapping).drop(columns="quantiles"))
    with pytest.raises(WrongUsage, match="at least 2"):
        joint_year_ends(pd.DataFrame(overlapping), 1)


def test_the_revenue_of_hai_phong_adds_up_and_stays_above_what_is_there() -> None:
    year = hb.year("2024-9M", "hai-phong", "2024-10-10", root=ROOT)
    drawn = hb.joint_year_ends(year.projected)
    sums = drawn.pivot_table(index=["whole", "path"], columns="role", values="value", aggfunc="sum")
    assert (sums[PART] + sums[REST]).to_numpy() == pytest.approx(sums[WHOLE].to_numpy(), rel=1e-9)
    total = drawn[(drawn["whole"] == "BR") & (drawn["role"] == WHOLE)]["value"]
    assert total.median() == pytest.approx(year["BR"].quantiles[0.5], rel=1e-4)
    assert (drawn.loc[drawn["role"] == REST, "value"] > -1e-6).all()
    again = hb.joint_year_ends(year.projected)
    assert again.to_csv() == drawn.to_csv()
