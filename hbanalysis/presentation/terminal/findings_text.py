"""Findings for a terminal: errors first, alike ones together, notes when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from hbanalysis.vocabulary.errors import Finding, Level
from hbanalysis.vocabulary.language import Language

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
SHOWN, FULLY = 3, 20
"""How many findings of one rule in one file are told whole: in a list, and where they stop work."""
PLACES = 12


def shown_level(findings: Sequence[Finding], asked: str) -> str:
    """The mildest level that is shown: what was asked for, else no notes beside errors.

    >>> shown_level([Finding("error", "r", "f", "", "")], ""), shown_level([], "")
    ('warning', 'note')
    """
    errors = any(finding.level == "error" for finding in findings)
    return asked or ("warning" if errors else "note")


def findings_text(
    findings: Sequence[Finding], level: str, lang: Language, told: int = SHOWN
) -> list[str]:
    """The findings down to a level as lines, the gravest first; how many stay hidden.

    Of findings of one rule in one file the first ``told`` are told, of the others the places.
    """
    kept = LEVELS[: LEVELS.index(level) + 1]
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda one: LEVELS.index(one.level)):
        if finding.level in kept:
            groups.setdefault((finding.level, finding.rule, finding.file), []).append(finding)
    lines = [line for group in groups.values() for line in _group(group, told, lang)]
    hidden = sum(finding.level not in kept for finding in findings)
    if hidden:
        lines.append(
            lang.count(
                "{n} milder finding is not shown; --level note shows it.",
                "{n} milder findings are not shown; --level note shows them.",
                hidden,
            )
        )
    return lines


def _group(group: Sequence[Finding], told: int, lang: Language) -> list[str]:
    # One more would take no more room told than counted.
    shown = group if len(group) <= told + 1 else group[:told]
    lines = [_line(finding, lang) for finding in shown]
    rest = group[len(shown) :]
    if rest:
        places = [finding.locator for finding in rest if finding.locator]
        more = ", ".join(places[:PLACES]) + (" …" if len(places) > PLACES else "")
        lines.append(
            "  "
            + lang.count(
                "and {n} more of this kind in {file}: {places}",
                "and {n} more of this kind in {file}: {places}",
                len(rest),
                file=rest[0].file,
                places=more or "—",
            )
        )
    return lines


def _line(finding: Finding, lang: Language) -> str:
    where = " ".join(part for part in (finding.file, finding.locator) if part)
    return f"{lang.say(finding.level)}: {where}: {lang.finding(finding)}"
