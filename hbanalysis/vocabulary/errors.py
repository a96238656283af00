"""How a problem is told: one sentence, with file and cell, in the reader's language.

A message is kept as an English template and its facts, so the same problem can be said in
Vietnamese on a terminal, in English in a JSON file, and counted by its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One problem in the data.

    ``level`` is ``error`` (the row is not used), ``warning`` (used, but look at it) or ``note``;
    ``rule`` a short stable name; ``file`` relative to the workspace; ``locator`` a spreadsheet cell
    such as ``E12``; ``template`` an English sentence whose ``{placeholders}`` are filled from
    ``facts``.
    """

    level: Level
    rule: str
    file: str
    locator: str
    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    territory: str = ""
    indicator: str = ""

    @property
    def message(self) -> str:
        """The sentence in English (``Language.finding`` says it in the reader's language)."""
        return self.template.format(**self.facts)

    @property
    def row(self) -> int:
        """The line of the file the locator points to; 0 when it points to none.

        >>> Finding("error", "not-a-number", "data/raw/targets.csv", "D12", "").row
        12
        """
        return int("".join(filter(str.isdigit, self.locator)) or 0)


class HbaError(Exception):
    """Something an analyst can put right; shown as one sentence, never as a traceback.

    ``exit_code`` is 2 when the command was typed wrongly, 1 when the data or the run failed.

    >>> str(HbaError("There is no period {found!r}.", found="2024-Q5"))
    "There is no period '2024-Q5'."
    """

    exit_code = 1

    def __init__(self, template: str, **facts: Any) -> None:
        super().__init__(template, facts)
        self.template, self.facts = template, facts

    def __str__(self) -> str:
        return self.template.format(**self.facts)


class WrongUsage(HbaError):
    """The question itself cannot be understood.

    An unknown period, territory, parameter or option.
    """

    exit_code = 2


class BadData(HbaError):
    """The raw files have problems that leave nothing to work with; ``findings`` lists them all."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(
            "The raw data have {count} problems that must be put right first (hba check lists"
            " them).",
            count=len(self.findings),
        )


def nearest(word: str, lang: Iterable[str]) -> str:
    """The known word closest to a mistyped one, or an empty string.

    >>> nearest("teritory", ["period", "territory"])
    'territory'
    """
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(lang), n=1, cutoff=0.5)), "")
