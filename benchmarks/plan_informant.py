"""What the plan would add to the projection of public investment, the year left out.

For every year the weight of the plan is chosen on the other years (least mean miss), moves point and
band by the same factor, and is used on that year. Prints the rows that docs/method.md shows:
``python benchmarks/plan_informant.py`` (half an hour; replays twelve territories by vintage).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from hbanalysis.analysis.yearend.backtest import PLAN, replay
from hbanalysis.analysis.yearend.pooled.model import METHOD
from hbanalysis.intake.load import workspace

KEYS = ["territory", "year", "months"]
WEIGHTS = np.arange(0, 0.61, 0.05)
NORMAL80 = 1.2816


def with_plan(cases: pd.DataFrame) -> pd.DataFrame:
    """The pooled model's cases with the plan of their day and the factor that it moves them by."""
    plans = cases[cases["method"] == PLAN].set_index(KEYS)["point"].rename("plan")
    own = cases[cases["method"] == METHOD].join(plans, on=KEYS, how="inner").dropna(subset="plan")
    own = own.reset_index(drop=True).assign(factor=1.0)
    for (_, year), place in own.groupby(["months", "year"]).groups.items():
        months = own.loc[place, "months"].iloc[0]
        others = own[(own["months"] == months) & (own["year"] != year)]
        misses = [_miss(others, (others["plan"] / others["point"]) ** one) for one in WEIGHTS]
        best = WEIGHTS[int(np.argmin(misses))]
        own.loc[place, "factor"] = (own.loc[place, "plan"] / own.loc[place, "point"]) ** best
    return own


def _miss(cases: pd.DataFrame, factor: pd.Series | float) -> float:
    return float(100 * (factor * cases["point"] / cases["total"] - 1).abs().mean())


def _inside(cases: pd.DataFrame, factor: pd.Series | float) -> float:
    held = cases["total"].between(cases["lo80"] * factor, cases["hi80"] * factor)
    return float(100 * held.mean())


def _brier(cases: pd.DataFrame, factor: pd.Series | float) -> float:
    """Of the chance of meeting the plan, the band read as a lognormal."""
    spread = np.log(cases["hi80"] / cases["lo80"]) / 2 / NORMAL80
    middle = np.log(cases["hi80"] * cases["lo80"]) / 2 + np.log(factor)
    chance = norm.cdf((middle - np.log(cases["plan"])) / spread)
    return float(((chance - (cases["total"] >= cases["plan"])) ** 2).mean())


def main() -> None:
    """Print the rows of docs/method.md."""
    office = workspace()
    places = office.observations.loc[office.observations["indicator"] == "PI", "territory"]
    cases = with_plan(replay(office, places.unique().tolist(), ["PI"]))
    print("| months | cases | mean miss % | Hải Phòng | inside 80 % | Brier of the plan |")
    print("|---|---|---|---|---|---|")
    for months, group in cases.groupby("months"):
        home = group[group["territory"] == "hai-phong"]
        cells = [
            f"{measure(rows, 1.0):.{digits}f} → {measure(rows, rows['factor']):.{digits}f}"
            for measure, rows, digits in (
                (_miss, group, 1),
                (_miss, home, 1),
                (_inside, group, 0),
                (_brier, group, 3),
            )
        ]
        print(f"| {months} | {len(group)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
