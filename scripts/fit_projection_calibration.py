"""Fit the calibration of the year-end projection: how far its bands must be moved and widened.

Run:  python scripts/fit_projection_calibration.py BENCH_FOLDER     (after fit_projection_prior.py;
a quarter of an hour)

In words. Projections of each country are made with the prior of all others, of the Vietnamese panel
with the final prior, which has not seen it. Every series is projected with its calendar told. Four
things are fitted:

* the *kind*: a logistic regression that tells from the mean share of each month whether a series
  looks like Vietnamese public investment, sharpened so that only clear cases count;
* the *country*: the same, whether a series is Vietnamese at all. Both only stand in where nothing
  is told;
* the *shift*: by how many half widths investment ends above the projection, drawn a little towards
  nought;
* the width factors: quantile regression (the quantile loss with a rounded corner) of the size of
  the misses on `calibration.features`.

The benchmark's domain panel and its Vietnamese panel and the series of this repository count, each
source by the inverse root of its cases; the generic panel does not. The calibration of each fold is
fitted without its country and written into the file of its prior. The Vietnamese panel is dealt
into folds by name and by years (the series of a year share its shocks): a fold is fitted without
its names and without its years, all of them in ``vn.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from fit_projection_prior import Data, Windows, importance, load, read_panel, windows
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from hbanalysis.analysis.yearend.pooled import fitted
from hbanalysis.analysis.yearend.pooled.calibration import (
    About,
    Calibration,
    features,
    half_width,
    profile,
)
from hbanalysis.analysis.yearend.pooled.predictive import EIGHTY, NINETY_FIVE, SCORES
from hbanalysis.analysis.yearend.pooled.settings import Floats, Prior
from hbanalysis.analysis.yearend.pooled.tet_effect import tet_effect
from hbanalysis.analysis.yearend.pooled.windows import Months, pooled

HISTORIES, SEEN = (1, 2, 3, 5), (1, 3, 6, 9, 11)
PANEL = "vn"  # the group of the Vietnamese panel; "vna" and "vnb" are this repository's halves
THIRDS, BLOCKS = 3, (2008, 2011, 2014, 2017, 2020, 2022)  # folds of the panel; first years
KIND_RIDGE, KIND_UNIT, SHARPER, CLEAR = 2e-4, 0.3, 2.0, 1.0
COUNTRY_RIDGE, SCEPTICAL = 2e-3, 0.5  # a series not told is rather taken for a foreign one
SHIFT_RIDGE, WIDTH_RIDGE, CORNER = 1e-3, 1e-4, 0.05
FARTHEST = 3.0  # a miss of more half widths says no more about the shift
MIDDLE = len(SCORES) // 2
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Projections before calibration: what is known of them, what they said and what came.

    `about` (years, seen, source, group, third, block), knots (B, Z), truth (B,) the log of the
    later months' sum, own (B,), shares (B, 12) the profile of the past years.
    """

    about: pd.DataFrame
    knots: Floats
    truth: Floats
    own: Floats
    shares: Floats

    def only(self, rows: Flags) -> Cases:
        """Some of them."""
        return Cases(
            self.about[rows].reset_index(drop=True),
            *(getattr(self, name)[rows] for name in ("knots", "truth", "own", "shares")),
        )

    @property
    def source(self) -> NDArray[np.str_]:
        """The source of each."""
        return self.about["source"].to_numpy(dtype=str)

    @property
    def vietnamese(self) -> Flags:
        """Whether each is Vietnamese."""
        return np.asarray(np.char.startswith(self.source, "vn"))

    @property
    def investment(self) -> Flags:
        """Whether each is Vietnamese public investment."""
        return is_investment(self.source)

    def known(self) -> About:
        """What the width depends on, with country and kind told."""
        years, seen = (self.about[name].to_numpy(dtype=float) for name in ("years", "seen"))
        kinds = (flags.astype(float) for flags in (self.investment, self.vietnamese))
        return About(years, seen, self.own, *kinds)


def is_investment(source: NDArray[np.str_]) -> Flags:
    """Which sources are Vietnamese public investment."""
    return np.asarray(np.char.endswith(source, "_PI") | (source == "vn_invest"))


def together(parts: list[Cases]) -> Cases:
    """All in one."""
    names = ("knots", "truth", "own", "shares")
    return Cases(
        pd.concat([one.about for one in parts], ignore_index=True),
        *(np.concatenate([getattr(one, name) for one in parts]) for name in names),
    )


