"""Where the year will end and how sure that is, or why nobody can say."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.analysis.yearend.informants import RECORDED
from hbanalysis.analysis.yearend.pooled.model import METHOD as POOLED
from hbanalysis.analysis.yearend.share_profile import METHOD as SHARE
from hbanalysis.presentation.cells import chance_cell, share_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import (
    amount_with_unit,
    end_with_unit,
    figure_month,
    name_within,
    target_with_unit,
    telling_percent,
)
from hbanalysis.presentation.sentences.lead_findings import plan_word, short_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Outlook, Reason

PROJECTION_REASONS: dict[str, str] = N_(
    {
        "not a flow": (
            "A level, rank, event or rule does not add up over the year: there is nothing to"
            " project."
        ),
        "too early": "Reported by quarter: a projection starts with six months.",
        "last figure too old": (
            "The last figure is that of {month}: too far behind the report to project the year"
            " from it."
        ),
        "nothing reported": "Nothing has been reported this year.",
        "zero so far": "The year to date is zero: there is no share of a year to project from.",
        "no complete past year": "There is no complete past year to take the profile from.",
        "break before the year's end": (
            "A declared break lies before the year's end: no comparable full year exists."
        ),
        "year complete": "The year is complete: {point}.",
        "year does not start in January": (
            "Its year does not start in January: there is no calendar year to project."
        ),
        "figures missing": "Months of the closed year are missing.",
        "figures rejected": "The delivered figures were rejected; hba check lists the cells.",
    }
)


def result_sentence(row: Row, lang: Language) -> str:
    """The result of a complete year."""
    text = lang.say(
        "{name} ended at {point}",
        name=name_within(row, lang),
        point=amount_with_unit(row["point"], row, lang),
    )
    share = percent_of(row["point"], row["target"])
    return text + (
        lang.say(
            ", {pct} of the annual {plan}.",
            pct=telling_percent(share, lang),
            plan=plan_word(row, lang),
        )
        if share
        else "."
    )


def why_not_projected(row: Row, lang: Language) -> str:
    """The reason for no projection; for a complete year, its result."""
    reason = row["projection_reason"]
    if reason == "year complete":
        return lang.say(PROJECTION_REASONS[reason], point=amount_with_unit(row["point"], row, lang))
    if reason == "last figure too old":
        return lang.say(PROJECTION_REASONS[reason], month=figure_month(row, lang))
    return lang.say(PROJECTION_REASONS[reason])


def projection_sentence(row: Row, lang: Language) -> str:
    """Where an indicator's year will end and how sure that is, or why it is not projected."""
    name = lang.pick(row, "name")
    if row["projection_reason"]:
        return lang.say("{name}: {why}", name=name, why=why_not_projected(row, lang))
    text = lang.say(
        "{name} is projected to end the year at {point}, between {low} and {high} in four cases of"
        " five",
        name=name,
        point=amount_with_unit(row["point"], row, lang),
        low=amount_with_unit(row["lo80"], row, lang),
        high=amount_with_unit(row["hi80"], row, lang),
    )
    if is_missing(row["chance"]) and row["comparator"] == Comparator.EXACTLY:
        text += lang.say(
            "; the plan asks for exactly {target}: a single value has no chance of its own.",
            target=target_with_unit(row, lang),
        )
    elif is_missing(row["chance"]):
        text += lang.say("; there is no target to hold it against.")
    elif not is_missing(row["target_high"]):
        text += lang.say(
            "; the chance of ending within {low} to {high} is {chance}.",
            low=end_with_unit(row["target"], row, lang),
            high=end_with_unit(row["target_high"], row, lang),
            chance=chance_text(row, lang),
        )
    else:
        text += lang.say(
            "; the chance of meeting the {plan} of {target} is {chance}.",
            plan=plan_word(row, lang),
            target=target_with_unit(row, lang),
            chance=chance_text(row, lang),
        )
    return " ".join([text, *declared(row, lang), *last_figure(row, lang)])


def last_figure(row: Row, lang: Language) -> list[str]:
    """Where a projection's figures end before the report does, and if they are too old to judge."""
    if row["reason"] != Reason.DATA_MISSING or row["outlook"] != Outlook.NOT_APPLICABLE:
        if row["through"] >= Period.parse(row["period"]).last:
            return []
        return [lang.say("Its last figure is that of {month}.", month=figure_month(row, lang))]
    return [
        lang.say(
            "Its figures end with {month}: too old or too incomplete to be judged; read the"
            " projection with care.",
            month=figure_month(row, lang),
        )
    ]


