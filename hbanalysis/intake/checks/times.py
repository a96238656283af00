"""Numbers out of their time.

Impossible days, months of the future, two calendars, a territory that was not there.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import mapped, mixed_radix, month_numbers
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.rows import records


def impossible_days(tables: Tables) -> list[Finding]:
    """Days that no calendar has."""
    findings = []
    for name, schema in SCHEMAS.items():
        for column in (c.name for c in schema.columns if c.kind == "day"):
            cells = tables[name][column]
            days = pd.Series(cells.unique().astype("str"))
            broken = set(
                days[(days != "") & pd.to_datetime(days, format="%Y-%m-%d", errors="coerce").isna()]
            )
            if broken:
                findings += [
                    tables.told(
                        name,
                        row,
                        column,
                        "error",
                        "impossible-day",
                        "{found} is a day that does not exist.",
                        found=row[column],
                    )
                    for row in records(tables[name][cells.isin(broken)])
                ]
    return findings


def future_months(tables: Tables) -> list[Finding]:
    """Months published before they began, and numbers of a day that has not come yet."""
    table = tables["observations"]
    period = month_numbers(table["period"])
    words = table["published"].cat.categories
    month = {day: int(day[:4]) * 12 + int(day[5:7]) - 1 for day in words if day}
    published = mapped(table["published"], month, -1)
    # "ước 6 tháng" is published in May: an estimate may come before its month, within the same
    # year.
    foreseen = (mapped(table["status"], {"estimate": 1}) == 1) & (published // 12 == period // 12)
    early = (published >= 0) & (published < period) & ~foreseen
    findings = [
        tables.told(
            "observations",
            row,
            "published",
            "error",
            "future-month",
            "The month {period} is said to be published on {found}, before it began.",
            period=row["period"],
            found=row["published"],
        )
        for row in records(table[early])
    ]
    now = int(tables.today[:4]) * 12 + int(tables.today[5:7]) - 1
    tomorrow = mapped(table["published"], {day: 1 for day in words if day > tables.today}) == 1
    ahead = ~early & (tomorrow | ((published < 0) & (period > now)))
    return findings + [
        tables.told(
            "observations",
            row,
            "published",
            "warning",
            "future-day",
            "The month {period} is dated {found}, later than the day of this check ({expected}).",
            period=row["period"],
            found=row["published"] or row["period"],
            expected=tables.today,
        )
        for row in records(table[ahead])
    ]


def outside_territory(tables: Tables) -> list[Finding]:
    """Months in which the territory did not exist.

    The year-to-date of the year in which it began, printed after that day, is the source's own
    sum over its parts and may stand.
    """
    table, places = tables["observations"], tables["territories"].drop_duplicates("territory")
    bounded = places[(places["valid_from"] != "") | (places["valid_to"] != "")]
    bounded = bounded[bounded["territory"].isin(table["territory"].unique())]
    findings = []
    for territory in records(bounded):
        here = table["territory"] == territory.territory
        month = table.loc[here, "period"].astype(str)
        first, rows = territory.valid_from, table.loc[here].astype({"published": "str"})
        own_sum = (rows["accumulation"] == "ytd") & (rows["published"] >= first)
        own_sum &= month.str[:4] == first[:4]
        outside = ((month < first[:7]) & ~own_sum) | (
            (territory.valid_to != "") & (month > territory.valid_to[:7])
        )
        findings += [
            tables.told(
                "observations",
                row,
                "period",
                "error",
                "outside-territory",
                "{territory} did not exist in {found}.",
                territory=row["territory"],
                found=row["period"],
            )
            for row in records(table.loc[here][outside])
        ]
    return findings


def mixed_calendars(tables: Tables) -> list[Finding]:
    """One series counted in both calendars within a year.

    Half a month would be counted twice or not at all.
    """
    seen = tables.picture
    keys = (
        mixed_radix([seen.series, seen.ytd, seen.year])
        if len(seen.value)
        else np.zeros(0, dtype="int64")
    )
    shifted = np.unique(keys[seen.shifted == 1])
    both = np.intersect1d(shifted, keys[seen.shifted == 0])
    findings = []
    for key in both:
        rows = np.flatnonzero(keys == key)
        one, other = (rows[seen.shifted[rows] == kind] for kind in (1, 0))
        fewer, more = (one, other) if len(one) <= len(other) else (other, one)
        names = ("15-14", "month") if fewer is one else ("month", "15-14")
        findings.append(
            tables.observed(
                int(seen.position[fewer[0]]),
                "calendar",
                "warning",
                "mixed-calendars",
                "In {year} {count} months are counted in the calendar {found!r} and {others} in"
                " {expected!r}; the two are half a month apart and are never added.",
                year=int(seen.year[fewer[0]]),
                count=len(fewer),
                others=len(more),
                found=names[0],
                expected=names[1],
            )
        )
    return findings


def growth_across_break(tables: Tables) -> list[Finding]:
    """A printed comparison whose two periods lie on both sides of a declared break."""
    table, events = tables["observations"], tables["events"]
    if "stated_pct_of_same_period" not in table:
        return []
    stated = table[table["stated_pct_of_same_period"].notna()]
    period, year = stated["period"].astype(str), stated["period"].astype(str).str[:4].astype(int)
    january = stated["accumulation"].astype(str) == "ytd"
    base = (year - 1).astype(str) + period.str[4:].where(~january, "-01") + "-01"
    findings = []
    for event in records(events[events["kind"] == "break"]):
        here = pd.Series(True, index=stated.index)
        for column in ("territory", "indicator"):
            if getattr(event, column):
                here &= stated[column] == getattr(event, column)
        across = here & (base < event.date) & (event.date[:7] <= period)
        findings += [
            tables.told(
                "observations",
                row,
                "stated_pct_of_same_period",
                "warning",
                "growth-across-break",
                "{found} % of the same period last year is printed across the break declared for"
                " {day}; the two periods are comparable only through a bridge.",
                found=row["stated_pct_of_same_period"],
                day=event.date,
            )
            for row in records(stated[across])
        ]
    return findings
