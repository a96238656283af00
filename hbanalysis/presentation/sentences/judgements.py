"""Where the year stands: the answer first, then the reason for every row."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.actual.actuals import LAST_MONTH
from hbanalysis.analysis.actual.refused import FIGURES, TARGET
from hbanalysis.analysis.plan.rating import BEST_FIRST, going_on
from hbanalysis.analysis.plan.rating import countable as counted
from hbanalysis.analysis.plan.scenario import MISSED, scenario_count
from hbanalysis.analysis.row import Row
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import (
    BAD,
    GOOD,
    age,
    amount_with_unit,
    figure_month,
    is_old,
    judged,
    name_within,
    signed_amount,
    target_with_unit,
    telling_amount,
    telling_percent,
    term_known,
    term_span,
)
from hbanalysis.presentation.sentences.pacing import TEMPO, tempo_sentence
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import (
    ADDING,
    RANKED,
    UNJUDGED,
    NumberStatus,
    Outlook,
    Reason,
    Verdict,
)


def names(rows: pd.DataFrame, lang: Language) -> str:
    """Names of a few indicators for a sentence, with their codes."""
    return "; ".join(f"{lang.pick(row, 'name')} ({row['indicator']})" for row in records(rows))


def moment(table: pd.DataFrame, lang: Language) -> str:
    """The stretch of the year that the report covers.

    In an open year no further than any amount has been reported.
    """
    period, reached = Period.parse(table["period"].iloc[0]), 0
    if not bool(table["closed"].any()):
        amounts = table.loc[table["measure"].isin(ADDING), "through"]
        reached = int(amounts.max()) if len(amounts) else 0
    return Period(period.year, 1, min(reached or period.last, period.last)).year_to_date_label(
        lang.code
    )


def covered(row: Row, lang: Language) -> str:
    """The stretch of the year that one figure covers.

    To its own last month, which may lie before the cut-off.
    """
    period = Period.parse(row["period"])
    if row["term_last"] and row["term_known"]:
        return term_known(row, lang)
    if is_old(row):
        return figure_month(row, lang)
    last = int(row["through"]) if row["measure"] in ADDING and row["through"] else period.last
    return Period(period.year, 1, last).year_to_date_label(lang.code)


def one_row(row: Row, lang: Language) -> str:
    """Where a single indicator stands, in one sentence."""
    when = covered(row, lang)
    name, word = lang.pick(row, "name"), lang.say(judged(row))
    if is_missing(row["actual"]):
        return lang.say(
            "{name}: no figure for {when} yet; {word} ({reason}).",
            name=name,
            when=when,
            word=word,
            reason=lang.say(row["reason"]),
        )
    settled = row["status"] in (NumberStatus.FINAL, "")
    text = lang.say(
        (
            "{name} reached {actual} in {when}"
            if settled
            else "{name} is estimated at {actual} for {when}"
        ),
        name=name_within(row, lang),
        when=when,
        actual=amount_with_unit(row["actual"], row, lang),
    )
    text += _of_which(row, lang)
    if not is_missing(row["pct_of_plan"]):
        template = (
            ", {pct} of the annual plan of {target} (derived from the printed % of plan)"
            if row["target_basis"] == "implied"
            else ", {pct} of the annual plan of {target}"
        )
        text += lang.say(
            template,
            pct=telling_percent(row["pct_of_plan"], lang),
            target=target_with_unit(row, lang),
        )
    elif row["no_pct_because"]:
        text += lang.say(
            ", {gap} against the annual plan of {target} (no percentage across signs)",
            gap=signed_amount(row["gap_to_plan"], row, lang),
            target=target_with_unit(row, lang),
        )
    if not is_missing(row["pct_of_same_period"]):
        text += lang.say(
            ", {pct} of the same period last year", pct=lang.percent(row["pct_of_same_period"])
        )
    elif not is_missing(row["change_from_same_period"]):
        text += lang.say(
            ", {change} on the same period last year",
            change=signed_amount(row["change_from_same_period"], row, lang),
        )
    return text + lang.say(": {word}.", word=word)


def _of_which(row: Row, lang: Language) -> str:
    """Whether a ratio is that of its last month or of the year to date."""
    if not row["ratio_basis"]:
        return ""
    if row["ratio_basis"] == LAST_MONTH:
        return lang.say(" (the last month's)")
    if is_missing(row["month_ratio"]) or row["month_ratio"] == row["actual"]:
        return lang.say(" (year to date)")
    return lang.say(
        " (year to date; the last month alone {alone})",
        alone=amount_with_unit(row["month_ratio"], row, lang),
    )


def headline(table: pd.DataFrame, place: str, lang: Language) -> str:
    """Where the year stands, in one sentence; for a single indicator, where that one stands."""
    if table.empty:
        return lang.say("{place} has neither targets nor figures for this year.", place=place)
    when, rows = moment(table, lang), counted(table)
    if rows.empty:
        return lang.count(
            "{place} has no targets for this year; the figures of {n} indicator stand below.",
            "{place} has no targets for this year; the figures of {n} indicators stand below.",
            len(table),
            place=place,
        )
    if len(rows) == 1:
        return lang.say(
            "{place}: {sentence}", place=place, sentence=one_row(next(records(rows)), lang)
        )
    judgements = rows.apply(judged, axis=1)
    if bool(rows["closed"].iloc[0]):
        numbers = {word.name.lower(): int((judgements == word).sum()) for word in Verdict}
        return lang.say(
            "{place} closed the {when} with {exceeded} targets exceeded, {met} met, {not_met} not"
            " met and {not_assessed} not assessed, of {total}.",
            place=place,
            when=when,
            total=len(rows),
            **numbers,
        )
    good, bad = int(judgements.isin(GOOD).sum()), int(judgements.isin(BAD).sum())
    return lang.say(
        "After {when}, {place} has {good} of {total} targets secured or on track; {bad} at risk,"
        " behind or lost; {rest} cannot be judged yet.",
        when=when,
        place=place,
        good=good,
        bad=bad,
        rest=len(rows) - good - bad,
        total=len(rows),
    )


def answer(table: pd.DataFrame, place: str, lang: Language) -> Prose:
    """The page's first lines: the headline, then what needs attention by name."""
    lines = [headline(table, place, lang)]
    if len(counted(table)) > 1:
        for word in (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK):
            rows = counted(table)[counted(table).apply(judged, axis=1) == word]
            if len(rows):
                lines.append(
                    lang.say(
                        "{word}: {names}.",
                        word=lang.say(str(word)).capitalize(),
                        names=names(rows, lang),
                    )
                )
    return Prose((*lines, *scenario_line(table, lang), *term_line(table, lang)), "answer")


