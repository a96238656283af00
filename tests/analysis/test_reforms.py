"""Reforms after reforms, territories that go on, and rows of the crosswalk that cannot be used.

``cu-a`` and ``cu-b`` became ``huyen`` on 2025-01-01, ``huyen`` became ``moi`` on 2025-07-01;
``lau`` goes on and took ``le`` (whole or a part) on 2025-07-01.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from hbanalysis.analysis.history.bridges import interval_base
from hbanalysis.analysis.history.year_months import grid
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.errors import Finding
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
TERRITORIES = """
territory | name_vi | name_en  | level | valid_from | valid_to
cu-a      | Cũ A    | Old A    | xã    |            | 2024-12-31
cu-b      | Cũ B    | Old B    | xã    |            | 2024-12-31
huyen     | Huyện   | District | xã    | 2025-01-01 | 2025-06-30
moi       | Mới     | New      | xã    | 2025-07-01 |
lau       | Còn     | Lasting  | xã    |            |
le        | Lẻ      | Small    | xã    |            | 2025-06-30
khac      | Khác    | Other    | xã    | 2025-07-01 |
"""
HEAD = "from | to | date | share_low | share_high | basis | source\n"
CHAIN = (
    HEAD
    + """
cu-a  | huyen | 2025-01-01 | 1   | 1   | whole | NQ
cu-b  | huyen | 2025-01-01 | 1   | 1   | whole | NQ
huyen | moi   | 2025-07-01 | 1   | 1   | whole | NQ
"""
)
TARGETS = """
territory | indicator | year | value | comparator
moi       | thu       | 2025 | 300   | >=
moi       | thu       | 2026 | 300   | >=
lau       | thu       | 2026 | 300   | >=
"""


def figures() -> str:
    """Two years of the first, half a year of the second, a year and a quarter of the third."""
    parts = ["indicator | period | value | territory"]
    for place, level in (("cu-a", 10), ("cu-b", 5)):
        parts += [months("thu", year, [level] * 12, place) for year in (2023, 2024)]
    parts.append(months("thu", 2025, [16] * 6, "huyen"))
    parts.append(months("thu", 2025, ["-"] * 6 + [18] * 6, "moi"))
    parts += [months("thu", 2026, [20] * 3, place) for place in ("moi", "lau")]
    parts.append(months("thu", 2025, [7] * 6 + [18] * 6, "lau"))
    parts.append(months("thu", 2025, [10] * 6, "le"))
    return "\n".join(line for part in parts for line in part.splitlines() if " - " not in line)


def row(root: Path, period: str, territory: str) -> Any:
    table = assess(workspace(root), period, [territory]).set_index("indicator")
    return table.loc["thu"]


def made(office: Office, crosswalk: str, events: str = "", observations: str = "") -> Path:
    return office(
        territories=TERRITORIES,
        crosswalk=crosswalk,
        targets=TARGETS,
        observations=observations or figures(),
        events=events,
        results="",
    )


def test_two_reforms_of_whole_units_are_followed_back_exactly(office: Office) -> None:
    """2025 is 6 x 16 + 6 x 18 = 204, and 2024 behind it 12 x 15 = 180."""
    root = made(office, CHAIN)
    year = row(root, "2025", "moi")
    assert (year["actual"], year["same_period"], year["same_period_basis"]) == (204, 180, "bridge")
    quarter = row(root, "2026-Q1", "moi")
    assert (quarter["same_period"], quarter["pct_of_same_period"]) == (48, 125)


def test_the_shares_of_two_divisions_are_multiplied(office: Office) -> None:
    """Of cu-a 0.5 to 0.8 went to huyen, of which 0.4 to 0.6 went on: 24 to 57.6 of 120 in 2024."""
    root = made(
        office,
        HEAD
        + """
