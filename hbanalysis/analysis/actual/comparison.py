"""The same period last year, like for like.

The same months, calendar and territory. ``same_period_basis`` says what stands behind
``pct_of_same_period``:

========= =========================================================================================
printed   the source's own percentage (it knows its revised base best)
restated  the source's own percentage, carried over to this year's later, revised figure: the base
          is the one that its printed percentage implies
computed  from last year's figure, which was never revised after the age of this year's
latest    from last year's figure as it is known now; it was revised since it was of this age
between   last year's is read between two cut-offs: no page gives it, and it may be off by at most
          5 % ("between cut-offs")
bridge    last year's is that of the old territories together (crosswalk.csv); their whole sum
interval  last year's lies between two amounts, because an old territory was divided; no percentage
january   computed, but January alone: Tết moves between January and February, so read it with care
sign      refused: last year's is nought or negative, or the two have different signs; the change
          stands as an amount
points    a share: the change stands in percentage points
break     refused: a declared break, or the territory did not exist in this shape a year before
calendar  refused: one year is kept by calendar months, the other from the 15th to the 14th
(empty)   nothing to compare with
========= =========================================================================================

Which base, measured on 1 496 printed comparisons of public investment: the owners compare with last
year's figure as revised. Computed from it, our percentage is off by 0.02 points in the middle (4.8
in the worst tenth) and says growth for decline, or the reverse, 40 times; from the figure of the
same age it is off by 1.15 points (8.4) and says so 96 times. So the latest figure is the base, and
the figure of the same age is offered beside it (``other_basis``). A printed percentage that differs
from ours by more than half again is not the basis either: it is offered beside.

A cut-off in February is January and February together, because year-to-dates are compared. A level
is compared with the level of the same month.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.bases import (
    BREAK,
    BRIDGED,
    CALENDAR,
    COLUMNS,
    COMPUTED,
    INTERVAL,
    POINTS,
    SIGN,
    Bases,
    compared,
    share_of,
)
from hbanalysis.analysis.actual.by_measure import levels_at
from hbanalysis.analysis.actual.last_year import (
    is_bridged,
    is_restated,
    mixed_calendars,
    printed_shares,
    same_age,
    totals_between,
    totals_of,
)
from hbanalysis.analysis.history.bridges import interval_base
from hbanalysis.analysis.history.year_months import DECIMALS, YearMonths
from hbanalysis.analysis.history.year_profiles import comparable_since
from hbanalysis.intake.load import Workspace
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure


def same_period(
    table: pd.DataFrame,
    cells: YearMonths,
    current: pd.DataFrame,
    vintages: pd.DataFrame,
    workspace: Workspace,
    period: Period,
    contradicts_from: float,
) -> pd.DataFrame:
    """Add the comparison of every amount, stock and share with the same period last year.

    ``same_period`` and ``change_from_same_period`` (unit of the indicator; a share's change in
    points), ``pct_of_same_period`` with its ``same_period_basis``, ``pct_of_other`` with its
    ``other_basis``; ``same_period_low`` and ``same_period_high`` where a divided territory's past
    is known between two amounts only.

    ``current`` holds one row a cell as the report sees it, ``vintages`` all that were published by
    then. A printed percentage that differs from the computed one by a factor of
    ``contradicts_from`` or more is not the basis.
    """
    lines = table[table["measure"].isin(COMPARED) & (table["through"] > 0)]
    flow = lines[lines["measure"] == Measure.FLOW]
    comparison = pd.concat(
        [
            _flows(flow, cells, current, vintages, period, contradicts_from),
            _levels(lines.drop(index=flow.index), cells, current, period),
        ]
    ).reindex(lines.index)
    refused = _refused(lines, current, workspace, period)
    for word, here in refused.items():
        nothing = COLUMNS | {"same_period_basis": word}
        comparison = comparison.assign(
            **{name: comparison[name].mask(here, value) for name, value in nothing.items()}
        )
    comparison = _with_interval(comparison, workspace, cells, current, lines, period.year - 1)
    return table.assign(
        **{
            name: comparison[name].reindex(table.index, fill_value=nothing)
            for name, nothing in COLUMNS.items()
        }
    )


COMPARED = (Measure.FLOW, Measure.STOCK, Measure.RATIO)


def _refused(
    lines: pd.DataFrame, current: pd.DataFrame, workspace: Workspace, period: Period
) -> dict[str, NDArray[np.bool_]]:
    """The lines whose two years cannot be compared, by the word for it; a break comes first."""
    since = comparable_since(lines, workspace.events, period.end.isoformat())
    listed = workspace.territories.drop_duplicates("territory").set_index("territory")
    born = lines["territory"].map(listed["valid_from"]).fillna("")
    young = (born > f"{period.year - 1}-01-01").to_numpy()
    last = period.year - 1
    known = is_bridged(lines, current, last) | is_restated(lines, current, last)
    broken = (since > last) | (young & ~known)
    return {CALENDAR: mixed_calendars(current, lines, period.year).to_numpy(), BREAK: broken}


def _with_interval(
    comparison: pd.DataFrame,
    workspace: Workspace,
    cells: YearMonths,
    current: pd.DataFrame,
    lines: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """The limits of last year's figure where a territory took a part of another.

    One that goes on and took whole ones has a sum instead: its own with theirs. Where the new
    authority has restated last year itself, the sum stands beside as the other basis.
    """
    low, high = interval_base(workspace, cells, lines, year)
    flow = (lines["measure"] == Measure.FLOW).to_numpy()
    broken = (comparison["same_period_basis"] == BREAK).to_numpy()
    bridged = flow & np.isfinite(low) & np.isfinite(high)
    divided, whole = broken & bridged & (low < high), broken & bridged & (low == high)
    beside = ~broken & bridged & (low == high) & is_restated(lines, current, year)
    comparison = comparison.assign(
        same_period_basis=comparison["same_period_basis"].mask(divided, INTERVAL),
        same_period_low=np.where(divided, low, np.nan),
        same_period_high=np.where(divided, high, np.nan),
    )
    pairs = list(zip(lines["actual"], low, strict=True))
    shares = np.array([share_of(float(actual), float(base)) for actual, base in pairs])
    known, above = np.isfinite(shares), lines["actual"].to_numpy(dtype=float) - low
    return comparison.assign(
        same_period=comparison["same_period"].mask(whole, low),
        pct_of_same_period=comparison["pct_of_same_period"].mask(whole, shares),
        change_from_same_period=comparison["change_from_same_period"].mask(
            whole, np.round(above, DECIMALS)
        ),
        same_period_basis=comparison["same_period_basis"]
        .mask(whole & known, BRIDGED)
        .mask(whole & ~known, SIGN),
        pct_of_other=comparison["pct_of_other"].mask(beside & known, shares),
        other_basis=comparison["other_basis"].mask(beside & known, BRIDGED),
    )


def _flows(
    lines: pd.DataFrame,
    cells: YearMonths,
    current: pd.DataFrame,
    vintages: pd.DataFrame,
    period: Period,
    contradicts_from: float,
) -> pd.DataFrame:
    """Year-to-dates against last year's, and against what else may be the base."""
    last = period.year - 1
    newest, aged = totals_of(cells, lines, last), same_age(lines, current, vintages, period.year)
    between = np.where(np.isnan(newest), totals_between(cells, lines, last), np.nan)
    printed = printed_shares(current, lines, period.year)
    moved = (lines["actual"] / lines["printed_to_date"]).to_numpy(dtype=float)
    facts = zip(
        lines["actual"], lines["through"], newest, aged, between, printed, moved, strict=True
    )
    bridged = is_bridged(lines, current, last) & ~is_restated(lines, current, last)
    rows = [
        compared(Bases(*map(float, fact))._replace(bridged=float(over)), contradicts_from)
        for fact, over in zip(facts, bridged, strict=True)
    ]
    return _laid_out(rows, lines.index)


