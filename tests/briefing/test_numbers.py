"""Every number in slides, note and workbook is a number of the page: open and closed years."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from docx import Document
from pptx import Presentation
from pptx.shapes.placeholder import PlaceholderPicture
from python_calamine import CalamineWorkbook

from hbanalysis.briefing.deck import LOCALE, write_deck
from hbanalysis.briefing.line_chart import BESIDE, DECEMBER, _labelled
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.pack_content import Content, charted, draw, figure_names
from hbanalysis.briefing.slides import FEWEST, MOST, slides_of
from hbanalysis.briefing.table_workbook import HEAD, write_workbook
from hbanalysis.presentation import sentences
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.judgement_style import amount
from hbanalysis.presentation.origins import sources
from hbanalysis.presentation.pages import steering
from hbanalysis.presentation.pages.projections import projection_table
from hbanalysis.presentation.pages.scoreboard_table import scoreboard_sheet
from hbanalysis.presentation.pages.standard_table import legend, plan_table
from hbanalysis.presentation.sentences.lead_findings import gravest_first, short_finding
from hbanalysis.presentation.sentences.lead_findings import headline as first_line
from hbanalysis.presentation.sheet import Sheet
from hbanalysis.vocabulary.rows import records

pytestmark = pytest.mark.slow

CASES = [
    ("hong-bang", "2024-Q3", "vi"),
    ("hong-bang", "2024", "en"),
    ("hai-phong", "2024", "vi"),
    ("hai-phong", "2024-01", "en"),
]
MORE = sorted(
    set(product(("hong-bang", "hai-phong"), ("2024-Q3", "2024", "2024-01"), ("vi", "en")))
    - set(CASES)
)
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def numbers(text: str) -> set[str]:
    """Every number that a text shows, as it is written."""
    return set(NUMBER.findall(text))


def page_text(content: Content) -> str:
    """All that the pages say, made anew from the same tables, never from the pack."""
    lang, table, projected = content.lang, content.table, content.projected
    shown = [
        plan_table(table, lang, projected),
        scoreboard_sheet(table, lang),
        projection_table(projected, lang),
        sources(table, lang),
        steering.remedy_table(content.remedies, lang),
    ]
    texts = [
        " ".join(one.paragraphs) if isinstance(one, Prose) else one.texts.to_csv(sep="|")
        for one in shown
    ]
    texts += [" ".join(one.headings.values()) for one in shown if isinstance(one, Sheet)]
    texts += [
        lang.pick(row, "name")
        + " "
        + sentences.one_row(row, lang)
        + sentences.because(row, lang)
        + sentences.projection_sentence(row, lang)
        + sentences.result_sentence(row, lang)
        + short_finding(row, lang)
        + row["indicator"]
        for row in records(projected)
    ]
    texts += [
        first_line(projected.set_index("indicator", drop=False).loc[content.leads], lang),
        sentences.headline(table, content.place, lang),
        *sentences.projection_answer(projected, content.place, lang).paragraphs,
        *sentences.projection_method(projected, lang).paragraphs,
        *legend(table, content.office.rule("outlook", str(content.period)), lang).paragraphs,
    ]
    for row, months in content.trends:
        texts.append(sentences.trend_title(months, row, lang))
        texts.append(sentences.trend_sentence(months, row, lang))
    if isinstance(content.plan_figure, Figure):
        texts += [content.plan_figure.title, content.plan_figure.caption]
    known = [str(n) for n in range(len(table) + 1)]  # how many rows of a kind: headlines count them
    return " ".join([*texts, *known, content.period.label(lang.code), str(content.period.year)])


def bodies(slide: Any) -> list[Any]:
    """The tables, charts and pictures of a slide."""
    return [
        s for s in slide.shapes if s.has_table or s.has_chart or isinstance(s, PlaceholderPicture)
    ]


def slide_texts(deck: Any) -> Iterator[str]:
    """What is written on the slides, but for charts, slide numbers and dates of sources."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            elif shape == slide.shapes.title:
                yield shape.text_frame.text


def named(content: Content) -> tuple[str, str, str]:
    """The case that a content is."""
    return content.territory, str(content.period), content.lang.code


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def case(request: pytest.FixtureRequest, content: Callable[..., Content]) -> Content:
    return content(*request.param)


