"""Targets of a term (2026-2030): a sum, an average per year, a level at its end.

Such a target stands in ``targets.csv`` once, with the term's first year (``first_year``) and its
last (``year``). Its figures are its own or, where it has none, those of its ``parent``. A year's
growth to date is never averaged: only years that are over count.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.provenance import SETTLED
from hbanalysis.analysis.history.year_months import DECIMALS, YearMonths
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, Comparator, Measure, traits

COLUMNS: dict[str, Any] = {
    "term_first": 0,
    "term_last": 0,
    "term_known": "",
    "term_elapsed": np.nan,
    "term_asked": np.nan,
    "term_needed": np.nan,
    "term_before": np.nan,
    "term_printed": np.nan,
}
COMPOUND, PLAIN, EACH = "compound", "plain", "each"


class Year(NamedTuple):
    """What one year brought, and the month (1-12) up to which it is known; 0: nothing."""

    value: float
    month: int


class Path(NamedTuple):
    """How far a term has come: the value, how many months of it are known, what is asked for."""

    value: float
    months: int
    asked: float
    needed: float
    before: float = np.nan


def year_value(months: Any, totals: Any, until: int, *, adds: bool) -> Year:
    """A year's sum to date, or its last level, of its twelve months.

    >>> empty = [float("nan")] * 12
    >>> year_value([], [5.0, 9.0, *empty[2:]], 12, adds=True)
    Year(value=9.0, month=2)
    """
    values = np.asarray(totals if adds else months, dtype=float)[:until]
    known = np.flatnonzero(np.isfinite(values))
    return Year(float(values[known[-1]]), int(known[-1]) + 1) if len(known) else Year(np.nan, 0)


def averaged(values: list[float], how: str) -> float:
    """The average per year: growth compounds, amounts are added up.

    >>> averaged([10.0, 21.0], "compound"), averaged([10.0, 21.0], "plain")
    (15.368973, 15.5)
    """
    if not values:
        return np.nan
    exactly = [exact(value) for value in values]
    if how == PLAIN:
        return round(float(sum(exactly) / len(exactly)), DECIMALS)
    product = Decimal(1)
    for value in exactly:
        product *= 1 + value / 100
    if product <= 0:
        return np.nan
    return round(float(100 * (product ** (Decimal(1) / len(exactly)) - 1)), DECIMALS)


def needed_average(values: list[float], target: float, years: int, how: str) -> float:
    """What every year left has to bring so that the term's average is the target.

    >>> needed_average([10.0], 10.86, 5, "plain"), needed_average([10.0], 10.86, 5, "compound")
    (11.075, 11.076049)
    """
    left = years - len(values)
    if left <= 0 or is_missing(target):
        return np.nan
    wanted, done = exact(target), [exact(value) for value in values]
    if how == PLAIN:
        return round(float((wanted * years - sum(done)) / left), DECIMALS)
    product = (1 + wanted / 100) ** years
    for value in done:
        product /= 1 + value / 100
    if product <= 0:
        return np.nan
    return round(float(100 * (product ** (Decimal(1) / left) - 1)), DECIMALS)


def sum_path(past: list[Year], target: float, years: int) -> Path:
    """Complete years from the term's first and the year after them as far as it is known."""
    value, months = exact(0), 0
    for year in past:
        if not year.month:
            break
        value, months = value + exact(year.value), months + year.month
        if year.month < 12:
            break
    if not months:
        return Path(np.nan, 0, np.nan, np.nan)
    if is_missing(target):
        return Path(float(value), months, np.nan, np.nan)
    share, left = exact(months) / (12 * years), 12 * years - months
    needed = (exact(target) - value) * 12 / left if left else np.nan
    return Path(
        float(value), months, round(float(exact(target) * share), DECIMALS),
        round(float(needed), DECIMALS),
    )  # fmt: skip


