"""How an indicator has moved over the years: months, rolling year, like-for-like growth, underlying trend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.analysis.pace import first_comparable_year
from hbanalysis.analysis.series import grid
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import WrongUsage, nearest
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO

FEWEST_STL_MONTHS = 36


def monthly_values(observations: pd.DataFrame, territory: str, indicator: str, until: str) -> pd.Series:
    """Months of one series up to ``until`` (``YYYY-MM``) on a gapless monthly PeriodIndex; NaN where none reported."""
    chosen = observations[(observations["territory"] == territory) & (observations["indicator"] == indicator)
                          & (observations["period"] <= until)]
    if chosen.empty:
        return pd.Series(dtype=float, index=pd.PeriodIndex([], freq="M"), name="value")
    cells = grid(chosen)
    years = cells.index.get_level_values("year")
    index = pd.PeriodIndex([f"{year}-{month:02d}" for year in years for month in range(1, 13)], freq="M")
    values = pd.Series(cells.monthly.reshape(-1), index=index, name="value")
    gapless = pd.period_range(index[0], until, freq="M")
    values = values.reindex(gapless)
    return values.loc[values.first_valid_index():] if values.notna().any() else values.iloc[:0]


def growth(values: pd.Series) -> pd.Series:
    """Each month against the same month last year, in percent; January and February are taken together.

    Tết moves between the two, so a single one of them compares unlike months; both carry the joint figure.
    """
    months = pd.PeriodIndex(values.index)
    first_two = values[months.month <= 2]
    both = first_two.groupby(pd.PeriodIndex(first_two.index).year).transform(lambda pair: pair.sum(min_count=2))
    joined = values.copy()
    joined[first_two.index] = both
    before = joined.shift(12)
    return (100 * (joined / before.where(before > 0) - 1)).rename("growth_pct")


def underlying(values: pd.Series) -> pd.Series:
    """The trend of a multiplicative seasonal decomposition (STL on logs) over the last run of months without a gap.

    NaN elsewhere, and everywhere when that run is short or has values that are not positive.
    """
    usable = values.gt(0).to_numpy()
    run = values.iloc[len(usable) - int(np.argmin(usable[::-1])):] if not usable.all() else values
    if len(run) < FEWEST_STL_MONTHS:
        return pd.Series(np.nan, index=values.index, name="trend")
    from statsmodels.tsa.seasonal import STL

    found = STL(np.log(run.to_numpy(dtype=float)), period=12, robust=True).fit()
    return pd.Series(np.exp(found.trend), index=run.index, name="trend").reindex(values.index)


def trend_table(observations: pd.DataFrame, events: pd.DataFrame, territory: str, indicator: str,
                until: str) -> pd.DataFrame:
    """Months of one series: ``period, value, rolling_year, growth_pct, trend, demo`` up to ``until``.

    ``rolling_year`` is the sum of the last twelve months (NaN across a gap). Growth across a declared break is NaN.
    """
    values = monthly_values(observations, territory, indicator, until)
    table = pd.DataFrame({
        "value": values, "rolling_year": values.rolling(12).sum().round(6), "growth_pct": growth(values),
        "trend": underlying(values),
    })
    since = first_comparable_year(events, territory, indicator, f"{until}-28")
    table.loc[pd.PeriodIndex(table.index).year <= since, "growth_pct"] = np.nan  # no growth across a declared break
    chosen = observations[(observations["territory"] == territory) & (observations["indicator"] == indicator)]
    table["demo"] = bool((chosen["source"] == DEMO).any())
    return table.rename_axis("period").reset_index()


def trends(workspace: Workspace, table: pd.DataFrame, codes: str) -> list[tuple[pd.Series, pd.DataFrame]]:
    """For each code (``"3, 8, 4b"``) that the report's ``table`` has: its row and its :func:`trend_table`.

    Codes that no list knows are WrongUsage; codes without a row in this report are passed over.
    """
    known, found = workspace.indicators["indicator"].tolist(), []
    for code in (part.strip() for part in codes.split(",") if part.strip()):
        if code not in known:
            raise WrongUsage("There is no indicator {found!r}; the nearest is {near!r}.", found=code,
                             near=nearest(code, known) or known[0])
        for row in records(table[table["indicator"] == code]):
            period = Period.parse(row["period"])
            observations = workspace.observations_at(period)
            months = trend_table(observations, workspace.events, row["territory"], code, period.cut_off)
            found.append((row, months))
    return found
