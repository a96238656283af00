"""Fit the prior of the year-end projection on public series (empirical Bayes).

Run:  python scripts/fit_projection_prior.py BENCH_DATA_FOLDER [--out FILE] [--draws 5]

In words. Many random structures are drawn from a coarse grid; each is combined with a few mean
drifts and noise sizes. For windows of six (or, for short series, three) years of every series the
likelihood of each setting is computed, and the weights that make all windows together most likely
are found by expectation maximisation (Kiefer and Wolfowitz's nonparametric maximum likelihood).
Settings whose removal costs least are then dropped, a few at a time, until `--settings` remain.
Windows of a source count by the inverse square root of their number, so that no source dominates;
those of the generic panel count half.

One draw of structures leaves the result to luck: priors of equal likelihood differ by .15 points of
the mean miss. So the priors of several draws are averaged (bagging: every draw has the same say),
and the average is thinned for speed: the setting that costs least goes, and its weight passes to
the settings that explain the same windows. The weights are not fitted again, which would bring the
luck back.

The priors of `--folds` know all countries but one each: cross-fitted scores and the calibration
need them. The width is fitted afterwards by `fit_projection_calibration.py`. The result depends
only on the data and the seeds.
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
from numpy.typing import NDArray
from scipy.special import gammaln

from hbanalysis.analysis.history.year_months import grid
from hbanalysis.analysis.yearend.outcome import model_months
from hbanalysis.analysis.yearend.pooled import fitted
from hbanalysis.analysis.yearend.pooled.settings import PARTS, SCALE_SHAPE, Floats, Prior, frame
from hbanalysis.analysis.yearend.pooled.structural import factorise
from hbanalysis.analysis.yearend.pooled.windows import LEAST_SHARE_OF_MEAN, usual_share
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.observations.vintages import latest

GRID = {
    "ar": (0, 0, 0.3, 1, 3),
    "level": (0, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3),
    "slope": (0.003, 0.03, 0.1, 0.3, 1, 4),
    "bend": (0, 0, 0, 0.03, 0.3, 1),
    "season": (0.1, 0.3, 1, 3, 10, 30, 100),
    "smooth": (0, 0, 0.6),
    "season_walk": (0, 0, 0.01, 0.03, 0.1, 0.3, 1),
    "year": (0, 0, 0.1, 0.3, 1),
    "ar_decay": (0.4, 0.7, 0.9),
    "share_power": (0, 0, 0.5, 1),
    "payback": (0, 0, 0.5),
}
DRIFTS, NOISES = (0.0, 0.03, 0.06, 0.1, 0.16), (0.004, 0.01, 0.025, 0.06, 0.15, 0.35)
STAGES = {
    10: 1e-6,
    25: 1e-6,
    50: 2e-5,
    100: 2e-5,
}  # after so many rounds, drop settings of less weight


@dataclass(frozen=True)
class Windows:
    """W windows of whole years.

    Their months `table` (W, N), the source and the series of each, and the last `year`, which is
    projected.
    """

    table: Floats
    source: NDArray[np.str_]
    name: NDArray[np.str_]
    year: NDArray[np.intp]

    def only(self, rows: NDArray[np.bool_]) -> Windows:
        """Some of them."""
        return Windows(self.table[rows], self.source[rows], self.name[rows], self.year[rows])

    def model_units(self) -> tuple[Floats, Floats, Floats]:
        """Centred logs (W, N), their centre (W,), and the usual share of each month (W, N)."""
        past = self.table[:, :-12]
        unit = np.array([row[row > 0].mean() for row in past])[:, None]
        logs = np.log(np.maximum(self.table / unit, LEAST_SHARE_OF_MEAN))
        centre = logs[:, :-12].mean(axis=1)
        share = np.tile(usual_share(past), (1, self.table.shape[1] // 12))
        return logs - centre[:, None], centre + np.log(unit[:, 0]), share


@dataclass(frozen=True)
class Data:
    """Months (12,) by series and whole year, each series' source, and the tasks to calibrate on.

    A task is a series and a year.
    """

    years: dict[str, dict[int, Floats]]
    source: dict[str, str]
    tasks: set[tuple[str, int]]


def load(folder: Path, home: Path) -> Data:
    """The benchmark's series and this repository's own: Vietnamese provinces and national retail.

    The Vietnamese series are dealt into two halves, which stand as two countries: so each half is
    projected with a prior that knows the other half, as a province unknown to us would be.
    """
    data = read_panel(folder)
    years, source, tasks = data.years, data.source, data.tasks
    for name, (half, by_year) in own_series(workspace(home)).items():
        source[name], years[name] = half, by_year
        tasks |= {(name, year) for year in by_year}
    return Data(years, source, tasks)


def read_panel(folder: Path) -> Data:
    """The whole years of the series in a folder of the benchmark."""
    table = pd.read_csv(folder / "series.csv.gz")
    table["year"] = table["date"].str[:4].astype(int)
    years = {
        str(name): {
            int(str(year)): rows.sort_values("date")["value"].to_numpy(dtype=float)
            for year, rows in own.groupby("year")
            if len(rows) == 12
        }
        for name, own in table.groupby("id")
    }
    manifest = pd.read_csv(folder / "manifest.csv")
    source = dict(zip(manifest["id"].astype(str), manifest["source"].astype(str), strict=True))
    tasks = set(
        pd.read_csv(folder / "tasks.csv")[["id", "year"]].itertuples(index=False, name=None)
    )
    return Data(years, source, tasks)


def own_series(office: Workspace) -> dict[str, tuple[str, dict[int, Floats]]]:
    """The repository's real series: latest vintages of months by year.

    Their source is ``vna_PI``: half and indicator.
    """
    cells = grid(latest(office.observations[office.observations["indicator"].isin(["PI", "RT"])]))
    months = model_months(cells.monthly, cells.year_to_date)[0]
    places = sorted(set(cells.index.get_level_values("territory")))
    found: dict[str, tuple[str, dict[int, Floats]]] = {}
    for (place, code, year), values in zip(cells.index, months, strict=True):
        half = f"vn{'ab'[places.index(place) % 2]}_{code}"
        found.setdefault(f"{place}:{code}", (half, {}))[1][int(year)] = values
    return found


def windows(data: Data, years: int, stride: int = 1, tasks: bool = False) -> Windows:
    """Windows of `years` + 1 whole years, their last years `stride` apart.

    With `tasks`, the last years are those of the benchmark's tasks.
    """
    values, source, names, last = [], [], [], []
    for name in sorted(data.years):
        by_year = data.years[name]
        ends = [
            y
            for y in sorted(by_year, reverse=True)
            if all(y - j in by_year for j in range(years + 1))
        ][::stride]
        for end in (y for y in ends if not tasks or (name, y) in data.tasks):
            window = np.concatenate([by_year[y] for y in range(end - years, end + 1)])
            if (
                np.isfinite(window).all()
                and (window < 0).sum() == 0
                and (window[:-12] > 0).mean() > 0.75
            ):
                values.append(window)
                source.append(data.source[name])
                names.append(name)
                last.append(end)
    return Windows(np.array(values), np.array(source), np.array(names), np.array(last))


def draw(count: int, seed: int) -> dict[str, Floats]:
    """Random structures from the grid: each part (count,)."""
    rng = np.random.default_rng(seed)
    return {name: rng.choice(np.array(GRID[name], dtype=float), count) for name in GRID}


def likelihood(parts: dict[str, Floats], sample: Windows) -> Floats:
    """Log likelihood (W, J * drifts * noises) of whole windows.

    It is of single precision, to fit in memory.
    """
    x, _, share = sample.model_units()
    count, size = x.shape
    pieces = np.empty((4, count, len(parts["level"])))
    for start in range(0, pieces.shape[2], 64):
        some = {name: value[start : start + 64] for name, value in parts.items()}
        prior = Prior(some, np.arange(len(some["level"])), np.zeros(1), np.ones(1), np.ones(1))
        months = frame(prior, size // 12 - 1, tuple(range(12)))
        for w in range(count):
            factor = factorise(prior, months, x[w : w + 1], share[w : w + 1], np.zeros((1, size)))[
                0
            ]
            rise, value = factor[:, :size, size + 1], factor[:, :size, size]
            logdet = np.log(np.diagonal(factor, axis1=1, axis2=2)[:, :size]).sum(axis=1)
            pieces[:, w, start : start + 64] = (
                (value**2).sum(1),
                (value * rise).sum(1),
                (rise**2).sum(1),
                logdet,
            )
        print(f"  likelihood {size} months: structure {start + 64}", file=sys.stderr)
    square, cross, rise_square, logdet = pieces
    shape, out = (
        SCALE_SHAPE + size / 2,
        np.empty((*square.shape, len(DRIFTS) * len(NOISES)), dtype=np.float32),
    )
    for s, (drift, noise) in enumerate((d, n) for d in DRIFTS for n in NOISES):
        scale = SCALE_SHAPE * noise**2
        miss = np.maximum(square - 2 * drift * cross + drift**2 * rise_square, 0.0)
        out[:, :, s] = (
            SCALE_SHAPE * np.log(scale)
            - gammaln(SCALE_SHAPE)
            + gammaln(shape)
            - logdet
            - shape * np.log(scale + miss / 2)
        )
    return out.reshape(count, -1)


def importance(source: NDArray[np.str_], generic: set[str]) -> Floats:
    """Weight (W,) of each window: the inverse root of its source's windows, half if generic."""
    _, place, count = np.unique(source, return_inverse=True, return_counts=True)
    weight = count[place] ** -0.5 * np.where(np.isin(source, list(generic)), 0.5, 1.0)
    return np.asarray(weight / weight.sum(), dtype=float)


