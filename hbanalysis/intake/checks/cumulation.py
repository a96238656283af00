"""Months against years-to-date.

One may be delivered as the other, a sum may fall, a month may not be the difference. Printed months
and printed sums are both kept; where they differ is told, and ``hba revisions`` lists by how much.
"""

from __future__ import annotations

import numpy as np

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import ObservationArrays, month_name
from hbanalysis.intake.observations.other_year import starts_in
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.rows import records

SUMMED = ("flow", "cap")
FEWEST = 3
# A sum fits the history "much better" as differences when these miss it by less than half as much
# (in logarithms).
MUCH_BETTER, FAR_OFF = 0.5, np.log(1.5)


def falling_sums(tables: Tables) -> list[Finding]:
    """A year-to-date below an earlier one of its year that was not revised after it was printed."""
    seen = tables.picture
    rows = np.flatnonzero(seen.of(*SUMMED, "per_ward") & (seen.ytd == 1))
    lane, year = seen.lane[rows], seen.year[rows]
    falls = (
        (lane[1:] == lane[:-1])
        & (year[1:] == year[:-1])
        & (seen.value[rows][1:] < seen.value[rows][:-1])
    )
    falls &= seen.published[rows][:-1] <= seen.published[rows][1:]
    anew = _starting_anew(tables)
    falls[falls] = [_pair(seen, row) not in anew for row in rows[1:][falls]]
    return _of_another_year(tables, anew) + [
        tables.observed(
            int(seen.position[row]),
            "value",
            "warning",
            "ytd-falls",
            "The year-to-date falls from {expected} in {before} to {found} in {period} without a"
            " revision; is it the month alone?",
            found=float(seen.value[row]),
            period=seen.name(row),
            expected=float(seen.value[former]),
            before=seen.name(former),
        )
        for former, row in zip(rows[:-1][falls], rows[1:][falls], strict=True)
    ]


def _pair(seen: ObservationArrays, row: int) -> tuple[str, str]:
    return str(seen.territories[seen.territory[row]]), str(seen.indicators[seen.indicator[row]])


def _starting_anew(tables: Tables) -> dict[tuple[str, str], int]:
    """The summed series whose year starts in another month than January, and in which."""
    table = tables["observations"]
    sums = table[table["accumulation"] == "ytd"].sort_values("published", kind="stable")
    listed = tables["indicators"].drop_duplicates("indicator").set_index("indicator")
    summed = sums["indicator"].astype(str).map(listed["measure"]).isin(SUMMED)
    return starts_in(sums[summed.to_numpy(dtype=bool)])


def _of_another_year(tables: Tables, anew: dict[tuple[str, str], int]) -> list[Finding]:
    """One finding for each series that is counted by another year, at its first figure."""
    seen, findings = tables.picture, []
    for pair, month in anew.items():
        rows = seen.rows_of(seen.series_of(*pair))
        sums = rows[seen.ytd[rows] == 1]
        findings.append(
            tables.observed(
                int(seen.position[sums[0]]),
                "value",
                "warning",
                "other-year",
                "The year-to-date starts anew in month {found} of every year: the year of this"
                " series does not start in January, so it is not judged by the calendar.",
                found=month,
            )
        )
    return findings


