"""The letters inside a PDF: their outlines alone, taken out of a font that is read once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

USUAL = (
    *((0x20, 0x24F), (0x300, 0x323), (0x1EA0, 0x1EF9), (0x2010, 0x203A)),
    *((0x20AB, 0x20AC), (0x2190, 0x2199), (0x2212, 0x2265), (0x25A0, 0x25FF), (0x2713, 0x2717)),
)
"""The letters of Vietnamese and English and the signs of judgements, from and to."""
PLACED = ("GSUB", "GPOS", "GDEF", "BASE", "JSTF", "MATH", "kern", "name", "gasp", "FFTM", "meta")
"""Tables that a PDF does not need: in it letters are joined and placed already.

They take most of the time of taking a few letters out of a font.
"""


def _options(face: int = 0) -> Any:
    """How letters are taken out: outlines without names, joins and hints for coarse screens."""
    from fontTools import subset

    options = subset.Options(glyph_names=False, recommended_glyphs=True, hinting=False)
    options.drop_tables += PLACED
    options.font_number = face
    return options


@lru_cache(maxsize=8)
def _usual(path: str, face: int) -> tuple[bytes, dict[int, int]]:
    """A font with the usual letters alone, and where in it each of their glyphs now is."""
    from fontTools import subset

    out, subsetter = io.BytesIO(), subset.Subsetter(options=_options(face))
    letters = {code for first, last in USUAL for code in range(first, last + 1)}
    with subset.load_font(path, _options(face)) as font:
        subsetter.populate(unicodes=letters & font.getBestCmap().keys())
        subsetter.subset(font)
        font.save(out, reorderTables=None)
    return out.getvalue(), subsetter.glyph_index_map


def _subset(fontfile: Any, glyphs: Any) -> Any:
    """A font with some letters, as matplotlib takes it."""
    from fontTools import subset
    from matplotlib.backends._backend_pdf_ps import SubsetResults

    (usual, known), wanted = _usual(str(fontfile), fontfile.face_index), set(glyphs)
    if not wanted <= known.keys():  # a letter that nobody expects
        usual, known = Path(fontfile).read_bytes(), {glyph: glyph for glyph in wanted}
    options = _options(fontfile.face_index)
    font = subset.load_font(io.BytesIO(usual), options)
    subsetter = subset.Subsetter(options=options)
    subsetter.populate(gids=[known[glyph] for glyph in wanted])
    subsetter.subset(font)
    places = {glyph: subsetter.glyph_index_map[known[glyph]] for glyph in wanted}
    return SubsetResults(font, places)._as_cm()


@contextmanager
def bare_letters() -> Iterator[None]:
    """For a while matplotlib embeds outlines alone; where it embeds otherwise, as it wants to."""
    from matplotlib.backends import _backend_pdf_ps

    if not {"SubsetResults", "get_glyphs_subset"} <= vars(_backend_pdf_ps).keys():
        yield
        return
    with patch.object(_backend_pdf_ps, "get_glyphs_subset", _subset):
        yield
