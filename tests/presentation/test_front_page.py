"""The first screen answers: a finding in amounts, two pictures, the gravest first."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pytest

import hbanalysis as hb
from hbanalysis.presentation.figures.year_chart import way_to_december, year_lines
from hbanalysis.presentation.pages.front_page import front_page
from hbanalysis.presentation.sentences.lead_findings import needs_action, short_finding
from hbanalysis.presentation.shared_columns import name_text
from hbanalysis.vocabulary.rows import records
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def year() -> hb.Year:
    return hb.year("2024-9M", "hong-bang", root=ROOT)


def test_the_headline_names_revenue_and_jobs_with_an_amount(year: hb.Year) -> None:
    said = front_page(year)["headline"]
    assert said.startswith("Thu ngân sách nhiều khả năng không đạt dự toán")
    assert re.search(r"\d[\d.,]* tỷ đồng, bằng [\d,]+% dự toán", said)
    assert "Giới thiệu việc làm" in said


def test_numbers_of_the_headline_are_those_of_the_year(year: hb.Year) -> None:
    said = front_page(year)["headline"]
    row = year["3"]
    assert f"{year.lang.number(row.point)} tỷ đồng" in said
    assert f"{year.lang.percent(100 * row.point / row.target)} dự toán" in said


@pytest.mark.parametrize("code", ["vi", "en"])
def test_two_charts_with_titles_of_at_most_fifteen_words(year: hb.Year, code: str) -> None:
    charts = front_page(year.spoken(code))["charts"]
    assert len(charts) == 2
    for chart in charts:
        assert len(chart["title"].split()) <= 15
        drawn = Xml.fromstring(chart["svg"].split("</svg>")[0] + "</svg>")
        assert drawn.get("role") == "img"
        assert [
            dot.findtext("title") for dot in drawn.iter("circle") if dot.find("title") is not None
        ]


def test_every_amount_has_a_title_of_at_most_fifteen_words(year: hb.Year) -> None:
    for row in records(year.projected):
        assert len(short_finding(row, year.lang).split()) <= 15


def test_a_result_is_a_point_without_a_bar_and_a_projection_has_one(year: hb.Year) -> None:
    bars = [row["interval"] for row in front_page(year)["problems"] if row["interval"]]
    assert bars
    assert all('class="range"' in bar for bar in bars)
    over = front_page(hb.year("2024", "hai-phong", root=year.office))["problems"]
    assert [row["code"] for row in over] == ["PI"]
    assert "<circle" in over[0]["interval"]
    assert 'class="range"' not in over[0]["interval"]


def test_a_part_is_called_a_part_once(year: hb.Year) -> None:
    jobs = hb.year("2024-Q3", "ha-noi", "2024-10-31", root=ROOT)
    names = {row["indicator"]: name_text(row, jobs.lang) for row in records(jobs.plan)}
    assert names["JB-FAIR"].count("Trong đó") == 1
    parts = [name_text(row, year.lang) for row in records(year.plan) if row["parent"]]
    assert parts
    assert all(name.startswith("Trong đó: ") for name in parts)


def test_a_title_claims_no_certainty_that_the_method_cannot_have(year: hb.Year) -> None:
    row = next(records(year.projected.loc[["3"]].assign(chance=0.998)))
    assert short_finding(row, year.lang).endswith("(trên 99%)")
    row = next(records(year.projected.loc[["3"]].assign(chance=0.002)))
    assert short_finding(row, year.lang).endswith("(dưới 1%)")


def test_a_chart_shows_no_month_after_the_cut_off(year: hb.Year) -> None:
    assert len(year_lines(dict(year.projected.loc["3"]), year.path("3")).own) == 9


def test_the_way_starts_at_the_actual_and_ends_at_the_projection(year: hb.Year) -> None:
    row = dict(year.projected.loc["3"])
    lines = year_lines(row, year.path("3"))
    way = way_to_december(row, lines, year.path("3"))
    assert [int(step[0]) for step in way] == [9, 10, 11, 12]
    assert way[0][1:] == pytest.approx((row["actual"],) * 3)
    assert way[-1][1:] == pytest.approx((row["point"], row["lo80"], row["hi80"]))


def test_problems_come_gravest_first_and_all_of_them(year: hb.Year) -> None:
    codes = [row["code"] for row in front_page(year)["problems"]]
    rows = needs_action(year.projected)
    assert sorted(codes) == sorted(rows["indicator"])
    words = list(rows["outlook"])
    assert words == sorted(words, key=["lost", "behind", "at risk"].index)


def test_every_target_is_named_once(year: hb.Year) -> None:
    facts = front_page(year)
    named = [one["code"] for group in facts["tiles"] for one in group["targets"]]
    assert len(named) == len(set(named)) == int(facts["tiles_label"].split()[0])


def test_january_and_a_year_without_figures_have_a_first_screen_too() -> None:
    for period in ("2024-01", "2024"):
        assert front_page(hb.year(period, "hai-phong", root=ROOT))["headline"]
