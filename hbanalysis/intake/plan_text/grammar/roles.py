"""What an amount does in its sentence.

It is a value of its own, a percent of plan, or a comparison with another year.
"""

from __future__ import annotations

from enum import StrEnum

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.folding import pattern


class Role(StrEnum):
    """What an amount is for."""

    VALUE = "value"
    PERCENT_OF_PLAN = "percent of plan"
    PLAN = "plan of a result"
    CONTEXT = "context"
    COUNT = "count of targets"
    UNREAD = "unread"


_APPROXIMATELY = r"(?:khoảng|trên|gần|hơn|thêm|gấp|dưới|tới|đến|lên|ước|xấp xỉ|từ)"
_CHANGE = (
    r"(?:tăng(?: trưởng)?|giảm|gấp|bằng|cao hơn|thấp hơn|hơn|nhiều hơn|ít hơn|vượt|tương đương"
    r"|tương ứng|nâng|cao gấp)"
)
_COMPARING = pattern(
    rf"(?:^ ?|[,;(.] ?|(?<!\bđạt )\bvà )(?:đạt |ước )?{_CHANGE}"
    rf"(?: (?:so với )?cùng kỳ(?: năm (?:trước|20\d\d))?)?(?: {_APPROXIMATELY})* ?$"
)
_GROWING = pattern(rf"\b{_CHANGE}(?: {_APPROXIMATELY})* ?$")
_AGAINST = pattern(
    r"^[^,;:]{0,45}?(?:so (?:với|sánh|cùng|năm|đầu|kế|thực)|cùng kỳ|năm trước|nhiệm kỳ trước"
    r"|đầu nhiệm kỳ|svck|sck|bình quân (?:chung|cả)|giai đoạn)"
)
_PLAN = (
    r"(?:so với |so |của |mục tiêu |chỉ tiêu )?(?:kế hoạch|kh\b|dự toán|chỉ tiêu|mục tiêu"
    r"|nghị quyết|nq\b"
    r"|kịch bản|dt\b|pháp lệnh|chương trình công tác)"
)
_PRINTED_PLAN = pattern(
    r"(?:\( ?|, |/ ?|% )(?:so với |so |(?:thấp|cao) hơn )?"
    r"(?:kế hoạch|kh|chỉ tiêu|mục tiêu|nghị quyết|nq|dự toán)"
    r"(?: (?:năm(?: 20\d\d)?|giao|đề ra|đặt ra|được giao|đầu năm|là|tăng|giảm))*"
    r" ?[:(]? ?(?:(?:trên|dưới|từ|đạt|ít nhất|tối thiểu|không quá) )*$"
)
_OF_PLAN = pattern(rf"^ ?{_PLAN}")
_SIGN_OF_PLAN = pattern(r"\( ?(?:=|bằng|đạt|vượt|tăng) ?$")
_NOT_OF_PLAN = pattern(r"^ ?(?:tiêu chí|các tiêu chí)")
_FROM = pattern(r"\b(?:tăng|giảm|nâng|hạ|đưa)\b[^,;.]{0,60}?\btừ(?: mức)? ?$")
_TO = pattern(
    r"^(?:[^,;.\d]{0,30}(?:năm (?:19|20)\d\d)?)?[^,;.\d]{0,12}(?<!trở )\b(?:xuống|lên|còn|thành)\b"
    r"[^,;.\d]{0,30}\d"
)
_FROM_HERE = pattern(r"\btừ(?: mức)? ?$")
_TO_THERE = pattern(r"^ ?(?:năm 20\d\d )?(?:xuống|lên)(?: còn| mức| đạt)? ?\d")
_ABOVE = pattern(r"\b(?:cao|thấp|lớn|nhỏ|có) (?:trên|dưới|hơn|từ) $")
_OF_OTHERS = pattern(  # the average of the country beside one's own
    r"\b(?:bình quân|trung bình|mức)(?: chung)? (?:của )?"
    r"(?:(?:cả|toàn) (?:nước|tỉnh|quốc|thành phố)|chung)[^,;.\d]{0,12}\(? ?$"
)
_MOVES = pattern(r"^ (?:giảm|tăng|còn) [^,;.\d]{0,20}\d")
_TIMES = ("lần",)
_OWN_NAME = pattern(r"^ ?(?:số|tổng số|tỷ lệ|lượng|mức|tổng) (?!với)")
_OPENS = pattern(
    rf"(?:^|[;.:] ?|- )(?:kéo )?(?:giảm|tăng)(?: {_APPROXIMATELY}| ít nhất| tối thiểu)* ?$"
)
_OWN_THING = pattern(
    r"^ (?!so\b|trở\b|cùng\b|năm\b|mỗi\b|hàng\b|tương\b|bằng\b)[^\W\d]+ (?!so\b|cùng\b)[^\W\d]+"
)
_OVER = pattern(rf"\bvượt(?: mức)?(?: {_APPROXIMATELY}| tối thiểu| ít nhất)* ?$")
_BEYOND_PLAN = pattern(
    rf"\bvượt (?:so với )?(?:dự toán|kế hoạch|kh|chỉ tiêu)[^,;.\d]{{0,20}}?"
    rf"(?: {_APPROXIMATELY})* ?$"
)
_NEAR = 160
_VALUE_OF = pattern(
    r"(?:^|: ?|\b(?:khoảng|hơn|thứ|hạng|đạt|là|còn|trên|dưới|từ|ít nhất|tối thiểu) )$"
)
_NOTHING_MORE = pattern(r"^ ?(?:$|[.;,](?:\s|$)|trở (?:lên|xuống)|\(|và\b|(?:mỗi|hàng) năm)")


