"""Sentences of a Year (``hb.sentences``): answers, notes and explanations.

Each function takes a :class:`~hbanalysis.analysis.year.Year` and, if only some indicators are
meant, ``rows`` of it. Each gives prose in the year's language, empty where there is nothing to
say; every number in it is computed. Rows of another year are refused with
:class:`~hbanalysis.vocabulary.errors.HbaError`.
"""

from hbanalysis.vocabulary.public_names import public

__all__, __dir__, __getattr__ = public(__file__)
