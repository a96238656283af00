"""The page on the figures.

Its sentences carry the numbers of its tables, and every empty state says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hbanalysis.analysis.completeness.coverage import MISSING
from hbanalysis.analysis.completeness.data_quality import Quality, data_quality, settled_counts
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures import heatmap
from hbanalysis.presentation.pages.quality import (
    contradictions,
    first_lines,
    received_figures,
    revised_figures,
    settled_figures,
)
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
VI, EN = Language("vi"), Language("en")
HEAD = "indicator | period | value | territory\n"
ONE = "indicator | value | comparator\nthu | 1200 | >="
PARTS = [
    received_figures.owed_table,
    revised_figures.revised_table,
    revised_figures.revised_note,
    contradictions.findings_table,
    contradictions.audit_table,
    contradictions.sums_note,
    settled_figures.settled_table,
    settled_figures.changes_note,
    received_figures.latest_table,
    received_figures.came_table,
]


def looked_at(root: Path, period: str, as_of: str = "", territory: str = "quan") -> Quality:
    office, when = workspace(root, as_of), Period.parse(period)
    return data_quality(assess(office, when, [territory]), office, when)


def text(shown: Prose | Sheet[Any]) -> str:
    return shown._repr_mimebundle_()["text/plain"]


def numbers(sentence: str) -> list[int]:
    return [int(found) for found in re.findall(r"(?<![\d./-])\d+(?![\d./]|%)", sentence)]


@pytest.fixture(scope="module")
def district() -> Quality:
    """The repository's own district.

    Gaps, revisions, illustrative figures, a contradiction in print.
    """
    return looked_at(ROOT, "2024-Q3", territory="hong-bang")


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_the_first_sentence_counts_what_the_tables_hold(district: Quality, lang: Language) -> None:
    first = first_lines.headline(district, "X", lang).partition(": ")[2]
    lines = len(district.cells.drop_duplicates(["territory", "indicator"]))
    found = [len(district.owed), lines, first_lines.doubts(district)]
    assert numbers(first.replace("/", " / ")) == found
    assert first_lines.doubts(district) == 1
    assert len(received_figures.owed_table(district, lang)) == len(district.owed)


def test_what_may_still_move_and_what_is_synthetic_is_counted(district: Quality) -> None:
    counts = settled_counts(district)
    said = first_lines.provisional(district, EN)
    assert set(numbers(said)) == {counts["all"]}
    assert said.startswith("All")
    assert counts["final"] == 0
    assert counts["demo"] == counts["all"]


def test_the_largest_revision_is_named_and_the_table_begins_with_it(district: Quality) -> None:
    changed = district.revised[district.revised["change"] != 0]
    said, rows = first_lines.moved(district, EN), revised_figures.revised_table(district, EN).texts
    assert f"{len(changed)} figures" in said
    assert rows["change"].iloc[0] in said
    assert rows["name"].iloc[0] in said


def test_a_missing_figure_names_its_department_and_its_day(district: Quality) -> None:
    rows = received_figures.owed_table(district, VI).texts.set_index("owner")
    assert rows.loc["BHXH quận", "months"] == "T9"
    assert rows.loc["BHXH quận", "due"] == "15/10/2024"


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_the_map_says_each_state_by_a_sign_of_its_own_and_in_words(
    district: Quality, lang: Language
) -> None:
    figure = heatmap.coverage_figure(district, lang)
    assert isinstance(figure, Figure)
    signs = [sign for _, sign in heatmap.LOOKS.values() if sign]
    assert len(set(signs)) == len(signs)
    assert f"{lang.say(MISSING)} {district.count(MISSING)}" in figure.alt
    cells = figure.data.without("name").texts.to_numpy().ravel().tolist()
    assert cells.count(lang.say(MISSING)) == district.count(MISSING)
    assert figure.demo == lang.say("illustrative data")


def test_a_complete_sound_final_office_hears_so(office: Office) -> None:
    found = looked_at(
        office(observations=HEAD + months("thu", 2024, [100, 90]), targets=ONE, results=""),
        "2024-02",
    )
    assert text(first_lines.answer(found, "X", EN)).split("\n\n")[:2] == [
        (
            "X, the first two months of 2024: complete, every figure due for 1 indicator has been received;"
            " the checks found no error and no contradiction."
        ),
        "All 2 figures are final.",
    ]
    for part in (
        received_figures.owed_table,
        revised_figures.revised_table,
        contradictions.findings_table,
        contradictions.audit_table,
    ):
        assert isinstance(part(found, VI), Prose), part.__name__


@pytest.mark.parametrize("period", ["2024-01", "2024-Q3", "2024-9M", "2024", "2019"])
def test_every_part_has_something_to_say_at_any_time(office: Office, period: str) -> None:
    root = office()
    for as_of, lang in (("", VI), ("2024-02-20", EN)):
        found = looked_at(root, period, as_of)
        assert text(first_lines.answer(found, "X", lang))
        assert heatmap.coverage_figure(found, lang)._repr_mimebundle_()["text/plain"]
        for part in PARTS:
            told = text(part(found, lang))
            assert told or part in (revised_figures.revised_note, contradictions.sums_note), (
                part.__name__
            )
            assert "nan" not in told.lower().split(), part.__name__


def test_what_is_not_due_yet_is_not_called_missing(office: Office) -> None:
    root = office(observations=HEAD + months("thu", 2024, [100, 90]), targets=ONE)
    found = looked_at(root, "2024-03", "2024-04-05")
    assert "1 figure is not due yet on 5 Apr 2024." in text(received_figures.owed_table(found, EN))
    assert "complete" in first_lines.headline(found, "X", EN)


def test_a_rejected_cell_is_told_with_its_reason_and_level(office: Office) -> None:
    found = looked_at(
        office(observations="indicator | period | value\nthu | 2024-01 | 1.536,5"), "2024-01"
    )
    rows = contradictions.findings_table(found, EN).texts
    assert rows["level"].iloc[0] == "✕ error"
    assert "1.536,5" in rows["sentence"].iloc[0]
    assert "rejected" in received_figures.owed_table(found, EN).texts.loc["thu", "why"]


def test_hostile_names_stay_text(office: Office) -> None:
    bad = "<script>alert(1)</script> $x_1$"
    rows = (
        "indicator|name_vi|name_en|unit|measure|direction|decimals|cadence|judgeable|owner\n"
        f"thu|{bad}|{bad}|tỷ đồng|flow|higher|1|month|M12|{bad}"
    )
    root = office(observations=HEAD + months("thu", 2024, ["-", 90]), targets=ONE, indicators=rows)
    found = looked_at(root, "2024-03")
    shown = [
        heatmap.coverage_figure(found, VI),
        first_lines.answer(found, bad, VI),
        *(part(found, VI) for part in PARTS),
    ]
    assert all("<script" not in one._repr_mimebundle_()["text/html"] for one in shown)
    assert bad in text(received_figures.owed_table(found, VI))
