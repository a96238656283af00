"""One drafted row: what a plan promises or reports, with its words, its place, and every doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from hbanalysis.intake.plan_text.paragraphs import Paragraph

COLUMNS = (
    "year", "name", "measure", "value", "value_high", "unit", "comparator", "parent_quote",
    "quote", "kind", "flag", "char_start", "char_end", "printed_pct", "plan_value",
)  # fmt: skip
PLAN, RESULT = "P", "R"


@dataclass
class DraftRow:
    """A drafted target (kind P) or stated result (kind R).

    ``doubts`` are stable words, told in both languages. ``comparator`` is what the text states and
    is empty where it states nothing; ``proposed`` is what the row would be judged by when a person
    agrees. ``parent`` is the number of another row of the same draft, 0 for none; ``repeated`` are
    the lines where the text says it again. ``first_year`` is that of a term, ``year`` then its
    last; ``yearly`` says that each of its years is meant, ``dated`` that its own words name the
    year, ``carried`` that it is that of sentences of another kind before, ``by_year`` that other
    years stand beside it.
    """

    kind: str
    name: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    year: int | None = None
    first_year: int | None = None
    yearly: bool = False
    dated: bool = False
    carried: bool = False
    by_year: bool = False
    measure: str = ""
    form: str = "level"
    comparator: str = ""
    comparator_stated: str = ""
    proposed: str = ""
    printed_pct: Decimal | None = None
    plan_value: Decimal | None = None
    total: Decimal | None = None
    quote: str = ""
    char_start: int = 0
    char_end: int = 0
    line: int = 0
    clause: str = ""
    heading: str = ""
    parent: int = 0
    repeated: list[int] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def doubt(self, word: str) -> None:
        """Note a doubt once."""
        if word not in self.doubts:
            self.doubts.append(word)


@dataclass(frozen=True)
class Unread:
    """A number with a unit in a section of targets or results that no rule understood."""

    quote: str
    char_start: int
    char_end: int
    line: int
    heading: str


@dataclass
class PlanDraft:
    """What was read out of one document."""

    rows: list[DraftRow]
    unread: list[Unread]
    text: str
    file: str = ""
    fingerprint: str = ""
    title: str = ""
    decided: str = ""
    territory: str = ""

    def number(self, row: DraftRow) -> int:
        """The number of a row, from 1."""
        return next(place for place, one in enumerate(self.rows, 1) if one is row)


def plain(number: Decimal | None) -> str:
    """A number in machine notation, as short as it can be; empty for none.

    >>> plain(Decimal("8.60")), plain(Decimal("70000")), plain(None)
    ('8.6', '70000', '')
    """
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_record(draft: PlanDraft, row: DraftRow, flag: str = "") -> dict[str, str]:
    """A row as the columns of ``--format csv``; ``flag`` tells its doubts to the reader."""
    flag = flag or "; ".join(row.doubts)
    parent = draft.rows[row.parent - 1].quote if row.parent else ""
    return {
        "year": str(row.year or ""), "name": row.name, "measure": row.measure,
        "value": plain(row.value),
        "value_high": plain(row.value_high), "unit": row.unit, "comparator": row.comparator,
        "parent_quote": parent, "quote": row.quote, "kind": row.kind, "flag": flag,
        "char_start": str(row.char_start), "char_end": str(row.char_end),
        "printed_pct": plain(row.printed_pct), "plan_value": plain(row.plan_value),
    }  # fmt: skip


def quoted(paragraph: Paragraph, row: DraftRow, start: int, end: int) -> None:
    """Give a row the words from one place to another as its quote."""
    text = paragraph.text
    while start < end - 1 and text[start] in ' ,;:-+"“(':
        start += 1
    while end > start + 1 and text[end - 1] in ' ,;:"”':
        end -= 1
    row.quote = text[start:end]
    row.char_start, row.char_end = paragraph.span(start, end)
