"""How far a projection of this territory can be trusted, by its own past and by the benchmarks.

The measured figures stand in ``evidence.json``, taken from docs/method.md and docs/pace.md by
``scripts/keep_evidence.py`` whenever a benchmark rewrites those pages; nothing is typed here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.analysis.yearend.backtest import METHODS, MONTHS, replay, scores
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.periods import Period

STORE = Path(__file__).resolve().parents[2] / "data" / "evidence.json"
SAID = {80: 0.80, 95: 0.95}
DOUBTFUL = 0.05
"""A band is called too narrow when so many misses, or more.

Would be rarer than this if it were right.
"""


@dataclass(frozen=True)
class Record:
    """The replayed past of one territory for a period.

    ``cases`` are those of :func:`~hbanalysis.analysis.yearend.backtest.replay`.
    """

    cases: pd.DataFrame
    period: Period
    indicators: pd.DataFrame

    @property
    def months(self) -> int:
        """The replayed number of months nearest to the report's, from below where there is one."""
        return max((seen for seen in MONTHS if seen <= self.period.last), default=min(MONTHS))

    @property
    def demo(self) -> bool:
        """Whether synthetic figures stand behind it."""
        return bool(self.cases["demo"].any())

    def at(self, months: int, method: str = projection.METHOD) -> pd.DataFrame:
        """The cases of one method after so many months."""
        return self.cases[(self.cases["months"] == months) & (self.cases["method"] == method)]


def past_record(workspace: Workspace, period: Period, territory: str) -> Record:
    """The territory's monthly flows replayed over the years ended by the period's cut-off."""
    cases = replay(workspace, [workspace.territory(territory)], [])
    last = period.year if period.last == 12 else period.year - 1
    return Record(cases[cases["year"] <= last].reset_index(drop=True), period, workspace.indicators)


def misses(record: Record, by: list[str] | None = None) -> pd.DataFrame:
    """Errors and coverage by months seen and method, in the order of months and methods."""
    scored = scores(record.cases, by or ["months", "method"])
    order = scored["method"].map({method: rank for rank, method in enumerate(METHODS)})
    keys = [name for name in by or ["months"] if name != "method"]
    return (
        scored.assign(_order=order)
        .sort_values([*keys, "_order"], kind="stable")
        .drop(columns="_order")
        .reset_index(drop=True)
    )


_RATES = ("mean_miss_pct", "median_miss_pct", "bias_pct", "within80", "within95")


def record_by_indicator(record: Record) -> pd.DataFrame:
    """One row for each replayed indicator, after the number of months nearest to the report's.

    Columns ``indicator, months`` and those of :func:`~hbanalysis.analysis.yearend.backtest.scores`:
    ``cases`` (replayed years), ``mean_miss_pct, median_miss_pct, bias_pct`` (in percent of the
    year's end), ``within80, within95`` (percent of year-ends inside the intervals) and ``demo``.
    """
    found = scores(record.at(record.months), ["indicator"]).assign(months=record.months)
    return found.astype(dict.fromkeys(_RATES, "float64"))  # numbers also when nothing was replayed


def bands(record: Record) -> pd.DataFrame:
    """How many year-ends lay inside the bands.

    The columns are ``months, method, cases, inside80, inside95, so_few80, so_few95``. ``so_few`` is
    how likely so few or fewer would be if the band were right and the years independent.
    """
    from scipy.special import bdtr

    cases = record.cases[record.cases["lo80"].notna()]
    hit = {
        f"inside{band}": cases["total"].between(cases[f"lo{band}"], cases[f"hi{band}"])
        for band in SAID
    }
    counts = (
        cases.assign(**hit)
        .groupby(["months", "method"])
        .agg(
            cases=("total", "size"),
            inside80=("inside80", "sum"),
            inside95=("inside95", "sum"),
            demo=("demo", "any"),
        )
        .reset_index()
    )
    for band, said in SAID.items():
        counts[f"so_few{band}"] = [
            float(bdtr(inside, n, said))
            for inside, n in zip(counts[f"inside{band}"], counts["cases"], strict=True)
        ]
    order = counts["method"].map({method: rank for rank, method in enumerate(METHODS)})
    return (
        counts.assign(_order=order)
        .sort_values(["months", "_order"])
        .drop(columns="_order")
        .reset_index(drop=True)
    )


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(STORE.read_text(encoding="utf-8"))
    return stored


def benchmark() -> pd.DataFrame:
    """What the year-end benchmark measured, for each panel and method as in docs/method.md."""
    return pd.DataFrame(_stored()["projection"])


def pace_calls() -> pd.DataFrame:
    """How often each pace method called wrongly on the public series, as docs/pace.md prints it."""
    return pd.DataFrame(_stored()["pace"])
