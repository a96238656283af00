"""What changed since a day, and where months and sums of one source part.

On the real series, the known figures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.observations.reconciliation import printed_digits, reconciliation
from hbanalysis.intake.observations.revisions import revision_summary, revisions
from tests.conftest import ROOT, tries
from tests.tables import write_office

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
VINTAGES = """
indicator | period  | value | status      | published
thu       | 2024-01 | 100   | estimate    | 2024-01-29
thu       | 2024-01 | 120   | preliminary | 2024-02-29
thu       | 2024-01 | 110   | final       | 2024-06-30
thu       | 2024-02 | 80    | estimate    | 2024-02-29
thu       | 2024-02 | 80    | final       | 2024-06-30
thu       | 2024-03 | 90    | estimate    | 2024-03-29
chi       | 2024-01 | 0     | estimate    | 2024-01-29
chi       | 2024-01 | 5     | final       | 2024-06-30
"""


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (
            "2024-01-01",
            "",
            {
                ("thu", "2024-01"): (100, 100, 110),
                ("thu", "2024-02"): (80, 80, 80),
                ("chi", "2024-01"): (0, 0, 5),
            },
        ),
        (
            "2024-03-01",
            "",
            {
                ("thu", "2024-01"): (100, 120, 110),
                ("thu", "2024-02"): (80, 80, 80),
                ("chi", "2024-01"): (0, 0, 5),
            },
        ),
        ("2024-02-01", "2024-03-31", {("thu", "2024-01"): (100, 100, 120)}),
        ("2024-02-29", "2024-02-29", {("thu", "2024-01"): (100, 100, 120)}),
        ("2024-03-01", "2024-06-29", {}),
        ("2024-07-01", "", {}),
    ],
)
def test_first_before_and_now_are_those_of_their_days(
    office: Office, since: str, until: str, expected: dict[tuple[str, str], tuple[float, ...]]
) -> None:
    found = revisions(workspace(office(observations=VINTAGES)).observations, since, until)
    assert {
        (row.indicator, row.period): (row.first, row.before, row.value)
        for row in found.itertuples()
    } == expected


def test_the_summary_counts_confirmations_and_names_the_largest(office: Office) -> None:
    found = revisions(workspace(office(observations=VINTAGES)).observations, "2024-01-01")
    summary = revision_summary(found).set_index("indicator")
    assert summary.loc[
        "thu", ["cells", "changed", "median_pct", "largest_pct", "largest_period"]
    ].tolist() == [2, 1, 5, 10, "2024-01"]
    assert summary.loc["chi", "changed"] == 1
    assert np.isnan(summary.loc["chi", "median_pct"]), "no percentage of zero"


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return workspace(ROOT)


def test_hai_phong_revises_as_the_domain_notes_say(shipped: Workspace) -> None:
    """First estimate against the next month's revision: median 2,3 %, p90 17,7 %, worst +72 %."""
    table = shipped.observations
    table = table[(table["territory"] == "hai-phong") & (table["indicator"] == "PI")]
    (row,) = revision_summary(revisions(table, "2012-01-01")).to_dict("records")
    assert (row["accumulation"], row["cells"]) == ("month", 138)
    assert [round(row[name], 1) for name in ("median_pct", "p90_pct", "largest_pct")] == [
        2.3,
        17.7,
        72.3,
    ]
    assert row["largest_period"] == "2020-11"


def test_hai_phongs_months_and_sums_part_where_they_were_rewritten(shipped: Workspace) -> None:
    table = shipped.observations[shipped.observations["territory"] == "hai-phong"]
    found = reconciliation(table[table["indicator"] == "PI"], shipped.indicators)
    assert found["sum_of_months"].notna().sum() == 148
    apart = found[~found["reconciled"] & found["gap"].notna()]
    assert len(apart) == 12
    widest = apart.loc[apart["gap_pct"].abs().idxmax()]
    assert (widest["period"], round(widest["gap_pct"], 1)) == ("2012-09", 8.6)


FULL = "indicator | period | accumulation | value | published\n"
RECONCILED = (
    FULL
    + """
thu | 2024-01 | month | 100   | 2024-01-29
thu | 2024-01 | ytd   | 100   | 2024-01-29
thu | 2024-02 | month | 90    | 2024-02-28
thu | 2024-01 | month | 104   | 2024-02-28
thu | 2024-02 | ytd   | 194   | 2024-02-28
thu | 2024-03 | month | 110.5 | 2024-03-29
thu | 2024-02 | month | 95    | 2024-04-29
thu | 2024-03 | ytd   | 310   | 2024-03-29
thu | 2024-05 | ytd   | 500   | 2024-05-29
"""
)


def test_a_sum_is_held_against_the_months_of_its_day(office: Office) -> None:
    opened = workspace(office(observations=RECONCILED))
    found = reconciliation(opened.observations, opened.indicators).set_index("period")
    columns = ["sum_of_months", "gap", "month", "difference", "off", "reconciled"]
    assert found.loc["2024-01", columns].tolist() == [100, 0, 100, 100, 0, True]
    assert found.loc["2024-02", columns].tolist() == [
        194,
        0,
        90,
        94,
        -4,
        True,
    ], "the revised January is in the sum"
    assert found.loc["2024-03", columns].tolist() == [304.5, -5.5, 110.5, 116, -5.5, False]
    assert found.loc["2024-05", "months"] == 3
    assert found.loc["2024-05", ["sum_of_months", "gap", "difference"]].isna().all(), (
        "a month is missing"
    )


@tries(15)
@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=12))
def test_months_always_reconcile_with_their_own_rounded_sum(
    tmp_path_factory: pytest.TempPathFactory, cents: list[int]
) -> None:
    values = [value / 100 for value in cents]
    lines = [
        f"thu | 2024-{m:02d} | month | {value} | 2024-{m:02d}-28\n"
        f"thu | 2024-{m:02d} | ytd | {round(sum(values[:m]), 1)} | 2024-{m:02d}-28"
        for m, value in enumerate(values, 1)
    ]
    opened = workspace(
        write_office(tmp_path_factory.mktemp("sums"), observations=FULL + "\n".join(lines))
    )
    assert reconciliation(opened.observations, opened.indicators)["reconciled"].all()


def test_digits_are_those_printed() -> None:
    values = np.array([0.0, 12, 12.5, 0.1 + 0.2, 1234567.891, np.pi])
    assert printed_digits(values).tolist() == [0, 0, 1, 1, 3, 6]


def test_nothing_published_twice_is_no_revision(office: Office) -> None:
    found = revisions(workspace(office()).observations, "2000-01-01")
    assert found.empty
    assert isinstance(revision_summary(found), pd.DataFrame)
    assert reconciliation(workspace(office()).observations, workspace(office()).indicators).empty
