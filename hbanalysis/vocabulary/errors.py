"""How a problem is told: one sentence, with file and cell, in the reader's language.

A message is kept as an English template and its facts, so the same problem can be said in
Vietnamese on a terminal, in English in a JSON file, and counted by its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "note"]


_NEAREST = re.compile(r"; [^;]*\{near(!r)?\}")


def without_holes(text: str, facts: Mapping[str, Any]) -> str:
    """A sentence without its nearest word, where there is none that comes near.

    >>> without_holes("There is no territory {found!r}; the nearest is {near!r}.", {"near": ""})
    'There is no territory {found!r}.'
    """
    return _NEAREST.sub("", text) if facts.get("near") == "" else text


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
    period: str = ""
    """The month or year that the row speaks of, as written."""
    published: str = ""

    @property
    def message(self) -> str:
        """The sentence in English (``Language.finding`` says it in the reader's language)."""
        return without_holes(self.template, self.facts).format(**self.facts)

    @property
    def row(self) -> int:
        """The line of the file the locator points to; 0 when it points to none.

        >>> Finding("error", "not-a-number", "data/raw/targets.csv", "D12", "").row
        12
        """
        cell = self.locator.rpartition("!")[2]
        return int("".join(filter(str.isdigit, cell)) or 0)


class HbaError(Exception):
    """Something an analyst can put right; shown as one sentence, never as a traceback.

    ``exit_code`` is 2 when the command was typed wrongly, 1 when the data or the run failed. A
    sentence that counts something has a second form, ``plural``, and its count in the fact ``n``.

    Examples
    --------
    >>> str(HbaError("There is no period {found!r}.", found="2024-Q5"))
    "There is no period '2024-Q5'."
    >>> str(HbaError("{n} file is missing.", plural="{n} files are missing.", n=2))
    '2 files are missing.'

    """

    exit_code = 1

    def __init__(self, template: str, *, plural: str = "", **facts: Any) -> None:
        super().__init__(template, facts)
        self.template, self.plural, self.facts = template, plural, facts

    def __str__(self) -> str:
        several = self.plural and self.facts["n"] != 1
        template = self.plural if several else self.template
        return without_holes(template, self.facts).format(**self.facts)


class WrongUsage(HbaError):
    """The question cannot be understood: an unknown period, territory, parameter or option."""

    exit_code = 2


class Several(WrongUsage):
    """Several problems of one question, each a sentence of its own.

    >>> print(Several([WrongUsage("No period {found}.", found="x"), WrongUsage("No day.")]))
    No period x.
    No day.
    """

    def __init__(self, problems: Iterable[HbaError]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join("{" + f"p{n}" + "}" for n in range(len(self.problems))))
        self.facts = {f"p{n}": str(problem) for n, problem in enumerate(self.problems)}


def refusal(problems: list[HbaError]) -> HbaError:
    """One error that says all that is wrong."""
    return problems[0] if len(problems) == 1 else Several(problems)


def refuse_all(problems: Iterable[HbaError]) -> None:
    """Raise what is wrong, all at once; nothing when nothing is."""
    refused = list(problems)
    if refused:
        raise refusal(refused)


class BadData(HbaError):
    """The raw files have problems that leave nothing to work with; ``findings`` lists them all.

    ``SINGULAR`` and ``PLURAL`` say what has them and how many there are.

    >>> str(BadData([Finding("error", "rules", "a.toml", "", "?")]))
    'The raw data have 1 problem that must be put right first (hba check lists it).'
    """

    SINGULAR = "The raw data have {n} problem that must be put right first (hba check lists it)."
    PLURAL = "The raw data have {n} problems that must be put right first (hba check lists them)."

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(self.SINGULAR, plural=self.PLURAL, n=len(self.findings))


def nearest(word: str, lang: Iterable[str]) -> str:
    """The known word closest to a mistyped one, or an empty string.

    >>> nearest("teritory", ["period", "territory"])
    'territory'
    """
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(lang), n=1, cutoff=0.5)), "")
