"""The figures of a pack as files for slides, A4 pages and editing, with numbers and words."""

from __future__ import annotations

import io
import re
from typing import Any

from hbanalysis.presentation.display import Figure, csv_text
from hbanalysis.presentation.picture import Picture
from hbanalysis.presentation.picture_files import as_file, as_pixels

OURS = re.compile(
    r"(plan|year-end-.+|trend-.+)(\.svg|\.pdf|-slide\.png|-a4\.png|\.csv|-alt\.txt|-caption\.txt)"
)
"""The names that the files of figures have."""
DPI = 300
COLOURS, PLAIN = 128, 16
"""Colours of a PNG, and how many of them are those of plain areas, kept exactly."""
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
    """The picture as a PNG that is ``width`` inches wide at 300 dpi, however wide it was drawn.

    A chart has few colours, which stay what they are, and many shades of its edges.
    """
    import numpy as np
    from PIL import Image

    pixels = as_pixels(picture, width, DPI, accent)[:, :, :3]
    colour = _packed(pixels)
    shades = Image.fromarray(pixels[::4, ::4]).quantize(COLOURS - PLAIN)
    plain, counts = np.unique(colour[::4, ::4], return_counts=True)
    plain = plain[np.argsort(counts, kind="stable")[::-1][:PLAIN]]
    used = len(shades.getpalette() or ()) // 3
    told = np.array(Image.fromarray(pixels).quantize(palette=shades, dither=Image.Dither.NONE))
    for place, exactly in enumerate(plain):
        told[colour == exactly] = used + place
    image, out = Image.fromarray(told, "P"), io.BytesIO()
    exact = np.stack([plain >> 16, plain >> 8, plain], axis=1).astype(np.uint8)
    image.putpalette(bytes(shades.getpalette() or ()) + exact.tobytes())
    image.save(out, format="PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _packed(pixels: Any) -> Any:
    """Every pixel's colour as one number."""
    red, green, blue = (pixels[:, :, n].astype("uint32") for n in range(3))
    return (red << 16) | (green << 8) | blue


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
