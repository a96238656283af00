"""The sentence behind a judgement by pace: what was reached, what was asked for by then, and where that comes from."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.pace import LIKE, LINEAR, PHASED, POOLED
from hbanalysis.presentation.words import telling_percent
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing


def pace_sentence(row: Any, words: Language) -> str:
    """Where the row stands against the rung of the ladder that it was held against, and the record of its plans."""
    return _by_rung(row, words) + _record(row, words)


def _by_rung(row: Any, words: Language) -> str:
    facts = {"pct": telling_percent(row["pct_of_plan"], words), "share": words.percent(100 * row["expected_share"]),
             "month": int(row["through"])}
    if row["pace_method"] == LINEAR:
        return words.say("{pct} of plan by month {month}; even months would ask for {share} (no past year to compare).",
                         **facts)
    if row["pace_method"] == PHASED:
        return words.say("{pct} of plan by month {month}; the plan's own phasing asks for {share} by then.", **facts)
    if row["pace_method"] == POOLED:
        return words.say("{pct} of plan by month {month}; in other territories the same indicator had about {share} "
                         "of its total by then.", **facts)
    if row["pace_method"] == LIKE:
        return words.say("{pct} of plan by month {month}; indicators of the same kind had about {share} of their total "
                         "by then.", **facts)
    return words.count("{pct} of plan by month {month}; the last year had {share} of its total by then.",
                       "{pct} of plan by month {month}; the last {n} years had about {share} of their total by then.",
                       int(row["pace_years"]), **facts)


def _record(row: Any, words: Language) -> str:
    """What the record of past plans adds, when it moves the amount asked for by at least half a percent."""
    if is_missing(row["record_pct"]) or abs(row["record_factor"] - 1) < 0.005:
        return ""
    return " " + words.say("Past years ended at {record} of the plan they had at this time, so {asked} of plan is "
                           "asked for by now.", record=words.percent(row["record_pct"]),
                           asked=words.percent(100 * row["expected_share"] * row["record_factor"]))
