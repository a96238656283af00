"""Sentences made from the same tables as the charts: the answer first, then the reason for every row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.projection import METHOD as POOLED
from hbanalysis.analysis.scoring import countable as counted
from hbanalysis.analysis.share_profile import METHOD as SHARE
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pacing import pace_sentence
from hbanalysis.presentation.words import (
    BAD,
    GOOD,
    amount_with_unit,
    judged,
    name_within,
    target_with_unit,
    telling_amount,
    telling_percent,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import UNJUDGED, Measure, NumberStatus, Outlook, Reason, Verdict


def names(rows: pd.DataFrame, words: Language) -> str:
    """Names of a few indicators for a sentence, with their codes."""
    return "; ".join(f"{words.pick(row, 'name')} ({row['indicator']})" for row in records(rows))


def moment(table: pd.DataFrame, words: Language) -> str:
    """The stretch of the year that the report covers."""
    return Period.parse(table["period"].iloc[0]).year_to_date_label(words.code)


def covered(row: Any, words: Language) -> str:
    """The stretch of the year that one figure covers: to its own last month, which may lie before the cut-off."""
    period = Period.parse(row["period"])
    last = int(row["through"]) if row["measure"] == Measure.FLOW and row["through"] else period.last
    return Period(period.year, 1, last).year_to_date_label(words.code)


def one_row(row: Any, words: Language) -> str:
    """Where a single indicator stands, in one sentence."""
    when = covered(row, words)
    name, word = words.pick(row, "name"), words.say(judged(row))
    if is_missing(row["actual"]):
        return words.say("{name}: no figure for {when} yet; {word} ({reason}).", name=name, when=when, word=word,
                         reason=words.say(row["reason"]))
    settled = row["status"] in (NumberStatus.FINAL, "")
    text = words.say("{name} reached {actual} in {when}" if settled else "{name} is estimated at {actual} for {when}",
                     name=name_within(row, words), when=when, actual=amount_with_unit(row["actual"], row, words))
    if not is_missing(row["pct_of_plan"]):
        template = (", {pct} of the annual plan of {target} (derived from the printed % of plan)"
                    if row["target_basis"] == "implied" else ", {pct} of the annual plan of {target}")
        text += words.say(template, pct=telling_percent(row["pct_of_plan"], words),
                          target=target_with_unit(row, words))
    if not is_missing(row["pct_of_same_period"]):
        text += words.say(", {pct} of the same period last year", pct=words.percent(row["pct_of_same_period"]))
    return text + words.say(": {word}.", word=word)


def headline(table: pd.DataFrame, place: str, words: Language) -> str:
    """Where the year stands, in one sentence; for a single indicator, where that one stands."""
    if table.empty:
        return words.say("{place} has neither targets nor figures for this year.", place=place)
    when, rows = moment(table, words), counted(table)
    if rows.empty:
        return words.count("{place} has no targets for this year; the figures of {n} indicator stand below.",
                           "{place} has no targets for this year; the figures of {n} indicators stand below.",
                           len(table), place=place)
    if len(rows) == 1:
        return words.say("{place}: {sentence}", place=place, sentence=one_row(rows.iloc[0], words))
    judgements = rows.apply(judged, axis=1)
    if bool(rows["closed"].iloc[0]):
        numbers = {word.name.lower(): int((judgements == word).sum()) for word in Verdict}
        return words.say("{place} closed the {when} with {exceeded} targets exceeded, {met} met, {not_met} not met and "
                         "{not_assessed} not assessed, of {total}.", place=place, when=when, total=len(rows), **numbers)
    good, bad = int(judgements.isin(GOOD).sum()), int(judgements.isin(BAD).sum())
    return words.say("After {when}, {place} has {good} of {total} targets secured or on track; {bad} at risk, behind "
                     "or lost; {rest} cannot be judged yet.", when=when, place=place, good=good, bad=bad,
                     rest=len(rows) - good - bad, total=len(rows))


def answer(table: pd.DataFrame, place: str, words: Language) -> Prose:
    """The page's first lines: the headline, then what needs attention by name."""
    lines = [headline(table, place, words)]
    if len(counted(table)) > 1:
        for word in (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK):
            rows = counted(table)[counted(table).apply(judged, axis=1) == word]
            if len(rows):
                lines.append(words.say("{word}: {names}.", word=words.say(str(word)).capitalize(),
                                       names=names(rows, words)))
    return Prose(tuple(lines), "answer")


