"""Titles of charts and slides: at most fifteen words, however long the name of an indicator is."""

from __future__ import annotations

from collections.abc import Callable

MOST_WORDS = 15
"""A title is no longer."""


def first_fitting(*titles: str, most: int = MOST_WORDS) -> str:
    """The first title that is short enough; else the last, cut at a word."""
    for title in titles:
        if title and len(title.split()) <= most:
            return title
    return " ".join(titles[-1].split()[: most - 1]) + " …"


def with_name(title_of: Callable[[str], str], name: str) -> str:
    """The title around a name, which gives way where both together are too long.

    >>> with_name("{} is likely to meet its plan".format, " ".join("abcdefghijklm"))
    'a b c d e f g h i… is likely to meet its plan'
    """
    words = name.split()
    over = len(title_of(name).split()) - MOST_WORDS
    if over <= 0:
        return title_of(name)
    return title_of(" ".join(words[: max(1, len(words) - over)]) + "…")
