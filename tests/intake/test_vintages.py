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
from hbanalysis.intake.observations.settled import settled, settled_each
from hbanalysis.intake.observations.vintages import CELL, known_by, latest
from hbanalysis.vocabulary.errors import WrongUsage
from tests.conftest import assessed

pytestmark = pytest.mark.slow

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
    assert (row["through"], row["reason"]) == (0, "not due")


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


def sums(root: Path, as_of: str = "") -> dict[str, float]:
    """The year-to-dates as known on a day."""
    seen = workspace(root, as_of).known_figures
    return seen[seen["accumulation"] == "ytd"].set_index("period")["value"].to_dict()


def test_a_later_month_moves_the_printed_sum_by_its_change(office: Office) -> None:
    """February was revised from 100 to 90 after its sum of 205 was printed."""
    root = office(observations=PRINTED)
    assert sums(root, "2024-02-28") == {"2024-02": 205}
    assert sums(root) == {"2024-02": 195}
    moved = workspace(root).known_figures["as_printed"].dropna()
    assert moved.tolist() == [205]


def test_months_that_come_after_their_sum_replace_it_once_all_are_there(office: Office) -> None:
    head = "indicator | period | accumulation | value | status | published\n"
    printed = "thu | 2024-03 | ytd | 290 | estimate | 2024-03-29\n"
    parts = [f"thu | 2024-0{month} | month | 100 | final | 2024-07-0{month}" for month in (1, 2, 3)]
    assert sums(office(observations=head + printed + "\n".join(parts[:2]))) == {"2024-03": 290}
    root = office(observations=head + printed + "\n".join(parts))
    assert sums(root) == {"2024-03": 300}
    assert sums(root, "2024-07-02") == {"2024-03": 290}
    row = assessed(root, "2024-Q1").loc["thu"]
    assert (row["actual"], row["printed_to_date"], row["printed_on"], row["status"]) == (
        300,
        290,
        "2024-03-29",
        "final",
    )


def test_a_less_settled_month_does_not_move_a_settled_sum(office: Office) -> None:
    head = "indicator | period | accumulation | value | status | published\n"
    lines = "thu | 2024-01 | ytd | 90 | final | 2024-02-06\n"
    lines += "thu | 2024-01 | month | 100 | estimate | 2024-03-01"
    assert sums(office(observations=head + lines)) == {"2024-01": 90}


def test_of_a_level_the_later_statement_counts_however_it_is_called(office: Office) -> None:
    head = "indicator | period | accumulation | value | published\n"
    lines = "hoi | 2024-03 | ytd | 48 | 2024-04-05\nhoi | 2024-03 | month | 51 | 2024-05-05"
    root = office(observations=head + lines)
    assert assessed(root, "2024-Q1").loc["hoi", "actual"] == 51
    assert assessed(root, "2024-Q1", "2024-04-30").loc["hoi", "actual"] == 48


changes = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 50), st.integers(1, 28)), max_size=8)


@given(changes)
def test_a_sum_that_was_the_sum_of_its_months_stays_so(values: list[tuple[int, int, int]]) -> None:
    """Whatever is revised afterwards: the moved sum is that of the months as they are known now."""
    rows = [observation((month, 1, "estimate", 10)) for month in range(1, 7)]
    rows.append(observation((6, 1, "estimate", 60)) | {"accumulation": "ytd"})
    rows += [
        observation((month, day, "estimate", value)) | {"published": f"2024-07-{day:02d}"}
        for month, value, day in values
    ]
    table = pd.DataFrame(rows).drop_duplicates([*CELL, "published"], keep="first")
    seen = settled(table)
    months = seen.loc[seen["accumulation"] == "month", "value"].sum()
    assert seen.loc[seen["accumulation"] == "ytd", "value"].tolist() == [months]


@given(st.lists(changes, max_size=4))
def test_states_settled_together_are_those_settled_one_by_one(
    states: list[list[tuple[int, int, int]]],
) -> None:
    """However many days are replayed at once, and where one of them knew only a printed sum."""
    printed = observation((6, 1, "estimate", 60)) | {"accumulation": "ytd"}
    tables = [
        pd.DataFrame([printed, *(observation((m, day, "final", value)) for m, value, day in state)])
        for state in states
    ]
    tables = [table.drop_duplicates([*CELL, "published"], keep="first") for table in tables]
    alone = [settled(table) for table in tables]
    for together, one in zip(settled_each(tables), alone, strict=True):
        pd.testing.assert_frame_equal(together, one, check_exact=True)


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
