"""Doors that hold: whatever rows are handed over, in whatever order, under whatever words."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from python_calamine import CalamineWorkbook

import hbanalysis as hb
from hbanalysis.briefing.deck import write_deck
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.pack_content import Content, content_of
from hbanalysis.briefing.table_workbook import HEAD, write_workbook
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import csv_text
from hbanalysis.presentation.origins import sources
from hbanalysis.presentation.pages.projections import not_projected, projection_table
from hbanalysis.presentation.pages.standard_table import PLAN_COLUMNS, plan_table
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT, tries
from tests.tables import INDICATORS, OBSERVATIONS, TARGETS, write_office

pytestmark = pytest.mark.slow

SAME = "chữ"
Q3 = Period.parse("2024-Q3")


class Babble(Language):
    """A language in which every word is the same; what is filled into a sentence stays."""

    def say(self, message: str, **facts: Any) -> str:
        """The one word, and the facts."""
        if not message:
            return ""
        return " ".join([SAME, *map(str, facts.values())])

    def around(self, message: str, blank: str) -> tuple[str, str]:
        """Nothing but the word stands around a number."""
        del message, blank
        return f"{SAME} ", ""

    def count(self, one: str, many: str, n: int, **facts: Any) -> str:
        """One and many are the same word too."""
        del many
        return self.say(one, n=n, **facts)


@cache
def parts() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Plan and projection of the district."""
    office = hb.workspace(ROOT)
    table = hb.assess(office, Q3, ["hong-bang"])
    return table, hb.project_year(table, office, Q3)


@cache
def whole() -> Sheet[Any]:
    """The standard table of the district."""
    table, projected = parts()
    return plan_table(table, Language("vi"), projected)


# ---------------------------------------------------------------- rows pair by code
def test_some_rows_of_a_table_keep_their_own_projection() -> None:
    """Revenue (3) once got the year-end of industrial output (1), which stood in the first row."""
    table, projected = parts()
    some = plan_table(table[table["indicator"].isin(["3", "3a"])], Language("vi"), projected)
    own = projected.set_index("indicator")["point"]
    assert some.numbers["point"].to_dict() == {"3": own["3"], "3a": own["3a"]}
    assert some.texts.loc["3", "point"] == "1.465,1"


CODES = st.lists(st.sampled_from(sorted(parts()[0]["indicator"])), min_size=1, unique=True)


@given(CODES, st.randoms(use_true_random=False))
@tries(25)
def test_any_rows_in_any_order_give_each_indicator_its_own_numbers(
    codes: list[str], chance: Any
) -> None:
    table, projected = parts()
    rows = table.set_index("indicator", drop=False).loc[codes]
    others = chance.sample(sorted(set(projected["indicator"]) - set(codes)), 3 % (27 - len(codes)))
    given_ = projected[projected["indicator"].isin([*codes, *others])]
    mixed = given_.sample(frac=1, random_state=chance.randrange(99))
    lang = Language("vi")
    for made, full in (
        (plan_table(rows, lang, mixed), whole()),
        (projection_table(mixed, lang), projection_table(projected, lang)),
        (not_projected(mixed, lang), not_projected(projected, lang)),
        (sources(rows, lang), sources(table, lang)),
    ):
        if not isinstance(made, Sheet):
            continue
        assert isinstance(full, Sheet)
        for name in made.ids:
            if name != "group":
                assert made.texts[name].equals(full.texts[name].loc[made.texts.index]), name
                assert made.numbers[name].equals(full.numbers[name].loc[made.numbers.index]), name
        assert made.html().count('scope="row"') == len(made)


def test_a_projection_that_lacks_rows_or_is_of_another_period_is_refused() -> None:
    table, projected = parts()
    lang = Language("en")
    with pytest.raises(HbaError, match="The projection lacks 3, 3a"):
        plan_table(table, lang, projected[~projected["indicator"].isin(["3", "3a"])])
    with pytest.raises(HbaError, match="3 more than once"):
        plan_table(pd.concat([table, table[table["indicator"] == "3"]]), lang, projected)
    other = projected.assign(period="2024-9M")
    with pytest.raises(HbaError, match="different periods: 2024-9M, 2024-Q3"):
        plan_table(table, lang, other)


