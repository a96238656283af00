"""Where will the year end, and how sure are we: the year-end projection of a monthly series.

In words. Take the months of the last years (up to five) and of this year so far. Look at their
logarithms, so that growth and seasons are per cents. Ask each of a list of possible worlds (a
*setting*: how restless the level is, how stable the season, how large the noise) how well it
explains these months; settings that explain them well count more, and how much each counts
beforehand was learned from public series of many countries, which carries the projection when there
is a single year of history. Months that stand out from all the others count less. Each setting then
says what the unseen months may be; their sum plus the year to date is the total; the settings'
answers are mixed, and the width is set right by what such projections missed elsewhere. The point
is the total with the least expected miss in per cent.

What is returned for unusual input, by rule:

* zeros in a mostly positive series: raised to 5 % of its average month before taking logarithms;
* a negative month, or zeros in more than a quarter of the months: the same model on the values
  themselves, in units
  of the average absolute month, without pooled drift; if nothing was negative the total cannot fall
  below the year
  to date;
* all months zero: the year to date, with a degenerate interval;
* a month not reported (NaN) in the history: left out; in the observed part: projected like a coming
  month;
* twelve months seen: the total is known and the interval is that number; no month seen: all twelve
  are projected;
* fewer than twelve months of history, nothing reported at all, an infinite value, more than twelve
  observed months,
  or (with a monthly period index) an observed part that does not follow the history: `ValueError`.

Source of the method: `structural.py`, `predictive.py`, `calibration.py`; the prior in
`projection_prior.json` is fitted by `scripts/fit_projection_prior.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hbanalysis.analysis.yearend.pooled.calibration import About, profile
from hbanalysis.analysis.yearend.pooled.fitted import Fitted, shipped
from hbanalysis.analysis.yearend.pooled.predictive import SCORES, Predictive
from hbanalysis.analysis.yearend.pooled.settings import Floats
from hbanalysis.analysis.yearend.pooled.tet_effect import tet_effect
from hbanalysis.analysis.yearend.pooled.windows import Months, pooled

if TYPE_CHECKING:
    import pandas as pd

METHOD = "pooled monthly model"
LEVELS = (0.025, *(round(0.05 * step, 2) for step in range(1, 20)), 0.975)
MOST_YEARS = 5
MOST_ZEROS = 0.25  # with more zeros than this the logarithm says nothing


class Projection(TypedDict):
    """One year-end projection; amounts in the unit of the series."""

    point: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float
    quantiles: dict[float, float]
    prob: Callable[[float], float]


@dataclass(frozen=True)
class Projections:
    """Year-end projections of B series.

    Each array has shape (B,), `quantiles` (B, 21) at `LEVELS`.
    """

    point: Floats
    lo80: Floats
    hi80: Floats
    lo95: Floats
    hi95: Floats
    quantiles: Floats
    predictive: Predictive

    def chance(self, target: ArrayLike) -> Floats:
        """P(total >= target), one target per series or one for all."""
        return self.predictive.chance(np.asarray(target, dtype=float))

    def chance_of_one(self, row: int) -> Callable[[float], float]:
        """Target -> P(total >= target) of one series, without holding on to the others."""
        return self.predictive.only(row).chance_of_one


@dataclass(frozen=True)
class SeriesKinds:
    """What is said of B series, each (B,), 0 to 1, NaN where nothing is said."""

    investment: Floats
    vietnamese: Floats

    def only(self, rows: NDArray[np.intp]) -> SeriesKinds:
        """That of some of them."""
        return SeriesKinds(self.investment[rows], self.vietnamese[rows])


def project(
    history: pd.Series[float],
    observed: pd.Series[float],
    *,
    vietnamese: bool | None = None,
    investment: bool | None = None,
) -> Projection:
    """Project the calendar-year total from the months before the year and those seen so far.

    history: at least 12 monthly values directly before the year, ending in December; observed: its
    first 0-12 months. NaN marks a month that was not reported. Raises ValueError with the reason
    when there is nothing to project from.

    vietnamese: the calendar. True, and Tết moves money between January and February (with a
    monthly period index, which tells the year); False for another country. investment: the kind,
    True for public investment as Việt Nam books it. None: read from the spread of the months.

    >>> import pandas as pd
    >>> months = pd.period_range("2021-01", "2024-03", freq="M")
    >>> flow = pd.Series([100.0 + 2 * i + 30 * (i % 12 == 11) for i in range(39)], index=months)
    >>> r = project(flow[:36], flow[36:], vietnamese=True, investment=False)
    >>> 2150 < r["lo95"] < r["lo80"] < r["point"] < r["hi80"] < r["hi95"] < 2400, r["prob"](0.0)
    (True, 1.0)
    """
    past, seen, year = _aligned(history, observed)
    many = project_many(
        past[None, :], seen[None, :], year=year, vietnamese=vietnamese, investment=investment
    )
    return {
        "point": float(many.point[0]),
        "lo80": float(many.lo80[0]),
        "hi80": float(many.hi80[0]),
        "lo95": float(many.lo95[0]),
        "hi95": float(many.hi95[0]),
        "quantiles": {
            level: float(value) for level, value in zip(LEVELS, many.quantiles[0], strict=True)
        },
        "prob": lambda target: float(many.chance(target)[0]),
    }


def project_many(
    history: ArrayLike,
    observed: ArrayLike,
    *,
    year: ArrayLike | None = None,
    vietnamese: ArrayLike | None = None,
    investment: ArrayLike | None = None,
    fitted: Fitted | None = None,
) -> Projections:
    """Project many series at once.

    History (B, M >= 12) and observed (B, k <= 12) months, NaN where not reported. `year`,
    `vietnamese` and `investment` (see :func:`project`) are one for all or (B,), NaN or None where
    they are not known. Series with a shorter history are padded with NaN on the left. `fitted`
    replaces what comes with the package. Raises ValueError as `project` does.
    """
    past, seen = _checked(np.asarray(history, dtype=float), np.asarray(observed, dtype=float))
    years = -(-past.shape[1] // 12)
    past = np.concatenate([np.full((len(past), 12 * years - past.shape[1]), np.nan), past], axis=1)
    unit, logs, nonnegative = _rules(past, seen)
    kinds = SeriesKinds(_each(investment, len(past)), _each(vietnamese, len(past)))
    in_year = _each(year, len(past))
    to_date = np.nansum(seen, axis=1)
    knots = np.zeros((len(past), len(SCORES)))
    known = ~np.isnan(seen).any(axis=1) & (seen.shape[1] == 12)
    silent = np.nanmax(np.abs(np.concatenate([past, seen], axis=1)), axis=1) == 0
    for rows, which in _groups(seen, logs, known | silent):
        size = unit[rows, None]
        months = Months(
            past[rows] / size, seen[rows][:, list(which)] / size, which, bool(logs[rows[0]]), None
        )
        knots[rows] = _knots(fitted or shipped(), months, in_year[rows], kinds.only(rows))
    floor = np.where(nonnegative, to_date, -np.inf)
    spread = Predictive(knots, to_date, unit, logs, floor, known | silent)
    quantiles = spread.quantiles(np.array(LEVELS))
    by = {level: quantiles[:, j] for j, level in enumerate(LEVELS)}
    return Projections(spread.point(), by[0.1], by[0.9], by[0.025], by[0.975], quantiles, spread)


def _each(said: ArrayLike | None, count: int) -> Floats:
    """One number for each of `count` series, NaN where nothing is said."""
    value = np.nan if said is None else said
    return np.broadcast_to(np.asarray(value, dtype=float), (count,))


def _knots(fitted: Fitted, months: Months, year: Floats, kinds: SeriesKinds) -> Floats:
    """Calibrated knots (B, Z) of the sum of the unseen months."""
    calibration, reported = fitted.calibration, ~np.isnan(months.past)
    shape = profile(months.past)
    nothing = np.zeros(len(year))
    guess = (
        (calibration.likeness(shape), calibration.of_vietnam(shape))
        if months.logs
        else (nothing, nothing)
    )
    investment, vietnamese = (
        np.where(np.isnan(said), seems, said)
        for said, seems in zip((kinds.investment, kinds.vietnamese), guess, strict=True)
    )
    tet = None
    if months.logs and (vietnamese > 0).any() and np.isfinite(year).any():
        tet = tet_effect(year, months.years, vietnamese)
    knots, own = pooled(fitted.prior, replace(months, tet=tet))
    seen = np.full(len(year), float(len(months.which)))
    about = About(reported.sum(axis=1) / 12, seen, own, investment, vietnamese)
    return calibration.set_right(knots, about, months.logs)


def _rules(past: Floats, seen: Floats) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Unit (B,) of each series, whether its logarithm is taken, whether no month was negative."""
    values = np.concatenate([past, seen], axis=1)
    reported = ~np.isnan(values)
    size = np.abs(np.where(reported, values, 0.0))
    largest = size.max(axis=1)
    safe = np.where(
        largest > 0, largest, 1.0
    )  # divide first: a sum of huge months must not overflow
    unit = safe * np.where(
        largest > 0, (size / safe[:, None]).sum(axis=1) / np.maximum((size > 0).sum(axis=1), 1), 1.0
    )
    nonnegative: NDArray[np.bool_] = np.where(reported, values, 0.0).min(axis=1) >= 0
    zeros = (reported & (values == 0)).sum(axis=1)
    return unit, nonnegative & (zeros <= MOST_ZEROS * reported.sum(axis=1)), nonnegative


