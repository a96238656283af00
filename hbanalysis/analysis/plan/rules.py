"""One judgement at a time: a verdict for a closed year, an outlook during it.

Every comparison is made on exact decimals before any rounding. A :class:`Facts` holds the facts of
one row; the functions below are the rules, one for each kind of measure.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never

from hbanalysis.analysis.plan.facts import Facts, Judgement, compare, compare_with_target
from hbanalysis.analysis.plan.milestones import (
    by_steps,
    dated_open,
    milestone_closed,
    milestone_open,
    steps_closed,
    steps_open,
)
from hbanalysis.analysis.plan.term_rules import term_closed, term_open
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Reason, Verdict


def unjudgeable(facts: Facts, closed: bool) -> Reason | None:
    """Why a row without a figure has no judgement; None when it has what it takes."""
    if facts.comparator != Comparator.DONE and is_missing(facts.target):
        return Reason.QUOTA_NOT_ASSIGNED
    if (facts.through > 0 or facts.term) and not is_missing(facts.actual):
        return None
    return silent(facts) if closed else _not_there(facts)


def _not_there(facts: Facts) -> Reason:
    """What a figure that has not come during the year is called."""
    if facts.recurring and facts.due <= 12:
        if facts.overdue:
            return Reason.DATA_MISSING
        return Reason.NOT_PUBLISHED if facts.over else Reason.NOT_DUE
    waiting = facts.month < facts.due or (facts.can_come and not facts.over)
    if not facts.over if facts.due > 12 else waiting:
        return Reason.NOT_DUE
    # Others publish a rank when they please, but not after the year's own reports have come.
    published_elsewhere = facts.measure == Measure.RANK and not facts.year_told
    late = not facts.can_come and not published_elsewhere
    return Reason.DATA_MISSING if late else Reason.NOT_PUBLISHED


def settled_by_part(facts: Facts) -> int | None:
    """With months missing, what the reported ones decide: above (1) or at (0) the target, or None.

    Amounts and cases are never negative, so the whole is at least the part.
    """
    if (
        facts.measure not in (Measure.FLOW, Measure.CAP)
        or is_missing(facts.partial)
        or is_missing(facts.target)
    ):
        return None
    if facts.signed:
        return None  # what can be negative can fall again
    sign = compare_with_target(facts, facts.partial)
    return sign if sign >= 0 else None


# ---------------------------------------------------------------- closed year
def _level_closed(facts: Facts) -> Judgement:
    """A level that is reported through the year is judged by its last report alone."""
    if facts.recurring and facts.through < min(facts.due, 12):
        return Verdict.NOT_ASSESSED, silent(facts)
    return _of_amount(facts)


def silent(facts: Facts) -> Reason:
    """Why the deciding figure is not there: it can still be published, or it should have come."""
    return Reason.NOT_PUBLISHED if facts.can_come else Reason.DATA_MISSING


def _of_amount(facts: Facts) -> Judgement:
    """Flows, stocks and ratios against a floor, a ceiling or an exact value."""
    sign = compare_with_target(facts, facts.actual)
    if facts.comparator == Comparator.EXACTLY:
        return (
            (Verdict.MET, _within(facts))
            if sign == 0
            else (Verdict.NOT_MET, Reason.ABOVE_TARGET if sign > 0 else Reason.BELOW_TARGET)
        )
    if sign == 0:
        return Verdict.MET, Reason.AT_TARGET
    if facts.comparator == Comparator.AT_MOST:
        return (
            (Verdict.EXCEEDED, Reason.WITHIN_TARGET)
            if sign < 0
            else (Verdict.NOT_MET, Reason.OVER_TARGET)
        )
    return (
        (Verdict.EXCEEDED, Reason.ABOVE_TARGET)
        if sign > 0
        else (Verdict.NOT_MET, Reason.BELOW_TARGET)
    )


def _within(facts: Facts) -> Reason:
    return Reason.AT_TARGET if is_missing(facts.high) else Reason.IN_RANGE


def _flow_closed(facts: Facts) -> Judgement:
    if facts.through >= 12:
        return _of_amount(facts)
    sign = settled_by_part(facts)
    if sign is not None and facts.comparator == Comparator.AT_LEAST:
        return (Verdict.EXCEEDED, Reason.ABOVE_TARGET) if sign else (Verdict.MET, Reason.AT_TARGET)
    if sign:
        return Verdict.NOT_MET, Reason.OVER_TARGET
    return Verdict.NOT_ASSESSED, silent(facts)


def _cap_closed(facts: Facts) -> Judgement:
    if settled_by_part(facts):
        return Verdict.NOT_MET, Reason.CAP_BREACHED
    if facts.through < 12:
        return Verdict.NOT_ASSESSED, silent(facts)
    return Verdict.MET, Reason.CAP_KEPT


def _wards_closed(facts: Facts) -> Judgement:
    if any(compare(v, facts.target) < 0 for v in facts.wards.values() if not is_missing(v)):
        if facts.can_come:
            return Verdict.NOT_ASSESSED, Reason.NOT_PUBLISHED
        return Verdict.NOT_MET, Reason.WARDS_SHORT
    if not facts.wards or any(is_missing(v) for v in facts.wards.values()):
        return Verdict.NOT_ASSESSED, silent(facts)
    required = exact(facts.target) * len(facts.wards)
    return (
        Verdict.EXCEEDED if compare(facts.actual, required) > 0 else Verdict.MET
    ), Reason.EVERY_WARD


def _when_closed(measure: Measure) -> Callable[[Facts], Judgement]:  # noqa: PLR0911
    """How a kind of measure is judged at its end; a new kind must be told here."""
    match measure:
        case Measure.FLOW:
            return _flow_closed
        case (
            Measure.STOCK | Measure.RATIO | Measure.GROWTH | Measure.SHARE | Measure.CHANGE
        ):  # fmt: skip
            return _level_closed
        case Measure.RANK:
            return _of_amount
        case Measure.CAP:
            return _cap_closed
        case Measure.MILESTONE:
            return milestone_closed
        case Measure.PER_WARD:
            return _wards_closed
        case Measure.TERM_SUM | Measure.TERM_AVERAGE | Measure.TERM_LEVEL:
            return term_closed
    assert_never(measure)


def verdict(facts: Facts) -> Judgement:
    """The verdict of a closed year and its reason."""
    reason = unjudgeable(facts, closed=True)
    if by_steps(facts):
        return steps_closed(facts)
    if reason is None and facts.refused:
        reason = Reason.DATA_MISSING
    if reason is not None and settled_by_part(facts) is None:
        return Verdict.NOT_ASSESSED, reason
    return (
        milestone_closed
        if facts.comparator == Comparator.DONE
        else _when_closed(Measure(facts.measure))
    )(facts)


# ---------------------------------------------------------------- during the year
def _by_pace(facts: Facts) -> Judgement:
    """On track, at risk or behind, by what is lacking of the amount that past profiles ask for.

    For a range or an exact target it is what lies outside on either side.
    """
    if is_missing(facts.expected):
        return Outlook.NOT_APPLICABLE, Reason.NO_PACE
    lacking = _lacking(facts) * 100
    for word, name in ((Outlook.ON_TRACK, "on_track_from"), (Outlook.AT_RISK, "at_risk_from")):
        if lacking <= 100 - exact(facts.rule[name]):
            return word, Reason.PACE
    return Outlook.BEHIND, Reason.PACE


def _lacking(facts: Facts) -> Decimal:
    """What is lacking of the expected amount, as a part of it; below zero: more than enough."""
    wanted, actual = exact(facts.expected), exact(facts.actual)
    if wanted == 0:
        return Decimal(0)  # nothing is asked for yet
    below = (wanted - actual) / abs(wanted)
    if facts.comparator == Comparator.AT_LEAST:
        return below
    if facts.comparator == Comparator.AT_MOST or is_missing(facts.high):
        above = -below
    else:
        highest = wanted * exact(facts.high) / exact(facts.target)
        above = (actual - highest) / abs(highest)
    return above if facts.comparator == Comparator.AT_MOST else max(below, above)


def _known_place(facts: Facts) -> int:
    """Where everything reported so far stands to the target, months beyond a gap included."""
    known = [value for value in (facts.actual, facts.partial) if not is_missing(value)]
    return compare_with_target(facts, max(known))


def _flow_open(facts: Facts) -> Judgement:
    sign, settled = _known_place(facts), facts.through >= 12 or not facts.signed
    if facts.comparator == Comparator.AT_LEAST and sign >= 0 and settled:
        return Outlook.SECURED, Reason.ABOVE_TARGET if sign else Reason.AT_TARGET
    if facts.comparator != Comparator.AT_LEAST and sign > 0 and settled:
        return Outlook.LOST, Reason.OVER_TARGET
    if facts.through >= 12:
        if sign == 0:
            return Outlook.SECURED, _within(facts)
        kept = facts.comparator == Comparator.AT_MOST
        return (
            (Outlook.SECURED, Reason.WITHIN_TARGET)
            if kept
            else (Outlook.LOST, Reason.NO_MONTHS_LEFT)
        )
    return _by_pace(facts)


def _level_open(facts: Facts) -> Judgement:
    """Stocks and ratios can still move until they are due."""
    sign = compare_with_target(facts, facts.actual)
    better = (
        sign
        if facts.comparator == Comparator.AT_LEAST
        else -sign
        if facts.comparator == Comparator.AT_MOST
        else (-abs(sign))
    )
    final = facts.month >= facts.due and (
        not facts.recurring or facts.through >= min(facts.due, 12)
    )
    if better < 0 and not final and not is_missing(facts.expected):
        return _by_pace(facts)  # a programme that is worked off through the year
    if better >= 0:
        reason = (Reason.BELOW_TARGET, _within(facts), Reason.ABOVE_TARGET)[sign + 1]
        return (Outlook.SECURED if final else Outlook.ON_TRACK), reason
    reason = Reason.BELOW_TARGET if sign < 0 else Reason.OVER_TARGET
    if final:
        return Outlook.LOST, reason
    limit = facts.high if sign > 0 and not is_missing(facts.high) else facts.target
    gap = abs(exact(facts.actual) - exact(limit)) * 100
    near = gap <= exact(facts.rule["level_at_risk_within"]) * abs(exact(limit))
    return (Outlook.AT_RISK if near else Outlook.BEHIND), reason


def _rank_open(facts: Facts) -> Judgement:
    judged, reason = _of_amount(facts)
    good = judged in (Verdict.MET, Verdict.EXCEEDED)
    if facts.month >= facts.due:
        return (Outlook.SECURED if good else Outlook.LOST), reason
    return (Outlook.ON_TRACK if good else Outlook.BEHIND), reason


def _cap_open(facts: Facts) -> Judgement:
    if _known_place(facts) > 0:
        return Outlook.LOST, Reason.CAP_BREACHED
    return (Outlook.SECURED if facts.through >= 12 else Outlook.ON_TRACK), Reason.CAP_KEPT


def _wards_done(facts: Facts) -> list[float]:
    """The counts of the wards that have enough."""
    return [v for v in facts.wards.values() if not is_missing(v) and compare(v, facts.target) >= 0]


def _every_ward(facts: Facts) -> bool:
    """Whether every ward has enough: what has been built stays."""
    every = facts.measure == Measure.PER_WARD and bool(facts.wards)
    return every and len(_wards_done(facts)) == len(facts.wards)


def _wards_open(facts: Facts) -> Judgement:
    done = _wards_done(facts)
    if _every_ward(facts):
        return Outlook.SECURED, Reason.EVERY_WARD
    silent = [v for v in facts.wards.values() if is_missing(v)]
    if facts.month >= 12 and facts.can_come:
        return Outlook.NOT_APPLICABLE, Reason.NOT_PUBLISHED
    if facts.month >= 12:
        short = len(done) + len(silent) < len(facts.wards)
        return (
            (Outlook.LOST, Reason.WARDS_SHORT)
            if short
            else (Outlook.NOT_APPLICABLE, Reason.DATA_MISSING)
        )
    expected = (
        exact(len(facts.wards)) * facts.month / 12
    )  # no profile of wards is kept: linear, and named so
    reached = len(done) * 100 / expected
    if reached >= exact(facts.rule["on_track_from"]):
        return Outlook.ON_TRACK, Reason.WARDS_SHORT
    return (
        Outlook.AT_RISK if reached >= exact(facts.rule["at_risk_from"]) else Outlook.BEHIND
    ), Reason.WARDS_SHORT


def _while_open(measure: Measure) -> Callable[[Facts], Judgement]:  # noqa: PLR0911
    """How a kind of measure is judged during the year; a new kind must be told here."""
    match measure:
        case Measure.FLOW:
            return _flow_open
        case (
            Measure.STOCK | Measure.RATIO | Measure.GROWTH | Measure.SHARE | Measure.CHANGE
        ):  # fmt: skip
            return _level_open
        case Measure.RANK:
            return _rank_open
        case Measure.CAP:
            return _cap_open
        case Measure.MILESTONE:
            return milestone_open
        case Measure.PER_WARD:
            return _wards_open
        case Measure.TERM_SUM | Measure.TERM_AVERAGE | Measure.TERM_LEVEL:
            return term_open
    assert_never(measure)


def outlook(facts: Facts) -> Judgement:
    """The outlook during the year and its reason."""
    reason, part = unjudgeable(facts, closed=False), settled_by_part(facts)
    undecided = part is None or (part == 0 and facts.comparator != Comparator.AT_LEAST)
    if by_steps(facts):
        return steps_open(facts)
    if facts.comparator == Comparator.DONE and facts.due_day and facts.through == 0:
        return dated_open(facts)  # silence after the day is not a reason to wait
    if reason is not None and undecided:
        return Outlook.NOT_APPLICABLE, reason  # at a limit with months missing: nobody knows
    if (facts.stale or facts.refused) and undecided and not _every_ward(facts):
        return Outlook.NOT_APPLICABLE, Reason.DATA_MISSING
    if facts.comparator == Comparator.DONE:
        return milestone_open(facts)
    return _while_open(Measure(facts.measure))(facts)
