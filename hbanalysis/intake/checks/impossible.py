"""Values that cannot be, and targets whose words and sign contradict each other.

A place in a field is a whole number from 1 on; what is counted is never below zero. Money may be:
a net flow falls and rises.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from hbanalysis.intake.checks.whole_tables import Tables
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import OF_TERM, Comparator, Direction, Measure
from hbanalysis.vocabulary.text import unit_key

MONEY = ("đồng", "vnd", "usd", "eur")
AT_LEAST = ("trở lên", "ít nhất", "tối thiểu", "không thấp hơn", "không dưới", "at least")
AT_MOST = ("trở xuống", "nhiều nhất", "tối đa", "không quá", "không vượt", "at most")
DUE = re.compile(r"(?i:[MT](0?[1-9]|1[0-2])|N(0?[1-9]|1[0-2])|Q[1-4])|\d{4}-\d{2}(-\d{2})?")
NO_PLACE = N_("{found} is no place in a field: places are whole numbers from 1 on.")
NO_COUNT = N_("{found} is below zero: what is counted in {unit} cannot be.")
NO_EVENT = N_("{found} is no state of an event: 0 is not done, 1 is done.")
NO_SHARE = N_("{found} is below zero: a share cannot be.")
NOT_COUNTED = (Measure.RATIO, Measure.RANK, Measure.MILESTONE)


def impossible_values(tables: Tables) -> list[Finding]:
    """Ranks that are no place, counts below zero, shares below zero; of figures and of targets."""
    findings = []
    for name in ("observations", "targets"):
        table = tables[name]
        kinds, units = _kinds(tables, table)
        value = table["value"].to_numpy(dtype=float)
        rank = (kinds == Measure.RANK) & np.isfinite(value)
        wrong = {
            NO_PLACE: rank & ((value < 1) | (value != np.floor(value))),
            NO_COUNT: (value < 0) & _counted(kinds, units),
            NO_SHARE: (value < 0) & (kinds == Measure.RATIO),
            NO_EVENT: (kinds == Measure.MILESTONE) & ((value < 0) | (value % 1 > 0)),
        }
        for template, here in wrong.items():
            findings += [
                tables.told(
                    name,
                    row,
                    "value",
                    "error",
                    "impossible-value",
                    template,
                    found=row["value"],
                    unit=row["unit"] or str(units[position]),
                )
                for position, row in zip(np.flatnonzero(here), records(table[here]), strict=True)
            ]
    return findings + _negative_counts(tables)


def impossible_ranges(tables: Tables) -> list[Finding]:
    """Ranges whose upper end lies below the lower one, and upper ends of what is no range."""
    table = tables["targets"]
    high = table["value_high"].to_numpy(dtype=float)
    value, given = table["value"].to_numpy(dtype=float), np.isfinite(high)
    ranged = (table["comparator"] == Comparator.EXACTLY).to_numpy(dtype=bool)
    wrong = {
        REVERSED: ("impossible-value", given & (high < value)),
        NO_RANGE: ("against-its-words", given & ~(high < value) & ~ranged),
    }
    return [
        tables.told(
            "targets",
            row,
            "value_high",
            "error",
            rule,
            template,
            low=row["value"],
            high=row["value_high"],
            found=row["comparator"],
        )
        for template, (rule, here) in wrong.items()
        for row in records(table[here])
    ]


REVERSED = N_("The range ends at {high}, below its beginning {low}.")
NO_RANGE = N_(
    "A range from {low} to {high} has the comparator {found}; a range is written with =, a floor"
    " or a limit without an upper end."
)


def _negative_counts(tables: Tables) -> list[Finding]:
    """Numerators and denominators below zero."""
    table, findings = tables["observations"], []
    for cell in ("numerator", "denominator"):
        findings += [
            tables.told(
                "observations",
                row,
                cell,
                "error",
                "impossible-value",
                "{found} is below zero: a count cannot be.",
                found=row[cell],
            )
            for row in records(table[table[cell] < 0])
        ]
    return findings


def _kinds(tables: Tables, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Measure and unit of every row's indicator."""
    listed = tables["indicators"].drop_duplicates("indicator").set_index("indicator")
    codes = table["indicator"].astype(str)
    kinds = codes.map(listed["measure"]).fillna("").to_numpy(dtype=object)
    units = codes.map(listed["unit"]).fillna("").to_numpy(dtype=object)
    return kinds, units