def with_projection_sentences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with their projection as a sentence in both languages.

    The columns are ``sentence_vi`` and ``sentence_en``.
    """
    return table.assign(
        **{
            f"sentence_{code}": [projection_sentence(row, Language(code)) for row in records(table)]
            for code in ("vi", "en")
        }
    )


def declared(row: Row, lang: Language) -> list[str]:
    """What was declared about a projection, one sentence each.

    It may be announced one-offs, the whole above it, or a what-if.
    """
    said = []
    if row["adjustment"]:
        said.append(
            lang.say(
                "Of this, {amount} has been announced: {label}.",
                label=lang.pick(row, "adjusted_for"),
                amount=amount_with_unit(row["adjustment"], row, lang),
            )
        )
    if row["coherence"]:
        said.append(lang.say("It is kept at or below its whole ({whole}).", whole=row["coherence"]))
    said += informed(row, lang)
    if not is_missing(row["what_if_point"]):
        said.append(what_if_sentence(row, lang))
    return said


def informed(row: Row, lang: Language) -> list[str]:
    """What is known besides the months: a shock, a line at its plan, the authority's estimate."""
    said = []
    if not is_missing(row["shock_widens"]) and row["shock_widens"] > 1:
        said.append(
            lang.say(
                "The interval is {times} times as wide as usual because of a declared shock:"
                " {label}.",
                times=lang.number(row["shock_widens"], 1),
                label=lang.pick(row, "shock"),
            )
        )
    if row["ends_at_plan"] == RECORDED:
        said.append(
            lang.say(
                "It has ended exactly at its plan in {n} of {n} past years; point and chance follow"
                " that record.",
                n=row["ends_at_plan_years"],
            )
        )
    elif row["ends_at_plan"]:
        said.append(lang.say("It is declared to end at its plan every year."))
    return said + _own_estimate(row, lang)


def _own_estimate(row: Row, lang: Language) -> list[str]:
    """The authority's own estimate of the year, with how its former ones came out."""
    if is_missing(row["own_estimate"]):
        return []
    text = lang.say(
        "The authority's own estimate of the year, of {day}: {amount}",
        day=lang.date(row["own_estimate_on"]),
        amount=amount_with_unit(row["own_estimate"], row, lang),
    )
    if is_missing(row["own_estimate_miss_pct"]):
        return [text + "."]
    return [
        text
        + lang.count(
            "; that of {n} past year was off by {miss}.",
            "; those of {n} past years were typically off by {miss}.",
            int(row["own_estimate_years"]),
            miss=lang.percent(row["own_estimate_miss_pct"]),
        )
    ]


def what_if_sentence(row: Row, lang: Language) -> str:
    """What the year would be at another pace of the remaining months."""
    facts = {
        "factor": lang.percent(100 * row["what_if"], 0),
        "point": amount_with_unit(row["what_if_point"], row, lang),
    }
    if is_missing(row["what_if_chance"]):
        return lang.say(
            "If the remaining months bring {factor} of what is expected, the year ends at {point}.",
            **facts,
        )
    chance = share_cell(row["what_if_chance"], lang).text(lang)
    return lang.say(
        "If the remaining months bring {factor} of what is expected, the year ends at {point}, with"
        " a chance of {chance}.",
        chance=chance,
        **facts,
    )


def chance_text(row: Row, lang: Language) -> str:
    """A chance in whole percent; never a certainty that the method cannot have."""
    return chance_cell(row, lang).text(lang)


def own_record(row: Row, lang: Language) -> str:
    """How far the method was off at this point of the indicator's own past years."""
    if is_missing(row["past_miss_pct"]):
        return lang.say("no past year to test the method on")
    return lang.count(
        "off by {miss} in the one past year it can be tested on",
        "typically off by {miss} at this point of {n} past years",
        int(row["past_tries"]),
        miss=lang.percent(row["past_miss_pct"]),
    )


