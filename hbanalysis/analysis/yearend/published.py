"""What published reports said of the year's end, and how it came out: scored as published.

The record is :mod:`hbanalysis.intake.store.said`; nothing is replayed here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import observed
from hbanalysis.analysis.history.stretches import grid_with_past
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.store.said import said
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator

NUMBERS = ("point", "lo80", "hi80", "lo95", "hi95", "chance", "target")
WORDS = ("indicator", "unit", "comparator", "outlook", "method")
DIGITS = 10
COLUMNS = (
    *("indicator", "name_vi", "name_en", "unit", "unit_en", "measure", "decimals"),
    *("report", "as_of", "made", "outlook", *NUMBERS, "total", "miss_pct"),
    *("inside80", "inside95", "met", "in_time", "demo"),
)


def content_of(projected: pd.DataFrame, period: Period, territory: str, as_of: str) -> Any:
    """What a report says of the year's end, as the record keeps it; None where it says nothing.

    Projections and outlooks; a closed year says nothing.
    """
    rows = [
        {name: "" if is_missing(row[name]) else str(row[name]) for name in WORDS}
        | {name: _kept(row[name]) for name in NUMBERS}
        | {"months": int(row["months_observed"]), "demo": bool(row["demo"])}
        for row in records(projected)
        if not row["closed"] and (_projected(row) or not is_missing(row["outlook"]))
    ]
    if not rows:
        return None
    return {"territory": territory, "period": str(period), "as_of": as_of, "rows": rows}


def _projected(row: Any) -> bool:
    return row["projection_reason"] == "" and not is_missing(row["point"])


def _kept(value: Any) -> float | None:
    """A number as it is kept: ten digits, so that the same report is the same everywhere."""
    if is_missing(value) or not math.isfinite(value):
        return None
    return float(f"{float(value):.{DIGITS}g}")


def last_said(office: Workspace, territory: str, period: Period) -> dict[str, Any] | None:
    """The last entry of a period's report that was published within its year; None without one."""
    own = [
        one
        for one in said(office.root, territory).entries
        if one["period"] == str(period) and in_time(one)
    ]
    return own[-1] if own else None


def in_time(entry: dict[str, Any]) -> bool:
    """Whether a report was made before its year was over: one made later is no test."""
    return bool(entry["made"][:10] <= f"{entry['period'][:4]}-12-31")


def published_projections(office: Workspace, territory: str, period: Period) -> pd.DataFrame:
    """Every published projection of a year that is over by the period, beside how the year ended.

    One row for each indicator of each published report: ``report`` (its period), ``made`` (the
    day), what it said (amounts in the indicator's unit, ``chance`` 0-1), ``total``, ``miss_pct`` in
    percent of it, ``inside80, inside95``, ``met`` (1 and 0, NaN where no plan tells), ``in_time``
    (made before the year was over: a report made later is no test).
    """
    last = period.year if period.last == 12 else period.year - 1
    entries = [
        one
        for one in said(office.root, territory).entries
        if Period.parse(one["period"]).year <= last
    ]
    names = office.indicators.drop_duplicates("indicator").set_index("indicator")
    totals = _totals(office, territory, {Period.parse(one["period"]).year for one in entries})
    rows = []
    for one in entries:
        year = Period.parse(one["period"]).year
        for row in one["rows"]:
            total = totals.get((str(row["indicator"]), year), np.nan)
            known = row["point"] is not None and np.isfinite(total)
            if known and row["indicator"] in names.index:
                rows.append(_scored(one, row, total, names.loc[row["indicator"]]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _totals(office: Workspace, territory: str, years: set[int]) -> dict[tuple[str, int], float]:
    """The year-ends that are known, by indicator and year."""
    if not years:
        return {}
    cells = grid_with_past(observed(office, territory), max(years))
    return {
        (str(indicator), int(year)): float(cells.year_to_date[row, 11])
        for row, (place, indicator, year) in enumerate(cells.index)
        if place == territory and int(year) in years
    }


def _scored(one: dict[str, Any], row: dict[str, Any], total: float, name: Any) -> dict[str, Any]:
    """One published projection beside the year's end."""
    said_then = {key: np.nan if row[key] is None else float(row[key]) for key in NUMBERS}
    facts = {key: name[key] for key in COLUMNS[1:7]}
    return {
        "indicator": str(row["indicator"]),
        **facts,
        **said_then,
        "report": one["period"],
        "as_of": one["as_of"],
        "made": one["made"][:10],
        "outlook": row["outlook"],
        "total": total,
        "miss_pct": 100 * (said_then["point"] / total - 1) if total else np.nan,
        "inside80": bool(said_then["lo80"] <= total <= said_then["hi80"]),
        "inside95": bool(said_then["lo95"] <= total <= said_then["hi95"]),
        "met": _met(total, said_then["target"], row["comparator"]),
        "in_time": in_time(one),
        "demo": bool(row["demo"]),
    }


def _met(total: float, target: float, comparator: str) -> float:
    if not np.isfinite(target) or comparator == Comparator.EXACTLY:
        return np.nan
    return float(total <= target if comparator == Comparator.AT_MOST else total >= target)
