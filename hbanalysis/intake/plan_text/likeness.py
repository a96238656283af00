"""How alike two names are, by the words they share."""

from __future__ import annotations

from collections.abc import Iterable

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
    found = max(known, key=lambda other: likeness(name, other), default="")
    return found if found and likeness(name, found) >= least else ""
