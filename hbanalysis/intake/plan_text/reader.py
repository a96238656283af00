"""A plan's text, read into drafted rows: sections, clauses, years, parts, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.grammar.amounts import Amount, amounts
from hbanalysis.intake.plan_text.grammar.clauses import Clause, clauses, part_begins
from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.masking import masked
from hbanalysis.intake.plan_text.grammar.roles import Role, is_comparison, role_of
from hbanalysis.intake.plan_text.grammar.years import year_mentions
from hbanalysis.intake.plan_text.numbered import rows_of
from hbanalysis.intake.plan_text.paragraphs import Paragraph, paragraphs
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow, PlanDraft, Unread
from hbanalysis.intake.plan_text.sections import Mode, Section, sections
from hbanalysis.intake.plan_text.stated import percent_alone, scoreboard
from hbanalysis.intake.plan_text.unnumbered import rows_without_number

_PROMISING = pattern(
    r"\b(?:phấn đấu|đề ra|mục tiêu|chỉ tiêu chủ yếu|dự toán|dự kiến|nhiệm kỳ mới|đặt ra|kế hoạch năm|đến năm|quyết tâm"
    r"|sẽ|giao chỉ tiêu|phương hướng)\b"
)
_REPORTING = pattern(
    r"\b(?:ước đạt|ước thực hiện|đã|thực hiện được|so với cùng kỳ|hiện|tăng so với|hoàn thành \d+/\d+)\b"
    r"|(?:đạt|vượt|bằng)(?: \w+)? ?[\d.,]+ ?% (?:so với )?(?:kế hoạch|dự toán|kh\b|nghị quyết)"
    r"|(?:tăng|giảm) [\d.,]+ ?%? ?\w* so với (?:năm|cùng kỳ)"
)
_AIMING = pattern(r"\b(?:phấn đấu|mục tiêu|chỉ tiêu)\b")
_ACHIEVED = pattern(
    r"\b(?:đạt|được|kết nạp|giới thiệu|tạo|giải quyết|cấp|xây dựng mới|thành lập|hỗ trợ|giúp|phát triển|thu hút|đón"
    r"|hoàn thành|vận động|trao|xoá|đào tạo|tuyển|công nhận|gieo trồng|thu|huy động|duy trì|còn|có|tổng|với|giải ngân"
    r"|vận chuyển|sửa chữa|tiếp nhận|nâng cấp|trồng|tiêm|khám|tư vấn|nuôi)\b"
)
_ONGOING = pattern(r"\b(?:tập trung|tiếp tục|phát huy|triển khai|tổ chức|kỷ niệm|đẩy mạnh|thực hiện)\b[^,;]{0,25}$")
_SHORTCOMING = pattern(r"\b(?:hạn chế|tồn tại|khó khăn|chưa đạt|không đảm bảo|không đạt)\b")


@dataclass
class _State:
    """What is carried from one clause to the next."""

    rows: list[DraftRow] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    mode: Mode = Mode.UNKNOWN
    year: int | None = None
    whole: DraftRow | None = None
    last: DraftRow | None = None


def read_text(text: str, year: int | None = None) -> PlanDraft:
    """Draft the targets and stated results of a text; ``year`` stands in where the text names none.

    >>> draft = read_text("CHỈ TIÊU NĂM 2026\\n(1) Thu ngân sách đạt 75 tỷ đồng trở lên.")
    >>> [(row.year, row.name, str(row.value), row.unit, row.comparator) for row in draft.rows]
    [(2026, 'Thu ngân sách', '75', 'tỷ đồng', '>=')]
    """
    found = paragraphs(text)
    state = _State()
    for paragraph, section in zip(found, sections(found), strict=True):
        _read(paragraph, section, state)
    _settle_years(state.rows, found, year)
    return PlanDraft(state.rows, state.unread, text)


def _read(paragraph: Paragraph, section: Section, state: _State) -> None:
    mask = masked(paragraph.text, paragraph.folded)
    mask[: paragraph.body] = b"\x01" * paragraph.body
    values = amounts(paragraph.folded, mask)
    if section.heading and not any(one.unit.text == "chỉ tiêu" for one in values):
        state.whole = None
        return
    _modes(paragraph, section, state)
    planned = state.mode in (Mode.PLAN, Mode.GOAL, Mode.TASK)
    roles = [(one, role_of(paragraph.folded, one, planned)) for one in values]
    for clause in clauses(paragraph.folded, paragraph.body, roles):
        _clause(paragraph, section, clause, state, roles)
    state.whole = state.whole if paragraph.text.rstrip().endswith(":") else None


def _modes(paragraph: Paragraph, section: Section, state: _State) -> None:
    """What the paragraph is; without a heading its verbs tell, else it goes on as the one before."""
    if section.mode is not Mode.UNKNOWN:
        state.mode = section.mode
        return
    promising = len(_PROMISING.findall(paragraph.folded))
    reporting = len(_REPORTING.findall(paragraph.folded))
    if promising != reporting:
        state.mode = Mode.PLAN if promising > reporting else Mode.RESULT


def _clause(
    paragraph: Paragraph, section: Section, clause: Clause, state: _State, roles: list[tuple[Amount, Role]]
) -> None:
    mode = state.mode
    words = paragraph.folded[clause.start : clause.end]
    if mode is Mode.TASK and not (_AIMING.search(words) and clause.amounts):
        return
    if mode in (Mode.OTHER, Mode.UNKNOWN):
        return
    kind = RESULT if mode is Mode.RESULT else PLAN
    made = _rows(paragraph, section, clause, kind, state)
    for row in made:
        row.clause, row.heading = _number_of(paragraph, section), section.title
        row.year = _year(paragraph, section, clause, state)
        if mode in (Mode.TASK, Mode.GOAL):
            row.doubt(mode.value)
        if section.mode is Mode.UNKNOWN:
            row.doubt("no heading")
        _part(paragraph, clause, row, state)
        state.rows.append(row)
        state.last = row
    if not made and not section.heading:
        _not_read(paragraph, section, clause, state)


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
        item = state.mode is Mode.PLAN and not clause.others
        return rows_without_number(paragraph, clause, kind, item)
    first = clause.amounts[0]
    if state.last and is_comparison(paragraph.folded, first, clause.start) and "bình quân" not in paragraph.folded[clause.start : first.start]:
        return []
    if kind == RESULT and not _reported(paragraph, clause):
        return []
    return rows_of(paragraph, clause, kind)


def _reported(paragraph: Paragraph, clause: Clause) -> bool:
    """Whether a number among results is an achievement, not the size of an undertaking."""
    first = clause.amounts[0]
    if clause.others or first.of is not None or first.unit.kind in ("percent", "money", "measure"):
        return True
    ahead = paragraph.folded[clause.start : first.start]
    return bool(_ACHIEVED.search(ahead)) and not _ONGOING.search(ahead)


def _number_of(paragraph: Paragraph, section: Section) -> str:
    own = paragraph.marker.strip("().:-+*• ")
    return f"{section.number} {own}".strip() if own else section.number


def _year(paragraph: Paragraph, section: Section, clause: Clause, state: _State) -> int | None:
    """The year of a clause: its own, that of its sentence or heading, else carried on."""
    folded = paragraph.folded
    said = [one for one in year_mentions(folded) if not one.compared]
    own = [one.year for one in said if clause.start <= one.start < clause.end]
    if own:
        state.year = own[-1] if section.mode is Mode.UNKNOWN else state.year
        return own[-1]
    headed = [one.year for one in year_mentions(clause.head) if not one.compared]
    if headed:
        return headed[-1]
    before = [one.year for one in said if one.start < clause.start]
    if before and section.mode is Mode.UNKNOWN:
        state.year = before[-1]
    return section.years[-1] if section.years else state.year


def _part(paragraph: Paragraph, clause: Clause, row: DraftRow, state: _State) -> None:
    """Whether the row is a part of one before: "trong đó" stands between, in the same sentence."""
    text = paragraph.folded
    since = max(0, clause.start - 14)
    begins = part_begins(text, since, clause.start + 12) and state.last is not None
    if begins:
        state.whole = state.last
    elif text[:clause.start].rstrip()[-1:] == "." or (clause.start <= paragraph.body and state.whole is None):
        state.whole = None
    if state.whole is not None and state.whole is not row and state.whole in state.rows:
        row.parent = state.rows.index(state.whole) + 1


def _not_read(paragraph: Paragraph, section: Section, clause: Clause, state: _State) -> None:
    """A number with a unit that became no row, where targets or results stand."""
    left = [one for one in clause.amounts if one.unit.text]
    left += [one for one, role in clause.others if role is Role.UNREAD]
    if not left:
        return
    start, end = paragraph.span(clause.start, clause.end)
    quote = paragraph.text[clause.start : clause.end].strip(" ,;:")
    state.unread.append(Unread(quote, start, end, paragraph.line, section.title))


def _settle_years(rows: list[DraftRow], found: Iterable[Paragraph], year: int | None) -> None:
    """Rows without a year take the one asked for, or the only one the document is about; both with a doubt."""
    lacking = [row for row in rows if row.year is None]
    if not lacking:
        return
    if year is None:
        said = {one.year for paragraph in found for one in year_mentions(fold(paragraph.text)) if not one.compared}
        year = said.pop() if len(said) == 1 else None
    for row in lacking:
        row.year = year
        row.doubt("year")
