"""From the number in a cell to the number of an indicator: unit, percent scale, counts, rounding.

Nothing is converted unless the unit is written in the delivery or declared in the recipe, and
everything that is converted is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hbanalysis.intake.delivery.recipes import ColumnRule
from hbanalysis.vocabulary.numbers import exact, half_up
from hbanalysis.vocabulary.quantities import counted_in_wholes, unit_scale
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.text import match_key

NO_UNIT = (
    "{cell}: no unit is written for {indicator}; expected: {expected}. Write it, or declare it in"
    " the recipe."
)
OTHER_UNIT = (
    "{cell} is in {found}, {indicator} is kept in {expected}: one cannot be turned into the other."
)
PERCENT_SCALE = (
    "{cell} holds {found}, which can be {first}% or {second}%; write percent as 98.5, or declare "
    "percent in the recipe."
)
NOT_WHOLE = (
    "{cell} holds {found}, but {indicator} is counted in whole {expected}; Excel may have read a"
    " thousands mark as a decimal point ({other}?)."
)

_SHARES = ("%", "‰")
_NEARER = 10
"""Half of the two powers of ten between a share and its percentage."""


class Refused(Exception):
    """A number that is not taken: the rule, the sentence and its facts."""

    def __init__(self, rule: str, template: str, **facts: str | Decimal) -> None:
        super().__init__(rule)
        self.rule, self.template, self.facts = rule, template, facts


@dataclass(frozen=True)
class Indicator:
    """What figures need to know of an indicator."""

    code: str
    name: str
    unit: str
    decimals: int | None
    plan: Decimal | None = None
    """The largest of its plan figures: what 0.95 % may be depends on what is asked."""


@dataclass(frozen=True)
class Figure:
    """A number ready to be an observation, as it was before rounding, and the steps to it."""

    value: Decimal
    unrounded: Decimal
    steps: tuple[tuple[str, str, str], ...] = ()


def plain(value: Decimal) -> str:
    """A number as the raw files hold it: a point, no thousands mark, no exponent, no idle zeros.

    >>> plain(Decimal("1516.6600")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('1516.66', '1000', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _same_unit(one: str, other: str) -> bool:
    return match_key(one) == match_key(other) and _shares(one) == _shares(other)


def _shares(unit: str) -> set[str]:
    return {sign for sign in _SHARES if sign in unit}


def read_unit(written: str, indicator: Indicator, cell: str) -> int:
    """The power of ten between the written unit and the indicator's.

    Refused when they measure different things. A table's unit may name several ("Tỷ đồng; %"): the
    one that fits is taken, if it is the only one.

    >>> read_unit("Triệu đồng", Indicator("3", "Thu", "tỷ đồng", 1), "C5")
    -3
    """
    if not written:
        raise Refused(
            "no-unit", NO_UNIT, cell=cell, indicator=indicator.name, expected=indicator.unit
        )
    powers = set()
    for part in written.split(";"):
        if _same_unit(part, indicator.unit):
            powers.add(0)
            continue
        try:
            (power, base), (own_power, own_base) = unit_scale(part), unit_scale(indicator.unit)
        except NotUnderstood:
            continue
        if base == own_base or (
            not base and own_base == "đồng" and power
        ):  # "Tỷ" heads columns of tỷ đồng
            powers.add(power - own_power)
    if len(powers) != 1:
        raise Refused(
            "other-unit",
            OTHER_UNIT,
            cell=cell,
            found=written,
            indicator=indicator.name,
            expected=indicator.unit,
        )
    return powers.pop()


def value_of(
    number: float,
    written: str,
    indicator: Indicator,
    rule: ColumnRule,
    cell: str,
    own_unit: str = "",
) -> Figure:
    """The value of an indicator from a cell, in the indicator's unit.

    Refused with both readings when unclear; ``own_unit`` is the unit that the cell says itself.

    >>> figure = value_of(
    ...     1516660.0,
    ...     "Triệu đồng",
    ...     Indicator("3", "Thu", "tỷ đồng", 1),
    ...     ColumnRule((), "month"),
    ...     "C5",
    ... )
    >>> plain(figure.value), figure.steps
    ('1516.66', (('unit', '1516660 Triệu đồng', '1516.66 tỷ đồng'),))
    """
    value, steps = exact(number), []
    power = read_unit(written, indicator, cell)
    if power:
        scaled = value.scaleb(power)
        steps.append(("unit", f"{plain(value)} {written}", f"{plain(scaled)} {indicator.unit}"))
        value = scaled
    if indicator.unit == "%" and own_unit != "%":  # a cell that shows 98.5% leaves no doubt
        value = _percent(value, rule, cell, steps, indicator.plan)
    if (
        indicator.decimals == 0
        and counted_in_wholes(indicator.unit)
        and value != value.to_integral_value()
    ):
        raise Refused(
            "not-whole",
            NOT_WHOLE,
            cell=cell,
            found=plain(value),
            indicator=indicator.name,
            expected=indicator.unit,
            other=plain(value * 1000),
        )
    rounded = _rounded(value, rule, steps)
    return Figure(rounded, value, tuple(steps))


def stated_of(number: float, rule: ColumnRule, cell: str, own_unit: str = "") -> Figure:
    """A printed percentage (of plan, of the same period) in points."""
    steps: list[tuple[str, str, str]] = []
    value = exact(number) if own_unit == "%" else _percent(exact(number), rule, cell, steps)
    rounded = _rounded(value, rule, steps)
    return Figure(rounded, value, tuple(steps))


def _percent(
    value: Decimal,
    rule: ColumnRule,
    cell: str,
    steps: list[tuple[str, str, str]],
    plan: Decimal | None = None,
) -> Decimal:
    """A percentage in points: 98.5, never 0.985.

    A small number may be either, unless it is nearer to the plan as points than as a share.
    """
    if rule.percent == "fraction":
        steps.append(("percent", plain(value), f"{plain(value * 100)}%"))
        return value * 100
    near = plan is not None and abs(value) * _NEARER > abs(plan)
    if not rule.percent and 0 < abs(value) <= Decimal("1.5") and not near:
        raise Refused(
            "percent-scale",
            PERCENT_SCALE,
            cell=cell,
            found=value,
            first=value,
            second=value * 100,
        )
    return value


def _rounded(value: Decimal, rule: ColumnRule, steps: list[tuple[str, str, str]]) -> Decimal:
    if rule.decimals is None:
        return value
    rounded = half_up(value, rule.decimals)
    if rounded != value:
        steps.append(("rounded", plain(value), plain(rounded)))
    return rounded