def average_path(
    past: list[Year], target: float, years: int, how: str, *, lower: bool = False
) -> Path:
    """Only the complete years from the term's first on: growth to date is no year's.

    Where every year has to reach the target (``each``), the worst of them stands for all.

    >>> known = [Year(9.0, 12), Year(11.0, 12), Year(30.0, 6)]
    >>> average_path(known, 10.0, 5, "each").value
    9.0
    >>> average_path(known, 10.0, 5, "each", lower=True).value
    11.0
    """
    values: list[float] = []
    for year in past:
        if year.month < 12:
            break
        values.append(year.value)
    if how == EACH:
        worst = (max if lower else min)(values, default=np.nan)
        left = float(target) if values and len(values) < years else np.nan
        return Path(worst, 12 * len(values), float(target), left)
    needed = needed_average(values, target, years, how) if values else np.nan
    return Path(averaged(values, how), 12 * len(values), float(target), needed)


def level_path(past: list[Year], before: Year, target: float, years: int) -> Path:
    """The last level of the term, on a straight way from the one before it to the target."""
    seen = [position for position, year in enumerate(past) if year.month]
    if not seen:
        return Path(np.nan, 0, np.nan, np.nan, before.value)
    last = past[seen[-1]]
    months, asked, needed = 12 * seen[-1] + last.month, np.nan, np.nan
    if not is_missing(target):
        left = 12 * years - months
        if left:
            needed = float((exact(target) - exact(last.value)) * 12 / left)
        if before.month:
            way = (exact(target) - exact(before.value)) * months / (12 * years)
            asked = float(exact(before.value) + way)
    return Path(last.value, months, round(asked, DECIMALS), round(needed, DECIMALS), before.value)


class _Source(NamedTuple):
    """Whose figures a term's target is measured by, and how its years come together."""

    code: str
    adds: bool
    how: str


def _source(line: Any, workspace: Workspace, cells: YearMonths) -> _Source:
    """Its own figures where it has any in the term, else those of its parent."""
    listed = workspace.indicators.drop_duplicates("indicator").set_index("indicator")
    own = any(
        cells.row(line.territory, line.indicator, year) is not None
        for year in range(line.term_first, line.term_last + 1)
    )
    parent = "" if own or line.parent not in listed.index else str(line.parent)
    measure = Measure(str(listed.loc[parent, "measure"])) if parent else Measure(line.measure)
    grows = measure == Measure.GROWTH or (not parent and line.unit.strip().startswith("%"))
    word = str(line.averaged) if "averaged" in line and line.averaged else ""
    how = word or (COMPOUND if grows else PLAIN)
    if line.measure == Measure.TERM_LEVEL:
        adds = measure == Measure.FLOW
    else:
        adds = measure in (Measure.FLOW, Measure.CAP) or (not parent and not grows)
    return _Source(parent or line.indicator, adds and how != COMPOUND, how)


def _years(line: Any, source: _Source, cells: YearMonths, period: Period) -> list[Year]:
    """The year before the term and its years up to the period's."""
    past = []
    for year in range(line.term_first - 1, period.year + 1):
        row = cells.row(line.territory, source.code, year)
        if row is None:
            past.append(Year(np.nan, 0))
            continue
        printed, until = cells.printed[row], 12 if year < period.year else period.last
        levels = np.where(np.isfinite(printed), printed, cells.months[row])
        own = np.where(cells.spread[row], np.nan, cells.year_to_date[row])
        past.append(year_value(levels, own, until, adds=source.adds))
    return past


def _path(line: Any, source: _Source, past: list[Year]) -> Path:
    years = line.term_last - line.term_first + 1
    before, own = past[0], past[1:]
    if line.measure == Measure.TERM_SUM:
        return sum_path(own, line.target, years)
    if line.measure == Measure.TERM_AVERAGE:
        lower = line.comparator == Comparator.AT_MOST
        return average_path(own, line.target, years, source.how, lower=lower)
    return level_path(own, before, line.target, years)


