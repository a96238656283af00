"""The slides as a file: their template, an office's own, and what a change of theme changes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from office_check.every_rule import faults
from office_check.opening import Office
from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.util import Inches

from hbanalysis.analysis.year import year
from hbanalysis.briefing.deck import SMALL, write_deck
from hbanalysis.briefing.pack_content import Content, content_of
from hbanalysis.briefing.slide import Slide, Title
from hbanalysis.briefing.slides import _told_apart
from hbanalysis.briefing.theme import FILE, SOURCE, SUBTITLE, BadDeck, inches, open_look
from hbanalysis.briefing.theme import content_of as content_of_layout
from hbanalysis.vocabulary.language import Language
from scripts.make_deck_template import PATH, template
from tests.briefing.test_office_check import changed, rules
from tests.tables import months, write_office

pytestmark = pytest.mark.slow

AREAS = ("schema", "package", "accessibility", "language", "fonts", "theme and print")
FIGURES = "indicator | period | value | territory\n" + "\n".join(
    months("thu", year, [80 + 5 * month for month in range(1, 13 if year < 2024 else 10)])
    for year in (2022, 2023, 2024)
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Content:
    root = write_office(tmp_path_factory.mktemp("deck"), observations=FIGURES)
    return content_of(year("2024-Q3", "quan", root=root))


@pytest.fixture
def own(small: Content) -> Iterator[Path]:
    """Where the office keeps its own template; taken away afterwards."""
    path = small.office.root / "templates" / FILE
    path.parent.mkdir(exist_ok=True)
    yield path
    path.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def deck(small: Content) -> bytes:
    return write_deck(small)


def parts_with(content: bytes, pattern: str) -> dict[str, int]:
    """How often a pattern stands in each part of slides and charts."""
    parts = Office("brief.pptx", content).parts
    kept = [p for p in parts if re.match(r"ppt/(slides|charts)/[^/]+\.xml", p)]
    return {p: len(re.findall(pattern.encode(), parts[p])) for p in kept}


def test_ours_is_what_the_script_writes_and_passes() -> None:
    made = template()
    assert Office("a", PATH.read_bytes()).parts == Office("b", made).parts
    assert faults(Office(FILE, made, template=True)) == []


@pytest.mark.parametrize(
    "pack", [("hong-bang", "2024-Q3", "vi"), ("hai-phong", "2024-01", "en")], ids="-".join
)
def test_the_slides_pass(pack: tuple[str, str, str], file: Callable[..., bytes]) -> None:
    assert faults(Office(FILE, file(FILE, *pack)), *AREAS) == []


@pytest.mark.parametrize(
    ("part", "pattern", "new", "rule"),
    [
        ("ppt/presentation.xml", r"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", "", "presentation_lists"),
        ("ppt/presentation.xml", r"<p:sldSz ", '<p:sldSz type="screen4x3" ', "presentation_lists"),
        ("ppt/charts/chart1.xml", r'c:axId val="', 'c:axId val="-', "chart_axes"),
        ("ppt/charts/chart1.xml", r'c:axId val="', 'c:axId val="-', "schema"),
        ("ppt/slides/slide1.xml", r' descr="[^"]*"', "", "alt_texts"),
        ("ppt/slides/slide1.xml", r'firstRow="1"', 'firstRow="0"', "head_rows"),
        ("ppt/slides/slide1.xml", r'<a:schemeClr val="tx2"/>', '<a:srgbClr val="123456"/>', "fixed_colours"),
        ("ppt/slides/slide1.xml", r'<a:schemeClr val="tx1"/>', '<a:schemeClr val="bg2"/>', "text_contrast"),
        ("ppt/slides/slide1.xml", r"(<a:rPr[^>]*>)", r'\1<a:latin typeface="Calibri"/>', "fixed_fonts"),
        ("ppt/slides/slide1.xml", r' lang="vi-VN"', ' lang="en-US"', "languages"),
        ("ppt/slides/slide1.xml", r"<a:tc>.*?<a:t>[^<]*", "<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>", "empties"),
        ("ppt/slides/slide1.xml", r'name="Tiêu đề"', 'name="Title 1"', "shape_names"),
        ("ppt/slides/slide1.xml", r'(<p:sp>.*?</p:sp>)(<p:graphicFrame>.*?</p:graphicFrame>)', r"\2\1", "reading_order"),
        ("ppt/slides/slide1.xml", r' sz="\d+"', ' sz="1000"', "sizes"),
        ("docProps/app.xml", r"<Slides>\d+", "<Slides>0", "properties"),
        ("ppt/theme/theme1.xml", "Arial", "Comic Sans MS", "families"),
    ],
)  # fmt: skip
def test_each_fault_put_into_a_deck_is_found(
    deck: bytes, part: str, pattern: str, new: str, rule: str
) -> None:
    assert rule in rules(FILE, changed(deck, part, pattern, new))


def test_colours_and_letters_are_the_theme_s(deck: bytes) -> None:
    """Only judgements have colours of their own: they mean something."""
    assert sum(parts_with(deck, "a:latin").values()) == 0
    scheme = sum(parts_with(deck, "a:schemeClr").values())
    assert scheme > 4 * sum(parts_with(deck, "a:srgbClr").values())


def test_footer_and_number_are_placeholders_of_the_layout(deck: bytes) -> None:
    for slide in Presentation(io.BytesIO(deck)).slides:
        named = {s.name: s.placeholder_format.type.name for s in slide.placeholders}
        assert (named["Chân trang"], named["Số trang"]) == ("FOOTER", "SLIDE_NUMBER")


def test_slides_that_would_be_called_alike_are_told_apart() -> None:
    kinds = ("projection", "year-end-thu", "trend-thu", "sources")
    slides = [
        Slide(kind, Title("Thu đạt 5"), lambda shapes, box: None, "", "", ()) for kind in kinds
    ]
    told = [slide.title.headline for slide in _told_apart(slides, Language("vi"))]
    assert told[:3] == ["Thu đạt 5", "Thu đạt 5 (theo từng tháng)", "Thu đạt 5 (xu hướng)"]
    assert len(set(told)) == 4


def test_a_change_of_the_numbers_behind_a_chart_is_followed_by_its_labels(deck: bytes) -> None:
    from pptx.chart.data import CategoryChartData

    made = Presentation(io.BytesIO(deck))
    chart = next(s.chart for slide in made.slides for s in slide.shapes if s.has_chart)
    fresh = CategoryChartData()
    fresh.categories = ["Thu"]
    for series in list(chart.plots[0].series):
        fresh.add_series(series.name, [0.42])
    chart.replace_data(fresh)
    out = io.BytesIO()
    made.save(out)
    assert "schema" not in rules(FILE, out.getvalue())
    assert chart.plots[0].series[-1]._element.xpath(".//c:dLbls/c:showVal/@val")[-1] == "1"


class TestOwnTemplate:
    def test_another_size_and_another_place_are_followed(self, small: Content, own: Path) -> None:
        narrow = Presentation()
        narrow.slides.add_slide(narrow.slide_layouts[0]).shapes.title.text = "Mẫu"
        narrow.save(str(own))
        written = write_deck(small)
        made = Presentation(io.BytesIO(written))
        content = open_look(small.office.root)
        assert (made.slide_width, made.slide_height) == (Inches(10), Inches(7.5))
        assert "Mẫu" not in [slide.shapes.title.text for slide in made.slides]
        for slide in made.slides:
            frames = [s for s in slide.shapes if s.has_table or s.has_chart]
            assert all(s.left >= content.box[0] for s in frames)
            assert all(s.left + s.width <= content.box[0] + content.box[2] + 9 for s in frames)
            sizes = [int(v) for v in slide._element.xpath(".//a:rPr/@sz")]
            assert min(sizes) >= 100 * SMALL
            title = slide.shapes.title
            above = [s for s in slide.shapes if s.name == "Tiêu đề phụ"]
            assert all(s.top + s.height <= content.box[1] + 9 for s in above)
            assert [s.shape_id for s in above] == [
                s.shape_id
                for before, s in pairwise(slide.shapes)
                if before.shape_id == title.shape_id and s.name == "Tiêu đề phụ"
            ]
        told = rules(FILE, written)
        assert told & {"presentation_lists", "alt_texts", "slide_titles", "languages"} == set()

    def test_ours_with_another_theme_changes_throughout(self, small: Content, own: Path) -> None:
        """Sentence and source stay in their placeholders, the picture takes the accent."""
        other: Any = Presentation(str(PATH))
        theme = other.slide_master.part.part_related_by(KIND.THEME)
        theme._blob = re.sub(
            rb'(<a:accent1>\s*<a:srgbClr val=")[0-9A-Fa-f]{6}', rb"\g<1>7A1F5C", theme.blob
        ).replace(b"Arial", b"Liberation Serif")
        other.save(str(own))
        made = Presentation(io.BytesIO(write_deck(small)))
        pictures = []
        for slide in made.slides:
            held = {s.name: s.placeholder_format.idx for s in slide.placeholders}
            assert held["Nguồn"] == SOURCE
            assert held.get("Tiêu đề phụ", SUBTITLE) == SUBTITLE
            pictures += [s.image.blob for s in slide.placeholders if hasattr(s, "image")]
        assert pictures
        for picture in pictures:
            colours = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(1000)
            assert (0x7A, 0x1F, 0x5C) in [colour for _, colour in colours or ()]

    def test_a_file_that_is_none_and_a_deck_without_a_place_are_refused(
        self, small: Content, own: Path
    ) -> None:
        own.write_bytes(b"no slides")
        with pytest.raises(BadDeck) as refused:
            write_deck(small)
        assert refused.value.findings[0].file == FILE
        bare: Any = Presentation()
        for layout in list(bare.slide_layouts):
            if layout.name != "Blank":
                bare.slide_layouts.remove(layout)
        bare.save(str(own))
        with pytest.raises(BadDeck) as refused:
            write_deck(small)
        assert "placeholder" in refused.value.findings[0].template

    def test_too_little_room_and_letters_nobody_can_read_are_told_at_once(
        self, small: Content, own: Path
    ) -> None:
        dark: Any = Presentation(str(PATH))
        theme = dark.slide_master.part.part_related_by(KIND.THEME)
        theme._blob = theme.blob.replace(
            b'<a:lt1><a:srgbClr val="FFFFFF"', b'<a:lt1><a:srgbClr val="202020"'
        )
        content = content_of_layout(dark.slide_master.slide_layouts[0])
        content.left, content.top, content.width, content.height = inches(1, 1, 4, 2)
        dark.save(str(own))
        with pytest.raises(BadDeck) as refused:
            write_deck(small)
        assert [one.rule for one in refused.value.findings] == ["deck-room", "deck-contrast"]
        assert refused.value.findings[1].facts["paper"] == "#202020"