def because(row: Any, words: Language) -> str:
    """Why a row is judged as it is, or why it is not, in one sentence."""
    reason = str(row["reason"])
    if row["rejected"]:
        return words.say("The delivered figures were rejected; hba check lists the cells.")
    if reason == Reason.PACE:
        return pace_sentence(row, words)
    facts = {
        "actual": "" if is_missing(row["actual"]) else telling_amount(row, words),
        "target": target_with_unit(row, words),
        "short": ", ".join(row["wards_short"]), "due": words.date(_due_day(row)),
        "done_steps": row["steps_done"], "all_steps": len(row["steps"]), "step": words.pick(row, "step"),
        "step_due": words.date(row["step_due"]),
        "date": _month(row["next_date"], words),
    }
    if reason == Reason.NOT_DUE and not facts["date"]:
        return words.say("No figure is due before the next report.")
    if reason == Reason.WARDS_SHORT and not facts["short"]:
        return _silent_wards(row, words)
    text = words.say(SENTENCES[reason], **facts)
    if reason in UNJUDGED and reason != Reason.NOT_DUE and facts["date"]:
        text += " " + words.say("It can be judged next with the report of {date}.", date=facts["date"])
    return text + (" " + _silent_wards(row, words) if row["wards_silent"] and row["through"] else "")


def _due_day(row: Any) -> str:
    """The day a milestone was due: its own, else that of its first step done late."""
    late = (due for due, done in row["steps"] if done > due)
    return str(row["target_due"]) or next(late, "")


def _silent_wards(row: Any, words: Language) -> str:
    return words.say("Wards that have reported nothing: {names}.", names=", ".join(row["wards_silent"]))


SENTENCES: dict[str, str] = {
    Reason.NOT_DUE: "It can be judged from {date}.",
    Reason.NOT_PUBLISHED: "The result has not been published yet.",
    Reason.QUOTA_NOT_ASSIGNED: "The higher level has not assigned the quota.",
    Reason.DATA_MISSING: "No complete figures have been received.",
    Reason.NO_TARGET: "No target applies at this date.",
    Reason.COMPARATOR_NOT_STATED: "The text does not say whether the target is a floor, and the office has not "
                                  "decided it.",
    Reason.ABOVE_TARGET: "{actual} is above the target of {target}.",
    Reason.AT_TARGET: "{actual} is exactly the target.",
    Reason.BELOW_TARGET: "{actual} is below the target of {target}.",
    Reason.WITHIN_TARGET: "{actual} is better than the limit of {target}.",
    Reason.OVER_TARGET: "{actual} is beyond the limit of {target}.",
    Reason.NO_MONTHS_LEFT: "{actual} after twelve months, with no month left to reach {target}.",
    Reason.CAP_KEPT: "{actual} so far; the limit of {target} is kept.",
    Reason.CAP_BREACHED: "{actual}: the limit of {target} is broken for the year.",
    Reason.IN_RANGE: "{actual} lies within the range of the plan.",
    Reason.DONE: "It is done.",
    Reason.DONE_LATE: "It is done, after its due day, {due}.",
    Reason.OVERDUE: "It was due on {due} and is not done.",
    Reason.NOT_DONE: "It is not done.",
    Reason.STEPS_IN_TIME: "{done_steps} of {all_steps} steps are done; the next is {step}, due on {step_due}.",
    Reason.STEP_OVERDUE: "{done_steps} of {all_steps} steps are done; {step} was due on {step_due}.",
    Reason.EVERY_WARD: "Every ward has at least {target}.",
    Reason.WARDS_SHORT: "Wards below the minimum: {short}.",
}


def _month(text: str, words: Language) -> str:
    return Period.parse(text).label(words.code) if text else ""


