"""Bridges over a change of territories: whole units exact, divided ones an interval, else nothing.

The office of these tests: ``moi`` was made on 2025-07-01 of ``cu-a`` and ``cu-b`` (both whole),
``phan`` of ``cu-c`` (whole) and a part of ``cu-d``, the rest of which went to ``khac``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.history.bridges import bridge_parts, observed
from hbanalysis.analysis.history.links import Links
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.territories.bridge_report import bridge_report
from hbanalysis.analysis.trend.trend_tables import trend_table
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.errors import Finding
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
TERRITORIES = """
territory | parent | name_vi | name_en | level | valid_from | valid_to
cu-a      |        | Cũ A    | Old A   | xã    |            | 2025-06-30
cu-b      |        | Cũ B    | Old B   | xã    |            | 2025-06-30
cu-c      |        | Cũ C    | Old C   | xã    |            | 2025-06-30
cu-d      |        | Cũ D    | Old D   | xã    |            | 2025-06-30
moi       |        | Mới     | New     | xã    | 2025-07-01 |
phan      |        | Phần    | Part    | xã    | 2025-07-01 |
khac      |        | Khác    | Other   | xã    | 2025-07-01 |
"""
CROSSWALK = """
from | to   | date       | share_low | share_high | basis | source
cu-a | moi  | 2025-07-01 | 1         | 1          | whole | NQ
cu-b | moi  | 2025-07-01 | 1         | 1          | whole | NQ
cu-c | phan | 2025-07-01 | 1         | 1          | whole | NQ
cu-d | phan | 2025-07-01 | 0.4       | 0.7        | area  | NQ
cu-d | khac | 2025-07-01 | 0.3       | 0.6        | area  | NQ
"""
TARGETS = """
territory | indicator | year | value | comparator
moi       | thu       | 2025 | 900   | >=
moi       | thu       | 2026 | 1000  | >=
phan      | thu       | 2026 | 1000  | >=
khac      | thu       | 2026 | 1000  | >=
"""


def figures() -> str:
    """Six months of 2025 for the old ones, three of 2026 for the new ones."""
    parts = ["indicator | period | value | territory"]
    for place, level in (("cu-a", 10), ("cu-b", 20), ("cu-c", 5), ("cu-d", 100)):
        parts.append(months("thu", 2025, [level] * 6, place))
    parts += [months("thu", 2026, [40] * 3, place) for place in ("moi", "phan", "khac")]
    return "\n".join(parts)


@pytest.fixture
def bridged(office: Office) -> Path:
    return office(
        territories=TERRITORIES,
        crosswalk=CROSSWALK,
        targets=TARGETS,
        observations=figures(),
        events="",
        results="",
    )


def rows(root: Path, period: str, territory: str) -> pd.Series:
    table = assess(workspace(root), period, [territory]).set_index("indicator")
    return table.loc["thu"]


def test_whole_units_are_compared_exactly_and_the_row_says_so(bridged: Path) -> None:
    row = rows(bridged, "2026-Q1", "moi")
    assert (row["same_period"], row["same_period_basis"]) == (90.0, "bridge")
    assert row["pct_of_same_period"] == pytest.approx(100 * 120 / 90)
    assert row["bridged_from"] == ("cu-a", "cu-b")


def test_a_divided_unit_gives_an_interval_and_no_percentage(bridged: Path) -> None:
    row = rows(bridged, "2026-Q1", "phan")
    ends = (row["same_period_low"], row["same_period_high"])
    assert ends == pytest.approx((15 + 0.4 * 300, 15 + 0.7 * 300))
    assert row["same_period_basis"] == "interval"
    assert pd.isna(row["same_period"])
    assert pd.isna(row["pct_of_same_period"])


def test_months_since_the_link_are_the_new_ones_own(bridged: Path) -> None:
    """Nine months of 2025: the old ones to June, the new one's July to September."""
    path = bridged / "data" / "raw" / "observations" / "more.csv"
    lines = "\n".join(
        f"{place},thu,{year}-{month:02d},month,{value},tỷ đồng,final,{year}-12-06,month,Báo cáo,x"
        for place in ("moi", "phan")
        for year, value, span in ((2025, 7, range(7, 10)), (2026, 40, range(4, 10)))
        for month in span
    )
    head = "territory,indicator,period,accumulation,value,unit,status,published,calendar,source"
    extra = ",,".join(["", ""])
    text = f"{head},locator,numerator,denominator\n"
    text += "\n".join(f"{line}{extra}" for line in lines.splitlines()) + "\n"
    path.write_text(text, encoding="utf-8")
    row = rows(bridged, "2026-9M", "phan")
    assert (row["same_period_low"], row["same_period_high"]) == (30 + 240 + 21, 30 + 420 + 21)
    assert rows(bridged, "2026-9M", "moi")["same_period"] == 180 + 21


def test_without_a_crosswalk_nothing_is_bridged(office: Office) -> None:
    root = office(
        territories=TERRITORIES,
        targets=TARGETS,
        observations=figures(),
        events="",
        results="",
    )
    row = rows(root, "2026-Q1", "moi")
    assert row["same_period_basis"] == "break"
    assert row["bridged_from"] == ()


