"""Number formats of Excel and PowerPoint that show a number exactly as the page writes it."""

from __future__ import annotations

from hbanalysis.presentation.sheet import Cell
from hbanalysis.vocabulary.language import Language

_LOCALE = {"vi": "[$-42A]", "en": "[$-409]"}


def number_format(lang: Language, decimals: int, before: str = "", after: str = "") -> str:
    """The format under which a number has these decimals, and these words around it.

    >>> number_format(Language("vi"), 2, before="≥ "), number_format(Language("en"), 1, after="%")
    ('[$-42A]"≥ "#,##0.00', '[$-409]#,##0.0"%"')
    """
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return _LOCALE[lang.code] + _literal(before) + digits + _literal(after)


def percent_format(lang: Language, decimals: int) -> str:
    """The format under which a share is a percentage with these decimals.

    >>> percent_format(Language("vi"), 1)
    '[$-42A]#,##0.0%'
    """
    return number_format(lang, decimals) + "%"


def cell_format(cell: Cell, lang: Language) -> str:
    """The format under which the number of a cell looks as its text does; a share as percent.

    >>> cell_format(Cell(number=0.256, share=True, after="%"), Language("vi"))
    '[$-42A]#,##0%'
    """
    if not cell.percentage:
        return number_format(lang, cell.decimals, cell.before, cell.after)
    plain = number_format(lang, cell.decimals, cell.before)
    return f"{plain}%{_literal(cell.after.removeprefix('%'))}"


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""
