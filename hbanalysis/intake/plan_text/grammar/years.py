"""Which year a heading, a sentence or a clause speaks of, and which years are only compared with.

A plan names many years: the one it is for, the one before, the year of a decree, the school year,
the standard of
2021-2025. Only mentions that say when something is to be reached count; the last year of a term
stands for the term.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hbanalysis.intake.plan_text.grammar.folding import pattern

_YEAR = r"((?:19|20)\d\d)"
_SPAN = rf"{_YEAR} ?(?:-|đến) ?(?:năm )?{_YEAR}"
_TERM = pattern(rf"(?:nhiệm kỳ|giai đoạn|thời kỳ|5 năm|các năm)[^.;:\d]{{0,20}}\(?{_SPAN}")
_DUE = pattern(
    rf"(?:(?:đến|vào|trong|tới|trước|hết|và)? ?(?:hết|cuối|đầu)? ?năm (?!học|ngân sách){_YEAR}"
    rf"|(?:đến|vào|tới|trước)(?: cuối| hết)? {_YEAR}(?!\d))"
)
_BARE_SPAN = pattern(rf"(?<![\d/]){_SPAN}(?![\d/])")
_SINCE = pattern(
    r"(?:\bso(?: với| sánh)?\b[^,;:.\d]{0,40}|\b(?:bằng|lần|cùng kỳ|từ|kể từ|hơn|trước|từ đầu"
    r"|(?<!đánh )giá|giá so sánh"
    r"|giá cố định|giá hiện hành|của cùng kỳ)(?: (?:cuối|đầu|mức|kỳ))?|tháng \S{1,7}) ?$"
)
_STANDARD = pattern(
    r"(?:chuẩn|tiêu chí|bộ tiêu chí|theo(?! đó)|(?<!đánh )giá|chương trình|kế hoạch|đề án)"
    r"[^,;:.]{0,60}$"
)
_COUNCIL = pattern(  # the term of those who sit, not of what they decide
    r"(?:\b(?:hđnd|hội đồng nhân dân|quốc hội|ban chấp hành)\b"
    r"(?: (?!(?:chỉ|mục) tiêu|nghị quyết)[^\s.;:]+){0,9}"
    r"|\bkhoá (?:[ivxlc]+|\d+)),? ?\(?$"
)
_DECREE = pattern(r"(?:ngày[^,;:.]{0,14}|tháng \d{1,2} ?)$")
_SCHOOL = pattern(rf"(?:năm học|niên khoá|niên độ) {_SPAN}")


@dataclass(frozen=True)
class YearMention:
    """One year (the last of a term), where it is said, and whether it only serves to compare."""

    start: int
    end: int
    year: int
    first: int
    compared: bool


def year_mentions(folded: str) -> list[YearMention]:
    """Every year of a folded text in its order.

    >>> [m.year for m in year_mentions("đến năm 2025 tăng 5% so với năm 2020") if not m.compared]
    [2025]
    >>> [m.year for m in year_mentions("nhiệm kỳ 2020 - 2025")]
    [2025]
    """
    taken: list[tuple[int, int]] = [match.span() for match in _SCHOOL.finditer(folded)]
    made: list[YearMention] = []
    for shape in (_TERM, _BARE_SPAN, _DUE):
        for match in shape.finditer(folded):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            years = [int(year) for year in match.groups() if year]
            made.append(_mention(folded, match, years, shape is not _DUE))
    return sorted(made, key=lambda mention: mention.start)


def _mention(folded: str, match: re.Match[str], years: list[int], term: bool) -> YearMention:
    before = folded[: match.start()]
    compared = bool(_SINCE.search(before) or _DECREE.search(before))
    compared = compared or (term and bool(_STANDARD.search(before)))
    compared = compared or (match[0].startswith("nhiệm kỳ") and bool(_COUNCIL.search(before)))
    compared = compared or years[-1] < years[0]
    start = match.end() - len(match[0].lstrip())
    return YearMention(start, match.end(), years[-1], years[0], compared)


def stated_years(folded: str) -> list[int]:
    """The years that a heading or a clause is about, without those it compares with."""
    return [mention.year for mention in year_mentions(folded) if not mention.compared]
