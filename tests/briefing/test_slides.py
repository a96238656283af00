"""Offices unlike ours: odd codes, scattered groups, many targets, amounts below zero."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pptx import Presentation

from hbanalysis.analysis.year import year
from hbanalysis.briefing.bar_chart import add_bars
from hbanalysis.briefing.choice import OFFICE, Choice
from hbanalysis.briefing.deck import write_deck
from hbanalysis.briefing.note import write_note
from hbanalysis.briefing.note_texts import LINES, _head_lines, _lines, context_of
from hbanalysis.briefing.pack import _own_name
from hbanalysis.briefing.pack_content import Content, charted, content_of, draw, source_line
from hbanalysis.briefing.slide import Slide, Title
from hbanalysis.briefing.slide_tables import SlideTable, upright
from hbanalysis.briefing.slides import MOST, _within, slides_of
from hbanalysis.briefing.standing_slides import MOST_BARS, plan
from hbanalysis.briefing.theme import inches, open_look
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from tests.tables import months, write_office

pytestmark = pytest.mark.slow

CODES = {"3-a": ("economy", 90), "x-3-a": ("party", 60), "3 a": ("economy", 30)}
SIGNED = OFFICE | {
    "superior": "ỦY BAN NHÂN DÂN QUẬN HỒNG BÀNG",
    "name": "VĂN PHÒNG HĐND VÀ UBND QUẬN",
    "recipient": "Ban Thường vụ Quận ủy",
    "signer_title": "CHÁNH VĂN PHÒNG",
    "signer": "Nguyễn Văn A",
}


def sheet_of(rows: list[dict[str, str]]) -> Sheet[dict[str, str]]:
    """A sheet of ready texts."""
    names = rows[0] if rows else ()
    columns = tuple(Column(name, "Value", lambda row, _, name=name: row[name]) for name in names)
    return Sheet("t", "Value", columns, tuple(rows), tuple(range(len(rows))))


def content_with(folder: Path, codes: dict[str, tuple[str, int]]) -> Content:
    """The pack of an office with these amounts: code -> group and size of a month."""
    indicators = (
        "indicator|group|name_vi|unit|measure|direction|decimals|cadence|judgeable\n"
        + "\n".join(
            f"{code}|{group}|Chỉ tiêu {code}|tỷ đồng|flow|higher|1|month|M12"
            for code, (group, _) in codes.items()
        )
    )
    targets = "indicator|value|comparator\n" + "\n".join(f"{code}|1000|>=" for code in codes)
    observations = "indicator|period|value|territory\n" + "\n".join(
        months(code, year, [size + month for month in range(1, 13 if year < 2024 else 10)])
        for code, (_, size) in codes.items()
        for year in (2022, 2023, 2024)
    )
    root = write_office(
        folder, indicators=indicators, targets=targets, observations=observations, results=""
    )
    return content_of(year("2024-Q3", "quan", language="vi", root=root))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """An office with scattered groups, whose codes make the same file names."""
    return content_with(tmp_path_factory.mktemp("odd"), CODES)


class TestCodes:
    def test_a_hyphen_in_a_code_is_no_kind_of_slide(self, odd: Content) -> None:
        chosen = replace(odd, choice=Choice(slides=("year-end-x-3-a", "trend-x-3-a")))
        assert [slide.kind for slide in slides_of(chosen)] == ["year-end-x-3-a", "trend-x-3-a"]
        assert all("hỉ tiêu x-3-a" in slide.title.headline for slide in slides_of(chosen))

    def test_figures_whose_codes_make_the_same_name_do_not_overwrite_each_other(
        self, odd: Content
    ) -> None:
        first, second = (draw(odd, f"trend-{code}") for code in ("3-a", "3 a"))
        assert isinstance(first, Figure)
        assert isinstance(second, Figure)
        assert first.name == second.name == "trend-3-a"
        assert _own_name(second, {"trend-3-a"}).name == "trend-3-a-2"

    def test_scattered_groups_never_put_a_number_beside_another_name(self, odd: Content) -> None:
        actual = odd.table.set_index("indicator")["actual"]
        assert odd.plan_table.texts.index.tolist() == ["3-a", "3 a", "x-3-a"]
        assert odd.plan_table.texts["indicator"].tolist() == ["3-a", "3 a", "x-3-a"]
        assert odd.plan_table.numbers["actual"].to_dict() == actual.to_dict()


class TestMany:
    def test_long_tables_give_way_and_say_how_much_they_leave_out(self) -> None:
        kinds = ["stand", *["behind"] * 4, *["unjudged"] * 4, *["projection"] * 3, "sources"]
        slides = [
            Slide(kind, Title(kind), SlideTable(sheet_of([]), ()), "", "Nguồn.", (), 7)
            for kind in kinds
        ]
        found = _within(slides, Language("en"))
        assert len(found) == MOST
        assert Counter(one.kind for one in found) == {
            "stand": 1,
            "behind": 4,
            "unjudged": 2,
            "projection": 2,
            "sources": 1,
        }
        told = [one.caption for one in found if one.caption != "Nguồn."]
        assert told == [
            "14 more rows: see table.xlsx. Nguồn.",
            "7 more rows: see table.xlsx. Nguồn.",
        ]

    def test_why_some_cannot_be_judged_gives_way_to_what_needs_something_done(self) -> None:
        kinds = ["stand", "behind", "behind", "unjudged", *(f"year-end-{n}" for n in range(7))]
        slides = [
            Slide(kind, Title(kind), SlideTable(sheet_of([]), ()), "", "Nguồn.", (), 7)
            for kind in kinds
        ]
        found = [one.kind for one in _within(slides, Language("en"))]
        assert found == [kind for kind in kinds if kind != "unjudged"]

    def test_more_bars_than_a_slide_holds_go_onto_several(self, tmp_path: Path) -> None:
        pages = plan(content_with(tmp_path, {f"c{n}": ("economy", 60) for n in range(15)}))
        assert [slide.rows for slide in pages] == [8, 7]
        assert max(slide.rows for slide in pages) <= MOST_BARS

    def test_a_single_row_stands_upright_and_a_range_is_never_broken(self) -> None:
        row = dict.fromkeys("abcdef", "1.484,1\xa0–\xa01.524,9")
        grid = SlideTable(sheet_of([row]), (1.0,) * 6)
        assert upright(grid, Language("en")).sheet.texts.shape == (6, 2)
        two = SlideTable(grid.sheet.only("a", "b"), (1.0, 1.0))
        assert upright(two, Language("en")).sheet.texts.shape == (1, 2)
        breaking = {name: text.replace("\u00a0", " ") for name, text in row.items()}
        broken = SlideTable(sheet_of([breaking]), (1.0,) * 6)
        assert grid._needs(10.0)[0] > broken._needs(10.0)[0]

    def test_the_foot_names_its_sources(self, odd: Content) -> None:
        lang, rows = Language("en"), odd.table
        assert source_line(rows.assign(source=""), lang) == "No figures yet."
        assert source_line(rows.assign(source=["A", "B", "A"]), lang).startswith(
            "Source: A; B. Published up to "
        )
        named = source_line(rows.assign(source=["A" * 100, "B" * 100, "A" * 100]), lang)
        assert named.startswith("Source: 2 sources, named in table.xlsx. Published")


def test_bars_below_zero_have_room_and_none_is_rounded_to_the_plan(odd: Content) -> None:
    look = open_look(odd.office.root)
    slide = look.deck.slides.add_slide(look.layout)
    rows = charted(odd.table).assign(pct_of_plan=[-45.0, 99.96, 20.0])
    chart = add_bars(slide.shapes, inches(1, 1, 8, 5), odd, rows).chart
    assert chart.value_axis.minimum_scale < -0.45
    assert not chart.value_axis.has_major_gridlines, "they would stand at other places than 100%"
    assert not chart.has_legend, "bars have a colour each"
    own = chart.plots[0].series[-1]
    formats = [label.find("{*}numFmt").get("formatCode") for label in own._element.iter("{*}dLbl")]
    assert formats == ["[$-42A]#,##0.00%"]
    plain = add_bars(
        slide.shapes, inches(1, 1, 8, 5), odd, rows.assign(pct_of_plan=[45.0, 99.5, 20.0])
    ).chart
    assert plain.value_axis.minimum_scale == 0
    assert plain.value_axis.has_major_gridlines


def test_what_the_headline_says_stands_beside_the_chart_as_the_same_text(odd: Content) -> None:
    """Formats follow the reader's regional settings, a headline does not."""
    look = open_look(odd.office.root)
    slide = look.deck.slides.add_slide(look.layout)
    rows = charted(odd.table).assign(pct_of_plan=[85.5, 72.3, 20.0])
    named = rows["indicator"].iloc[1]
    chart = add_bars(slide.shapes, inches(1, 1, 8, 5), odd, rows, named).chart
    labels = [chart.plots[0].series[-1].points[n].data_label for n in range(3)]
    assert [label.has_text_frame for label in labels] == [False, True, False]
    assert labels[1].text_frame.text == "72,3%"
    (year,) = slides_of(replace(odd, choice=Choice(slides=("year-end-3-a",))))
    assert not isinstance(year.body, SlideTable | Figure)
    lines = year.body(slide.shapes, inches(1, 1, 8, 5)).chart
    said = {t.text for t in lines._chartSpace.iter("{*}t")}
    row, lang = odd.row("3-a"), odd.lang
    assert lang.number(row["point"], 1) in year.title.subtitle
    ends = {
        "dự báo": lang.number(row["point"], 1),
        "kế hoạch": lang.number(row["target"], 0),
        "2024:": lang.number(row["actual"], 1),
    }
    assert {f"{name} {number}" for name, number in ends.items()} <= said
    hidden = lines._chartSpace.xpath(".//c:legendEntry[c:delete/@val='1']/c:idx/@val")
    shown = [s.name for n, s in enumerate(lines.plots[0].series) if str(n) not in hidden]
    assert shown == ["2022", "2023"], "the legend names past years, other lines are labelled"