def role_of(folded: str, amount: Amount, planned: bool) -> Role:
    """The role of an amount.

    ``planned`` says that it stands among targets, where 100% of a quota is a value.
    """
    before = folded[max(0, amount.start - _NEAR) : amount.start]
    after = folded[amount.end : amount.end + _NEAR]
    if amount.unit.text == "chỉ tiêu" and amount.of is None:
        return Role.COUNT
    done_of = amount.of is not None or pattern(r"^ ?/ ?\d").match(after)
    if not planned and not done_of and _PRINTED_PLAN.search(before):
        return Role.PLAN
    if amount.is_percent and not planned and _BEYOND_PLAN.search(before):
        return Role.PERCENT_OF_PLAN
    if amount.is_percent and (_OF_PLAN.match(after) or _in_plan_brackets(before, after)):
        return Role.VALUE if planned and not _COMPARING.search(before) else Role.PERCENT_OF_PLAN
    if _compares(amount, before, after):
        return Role.CONTEXT
    read = amount.unit.text != "" or _stands_alone(before, after)
    return Role.VALUE if read else Role.UNREAD


def _compares(amount: Amount, before: str, after: str) -> bool:
    """Growth against a year, the level something falls or rises from, "gấp 1,8 lần"."""
    own = _OPENS.search(before) and _OWN_THING.match(after)
    against = not own and _COMPARING.search(before) and _AGAINST.match(after)
    left = (_FROM.search(before) and _TO.match(after)) or (
        _FROM_HERE.search(before) and _TO_THERE.match(after)
    )
    left = left or (_ABOVE.search(before) and _MOVES.match(after))
    left = left or _OF_OTHERS.search(before)
    times = amount.unit.text in _TIMES and _GROWING.search(before)
    return bool(against or left or times)


def _stands_alone(before: str, after: str) -> bool:
    """A number without a unit that is plainly the value of a name: "Số trường đạt chuẩn: 05."."""
    return bool(_VALUE_OF.search(before) and _NOTHING_MORE.match(after))


def _in_plan_brackets(before: str, after: str) -> bool:
    """(=136% KH), (vượt 5% so với kế hoạch)."""
    return bool(_SIGN_OF_PLAN.search(before)) and bool(pattern(rf"^ ?(?:{_PLAN}|\))").match(after))


def is_comparison(folded: str, amount: Amount, since: int) -> bool:
    """Whether an amount only says how much the one before it grew: only "tăng" stands between."""
    if _OWN_NAME.match(folded[amount.end :]) or own_change(folded, amount):
        return False
    return bool(_COMPARING.search(folded[max(since, amount.start - _NEAR) : amount.start]))


def own_change(folded: str, amount: Amount) -> bool:
    """Whether a change opens its sentence and names what is to change: "Giảm 30% rác thải nhựa"."""
    before = folded[max(0, amount.start - _NEAR) : amount.start]
    return bool(_OPENS.search(before) and _OWN_THING.match(folded[amount.end :]))


def over_plan(folded: str, amount: Amount) -> bool:
    """Whether "vượt 23,2% dự toán" says how far the plan was exceeded.

    >>> from hbanalysis.intake.plan_text.grammar.amounts import amounts
    >>> text = "đạt 76 tỷ đồng, vượt 23,2% dự toán"
    >>> over_plan(text, amounts(text, bytearray(60))[1])
    True
    """
    before = folded[max(0, amount.start - _NEAR) : amount.start]
    return bool(_OVER.search(before) or _BEYOND_PLAN.search(before))
