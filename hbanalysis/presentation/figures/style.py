"""One style for every figure file: every Vietnamese letter, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

INK, SOFT, FAINT, ACCENT, TARGET = "#1d2733", "#5c6470", "#c9ced6", "#0b5c8a", "#8f5a00"
PRINT_DPI = 300
METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": "hbanalysis", "Producer": None},
}
_SETTINGS: Any = {
    "font.family": "DejaVu Sans",
    "pdf.fonttype": 42,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


@contextmanager
def file_style() -> Iterator[None]:
    """Seaborn's plain style with our font, for a while, without touching any global state."""
    import matplotlib
    import seaborn as sns

    with sns.axes_style("white"), matplotlib.rc_context(_SETTINGS):
        yield
