"""Measure what drawing a total, its parts and the rest together does, and write it down.

    python scripts/bench_parts.py [--bench ../shared/yearend-bench] [--page docs/method.md]

CRPS of the total and of its parts, each by itself (before) and drawn together (after): Hải Phòng's
revenue as it was known then after 3, 6 and 9 months, where the end is printed; and, where the
benchmark's folder is there, the country's exports and imports with the part of foreign-invested
enterprises, final figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from bench_sparse import HOME, MONTHS, ends, known_on

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.yearend.joint import PART, REST, WHOLE, joint_year_ends
from hbanalysis.analysis.yearend.outcome import YearSeen, project_all
from hbanalysis.analysis.yearend.report_rows import project_year
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure

START, END = "<!-- parts: written by scripts/bench_parts.py -->", "<!-- end of parts -->"
CITY, REVENUE, YEARS, HISTORY = "hai-phong", ("BR", "BR-D", "BR-C"), range(2022, 2026), (2, 3, 5)
TRADE = {"exports": "vn_export", "imports": "vn_import"}
TOTAL, FOREIGN = "tong-tri-gia_trigia_2006", "khu-vuc-co-von-dau-tu-nn_trigia_2006"
PATHS = 200


def crps(values: np.ndarray, end: float) -> float:
    """The continuous ranked probability score of equally likely values, in percent of the end."""
    ordered = np.sort(values)
    ranks = 2 * np.arange(1, len(ordered) + 1) - len(ordered) - 1
    spread = float((ranks * ordered).sum()) / len(ordered) ** 2
    return 100 * (float(np.abs(ordered - end).mean()) - spread) / abs(end)


def alone(projected: pd.DataFrame, code: str) -> np.ndarray:
    """The paths of one line by itself: drawn as a total over nothing but an equal part of it."""
    own = projected[projected["indicator"] == code].assign(parent="")
    pair = pd.concat([own, own.assign(indicator=f"{code}/", parent=code)])
    drawn = joint_year_ends(pair, PATHS)
    return drawn.loc[drawn["role"] == WHOLE, "value"].to_numpy()


def scored(projected: pd.DataFrame, end: dict[str, float], about: dict[str, object]) -> list[dict]:
    """Before and after of each line with a known end; the path's sum as a check."""
    drawn = joint_year_ends(projected, PATHS)
    if drawn.empty:
        return []
    sums = drawn.pivot_table(index="path", columns="role", values="value", aggfunc="sum")
    off = float((sums[[PART, REST]].sum(axis=1) / sums[WHOLE] - 1).abs().max())
    found = []
    for code in projected["indicator"]:
        own = drawn[drawn["indicator"] == code]
        if own.empty or not np.isfinite(end.get(code, np.nan)):
            continue
        before, after = alone(projected, code), own["value"].to_numpy()
        case = {"code": code, "before": crps(before, end[code]), "after": crps(after, end[code])}
        found.append(about | case | {"off": off, "held": len(projected) - 1})
    return found


def revenue() -> Iterator[dict]:
    """Hải Phòng's revenue as it was known then."""
    end = {code: ends(CITY, code) for code in REVENUE}
    for year, months in product(YEARS, MONTHS):
        period = Period(year, 1, months)
        office = workspace(HOME, known_on(workspace(HOME), CITY, REVENUE[0], period))
        table = project_year(assess(office, period, [CITY]), office, period)
        table = table[table["indicator"].isin(REVENUE) & table["point"].notna()]
        if len(table) > 1:
            told = {code: end[code].get(year, np.nan) for code in REVENUE}
            yield from scored(table, told, {"what": "revenue", "year": year, "months": months})


def trade(folder: Path) -> Iterator[dict]:
    """The country's exports and imports: total, foreign-invested part and the rest."""
    series = pd.read_csv(folder / "vietnam" / "series.csv.gz")
    for name, stem in TRADE.items():
        months = {
            code: by_year(series[series["id"] == f"{stem}_{tail}"])
            for code, tail in (("total", TOTAL), ("foreign", FOREIGN))
        }
        for year, years, seen in product(months["total"], HISTORY, MONTHS):
            wanted = range(year - years, year + 1)
            if not all(one in by for by in months.values() for one in wanted):
                continue
            yield from scored(
                trade_rows(months, year, years, seen),
                {code: float(by[year].sum()) for code, by in months.items()},
                {"what": name, "year": year, "months": seen},
            )


def by_year(series: pd.DataFrame) -> dict[int, np.ndarray]:
    """The months of every complete year of one series."""
    years = series.groupby(series["date"].str[:4].astype(int))["value"]
    return {int(year): some.to_numpy() for year, some in years if len(some) == 12}


def trade_rows(
    months: dict[str, dict[int, np.ndarray]], year: int, years: int, seen: int
) -> pd.DataFrame:
    """Total and part as projected rows."""
    cases = [
        YearSeen(
            np.array([by[year - back] for back in range(years, 0, -1)]),
            by[year][:seen],
            year,
            False,
        )
        for by in months.values()
    ]
    rows = [
        one.numbers() | {"indicator": code, "actual": float(case.seen.sum()), "through": seen}
        for code, case, one in zip(months, cases, project_all(cases), strict=True)
    ]
    table = pd.DataFrame(rows).assign(
        territory="country", unit="USD", measure=Measure.FLOW, signed=False
    )
    return table.assign(parent=np.where(table["indicator"] == "total", "", "total"))


def lines(found: pd.DataFrame) -> Iterator[str]:
    """The table."""
    yield "| series | months | cases | CRPS % by itself | CRPS % drawn together |"
    yield "|---" * 5 + "|"
    for (what, code), some in found.groupby(["what", "code"], sort=False):
        for months in (*MONTHS, 0):
            own = some[(some["months"] == months) | (months == 0)]
            if own.empty:
                continue
            means = f"{own['before'].mean():.2f} | {own['after'].mean():.2f}"
            yield f"| {what}, {code} | {months or 'all'} | {len(own)} | {means} |"
    yield ""
    yield f"Parts and rest differ from the total by at most {found['off'].max():.0e} of it."


def main(argv: list[str] | None = None) -> None:
    """Measure and write what stands between the marks."""
    parser = argparse.ArgumentParser(description="parts drawn together: write docs/method.md")
    parser.add_argument("--bench", type=Path, default=HOME.parent / "shared" / "yearend-bench")
    parser.add_argument("--page", type=Path, default=HOME / "docs" / "method.md")
    asked = parser.parse_args(argv)
    found = list(revenue())
    found += list(trade(asked.bench)) if asked.bench.is_dir() else []
    page = asked.page.read_text(encoding="utf-8")
    before, rest = page.split(START)
    text = "\n".join(lines(pd.DataFrame(found)))
    asked.page.write_text(
        f"{before}{START}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
