"""Tables in HTML: a note under its row, sources by hovering and in a fold.

Nothing hostile comes alive.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest

import hbanalysis as hb
from hbanalysis.presentation.html_tables import RowDetails, noted, rendered
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single'"
DATA = pd.DataFrame(
    {
        "group": ["g", "g", "h"],
        "name": ["a", HOSTILE, "c"],
        "value": ["1", "2", HOSTILE],
        "word": ["x", "y", "z"],
    }
)


def made(behind: list[RowDetails]) -> Xml.Element:
    table = rendered(
        DATA,
        HOSTILE,
        "t",
        group="group",
        stub="name",
        coloured="word",
        colours=["var(--a)", "var(--b)", "var(--a)"],
        numeric=("value",),
    )
    return Xml.fromstring(noted(table, behind).markup)


def test_the_note_of_a_row_stands_on_a_line_of_its_own_right_under_it() -> None:
    box = made([RowDetails("first"), RowDetails(), RowDetails("third")])
    told = ["".join(row.itertext()).split() for row in box.iterfind("table/tbody/tr")]
    assert told[:3] == [["g"], ["a", "1", "x"], ["first"]]
    assert told[-2:] == [["c", *HOSTILE.split(), "z"], ["third"]]
    assert box.find("table/tbody/tr[3]/td").get("colspan") == "3"


def test_hovering_and_the_fold_tell_the_same_and_hostile_text_stays_text() -> None:
    facts = [("Target", HOSTILE), ("Figure", "file.csv: E3")]
    box = made(
        [RowDetails(HOSTILE, {"value": HOSTILE}, facts, "Sources"), RowDetails(), RowDetails()]
    )
    (cell,) = [cell for cell in box.iter("td") if cell.get("title")]
    assert cell.get("title") == HOSTILE
    (fold,) = box.iter("details")
    assert ["".join(line.itertext()) for line in fold] == [
        "Sources",
        f"Target {HOSTILE}",
        "Figure file.csv: E3",
    ]
    assert not list(box.iter("script"))
    assert box.get("aria-label") == HOSTILE


def test_every_header_has_a_scope_and_every_cell_names_its_headers() -> None:
    box = made([RowDetails("n")] * 3)
    assert {head.get("scope") for head in box.iter("th")} == {"col", "row", "colgroup"}
    ids = {head.get("id") for head in box.iter("th")}
    named = [
        set(cell.get("headers", "").split()) for cell in box.iter("td") if not cell.get("colspan")
    ]
    assert all(names and names <= ids for names in named)


def test_a_note_for_every_row_or_it_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        made([RowDetails("only one")])


@pytest.mark.parametrize("code", ["vi", "en"])
def test_every_number_of_the_standard_table_leads_home(code: str) -> None:
    """Hovering year to date tells file, place and day.

    The fold of the row tells the same without a mouse.
    """
    lang, office = hb.Language(code), hb.workspace(ROOT)
    period = Period.parse("2024-Q3")
    table = hb.assess(office, period, ["hong-bang"])
    shown = hb.tables.plan_table(table, lang, hb.project_year(table, office, period))
    box = Xml.fromstring(shown.markup)
    rows = [row for row in box.iterfind("table/tbody/tr") if row.get("class") == "hba-noted"]
    folds = ["".join(fold.itertext()) for fold in box.iter("details")]
    assert len(rows) == len(folds) == len(table)
    for row, fold, (_, facts) in zip(rows, folds, table.iterrows(), strict=True):
        assert facts["target_source"] in fold
        if facts["through"]:
            assert facts["locator"] in fold
            assert facts["file"] in fold
            assert lang.date(facts["published"]) in fold
            assert any(facts["locator"] in cell.get("title", "") for cell in row.iter("td"))


def test_the_last_fold_names_files_with_fingerprints_parameters_versions_and_the_youngest_figure() -> (
    None
):
    office = hb.workspace(ROOT)
    table = hb.assess(office, Period.parse("2024-Q3"), ["hai-phong"])
    told = hb.tables.origin(
        table, office.fingerprints(), hb.Language("en"), period="2024-Q3", as_of=""
    ).markup
    text = re.sub(r"<[^>]+>", " ", told)
    for name, print_ in office.fingerprints().items():
        assert name in text
        assert print_[:16] in text
    for part in ("Parameter period", "2024-Q3", hb.__version__, "pandas", "29 Sep 2024"):
        assert part in text


def test_notes_stay_with_their_rows_when_groups_are_mixed_and_without_groups() -> None:
    lang, office = hb.Language("en"), hb.workspace(ROOT)
    table = hb.assess(office, Period.parse("2024-Q3"), ["hong-bang"])
    for mixed in (table.iloc[::-1].sample(frac=1, random_state=3), table.assign(group="")):
        box = Xml.fromstring(hb.tables.plan_table(mixed, lang).markup)
        rows = [
            row
            for row in box.iterfind("table/tbody/tr")
            if row.get("class") in ("hba-noted", "hba-under")
        ]
        for row, under in zip(rows[::2], rows[1::2], strict=True):
            code = row.find("th").text.split(".")[0]
            (facts,) = [one for _, one in table.iterrows() if one["indicator"] == code]
            assert f"{facts['target_source']} · {facts['target_locator']}" in "".join(
                under.itertext()
            )
        assert len(rows) == 2 * len(table)
