"""Clauses with a printed number, drafted as rows.

A row has a value, a unit, a comparison, a form, and perhaps a percent of plan.
"""

from __future__ import annotations

from dataclasses import replace

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.bounds import Bound, bound_after, bound_before, falls, kept
from hbanalysis.intake.plan_text.grammar.clauses import Clause, leads
from hbanalysis.intake.plan_text.grammar.folding import fold, pattern
from hbanalysis.intake.plan_text.grammar.names import lower_is_better, measure_of, trimmed
from hbanalysis.intake.plan_text.grammar.roles import Role, over_plan
from hbanalysis.intake.plan_text.grammar.units import unit_of_name
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, DraftRow, quoted
from hbanalysis.intake.plan_text.stated import fraction, percent_of_plan

_QUOTA = pattern(
    r"^ ?(?:các )?(?:chỉ tiêu|kế hoạch|kh\b|dự toán|chương trình (?:kiểm tra|công tác)|mục tiêu)\b"
)
_AGAINST_QUOTA = pattern(r"^ ?(?:trở lên )?(?:so với |so )?(?:chỉ tiêu|kế hoạch|kh\b|dự toán)")
_BOTH = pattern(
    r" ?(?:các )?chỉ tiêu (?P<one>[^,;]*(?:, )?[^,;]*?) và (?P<two>(?P<again>\w+ \w+)\b.{8,})"
)
_GROWTH = pattern(
    r"\b(?:tốc độ (?:tăng|phát triển)|tăng trưởng|tỷ lệ tăng|tăng bình quân|mức tăng|tăng thêm"
    r"|tăng thu|tăng)\b"
)
_REACHED = pattern(
    r"\b(?:tăng|nâng)\b.*\btừ\b.*\b(?:lên|thành)(?: (?:mức|khoảng|trên|hơn|đạt|ít nhất))* ?$"
)
_ASSIGNED = pattern(r"^ ?(?:được |đã )?(?:giao|đề ra|đặt ra)\b")
_RISING = pattern(
    r"\btăng(?: thêm| lên)?"
    r"(?: (?:khoảng|trên|hơn|gần|từ|ít nhất|tối thiểu|không dưới))* ?$"
)
_REACHED_AND_MORE = pattern(r"\b(?:đạt và vượt|đạt, vượt|hoàn thành vượt mức)\b")
_SHARE = pattern(r"\b(?:cơ cấu|tỷ trọng|chiếm|đóng góp)\b")
_AVERAGE = pattern(
    r"\b(?:bình quân|trung bình) ?(?:hàng|mỗi|/|một)? ?năm|(?:mỗi|hàng) năm|/ ?năm\b"
)
_A_YEAR = pattern(r"^[^,;.]{0,25}/ ?năm\b")
_EACH = pattern(r"\b(?:tăng|giảm)(?: trưởng)? bình quân\b|\bbình quân giai đoạn\b")
_SEVERAL_YEARS = pattern(r"\b\d+ năm\b|\b(?:\d+|cả|trong|toàn) (?:nhiệm kỳ|giai đoạn)|luỹ kế")
EVERY = pattern(
    r"\b(?:mỗi|mọi|từng) (?:phường|xã|thị trấn|thôn|tổ|khu|ấp|làng|bản|chi bộ|trường|đơn vị"
    r"|cơ quan|địa phương"
    r"|quận|huyện|chi đoàn|chi hội|cơ sở|tổ chức|đảng bộ|đảng viên|doanh nghiệp)\b"
)
_RANK = pattern(
    r"\b(?:đứng|xếp|xếp hạng|vị trí|hạng|thứ hạng|giữ|duy trì)(?: \w+){0,3} thứ ?$|\bhạng ?$"
)
_LONGEST_ABBREVIATION = 5


def rows_of(paragraph: Paragraph, clause: Clause, kind: str) -> list[DraftRow]:
    """The rows of a clause with a value of its own.

    A second value in it is drafted with a doubt.
    """
    if not clause.amounts:
        return []
    main = clause.amounts[0]
    row = _row(paragraph, clause, main, kind)
    if not row.name and not row.unit:
        return []
    percent_of_plan(paragraph, clause, row)
    second = _second_quota(paragraph, clause, row) if row.form == "pct_of_quota" else None
    return [row, second] if second else [row]