@pytest.fixture(scope="module")
def deck(case: Content, file: Callable[..., bytes]) -> Any:
    return Presentation(io.BytesIO(file("brief.pptx", *named(case))))


@pytest.fixture(scope="module")
def note(case: Content, file: Callable[..., bytes]) -> Any:
    return Document(io.BytesIO(file("brief.docx", *named(case))))


class TestSlides:
    def test_there_are_six_to_ten_each_with_one_figure_or_table(self, deck: Any) -> None:
        assert FEWEST <= len(deck.slides) <= MOST
        assert [len(bodies(slide)) for slide in deck.slides] == [1] * len(deck.slides)

    def test_every_number_on_them_is_one_of_the_page(self, case: Content, deck: Any) -> None:
        pages = numbers(page_text(case))
        texts = [re.sub(r" \(\d+/\d+\)$", "", text) for text in slide_texts(deck)]
        assert sorted(numbers(" ".join(texts)) - pages) == []

    def test_the_native_charts_hold_the_table_s_own_values(self, case: Content, deck: Any) -> None:
        bars = [
            shape.chart
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_chart and "BAR" in shape.chart.chart_type.name
        ]
        series = {one.name: list(one.values) for one in bars[0].plots[0].series}
        assert (
            series[case.lang.say("% of plan")]
            == (gravest_first(charted(case.projected))["pct_of_plan"] / 100).astype(float).tolist()
        )
        lines = [
            shape.chart
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_chart and "LINE" in shape.chart.chart_type.name
        ]
        row = case.row(case.lines[0])
        series = {one.name: list(one.values) for one in lines[0].plots[0].series}
        own = [value for value in series[str(case.period.year)] if value is not None]
        assert own[-1] == row["actual"]
        assert series[case.lang.say("Annual plan")] == [
            *[row["target"]] * 12,
            *[None] * BESIDE,
        ], "room beside December"
        if row["projection_reason"] == "":
            assert series[case.lang.say("Year-end projection")][DECEMBER] == row["point"]

    def test_the_ends_of_a_range_are_written_only_where_they_stand_clear_of_its_middle(
        self,
    ) -> None:
        def drawn(low: float, point: float, high: float) -> set[str]:
            ends = (("low", low), ("point", point), ("high", high))
            return _labelled(
                [
                    ("", [10.0] * 12, "own"),
                    *(("", [None] * 11 + [value], kind) for kind, value in ends),
                ]
            )

        assert drawn(80, 100, 130) == {"own", "plan", "low", "point", "high"}
        assert drawn(99, 100, 130) == drawn(80, 100, 101) == {"own", "plan", "point"}

    def test_every_number_of_the_speaker_notes_is_of_a_page_or_of_its_figures(
        self, case: Content, deck: Any
    ) -> None:
        drawn = [
            figure.data.texts.to_csv(sep="|") + " ".join(figure.data.headings.values())
            for name in sorted({slide.kind for slide in slides_of(case)} & set(figure_names(case)))
            if (figure := draw(case, name)) and isinstance(figure, Figure)
        ]
        amounts = [
            amount(value, case.row(code), case.lang)
            for code in case.lines
            for value in case.path(code)["value"]
        ]
        known = numbers(" ".join([page_text(case), *drawn, *amounts, *map(str, range(1, 13))]))
        told = {
            number
            for slide in deck.slides
            for number in numbers(slide.notes_slide.notes_text_frame.text)
        }
        years = {str(year) for year in range(2000, case.period.year + 1)}
        assert sorted(told - known - years) == []

    def test_alt_text_language_notes_and_the_mark_stand_on_each(
        self, case: Content, deck: Any
    ) -> None:
        for slide in deck.slides:
            (body,) = bodies(slide)
            assert len(body._element.xpath(".//p:cNvPr")[0].get("descr")) > 20
            assert {run.get("lang") for run in slide._element.iter("{*}rPr")} == {
                LOCALE[case.lang.code]
            }
            told = slide.notes_slide.notes_text_frame.text
            assert numbers(told)
            if case.demo:
                assert case.demo.upper() in [
                    s.text_frame.text for s in slide.shapes if s.has_text_frame
                ]
                assert told.startswith(sentences.demo_note(case.table, case.lang).paragraphs[0])

    def test_nothing_lies_outside_the_slide(self, deck: Any) -> None:
        for slide in deck.slides:
            for shape in slide.shapes:
                assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width
                assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height


