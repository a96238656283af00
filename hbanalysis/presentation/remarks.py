"""The note column of the plan table: the reason, what is missing, what a comparison stands on, what a whole hides."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis import comparison
from hbanalysis.presentation import sentences
from hbanalysis.presentation.words import PRINTED_APART, amount
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Measure, NumberStatus, Reason, Verdict


def remark(row: Any, period: Period, words: Language) -> str:
    """The note of one row, in sentences."""
    parts = [sentences.because(row, words), _due(row, words), _counts(row, words), _missing(row, period, words),
             compared(row, words), _part(row, words), _plans(row, words), _settled(row, words)]
    text = " ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _due(row: Any, words: Language) -> str:
    """The day by which an event is due, unless the reason has told it."""
    if not row["target_due"] or row["reason"] in (Reason.DONE_LATE, Reason.OVERDUE):
        return ""
    return words.say("Due by {day}.", day=words.date(str(row["target_due"])))


def _counts(row: Any, words: Language) -> str:
    if is_missing(row["numerator"]) or is_missing(row["denominator"]):
        return ""
    counts = f"{words.number(row['numerator'])}/{words.number(row['denominator'])}"
    return words.say("Counted: {counts}.", counts=counts)


def _missing(row: Any, period: Period, words: Language) -> str:
    if row["missing"]:
        months = ", ".join(Period.parse(month).label(words.code) for month in row["missing"])
        return words.say("No figure yet: {months}.", months=months)
    if row["measure"] == Measure.FLOW and 0 < row["through"] < period.last:
        until = Period.parse(f"{period.year}-{row['through']:02d}").label(words.code)
        return words.say("Figures up to {until}.", until=until)
    return ""


def compared(row: Any, words: Language) -> str:
    """What the comparison with last year stands on, where that is not simply the same figures a year before."""
    if row["same_period_basis"] == comparison.PRINTED:
        return printed_comparison(row, words)
    told = {basis: words.say(text) for basis, text in {
        comparison.BREAK: "Not comparable with last year: a declared break lies between.",
        comparison.CALENDAR: "Not comparable with last year: the two years are kept by different calendars.",
        comparison.JANUARY: "January alone: Tết moves between January and February, compare the two together.",
        comparison.SAME_AGE: "Compared with last year as it was known at the same age; it was revised since.",
        comparison.LATEST: "Compared with last year's latest figure.",
    }.items()}
    return told.get(row["same_period_basis"], "")


def printed_comparison(row: Any, words: Language) -> str:
    """That the comparison is the source's own, and what its first prints would give when that differs."""
    own = percent_of(row["actual"], row["same_period"])
    if own is None or abs(own - row["pct_of_same_period"]) < PRINTED_APART:
        return words.say("Comparison as printed by the source.")
    return words.say("Comparison as printed by the source, which has revised last year since; last year's first "
                     "figures would give {own}.", own=words.percent(own))


def _part(row: Any, words: Language) -> str:
    """The worst part of a whole."""
    if not row["worst_part"]:
        return ""
    if is_missing(row["hidden_gap"]) or row["hidden_gap"] == 0:
        return words.say("Its worst part: {part}.", part=row["worst_part"])
    return words.say("Its worst part: {part}, short by {gap}.", part=row["worst_part"],
                     gap=amount(row["hidden_gap"], row, words))


def _plans(row: Any, words: Language) -> str:
    text = ""
    if row["plans"] > 1:
        text = words.say("Judged against the plan of {plan}; {n} others stand beside it.", plan=row["plan"],
                         n=int(row["plans"]) - 1)
    if row["former_targets"]:
        former = ", ".join(words.number(value, 1) for value in row["former_targets"])
        text += " " + words.say("The plan moved within the year; before: {former}.", former=former)
    return text.strip()


def _settled(row: Any, words: Language) -> str:
    judged = row["verdict"] in (Verdict.EXCEEDED, Verdict.MET, Verdict.NOT_MET)
    if not judged or row["status"] != NumberStatus.ESTIMATE:
        return ""
    return words.say("On the estimate of {day}; the final figure may differ.", day=words.date(str(row["published"])))
