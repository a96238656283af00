"""The rows of a table, one at a time, for the places where a sentence or a judgement needs one."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, KeysView
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    import pandas as pd


class TableRow:
    """One row of a table: ``row.actual`` and ``row["actual"]`` are the same."""

    __slots__ = ()
    _position: dict[Any, int]

    def __getitem__(self, name: Any) -> Any:
        return tuple.__getitem__(cast(Any, self), self._position[name])

    def __contains__(self, name: object) -> bool:
        return name in self._position

    def keys(self) -> KeysView[Any]:
        """The names of the columns (so that ``{**row, "actual": 1}`` works)."""
        return self._position.keys()

    def items(self) -> Iterator[tuple[Any, Any]]:
        """The names of the columns with their values."""
        return ((name, self[name]) for name in self._position)

    def get(self, name: str, default: Any = None) -> Any:
        """A column by its name, or something else when the table does not have it."""
        return self[name] if name in self._position else default

    def changed(self, **values: Any) -> Self:
        """The same row with other values."""
        other: Self = cast(Any, self)._replace(**values)
        return other


@lru_cache(maxsize=256)
def _kind(names: tuple[Any, ...]) -> Any:
    fields: Any = namedtuple("Fields", [*map(str, names)], rename=True)  # type: ignore[misc]
    position = {name: n for n, name in enumerate(names)}  # a month is a name too, never a place
    return type("Row", (TableRow, fields), {"__slots__": (), "_position": position})


def records(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of a table, each with its columns as attributes and as keys; quick.

    The whole table becomes Python objects first: iterating over Arrow texts one by one takes ten
    times as long, a Series for each row a hundred times.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"indicator": ["3", "8"], "actual": [1.5, 2.0]})
    >>> [(row.indicator, row["actual"]) for row in records(table)]
    [('3', 1.5), ('8', 2.0)]
    """
    if table.empty:  # nothing to lay out
        return iter(())
    kind = _kind(tuple(table.columns))
    return map(kind._make, table.astype(object).to_numpy())