# ---------------------------------------------------------------- headings are no keys
def test_the_sheet_has_numbers_and_texts_of_one_shape_by_code_and_column() -> None:
    sheet, (table, _) = whole(), parts()
    assert sheet.numbers.shape == sheet.texts.shape
    assert list(sheet.numbers.index) == list(sheet.texts.index)
    without_scenario = [c.id for c in PLAN_COLUMNS if c.id != "pct_of_scenario"]
    assert sheet.ids == without_scenario  # a column with nothing in it is left out
    known = table.set_index("indicator")
    for name in ("target", "actual", "same_period", "in_period", "pct_of_plan"):
        shown = sheet.numbers[name].dropna()
        assert shown.to_dict() == known[name].astype(float).loc[shown.index].to_dict()
        lacking = known[name].drop(shown.index)
        assert lacking.isna().all() or name == "target", name  # "hoàn thành" is a target of no size
    assert pd.isna(sheet.numbers.loc["3", "name"])
    assert (sheet.numbers.loc["3", "pct_of_plan"], sheet.texts.loc["3", "pct_of_plan"]) == (
        pytest.approx(72.2557, abs=1e-4),
        "72,3%",
    )


def cells_of_html(sheet: Sheet[Any]) -> list[list[str]]:
    """The texts of the rows of a table, without its lines below rows and its groups."""
    rows = Xml.fromstring(sheet.html()).iterfind("table/tbody/tr")
    return [
        ["".join(cell.itertext()) for cell in row]
        for row in rows
        if row.find("th[@scope='row']") is not None
    ]


def test_when_all_headings_are_the_same_word_no_number_moves_and_none_is_lost() -> None:
    table, projected = parts()
    babble, plain = Babble("vi"), whole()
    same = plan_table(table, babble, projected)
    assert set(same.headings.values()) == {SAME}
    assert same.numbers.equals(plain.numbers)
    shown = same.role("number")
    live = {name: [cell.live for cell in plain.cells[name]] for name in shown}
    for name in shown:
        texts = zip(same.texts[name], plain.texts[name], live[name], strict=True)
        assert all(text in wanted for text, wanted, number in texts if number and SAME not in text)
    columns = same.role("text", "number", "judgement")
    wanted = same.briefly().joined().texts
    for cells, key in zip(cells_of_html(same), same.keys, strict=True):
        assert cells[1:] == [wanted.loc[key, name] for name in columns]
    heads, *rows = csv_text(same).splitlines()
    assert (heads.count(SAME), len(rows)) == (len(same.ids), len(same))
    lines = sheet_text(same).splitlines()
    assert len(lines) == len(same) + 1
    for line, key in zip(lines[1:], same.keys, strict=True):
        found = [line.find(text) for text in same.texts.loc[key, shown]]
        assert -1 not in found
        assert line.startswith(str(key))


@pytest.fixture(scope="module")
def babbled() -> Content:
    """A pack in the language of one word."""
    return content_of(hb.year(Q3, "hong-bang", language=Babble("vi"), root=ROOT))


class TestOfficeFiles:
    """Workbook, slides and note hold the same numbers when all headings are one word."""

    def test_the_workbook(self, babbled: Content) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(babbled)))
        head, *rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[HEAD - 1 :]
        sheet = babbled.plan_table
        assert len(head) == len(set(map(str.lower, head))) == len(sheet.ids)
        for row, key in zip(rows, sheet.keys, strict=True):
            for name, read in zip(sheet.ids, row, strict=True):
                cell = sheet.cells[name][list(sheet.keys).index(key)]
                number = pytest.approx(cell.held, rel=1e-14) if cell.live else cell.words
                assert read == number, (key, name)

    def test_the_slides(self, babbled: Content) -> None:
        deck = Presentation(io.BytesIO(write_deck(babbled)))
        tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
        cells = {cell.text for table in tables for row in table.rows for cell in row.cells}
        projection = projection_table(babbled.projected, babbled.lang)
        assert isinstance(projection, Sheet)
        for name in ("point", "range80"):
            assert set(projection.texts[name]) <= cells, name

    def test_the_note(self, babbled: Content) -> None:
        note = Document(io.BytesIO(write_note(babbled)))
        rows = [[cell.text for cell in row.cells] for row in note.tables[-1].rows][1:]
        sheet = babbled.plan_table
        for row, key in zip(rows, sheet.keys, strict=True):
            assert row[0] == key
            for name in ("target", "actual", "pct_of_plan", "point"):
                told, whole = row[sheet.ids.index(name)], sheet.texts.loc[key, name]
                if name == "actual" and "; " in whole:  # last year's level, more briefly
                    assert told.split("\u00a0(")[0].split(" (")[0] in whole, key
                else:
                    assert told == whole, (key, name)


