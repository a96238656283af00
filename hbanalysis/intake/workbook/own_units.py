"""A number that says its own unit, in its text or by its number format, against its table's.

98,5% among amounts is refused, 900 triệu in a row of tỷ đồng is 0.9; where the table says nothing,
the number stays as it is shown and its unit is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hbanalysis.intake.files.number_formats import Section, drops_sign, section_for
from hbanalysis.intake.workbook import marks
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.quantities import (
    Quantity,
    Style,
    parse_number,
    parse_quantity,
    unit_scale,
)
from hbanalysis.vocabulary.refusals import NotUnderstood

UNIT_IN_CELL = (
    "{cell} holds “{found}” with a unit of its own that does not fit the table's; a bare number is"
    " expected."
)
PERCENT_AMONG_AMOUNTS = (
    "{cell} shows {found}, a percentage, where an amount in {expected} is expected."
)
SCALED = (
    "{cell} holds {found} and shows {shown} by its number format; it cannot be told which of the"
    " two is meant."
)
HIDDEN_NUMBER = "{cell} holds {found}, which its number format hides; it was read."
HIDDEN_SIGN = (
    "{cell} holds {found} and shows it without its minus by its number format; it was read."
)

PERCENT = ("%", "‰")
_COMPARISONS = (
    "ty le",
    "ty trong",
    "toc do",
    "co cau",
    "chi so",
    "so voi",
    "so sanh",
    "tang giam",
    "tang/giam",
    "tang, giam",
    "phan tram",
    "percent",
    "rate",
    "share",
    "growth",
    "index",
)


class OwnUnit(Exception):
    """A number whose own unit or format stands against its table: the rule and its sentence."""

    def __init__(self, rule: str, template: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.template, self.facts = rule, template, facts


@dataclass(frozen=True)
class Shown:
    """A number as it is shown.

    With it come the unit it says itself when its table says none (else empty: it is converted), and
    what is told: a rule of normalisation or of a warning.
    """

    value: float
    unit: str = ""
    rule: str = ""
    text: str = ""

    @property
    def hidden(self) -> str:
        """The sentence about what a format hides: the number, or only its minus."""
        return HIDDEN_SIGN if self.text else HIDDEN_NUMBER


def column_unit(name: str) -> str:
    """The unit that a column's name gives, in brackets or as a comparison; empty for none.

    >>> column_unit("So với cùng kỳ (%)"), column_unit("Tháng 4 (Tỷ đồng)"), column_unit("Tháng 4")
    ('%', 'Tỷ đồng', '')
    """
    brackets = marks.unit_in_brackets(name)
    words = marks.plain(name)
    compared = "%" in name or any(word in words for word in _COMPARISONS)
    return brackets or ("%" if compared else "")


def of_format(value: float, code: str, unit: str, cell: str) -> Shown:
    """A number under a telling format, in a place whose unit is ``unit``. Raises OwnUnit.

    >>> (
    ...     of_format(0.985, "0.0%", "%", "C4").value,
    ...     of_format(900, '0" triệu"', "Tỷ đồng", "C4").value,
    ... )
    (98.5, 0.9)
    """
    section = section_for(code, value)
    if section is None:
        return Shown(value)
    stored = exact(value)
    number = stored.scaleb(section.power) if section.power else stored
    if section.power < 0 or section.power > 2:
        raise OwnUnit(
            "scaled-by-format",
            SCALED,
            cell=cell,
            found=plain(stored),
            shown=_as_shown(number, section),
        )
    if value == 0 and not section.zero_digit:
        return Shown(value, rule="zero-not-shown", text=section.before or section.after or "")
    if not section.digits:
        return Shown(value, rule="hidden-by-format")
    own = "%" if section.power else _unit_in(section)
    if value < 0 and drops_sign(code):
        return Shown(value, rule="hidden-by-format", text="-")
    if not own:
        return Shown(value)
    text = _as_shown(number, section)
    return _fit(number, own, text, unit, cell)


def _as_shown(number: Decimal, section: Section) -> str:
    gap = "" if section.after in PERCENT else " "
    return f"{section.before} {plain(number)}{gap}{section.after}".strip()


def plain(number: Decimal) -> str:
    """A number without an exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _unit_in(section: Section) -> str:
    """The unit among the words of a format; other words say nothing of the number."""
    words = section.words.strip("() ")
    if words in PERCENT:
        return words
    try:
        power, base = unit_scale({"₫": "đồng", "$": "USD"}.get(words, words))
    except NotUnderstood:
        return ""
    return words if power or base else ""


def of_text(text: str, style: Style | None, unit: str, cell: str) -> Shown:
    """A number written with its unit: “98,5%”, “900 triệu”, “100,5 tỷ đồng”.

    Raises OwnUnit; Ambiguous and NotUnderstood as the number itself.
    """
    sign = text[-1]
    if sign in PERCENT:
        return _fit(parse_number(text[:-1].rstrip(), style), sign, text, unit, cell)
    quantity = parse_quantity(text, style)
    return _fit_quantity(quantity, text, unit, cell)


def _fit(number: Decimal, own: str, text: str, unit: str, cell: str) -> Shown:
    """A number with its own unit in a place of another (or no) unit."""
    if own in PERCENT:
        if not unit or any(part.strip() == own for part in unit.split(";")):
            return Shown(float(number), own, "number-format", text)
        raise OwnUnit(
            "percent-among-amounts", PERCENT_AMONG_AMOUNTS, cell=cell, found=text, expected=unit
        )
    named = {"₫": "đồng", "$": "USD"}.get(own, own)
    if not unit:
        return Shown(float(number), named, "number-format", text)
    power, base = unit_scale(named)
    amount = number.scaleb(power)
    if base and not power and _scale_of(unit):
        # 100.5 ₫ in a row of tỷ đồng: Excel's currency sign, or đồng indeed; nobody can tell.
        raise OwnUnit("unit-in-cell", UNIT_IN_CELL, cell=cell, found=text)
    return _fit_quantity(Quantity(amount, amount, base), text, unit, cell)


def _scale_of(unit: str) -> int:
    try:
        return unit_scale(unit.partition(";")[0])[0]
    except NotUnderstood:
        return 0


def _fit_quantity(quantity: Quantity, text: str, unit: str, cell: str) -> Shown:
    """An amount in the unit of its place; where none is named it cannot stand beside numbers."""
    for part in (part.strip() for part in unit.split(";") if part.strip()):
        try:
            base = unit_scale(part)[1]
            own = quantity.unit or base
            return Shown(
                float(Quantity(quantity.value, quantity.value, own).in_unit(part)),
                rule="text-number",
                text=text,
            )
        except NotUnderstood:
            continue
    raise OwnUnit("unit-in-cell", UNIT_IN_CELL, cell=cell, found=text)
