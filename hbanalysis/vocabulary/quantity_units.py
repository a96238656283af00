"""Quantities and the units they are counted in: what the grammar reads and the formats write."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from functools import lru_cache
from typing import Literal

from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.text import clean

Style = Literal["vi", "en"]
Relation = Literal["=", "range", ">", ">=", "<", "<=", "~"]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\ufe63\uff0d"
MAX_DIGITS = 40
EXACT = Context(prec=120, traps=[Inexact])
PLAIN_DASH = {ord(dash): "-" for dash in DASHES}

# A group of thousands never starts with a lone 0, so "0.536" is only a decimal.
UNSIGNED = {
    "vi": r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?",
    "en": r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?",
}
IN_BRACKETS = re.compile(r"\( ?(?P<inside>.*[^ ]) ?\)")

SCALES = {"": 0, "nghìn": 3, "triệu": 6, "tỷ": 9, "nghìn tỷ": 12, "triệu tỷ": 15}
SCALES_EN = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15}
# Variants on the left are matched longest first, letters small.
SCALE_WORDS: dict[str, int] = {
    **{word: power for word, power in SCALES.items() if word},
    **{word: power for word, power in SCALES_EN.items() if word},
    "thous.": 3, "thous": 3, "mill.": 6, "mill": 6, "mil.": 6, "bill.": 9, "bill": 9, "bil.": 9,
    "trill.": 12, "thousands": 3, "millions": 6, "billions": 9,
    "ngàn": 3, "tr": 6, "tỉ": 9, "nghìn tỉ": 12, "ngàn tỷ": 12, "ngàn tỉ": 12, "triệu tỉ": 15,
}  # fmt: skip
BASE_WORDS: dict[str, str] = {
    "%": "%", "phần trăm": "%", "percent": "%", "‰": "‰", "%o": "‰", "phần nghìn": "‰",
    "đồng": "đồng", "đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "dong": "đồng",
    "dongs": "đồng", "vnds": "đồng", "vn dong": "đồng",
    "usd": "USD", "us$": "USD", "dollars": "USD", "us dollars": "USD",
    "đô la mỹ": "USD",
    "người": "người", "persons": "người", "lao động": "lao động", "lượt người": "lượt người",
    "lượt": "lượt",
    "visits": "lượt", "lượt khách": "lượt khách",
    "hộ": "hộ", "households": "hộ", "tấn": "tấn", "tonnes": "tấn",
    "tons": "tấn", "ton": "tấn", "tonne": "tấn", "hectares": "ha",
    "people": "người", "pers.": "người", "passengers": "lượt khách", "times": "lượt",
    "ha": "ha", "km": "km", "m2": "m²", "m²": "m²", "m3": "m³", "m³": "m³",
    "con": "con", "cái": "cái", "chiếc": "chiếc",
    "lít": "lít", "kwh": "kWh", "giấy phép": "giấy phép", "tiêu chí": "tiêu chí",
    "mô hình": "mô hình",
    "đảng viên": "đảng viên", "trường": "trường", "phường": "phường", "vụ": "vụ",
    "tổ chức": "tổ chức", "lần": "lần",
}  # fmt: skip
WHOLE_UNITS: dict[str, tuple[int, str]] = {
    "trđ": (6, "đồng"), "tr.đ": (6, "đồng"), "tr.đồng": (6, "đồng"), "tỷđ": (9, "đồng"),
    "tỉđ": (9, "đồng"),
}  # fmt: skip


MEASURED = frozenset({"%", "‰", "đồng", "USD", "tấn", "ha", "km", "m²", "m³", "lít", "kWh"})
"""The bases that have fractions; everything else is counted in wholes."""


@dataclass(frozen=True)
class Quantity:
    """An exact amount in its base unit (đồng, %, người), possibly a range or a bound.

    The unit is "" when none is written. `relation` "=" and "~" have low == high; "range" has both
    ends; ">", ">=" have only `low`, "<", "<=" only `high`.

    >>> Quantity(Decimal(1516660000000), Decimal(1516660000000), "đồng").in_unit("tỷ đồng")
    Decimal('1516.66')
    """

    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    relation: Relation = "="

    @property
    def value(self) -> Decimal:
        """The one number of a plain or approximate quantity.

        A range or a bound has none: NotUnderstood.
        """
        if self.low is None or self.low != self.high:
            raise NotUnderstood("A range or a bound has no single value.")
        return self.low

    def in_unit(self, unit: str) -> Decimal:
        """The value counted in `unit` ("tỷ đồng"), exactly.

        NotUnderstood when the units measure different things.
        """
        exponent, base = unit_scale(unit)
        if base != self.unit:
            raise NotUnderstood(
                "A value in “{found}” cannot be shown in “{unit}”.", found=self.unit, unit=unit
            )
        return scaled_down(self.value, exponent)


def to_decimal(sign: str, digits: str, style: Style) -> Decimal | None:
    """A matched number of the given style as Decimal.

    None when it has more digits than we promise to keep.
    """
    point, comma = (",", ".") if style == "vi" else (".", ",")
    bare = digits.replace(comma, "").replace(" ", "").replace(point, ".")
    if len(bare) > MAX_DIGITS:
        return None
    value = Decimal(bare)
    return -value if sign == "-" and value else value


@lru_cache(maxsize=512)
def read_unit(text: str) -> tuple[int, str] | None:
    """Power of ten and base of a unit that stands alone, or None.

    >>> read_unit("Triệu USD"), read_unit("trđ"), read_unit("bao")
    ((6, 'USD'), (6, 'đồng'), None)
    """
    quantity = text.lower().strip(" ().")
    if quantity in WHOLE_UNITS:
        return WHOLE_UNITS[quantity]
    for scale in ("", *sorted(SCALE_WORDS, key=len, reverse=True)):
        base = quantity.removeprefix(scale).strip()
        if quantity.startswith(scale) and (base in BASE_WORDS or (not base and scale)):
            return SCALE_WORDS.get(scale, 0), BASE_WORDS.get(base, "")
    return None


def unit_scale(unit: str) -> tuple[int, str]:
    """Split a unit as a column heads it into a power of ten and the base: ("Tr.đ" -> 6, "đồng").

    Raises NotUnderstood for a unit that is not in the vocabulary.

    >>> unit_scale("Tỷ đồng"), unit_scale("nghìn tỉ đồng"), unit_scale("Nghìn tấn"), unit_scale("%")
    ((9, 'đồng'), (12, 'đồng'), (3, 'tấn'), (0, '%'))
    """
    unit_read = read_unit(clean(unit))
    if unit_read is None:
        raise NotUnderstood("“{unit}” is not a known unit.", unit=unit)
    return unit_read


def counted_in_wholes(unit: str) -> bool:
    """Whether half a unit does not exist: people, households, models; not money, weights, areas.

    What the vocabulary does not know is a thing, and counted; thousands of things are not.

    >>> [counted_in_wholes(unit) for unit in ("hộ", "đảng viên", "nghìn lượt", "tỷ đồng", "ha")]
    [True, True, False, False, False]
    """
    try:
        power, base = unit_scale(unit)
    except NotUnderstood:
        return True
    return power == 0 and base not in MEASURED


def scaled_down(value: Decimal, exponent: int) -> Decimal:
    """A value counted in a larger unit, exactly: 1516660000 with 6 is 1516.66."""
    if not exponent:
        return value
    with localcontext(EXACT):
        scaled = value.scaleb(-exponent).normalize()
        return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled
