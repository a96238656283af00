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

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hbanalysis.analysis.yearend.calibration import Calibration, profile
from hbanalysis.analysis.yearend.predictive import SCORES, Predictive, tabulate
from hbanalysis.analysis.yearend.structural import PARTS, Floats, Prior, forecast, frame

if TYPE_CHECKING:
    import pandas as pd

METHOD = "pooled monthly model"
LEVELS = (
    0.025,
    0.05,
    0.1,
    0.15,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.45,
    0.5,
    0.55,
    0.6,
    0.65,
    0.7,
    0.75,
    0.8,
    0.85,
    0.9,
    0.95,
    0.975,
)
PRIOR = Path(__file__).resolve().parents[2] / "data" / "projection_prior.json"
MOST_YEARS = 5
LEAST_SHARE_OF_MEAN = 0.05  # a zero month is read as this part of the average month
MOST_ZEROS = 0.25  # with more zeros than this the logarithm says nothing
_WORK = 500_000  # numbers in one stack of factored matrices: small enough for the processor's cache


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
        one = self.predictive.only(row)
        return lambda target: float(one.chance(np.asarray(target, dtype=float))[0])


def project(history: pd.Series[float], observed: pd.Series[float]) -> Projection:
    """Project the calendar-year total from the months before the year and those seen so far.

    history: at least 12 monthly values directly before the year, ending in December; observed: its
    first 0-12 months. NaN marks a month that was not reported. Raises ValueError with the reason
    when there is nothing to project from.

    >>> import pandas as pd
    >>> months = pd.period_range("2021-01", "2024-03", freq="M")
    >>> flow = pd.Series([100.0 + 2 * i + 30 * (i % 12 == 11) for i in range(39)], index=months)
    >>> r = project(flow[:36], flow[36:])
    >>> 2150 < r["lo95"] < r["lo80"] < r["point"] < r["hi80"] < r["hi95"] < 2400, r["prob"](0.0)
    (True, 1.0)
    """
    past, seen = _aligned(history, observed)
    many = project_many(past[None, :], seen[None, :])
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