def with_terms(
    table: pd.DataFrame,
    cells: YearMonths,
    known: pd.DataFrame,
    workspace: Workspace,
    period: Period,
) -> pd.DataFrame:
    """Give the targets of a term their figure and their path.

    Adds ``term_first, term_last`` (0 for other targets), ``term_known`` (``YYYY-MM`` up to which
    ``actual`` counts), ``term_elapsed`` (share of the term that is known), ``term_asked`` (what
    the path asks for by then), ``term_needed`` (what each year left has to bring),
    ``term_before`` (the level before the term) and ``term_printed`` (the office's own print of
    the term's result, which is judged where there is one). ``known`` are the figures.
    """
    missing = {name: value for name, value in COLUMNS.items() if name not in table}
    table = table.assign(**missing).copy()  # many small blocks would be slow to add to
    # An empty table's map has no truth values of its own.
    of_term = table["measure"].map(lambda measure: traits(Measure(measure)).of_term).astype(bool)
    here = of_term & (table["term_last"] > 0)
    if not here.any():
        return table
    stated = _stated(workspace, period)
    lines = table[here].copy()
    rows = [_line(line, workspace, cells, known, stated, period) for line in records(lines)]
    names = dict.fromkeys(name for row in rows for name in row)
    kept_as_is = ({name: getattr(line, name) for name in names} for line in records(lines))
    found = pd.DataFrame(
        [former | row for former, row in zip(kept_as_is, rows, strict=True)], index=lines.index
    )
    for name in found:
        values = found[name]
        kept = table[name].astype(object)
        kept.loc[lines.index] = values
        table[name] = kept if values.dtype == object else kept.astype(table[name].dtype)
    return table


def _stated(workspace: Workspace, period: Period) -> dict[tuple[str, str], float]:
    """The results of a term that documents print, by territory and indicator: the last one."""
    stated = workspace.results_stated
    at = stated["period"].where(stated["period"] != "", stated["year"].astype(str) + "-12")
    stated = stated[(at <= period.cut_off) & stated["value"].notna()].assign(_at=at)
    stated = stated.sort_values(["_at", "published"], kind="stable")
    last = stated[stated["year"] == period.year]
    return {(row.territory, row.indicator): float(row.value) for row in records(last)}


def _line(
    line: Any,
    workspace: Workspace,
    cells: YearMonths,
    known: pd.DataFrame,
    stated: dict[tuple[str, str], float],
    period: Period,
) -> dict[str, Any]:
    """The cells of one line that its term changes."""
    source = _source(line, workspace, cells)
    path = _path(line, source, _years(line, source, cells, period))
    printed = stated.get((line.territory, line.indicator), np.nan)
    reached = path.value if is_missing(printed) else printed
    years = line.term_last - line.term_first + 1
    in_year = path.months - 12 * (period.year - line.term_first)
    facts: dict[str, Any] = {
        "actual": reached,
        "through": min(max(in_year, 0), 12),
        "in_period": np.nan,
        "partial": np.nan,
        "term_known": _month(line.term_first, path.months),
        "term_elapsed": min(path.months / (12 * years), 1.0),
        "term_asked": path.asked,
        "term_needed": path.needed,
        "term_before": path.before,
        "term_printed": printed,
    }
    if source.code != line.indicator:
        facts |= {"missing": (), "awaited": ()} | _provenance(line, source.code, known, period)
    return facts


def _month(first: int, months: int) -> str:
    if not months:
        return ""
    return f"{first + (months - 1) // 12}-{(months - 1) % 12 + 1:02d}"


def _provenance(line: Any, code: str, known: pd.DataFrame, period: Period) -> dict[str, Any]:
    """Where the parent's figures of the term come from: the last of them, the least settled."""
    used = known[
        (known["territory"] == line.territory)
        & (known["indicator"] == code)
        & (known["period"] <= period.cut_off)
        & (known["period"] >= f"{line.term_first - 1}-12")
    ].sort_values(["period", "published"], kind="stable")
    if used.empty:
        return {}
    last = used.iloc[-1]
    facts = {name: str(last[name]) for name in ("source", "locator", "file")}
    least = min((SETTLED.index(word) for word in used["status"] if word in SETTLED), default=None)
    return facts | {
        "published": str(used["published"].max()),
        "status": "" if least is None else SETTLED[least],
        "demo": bool(used["source"].eq(DEMO).any()),
    }