def track_record(row: Row, lang: Language) -> str:
    """How far the method was off at this point of past years, here and on public series."""
    own = own_record(row, lang)
    if is_missing(row["benchmark_miss_pct"]):
        return own
    return own + lang.say(
        "; {miss} on public series at this month", miss=lang.percent(row["benchmark_miss_pct"])
    )


def projected_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a projection table that have a projection with an interval."""
    return table[(table["projection_reason"] == "") & table["point"].notna()]


def projection_method(table: pd.DataFrame, lang: Language) -> Prose:
    """How the projection is made, in plain words; nothing when there is none."""
    if projected_rows(table).empty:
        return Prose(())
    rows, lines = projected_rows(table), []
    if (rows["method"] == POOLED).any():
        lines.append(
            lang.say(
                "Method: a model of the months (level, growth, month-of-year pattern, noise) whose"
                " habits were learned from public monthly series of many countries and weighed by"
                " how well they explain this series. The width of the interval was set by what such"
                " projections missed elsewhere and by this indicator's own past misses, which stand"
                " in the table."
            )
        )
    if (rows["method"] == SHARE).any():
        lines.append(
            lang.say(
                "Indicators reported by quarter: the share of the year that past years had reached"
                " by the same month, and how much it scattered. Simpler, and labelled as such."
            )
        )
    return Prose(tuple(lines), "note")


def projection_answer(table: pd.DataFrame, territory_name: str, lang: Language) -> Prose:
    """The projection page's first lines; what was asked of the months left comes first."""
    answer = _projected_answer(table, territory_name, lang)
    asked = what_if_answer(projected_rows(table), lang)
    return Prose((asked, *answer.paragraphs), "answer") if asked else answer


def what_if_answer(rows: pd.DataFrame, lang: Language) -> str:
    """What another pace of the months left would change; empty where nothing was asked."""
    asked = rows[rows["what_if_point"].notna()]
    if asked.empty:
        return ""
    if len(asked) == 1:
        return what_if_sentence(next(records(asked)), lang)
    planned = asked[asked["what_if_chance"].notna()]
    return lang.say(
        "If the remaining months bring {factor} of what is expected, {then} of {n} targets are more"
        " likely than not to be met, instead of {now}.",
        factor=lang.percent(100 * asked["what_if"].iloc[0], 0),
        then=int((planned["what_if_chance"] >= 0.5).sum()),
        now=int((planned["chance"] >= 0.5).sum()),
        n=len(planned),
    )


def _without_projection(table: pd.DataFrame, place: str, lang: Language) -> str:
    """What is said where no row is projected: the year is over, or nothing can be."""
    done = table[table["projection_reason"] == "year complete"]
    if len(done) == 1:
        sentence = result_sentence(next(records(done)), lang)
        return lang.say("The year is over: {sentence}", sentence=sentence)
    if len(done):
        return lang.say("The year is over; its result stands in the plan table.")
    return lang.say(
        "Nothing can be projected for {place} at this date; the reasons stand below.", place=place
    )


def _projected_answer(table: pd.DataFrame, place: str, lang: Language) -> Prose:
    rows = projected_rows(table)
    if rows.empty:
        return Prose((_without_projection(table, place, lang),), "answer")
    if len(rows) == 1:
        return Prose((projection_sentence(next(records(rows)), lang),), "answer")
    likely = rows[rows["chance"] >= 0.5]
    asked = int(rows["chance"].notna().sum())
    if not asked:
        text = lang.say(
            "The year-end is projected for {n} indicators; no plan of this year is there to hold it"
            " against.",
            n=len(rows),
        )
        return Prose((text,), "answer")
    likely_met = lang.count(
        "Of {n} target that can be projected, {likely} is more likely than not to be met by the"
        " year's end.",
        "Of {n} targets that can be projected, {likely} are more likely than not to be met by"
        " the year's end.",
        asked,
        likely=len(likely),
    )
    unlikely = rows[rows["chance"] < 0.5].sort_values("chance")
    if unlikely.empty:
        return Prose((likely_met,), "answer")
    told = ", ".join(
        f"{short_name(row, lang)} ({chance_text(row, lang)})" for row in records(unlikely)
    )
    missed = lang.count(
        "{missed} of {n} target is more likely missed than met: {names}.",
        "{missed} of {n} targets are more likely missed than met: {names}.",
        asked,
        missed=len(unlikely),
        names=told,
    )
    return Prose((missed,), "answer")