def projected(prior: Prior, sample: Windows, seen: int, group: str) -> Cases:
    """Projections of the last years of all windows after `seen` months."""
    past = sample.table[:, :-12]
    unit = np.array([row[row > 0].mean() for row in past])[:, None]
    told = np.char.startswith(sample.source, "vn").astype(float)
    tet = tet_effect(sample.year.astype(float), past.shape[1] // 12, told)
    which = tuple(range(seen))
    months = Months(past / unit, sample.table[:, -12:][:, :seen] / unit, which, True, tet)
    knots, own = pooled(prior, months)
    later = sample.table[:, past.shape[1] + seen :].sum(axis=1)
    truth = np.log(np.maximum(later, 1e-9 * sample.table.sum(axis=1)) / unit[:, 0])
    about = pd.DataFrame(
        {
            "years": past.shape[1] / 12,
            "seen": float(seen),
            "source": sample.source,
            "group": group,
            "third": [third(name) for name in sample.name],
            "block": np.digitize(sample.year, BLOCKS),
        }
    )
    return Cases(about, knots, truth, own, profile(past))


def third(name: str) -> int:
    """The fold of a series of the panel, the same for a name in other years and measures."""
    return zlib.crc32(label(name).encode()) % THIRDS


def label(name: str) -> str:
    """What a series of the panel is of: ``vn_export_gao_luong_2006`` -> ``gao``."""
    parts = name.split("_")
    return parts[2] if len(parts) > 2 else name


def panel_groups(panel: Data, own: Data) -> dict[str, str]:
    """The group of each series of the panel: the half that holds its province, else ``vn``."""
    half = {name.split(":")[0]: source.split("_")[0] for name, source in own.source.items()}
    return {
        name: half.get(label(name), PANEL) if source == "vn_invest" else PANEL
        for name, source in panel.source.items()
    }


def collected(bench: Path, home: Path, folds: Path, shipped: Path) -> Cases:
    """Every case with the prior of the other countries."""
    final = settings(shipped)
    own, panel = load(bench / "dev", home), read_panel(bench / "vietnam")
    of_panel = panel_groups(panel, own)
    found = []
    for years, data in product(HISTORIES, (own, panel)):
        sample = windows(data, years, tasks=True)
        groups = np.array(
            [
                of_panel.get(name, source.split("_")[0])
                for name, source in zip(sample.name, sample.source, strict=True)
            ]
        )
        for group in sorted(set(groups)):
            mine = sample.only(groups == group)
            other = final if group == PANEL else settings(folds / f"{group}.json")
            found += [projected(other, mine, seen, group) for seen in SEEN]
        print(f"{years} years of history: {len(sample.source)} windows", file=sys.stderr)
    return together(found)


def settings(path: Path) -> Prior:
    """The settings of a prior's file."""
    return fitted.read_settings(json.loads(path.read_text(encoding="utf-8")))


def logistic(rows: Floats, true: Flags, weight: Floats, ridge: float) -> Floats:
    """Intercept and coefficients of a ridge logistic regression."""

    def loss(beta: Floats) -> tuple[float, Floats]:
        at, slope = rows @ beta, ridge * np.append(0.0, beta[1:])
        value = (weight * (np.logaddexp(0, at) - true * at)).sum() + (beta * slope).sum() / 2
        return float(value), (weight * (expit(at) - true)) @ rows + slope

    start = np.zeros(rows.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=float)


def fit_kind(cases: Cases, generic: set[str]) -> Floats:
    """Intercept and coefficients (13,) of the likeness to Vietnamese public investment."""
    rows = np.column_stack([np.ones(len(cases.shares)), cases.shares / KIND_UNIT])
    beta = logistic(rows, cases.investment, importance(cases.source, generic), KIND_RIDGE)
    return np.append(SHARPER * (beta[0] - CLEAR), SHARPER * beta[1:] / KIND_UNIT)


def fit_country(cases: Cases, generic: set[str]) -> Floats:
    """Intercept and coefficients (13,) of the log odds that a series is Vietnamese."""
    rows = np.column_stack([np.ones(len(cases.shares)), cases.shares / KIND_UNIT])
    weight, true = importance(cases.source, generic), cases.vietnamese
    weight = weight / np.where(true, weight[true].sum(), weight[~true].sum()) / 2
    beta = logistic(rows, true, weight, COUNTRY_RIDGE)
    return np.append(beta[0] + np.log(SCEPTICAL), beta[1:] / KIND_UNIT)


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
        return float(size + (beta * ridge).sum()), -(
            weight * (expit(off / CORNER) - (1 - level))
        ) @ rows + 2 * ridge

    start = np.append(np.quantile(value, level), np.zeros(rows.shape[1] - 1))
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, dtype=float)


