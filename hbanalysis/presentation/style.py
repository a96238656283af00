"""One style for every figure: calm, direct labels, every Vietnamese letter, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill
from typing import TYPE_CHECKING, Any

from hbanalysis.vocabulary.language import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INK, SOFT, FAINT, ACCENT, TARGET = "#1d2733", "#5c6470", "#c9ced6", "#0b5c8a", "#8f5a00"
WIDTH = 8.2
PRINT_DPI, SCREEN_DPI = 300, 220
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "hbanalysis"}, "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": "hbanalysis", "Producer": None},
}
_SETTINGS: Any = {
    "font.family": "DejaVu Sans", "font.size": 10, "axes.edgecolor": FAINT, "axes.labelcolor": SOFT,
    "xtick.color": SOFT, "ytick.color": SOFT, "text.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "axes.spines.left": False, "axes.grid": True, "axes.grid.axis": "y",
    "grid.color": "#e6e9ee", "grid.linewidth": 0.8, "axes.axisbelow": True, "ytick.major.size": 0,
    "xtick.major.size": 3, "svg.hashsalt": "hbanalysis", "svg.fonttype": "path", "pdf.fonttype": 42,
    "figure.facecolor": "white",
    "savefig.facecolor": "white", "axes.titlelocation": "left",
}


@contextmanager
def canvas(height: float) -> Iterator[tuple[Drawing, Axes]]:
    """A figure and its axes in our style, of our width (inches), without touching any global state."""
    import matplotlib
    import seaborn as sns
    from matplotlib.figure import Figure as Drawing

    with sns.axes_style("white"), matplotlib.rc_context(_SETTINGS):
        drawing = Drawing(figsize=(WIDTH, height), layout="constrained")
        yield drawing, drawing.subplots()


def finished(drawing: Drawing, axes: Axes, subtitle: str, footer: str, demo: str) -> bytes:
    """Add measure, source and the mark of synthetic data, and give the drawing as SVG."""
    drawing.suptitle(fill(subtitle, 112), x=0.012, ha="left", fontsize=9.5, color=SOFT)
    drawing.supxlabel(footer + (f"  ·  {demo.upper()}" if demo else ""), x=0.012, ha="left", fontsize=8, color=SOFT)
    if demo:
        axes.text(0.5, 0.5, demo.upper(), transform=axes.transAxes, ha="center", va="center", fontsize=30,
                  color="#b3321b", alpha=0.16, rotation=12, weight="bold", zorder=6)
    return as_bytes(drawing, "svg")


def as_bytes(drawing: Drawing, kind: str, dpi: int = PRINT_DPI) -> bytes:
    """A drawing as ``svg``, ``pdf`` or ``png``: no clock and no chance in it, so the same bytes every time."""
    import matplotlib

    out = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS):
        drawing.savefig(out, format=kind, dpi=dpi, metadata=dict(_METADATA[kind]))
    return out.getvalue()


def number_axis(axes: Axes, words: Language, which: str = "y", suffix: str = "") -> None:
    """Tick labels as the reader's language writes numbers."""
    from matplotlib.ticker import FuncFormatter

    axis = axes.yaxis if which == "y" else axes.xaxis

    def label(value: float, _: Any) -> str:
        ticks = axis.get_majorticklocs()
        step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1
        return words.number(round(value, 9), 0 if step >= 1 else 1) + suffix

    axis.set_major_formatter(FuncFormatter(label))
