"""What was published is scored as it was published, never replayed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import hbanalysis as hb
from hbanalysis.analysis.yearend.published import content_of, last_said, published_projections
from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.said import home, remember
from hbanalysis.vocabulary.periods import Period
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"
YEARS = HEAD + "\n".join(
    months("thu", year, [float(year - 1930)] * 12) for year in (2021, 2022, 2023, 2024)
)
JUNE, YEAR = Period.parse("2024-H1"), Period.parse("2024")


@pytest.fixture
def told(office: Office) -> Path:
    """An office whose report of six months was published in July and once more in 2026."""
    root = office(observations=YEARS)
    half = hb.year("2024-H1", "quan", as_of="2024-07-10", root=root)
    content = content_of(half.projected, JUNE, "quan", "")
    row = next(one for one in content["rows"] if one["indicator"] == "thu")
    row |= {"point": 1000.0, "lo80": 900.0, "hi80": 1100.0, "target": 1100.0, "chance": 0.2}
    row |= {"comparator": "at_least"}
    remember(root, content, "2024-07-10T08:00:00+00:00", "1")
    row["point"] = 1128.0
    remember(root, content, "2026-01-10T08:00:00+00:00", "1")
    return root


def test_a_published_projection_is_scored_when_its_year_has_ended(told: Path) -> None:
    rows = published_projections(workspace(told), "quan", YEAR)
    first, late = (row for _, row in rows[rows["indicator"] == "thu"].iterrows())
    assert first["total"] == 12 * 94
    assert first["miss_pct"] == pytest.approx(100 * (1000 / 1128 - 1))
    assert (first["inside80"], first["met"], first["in_time"]) == (False, 1.0, True)
    assert (late["miss_pct"], late["in_time"]) == (0, False)
    assert published_projections(workspace(told), "quan", JUNE).empty


def test_a_later_report_knows_the_one_published_within_its_year(told: Path) -> None:
    entry = last_said(workspace(told), "quan", JUNE)
    assert entry is not None
    assert entry["made"].startswith("2024-07-10")
    assert last_said(workspace(told), "quan", Period.parse("2024-Q1")) is None


def test_the_page_tells_the_record_and_what_is_amiss_in_it(told: Path) -> None:
    year = hb.year("2024", "quan", language="en", root=told)
    shown = hb.tables.published(year)._repr_mimebundle_()["text/plain"]
    assert "of 1 projection 0 held" in shown
    assert "0.2 of 1 plans would be met; 1 were" in shown
    assert "they are no test" in shown or "it is no test" in shown
    record = home(told, "quan")
    record.write_text(record.read_text(encoding="utf-8").replace("1128.0", "1129.0"), "utf-8")
    shown = hb.tables.published(year)._repr_mimebundle_()["text/plain"]
    assert "line 2: the entry has been changed" in shown


def test_without_a_record_the_page_says_so(office: Office) -> None:
    year = hb.year("2024", "quan", language="en", root=office(observations=YEARS))
    assert "No published report" in hb.tables.published(year)._repr_mimebundle_()["text/plain"]
