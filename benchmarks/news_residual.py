"""The pieces of a moved projection against the change, on every real series and month.

    python benchmarks/news_residual.py [--years 2012 2026] [--territories CODE ...]

For every series of the repository that is no demonstration, and every month of every year: the
projection of the report before and of this one, each with what was known on the day its month was
first printed, and the change split into its pieces. Prints, for each series, how many changes were
split, the largest one, and the largest difference between the pieces' sum and the change.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd

from hbanalysis.analysis.yearend.news import PIECES, projection_news
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import DEMO

HOME = Path(__file__).resolve().parents[1]


def real_series(office: Workspace) -> pd.DataFrame:
    """The observations that are no demonstration, of indicators that add up."""
    flows = office.indicators.loc[office.indicators["measure"] == "flow", "indicator"]
    rows = office.observations
    real = (rows["status"] != DEMO) & rows["indicator"].isin(set(flows))
    return rows[real & (rows["published"] != "")]


def days(rows: pd.DataFrame) -> pd.Series:
    """The day on which each month of a territory was first printed, by month."""
    return rows.groupby(rows["period"].astype(str))["published"].apply(lambda day: day.min())


def splits(
    office: Workspace, territory: str, rows: pd.DataFrame, years: range
) -> Iterator[pd.DataFrame]:
    """The news of every two neighbouring months that were printed, in the years asked for."""
    printed = days(rows)
    for year in years:
        months = [month for month in printed.index if month.startswith(str(year))]
        for before, now in pairwise(months):
            when = [Period(year, 1, int(month[5:7])) for month in (before, now)]
            known = [workspace(office.root, str(printed[month])) for month in (before, now)]
            if known[0].as_of > known[1].as_of:
                continue
            codes = sorted(set(rows["indicator"].astype(str)))
            try:
                yield projection_news(*known, (when[0], when[1]), territory, indicators=codes)
            except HbaError:  # a territory that did not exist then
                continue


def residuals(news: pd.DataFrame) -> pd.Series:
    """By how much the pieces miss the change, and the change the two projections."""
    pieces = (news[list(PIECES)].sum(axis=1) - news["change"]).abs()
    ends = (news["before"] + news["change"] - news["now"]).abs()
    return pd.concat([pieces, ends], axis=1).max(axis=1)


def main(argv: list[str] | None = None) -> None:
    """Split everything and print a line for each series."""
    ask = argparse.ArgumentParser(description="residual of the news decomposition, real series")
    ask.add_argument("--years", type=int, nargs=2, default=(2012, 2026))
    ask.add_argument("--territories", nargs="*")
    asked = ask.parse_args(argv)
    office = workspace(HOME)
    rows = real_series(office)
    total, worst = 0, 0.0
    for territory, own in rows.groupby(rows["territory"].astype(str)):
        if asked.territories and territory not in asked.territories:
            continue
        found = list(splits(office, str(territory), own, range(asked.years[0], asked.years[1] + 1)))
        news = pd.concat(found) if found else pd.DataFrame()
        for code, some in news.groupby(level=0) if len(news) else ():
            off = float(residuals(some).max())
            total, worst = total + len(some), max(worst, off)
            moved = some["change"].abs().max()
            print(
                f"{territory} {code}: {len(some)}, at most {moved:,.1f}, off {off:.1e}", flush=True
            )
    print(f"{total} changes, off by at most {worst:.1e}")


if __name__ == "__main__":
    main()
