"""What the old territories of a new one had in a period, and what of it the bridge refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import bridge_parts
from hbanalysis.analysis.history.links import comparable_from, leaves, staged, tops
from hbanalysis.analysis.history.year_months import DECIMALS
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

NO_LINK, NO_KIND, NO_COUNTS = "no link declared", "kind has no bridge", "no counts"
ANY_QUOTIENT = "divided ratio"
SILENT, NOTHING, OTHER_MONTHS = "an old territory is silent", "nothing reported", "other months"
COLUMNS = [
    *("territory", "indicator", "name_vi", "name_en", "unit", "unit_en", "measure", "decimals"),
    *("low", "high", "actual", "revision", "known", "silent", "broken", "refused", "demo"),
]


@dataclass(frozen=True)
class _Side:
    """What one link can have brought to one indicator."""

    old: str
    low: float
    high: float
    through: int
    broken: bool
    demo: bool


def bridge_report(workspace: Workspace, period: Period | str, territory: str) -> pd.DataFrame:
    """Each indicator of a new territory's old ones, read over the bridge.

    Parameters
    ----------
    workspace
        The office's tables as they were known on a day.
    period
        The reporting period of the old territories' figures.
    territory
        Code or name of the new territory.

    Returns
    -------
    DataFrame
        ``low, high`` (indicator's unit; equal when all old territories went whole), ``actual``
        (what the new territory itself reports), ``revision`` (``actual`` less an exact bridge),
        ``known`` and ``silent`` (old territories with and without a figure), ``broken`` (old
        territories with a declared break since), ``refused`` (why there is no reading of the
        whole; empty when there is). Where an old one is silent, ``low`` and ``high`` are of the
        known ones alone.

    Raises
    ------
    HbaError
        For a period or a territory that there is not.

    """
    period, territory = Period.of(period), workspace.territory(territory)
    links = _stage(workspace, period, territory)
    if links.empty:
        return pd.DataFrame(columns=COLUMNS)
    old = assess(workspace, period, links["old"].tolist())
    own = assess(workspace, period, [territory])
    reported = {row.indicator: row for row in records(own)}
    by_pair = {(row.territory, row.indicator): row for row in records(old)}
    lines = pd.concat([own, old]).drop_duplicates("indicator")
    rows = [
        _row(workspace, line, links, by_pair, reported.get(line.indicator), territory)
        for line in records(lines)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _stage(workspace: Workspace, period: Period, territory: str) -> pd.DataFrame:
    """The links of a territory as it was made up at a period's end, or until its own beginning."""
    direct = workspace.crosswalk.rename(columns={"from": "old"})
    links = staged(direct, workspace.territories, [territory])
    links = links[links["date"] > f"{period.year}-01-01"]
    month = str(period.end)[:7]
    then = links[(links["since"].str[:7] <= month) & (links["date"].str[:7] > month)]
    return links[links["date"] == links["date"].max()] if then.empty else then


def _row(
    workspace: Workspace,
    line: Any,
    links: pd.DataFrame,
    by_pair: dict[tuple[str, str], Any],
    own: Any,
    territory: str,
) -> dict[str, Any]:
    """One indicator."""
    base = {name: getattr(line, name) for name in COLUMNS[1:8]} | {"territory": territory}
    actual = own.actual if own is not None and _reported(workspace, own) else np.nan
    nothing = {"low": np.nan, "high": np.nan, "actual": actual, "revision": np.nan}
    nothing |= {"known": (), "silent": (), "broken": (), "demo": False}
    parts = bridge_parts(line.measure, line.unit)
    if not parts:
        return base | nothing | {"refused": NO_KIND}
    chosen = leaves(links, workspace.territories)
    if not any((link.old, line.indicator) in by_pair for link in records(chosen)):
        chosen = tops(links, workspace.territories)
    sides, silent = _sides(workspace, line, chosen, by_pair, parts)
    if not sides:
        return base | nothing | {"refused": NO_COUNTS if parts != ("value",) else NOTHING}
    low, high = _total(sides, parts)
    open_ratio = ANY_QUOTIENT if is_missing(low) else ""
    exact = not silent and low == high
    revision = actual - low if exact and not is_missing(actual) else np.nan
    months = {side.through for side in sides}
    return base | {
        "low": low,
        "high": high,
        "actual": actual,
        "revision": round(revision, DECIMALS),
        "known": tuple(dict.fromkeys(side.old for side in sides)),
        "silent": tuple(silent),
        "broken": tuple(dict.fromkeys(side.old for side in sides if side.broken)),
        "demo": any(side.demo for side in sides),
        "refused": open_ratio or (SILENT if silent else OTHER_MONTHS if len(months) > 1 else ""),
    }


def _reported(workspace: Workspace, own: Any) -> bool:
    """Whether a territory's figure is its own, not the sum of those it took over."""
    told = workspace.known_figures
    here = (told["territory"] == own.territory) & (told["indicator"] == own.indicator)
    return bool((told.loc[here, "period"] == f"{own.period[:4]}-{int(own.through):02d}").any())


def _sides(
    workspace: Workspace,
    line: Any,
    links: pd.DataFrame,
    by_pair: dict[tuple[str, str], Any],
    parts: tuple[str, ...],
) -> tuple[list[_Side], list[str]]:
    """What each link can have brought, part by part, and the old territories without a figure."""
    sides: list[_Side] = []
    silent = []
    for link in records(links):
        row: Any = by_pair.get((link.old, line.indicator))
        values = [_value(row, part) for part in parts]
        if any(is_missing(value) for value in values):
            silent.append(link.old)
            continue
        since = comparable_from(workspace.events, link, line.indicator)
        broken = bool(since) and since > f"{row.period[:4]}-01"
        for value in values:
            low, high = sorted((value * link.share_low, value * link.share_high))
            sides.append(_Side(link.old, low, high, int(row.through), broken, bool(row.demo)))
    return sides, silent


def _value(row: Any, part: str) -> float:
    """A value, or a count of a ratio, of an old territory; NaN when it has none."""
    if row is None:
        return np.nan
    return float(row.actual if part == "value" else getattr(row, part))


def _total(sides: list[_Side], parts: tuple[str, ...]) -> tuple[float, float]:
    """The sum of what came together; of a ratio the least and the most of its quotient."""
    if parts == ("value",):
        low, high = sum(side.low for side in sides), sum(side.high for side in sides)
        return round(low, DECIMALS), round(high, DECIMALS)
    top, bottom = sides[::2], sides[1::2]
    tops_of = sum(side.low for side in top), sum(side.high for side in top)
    bottoms = sum(side.low for side in bottom), sum(side.high for side in bottom)
    if bottoms[0] <= 0:  # a divided denominator may be nothing: any quotient is possible
        return np.nan, np.nan
    return 100 * tops_of[0] / bottoms[1], 100 * tops_of[1] / bottoms[0]
