"""The facts of one row that a judgement needs, and the exact comparison that every rule uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Outlook, Reason, Verdict

Judgement = tuple[Verdict | Outlook, Reason]


@dataclass(frozen=True)
class Term:
    """How far a term has come: months known, their share, what its path asks for by then.

    ``before`` is the level before the term; ``printed`` whether its result has been printed;
    ``each`` whether every year has to reach the target.
    """

    months: int
    elapsed: float
    asked: float
    before: float
    printed: bool = False
    each: bool = False


@dataclass(frozen=True)
class Facts:
    """The facts of one row.

    ``actual`` counts months 1 to ``through`` (0: nothing reported); ``partial`` is the sum of what
    was reported when months are missing; ``expected`` the amount that past profiles ask for by
    ``through``, missing where there is no pace; ``due`` the month of the year by which it can be
    judged (13 and more: after the year); ``month`` the cut-off. ``overdue``: a figure after the
    last one should have come; ``over``: one could have come and still can; ``can_come``: the
    deciding one still can; ``year_told``: the year's last report has had its day. ``recurring``
    whether a level is reported again and again; ``stale`` a last figure too old to speak;
    ``signed`` a sum that can fall again; ``refused`` whether figures could not be read. ``high``
    is the upper end of a range; ``due_day`` the day a milestone is due, ``today`` the day looked
    back from; ``steps`` the dated steps of a milestone: the days each is
    due and was done (empty: not done by ``today``); ``term`` of a target of several years.
    """

    measure: str
    comparator: str
    target: float
    actual: float
    through: int
    month: int
    due: int = 12
    partial: float = float("nan")
    expected: float = float("nan")
    overdue: bool = False
    over: bool = False
    can_come: bool = False
    year_told: bool = False
    recurring: bool = False
    stale: bool = False
    signed: bool = False
    refused: bool = False
    high: float = float("nan")
    due_day: str = ""
    today: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    term: Term | None = None
    wards: dict[str, float] = field(default_factory=dict)
    rule: dict[str, Any] = field(default_factory=dict)


def compare(actual: Any, target: Any) -> int:
    """-1, 0 or 1 as the actual value is below, exactly at, or above the target.

    >>> compare(0.1 + 0.2, 0.3), compare(468.349, 468.349), compare(99.9, 100)
    (1, 0, -1)
    """
    left, right = exact(actual), exact(target)
    return (left > right) - (left < right)


def compare_with_target(facts: Facts, actual: Any) -> int:
    """-1, 0 or 1 as a value is below, at, or above the target; anywhere within a range is at it."""
    sign = compare(actual, facts.target)
    if sign > 0 and facts.comparator == Comparator.EXACTLY and not is_missing(facts.high):
        return max(compare(actual, facts.high), 0)
    return sign