def _counted(kinds: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Rows that count persons, cases, things; not money, not shares, not rates of growth."""
    counts = {unit for unit in set(units) if _is_count(str(unit))}
    return ~np.isin(kinds, NOT_COUNTED) & np.isin(units, list(counts))


def _is_count(unit: str) -> bool:
    key = unit_key(unit)
    return bool(key) and "%" not in key and "‰" not in key and not any(m in key for m in MONEY)


def contradicting_targets(tables: Tables) -> list[Finding]:
    """Targets whose printed words say the opposite of their sign.

    "trở lên" beside ``<=``. Of a rank "trở lên" means a smaller number, and both signs mean it.
    """
    table = tables["targets"]
    listed = tables["indicators"].drop_duplicates("indicator").set_index("indicator")
    ranked = (table["indicator"].map(listed["measure"]) == Measure.RANK).to_numpy(dtype=bool)
    lower = (table["indicator"].map(listed["direction"]) == Direction.LOWER).to_numpy(dtype=bool)
    floor, ceiling = (_says(table["comparator_stated"], words) for words in (AT_LEAST, AT_MOST))
    most, least = (
        (table["comparator"] == sign).to_numpy(dtype=bool)
        for sign in (Comparator.AT_MOST, Comparator.AT_LEAST)
    )
    wrong = ~ranked & ((floor & most & ~lower) | (ceiling & least))
    return [
        tables.told(
            "targets",
            row,
            "comparator",
            "error",
            "against-its-words",
            "The text says {said!r}, the comparator is {found}: the two contradict each other.",
            said=row["comparator_stated"],
            found=row["comparator"],
        )
        for row in records(table[wrong])
    ]


def term_years(tables: Tables) -> list[Finding]:
    """Targets of a term without its first year, and first years beside targets of one year."""
    table = tables["targets"]
    if "first_year" not in table:
        table = table.assign(first_year=0)
    listed = tables["indicators"].drop_duplicates("indicator").set_index("indicator")
    kinds = table["indicator"].map(listed["measure"]).fillna("")
    of_term, first = kinds.isin(OF_TERM), table["first_year"]
    wrong = (
        (
            of_term & (first == 0),
            N_(
                "The first year of a term is needed for this kind of target ({measure}); year is"
                " its last."
            ),
        ),
        (
            ~of_term & (kinds != "") & (first > 0),
            N_(
                "A first year of a term ({found}) stands beside an indicator of one year"
                " ({measure}); give the target an indicator of its own."
            ),
        ),
        (
            of_term & (first > 0) & (first >= table["year"]),
            N_(
                "The term begins in {found} and ends in {last}: a term has at least two years, the"
                " first before the last."
            ),
        ),
    )
    return [
        tables.told(
            "targets", row, "first_year", "error", "term-years", template,
            found=int(row["first_year"]), last=int(row["year"]), measure=kinds[position],
        )
        for lines, template in wrong
        for position, row in zip(table.index[lines], records(table[lines]), strict=True)
    ]  # fmt: skip


def _says(texts: pd.Series, words: tuple[str, ...]) -> np.ndarray:
    """Which texts hold one of these words."""
    return np.array([any(word in text.lower() for word in words) for text in texts], dtype=bool)


def undecided_indicators(tables: Tables) -> list[Finding]:
    """Indicators without a direction, or due at no month that there is."""
    table, findings = tables["indicators"], []
    findings += [
        tables.told(
            "indicators",
            row,
            "direction",
            "warning",
            "no-direction",
            "The direction is empty: nobody says whether more or less is better.",
        )
        for row in records(table[table["direction"] == ""])
    ]
    wrong = np.array(
        [bool(text) and not DUE.fullmatch(text) for text in table["judgeable"]], dtype=bool
    )
    return findings + [
        tables.told(
            "indicators",
            row,
            "judgeable",
            "error",
            "not-a-due-month",
            "{found!r} is no month of judgement; expected M01 to M12, N01 to N12 (of the next year)"
            " or Q1 to Q4.",
            found=row["judgeable"],
        )
        for row in records(table[wrong])
    ]