def calibrate(cases: Cases, generic: set[str]) -> Calibration:
    """Kind, country, shift and width factors from some cases."""
    kind, country = fit_kind(cases, generic), fit_country(cases, generic)
    cases = cases.only(~np.isin(cases.source, list(generic)))
    weight, half = importance(cases.source, set()), half_width(cases.knots)
    about = cases.known()
    off = ((cases.truth - cases.knots[:, MIDDLE]) / half).clip(-FARTHEST, FARTHEST)
    pull = weight * about.investment
    shift = float((pull * off).sum() / (pull.sum() + SHIFT_RIDGE))
    moved = cases.knots + (shift * about.investment * half)[:, None]
    rows = features(about, half)
    eighty, ninety_five = (
        quantile_regression(
            rows, np.log(misses(moved, cases.truth, score).clip(1e-6)), weight, level
        )
        for score, level in ((EIGHTY, 0.8), (NINETY_FIVE, 0.95))
    )
    return Calibration(eighty, ninety_five, kind, country, shift)


def without(cases: Cases, group: str) -> Flags:
    """What a fold may know: other countries; for a half of the provinces no panel investment."""
    groups = cases.about["group"].to_numpy(dtype=str)
    known = groups != group
    return known & (cases.source != "vn_invest") if group in ("vna", "vnb") else known


def panel_folds(cases: Cases) -> Iterator[tuple[int, int, Flags]]:
    """Third and block of each fold of the panel, with what it may know."""
    third_of, block = (cases.about[name].to_numpy() for name in ("third", "block"))
    panel = cases.vietnamese & ~np.char.startswith(cases.source, "vna")
    panel &= ~np.char.startswith(cases.source, "vnb")
    for one in range(THIRDS):
        for years in range(len(BLOCKS) + 1):
            if (panel & (third_of == one) & (block == years)).any():
                hidden = (cases.vietnamese & (block == years)) | (panel & (third_of == one))
                yield one, years, ~hidden


def as_data(found: Calibration, told: str) -> dict[str, Any]:
    """What is stored of a calibration."""
    names = ("eighty", "ninety_five", "kind", "vietnamese")
    return {name: getattr(found, name).round(4).tolist() for name in names} | {
        "shift": round(found.shift, 4),
        "fitted_on": told,
    }


def store(path: Path, found: Calibration, told: str) -> None:
    """Write the calibration into the file of its prior."""
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    write(path, stored | {"calibration": as_data(found, told)})


def write(path: Path, stored: dict[str, Any]) -> None:
    """Write one file of fitted numbers."""
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit without each country, and on everything."""
    home = Path(__file__).resolve().parents[1]
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("bench", type=Path, help="holds dev/ and vietnam/")
    ask.add_argument("--home", type=Path, default=home, help="workspace with data/raw")
    ask.add_argument("--prior", type=Path, default=fitted.PRIOR)
    ask.add_argument("--folds", type=Path, default=home / "benchmarks" / "folds")
    asked = ask.parse_args()
    manifest = pd.read_csv(asked.bench / "dev" / "manifest.csv")
    generic = set(manifest.loc[manifest["panel"] == "generic", "source"])
    crossed = collected(asked.bench, asked.home, asked.folds, asked.prior)
    for group in sorted(set(crossed.about["group"]) - {PANEL}):
        found = calibrate(crossed.only(without(crossed, group)), generic)
        store(asked.folds / f"{group}.json", found, f"all countries but {group}")
    parts = [
        as_data(calibrate(crossed.only(known), generic), "") | {"third": one, "block": years}
        for one, years, known in panel_folds(crossed)
    ]
    write(asked.folds / f"{PANEL}.json", {"folds": parts})
    counted = int((~np.isin(crossed.source, list(generic))).sum())
    store(
        asked.prior,
        calibrate(crossed, generic),
        f"{counted} projections of the domain panel and of Việt Nam, each without its country."
        " Made by scripts/fit_projection_calibration.py",
    )


if __name__ == "__main__":
    main()
