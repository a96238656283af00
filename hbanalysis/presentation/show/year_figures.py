"""Figures of a Year (``hb.figures``), each with its title, its words and its numbers.

Each function takes a :class:`~hbanalysis.analysis.year.Year` and, if only some indicators are to be
drawn, ``rows`` of it. A figure shows itself in a notebook; ``figure.data`` has its numbers,
``figure.svg`` the drawing. A sentence comes instead where there is nothing to draw. Rows of another
year are refused with :class:`~hbanalysis.vocabulary.errors.HbaError`.
"""

from hbanalysis.vocabulary.public_names import public

__all__, __dir__, __getattr__ = public(__file__)