def scenario_line(table: pd.DataFrame, lang: Language) -> list[str]:
    """How many targets reach their growth scenario; nothing where there is none."""
    reached, total = scenario_count(table)
    if not total:
        return []
    missed = table[table["scenario_met"] == MISSED]
    text = lang.say("{reached}/{total} reach the growth scenario.", reached=reached, total=total)
    if len(missed):
        text += " " + lang.say("Below it: {names}.", names=names(missed, lang))
    return [text]


def term_line(table: pd.DataFrame, lang: Language) -> list[str]:
    """Where the targets stand whose term goes on after the year; nothing where there is none."""
    rows = table[going_on(table) & (table["comparator"] != "")]
    if rows.empty:
        return []
    judgements = rows.apply(judged, axis=1)
    words = [
        lang.say("{word}: {names}", word=lang.say(str(word)), names=names(rows[mine], lang))
        for word in dict.fromkeys((*BEST_FIRST, *judgements))
        if (mine := judgements == word).any()
    ]
    return [
        lang.say(
            "Targets of a term ({span}), judged at its end: {words}.",
            span=", ".join(dict.fromkeys(term_span(row) for row in records(rows))),
            words="; ".join(words),
        )
    ]


def because(row: Row, lang: Language) -> str:
    """Why a row is judged as it is, or why it is not, in one sentence.

    Followed, where it applies, by what the figure itself needs to have said: that later figures
    have moved the sum that was printed.
    """
    said = (_reason(row, lang), _two_parts(row, lang), age(row, lang), _moved_since(row, lang))
    return " ".join(part for part in said if part)


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
        "date": _month(row["next_date"], lang),
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
        f"{name or '?'}: {target_with_unit(row.changed(target=value), lang)}"
        for name, value in row["rival_plans"]
    )


def _later_target(row: Row, lang: Language) -> str:
    """No target this year, one in a later: which, and in which year."""
    return lang.say(
        "No target for {year}; the next is that of {later}: {target}.",
        year=Period.parse(row["period"]).year,
        later=int(row["later_year"]),
        target=target_with_unit(row.changed(target=row["later_target"]), lang),
    )


def _known_amount(row: Row, reason: str, lang: Language) -> str:
    """The actual amount; where months are missing and the reported ones alone decide.

    Their sum as a least amount.
    """
    settled = reason in (
        Reason.ABOVE_TARGET,
        Reason.AT_TARGET,
        Reason.OVER_TARGET,
        Reason.CAP_BREACHED,
    )
    if (
        settled
        and row["missing"]
        and not is_missing(row["partial"])
        and row["partial"] != row["actual"]
    ):
        return lang.say(
            "At least {amount} (months are missing)",
            amount=telling_amount(row.changed(actual=row["partial"]), lang),
        )
    return "" if is_missing(row["actual"]) else telling_amount(row, lang)


def _worded(row: Row, reason: str) -> str:
    """The sentence of a reason.

    In the words that its kind of target and the state of the year ask for.
    """
    if reason == Reason.OVER_TARGET and row["measure"] in RANKED:
        return SENTENCES[WORSE_RANK]
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
WORSE_RANK, KEPT_ALL_YEAR = "worse rank", "kept all year"
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


def _month(text: str, lang: Language) -> str:
    return Period.parse(text).label(lang.code) if text else ""


def with_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their reason as a sentence in both languages (``reason_vi``, ``reason_en``)."""
    added = table.copy()
    for code in ("vi", "en"):
        lang = Language(code)
        added[f"reason_{code}"] = [because(row, lang) for row in records(table)]
    return added


def demo_mark(table: pd.DataFrame, lang: Language) -> str:
    """The mark "số liệu minh họa" when any number of the table is synthetic; else empty."""
    return lang.say("illustrative data") if bool(table["demo"].any()) else ""


def demo_note(table: pd.DataFrame, lang: Language) -> Prose:
    """The note that no one can miss: which numbers are synthetic. Nothing when none is."""
    if not demo_mark(table, lang):
        return Prose(())
    return Prose(
        (
            lang.say(
                "ILLUSTRATIVE DATA: the targets are those of the resolution, the monthly figures"
                " are synthetic and are not the office's. Do not quote them."
            ),
        ),
        "demo",
    )