def best_weights(odds: Floats, weight: Floats, wanted: int) -> tuple[NDArray[np.intp], Floats]:
    """Maximum-likelihood weights, thinned to `wanted` settings.

    Odds (W, S) are likelihoods over each row's largest.
    """
    importance_ = weight.astype(np.float32)
    keep = np.arange(odds.shape[1])
    share: NDArray[np.floating[Any]] = np.full(len(keep), 1 / len(keep), dtype=np.float32)

    def improve(share: NDArray[np.floating[Any]], rounds: int) -> NDArray[np.floating[Any]]:
        for _ in range(rounds):
            share = share * ((importance_ / (odds @ share)) @ odds)
            share = share / share.sum()
        return share

    def only(chosen: NDArray[np.intp]) -> None:
        nonlocal odds, keep, share
        odds, keep, share = odds[:, chosen], keep[chosen], share[chosen] / share[chosen].sum()

    done = 0
    for rounds, least in STAGES.items():
        share, done = improve(share, rounds - done), rounds
        only(np.flatnonzero(share > least))
    share = improve(share, 60)
    while len(keep) > wanted:
        part = odds * (share / (odds @ share)[:, None])
        cost = -(importance_[:, None] * np.log(np.maximum(1 - part, 1e-9))).sum(axis=0)
        drop = min(max(1, int(0.08 * len(keep))), len(keep) - wanted)
        only(np.sort(np.argsort(cost)[drop:]))
        share = improve(share, 12)
    return keep, improve(share, 100).astype(float)


