"""How deep a heading stands, by the number or letter it begins with."""

from __future__ import annotations

import re

from hbanalysis.intake.plan_text.paragraphs import Paragraph

_LEVELS = (
    re.compile(r"^(?:phần|chương)\b", re.IGNORECASE),
    re.compile(r"^(?:[A-HJ-UWYZ][.)-]|(?i:điều)\b)"),
    re.compile(r"^(?:(?i:[IVX]{1,5}\b)(?!\))|[A-Z][.)])"),
    re.compile(r"^\(?\d{1,2}\s?[.)–-]+$"),
    re.compile(r"^\d{1,2}\.\d{1,2}\.?$"),
    re.compile(r"^\d{1,2}(?:\.\d{1,2}){2,}\.?$"),
    re.compile(r"^\(?[a-zđ]\d?\)$"),
)
CAPITAL_LEVEL, PLAIN_LEVEL, BULLET_LEVEL = 2, 7, 8
ARTICLE = re.compile(r"điều\b", re.IGNORECASE)
LETTERED = re.compile(r"[A-HJ-UWYZ][.)-]")
_ROMAN = re.compile(r"[IVX]{1,5}\b")


def level_of(paragraph: Paragraph) -> int:
    """How deep a heading stands: parts, Roman numbers, numbers, letters, lines without number."""
    marker = paragraph.marker.rstrip()
    for level, shape in enumerate(_LEVELS):
        if marker and shape.match(marker):
            return level
    if is_capital(paragraph.text):
        return CAPITAL_LEVEL
    return BULLET_LEVEL if marker else PLAIN_LEVEL


def is_capital(text: str) -> bool:
    """Whether a line is written in capitals, but for a few letters."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def letters_below(paragraphs: list[Paragraph]) -> bool:
    """Whether letters (A, B) divide what Roman numbers head: those that come first stand above."""
    marks = (one.marker for one in paragraphs)
    first = next((mark for mark in marks if LETTERED.match(mark) or _ROMAN.match(mark)), "")
    return bool(_ROMAN.match(first))