def _second_quota(paragraph: Paragraph, clause: Clause, row: DraftRow) -> DraftRow | None:
    """A quota of two things: "100% chỉ tiêu gọi công dân nhập ngũ và công dân tham gia ..."."""
    start = clause.amounts[0].end
    match = _BOTH.match(paragraph.folded, start, clause.end)
    if not match or match["again"] not in match["one"]:
        return None
    second = replace(row, doubts=[*row.doubts], name="")
    quoted(paragraph, second, match.start("two"), clause.end)
    second.name = trimmed(second.quote)
    quoted(paragraph, row, clause.start, match.end("one"))
    row.name = trimmed(paragraph.text[match.start("one") : match.end("one")])
    row.doubt("one or two")
    second.doubt("one or two")
    return second


def _row(paragraph: Paragraph, clause: Clause, amount: Amount, kind: str) -> DraftRow:
    folded = paragraph.folded
    rank = _RANK.search(folded[clause.start : amount.start])
    if rank:
        amount = replace(
            amount, unit=replace(amount.unit, text="hạng", end=amount.number_end, kind="rank")
        )
        amount = replace(amount, end=_afterfraction(folded, amount))
    first = leads(folded, clause)
    before = bound_before(folded, clause.start, amount.start)
    after = bound_after(folded, amount.end)
    name = _name(paragraph, clause, amount, before, first)
    row = DraftRow(
        kind, name, amount.value, amount.high, _printed_unit(paragraph, amount, clause.start)
    )
    row.line = paragraph.line
    row.measure = measure_of(name, row.unit, first)
    fraction(folded, amount, row)
    _form(folded, clause, amount, row)
    _compare(folded, clause, amount, row, before, after)
    _doubts(folded, clause, amount, row)
    end = max(amount.end, after.end, clause.end if first else 0, _percent_end(folded, clause))
    quoted(
        paragraph,
        row,
        clause.start,
        min(end, clause.end) if clause.end >= amount.end else amount.end,
    )
    return row


def _printed_unit(paragraph: Paragraph, amount: Amount, since: int = 0) -> str:
    """The unit; a counted noun in the spelling of the text."""
    unit = amount.unit
    if not unit.text:
        return unit_of_name(paragraph.folded[since : amount.start])
    start = paragraph.folded.find(unit.text, amount.number_end, amount.end)
    if start < 0 or unit.kind not in ("noun", "noun?"):
        return unit.text
    printed = paragraph.text[start : start + len(unit.text)]
    return (
        printed if printed.isupper() and len(printed) < _LONGEST_ABBREVIATION else printed.lower()
    )


def _afterfraction(folded: str, amount: Amount) -> int:
    over = pattern(r" ?/ ?\d+").match(folded, amount.number_end)
    return over.end() if over and amount.of is not None else amount.number_end


def _percent_end(folded: str, clause: Clause) -> int:
    """Where the printed percentage of plan ends with its words: "đạt 112% dự toán"."""
    ends = [one.end for one, role in clause.others if role is Role.PERCENT_OF_PLAN]
    if not ends:
        return 0
    words = pattern(r"[^,;.]*").match(folded, max(ends), clause.end)
    return words.end() if words else max(ends)


def _name(paragraph: Paragraph, clause: Clause, amount: Amount, before: Bound, first: bool) -> str:
    """What is counted: the words before the number, those behind it, or both.

    "Kết nạp 81 đảng viên mới" has some on either side.
    """
    start = before.start if before.words else amount.start
    left = [one.start for one, role in clause.others if role is Role.CONTEXT]
    start = min([start, *(at for at in left if paragraph.text[clause.start : at].count(" ") > 1)])
    ahead = trimmed(paragraph.text[clause.start : max(start, clause.start)])
    counted = amount.unit.kind in ("noun", "noun?")
    behind_from = amount.end if not counted else _unit_start(paragraph.folded, amount)
    limit = min([one.start for one, _ in clause.others if one.start > amount.end] + [clause.end])
    limit = min([one.start for one in clause.amounts[1:]] + [limit])
    behind = trimmed(_without_bound(paragraph.text[behind_from:limit]))
    if first and behind:
        return f"{ahead} {behind[:1].lower()}{behind[1:]}" if ahead else behind
    short = len(ahead.split()) < 4 and amount.unit.text.split(" ")[-1] not in ("con", "lượt")
    if counted and ahead and short and amount.unit.text not in fold(ahead):
        return f"{ahead} {_printed_unit(paragraph, amount)}"
    return ahead or (trimmed(clause.head) if clause.head else behind)


def _unit_start(folded: str, amount: Amount) -> int:
    position = folded.find(amount.unit.text.split(" ")[0], amount.number_end)
    return position if 0 <= position < amount.end else amount.end


def _without_bound(words: str) -> str:
    words = (
        _QUOTA.sub("", words, count=1) if _QUOTA.match(words) and len(words.split()) < 4 else words
    )
    words = _ASSIGNED.sub("", words)
    cut = pattern(r"\(|, (?:tăng|giảm|đạt|vượt|bằng)\b").search(words)
    words = words[: cut.start()] if cut else words
    return pattern(r"\b(?:trở lên|trở xuống)\b").sub("", words)


