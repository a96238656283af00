"""How long an assessment takes: 70, 350 and 700 territories × 26 indicators × 6 years of months.

    python benchmarks/assess_scale.py [--profile]

The tables are made in memory (the file formats have their own costs); what is timed is `assess` for
one period, from every vintage to judged rows. Twelve past years of plans are not needed: each
territory has its plan of every year.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.vocabulary.periods import Period

ROOT = Path(__file__).resolve().parents[1]
SIZES, YEARS, PERIOD = (70, 350, 700), range(2019, 2025), Period.parse("2024-Q3")


def invented(office: Workspace, size: int) -> Workspace:
    """A workspace with ``size`` copies of a district that reports all 26 indicators every month.

    Seeded.
    """
    rng = np.random.default_rng(size)
    indicators = office.indicators[
        (office.indicators["group"] != "statistics") & (office.indicators["derived"] == "")
    ]
    places = [f"noi-{number:03d}" for number in range(size)]
    periods = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
    index = pd.MultiIndex.from_product(
        [places, indicators["indicator"], periods], names=["territory", "indicator", "period"]
    )
    table = index.to_frame(index=False)
    table = table.assign(
        accumulation="month",
        value=np.round(rng.gamma(9, 10, len(table)), 1),
        numerator=np.nan,
        denominator=np.nan,
        unit="",
        status="final",
        published=table["period"] + "-28",
        calendar="month",
        source="benchmark",
        locator="",
        stated_pct_of_plan=np.nan,
        stated_pct_of_same_period=np.nan,
        published_basis="",
        file="",
        cadence=table["indicator"].map(indicators.set_index("indicator")["cadence"]),
    )
    pairs = pd.MultiIndex.from_product(
        [places, indicators["indicator"], YEARS], names=["territory", "indicator", "year"]
    ).to_frame(index=False)
    model = office.targets[office.targets["territory"] == "hong-bang"].drop(
        columns=["territory", "year"]
    )
    targets = pairs.merge(model, on="indicator").assign(value=1100.0)
    targets["decided"] = (targets["year"] - 1).astype(str) + "-12-13"
    territories = pd.DataFrame(
        {
            "territory": places,
            "parent": "",
            "name_vi": places,
            "name_en": places,
            "level": "district",
            "valid_from": "",
            "valid_to": "",
            "successor": "",
            "file": "",
        }
    )
    return replace(
        office,
        as_of="",
        indicators=indicators,
        territories=territories,
        targets=targets,
        observations=table,
    )


def timed(size: int, office: Workspace) -> tuple[int, int, float, float]:
    """Observations, judged rows, seconds and processor seconds of one assessment."""
    made = invented(office, size)
    start, busy = time.perf_counter(), time.process_time()
    table = assess(made, PERIOD, made.territories["territory"].tolist())
    return (
        len(made.observations),
        len(table),
        time.perf_counter() - start,
        time.process_time() - busy,
    )


def main() -> None:
    """Print the table, or where the time goes."""
    parser = argparse.ArgumentParser(
        description="seconds of an assessment by number of territories"
    )
    parser.add_argument(
        "--profile", action="store_true", help="where the time of 350 territories goes"
    )
    office = workspace(ROOT)
    timed(2, office)  # imports
    if parser.parse_args().profile:
        made = invented(office, 350)
        profile = cProfile.Profile()
        profile.runcall(assess, made, PERIOD, made.territories["territory"].tolist())
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
        return
    print(
        "| territories | observations | rows judged | seconds | processor seconds | processor s per"
        " 100 |"
    )
    print("|---|---|---|---|---|---|")
    for size in SIZES:
        observations, rows, seconds, busy = timed(size, office)
        print(
            f"| {size} | {observations:,} | {rows:,} | {seconds:.2f} | {busy:.2f} |"
            f" {100 * busy / size:.2f} |"
        )


if __name__ == "__main__":
    main()
