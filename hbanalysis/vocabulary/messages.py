"""Marks for messages that are said elsewhere than where they are written.

``make catalogue`` collects every message of the package for the translators: the texts in calls of
``Language.say`` and its like, in errors and findings, under the headings of sheets, and whatever
stands in :func:`N_`.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
CONTEXT_ENDS = "\x04"  # as gettext joins a context to its message


def N_(messages: T) -> T:  # noqa: N802  (the name that gettext has for it)
    """A message, or a dictionary or sequence of messages, as it is.

    Of a dictionary the values are the messages.

    >>> N_({"month": "In the month"})["month"]
    'In the month'
    """
    return messages


def forms(one: str, many: str) -> tuple[str, str]:
    """The singular and the plural of a message that :meth:`Language.count` will say.

    >>> forms("{n} target raised", "{n} targets raised")[1]
    '{n} targets raised'
    """
    return one, many


def within(context: str, message: str) -> str:
    """A message that means another thing elsewhere, with what it is said of.

    >>> from hbanalysis.vocabulary.language import Language
    >>> Language("en").say(within("heading", "Change"))
    'Change'
    """
    return f"{context}{CONTEXT_ENDS}{message}"
