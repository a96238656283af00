"""How a target of a term is judged: by its path while the term runs, by its result at its end."""

from __future__ import annotations

from decimal import Decimal

from hbanalysis.analysis.plan.facts import Facts, Judgement, compare_with_target
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Reason, Verdict

BETTER = {
    Comparator.AT_LEAST: lambda place: place,
    Comparator.AT_MOST: lambda place: -place,
    Comparator.EXACTLY: lambda place: -abs(place),
}


def complete(facts: Facts) -> bool:
    """Whether the whole term is known, or its result has been printed."""
    if facts.term is None:
        return False
    return facts.term.elapsed >= 1 or facts.term.printed


def term_open(facts: Facts) -> Judgement:
    """During the term: secured or lost only by what cannot change again, else by the path."""
    sign = compare_with_target(facts, facts.actual)
    better = BETTER[Comparator(facts.comparator)](sign)
    if complete(facts):
        return (Outlook.SECURED if better >= 0 else Outlook.LOST), _reason(facts, sign)
    if facts.measure == Measure.TERM_SUM:
        return _sum_open(facts, sign)
    if better < 0 and facts.term is not None and facts.term.each:
        return Outlook.LOST, _reason(facts, sign)  # a year that is over stays short
    if better < 0 and facts.measure == Measure.TERM_LEVEL:
        return _by_path(facts)
    return (Outlook.ON_TRACK if better >= 0 else _near(facts)), _reason(facts, sign)


def _sum_open(facts: Facts, sign: int) -> Judgement:
    """What has been added up stays, where it cannot fall below zero."""
    floor = facts.comparator == Comparator.AT_LEAST
    if floor and sign >= 0 and not facts.signed:
        return Outlook.SECURED, _reason(facts, sign)
    if not floor and sign > 0 and not facts.signed:
        return Outlook.LOST, Reason.OVER_TARGET
    return _by_path(facts)


def _reason(facts: Facts, sign: int) -> Reason:
    if sign == 0:
        return Reason.AT_TARGET if is_missing(facts.high) else Reason.IN_RANGE
    if facts.comparator == Comparator.AT_MOST:
        return Reason.WITHIN_TARGET if sign < 0 else Reason.OVER_TARGET
    return Reason.ABOVE_TARGET if sign > 0 else Reason.BELOW_TARGET


def _near(facts: Facts) -> Outlook:
    """An average short of its target: at risk while the gap is small, as of a level."""
    limit = facts.high if compare_with_target(facts, facts.actual) > 0 else facts.target
    limit = facts.target if is_missing(limit) else limit
    gap = abs(exact(facts.actual) - exact(limit)) * 100
    near = gap <= exact(facts.rule["level_at_risk_within"]) * abs(exact(limit))
    return Outlook.AT_RISK if near else Outlook.BEHIND


def _by_path(facts: Facts) -> Judgement:
    """By what is lacking of the way that the term's path asks for by now."""
    lacking = _lacking(facts)
    if lacking is None:
        return Outlook.NOT_APPLICABLE, Reason.NO_PATH
    for word, name in ((Outlook.ON_TRACK, "on_track_from"), (Outlook.AT_RISK, "at_risk_from")):
        if lacking * 100 <= 100 - exact(facts.rule[name]):
            return word, Reason.TERM_PATH
    early = facts.term is not None and facts.term.months <= 1
    return (Outlook.AT_RISK if early else Outlook.BEHIND), Reason.TERM_PATH


def _lacking(facts: Facts) -> Decimal | None:
    """What is lacking of the way asked for, as a part of it; None where there is no path."""
    term = facts.term
    if term is None or is_missing(term.asked):
        return None
    asked, actual = exact(term.asked), exact(facts.actual)
    if facts.measure == Measure.TERM_LEVEL:
        way, done = asked - exact(term.before), actual - exact(term.before)
        if way == 0:  # the level has only to be kept
            return None
        return (way - done) / way
    if asked <= 0:
        return None
    below = (asked - actual) / asked
    return -below if facts.comparator == Comparator.AT_MOST else below


def term_closed(facts: Facts) -> Judgement:
    """The verdict at the term's end."""
    sign = compare_with_target(facts, facts.actual)
    reason = _reason(facts, sign)
    if not complete(facts):
        passed = facts.measure == Measure.TERM_SUM and sign >= 0 and not facts.signed
        if not passed or (sign == 0 and facts.comparator != Comparator.AT_LEAST):
            return (
                Verdict.NOT_ASSESSED,
                Reason.NOT_PUBLISHED if facts.can_come else Reason.DATA_MISSING,
            )
    if sign == 0:
        return Verdict.MET, reason
    if facts.comparator == Comparator.EXACTLY:
        return Verdict.NOT_MET, reason
    good = (sign > 0) == (facts.comparator == Comparator.AT_LEAST)
    return (Verdict.EXCEEDED if good else Verdict.NOT_MET), reason