def _groups(
    seen: Floats, logs: NDArray[np.bool_], done: NDArray[np.bool_]
) -> list[tuple[NDArray[np.intp], tuple[int, ...]]]:
    """Rows that share the months seen and the scale, with those months (0 = January)."""
    groups: dict[tuple[bool, tuple[int, ...]], list[int]] = {}
    for b in np.flatnonzero(~done):
        which = tuple(int(m) for m in np.flatnonzero(~np.isnan(seen[b])))
        groups.setdefault((bool(logs[b]), which), []).append(int(b))
    return [(np.array(rows, dtype=np.intp), key[1]) for key, rows in groups.items()]


def _checked(past: Floats, seen: Floats) -> tuple[Floats, Floats]:
    """The two tables, the history cut to the last years that are used.

    ValueError where nothing can be projected.
    """
    if past.ndim != 2 or seen.ndim != 2 or len(past) != len(seen):
        raise ValueError(
            f"history and observed need one row per series, got shapes {past.shape} and"
            f" {seen.shape}"
        )
    if past.shape[1] < 12:
        raise ValueError(
            f"a projection needs at least 12 months of history before the year, got {past.shape[1]}"
        )
    if seen.shape[1] > 12:
        raise ValueError(f"a year has 12 months, got {seen.shape[1]} observed")
    past = past[:, -12 * MOST_YEARS :]
    both = np.concatenate([past, seen], axis=1)
    if np.isinf(both).any():
        raise ValueError(
            f"series {int(np.isinf(both).any(axis=1).argmax())} holds an infinite value"
        )
    empty = np.isnan(both).all(axis=1)
    if empty.any():
        raise ValueError(
            f"series {int(empty.argmax())} has no reported month in its last {past.shape[1]} months"
            " and this year"
        )
    return past, seen


