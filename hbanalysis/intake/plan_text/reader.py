"""A plan's text, read into drafted rows.

Its sections, clauses, years and parts, and what was not understood.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.grammar.amounts import Amount, amounts
from hbanalysis.intake.plan_text.grammar.clauses import (
    Clause,
    clauses,
)
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.masking import masked
from hbanalysis.intake.plan_text.grammar.roles import Role, is_comparison, role_of
from hbanalysis.intake.plan_text.grammar.years import year_mentions
from hbanalysis.intake.plan_text.kinds import settle_kinds, term_of
from hbanalysis.intake.plan_text.likeness import link_repeats
from hbanalysis.intake.plan_text.numbered import rows_of
from hbanalysis.intake.plan_text.paragraphs import Paragraph, paragraphs
from hbanalysis.intake.plan_text.parts import Wholes
from hbanalysis.intake.plan_text.plan_years import (
    carried_year,
    opens_with_another_year,
    own_years,
    settle_years,
    year_of,
)
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow, PlanDraft, Unread
from hbanalysis.intake.plan_text.sections import Mode, Section, sections
from hbanalysis.intake.plan_text.stated import percent_alone, reported, scoreboard
from hbanalysis.intake.plan_text.stretches import is_planned, stretches_of
from hbanalysis.intake.plan_text.tables import Origin, readings
from hbanalysis.intake.plan_text.unnumbered import rows_without_number
from hbanalysis.vocabulary.errors import HbaError

_SHARE_OF = pattern(r"^chiếm(?: tỷ lệ| khoảng| trên| từ)?$")
_STRIVING = pattern(r"^(?:và )?phấn đấu(?: đạt| từ| thực hiện| thu)?$")
_AIMING = pattern(r"\b(?:phấn đấu|mục tiêu|chỉ tiêu)\b")
_PROCEEDINGS = pattern(  # votes and who carries it out: no figures of the plan
    r"\b(?:biểu quyết|tán thành|bỏ phiếu|đại biểu (?:dự|có mặt|tham dự)"
    r"|chịu trách nhiệm thi hành|đại biểu hđnd|ban hđnd|thường trực hđnd|giám sát việc thực hiện)\b"
)

_DOUBTED = {Origin.SEVERAL: "second number", Origin.BARE: "no heading"}
MAX_ROWS = 3000
MANY_ROWS = (
    "The document holds more than {limit} numbers that look like targets; choose the plan itself."
)


@dataclass
class _State:
    """What is carried from one clause to the next."""

    rows: list[DraftRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    mode: Mode = Mode.UNKNOWN
    sure: bool = False
    latest: int = 0
    year: int | None = None
    year_mode: Mode = Mode.UNKNOWN
    counted: int = -1
    cells: bool = False
    sentence: int = -1
    wholes: Wholes = field(default_factory=Wholes)
    last: DraftRow | None = None


def read_text(text: str, year: int | None = None) -> PlanDraft:
    r"""Draft the targets and stated results; ``year`` stands in where the text names none.

    >>> draft = read_text("CHỈ TIÊU NĂM 2026\n(1) Thu ngân sách đạt 75 tỷ đồng trở lên.")
    >>> [(row.year, row.name, str(row.value), row.unit, row.comparator) for row in draft.rows]
    [(2026, 'Thu ngân sách', '75', 'tỷ đồng', '>=')]
    """
    read = paragraphs(text)
    said = (one.year for part in read for one in year_mentions(part.folded) if not one.compared)
    state = _State(latest=max(said, default=0))
    marked = sections(read)
    for paragraph, section, origin in readings(read, marked):
        before = len(state.rows)
        state.cells = origin is not Origin.LINE
        _read(paragraph, section, state)
        if state.cells:
            _quote_printed(text, state.rows[before:])
        for row in state.rows[before:]:
            row.by_year = origin is Origin.YEARS
        for row in state.rows[before:] if origin in _DOUBTED else ():
            row.doubt(_DOUBTED[origin])
        if len(state.rows) > MAX_ROWS:
            raise HbaError(MANY_ROWS, limit=MAX_ROWS)
    settle_years(state.rows, read, year)
    settle_kinds(state.rows, read, marked)
    link_repeats(state.rows)
    return PlanDraft(state.rows, state.unread, text)


def _quote_printed(text: str, rows: list[DraftRow]) -> None:
    """A row put together from cells quotes what stands in the document."""
    for row in rows:
        row.quote = " ".join(text[row.char_start : row.char_end].split())


def _read(paragraph: Paragraph, section: Section, state: _State) -> None:
    mask = masked(paragraph.text, paragraph.folded)
    mask[: paragraph.body] = b"\x01" * paragraph.body
    values = amounts(paragraph.folded, mask)
    if section.heading and not any(one.unit.text == "chỉ tiêu" for one in values):
        state.wholes.close()
        return
    state.wholes.begin(paragraph)
    before = len(state.rows)
    stretches = stretches_of(paragraph, section, state)
    roles = [(one, role_of(paragraph.folded, one, is_planned(stretches, one))) for one in values]
    state.counted = state.sentence = -1
    for clause in clauses(paragraph.folded, paragraph.body, roles, paragraph.breaks):
        stretch = next(one for one in reversed(stretches) if one.start <= clause.start)
        state.mode, state.sure = stretch.mode, stretch.sure
        _clause(paragraph, section, clause, state)
    state.wholes.end(paragraph, state.last if len(state.rows) > before else None)


def _clause(paragraph: Paragraph, section: Section, clause: Clause, state: _State) -> None:
    mode = state.mode
    if _PROCEEDINGS.search(paragraph.folded, clause.start, clause.end):
        return
    carried = state.year
    state.year = carried_year(paragraph, section, clause, carried)
    if state.year != carried:
        state.year_mode = mode
    if mode is Mode.TASK and not (clause.amounts and _aims(paragraph, clause)):
        return
    if mode in (Mode.OTHER, Mode.UNKNOWN):
        return
    kind = RESULT if mode is Mode.RESULT else PLAN
    made = _rows(paragraph, section, clause, kind, state)
    for row in made:
        row.clause, row.heading = _number_of(paragraph, section), section.title
        _date(paragraph, section, clause, row, state)
        if mode in (Mode.TASK, Mode.GOAL):
            row.doubt(mode.value)
        if not state.sure:
            row.doubt("no heading")
        carried_over = not section.years and state.year_mode is not mode
        row.carried = bool(carried_over and row.year and not row.dated)
        if (carried_over and row.year) or opens_with_another_year(paragraph, clause, row.year):
            row.doubt("year")
        _borrow_name(paragraph, clause, row, state)
        _borrow_fall(paragraph, clause, row, state)
        state.wholes.take(paragraph, clause, row, state.rows, state.last)
        state.rows.append(row)
        state.last, state.sentence = row, clause.sentence
        counted = bool(clause.amounts) and clause.amounts[0].unit.text != ""
        state.counted = clause.sentence if counted else state.counted
    if not made and not section.heading:
        _not_read(paragraph, section, clause, state)


def _date(
    paragraph: Paragraph, section: Section, clause: Clause, row: DraftRow, state: _State
) -> None:
    """The year of a row, and the first year of the term that its own words name."""
    carried = state.year if state.year_mode is state.mode or not section.inherited else None
    row.year = year_of(paragraph, section, clause, carried)
    own = [one for one in own_years(paragraph, clause) if one.year == row.year]
    row.dated = any(one.first == one.year for one in own)
    spans = [one for one in own if one.first != one.year]
    row.first_year = term_of(spans[-1]) if spans else None


def _aims(paragraph: Paragraph, clause: Clause) -> bool:
    """Whether a sentence among tasks sets a target: phấn đấu, mục tiêu."""
    text = paragraph.folded
    since = max(text.rfind(". ", 0, clause.start), 0)
    return bool(_AIMING.search(text[since : clause.end]))


def _borrow_name(paragraph: Paragraph, clause: Clause, row: DraftRow, state: _State) -> None:
    """Values such as "chiếm 50,6%" speak of what was named just before."""
    if not clause.amounts or state.last is None:
        return
    ahead = paragraph.folded[clause.start : clause.amounts[0].start].strip(' ,;"“(')
    if _SHARE_OF.match(ahead):
        row.name = f"Tỷ trọng {state.last.name[:1].lower()}{state.last.name[1:]}"
    elif not row.name or _STRIVING.match(ahead):
        row.name = state.last.name
        row.doubt("name")


def _borrow_fall(paragraph: Paragraph, clause: Clause, row: DraftRow, state: _State) -> None:
    """Behind "giảm 30 hộ nghèo" stands ", 45 hộ cận nghèo": a fall too, in a list with one verb."""
    last = state.last
    if last is None or last.form != "change" or state.sentence != clause.sentence:
        return
    if not clause.amounts or paragraph.folded[clause.start : clause.amounts[0].start].strip(" ,"):
        return
    row.form, row.comparator, row.comparator_stated = "change", last.comparator, "giảm"
    row.proposed = last.proposed
    row.name = f"Giảm {row.name[:1].lower()}{row.name[1:]}"
    row.doubt("fall by")


def _rows(
    paragraph: Paragraph, section: Section, clause: Clause, kind: str, state: _State
) -> list[DraftRow]:
    counts = scoreboard(paragraph, clause) if kind == RESULT else []
    if counts or section.heading:
        return counts
    if not clause.amounts:
        alone = percent_alone(paragraph, clause) if kind == RESULT else None
        if alone:
            return [alone]
        item = (
            state.mode is Mode.PLAN
            and not clause.others
            and (state.sure or clause.end - clause.start < 110)
        )
        return rows_without_number(paragraph, clause, kind, item)
    first = clause.amounts[0]
    opens = (
        clause.start <= paragraph.body or paragraph.folded[: clause.start].rstrip()[-1:] in ".;:"
    )
    if (
        state.last
        and not (opens and first.unit.kind == "noun")
        and is_comparison(paragraph.folded, first, clause.start)
        and "bình quân" not in paragraph.folded[clause.start : first.start]
    ):
        return []
    stated = state.cells or reported(paragraph, clause) or _listed(clause, state)
    return rows_of(paragraph, clause, kind) if stated or kind == PLAN else []


def _listed(clause: Clause, state: _State) -> bool:
    """Whether a number follows another: "xã có 7 thôn kiểu mẫu, 6 sản phẩm OCOP"."""
    return state.counted == clause.sentence and not clause.head


def _number_of(paragraph: Paragraph, section: Section) -> str:
    own = paragraph.marker.strip("().:-+*• ")
    return f"{section.number} {own}".strip() if own else section.number


def _more_than_an_index(paragraph: Paragraph, amount: Amount) -> bool:
    return amount.number_end - amount.start > len("99") or amount.end < len(paragraph.text)


def _not_read(paragraph: Paragraph, section: Section, clause: Clause, state: _State) -> None:
    """A number with a unit that became no row, where targets or results stand."""
    left = [one for one in clause.amounts if one.unit.text]
    left += [one for one, role in clause.others if role is Role.UNREAD]
    left += [one for one in clause.amounts if state.cells and _more_than_an_index(paragraph, one)]
    if not left:
        return
    start, end = paragraph.span(clause.start, clause.end)
    quote = paragraph.text[clause.start : clause.end].strip(" ,;:")
    state.unread.append(Unread(quote, start, end, paragraph.line, section.title))
