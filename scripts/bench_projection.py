"""Measure the year-end projection and write the figures into docs/method.md.

Run:  python scripts/bench_projection.py BENCH_FOLDER [--folds benchmarks/folds] [--page
docs/method.md]

BENCH_FOLDER holds yearend_bench.py and dev/. Scores: the shipped prior on dev (in-sample: it was
fitted on these series), the priors without the country of each series (cross-fitted, from
``--folds``), what offices do by hand, the prototype, and the Vietnamese series of this repository.
What stands between the two marks of the page is replaced. The mean misses by month (cross-fitted)
are also written into projection_prior.json, where pages quote them.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.yearend import model as projection
from hbanalysis.analysis.yearend.backtest import replay, scores
from hbanalysis.intake.load import workspace

HOME = Path(__file__).resolve().parents[1]
START, END = "<!-- measured: written by make bench-projection -->", "<!-- end of measured -->"
SERIES_MARKED = "PI"
NAMES = {
    "MAPE%": "MAPE %",
    "CRPS%": "CRPS %",
    "Brier": "Brier",
    "cov80": "80 % band",
    "cov95": "95 % band",
    "ECE": "ECE",
}


def cases(bench: Any, folder: Path, panel: str, size: str = "core") -> list[tuple[Any, ...]]:
    """The benchmark's projections of a panel: (id, year, h, k, history, observed, total)."""
    series, tasks, manifest = bench.load(str(folder / "dev"), size)
    tasks = tasks[tasks["id"].map(manifest["panel"]) == panel]
    return list(bench.iter_tasks(series, tasks))


def scored(bench: Any, some: list[tuple[Any, ...]], panel: str) -> pd.DataFrame:
    """The benchmark's result frame of our method, made by one call for each history and month."""
    found = []
    for years in bench.HS:
        for seen in bench.KS:
            mine = [case for case in some if case[2:4] == (years, seen)]
            if not mine:
                continue
            past = np.array([case[4].to_numpy(dtype=float) for case in mine])
            many = projection.project_many(
                past, np.array([case[5].to_numpy(dtype=float) for case in mine])
            )
            last = past[:, -12:].sum(axis=1)
            table = pd.DataFrame(
                {
                    "id": [case[0] for case in mine],
                    "year": [case[1] for case in mine],
                    "h": years,
                    "k": seen,
                    "total": [case[6] for case in mine],
                    "last": last,
                    "cpu": np.nan,
                    "error": "",
                    "point": many.point,
                    "panel": panel,
                    "source": "",
                }
            )
            bounds = {name: getattr(many, name) for name in bench.BOUNDS}
            levels = {
                f"q{level:.2f}": many.quantiles[:, projection.LEVELS.index(round(float(level), 3))]
                for level in bench.LEVELS
            }
            chances = {f"p{target:.2f}": many.chance(target * last) for target in bench.TARGETS}
            found.append(table.assign(**bounds, **levels, **chances))
    return pd.concat(found, ignore_index=True)


def cross_fitted(
    bench: Any, some: list[tuple[Any, ...]], panel: str, group: dict[str, str], folds: Path
) -> pd.DataFrame:
    """The same, each series with the prior and calibration that have not seen its group."""
    shipped, found = projection.load_prior, []
    try:
        for name in sorted({group[case[0]] for case in some}):
            stored = projection.read_prior(
                json.loads((folds / f"{name}.json").read_text(encoding="utf-8"))
            )
            projection.load_prior = lambda stored=stored: stored  # type: ignore[assignment]
            found.append(scored(bench, [case for case in some if group[case[0]] == name], panel))
    finally:
        projection.load_prior = shipped
    return pd.concat(found, ignore_index=True)


def by_hand(bench: Any, folder: Path, panel: str, name: str) -> pd.DataFrame:
    """A forecaster of the benchmark's own folder on the same cases."""
    home, method = name.split(":")
    return bench.run(
        getattr(importlib.import_module(home), method),
        str(folder / "dev"),
        "core",
        None,
        panel,
        progress=False,
    )


