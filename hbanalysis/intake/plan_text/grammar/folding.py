"""One spelling to match against, letter for letter as long as the text, so that places stay places.

`match_key` of the vocabulary room forgets lengths; a reader that quotes needs them kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_LOOKALIKE = {ord(dash): "-" for dash in "‐‑‒–—−﹣－"}
_LOOKALIKE |= {ord(mark): '"' for mark in "“”„«»"}
_LOOKALIKE |= {ord(mark): "'" for mark in "‘’"}
_LOOKALIKE |= {ord(space): " " for space in "\u00a0\u2007\u202f\ufeff\u200b\t"}
_LOOKALIKE |= {0xD0: "đ", 0x189: "đ", 0xF0: "đ", 0x2026: ";"}


def _tone_places() -> dict[str, str]:
    """òa -> oà: where the newer spelling puts the tone, the place of the older one."""
    places = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in _TONES:
            newer = unicodedata.normalize("NFC", first + tone) + second
            places[newer] = first + unicodedata.normalize("NFC", second + tone)
    return places


_PLACES = _tone_places()
_PLACE = re.compile("|".join(_PLACES))
_SAME = {"tỉ": "tỷ", "sỹ": "sĩ", "hằng": "hàng", "kì": "kỳ", "chỉ": "chỉ"}
_NO_WORD = re.compile(r"\S{80,}")
_WORDS = re.compile(r"\b(?:tỉ|sỹ|hằng|kì)\b")


def fold(text: str) -> str:
    """The text in small letters and one spelling; exactly as long as it was.

    >>> fold("Uỷ ban – Tỉ lệ") == fold("Ủy ban - tỷ lệ")
    True
    """
    text = _NO_WORD.sub(lambda found: "·" * len(found[0]), text)  # no language has such words
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text).translate(_LOOKALIKE)
    return same_spelling(small)


def same_spelling(text: str) -> str:
    """Small letters of one spelling: where tones sit, tỉ for tỷ, hằng năm for hàng năm.

    >>> same_spelling("hóa"), same_spelling("hằng năm")
    ('hoá', 'hàng năm')
    """
    placed = _PLACE.sub(lambda found: _PLACES[found[0]], text)
    return _WORDS.sub(lambda found: _SAME[found[0]], placed)


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A pattern for folded text, written in either spelling. Folded paragraphs have single blanks.

    >>> bool(pattern("văn hóa").search(fold("Văn hoá")))
    True
    """
    return re.compile(same_spelling(source))


def unclosed(text: str) -> int:
    """How many brackets a text opens and does not close.

    >>> unclosed("đạt 5% (năm 2025")
    1
    """
    return sum((letter == "(") - (letter == ")") for letter in text)
