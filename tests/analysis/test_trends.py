"""How a series has moved: Tết months together, gaps left open, no growth across a break."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.trend.trend_tables import decomposed, trend_table, trends
from hbanalysis.intake.load import workspace
from hbanalysis.presentation.sentences import trend_sentence
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
HEAD = "indicator | period | value | territory\n"


def series(root: Path, until: str) -> pd.DataFrame:
    """The trend table of budget revenue, by month."""
    opened = workspace(root)
    table = trend_table(opened.known_figures, opened.events, "quan", "thu", until)
    return table.set_index(table["period"].astype(str))


def years(*rows: list[float | str], first: int = 2022) -> str:
    return HEAD + "\n".join(months("thu", first + n, row) for n, row in enumerate(rows))


def test_january_and_february_carry_one_growth(office: Office) -> None:
    """Tết in January 2023 and in February 2024: alone the two months would say −50 % and +100 %."""
    table = series(
        office(observations=years([200, 100, 100], [100, 210, 110], first=2023)), "2024-03"
    )
    growth = table["growth_pct"].round(6).to_dict()
    assert (growth["2024-01"], growth["2024-02"], growth["2024-03"]) == (3.333333, 3.333333, 10.0)


def test_the_decomposition_brings_nothing_along_and_keeps_what_stands_beside_it() -> None:
    code = (
        "import sys, numpy as np\n"
        "from hbanalysis.analysis.trend.seasonal import STL\n"
        "print('scipy.stats' in sys.modules, 'scipy.signal' in sys.modules)\n"
        "import statsmodels.tsa.seasonal as seasonal\n"
        "values = np.arange(48.0) + np.tile(np.arange(12.0), 4)\n"
        "print(seasonal.STL is STL, round(seasonal.seasonal_decompose(values, period=12).trend[6], 6))\n"
        "print(seasonal.MSTL(values, periods=12).fit().trend.shape)\n"
        "from statsmodels.tsa.filters.filtertools import recursive_filter\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False", "True 11.5", "(48,)"]


def test_january_alone_has_no_growth_yet(office: Office) -> None:
    table = series(office(observations=years([100] * 12, [110], first=2023)), "2024-01")
    assert np.isnan(table.loc["2024-01", "growth_pct"])


def test_a_gap_stays_open(office: Office) -> None:
    table = series(office(observations=years([100] * 12, [100, 100, "-", *[100] * 9])), "2023-12")
    assert np.isnan(table.loc["2023-03", "value"])
    assert np.isnan(table.loc["2023-03", "growth_pct"])
    assert table.loc["2023-03":"2023-12", "rolling_year"].isna().all()
    assert table.loc["2023-02", "rolling_year"] == 1200


def test_zero_is_no_gap(office: Office) -> None:
    table = series(office(observations=years([100] * 12, [100, 100, 0])), "2023-03")
    assert (table.loc["2023-03", "value"], table.loc["2023-03", "growth_pct"]) == (0, -100)
    assert table.loc["2023-03", "rolling_year"] == 1100


@pytest.mark.parametrize(("until", "last"), [("2023-02", "2023-02"), ("2023-12", "2023-07")])
def test_the_series_begins_with_its_first_figure_and_ends_with_its_last_by_the_cut_off(
    office: Office, until: str, last: str
) -> None:
    table = series(office(observations=years(["-", "-", 5, 6], [7] * 7)), until)
    assert (table.index[0], table.index[-1]) == ("2022-03", last)


@pytest.mark.parametrize(
    ("months_known", "said"),
    [
        (9, "X: 1,320.0 tỷ đồng over the last twelve months, up 10.9% on the twelve before."),
        (
            7,
            "X: 1,280.0 tỷ đồng over the twelve months to July 2024, up 7.6% on the twelve before.",
        ),
    ],
)
def test_the_sentence_names_the_month_where_the_figures_end_early(
    office: Office, months_known: int, said: str
) -> None:
    root = office(
        observations=years([100] * 12, [90, *[100] * 11], [*[100] * 3, *[120] * (months_known - 3)])
    )
    opened = workspace(root)
    (row, table), *_ = trends(opened, assess(opened, Period.parse("2024-Q3"), ["quan"]), "thu")
    assert trend_sentence(table, dict(row) | {"name_en": "X"}, Language("en")) == said


def test_the_trend_is_drawn_over_the_last_run_without_a_gap(office: Office) -> None:
    seasonal = [100 + 10 * np.sin(month) for month in range(12)]
    rows = [[*seasonal[:5], "-", *seasonal[6:]], *[seasonal] * 4]
    table = series(office(observations=years(*rows, first=2020)), "2024-12")
    assert table.loc[:"2020-06", "trend"].isna().all()
    assert table.loc["2020-07":, "trend"].notna().all()
    assert table.loc["2022-06", "trend"] == pytest.approx(100, rel=0.03)


@pytest.mark.parametrize(
    ("values", "known"),
    [
        ([100.0] * 36, 36),
        ([100.0] * 35, 0),
        ([100.0] * 40 + [0.0] + [100.0] * 12, 0),
        ([float("nan")] + [100.0] * 36, 36),
        ([100.0] * 36 + [float("nan")], 0),
    ],
)
def test_a_short_or_broken_run_has_no_trend(values: list[float], known: int) -> None:
    index = pd.period_range("2020-01", periods=len(values), freq="M")
    assert decomposed(pd.Series(values, index=index))["trend"].notna().sum() == known


BROKEN = {"events": "date | kind | territory\n2023-01-01 | break | quan"}


def test_across_a_declared_break_there_is_no_growth(office: Office) -> None:
    table = series(
        office(observations=years([100] * 12, [300] * 12, [330] * 12), **BROKEN), "2024-12"
    )
    assert table.loc["2023-01":"2023-12", "growth_pct"].isna().all()
    assert table.loc["2024-06", "growth_pct"] == pytest.approx(10)


def test_no_sentence_compares_twelve_months_across_a_declared_break(office: Office) -> None:
    """The last twelve months lie after the break, the twelve before them before it.

    Two different districts.
    """
    opened = workspace(office(observations=years([100] * 12, [300] * 12), **BROKEN))
    (row,) = [
        r
        for _, r in assess(opened, Period.parse("2023-12"), ["quan"]).iterrows()
        if r["indicator"] == "thu"
    ]
    table = trend_table(opened.known_figures, opened.events, "quan", "thu", "2023-12")
    told = trend_sentence(table, row, Language("en"))
    assert " up " not in told
    assert "200.0%" not in told


def test_a_code_nobody_knows_is_wrong_usage_and_a_known_one_without_figures_is_passed_over(
    office: Office,
) -> None:
    opened = workspace(office())
    table = assess(opened, Period.parse("2024-Q1"), ["quan"])
    with pytest.raises(WrongUsage, match="thu"):
        trends(opened, table, "thuu")
    assert [row["indicator"] for row, _ in trends(opened, table, "chi, von, thu")] == ["chi", "thu"]


def test_a_series_without_a_single_figure_is_an_empty_table(office: Office) -> None:
    opened = workspace(office())
    assert trend_table(opened.observations, opened.events, "quan", "von", "2024-03").empty
