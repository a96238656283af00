"""What a parser says when it does not take a text: a sentence to translate, and its facts."""

from __future__ import annotations

from typing import Any

from hbanalysis.vocabulary.errors import HbaError


class NotUnderstood(HbaError, ValueError):
    """A text that no rule reads. ``str(error)`` is the English sentence.

    >>> raise NotUnderstood("“{text}” is not a number.", text="abc")
    Traceback (most recent call last):
    ...
    hbanalysis.vocabulary.refusals.NotUnderstood: “abc” is not a number.
    """


class Ambiguous(NotUnderstood):
    """A text that can be read in two ways.

    ``readings`` holds both, as text, so that the sender can choose.

    >>> Ambiguous("“{text}” may be {first} or {second}.", ("1536", "1.536"), text="1.536").readings
    ('1536', '1.536')
    """

    def __init__(self, template: str, readings: tuple[str, str], **facts: Any) -> None:
        super().__init__(template, first=readings[0], second=readings[1], **facts)
        self.readings = readings
