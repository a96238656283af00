"""A target said again among the goals or tasks: one row, with the lines where it is repeated."""

from __future__ import annotations

from hbanalysis.intake.plan_text.likeness import ALIKE, likeness
from hbanalysis.intake.plan_text.rows import PLAN, DraftRow

_ASIDE = {"goal", "task"}


def link_repeats(rows: list[DraftRow]) -> None:
    """Take out the rows of goals and tasks that only repeat a target, and note their lines there.

    The numbers of wholes are kept right; a part is never taken for its whole.
    """
    targets = [row for row in rows if row.kind == PLAN and not _ASIDE & set(row.doubts)]
    gone: list[DraftRow] = []
    for row in rows:
        if row.kind != PLAN or not _ASIDE & set(row.doubts):
            continue
        same = next((target for target in targets if _says_again(row, target)), None)
        if same is not None:
            same.repeated.append(row.line)
            gone.append(row)
    _remove(rows, gone)


def _says_again(row: DraftRow, target: DraftRow) -> bool:
    numbers = (row.value, row.value_high, row.unit, row.year)
    same = numbers == (target.value, target.value_high, target.unit, target.year)
    return same and likeness(row.name, target.name) >= ALIKE


def _remove(rows: list[DraftRow], gone: list[DraftRow]) -> None:
    wholes = [rows[row.parent - 1] if row.parent else None for row in rows]
    pairs = [
        (row, whole)
        for row, whole in zip(rows, wholes, strict=True)
        if not any(row is one for one in gone)
    ]
    rows[:] = [row for row, _ in pairs]
    for row, whole in pairs:
        row.parent = next((n for n, one in enumerate(rows, 1) if one is whole), 0)
