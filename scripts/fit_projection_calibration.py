"""Fit the calibration of the year-end projection: how far its bands must be moved and widened.

Run:  python scripts/fit_projection_calibration.py BENCH_DATA_FOLDER     (after
fit_projection_prior.py; two minutes)

In words. Projections of each country are made with the prior of all others and with the final
prior, one as often as the other (a new series is neither quite foreign nor one of ours). Three
things are fitted on how they missed, in turn:

* the *kind*: a logistic regression that tells from the mean share of each month whether a series
  looks like Vietnamese
  public investment, sharpened so that only clear cases count;
* the *shift*: by how many half widths such series end above the projection, drawn a little towards
  nought;
* the width factors: quantile regression (the quantile loss with a rounded corner) of the size of
  the misses on
  `calibration.features`.

Sources of the benchmark's domain panel count in full, Vietnamese series by their likeness to the
kind, so that they teach what holds for the kind and do not widen everything else; the generic panel
does not count. The calibration of each fold is fitted without its country: kind, shift and width.
It is written into the file of each prior.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from fit_projection_prior import Data, Windows, importance, load, windows
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from hbanalysis.analysis.yearend import model as projection
from hbanalysis.analysis.yearend.calibration import Calibration, features, half_width, profile
from hbanalysis.analysis.yearend.predictive import EIGHTY, NINETY_FIVE, SCORES, tabulate
from hbanalysis.analysis.yearend.structural import Floats, Prior, forecast, frame

HISTORIES, SEEN = (1, 2, 3, 5), (1, 3, 6, 9, 11)
KIND = "_PI"  # sources of Vietnamese public investment end so
KIND_RIDGE, KIND_UNIT, SHARPER, CLEAR = 2e-4, 0.3, 2.0, 1.0
SHIFT_RIDGE, WIDTH_RIDGE, CORNER = 1e-3, 1e-4, 0.05
FARTHEST = 3.0  # a miss of more half widths says no more about the shift
MIDDLE = len(SCORES) // 2


@dataclass(frozen=True)
class Cases:
    """Projections before calibration.

    `about` (years, seen, source, group), and what they said and what came.

    knots (B, Z), truth (B,) the log of the later months' sum, own (B,), shares (B, 12) the profile
    of the past years.
    """

    about: pd.DataFrame
    knots: Floats
    truth: Floats
    own: Floats
    shares: Floats

    def only(self, rows: NDArray[np.bool_]) -> Cases:
        """Some of them."""
        return Cases(
            self.about[rows].reset_index(drop=True),
            self.knots[rows],
            self.truth[rows],
            self.own[rows],
            self.shares[rows],
        )

    @property
    def source(self) -> NDArray[np.str_]:
        """The source of each."""
        return self.about["source"].to_numpy(dtype=str)


def together(parts: list[Cases]) -> Cases:
    """All in one."""
    names = ("knots", "truth", "own", "shares")
    return Cases(
        pd.concat([one.about for one in parts], ignore_index=True),
        *(np.concatenate([getattr(one, name) for one in parts]) for name in names),
    )


def projected(prior: Prior, sample: Windows, seen: int, group: str) -> Cases:
    """Projections of the last years of all windows after `seen` months."""
    x, centre, share = sample.model_units()
    past = x.shape[1] - 12
    months = frame(prior, past // 12, tuple(range(seen)))
    rest = np.repeat(centre[:, None], 12 - seen, axis=1)
    knots, own = np.empty((len(x), len(SCORES))), np.empty(len(x))
    for w in range(len(x)):
        one = slice(w, w + 1)
        found = forecast(
            prior, months, x[one, : past + seen], np.ones((1, past + seen), dtype=bool), share[one]
        )
        knots[one], own[one] = tabulate(found, rest[one], True), found.own
    truth = np.log(
        np.maximum(sample.table[:, past + seen :].sum(axis=1), 1e-9 * sample.table.sum(axis=1))
    )
    about = pd.DataFrame(
        {"years": past / 12, "seen": float(seen), "source": sample.source, "group": group}
    )
    return Cases(about, knots, truth, own, profile(sample.table[:, :past]))


def collected(data: Data, folds: Path, shipped: Path) -> tuple[Cases, Cases]:
    """Every case with the prior of the other countries, and every case with the final prior."""
    final = projection.read_settings(json.loads(shipped.read_text(encoding="utf-8")))
    crossed, inside = [], []
    for years in HISTORIES:
        sample = windows(data, years, tasks=True)
        groups = np.array([source.split("_")[0] for source in sample.source])
        for group in sorted(set(groups)):
            mine = Windows(sample.table[groups == group], sample.source[groups == group])
            other = projection.read_settings(
                json.loads((folds / f"{group}.json").read_text(encoding="utf-8"))
            )
            for seen in SEEN:
                crossed.append(projected(other, mine, seen, group))
                inside.append(projected(final, mine, seen, group))
        print(f"{years} years of history: {len(sample.source)} windows", file=sys.stderr)
    return together(crossed), together(inside)


def fit_kind(cases: Cases, generic: set[str]) -> Floats:
    """Intercept and coefficients (13,) of the likeness to Vietnamese public investment."""
    rows = np.column_stack([np.ones(len(cases.shares)), cases.shares / KIND_UNIT])
    is_kind, weight = np.char.endswith(cases.source, KIND), importance(cases.source, generic)

    def loss(beta: Floats) -> tuple[float, Floats]:
        at, slope = rows @ beta, KIND_RIDGE * np.append(0.0, beta[1:])
        value = (weight * (np.logaddexp(0, at) - is_kind * at)).sum() + (beta * slope).sum() / 2
        return float(value), (weight * (expit(at) - is_kind)) @ rows + slope

    beta = minimize(loss, np.zeros(13), jac=True, method="L-BFGS-B").x
    return np.append(SHARPER * (beta[0] - CLEAR), SHARPER * beta[1:] / KIND_UNIT)


def misses(knots: Floats, truth: Floats, score: float) -> Floats:
    """Misses (B,) in half widths of a band, on their side of it."""
    off = truth - knots[:, MIDDLE]
    at = np.where(off >= 0, np.searchsorted(SCORES, score), np.searchsorted(SCORES, -score))
    return np.asarray(
        np.abs(off) / np.maximum(np.abs(knots[np.arange(len(knots)), at] - knots[:, MIDDLE]), 1e-12)
    )


def quantile_regression(rows: Floats, value: Floats, weight: Floats, level: float) -> Floats:
    """Coefficients (F,) of a quantile of `value`."""

    def loss(beta: Floats) -> tuple[float, Floats]:
        off = value - rows @ beta
        ridge = WIDTH_RIDGE * np.append(0.0, beta[1:])
        size = (weight * (CORNER * np.logaddexp(0, off / CORNER) - (1 - level) * off)).sum()
        return (
            float(size + (beta * ridge).sum()),
            -(weight * (expit(off / CORNER) - (1 - level))) @ rows + 2 * ridge,
        )

    start = np.append(np.quantile(value, level), np.zeros(rows.shape[1] - 1))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=float)


def calibrate(cases: Cases, kind: Floats, likeness: Floats, generic: set[str]) -> Calibration:
    """Shift and width factors from cases whose likeness to the kind is known."""
    vietnamese = np.char.startswith(cases.source, "vn")
    used = ~np.isin(cases.source, list(generic)) & ~(vietnamese & (likeness < 0.1))
    cases, like, vietnamese = cases.only(used), likeness[used], vietnamese[used]
    weight = importance(cases.source, set()) * np.where(vietnamese, like, 1.0)
    half = half_width(cases.knots)
    off = ((cases.truth - cases.knots[:, MIDDLE]) / half).clip(-FARTHEST, FARTHEST)
    shift = float((weight * like * off).sum() / ((weight * like**2).sum() + SHIFT_RIDGE))
    moved = cases.knots + (shift * like * half)[:, None]
    rows = features(
        cases.about["years"].to_numpy(), cases.about["seen"].to_numpy(), half, cases.own, like
    )
    eighty, ninety_five = (
        quantile_regression(
            rows, np.log(misses(moved, cases.truth, score).clip(1e-6)), weight, level
        )
        for score, level in ((EIGHTY, 0.8), (NINETY_FIVE, 0.95))
    )
    return Calibration(eighty, ninety_five, kind, shift)


def likeness(kind: Floats, cases: Cases) -> Floats:
    """How alike each case is to the kind."""
    return np.asarray(expit(kind[0] + cases.shares @ kind[1:]), dtype=float)


def store(path: Path, found: Calibration, told: str = "") -> None:
    """Write the calibration into the file of its prior."""
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names = ("eighty", "ninety_five", "kind")
    stored["calibration"] = {name: getattr(found, name).round(4).tolist() for name in names} | {
        "shift": round(found.shift, 4),
        "fitted_on": told,
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit without each country, and on everything."""
    home = Path(__file__).resolve().parents[1]
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("folder", type=Path)
    ask.add_argument("--home", type=Path, default=home, help="workspace with data/raw")
    ask.add_argument("--prior", type=Path, default=projection.PRIOR)
    ask.add_argument("--folds", type=Path, default=home / "benchmarks" / "folds")
    asked = ask.parse_args()
    manifest = pd.read_csv(asked.folder / "manifest.csv")
    generic = set(manifest.loc[manifest["panel"] == "generic", "source"])
    crossed, inside = collected(load(asked.folder, asked.home), asked.folds, asked.prior)
    groups = crossed.about["group"].to_numpy(dtype=str)
    kinds = {
        group: fit_kind(crossed.only(groups != group), generic) for group in sorted(set(groups))
    }
    like = np.array([0.0] * len(groups))
    for group, kind in kinds.items():
        like[groups == group] = likeness(kind, crossed.only(groups == group))
    for group, kind in kinds.items():
        others = groups != group
        store(
            asked.folds / f"{group}.json",
            calibrate(crossed.only(others), kind, like[others], generic),
            f"all countries but {group}",
        )
    kind = fit_kind(crossed, generic)
    both = together([crossed, inside])
    store(
        asked.prior,
        calibrate(both, kind, np.concatenate([like, likeness(kind, inside)]), generic),
        f"{(~np.isin(crossed.source, list(generic))).sum()} projections of the domain panel and of"
        " Việt Nam, each made twice: without its country and with this prior. Made by"
        " scripts/fit_projection_calibration.py",
    )


if __name__ == "__main__":
    main()
