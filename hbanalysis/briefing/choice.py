"""What goes into a pack: a small text file of the office, or defaults without one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hbanalysis.vocabulary.errors import BadData, Finding, HbaError, nearest

SLIDES = (
    "stand",
    "plan",
    "behind",
    "projection",
    "year-end",
    "trend",
    "table",
    "unjudged",
    "sources",
)
"""The kinds of slides; ``year-end`` and ``trend`` also with a code (``year-end-3``)."""
FIGURES = ("plan", "year-end", "trend")
WITH_CODE = ("year-end", "trend")
AUDIENCES = {
    "leaders": (
        "stand",
        "plan",
        "behind",
        "projection",
        "year-end",
        "trend",
        "unjudged",
        "sources",
    ),
    "specialists": (
        "stand",
        "plan",
        "behind",
        "projection",
        "year-end",
        "trend",
        "table",
        "unjudged",
        "sources",
    ),
}
"""What each audience gets when no slides are chosen."""
OFFICE = {
    "superior": "",
    "name": "",
    "number": "",
    "town": "",
    "recipient": "",
    "signer_title": "",
    "signer": "",
    "form": "",
}
"""What the head and the foot of the note say about the office.

Empty lines are left to be filled in by hand. ``form`` is whose form of letter the note takes: that
of the State's offices (Decree 30/2020), or with "party" that of the Party's.
"""
FORMS = ("state", "party")
KEYS = ("audience", "indicators", "figures", "slides", "office")


def parted(name: str) -> tuple[str, str]:
    """The kind and the code in the name of a slide or figure; codes may have hyphens themselves.

    >>> parted("year-end-quan-su"), parted("trend"), parted("sources")
    (('year-end', 'quan-su'), ('trend', ''), ('sources', ''))
    """
    kind = next((kind for kind in WITH_CODE if name.startswith(f"{kind}-")), "")
    return (kind, name[len(kind) + 1 :]) if kind else (name, "")


class BadChoice(BadData):
    """A choice that cannot be followed; ``findings`` lists everything that is wrong with it.

    >>> str(BadChoice([Finding("error", "choice-key", "a.toml", "", "?")]))
    'The choice of content has 1 problem that must be put right first.'
    """

    SINGULAR = "The choice of content has {n} problem that must be put right first."
    PLURAL = "The choice of content has {n} problems that must be put right first."


@dataclass(frozen=True)
class Choice:
    """What to show to whom.

    No ``indicators`` means those that need attention first, no ``figures`` means all.
    """

    audience: str = "leaders"
    indicators: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    slides: tuple[str, ...] = AUDIENCES["leaders"]
    office: dict[str, str] = field(default_factory=lambda: dict(OFFICE))


def read_choice(path: Path | None, codes: list[str], figures: str = "") -> Choice:
    """The choice in a file; the defaults without one.

    ``codes`` are the indicators that the report has. ``figures`` ("plan, year-end-3"), when given,
    stands instead of those of the file. Raises BadChoice with every problem at once: unknown keys
    and names (with the nearest known one), wrong types.
    """
    asked = {"figures": [part.strip() for part in figures.split(",")]} if figures.strip() else {}
    if path is None:
        return _Reader("--choice", codes).choice(asked)
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise HbaError(
            "{file} cannot be read or written: {why}.",
            file=path.name,
            why=problem.strerror or str(problem),
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadChoice(
            [
                Finding(
                    "error",
                    "choice-syntax",
                    path.name,
                    "",
                    "This is not TOML: {why}.",
                    {"why": str(problem)},
                )
            ]
        ) from None
    return _Reader(path.name, codes).choice(settings | asked)


class _Reader:
    """Reads one choice and collects what is wrong with it."""

    def __init__(self, file: str, codes: list[str]) -> None:
        self.file, self.codes, self.findings = file, codes, list[Finding]()

    def choice(self, settings: dict[str, Any]) -> Choice:
        for key in settings:
            self.known("choice-key", key, key, KEYS)
        audience = self.text(settings.get("audience", "leaders"), "audience")
        if not self.known("choice-audience", "audience", audience, tuple(AUDIENCES)):
            audience = "leaders"
        chosen = Choice(
            audience,
            self.names(settings, "indicators", tuple(self.codes)),
            self.names(settings, "figures", FIGURES),
            self.names(settings, "slides", SLIDES) or AUDIENCES[audience],
            OFFICE | self.office(settings.get("office", {})),
        )
        if self.findings:
            raise BadChoice(self.findings)
        return chosen

    def text(self, value: Any, key: str) -> str:
        if not isinstance(value, str):
            self.findings.append(
                Finding(
                    "error",
                    "choice-type",
                    self.file,
                    key,
                    "{key} must be a text in quotation marks.",
                    {"key": key},
                )
            )
        return value if isinstance(value, str) else ""

    def known(self, rule: str, key: str, name: str, known: tuple[str, ...]) -> bool:
        """Whether a name is known; an unknown one is a finding with the nearest."""
        if name and name not in known:
            self.findings.append(
                Finding(
                    "error",
                    rule,
                    self.file,
                    key,
                    "{key}: there is no {found!r}; the nearest is {near!r}.",
                    {"key": key, "found": name, "near": nearest(name, known) or ", ".join(known)},
                )
            )
        return name in known

    def names(self, settings: dict[str, Any], key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """A list of names, each once, in its order."""
        value = settings.get(key, [])
        if not isinstance(value, list):
            self.findings.append(
                Finding(
                    "error",
                    "choice-type",
                    self.file,
                    key,
                    "{key} must be a list of texts in square brackets.",
                    {"key": key},
                )
            )
            return ()
        coded = (
            tuple(f"{kind}-{code}" for kind in WITH_CODE for code in self.codes)
            if key != "indicators"
            else ()
        )
        texts = [self.text(one, key) for one in value]
        return tuple(
            dict.fromkeys(
                one for one in texts if self.known("choice-name", key, one, known + coded)
            )
        )

    def office(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            self.findings.append(
                Finding(
                    "error",
                    "choice-type",
                    self.file,
                    "office",
                    "{key} must be a section: [{key}].",
                    {"key": "office"},
                )
            )
            return {}
        self.known("choice-name", "office.form", str(value.get("form", "")), FORMS)
        return {
            key: self.text(one, f"office.{key}")
            for key, one in value.items()
            if self.known("choice-key", "office", key, tuple(OFFICE))
        }
