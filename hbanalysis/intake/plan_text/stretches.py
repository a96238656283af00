"""What the sentences of a paragraph are, where no heading says it: promises or reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.clauses import sentences
from hbanalysis.intake.plan_text.grammar.cues import cue_of
from hbanalysis.intake.plan_text.grammar.cuts import LEAD
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import year_mentions
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.sections import Mode, Section, mode_within

_AIMS = pattern(r"[\W\d]*(?:dự kiến |cả năm )?(?:phấn đấu|quyết tâm)\b(?! (?:của|vươn lên))")


@dataclass(frozen=True)
class Stretch:
    """Sentences of one kind, from a place on."""

    start: int
    mode: Mode
    sure: bool


class Before(Protocol):
    """What is carried on: the kind and the year just before, the latest year of the document."""

    mode: Mode
    year: int | None
    latest: int


def is_planned(stretches: list[Stretch], amount: Amount) -> bool:
    """Whether an amount stands among promises, where 100 % of a quota is a value."""
    mine = next((one for one in reversed(stretches) if one.start <= amount.start), stretches[0])
    return mine.mode is not Mode.RESULT


def stretches_of(paragraph: Paragraph, section: Section, before: Before) -> list[Stretch]:
    """What the sentences of a paragraph are: by heading, by their verbs, else as those before."""
    within = mode_within(paragraph)
    ahead = within is Mode.TASK and section.mode is Mode.RESULT  # "Nhiệm vụ tháng 11: ..."
    if ahead or within in (Mode.GOAL, Mode.RESULT) or section.mode is not Mode.UNKNOWN:
        known = within if ahead or within in (Mode.GOAL, Mode.RESULT) else section.mode
        return [Stretch(0, known, True), *_aims_among(paragraph, known)]
    made: list[Stretch] = []
    mode, begins = before.mode or Mode.PLAN, 0
    for _, end, mark in sentences(paragraph.folded, 0, paragraph.breaks):
        if mark == ";":
            continue
        sentence = paragraph.folded[begins:end]
        cue = cue_of(sentence, before.year if mode is Mode.PLAN else None)
        stretches = _told_by_year(sentence, section)
        if stretches or cue:
            mode = stretches or (Mode.PLAN if cue and cue.promises else Mode.RESULT)
        elif (_opening_year(sentence, ",:") or before.latest) < before.latest:
            mode = Mode.RESULT
        made.append(Stretch(begins, mode, bool(stretches or (cue and cue.sure))))
        begins = end
    return made or [Stretch(0, mode, False)]


def _aims_among(paragraph: Paragraph, known: Mode) -> list[Stretch]:
    """Sentences among results that say what is to come: "Phấn đấu cả năm đạt ..."; in doubt."""
    found = [
        one for one in sentences(paragraph.folded, 0, paragraph.breaks) if known is Mode.RESULT
    ]
    made: list[Stretch] = []
    ended, aiming = True, False
    for start, end, mark in found:
        aims = bool(_AIMS.match(paragraph.folded, start, end)) or (aiming and not ended)
        if aims != aiming:
            made.append(Stretch(start, Mode.PLAN if aims else known, not aims))
        aiming, ended = aims, mark != ";"
    return made


def _told_by_year(sentence: str, section: Section) -> Mode | None:
    """What a sentence that opens with a year is, by the heading that names this year."""
    return dict(section.parts).get(_opening_year(sentence)) if section.parts else None


def _opening_year(sentence: str, mark: str = "") -> int:
    """The year or term that a sentence opens with, before one of the marks; 0 without."""
    opening = next(iter(year_mentions(sentence)), None)
    if opening is None or not LEAD.match(sentence[: opening.start].strip()):
        return 0
    return opening.year if not mark or sentence[opening.end : opening.end + 1] in mark else 0
