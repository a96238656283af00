"""The name of what a clause counts, and what kind of thing it is."""

from __future__ import annotations

import re

from hbanalysis.intake.plan_text.grammar.folding import fold, pattern, unclosed

_LEADING = pattern(
    r"^(?:[-+*•,;:.\"()\s]|(?:trong đó|bao gồm|gồm|riêng|và|với|như|là)(?![^\W\d])[,:]?"
    r"|(?:phấn đấu|tiếp tục|cụ thể|ngoài ra|đặc biệt)(?![^\W\d])[,:]?"
    r"|(?:đến|vào|trong|hết|cuối|tới)? ?(?:hết |cuối )?năm (?:19|20)\d\d[,:]?"
    r"|(?:nhiệm kỳ|giai đoạn) (?:19|20)\d\d ?- ?(?:19|20)\d\d[,:]?"
    r"|(?:ubnd|hđnd|đảng bộ|tỉnh|thành phố|quận|huyện|xã|phường|toàn \w+) (?:\w+ ){0,4}?(?:đề ra"
    r"|đặt mục tiêu"
    r"|phấn đấu|có)(?![^\W\d])(?:[^:]{0,60}?(?:như|gồm|là)(?![^\W\d])[:]?)?"
    r"|[^,;.:]{0,80}\bmột số chỉ tiêu(?: chủ yếu| cụ thể| cơ bản)(?: (?:như|gồm|là))?"
    r"(?![^\W\d])[,:]?"
    r"|(?:theo đó|bên cạnh đó|trước đó)(?![^\W\d])[,:]?"
    r"|[^,;.]{0,60}\b\d+ (?:nhóm )?chỉ tiêu(?![^\W\d])[^,;.:]{0,30}, (?:trong đó|gồm|như)"
    r"(?![^\W\d])[,:]?)+"
)
_TRAILING = pattern(
    r"(?:[-,;:.\"(\s]|/ ?năm|(?<![^\W\d])(?:đạt|là|còn|ước đạt|ước|ước thực hiện"
    r"|thực hiện được|được|(?:giảm|tăng|nâng) từ|từ|vượt|trên|dưới|khoảng"
    r"|tối thiểu|ít nhất|tối đa|không quá|giảm còn|giảm xuống còn|xuống còn|mức|hơn|gần|có|cho"
    r"|chiếm|đến|và|bình quân đạt"
    r"|không dưới|lên|thêm|với|gồm|ổn định|xếp thứ|đứng thứ|đứng|xếp|thứ|vị trí thứ|xếp hạng)"
    r"|(?:đến|vào|trong|hết|cuối)? ?(?:hết |cuối )?năm (?:19|20)\d\d)++$"
)
_REACH = 200
_SPACE = re.compile(r"\s+")
_BRACKETED_PLAN = re.compile(r"\([^()]*(?:KH|kế hoạch)[^()]*\)")


def trimmed(text: str) -> str:
    """A stretch of text without lead-ins, years, comparing words and marks around the name.

    >>> trimmed("Đến năm 2025, tỷ lệ hộ nghèo còn dưới ")
    'Tỷ lệ hộ nghèo'
    """
    text = _BRACKETED_PLAN.sub("", text)
    for shape in (_LEADING, _TRAILING, _LEADING):
        at = 0 if shape is _LEADING else max(0, len(text) - _REACH)
        match = shape.search(fold(text[at:]))
        if match:
            text = text[match.end() :] if shape is _LEADING else text[: at + match.start()]
    text = _SPACE.sub(" ", text).strip(" ,.;:-+\"“”'")
    if unclosed(text):
        text = text.strip("()").strip()
    return text[:1].upper() + text[1:]


_RANK = pattern(r"\b(?:thứ hạng|xếp hạng|xếp thứ|đứng thứ|đứng đầu|dẫn đầu|vị trí thứ|hạng)\b")
_STOCK = pattern(
    r"^(?:tổng )?(?:số|diện tích|đàn|quy mô|dân số|tổng đàn|tuổi thọ|có|mật độ|rau|sàn)\b"
    r"|đạt chuẩn|tiêu chí"
)
_PER = pattern(r"/ ?(?:1 ?|10.000 ?|1.000 ?)?(?:vạn dân|dân|ha|người dân)")
_LOWER_IS_BETTER = pattern(
    r"\b(?:nghèo|thất nghiệp|suy dinh dưỡng|sinh con thứ|tử vong|tai nạn|tội phạm|vi phạm|nợ đọng"
    r"|tăng dân số|tỷ suất sinh"
    r"|thấp còi|bội chi|ô nhiễm|bỏ học|lạm phát|giá tiêu dùng|tảo hôn|ma tuý|hao hụt|cháy"
    r"|khiếu nại|thất thoát|phạm pháp"
    r"|thiếu việc làm|mù chữ|mắc bệnh|nhà tạm|dột nát|quá hạn|trễ hạn|tổn thất|thất thu|nợ thuế"
    r"|xấu)\b"
)
_REDUCING = pattern(r"^(?:mức )?giảm|\bgiảm nghèo|thoát nghèo|thoát cận nghèo|được xử lý|kéo giảm")


def measure_of(name: str, unit: str, value_first_verb: bool) -> str:
    """How the thing accumulates: ratio, rank, stock or flow.

    >>> measure_of("Tỷ lệ hộ nghèo", "%", False), measure_of("Số trường đạt chuẩn", "trường", False)
    ('ratio', 'stock')
    """
    folded = fold(name)
    if unit == "hạng" or _RANK.search(folded):
        return "rank"
    if unit in ("%", "‰", "điểm %") or _PER.search(fold(unit)):
        return "ratio"
    if "đồng" in unit or "USD" in unit:
        return "flow"
    return "stock" if not value_first_verb and _STOCK.search(folded) else "flow"


def lower_is_better(name: str) -> bool:
    """Whether less of the thing is meant to be better, so that a bare value is an upper bound.

    >>> lower_is_better("Tỷ lệ hộ nghèo"), lower_is_better("Mức giảm tỷ lệ hộ nghèo")
    (True, False)
    """
    folded = fold(name)
    return bool(_LOWER_IS_BETTER.search(folded)) and not _REDUCING.search(folded)
