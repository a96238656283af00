"""A confirmed review read back: its rows, its document, and every problem with its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from hbanalysis.intake.plan_text.review.fields import (
    DOCUMENT_FIELDS,
    DOCUMENT_SHEET,
    FIELDS,
    FIRST_ROW,
    ID_ROW,
    IDS,
    SHEET,
    TERM_KINDS,
    Field,
)
from hbanalysis.intake.plan_text.rows import plain
from hbanalysis.intake.raw.raw_tables import cell_address
from hbanalysis.vocabulary.errors import Finding, HbaError
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.quantities import parse_number
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.text import clean, match_key

NOT_A_REVIEW = "{file} is not a review written by hba plan read (sheet “{sheet}” is missing)."
NO_COLUMN = "The column {column} of the review is missing; do not delete columns, hide them."
UNDECIDED = "Not decided yet: choose “có” or “không”."
NOT_A_CHOICE = "The cell holds {found!r}; expected: {expected}."
NOT_A_NUMBER = "The cell holds {found!r}; expected: a number such as 1516,66."
LACKS = "The cell is empty; {column} is needed."
NOT_A_YEAR = "The cell holds {found!r}; expected: a year such as 2026."
ONE_YEAR = "A first year stands beside a target of one year; clear it, or choose a kind of a term."
NO_TERM = "The term begins in {first} and ends in {last}: the first year stands before the last."
NOT_A_DAY = "The cell holds {found!r}; expected: a day such as 2026-12-15."
LACKS_FACT = "“{what}” is needed."

_MAX_ROWS = 5000
_NEEDED = {
    "P": ("indicator", "name", "year", "unit", "comparator", "measure"),
    "R": ("indicator", "name", "year", "value", "unit", "measure"),
    "S": ("name", "year", "value"),
}


@dataclass
class Entry:
    """One row that is to be taken in: its line in the workbook, and its cells by column id."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass
class Review:
    """A review as it came back; ``refused`` rows are those a person decided against."""

    file: str
    facts: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)

    def problem(self, line: int, at: str, template: str, **facts: Any) -> None:
        """Note a problem of one cell."""
        cell = cell_address(IDS, at, line + 1)
        self.findings.append(
            Finding("error", "review", self.file, f"{SHEET} {cell}", template, facts)
        )


def read_review(path: Path, decided: bool = True) -> Review:
    """Read a review back. HbaError when the file is none; problems of cells are its findings.

    With ``decided`` false, rows that nobody has decided on yet are taken as they stand.
    """
    if not path.is_file():
        raise HbaError("There is no file {file}.", file=path.name)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        if SHEET not in names or DOCUMENT_SHEET not in names:
            raise HbaError(NOT_A_REVIEW, file=path.name, sheet=SHEET)
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False, nrows=_MAX_ROWS)
        facts = book.get_sheet_by_name(DOCUMENT_SHEET).to_python(skip_empty_area=False, nrows=50)
    except (CalamineError, OSError) as problem:
        raise HbaError(NOT_A_REVIEW, file=path.name, sheet=SHEET) from problem
    review = Review(path.name, _facts(facts))
    _check_facts(review)
    places = _places(review, rows)
    if places:
        for line, row in enumerate(rows[FIRST_ROW:], FIRST_ROW):
            _read_row(review, line, row, places, decided)
    return review


def _facts(rows: list[list[Any]]) -> dict[str, str]:
    facts = {str(row[0]): row[2] for row in rows if len(row) > 2}
    return {name: _text(facts.get(name, "")) for name in DOCUMENT_FIELDS}


def _check_facts(review: Review) -> None:
    for name in ("territory", "source", "document"):
        if not review.facts[name]:
            what = DOCUMENT_FIELDS[name]
            review.findings.append(
                Finding("error", "review", review.file, DOCUMENT_SHEET, LACKS_FACT, {"what": what})
            )
    day = review.facts["decided"]
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            review.findings.append(
                Finding("error", "review", review.file, DOCUMENT_SHEET, NOT_A_DAY, {"found": day})
            )


def _places(review: Review, rows: list[list[Any]]) -> dict[str, int]:
    """Where each column stands; empty when one is missing."""
    head = [str(cell) for cell in rows[ID_ROW]] if rows else []
    missing = [one.title for one in FIELDS if one.id not in head]
    for title in missing:
        review.findings.append(
            Finding("error", "review", review.file, SHEET, NO_COLUMN, {"column": title})
        )
    return {} if missing else {one: head.index(one) for one in IDS}


def _text(cell: Any) -> str:
    """A cell as text; a day as Excel holds it in the writing of our tables."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, (int, float)):
        return plain(exact(cell))
    return clean(str(cell))


def _read_row(
    review: Review, line: int, row: list[Any], places: dict[str, int], decided: bool
) -> None:
    raw = {name: row[position] if position < len(row) else "" for name, position in places.items()}
    shown = {name: _text(cell) for name, cell in raw.items()}
    if not any(text for name, text in shown.items() if name != "number"):
        return
    before = len(review.findings)
    take = _choice(review, line, FIELDS[1], shown["take"] or "xem lại")
    if take == "no":
        review.refused += 1
        return
    if take == "look" and decided:
        review.problem(line, "take", UNDECIDED)
    cells = {one.id: _cell(review, line, one, raw[one.id], shown[one.id]) for one in FIELDS}
    kind = cells["kind"]
    for name in _NEEDED.get(kind, ("kind",)):
        if not cells[name] and not (name == "unit" and cells["value"] == ""):
            title = next(one.title for one in FIELDS if one.id == name)
            review.problem(line, name, LACKS, column=title)
    if len(review.findings) == before and kind == "P":
        _check_term(review, line, cells)
    if len(review.findings) == before:
        review.entries.append(Entry(line, cells))


def _check_term(review: Review, line: int, cells: dict[str, str]) -> None:
    """A kind of a term has a first year before its last; no other kind has one."""
    first, last = cells["first_year"], cells["year"]
    if cells["measure"] not in TERM_KINDS:
        if first:
            review.problem(line, "first_year", ONE_YEAR)
    elif not first:
        title = next(one.title for one in FIELDS if one.id == "first_year")
        review.problem(line, "first_year", LACKS, column=title)
    elif first >= last:
        review.problem(line, "first_year", NO_TERM, first=first, last=last)


def _cell(review: Review, line: int, one: Field, raw: Any, shown: str) -> str:
    if one.choices:
        return _choice(review, line, one, shown)
    if one.number:
        return _number(review, line, one.id, raw, shown)
    if (
        one.id in ("year", "first_year")
        and shown
        and not (shown.isdigit() and 1900 <= int(shown) <= 2100)
    ):
        review.problem(line, one.id, NOT_A_YEAR, found=shown)
    return shown


def _choice(review: Review, line: int, one: Field, shown: str) -> str:
    """The key of a chosen word; the key itself is understood too."""
    choices = one.choices or {}
    if not shown or shown in choices:
        return shown
    keys = [key for key, word in choices.items() if match_key(word) == match_key(shown)]
    if keys:
        return keys[0]
    review.problem(line, one.id, NOT_A_CHOICE, found=shown, expected=" | ".join(choices.values()))
    return ""


def _number(review: Review, line: int, column: str, raw: Any, shown: str) -> str:
    if not shown:
        return ""
    read: Callable[[], Decimal] = (
        (lambda: exact(raw))
        if isinstance(raw, (int, float)) and not isinstance(raw, bool)
        else (lambda: parse_number(shown, "vi"))
    )
    try:
        return plain(read())
    except NotUnderstood:
        review.problem(line, column, NOT_A_NUMBER, found=shown)
        return ""
