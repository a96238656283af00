"""How a value is to be compared: the words of the text and the sign they mean.

Nothing is assumed here. A target without such words has no stated comparison; what it is judged by
is then a person's
choice, proposed in the review but never drafted as if the text said it.
"""

from __future__ import annotations

from dataclasses import dataclass

from hbanalysis.intake.plan_text.grammar.folding import pattern


@dataclass(frozen=True)
class Bound:
    """The comparing words (empty when there are none), their sign, and where they stand."""

    words: str = ""
    sign: str = ""
    loose: bool = False
    start: int = 0
    end: int = 0


_AT_LEAST = (
    r"không dưới|không thấp hơn|không ít hơn|ít nhất|tối thiểu|trên|hơn|cao hơn"
    r"|lớn hơn|từ|đạt từ|quá"
)
_AT_MOST = (
    r"không quá|không vượt quá|không vượt|không cao hơn|không lớn hơn|tối đa|nhiều nhất"
    r"|giảm (?:xuống )?còn"
    r"|xuống còn|giảm xuống|hạ xuống|còn|dưới|thấp hơn|ít hơn|nhỏ hơn"
)
_ABOUT = r"khoảng|xấp xỉ|gần|tương đương|vào khoảng|cỡ"
_BEFORE = pattern(
    rf"(?:(?P<most>(?:(?:\b(?:{_AT_MOST})|≤|<=?) ?)++(?:mức )?)"
    rf"|(?P<least>(?:(?:\b(?:{_AT_LEAST})|≥|>=?) ?)++)"
    rf"|(?P<about>(?:\b(?:{_ABOUT}) ?)++))$"
)
_RATED = (
    r"(?:nhiệm vụ|khá|tốt|giỏi|trung bình|đại học|cao đẳng|trung cấp|thạc sĩ|thứ ba|thứ 3|sao"
    r"|thpt|tuổi"
    r"|tiên tiến|loại \w+|cấp \w+|mức độ \w+)"
)
_AFTER = pattern(
    r"^ ?(?:\((?:[^()]{0,30})\) ?)?(?P<between>(?:[^\W\d]+ ?){0,5}?)(?P<way>trở (?:lên|xuống"
    r"|lại))\b"
)
_NEAR = 120
_KEEP = pattern(
    r"\b(?:duy trì|giữ vững|giữ ổn định|giữ|bảo đảm|đảm bảo|hoàn thành)(?: mức| ổn định| đạt)? ?$"
)
_KEEP_IN = pattern(r"^(?:[^,;:]{0,12})?\b(?:duy trì|giữ vững|giữ|bảo đảm|đảm bảo|hoàn thành)\b")
_FALL = pattern(r"\b(?:giảm|hạ)\b(?! ?(?:còn|xuống))(?! nghèo| tầng)")


def bound_before(folded: str, since: int, start: int) -> Bound:
    """The comparing words that end where the number begins."""
    since = max(since, start - _NEAR)
    match = _BEFORE.search(folded[since:start])
    if not match:
        return Bound()
    words = " ".join(match[0].split())
    at = since + match.start()
    if match["most"]:
        return Bound(words, "<=", False, at, start)
    if match["least"]:
        about = pattern(rf"\b(?:{_ABOUT}) ?$").search(folded[since:at])
        if about:
            return Bound(f"{about[0].strip()} {words}", ">=", True, since + about.start(), start)
        return Bound(words, ">=", False, at, start)
    lower = _BEFORE.search(folded[since:at])
    if lower and lower["most"]:
        return Bound(
            " ".join(folded[since + lower.start() : start].split()),
            "<=",
            True,
            since + lower.start(),
            start,
        )
    return Bound(words, "=", True, at, start)


def bound_after(folded: str, end: int) -> Bound:
    """Words behind the number: "trở lên", "trở xuống".

    Behind a rating ("khá trở lên") they belong to the rating.

    >>> (
    ...     bound_after("3.500 lượt lao động trở lên", 5).sign,
    ...     bound_after("81% chi bộ khá trở lên", 3).sign,
    ... )
    ('>=', '')
    """
    match = _AFTER.match(folded[end : end + 70])
    if not match:
        return Bound()
    between = match["between"].strip()
    if between and pattern(rf"{_RATED}$").search(between):
        return Bound()
    sign = ">=" if match["way"].endswith("lên") else "<="
    return Bound(match["way"], sign, False, end, end + match.end())


def kept(folded: str, since: int, start: int) -> str:
    """The word that says a level is to be kept (duy trì, giữ vững, đảm bảo); empty without one."""
    match = _KEEP.search(folded[since:start]) or _KEEP_IN.match(folded[since:start])
    return match[0].strip() if match else ""


def falls(words: str) -> bool:
    """Whether the words before a number speak of a fall by it, not to it.

    >>> (
    ...     falls("tỷ lệ hộ nghèo giảm"),
    ...     falls("tỷ lệ hộ nghèo giảm còn"),
    ...     falls("giảm tỷ suất sinh thô"),
    ... )
    (True, False, True)
    """
    return bool(_FALL.search(words))
