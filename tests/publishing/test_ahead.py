"""What is judged ahead of a report's pages: the same as each would find, for this report only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.judgement import ahead
from hbanalysis.analysis.year import year
from hbanalysis.intake.copies import single_thread
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.kernel.apart import apart
from hbanalysis.vocabulary.periods import Period
from tests.tables import write_office

QUARTER = Period.parse("2024-Q1")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_office(tmp_path_factory.mktemp("ahead"))


def test_what_is_made_ahead_is_what_a_page_would_make(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = workspace(office)
    alone = year("2024-Q1", "quan", root=office).projected
    with ahead.made_ahead(own, [(QUARTER, "quan"), (QUARTER, "quan")], apart):
        with monkeypatch.context() as patch:
            patch.setattr(ahead, "assess_and_project", None)  # nothing is worked out again
            found = year("2024-Q1", "quan", root=office).projected
        found.loc[:, "actual"] = 0.0  # what a page does to its table is its own
        again = year("2024-Q1", "quan", root=office).projected
    assert again.equals(alone)


def test_the_news_of_a_report_are_made_once_and_found_by_row_for_its_two_reports_only(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, asked = workspace(office), []
    first, second = QUARTER, Period.parse("2024-Q2")
    table = pd.DataFrame({"indicator": ["a", "b"], "territory": "quan"}, index=["a", "b"])

    def news(office: object, periods: object, rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
        asked.append((periods, len(rows)))
        return table, "2024-07-05"

    monkeypatch.setattr(ahead, "news_since", news)
    monkeypatch.setattr(ahead, "assess_and_project", lambda *_: table)
    with ahead.made_ahead(own, [(second, "quan"), (first, "quan")], lambda work: work()):
        found, day = ahead.moved(own, (first, second), table[1:].reset_index(drop=True))
        ahead.moved(own, (Period.parse("2024-02"), second), table)
        ahead.moved(own, (first, second), table.assign(territory="phuong-a"))
    assert (found.index.tolist(), day) == (["b"], "2024-07-05")
    ahead.moved(own, (first, second), table)
    others = [((Period.parse("2024-02"), second), 2), ((first, second), 2), ((first, second), 2)]
    assert asked == [((first, second), 2), *others]


def test_nothing_is_found_for_another_day_period_or_place_or_afterwards(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = workspace(office)
    asked: list[object] = []
    monkeypatch.setattr(ahead, "assess_and_project", lambda *order: asked.append(order))
    with ahead.made_ahead(own, [], lambda work: work()):
        pass
    ahead._made[ahead._key(own, QUARTER, "quan")] = own.targets
    ahead.judged(workspace(office, "2024-04-01"), QUARTER, "quan")
    ahead.judged(own, Period.parse("2024-02"), "quan")
    ahead.judged(own, QUARTER, "phuong-a")
    assert len(asked) == 3
    ahead._made.clear()


def test_work_apart_that_fails_gives_nothing() -> None:
    def broken() -> int:
        raise ValueError("no")

    if single_thread():
        assert apart(broken) is None
    else:
        with pytest.raises(ValueError, match="no"):
            apart(broken)
