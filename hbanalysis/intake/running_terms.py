"""Targets of a term (2026-2030): one row of ``targets.csv`` that is asked for in each year."""

from __future__ import annotations

import pandas as pd


def of_term(targets: pd.DataFrame, year: int) -> pd.Series:
    """Which targets are those of a term that runs in a year."""
    if "first_year" not in targets:
        return pd.Series(False, index=targets.index)
    first = targets["first_year"].fillna(0)
    return (first > 0) & (first <= year) & (targets["year"] >= year)


def in_its_year(targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """The targets with those of a running term moved into a year, so that it is asked for then.

    ``term_first`` and ``term_last`` say which they are (0: none).
    """
    running = of_term(targets, year)
    first = targets["first_year"] if "first_year" in targets else pd.Series(0, targets.index)
    return targets.assign(
        term_first=first.where(running, 0).fillna(0).astype("int64"),
        term_last=targets["year"].where(running, 0).astype("int64"),
        year=targets["year"].where(~running, year),
    )
