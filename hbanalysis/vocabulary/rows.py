"""The rows of a table, one at a time.

For the few places where a judgement or a sentence needs a whole row.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def tuples(table: pd.DataFrame) -> Iterator[Any]:
    """Rows with their columns as attributes (``row.indicator``, ``row.Index``); quick.

    Whole columns become Python lists first: iterating over Arrow texts one by one takes ten times
    as long.
    """
    names = ["Index", *map(str, table.columns)]
    kind: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    columns = [table[name].tolist() for name in table.columns]
    yield from map(kind._make, zip(table.index.tolist(), *columns, strict=True))


def records(table: pd.DataFrame) -> Iterator[Any]:
    """Rows as Series with their columns as keys (``row["name_vi"]``)."""
    if len(table):  # without a row, pandas would still lay out every column
        for _, row in table.iterrows():
            yield row
