"""Where a sentence may be cut: commas, "và" between two values, brackets that hold values."""

from __future__ import annotations

import re
from itertools import pairwise

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.roles import Role

LEAD = pattern(
    r"^(?:(?:trong đó|phấn đấu|đến|hết|cuối|đầu|năm|trong|hàng năm|mỗi năm|bình quân|có|đạt|duy trì"
    r"|đảm bảo|bảo đảm|giữ vững"
    r"|tiếp tục|ít nhất|tối thiểu|trên|dưới|khoảng|từ|hoàn thành|ước|ước đạt|cơ bản|và"
    r"|với|như|là|gồm|các"
    r"|không quá|tối đa|riêng|toàn (?:quận|huyện|xã|phường|tỉnh|thành phố|ngành|đảng bộ)|nhiệm kỳ"
    r"|giai đoạn|hơn|gần"
    r"|vào|về|mức|tỷ lệ"
    r"|phải|được|thêm|còn|xã|phường|quận|huyện|tỉnh|thành phố|[12]\d{3}|-|,|:|\") ?)*+$"
)
_AND = re.compile(r"\s+và\s+")
_WITH = pattern(r" (?:với|còn|trong đó) ")
_EVERY_ONE = pattern(r"\b(?:mỗi|mọi|từng) (?:xã|phường|thôn|ấp|khu|cơ quan|chi bộ|thị trấn)\s*\Z")
_DASH = pattern(r" [-;] ?(?=[^\W\d]{2})")
_AND_STRIVE = pattern(r" và (?=phấn đấu)")


def cut_places(
    folded: str, begin: int, end: int, inside: list[tuple[Amount, Role]]
) -> list[tuple[int, int]]:
    """Where commas and "và" may cut: outside brackets, and between two values for "và"."""
    cuts, depth = [], 0
    spans = [(one.start, one.end) for one, _ in inside]
    for at in range(begin, end):
        letter = folded[at]
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0 and not any(s <= at < e for s, e in spans):
            if _EVERY_ONE.search(folded, max(begin, at - 24), at):
                continue  # "mỗi xã, thị trấn"
            cuts.append((at, at + 1))
    values = [one for one, role in inside if role is Role.VALUE]
    for left, right in pairwise(values):
        between = re.sub(
            r"\([^()]*\)", lambda hit: "_" * len(hit[0]), folded[left.end : right.start]
        )
        dash = _DASH.match(between)
        if dash:  # "xây dựng 58% - dịch vụ 27%"
            cuts.append((left.end, left.end + dash.end()))
        if dash or "," in between or "(" in between:
            continue
        matches = list(_AND.finditer(between)) or list(_WITH.finditer(between))
        if matches:
            cuts.append((left.end + matches[-1].start(), left.end + matches[-1].end()))
    for left in values:
        strive = _AND_STRIVE.search(folded, left.end, end)
        if strive:
            cuts.append((strive.start(), strive.start() + 4))
    cuts += _bracket_cuts(folded, begin, end, inside)
    return sorted(set(cuts))


def _bracket_cuts(
    folded: str, begin: int, end: int, inside: list[tuple[Amount, Role]]
) -> list[tuple[int, int]]:
    """Brackets that hold named values of their own: "(hợp vệ sinh đạt 100%)"."""
    cuts = []
    for match in re.finditer(r"\(([^()]*)\)", folded[begin:end]):
        left, right = begin + match.start(), begin + match.end()
        named = [one for one, role in inside if role is Role.VALUE and left < one.start < right]
        former = any(role is Role.VALUE and one.end <= left for one, role in inside)
        listed = len(named) > 1 and not former
        if (
            named
            and (former or listed)
            and (
                not LEAD.match(folded[left + 1 : named[0].start].strip())
                or folded.startswith("trong đó", left + 1)
            )
        ):
            cuts += [(left, left + 1), (right - 1, right)]
            spans = [(one.start, one.end) for one in named]
            cuts += [
                (at, at + 1)
                for at in range(left, right)
                if (folded[at] in ",;" or folded[at : at + 2] == ". ")
                and not any(s <= at < e for s, e in spans)
            ]
    return cuts
