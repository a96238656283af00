"""The sentence behind a judgement by pace: what was reached, what was asked for, and its basis."""

from __future__ import annotations

from hbanalysis.analysis.judgement.one_word import CHANCE, PACE
from hbanalysis.analysis.plan.pace_ladder import LIKE, LINEAR, OWN, PHASED, POOLED
from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import share_cell
from hbanalysis.presentation.judgement_style import amount_with_unit, telling_percent
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.terms import ADDING, Comparator, Outlook, Reason

TEMPO = (Reason.PACE, Reason.CHANCE)
"""The reasons that rest on how far the year has come and where it will end."""


def tempo_sentence(row: Row, lang: Language, *, briefly: bool = False) -> str:
    """The sentence of a judgement by pace, projection or both."""
    texts = [pace_sentence(row, lang, briefly=briefly)] if row["outlook_by_pace"] else []
    at_risk = row["outlook"] == Outlook.AT_RISK
    if row["weighs_of"]:
        texts.append(_differing(row, lang))
    elif not at_risk and row["outlook_by_pace"] == Outlook.AT_RISK:
        texts.append(
            lang.say(
                "The pace alone leaves it at risk; the projection settles it (a chance of {n}).",
                n=chance_text(row, lang),
            )
        )
    elif row["outlook_basis"] == CHANCE:
        texts.append(
            lang.say(
                "There is no pace for this plan; the projection alone decides: a chance of"
                " {chance}.",
                chance=chance_text(row, lang),
            )
        )
    elif row["outlook_basis"] == PACE and row["measure"] in ADDING:
        exactly = row["comparator"] == Comparator.EXACTLY and is_missing(row["target_high"])
        texts.append(
            lang.say("A single exact value has no chance of its own; the pace alone decides.")
            if exactly
            else lang.say("There is no projection; the pace alone decides.")
        )
    alone = row["outlook_by_pace"] or row["outlook_by_chance"]
    if at_risk and row["through"] == 1 and alone == Outlook.BEHIND:
        texts.append(lang.say("A single month is too little to call a year behind."))
    return " ".join(texts)


def _differing(row: Row, lang: Language) -> str:
    """What each of the two says, and which weighs more here and why."""
    text = lang.say(
        "The pace alone says “{pace}”, the projection “{chance}” (a chance of {n}): the two differ,"
        " so the target is at risk.",
        pace=lang.say(row["outlook_by_pace"]),
        chance=lang.say(row["outlook_by_chance"]),
        n=chance_text(row, lang),
    )
    if not row["weighs_more"]:
        return (
            text
            + " "
            + lang.say(
                "At this time of the year neither has been right more often: each in {right} of {n}"
                " cases on public series.",
                right=int(row["weighs_right"]),
                n=int(row["weighs_of"]),
            )
        )
    return (
        text
        + " "
        + lang.say(
            WEIGHS[row["weighs_more"]], right=int(row["weighs_right"]), n=int(row["weighs_of"])
        )
    )


WEIGHS: dict[str, str] = N_(
    {
        PACE: (
            "At this time of the year the pace weighs more: where they differed on public series"
            " the year ended as it said in {right} of {n} cases."
        ),
        CHANCE: (
            "At this time of the year the projection weighs more: where they differed on public"
            " series the year ended as it said in {right} of {n} cases."
        ),
    }
)


def chance_text(row: Row, lang: Language) -> str:
    """The chance that an outlook was weighed with, in whole percent."""
    return share_cell(row["outlook_chance"], lang).text(lang)


def pace_sentence(row: Row, lang: Language, *, briefly: bool = False) -> str:
    """Where the row stands against the rung of the ladder that it was held against.

    The record of its plans follows. ``briefly``: below a row that shows its percent of plan and
    under a head that names the month.
    """
    stands = _asked(row, lang) if briefly else ""
    return (stands or _by_rung(row, lang)) + _record(row, lang) + _too_much(row, lang)


USUAL = N_("Past years by then: {share} of the year.")
"""What past years had reached by the same month, as brief as a row of a table has room for."""


def _asked(row: Row, lang: Language) -> str:
    """Only what was asked for by then; empty where that takes a sentence."""
    if is_missing(row["pct_of_plan"]) or row["pace_method"] not in (OWN, LINEAR):
        return ""
    share = lang.percent(100 * row["expected_share"])
    return lang.say("Even months: {share}." if row["pace_method"] == LINEAR else USUAL, share=share)


def _too_much(row: Row, lang: Language) -> str:
    """That a plan which may not be passed is at risk from above: "behind" is no lack here."""
    limited = row["comparator"] in (Comparator.AT_MOST, Comparator.EXACTLY)
    allowed = row["expected_to_date"]
    if not is_missing(row["target_high"]):
        allowed = allowed * row["target_high"] / row["target"]
    if not limited or row["outlook_by_pace"] == Outlook.ON_TRACK or not row["actual"] > allowed:
        return ""
    return " " + lang.say("That is more than a plan that may not be passed allows by now.")


def _by_rung(row: Row, lang: Language) -> str:
    if is_missing(row["pct_of_plan"]):
        return lang.say(
            "{actual} by month {month}, where {asked} would be asked for.",
            actual=amount_with_unit(row["actual"], row, lang),
            asked=amount_with_unit(row["expected_to_date"], row, lang),
            month=int(row["through"]),
        )
    facts = {
        "pct": telling_percent(row["pct_of_plan"], lang),
        "share": lang.percent(100 * row["expected_share"]),
        "month": int(row["through"]),
    }
    if row["pace_method"] == LINEAR:
        return lang.say(
            "{pct} of plan by month {month}; even months would ask for {share} (no past year to"
            " compare).",
            **facts,
        )
    if row["pace_method"] == PHASED:
        return lang.say(
            "{pct} of plan by month {month}; the plan's own phasing asks for {share} by then.",
            **facts,
        )
    if row["pace_method"] == POOLED:
        return lang.say(
            "{pct} of plan by month {month}; in other territories the same indicator had about"
            " {share} of its total by then.",
            **facts,
        )
    if row["pace_method"] == LIKE:
        return lang.say(
            "{pct} of plan by month {month}; indicators of the same kind had about {share} of their"
            " total by then.",
            **facts,
        )
    return lang.count(
        "{pct} of plan by month {month}; the last year had {share} of its total by then.",
        "{pct} of plan by month {month}; the last {n} years had about {share} of their total by"
        " then.",
        int(row["pace_years"]),
        **facts,
    )


def _record(row: Row, lang: Language) -> str:
    """What the record of past plans adds.

    Nothing when it moves the amount asked for by less than half a percent.
    """
    if is_missing(row["record_pct"]) or abs(row["record_factor"] - 1) < 0.005:
        return ""
    return " " + lang.say(
        "Past years ended at {record} of the plan they had at this time, so {asked} of plan is "
        "asked for by now.",
        record=lang.percent(row["record_pct"]),
        asked=lang.percent(100 * row["expected_share"] * row["record_factor"]),
    )