def _levels(
    lines: pd.DataFrame, cells: YearMonths, current: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Stocks and shares against the level of the same month last year."""
    last = Period(period.year - 1, 1, period.last)
    then = levels_at(cells, lines, last)
    bridged = is_bridged(lines, current, last.year)
    rows = []
    for measure, actual, through, value, month, over in zip(
        lines["measure"],
        lines["actual"],
        lines["through"],
        then["actual"],
        then["through"],
        bridged,
        strict=True,
    ):
        if is_missing(actual) or is_missing(value) or month != through:
            rows.append(tuple(COLUMNS.values()))
            continue
        share = share_of(actual, value) if measure == Measure.STOCK else np.nan
        known = BRIDGED if over else COMPUTED
        basis = POINTS if measure == Measure.RATIO else SIGN if is_missing(share) else known
        change = float(exact(actual) - exact(value))
        rows.append((value, share, change, basis, np.nan, "", np.nan, np.nan))
    return _laid_out(rows, lines.index)


def _laid_out(rows: list[Any], index: pd.Index) -> pd.DataFrame:
    """Rows in the order of :data:`COLUMNS` as a table of numbers and texts, empty ones too."""
    kinds = {name: object if value == "" else float for name, value in COLUMNS.items()}
    return pd.DataFrame(rows, index=index, columns=list(COLUMNS)).astype(kinds)