@dataclass(frozen=True)
class Draw:
    """One draw's settings: their structures, drifts and noises, and the likelihoods.

    The likelihoods (W, S) are over each window's largest. `share[name]` (S,) are the weights
    without the country `name`; `share[""]` those of everything.
    """

    structure: Floats
    drift: Floats
    noise: Floats
    loglik: NDArray[np.float32]
    share: dict[str, Floats]


def one_draw(
    seed: int, samples: list[Windows], weights: dict[str, Floats], asked: argparse.Namespace
) -> Draw:
    """The settings that any of the weightings of the windows keeps, with their weights in each."""
    parts = draw(asked.structures, seed)
    table = np.concatenate([likelihood(parts, sample) for sample in samples])
    odds = np.exp(table - table.max(axis=1, keepdims=True))
    found = {name: best_weights(odds, weight, asked.settings) for name, weight in weights.items()}
    keep = np.unique(np.concatenate([chosen for chosen, _ in found.values()]))
    share = {name: np.zeros(len(keep)) for name in found}
    for name, (chosen, weight) in found.items():
        share[name][np.searchsorted(keep, chosen)] = weight
    structures = np.stack([parts[name] for name in PARTS], axis=1)[
        keep // (len(DRIFTS) * len(NOISES))
    ]
    return Draw(
        structures,
        np.array(DRIFTS)[keep // len(NOISES) % len(DRIFTS)],
        np.array(NOISES)[keep % len(NOISES)],
        table[:, keep],
        share,
    )


def thin(
    odds: NDArray[np.floating[Any]], share: Floats, weight: Floats, wanted: int
) -> tuple[NDArray[np.intp], Floats]:
    """Drop the settings that cost least until `wanted` remain.

    Their weight goes to those that stand in for them.
    """
    keep = np.flatnonzero(share > 0)
    odds, share = odds[:, keep].astype(float), share[keep] / share[keep].sum()
    while len(keep) > wanted:
        part = odds * share
        part /= part.sum(axis=1, keepdims=True)
        cost = -(weight[:, None] * np.log(np.maximum(1 - part, 1e-9))).sum(axis=0)
        gone = np.argsort(cost)[: min(max(1, len(keep) // 50), len(keep) - wanted)]
        stay = np.setdiff1d(np.arange(len(keep)), gone)
        others = part[:, stay] / np.maximum(part[:, stay].sum(axis=1, keepdims=True), 1e-300)
        heir = (
            weight[:, None] * part[:, gone]
        ).T @ others  # (gone, stay): who explains its windows
        heir /= np.maximum(heir.sum(axis=1, keepdims=True), 1e-300)
        share = share[stay] + share[gone] @ heir
        odds, keep, share = odds[:, stay], keep[stay], share / share.sum()
    return keep, share


def make_prior(draws: list[Draw], name: str, weight: Floats, wanted: int) -> Prior:
    """The average of the draws' priors without the country `name`, thinned.

    The heaviest setting comes first.
    """
    table = np.concatenate([one.loglik for one in draws], axis=1)
    odds = np.exp(table - table.max(axis=1, keepdims=True))
    keep, share = thin(
        odds, np.concatenate([one.share[name] / len(draws) for one in draws]), weight, wanted
    )
    order = np.argsort(-share)
    keep, share = keep[order], share[order]
    unique, structure = np.unique(
        np.concatenate([one.structure for one in draws])[keep], axis=0, return_inverse=True
    )
    return Prior(
        {part: unique[:, i] for i, part in enumerate(PARTS)},
        structure.ravel().astype(np.intp),
        np.concatenate([one.drift for one in draws])[keep],
        np.concatenate([one.noise for one in draws])[keep],
        share,
    )


def store(path: Path, prior: Prior, fitted_on: str) -> None:
    """Write the settings; what else the file holds (the calibration of an earlier prior) goes."""
    path.write_text(
        json.dumps(
            {
                "fitted_on": fitted_on,
                "structures": {name: prior.parts[name].tolist() for name in PARTS},
                "settings": {
                    "structure": prior.structure.tolist(),
                    "drift": prior.drift.tolist(),
                    "noise": prior.noise.tolist(),
                    "weight": prior.weight.round(6).tolist(),
                },
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )


def main() -> None:
    """Fit on the folder given, by country left out and on everything."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("folder", type=Path)
    ask.add_argument(
        "--home",
        type=Path,
        default=Path(__file__).resolve().parents[1],
        help="workspace with data/raw",
    )
    ask.add_argument("--out", type=Path, default=fitted.PRIOR)
    ask.add_argument("--settings", type=int, default=64, help="settings of each draw")
    ask.add_argument("--kept", type=int, default=64, help="settings of the averaged prior")
    ask.add_argument(
        "--structures", type=int, default=1500, help="candidate structures of each draw"
    )
    ask.add_argument("--draws", type=int, default=5)
    ask.add_argument("--by", choices=["country", "source"], default="country")
    ask.add_argument(
        "--folds",
        type=Path,
        default=Path(__file__).resolve().parents[1] / "benchmarks" / "folds",
        help="where the file of every left-out country goes",
    )
    ask.add_argument(
        "--seed", type=int, default=1, help="seed of the first draw; the others follow"
    )
    ask.add_argument(
        "--drawn", type=Path, help="folder that keeps finished draws, to go on after a stop"
    )
    run(ask.parse_args())


def drawn(
    asked: argparse.Namespace, samples: list[Windows], weights: dict[str, Floats]
) -> list[Draw]:
    """All draws, each made once and kept in the folder `--drawn`."""
    found = []
    for seed in range(asked.seed, asked.seed + asked.draws):
        kept = (
            asked.drawn / f"draw-{asked.by}-{asked.structures}-{asked.settings}-{seed}.npz"
            if asked.drawn
            else None
        )
        if kept is not None and kept.exists():
            with np.load(kept) as stored:
                share = {
                    name[6:]: stored[name] for name in stored.files if name.startswith("share_")
                }
                one = Draw(
                    stored["structure"], stored["drift"], stored["noise"], stored["loglik"], share
                )
        else:
            one = one_draw(seed, samples, weights, asked)
        if kept is not None and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(
                kept,
                structure=one.structure,
                drift=one.drift,
                noise=one.noise,
                loglik=one.loglik,
                **{f"share_{name}": share for name, share in one.share.items()},  # type: ignore[arg-type]
            )
        print(f"draw of seed {seed}: {len(one.drift)} settings", file=sys.stderr)
        found.append(one)
    return found


def run(asked: argparse.Namespace) -> None:
    """Likelihoods once, then a prior without each country and the final prior."""
    manifest = pd.read_csv(asked.folder / "manifest.csv")
    generic = set(manifest.loc[manifest["panel"] == "generic", "source"])
    data = load(asked.folder, asked.home)
    group = {
        s: s.split("_")[0] if asked.by == "country" else s
        for s in sorted(set(data.source.values()))
    }
    samples = [windows(data, 5, 3), windows(data, 2, 3)]
    source = np.concatenate([sample.source for sample in samples])
    weights = {"": importance(source, generic)}
    for out in sorted(set(group.values())):
        weight = weights[""] * np.array([group[s] != out for s in source])
        weights[out] = weight / weight.sum()
    draws = drawn(asked, samples, weights)
    asked.folds.mkdir(parents=True, exist_ok=True)
    for out in sorted(set(group.values())):
        prior = make_prior(draws, out, weights[out], asked.kept)
        store(asked.folds / f"{out}.json", prior, f"all sources but those of {out}")
        print(f"left out {out}: {len(prior.weight)} settings", file=sys.stderr)
    prior = make_prior(draws, "", weights[""], asked.kept)
    store(
        asked.out,
        prior,
        f"{len(manifest)} public monthly series of the year-end benchmark (dev set) and"
        f" {len(data.years) - len(manifest)} Vietnamese ones of data/raw (public investment by"
        f" province and level, national retail), {len(source)} windows; average of {len(draws)}"
        f" draws of {asked.structures} candidate structures (seeds {asked.seed} to"
        f" {asked.seed + len(draws) - 1}), thinned to {len(prior.weight)} settings. Made by"
        " scripts/fit_projection_prior.py",
    )


if __name__ == "__main__":
    main()
