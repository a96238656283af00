"""The lists of the catalogue workbook: columns with headings and notes, words with their labels.

People choose “cộng dồn các tháng” from a list; the tables hold the word ``flow``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

CATALOGUE = ("indicators", "targets", "territories", "events", "steps", "phasing")


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("hbanalysis") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def columns_of(table: str) -> dict[str, dict[str, str]]:
    """The columns of one table by name: Vietnamese heading, note and example."""
    rows = _rows("catalogue_columns.csv")
    return {row["column"]: row for row in rows if row["table"] == table}


@cache
def labels() -> dict[str, dict[str, str]]:
    """For each column with a list: its labels, and the word behind each.

    >>> labels()["measure"]["cộng dồn các tháng"], labels()["comparator"]["không quá mức giao"]
    ('flow', '<=')
    """
    made: dict[str, dict[str, str]] = {}
    for row in _rows("catalogue_words.csv"):
        made.setdefault(row["column"], {})[row["label"]] = row["word"]
    return made