class TestNote:
    def test_the_office_s_own_words_take_their_room_from_the_rest(
        self, content: Callable[..., Content]
    ) -> None:
        known = content("hong-bang", "2024-Q3")
        signed = replace(known, choice=Choice(office=SIGNED))

        def used(one: Content) -> int:
            facts = context_of(one)
            texts = [
                *facts["standing"],
                *facts["outlook"],
                facts["demo"],
                facts["behind_more"],
                *(" ".join(item.values()) for item in facts["behind"]),
            ]
            return sum(map(_lines, texts)) + _head_lines(one)

        assert max(used(known), used(signed)) <= LINES
        assert context_of(signed)["behind_more"] != context_of(known)["behind_more"]

    def test_as_above_needs_somebody_above(self, odd: Content) -> None:
        def feet(one: Content) -> str:
            return str(Document(io.BytesIO(write_note(one))).tables[1].rows[0].cells[0].text)

        assert "Như trên" not in feet(odd)
        assert "Như trên" in feet(replace(odd, choice=Choice(office=SIGNED)))

    def test_hostile_words_of_the_office_fit_into_every_file(
        self, odd: Content, tmp_path: Path
    ) -> None:
        hostile = OFFICE | {"name": "VĂN PHÒNG\x01\n{{ 7*7 }}<w:p/>" + "x" * 300}
        one = replace(odd, choice=Choice(office=hostile, slides=("stand",)))
        deck, note = (
            Presentation(io.BytesIO(write_deck(one))),
            Document(io.BytesIO(write_note(one))),
        )
        assert len(deck.core_properties.author) == len(note.core_properties.author) == 255
        assert "{{ 7*7 }}<w:p/>" in note.tables[0].rows[0].cells[0].text


def test_the_end_of_a_line_that_has_just_begun_stays_clear_of_the_axis(
    content: Callable[..., Content],
) -> None:
    """In January its name stands beside it, in September over it."""
    places = {}
    for period in ("2024-01", "2024-Q3"):
        one = replace(content("hong-bang", period), choice=Choice(slides=("year-end-3",)))
        look = open_look(one.office.root)
        page = look.deck.slides.add_slide(look.layout)
        (year,) = slides_of(one)
        assert not isinstance(year.body, SlideTable | Figure)
        chart = year.body(page.shapes, inches(1, 1, 8, 5)).chart
        own = next(series for series in chart.plots[0].series if series.name == "2024")
        places[period] = own._element.xpath(".//c:dLbl/c:dLblPos/@val")
    assert places == {"2024-01": ["r"], "2024-Q3": ["t"]}