def with_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their reason as a sentence in both languages (``reason_vi``, ``reason_en``)."""
    added = table.copy()
    for code in ("vi", "en"):
        words = Language(code)
        added[f"reason_{code}"] = [because(row, words) for row in records(table)]
    return added


def demo_mark(table: pd.DataFrame, words: Language) -> str:
    """"số liệu minh hoạ" when any number of the table is synthetic; empty when none is."""
    return words.say("illustrative data") if bool(table["demo"].any()) else ""


def demo_note(table: pd.DataFrame, words: Language) -> Prose:
    """The note that no one can miss: which numbers are synthetic. Nothing when none is."""
    if not demo_mark(table, words):
        return Prose(())
    return Prose((words.say("ILLUSTRATIVE DATA: the targets are those of the resolution, the monthly figures are "
                            "synthetic and are not the office's. Do not quote them."),), "demo")


# ---------------------------------------------------------------- projection
PROJECTION_REASONS: dict[str, str] = {
    "not a flow": "A level, rank, event or rule does not add up over the year: there is nothing to project.",
    "too early": "Reported by quarter: a projection starts with six months.",
    "nothing reported": "Nothing has been reported this year.",
    "zero so far": "The year to date is zero: there is no share of a year to project from.",
    "no complete past year": "There is no complete past year to take the profile from.",
    "break before the year's end": "A declared break lies before the year's end: no comparable full year exists.",
    "year complete": "The year is complete: {point}.",
    "figures missing": "Months of the closed year are missing.",
    "figures rejected": "The delivered figures were rejected; hba check lists the cells.",
}


def result_sentence(row: Any, words: Language) -> str:
    """The result of a complete year."""
    text = words.say("{name} ended at {point}", name=name_within(row, words),
                     point=amount_with_unit(row["point"], row, words))
    share = percent_of(row["point"], row["target"])
    return text + (words.say(", {pct} of the annual plan.", pct=telling_percent(share, words)) if share else ".")


def why_not_projected(row: Any, words: Language) -> str:
    """The reason for no projection; for a complete year, its result."""
    reason = row["projection_reason"]
    if reason == "year complete":
        return words.say(PROJECTION_REASONS[reason], point=amount_with_unit(row["point"], row, words))
    return words.say(PROJECTION_REASONS[reason])


def projection_sentence(row: Any, words: Language) -> str:
    """Where an indicator's year will end and how sure that is, or why it is not projected."""
    name = words.pick(row, "name")
    if row["projection_reason"]:
        return words.say("{name}: {why}", name=name, why=why_not_projected(row, words))
    text = words.say("{name} is projected to end the year at {point}, between {low} and {high} in four cases of five",
                     name=name, point=amount_with_unit(row["point"], row, words),
                     low=amount_with_unit(row["lo80"], row, words), high=amount_with_unit(row["hi80"], row, words))
    if is_missing(row["chance"]):
        text += words.say("; there is no target to hold it against.")
    else:
        text += words.say("; the chance of meeting the plan of {target} is {chance}.",
                          target=target_with_unit(row, words), chance=chance_text(row, words))
    return " ".join([text, *declared(row, words)])


def with_projection_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their projection as a sentence in both languages (``sentence_vi``, ``sentence_en``)."""
    return table.assign(**{f"sentence_{code}": [projection_sentence(row, Language(code)) for row in records(table)]
                           for code in ("vi", "en")})


def declared(row: Any, words: Language) -> list[str]:
    """What was declared about a projection, one sentence each: announced one-offs, the whole above it, a what-if."""
    said = []
    if row["adjustment"]:
        said.append(words.say("Of this, {amount} has been announced: {label}.", label=words.pick(row, "adjusted_for"),
                              amount=amount_with_unit(row["adjustment"], row, words)))
    if row["coherence"]:
        said.append(words.say("It is kept at or below its whole ({whole}).", whole=row["coherence"]))
    if not is_missing(row["what_if_point"]):
        said.append(what_if_sentence(row, words))
    return said


def what_if_sentence(row: Any, words: Language) -> str:
    """What the year would be at another pace of the remaining months."""
    facts = {"factor": words.percent(100 * row["what_if"], 0),
             "point": amount_with_unit(row["what_if_point"], row, words)}
    if is_missing(row["what_if_chance"]):
        return words.say("If the remaining months bring {factor} of what is expected, the year ends at {point}.",
                         **facts)
    chance = chance_text({"chance": row["what_if_chance"]}, words)
    return words.say("If the remaining months bring {factor} of what is expected, the year ends at {point}, with a "
                     "chance of {chance}.", chance=chance, **facts)


def if_it_ended_there(row: Any, words: Language) -> str:
    """The verdict that the projected value would get, for a table; a dash where there is no projection."""
    return words.say(str(row["projected_verdict"])) if row["projected_verdict"] else "—"


def chance_text(row: Any, words: Language) -> str:
    """A chance in whole percent; never a certainty that the method cannot have."""
    if is_missing(row["chance"]):
        return words.say("no target")
    percent = 100 * float(row["chance"])
    if percent < 1:
        return words.say("under 1%")
    return words.say("over 99%") if percent > 99 else words.percent(percent, 0)


def track_record(row: Any, words: Language) -> str:
    """How far the method was off at this point of past years, here and on public series."""
    if is_missing(row["past_miss_pct"]):
        own = words.say("no past year to test the method on")
    else:
        own = words.count("off by {miss} in the one past year it can be tested on",
                          "typically off by {miss} at this point of {n} past years", int(row["past_tries"]),
                          miss=words.percent(row["past_miss_pct"]))
    if is_missing(row["benchmark_miss_pct"]):
        return own
    return own + words.say("; {miss} on public series at this month", miss=words.percent(row["benchmark_miss_pct"]))


def projected_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a projection table that have a projection with an interval."""
    return table[(table["projection_reason"] == "") & table["point"].notna()]