def test_two_headings_with_one_translation_keep_both_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ "% of same period" said like "% of plan" once took a column and moved 108,2."""
    say = Language.say

    def said(self: Language, message: str, **facts: Any) -> str:
        swapped = "% of plan" if message == "% of same period" else message
        return say(self, swapped, **facts)

    monkeypatch.setattr(Language, "say", said)
    table, projected = parts()
    sheet = plan_table(table, Language("vi"), projected)
    assert sheet.heading("pct_of_plan") == sheet.heading("pct_of_same_period") == "% so KH năm"
    row = sheet.texts.loc["2b"]
    assert (row["pct_of_plan"], row["pct_of_same_period"]) == ("57,7%", "108,2%")
    assert sheet.html().count("% so KH năm") == 2


# ---------------------------------------------------------------- codes are codes
def test_a_code_with_a_point_and_a_space_stays_one_code(tmp_path: Path) -> None:
    """ "3. a" once became number 3 and the name "a. Thu ngân sách"."""
    swap: Callable[[str], str] = lambda text: text.replace("thu  ", "3. a ").replace(  # noqa: E731
        "thu ", "3. a "
    )
    root = write_office(
        tmp_path,
        indicators=swap(INDICATORS),
        targets=swap(TARGETS),
        observations=swap(OBSERVATIONS),
        results="",
    )
    content = content_of(hb.year("2024-Q1", "quan", root=root))
    sheet = content.plan_table
    assert "3. a" in sheet.texts.index
    assert sheet.texts.loc["3. a", "name"] == "Thu ngân sách"
    assert sheet.joined().texts.loc["3. a", "name"] == "3. a. Thu ngân sách"
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(content)))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[HEAD:]
    assert [row[:2] for row in rows if row[0] == "3. a"] == [["3. a", "Thu ngân sách"]]


# ---------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("cell", "text", "live"),
    [
        (Cell(number=1516.66, decimals=2, before="≥ "), "≥ 1.516,66", True),
        (Cell(number=4468.8, decimals=1, after="* (7 tháng)"), "4.468,8* (7 tháng)", True),
        (Cell("1.200 – 1.300", 1200.0), "1.200 – 1.300", False),
        (Cell(number=0.256, share=True, after="%"), "26%", True),
        (Cell("trên 99%", 0.998, share=True), "trên 99%", False),
        (Cell(DASH), DASH, False),
    ],
)
def test_a_cell_says_its_number_or_its_words(cell: Cell, text: str, live: bool) -> None:
    assert (cell.text(Language("vi")), cell.live) == (text, live)


def test_data_are_no_markup_in_a_terminal() -> None:
    """A place name with [/x] once ended a report."""
    names = ("[/x] [bold]Thu[/bold]", "a:smile:", "http://x")
    column = Column("name", "Indicator", lambda row, _: row)
    sheet = Sheet("t", "Value", (column,), names, names)
    assert sheet_text(sheet).splitlines()[1:] == list(names)


def test_in_a_notebook_the_text_is_given_back_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """rich shows what it prints as HTML when it finds itself in Jupyter."""
    shown: list[Any] = []
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    monkeypatch.setattr("rich.jupyter.display", lambda *segments: shown.append(segments))
    assert "1.516,66" in sheet_text(whole())
    assert shown == []


def test_a_narrow_terminal_folds_names_and_keeps_every_number() -> None:
    narrow = sheet_text(whole().only("indicator", "name", "target", "actual"), width=70)
    assert max(map(len, narrow.splitlines())) <= 70
    for text in whole().texts["actual"]:
        assert text in narrow


def test_the_same_sheet_speaks_the_other_language() -> None:
    english = whole().spoken("en")
    assert english.heading("target") == "Annual plan"
    assert english.texts.loc["3", "target"] == "≥\u00a01,516.66"
    assert english.numbers.equals(whole().numbers)


def test_a_sheet_without_rows_says_so() -> None:
    table, projected = parts()
    empty = plan_table(table.iloc[:0], Language("en"), projected.iloc[:0])
    assert "There is nothing to assess" in empty.html()
    assert str(empty) == "There is nothing to assess: no target and no figure."
    assert empty.numbers.shape == (0, len(empty.ids))


def test_what_is_asked_of_the_months_left_stands_first_and_in_the_table() -> None:
    plain = hb.year("2024-Q3", "hong-bang", language="en")
    asked = plain.what_if(1.3)
    first = hb.sentences.projection(asked).paragraphs[0]
    assert first.startswith("If the remaining months bring 130% of what is expected, ")
    assert (
        hb.sentences.projection(asked).paragraphs[1:] == hb.sentences.projection(plain).paragraphs
    )
    table, without = hb.tables.projection(asked), hb.tables.projection(plain)
    ids = [column.id for column in table.columns]
    assert ids[ids.index("chance") + 1 :][:2] == ["what_if_point", "what_if_chance"]
    assert "what_if_point" not in [column.id for column in without.columns]
    assert table.numbers.loc["3", "what_if_point"] > table.numbers.loc["3", "point"]
