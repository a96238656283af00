"""What holds for a whole delivery: its file and recipe, its place, day and status, our lists."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hbanalysis.intake.delivery import headings
from hbanalysis.intake.delivery.recipes import Recipe
from hbanalysis.intake.delivery.values import Indicator
from hbanalysis.intake.workbook import Table
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.rows import records


@dataclass(frozen=True)
class Context:
    """What every row of a delivery needs to know."""

    file: str
    recipe: Recipe
    table: Table
    published: str
    territory: str
    status: str
    source: str
    indicators: dict[str, Indicator]


def listed(indicators: pd.DataFrame, targets: pd.DataFrame) -> dict[str, Indicator]:
    """The indicators of a workspace by code, each with the largest of its plan figures."""
    values = pd.to_numeric(targets["value"], errors="coerce").abs()
    plans = values.groupby(targets["indicator"]).max().dropna()
    return {
        row["indicator"]: Indicator(
            row["indicator"],
            row["name_vi"],
            row["unit"],
            int(row["decimals"]) if row["decimals"] else None,
            exact(plans[row["indicator"]]) if row["indicator"] in plans else None,
        )
        for row in records(indicators)
    }


def place_in_title(title: str, territories: pd.DataFrame) -> str:
    """The one territory whose name stands in a title, the longest of names within names.

    Empty when there is none, or more than one.
    """
    places = [
        (row["name_vi"], row["territory"])
        for row in records(territories)
        if headings.says(title, row["name_vi"])
    ]
    longest = [
        (name, code)
        for name, code in places
        if not any(other != name and headings.says(other, name) for other, _ in places)
    ]
    return str(longest[0][1]) if len(longest) == 1 else ""