def project_many(history: ArrayLike, observed: ArrayLike) -> Projections:
    """Project many series at once.

    History (B, M >= 12) and observed (B, k <= 12) months, NaN where not reported.

    Series with a shorter history are padded with NaN on the left. Raises ValueError as `project`
    does.
    """
    past, seen = _checked(np.asarray(history, dtype=float), np.asarray(observed, dtype=float))
    years = -(-past.shape[1] // 12)
    past = np.concatenate([np.full((len(past), 12 * years - past.shape[1]), np.nan), past], axis=1)
    unit, logs, nonnegative = _rules(past, seen)
    to_date = np.nansum(seen, axis=1)
    knots = np.zeros((len(past), len(SCORES)))
    known = ~np.isnan(seen).any(axis=1) & (seen.shape[1] == 12)
    silent = np.nanmax(np.abs(np.concatenate([past, seen], axis=1)), axis=1) == 0
    for rows, which in _groups(seen, logs, known | silent):
        knots[rows] = _knots(
            past[rows] / unit[rows, None],
            seen[rows][:, list(which)] / unit[rows, None],
            which,
            bool(logs[rows[0]]),
        )
    floor = np.where(nonnegative, to_date, -np.inf)
    spread = Predictive(knots, to_date, unit, logs, floor, known | silent)
    quantiles = spread.quantiles(np.array(LEVELS))
    by = {level: quantiles[:, j] for j, level in enumerate(LEVELS)}
    return Projections(spread.point(), by[0.1], by[0.9], by[0.025], by[0.975], quantiles, spread)


def _knots(past: Floats, seen: Floats, which: tuple[int, ...], logs: bool) -> Floats:
    """Calibrated knots (B, Z) of the sum of the unseen months.

    For series with the same months `which` seen.
    """
    prior, calibration = load_prior()
    months = frame(prior, past.shape[1] // 12, which)
    share = (
        _usual_share(past)[:, months.order % 12]
        if logs
        else np.ones((len(past), len(months.order)))
    )
    values = np.concatenate([past, seen], axis=1)
    reported = ~np.isnan(values)
    x = np.log(np.maximum(values, LEAST_SHARE_OF_MEAN)) if logs else values
    centre = np.array([row[ok].mean() for row, ok in zip(x, reported, strict=True)])
    x = np.where(reported, x - centre[:, None], 0.0)
    rest = np.repeat(centre[:, None], 12 - len(which), axis=1)
    size = months.base.shape[0] * months.base.shape[1] ** 2
    step = max(1, _WORK // size)
    room = np.empty((min(step, len(x)), *months.base.shape))
    knots, own = np.empty((len(x), len(SCORES))), np.empty(len(x))
    for i in (slice(start, start + step) for start in range(0, len(x), step)):
        found = forecast(prior, months, x[i], reported[i], share[i], logs, room)
        knots[i], own[i] = tabulate(found, rest[i], logs), found.own
    years = reported[:, : past.shape[1]].sum(axis=1) / 12
    likeness = calibration.likeness(profile(past)) if logs else np.zeros(len(x))
    return calibration.set_right(knots, years, len(which), own, likeness, logs)


def _rules(past: Floats, seen: Floats) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Unit (B,) of each series, whether its logarithm is taken.

    Whether no month was negative.
    """
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
    found: dict[tuple[bool, tuple[int, ...]], list[int]] = {}
    for b in np.flatnonzero(~done):
        which = tuple(int(m) for m in np.flatnonzero(~np.isnan(seen[b])))
        found.setdefault((bool(logs[b]), which), []).append(int(b))
    return [(np.array(rows, dtype=np.intp), key[1]) for key, rows in found.items()]


def _usual_share(past: Floats) -> Floats:
    """Size (B, 12) of each calendar month relative to the average month.

    Drawn towards 1 by half a year's weight.
    """
    year = past.reshape(len(past), -1, 12)
    there = ~np.isnan(year)
    mean = np.where(there, year, 0.0).sum(axis=2, keepdims=True) / np.maximum(
        there.sum(axis=2, keepdims=True), 1
    )
    ratio = np.where(there & (mean > 0), year / np.where(mean > 0, mean, 1.0), 0.0)
    count = (there & (mean > 0)).sum(axis=1)
    return np.asarray(((ratio.sum(axis=1) + 0.5) / (count + 0.5)).clip(0.02, None), dtype=float)


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


def _aligned(history: pd.Series[float], observed: pd.Series[float]) -> tuple[Floats, Floats]:
    """Values of both parts; with monthly period indexes.

    Missing rows become NaN and the calendar is checked.
    """
    indexes: list[Any] = [getattr(part, "index", None) for part in (history, observed)]
    if (
        not len(history)
        or not len(observed)
        or any(getattr(i, "freqstr", "") != "M" for i in indexes)
    ):
        return np.asarray(history, dtype=float).ravel(), np.asarray(observed, dtype=float).ravel()
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
    return table[0, past.min() - january :], table[1, : seen.max() - january + 1]


def benchmark_miss(months: int) -> float:
    """Mean absolute miss in percent on the benchmark's public series with so many months seen.

    Cross-fitted.
    """
    known = sorted(
        (int(month), float(miss)) for month, miss in _stored().get("benchmark_miss", {}).items()
    )
    seen, misses = [month for month, _ in known], [miss for _, miss in known]
    return float(np.interp(months, seen, misses)) if known else float("nan")


@lru_cache(maxsize=1)
def load_prior() -> tuple[Prior, Calibration]:
    """The fitted prior and calibration stored beside this module."""
    return read_prior(_stored())


@lru_cache(maxsize=1)
def _stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PRIOR.read_text(encoding="utf-8"))
    return found


def read_prior(stored: dict[str, Any]) -> tuple[Prior, Calibration]:
    """Prior and calibration from the parsed data file."""
    eighty, ninety_five, kind = (
        np.array(stored["calibration"][name], dtype=float)
        for name in ("eighty", "ninety_five", "kind")
    )
    return read_settings(stored), Calibration(
        eighty, ninety_five, kind, float(stored["calibration"]["shift"])
    )


def read_settings(stored: dict[str, Any]) -> Prior:
    """The prior alone."""
    structures, settings = stored["structures"], stored["settings"]
    weight = np.array(settings["weight"], dtype=float)
    return Prior(
        {name: np.array(structures[name], dtype=float) for name in PARTS},
        np.array(settings["structure"], dtype=np.intp),
        np.array(settings["drift"], dtype=float),
        np.array(settings["noise"], dtype=float),
        weight / weight.sum(),
    )
