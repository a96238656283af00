"""Vietnamese and English: every sentence, label and number that a person reads passes through here.

The English text in the code is the message id; ``locale/vi.po`` holds the Vietnamese,
``locale/wording/en.po`` the English for readers where it is worded otherwise than in the code. Both
are compiled in memory (babel), so translators edit a text file and nothing has to be built.
"""

from __future__ import annotations

import gettext
import io
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from hbanalysis.vocabulary.errors import Finding, HbaError, Several, WrongUsage, without_holes
from hbanalysis.vocabulary.messages import CONTEXT_ENDS
from hbanalysis.vocabulary.numbers import MISSING, exact, format_number, is_missing

LANGUAGES = ("vi", "en")
FILES = {"vi": "vi.po", "en": "wording/en.po"}
DATES = {"vi": "dd/MM/y", "en": "d MMM y"}


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    text = (Path(__file__).parent / "locale" / FILES[code]).read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(text), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Named(Protocol):
    """Something whose columns can be asked for by name: a row, a dictionary."""

    def get(self, name: str, /) -> Any:
        """The value of a column, or None."""
        ...


class Language:
    """One language of the reader: ``vi`` or ``en``; anything else is refused.

    Examples
    --------
    >>> Language("vi").say("year-end projection")
    'dự báo cả năm'
    >>> Language("vi").number(1516.66, 2), Language("en").number(1516.66, 2)
    ('1.516,66', '1,516.66')

    """

    def __init__(self, code: str = "vi") -> None:
        if code not in LANGUAGES:
            raise WrongUsage(
                "There is no language {found!r}; choose one of: {known}.",
                found=code,
                known="vi, en",
            )
        self.code = code

    @classmethod
    def of(cls, language: Language | str) -> Language:
        """A language that is one already, or is named by its code."""
        return language if isinstance(language, cls) else cls(str(language))

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    def say(self, message: str, **facts: Any) -> str:
        """The message in this language, its ``{placeholders}`` filled in.

        A message may say what it is said of (:func:`hbanalysis.vocabulary.messages.within`).
        """
        text = _catalogue(self.code).gettext(message) if message else ""
        text = text.rpartition(CONTEXT_ENDS)[2]
        return without_holes(text, facts).format(**facts) if facts else text

    def around(self, message: str, blank: str) -> tuple[str, str]:
        """What the message has before and after one blank, where a number is to stand.

        >>> Language("en").around("≥ {target} in every ward", "target")
        ('≥ ', ' in every ward')
        """
        before, _, after = self.say(message).partition(f"{{{blank}}}")
        return before, after

    def count(self, one: str, many: str, n: int, **facts: Any) -> str:
        """The singular or plural message for ``n`` (available as ``{n}``)."""
        return _catalogue(self.code).ngettext(one, many, n).format(n=n, **facts)

    def number(self, value: Any, decimals: int = 0) -> str:
        """A number as this language writes it, rounded half up; an em dash when there is none."""
        return format_number(value, decimals, self.code)

    def percent(self, value: Any, decimals: int = 1) -> str:
        """A percentage, one decimal by custom; an em dash when there is none."""
        text = self.number(value, decimals)
        return text if text == "—" else text + "%"

    def date(self, iso: str) -> str:
        """An ISO date as ``05/10/2024`` (vi) or ``30 Sep 2024`` (en); empty stays empty."""
        from babel.dates import format_date

        if not iso:
            return ""
        return format_date(date.fromisoformat(iso[:10]), DATES[self.code], locale=self.code)

    def month(self, iso: str) -> str:
        """A month of a table: ``12/2020`` (vi), ``2020-12`` (en)."""
        year, _, month = iso.partition("-")
        return f"{month}/{year}" if self.code == "vi" else iso

    def error(self, error: HbaError) -> str:
        """An error as one sentence; several problems as one sentence each."""
        if isinstance(error, Several):
            return "\n".join(map(self.error, error.problems))
        if error.plural:
            return self.count(error.template, error.plural, **error.facts)
        return self.say(error.template, **error.facts)

    def finding(self, finding: Finding) -> str:
        """A finding as one sentence (without its file and cell)."""
        return self.say(
            finding.template,
            **{
                name: self._shown(value, name == "expected")
                for name, value in finding.facts.items()
            },
        )

    def fact(self, value: Any) -> str:
        """One fact of a finding as text, numbers as this language writes them; absent is empty.

        >>> Language("vi").fact(1516.66), Language("vi").fact("1.536"), Language("vi").fact(None)
        ('1.516,66', '1.536', '')
        """
        return "" if value is None else str(self._shown(value, ours=False))

    def _shown(self, value: Any, ours: bool) -> Any:
        """A fact as a sentence shows it.

        ``ours`` are words of the library, never of a file, and are translated.
        """
        if isinstance(
            value, (float, Decimal)
        ):  # ints are years, lines and counts and stay as they are
            return (
                MISSING
                if is_missing(value)
                else format_number(f"{exact(value).normalize():f}", None, self.code)
            )
        return self.say(value) if ours and isinstance(value, str) else value

    def pick(self, row: Named, stem: str) -> str:
        """The ``stem_vi`` or ``stem_en`` of a table row, falling back to the other language."""
        other = "en" if self.code == "vi" else "vi"
        return str(row.get(f"{stem}_{self.code}") or row.get(f"{stem}_{other}") or "")
