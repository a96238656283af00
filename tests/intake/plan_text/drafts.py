"""Small plans with the rows a careful reader would enter; the texts are made for these tests."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hbanalysis.intake.plan_text.reader import read_text
from hbanalysis.intake.plan_text.rows import DraftRow, PlanDraft, plain

TEXTS = Path(__file__).parent / "texts"
NAMES = sorted(path.stem for path in TEXTS.glob("*.md"))


def expected(name: str) -> list[dict[str, str]]:
    """The table beside a text."""
    head, *lines = (TEXTS / f"{name}.md").read_text(encoding="utf-8").strip().splitlines()
    columns = [cell.strip() for cell in head.split("|")]
    return [
        dict(zip(columns, [cell.strip() for cell in line.split("|")], strict=True))
        for line in lines
    ]


def drafted(name: str) -> PlanDraft:
    """What the reader makes of a text."""
    return read_text((TEXTS / f"{name}.txt").read_text(encoding="utf-8"))


def as_expected(row: DraftRow) -> dict[str, str]:
    """A drafted row in the columns of the tables, without its quote."""
    return {
        "kind": row.kind,
        "year": str(row.year or ""),
        "value": plain(row.value),
        "high": plain(row.value_high),
        "unit": row.unit,
        "comparator": row.comparator if row.kind == "P" else "",
        "form": row.form,
    }


def row_of(draft: PlanDraft, words: str) -> DraftRow:
    """The one row whose quote holds the words."""
    found = [row for row in draft.rows if words in row.quote]
    assert len(found) == 1, (words, [row.quote for row in found])
    return found[0]


def read_one(text: str, heading: str = "CHỈ TIÊU CHỦ YẾU NĂM 2026") -> DraftRow:
    """The only row of a line under a heading."""
    (row,) = read_text(f"{heading}\n- {text}").rows
    return row


def number(text: str) -> Decimal | None:
    """A number of a table, none for an empty cell."""
    return Decimal(text) if text else None
