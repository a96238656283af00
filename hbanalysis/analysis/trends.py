"""How an indicator has moved over the years: months, rolling year, like-for-like growth, underlying trend."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.analysis.pace import break_days, first_comparable_year
from hbanalysis.analysis.series import grid
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.errors import WrongUsage, nearest
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Measure

FEWEST_STL_MONTHS, FEWEST_MONTHS = 36, 12


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
    """Months of one series: ``period, value, rolling_year, growth_pct, trend, part, demo`` up to ``until``.

    ``rolling_year`` is the sum of the last twelve months (NaN across a gap or a declared break), ``part`` counts the
    breaks before the month. Growth across a declared break is NaN.
    """
    values = monthly_values(observations, territory, indicator, until)
    last_day = pd.Period(until, freq="M").end_time.date().isoformat()
    breaks = break_days(events, territory, indicator, last_day)
    part = np.array([sum(day[:7] <= str(month) for day in breaks) for month in values.index], dtype=int)
    rolling = values.groupby(part).transform(lambda run: run.rolling(12).sum()) if len(values) else values
    table = pd.DataFrame({
        "value": values, "rolling_year": rolling.round(6), "growth_pct": growth(values), "trend": underlying(values),
        "part": part,
    })
    since = first_comparable_year(events, territory, indicator, last_day)
    table.loc[pd.PeriodIndex(table.index).year <= since, "growth_pct"] = np.nan  # no growth across a declared break
    chosen = observations[(observations["territory"] == territory) & (observations["indicator"] == indicator)]
    table["demo"] = bool((chosen["source"] == DEMO).any())
    return table.rename_axis("period").reset_index()


def trends(workspace: Workspace, table: pd.DataFrame, codes: str = "") -> list[tuple[pd.Series, pd.DataFrame]]:
    """For each code (``"3, 8, 4b"``) that the report's ``table`` has: its row and its :func:`trend_table`.

    Without codes, every amount with at least a year of months. A code that no list knows is WrongUsage.
    """
    known, found = workspace.indicators["indicator"].tolist(), []
    asked = [part.strip() for part in codes.split(",") if part.strip()]
    for code in asked:
        if code not in known:
            raise WrongUsage("There is no indicator {found!r}; the nearest is {near!r}.", found=code,
                             near=nearest(code, known) or known[0])
    rows = list(records(table))
    chosen = [row for code in asked for row in rows if row["indicator"] == code] if asked else [
        row for row in rows if row["measure"] == Measure.FLOW]
    for row in chosen:
        period = Period.parse(row["period"])
        months = trend_table(workspace.observations_at(period), workspace.events, row["territory"], row["indicator"],
                             period.cut_off)
        if asked or months["value"].notna().sum() >= FEWEST_MONTHS:
            found.append((row, months))
    return found
