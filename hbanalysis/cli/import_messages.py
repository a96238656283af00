"""How ``hba import`` tells what it read, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hbanalysis.cli.common import tell, tell_findings
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hbanalysis.intake.delivery.accept import Accepted
    from hbanalysis.intake.delivery.catalogue_import import CatalogueChange
    from hbanalysis.intake.delivery.prepare import Delivery
    from hbanalysis.vocabulary.language import Language

EXAMPLES_GONE = N_("The examples gave way to the plan; {count} indicators of theirs are gone.")
EXAMPLES_GO = N_("The examples will give way to the plan: {count} indicators with their figures.")
CATALOGUE_NAMES = N_(
    {
        "indicators": "Indicators",
        "targets": "Plan figures",
        "territories": "Territories",
        "events": "Events",
        "steps": "Steps",
        "phasing": "Phasing",
    }
)


def tell_one_of_many(made: Delivery, done: Accepted | None, lang: Language) -> None:
    """One file of a folder: its problems, and one line."""
    if is_known(made):
        tell(lang.say("{file}: known already.", file=made.path.name))
        return
    tell_findings([f for f in made.findings if f.level != "note"], lang)
    facts = {"new": len(made.observations), "known": made.known, "refused": _refusals(made)}
    counts = lang.say("{new} new, {known} known, {refused} refused", **facts)
    stored = f" → {done.stored}" if done else ""
    tell(f"{made.path.name} ({made.recipe.name}): {counts}{stored}")


def is_known(made: Delivery) -> bool:
    """Whether the file was taken in before, under whatever name."""
    return any(finding.rule == "already-imported" for finding in made.findings)


def _refusals(made: Delivery) -> int:
    return sum(f.level == "error" for f in made.findings) if not is_known(made) else 0


def tell_sum(made: Sequence[Delivery], refused: int, lang: Language) -> None:
    """All files of a folder together."""
    tell(
        lang.say(
            "Together: {files} files read, {unread} refused; {new} figures new, {known} known,"
            " {refused} refusals.",
            files=len(made),
            unread=refused,
            new=sum(len(one.observations) for one in made),
            known=sum(one.known for one in made),
            refused=sum(map(_refusals, made)),
        )
    )


def tell_moves(moves: list[str], lang: Language) -> None:
    """What would change, when anything would."""
    if moves:
        tell(lang.say("What would change:"))
        for line in moves:
            tell(f"  {line}")


def tell_catalogue(made: CatalogueChange, lang: Language, accepted: bool) -> None:
    """What a catalogue brings to each table."""
    from hbanalysis.presentation.terminal.findings_text import findings_text

    for line in findings_text(made.findings, "note", lang):
        tell(line)
    for table in made.tables:
        facts = {"new": table.new, "changed": table.changed, "known": table.known}
        counts = lang.say("{new} new, {changed} changed, {known} known", **facts)
        typer.echo(f"{lang.say(CATALOGUE_NAMES[table.name])}: {counts}")
    if made.examples:
        tell(lang.say(EXAMPLES_GONE if accepted else EXAMPLES_GO, count=made.examples))


def as_text(content: Any) -> str:
    """JSON as people can read it."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def content_of(
    made: Delivery, done: Accepted | None, moves: list[str], lang: Language
) -> dict[str, Any]:
    """A delivery as JSON has it."""
    return {
        "file": made.path.name,
        "sha256": made.fingerprint,
        "recipe": made.recipe.name,
        "received": made.received,
        "accepted": done is not None,
        "written": [name for name in (done.observations, done.stored) if name] if done else [],
        "observations": [one.fields for one in made.observations],
        "known": made.known,
        "would_change": moves,
        "normalisations": [
            {
                "rule": one.rule,
                "sheet": one.sheet,
                "cells": list(one.cells),
                "before": one.before,
                "after": one.after,
            }
            for one in made.normalisations
        ],
        "findings": [_finding(one, lang) for one in made.findings],
    }


def _finding(finding: Finding, lang: Language) -> dict[str, str]:
    return {
        "level": finding.level,
        "rule": finding.rule,
        "file": finding.file,
        "locator": finding.locator,
        "message": lang.finding(finding),
        "territory": finding.territory,
        "indicator": finding.indicator,
    }


def show_text(
    folder: Path, made: Delivery, done: Accepted | None, lang: Language, accept: bool
) -> None:
    """A delivery for a person: problems, figures, what was changed while reading."""
    from hbanalysis.intake.delivery.accept import nothing_in
    from hbanalysis.intake.raw.raw_tables import read_table
    from hbanalysis.presentation.terminal.delivery_preview import (
        SHOWN,
        change_lines,
        preview_rows,
        summary,
    )

    tell_findings(made.findings, lang)
    if made.observations:
        territories = read_table(folder, "territories")[0]
        places = dict(zip(territories["territory"], territories["name_vi"], strict=True))
        typer.echo(preview_rows([one.fields for one in made.observations], places, lang))
    lines = change_lines(made.normalisations, lang)
    if lines:
        typer.echo("\n" + lang.say("Changed while reading:"))
        typer.echo("\n".join(lines[:SHOWN]))
        if len(lines) > SHOWN:
            typer.echo(
                lang.say("… and {count} more; --format json lists all.", count=len(lines) - SHOWN)
            )
    refused = sum(finding.level == "error" for finding in made.findings)
    tell(summary({"read": len(made.observations), "changed": len(lines), "refused": refused}, lang))
    if done:
        tell(
            lang.say(
                "Taken in: {count} figures in {file}; the file itself is kept as {stored}.",
                count=done.count,
                file=done.observations or "—",
                stored=done.stored,
            )
        )
    elif nothing_in(made):
        tell(lang.say("Nothing of this delivery can be taken in; nothing was written."))
    elif not accept:
        tell(lang.say("Nothing was written; with --accept it is taken in."))
