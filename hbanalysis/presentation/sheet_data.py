"""A sheet as plain data that travels with a notebook, and the sheet that is made of it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language

TABLE_MIME = "application/vnd.hba.table+json"
_EMPTY = asdict(Cell())


def sheet_data(sheet: Sheet[Any]) -> dict[str, Any]:
    """The sheet with its words said and its numbers as they are; what a cell has not is left out.

    >>> from hbanalysis.presentation.sheet import Cell, Column, Sheet
    >>> column = Column("actual", "Year to date", lambda row, lang: Cell(number=row), "number")
    >>> sheet = Sheet("tiny", "Plan against actual", (column,), (4469.0,), ("3",))
    >>> sheet_data(sheet)["columns"], sheet_data(sheet)["rows"]
    ([['actual', 'Lũy kế', 'number']], [[{'number': 4469.0}]])
    >>> sheet_of(sheet_data(sheet)).texts.loc["3", "actual"]
    '4.469'
    """
    return {
        "name": sheet.name,
        "title": sheet.label,
        "language": sheet.lang.code,
        "key": sheet.key,
        "keys": list(sheet.keys),
        "columns": [[one.id, sheet.heading(one.id), one.role] for one in sheet.columns],
        "rows": [
            [_told(sheet.cells[name][number]) for name in sheet.ids] for number in range(len(sheet))
        ],
    }


def _told(cell: Cell) -> dict[str, Any]:
    facts = asdict(cell)
    if facts["number"] is not None:
        facts["number"] = float(facts["number"])
    return {name: value for name, value in facts.items() if value != _EMPTY[name]}


def sheet_of(data: Mapping[str, Any]) -> Sheet[Any]:
    """The sheet that :func:`sheet_data` told of, without what lies behind its rows."""
    columns = tuple(
        Column(name, heading, _cell_of(place), role)
        for place, (name, heading, role) in enumerate(data["columns"])
    )
    return Sheet(
        data["name"],
        data["title"],
        columns,
        tuple(data["rows"]),
        tuple(data["keys"]),
        Language(data["language"]),
        key=data["key"],
    )


def _cell_of(place: int) -> Any:
    return lambda row, _: Cell(**row[place])