class TestNote:
    def test_every_number_of_the_prose_is_one_of_the_page(self, case: Content, note: Any) -> None:
        text = "\n".join(re.sub(r"^[123]\. ", "", paragraph.text) for paragraph in note.paragraphs)
        assert sorted(numbers(text) - numbers(page_text(case))) == []
        assert "{{" not in text
        assert "{%" not in text

    def test_the_table_is_the_page_s_cell_by_cell(self, case: Content, note: Any) -> None:
        sheet, table = case.plan_table.without("group"), note.tables[-1]
        assert [cell.text for cell in table.rows[0].cells] == list(sheet.headings.values())
        whole = [name for name in sheet.ids if name not in ("judgement", "note")]  # these are short
        for row, texts in zip(table.rows[1:], sheet.texts.to_dict("records"), strict=True):
            cells = dict(zip(sheet.ids, (cell.text for cell in row.cells), strict=True))
            if "; " in texts["actual"]:  # not due: last year's level with its month, on one line
                assert set() < numbers(cells["actual"]) <= numbers(texts["actual"])
                cells["actual"] = texts["actual"]
            assert {name: cells[name] for name in whole} == {name: texts[name] for name in whole}

    def test_paper_letters_and_language_are_the_office_s(self, case: Content, note: Any) -> None:
        first, second = note.sections
        assert [
            round(x.mm)
            for x in (first.page_width, first.page_height, first.left_margin, first.right_margin)
        ] == [210, 297, 30, 15]
        assert second.page_width > second.page_height
        assert note.styles["Normal"].font.name == "Times New Roman"
        assert f'w:val="{LOCALE[case.lang.code]}"' in note.styles.element.xml
        assert ("·" in second.header.paragraphs[0].text) == bool(case.demo)
        assert case.demo.upper() in second.header.paragraphs[0].text


class TestWorkbook:
    def test_numbers_are_numbers_and_the_page_s_own(self, case: Content) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(case)))
        sheet = case.plan_table
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[HEAD - 1 :]
        assert found[0] == list(sheet.headings.values())
        for number, row in enumerate(found[1:]):
            for name, read in zip(sheet.ids, row, strict=True):  # Excel keeps 16 digits
                cell = sheet.cells[name][number]
                shown = pytest.approx(cell.held, rel=1e-14) if cell.live else cell.words
                assert read == shown, (name, number)
        values = [row[sheet.ids.index("target")] for row in found[1:]]
        known = case.table["target"].notna() & (case.table["comparator"] != "done")
        assert [v for v in values if isinstance(v, float)] == case.table.loc[
            known, "target"
        ].tolist()

    def test_its_sources_name_every_row_with_a_figure(self, case: Content) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(case)))
        codes = [
            row[0] for row in book.get_sheet_by_index(1).to_python(skip_empty_area=False)[HEAD:]
        ]
        told = (case.table["through"] > 0) | (case.table["target_source"] != "")
        assert codes == case.table.loc[told, "indicator"].tolist()


@pytest.mark.skipif(not os.environ.get("HBA_CAMPAIGN"), reason="the long tests: make campaign")
@pytest.mark.parametrize("other", MORE, ids="-".join)
def test_the_rest_of_the_matrix(
    other: tuple[str, str, str], content: Callable[..., Content]
) -> None:
    """Both territories, a quarter, a closed year and a January, both languages."""
    case = content(*other)
    deck, note = Presentation(io.BytesIO(write_deck(case))), Document(io.BytesIO(write_note(case)))
    TestSlides().test_there_are_six_to_ten_each_with_one_figure_or_table(deck)
    TestSlides().test_every_number_on_them_is_one_of_the_page(case, deck)
    TestSlides().test_alt_text_language_notes_and_the_mark_stand_on_each(case, deck)
    TestNote().test_every_number_of_the_prose_is_one_of_the_page(case, note)
    TestNote().test_the_table_is_the_page_s_cell_by_cell(case, note)
    TestWorkbook().test_numbers_are_numbers_and_the_page_s_own(case)
