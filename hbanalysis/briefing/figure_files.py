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

    A chart has few colours, which stay what they are, and many shades of its edges. Most of it is
    runs of one colour, so colours are looked up once for each run.
    """
    import numpy as np
    from PIL import Image

    pixels = as_pixels(picture, width, DPI, accent)
    height, wide = pixels.shape[:2]
    flat = np.ascontiguousarray(pixels).view("<u4").ravel()
    starts = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
    lengths = np.diff(starts, append=flat.size)
    known, inverse = np.unique(flat[starts], return_inverse=True)
    palette, places = _palette(known, np.bincount(inverse, weights=lengths))
    shown = np.repeat(places[inverse], lengths).reshape(height, wide)
    image, out = Image.fromarray(shown, "P"), io.BytesIO()
    image.putpalette(palette)
    image.save(out, format="PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _palette(known: Any, counts: Any) -> tuple[bytes, Any]:
    """A palette for colours that occur so often, and the place of each of them in it."""
    import numpy as np
    from PIL import Image

    red_green_blue = known.view(np.uint8).reshape(-1, 4)[:, :3]
    plain = np.argsort(-counts, kind="stable")[:PLAIN]
    every = Image.fromarray(red_green_blue[np.newaxis])
    shades = every.quantize(COLOURS - PLAIN)
    places = np.array(every.quantize(palette=shades, dither=Image.Dither.NONE))[0]
    colours = bytes(shades.getpalette() or ())
    places[plain] = len(colours) // 3 + np.arange(len(plain))
    return colours + red_green_blue[plain].tobytes(), places


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
