"""hbanalysis: plan against actual.

Year-end projection and trends for a district's yearly resolution.

Words
    An *indicator* is one measured thing; a *target* is what a plan says about it for a year; an
    *observation* is one
    reported value with its publication date; a *period* is 2024-07, 2024-Q3, 2024-H1, 2024-9M or
    2024. During the
    year a target has an *outlook*, after it a *verdict*, never both. ``docs/glossary.md`` has all
    of them.

Rooms, in the order data flow through them
    vocabulary    the words: periods, numbers, terms, languages, how problems are told
    intake        files -> validated tables: ``workspace`` loads them as they were known on a day
    analysis      tables -> judgements: ``year`` holds them all
    presentation  judgements -> what people see: ``sentences``, ``tables``, ``figures``
    publishing    notebooks -> pages: ``hba report``
    briefing      the same tables -> slides, note, workbook, figures: ``hba briefing``

>>> import hbanalysis as hb
>>> hb.Period.parse("2024-Q3").label("vi")
'Quý III/2024'

A notebook holds one thing, a year, and asks it (the tables are pandas DataFrames throughout)::

    year = hb.year("2024-Q3", "hong-bang", as_of="2024-10-15")
    hb.sentences.answer(year)
    hb.tables.plan(year.only("3", "3a"))

``__init__.pyi`` names everything that is public and where it lives.
"""

from importlib.metadata import version

from hbanalysis.vocabulary.public_names import public

__version__ = version("hbanalysis")
__all__, __dir__, __getattr__ = public(__file__)
