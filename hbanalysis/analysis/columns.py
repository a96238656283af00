"""Every judged column: what kind it is, its unit, what it means in both languages, who adds it.

They are declared in ``columns.csv`` and their types are those of
:class:`~hbanalysis.analysis.row.Row`; the check of every table, docs/columns.md and the JSON of
``hba assess`` and ``hba project`` are made from that.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_origin, get_type_hints

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.errors import HbaError

if TYPE_CHECKING:
    import pandera.pandas as pa

Output = Literal["assess", "project"]
DECLARED = Path(__file__).parent / "columns.csv"
PARTS = Path(__file__).parent / "part_columns.csv"
DTYPES = {str: ("str", "object"), int: ("int64", "object"), float: ("float64",), bool: ("bool",)}
"""How pandas may hold each kind; whatever else (tuples, words or nothing) is held as object."""
KINDS = {"str": str, "int": int, "float": float, "bool": bool, "month": pd.Period, "tuple": tuple}


@dataclass(frozen=True)
class Column:
    """One column: its id, kind, unit, meaning, and the function that adds it."""

    id: str
    kind: Any
    dtypes: tuple[str, ...]
    unit: str
    vi: str
    en: str
    added_by: str
    outputs: tuple[str, ...]

    def meaning(self, language: str = "vi") -> str:
        """What it says, in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi


class Columns(Mapping[str, Column]):
    """The declared columns by their id, in the order in which they are added (``hb.columns``).

    Examples
    --------
    >>> columns["point"].unit, columns["chance"].meaning("en")
    ('unit', 'chance that the year-end value meets the target')
    >>> "pct_of_plan" in columns
    True

    """

    def __init__(self, declared: list[Column], parts: list[Column] | None = None) -> None:
        self._declared = {column.id: column for column in declared}
        self._parts = parts or []

    def __getitem__(self, id: str) -> Column:  # noqa: A002
        return self._declared[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    def of(self, *steps: str) -> list[Column]:
        """The columns that some of the functions add."""
        return [column for column in self.values() if column.added_by in steps]

    def part(self, name: str) -> Columns:
        """The columns that one of a Year's other tables adds: ``trends, quality, record ...``.

        >>> columns.part("record")["bias_pct"].unit
        '%'
        """
        return Columns([column for column in self._parts if column.added_by == name])

    def table(self) -> pd.DataFrame:
        """All columns as a table: ``id, kind, unit, vi, en, added_by``."""
        return pd.DataFrame(
            [
                {
                    "id": column.id,
                    "kind": getattr(column.kind, "__name__", str(column.kind)),
                    "unit": column.unit,
                    "vi": column.vi,
                    "en": column.en,
                    "added_by": column.added_by,
                }
                for column in self.values()
            ]
        ).set_index("id")

    def __repr__(self) -> str:
        return f"<{len(self)} columns: {', '.join(list(self)[:6])} ...>"

    def _repr_html_(self) -> str:
        return f"<details open><summary>{escape(repr(self))}</summary>{self.table().to_html()}"


def _declared() -> Iterator[Column]:
    """The lines of ``columns.csv`` with the types of :class:`Row`; both have the same columns."""
    kinds = get_type_hints(Row)
    with DECLARED.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            kind = str if line["added_by"] == "shown" else kinds[line["id"]]
            yield Column(
                id=line["id"],
                kind=get_origin(kind) if isinstance(get_origin(kind), type) else kind,
                dtypes=DTYPES.get(kind, ("object", "str")),
                unit=line["unit"],
                vi=line["vi"],
                en=line["en"],
                added_by=line["added_by"],
                outputs=tuple(line["outputs"].split()),
            )


def _of_parts() -> Iterator[Column]:
    """The lines of ``part_columns.csv``: what the other tables of a Year have besides."""
    with PARTS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            kind = KINDS[line["kind"]]
            yield Column(
                id=line["id"],
                kind=kind,
                dtypes=("period[M]",) if kind is pd.Period else DTYPES.get(kind, ("object",)),
                unit=line["unit"],
                vi=line["vi"],
                en=line["en"],
                added_by=line["table"],
                outputs=(),
            )


columns = Columns(list(_declared()), list(_of_parts()))
"""The declared columns by their id (``hb.columns``)."""

ASSESSED = tuple(
    column.id
    for column in columns.values()
    if column.added_by not in ("project_year", "sentences", "shown")
)
"""What an assessment has."""
PROJECTED = tuple(column.id for column in columns.values() if column.added_by == "project_year")
"""What a projection adds."""


def json_fields(output: Output) -> tuple[str, ...]:
    """The columns that a command prints as JSON, in their order.

    >>> json_fields("project")[-4:]
    ('what_if_chance', 'sentence_vi', 'sentence_en', 'reason')
    """
    named = [column.id for column in columns.values() if output in column.outputs]
    if output == "project":  # the projection's own reason goes by that name, and comes last
        named = [name for name in named if name != "reason"] + ["reason"]
    return tuple(named)


def checked(table: pd.DataFrame, step: Literal["assess", "project_year"]) -> pd.DataFrame:
    """The table, when every declared column is there once, in its kind, and every row once.

    A fault here is one of ours, never of the data; it is told with the column. (pandera says the
    same from :func:`schema`, but takes longer to import than the whole of ``hba assess``.)
    """
    declared = {name: columns[name] for name in ASSESSED}
    if step == "project_year":
        declared |= {name: columns[name] for name in PROJECTED}
    return _held(table, declared, step)


def checked_part(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table of a Year, when the columns it adds are there once, in their kind.

    One without rows has all of them as well, so that a year without figures can be asked anything.
    """
    declared = columns.part(name)
    if table.empty:
        table = table.reindex(columns=[*dict.fromkeys((*table.columns, *declared))])
        kinds = {
            column: (declared.get(column) or columns[column]).dtypes[0]
            for column in table.columns
            if column in declared or column in columns
        }
        table = table.astype(kinds)
    return _held(table, declared, name)


def _held(table: pd.DataFrame, declared: Mapping[str, Column], step: str) -> pd.DataFrame:
    kinds = table.dtypes
    lacking = [name for name in declared if name not in kinds.index]
    if lacking or kinds.index.has_duplicates:
        twice = kinds.index[kinds.index.duplicated()].tolist()
        raise HbaError(
            "{step} has made a table with a fault: missing {missing}, twice {twice}.",
            step=step,
            missing=", ".join(lacking) or "-",
            twice=", ".join(twice) or "-",
        )
    for name, column in declared.items():
        if str(kinds[name]) not in column.dtypes and len(table):
            raise HbaError(
                "{step} has made a column of the wrong kind: {name} is {found}, not {wanted}.",
                step=step,
                name=name,
                found=str(kinds[name]),
                wanted=column.dtypes[0],
            )
    return table


@cache
def schema(step: Literal["assess", "project_year"]) -> pa.DataFrameSchema:
    """The same as a pandera schema, with what the values may be: for tests and for own tables."""
    import pandera.pandas as pa

    wanted = ASSESSED if step == "assess" else ASSESSED + PROJECTED
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                None,
                checks=[
                    pa.Check(
                        lambda series, known=columns[name].dtypes: str(series.dtype) in known,
                        name="kind",
                    ),
                    *_limits(columns[name]),
                ],
                nullable=True,
            )
            for name in wanted
        },
        checks=pa.Check(
            lambda table: table["verdict"].isna() != table["outlook"].isna(),
            name="exactly one of verdict and outlook",
        ),
        unique=["territory", "indicator"],
    )


def _limits(column: Column) -> list[pa.Check]:
    """What the unit of a column says about its values."""
    import pandera.pandas as pa

    limits = {"0-1": (0.0, 1.0), "month": (0, 12)}
    return [pa.Check.in_range(*limits[column.unit])] if column.unit in limits else []
