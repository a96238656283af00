"""A total, its parts and the rest drawn together: year-ends that add up in every path.

The total keeps the distribution it was projected with. Its parts and the rest start from their own
distributions, independent of each other, and are then told what the total is: in each path what
they fall short of it, or exceed it by, is shared out in proportion to their variances. Of all joint
distributions with that total it is the one nearest to what was said of the parts (Jeffrey's rule,
worked out as for normal distributions). Nothing is drawn by chance: the paths are a fixed grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from hbanalysis.analysis.yearend.line_outcomes import wholes
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

Array = NDArray[np.float64]
WHOLE, PART, REST = "whole", "part", "rest"
COLUMNS = ["territory", "whole", "path", "level", "role", "indicator", "value"]
OVERLAP = 0.01
"""By how much parts may exceed their whole to date (of the whole) and be called parts of it."""


def joint_year_ends(projected: pd.DataFrame, paths: int = 200) -> pd.DataFrame:
    """Possible year-ends of totals with their parts: in every path parts and rest make the total.

    The totals have the quantiles of :func:`hbanalysis.project_year`. The parts give way to them
    where both cannot be true, so a part's quantiles here may differ from those of its own row,
    which knows nothing of the total. The rest is whatever the table has no projected part for.
    Parts that overlap (together more than their total to date) have no joint paths; hand over a
    table without the overlapping ones.

    Parameters
    ----------
    projected
        The table of :func:`hbanalysis.project_year` or ``year.projected``, or some rows of it in
        any order. A part counts where its total is among them and both are projected.
    paths
        How many paths; each is as likely as any other.

    Returns
    -------
    DataFrame
        For each total and path one row of role ``whole``, one of role ``part`` for each part and
        one of role ``rest``: ``territory, whole, path`` (from 1), ``level`` (of the first total in
        its own distribution, 0-1), ``role, indicator`` (empty for the rest), ``value``. A part that
        is itself a total has the same values in both places.

    Raises
    ------
    HbaError
        For a table without projections, or fewer than 2 paths.

    Examples
    --------
    >>> drawn = hb.joint_year_ends(year.projected, paths=3)
    >>> of_revenue = drawn[drawn["whole"] == "3"]
    >>> of_revenue.pivot(index="path", columns="role", values="value").round(1).values.tolist()
    [[539.0, 877.7, 1416.7], [557.0, 911.2, 1468.3], [573.0, 954.1, 1527.1]]

    """
    if "quantiles" not in projected:
        raise WrongUsage("A table of hb.project_year is expected here.")
    if paths < 2:
        raise WrongUsage("There must be at least 2 paths, not {found}.", found=str(paths))
    drawn = [
        table
        for _, rows in projected.groupby("territory", sort=True)
        for table in _of_territory(rows.sort_values("indicator"), paths)
    ]
    if not drawn:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})
    return pd.concat(drawn, ignore_index=True)[COLUMNS]


def _of_territory(rows: pd.DataFrame, paths: int) -> list[pd.DataFrame]:
    """The families of one territory, totals before the parts that are totals themselves."""
    lines = [line for line in records(rows) if not is_missing(line.point)]
    above = wholes(lines)
    families: dict[int, list[int]] = {}
    for part, whole in above.items():
        families.setdefault(whole, []).append(part)
    levels = (np.arange(paths) + 0.5) / paths
    values: dict[int, Array] = {}
    grid = iter(_grid(paths, len(lines) + len(families)))
    uniform = {place: next(grid) for place in range(len(lines))}
    tables: list[pd.DataFrame] = []
    waiting = [place for place in families if place not in above]
    while waiting:
        whole = waiting.pop(0)
        parts = families.get(whole, [])
        total = values.setdefault(whole, _quantile(lines[whole], levels))
        found = [_member(lines[part], uniform[part]) for part in parts]
        rest = _rest(lines[whole], [lines[part] for part in parts], total, found, next(grid))
        waiting += [part for part in parts if part in families]
        if rest is None:
            continue
        shared = _shared(total, [*found, rest])
        values.update(zip(parts, shared, strict=False))
        named = [(WHOLE, lines[whole].indicator, total)]
        named += [(PART, lines[part].indicator, values[part]) for part in parts]
        named += [(REST, "", total - sum(values[part] for part in parts))]
        tables += [_table(lines[whole], levels, *one) for one in named]
    return tables


def _table(whole: Any, levels: Array, role: str, code: str, value: Array) -> pd.DataFrame:
    """The paths of one member of a family."""
    return pd.DataFrame(
        {
            "territory": str(whole.territory),
            "whole": str(whole.indicator),
            "path": np.arange(1, len(levels) + 1),
            "level": levels,
            "role": role,
            "indicator": str(code),
            "value": value,
        }
    )


@dataclass(frozen=True)
class _Member:
    """Draws of a part or of the rest, how far it reaches below and above its middle, its floor."""

    draws: Array
    below: float
    above: float
    floor: float


def _quantile(line: Any, levels: Array) -> Array:
    """The values of a line at levels: straight lines between its quantiles, in normal scores.

    Beyond the outer ones the last line goes on, never below what cannot be lost again.
    """
    if not line.quantiles:
        return np.full(len(levels), float(line.point))
    known = ndtri(np.array(sorted(line.quantiles)))
    value = np.array([line.quantiles[level] for level in sorted(line.quantiles)])
    score = ndtri(levels)
    inside = np.interp(score, known, value)
    for place, beyond in ((0, score < known[0]), (-2, score > known[-1])):
        slope = (value[place + 1] - value[place]) / (known[place + 1] - known[place])
        end = place if place == 0 else -1
        inside[beyond] = value[end] + slope * (score[beyond] - known[end])
    least = min(_floor(line), float(value[0]))
    held: Array = np.maximum(inside, least)
    return held


def _member(line: Any, levels: Array) -> _Member:
    """A part as its own row says it."""
    low, middle, high = _quantile(line, np.array([0.1, 0.5, 0.9]))
    return _Member(_quantile(line, levels), middle - low, high - middle, _floor(line))


def _floor(line: Any) -> float:
    """What a line cannot fall below."""
    return -np.inf if line.signed or is_missing(line.actual) else float(line.actual)


def _rest(
    whole: Any, parts: list[Any], total: Array, found: list[_Member], levels: Array
) -> _Member | None:
    """What no projected part stands for; None where the parts overlap.

    Where all are known up to the same month it grows as the total does, with a doubt in proportion
    that is the largest of the parts'. Else it is what the parts leave, as doubtful as the total.
    """
    middle = float(np.median(total))
    spread = max(middle - float(np.quantile(total, 0.1)), float(np.quantile(total, 0.9)) - middle)
    left = middle - sum(float(np.median(one.draws)) for one in found)
    to_date, floor = np.nan, -np.inf if whole.signed else 0.0
    if len({line.through for line in (whole, *parts)}) == 1:
        to_date = float(whole.actual) - sum(float(line.actual) for line in parts)
        if to_date < -OVERLAP * abs(float(whole.actual)) and not whole.signed:
            return None
        to_date = to_date if whole.signed else max(to_date, 0.0)  # printed figures are rounded
    if np.isfinite(to_date) and float(whole.actual) > 0:
        left = to_date * middle / float(whole.actual)
        spread = abs(left) * max(_doubt(one) for one in found)
    draws = left + spread / ndtri(0.9) * ndtri(levels)
    return _Member(np.maximum(draws, floor), spread, spread, floor)


def _doubt(one: _Member) -> float:
    """How far a part reaches from its middle, in proportion; at most all of it."""
    reach, middle = max(one.below, one.above), abs(float(np.median(one.draws)))
    return reach / middle if reach < middle else float(reach > 0)


def _shared(total: Array, members: list[_Member]) -> list[Array]:
    """The draws moved so that they add up to the total, by variance, none below its floor.

    What the floors leave over falls to the last, the rest.
    """
    draws = np.array([one.draws for one in members])
    floors = np.array([[one.floor] for one in members])
    widest = max(max(one.below, one.above) for one in members) or 1.0
    for _ in members:
        gap = total - draws.sum(axis=0)
        reach = np.array([np.where(gap > 0, one.above, one.below) / widest for one in members]) ** 2
        reach = np.where((gap < 0) & (draws <= floors), 0.0, reach)
        sum_of = reach.sum(axis=0)
        share = np.divide(reach, sum_of, out=np.zeros_like(reach), where=sum_of > 0)
        draws = np.maximum(draws + share * gap, floors)
    draws[-1] += total - draws.sum(axis=0)
    return list(draws)


def _grid(paths: int, count: int) -> Array:
    """``count`` rows of ``paths`` levels that fill the cube evenly: an additive recurrence.

    Its steps are the powers of the root of x^(count + 1) = x + 1 (the golden ratio for one row).
    """
    root = 2.0
    for _ in range(64):
        root = (1 + root) ** (1 / (count + 1))
    steps = root ** -np.arange(1.0, count + 1)
    grid: Array = np.mod(0.5 + steps[:, None] * np.arange(1, paths + 1), 1.0)
    return np.clip(grid, 0.5 / paths, 1 - 0.5 / paths)
