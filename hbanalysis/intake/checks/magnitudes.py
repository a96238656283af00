"""Numbers of another size than their own history.

A factor of a thousand, percentages given as shares, ratios above 100 %. All are warnings: a number
may be astonishing and true. History is the series' own values, never another's.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import ObservationArrays
from hbanalysis.vocabulary.errors import Finding, Level
from hbanalysis.vocabulary.rows import records

# Units differ by thousands (đồng, nghìn, triệu, tỷ). A gap of 50 between neighbouring sizes, with a
# factor of at least 100 between the two groups is no season: the real monthly series at hand stay
# within a factor of 60 altogether.
GAP, JUMP = np.log10(50), 2.0
FEWEST = 3
# A month that is a thousand times too large is some 80 times the annual plan; a true one is a part
# of it.
FAR_ABOVE_PLAN = 10
FAR_ABOVE_HISTORY, FEWEST_OTHERS = 10, 6


def unit_jumps(tables: Tables) -> list[Finding]:
    """Values about a thousand or a million times larger or smaller than others of their series."""
    seen = tables.picture
    # A year-to-date is compared as its monthly mean: 1200 by December is of the size of 100 a
    # month.
    months = np.where((seen.ytd == 1) & seen.of("flow"), seen.month % 12 + 1, 1)
    rows = np.flatnonzero(seen.of("flow", "stock") & (seen.value > 0))
    rows = rows[_ranging_wide(seen.series[rows], seen.value[rows] / months[rows])]
    size = np.log10(seen.value[rows] / months[rows])
    order = np.lexsort([size, seen.series[rows]])
    rows, size = rows[order], size[order]
    series = seen.series[rows]
    wide = (np.diff(size) > GAP) & (series[1:] == series[:-1])
    findings = []
    for one in np.unique(series[1:][wide]):
        start, end = np.searchsorted(series, [one, one + 1])
        if end - start >= FEWEST:
            findings += _jumps(tables, rows[start:end], size[start:end], months)
    return findings + _above_plan(tables, {finding.locator + finding.file for finding in findings})


def far_above_history(tables: Tables) -> list[Finding]:
    """Single values at least ten times above the largest other one of their series."""
    seen, findings = tables.picture, []
    months = np.where((seen.ytd == 1) & seen.of("flow"), seen.month % 12 + 1, 1)
    rows = np.flatnonzero(seen.of("flow", "stock", "cap", "per_ward") & (seen.value > 0))
    size = seen.value[rows] / months[rows]
    order = np.lexsort([size, seen.series[rows]])
    rows, size, series = rows[order], size[order], seen.series[rows[order]]
    ends = np.flatnonzero(np.append(series[1:] != series[:-1], [len(series) > 0]))
    starts = np.append([0], ends + 1)[: len(ends)]
    for start, end in zip(starts, ends, strict=True):
        if end - start < FEWEST_OTHERS:
            continue
        factor = size[end] / size[end - 1]
        if FAR_ABOVE_HISTORY <= factor < 10**JUMP:  # from there on another unit: unit_jumps
            findings.append(
                tables.observed(
                    int(seen.position[rows[end]]),
                    "value",
                    "warning",
                    "far-above-history",
                    "{found} in {period} is {factor} times the largest other value of its series"
                    " ({expected}).",
                    found=float(seen.value[rows[end]]),
                    period=seen.name(rows[end]),
                    factor=_three(factor),
                    expected=_three(float(size[end - 1])),
                )
            )
    return findings


def _ranging_wide(series: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Rows of the series (in order) whose values lie further apart than the gap.

    Hardly any do, so it pays to ask first.
    """
    if not len(series):
        return np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.append([True], series[1:] != series[:-1]))
    wide = np.maximum.reduceat(value, starts) > np.minimum.reduceat(value, starts) * 10**GAP
    return np.repeat(wide, np.diff(np.append(starts, len(series))))


def _jumps(tables: Tables, rows: np.ndarray, size: np.ndarray, months: np.ndarray) -> list[Finding]:
    """The findings of one series, its rows sorted by size and having at least one wide gap."""
    seen = tables.picture
    cuts = [0, *(np.flatnonzero(np.diff(size) > GAP) + 1), len(rows)]
    groups = [rows[a:b] for a, b in pairwise(cuts)]
    usual = max(groups, key=lambda group: (len(group), -seen.month[group].min()))
    if len(usual) < 2 or _lumpy(seen, rows, usual):
        return []
    level = float(np.median(seen.value[usual] / months[usual]))
    findings = []
    for row in np.setdiff1d(rows, usual):
        away = float(np.log10(seen.value[row] / months[row] / level))
        if abs(away) < JUMP:
            continue
        template = (
            "{found} in {period} is about {factor} times as large as the series' other values"
            " ({expected}); is it in another unit?"
            if away > 0
            else (
                "{found} in {period} is about {factor} times smaller than the series' other values"
                " ({expected}); is it in another unit?"
            )
        )
        findings.append(
            tables.observed(
                int(seen.position[row]),
                "value",
                "warning",
                "unit-jump",
                template,
                found=float(seen.value[row]),
                period=seen.name(row),
                factor=10 ** (3 * max(1, round(abs(away) / 3))),
                expected=_three(level * months[row]),
            )
        )
    return findings


def _lumpy(seen: ObservationArrays, rows: np.ndarray, usual: np.ndarray) -> bool:
    """Whether large and small values come in turns, many of both.

    That is the nature of a series (land sales), not a slip of unit.
    """
    if len(usual) >= len(rows) * 2 / 3:
        return False
    inside = np.isin(rows[np.argsort(seen.month[rows], kind="stable")], usual)
    return int((inside[1:] != inside[:-1]).sum()) > 2


