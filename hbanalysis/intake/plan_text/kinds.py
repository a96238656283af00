"""What kind of target every row is: of one year or of a term, a level, a growth, a share, a change.

A term is the five years of "nhiệm kỳ 2025 - 2030" (2026 to 2030) or those of "giai đoạn 2026-2030".
Where the words fit two kinds the row gets a doubt.
"""

from __future__ import annotations

from collections import defaultdict

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.years import YearMention, year_mentions
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, DraftRow
from hbanalysis.intake.plan_text.sections import Section
from hbanalysis.vocabulary.terms import Measure

_TITLE_LINES = 8
_TITLE_LENGTH = 300
_BY_THEN = pattern(r"\b(?:đến|vào|tới|hết|cuối|trước)$")
_PER_HEAD = pattern(r"\bbình quân (?:đầu người|một|1|mỗi)\b|trên (?:1|một) ha\b|/ ?(?:người|ha)\b")
_PLAIN = ("flow", "stock", "ratio")


def term_of(mention: YearMention) -> int:
    """The first year that a term is judged by: a congress names the year of the one before too.

    >>> [term_of(one) for one in year_mentions("nhiệm kỳ 2025-2030; giai đoạn 2026-2030")]
    [2026, 2026]
    """
    return mention.year - 4 if mention.year - mention.first == 5 else mention.first


def settle_kinds(rows: list[DraftRow], read: list[Paragraph], marked: list[Section]) -> None:
    """Give every row its first year, when it is one of a term, and its kind as the tables know it.

    ``marked`` says of each paragraph what it is.
    """
    terms = _terms(read, marked)
    for row in rows:
        first = terms.get(row.year or 0, set())
        of_the_term = (row.kind == PLAN or row.form == "cumulative") and not row.by_year
        if not row.first_year and of_the_term and len(first) == 1:
            row.first_year = min(first)
        if len(first) > 1 and of_the_term:
            row.doubt("term")
        row.measure = _kind(row)
        if row.measure not in (Measure.TERM_SUM, Measure.TERM_AVERAGE, Measure.TERM_LEVEL):
            row.first_year = None


def _terms(read: list[Paragraph], marked: list[Section]) -> dict[int, set[int]]:
    """The first years of the terms that titles and headings name, by their last year.

    A year that has a plan of its own is not that of a term.
    """
    terms: defaultdict[int, set[int]] = defaultdict(set)
    single: set[int] = set()
    for place, (paragraph, section) in enumerate(zip(read, marked, strict=True)):
        title = place < _TITLE_LINES and len(paragraph.text) < _TITLE_LENGTH
        if not (section.heading or title):
            continue
        for one in year_mentions(paragraph.folded):
            if one.compared:
                continue
            if one.first != one.year:
                terms[one.year].add(term_of(one))
            elif not _by_then(paragraph.folded, one):
                single.add(one.year)
    return {year: first for year, first in terms.items() if year not in single}


def _by_then(folded: str, mention: YearMention) -> bool:
    """Whether a year is a deadline: "đến năm 2030"."""
    words = folded[: mention.end]
    return bool(_BY_THEN.search(words[: words.rfind("năm")].rstrip())) if "năm" in words else True


def _kind(row: DraftRow) -> str:
    """The kind of a row; doubtful ones are marked."""
    if row.measure not in _PLAIN:
        return row.measure
    if row.form in (Measure.GROWTH, Measure.CHANGE):
        return _moving(row)
    if row.form == Measure.SHARE:
        return Measure.TERM_LEVEL if row.first_year else Measure.SHARE
    if row.form == "cumulative" and not row.first_year:
        row.doubt("several years")
    if not row.first_year or row.form not in ("level", "average", "cumulative"):
        return row.measure
    return _of_term(row)


def _moving(row: DraftRow) -> str:
    """Growth and changes: of one year, or an average of the term's years."""
    if not row.first_year:
        return row.form
    if not row.yearly:
        row.doubt("year or term")
    return Measure.TERM_AVERAGE


def _of_term(row: DraftRow) -> str:
    """An amount or a level that a term asks for."""
    if row.form != "level":
        return Measure.TERM_AVERAGE if row.form == "average" else Measure.TERM_SUM
    if row.yearly:
        row.doubt("every year")
        return Measure.TERM_AVERAGE
    if (
        row.measure != "flow"
        or row.total is not None
        or _PER_HEAD.search(fold(f"{row.name} {row.unit}"))
    ):
        return Measure.TERM_LEVEL
    row.doubt("sum or year")
    return row.measure if row.dated else Measure.TERM_SUM
