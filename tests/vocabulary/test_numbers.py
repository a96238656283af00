"""Exact inside, half up outside, and written as the reader's language writes."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.vocabulary.numbers import (
    exact,
    exact_sum,
    format_number,
    half_up,
    is_missing,
    percent_of,
)
from tests.tables import Row, parse

decimals_of_an_office = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@pytest.mark.parametrize(
    "row",
    parse("""
value     | decimals | vi           | en
1516.66   | 2        | 1.516,66     | 1,516.66
1536      | 0        | 1.536        | 1,536
1000000   | 0        | 1.000.000    | 1,000,000
0         | 1        | 0,0          | 0.0
-2.5      | 0        | −3           | −3
2.5       | 0        | 3            | 3
1.005     | 2        | 1,01         | 1.01
99.95     | 1        | 100,0        | 100.0
-0.04     | 1        | 0,0          | 0.0
-1234.5   | 1        | −1.234,5     | −1,234.5
"""),
    ids=lambda row: row["value"],
)
def test_a_number_is_rounded_half_up_and_written_in_both_languages(row: Row) -> None:
    value, decimals = float(row["value"]), int(row["decimals"])
    assert (format_number(value, decimals, "vi"), format_number(value, decimals, "en")) == (
        row["vi"],
        row["en"],
    )


@given(decimals_of_an_office, st.integers(0, 4), st.sampled_from(["vi", "en"]))
def test_what_is_written_can_be_read_back(value: Decimal, decimals: int, language: str) -> None:
    thousands, point = (".", ",") if language == "vi" else (",", ".")
    text = format_number(value, decimals, language)
    read = Decimal(text.replace(thousands, "").replace(point, ".").replace("−", "-"))
    assert read == half_up(value, decimals)


@given(decimals_of_an_office)
def test_rounding_moves_by_at_most_half_a_unit_and_halves_away_from_zero(value: Decimal) -> None:
    assert abs(half_up(value, 1) - value) <= Decimal("0.05")
    assert half_up(-value, 1) == -half_up(value, 1)


@given(st.lists(decimals_of_an_office, max_size=12))
def test_a_sum_is_the_sum_of_the_written_decimals(values: list[Decimal]) -> None:
    assert exact_sum(float(value) for value in values) == sum(values, Decimal(0))


@given(decimals_of_an_office)
def test_a_float_is_the_decimal_it_was_read_from(value: Decimal) -> None:
    assert exact(float(str(value))) == value
    assert exact(np.float64(str(value))) == value


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "nan", "Infinity"])
def test_what_is_no_number_is_not_exact(value: object) -> None:
    with pytest.raises(ValueError, match="not a number"):
        exact(value)


@pytest.mark.parametrize("value", [None, "", float("nan"), np.nan, pd.NA, pd.NaT])
def test_absence_is_written_as_a_dash_never_as_zero(value: object) -> None:
    assert is_missing(value)
    assert format_number(value, 1, "vi") == "—"


@pytest.mark.parametrize("value", [0, 0.0, -1, "0", False])
def test_zero_is_not_absent(value: object) -> None:
    assert not is_missing(value)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (250, 240, 104.16666666666667),
        (1197, 1200, 99.75),
        (0, 100, 0.0),
        (0, 0, None),
        (5, 0, None),
        (None, 5, None),
        (5, float("nan"), None),
    ],
)
def test_a_percentage_of_nothing_does_not_exist(
    part: float, whole: float, share: float | None
) -> None:
    assert percent_of(part, whole) == share
