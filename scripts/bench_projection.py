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
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import fit_projection_calibration as fit
import fit_projection_prior as prior_fit
import numpy as np
import pandas as pd

from hbanalysis.analysis.yearend.backtest import replay, scores
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.pooled.fitted import (
    PRIOR,
    Fitted,
    read_calibration,
    read_fitted,
    shipped,
)
from hbanalysis.intake.load import workspace

HOME = Path(__file__).resolve().parents[1]
START, END = "<!-- measured: written by make bench-projection -->", "<!-- end of measured -->"
SERIES_MARKED = "PI"
IN_SAMPLE = "shipped prior (in-sample)"
NAIVE = (
    "baselines:run_rate",
    "baselines:cung_ky",
    "baselines:share_profile_bt",
    "prototype:project",
)
NAMES = {
    "MAPE%": "MAPE %",
    "CRPS%": "CRPS %",
    "Brier": "Brier",
    "cov80": "80 % band",
    "cov95": "95 % band",
    "ECE": "ECE",
}


@dataclass(frozen=True)
class Case:
    """One projection of the benchmark: `years` of history, `seen` months, and what came."""

    name: str
    year: int
    years: int
    seen: int
    past: pd.Series
    months: pd.Series
    total: float


@dataclass(frozen=True)
class Panel:
    """Cases scored together.

    `group` of each series names the fold that has not seen it; `vietnamese` and `investment` (by
    series) are what is told to the model.
    """

    name: str
    cases: list[Case]
    group: dict[str, str]
    vietnamese: bool
    investment: set[str]


def read(bench: Any, folder: Path, panel: str, size: str = "core") -> list[Case]:
    """The benchmark's projections of a panel of a folder."""
    series, tasks, manifest = bench.load(str(folder), size)
    tasks = tasks[tasks["id"].map(manifest["panel"]) == panel]
    return [Case(*one) for one in bench.iter_tasks(series, tasks)]


def scored(
    bench: Any, panel: Panel, cases: list[Case], fitted: Fitted | None, told: bool
) -> pd.DataFrame:
    """The benchmark's result frame of our method, made by one call for each history and month."""
    found = []
    for years, seen in product(bench.HS, bench.KS):
        mine = [case for case in cases if (case.years, case.seen) == (years, seen)]
        if not mine:
            continue
        past = np.array([case.past.to_numpy(dtype=float) for case in mine])
        many = projection.project_many(
            past,
            np.array([case.months.to_numpy(dtype=float) for case in mine]),
            year=[case.year for case in mine],
            vietnamese=panel.vietnamese if told else None,
            investment=[case.name in panel.investment for case in mine] if told else None,
            fitted=fitted,
        )
        last = past[:, -12:].sum(axis=1)
        about = pd.DataFrame([(case.name, case.year, case.total) for case in mine])
        about.columns = pd.Index(["id", "year", "total"])
        table = about.assign(
            h=years,
            k=seen,
            last=last,
            cpu=np.nan,
            error="",
            point=many.point,
            panel=panel.name,
            source="",
        )
        bounds = {name: getattr(many, name) for name in bench.BOUNDS}
        levels = {
            f"q{level:.2f}": many.quantiles[:, projection.LEVELS.index(round(float(level), 3))]
            for level in bench.LEVELS
        }
        chances = {f"p{target:.2f}": many.chance(target * last) for target in bench.TARGETS}
        found.append(table.assign(**bounds, **levels, **chances))
    return pd.concat(found, ignore_index=True)


def cross_fitted(bench: Any, panel: Panel, folds: Path, told: bool = True) -> pd.DataFrame:
    """The same, each case with the prior and the calibration that have not seen its group."""
    found = []
    for name in sorted({panel.group[case.name] for case in panel.cases}):
        mine = [case for case in panel.cases if panel.group[case.name] == name]
        for fitted, cases in of_fold(folds, name, mine):
            found.append(scored(bench, panel, cases, fitted, told))
    return pd.concat(found, ignore_index=True)


