"""Tables in HTML: a note under its row, sources by hovering and in a fold.

Nothing hostile comes alive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

import pytest

import hbanalysis as hb
from hbanalysis.presentation.origins import origin
from hbanalysis.presentation.pages.standard_table import plan_table
from hbanalysis.presentation.sheet import Cell, Column, RowDetails, Sheet
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single'"
ROWS = (("g", "a", "1", "behind"), ("g", HOSTILE, "2", "lost"), ("h", "c", HOSTILE, "behind"))
COLUMNS = (
    Column("group", "Group", lambda row, _: row[0], "group"),
    Column("name", "Indicator", lambda row, _: row[1], "name"),
    Column("value", "Value", lambda row, _: row[2], "number"),
    Column("word", "Value", lambda row, _: Cell(row[3], tone=row[3]), "judgement"),
)


def made(details: Sequence[RowDetails]) -> Xml.Element:
    """The rows with what lies behind each."""
    behind = dict(zip(ROWS, details, strict=True))
    sheet = Sheet("t", HOSTILE, COLUMNS, ROWS, ("a", "b", "c"), details=lambda row, _: behind[row])
    return Xml.fromstring(sheet.html())


def test_the_note_of_a_row_stands_on_a_line_of_its_own_right_under_it() -> None:
    box = made([RowDetails("first"), RowDetails(), RowDetails("third")])
    lines = ["".join(row.itertext()).split() for row in box.iterfind("table/tbody/tr")]
    assert lines[:3] == [["g"], ["a", "1", "behind"], ["first"]]
    assert lines[-2:] == [["c", *HOSTILE.split(), "behind"], ["third"]]
    assert box.find("table/tbody/tr[3]/td").get("colspan") == "3"


def test_hovering_and_the_fold_tell_the_same_and_hostile_text_stays_text() -> None:
    facts = [("Target", HOSTILE), ("Figure", "file.csv: E3")]
    box = made(
        [RowDetails(HOSTILE, {"value": HOSTILE}, facts, "Sources"), RowDetails(), RowDetails()]
    )
    (cell,) = [cell for cell in box.iter("td") if cell.get("title")]
    assert (cell.get("title"), cell.text) == (HOSTILE, "1")
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


def test_the_style_travels_with_a_table_and_stays_within_it() -> None:
    """JupyterLab has none of our rules: all of them come along, nested in one element."""
    sheet = Sheet("t", "Value", COLUMNS, ROWS, ("a", "b", "c"))
    html = sheet._repr_mimebundle_()["text/html"]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    while (
        inner := re.sub(r"\{[^{}]*\}", ";", style)
    ) != style:  # from the innermost rules outwards
        style = inner
    selectors = [text.strip() for text in style.split(";") if text.strip()]
    assert all(".hba-sheet" in text or text.startswith("@media") for text in selectors), selectors
    assert "<style" not in sheet.html()


@pytest.mark.parametrize("code", ["vi", "en"])
def test_every_number_of_the_standard_table_leads_home(code: str) -> None:
    """Hovering year to date tells file, place and day.

    The fold of the row tells the same without a mouse.
    """
    lang, office = hb.Language(code), hb.workspace(ROOT)
    period = Period.parse("2024-Q3")
    table = hb.assess(office, period, ["hong-bang"])
    shown = plan_table(table, lang, hb.project_year(table, office, period))
    box = Xml.fromstring(shown.html())
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
    told = origin(
        table, office.fingerprints(), hb.Language("en"), period="2024-Q3", as_of=""
    ).html()
    text = re.sub(r"<[^>]+>", " ", told)
    for name, print_ in office.fingerprints().items():
        assert name in text
        assert print_[:16] in text
    for part in ("Parameter period", "2024-Q3", hb.__version__, "pandas", "29 Oct 2024"):
        assert part in text


def test_notes_stay_with_their_rows_when_groups_are_mixed_and_without_groups() -> None:
    lang, office = hb.Language("en"), hb.workspace(ROOT)
    table = hb.assess(office, Period.parse("2024-Q3"), ["hong-bang"])
    for mixed in (table.iloc[::-1].sample(frac=1, random_state=3), table.assign(group="")):
        box = Xml.fromstring(plan_table(mixed, lang).html())
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
