"""Tables of a Year (``hb.tables``): the office's standard table and those of every page.

Each function takes a :class:`~hbanalysis.analysis.year.Year` and, if only some indicators are to be
shown, ``rows`` of it: codes, names, or a filtered and sorted table of the year. Each gives a sheet
with ``numbers`` and ``texts`` (rows by their key, columns by the ids of ``hb.columns``), or a
sentence where there is nothing to show. Amounts are in the indicator's unit, percentages 0-100.
Rows of another year are refused with :class:`~hbanalysis.vocabulary.errors.HbaError`.
"""

from hbanalysis.vocabulary.public_names import public

__all__, __dir__, __getattr__ = public(__file__)
