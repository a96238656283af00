"""Measure what years known at some cut-offs only are worth, and write two real case studies.

    python scripts/bench_sparse.py [--page docs/method.md] [--tasks 330]

Two parts, both written between the marks of the page:

* The statistics office's investment series, complete by months, thinned to three to five cut-offs
  a year (and the year's end): the same projections from all months, from stretches spread evenly,
  and from stretches spread by the series' own profile. `STRETCH_WIDTH` in `replays.py` and
  `MONTH_SCATTER` in `stretches.py` come from here.
* Hải Phòng's revenue and Hà Nội's jobs as a report would have said it then, after 3, 6 and 9
  months, beside what offices do by hand and the plan.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.stretches import (
    bridged,
    doubt,
    grid_with_past,
    profiles,
    read_between,
)
from hbanalysis.analysis.history.year_months import grid
from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.yearend.outcome import Outcome, YearSeen, model_months, project_all
from hbanalysis.analysis.yearend.replays import STRETCH_WIDTH
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.observations.vintages import latest
from hbanalysis.vocabulary.periods import Period

HOME = Path(__file__).resolve().parents[1]
START, END = "<!-- sparse: written by scripts/bench_sparse.py -->", "<!-- end of sparse -->"
SEED, MONTHS = 5, (3, 6, 9)
STUDIES = (
    ("hai-phong", "BR", "Hải Phòng, total revenue", range(2023, 2026)),
    ("hai-phong", "BR-D", "Hải Phòng, domestic revenue", range(2023, 2026)),
    ("ha-noi", "JB", "Hà Nội, giải quyết việc làm", range(2022, 2026)),
)
REASONS = {
    "break before the year's end": "not projected: the territory ends on 30 June",
    "no complete past year": "not projected: no past year says enough",
    "nothing reported": "nothing printed by then",
}


def complete_years(office: Workspace) -> dict[str, dict[int, np.ndarray]]:
    """The months of every complete year of the investment series, by territory and year."""
    table = latest(office.observations[office.observations["indicator"] == "PI"])
    cells = grid(table)
    months, _ = model_months(cells.monthly, cells.year_to_date)
    found: dict[str, dict[int, np.ndarray]] = {}
    for (territory, _, year), row in zip(cells.index, months, strict=True):
        if np.isfinite(row).all() and row.min() > 0:
            found.setdefault(territory, {})[int(year)] = row
    return found


def thinned(row: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """The year-to-dates of a year, known after the chosen months (1-12) only."""
    out = np.full(12, np.nan)
    out[keep - 1] = np.cumsum(row)[keep - 1]
    return out


def thin_tasks(office: Workspace, count: int) -> Iterator[dict[str, Any]]:
    """A year of a series seen after 3, 6 or 9 months, its past and itself thinned at random."""
    random = np.random.default_rng(SEED)
    series = complete_years(office)
    tasks = [
        (name, year, seen)
        for name, years in sorted(series.items())
        for year in sorted(years)
        for seen in MONTHS
        if year >= 2014 and all(year - back in years for back in (1, 2, 3))
    ]
    for place in random.permutation(len(tasks))[:count]:
        name, year, seen = tasks[place]
        past = [series[name][back] for back in range(year - 5, year) if back in series[name]]
        cuts = [
            np.append(random.choice(11, random.integers(3, 6), replace=False) + 1, 12) for _ in past
        ]
        own = np.append(np.flatnonzero(random.random(seen - 1) < 0.45) + 1, seen)
        total = np.array([*map(thinned, past, cuts), thinned(series[name][year], own)])
        yield {
            "past": np.array(past),
            "now": series[name][year],
            "seen": seen,
            "total": total,
            "year": float(year),
        }


def thin_cases(tasks: list[dict[str, Any]]) -> dict[str, list[Outcome]]:
    """The projections of every task from all months, from even stretches and from own stretches."""
    every = [
        YearSeen(task["past"], task["now"][: task["seen"]], task["year"], True) for task in tasks
    ]
    found = {"all months": project_all(every)}
    for name in ("stretches, even months", "stretches, own profile"):
        cases, shares = [], []
        for task in tasks:
            total = task["total"]
            even = np.full(total.shape, 1 / 12)
            own = profiles(total, np.zeros(len(total), dtype=np.int64))
            months, spread = model_months(
                np.full(total.shape, np.nan), total, even if "even" in name else own
            )
            cases.append(YearSeen(months[:-1], months[-1, : task["seen"]], task["year"], True))
            shares.append(spread[:-1].mean())
        found[name] = project_all(cases)
    found["stretches, own profile, wider"] = [
        one.widened(1 + STRETCH_WIDTH * share, -np.inf)
        for one, share in zip(found["stretches, own profile"], shares, strict=True)
    ]
    return found


def thin_lines(office: Workspace, count: int) -> Iterator[str]:
    """The table of the thinned series: miss and coverage by months seen."""
    tasks = list(thin_tasks(office, count))
    ends = np.array([task["now"].sum() for task in tasks])
    seen = np.array([task["seen"] for task in tasks])
    yield "| known of the past | projections | 3 months | 6 months | 9 months | all |"
    yield "|---" * 6 + "|"
    for name, outcomes in thin_cases(tasks).items():
        point = np.array([one.point for one in outcomes])
        bounds = {
            level: np.array([one.quantiles[level] for one in outcomes])
            for level in (0.025, 0.1, 0.9, 0.975)
        }
        cells = []
        for months in (*MONTHS, 0):
            at = (seen == months) | (months == 0)
            miss = 100 * np.abs(point / ends - 1)[at].mean()
            inside = [
                100 * ((bounds[low] <= ends) & (ends <= bounds[high]))[at].mean()
                for low, high in ((0.1, 0.9), (0.025, 0.975))
            ]
            cells.append(f"{miss:.1f} · {inside[0]:.0f} · {inside[1]:.0f}")
        yield f"| {name} | {len(tasks)} | {' | '.join(cells)} |"
    yield ""
    yield f"Mean miss %, inside the 80 % band, inside the 95 % band. {bridge_line(tasks)}"


def bridge_line(tasks: list[dict[str, Any]]) -> str:
    """How far a year-to-date read between two cut-offs was off, in units of its said doubt."""
    scores = []
    for task in tasks:
        total = task["total"][:-1]
        cells = profiles(total, np.zeros(len(total), dtype=np.int64))
        off = np.log(bridged(total, cells) / np.cumsum(task["past"], axis=1))
        unsure = doubt(total)
        scores.append((off / np.where(unsure > 0, unsure, np.nan))[np.isfinite(off)])
    together = np.concatenate(scores)
    together = together[np.isfinite(together)]
    return (
        "A year-to-date read between two cut-offs was off by"
        f" {np.sqrt((together**2).mean()):.2f} of its said doubt (root mean square, {len(together)}"
        " months)."
    )


def known_on(office: Workspace, territory: str, code: str, period: Period) -> str:
    """The day the cut-off was first printed, else ten days after the month."""
    own = office.observations
    own = own[(own["territory"] == territory) & (own["indicator"] == code)]
    own = own[(own["period"] == period.cut_off) & (own["accumulation"] == "ytd")]
    if len(own):
        return str(own["published"].min())
    return str((pd.Timestamp(period.end) + pd.Timedelta(days=10)).date())


def by_share(office: Workspace, territory: str, code: str, period: Period, row: Any) -> float:
    """The year-to-date over the share that last year had reached by the same month."""
    cells = grid_with_past(office.known_figures, period.year)
    filled, _ = read_between(cells)
    last = cells.row(territory, code, period.year - 1)
    if last is None or not np.isfinite(filled[last, 11]):
        return float("nan")
    return float(row["actual"] * filled[last, 11] / filled[last, int(row["through"]) - 1])


def study(territory: str, code: str, year: int, months: int, end: float) -> list[str]:
    """One line of a case study: what the report of that day would have said."""
    period = Period(year, 1, months)
    day = known_on(workspace(HOME), territory, code, period)
    office = workspace(HOME, day)
    table = project_year(assess(office, period, [territory]), office, period)
    own = table[table["indicator"] == code]
    if own.empty or own["through"].iloc[0] == 0:
        return [day, "–", "nothing printed by then", *["–"] * 5]
    row = own.iloc[0]
    share = by_share(office, territory, code, period, row)
    hand = [row["actual"] * 12 / row["through"], share, row["target"]]
    spoken = [f"{value:,.0f}" if np.isfinite(value) else "–" for value in hand]
    if not np.isfinite(row["point"]):
        reason = REASONS.get(row["projection_reason"], row["projection_reason"])
        return [day, str(row["through"]), reason, *spoken, "–", "–"]
    said = f"{row['point']:,.0f} ({row['lo80']:,.0f} – {row['hi80']:,.0f})"
    if not np.isfinite(end):
        return [day, str(row["through"]), said, *spoken, "–", "–"]
    inside = next(
        (f"{band} %" for band in (80, 95) if row[f"lo{band}"] <= end <= row[f"hi{band}"]), "outside"
    )
    return [
        day,
        str(row["through"]),
        said,
        *spoken,
        f"{100 * (row['point'] / end - 1):+.1f}",
        inside,
    ]


def ends(territory: str, code: str) -> dict[int, float]:
    """The year-ends as known now."""
    table = workspace(HOME).observations
    own = table[(table["territory"] == territory) & (table["indicator"] == code)]
    cells = grid(latest(own))
    return dict(zip(cells.years.tolist(), cells.year_to_date[:, 11].tolist(), strict=True))


def study_lines() -> Iterator[str]:
    """The tables of the case studies."""
    for territory, code, title, years in STUDIES:
        yield f"**{title}**"
        yield ""
        yield (
            "| year | after | known on | last cut-off | ours (80 % band) | run rate | last year's"
            " share | plan | miss % | year-end inside |"
        )
        yield "|---" * 10 + "|"
        known = ends(territory, code)
        for year in years:
            for months in MONTHS:
                cells = study(territory, code, year, months, known.get(year, float("nan")))
                yield f"| {year} | {months} M | {' | '.join(cells)} |"
        said = [
            f"{year}: {known[year]:,.0f}" for year in years if np.isfinite(known.get(year, np.nan))
        ]
        yield ""
        yield f"Year-ends as known now: {'; '.join(said) or 'none'}."
        yield ""


def main(argv: list[str] | None = None) -> None:
    """Measure and write what stands between the marks."""
    parser = argparse.ArgumentParser(description="sparse years: measure and write docs/method.md")
    parser.add_argument("--page", type=Path, default=HOME / "docs" / "method.md")
    parser.add_argument("--tasks", type=int, default=330, help="projections of the thinned series")
    asked = parser.parse_args(argv)
    lines = [*thin_lines(workspace(HOME), asked.tasks), "", *study_lines()]
    page = asked.page.read_text(encoding="utf-8")
    before, rest = page.split(START)
    _, after = rest.split(END)
    text = "\n".join(lines).rstrip()
    asked.page.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
