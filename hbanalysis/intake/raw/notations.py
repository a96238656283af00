"""How a number may be written in a raw table, and the notations that are taken or refused.

Our own notation has a point before decimals and no thousands mark. A file whose cells stand between
semicolons or tabs comes from an Excel that writes decimals with a comma: there ``1516,66`` is read.
``5.200`` may be 5200 everywhere, unless other numbers of the same unit show what a point is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

# [0-9], not \d: that takes the digits of every script. In the syntax that re and RE2 share.
AMBIGUOUS = r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$"
DECIDED = r"^-?([0-9]{4,}\.[0-9]+|[0-9]+\.([0-9]{1,2}|[0-9]{4,})|0\.[0-9]+)$"
_NEAR = 1000**0.5
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_MONTH = re.compile(r"(0?[1-9]|1[0-2])/([0-9]{4})")
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


def iso_days(days: Iterable[str]) -> dict[str, str]:
    """Days written 30/09/2024 in our notation, when a whole column shows that the day comes first.

    Nothing when one of them may be an American date, or is written otherwise.

    >>> iso_days(["30/09/2024", "6/5/2024", ""]), iso_days(["06/05/2024"])
    ({'30/09/2024': '2024-09-30', '6/5/2024': '2024-05-06'}, {})
    """
    matches = {day: _SLASHED.fullmatch(day) for day in days if day}
    parts = {day: tuple(map(int, match.groups())) for day, match in matches.items() if match}
    if len(parts) < len(matches) or not any(first > 12 for first, _, _ in parts.values()):
        return {}
    if any(month > 12 or first > 31 for first, month, _ in parts.values()):
        return {}
    return {day: f"{y}-{m:02d}-{d:02d}" for day, (d, m, y) in parts.items()}


def iso_month(text: str) -> str:
    """A month written 2/2024 in our notation; any other text as it is.

    >>> iso_month("02/2024"), iso_month("2/2024"), iso_month("2024-02"), iso_month("13/2024")
    ('2024-02', '2024-02', '2024-02', '13/2024')
    """
    match = _MONTH.fullmatch(text)
    return f"{match[2]}-{int(match[1]):02d}" if match else text


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


def fits_series(numbers: pd.Series, series: pd.Series, doubtful: pd.Series) -> pd.Series:
    """Which doubtful cells are of the size of their series when the point is one of decimals.

    As thousands they would be farther from its middle than as decimals (on the scale of logs).

    >>> cells = pd.Series(["99.996", "100", "101", "5.200", "5100"])
    >>> doubtful = pd.Series([True, False, False, True, False])
    >>> fits_series(cells, pd.Series(["a", "a", "a", "b", "b"]), doubtful).tolist()
    [True, False, False, False, False]
    """
    values = pd.to_numeric(numbers, errors="coerce").abs()
    plain = values.where(~doubtful & (values > 0))
    middle = series.map(plain.groupby(series).median())
    nearest: pd.Series = (values / middle).between(_NEAR**-1, _NEAR)
    return doubtful & nearest
