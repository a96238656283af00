"""The territory's past, replayed up to the year of the report.

The measured figures, held against the pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import (
    STORE,
    Record,
    bands,
    benchmark,
    misses,
    pace_calls,
    past_record,
)
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from scripts.keep_evidence import evidence, tables, value
from tests.tables import months

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"
PAST = HEAD + "\n".join(
    months("thu", year, [100 * 1.1 ** (year - 2021)] * 12) for year in range(2021, 2025)
)


def record(root: Path, period: str) -> Record:
    return past_record(workspace(root), Period.parse(period), "quan")


def test_only_years_that_had_ended_at_the_cut_off_are_replayed(office: Office) -> None:
    root = office(observations=PAST)
    assert set(record(root, "2024-Q3").cases["year"]) == {2022, 2023}
    assert set(record(root, "2024").cases["year"]) == {2022, 2023, 2024}
    assert record(root, "2021-Q3").cases.empty


@pytest.mark.parametrize(
    ("period", "months"),
    [("2024-01", 3), ("2024-Q1", 3), ("2024-05", 3), ("2024-H1", 6), ("2024-Q3", 9), ("2024", 9)],
)
def test_the_point_of_the_year_is_the_last_replayed_one(period: str, months: int) -> None:
    assert Record(pd.DataFrame(), Period.parse(period), pd.DataFrame()).months == months


def made(inside: int, outside: int) -> Record:
    """A record with so many year-ends inside both bands and so many outside both."""
    rows = [
        {
            "territory": "quan",
            "indicator": "thu",
            "year": 2000 + place,
            "months": 9,
            "known": "",
            "point": 100.0,
            "method": projection.METHOD,
            "lo80": 90.0,
            "hi80": 110.0,
            "lo95": 80.0,
            "hi95": 120.0,
            "demo": False,
            "total": 100.0 if place < inside else 300.0,
        }
        for place in range(inside + outside)
    ]
    return Record(
        pd.DataFrame(rows, columns=backtest.CASE_COLUMNS), Period.parse("2024-Q3"), pd.DataFrame()
    )


def test_bands_count_year_ends_and_say_how_rare_so_few_would_be() -> None:
    (row,) = bands(made(8, 2)).to_dict("records")
    assert (row["cases"], row["inside80"], row["inside95"]) == (10, 8, 8)
    assert row["so_few80"] == pytest.approx(0.6242, abs=1e-4)
    assert row["so_few95"] == pytest.approx(0.0861, abs=1e-4)
    (sure,) = bands(made(10, 0)).to_dict("records")
    assert sure["so_few95"] == pytest.approx(1)


def test_misses_come_in_the_order_of_months_and_methods(office: Office) -> None:
    found = misses(record(office(observations=PAST), "2024"))
    order = [backtest.METHODS.index(method) for method in found["method"]]
    assert sorted(zip(found["months"], order, strict=True)) == list(
        zip(found["months"], order, strict=True)
    )
    naive = found.set_index(["months", "method"]).loc[(6, backtest.RUN_RATE), "mean_miss_pct"]
    assert naive == pytest.approx(0, abs=1e-9)


def test_a_record_knows_whether_synthetic_figures_stand_behind_it() -> None:
    real = made(3, 0)
    assert not real.demo
    assert replace(real, cases=real.cases.assign(demo=True)).demo


def test_the_kept_figures_are_those_of_the_pages() -> None:
    """`python scripts/keep_evidence.py` would change nothing."""
    assert json.loads(STORE.read_text(encoding="utf-8")) == evidence()


def test_the_kept_figures_hold_every_row_that_the_pages_quote() -> None:
    measured, calls = benchmark(), pace_calls()
    assert {"domain", "generic", "Việt Nam"} <= set(measured["series"])
    assert measured["cases"].min() > 0
    assert set(calls["against"]) == {
        "the plan in force on the day of the call",
        "the year's last plan",
    }
    assert (calls["short"] <= calls["calls"]).all()


def test_tables_of_a_page_are_read_with_their_heading_and_their_dashes() -> None:
    page = (
        "# A\nprose 3 calls\n\n| method | x % |\n|---|---|\n| **ours** | +1.5 |\n| other | – |\n\n"
        "| x % |\n| --- |\n| 2 |\n"
    )
    found = tables(page)
    assert [(heading, prose) for heading, prose, _ in found] == [
        ("A", "prose 3 calls"),
        ("A", "prose 3 calls"),
    ]
    assert [[value(cell) for cell in row.values()] for row in found[0][2]] == [
        ["ours", 1.5],
        ["other", None],
    ]
    assert found[1][2] == [{"x %": "2"}]
