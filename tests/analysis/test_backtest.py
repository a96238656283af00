"""The past replayed as it was known then: figures published later are not there yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.backtest import replay, scores
from hbanalysis.intake.load import workspace
from tests.tables import month_after, months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"


def four_years(scale: float = 100) -> str:
    return HEAD + "\n".join(
        months("thu", year, [scale * 1.1 ** (year - 2021)] * 12) for year in range(2021, 2025)
    )


def cases(root: Path) -> pd.DataFrame:
    return replay(workspace(root), ["quan"], ["thu"]).set_index(["year", "months", "method"])


def test_every_complete_year_with_one_before_it_is_replayed_at_three_six_and_nine_months(
    office: Office,
) -> None:
    found = cases(
        office(observations=four_years(), targets="indicator | value | comparator\nthu | 1600 | >=")
    )
    years = found.reset_index()
    assert sorted(set(zip(years["year"], years["months"], strict=True))) == [
        (year, month) for year in (2022, 2023, 2024) for month in (3, 6, 9)
    ]
    assert found.loc[(2024, 6, backtest.RUN_RATE), "point"] == pytest.approx(1597.2)
    assert found.loc[(2024, 6, backtest.LAST_GROWTH), "point"] == pytest.approx(1597.2)
    assert found.loc[(2024, 6, backtest.PLAN), "point"] == 1600
    assert (2023, 6, backtest.PLAN) not in found.index
    assert found.loc[(2024, 6, "pooled monthly model"), "known"] == "2024-07-06"


def test_a_figure_published_after_the_day_is_not_known_then(office: Office) -> None:
    head = "indicator | period | value | territory | published\n"
    dated = [
        f"{line} | {month_after(line.split(' | ')[1])}" for line in four_years().splitlines()[1:]
    ]
    late = "thu | 2024-02 | 500 | quan | 2024-12-20"
    revised = cases(office(observations=head + "\n".join([*dated, late])))
    plain = cases(office(observations=head + "\n".join(dated)))
    key = (2024, 6, "pooled monthly model")
    assert revised.loc[key, "point"] == pytest.approx(plain.loc[key, "point"])
    assert revised.loc[key, "total"] > plain.loc[key, "total"]


def test_a_year_with_a_declared_break_is_left_out(office: Office) -> None:
    found = cases(
        office(
            observations=four_years(), events="date | kind | territory\n2023-06-01 | break | quan"
        )
    )
    assert set(found.index.get_level_values("year")) == {2022}


def test_scores_are_errors_in_percent_of_the_year_and_coverage_of_the_bands() -> None:
    table = pd.DataFrame(
        {
            "territory": "quan",
            "indicator": "thu",
            "months": 6,
            "method": "m",
            "point": [90.0, 120.0],
            "total": 100.0,
            "lo80": [80.0, 110.0],
            "hi80": [110.0, 130.0],
            "lo95": [70.0, 90.0],
            "hi95": [120.0, 140.0],
            "demo": False,
        }
    )
    (row,) = scores(table).to_dict("records")
    assert (row["cases"], row["mean_miss_pct"], row["bias_pct"]) == (
        2,
        pytest.approx(15),
        pytest.approx(5),
    )
    assert (row["within80"], row["within95"]) == (50, 100)
