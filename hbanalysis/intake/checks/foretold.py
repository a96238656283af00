"""Figures of months that were not over when they were published: forecasts, not figures.

A template filled with zeros to December in October, the form's column "ước cả năm": such rows are
set aside before anything is summed. A year-to-date of December among them is the authority's own
estimate of the year and is kept as such (``Workspace.year_estimates``).
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.intake.observations.arrays import codes
from hbanalysis.intake.raw.dated_rules import Rules, in_force
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.terms import NumberStatus

FORETOLD = "foretold"
LAST_DAY_OF_15_14 = 14


def without_foretold(tables: Tables) -> Tables:
    """The tables with what was foretold apart, under the name ``foretold``."""
    table = tables["observations"]
    ahead = is_foretold(table, tables.rules)
    split = {"observations": table[~ahead], FORETOLD: table[ahead]}
    kept = {name: part.reset_index(drop=True) for name, part in split.items()}
    return replace(tables, by_name=tables.by_name | kept)


def is_foretold(table: pd.DataFrame, rules: Rules) -> np.ndarray:
    """Rows published earlier than so many days before their month's end (``[[reporting]]``).

    A row without a day of publication is a figure.
    """
    shifted = (table["calendar"] == "15-14").to_numpy()
    published = np.array([str(day) for day in table["published"].cat.categories], dtype=object)
    ahead = np.zeros(len(table), dtype=bool)
    for kind in np.unique(shifted):
        first = np.array(
            [_first_day(str(month), bool(kind), rules) for month in table["period"].cat.categories],
            dtype=object,
        )
        here = shifted == kind
        day = published[codes(table["published"])[here]]
        ahead[here] = (day != "") & (day < first[codes(table["period"])[here]])
    return ahead


def _first_day(month: str, shifted: bool, rules: Rules) -> str:
    """The first ISO day on which a figure of a month ``YYYY-MM`` can be told."""
    year, number = int(month[:4]), int(month[5:7])
    last = LAST_DAY_OF_15_14 if shifted else calendar.monthrange(year, number)[1]
    end = date(year, number, last)
    days = int(in_force(rules, "reporting", end.isoformat())["days_before_month_end"])
    return (end - timedelta(days=days)).isoformat()


def is_year_estimate(table: pd.DataFrame) -> pd.Series:
    """Of what was foretold, the authority's own estimates of a whole year."""
    december = table["period"].astype(str).str.endswith("-12")
    return december & (table["accumulation"].astype(str) == "ytd") & (table["value"] > 0)


def foretold_months(tables: Tables) -> list[Finding]:
    """One finding for each publication of a series that foretold months.

    Estimates of sums ("ước 6 tháng", "ước cả năm") are usual and make a note.
    """
    table = tables[FORETOLD]
    if table.empty:
        return []
    usual = (table["accumulation"].astype(str) == "ytd") & (
        table["status"].astype(str) == NumberStatus.ESTIMATE
    )
    usual &= table["value"] != 0
    table = table.assign(_usual=usual, _year=is_year_estimate(table))
    keys = ["territory", "indicator", "published", "_usual", "_year"]
    findings = []
    for _, group in table.groupby(keys, sort=False, observed=True):
        months = sorted(group["period"].astype(str))
        row = group.iloc[0]
        findings.append(
            tables.told(
                "observations",
                row,
                "period",
                "note" if row["_usual"] else "warning",
                "foretold",
                _YEAR if row["_year"] else _MONTHS,
                found=", ".join(dict.fromkeys(months)),
                published=str(row["published"]),
            )
        )
    return findings


_MONTHS = (
    "Published on {published}, before these months were over: {found}. They are forecasts and are"
    " not counted as figures."
)
_YEAR = (
    "Published on {published}, before the year was over: kept as the authority's own estimate of"
    " the year ({found}), not as its figure."
)
