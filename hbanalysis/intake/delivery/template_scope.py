"""Whose template it is, and which indicators it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hbanalysis.intake.delivery.register import slug
from hbanalysis.intake.names import find_code
from hbanalysis.intake.raw.raw_tables import read_table
from hbanalysis.intake.running_terms import of_term
from hbanalysis.vocabulary.terms import OF_TERM, Measure, is_ward


@dataclass(frozen=True)
class Place:
    """Whose template it is."""

    code: str
    name: str


def chosen_place(root: Path, territory: str, year: int) -> Place:
    """The territory asked for; without one that which has most targets in the year."""
    places, targets = read_table(root, "territories")[0], read_table(root, "targets")[0]
    codes = places["territory"].tolist()
    if not territory:
        most = _asked_in(targets, year).drop_duplicates(["territory", "indicator"])["territory"]
        territory = str(most.value_counts(sort=True).index[0]) if len(most) else (codes or [""])[0]
    territory = find_code(places, "territory", territory)
    return Place(territory, places.loc[places["territory"] == territory, "name_vi"].iloc[0])


def _asked_in(targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """The targets of a year, and those of the terms that run in it."""
    numbers = pd.DataFrame(index=targets.index)
    for name in ("year", "first_year"):
        printed = targets[name] if name in targets else pd.Series("", targets.index)
        numbers[name] = pd.to_numeric(printed, errors="coerce")
    return targets[(numbers["year"] == year) | of_term(numbers, year)]


def file_name(territory: Place, year: int) -> str:
    """The name a template gets when none is said.

    >>> file_name(Place("hong-bang", "Quận Hồng Bàng"), 2024)
    'mau-so-lieu-2024-hong-bang.xlsx'
    """
    return f"mau-so-lieu-{year}-{slug(territory.code)}.xlsx"


def indicators_for(root: Path, territory: Place, year: int) -> pd.DataFrame:
    """The indicators that the place reports: those with targets in the year, all when it has none.

    Targets of a running term are of each of its years; those that are measured by the figures of
    another indicator are not asked for. Left out are sums of parts (the parts are reported) and,
    for a place with wards, rules for every ward: each ward has a template of its own, with just
    those.
    """
    indicators, targets = read_table(root, "indicators")[0], read_table(root, "targets")[0]
    places = read_table(root, "territories")[0]
    mine = _asked_in(targets[targets["territory"] == territory.code], year)
    entered = indicators[indicators["derived"] == ""] if "derived" in indicators else indicators
    by_ward = entered["measure"] == Measure.PER_WARD
    if not mine.empty:
        has_wards = (places["parent"] == territory.code).any()
        entered = entered[~by_ward] if has_wards else entered
        borrowed = entered["measure"].isin(OF_TERM) & (entered["parent"] != "")
        return entered[entered["indicator"].isin(mine["indicator"]) & ~borrowed]
    own_level = places.loc[places["territory"] == territory.code, "level"]
    return entered[by_ward] if own_level.map(is_ward).any() and by_ward.any() else entered
