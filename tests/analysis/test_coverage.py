"""Which figure is there, which is owed and by whom.

By cadence, by the day one looks back from, ward by ward.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.completeness.coverage import coverage, last_report_day, owed
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from tests.tables import INDICATORS, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"
OWNED = (
    INDICATORS.replace("|judgeable\n", "|judgeable|owner\n")
    .replace("|M12\n", "|M12|Phòng Tài chính\n")
    .replace("|M03\n", "|M03|Ban CHQS\n")
    .replace("|M07\n", "|M07|Phòng Giáo dục\n")
    .replace("|N04\n", "|N04|Phòng Nội vụ\n")
)


def covered(root: Path, period: str, as_of: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Coverage and what is owed of the tiny office."""
    office, when = workspace(root, as_of), Period.parse(period)
    table = assess(office, when, ["quan"])
    cells = coverage(table, office, when)
    return cells.set_index(["indicator", "month"]), owed(cells, table)


def states(cells: pd.DataFrame, indicator: str) -> list[str]:
    return cells.loc[indicator, "state"].tolist()


def test_a_month_is_owed_by_a_monthly_figure_and_a_quarter_end_by_a_quarterly_one(
    office: Office,
) -> None:
    text = HEAD + months("thu", 2024, [1, "-", 3]) + "\n" + months("von", 2024, ["-", "-", 9])
    cells, lacking = covered(office(observations=text, indicators=OWNED), "2024-H1")
    assert states(cells, "thu") == ["final", "missing", "final", "missing", "missing", "missing"]
    assert states(cells, "von") == ["", "", "final", "", "", "missing"]
    found = lacking.set_index("indicator")
    assert found.loc["thu", "months"] == (2, 4, 5, 6)
    assert (found.loc["thu", "due"], found.loc["von", "due"]) == ("2024-03-10", "2024-07-15")
    assert found.loc["thu", "owner"] == "Phòng Tài chính"


def test_a_later_sum_or_level_speaks_for_a_month_before_it(office: Office) -> None:
    text = (
        "indicator | period | value | accumulation\nthu | 2024-01 | 5 | month\nthu | 2024-03 | 20 |"
        " ytd\nbao | 2024-03 | 97 | month"
    )
    cells, _ = covered(office(observations=text), "2024-04")
    assert states(cells, "thu") == ["final", "in a later figure", "final", "missing"]
    assert states(cells, "bao") == ["in a later figure", "in a later figure", "final", "missing"]


def test_a_figure_is_not_missing_before_its_day(office: Office) -> None:
    root = office(observations=HEAD + months("thu", 2024, [1, 2]))
    assert states(covered(root, "2024-03", "2024-04-09")[0], "thu")[2] == "not owed yet"
    assert states(covered(root, "2024-03", "2024-04-10")[0], "thu")[2] == "missing"
    assert states(covered(root, "2024-03")[0], "thu")[2] == "missing"


def test_the_office_sets_its_own_days(office: Office) -> None:
    rules = '[[reporting]]\nfrom = "2024-01-01"\ndays_after_month = 3'
    _, lacking = covered(
        office(observations=HEAD + months("thu", 2024, [1]), rules=rules), "2024-02"
    )
    assert lacking.set_index("indicator").loc["thu", "due"] == "2024-03-03"


@pytest.mark.parametrize(("period", "exam"), [("2024-06", ""), ("2024-07", "missing")])
def test_an_event_is_owed_once_in_its_month(office: Office, period: str, exam: str) -> None:
    cells, _ = covered(office(), period)
    assert states(cells, "thi")[-1] == exam
    assert set(states(cells, "truong")) == {""}, "a milestone of December"


def test_an_event_that_has_been_told_is_owed_no_more(office: Office) -> None:
    cells, lacking = covered(office(observations=HEAD + "truong | 2024-05 | 1 | quan"), "2024")
    assert [month for month, state in enumerate(states(cells, "truong"), 1) if state] == [5]
    assert cells.loc[("truong", 5), "due"] == "2024-06-15"
    assert "truong" not in set(lacking["indicator"])


def test_an_event_with_a_day_in_the_plan_is_owed_by_that_day(office: Office) -> None:
    target = "indicator | value | comparator | due\ntruong | 1 | done | 2024-05-20"
    cells, lacking = covered(office(targets=target), "2024-H1")
    assert states(cells, "truong") == ["", "", "", "", "missing", ""]
    assert lacking.set_index("indicator").loc["truong", "due"] == "2024-06-15"


def test_wards_that_are_silent_are_named(office: Office) -> None:
    text = HEAD + "mohinh | 2024-01 | 1 | phuong-a\nmohinh | 2024-01 | 1 | phuong-b"
    cells, lacking = covered(office(observations=text), "2024-01")
    assert states(cells, "mohinh") == ["partly missing"]
    assert lacking.set_index("indicator").loc["mohinh", "silent"] == ("phuong-c",)


def test_a_rejected_figure_is_owed_and_called_rejected(office: Office) -> None:
    text = "indicator | period | value\nthu | 2024-01 | 1\nthu | 2024-02 | 1.536,5"
    cells, lacking = covered(office(observations=text), "2024-02")
    assert states(cells, "thu")[1] == "rejected"
    assert bool(lacking.set_index("indicator").loc["thu", "rejected"])


@given(
    st.sampled_from(
        [f"2024-{month:02d}" for month in range(1, 13)]
        + ["2024-Q1", "2024-Q2", "2024-Q4", "2024-H1", "2024-9M", "2024"]
    )
)
def test_the_last_report_lies_before_this_ones_end_and_at_a_months_end(text: str) -> None:
    period = Period.parse(text)
    day = last_report_day(period)
    assert day < period.end
    assert (pd.Timestamp(day) + pd.Timedelta(days=1)).day == 1
