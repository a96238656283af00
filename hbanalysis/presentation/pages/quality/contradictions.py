"""What contradicts something else: findings of the checks, printed percentages, sums."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.data_quality import Quality
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages.findings_list import SIGNS, Line
from hbanalysis.presentation.pages.findings_list import lines as finding_lines
from hbanalysis.presentation.pages.quality.short_texts import name_of
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.terminal.scrutiny_text import (
    PERCENT_COLUMNS,
    count_line,
    reconciliation_lines,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Outlook

TONES = {"error": Outlook.BEHIND, "warning": Outlook.AT_RISK, "note": ""}
FINDING_COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "level",
        "Level",
        lambda line, _: Cell(f"{SIGNS[line.level]} {line.level_text}", tone=TONES[line.level]),
        "judgement",
    ),
    Column("indicator", "Indicator", lambda line, _: line.indicator or DASH),
    Column("file", "File", lambda line, _: f"{line.file} {line.cell}".strip()),
    Column("sentence", "What to look at", lambda line, _: line.sentence),
)


def findings_table(quality: Quality, lang: Language) -> Sheet[Line] | Prose:
    """The findings of the checks on the raw files, what stops first."""
    things = {str(row["indicator"]): row for row in records(quality.indicators)}
    territories = {str(row["territory"]): row for row in records(quality.territories)}
    rows = sorted(
        finding_lines(quality.findings, things, territories, lang),
        key=lambda line: list(SIGNS).index(line.level),
    )
    if not rows:
        return Prose((lang.say("The checks of the raw files found nothing to look at."),), "note")
    keys = tuple(range(len(rows)))
    return Sheet(
        "findings",
        "Findings of the checks",
        FINDING_COLUMNS,
        tuple(rows),
        keys,
        lang,
        key="finding",
    )


def audit_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """The percentages that documents print beside a plan, recomputed."""
    rows = tuple(quality.audit.percentages)
    if not rows:
        nothing = lang.say(
            "No document prints a percentage beside its plan here: nothing to recompute."
        )
        return Prose((nothing,), "note")
    columns: tuple[Column[Any], ...] = (
        Column(
            "name",
            "Indicator",
            lambda row, lang: f"{name_of(row['indicator'], quality, lang)}, {row['year']}",
            "name",
        ),
        *PERCENT_COLUMNS,
    )
    keys = tuple(row["indicator"] for row in rows)
    return Sheet("audit", "Printed percentages, recomputed", columns, rows, keys, lang)


def sums_note(quality: Quality, lang: Language) -> Prose:
    """Printed counts and years-to-date that do or do not add up."""
    places = {str(row["territory"]): lang.pick(row, "name") for row in records(quality.territories)}
    lines = [count_line(row, lang) for row in quality.audit.counts]
    lines += reconciliation_lines(quality.sums, places, lang).splitlines()
    if quality.sums["gap"].notna().any() and bool(
        quality.sums.loc[quality.sums["gap"].notna(), "reconciled"].all()
    ):
        lines.append(
            lang.say(
                "Every printed year-to-date of this year is the sum of its months as revised by"
                " then."
            )
        )
    return Prose(tuple(lines), "text")
