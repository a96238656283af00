"""Hidden rows and columns: told, and taken out of the grid, as hidden sheets are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hbanalysis.intake.files.cells import Merge, SheetCells, column_letters
from hbanalysis.intake.files.sheet_facts import SheetFacts
from hbanalysis.vocabulary.errors import Finding

ROWS = "Hidden rows of sheet “{sheet}” were not read: {found}; show them if they count."
COLUMNS = "Hidden columns of sheet “{sheet}” were not read: {found}; show them if they count."


def without_hidden(grid: SheetCells, facts: SheetFacts, file: str) -> list[Finding]:
    """Take what is hidden out of a grid; a warning for rows and one for columns that held cells.

    A text that is merged into what is seen stays, in the first place that is.
    """
    if not facts.hidden_rows and not facts.hidden_columns:
        return []
    columns = {
        column
        for cells in grid.rows.values()
        for column, _ in cells
        if facts.column_is_hidden(column)
    }
    rows = facts.hidden_rows & grid.rows.keys()
    if not rows and not columns:
        return []
    _move_merged(grid, facts)
    grid.rows = {
        row: kept
        for row, cells in grid.rows.items()
        if row not in rows and (kept := [c for c in cells if c[0] not in columns])
    }
    findings = []
    for rule, template, found in (
        ("hidden-row", ROWS, spans(rows, lambda row: str(row + 1))),
        ("hidden-column", COLUMNS, spans(columns, column_letters)),
    ):
        if found:
            told = {"sheet": grid.name, "found": found, "expected": ""}
            finding = Finding("warning", rule, file, f"{grid.name}!{found}", template, told)
            findings.append(finding)
    return findings


def _move_merged(grid: SheetCells, facts: SheetFacts) -> None:
    """Merged texts whose first row or column is hidden: to the first one that is seen."""
    moved: list[Merge] = []
    for (top, left), (bottom, right) in grid.merges:
        row = next((r for r in range(top, bottom + 1) if r not in facts.hidden_rows), None)
        column = next((c for c in range(left, right + 1) if not facts.column_is_hidden(c)), None)
        if row is None or column is None:
            continue
        held = dict(grid.rows.get(top, ())).get(left)
        if (row, column) != (top, left) and held is not None:
            cells = dict(grid.rows.get(row, ())) | {column: held}
            grid.rows[row] = [(place, cells[place]) for place in sorted(cells)]
        moved.append(((row, column), (bottom, right)))
    grid.merges = moved
    grid.rows = dict(sorted(grid.rows.items()))


def spans(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Numbers as spans of names.

    >>> spans({4, 6, 7, 8}, str)
    '4, 6-8'
    """
    groups: list[list[int]] = []
    for number in sorted(numbers):
        if groups and groups[-1][1] == number - 1:
            groups[-1][1] = number
        else:
            groups.append([number, number])
    return ", ".join(
        name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in groups
    )
