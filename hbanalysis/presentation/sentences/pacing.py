"""The sentence behind a judgement by pace.

What was reached, what was asked for by then, and where that comes from.
"""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.plan.pace import LIKE, LINEAR, PHASED, POOLED
from hbanalysis.presentation.judgement_style import telling_percent
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing


def pace_sentence(row: Any, lang: Language) -> str:
    """Where the row stands against the rung of the ladder that it was held against.

    The record of its plans.
    """
    return _by_rung(row, lang) + _record(row, lang)


def _by_rung(row: Any, lang: Language) -> str:
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


def _record(row: Any, lang: Language) -> str:
    """What the record of past plans adds.

    When it moves the amount asked for by at least half a percent.
    """
    if is_missing(row["record_pct"]) or abs(row["record_factor"] - 1) < 0.005:
        return ""
    return " " + lang.say(
        "Past years ended at {record} of the plan they had at this time, so {asked} of plan is "
        "asked for by now.",
        record=lang.percent(row["record_pct"]),
        asked=lang.percent(100 * row["expected_share"] * row["record_factor"]),
    )
