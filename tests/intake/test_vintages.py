"""What was known on a day.

Revisions replace, nothing is overwritten, and a printed sum keeps its own months.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.intake.load import workspace
from hbanalysis.intake.observations.vintages import CELL, as_stated, known_by, latest
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.periods import Period
from tests.conftest import assessed

Office = Callable[..., Path]
REVISED = """
indicator | period  | value | status      | published
thu       | 2024-01 | 100   | estimate    | 2024-01-29
thu       | 2024-01 | 120   | preliminary | 2024-02-29
thu       | 2024-01 | 110   | final       | 2024-06-30
"""


@pytest.mark.parametrize(
    ("as_of", "value", "status"),
    [
        ("2024-01-29", 100, "estimate"),
        ("2024-02-28", 100, "estimate"),
        ("2024-02-29", 120, "preliminary"),
        ("2024-06-29", 120, "preliminary"),
        ("2024-06-30", 110, "final"),
        ("", 110, "final"),
    ],
)
def test_the_figure_is_the_one_known_on_that_day(
    office: Office, as_of: str, value: float, status: str
) -> None:
    row = assessed(office(observations=REVISED), "2024-01", as_of).loc["thu"]
    assert (row["actual"], row["status"]) == (value, status)


def test_before_the_first_publication_there_is_no_figure(office: Office) -> None:
    row = assessed(office(observations=REVISED), "2024-01", "2024-01-28").loc["thu"]
    assert (row["through"], row["reason"]) == (0, "data missing")


def test_every_vintage_is_kept(office: Office) -> None:
    assert len(workspace(office(observations=REVISED)).observations) == 3


@pytest.mark.parametrize(
    ("as_of", "known"), [("", True), ("2024-02-01", True), ("2024-01-15", False)]
)
def test_a_row_without_a_date_is_known_when_its_month_is_over(
    office: Office, as_of: str, known: bool
) -> None:
    """Otherwise a report made as of January would already know December."""
    root = office(observations="indicator | period | value | published\nthu | 2024-01 | 100 |")
    assert (assessed(root, "2024-01", as_of).loc["thu", "actual"] == 100) == known


def test_published_on_one_day_the_most_settled_counts(office: Office) -> None:
    same_day = REVISED.replace("2024-02-29", "2024-01-29").replace("2024-06-30", "2024-01-29")
    assert assessed(office(observations=same_day), "2024-01").loc["thu", "actual"] == 110


def test_a_revision_that_leaves_the_calendar_out_still_replaces(office: Office) -> None:
    """An empty calendar is the calendar month.

    Two spellings of one cell must not live side by side.
    """
    root = office(
        observations="""
        indicator | period  | value | calendar | published
        thu       | 2024-01 | 100   | month    | 2024-02-06
        thu       | 2024-01 | 120   |          | 2024-03-06
    """
    )
    assert assessed(root, "2024-01").loc["thu", "actual"] == 120


def test_the_two_calendars_are_never_added(office: Office) -> None:
    root = office(
        observations="""
        indicator | period  | value | calendar
        thu       | 2024-01 | 100   | month
        thu       | 2024-02 | 70    | 15-14
    """
    )
    assert assessed(root, "2024-02").loc["thu", "actual"] == 100


def observation(values: tuple[int, int, str, int]) -> dict[str, object]:
    month, day, status, value = values
    return {
        "territory": "quan",
        "indicator": "thu",
        "period": f"2024-{month:02d}",
        "accumulation": "month",
        "calendar": "month",
        "published": f"2024-06-{day:02d}",
        "status": status,
        "value": float(value),
    }


vintages = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.integers(1, 28),
        st.sampled_from(["estimate", "preliminary", "final"]),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda one: one[:3],
)


@given(vintages, st.randoms(use_true_random=False))
def test_the_order_of_deliveries_never_shows(
    values: list[tuple[int, int, str, int]], chance: object
) -> None:
    rows = [observation(one) for one in values]
    first = latest(pd.DataFrame(rows))
    chance.shuffle(rows)
    assert latest(pd.DataFrame(rows)).equals(first)
    assert not first.duplicated(CELL).any()


@given(vintages, st.integers(1, 28))
def test_what_is_known_only_grows(values: list[tuple[int, int, str, int]], day: int) -> None:
    table = pd.DataFrame([observation(one) for one in values])
    early, late = (known_by(table, "published", f"2024-06-{one:02d}") for one in (day, 28))
    assert set(early.index) <= set(late.index)
    assert len(known_by(table, "published", "")) == len(table)


PRINTED = """
indicator | period  | accumulation | value | published
thu       | 2024-01 | month        | 100   | 2024-01-29
thu       | 2024-02 | month        | 100   | 2024-02-28
thu       | 2024-02 | ytd          | 205   | 2024-02-28
thu       | 2024-01 | month        | 105   | 2024-02-28
thu       | 2024-02 | month        | 90    | 2024-03-29
thu       | 2024-03 | month        | 100   | 2024-03-29
"""


def test_a_printed_year_to_date_stands_with_the_months_of_its_day(office: Office) -> None:
    opened = workspace(office(observations=PRINTED))
    seen = opened.observations_at(Period.parse("2024-02"))
    months = seen[(seen["accumulation"] == "month") & (seen["period"] <= "2024-02")]
    assert months["value"].tolist() == [105, 100]


def test_at_another_cut_off_the_later_revision_is_used(office: Office) -> None:
    observations = workspace(office(observations=PRINTED)).observations
    assert len(as_stated(observations, "2024-03")) == len(observations)
    assert len(as_stated(observations, "2023-02")) == len(observations)


@pytest.mark.parametrize("day", ["2024-02-30", "30/9/2024", "20240930", "hôm qua"])
def test_a_day_that_is_none_is_refused(office: Office, day: str) -> None:
    with pytest.raises(WrongUsage):
        workspace(office(), day)


def test_the_record_names_file_and_source(office: Office) -> None:
    row = assessed(office(), "2024-Q1").loc["thu"]
    assert (row["file"], row["source"], row["locator"]) == (
        "data/raw/observations/quan.csv",
        "Báo cáo quận",
        "bảng 1",
    )