def of_fold(folds: Path, name: str, cases: list[Case]) -> Iterator[tuple[Fitted, list[Case]]]:
    """What has not seen some cases; the Vietnamese panel has a fold for each third and block."""
    stored = json.loads((folds / f"{name}.json").read_text(encoding="utf-8"))
    if name != fit.PANEL:
        yield read_fitted(stored), cases
        return
    for fold in stored["folds"]:
        mine = [
            case
            for case in cases
            if fit.third(case.name) == fold["third"]
            and np.digitize(case.year, fit.BLOCKS) == fold["block"]
        ]
        if mine:
            yield Fitted(shipped().prior, read_calibration(fold)), mine


def by_hand(bench: Any, folder: Path, panel: str, name: str) -> pd.DataFrame:
    """A forecaster of the benchmark's own folder on the same cases."""
    home, method = name.split(":")
    forecaster = getattr(importlib.import_module(home), method)
    return bench.run(forecaster, str(folder), "core", None, panel, progress=False)


def own_panel(home: Path) -> Panel:
    """The repository's own real series (final figures); each belongs to a half."""
    own = prior_fit.own_series(workspace(home))
    cases = []
    for name, (_, by_year) in own.items():
        for year, years in product(by_year, (1, 2, 3, 5)):
            past = [by_year.get(year - back, np.full(12, np.nan)) for back in range(years, 0, -1)]
            whole = pd.Series(np.concatenate([*past, by_year[year]]))
            if not np.isfinite(whole).all():
                continue
            history, months = whole[:-12], whole[-12:]
            cases += [
                Case(name, year, years, k, history, months[:k], float(months.sum()))
                for k in (1, 3, 6, 9, 11)
            ]
    group = {name: half.split("_")[0] for name, (half, _) in own.items()}
    return Panel("Việt Nam", cases, group, True, {n for n in own if n.endswith(":PI")})


def vietnam_panel(bench: Any, folder: Path, own: Panel) -> Panel:
    """The Vietnamese panel of the benchmark, all tasks."""
    source = pd.read_csv(folder / "manifest.csv").set_index("id")["source"]
    half = {name.split(":")[0]: group for name, group in own.group.items()}
    investment = {str(name) for name in source.index[source == "vn_invest"]}
    group = {
        str(name): half.get(fit.label(str(name)), fit.PANEL) if name in investment else fit.PANEL
        for name in source.index
    }
    cases = read(bench, folder, "domain", "full")
    return Panel("Việt Nam, all series", cases, group, True, investment)


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


def foreign(bench: Any, asked: argparse.Namespace, name: str, size: str = "core") -> Panel:
    """A panel of other countries; calendar and kind are off."""
    manifest = pd.read_csv(asked.bench / "dev" / "manifest.csv")
    group = dict(zip(manifest["id"], manifest["source"].str.split("_").str[0], strict=True))
    shown = name if size == "core" else f"{name}, all tasks"
    return Panel(shown, read(bench, asked.bench / "dev", name, size), group, False, set())


class Page:
    """The lines of the two tables, as they are measured."""

    def __init__(self, bench: Any, asked: argparse.Namespace) -> None:
        self.bench, self.asked = bench, asked
        self.lines = [
            "| series | method | projections | " + " | ".join(NAMES.values()) + " |",
            "|---" * 9 + "|",
        ]
        self.months = ["| series and prior | 1 | 3 | 6 | 9 | 11 |", "|---" * 6 + "|"]

    def add(self, panel: Panel, method: str, table: pd.DataFrame) -> pd.DataFrame:
        """One of our rows in both tables."""
        print(f"{panel.name}: {method}", file=sys.stderr)
        self.lines.append(f"| {panel.name} " + row(self.bench, f"**ours**, {method}", table))
        self.months.append(coverage(self.bench, f"{panel.name}, {method}", table))
        return table

    def compare(self, panel: Panel, unseen: str, seen: str = IN_SAMPLE) -> pd.DataFrame:
        """Our two rows of a panel; the cross-fitted result."""
        self.add(panel, seen, scored(self.bench, panel, panel.cases, None, True))
        return self.add(panel, unseen, cross_fitted(self.bench, panel, self.asked.folds))

    def naive(self, panel: str, folder: Path, shown: str) -> None:
        """What offices do by hand, and the prototype, on the core tasks."""
        for name in NAIVE:
            title = name.replace("baselines:", "").replace(":project", "")
            table = by_hand(self.bench, folder, panel, name)
            self.lines.append(f"| {shown} " + row(self.bench, title, table))


