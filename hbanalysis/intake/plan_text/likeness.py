"""How alike two names are, and targets said again: one row, with the lines that repeat it."""

from __future__ import annotations

from collections.abc import Iterable

from hbanalysis.intake.plan_text.rows import PLAN, DraftRow
from hbanalysis.vocabulary.text import match_key

SAME, ALIKE = 0.75, 0.5
_WEIGHTLESS = frozenset(match_key("tỷ lệ tổng số các của và trên địa bàn đạt").split())


def likeness(one: str, other: str) -> float:
    """Twice the shared words over all words, 0 to 1; words that every name has count little.

    >>> likeness("Tỷ lệ hộ nghèo", "Tỉ lệ hộ nghèo"), likeness("Thu ngân sách", "Tỷ lệ hộ nghèo")
    (1.0, 0.0)
    """
    first, second = _words(one), _words(other)
    shared = sum(_weight(word) for word in first & second)
    total = sum(map(_weight, first)) + sum(map(_weight, second))
    return round(2 * shared / total, 3) if total else 0.0


def _words(name: str) -> set[str]:
    return set(match_key(name).split())


def _weight(word: str) -> float:
    return 0.25 if word in _WEIGHTLESS else 1.0


def nearest_name(name: str, known: Iterable[str], least: float = SAME) -> str:
    """The known name that is most alike, or an empty text when none is alike enough."""
    nearest = max(known, key=lambda other: likeness(name, other), default="")
    return nearest if nearest and likeness(name, nearest) >= least else ""


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
