"""The figures of a pack as files for slides, A4 pages and editing, with numbers and words."""

from __future__ import annotations

import io
import re

from hbanalysis.presentation.display import Figure, csv_text
from hbanalysis.presentation.picture import Picture
from hbanalysis.presentation.picture_files import as_file

OURS = re.compile(
    r"(plan|year-end-.+|trend-.+)(\.svg|\.pdf|-slide\.png|-a4\.png|\.csv|-alt\.txt|-caption\.txt)"
)
"""The names that the files of figures have."""
DPI = 300
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


def _png(picture: Picture, width: float, accent: str) -> bytes:
    """The picture as a PNG that is ``width`` inches wide at 300 dpi, however wide it was drawn."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(as_file(picture, "png", width, DPI, accent=accent))) as image:
        image.convert("RGB").quantize(128).save(out, format="PNG", dpi=(DPI, DPI))
    return out.getvalue()


def slide_png(figure: Figure) -> bytes:
    """A figure laid out for a 16:9 slide below a headline."""
    height = SLIDE_DRAWN * SLIDE[1] / SLIDE[0] - SUBTITLE_AND_SOURCE
    return _png(figure.framed(SLIDE_DRAWN, height), SLIDE[0], figure.accent)


def column_png(figure: Figure) -> bytes:
    """A figure as the page shows it, as wide as the column of an A4 page."""
    return _png(figure.framed(), COLUMN, figure.accent)


def files_of(figure: Figure) -> dict[str, bytes]:
    """All files of one figure: SVG, PDF, two PNG, the numbers, the alt text and the caption."""
    name = figure.name
    caption = " ".join(part for part in (figure.title, figure.caption, figure.demo.upper()) if part)
    return {
        f"{name}.svg": figure.svg,
        f"{name}.pdf": as_file(figure.framed(), "pdf", title=figure.title, accent=figure.accent),
        f"{name}-slide.png": slide_png(figure),
        f"{name}-a4.png": column_png(figure),
        f"{name}.csv": csv_text(figure.data).encode("utf-8-sig"),
        f"{name}-alt.txt": (figure.alt + "\n").encode(),
        f"{name}-caption.txt": (caption + "\n").encode(),
    }
