"""The year of every row: that of its clause, its head, its heading, its sentence, its document."""

from __future__ import annotations

from hbanalysis.intake.plan_text.grammar.clauses import Clause
from hbanalysis.intake.plan_text.grammar.cuts import LEAD
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import YearMention, stated_years, year_mentions
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow
from hbanalysis.intake.plan_text.sections import Section

_TELLS_OF = pattern(
    r"^\D*\b(?:đánh giá|báo cáo|cho biết|nêu rõ|khẳng định|quyết nghị|xác định)(?: trong)?$"
)
_SCHOOL_YEAR = pattern(r"năm học 20\d\d ?- ?(?P<year>20\d\d)")
_TITLE = pattern(
    r"(?:kế hoạch|nhiệm vụ|chỉ tiêu|phương hướng|mục tiêu|dự toán|chương trình)"
    r"[^.;]{0,80}? năm (?P<year>20\d\d)"
)


def carried_year(
    paragraph: Paragraph, section: Section, clause: Clause, year: int | None
) -> int | None:
    """Where no heading names a year, a sentence that opens with one or names a term holds on."""
    if section.years and not section.inherited:
        return year
    folded = paragraph.folded
    for one in year_mentions(folded):
        if one.compared or not clause.start <= one.start < clause.end:
            continue
        term = one.first != one.year and not any(a.end <= one.start for a in clause.amounts)
        if term or _opens(folded, clause, one):
            year = one.year
    headed = stated_years(clause.head)
    return headed[-1] if headed else year


def _opens(folded: str, clause: Clause, year: YearMention) -> bool:
    """Whether a year opens its sentence: "Năm 2026 ...", "Đánh giá kết quả năm 2026, ..."."""
    ahead = folded[clause.start : year.start].strip()
    if LEAD.match(ahead) or _TELLS_OF.search(ahead):
        return True
    begins = folded[: clause.start].rstrip()[-1:] in ("", ".")
    return begins and folded[year.end : year.end + 1] == "," and not any(map(str.isdigit, ahead))


def year_of(
    paragraph: Paragraph, section: Section, clause: Clause, carried: int | None
) -> int | None:
    """The year of a clause: its own, that of its head, of its heading, else carried on."""
    own = [one.year for one in own_years(paragraph, clause)]
    headed = stated_years(clause.head)
    before = [carried] if section.inherited and carried else []
    for years in (own, headed, before, section.years):
        if years:
            return years[-1]
    return carried


def own_years(paragraph: Paragraph, clause: Clause) -> list[YearMention]:
    """The years that a clause names for itself."""
    return [
        one
        for one in year_mentions(paragraph.folded)
        if not one.compared
        and clause.start <= one.start < clause.end
        and not _of_another_number(paragraph.folded, clause, one)
    ]


def _of_another_number(folded: str, clause: Clause, year: YearMention) -> bool:
    """Whether a year stands in brackets behind the value with a number of its own: (2025: 88,5)."""
    opened = folded.rfind("(", clause.start, year.start)
    behind = clause.amounts and clause.amounts[0].end <= opened
    if not behind or ")" in folded[opened : year.start]:
        return False
    closed = folded.find(")", year.end)
    inside = folded[opened : year.start] + folded[year.end : closed if closed > 0 else None]
    return any(letter.isdigit() for letter in inside)


def opens_with_another_year(paragraph: Paragraph, clause: Clause, year: int | None) -> bool:
    """Whether the paragraph opens with another year than this later clause is filed under."""
    folded = paragraph.folded
    return any(
        one.year != year
        and not one.compared
        and one.start < clause.start
        and LEAD.match(folded[paragraph.body : one.start].strip()) is not None
        for one in year_mentions(folded)
    )


def settle_years(rows: list[DraftRow], read: list[Paragraph], year: int | None) -> None:
    """Give rows without a year the one of the title, else the one asked for, with a doubt.

    Without either it is the only year of their kind, or the only one the document is about.
    """
    titled = _title_year(read)
    said = {one.year for part in read for one in year_mentions(part.folded) if not one.compared}
    said = said or {int(hit["year"]) for part in read for hit in _SCHOOL_YEAR.finditer(part.folded)}
    for row in rows if titled else ():
        if row.kind == PLAN and row.carried and "no heading" not in row.doubts:
            row.year = titled
            row.doubts.remove("year")
    for kind in (PLAN, RESULT):
        mine = [row for row in rows if row.kind == kind]
        known = {row.year for row in mine if row.year is not None} or said
        for row in (row for row in mine if row.year is None):
            row.year = (titled if kind == PLAN else None) or year or _only(known)
            if not titled or kind == RESULT:
                row.doubt("year")


def _only(years: set[int | None] | set[int]) -> int | None:
    return next(iter(years)) if len(years) == 1 else None


def _title_year(read: list[Paragraph]) -> int | None:
    """The year that the title of the document plans for, when it names a single one."""
    years = {
        int(hit["year"])
        for part in read[:8]
        if len(part.text) < 300 and not part.marker
        for hit in _TITLE.finditer(part.folded)
    }
    return _only(years)
