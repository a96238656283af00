"""The grammar behind `parse_quantity`: what may stand around a number in a plan or a report.

    text    = [bound words] amount [bound words]  |  amount dash amount  |  "từ" amount "đến" amount
            |  "(" amount ")"
    amount  = number [scale] {number scale} [base]      the parts fall: 1.516 tỷ 660 triệu đồng

One grammar is built per number style, so a text is read wholly in one style, never half and half.
"""

import re
from collections.abc import Callable
from decimal import Decimal, Inexact, localcontext
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import pyparsing as pp

from hbanalysis.vocabulary.quantity_units import (
    BASE_WORDS,
    EXACT,
    IN_BRACKETS,
    PLAIN_DASH,
    SCALE_WORDS,
    UNSIGNED,
    WHOLE_UNITS,
    Quantity,
    Relation,
    Style,
    to_decimal,
)

_BEFORE: dict[str, Relation] = {
    "trên": ">", "hơn": ">", "over": ">", "more than": ">", "dưới": "<", "under": "<",
    "less than": "<",
    "ít nhất": ">=", "tối thiểu": ">=", "không dưới": ">=", "at least": ">=", "từ": ">=",
    "không quá": "<=", "tối đa": "<=", "nhiều nhất": "<=", "at most": "<=",
    "khoảng": "~", "xấp xỉ": "~", "about": "~",
}  # fmt: skip
_PER_MILLE = re.compile(r"\s*[0o]/[0o]{2}(?![0-9a-z])")
_AFTER: dict[str, Relation] = {"trở lên": ">=", "or more": ">=", "trở xuống": "<=", "or less": "<="}


class _Part(NamedTuple):
    """One number with its scale: 660 triệu. `exponent` and `base` are None when not written."""

    number: Decimal
    exponent: int | None
    base: str | None

    def amount(self) -> Decimal:
        return self.number.scaleb(self.exponent or 0)


class _Amount(NamedTuple):
    value: Decimal
    exponent: int | None
    base: str | None


class _Bound(NamedTuple):
    before: Relation | None
    amount: _Amount
    after: Relation | None


class _Span(NamedTuple):
    low: _Amount
    high: _Amount


def _words(table: dict[str, Any], wrap: Callable[[Any], Any]) -> pp.ParserElement:
    # Longest first; a word must end where letters end, so that "tr" is not read out of "trường".
    ordered = sorted(table, key=len, reverse=True)
    pattern = "|".join(
        re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in ordered
    )
    return pp.Regex(pattern).set_parse_action(lambda tokens: wrap(table[tokens[0]]))


def _number(style: Style, sign: str) -> pp.ParserElement:
    def value(tokens: Any) -> Decimal:
        match = re.match(r"([+-]?) ?(.*)", tokens[0])
        number = to_decimal(match[1], match[2], style) if match else None
        if number is None:
            raise pp.ParseException("too many digits")
        return number

    # Nothing of a number may be left behind it: 1.5.5, 1_000 and 30/9 are not "1.5", "1" and "30"
    # with something after.
    return pp.Regex(rf"{sign}(?:{UNSIGNED[style]})(?![0-9.,/_])").set_parse_action(value)


def _join_parts(tokens: Any) -> _Amount:
    """1.516 tỷ 660 triệu: whole numbers, each smaller than one step of the part before.

    The base is said once.
    """
    parts: list[_Part] = list(tokens)
    for upper, lower in pairwise(parts):
        steps = (
            upper.exponent is not None
            and lower.exponent is not None
            and lower.exponent < upper.exponent
        )
        if not steps or upper.base is not None or upper.number != upper.number.to_integral_value():
            raise pp.ParseException("not a compound")
        if upper.number < 0 or lower.amount() >= Decimal(1).scaleb(upper.exponent or 0):
            raise pp.ParseException("not a compound")
    return _Amount(
        sum((part.amount() for part in parts), Decimal(0)), parts[-1].exponent, parts[-1].base
    )


@lru_cache(maxsize=2)
def _grammar(style: Style) -> pp.ParserElement:
    unit = _words(WHOLE_UNITS, lambda found: found) | pp.Opt(
        _words(SCALE_WORDS, lambda power: (power, None))
    ) + pp.Opt(_words(BASE_WORDS, lambda base: (None, base)))

    def part(tokens: Any) -> _Part:
        powers = [power for power, _ in tokens[1:] if power is not None]
        bases = [base for _, base in tokens[1:] if base is not None]
        return _Part(tokens[0], powers[0] if powers else None, bases[0] if bases else None)

    first = (_number(style, "[+-]? ?") + unit).set_parse_action(part)
    further = (_number(style, "") + unit).set_parse_action(part)
    amount = (first + further[...]).set_parse_action(_join_parts)
    to = pp.Suppress(pp.Literal("-") | pp.Literal("~") | pp.Literal("đến") | pp.Literal("to"))
    span = (pp.Suppress(pp.Opt("từ")) + amount + to + amount).set_parse_action(
        lambda found: _Span(*found)
    )
    before = pp.Opt(_words(_BEFORE, lambda relation: relation), default=None)
    after = pp.Opt(_words(_AFTER, lambda relation: relation), default=None)
    bound = (before + amount + after).set_parse_action(lambda found: _Bound(*found))
    grammar: pp.ParserElement = span | bound
    return grammar


def read_quantity(text: str, style: Style) -> Quantity | None:
    """The quantity that a cleaned text means in one style; None when the grammar does not hold.

    >>> read_quantity("dưới 1,5 tỷ đồng", "vi")
    Quantity(low=None, high=Decimal('1500000000'), unit='đồng', relation='<')
    """
    plain = _PER_MILLE.sub("‰", text.lower().translate(PLAIN_DASH))
    bracketed = IN_BRACKETS.fullmatch(plain)
    with localcontext(EXACT):
        try:
            found = _grammar(style).parse_string(
                bracketed["inside"] if bracketed else plain, parse_all=True
            )[0]
        except (pp.ParseException, Inexact):
            return None
        quantity = _from_span(found) if isinstance(found, _Span) else _from_bound(found)
        if not bracketed or quantity is None:
            return quantity
        # Accounting brackets are a minus around one unsigned number and nothing else.
        if quantity.relation != "=" or quantity.low is None or not bracketed["inside"][0].isdigit():
            return None
        return Quantity(-quantity.low, -quantity.low, quantity.unit)


def _from_span(span: _Span) -> Quantity | None:
    low, high = span
    if low.base is None and low.exponent is None and high.exponent is not None:
        low = low._replace(
            value=low.value.scaleb(high.exponent) + Decimal(0)
        )  # "1-2 tỷ": both ends in tỷ
    if low.base not in (None, high.base) or low.value >= high.value:
        return None
    return Quantity(low.value, high.value, high.base or "", "range")


def _from_bound(bound: _Bound) -> Quantity | None:
    # "từ 98% trở lên" says the same twice; two different bounds on one number are not a bound.
    if bound.before and bound.after and bound.before != bound.after:
        return None
    relation: Relation = bound.before or bound.after or "="
    value, unit = bound.amount.value, bound.amount.base or ""
    if relation in (">", ">="):
        return Quantity(value, None, unit, relation)
    if relation in ("<", "<="):
        return Quantity(None, value, unit, relation)
    return Quantity(value, value, unit, relation)
