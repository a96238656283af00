"""Which rows are parts of one before: "trong đó", and the items below "..., gồm:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hbanalysis.intake.plan_text.grammar.clauses import Clause, part_begins
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import DraftRow

_LISTS_PARTS = pattern(r"(?:trong đó|gồm|bao gồm|chia ra|cụ thể) ?: ?$")
_NUMBERS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")


@dataclass
class Wholes:
    """The row whose parts follow, and the bullets of the whole and of its parts."""

    whole: DraftRow | None = None
    bullets: tuple[str, ...] = ()

    def close(self) -> None:
        """What follows is a part of nothing."""
        self.whole, self.bullets = None, ()

    def begin(self, paragraph: Paragraph) -> None:
        """Before a paragraph: its bullet tells whether it still is an item of the list."""
        bullet = _bullet(paragraph)
        if len(self.bullets) == 1 and bullet and bullet not in self.bullets:
            self.bullets = (*self.bullets, bullet)
        elif len(self.bullets) == 1 and not bullet:
            self.bullets = ()  # the line goes on, and the parts with it
        elif self.bullets and (len(self.bullets) == 1 or bullet != self.bullets[-1]):
            self.close()

    def end(self, paragraph: Paragraph, last: DraftRow | None) -> None:
        """Behind a paragraph: a list of parts of its ``last`` row begins, goes on, or is none."""
        if last is not None and _LISTS_PARTS.search(paragraph.folded):
            self.whole, self.bullets = last, (_bullet(paragraph),)
        elif not paragraph.text.rstrip().endswith(":") and not self.bullets:
            self.whole = None

    def take(
        self,
        paragraph: Paragraph,
        clause: Clause,
        row: DraftRow,
        rows: list[DraftRow],
        last: DraftRow | None,
    ) -> None:
        """Give a row the number of the row it is a part of: "trong đó" stands between."""
        text = paragraph.folded
        since = max(0, clause.start - 14)
        if last is not None and part_begins(text, since, clause.start + 12):
            again = last.name == row.name and last.parent  # the next column of a table
            self.whole = rows[again - 1] if again else last
        elif text[: clause.start].rstrip()[-1:] == ".":
            self.close()
        whole = self.whole
        if whole is None or whole is row or whole.name == row.name or row.form == "done":
            return
        alike = [one for one in rows if one.name == whole.name]
        same = [one for one in alike if (one.kind, one.year) == (row.kind, row.year)]
        number = next(n for n, one in enumerate(rows, 1) if one is (same or [whole])[-1])
        if _fits(row, rows[number - 1], [one for one in rows if one.parent == number]):
            row.parent = number


def _fits(row: DraftRow, whole: DraftRow, parts: list[DraftRow]) -> bool:
    """Whether a row can be one more part of a whole: no money of people, no more than there is."""
    money = ["đồng" in one.unit or "USD" in one.unit for one in (row, whole)]
    percent = any(one.unit in ("%", "‰") for one in (row, whole))
    if money[0] != money[1] and not percent:
        return False
    if row.unit != whole.unit or percent or row.value is None or whole.value is None:
        return True
    counted = [one.value for one in parts if one.unit == row.unit and one.value is not None]
    return sum(counted) + row.value <= max(whole.value, whole.value_high or whole.value)


def _bullet(paragraph: Paragraph) -> str:
    """The kind of a bullet: all numbers are one, all letters too."""
    return _LETTERS.sub("a", _NUMBERS.sub("1", paragraph.marker))
