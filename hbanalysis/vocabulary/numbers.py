"""Exact numbers inside, half-up numbers outside.

Judgements compare decimals, never binary floats: 468.349 read from a file is 468.349. What people
see is rounded half up, as Excel does; babel alone would round half to even.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from hbanalysis.vocabulary.refusals import NotUnderstood

MISSING = "—"
_MARKS = {"vi": (".", ","), "en": (",", ".")}


def is_missing(value: Any) -> bool:
    """Whether a value is absent (None, NaN, NA, empty text); zero is not absent.

    >>> is_missing(float("nan")), is_missing(None), is_missing(0)
    (True, True, False)
    """
    if isinstance(value, float):  # numpy's float64 too
        return math.isnan(value)
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, str) and not value


def exact(value: Any) -> Decimal:
    """The decimal that was written, from a float, an int or a text in machine notation.

    The shortest text of a float is the decimal it was read from, as long as that had at most 15
    digits.

    >>> exact(468.349) + exact(0.001)
    Decimal('468.350')
    """
    if isinstance(value, Decimal):
        return value
    number = Decimal(repr(float(value)) if not isinstance(value, (str, int)) else str(value))
    if not number.is_finite():
        raise NotUnderstood("“{text}” is not a number that can be read exactly.", text=str(value))
    return number


def exact_sum(values: Iterable[Any]) -> Decimal:
    """The sum of decimals, without binary residue.

    >>> exact_sum([0.1, 0.2])
    Decimal('0.3')
    """
    return sum((exact(value) for value in values), Decimal(0))


def half_up(value: Any, decimals: int) -> Decimal:
    """Rounded as Excel rounds: halves away from zero.

    >>> half_up(2.5, 0), half_up(-0.05, 1), half_up(1.005, 2)
    (Decimal('3'), Decimal('-0.1'), Decimal('1.01'))
    """
    with localcontext(Context(prec=400)):
        return exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_number(value: Any, decimals: int | None, language: str) -> str:
    """A number as people write it: ``1.516,66`` (vi), ``1,516.66`` (en), an em dash for none.

    Rounded half up to ``decimals``; with None, all its digits.

    >>> format_number(60596, 0, "vi"), format_number(-0.04, 1, "en"), format_number(None, 1, "vi")
    ('60.596', '0.0', '—')
    """
    if is_missing(value):
        return MISSING
    rounded = exact(value) if decimals is None else half_up(value, decimals)
    if rounded == 0:
        rounded = abs(rounded)  # no "-0,0" on a page
    thousands, point = _MARKS[language]
    marks: dict[str, str | int | None] = {",": thousands, ".": point, "-": "−"}
    return f"{rounded:,f}".translate(str.maketrans(marks))


def percent_of(part: Any, whole: Any) -> float | None:
    """100 × part / whole, or None where a percentage has no meaning.

    It has none with a missing number, or of a whole of zero.

    >>> percent_of(250, 240), percent_of(0, 0)
    (104.16666666666667, None)
    """
    if is_missing(part) or is_missing(whole) or exact(whole) == 0:
        return None
    return float(exact(part) * 100 / exact(whole))
