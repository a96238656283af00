"""A picture as a file: what a chart measures above it, its source below it, synthetic data marked.

The same picture and the same words give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

from hbanalysis.presentation.embedded_letters import bare_letters
from hbanalysis.presentation.judgement_style import LETTERS
from hbanalysis.presentation.picture import (
    HEX,
    LOOKS,
    TEXT,
    Look,
    Part,
    Picture,
    hex_of,
    svg_part,
    wrapped,
)

PRINT_DPI = 300
ACCENT = HEX["link"]
METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": "hbanalysis", "Producer": None},
}
_SETTINGS: Any = {
    "pdf.fonttype": 42,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


PRINT_WIDTH = 8.2
"""Inches: how wide a picture is in a file for print."""
FONTS = ", ".join(f"'{name}'" for name in LETTERS) + ", sans-serif"
LEADING = 17


@cache
def _settings() -> Any:
    """Our style, in the first of our families of letters that this machine has.

    DejaVu Sans, which comes with matplotlib, lends the signs that a family lacks.
    """
    from matplotlib.font_manager import fontManager

    known = set(fontManager.get_font_names())
    first = next(name for name in LETTERS if name in known)
    return _SETTINGS | {"font.family": list(dict.fromkeys((first, LETTERS[-1])))}


@contextmanager
def file_style() -> Iterator[None]:
    """Our letters for a while, without touching any global state."""
    import matplotlib

    with matplotlib.rc_context(_settings()):
        yield


def framed(picture: Picture, subtitle: str, footer: str, demo: str) -> Picture:
    """The picture with what it measures, its source and the mark of synthetic data."""
    above = wrapped(subtitle, picture.width - 8)
    foot = footer + (f"  ·  {demo.upper()}" if demo else "")
    below = wrapped(foot, picture.width - 8)
    top = LEADING * len(above) + 8
    whole = Picture(picture.width, top + picture.height + LEADING * len(below) + 8)
    whole.bar(0, 0, whole.width, whole.height, "sheet")
    whole.add(picture, 0, top)
    for n, line in enumerate(above, 1):
        whole.words((4, LEADING * n - 2), line, "tick")
    for n, line in enumerate(below, 1):
        whole.words((4, top + picture.height + LEADING * n), line, "tick", size=TEXT - 1)
    if demo:
        middle = (picture.width / 2, top + picture.height / 2)
        whole.words(middle, demo.upper(), "stamp", "middle", 34)
    return whole


_FILE_LOOKS = LOOKS | {
    "sheet": Look(fill="paper"),
    "stamp": Look(fill="warn", opacity=0.14, bold=True),
}


def _hex(colour: str, accent: str) -> str:
    """A colour by name; the accent may be an office's own."""
    return accent if colour == "link" else hex_of(colour) if colour else "none"


def _attributes(look: Look, accent: str) -> str:
    """A look as attributes, for an SVG that has no style sheet."""
    attributes = f'fill="{_hex(look.fill, accent)}"'
    if look.stroke:
        attributes += f' stroke="{_hex(look.stroke, accent)}" stroke-width="{look.width:g}"'
    if look.dash:
        attributes += f' stroke-dasharray="{look.dash[0]:g} {look.dash[1]:g}"'
    if look.opacity < 1:
        attributes += f' opacity="{look.opacity:g}"'
    return attributes + (' font-weight="600"' if look.bold else "")


def as_svg(picture: Picture, accent: str = ACCENT) -> bytes:
    """The picture as a file of its own, with its texts as text."""
    styles = {name: _attributes(look, accent) for name, look in _FILE_LOOKS.items()}
    parts = "\n".join(svg_part(part, styles[part.look]) for part in picture.parts)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:g}'
        f' {picture.height:g}" width="{picture.width:g}" height="{picture.height:g}"'
        f' font-family="{FONTS}" font-size="{TEXT}">\n'
        f"{parts}\n</svg>\n"
    ).encode()


def as_file(
    picture: Picture,
    kind: str,
    inches: float = PRINT_WIDTH,
    dpi: int = PRINT_DPI,
    title: str = "",
    accent: str = ACCENT,
) -> bytes:
    """The picture as ``png`` or ``pdf`` (with a title, when given), ``inches`` wide.

    No clock and no chance in it.
    """
    out, metadata = io.BytesIO(), dict(METADATA[kind])
    if title and kind == "pdf":
        metadata["Title"] = title
    with file_style(), bare_letters() if kind == "pdf" else nullcontext():
        _drawing(picture, inches, dpi, accent).savefig(out, format=kind, dpi=dpi, metadata=metadata)
    return out.getvalue()


def as_pixels(picture: Picture, inches: float, dpi: int, accent: str = ACCENT) -> Any:
    """The picture as pixels (height, width, RGBA): no file is written and read again."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with file_style():
        canvas = FigureCanvasAgg(_drawing(picture, inches, dpi, accent))
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())


def _drawing(picture: Picture, inches: float, dpi: int, accent: str) -> Any:
    """All parts of a picture on one sheet of matplotlib, ``inches`` wide.

    There are no axes: they take half of the time, and a picture knows its places.
    """
    from matplotlib.figure import Figure as Drawing
    from matplotlib.transforms import Affine2D

    scale = inches / picture.width
    drawing = Drawing(figsize=(inches, picture.height * scale), dpi=dpi)
    place = Affine2D().scale(scale, -scale).translate(0, picture.height * scale)
    for order, part in enumerate(picture.parts):
        artist = _artist(part, 72 * scale, accent)  # points of print for each pixel
        artist.set(transform=place + drawing.dpi_scale_trans, zorder=order, clip_on=False)
        drawing.add_artist(artist)
    return drawing


def _artist(part: Part, points: float, accent: str) -> Any:
    """One part for matplotlib."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

    look = _FILE_LOOKS[part.look]
    x, y = [point[0] for point in part.points], [point[1] for point in part.points]
    stroke: Any = {
        "linewidth": look.width * points,
        "linestyle": (0, [one / look.width for one in look.dash]) if look.dash else "-",
        "alpha": look.opacity,
    }
    fill, edge = _hex(look.fill, accent), _hex(look.stroke, accent)
    if part.kind == "line":
        joints: Any = {"solid_joinstyle": "round", "dash_capstyle": "round"}
        return Line2D(x, y, color=edge, **stroke, **joints)
    if part.kind == "area":
        return Polygon(part.points, facecolor=fill, edgecolor=edge, **stroke)
    if part.kind == "dot":
        ends: Any = {"markersize": 2 * part.size * points, "markeredgewidth": look.width * points}
        colours: Any = {"markerfacecolor": fill, "markeredgecolor": edge}
        return Line2D(x, y, marker="o", linestyle="none", **ends, **colours)
    anchor: Any = {"start": "left", "middle": "center", "end": "right"}[part.anchor]
    weight = "bold" if look.bold else "normal"
    font: Any = {"fontsize": part.size * points, "weight": weight, "color": fill}
    text = Text(x[0], y[0], part.text, ha=anchor, va="baseline", **font)
    text.set(alpha=look.opacity, parse_math=False)
    return text