def _three(value: float) -> float:
    """Three significant digits: a level is no exact number."""
    return float(f"{value:.3g}")


def _above_plan(tables: Tables, already: set[str]) -> list[Finding]:
    """Without enough history the annual plan is the measure: a single figure ten times above it."""
    seen, targets = tables.picture, tables["targets"]
    plans = targets[targets["value"] > 0].groupby(["territory", "indicator", "year"])["value"].max()
    findings = []
    for target in records(plans.reset_index()):
        series = seen.series_of(target.territory, target.indicator)
        if series < 0 or seen.measures[series % len(seen.indicators)] not in ("flow", "stock"):
            continue
        rows = seen.rows_of(series)
        for row in rows[
            (seen.year[rows] == target.year) & (seen.value[rows] >= target.value * FAR_ABOVE_PLAN)
        ]:
            finding = tables.observed(
                int(seen.position[row]),
                "value",
                "warning",
                "unit-jump",
                "{found} in {period} is more than {factor} times the annual plan of {expected}; is"
                " it in another unit?",
                found=float(seen.value[row]),
                period=seen.name(row),
                factor=FAR_ABOVE_PLAN,
                expected=float(target.value),
            )
            if finding.locator + finding.file not in already:
                findings.append(finding)
    return findings


def mixed_percent_scales(tables: Tables) -> list[Finding]:
    """98.5 and 0.985 in one series of percentages, or 0.985 against a plan of 98.5."""
    seen, targets = tables.picture, tables["targets"]
    rows = np.flatnonzero(seen.of("ratio") & seen.percent[seen.indicator] & (seen.value > 0))
    plan = targets[targets["value"] > 1.5].groupby(["territory", "indicator"])["value"].median()
    findings = []
    for one in np.unique(seen.series[rows[seen.value[rows] <= 1.5]]):
        here = rows[seen.series[rows] == one]
        small = here[seen.value[here] <= 1.5]
        large = here[seen.value[here] > 1.5]
        pair = (
            str(seen.territories[seen.territory[here[0]]]),
            str(seen.indicators[seen.indicator[here[0]]]),
        )
        usual = float(np.median(seen.value[large])) if len(large) else float(plan.get(pair, np.nan))
        alike = small[(seen.value[small] * 100 > usual / 2) & (seen.value[small] * 100 < usual * 2)]
        if (
            len(alike) > len(large) > 0
        ):  # the many are shares: then the few percentages are the others
            alike, usual = large, float(np.median(seen.value[alike]))
        findings += [
            tables.observed(
                int(seen.position[row]),
                "value",
                "warning",
                "percent-scale",
                "{found} stands in {period} where the series has about {expected}; shares and"
                " percentages may be mixed.",
                found=float(seen.value[row]),
                period=seen.name(row),
                expected=_three(usual),
            )
            for row in alike
        ]
    return findings


ABOVE_100 = "The ratio is {found} %, above {expected} %."
OVER_WHOLE = "The numerator {found} is larger than the denominator {expected}."
BEYOND_FIELD = "The rank {found} lies beyond the field of {expected}."


def ratios_out_of_range(tables: Tables) -> list[Finding]:
    """Ratios that cannot be right.

    More than 100 %, more counted than there are, a place beyond the field, a value that is not its
    own quotient.
    """
    table, indicators = tables["observations"], tables["indicators"].drop_duplicates("indicator")
    kinds = indicators[indicators["measure"].isin(["ratio", "rank"])]
    few = table[table["indicator"].isin(set(kinds["indicator"]))]
    unit = few["indicator"].astype(str).map(kinds.set_index("indicator")["unit"])
    ratio = few["indicator"].astype(str).map(kinds.set_index("indicator")["measure"]) == "ratio"
    percent = ratio & (unit == "%")
    above = percent & (few["value"] > 100)
    over = ratio & ~above & (few["numerator"] > few["denominator"])
    beyond = ~ratio & (few["value"] > few["denominator"])
    bounded = few.assign(limit=100)
    problems: tuple[tuple[pd.Series, str, Level, str, str, str], ...] = (
        (above, "value", "warning", "ratio-over-100", ABOVE_100, "limit"),
        (over, "numerator", "warning", "ratio-over-100", OVER_WHOLE, "denominator"),
        (beyond, "value", "warning", "rank-beyond-field", BEYOND_FIELD, "denominator"),
    )
    findings = [
        tables.told(
            "observations", row, cell, level, rule, text, found=row[cell], expected=row[bound]
        )
        for rows, cell, level, rule, text, bound in problems
        for row in records(bounded[rows])
    ]
    return findings + _quotients(tables, few[percent])


def _quotients(tables: Tables, ratios: pd.DataFrame) -> list[Finding]:
    """Percentages that are not numerator by denominator, to half a unit of the last digit."""
    both = ratios[ratios[["value", "numerator", "denominator"]].notna().all(axis=1)]
    quotient = 100 * both["numerator"] / both["denominator"].where(both["denominator"] != 0)
    digits = both["value"].map(lambda value: len(repr(float(value)).partition(".")[2].rstrip("0")))
    off = quotient.isna() | (
        (both["value"] - quotient).abs() > 0.5001 * 10.0 ** -digits.astype(float)
    )
    if not off.any():
        return []
    findings = [
        tables.told(
            "observations",
            row,
            "value",
            "warning",
            "ratio-not-quotient",
            "{found} % is not {numerator} of {denominator}.",
            found=row["value"],
            numerator=row["numerator"],
            denominator=row["denominator"],
        )
        for row in records(both[off])
    ]
    shares = {
        (finding.file, finding.locator) for finding in mixed_percent_scales(tables)
    }  # told there already
    return [finding for finding in findings if (finding.file, finding.locator) not in shares]
