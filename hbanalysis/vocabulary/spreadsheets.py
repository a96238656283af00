"""What a spreadsheet does to a text file that people open: nothing may run by being opened."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# Excel and Calc take a cell for a formula by its first sign, in the wide and small forms of
# Chinese keyboards too; a number may have a sign before it. What nobody sees may stand before it.
_UNSEEN = (
    r"[\s\x00-\x1f\x7f\u00ad\u061c\u180e\ufeff"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]*"
)
_BEFORE = re.compile(rf"'?{_UNSEEN}")
_FORMULA = re.compile(rf"{_UNSEEN}[=+\-@|\t\r\n＝＋－＠﹦﹢﹣﹫]")
_NUMBER = re.compile(r"[+\-]?[0-9][0-9.,\u00a0 ]*(?:[eE][+\-]?[0-9]+)?%?")
# Where a semicolon parts the cells (as in many offices), our commas do not, and a text is torn.
_AFTER_A_TEAR = re.compile(
    rf"([;\t\r\n]{_UNSEEN})(?=[=@＝＠﹦﹫]|[+\-＋－﹢﹣]\s*[\w.+\-*/^&]*[|!(])"
)


def no_formula(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula.

    Numbers, also those written as text, stay as they are; so does what is no text.

    >>> no_formula("=1+1"), no_formula("-2+3+cmd|x"), no_formula("-12,5"), no_formula("Thu")
    ("'=1+1", "'-2+3+cmd|x", '-12,5', 'Thu')
    >>> no_formula("-"), no_formula(-3.5), no_formula("Thu;=1+1"), no_formula("Thu; -3 (a)")
    ('-', -3.5, "Thu;'=1+1", 'Thu; -3 (a)')
    """
    if not isinstance(cell, str):
        return cell
    begins = _BEFORE.match(cell).end()  # type: ignore[union-attr]
    cell = cell[:begins] + _AFTER_A_TEAR.sub(r"\1'", cell[begins:])
    if not _FORMULA.match(cell):
        return cell
    if len(cell.strip()) == 1 or _NUMBER.fullmatch(cell.strip()):
        return cell
    return f"'{cell}"


def formula_free(table: pd.DataFrame) -> pd.DataFrame:
    """A table for a file that people open: no cell and no heading is taken for a formula."""
    return table.map(no_formula).rename(columns=no_formula)