def _aligned(history: pd.Series[float], observed: pd.Series[float]) -> tuple[Floats, Floats, float]:
    """Values of both parts and the projected year.

    With monthly period indexes missing rows become NaN and the calendar is checked; without them
    the year is not known (NaN).
    """
    indexes: list[Any] = [getattr(part, "index", None) for part in (history, observed)]
    monthly = [getattr(index, "freqstr", "") == "M" for index in indexes]
    if not len(history) or not len(observed) or not all(monthly):
        past, seen = (np.asarray(part, dtype=float).ravel() for part in (history, observed))
        known = len(history) and monthly[0] and indexes[0][-1].month == 12
        return past, seen, float(indexes[0][-1].year + 1) if known else float("nan")
    past, seen = (np.asarray(i.asi8) for i in indexes)
    january = seen.max() - seen.max() % 12  # period ordinals count months from January 1970
    if past.max() >= january or seen.min() < january:
        raise ValueError(
            f"the history must end before {indexes[1][-1].year} and the observed months lie within"
            f" it, got {indexes[0][0]}..{indexes[0][-1]} and {indexes[1][0]}..{indexes[1][-1]}"
        )
    table = np.full((2, max(january - past.min(), 12)), np.nan)
    table[0, past - january] = np.asarray(history, dtype=float)
    table[1, seen - january] = np.asarray(observed, dtype=float)
    year = 1970.0 + january // 12
    return table[0, past.min() - january :], table[1, : seen.max() - january + 1], year