def projection_method(table: pd.DataFrame, words: Language) -> Prose:
    """How the projection is made, in plain words; nothing when there is none."""
    if projected_rows(table).empty:
        return Prose(())
    rows, lines = projected_rows(table), []
    if (rows["method"] == POOLED).any():
        lines.append(words.say("Method: a model of the months (level, growth, month-of-year pattern, noise) whose "
                               "habits were learned from public monthly series of many countries and weighed by how "
                               "well they explain this series. The width of the interval was set by what such "
                               "projections missed elsewhere and by this indicator's own past misses, which stand in "
                               "the table."))
    if (rows["method"] == SHARE).any():
        lines.append(words.say("Indicators reported by quarter: the share of the year that past years had reached by "
                               "the same month, and how much it scattered. Simpler, and labelled as such."))
    return Prose(tuple(lines), "note")


def projection_answer(table: pd.DataFrame, place: str, words: Language) -> Prose:
    """The projection page's first lines."""
    rows = projected_rows(table)
    if rows.empty:
        done = table[table["projection_reason"] == "year complete"]
        if len(done):
            lines = [words.say("The year is over; nothing is left to project.")]
            if len(done) == 1:
                lines = [words.say("The year is over: {sentence}", sentence=result_sentence(done.iloc[0], words))]
            return Prose(tuple(lines), "answer")
        return Prose((words.say("Nothing can be projected for {place} at this date; the reasons stand below.",
                                place=place),), "answer")
    if len(rows) == 1:
        return Prose((projection_sentence(rows.iloc[0], words),), "answer")
    likely = rows[rows["chance"] >= 0.5]
    asked = int(rows["chance"].notna().sum())
    lines = [words.say("Of {asked} targets that can be projected, {likely} are more likely than not to be met by the "
                       "year's end.", asked=asked, likely=len(likely))]
    unlikely = rows[rows["chance"] < 0.5].sort_values("chance")
    if len(unlikely):
        told = "; ".join(f"{words.pick(row, 'name')} ({chance_text(row, words)})" for row in records(unlikely))
        lines.append(words.say("Less likely than not (chance): {names}.", names=told))
    return Prose(tuple(lines), "answer")


# ---------------------------------------------------------------- trends
def trend_sentence(table: pd.DataFrame, row: Any, words: Language) -> str:
    """How the last twelve months compare with the twelve before."""
    name = words.pick(row, "name")
    rolling = table["rolling_year"]
    now = rolling.iloc[-1] if len(rolling) else float("nan")
    comparable = len(rolling) > 12 and table["part"].iloc[-1] == table["part"].iloc[-13]
    before = rolling.iloc[-13] if comparable else float("nan")
    if is_missing(now):
        return words.say("{name}: months are missing in the last twelve, so there is no rolling year.", name=name)
    facts = {"name": name, "now": amount_with_unit(now, row, words)}
    if is_missing(before) or before <= 0:
        return words.say("{name}: {now} over the last twelve months.", **facts)
    change = 100 * (now / before - 1)
    template = ("{name}: {now} over the last twelve months, up {change} on the twelve before." if change >= 0
                else "{name}: {now} over the last twelve months, down {change} on the twelve before.")
    return words.say(template, change=words.percent(abs(change)), **facts)


def trends_answer(trends: list[tuple[Any, pd.DataFrame]], words: Language) -> Prose:
    """The trend page's first lines: one sentence for each series."""
    if not trends:
        return Prose((words.say("No series of this territory has months to draw."),), "answer")
    return Prose(tuple(trend_sentence(table, row, words) for row, table in trends), "answer")