def vietnamese(home: Path) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Cases of the repository's own real series (final figures), and the half each belongs to."""
    sys.path.insert(0, str(Path(__file__).parent))
    own = importlib.import_module("fit_projection_prior").own_series(workspace(home))
    found, group = [], {}
    for name, (half, by_year) in own.items():
        group[name] = half.split("_")[0]
        for year, months in by_year.items():
            for years in (1, 2, 3, 5):
                past = [by_year.get(year - back) for back in range(years, 0, -1)]
                if (
                    any(one is None or not np.isfinite(one).all() for one in past)
                    or not np.isfinite(months).all()
                ):
                    continue
                history = pd.Series(np.concatenate([one for one in past if one is not None]))
                found += [
                    (name, year, years, k, history, pd.Series(months[:k]), float(months.sum()))
                    for k in (1, 3, 6, 9, 11)
                ]
    return found, group


def row(bench: Any, name: str, table: pd.DataFrame) -> str:
    """One line of the comparison table."""
    told = bench.summary(table)
    bands = told["interval%"] > 50
    cells = [
        f"{told['MAPE%']:.2f}",
        f"{told['CRPS%']:.2f}",
        f"{told['Brier']:.4f}",
        f"{told['cov80']:.1f}" if bands else "–",
        f"{told['cov95']:.1f}" if bands else "–",
        f"{told['ECE']:.3f}",
    ]
    return f"| {name} | {len(table)} | {' | '.join(cells)} |"


def coverage(bench: Any, name: str, table: pd.DataFrame) -> str:
    """One line of the table of misses and coverage by months seen."""
    told = 100 * bench.per_task(table).groupby("k")[["ape", "cov80", "cov95"]].mean()
    return (
        f"| {name} | "
        + " | ".join(f"{r.ape:.1f} · {r.cov80:.1f} · {r.cov95:.1f}" for r in told.itertuples())
        + " |"
    )


def diagram(table: pd.DataFrame, path: Path) -> None:
    """The reliability diagram as a small SVG: what was said against what came true."""
    size, edge = 320, 40

    def at(p: float, y: float) -> tuple[float, float]:
        return edge + p * size, edge + (1 - y) * size

    bins = table[["n", "predicted", "observed"]].to_numpy(dtype=float).tolist()
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + 6 * (n / max(bins)[0]) ** 0.5:.1f}"/>'
        for n, predicted, observed in bins
        for x, y in [at(predicted, observed)]
    )
    ticks = "".join(
        f'<text x="{at(p, 0)[0]:.0f}" y="{edge + size + 18}" text-anchor="middle">{p:.0%}</text>'
        f'<text x="{edge - 6}" y="{at(0, p)[1] + 4:.0f}" text-anchor="end">{p:.0%}</text>'
        for p in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}"'
        ' role="img" font-family="sans-serif" font-size="11"><title>Chance that was said against'
        ' how often it came true</title><rect width="100%" height="100%" fill="white"/><rect'
        f' x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#888"/><line'
        f' x1="{edge}" y1="{edge + size}" x2="{edge + size}" y2="{edge}" stroke="#888"'
        f' stroke-dasharray="4 3"/><g fill="#0b5c8a">{dots}</g>{ticks}<text x="{edge + size / 2}"'
        f' y="{size + 2 * edge - 4}" text-anchor="middle">chance said</text><text x="{edge}"'
        f' y="{edge - 12}">came true</text></svg>\n'
    )
    path.write_text(text, encoding="utf-8")


def replayed(home: Path) -> Iterator[str]:
    """Lines on the territories' own history by vintage as it was known."""
    office = workspace(home)
    real = office.observations[office.observations["indicator"] == SERIES_MARKED]
    told = replay(office, sorted(set(real["territory"])), [SERIES_MARKED])
    for title, some in (
        ("Hải Phòng", told[told["territory"] == "hai-phong"]),
        ("All twelve", told),
    ):
        for one in (
            scores(some, ["months", "method"])
            .sort_values("months", kind="stable")
            .to_dict("records")
        ):
            bands = [
                f"{one[name]:.0f}" if np.isfinite(one[name]) else "–"
                for name in ("within80", "within95")
            ]
            yield (
                f"| {title} | {one['months']} | {one['method']} | {one['cases']} |"
                f" {one['mean_miss_pct']:.1f} | {one['median_miss_pct']:.1f} |"
                f" {one['bias_pct']:+.1f} | {' | '.join(bands)} |"
            )


