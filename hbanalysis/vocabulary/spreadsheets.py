"""What a spreadsheet does to a text file that people open: nothing may run by being opened."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

# Excel and Calc take a cell for a formula by its first sign; a number may have a sign before it.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n|＝＋－＠]")
_NUMBER = re.compile(r"[+\-]?[0-9][0-9.,\u00a0 ]*(?:[eE][+\-]?[0-9]+)?%?")


def no_formula(cell: Any) -> Any:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula.

    Numbers, also those written as text, stay as they are; so does what is no text.

    >>> no_formula("=1+1"), no_formula("-2+3+cmd|x"), no_formula("-12,5"), no_formula("Thu")
    ("'=1+1", "'-2+3+cmd|x", '-12,5', 'Thu')
    >>> no_formula("-"), no_formula(-3.5)
    ('-', -3.5)
    """
    if not isinstance(cell, str) or not _FORMULA.match(cell):
        return cell
    if len(cell.strip()) == 1 or _NUMBER.fullmatch(cell.strip()):
        return cell
    return f"'{cell}"


def formula_free(table: pd.DataFrame) -> pd.DataFrame:
    """A table for a file that people open: no cell and no heading is taken for a formula."""
    return table.map(no_formula).rename(columns=no_formula)
