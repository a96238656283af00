"""The figures of a pack as files: colours that stay, letters that are embedded, nothing by chance."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib.backends import _backend_pdf_ps
from matplotlib.backends._backend_pdf_ps import SubsetResults, get_glyphs_subset
from matplotlib.font_manager import findfont as find_font
from PIL import Image

from hbanalysis.briefing import drawing
from hbanalysis.briefing.drawing import COLOURS, DPI, WORTH, Order, drawn_beside, png
from hbanalysis.briefing.pack_content import Content, draw
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.embedded_letters import _subset
from hbanalysis.presentation.picture import HEX, Picture
from hbanalysis.presentation.picture_files import as_file, as_pixels

EVERY_WORD = "Dự báo 97,1% – chậm ▼ ● ◆ ✓ tỷ đồng: ẮẰẲẴẶ ứừửữự"


def written(text: str) -> Picture:
    """A picture with one line of text and an area."""
    picture = Picture(400, 60)
    picture.bar(0, 0, 400, 60, "on")
    picture.bar(300, 10, 80, 40, "now")
    picture.words((4, 30), text, "strong")
    return picture


@pytest.fixture
def figure(content: Callable[..., Content]) -> Figure:
    drawn = draw(content("hong-bang", "2024-Q3"), "plan")
    assert isinstance(drawn, Figure)
    return drawn


def test_a_png_keeps_its_plain_colours_and_nears_every_shade(figure: Figure) -> None:
    picture = figure.framed()
    raw = as_pixels(picture, 4.0, DPI)[:, :, :3].astype(int)
    image = Image.open(io.BytesIO(png(picture, 4.0, figure.accent)))
    assert image.mode == "P"
    assert len(image.getcolors() or ()) <= COLOURS
    shown = np.asarray(image.convert("RGB")).astype(int)
    assert shown.shape == raw.shape
    paper, link = (
        tuple(int(HEX[name][place : place + 2], 16) for place in (1, 3, 5))
        for name in ("paper", "ink")
    )
    for colour in (paper, link):
        there = (raw == colour).all(axis=2)
        assert there.any()
        assert (shown[there] == colour).all()
    assert np.abs(shown - raw).max(axis=2).mean() < 1


@pytest.mark.parametrize("text", [EVERY_WORD, "Thu Ж"])
def test_the_letters_of_a_pdf_are_those_that_matplotlib_would_embed(text: str) -> None:
    """Without the tables that a PDF has no use for; every glyph has its outline and its width."""
    path = find_font("DejaVu Sans")
    with TTFont(path) as font:
        known = font.getBestCmap()
        glyphs = {font.getGlyphID(known[ord(one)]) for one in text}
    with get_glyphs_subset(path, glyphs) as whole, _subset(path, glyphs) as slim:
        for glyph in glyphs:
            assert drawn(whole, glyph) == drawn(slim, glyph)
        assert not {"GSUB", "GPOS", "fpgm"} & set(slim.font.keys())


def drawn(result: SubsetResults, glyph: int) -> tuple[list[tuple[int, int]], int]:
    """Outline and width of a glyph."""
    font, outlines = result.font, result.font["glyf"]
    name = font.getGlyphName(result.glyph_index_map[glyph])
    return list(outlines[name].getCoordinates(outlines)[0]), font["hmtx"][name][0]


def test_a_letter_that_nobody_expects_is_embedded_too() -> None:
    usual, rare = (as_file(written(text), "pdf") for text in ("Thu", "Thu Ж"))
    assert len(rare) > len(usual)
    assert rare == as_file(written("Thu Ж"), "pdf")
    assert b"0416" in as_file_uncompressed("Thu Ж")


def as_file_uncompressed(text: str) -> bytes:
    """A PDF whose streams can be read."""
    import matplotlib

    with matplotlib.rc_context({"pdf.compression": 0}):
        return as_file(written(text), "pdf")


def test_outlines_are_restored_after_a_pdf() -> None:
    before = _backend_pdf_ps.get_glyphs_subset
    as_file(written("Thu"), "pdf")
    assert _backend_pdf_ps.get_glyphs_subset is before


class TestBeside:
    ORDERS = tuple(
        Order(f"{n}.{'png' if n % 2 else 'pdf'}", written(f"Thu {n}"), "#0b5c8a", inches=n % 2)
        for n in range(WORTH)
    )

    def alone(self) -> dict[str, bytes]:
        return {order.file: drawing.draw(order) for order in self.ORDERS}

    def test_two_draw_what_one_draws(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drawing, "cores", lambda: 2)
        here: list[str] = []
        own = drawing.draw
        monkeypatch.setattr(drawing, "draw", lambda order: here.append(order.file) or own(order))
        with drawn_beside(list(self.ORDERS)) as all_drawn:
            drawn = all_drawn()
        assert 0 < len(here) < WORTH / 2
        monkeypatch.undo()
        assert drawn == self.alone()
        assert list(drawn) == [order.file for order in self.ORDERS]

    @pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
    def test_one_draws_all_where_the_other_fails(
        self, python: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(drawing, "cores", lambda: 2)
        monkeypatch.setattr(drawing.sys, "executable", python)
        with drawn_beside(list(self.ORDERS)) as all_drawn:
            drawn = all_drawn()
        monkeypatch.undo()
        assert drawn == self.alone()

    def test_on_one_core_and_for_few_nobody_else_is_asked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(*_: object, **__: object) -> None:
            raise AssertionError

        monkeypatch.setattr(drawing.subprocess, "Popen", refused)
        for cores, orders in ((1, self.ORDERS), (2, self.ORDERS[:3])):
            monkeypatch.setattr(drawing, "cores", lambda cores=cores: cores)
            with drawn_beside(list(orders)) as all_drawn:
                assert len(all_drawn()) == len(orders)
