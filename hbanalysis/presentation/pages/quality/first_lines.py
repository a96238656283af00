"""The first lines on the state of the figures: complete and right, provisional, moved."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.data_quality import Quality, settled_counts
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages.quality.short_texts import (
    SHOWN,
    change_text,
    month_text,
    months_text,
    name_in_sentence,
    owner_text,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import DEMO, NumberStatus


def doubts(quality: Quality) -> int:
    """How many errors, warnings and printed contradictions ask for a look."""
    return (
        sum(finding.level != "note" for finding in quality.findings) + quality.audit.contradictions
    )


def answer(quality: Quality, territory_name: str, lang: Language) -> Prose:
    """The page's first lines.

    They say whether the figures are complete and right, then what is missing, moved or made up.
    """
    if quality.cells.empty:
        return Prose(
            (
                lang.say(
                    "{place} has neither targets nor figures for this year.", place=territory_name
                ),
            ),
            "answer",
        )
    lines = [
        headline(quality, territory_name, lang),
        _lacking(quality, lang),
        provisional(quality, lang),
        moved(quality, lang),
    ]
    return Prose(tuple(line for line in lines if line), "answer")


def headline(quality: Quality, territory_name: str, lang: Language) -> str:
    """Complete or not, right or not, in one sentence."""
    facts: dict[str, Any] = {
        "place": territory_name,
        "when": quality.period.year_to_date_label(lang.code),
    }
    lacking, all_of = (
        len(quality.owed),
        len(quality.cells.drop_duplicates(["territory", "indicator"])),
    )
    if lacking:
        text = lang.count(
            "{place}, {when}: not complete, {lacking} of {n} indicator lacks figures that are due",
            "{place}, {when}: not complete, {lacking} of {n} indicators lack figures that are due",
            all_of,
            lacking=lacking,
            **facts,
        )
    else:
        text = lang.count(
            "{place}, {when}: complete, every figure due for {n} indicator is there",
            "{place}, {when}: complete, every figure due for {n} indicators is there",
            all_of,
            **facts,
        )
    asked = doubts(quality)
    if not asked:
        return text + lang.say("; the checks found no error and no contradiction.")
    return text + lang.count(
        "; {n} error, doubt or contradiction is listed below.",
        "; {n} errors, doubts or contradictions are listed below.",
        asked,
    )


def _lacking(quality: Quality, lang: Language) -> str:
    if quality.owed.empty:
        return ""
    lines = [
        lang.say(
            "{name} ({months}; {owner})",
            name=lang.pick(row, "name"),
            months=months_text(row, lang),
            owner=owner_text(row, lang),
        )
        for row in records(quality.owed.head(SHOWN))
    ]
    more = len(quality.owed) - len(lines)
    return lang.say("Missing: {names}.", names="; ".join(lines) + (" …" if more else ""))


def provisional(quality: Quality, lang: Language) -> str:
    """How many figures may still move, and how many are synthetic."""
    counts = settled_counts(quality)
    if not counts["all"]:
        return lang.say("No figures received yet.")
    moving = counts["all"] - counts[NumberStatus.FINAL]
    template = (
        "All {all} figures are final."
        if not moving
        else (
            "All {all} figures are estimates or preliminary and may still move."
            if moving == counts["all"]
            else "{moving} of {all} figures are estimates or preliminary and may still move."
        )
    )
    text = lang.say(template, moving=moving, all=counts["all"])
    if counts[DEMO]:
        text += " " + lang.say(
            (
                "All {all} figures are illustrative."
                if counts[DEMO] == counts["all"]
                else "{demo} of {all} figures are illustrative."
            ),
            demo=counts[DEMO],
            all=counts["all"],
        )
    return text


def moved(quality: Quality, lang: Language) -> str:
    """What changed since the last report, the largest change by name."""
    changed, day = quality.revised[quality.revised["change"] != 0], lang.date(quality.since)
    if changed.empty:
        return lang.say(
            "Since the cut-off of the last report ({day}) no earlier figure has changed.",
            day=day,
        )
    row = changed.iloc[0]
    return lang.count(
        "Since the cut-off of the last report ({day}) {n} figure has been changed: {name}, {month}"
        " ({change}).",
        "Since the cut-off of the last report ({day}) {n} figures have been changed, most of all"
        " {name}, {month} ({change}).",
        len(changed),
        day=day,
        name=name_in_sentence(row["indicator"], quality, lang),
        month=month_text(row["period"], lang),
        change=change_text(row, lang),
    )
