"""Signal against noise: rules on a known path, limits that a past shock does not widen.

Laws for any path.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hbanalysis.analysis.trend.signals import LONG_RUN, NEAR, OUTSIDE, rules, signals

CENTRE, WIDTH = 10.0, 6.0


def growth(values: list[float], first: str = "2022-01") -> pd.Series:
    return pd.Series(
        values, index=pd.period_range(first, periods=len(values), freq="M"), dtype=float
    )


@pytest.mark.parametrize(
    ("path", "last"),
    [
        ([10, 16.1], OUTSIDE),
        ([10, 3.9], OUTSIDE),
        ([10, 16.0], ""),
        ([10, 14.1, 10, 14.1], NEAR),
        ([10, 14.1, 10, 5.9], ""),
        ([14.1, 10, 10, 14.1], ""),
        ([11] * 8, LONG_RUN),
        ([11] * 7, ""),
        ([11] * 4 + [10] + [11] * 4, ""),
        ([10] * 9, ""),
    ],
)
def test_each_rule_and_the_path_just_short_of_it(path: list[float], last: str) -> None:
    assert rules(np.array(path, dtype=float), CENTRE, WIDTH)[-1] == last


def test_the_limits_come_from_earlier_years_by_medians() -> None:
    """Two years around 10 with steps of 2, one shock of 90 in them.

    Limits stay 10 to 12 ± 3.145 × 2.
    """
    past = [10.0, 12.0] * 12
    past[8] = 90.0
    table = signals(growth([*past, 11.0, 11.0, 40.0]))
    assert table["centre"].iloc[-1] in (10.0, 12.0)
    assert table["high"].iloc[-1] - table["centre"].iloc[-1] == pytest.approx(3.145 * 2)
    assert table["signal"].tolist()[-1] == OUTSIDE
    assert table["signal"].tolist()[8] == OUTSIDE


def test_january_is_no_point_of_its_own() -> None:
    table = signals(growth([10.0, 12.0] * 12 + [99.0, 11.0]))
    assert table["signal"].tolist()[-2:] == ["", ""]


@pytest.mark.parametrize("values", [[], [5.0], [5.0] * 40, [1.0, 2.0] * 6, [float("nan")] * 30])
def test_too_short_or_never_moving_has_no_limits_and_no_signals(values: list[float]) -> None:
    table = signals(growth(values))
    assert table["low"].isna().all()
    assert (table["signal"] == "").all()


@given(st.lists(st.floats(-80, 400), min_size=26, max_size=60), st.floats(0.1, 50))
def test_the_unit_does_not_matter_and_limits_enclose_the_centre(
    values: list[float], scale: float
) -> None:
    rounded = [round(value, 1) for value in values]
    one, other = signals(growth(rounded)), signals(growth([value * 4 for value in rounded]))
    if one["low"].notna().any():
        assert one["low"].iloc[-1] < one["centre"].iloc[-1] < one["high"].iloc[-1]
        assert one["signal"].tolist() == other["signal"].tolist()
