"""Numbers and units: worked examples as tables, laws by hypothesis."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.vocabulary.numbers import exact, format_number, half_up
from hbanalysis.vocabulary.quantities import (
    Quantity,
    Style,
    format_quantity,
    parse_number,
    parse_quantity,
    unit_scale,
)
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood

STYLES: list[Style] = ["vi", "en"]
decimals = st.decimals(
    min_value=-(10**15), max_value=10**15, places=4, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.516,66", "1516.66"),
        ("1,516.66", "1516.66"),
        ("1.234.567", "1234567"),
        ("1536", "1536"),
        ("12,5", "12.5"),
        ("0.536", "0.536"),
        ("(12,5)", "-12.5"),
        ("−12,5", "-12.5"),
        ("–12,5", "-12.5"),
        ("+3", "3"),
        ("15343.5", "15343.5"),
    ],
)
def test_an_unambiguous_number_needs_no_declared_format(text: str, value: str) -> None:
    assert Decimal(value) == parse_number(text)


@pytest.mark.parametrize(
    ("text", "vi", "en"), [("1.536", "1536", "1.536"), ("12,345", "12.345", "12345")]
)
def test_an_ambiguous_number_is_refused_with_both_readings(text: str, vi: str, en: str) -> None:
    with pytest.raises(Ambiguous) as caught:
        parse_number(text)
    assert (vi, en) == caught.value.readings
    assert Decimal(vi) == parse_number(text, "vi")
    assert Decimal(en) == parse_number(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "inf",
        "-inf",
        "1e5",
        "1E5",
        "1_000",
        "",
        "-",
        "()",
        "(-5)",
        "1.5.5",
        "1,2,3",
        "٣",
        "１２",
        "0x10",
        "30/9",
        "12 5",
        "9" * 50,
        "1.",
        ".5",
        "--5",
        "1.2345,6",
    ],
)
def test_what_is_not_exactly_a_number_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "relation"),
    [
        ("1.516 tỷ 660 triệu đồng", "1516660000000", "1516660000000", "đồng", "="),
        ("468 tỷ 349 triệu", "468349000000", "468349000000", "", "="),
        ("12 trđ", "12000000", "12000000", "đồng", "="),
        ("1,5 tr.đ", "1500000", "1500000", "đồng", "="),
        ("2 tỉ đồng", "2000000000", "2000000000", "đồng", "="),
        ("1,2 nghìn tỷ đồng", "1200000000000", "1200000000000", "đồng", "="),
        ("2 triệu tỷ đồng", "2000000000000000", "2000000000000000", "đồng", "="),
        ("14,22‰", "14.22", "14.22", "‰", "="),
        ("14,220/00", "14.22", "14.22", "‰", "="),
        ("98,5%", "98.5", "98.5", "%", "="),
        ("6,0-6,5%", "6.0", "6.5", "%", "range"),
        ("6,0–6,5%", "6.0", "6.5", "%", "range"),
        ("6,0 — 6,5 %", "6.0", "6.5", "%", "range"),
        ("từ 6 đến 6,5%", "6", "6.5", "%", "range"),
        ("1-2 tỷ đồng", "1000000000", "2000000000", "đồng", "range"),
        ("900 triệu - 1 tỷ", "900000000", "1000000000", "", "range"),
        ("trên 85%", "85", None, "%", ">"),
        ("dưới 1%", None, "1", "%", "<"),
        ("ít nhất 3 mô hình", "3", None, "mô hình", ">="),
        ("98% trở lên", "98", None, "%", ">="),
        ("khoảng 4118 lượt", "4118", "4118", "lượt", "~"),
        ("(12,5%)", "-12.5", "-12.5", "%", "="),
        ("1,516.66 billion VND", "1516660000000", "1516660000000", "đồng", "="),
    ],
)
def test_quantities(text: str, low: str | None, high: str | None, unit: str, relation: str) -> None:
    found = parse_quantity(text)
    expected = tuple(None if end is None else Decimal(end) for end in (low, high))
    assert (*expected, unit, relation) == (found.low, found.high, found.unit, found.relation)


@pytest.mark.parametrize("text", ["1.516 tỷ", "khoảng 4.118 lượt", "1.000-2.000 ha"])
def test_an_ambiguous_quantity_carries_both_readings(text: str) -> None:
    with pytest.raises(Ambiguous) as caught:
        parse_quantity(text)
    assert len(set(caught.value.readings)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "1,5 tỷ 200 triệu",
        "1 tỷ 2000 triệu",
        "660 triệu 1 tỷ",
        "7-5%",
        "5 quả bóng",
        "trên 85% trở xuống",
        "1e5 đồng",
        "đồng",
    ],
)
def test_contradictory_or_unknown_quantities_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_quantity(text)


def test_the_budget_of_the_resolution_is_read_exactly() -> None:
    assert Decimal("1516.66") == parse_quantity("1.516 tỷ 660 triệu đồng").in_unit("tỷ đồng")
    with pytest.raises(NotUnderstood):
        parse_quantity("98%").in_unit("tỷ đồng")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("Tỷ đồng", (9, "đồng")),
        ("(Triệu USD)", (6, "USD")),
        ("nghìn tỉ đồng", (12, "đồng")),
        ("trđ", (6, "đồng")),
    ],
)
def test_units_of_column_heads(unit: str, expected: tuple[int, str]) -> None:
    assert expected == unit_scale(unit)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (2.675, 2, "2,68"),
        (-2.5, 0, "−3"),
        (0.05, 1, "0,1"),
        (-0.04, 1, "0,0"),
        (1e21, 0, "1.000.000.000.000.000.000.000"),
    ],
)
def test_display_rounds_half_up_as_excel_does(value: float, places: int, shown: str) -> None:
    assert shown == format_number(value, places, "vi")


@given(decimals, st.sampled_from(STYLES))
def test_format_then_parse_is_identity_for_numbers(value: Decimal, style: Style) -> None:
    assert value == parse_number(format_number(value, None, style), style)


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
    st.sampled_from(STYLES),
)
def test_format_then_parse_is_identity_for_floats(value: float, style: Style) -> None:
    text = format_number(value, None, style)
    if len(text) < 40:
        assert exact(value) == parse_number(text, style)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["", "%", "‰", "đồng", "người", "tấn", "ha"]),
    st.sampled_from(["=", "~", ">", ">=", "<", "<="]),
    st.sampled_from(STYLES),
    st.sampled_from(["", "triệu", "tỷ", "nghìn tỷ"]),
)
def test_format_then_parse_is_identity_for_quantities(
    value: Decimal, unit: str, relation: str, style: Style, scale: str
) -> None:
    if unit in ("%", "‰"):
        scale = ""
    low = None if relation in ("<", "<=") else value
    high = None if relation in (">", ">=") else value
    quantity = Quantity(low, high, unit, relation)  # type: ignore[arg-type]
    assert quantity == parse_quantity(format_quantity(quantity, style, scale), style)


@given(decimals, decimals, st.sampled_from(STYLES))
def test_format_then_parse_is_identity_for_ranges(
    one: Decimal, other: Decimal, style: Style
) -> None:
    if one != other:
        quantity = Quantity(min(one, other), max(one, other), "%", "range")
        assert quantity == parse_quantity(format_quantity(quantity, style), style)


number_like = st.text(alphabet="0123456789.,-−–()+ %", max_size=14)


@given(number_like, st.sampled_from([None, "vi", "en"]))
def test_no_text_is_read_as_two_numbers_by_two_entry_points(text: str, style: Style | None) -> None:
    try:
        number = parse_number(text, style)
        quantity = parse_quantity(text, style)
    except NotUnderstood:
        return
    assert number == quantity.value


@given(number_like)
def test_an_undeclared_reading_is_the_reading_of_every_style_that_can_read_it(text: str) -> None:
    try:
        number = parse_number(text)
    except NotUnderstood:
        return
    for style in STYLES:
        try:
            assert number == parse_number(text, style)
        except NotUnderstood:
            continue


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    for read in (parse_number, parse_quantity):
        try:
            read(text)
        except NotUnderstood:
            continue


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6), st.integers(0, 4))
def test_rounding_moves_a_number_by_at_most_half_a_step(value: Decimal, places: int) -> None:
    assert abs(half_up(value, places) - value) <= Decimal(5).scaleb(-places - 1)
