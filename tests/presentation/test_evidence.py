"""The answer of the evidence carries the measured numbers.

Never hides what speaks against the bands.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hbanalysis.analysis.judgement.assess import assess_and_project
from hbanalysis.analysis.judgement.hindsight import own_projections
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import (
    Record,
    bands,
    benchmark,
    misses,
    pace_calls,
    past_record,
)
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures import evidence_figures
from hbanalysis.presentation.pages.evidence import first_lines, measured_elsewhere, replayed_past
from hbanalysis.presentation.pages.hindsight_page import hindsight_table
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.analysis.test_evidence import PAST, made
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
VI, EN = Language("vi"), Language("en")


@pytest.fixture(scope="module")
def city() -> Record:
    """The repository's real series: public investment of Hải Phòng."""
    return past_record(workspace(ROOT), Period.parse("2024-Q3"), "hai-phong")


def text(shown: Prose | Sheet[Any]) -> str:
    return shown._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_the_answer_says_miss_coverage_and_the_doubt_from_elsewhere(
    city: Record, lang: Language
) -> None:
    told = misses(city).set_index(["months", "method"])["mean_miss_pct"]
    held = bands(city).set_index(["months", "method"]).loc[(9, projection.METHOD)]
    unseen = measured_elsewhere.unseen(benchmark())
    lines = text(first_lines.answer(city, "X", lang)).split("\n\n")
    assert lang.percent(told[(9, projection.METHOD)]) in lines[0]
    assert lang.percent(told[(9, "run rate")]) in lines[0]
    assert str(held["inside80"]) in lines[1]
    assert replayed_past.reading(held, lang) in lines[1]
    assert lang.percent(unseen["within80"]) in lines[-1]
    assert lang.percent(unseen["within95"]) in lines[-1]
    assert unseen["within80"] < 80, "while it under-covers, the page says so"
    assert "too narrow" in lines[-1] or "còn hẹp" in lines[-1]


def test_a_nearer_method_is_named(city: Record) -> None:
    told = misses(city)
    best = told[told["months"] == 9].sort_values("mean_miss_pct").iloc[0]
    said = first_lines.nearer(city, EN)
    assert (best["method"] == projection.METHOD and said == "") or best["method"] in said


@pytest.mark.parametrize(
    ("inside", "outside", "told"),
    [
        (5, 0, "too few to tell"),
        (10, 0, "as many as stated, or more"),
        (9, 1, "may be chance alone"),
        (6, 6, "too narrow"),
    ],
)
def test_a_band_is_judged_only_when_chance_cannot_explain_it(
    inside: int, outside: int, told: str
) -> None:
    assert told in replayed_past.reading(bands(made(inside, outside)).iloc[0], EN)


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_figures_carry_their_finding_their_words_and_their_numbers(
    city: Record, lang: Language
) -> None:
    for make in (evidence_figures.misses_figure, evidence_figures.bands_figure):
        figure = make(city, lang)
        assert isinstance(figure, Figure)
        assert figure.title in figure.alt
        assert len(figure.data) >= len(city.at(9))
        assert figure.demo == ""
    outcomes = evidence_figures.bands_figure(city, lang).data.texts["outcome"]
    held = bands(city).set_index(["months", "method"]).loc[(9, projection.METHOD)]
    assert (outcomes == lang.say(evidence_figures.INSIDE)).sum() == held["inside80"]


def test_synthetic_months_mark_figures_and_answer() -> None:
    record = past_record(workspace(ROOT), Period.parse("2024-Q3"), "hong-bang")
    assert "illustrative" in text(first_lines.answer(record, "X", EN)).split("\n\n")[-1]
    assert "illustrative" in first_lines.headline(record, "X", EN)
    assert evidence_figures.bands_figure(record, VI).demo == "số liệu minh họa"
    assert len(replayed_past.series_table(record, EN)) == record.cases["indicator"].nunique()


def test_without_a_past_the_page_says_so_and_keeps_what_was_measured_elsewhere(
    office: Office,
) -> None:
    record = past_record(workspace(office(observations=PAST)), Period.parse("2021-Q1"), "quan")
    lines = text(first_lines.answer(record, "X", EN)).split("\n\n")
    assert lines[0].startswith("X has no complete past year")
    assert len(lines) == 2
    for part in (
        replayed_past.misses_table,
        replayed_past.bands_table,
        replayed_past.series_table,
        evidence_figures.misses_figure,
        evidence_figures.bands_figure,
    ):
        assert text(part(record, EN)) == "There is no complete past year to test on."


def test_january_says_that_earlier_months_are_not_replayed(office: Office) -> None:
    record = past_record(workspace(office(observations=PAST)), Period.parse("2024-01"), "quan")
    assert "earlier months were not tested" in first_lines.tested(record, EN)


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_measured_tables_have_a_name_for_every_row_and_the_numbers_of_the_file(
    lang: Language,
) -> None:
    shown = benchmark()[benchmark()["method"] != "prototype"]
    assert set(shown["method"]) | set(pace_calls()["method"]) <= set(measured_elsewhere.METHODS)
    assert set(shown["series"]) | set(pace_calls()["series"]) <= set(measured_elsewhere.SERIES)
    rows = measured_elsewhere.benchmark_table(lang).texts
    assert rows["mean_miss_pct"].tolist() == [
        lang.percent(value) for value in shown["mean_miss_pct"]
    ]
    calls = pace_calls()[pace_calls()["against"] == measured_elsewhere.IN_FORCE]
    assert measured_elsewhere.pace_table(lang).texts["missed"].tolist() == [
        lang.number(value) for value in calls["missed"]
    ]


def test_where_our_pace_loses_is_said() -> None:
    late = pace_calls()[pace_calls()["against"] == measured_elsewhere.LAST_PLAN]
    wrong = late.assign(wrong=late["wrongly_behind"] + late["missed"]).groupby("series")["wrong"]
    loses = [series for series, rows in wrong if rows.iloc[0] > rows.min()]
    assert text(measured_elsewhere.pace_note(EN)).count("this report's method does worse") == len(
        loses
    )


def test_a_closed_year_shows_the_chances_its_own_reports_gave() -> None:
    """And where a plan was still lacking then, that is said in the chance's place."""
    here, year = workspace(ROOT), Period.parse("2024")
    rows = own_projections(assess_and_project(here, year, ["hai-phong"]), here, year)
    assert rows["chance"].notna().any()
    shown = text(hindsight_table(rows, EN))
    assert all(EN.percent(100 * chance, 0) in shown for chance in rows["chance"].dropna())
    without = rows.head(1).assign(chance=float("nan"), target=float("nan"))
    assert "no target" in text(hindsight_table(without, EN))
