"""Does what stands outside a series' own months improve its projection? Measured on public investment by vintage.

Run:  python benchmarks/projection_outside.py

Every projection of `hba backtest` for the twelve public-investment series is moved by a regression on outside
information, known on the day: the plan in force, last year's growth, the share of past years, and how the other
territories stand (their growth so far against their projections). The regression's coefficients never see the year
(or the half of the territories) that they are used on; months 3, 6 and 9 have their own. Prints the mean miss in
percent before and after, and the coefficients on all years. What was tried was fixed before the first run.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from hbanalysis.analysis.yearend import share_profile
from hbanalysis.analysis.yearend.backtest import LAST_GROWTH, MONTHS, PLAN, replay
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.intake.load import workspace

TRIED: tuple[tuple[str, ...], ...] = (
    (),
    ("plan",),
    ("growth",),
    ("shares",),
    ("others",),
    ("plan", "growth"),
)
FARTHEST, RIDGE = 0.5, (1.0, 0.3)  # logs; of the constant and of each piece of information


def told(home: Path) -> pd.DataFrame:
    """Every replayed case: territory, year, months, half, miss.

    Log. , and each piece of information (log).
    """
    office = workspace(home)
    real = office.observations[office.observations["indicator"] == "PI"]
    cases = replay(office, sorted(set(real["territory"])), ["PI"])
    key = ["territory", "year", "months"]
    wide = cases.pivot_table(index=key, columns="method", values="point")
    wide = (
        wide.join(cases.groupby(key)["total"].first())
        .reset_index()
        .dropna(subset=[projection.METHOD])
    )
    own = wide[projection.METHOD]
    table = wide[key].assign(
        miss=np.log(wide["total"] / own),
        **{
            name: np.log(wide[method] / own)
            for name, method in (
                ("plan", PLAN),
                ("growth", LAST_GROWTH),
                ("shares", share_profile.METHOD),
            )
        },
    )
    group = table.groupby(["year", "months"])["growth"]
    table["others"] = (group.transform("sum") - table["growth"].fillna(0)) / (
        group.transform("count") - table["growth"].notna()
    )
    return table.assign(half=table["territory"].astype("category").cat.codes % 2)


def coefficients(some: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    """Ridge regression of the misses on a constant and the information."""
    some = some.dropna(subset=list(names))
    rows = regressors(some, names)
    ridge = np.diag([RIDGE[0]] + [RIDGE[1]] * len(names))
    return np.asarray(
        np.linalg.solve(rows.T @ rows + ridge, rows.T @ some["miss"].clip(-FARTHEST, FARTHEST))
    )


def regressors(some: pd.DataFrame, names: tuple[str, ...]) -> np.ndarray:
    """A constant and the information (nought where it is not known)."""
    return np.column_stack(
        [np.ones(len(some)), *(some[name].fillna(0).clip(-FARTHEST, FARTHEST) for name in names)]
    )


def moved(table: pd.DataFrame, names: tuple[str, ...], by: str) -> pd.Series:
    """What each case is moved by (log), without its own `by`."""
    move = pd.Series(0.0, index=table.index)
    for _, mine in table.groupby(["months", by]):
        rest = table[(table["months"] == mine["months"].iloc[0]) & (table[by] != mine[by].iloc[0])]
        move[mine.index] = regressors(mine, names) @ coefficients(rest, names)
    return move


def main() -> None:
    """Print the table."""
    table = told(Path(__file__).resolve().parents[1])

    def size(move: pd.Series) -> str:
        off = 100 * (np.exp(move - table["miss"]) - 1).abs()
        return " ".join(f"{off[table['months'] == months].mean():6.2f}" for months in MONTHS)

    print(
        f"mean miss % after {MONTHS} months: as projected {size(pd.Series(0.0, index=table.index))}"
    )
    for names in TRIED:
        for by in ("year", "half"):
            print(
                f"{' + '.join(names) or 'a constant':14} without its {by:5}"
                f" {size(moved(table, names, by))}"
            )
        print(
            "   coefficients",
            [
                coefficients(table[table["months"] == months], names).round(2).tolist()
                for months in MONTHS
            ],
        )


if __name__ == "__main__":
    main()
