"""Turn a folder of monthly statistics workbooks into observations with vintages.

    python scripts/make_workbook_series.py FOLDER [--root WORKSPACE] [--recipe NAME ...]
                                           [--output DIR]

Every `.xls`, `.xlsx`, `.xlsm` and `.ods` of FOLDER is read by every recipe of the workspace
(`data/raw/recipes/*.toml`, or those named): a recipe says by words which table is meant, which rows
are which territory or indicator, which columns which figure, and where the day of publication
stands. So a further series (exports, visitors, enterprises) is a further recipe and a line in
`indicators.csv`, no code. Each workbook is a vintage: its own month (`estimate`), the month before
as revised (`preliminary`) and the year to date, with the printed percentages beside them.

Written is one `OUTPUT/<recipe>.csv` for each recipe that found anything (default: the workspace's
`data/raw/observations`), in the order of territory, period and publication; the locator names
workbook, sheet and cell. Nothing of a workbook that contradicts itself is taken. What was refused
or not found is said on stderr, one line each; the exit code is 1 when a workbook was refused.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from rawtables import OBSERVATION_COLUMNS, write_rows

from hbanalysis.intake.delivery.prepare import Delivery, prepare
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language

ROOT = Path(__file__).resolve().parents[1]
KINDS = (".xls", ".xlsx", ".xlsm", ".ods")
COLUMNS = (*OBSERVATION_COLUMNS, "stated_pct_of_plan", "stated_pct_of_same_period")
ORDER = ("territory", "indicator", "period", "accumulation", "published", "status")
ABSENT = {"no-table"}  # an older report may not have the table: that is no fault of the workbook


@dataclass
class Series:
    """What one recipe found in all workbooks."""

    rows: list[dict[str, str]] = field(default_factory=list)
    read: int = 0
    without: int = 0
    refused: int = 0


def workbooks(folder: Path) -> list[Path]:
    """The workbooks of a folder by name (which begins with the day); Excel's lock files are none."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    return sorted(path for path in found if not path.name.startswith("~$"))


def recipes(root: Path, named: list[str]) -> list[str]:
    """The recipes to follow: those named, else all of the workspace whose day is in the name."""
    if named:
        return named
    every = sorted((root / "data" / "raw" / "recipes").glob("*.toml"))
    return [path.stem for path in every if 'published = "file name"' in path.read_text("utf-8")]


def bare(root: Path, folder: Path) -> Path:
    """The lists and recipes of a workspace without any figure: what is known must not be left out."""
    raw = folder / "data" / "raw"
    shutil.copytree(root / "data" / "raw" / "recipes", raw / "recipes")
    for name in ("indicators.csv", "territories.csv"):
        shutil.copy(root / "data" / "raw" / name, raw / name)
    return folder


def taken(series: Series, made: Delivery) -> None:
    """Add what one workbook holds to a series."""
    name = made.path.name
    if made.blocked:
        only_absent = all(one.rule in ABSENT for one in made.findings if one.level == "error")
        series.without += only_absent
        series.refused += not only_absent
        return
    series.read += 1
    for one in made.observations:
        series.rows.append(one.fields | {"locator": f"{name}!{one.fields['locator']}"})


def follow(root: Path, recipe: str, files: list[Path]) -> Series:
    """Read all workbooks by one recipe; refusals are said as they come."""
    series, speak = Series(), Language("en")
    for path in files:
        try:
            made = prepare(root, path, recipe)
        except HbaError as problem:
            print(f"{recipe}: {path.name}: {problem}", file=sys.stderr)
            series.refused += 1
            continue
        taken(series, made)
        for one in made.findings:
            if one.level != "note" and one.rule not in ABSENT:
                text = speak.say(one.template, **dict(one.facts))
                print(f"{recipe}: {path.name} {one.locator}: {text}", file=sys.stderr)
    return series


def main(argv: list[str] | None = None) -> int:
    """Read the folder by every recipe and write one table of observations for each."""
    parser = argparse.ArgumentParser(description="folder of workbooks -> observations")
    parser.add_argument("folder", type=Path, help="folder of dated workbooks")
    parser.add_argument("--root", type=Path, default=ROOT, help="workspace with data/raw")
    parser.add_argument(
        "--recipe", action="append", default=[], help="only this recipe; repeatable"
    )
    parser.add_argument("--output", type=Path, help="folder of the tables")
    asked = parser.parse_args(argv)
    files = workbooks(asked.folder)
    output = asked.output or asked.root / "data" / "raw" / "observations"
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        lists = bare(asked.root, Path(folder))
        found = {name: follow(lists, name, files) for name in recipes(lists, asked.recipe)}
    for recipe, series in found.items():
        refused += series.refused
        rows = sorted(series.rows, key=lambda row: [row[column] for column in ORDER])
        if rows:
            write_rows(output / f"{recipe}.csv", COLUMNS, rows)
        print(
            f"{recipe}: {len(rows)} observations from {series.read} workbooks;"
            f" {series.without} without the table, {series.refused} refused",
            file=sys.stderr,
        )
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main())
