"""The numbers of a paragraph that are amounts.

Each has a value, perhaps an upper end, a unit, what stands over a slash, and doubts. `1.516 tỷ 660
triệu đồng` is one amount, `4,5 - 5%` a range, `250/240 đảng viên` done of planned. Numbers are read
as Vietnamese papers write them; one that an English reader would read otherwise is kept with both
readings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.units import Unit, unit_at

_NUMBER = re.compile(
    r"(?<![\w.,/])(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?: \d{3})+(?:,\d+)?(?![\d.])"
    r"|\d+(?:[.,]\d+)*)"
)
_GLUED = re.compile(r"(?<=[^\W\d_])(?P<number>\d+(?:,\d+)?)(?=\s?%)")
_PLAIN = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_OF = re.compile(r"\s*/\s*(\d+(?:\.\d{3})*(?:,\d+)?)(?![\d/,%])")
_TO = pattern(
    r" ?(?:%|[^\W\d]{2,12}(?: đồng)?)?(?: trở lên)? ?(?:-|÷|~|đến|tới) ?(?:khoảng |trên "
    r"|gần )?(?=\d)"
)
_LADDER = pattern(
    r"(?P<high>nghìn tỷ|tỷ|triệu) (?P<number>\d{1,3}(?:\.\d{3})*(?:,\d+)?) (?P<low>tỷ|triệu|nghìn)"
)
_POWER = {"nghìn": 3, "triệu": 6, "tỷ": 9, "nghìn tỷ": 12}
_DECIMAL_POINT = re.compile(r"\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+")
_THOUSANDS_COMMA = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


@dataclass(frozen=True)
class Amount:
    """A number of a paragraph: where it and its unit stand, and how it is read."""

    start: int
    number_end: int
    end: int
    value: Decimal
    unit: Unit
    high: Decimal | None = None
    of: Decimal | None = None
    doubts: tuple[str, ...] = field(default=())

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit.kind == "percent"


def amounts(folded: str, mask: bytearray) -> list[Amount]:
    """All amounts of a folded paragraph, from left to right.

    >>> [
    ...     (str(a.value), a.unit.text)
    ...     for a in amounts("đạt 1.516 tỷ 660 triệu đồng, tăng 5%", bytearray(40))
    ... ]
    [('1516.660', 'tỷ đồng'), ('5', '%')]
    """
    made: list[Amount] = []
    at = 0
    while at < len(folded):
        shapes = (_NUMBER.search(folded, at), _GLUED.search(folded, at))
        match = min(filter(None, shapes), key=lambda hit: hit.start(), default=None)
        if not match:
            break
        if mask[match.start("number")]:
            at = match.end()
            continue
        amount = _amount(folded, match.start("number"), match["number"], mask)
        made.append(_settled(amount))
        at = max(amount.end, match.end())
    return made


def _settled(amount: Amount) -> Amount:
    """The amount without a doubt that its unit settles.

    840,956 tỷ đồng has three decimals, 1,500 hộ cannot: only things that are counted are in doubt.
    """
    counted = amount.unit.kind not in ("percent", "money")
    doubts = tuple(one for one in amount.doubts if counted or one != "thousands comma")
    return replace(amount, doubts=doubts) if doubts != amount.doubts else amount


def _amount(folded: str, start: int, digits: str, mask: bytearray) -> Amount:
    end = start + len(digits)
    value, doubts = read_number(digits)
    ladder = _LADDER.match(folded, end + 1) if folded[end : end + 1] == " " else None
    if ladder:
        return _laddered(folded, start, end, value, ladder)
    over = _OF.match(folded, end)
    counted = value == value.to_integral_value()
    if over and (counted or unit_at(folded, over.end(), "").sure):
        whole = read_number(over[1])[0]
        bracket = pattern(r" ?\([^()]{0,40}\)").match(folded, over.end())
        unit = unit_at(folded, over.end(), folded[:start])
        if bracket and not unit.text:
            unit = unit_at(folded, bracket.end(), folded[:start])
        return Amount(start, end, max(unit.end, over.end()), value, unit, of=whole, doubts=doubts)
    to = _TO.match(folded, end)
    upper = _PLAIN.match(folded, to.end()) if to else None
    if to and upper and not mask[upper.start()]:
        return _ranged(folded, start, end, value, upper, doubts)
    unit = unit_at(folded, end, folded[:start])
    return Amount(start, end, max(unit.end, end), value, unit, doubts=doubts)


def _ranged(
    folded: str, start: int, end: int, low: Decimal, upper: re.Match[str], doubts: tuple[str, ...]
) -> Amount:
    high, more = read_number(upper[0])
    unit = unit_at(folded, upper.end(), folded[:start])
    first = unit_at(folded, end, "")
    if not unit.text and first.kind not in ("", "noun?"):
        unit = Unit(first.text, upper.end(), first.kind)
    return Amount(
        start, end, max(unit.end, upper.end()), low, unit, high=high, doubts=doubts + more
    )


def _laddered(folded: str, start: int, end: int, value: Decimal, ladder: re.Match[str]) -> Amount:
    """1.516 tỷ 660 triệu: counted in the upper step."""
    low = read_number(ladder["number"])[0]
    step = _POWER[ladder["high"]] - _POWER[ladder["low"]]
    unit = unit_at(folded, ladder.start("low"), "")
    doubts = () if step > 0 and low < 10**step else ("number",)
    text = ladder["high"] + " " + (unit.text.split(" ", 1)[1] if " " in unit.text else "đồng")
    made = Unit(text, max(unit.end, ladder.end()), "money")
    return Amount(start, end, made.end, value + low.scaleb(-step), made, doubts=doubts)


def read_number(digits: str) -> tuple[Decimal, tuple[str, ...]]:
    """A Vietnamese number; a doubt where it is written as an English paper would.

    >>> read_number("1.516,66"), read_number("8.5"), read_number("1,500")
    ((Decimal('1516.66'), ()), (Decimal('8.5'), ('decimal point',)), (Decimal('1.500'), ('thousands
    comma',)))
    """
    if _DECIMAL_POINT.fullmatch(digits):
        return Decimal(digits), ("decimal point",)
    if _PLAIN.fullmatch(digits):
        doubt = (
            ("thousands comma",) if _THOUSANDS_COMMA.fullmatch(digits) and digits[0] != "0" else ()
        )
        return Decimal(digits.replace(".", "").replace(" ", "").replace(",", ".")), doubt
    if _THOUSANDS_COMMA.fullmatch(digits):
        return Decimal(digits.replace(",", "")), ("thousands comma",)
    whole = re.sub(r"[.,]", "", digits)
    return Decimal(whole), ("number",)
