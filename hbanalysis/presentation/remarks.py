"""The note column of the plan table.

It says the reason, what is missing, what a comparison stands on, and what a whole hides.
"""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual import bases
from hbanalysis.analysis.plan.pace_ladder import OWN
from hbanalysis.analysis.plan.scenario import PRINTED
from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.judgement_style import (
    PRINTED_APART,
    amount,
    amount_with_unit,
    term_known,
    term_span,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import ADDING, Measure, NumberStatus, Reason, Verdict


def remark(row: Row, period: Period, lang: Language, *, briefly: bool = False) -> str:
    """The note of one row, in sentences.

    ``briefly``: below the row itself, without what is said once for all rows (:func:`said_once`).
    """
    once = briefly and row["same_period_basis"] == bases.JANUARY
    parts = [
        sentences.because(row, lang, briefly=briefly),
        _due(row, lang),
        _counts(row, lang),
        _missing(row, period, lang),
        _otherwise(row, lang) if once else compared(row, lang),
        bridged(row, lang),
        in_scenario(row, lang),
        _growth_left(row, lang),
        of_term(row, lang),
        _part(row, lang),
        _plans(row, lang),
        "" if briefly else _settled(row, lang),
    ]
    text = " ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def said_once(table: pd.DataFrame, lang: Language) -> list[str]:
    """What the brief notes of a table leave to be said once: how to read them."""
    lines = []
    if ((table["pace_method"] == OWN) & (table["outlook_by_pace"] != "")).any():
        lines.append(
            lang.say(
                "“Past years by then”: how much of their year-end result the last years had"
                " reached by the same month; beside it stands the percent of this year's plan."
            )
        )
    if (table["same_period_basis"] == bases.JANUARY).any():
        lines.append(lang.say(COMPARED[bases.JANUARY]))
    judged = table[table["verdict"].isin(DECIDED)]
    estimates = int((judged["status"] == NumberStatus.ESTIMATE).sum())
    if estimates:
        lines.append(
            lang.count(
                "{estimates} of {n} result rests on an estimate; the final figure may differ.",
                "{estimates} of {n} results rest on estimates; the final figures may differ.",
                len(judged),
                estimates=estimates,
            )
        )
    return lines


DECIDED = (Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET)


def _due(row: Row, lang: Language) -> str:
    """The day by which an event is due, unless the reason has told it."""
    if not row["target_due"] or row["reason"] in (Reason.DONE_LATE, Reason.OVERDUE):
        return ""
    return lang.say("Due by {day}.", day=lang.date(str(row["target_due"])))


def _counts(row: Row, lang: Language) -> str:
    if is_missing(row["numerator"]) or is_missing(row["denominator"]):
        return ""
    counts = f"{lang.number(row['numerator'])}/{lang.number(row['denominator'])}"
    return lang.say("Counted: {counts}.", counts=counts)


def _missing(row: Row, period: Period, lang: Language) -> str:
    if row["missing"]:
        months = ", ".join(Period.parse(month).label(lang.code) for month in row["missing"])
        return lang.say("No figure yet: {months}.", months=months)
    if row["measure"] in ADDING and 0 < row["through"] < period.last:
        until = Period.parse(f"{period.year}-{row['through']:02d}").label(lang.code)
        return lang.say("Figures up to {until}.", until=until)
    return ""


COMPARED = N_(
    {
        bases.BREAK: "Not comparable with last year: a declared break lies between.",
        bases.CALENDAR: (
            "Not comparable with last year: the two years are kept by different calendars."
        ),
        bases.JANUARY: (
            "January alone: Tết moves between January and February, compare the two together."
        ),
        bases.PRINTED: "Comparison as printed by the source.",
        bases.RESTATED: ("Comparison as printed by the source, carried over to its later figures."),
        bases.SIGN: ("No percentage of last year: one of the two figures is nought or negative."),
        bases.BETWEEN: (
            "Compared with last year as read between two of its cut-offs: no page gives this month."
        ),
        bases.BRIDGED: (
            "Compared with last year's figures of the old territories together (boundary bridge)."
        ),
        bases.LATEST: (
            "Compared with last year as it is known now; it was revised since it was of this age."
        ),
    }
)
"""What a comparison with last year stands on, where that is not simply last year's figures."""


def compared(row: Row, lang: Language) -> str:
    """What the comparison with last year stands on, and what another base would give.

    Nothing where that is simply the same figures a year before.
    """
    if row["same_period_basis"] == bases.INTERVAL:
        return interval_sentence(row, lang)
    parts = (lang.say(COMPARED.get(row["same_period_basis"], "")), _otherwise(row, lang))
    return " ".join(part for part in parts if part)


def _otherwise(row: Row, lang: Language) -> str:
    """What last year's other figure, or the source's own percentage, would give."""
    if is_missing(row["pct_of_other"]):
        return ""
    basis, other = row["other_basis"], lang.percent(row["pct_of_other"])
    if basis in (bases.PRINTED, bases.RESTATED):
        return lang.say(
            "The source prints {pct}: that contradicts its two figures and is not used.", pct=other
        )
    if basis == bases.SAME_AGE:
        return lang.say("With last year's figure of the same age: {pct}.", pct=other)
    if abs(row["pct_of_other"] - row["pct_of_same_period"]) < PRINTED_APART:
        return ""
    return lang.say("Its published figures would give {own}.", own=other)


def interval_sentence(row: Row, lang: Language) -> str:
    """Between which amounts last year lies for a territory that took parts of others."""
    return lang.say(
        "Last year's figure lies between {low} and {high}: an old territory was divided and its"
        " share is not published, so no percentage is given.",
        low=amount(row["same_period_low"], row, lang),
        high=amount_with_unit(row["same_period_high"], row, lang),
    )


def bridged(row: Row, lang: Language) -> str:
    """The old territories whose figures stand in a new one's past."""
    if not row["bridged_from"]:
        return ""
    return lang.say(
        "Earlier figures are those of the old territories together ({places}), added up over the"
        " boundary bridge.",
        places=", ".join(row["bridged_from"]),
    )


def in_scenario(row: Row, lang: Language) -> str:
    """What the growth scenario asks for by now, and whose it is."""
    if not row["scenario_met"] or is_missing(row["scenario"]):
        return ""
    template = (
        "The printed percentage gives a scenario of about {asked} by now ({plan})."
        if row["scenario_basis"] == PRINTED
        else "Scenario by now: {asked} ({plan})."
    )
    asked = amount_with_unit(row["scenario"], row, lang)
    return lang.say(template, asked=asked, plan=row["scenario_plan"])


def _growth_left(row: Row, lang: Language) -> str:
    """What the months left have to grow by."""
    if is_missing(row["required_growth"]):
        return ""
    left = lang.percent(row["required_growth"], 1)
    return lang.say("The months left have to grow by {left}.", left=left)


def of_term(row: Row, lang: Language) -> str:
    """How far a term has come, and what each of its years left has to bring."""
    if not row["term_last"]:
        return ""
    span = term_span(row)
    if is_missing(row["actual"]):
        return lang.say("Target of the term {span}, judged at its end.", span=span)
    text = lang.say(
        "Term {span}: {elapsed} of it is known ({known}).",
        span=span,
        elapsed=lang.percent(100 * row["term_elapsed"], 0),
        known=term_known(row, lang),
    )
    if not is_missing(row["term_printed"]):
        text += " " + lang.say("Judged by the result as printed.")
    if is_missing(row["term_needed"]):
        return text
    template = (
        "Each year left has to move it by {needed}."
        if row["measure"] == Measure.TERM_LEVEL
        else "Each year left has to bring {needed}."
    )
    return f"{text} {lang.say(template, needed=amount_with_unit(row['term_needed'], row, lang))}"


def _part(row: Row, lang: Language) -> str:
    """The worst part of a whole."""
    if not row["worst_part"]:
        return ""
    if is_missing(row["hidden_gap"]) or row["hidden_gap"] == 0:
        return lang.say("Its worst part: {part}.", part=row["worst_part"])
    gap = amount_with_unit(row["hidden_gap"], row, lang)
    return lang.say(WORST[bool(row["closed"])], part=row["worst_part"], gap=gap)


WORST: dict[bool, str] = N_(
    {
        False: "Its worst part: {part}, short by {gap}.",
        True: "Its worst part: {part}, {gap} below its plan.",
    }
)


def _plans(row: Row, lang: Language) -> str:
    text = ""
    if row["plans"] > 1:
        text = lang.say(
            "Judged against the plan of {plan}; {n} others stand beside it.",
            plan=row["plan"],
            n=int(row["plans"]) - 1,
        )
    if row["former_targets"]:
        former = ", ".join(lang.number(value, 1) for value in row["former_targets"])
        text += " " + lang.say("The plan moved within the year; before: {former}.", former=former)
    return text.strip()


def _settled(row: Row, lang: Language) -> str:
    if row["verdict"] not in DECIDED or row["status"] != NumberStatus.ESTIMATE:
        return ""
    return lang.say(
        "On the estimate of {day}; the final figure may differ.",
        day=lang.date(str(row["published"])),
    )