cu-a  | huyen | 2025-01-01 | 0.5 | 0.8 | area | NQ
cu-a  | lau   | 2025-01-01 | 0.2 | 0.5 | area | NQ
huyen | moi   | 2025-07-01 | 0.4 | 0.6 | area | NQ
huyen | khac  | 2025-07-01 | 0.4 | 0.6 | area | NQ
""",
    )
    quarter = row(root, "2026-Q1", "moi")
    assert (quarter["same_period_low"], quarter["same_period_high"]) == (19.2, 28.8)
    lines = pd.DataFrame(
        {"territory": ["moi"], "indicator": ["thu"], "measure": "flow", "unit": "x", "through": 12}
    )
    opened = workspace(root)
    low, high = interval_base(opened, grid(opened.known_figures), lines, 2024)
    assert (low[0], high[0]) == pytest.approx((24, 57.6))


@pytest.mark.parametrize("events", ["", "date | territory | kind\n2025-07-01 | lau | break"])
def test_a_territory_that_goes_on_is_added_to_what_it_took(office: Office, events: str) -> None:
    """Its own 3 x 7 and the other's 3 x 10; neither 21 nor 30 alone."""
    root = made(office, HEAD + "le | lau | 2025-07-01 | 1 | 1 | whole | NQ", events)
    quarter = row(root, "2026-Q1", "lau")
    assert (quarter["same_period"], quarter["same_period_basis"]) == (51, "bridge")
    assert quarter["bridged_from"] == ("lau", "le")


def test_a_territory_that_goes_on_and_took_a_part_has_an_interval(office: Office) -> None:
    root = made(
        office,
        HEAD
        + "le | lau  | 2025-07-01 | 0.3 | 0.6 | area | NQ\n"
        + "le | khac | 2025-07-01 | 0.4 | 0.7 | area | NQ",
    )
    quarter = row(root, "2026-Q1", "lau")
    assert (quarter["same_period_low"], quarter["same_period_high"]) == (21 + 9, 21 + 18)
    assert pd.isna(quarter["same_period"])


def test_without_its_own_past_the_others_alone_are_no_base(office: Office) -> None:
    lines = [
        line
        for line in figures().splitlines()
        if not ("lau" in line and line.split("|")[1].strip() < "2025-07")
    ]
    root = made(
        office,
        HEAD + "le | lau | 2025-07-01 | 1 | 1 | whole | NQ",
        observations="\n".join(lines),
    )
    quarter = row(root, "2026-Q1", "lau")
    assert quarter["same_period_basis"] == "break"
    assert pd.isna(quarter["same_period"])


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("cu-b | huyen | 2025-01-01 | 1o | 1 | whole | NQ", "not-a-number"),
        ("la | huyen | 2025-01-01 | 1 | 1 | whole | NQ", "unknown-territory"),
        ("cu-b | huyen | 2025-13-01 | 1 | 1 | whole | NQ", "not-a-day"),
        ("cu-b | huyen | 2025-09-01 | 1 | 1 | whole | NQ", "link-day"),
        ("cu-b | huyen | 2025-01-01 | 0.3 | 0.6 | area | NQ", "shares-do-not-add-up"),
    ],
)
def test_beside_a_fault_the_sound_rows_are_no_whole(
    office: Office, findings: Callable[[Path], list[Finding]], fault: str, rule: str
) -> None:
    """``cu-a`` alone would pass for all that ``huyen`` had: 120 instead of 180."""
    root = made(office, f"{HEAD}cu-a | huyen | 2025-01-01 | 1 | 1 | whole | NQ\n{fault}")
    told = {(f.rule, f.row) for f in findings(root) if f.file == "data/raw/crosswalk.csv"}
    assert told == {("shares-do-not-add-up", 2), (rule, 3)}
    assert pd.isna(row(root, "2025-H1", "huyen")["same_period"])


def test_a_past_that_the_new_authority_restated_stands_beside_the_sum(office: Office) -> None:
    """``moi`` prints 50 for the first quarter of 2025, the old one had 48: both stand there."""
    root = made(office, CHAIN)
    (root / "data" / "raw" / "observations" / "moi.csv").write_text(
        "territory,indicator,period,accumulation,value,unit,status,published,source\n"
        "moi,thu,2025-03,ytd,50,tỷ đồng,final,2026-04-06,Báo cáo\n",
        encoding="utf-8",
    )
    quarter = row(root, "2026-Q1", "moi")
    assert (quarter["same_period"], quarter["same_period_basis"]) == (50, "computed")
    assert (quarter["pct_of_other"], quarter["other_basis"]) == (125, "bridge")
