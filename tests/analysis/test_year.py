"""A year keeps its parts together: whatever is done to them gives a right number or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import hbanalysis as hb
from hbanalysis.analysis.year import Year
from hbanalysis.presentation.display import Prose
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
PARTS = ("plan", "projected", "trends", "quality", "record", "changes", "sources", "news")
Q3 = "2024-Q3"


@pytest.fixture(scope="module")
def now() -> Year:
    return hb.year(Q3, "hong-bang", root=ROOT)


@pytest.mark.parametrize("territory", ["hong-bang", "Quận Hồng Bàng", "hong bang", "HỒNG BÀNG"])
def test_a_territory_may_be_named_as_people_do(territory: str, now: Year) -> None:
    assert hb.year(Q3, territory, root=now.office).territory == "hong-bang"


def test_text_and_objects_ask_for_the_same_year(now: Year) -> None:
    same = hb.year(
        hb.Period.parse(Q3), "hong-bang", date(2024, 10, 15), hb.Language("en"), str(ROOT)
    )
    assert (same.period, same.as_of, same.lang.code) == (now.period, "2024-10-15", "en")


def test_all_that_is_unknown_is_refused_at_once_with_the_nearest(now: Year) -> None:
    with pytest.raises(hb.HbaError) as refused:
        hb.year("2024-Q5", "hong-bng", language="fr", root=now.office)
    assert [word for word in ("2024-Q5", "'hong-bang'", "vi, en") if word in str(refused.value)]
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_of_this_year_and_indexed_by_code(name: str, now: Year) -> None:
    part = getattr(now, name)
    assert isinstance(part, pd.DataFrame)
    assert list(part.index) == list(part["indicator"])
    for column, value in (("office", now.office.fingerprint), ("territory", "hong-bang")):
        assert set(part[column]) == {value}
    assert set(part["period"]) == {Q3}
    narrow = getattr(now.only("3a", "3"), name)
    assert set(narrow.index) <= {"3", "3a"}
    pd.testing.assert_frame_equal(narrow, part.loc[[c for c in ("3a", "3") if c in part.index]])


def test_a_table_that_is_changed_changes_nothing_else(now: Year) -> None:
    before = now.plan.loc["3", "actual"]
    table = now.plan
    table["actual"] = 0.0
    assert now.plan.loc["3", "actual"] == before == now["3"].actual


def test_rows_of_a_table_narrow_a_year_and_those_of_another_are_refused(now: Year) -> None:
    rows = now.plan[now.plan["measure"] == "rank"]
    assert now.only(rows).codes == list(rows.index)
    other = hb.year("2024-H1", "hong-bang", root=now.office)
    with pytest.raises(hb.HbaError, match="2024-H1, not of 2024-Q3"):
        now.only(other.plan)
    with pytest.raises(hb.HbaError, match=r"'33'.*\n.*'zz'"):
        now.only("33", "3", "zz")


def test_what_is_printed_in_a_notebook_is_short(now: Year) -> None:
    assert len(repr(now)) < 200
    assert "hong-bang" in repr(now)
    assert len(repr(now.only(*now.codes))) < 200
    assert len(repr(now.office)) < 200
    assert "Quận Hồng Bàng" in now._repr_html_()
    assert "27" in now._repr_html_()


def test_a_table_of_another_day_is_refused_by_name(now: Year) -> None:
    then = hb.workspace(ROOT, as_of="2024-04-15")
    with pytest.raises(hb.HbaError, match="as_of='2024-04-15'"):
        hb.project_year(now.plan, then, Q3)
    with pytest.raises(hb.HbaError, match="2024-Q3, not of 2024-H1"):
        hb.project_year(now.plan, now.office, "2024-H1")


def test_a_table_that_is_projected_already_is_refused(now: Year) -> None:
    with pytest.raises(hb.HbaError, match="projected already"):
        hb.project_year(now.projected, now.office, Q3)


def test_a_table_of_another_office_is_refused(
    now: Year, office: Callable[..., Path], tmp_path: Path
) -> None:
    theirs = hb.assess(hb.workspace(office()), Q3, "quan")
    with pytest.raises(hb.HbaError, match="other raw files"):
        hb.project_year(theirs, now.office, Q3)


def test_rows_that_come_twice_are_refused(now: Year) -> None:
    twice = pd.concat([now.plan, now.plan.loc[["3"]]])
    with pytest.raises(hb.HbaError, match="more than once in the table: 3"):
        hb.project_year(twice, now.office, Q3)


def test_parts_are_kept_under_wholes_that_were_left_out(office: Callable[..., Path]) -> None:
    """A part alone has the projection that it has beside its whole."""
    now = hb.year(Q3, "hong-bang", root=ROOT)
    for codes in (["3a"], ["4b", "3"], ["4b"]):
        rows = now.plan.loc[codes].reset_index(drop=True)
        alone = hb.project_year(rows, now.office, Q3).set_index("indicator")
        for column in ("point", "lo95", "hi95", "chance"):
            assert alone[column].tolist() == pytest.approx(
                now.projected.loc[codes, column].tolist(), rel=1e-9
            )


def test_text_is_as_good_as_objects_for_a_table(now: Year) -> None:
    assert len(hb.assess(now.office, Q3, "hong bang")) == 27
    with pytest.raises(hb.HbaError, match="nearest is 'hong-bang'"):
        hb.assess(now.office, Q3, ["hong-bng"])


def test_a_year_without_a_target_and_a_figure_can_be_asked_anything(office: Office) -> None:
    """Nothing is known of 2031: every table has its columns, typed, and no row."""
    empty = hb.year("2031-Q1", "quan", root=office())
    for part in PARTS:
        assert getattr(empty, part).empty, part
    assert {*empty.trends.columns} >= {*hb.columns.part("trends")}
    late = empty.quality[empty.quality["missing"].str.len() > 0]
    assert isinstance(hb.tables.missing(empty, late), Prose)
    nearest = empty.record.nsmallest(2, "median_miss_pct")
    assert isinstance(hb.tables.series_record(empty, nearest), Prose)
