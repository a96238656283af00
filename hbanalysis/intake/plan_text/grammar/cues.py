"""What a sentence without a heading is: a promise or a report, told by its verbs."""

from __future__ import annotations

from dataclasses import dataclass

from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import stated_years

_PROMISES = (
    pattern(r"\b(?:phấn đấu|đặt mục tiêu|quyết tâm|dự kiến|nhiệm kỳ mới|đặt ra|phương hướng)\b"),
    pattern(r"\b(?:đề ra|thông qua|xác định)(?: \w+){0,4} chỉ tiêu\b|\bgiao (?:các )?chỉ tiêu\b"),
    pattern(
        r"\bmục tiêu\b(?! quốc gia| đề ra)|\bchỉ tiêu (?:chủ yếu|cụ thể|nhiệm kỳ|cơ bản)\b"
        r"|\bcác chỉ tiêu\b[^.;:]{0,60}:"
    ),
    pattern(r"\bdự toán (?:thu|chi)\b|\bkế hoạch năm\b|\bsẽ\b"),
    pattern(r"\b(?:đến|vào)(?: cuối| hết)? (?:năm|nhiệm kỳ)\b|\btrong nhiệm kỳ (?:20|tới|này)"),
)
_REPORTS = (
    pattern(r"\b(?:ước đạt|(?<!so với )ước thực hiện|thực hiện được|đạt được|cho biết|báo cáo)\b"),
    pattern(r"\b(?:đã|hiện nay|hiện có|hiện đạt|nhiệm kỳ qua|vừa qua|năm qua|thời gian qua)\b"),
    pattern(r"(?<!thực )(?<!thể )(?<!phát )(?<!xuất )\bhiện\b(?! đại| hành| trạng)"),
    pattern(
        r"(?:đạt|vượt|bằng)(?: \w+)? ?[\d.,]+ ?% (?:so với )?(?:kế hoạch|dự toán|kh\b|nghị quyết"
        r"|chỉ tiêu nghị quyết|so)|\bvượt (?:kế hoạch|chỉ tiêu|dự toán|mục tiêu)|= ?[\d.,]+ ?% ?kh"
    ),
    pattern(r"\b(?:so với cùng kỳ|so cùng kỳ|cùng kỳ)\b|\btăng so với\b"),
    pattern(r"\bkết quả\b"),
    pattern(r"\bđạt(?: hơn| gần| trên)? [\d.,]+ ?\w* \w+, (?:đạt|bằng|vượt) [\d.,]+ ?%"),
    pattern(r"\b(?:\d+) chỉ tiêu (?:đạt|vượt|hoàn thành)"),
)
_GROWN = pattern(r"\b(?:tăng|giảm)(?: hơn| gần| trên)? [\d.,]+ ?% so với năm (?P<base>20\d\d)?")
_GOES_ON = pattern(r"^\s*trong (?:số )?đó\b")
_COUNTED = pattern(
    r"\b\d+ ?/ ?\d+ (?:nhóm )?(?:chỉ tiêu|mục tiêu)\b(?! (?:thành lập|tuyển|kết nạp))"
)


@dataclass(frozen=True)
class Cue:
    """Whether a sentence promises; ``sure`` when only one side speaks."""

    promises: bool
    sure: bool


def cue_of(folded: str, planned: int | None = None) -> Cue | None:
    """What the verbs of a sentence tell; None when they tell nothing or contradict each other.

    ``planned`` is the year of the targets just before: growth over the year ahead of it goes on.

    >>> (
    ...     cue_of("năm 2026 phường phấn đấu thu 75 tỷ đồng"),
    ...     cue_of("thu ngân sách ước đạt 75 tỷ đồng"),
    ... )
    (Cue(promises=True, sure=True), Cue(promises=False, sure=True))
    """
    if _GOES_ON.match(folded):
        return None
    strong = bool(_PROMISES[0].search(folded))
    promises = sum(bool(one.search(folded)) for one in _PROMISES) + 2 * strong
    # 18 of 20 targets can only be counted behind the year
    reports = sum(bool(one.search(folded)) for one in _REPORTS) + 2 * bool(_COUNTED.search(folded))
    planned = planned or (max(stated_years(folded), default=None) if promises else None)
    grown = _GROWN.search(folded)
    reports += grown is not None and grown["base"] != str((planned or 0) - 1)
    if promises == reports:
        return None
    return Cue(promises > reports, not (promises and reports) or (strong and promises > reports))
