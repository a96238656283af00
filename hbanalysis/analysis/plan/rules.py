"""One judgement at a time: a verdict for a closed year, an outlook during it.

Every comparison is made on exact decimals before any rounding. A :class:`Case` holds the facts of
one row; the functions below are the rules, one for each kind of measure.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from hbanalysis.analysis.plan.facts import Case, Judgement, compare, stand
from hbanalysis.analysis.plan.milestones import (
    by_steps,
    dated_open,
    milestone_closed,
    milestone_open,
    steps_closed,
    steps_open,
)
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Reason, Verdict


def unjudgeable(case: Case, closed: bool) -> Reason | None:
    """Why a row without a figure has no judgement; None when it has what it takes."""
    if case.comparator != Comparator.DONE and is_missing(case.target):
        return Reason.QUOTA_NOT_ASSIGNED
    if case.through > 0 and not is_missing(case.actual):
        return None
    if closed:
        late = case.due > 12 or case.measure == Measure.RANK or case.awaited
        return Reason.NOT_PUBLISHED if late else Reason.DATA_MISSING
    if case.awaited and case.measure != Measure.RANK:
        return Reason.NOT_DUE
    if case.due > 12 or (case.month < case.due and not case.owed):
        return Reason.NOT_DUE
    return Reason.NOT_PUBLISHED if case.measure == Measure.RANK else Reason.DATA_MISSING


def settled_by_part(case: Case) -> int | None:
    """With months missing, what the reported ones alone decide.

    Above (1) or at (0) the target; None: nothing yet.

    Amounts and cases are never negative, so the whole is at least the part.
    """
    if (
        case.measure not in (Measure.FLOW, Measure.CAP)
        or is_missing(case.partial)
        or is_missing(case.target)
    ):
        return None
    if case.signed:
        return None  # what can be negative can fall again
    place = stand(case, case.partial)
    return place if place >= 0 else None


# ---------------------------------------------------------------- closed year
def _level_closed(case: Case) -> Judgement:
    """A level that is reported through the year is judged by its last report.

    Not by one from the summer.
    """
    if case.recurring and case.through < min(case.due, 12):
        return Verdict.NOT_ASSESSED, silent(case)
    return _of_amount(case)


def silent(case: Case) -> Reason:
    """Why the deciding figure is not there: it can still be published, or it should have come."""
    return Reason.NOT_PUBLISHED if case.awaited else Reason.DATA_MISSING


def _of_amount(case: Case) -> Judgement:
    """Flows, stocks and ratios against a floor, a ceiling or an exact value."""
    place = stand(case, case.actual)
    if case.comparator == Comparator.EXACTLY:
        return (
            (Verdict.MET, _within(case))
            if place == 0
            else (Verdict.NOT_MET, Reason.ABOVE_TARGET if place > 0 else Reason.BELOW_TARGET)
        )
    if place == 0:
        return Verdict.MET, Reason.AT_TARGET
    if case.comparator == Comparator.AT_MOST:
        return (
            (Verdict.EXCEEDED, Reason.WITHIN_TARGET)
            if place < 0
            else (Verdict.NOT_MET, Reason.OVER_TARGET)
        )
    return (
        (Verdict.EXCEEDED, Reason.ABOVE_TARGET)
        if place > 0
        else (Verdict.NOT_MET, Reason.BELOW_TARGET)
    )


def _within(case: Case) -> Reason:
    return Reason.AT_TARGET if is_missing(case.high) else Reason.IN_RANGE


def _flow_closed(case: Case) -> Judgement:
    if case.through >= 12:
        return _of_amount(case)
    place = settled_by_part(case)
    if place is not None and case.comparator == Comparator.AT_LEAST:
        return (Verdict.EXCEEDED, Reason.ABOVE_TARGET) if place else (Verdict.MET, Reason.AT_TARGET)
    if place:
        return Verdict.NOT_MET, Reason.OVER_TARGET
    return Verdict.NOT_ASSESSED, silent(case)


def _cap_closed(case: Case) -> Judgement:
    if settled_by_part(case):
        return Verdict.NOT_MET, Reason.CAP_BREACHED
    if case.through < 12:
        return Verdict.NOT_ASSESSED, silent(case)
    return Verdict.MET, Reason.CAP_KEPT


def _wards_closed(case: Case) -> Judgement:
    if any(compare(v, case.target) < 0 for v in case.wards.values() if not is_missing(v)):
        if case.awaited:
            return Verdict.NOT_ASSESSED, Reason.NOT_PUBLISHED
        return Verdict.NOT_MET, Reason.WARDS_SHORT
    if not case.wards or any(is_missing(v) for v in case.wards.values()):
        return Verdict.NOT_ASSESSED, silent(case)
    required = exact(case.target) * len(case.wards)
    return (
        Verdict.EXCEEDED if compare(case.actual, required) > 0 else Verdict.MET
    ), Reason.EVERY_WARD


def _when_closed(measure: Measure) -> Callable[[Case], Judgement]:
    """How a kind of measure is judged at its end; a new kind must be told here."""
    match measure:
        case Measure.FLOW:
            return _flow_closed
        case Measure.STOCK | Measure.RATIO:
            return _level_closed
        case Measure.RANK:
            return _of_amount
        case Measure.CAP:
            return _cap_closed
        case Measure.MILESTONE:
            return milestone_closed
        case Measure.PER_WARD:
            return _wards_closed
    assert_never(measure)


def verdict(case: Case) -> Judgement:
    """The verdict of a closed year and its reason."""
    reason = unjudgeable(case, closed=True)
    if by_steps(case):
        return steps_closed(case)
    if reason is not None and settled_by_part(case) is None:
        return Verdict.NOT_ASSESSED, reason
    return (
        milestone_closed
        if case.comparator == Comparator.DONE
        else _when_closed(Measure(case.measure))
    )(case)


# ---------------------------------------------------------------- during the year
def _by_pace(case: Case) -> Judgement:
    """On track, at risk or behind by the share of what past profiles ask for."""
    wanted, rule = exact(case.expected), case.rule
    if wanted <= 0:
        return Outlook.ON_TRACK, (
            Reason.CAP_KEPT if case.comparator == Comparator.AT_MOST else Reason.PACE
        )
    reached = exact(case.actual) * 100 / wanted
    if case.comparator == Comparator.AT_MOST:
        reached = 200 - reached  # so much under the expected amount is as good as so much over it
    if reached >= exact(rule["on_track_from"]):
        return Outlook.ON_TRACK, Reason.PACE
    return (
        Outlook.AT_RISK if reached >= exact(rule["at_risk_from"]) else Outlook.BEHIND
    ), Reason.PACE


def _known_place(case: Case) -> int:
    """Where everything reported so far stands to the target, months beyond a gap included."""
    known = [value for value in (case.actual, case.partial) if not is_missing(value)]
    return stand(case, max(known))


def _flow_open(case: Case) -> Judgement:
    place, settled = _known_place(case), case.through >= 12 or not case.signed
    if case.comparator == Comparator.AT_LEAST and place >= 0 and settled:
        return Outlook.SECURED, Reason.ABOVE_TARGET if place else Reason.AT_TARGET
    if case.comparator != Comparator.AT_LEAST and place > 0 and settled:
        return Outlook.LOST, Reason.OVER_TARGET
    if case.through >= 12:
        if place == 0:
            return Outlook.SECURED, _within(case)
        kept = case.comparator == Comparator.AT_MOST
        return (
            (Outlook.SECURED, Reason.WITHIN_TARGET)
            if kept
            else (Outlook.LOST, Reason.NO_MONTHS_LEFT)
        )
    return _by_pace(case)


def _level_open(case: Case) -> Judgement:
    """Stocks and ratios can still move until they are due."""
    place = stand(case, case.actual)
    better = (
        place
        if case.comparator == Comparator.AT_LEAST
        else -place
        if case.comparator == Comparator.AT_MOST
        else (-abs(place))
    )
    final = case.month >= case.due and (not case.recurring or case.through >= min(case.due, 12))
    if better < 0 and not final and not is_missing(case.expected):
        return _by_pace(case)  # a programme that is worked off through the year
    if better >= 0:
        reason = (Reason.BELOW_TARGET, _within(case), Reason.ABOVE_TARGET)[place + 1]
        return (Outlook.SECURED if final else Outlook.ON_TRACK), reason
    reason = Reason.BELOW_TARGET if place < 0 else Reason.OVER_TARGET
    if final:
        return Outlook.LOST, reason
    limit = case.high if place > 0 and not is_missing(case.high) else case.target
    gap = abs(exact(case.actual) - exact(limit)) * 100
    near = gap <= exact(case.rule["level_at_risk_within"]) * abs(exact(limit))
    return (Outlook.AT_RISK if near else Outlook.BEHIND), reason


def _rank_open(case: Case) -> Judgement:
    judged, reason = _of_amount(case)
    good = judged in (Verdict.MET, Verdict.EXCEEDED)
    if case.month >= case.due:
        return (Outlook.SECURED if good else Outlook.LOST), reason
    return (Outlook.ON_TRACK if good else Outlook.BEHIND), reason


def _cap_open(case: Case) -> Judgement:
    if _known_place(case) > 0:
        return Outlook.LOST, Reason.CAP_BREACHED
    return (Outlook.SECURED if case.through >= 12 else Outlook.ON_TRACK), Reason.CAP_KEPT


def _wards_open(case: Case) -> Judgement:
    done = [v for v in case.wards.values() if not is_missing(v) and compare(v, case.target) >= 0]
    if len(done) == len(case.wards):
        return Outlook.SECURED, Reason.EVERY_WARD
    silent = [v for v in case.wards.values() if is_missing(v)]
    if case.month >= 12 and case.awaited:
        return Outlook.NOT_APPLICABLE, Reason.NOT_PUBLISHED
    if case.month >= 12:
        short = len(done) + len(silent) < len(case.wards)
        return (
            (Outlook.LOST, Reason.WARDS_SHORT)
            if short
            else (Outlook.NOT_APPLICABLE, Reason.DATA_MISSING)
        )
    expected = (
        exact(len(case.wards)) * case.month / 12
    )  # no profile of wards is kept: linear, and named so
    reached = len(done) * 100 / expected
    if reached >= exact(case.rule["on_track_from"]):
        return Outlook.ON_TRACK, Reason.WARDS_SHORT
    return (
        Outlook.AT_RISK if reached >= exact(case.rule["at_risk_from"]) else Outlook.BEHIND
    ), Reason.WARDS_SHORT


def _while_open(measure: Measure) -> Callable[[Case], Judgement]:
    """How a kind of measure is judged during the year; a new kind must be told here."""
    match measure:
        case Measure.FLOW:
            return _flow_open
        case Measure.STOCK | Measure.RATIO:
            return _level_open
        case Measure.RANK:
            return _rank_open
        case Measure.CAP:
            return _cap_open
        case Measure.MILESTONE:
            return milestone_open
        case Measure.PER_WARD:
            return _wards_open
    assert_never(measure)


def outlook(case: Case) -> Judgement:
    """The outlook during the year and its reason."""
    reason, part = unjudgeable(case, closed=False), settled_by_part(case)
    if by_steps(case):
        return steps_open(case)
    if case.comparator == Comparator.DONE and case.due_day and case.through == 0:
        return dated_open(case)  # silence after the day is not a reason to wait
    if reason is not None and (
        part is None or (part == 0 and case.comparator != Comparator.AT_LEAST)
    ):
        return (
            Outlook.NOT_APPLICABLE,
            reason,
        )  # at a limit with months missing: kept or broken, nobody knows
    if case.stale and (part is None or (part == 0 and case.comparator != Comparator.AT_LEAST)):
        return Outlook.NOT_APPLICABLE, Reason.DATA_MISSING
    if case.comparator == Comparator.DONE:
        return milestone_open(case)
    return _while_open(Measure(case.measure))(case)