def years_of_months(seen: ObservationArrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of monthly flows, and where each run of months from January begins and ends."""
    rows = np.flatnonzero(seen.of("flow") & (seen.ytd == 0))
    if not len(rows):
        return rows, rows, rows
    number, month = seen.lane[rows] * 10_000 + seen.year[rows], seen.month[rows]
    starts = np.flatnonzero(np.append([True], number[1:] != number[:-1]))
    ends = np.append(starts[1:], len(rows))
    whole = (month[starts] % 12 == 0) & (month[ends - 1] - month[starts] == ends - 1 - starts)
    return rows, starts[whole], ends[whole]


def sums_as_months(tables: Tables) -> list[Finding]:
    """A cumulative sum delivered as a month.

    It may be a whole year of sums, a single sum among months, or the source's own sum.
    """
    rows, starts, ends = years_of_months(tables.picture)
    long = (ends - starts >= FEWEST) & (tables.picture.value[rows[starts]] > 0)
    starts, ends = starts[long], ends[long]
    # One line for each year, its months from January on: a million rows are sifted here, the few
    # left are looked at.
    positions = np.minimum(starts[:, None] + np.arange(12), np.maximum(ends[:, None], 1) - 1)
    months = np.where(
        np.arange(12) < (ends - starts)[:, None], tables.picture.value[rows[positions]], np.nan
    )
    falls = (np.diff(months) <= 0).any(axis=1)
    findings = []
    for year in np.flatnonzero(~falls):
        findings += _whole_year(tables, rows[starts[year] : ends[year]])
    for year in np.flatnonzero(falls & _like_sums(months)[:, FEWEST:].any(axis=1)):
        findings += _single(tables, rows[starts[year] : ends[year]])
    already = {(finding.file, finding.locator) for finding in findings}
    return findings + [one for one in _own_sum(tables) if (one.file, one.locator) not in already]


def _like_sums(months: np.ndarray) -> np.ndarray:
    """Months (lines are years) that are all earlier ones together plus about an ordinary one."""
    before = np.cumsum(months, axis=1)[:, :-1]
    ordinary, rest = before / np.arange(1, months.shape[1]), months[:, 1:] - before
    alike = (rest >= 0.3 * ordinary) & (rest <= 3 * ordinary)
    return np.concatenate([np.zeros((len(months), 1), dtype=bool), alike], axis=1)


def _whole_year(tables: Tables, rows: np.ndarray) -> list[Finding]:
    """Months of a year that only rise, and look like sums.

    They do if their differences are of the size of a month and they themselves are not.
    """
    seen = tables.picture
    values, differences = seen.value[rows], np.diff(seen.value[rows])
    usual = _usual_months(seen, rows)[1:]
    if np.isnan(usual).any():  # no history: the sums of even months rise by about January each time
        usual = np.full(len(differences), values[0])
        if len(values) <= FEWEST:
            return []
    as_months = float(np.median(np.abs(np.log(values[1:] / usual))))
    as_sums = float(np.median(np.abs(np.log(differences / usual))))
    if as_months < FAR_OFF or as_sums > as_months * MUCH_BETTER:
        return []
    return [
        tables.observed(
            int(seen.position[rows[-1]]),
            "value",
            "warning",
            "ytd-as-month",
            "The months of {year} only rise, to {found} in {period} where about {expected} is"
            " usual; are they years-to-date?",
            found=float(values[-1]),
            period=seen.name(rows[-1]),
            year=int(seen.year[rows[-1]]),
            expected=float(f"{usual[-1]:.3g}"),
        )
    ]


def _other_years(seen: ObservationArrays, rows: np.ndarray) -> np.ndarray:
    """The rows of the same series in years other than that of ``rows``."""
    start, end = np.searchsorted(seen.lane, [seen.lane[rows[0]], seen.lane[rows[0]] + 1])
    others = np.arange(start, end)
    return others[(seen.year[others] != seen.year[rows[0]]) & (seen.value[others] > 0)]


def _usual_months(seen: ObservationArrays, rows: np.ndarray) -> np.ndarray:
    """For each month the median of the same month in the series' other years.

    NaN where there are fewer than two.
    """
    others, usual = _other_years(seen, rows), []
    for row in rows:
        same = seen.value[others[seen.month[others] % 12 == seen.month[row] % 12]]
        usual.append(float(np.median(same)) if len(same) >= 2 else np.nan)
    return np.array(usual)


def _single(tables: Tables, rows: np.ndarray) -> list[Finding]:
    """One month that is all earlier months of its year and an ordinary one: the habit has changed.

    It must also be larger than every month of other years: single large months are the nature of
    some series.
    """
    seen = tables.picture
    values = seen.value[rows]
    before = np.append([0], np.cumsum(values)[:-1])
    unheard = values > seen.value[_other_years(seen, rows)].max(initial=0)
    # Where the months before are large and small in turns there is no ordinary month to be one
    # more.
    even = np.array(
        [n > 0 and values[:n].max() <= 3 * np.median(values[:n]) for n in range(len(values))]
    )
    hits = np.flatnonzero(_like_sums(values[None, :])[0] & unheard & even)
    return [
        tables.observed(
            int(seen.position[rows[hit]]),
            "value",
            "warning",
            "ytd-as-month",
            "{found} in {period} is more than all earlier months of the year together ({expected});"
            " is it the year-to-date?",
            found=float(values[hit]),
            period=seen.name(rows[hit]),
            expected=round(float(before[hit]), 6),
        )
        for hit in hits[hits >= FEWEST][:1]
    ]


def _own_sum(tables: Tables) -> list[Finding]:
    """A month that equals, or is larger than, the year-to-date printed with it, after January."""
    pairs = tables.printed_together
    later = pairs[
        (pairs["month"] % 12 > 0) & (pairs["before"] > 0) & (pairs["value"] >= pairs["ytd"])
    ]
    return [
        tables.observed(
            int(pair.position),
            "value",
            "warning",
            "ytd-as-month" if pair.value == pair.ytd else "month-above-ytd",
            "{found} for the month {period} is not below the year-to-date printed with "
            "it ({expected}).",
            found=float(pair.value),
            period=month_name(int(pair.month)),
            expected=float(pair.ytd),
        )
        for pair in records(later)
    ]


def months_not_differences(tables: Tables) -> list[Finding]:
    """One note per series whose printed months are not the differences of its years-to-date."""
    pairs = tables.printed_together
    if pairs.empty:
        return []
    pairs = pairs.assign(
        share=(pairs["off"].abs() / pairs["value"].abs().where(pairs["value"] != 0))
    )
    differs = pairs[pairs["differs"]]
    counts = pairs.groupby("series").size()
    worst = (
        differs.sort_values("share", kind="stable")
        .drop_duplicates("series", keep="last")
        .sort_values("series")
    )
    number = differs.groupby("series").size()
    return [
        tables.observed(
            int(pair.position),
            "value",
            "note",
            "month-not-difference",
            "{count} of {all} printed months are not the difference of the years-to-date printed"
            " with them; the farthest, {period}, is {found} against {expected}. Both are kept.",
            count=int(number[pair.series]),
            all=int(counts[pair.series]),
            period=month_name(int(pair.month)),
            found=float(pair.value),
            expected=round(float(pair.value - pair.off), 6),
        )
        for pair in records(worst)
    ]
