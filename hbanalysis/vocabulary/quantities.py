"""Numbers and units in Vietnamese and English papers: read exactly, written half-up.

`1.516,66` is Vietnamese, `1,516.66` English, and `1.536` is both with different values. So every
reader here takes a declared `style` ("vi" or "en"); without one a text is taken only if the styles
that can read it agree. Values are exact `Decimal`s. `parse_number` reads one bare number,
`parse_quantity` numbers with units, ranges and bounds; where both read a text they give the same
number, because both use the same pattern.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from hbanalysis.vocabulary.numbers import format_number
from hbanalysis.vocabulary.quantity_units import (
    IN_BRACKETS,
    PLAIN_DASH,
    SCALES,
    SCALES_EN,
    UNSIGNED,
    Quantity,
    Style,
    counted_in_wholes,
    scaled_down,
    to_decimal,
    unit_scale,
)
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood
from hbanalysis.vocabulary.text import clean

__all__ = [
    "Quantity",
    "Style",
    "counted_in_wholes",
    "format_quantity",
    "parse_number",
    "parse_quantity",
    "unit_scale",
]

T = TypeVar("T")
_POINT = {"vi": ",", "en": r"\."}
# Only a bare number may have its thousands apart: in a sentence "3 200" may be two numbers.
_NUMBER = {
    style: re.compile(
        rf"(?P<sign>[+-]?) ?(?P<digits>{body}|[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+"
        rf"(?:{_POINT[style]}[0-9]+)?)"
    )
    for style, body in UNSIGNED.items()
}

AMBIGUOUS_NUMBER = "“{text}” can be read as {first} or as {second}; declare the number format."
NOT_A_NUMBER = "“{text}” is not a number that can be read exactly."
NOT_A_QUANTITY = "“{text}” is not a quantity with a known unit."


def parse_number(text: str, style: Style | None = None) -> Decimal:
    """Read one bare number: grouped or not, with sign, any minus, or accounting brackets.

    It takes no unit and no percent sign. Raises Ambiguous (with both readings) when the style is
    not declared and the styles disagree, NotUnderstood for anything else, including nan, inf, 1e5
    and 1_000.

    >>> (
    ...     parse_number("1.516,66"),
    ...     parse_number("(12,5)"),
    ...     parse_number("−12,5"),
    ...     parse_number("1.536", "vi"),
    ... )
    (Decimal('1516.66'), Decimal('-12.5'), Decimal('-12.5'), Decimal('1536'))
    >>> parse_number("1 516,66"), parse_number("13 112.6")
    (Decimal('1516.66'), Decimal('13112.6'))
    >>> parse_number("1.536")
    Traceback (most recent call last):
    ...
    hbanalysis.vocabulary.refusals.Ambiguous: “1.536” can be read as 1536
    or as 1.536; declare the number format.
    """
    plain = clean(text).translate(PLAIN_DASH)
    return _agree(text, style, lambda one: _read_number(plain, one), str, NOT_A_NUMBER)


def parse_quantity(text: str, style: Style | None = None) -> Quantity:
    """Read numbers with units, compounds, percentages, ranges and bounds.

    Errors as in `parse_number`.

    >>> parse_quantity("6,0–6,5%")
    Quantity(low=Decimal('6.0'), high=Decimal('6.5'), unit='%', relation='range')
    >>> (
    ...     parse_quantity("14,220/00"),
    ...     parse_quantity("từ 98% trở lên").relation,
    ...     parse_quantity("5 tr.đ").value,
    ... )
    (Quantity(low=Decimal('14.22'), high=Decimal('14.22'), unit='‰', relation='='), '>=',
     Decimal('5000000'))
    """
    from hbanalysis.vocabulary.quantity_grammar import (
        read_quantity,  # pyparsing takes a while to load and bare numbers do not need it
    )

    return _agree(
        text, style, lambda one: read_quantity(clean(text), one), _show_reading, NOT_A_QUANTITY
    )


def _show_reading(quantity: Quantity) -> str:
    ends = [f"{end:f}" for end in dict.fromkeys((quantity.low, quantity.high)) if end is not None]
    return (
        f"{'' if quantity.relation in '=range' else quantity.relation}{'–'.join(ends)}"
        f" {quantity.unit}".strip()
    )


def _agree(
    text: str,
    style: Style | None,
    read: Callable[[Style], T | None],
    show: Callable[[T], str],
    refusal: str,
) -> T:
    styles: tuple[Style, ...] = (style,) if style else ("vi", "en")
    readings = [reading for reading in map(read, styles) if reading is not None]
    if not readings or len(text) > 200:
        raise NotUnderstood(refusal, text=text[:200])
    if readings[0] != readings[-1]:
        raise Ambiguous(AMBIGUOUS_NUMBER, (show(readings[0]), show(readings[-1])), text=text)
    return readings[0]


def _read_number(plain: str, style: Style) -> Decimal | None:
    bracketed = IN_BRACKETS.fullmatch(plain)
    if bracketed:
        inside = _read_number(bracketed["inside"], style)
        # (-5) and (+5) mean nothing definite.
        return -inside if inside is not None and bracketed["inside"][0] in "0123456789" else None
    match = _NUMBER[style].fullmatch(plain)
    return to_decimal(match["sign"], match["digits"], style) if match else None


_BASES_EN = {
    "đồng": "VND",
    "người": "persons",
    "tấn": "tonnes",
    "hộ": "households",
    "lượt": "visits",
}
_AROUND = {
    "vi": {
        "=": "{}",
        "~": "khoảng {}",
        ">": "trên {}",
        ">=": "ít nhất {}",
        "<": "dưới {}",
        "<=": "không quá {}",
    },
    "en": {
        "=": "{}",
        "~": "about {}",
        ">": "over {}",
        ">=": "at least {}",
        "<": "under {}",
        "<=": "at most {}",
    },
}


def format_quantity(
    quantity: Quantity, style: Style = "vi", scale: str = "", decimals: int | None = None
) -> str:
    """Write a quantity in the words of one language.

    `scale` is a Vietnamese scale word ("tỷ"), "" for the base unit.

    >>> format_quantity(parse_quantity("1.516 tỷ 660 triệu đồng"), "vi", "tỷ")
    '1.516,66 tỷ đồng'
    >>> format_quantity(parse_quantity("1.516 tỷ 660 triệu đồng"), "en", "tỷ")
    '1,516.66 billion VND'
    >>> (
    ...     format_quantity(parse_quantity("trên 98,5%")),
    ...     format_quantity(parse_quantity("6,0-6,5%"), "en"),
    ... )
    ('trên 98,5%', '6.0–6.5%')
    """
    exponent = SCALES[scale]
    word = (
        scale
        if style == "vi"
        else next(name for name, power in SCALES_EN.items() if power == exponent)
    )
    base = quantity.unit if style == "vi" else _BASES_EN.get(quantity.unit, quantity.unit)
    unit = " ".join(part for part in (word, base) if part)
    ends = [end for end in dict.fromkeys((quantity.low, quantity.high)) if end is not None]
    shown = "–".join(format_number(scaled_down(end, exponent), decimals, style) for end in ends)
    amount = shown + unit if unit in ("%", "‰") else f"{shown} {unit}".rstrip()
    return (
        amount if quantity.relation == "range" else _AROUND[style][quantity.relation].format(amount)
    )