def measured(bench: Any, asked: argparse.Namespace) -> str:
    """Everything between the marks."""
    manifest = pd.read_csv(asked.bench / "dev" / "manifest.csv")
    group = dict(zip(manifest["id"], manifest["source"].str.split("_").str[0], strict=True))
    lines = [
        "| series | method | projections | " + " | ".join(NAMES.values()) + " |",
        "|---" * 9 + "|",
    ]
    months = ["| series and prior | 1 | 3 | 6 | 9 | 11 |", "|---" * 6 + "|"]
    misses = pd.Series(dtype=float)
    for panel in ("domain", "generic"):
        some = cases(bench, asked.bench, panel)
        own, crossed = (
            scored(bench, some, panel),
            cross_fitted(bench, some, panel, group, asked.folds),
        )
        for name in (
            "baselines:run_rate",
            "baselines:cung_ky",
            "baselines:share_profile_bt",
            "prototype:project",
        ):
            title = name.replace("baselines:", "").replace(":project", "")
            lines += [f"| {panel} " + row(bench, title, by_hand(bench, asked.bench, panel, name))]
        lines += [
            f"| {panel} " + row(bench, "**ours**, shipped prior (in-sample)", own),
            f"| {panel} " + row(bench, "**ours**, without the series' country", crossed),
        ]
        months += [
            coverage(bench, f"{panel}, in-sample", own),
            coverage(bench, f"{panel}, cross-fitted", crossed),
        ]
        if panel == "domain":
            diagram(
                bench.reliability(crossed)[0],
                asked.page.parent / "pictures" / "projection-reliability.svg",
            )
            misses = (100 * bench.per_task(crossed).groupby("k")["ape"].mean()).round(1)
            every = cases(bench, asked.bench, panel, "full")
            told = {
                "in-sample": scored(bench, every, panel),
                "cross-fitted": cross_fitted(bench, every, panel, group, asked.folds),
            }
            lines += [
                "| domain, all tasks " + row(bench, f"**ours**, {name}", one)
                for name, one in told.items()
            ]
            months += [
                coverage(bench, f"domain, all tasks, {name}", one) for name, one in told.items()
            ]
    some, halves = vietnamese(asked.home)
    own, crossed = scored(bench, some, "vn"), cross_fitted(bench, some, "vn", halves, asked.folds)
    lines += [
        "| Việt Nam " + row(bench, "**ours**, shipped prior (in-sample)", own),
        "| Việt Nam " + row(bench, "**ours**, without its half of the provinces", crossed),
    ]
    months += [
        coverage(bench, "Việt Nam, in-sample", own),
        coverage(bench, "Việt Nam, other half", crossed),
    ]
    keep_misses({str(k): float(miss) for k, miss in misses.items()})
    return "\n".join(
        [
            START,
            "",
            "### Comparison",
            "",
            *lines,
            "",
            "### Mean miss % · inside the 80 % band · inside the 95 % band, by months seen",
            "",
            *months,
            "",
            "### Chance said against what came true (domain, cross-fitted)",
            "",
            "![Reliability diagram](pictures/projection-reliability.svg)",
            "",
            (
                "### Public investment, replayed as it was known then (`hba backtest`; the prior"
                " has seen these series)"
            ),
            "",
            (
                "| territory | months | method | years | mean miss % | median | bias | in 80 % | in"
                " 95 % |"
            ),
            "|---" * 9 + "|",
            *replayed(asked.home),
            "",
            END,
        ]
    )


def keep_misses(misses: dict[str, float]) -> None:
    """Write the mean misses by month into the prior's file."""
    stored = json.loads(projection.PRIOR.read_text(encoding="utf-8")) | {"benchmark_miss": misses}
    projection.PRIOR.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Measure and replace the measured part of the page."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("bench", type=Path)
    ask.add_argument("--folds", type=Path, default=HOME / "benchmarks" / "folds")
    ask.add_argument("--page", type=Path, default=HOME / "docs" / "method.md")
    ask.add_argument("--home", type=Path, default=HOME)
    asked = ask.parse_args()
    sys.path.insert(0, str(asked.bench.resolve()))
    bench = importlib.import_module("yearend_bench")
    page = asked.page.read_text(encoding="utf-8")
    before, after = page[: page.index(START)], page[page.index(END) + len(END) :]
    asked.page.write_text(before + measured(bench, asked) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
