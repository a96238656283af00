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

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.actuals import levels_at
from hbanalysis.analysis.history.bridges import bridged_pairs, interval_base
from hbanalysis.analysis.history.stretches import read_between
from hbanalysis.analysis.history.year_months import DECIMALS, Array, YearMonths, grid, one_calendar
from hbanalysis.analysis.history.year_profiles import PAIR, comparable_since
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import latest
from hbanalysis.intake.observations.settled import settled
from hbanalysis.vocabulary.numbers import exact, is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

PRINTED, RESTATED = "printed", "restated"
COMPUTED, SAME_AGE, LATEST = "computed", "same age", "latest"
BETWEEN = "between cut-offs"
MOST_DOUBT = 0.05  # a base between cut-offs that may be off by more is none
JANUARY, BREAK, CALENDAR = "january", "break", "calendar"
SIGN, POINTS = "sign", "points"
BRIDGED, INTERVAL = "bridge", "interval"
COLUMNS: dict[str, Any] = {
    "same_period": np.nan,
    "pct_of_same_period": np.nan,
    "change_from_same_period": np.nan,
    "same_period_basis": "",
    "pct_of_other": np.nan,
    "other_basis": "",
    "same_period_low": np.nan,
    "same_period_high": np.nan,
}
SLACK_DAYS = 15  # offices do not report on the same day every year


def year_before(day: str) -> str:
    """The same day a year earlier, with some slack, as ISO text.

    >>> year_before("2024-10-06")
    '2023-10-21'
    """
    moved = pd.Timestamp(day) - pd.DateOffset(years=1) + pd.Timedelta(days=SLACK_DAYS)
    return str(moved.date())


