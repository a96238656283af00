"""hbanalysis: plan against actual, year-end projection and trends for a district's yearly plan.

>>> import hbanalysis as hb
>>> hb.Period.parse("2024-Q3").label("vi")
'Quý III/2024'

A notebook holds one thing, a year, and asks it (the tables are pandas DataFrames throughout)::

    year = hb.year("2024-Q3", "hong-bang", as_of="2024-10-15")
    hb.sentences.answer(year)
    hb.tables.plan(year.only("3", "3a"))

``__init__.pyi`` names everything that is public and where it lives.
"""

from typing import Any

from hbanalysis.vocabulary.public_names import public

__all__, __dir__, _public = public(__file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":  # looking it up is most of what starting the package takes
        from importlib.metadata import version

        return version("hbanalysis")
    return _public(name)
