"""The reason of every row in a sentence: why it is judged as it is, or why it is not."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual.refused import FIGURES, TARGET
from hbanalysis.analysis.plan.term_path import EACH
from hbanalysis.analysis.row import Row
from hbanalysis.presentation.judgement_style import (
    age,
    amount_with_unit,
    end_with_unit,
    signed_amount,
    target_with_unit,
    telling_amount,
    term_known,
)
from hbanalysis.presentation.sentences.pacing import TEMPO, tempo_sentence
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import RANKED, UNJUDGED, Reason


def because(row: Row, lang: Language, *, briefly: bool = False) -> str:
    """Why a row is judged as it is, or why it is not, in one sentence.

    Followed, where it applies, by what the figure itself needs to have said: that later figures
    have moved the sum that was printed. ``briefly`` is for a line below the row itself.
    """
    said = (
        tempo_sentence(row, lang, briefly=True)
        if briefly and _by_tempo(row)
        else _reason(row, lang),
        older_level(row, lang),
        _two_parts(row, lang),
        age(row, lang),
        _moved_since(row, lang),
    )
    return " ".join(part for part in said if part)


def older_level(row: Row, lang: Language) -> str:
    """The last level known where this year has none, with its month."""
    if not row["older_month"]:
        return ""
    return lang.say(
        "The last one known is {amount}, of {month}.",
        amount=amount_with_unit(row["older_level"], row, lang),
        month=month_text(row["older_month"], lang),
    )


def _two_parts(row: Row, lang: Language) -> str:
    """The amounts before and after a break that splits the year."""
    if is_missing(row["before_break"]) or is_missing(row["since_break"]):
        return ""
    return lang.say(
        "Before it: {before}; since then: {since}.",
        before=amount_with_unit(row["before_break"], row, lang),
        since=amount_with_unit(row["since_break"], row, lang),
    )


def _moved_since(row: Row, lang: Language) -> str:
    """By how much later figures of its months have moved a printed year-to-date."""
    if is_missing(row["printed_to_date"]) or is_missing(row["actual"]):
        return ""
    gap = float(exact(row["actual"]) - exact(row["printed_to_date"]))
    return lang.say(
        "The report of {day} printed {printed}; what has been published of its months since moves"
        " it by {gap}.",
        day=lang.date(row["printed_on"]),
        printed=amount_with_unit(row["printed_to_date"], row, lang),
        gap=signed_amount(gap, row, lang),
    )


def _by_tempo(row: Row) -> bool:
    return not row["rejected"] and str(row["reason"]) in TEMPO


def _reason(row: Row, lang: Language) -> str:
    reason = str(row["reason"])
    if row["rejected"]:
        return lang.say(REFUSED[row["rejected"]])
    if reason in TEMPO:
        return tempo_sentence(row, lang)
    facts = {
        "actual": _known_amount(row, reason, lang),
        "ended": lang.date(row["ended"]),
        "target": target_with_unit(row, lang),
        "short": ", ".join(row["wards_short"]),
        "due": lang.date(_due_day(row)),
        "done_steps": row["steps_done"],
        "all_steps": len(row["steps"]),
        "step": lang.pick(row, "step"),
        "step_due": lang.date(row["step_due"]),
        "date": month_text(row["next_date"], lang),
        "break_day": lang.date(row["break_day"]),
        "plans": _rivals(row, lang),
        "start": int(row["year_starts"]),
        "known": term_known(row, lang),
        "asked": ""
        if is_missing(row["term_asked"])
        else amount_with_unit(row["term_asked"], row, lang),
    }
    if reason == Reason.NO_TARGET and row["later_year"]:
        return _later_target(row, lang)
    if reason == Reason.NOT_DUE and not facts["date"]:
        return lang.say("No figure is due before the next report.")
    if reason == Reason.WARDS_SHORT and not facts["short"]:
        return _silent_wards(row, lang)
    text = lang.say(_worded(row, reason), **facts)
    if reason in UNJUDGED and reason != Reason.NOT_DUE and facts["date"]:
        text += " " + lang.say(
            "It can be judged next with the report of {date}.", date=facts["date"]
        )
    return text + (" " + _silent_wards(row, lang) if row["wards_silent"] and row["through"] else "")


def _rivals(row: Row, lang: Language) -> str:
    """The plans that contradict each other, each with its value."""
    return "; ".join(
        f"{name or '?'}: {end_with_unit(value, row, lang)}" for name, value in row["rival_plans"]
    )


def _later_target(row: Row, lang: Language) -> str:
    """No target this year, one in a later: which, and in which year."""
    return lang.say(
        "No target for {year}; the next is that of {later}: {target}.",
        year=Period.parse(row["period"]).year,
        later=int(row["later_year"]),
        target=end_with_unit(row["later_target"], row, lang),
    )


def _known_amount(row: Row, reason: str, lang: Language) -> str:
    """The actual amount.

    Where months are missing and the reported ones alone decide, it is their sum as a least amount.
    """
    if by_part(row, reason):
        return lang.say(
            "At least {amount} (months are missing)",
            amount=telling_amount(row.changed(actual=row["partial"]), lang),
        )
    return "" if is_missing(row["actual"]) else telling_amount(row, lang)


def by_part(row: Row, reason: str) -> bool:
    """Whether a judgement rests on the reported months alone, others being missing."""
    return bool(
        reason in SETTLED_BY_PART
        and row["missing"]
        and not is_missing(row["partial"])
        and row["partial"] != row["actual"]
    )


SETTLED_BY_PART = (
    *(Reason.ABOVE_TARGET, Reason.AT_TARGET),
    *(Reason.OVER_TARGET, Reason.CAP_BREACHED),
)


def _worded(row: Row, reason: str) -> str:
    """The sentence of a reason, in words for its kind of target and the state of the year."""
    if reason == Reason.OVER_TARGET and row["measure"] in RANKED:
        return SENTENCES[WORSE_RANK]
    if row.get("averaged", "") == EACH and reason in (Reason.BELOW_TARGET, Reason.OVER_TARGET):
        return SENTENCES[SHORT_YEAR]
    return SENTENCES[KEPT_ALL_YEAR if reason == Reason.CAP_KEPT and row["closed"] else reason]


def _due_day(row: Row) -> str:
    """The day a milestone was due: its own, else that of its first step done late."""
    late = (due for due, done in row["steps"] if done > due)
    return str(row["target_due"]) or next(late, "")


def _silent_wards(row: Row, lang: Language) -> str:
    return lang.say(
        "Wards that have reported nothing: {names}.", names=", ".join(row["wards_silent"])
    )


REFUSED: dict[str, str] = N_(
    {
        FIGURES: "The delivered figures were rejected; hba check lists the cells.",
        TARGET: "The target was refused, not the figures; hba check lists the cell.",
    }
)
WORSE_RANK, KEPT_ALL_YEAR, SHORT_YEAR = "worse rank", "kept all year", "short year"
SENTENCES: dict[str, str] = N_(
    {
        WORSE_RANK: "{actual} is worse than the target of {target}.",
        KEPT_ALL_YEAR: "{actual} in the whole year; the limit of {target} was kept.",
        Reason.NOT_DUE: "It can be judged from {date}.",
        Reason.NOT_PUBLISHED: "The result has not been published yet.",
        Reason.QUOTA_NOT_ASSIGNED: "The higher level has not assigned the quota.",
        Reason.DATA_MISSING: "No complete figures have been received.",
        Reason.NO_TARGET: "No target applies at this date.",
        Reason.PLANS_CONTRADICT: (
            "Plans of one rank and one day contradict each other: {plans}. Name their order in"
            " rules.toml ([[plans]] order)."
        ),
        Reason.NO_PACE: (
            "A plan of zero or below has no pace: there is no share of it to be reached by now."
        ),
        Reason.COMPARATOR_NOT_STATED: (
            "The text does not say whether the target is a floor, and the office has not decided"
            " it."
        ),
        Reason.TERRITORY_ENDED: (
            "The territory ended on {ended}; the plan of the whole year can no longer be judged."
        ),
        Reason.BREAK_WITHIN: (
            "Declared break on {break_day}: the figures before and after it are two territories',"
            " not one year's; without a bridge they are neither added nor held against the plan."
        ),
        Reason.BREAK_IN_TERM: (
            "Declared break on {break_day}: the years of the term before and after it are two"
            " territories'; without a bridge they are neither added nor averaged nor held against"
            " the plan."
        ),
        Reason.OTHER_YEAR: (
            "Its year-to-date starts anew in month {start} of every year: it is counted by another"
            " year than the calendar's and is not judged by it."
        ),
        Reason.NO_PATH: (
            "The level of the year before the term is not known, so its path cannot be drawn; it"
            " is judged at the term's end."
        ),
        Reason.TERM_PATH: "{actual} in {known}; the path of the term asks for {asked} by then.",
        Reason.ABOVE_TARGET: "{actual} is above the target of {target}.",
        Reason.AT_TARGET: "{actual} is exactly the target.",
        SHORT_YEAR: (
            "The worst year of {known} brought {actual}; every year of the term has to reach"
            " {target}."
        ),
        Reason.BELOW_TARGET: "{actual} is below the target of {target}.",
        Reason.WITHIN_TARGET: "{actual} is better than the limit of {target}.",
        Reason.OVER_TARGET: "{actual} is beyond the limit of {target}.",
        Reason.NO_MONTHS_LEFT: (
            "{actual} after twelve months, with no month left to reach {target}."
        ),
        Reason.CAP_KEPT: "{actual} so far; the limit of {target} is kept.",
        Reason.CAP_BREACHED: "{actual}: the limit of {target} is broken for the year.",
        Reason.IN_RANGE: "{actual} lies within the range of the plan.",
        Reason.DONE: "It is done.",
        Reason.DONE_LATE: "It is done, after its due day, {due}.",
        Reason.OVERDUE: "It was due on {due} and is not done.",
        Reason.NOT_DONE: "It is not done.",
        Reason.STEPS_IN_TIME: (
            "{done_steps} of {all_steps} steps are done; the next is {step}, due on {step_due}."
        ),
        Reason.STEP_OVERDUE: (
            "{done_steps} of {all_steps} steps are done; {step} was due on {step_due}."
        ),
        Reason.EVERY_WARD: "Every ward has at least {target}.",
        Reason.WARDS_SHORT: "Wards below the minimum: {short}.",
    }
)


def month_text(text: str, lang: Language) -> str:
    """A month ``YYYY-MM`` in words; empty text stays empty."""
    return Period.parse(text).label(lang.code) if text else ""


def with_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their reason as a sentence in both languages (``reason_vi``, ``reason_en``)."""
    added = table.copy()
    for code in ("vi", "en"):
        lang = Language(code)
        added[f"reason_{code}"] = [because(row, lang) for row in records(table)]
    return added