def _form(folded: str, clause: Clause, amount: Amount, row: DraftRow) -> None:
    ahead = folded[clause.start : amount.start]
    after = folded[amount.end :]
    said = f"{clause.head} {ahead}"
    row.yearly = bool(_AVERAGE.search(said) or _EACH.search(said) or _A_YEAR.match(after))
    row.yearly = row.yearly or _a_year_each(amount)
    if amount.is_percent and row.kind == PLAN and over_plan(folded, amount):
        row.form = "overquota" if _AGAINST_QUOTA.match(after) else row.form
    elif amount.is_percent and _QUOTA.match(after) and row.kind == PLAN:
        row.form = "pct_of_quota"
    elif falls(ahead) and not pattern(r"\b(?:còn|xuống)\b").search(ahead):
        row.form = "change"
    elif _SHARE.search(clause.head) or (_SHARE.search(ahead) and amount.is_percent):
        row.form = "share" if amount.is_percent else "level"
    elif amount.is_percent and _GROWTH.search(ahead) and not _REACHED.search(ahead):
        row.form = "growth"
    elif (
        (_AVERAGE.search(ahead) or _A_YEAR.match(after) or _a_year_each(amount))
        and not amount.is_percent
        and row.kind == PLAN
    ):
        row.form = "average"
    elif _SEVERAL_YEARS.search(ahead) and not amount.is_percent:
        row.form = "cumulative"
    if row.form == "share" and amount.is_percent and not _SHARE.search(ahead):
        row.name = f"Tỷ trọng {row.name[:1].lower()}{row.name[1:]}"


def _a_year_each(amount: Amount) -> bool:
    """Whether the unit counts by the year: "9.500 tấn/năm"; income per head is so of itself."""
    return (
        amount.unit.kind == "measure"
        and amount.unit.text.count("/") == 1
        and (amount.unit.text.endswith("/năm"))
    )


def _compare(
    folded: str, clause: Clause, amount: Amount, row: DraftRow, before: Bound, after: Bound
) -> None:
    """The stated comparison, or none; and what is proposed where the text states none."""
    ahead = folded[clause.start : amount.start]
    stated = after if after.words else before
    if amount.high is not None and before.words == "từ":
        stated = after
    row.comparator, row.comparator_stated = stated.sign, stated.words
    if row.unit == "hạng":
        row.comparator = "<="
        row.measure = "rank"
    every = None if amount.is_percent else EVERY.search(ahead)
    if every:
        row.comparator, row.measure = "every", "per_ward"
        row.comparator_stated = f"{every[0]} … {before.words}".strip(" …")
    if stated.loose and not every:
        row.doubt("approximate")
    if not row.comparator:
        _kept_or_fallen(folded, clause, amount, row, ahead)
    row.proposed = row.comparator or _proposed(row)


def _kept_or_fallen(folded: str, clause: Clause, amount: Amount, row: DraftRow, ahead: str) -> None:
    word = kept(folded, clause.start, amount.start)
    reached = _REACHED_AND_MORE.search(ahead) if row.kind == PLAN else None
    if row.form == "change":
        row.comparator, row.comparator_stated = ">=", "giảm"
    elif reached:
        row.comparator, row.comparator_stated = ">=", reached[0]
    elif word and row.kind == PLAN and amount.high is None:
        row.comparator, row.comparator_stated = ">=", word
        if lower_is_better(ahead):
            row.comparator = ""
            row.doubt("direction")


def _proposed(row: DraftRow) -> str:
    if row.form == "share":
        return "="
    return "<=" if lower_is_better(row.name) else ">="


def _doubts(folded: str, clause: Clause, amount: Amount, row: DraftRow) -> None:
    rising = bool(_RISING.search(folded[clause.start : amount.start]))
    grows = row.form in ("growth", "pct_of_quota")
    seen = {
        "range": amount.high is not None and amount.high <= amount.value,
        "fraction": amount.of is not None and amount.unit.text == "số",  # a third of the wards
        "second number": len(clause.amounts) > 1,
        "fall by": row.form == "change",
        "rise by": rising and not amount.is_percent,
        "over plan": row.form == "overquota",
        "unit": amount.unit.kind == "noun?",
        "no unit": not amount.unit.text,
        "over 100 %": amount.is_percent and amount.value > 100 and not grows,
        "name": len(row.name.split()) < 2,
    }
    for word in [*amount.doubts, *(word for word, doubtful in seen.items() if doubtful)]:
        row.doubt(word)
