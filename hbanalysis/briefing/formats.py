"""Number formats of Excel and PowerPoint that show a number exactly as the page writes it."""

from __future__ import annotations

import re

from hbanalysis.vocabulary.language import Language

_NUMBER = re.compile(r"[-−]?\d[\d.,]*")
_LOCALE = {"vi": "[$-42A]", "en": "[$-409]"}


def decimals_of(text: str, lang: Language) -> int:
    """How many decimals a number was written with.

    >>> decimals_of("1.516,66", Language("vi")), decimals_of("60,596", Language("en"))
    (2, 0)
    """
    _, _, tail = text.partition("," if lang.code == "vi" else ".")
    return len(tail)


def number_format(text: str, lang: Language) -> str:
    """The format under which a number looks like ``text``.

    With all that stands before and after it.

    >>> (
    ...     number_format("≥ 1.516,66", Language("vi")),
    ...     number_format("4.469* (7 tháng)", Language("vi")),
    ... )
    ('[$-42A]"≥ "#,##0.00', '[$-42A]#,##0"* (7 tháng)"')
    """
    found = _NUMBER.search(text)
    if found is None:
        return "General"
    digits = decimals_of(found[0].rstrip(",."), lang)
    before, after = (_literal(part) for part in (text[: found.start()], text[found.end() :]))
    return _LOCALE[lang.code] + before + "#,##0" + ("." + "0" * digits if digits else "") + after


def _literal(text: str) -> str:
    return '"' + text.replace('"', "") + '"' if text else ""
