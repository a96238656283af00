"""The rows of a table, one at a time: for the few places where a judgement or a sentence needs a whole row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def tuples(table: pd.DataFrame) -> Iterator[Any]:
    """Rows with their columns as attributes (``row.indicator``); quick."""
    yield from table.itertuples()


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Rows as Series with their columns as keys (``row["name_vi"]``)."""
    for _, row in table.iterrows():
        yield row
