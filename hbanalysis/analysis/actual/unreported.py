"""Which months nobody reported: missing since their day, or awaited until it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hbanalysis.analysis.actual.due import month_end, report_day, reported_months
from hbanalysis.analysis.history.year_months import YearMonths
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import SUMMED, Measure

MISSING, AWAITED = "missing", "awaited"


@dataclass(frozen=True)
class Reporting:
    """By when reports are owed: the day looked from (ISO; empty: all has come) and the rule."""

    seen: str
    rule: dict[str, Any]

    def state(self, cadence: str, year: int, month: int) -> str:
        """``missing``, ``awaited`` (the month is over, the report can come) or empty: not due."""
        if not self.seen or report_day(cadence, year, month, self.rule) <= self.seen:
            return MISSING
        return AWAITED if month_end(year, month).isoformat() < self.seen else ""


def reported(cells: YearMonths, rows: NDArray[np.int64], until: int) -> NDArray[np.bool_]:
    """Months that a report covers; a printed year-to-date speaks for the months before it."""
    seen = np.isfinite(cells.monthly[rows, :until]) | np.isfinite(cells.year_to_date[rows, :until])
    for counts in (cells.numerators, cells.printed_numerators):
        seen |= np.isfinite(counts[rows, :until])
    printed = last_known(np.isfinite(cells.printed[rows, :until]))
    known: NDArray[np.bool_] = seen | (np.arange(1, until + 1) <= printed[:, None])
    return known


def last_known(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The last month (1 to the width) that is known in each row; 0 when none is."""
    width = known.shape[1]
    return np.where(known.any(axis=1), width - np.argmax(known[:, ::-1], axis=1), 0).astype(
        np.int64
    )


def unreported(
    cells: YearMonths,
    lines: pd.DataFrame,
    rows: NDArray[np.int64],
    through: NDArray[np.int64],
    by_wards: dict[int, NDArray[np.bool_]],
    period: Period,
    reporting: Reporting,
) -> dict[str, list[tuple[str, ...]]]:
    """The months of each line that nobody reported: ``missing`` and ``awaited``.

    Of sums, counted shares and rules for wards all of them, gaps inside too; of a level only those
    after its last figure, which speaks for the months before it.
    """
    known = np.zeros((len(rows), period.last), dtype=bool)
    known[rows >= 0] = reported(cells, rows[rows >= 0], period.last)
    counted = np.zeros(len(rows), dtype=bool)
    counted[rows >= 0] = np.isfinite(cells.numerators[rows[rows >= 0]]).any(axis=1)
    summed = lines["measure"].isin([*SUMMED, Measure.PER_WARD]).to_numpy(dtype=bool) | counted
    months = {
        cadence: _states(str(cadence), period, reporting) for cadence in set(lines["cadence"])
    }
    states: dict[str, list[tuple[str, ...]]] = {MISSING: [], AWAITED: []}
    for position, cadence in enumerate(lines["cadence"]):
        here, after = (
            by_wards.get(position, known[position]),
            0 if summed[position] else through[position],
        )
        silent = [
            (state, name)
            for month, state, name in months[cadence]
            if month > after and not here[month - 1]
        ]
        for wanted, found in states.items():
            found.append(tuple(name for state, name in silent if state == wanted))
    return states


def _states(cadence: str, period: Period, reporting: Reporting) -> list[tuple[int, str, str]]:
    """Every month for which a report is owed, what an absent one is called, and its name."""
    return [
        (month, reporting.state(cadence, period.year, month), f"{period.year}-{month:02d}")
        for month in reported_months(cadence, period.last)
    ]
