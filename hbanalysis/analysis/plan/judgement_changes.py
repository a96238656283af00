"""What changed since the report before: judgements that moved and how far, the worst first."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.analysis.plan.rating import countable, judgement
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.terms import Outlook, Verdict

WORSE, OPEN, BETTER, NEW, SAME = "worse", "no longer judged", "better", "new", "same"
FORESEEN, DECIDED = "as foreseen", "now decided"
WORST_FIRST = (WORSE, OPEN, BETTER, NEW, DECIDED, FORESEEN, SAME)
FORETOLD: dict[str, tuple[str, ...]] = {
    Outlook.SECURED: (Verdict.EXCEEDED, Verdict.MET),
    Outlook.ON_TRACK: (Verdict.EXCEEDED, Verdict.MET),
    Outlook.BEHIND: (Verdict.NOT_MET,),
    Outlook.LOST: (Verdict.NOT_MET,),
}
"""The verdicts that an outlook foretells; "at risk" foretells none."""
LEVELS: dict[str, int] = {
    Verdict.EXCEEDED: 0,
    Verdict.MET: 0,
    Outlook.SECURED: 0,
    Outlook.ON_TRACK: 1,
    Outlook.AT_RISK: 2,
    Outlook.BEHIND: 3,
    Outlook.LOST: 4,
    Verdict.NOT_MET: 4,
}
"""How bad a judgement is.

Verdicts and outlooks on one scale, so that the year can be held against nine months.
"""
_BEFORE = {6: "Q1", 9: "H1", 12: "9M"}


def period_before(period: Period) -> Period | None:
    """The report of the same rhythm before this one; None for the first of the year.

    A month has the month before, a quarter the quarter before; 6 months, 9 months and the year each
    have the cumulative report before them. Other years have other targets.

    >>> [
    ...     str(period_before(Period.parse(text)))
    ...     for text in ("2024-08", "2024-Q3", "2024-9M", "2024", "2024-H1")
    ... ]
    ['2024-07', '2024-Q2', '2024-H1', '2024-9M', '2024-Q1']
    >>> period_before(Period.parse("2024-01")), period_before(Period.parse("2024-Q1"))
    (None, None)
    """
    if period.starts_in_january and period.last in _BEFORE:
        return Period.parse(f"{period.year}-{_BEFORE[period.last]}")
    months = period.last - period.first + 1
    return (
        None
        if period.first == 1
        else Period(period.year, period.first - months, period.last - months)
    )


def kind_of(word: str, before: str) -> str:
    """What became of a judgement; one given for the first time is good news or bad news by itself.

    >>> (
    ...     kind_of("behind", "on track"),
    ...     kind_of("met", "secured"),
    ...     kind_of("on track", "not applicable"),
    ... )
    ('worse', 'same', 'better')
    >>> kind_of("not applicable", "at risk"), kind_of("at risk", "")
    ('no longer judged', 'new')
    """
    if not before:
        return NEW
    if word not in LEVELS:
        return OPEN if before in LEVELS else SAME
    if word in tuple(Verdict) and before in tuple(Outlook):
        return _came_out(word, before)
    step = LEVELS[word] - LEVELS.get(before, 1.5)
    return WORSE if step > 0 else BETTER if step < 0 else SAME


def _came_out(word: str, before: str) -> str:
    """What a verdict makes of the outlook before it.

    >>> _came_out("not met", "behind"), _came_out("met", "behind"), _came_out("not met", "at risk")
    ('as foreseen', 'better', 'now decided')
    """
    if LEVELS[word] == LEVELS.get(before):
        return SAME
    if before not in FORETOLD:
        return DECIDED
    if word in FORETOLD[before]:
        return FORESEEN
    return WORSE if word == Verdict.NOT_MET else BETTER


def changes(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``now`` that count, with where they stood ``before``, the worst change first.

    Adds ``word, word_before`` (empty when it was not there), ``change`` (see :func:`kind_of`),
    ``pct_before``, ``moved`` (points of % of plan) and ``asked`` (the points that past years moved
    meanwhile); NaN where unknown.
    """
    rows = countable(now)
    rows = rows.assign(word=judgement(rows))
    old = before.assign(
        word_before=judgement(before),
        pct_before=before["pct_of_plan"],
        share_before=before["expected_share"],
    )
    old = old[[*PAIR, "word_before", "pct_before", "share_before"]]
    rows = rows.merge(old, how="left", on=PAIR).assign(
        word_before=lambda t: t["word_before"].fillna("")
    )
    rows["change"] = [
        kind_of(one, other) for one, other in zip(rows["word"], rows["word_before"], strict=True)
    ]
    rows["moved"] = rows["pct_of_plan"].astype(float) - rows["pct_before"].astype(float)
    rows["asked"] = 100 * (
        rows["expected_share"].astype(float) - rows["share_before"].astype(float)
    )
    order = pd.DataFrame(
        {
            "kind": rows["change"].map({kind: rank for rank, kind in enumerate(WORST_FIRST)}),
            "level": -rows["word"].map(LEVELS).astype(float).fillna(0),
            "lag": rows["moved"] - rows["asked"],
        }
    )
    places = order.sort_values(["kind", "level", "lag"], kind="stable").index
    return rows.loc[places].reset_index(drop=True)
