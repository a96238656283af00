"""One style for every figure.

Calm, direct labels, every Vietnamese letter, the same bytes every time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from textwrap import fill
from typing import TYPE_CHECKING, Any

from hbanalysis.presentation.judgement_style import LETTERS
from hbanalysis.vocabulary.language import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INK, SOFT, FAINT, ACCENT, TARGET = "#1d2733", "#5c6470", "#c9ced6", "#0b5c8a", "#8f5a00"
PAST = "#7d8693"
"""The grey of past years' lines: 3.7:1 on white; strokes tell one year from another."""
STROKES = ((0, (1, 1.5)), (0, (5, 2)), (0, (7, 2, 1.5, 2)), "-")
WIDTH = 8.2
PRINT_DPI, SCREEN_DPI = 300, 220
_PLACES, _DIGITS = re.compile(rb' (?:d|x|y)="[^"]*"'), re.compile(rb"(\.\d\d)\d+")
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "hbanalysis"},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": "hbanalysis", "Producer": None},
}
_SETTINGS: Any = {
    "font.size": 10,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "text.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#e6e9ee",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "ytick.major.size": 0,
    "xtick.major.size": 3,
    "svg.hashsalt": "hbanalysis",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.titlelocation": "left",
}


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
def canvas(height: float) -> Iterator[tuple[Drawing, Axes]]:
    """A figure and its axes in our style, of our width.

    Inches. , without touching any global state.
    """
    import matplotlib
    import seaborn as sns
    from matplotlib.figure import Figure as Drawing

    with sns.axes_style("white"), matplotlib.rc_context(_settings()):
        drawing = Drawing(figsize=(WIDTH, height), layout="constrained")
        yield drawing, drawing.subplots()


@contextmanager
def panels(count: int, height: float = 2.1) -> Iterator[tuple[Drawing, list[Axes]]]:
    """Small multiples, at most three beside each other, each ``height`` inches tall.

    In our style.
    """
    import matplotlib
    import seaborn as sns
    from matplotlib.figure import Figure as Drawing
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    across = min(3, count)
    down = -(-count // across)
    with sns.axes_style("white"), matplotlib.rc_context(_settings()):
        tall = 1.0 + height * down * (1.35 if across == 1 else 1)
        drawing = Drawing(
            figsize=(WIDTH, tall), layout=ConstrainedLayoutEngine(hspace=0.07, wspace=0.04)
        )
        places = drawing.subplots(down, across, squeeze=False).flat
        for place in places[count:]:
            place.set_visible(False)
        yield drawing, list(places[:count])


def finished(drawing: Drawing, subtitle: str, footer: str, demo: str) -> bytes:
    """Add measure, source and the mark of synthetic data, and give the drawing as SVG."""
    drawing.suptitle(fill(subtitle, 112), x=0.012, ha="left", fontsize=9.5, color=SOFT)
    drawing.supxlabel(
        footer + (f"  ·  {demo.upper()}" if demo else ""),
        x=0.012,
        ha="left",
        fontsize=8,
        color=SOFT,
    )
    if demo:
        drawing.text(
            0.55,
            0.5,
            demo.upper(),
            ha="center",
            va="center",
            fontsize=30,
            color="#b3321b",
            alpha=0.14,
            rotation=12,
            weight="bold",
            zorder=6,
        )
    return as_bytes(drawing, "svg")


def as_bytes(drawing: Drawing, kind: str, dpi: int = PRINT_DPI, title: str = "") -> bytes:
    """A drawing as ``svg``, ``pdf`` (with a title, when given) or ``png``.

    No clock and no chance in it, so the same bytes every time.
    """
    import matplotlib

    out, metadata = io.BytesIO(), dict(_METADATA[kind])
    if title and kind == "pdf":
        metadata["Title"] = title
    with matplotlib.rc_context(_settings()):
        drawing.savefig(out, format=kind, dpi=dpi, metadata=metadata)
    return _lighter(out.getvalue()) if kind == "svg" else out.getvalue()


def _lighter(svg: bytes) -> bytes:
    """Places to a hundredth of a point.

    Nobody sees the other four digits, and every page carries them.
    """
    return _PLACES.sub(lambda found: _DIGITS.sub(rb"\1", found[0]), svg)


def for_screen(drawing: Drawing) -> bytes:
    """A drawing as a PNG with twice the pixels of the page's width.

    In few colours so that it stays light.
    """
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(as_bytes(drawing, "png", SCREEN_DPI))) as picture:
        picture.convert("RGB").quantize(96).save(out, format="PNG", optimize=True)
    return out.getvalue()


def number_axis(axes: Axes, lang: Language, which: str = "y", suffix: str = "") -> None:
    """Tick labels as the reader's language writes numbers."""
    from matplotlib.ticker import FuncFormatter

    axis = axes.yaxis if which == "y" else axes.xaxis

    def label(value: float, _: Any) -> str:
        ticks = axis.get_majorticklocs()
        step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1
        digits = next((n for n in range(3) if abs(step - round(step, n)) < step / 1000), 3)
        return lang.number(round(value, 9), digits) + suffix

    axis.set_major_formatter(FuncFormatter(label))
