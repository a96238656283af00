"""Titles of slides and figures: a finding in at most fifteen words, no two alike."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from hbanalysis.analysis.year import year
from hbanalysis.briefing.pack_content import Content, content_of, draw, figure_names
from hbanalysis.briefing.slide import Slide, Title
from hbanalysis.briefing.slides import _told_apart, slides_of
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.sentences.short_titles import MOST_WORDS
from hbanalysis.vocabulary.language import Language
from tests.briefing.test_numbers import CASES, MORE
from tests.tables import months, write_office

LONG = "Tổng giá trị sản xuất của mọi ngành nghề trên toàn địa bàn do quận và phường quản lý"


def words(text: str) -> int:
    """How many words a title has."""
    return len(text.split())


def deck_titles(content: bytes) -> list[str]:
    """The titles in a deck's own XML."""
    deck: Any = Presentation(io.BytesIO(content))
    return ["".join(s.shapes.title._element.xpath(".//a:t/text()")) for s in deck.slides]


@pytest.mark.parametrize("pack", CASES, ids="-".join)
def test_titles_of_slides_are_short_and_unique(
    pack: tuple[str, str, str], file: Callable[..., bytes]
) -> None:
    titles = deck_titles(file("brief.pptx", *pack))
    assert [title for title in titles if not 2 <= words(title) <= MOST_WORDS] == []
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("pack", [*CASES, *MORE], ids="-".join)
def test_titles_of_figures_are_short(
    pack: tuple[str, str, str], content: Callable[..., Content]
) -> None:
    known = content(*pack)
    figures = [draw(known, name) for name in figure_names(known)]
    titles = [figure.title for figure in figures if isinstance(figure, Figure)]
    assert titles
    assert [title for title in titles if words(title) > MOST_WORDS] == []


@pytest.mark.parametrize("pack", MORE, ids="-".join)
def test_titles_of_all_other_decks(
    pack: tuple[str, str, str], content: Callable[..., Content]
) -> None:
    titles = [slide.title.headline for slide in slides_of(content(*pack))]
    assert [title for title in titles if words(title) > MOST_WORDS] == []
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("period", ["2024-Q3", "2024"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_of_many_words_give_way(period: str, language: str, tmp_path: Path) -> None:
    """The finding stays; the whole name stands under it and in the notes."""
    indicators = "indicator|group|name_vi|unit|measure|direction|decimals|cadence|judgeable\n"
    for code in ("a", "b"):
        indicators += f"{code}|economy|{LONG} {code}|tỷ đồng|flow|higher|1|month|M12\n"
    observations = "indicator|period|value|territory\n" + "\n".join(
        months(code, one, [80 + month for month in range(1, 13 if one < 2024 else 10)])
        for code in ("a", "b")
        for one in (2022, 2023, 2024)
    )
    root = write_office(
        tmp_path,
        indicators=indicators,
        targets="indicator|value|comparator\na|9000|>=\nb|9500|>=",
        observations=observations,
        results="",
    )
    content = content_of(year(period, "quan", language=language, root=root))
    slides = slides_of(content)
    titles = [slide.title.headline for slide in slides]
    assert [title for title in titles if words(title) > MOST_WORDS] == []
    assert len(set(titles)) == len(titles)
    line = next(slide for slide in slides if slide.kind == "year-end-a")
    assert line.title.headline.startswith("Tổng giá trị")
    assert "…" in line.title.headline
    assert f"{LONG} a".lower() in line.title.subtitle.lower()
    assert line.title.subtitle in line.notes


def test_a_number_behind_a_title_counts_as_a_word() -> None:
    full = " ".join(["từ"] * MOST_WORDS)
    slides = [
        Slide(kind, Title(full, short="Ngắn"), lambda shapes, box: None, "", "", ())
        for kind in ("projection", "year-end-a", "trend-a")
    ]
    told = [slide.title.headline for slide in _told_apart(slides, Language("vi"))]
    assert told == [full, "Ngắn (theo từng tháng)", "Ngắn (xu hướng)"]


@pytest.mark.parametrize("pack", CASES, ids="-".join)
def test_the_whole_sentence_stands_under_a_title_and_in_the_notes(
    pack: tuple[str, str, str], content: Callable[..., Content], file: Callable[..., bytes]
) -> None:
    lang = Language(pack[2])
    deck: Any = Presentation(io.BytesIO(file("brief.pptx", *pack)))
    pairs = list(zip(slides_of(content(*pack)), deck.slides, strict=True))
    assert any(slide.title.subtitle for slide, _ in pairs)
    for slide, shown in pairs:
        named = {shape.name: shape for shape in shown.shapes}
        under = named.get(lang.say("Subtitle"))
        assert (under.text_frame.text if under else "") == slide.title.subtitle
        if slide.kind.startswith(("year-end", "trend", "stand")):
            assert slide.title.subtitle in shown.notes_slide.notes_text_frame.text