def _totals(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's own month ``through`` in another year; NaN where unknown."""
    places = [
        cells.row(territory, indicator, year)
        for territory, indicator in zip(*_pairs(lines), strict=True)
    ]
    rows = np.array([-1 if position is None else position for position in places], dtype=int)
    month = lines["through"].to_numpy(dtype=int) - 1
    totals = np.full(len(lines), np.nan)
    known = rows >= 0
    totals[known] = cells.year_to_date[rows[known], month[known]]
    return totals


def _between(cells: YearMonths, lines: pd.DataFrame, year: int) -> Array:
    """Year-to-date of each line's month in a year that knows it between two cut-offs only."""
    months = lines["through"].to_numpy(dtype=int) - 1
    sums = np.full(len(lines), np.nan)
    filled, unsure = read_between(cells)
    for position, (pair, month) in enumerate(
        zip(zip(*_pairs(lines), strict=True), months, strict=True)
    ):
        row = cells.row(*pair, year)
        if row is not None and 0 < unsure[row, month] <= MOST_DOUBT:
            sums[position] = round(float(filled[row, month]), DECIMALS)
    return sums


def _pairs(lines: pd.DataFrame) -> tuple[list[str], list[str]]:
    return lines["territory"].tolist(), lines["indicator"].tolist()


def same_age(
    lines: pd.DataFrame, current: pd.DataFrame, vintages: pd.DataFrame, year: int
) -> Array:
    """Last year's year-to-dates as they were known one year before this year's figures came out."""
    before = vintages[vintages["period"].str[:4] == str(year - 1)]
    if before.empty:
        return np.full(len(lines), np.nan)
    day = latest(current[current["period"].str[:4] == str(year)], PAIR, "published")
    day = day[day != ""].map({text: year_before(text) for text in day.unique() if text})
    limit = day.reindex(pd.MultiIndex.from_frame(before[PAIR])).fillna("").to_numpy()
    known = before["published"].mask(before["published"] == "", before["period"] + "-31").to_numpy()
    kept = before[known <= limit]
    return (
        _totals(grid(settled(kept)), lines, year - 1) if len(kept) else np.full(len(lines), np.nan)
    )


def _calendars(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> pd.Series:
    """Whether a line's two years are kept by different calendars."""
    kept = one_calendar(current)
    kept = kept[kept["period"].str[:4].isin([str(year), str(year - 1)])]
    if not (kept["calendar"] == "15-14").any():
        return pd.Series(False, index=lines.index)
    calendars = kept.drop_duplicates([*PAIR, "calendar"]).groupby(PAIR).size()
    mixed = (calendars > 1).reindex(pd.MultiIndex.from_frame(lines[PAIR]), fill_value=False)
    return pd.Series(mixed.to_numpy(dtype=bool), index=lines.index)


def _printed(current: pd.DataFrame, lines: pd.DataFrame, year: int) -> Array:
    """The percentage that the source printed beside its own year-to-date."""
    stated = current[
        (current["accumulation"] == "ytd") & current["stated_pct_of_same_period"].notna()
    ]
    known = stated.drop_duplicates([*PAIR, "period"], keep="last").set_index([*PAIR, "period"])
    months = [f"{year}-{int(month):02d}" for month in lines["through"]]
    wanted = pd.MultiIndex.from_arrays([lines["territory"], lines["indicator"], months])
    return known["stated_pct_of_same_period"].reindex(wanted).to_numpy(dtype=float)


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
    known = _bridged(lines, current, last) | _restated(lines, current, last)
    broken = (since > last) | (young & ~known)
    return {CALENDAR: _calendars(current, lines, period.year).to_numpy(), BREAK: broken}


def _bridged(lines: pd.DataFrame, current: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """The lines whose figures of a year are those of the old territories together."""
    pairs = bridged_pairs(current, year)
    return np.array([pair in pairs for pair in zip(*_pairs(lines), strict=True)], dtype=bool)


def _restated(lines: pd.DataFrame, current: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """The lines whose own authority has printed a year-to-date of a year, to the same month."""
    own = current[(current["accumulation"] == "ytd") & (current["published_basis"] != BRIDGED)]
    own = own[own["period"].str[:4] == str(year)]
    told = set(zip(own["territory"], own["indicator"], own["period"], strict=True))
    months = [f"{year}-{int(month):02d}" for month in lines["through"]]
    cells = zip(*_pairs(lines), months, strict=True)
    return np.array([cell in told for cell in cells], dtype=bool)


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
    beside = ~broken & bridged & (low == high) & _restated(lines, current, year)
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
    newest, aged = _totals(cells, lines, last), same_age(lines, current, vintages, period.year)
    between = np.where(np.isnan(newest), _between(cells, lines, last), np.nan)
    printed = _printed(current, lines, period.year)
    moved = (lines["actual"] / lines["printed_to_date"]).to_numpy(dtype=float)
    facts = zip(
        lines["actual"], lines["through"], newest, aged, between, printed, moved, strict=True
    )
    bridged = _bridged(lines, current, last) & ~_restated(lines, current, last)
    rows = [
        _compared(Bases(*map(float, fact))._replace(bridged=float(over)), contradicts_from)
        for fact, over in zip(facts, bridged, strict=True)
    ]
    return _laid_out(rows, lines.index)


class Bases(NamedTuple):
    """What one year-to-date can be compared with.

    ``newest``, ``aged`` and ``between`` are last year's figure as known now, at this age, and read
    between cut-offs; ``printed`` is the source's percentage, ``moved`` this year's figure by the
    one that stood beside it (missing where they are the same).
    """

    actual: float
    through: float
    newest: float
    aged: float
    between: float
    printed: float
    moved: float
    bridged: float = 0.0

    @property
    def base(self) -> float:
        """Last year's figure that our own comparison stands on."""
        return self.between if is_missing(self.newest) else self.newest

    @property
    def basis(self) -> str:
        """What that is."""
        if is_missing(self.newest):
            return BETWEEN
        if self.bridged:
            return BRIDGED
        if self.through == 1:
            return JANUARY
        revised = not is_missing(self.aged) and abs(self.aged - self.newest) >= 10.0**-DECIMALS
        return LATEST if revised else COMPUTED

    @property
    def source(self) -> tuple[float, str]:
        """The source's own percentage, for this year's figure as it is known now."""
        if is_missing(self.moved):
            return self.printed, PRINTED
        return self.printed * self.moved, RESTATED


def _compared(bases: Bases, contradicts_from: float) -> tuple[Any, ...]:
    """The comparison of one year-to-date, in the order of :data:`COLUMNS`."""
    ours = (share_of(bases.actual, bases.base), bases.basis)
    other: tuple[float, str] = (np.nan, "")
    if bases.basis == LATEST:
        other = (share_of(bases.actual, bases.aged), SAME_AGE)
    if not is_missing(bases.printed):
        if _contradicts(bases.source[0], ours[0], contradicts_from):
            other = bases.source
        else:
            ours, other = bases.source, ours
    known = not is_missing(bases.base) and not is_missing(bases.actual)
    change = float(exact(bases.actual) - exact(bases.base)) if known else np.nan
    share, basis = ours
    if is_missing(share):
        basis = SIGN if known else ""
    other_basis = "" if is_missing(other[0]) else other[1]
    return bases.base, share, change, basis, other[0], other_basis, np.nan, np.nan


def share_of(part: float, whole: float) -> float:
    """Percentage of a positive whole; NaN where the whole is nought or negative, or the part is.

    A percentage across signs says nothing: -900 then 900 is no "-100 %".
    """
    if is_missing(part) or is_missing(whole) or whole <= 0 or part < 0:
        return np.nan
    share = percent_of(part, whole)
    return np.nan if share is None else share


def _contradicts(printed: float, own: float, factor: float) -> bool:
    """Whether two percentages differ by a factor or more."""
    if is_missing(own) or own <= 0 or printed <= 0:
        return False
    return max(printed / own, own / printed) >= factor


def _levels(
    lines: pd.DataFrame, cells: YearMonths, current: pd.DataFrame, period: Period
) -> pd.DataFrame:
    """Stocks and shares against the level of the same month last year."""
    last = Period(period.year - 1, 1, period.last)
    then = levels_at(cells, lines, last)
    bridged = _bridged(lines, current, last.year)
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
