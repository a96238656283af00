"""What refused cells take away from a report, and what they do not.

A cell that cannot be read touches its territory, its indicator and its own period: a figure of
November stops no report of September, an unreadable target of 2017 no judgement of 2018. A figure
that was published again, and read, since then stops nothing.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.vantage import vantage_month
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.observations.arrays import last_days
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure

FIGURES, TARGET = "figures", "target"
_TABLES = {"observations": FIGURES, "targets": TARGET, "steps": TARGET, "phasing": TARGET}
_TABLE = re.compile(r"data/raw/(\w+)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(0[1-9]|1[0-2])")
COLUMNS = ["territory", "indicator", "what", "month"]


def refused_rows(workspace: Workspace, period: Period) -> pd.DataFrame:
    """The refused rows that touch a period: ``territory, indicator, what, month``.

    ``what`` is ``figures`` or ``target``; ``month`` 1-12, 0 where the row's own month cannot be
    read (then it may be any).
    """
    rejected = workspace.rejected
    kind = rejected["file"].map(_kind)
    year = rejected["period"].map(_year)
    month = rejected["period"].map(_month_of)
    last = min(period.last, vantage_month(period, workspace.as_of))
    touches = (kind != "") & year.isin([period.year, 0]) & (month <= last)
    touched = rejected.assign(what=kind, month=month)[touches]
    known = _published_again(touched, workspace.observations)
    return touched.loc[~known, COLUMNS].reset_index(drop=True)


def _kind(file: str) -> str:
    """What a raw file holds of a judgement; empty for tables that no judgement needs."""
    named = _TABLE.match(file)
    return _TABLES.get(named[1], "") if named else ""


def _year(text: str) -> int:
    """The year of a period as written; 0 where it cannot be read."""
    match = _YEAR.search(text)
    return int(match[0]) if match else 0


def _month_of(text: str) -> int:
    """The month of a period ``YYYY-MM``; 0 where it is a year or cannot be read."""
    match = _MONTH.fullmatch(text)
    return int(match[1]) if match else 0


def _published_again(rows: pd.DataFrame, observations: pd.DataFrame) -> np.ndarray:
    """Whether the month of a refused figure was published once more later, and read."""
    if not (rows["what"] == FIGURES).any():
        return np.zeros(len(rows), dtype=bool)
    keys = ["territory", "indicator", "period"]
    here = observations[observations["indicator"].isin(set(rows["indicator"]))]
    last = last_days(here, keys, "published")
    again = last.reindex(pd.MultiIndex.from_frame(rows[keys])).fillna("").to_numpy()
    figures = (rows["what"] == FIGURES) & (rows["published"] != "")
    return np.asarray(figures & (again > rows["published"]), dtype=bool)


def with_refusals(
    lines: pd.DataFrame, refused: pd.DataFrame, wards: dict[str, list[str]]
) -> pd.DataFrame:
    """The lines with ``rejected`` (``figures``, ``target`` or empty) and ``rejected_months``.

    A per-ward rule is touched by the figures of every ward. A refused target comes first: without
    it no figure can be judged.
    """
    if refused.empty:
        nothing: list[Any] = [()] * len(lines)
        return lines.assign(rejected="", rejected_months=pd.Series(nothing, index=lines.index))
    by_pair = {
        pair: list(zip(group["what"], group["month"], strict=True))
        for pair, group in refused.groupby(["territory", "indicator"])
    }
    words: list[str] = []
    months: list[Any] = []
    for line in records(lines):
        places = [line.territory]
        if line.measure == Measure.PER_WARD:
            places += wards.get(line.territory, [])
        here = [one for territory in places for one in by_pair.get((territory, line.indicator), [])]
        kinds = {what for what, _ in here}
        words.append(TARGET if TARGET in kinds else FIGURES if kinds else "")
        months.append(tuple(sorted({month for what, month in here if what == FIGURES})))
    return lines.assign(rejected=words, rejected_months=pd.Series(months, index=lines.index))