def measured(bench: Any, asked: argparse.Namespace) -> str:
    """Everything between the marks."""
    page = Page(bench, asked)
    for name in ("domain", "generic"):
        page.naive(name, asked.bench / "dev", name)
        crossed = page.compare(foreign(bench, asked, name), "without the series' country")
        if name == "domain":
            picture = asked.page.parent / "pictures" / "projection-reliability.svg"
            diagram(bench.reliability(crossed)[0], picture)
            misses = (100 * bench.per_task(crossed).groupby("k")["ape"].mean()).round(1)
            keep_misses({str(k): float(miss) for k, miss in misses.items()})
            page.compare(foreign(bench, asked, name, "full"), "cross-fitted", "in-sample")
    own = own_panel(asked.home)
    panel = vietnam_panel(bench, asked.bench / "vietnam", own)
    page.naive("domain", asked.bench / "vietnam", panel.name)
    crossed = page.compare(panel, "without its name and its years")
    page.add(
        panel,
        "the same, calendar and kind not told",
        cross_fitted(bench, panel, asked.folds, told=False),
    )
    page.compare(own, "without its half of the provinces")
    page.add(
        own,
        "the same, calendar and kind not told",
        cross_fitted(bench, own, asked.folds, told=False),
    )
    return "\n".join(
        [
            START,
            "",
            "### Comparison",
            "",
            *page.lines,
            "",
            "### Mean miss % · inside the 80 % band · inside the 95 % band, by months seen",
            "",
            *page.months,
            "",
            "### Việt Nam by kind of series (without its name and its years)",
            "",
            *by_kind(bench, asked.bench / "vietnam", crossed),
            "",
            "### Chance said against what came true (domain, cross-fitted)",
            "",
            "![Reliability diagram](pictures/projection-reliability.svg)",
            "",
            "### Public investment, replayed as it was known then (`hba backtest`; the prior has"
            " seen these series)",
            "",
            "| territory | months | method | years | mean miss % | median | bias | in 80 % |"
            " in 95 % |",
            "|---" * 9 + "|",
            *replayed(asked.home),
            "",
            END,
        ]
    )


def by_kind(bench: Any, folder: Path, table: pd.DataFrame) -> Iterator[str]:
    """Lines of the Vietnamese panel by source."""
    source = pd.read_csv(folder / "manifest.csv").set_index("id")["source"]
    yield "| kind | projections | MAPE % | CRPS % | 80 % band | 95 % band |"
    yield "|---" * 6 + "|"
    told = bench.per_task(table).assign(kind=table["id"].map(source).str.removeprefix("vn_"))
    for kind, some in told.groupby("kind"):
        mean = 100 * some[["ape", "crps", "cov80", "cov95"]].mean()
        cells = [f"{mean[name]:.2f}" for name in ("ape", "crps")]
        cells += [f"{mean[name]:.1f}" for name in ("cov80", "cov95")]
        yield f"| {kind} | {len(some)} | {' | '.join(cells)} |"


def keep_misses(misses: dict[str, float]) -> None:
    """Write the mean misses by month into the prior's file."""
    stored = json.loads(PRIOR.read_text(encoding="utf-8")) | {"benchmark_miss": misses}
    PRIOR.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


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
