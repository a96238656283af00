"""Lines of a document joined to paragraphs, each letter knowing its place in the document.

Texts taken out of PDF files break a sentence every eighty letters, often with an empty line
between; lists have one
item a line; flattened tables one cell a line. Which it is shows in how lines end and begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from hbanalysis.intake.plan_text.grammar.folding import fold
from hbanalysis.intake.plan_text.loose_tables import celled
from hbanalysis.intake.plan_text.table_heads import Line

ITEM = re.compile(
    r"^(?:[-–—+*•·▪●○◦✓➢§Ø\uf000-\uf0ff]\s*|\(?\d{1,2}[.)]\)?\s+|\d{1,2}\s?[-–]\s+(?=\D)|\(\d{1,2}\)\s*"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?=[^\W\d])"
    r"|[Cc]hỉ tiêu (?:số |thứ )?\d{1,2}\s?[:.]\s*"
    r"|\(?[a-zđ]\d?\)\s*|[A-Z][.)]\s+|[IVX]{1,5}[.)\s-]+(?=\w)|Điều\s+\d+[.:]?\s*|ĐIỀU\s+\d+[.:]?\s*|Phần\s+"
    r"|PHẦN\s+|\d{1,2}\s+(?=[A-ZĐÀ-Ỹ][a-zà-ỹđ]))"
)
_INSIDE = re.compile(r"(?<=\s)(?:\(\d{1,2}\)\.?|\d{1,2}[.)]|[IVX]{1,4}[.)])\s+(?=[A-ZĐÀ-Ỹ])")
_DIGITS = re.compile(r"\d+")
_LONGEST = 4000
_ENDED = re.compile(r"[.;:!?…][”\"')]*$")
_STEP, _LOWER_STEP = re.compile(r"\d t[ỷỉ]$"), re.compile(r"\d{1,3}(?:,\d+)? triệu\b")
_LONE_NUMBER = re.compile(r"^-?\s*\d{1,3}\s*-?$")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in one line, with the place of every letter in the document."""

    text: str
    places: tuple[int, ...]
    line: int

    @cached_property
    def folded(self) -> str:
        """The text in one spelling, as long as the text."""
        return fold(self.text)

    @cached_property
    def marker(self) -> str:
        """The bullet or number it begins with."""
        match = ITEM.match(self.text)
        return match[0].strip() if match else ""

    @cached_property
    def body(self) -> int:
        """Where the words begin, behind bullet and number."""
        match = ITEM.match(self.text)
        return match.end() if match else 0

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where numbered items begin amid the text, as in "... 60 triệu đồng. 3. Tổng ..."."""
        own = _DIGITS.search(self.marker)
        last = int(own[0]) if own else 0
        made = []
        for match in _INSIDE.finditer(self.text):
            number = _DIGITS.search(match[0])
            ended = self.text[: match.start()].rstrip()[-1:] in ".;:!?"
            if ended or number is None or int(number[0]) == last + 1:
                made.append(match.start())
                last = int(number[0]) if number else last
        return tuple(made)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the paragraph stands in the document."""
        inside = self.places[start:end]
        return min(inside), max(inside) + 1


def lines_of(text: str) -> list[Line]:
    """The lines that hold something."""
    made, start = [], 0
    for number, raw in enumerate(text.split("\n"), 1):
        words = raw.strip(" \r\f\v\u00a0\ufeff")
        if words.strip():
            made.append(Line(words, start + raw.index(words), number))
        start += len(raw) + 1
    return made


def is_wrapped(lines: list[Line]) -> bool:
    r"""Whether sentences run over line ends: many lines begin small after a line that did not end.

    >>> is_wrapped(lines_of("Thu ngân sách trên địa bàn\nphường đạt 75 tỷ\nđồng"))
    True
    """
    running = sum(
        after.text[0].islower() and not _ENDED.search(before.text)
        for before, after in pairwise(lines)
    )
    return running > 0.2 * len(lines)


def paragraphs(text: str) -> list[Paragraph]:
    """The document's paragraphs in their order."""
    lines = celled(lines_of(text))
    wrapped = is_wrapped(lines)
    widths = sorted(len(line.text) for line in lines)
    width = widths[int(0.9 * len(widths))] if widths else 0
    if wrapped:
        lines = [line for line in lines if not _LONE_NUMBER.match(line.text)]
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _runs_on(groups[-1][-1].text, line.text, wrapped, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [part for group in groups for part in _parts(_joined(group))]


def _parts(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph longer than any plan's is cut at the ends of sentences, or of words."""
    made = []
    while len(paragraph.text) > _LONGEST:
        cut = max(paragraph.text.rfind(mark, 0, _LONGEST) for mark in (". ", "; ", ".\t"))
        cut = cut if cut > _LONGEST // 4 else paragraph.text.rfind(" ", 0, _LONGEST)
        cut = max(cut, _LONGEST // 4) + 1
        made.append(replace(paragraph, text=paragraph.text[:cut], places=paragraph.places[:cut]))
        rest = paragraph.text[cut:]
        lead = len(rest) - len(rest.lstrip(" "))
        paragraph = replace(paragraph, text=rest[lead:], places=paragraph.places[cut + lead :])
    return [*made, paragraph] if paragraph.text else made


def _runs_on(before: str, after: str, wrapped: bool, width: int) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if ITEM.match(after) or _ENDED.search(before) or "\t" in before + after:
        return False
    if _STEP.search(before) and _LOWER_STEP.match(after):
        return True  # "468 tỷ" and, on the next line, "349 triệu đồng"
    if before.isupper() and after.isupper():
        return wrapped
    if after[0].islower():
        return wrapped or len(before) > 40
    if not wrapped:
        return False
    full = len(before) >= 0.8 * width
    return (full and not before.isupper()) or (
        after[0] in '“"(%0123456789' and len(before) > 0.6 * width
    )


def _joined(group: list[Line]) -> Paragraph:
    letters: list[str] = []
    places: list[int] = []
    for line in group:
        if letters:
            letters.append(" ")
            places.append(line.start - 1)
        for letter, position in line.letters():
            blank = letter.isspace() and letter != "\t"
            if blank and letters and letters[-1] == " ":
                continue
            letters.append(" " if blank else letter)
            places.append(position)
    return Paragraph("".join(letters), tuple(places), group[0].number)