def test_one_silent_old_unit_leaves_no_sum(bridged: Path) -> None:
    path = bridged / "data" / "raw" / "observations" / "quan.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(x for x in lines if "cu-b" not in x) + "\n", encoding="utf-8")
    assert rows(bridged, "2026-Q1", "moi")["same_period_basis"] == "break"
    report = bridge_report(workspace(bridged), "2025-H1", "moi").set_index("indicator")
    assert report.loc["thu", "silent"] == ("cu-b",)
    assert report.loc["thu", "refused"] == "an old territory is silent"


def test_the_past_of_a_whole_merger_is_in_the_trend_and_marked(bridged: Path) -> None:
    opened = workspace(bridged)
    seen = observed(opened, "moi")
    table = trend_table(seen, opened.events, "moi", "thu", "2026-03")
    table = table.set_index(table["period"].astype(str))
    assert table.loc["2025-06", ["value", "bridged"]].tolist() == [30.0, True]
    assert table.loc["2026-01", ["value", "bridged"]].tolist() == [40.0, False]


def test_a_break_of_an_old_unit_keeps_its_earlier_months_out(bridged: Path) -> None:
    (bridged / "data" / "raw" / "events.csv").write_text(
        "date,territory,indicator,kind,label_vi,label_en,source\n2025-03-01,cu-a,,break,x,x,NQ\n",
        encoding="utf-8",
    )
    seen = observed(workspace(bridged), "moi")
    own = seen[(seen["territory"] == "moi") & (seen["published_basis"] == "bridge")]
    assert own["period"].min() == "2025-03"


def test_the_crosswalk_is_checked_row_by_row(
    office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    wrong = """
from | to   | date       | share_low | share_high | basis | source
cu-a | moi  | 2025-07-01 | 0.9       | 0.9        | whole | NQ
cu-b | moi  | 2025-07-01 | 0.5       | 0.5        | area  | NQ
cu-b | khac | 2025-07-01 | 0.4       | 0.6        | area  | NQ
cu-c | phan | 2025-07-01 | 0.1       | 0.3        | area  | NQ
cu-c | moi  | 2025-07-01 | 0.2       | 0.4        | area  | NQ
cu-d | phan | 2025-05-01 | 1         | 1          | whole | NQ
la   | moi  | 2025-07-01 | 1         | 1          | whole | NQ
moi  | moi  | 2025-07-01 | 1.2       | 0.4        | area  | NQ
"""
    found = findings(
        office(territories=TERRITORIES, crosswalk=wrong, targets=TARGETS, events="", results="")
    )
    told = {(f.rule, f.locator) for f in found if f.file == "data/raw/crosswalk.csv"}
    assert told == {
        ("share-not-whole", "F2"),
        ("share-is-a-point", "E3"),
        ("shares-do-not-add-up", "A4"),
        ("shares-do-not-add-up", "D5"),
        ("shares-do-not-add-up", "D6"),
        ("link-day", "C7"),
        ("unknown-territory", "A8"),
        ("share-out-of-range", "D9"),
        ("link-day", "B9"),
    }


@pytest.mark.parametrize(
    ("measure", "unit", "parts"),
    [
        ("flow", "tỷ đồng", ("value",)),
        ("cap", "hộ", ("value",)),
        ("stock", "tổ chức", ("value",)),
        ("stock", "%", ()),
        ("flow", "tỷ đồng/ha", ()),
        ("ratio", "%", ("numerator", "denominator")),
        ("rank", "hạng", ()),
        ("milestone", "nội dung", ()),
        ("per_ward", "mô hình", ()),
    ],
)
def test_only_counts_and_amounts_are_carried(
    measure: str, unit: str, parts: tuple[str, ...]
) -> None:
    assert bridge_parts(measure, unit) == parts


def test_the_merged_half_year_of_hai_phong_shows_both_and_the_revision() -> None:
    """77 319 + 19 500 = 96 819, printed later as nearly 101 000."""
    report = bridge_report(workspace(ROOT), "2025-H1", "hai-phong-2025").set_index("indicator")
    row = report.loc["BR"]
    assert (row["low"], row["high"], row["actual"], row["revision"]) == (
        96819,
        96819,
        101000,
        4181,
    )
    assert report.loc["PI", "refused"] == "an old territory is silent"


@pytest.mark.parametrize(
    "ward", ["phuong-hong-bang", "phuong-hong-an", "phuong-an-duong", "phuong-an-phong"]
)
def test_hong_bangs_2024_in_its_four_wards_is_an_interval_or_refused(ward: str) -> None:
    report = bridge_report(workspace(ROOT), "2024", ward).set_index("indicator")
    amounts = report.loc[["1", "3", "8"]]
    assert (amounts["low"] == 0).all()
    assert (amounts["high"] > 0).all()
    assert set(amounts["refused"]) == {"an old territory is silent"}
    assert set(amounts["broken"]) == {("hong-bang",)}
    assert report.loc[["7a", "13", "18", "12"], "low"].isna().all()


def test_a_district_is_not_counted_beside_its_own_wards() -> None:
    links = Links.into(workspace(ROOT), ["phuong-hong-bang"]).table
    assert "hong-bang" not in set(links["old"])
    assert len(links) == 7
