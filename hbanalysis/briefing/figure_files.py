"""The figures of a pack as files for slides, A4 pages and editing, with numbers and words."""

from __future__ import annotations

import re

from hbanalysis.briefing.drawing import Order
from hbanalysis.presentation.display import Figure, csv_text

OURS = re.compile(
    r"(plan|year-end-.+|trend-.+)(\.svg|\.pdf|-slide\.png|-a4\.png|\.csv|-alt\.txt|-caption\.txt)"
)
"""The names that the files of figures have."""
SLIDE = (12.1, 5.0)
"""Inches: what a 16:9 slide leaves below its headline."""
COLUMN = 6.3
"""Inches: the column of an A4 page with the margins of an official letter (16 cm)."""
SLIDE_DRAWN = 860
"""Pixels: how wide a figure is drawn before it is enlarged to the slide.

Its letters can be read afar.
"""
SUBTITLE_AND_SOURCE = 64
"""Pixels that these take of the slide's height."""


def slide_order(figure: Figure) -> Order:
    """A figure laid out for a 16:9 slide below a headline."""
    height = SLIDE_DRAWN * SLIDE[1] / SLIDE[0] - SUBTITLE_AND_SOURCE
    picture = figure.framed(SLIDE_DRAWN, height)
    return Order(f"{figure.name}-slide.png", picture, figure.accent, inches=SLIDE[0])


def orders_of(figure: Figure) -> list[Order]:
    """The pictures of one figure as files: for print, for a slide, for the column of an A4 page."""
    page, accent, name = figure.framed(), figure.accent, figure.name
    return [
        Order(f"{name}.pdf", page, accent, title=figure.title),
        slide_order(figure),
        Order(f"{name}-a4.png", page, accent, inches=COLUMN),
    ]


def words_of(figure: Figure) -> dict[str, bytes]:
    """What is written of one figure: SVG, the numbers, the alt text and the caption."""
    name = figure.name
    caption = " ".join(part for part in (figure.title, figure.caption, figure.demo.upper()) if part)
    return {
        f"{name}.svg": figure.svg,
        f"{name}.csv": csv_text(figure.data).encode("utf-8-sig"),
        f"{name}-alt.txt": (figure.alt + "\n").encode(),
        f"{name}-caption.txt": (caption + "\n").encode(),
    }
