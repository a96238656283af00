"""Parts and wholes: a part larger than its whole, parts that together are more than it.

Which indicator is a part of which is written in ``indicators.csv``; a relation that is only our
reading (``parent_basis = inferred``) makes a note, not a warning.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import ObservationArrays
from hbanalysis.vocabulary.errors import Finding, Level
from hbanalysis.vocabulary.rows import records


def parts_above_wholes(tables: Tables) -> list[Finding]:
    """A part of an indicator above the indicator, in the same place, month and kind of figure."""
    seen, indicators = (
        tables.picture,
        tables["indicators"].drop_duplicates("indicator").set_index("indicator"),
    )
    findings = []
    parts = indicators[indicators["parent"].isin(indicators.index)]
    for code, part in zip(parts.index, records(parts), strict=True):
        whole = indicators.loc[part.parent]
        if part.measure not in ("flow", "stock") or (part.measure, part.unit) != (
            whole["measure"],
            whole["unit"],
        ):
            continue
        level: Level = "note" if part.parent_basis == "inferred" else "warning"
        for territory in seen.territories:
            findings += _larger(
                tables,
                seen.series_of(territory, code),
                seen.series_of(territory, part.parent),
                level,
                str(part.parent),
            )
    return findings + _places_above_places(tables) + _sums_above_wholes(tables, indicators)


def _larger(tables: Tables, part: int, whole: int, level: Level, name: str) -> list[Finding]:
    """Months in which one series is above another that contains it."""
    seen = tables.picture
    if part < 0 or whole < 0:
        return []
    parts, wholes = (seen.rows_of(series) for series in (part, whole))
    # One series has one row for a kind, calendar and month.
    _, at, of = np.intersect1d(_cells(seen, parts), _cells(seen, wholes), return_indices=True)
    order = np.argsort(at)
    parts, wholes = parts[at[order]], wholes[of[order]]
    above = seen.value[parts] > seen.value[wholes]
    return [
        tables.observed(
            int(seen.position[row]),
            "value",
            level,
            "part-above-whole",
            "The part {found} is larger than the whole {whole} in {period}, {expected}.",
            found=float(seen.value[row]),
            whole=name,
            period=seen.name(row),
            expected=float(seen.value[other]),
        )
        for row, other in zip(parts[above], wholes[above], strict=True)
    ]


def _cells(seen: ObservationArrays, rows: np.ndarray) -> np.ndarray:
    """A number for kind, calendar and month of each row."""
    kinds = seen.ytd[rows].astype(np.int64) * 2 + seen.shifted[rows]
    return np.asarray(seen.month[rows].astype(np.int64) * 4 + kinds)


def _places_above_places(tables: Tables) -> list[Finding]:
    """A flow or stock of a ward above that of its district."""
    seen, places = tables.picture, tables["territories"].drop_duplicates("territory")
    observed = places[
        places["territory"].isin(seen.territories) & places["parent"].isin(seen.territories)
    ]
    findings = []
    for territory in records(observed):
        for thing, measure in zip(seen.indicators, seen.measures, strict=True):
            if measure in ("flow", "stock"):
                findings += _larger(
                    tables,
                    seen.series_of(territory.territory, thing),
                    seen.series_of(territory.parent, thing),
                    "warning",
                    str(territory.parent),
                )
    return findings


def _sums_above_wholes(tables: Tables, indicators: pd.DataFrame) -> list[Finding]:
    """Several stated parts that together are more than their whole (each alone is not)."""
    seen, findings = tables.picture, []
    stated = indicators[
        (indicators["parent_basis"] == "stated") & indicators["measure"].isin(["flow", "stock"])
    ]
    units = indicators["unit"].to_dict()
    for parent, parts in stated.groupby("parent"):
        if len(parts) < 2 or set(parts["unit"]) != {units.get(parent)}:
            continue
        for territory in seen.territories:
            numbers = [seen.series_of(territory, name) for name in (str(parent), *parts.index)]
            if min(numbers) < 0:
                continue
            for row in _together(seen, numbers):
                whole, *shares = (float(seen.value[position]) for position in row)
                total = round(sum(shares), 9)
                if total > whole >= max(shares):
                    findings.append(
                        tables.observed(
                            int(seen.position[row[0]]),
                            "value",
                            "warning",
                            "parts-above-whole",
                            "The parts {parts} together are {found} in {period}, more than the"
                            " whole, {expected}.",
                            parts=", ".join(parts.index),
                            found=total,
                            period=seen.name(row[0]),
                            expected=whole,
                        )
                    )
    return findings


def _together(seen: ObservationArrays, series: list[int]) -> np.ndarray:
    """The rows of several series that speak of one kind, calendar and month, side by side."""
    rows = [seen.rows_of(number) for number in series]
    cells = [_cells(seen, own) for own in rows]
    common = cells[0][np.isin(cells[0], reduce(np.intersect1d, cells))]
    found = []
    for own, at in zip(rows, cells, strict=True):
        order = np.argsort(at)
        found.append(own[order[np.searchsorted(at, common, sorter=order)]])
    return np.column_stack(found)


def targets_above_wholes(tables: Tables) -> list[Finding]:
    """A target of a part above the target of its whole, of the same place, year and plan."""
    targets = tables["targets"].dropna(subset=["value"]).sort_values("decided", kind="stable")
    parts = tables["indicators"].query("parent != '' and measure in ('flow', 'stock')")
    latest = targets.drop_duplicates(["territory", "indicator", "year", "plan"], keep="last")
    joined = latest.merge(parts[["indicator", "parent", "parent_basis"]], on="indicator").merge(
        latest[["territory", "indicator", "year", "plan", "value"]],
        suffixes=("", "_whole"),
        left_on=["territory", "parent", "year", "plan"],
        right_on=["territory", "indicator", "year", "plan"],
    )
    return [
        tables.told(
            "targets",
            row,
            "value",
            "note" if row["parent_basis"] == "inferred" else "warning",
            "part-above-whole",
            "The part {found} is larger than the whole {whole} in {period}, {expected}.",
            found=row["value"],
            whole=row["parent"],
            period=row["year"],
            expected=row["value_whole"],
        )
        for row in records(joined[joined["value"] > joined["value_whole"]])
    ]
