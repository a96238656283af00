"""How a number may be written in a raw table, and the notations that are taken or refused.

Our own notation has a point before decimals and no thousands mark. A file whose cells stand between
semicolons or tabs comes from an Excel that writes decimals with a comma: there ``1516,66`` is read.
``5.200`` may be 5200 everywhere, unless other numbers of the same unit show what a point is.
"""

from __future__ import annotations

import re

import pandas as pd

# [0-9], not \d: that takes the digits of every script. In the syntax that re and RE2 share.
AMBIGUOUS = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
DECIDED = r"^-?([0-9]{4,}\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|0\.[0-9]+)$"
_COMMA = re.compile(r"-?[0-9]{1,15},[0-9]+")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")


def readings(text: str) -> tuple[str, str]:
    """Both readings of an ambiguous number, each written so that nobody can mistake it.

    >>> readings("5.200"), readings("468.349")
    (('5200', '5.2'), ('468349', '468.3490'))
    """
    whole, _, part = text.partition(".")
    short = part.rstrip("0")
    decimal = f"{whole}.{short}" if short else whole
    return whole + part, f"{text}0" if decimal == text else decimal


def with_point(text: str) -> str:
    """A number with a decimal comma in our notation; any other text as it is.

    ``5.200`` alone stays: it may be either.

    >>> [with_point(text) for text in ("1516,66", "1.516,66", "-0,5", "5.200", "1.234.567", "x,y")]
    ['1516.66', '1516.66', '-0.5', '5.200', '1234567', 'x,y']
    """
    if _COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _GROUPED.fullmatch(text) and (text.count(".") > 1 or "," in text):
        return text.replace(".", "").replace(",", ".")
    return text


def undecided(numbers: pd.Series, things: pd.Series) -> pd.Series:
    """Which cells may be thousands or decimals, while no other cell of the thing decides it.

    >>> cells = pd.Series(["5.200", "7.5", "1.250", "3"])
    >>> undecided(cells, pd.Series(["a", "b", "b", "a"])).tolist()
    [True, False, False, False]
    """
    doubtful = numbers.str.match(AMBIGUOUS)
    if not doubtful.any():
        return doubtful
    return doubtful & ~things.isin(set(things[numbers.str.match(DECIDED)]))
