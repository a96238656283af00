"""Which territory or indicator a person means: its code, or its name as people type it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd

from hbanalysis.vocabulary.errors import WrongUsage, nearest
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.text import match_key, strip_marks

Key = Literal["territory", "indicator"]
LEVEL_WORDS = (
    *("tinh", "thanh pho", "tp", "quan", "huyen", "thi xa", "thi tran", "phuong", "xa", "dac khu"),
    *("province", "city", "district", "town", "ward", "commune"),
)
"""What stands before (Vietnamese) or after (English) the proper name, without its marks."""
UNKNOWN = N_(
    {
        "territory": "There is no territory {found!r}; the nearest is {near!r}.",
        "indicator": "There is no indicator {found!r}; the nearest is {near!r}.",
    }
)
SEVERAL = N_(
    {
        "territory": "{found!r} names several territories: {codes}; write the code of one of them.",
        "indicator": "{found!r} names several indicators: {codes}; write the code of one of them.",
    }
)


def bare(name: str) -> str:
    """A name without marks, punctuation and capitals.

    >>> bare("Quận Hồng Bàng"), bare("hong-bang")
    ('quan hong bang', 'hong bang')
    """
    return match_key(strip_marks(str(name)))


def place_within(name: str) -> str:
    """A Vietnamese place inside a sentence: the word of its level begins with a small letter.

    >>> place_within("Quận Hồng Bàng"), place_within("Quận 1"), place_within("Hải Phòng")
    ('quận Hồng Bàng', 'quận 1', 'Hải Phòng')
    """
    words = name.split()
    first = {bare(" ".join(words[:length])) for length in range(1, len(words))}
    return name[:1].lower() + name[1:] if first & set(LEVEL_WORDS) else name


def without_level(name: str) -> str:
    """The proper name of a place, as it is written, without the word of its level.

    >>> (
    ...     without_level("Quận Hồng Bàng"),
    ...     without_level("Hong Bang District"),
    ...     without_level("Quận 1"),
    ... )
    ('Hồng Bàng', 'Hong Bang', 'Quận 1')
    """
    words = name.split()
    for level in LEVEL_WORDS:
        length = len(level.split())
        for told, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            if rest and bare(" ".join(told)) == level:
                return name if rest[0].isdigit() else " ".join(rest)  # a number alone is no name
    return name


def proper(name: str) -> str:
    """:func:`bare` without the word of its level.

    >>> proper("Quận Hồng Bàng"), proper("Hong Bang District"), proper("Quận 1")
    ('hong bang', 'hong bang', 'quan 1')
    """
    return without_level(bare(name))


READINGS: tuple[tuple[Callable[[str], str], Callable[[str], str]], ...] = (
    (match_key, match_key),
    (bare, bare),
    (bare, proper),
    (proper, proper),
)
"""How what was asked for and what is known are read, the strictest first.

``Quán Toan`` is asked for as it is before its first word is taken for that of a level.
"""


def find_code(table: pd.DataFrame, key: Key, name: str) -> str:
    """The code of a territory or an indicator by its code or by either of its names.

    ``table`` has the columns ``key, name_vi, name_en``. The strictest reading that fits decides:
    the code, the name with its marks, without them, without the word of its level. An unknown name
    is WrongUsage with the nearest; one that fits several is WrongUsage with all of them, never a
    guess.
    """
    named = table.drop_duplicates(key).set_index(key)
    asked = str(name)
    if asked in named.index:
        return asked
    for of_asked, of_known in READINGS if key == "territory" else READINGS[:2]:
        wanted = of_asked(asked)
        fits = [
            code
            for code, vi, en in zip(named.index, named["name_vi"], named["name_en"], strict=True)
            if wanted and wanted in {of_known(str(text)) for text in (code, vi, en) if text}
        ]
        if len(fits) > 1:
            codes = ", ".join(f"{code} ({named.loc[code, 'name_vi']})" for code in fits)
            raise WrongUsage(SEVERAL[key], found=asked, codes=codes)
        if fits:
            return str(fits[0])
    raise WrongUsage(UNKNOWN[key], found=asked, near=_nearest(named, asked))


def _nearest(named: pd.DataFrame, asked: str) -> str:
    """The code whose spelling, or one of whose names, is closest to what was asked for."""
    spellings = {
        bare(str(text)): str(code)
        for name in ("name_en", "name_vi")
        for code, text in named[name].items()
        if text
    } | {bare(str(code)): str(code) for code in named.index}
    near = nearest(bare(asked), spellings)
    return spellings.get(near) or next(map(str, named.index), "")
