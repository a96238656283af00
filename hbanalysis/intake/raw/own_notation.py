"""Cells as people write them, in our notation where that can be read in one way only.

A text file that an Excel of Vietnamese settings saved, and the cells of a workbook that hold a text
where a number or a day is meant. What is changed is told; what may be two things stays, to be
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from hbanalysis.intake.files.cells import column_letters
from hbanalysis.intake.raw import notations
from hbanalysis.intake.raw.columns import Kind, Schema
from hbanalysis.vocabulary.errors import Finding

COMMAS = "Cells are separated by “{sign}”, decimals by a comma: {count} numbers, such as {example}."
TEXTS = "Numbers that stand as text were read: {count}, such as {example}."
DATES = "Days and months read as a Vietnamese Excel writes them: {count}, such as {example}."
TWO_WAYS = (
    "{cells} hold days as text with the day first, and no day of the other cells is later than the"
    " 12th: an Excel of English settings may have taken their day for the month; look at"
    " {example} (read as {found})."
)
PERCENTAGES = ("stated_pct", "stated_pct_of_plan", "stated_pct_of_same_period", "share")
"""Columns whose numbers are percentages, whatever the unit of their row."""
_SHOWN = 6

Place = tuple[int, int]


@dataclass(frozen=True)
class WrittenCells:
    """The cells of a table by line and column, with its file and what its columns are.

    ``texts`` says which cells of a workbook hold a text; None: every cell is one.
    """

    rows: dict[int, list[str]]
    header: list[str]
    file: str
    schema: Schema
    texts: frozenset[Place] | None = None

    def places(self, *kinds: Kind) -> list[Place]:
        """The filled text cells in columns of these kinds."""
        of = {column.name: column.kind for column in self.schema.columns}
        wanted = [n for n, name in enumerate(self.header) if of.get(name) in kinds]
        return [
            (line, n)
            for line, row in self.rows.items()
            for n in wanted
            if row[n] and (self.texts is None or (line, n) in self.texts)
        ]

    def told(
        self, changed: list[tuple[str, str]], rule: str, template: str, **more: str
    ) -> Iterator[Finding]:
        """One note of all that was changed; none where nothing was."""
        if changed:
            before, after = changed[0]
            facts = {"count": len(changed), "example": f"{before} → {after}", **more}
            yield Finding("note", rule, self.file, "", template, facts)


def in_our_notation(cells: WrittenCells, delimiter: str) -> list[Finding]:
    """Bring the cells into our notation, and tell what was changed.

    ``delimiter`` stands between the cells of a text file; it is empty for a workbook.
    """
    findings = [*_mixed_days(cells), *cells.told(_days(cells), "dates-read", DATES)]
    changed = _percents(cells)
    if delimiter == ",":
        return [*findings, *cells.told(changed, "number-as-text", TEXTS)]
    changed += _points(cells)
    if not delimiter:
        return [*findings, *cells.told(changed, "number-as-text", TEXTS)]
    sign = {"\t": "Tab"}.get(delimiter, delimiter)
    return [*findings, *cells.told(changed, "decimal-comma", COMMAS, sign=sign)]


def _points(cells: WrittenCells) -> list[tuple[str, str]]:
    """Decimal commas in number columns, where no other cell has a decimal point."""
    places = cells.places("number")
    written = pd.Series([cells.rows[line][n] for line, n in places], dtype="str")
    if written.str.match(notations.DECIDED).any():
        return []  # the file has decimal points: what its commas are nobody can tell
    return _changed(cells, {place: notations.with_point(_at(cells, place)) for place in places})


def _percents(cells: WrittenCells) -> list[tuple[str, str]]:
    """Percentages with their sign, where percentages are meant: an Excel saves them so as text."""
    unit = cells.header.index("unit") if "unit" in cells.header else -1
    after = {}
    for line, n in cells.places("number"):
        text, own = cells.rows[line][n], cells.rows[line][unit] if unit >= 0 else ""
        if text.endswith("%") and (own == "%" or cells.header[n] in PERCENTAGES):
            after[line, n] = notations.with_point(text[:-1].rstrip())
    return _changed(cells, after)


def _days(cells: WrittenCells) -> list[tuple[str, str]]:
    """Days and months as a Vietnamese Excel writes them, where they are plain."""
    after = {place: notations.iso_month(_at(cells, place)) for place in cells.places("month")}
    places = cells.places("day")
    for column in {n for _, n in places}:
        own = [place for place in places if place[1] == column]
        days = notations.iso_days(_at(cells, place) for place in own)
        after |= {place: days.get(_at(cells, place), _at(cells, place)) for place in own}
    return _changed(cells, after)


def _mixed_days(cells: WrittenCells) -> Iterator[Finding]:
    """Columns of a workbook whose real days may have been swapped with their months.

    Typed day first into an Excel that wants the month first, 05/06 becomes 6 May, and 20/06 stays
    a text.
    """
    if cells.texts is None:
        return
    kinds = {column.name: column.kind for column in cells.schema.columns}
    for n, name in enumerate(cells.header):
        if kinds.get(name) != "day":
            continue
        texts = [line for line in cells.rows if (line, n) in cells.texts]
        real = [line for line in cells.rows if line not in texts and cells.rows[line][n]]
        if not notations.iso_days(cells.rows[line][n] for line in texts) or not real:
            continue
        if all(int(cells.rows[line][n][8:10]) <= 12 for line in real):
            letters = column_letters(n)
            named = ", ".join(f"{letters}{line}" for line in texts[:_SHOWN])
            where = f"{letters}{real[0]}"
            facts = {"cells": named, "example": where, "found": cells.rows[real[0]][n]}
            yield Finding("warning", "mixed-days", cells.file, where, TWO_WAYS, facts)


def _at(cells: WrittenCells, place: Place) -> str:
    line, n = place
    return cells.rows[line][n]


def _changed(cells: WrittenCells, after: dict[Place, str]) -> list[tuple[str, str]]:
    """Write the texts into the cells; gives those that are other than before."""
    changed = []
    for (line, n), text in after.items():
        before = cells.rows[line][n]
        if text != before:
            changed.append((before, text))
            cells.rows[line][n] = text
    return changed
