"""An old territory's year in the units that took it over: limits, exact sums, and what is refused.

The districts of Hải Phòng ended on 1 July 2025; old Hồng Bàng lies in four wards, and nobody has
published what went where.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from hbanalysis.analysis.territories.successors import Successors
from hbanalysis.cli import app
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.pages import successors_page as page
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | value | comparator | year"
TERRITORIES = """
territory | parent | name_vi | name_en | level    | valid_from | valid_to
quan      |        | Quận    | Old     | district |            | 2025-06-30
huyen     |        | Huyện   | Rural   | district |            | 2025-06-30
p-mot     |        | Một     | One     | ward     | 2025-07-01 |
p-hai     |        | Hai     | Two     | ward     | 2025-07-01 |
"""
DIVIDED = """
from  | to    | date       | share_low | share_high | basis      | source
quan  | p-mot | 2025-07-01 | 0         | 1          | part       | danh mục
quan  | p-hai | 2025-07-01 | 0.2       | 0.5        | population | niên giám
huyen | p-hai | 2025-07-01 | 0         | 1          | part       | danh mục
huyen | p-mot | 2025-07-01 | 0         | 1          | part       | danh mục
"""
WHOLE = """
from  | to    | date       | share_low | share_high | basis | source
quan  | p-mot | 2025-07-01 | 1         | 1          | whole | danh mục
"""
LINES = "indicator | period | value | territory\n" + months("thu", 2024, [10] * 12, "quan")
SHARES = LINES + "\nbao | 2024-12 | 80 | quan"


def office_of(office: Office, crosswalk: str, lines: str = SHARES) -> Path:
    return office(
        territories=TERRITORIES, crosswalk=crosswalk, observations=lines, targets=HEAD, events=""
    )


def test_a_divided_territory_gives_limits_and_never_a_point(office: Office) -> None:
    found = Successors.of(workspace(office_of(office, DIVIDED)), "2024", "Quận")
    read = found.readable.set_index("territory")
    assert read.loc["p-mot", ["low", "high"]].tolist() == [0, 120]
    assert read.loc["p-hai", ["low", "high"]].tolist() == [24, 60]
    assert found.silent == {"p-mot": ("huyen",), "p-hai": ("huyen",)}
    sheet = page.readings(found, Language("en"))
    shown = sheet.texts.loc["thu", ["old", "p-mot", "p-hai"]]
    assert shown.tolist() == ["120.0", "0.0 to 120.0", "24.0 to 60.0"]
    assert sheet.numbers.loc["thu", ["p-mot", "p-hai"]].isna().all()
    assert "only between two limits" in page.headline(found, Language("en"))


def test_units_breaks_and_undeclared_shares_are_told(office: Office) -> None:
    """A ward of the old district went whole, another in part; the district had changed before."""
    places = (
        TERRITORIES
        + """
cu-a      | quan   | A (quận)| A       | ward     |            | 2025-06-30
cu-b      | quan   | B (quận)| B       | ward     |            | 2025-06-30
"""
    )
    links = (
        DIVIDED.replace(
            "0.2       | 0.5        | population", "0         | 1          | part      "
        )
        + """
cu-a  | p-mot | 2025-07-01 | 1         | 1          | whole      | danh mục
cu-b  | p-mot | 2025-07-01 | 0         | 1          | part       | danh mục
cu-b  | p-hai | 2025-07-01 | 0         | 1          | part       | danh mục
"""
    )
    events = (
        "date | territory | kind | label_vi | label_en\n2025-01-01 | quan | break | nhận B | took B"
    )
    root = office(
        territories=places, crosswalk=links, observations=LINES, targets=HEAD, events=events
    )
    found = Successors.of(workspace(root), "2024", "quan")
    assert found.units == {"p-mot": (("cu-a",), ("cu-b",)), "p-hai": ((), ("cu-b",))}
    told = page.shares(found, Language("vi")).texts["units"]
    assert told.to_dict() == {"p-mot": "trọn: A; một phần: B", "p-hai": "một phần: B"}
    text = " ".join(page.answers(found, Language("en")))
    assert "No share is declared yet" in text
    assert "changed after this period: took B (1 Jan 2025)" in text


def test_what_cannot_be_read_is_named_with_the_reason(office: Office) -> None:
    found = Successors.of(workspace(office_of(office, DIVIDED)), "2024", "quan")
    table = dict(zip(found.refused["refused"], found.refused["indicators"], strict=True))
    assert table == {"no counts": ("bao",)}
    text = str(page.refusals(found, Language("vi")))
    assert "tử số" in text or "mẫu số" in text


def test_a_whole_territory_is_carried_over_exactly(office: Office) -> None:
    found = Successors.of(workspace(office_of(office, WHOLE, LINES)), "2024", "quan")
    assert page.readings(found, Language("en")).numbers.loc["thu", "p-mot"] == 120
    assert page.answers(found, Language("en")) == [
        "Every successor took whole territories: the amounts are exact."
    ]


def test_a_territory_that_nothing_followed_is_told(office: Office) -> None:
    with pytest.raises(HbaError, match="No boundary change of p-mot"):
        Successors.of(workspace(office_of(office, DIVIDED)), "2024", "p-mot")


def test_the_command_writes_page_and_table(office: Office) -> None:
    root = office_of(office, DIVIDED)
    result = CliRunner().invoke(
        app, ["--root", str(root), "--lang", "vi", "bridge", "2024", "--of", "quan"]
    )
    assert result.exit_code == 0
    path = root / result.stdout.strip()
    assert path.relative_to(root).as_posix() == "reports/quan/2024/bridge-vi/index.html"
    text = path.read_text(encoding="utf-8")
    assert "24,0 đến 60,0" in text
    assert "từ 20% đến 50%" in text
    table = pd.read_csv(path.with_name("bridge.csv"))
    assert set(table.loc[table["indicator"] == "thu", "high"]) == {120, 60}


def test_hong_bang_in_its_four_wards() -> None:
    """The office's own workspace: four wards, amounts between nothing and all, the rest refused."""
    found = Successors.of(workspace(Path(__file__).resolve().parents[2]), "2024", "hong-bang")
    assert set(found.territories) == {
        *("phuong-hong-bang", "phuong-hong-an", "phuong-an-phong", "phuong-an-duong")
    }
    revenue = found.readable[found.readable["indicator"] == "3"]
    total = float(found.own.set_index("indicator").loc["3", "actual"])
    assert set(revenue["low"]) == {0.0}
    assert set(revenue["high"]) == {total}
    assert set(found.refused["refused"]) == {"divided ratio", "kind has no bridge"}
    assert (
        not (found.readable["low"] == found.readable["high"])
        .where(found.readable["high"] > 0, other=False)
        .any()
    )
