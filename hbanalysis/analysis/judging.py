"""One judgement at a time: a verdict for a closed year, an outlook during it.

Every comparison is made on exact decimals before any rounding. A :class:`Case` holds the facts of one row; the
functions below are the rules, one for each kind of measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Reason, Verdict

Judgement = tuple[Verdict | Outlook, Reason]
_DUE = re.compile(r"(?P<kind>[MNTQ]|\d{4}-)(?P<number>\d{1,2})(-\d{2})?")


@dataclass(frozen=True)
class Case:
    """The facts of one row.

    ``actual`` counts months 1 to ``through`` (0: nothing reported); ``partial`` is the sum of what was reported when
    months are missing; ``expected`` the amount that past profiles ask for by ``through``; ``due`` the month of the
    year by which it can be judged (13 and more: after the year); ``month`` the cut-off; ``owed`` whether reports are
    missing; ``recurring`` whether a level is reported again and again; ``stale`` a last figure too old to speak.
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
    owed: bool = False
    recurring: bool = False
    stale: bool = False
    wards: dict[str, float] = field(default_factory=dict)
    rule: dict[str, Any] = field(default_factory=dict)


def compare(actual: Any, target: Any) -> int:
    """-1, 0 or 1 as the actual value is below, exactly at, or above the target.

    >>> compare(0.1 + 0.2, 0.3), compare(468.349, 468.349), compare(99.9, 100)
    (1, 0, -1)
    """
    left, right = exact(actual), exact(target)
    return (left > right) - (left < right)


def unjudgeable(case: Case, closed: bool) -> Reason | None:
    """Why a row without a figure has no judgement; None when it has what it takes."""
    if case.comparator != Comparator.DONE and is_missing(case.target):
        return Reason.QUOTA_NOT_ASSIGNED
    if case.through > 0 and not is_missing(case.actual):
        return None
    if closed:
        late = case.due > 12 or case.measure == Measure.RANK
        return Reason.NOT_PUBLISHED if late else Reason.DATA_MISSING
    if case.due > 12 or (case.month < case.due and not case.owed):
        return Reason.NOT_DUE
    return Reason.NOT_PUBLISHED if case.measure == Measure.RANK else Reason.DATA_MISSING


def settled_by_part(case: Case) -> int | None:
    """With months missing, what the reported ones alone decide: above (1) or at (0) the target; None: nothing yet.

    Amounts and cases are never negative, so the whole is at least the part.
    """
    if case.measure not in (Measure.FLOW, Measure.CAP) or is_missing(case.partial) or is_missing(case.target):
        return None
    place = compare(case.partial, case.target)
    return place if place >= 0 else None


# ---------------------------------------------------------------- closed year
def _level_closed(case: Case) -> Judgement:
    """A level that is reported through the year is judged by its last report, not by one from the summer."""
    if case.recurring and case.through < min(case.due, 12):
        return Verdict.NOT_ASSESSED, Reason.DATA_MISSING
    return _of_amount(case)


def _of_amount(case: Case) -> Judgement:
    """Flows, stocks and ratios against a floor, a ceiling or an exact value."""
    place = compare(case.actual, case.target)
    if case.comparator == Comparator.EXACTLY:
        return (Verdict.MET, Reason.AT_TARGET) if place == 0 else (
            Verdict.NOT_MET, Reason.ABOVE_TARGET if place > 0 else Reason.BELOW_TARGET)
    if place == 0:
        return Verdict.MET, Reason.AT_TARGET
    if case.comparator == Comparator.AT_MOST:
        return (Verdict.EXCEEDED, Reason.WITHIN_TARGET) if place < 0 else (Verdict.NOT_MET, Reason.OVER_TARGET)
    return (Verdict.EXCEEDED, Reason.ABOVE_TARGET) if place > 0 else (Verdict.NOT_MET, Reason.BELOW_TARGET)


def _flow_closed(case: Case) -> Judgement:
    if case.through >= 12:
        return _of_amount(case)
    place = settled_by_part(case)
    if place is not None and case.comparator == Comparator.AT_LEAST:
        return (Verdict.EXCEEDED, Reason.ABOVE_TARGET) if place else (Verdict.MET, Reason.AT_TARGET)
    if place:
        return Verdict.NOT_MET, Reason.OVER_TARGET
    return Verdict.NOT_ASSESSED, Reason.DATA_MISSING


def _cap_closed(case: Case) -> Judgement:
    if settled_by_part(case):
        return Verdict.NOT_MET, Reason.CAP_BREACHED
    if case.through < 12:
        return Verdict.NOT_ASSESSED, Reason.DATA_MISSING
    return Verdict.MET, Reason.CAP_KEPT


def _milestone_closed(case: Case) -> Judgement:
    done = compare(case.actual, 1) >= 0
    return (Verdict.MET, Reason.DONE) if done else (Verdict.NOT_MET, Reason.NOT_DONE)


def _wards_closed(case: Case) -> Judgement:
    if any(compare(v, case.target) < 0 for v in case.wards.values() if not is_missing(v)):
        return Verdict.NOT_MET, Reason.WARDS_SHORT
    if not case.wards or any(is_missing(v) for v in case.wards.values()):
        return Verdict.NOT_ASSESSED, Reason.DATA_MISSING
    required = exact(case.target) * len(case.wards)
    return (Verdict.EXCEEDED if compare(case.actual, required) > 0 else Verdict.MET), Reason.EVERY_WARD


CLOSED: dict[str, Callable[[Case], Judgement]] = {
    Measure.FLOW: _flow_closed,
    Measure.STOCK: _level_closed,
    Measure.RATIO: _level_closed,
    Measure.RANK: _of_amount,
    Measure.CAP: _cap_closed,
    Measure.MILESTONE: _milestone_closed,
    Measure.PER_WARD: _wards_closed,
}


def verdict(case: Case) -> Judgement:
    """The verdict of a closed year and its reason."""
    reason = unjudgeable(case, closed=True)
    if reason is not None and settled_by_part(case) is None:
        return Verdict.NOT_ASSESSED, reason
    return (_milestone_closed if case.comparator == Comparator.DONE else CLOSED[case.measure])(case)


# ---------------------------------------------------------------- during the year
def _by_pace(case: Case) -> Judgement:
    """On track, at risk or behind by the share of what past profiles ask for."""
    wanted, rule = exact(case.expected), case.rule
    if wanted <= 0:
        return Outlook.ON_TRACK, Reason.PACE
    reached = exact(case.actual) * 100 / wanted
    if case.comparator == Comparator.AT_MOST:
        reached = 200 - reached  # so much under the expected amount is as good as so much over it
    if reached >= exact(rule["on_track_from"]):
        return Outlook.ON_TRACK, Reason.PACE
    return (Outlook.AT_RISK if reached >= exact(rule["at_risk_from"]) else Outlook.BEHIND), Reason.PACE


def _known_place(case: Case) -> int:
    """Where everything reported so far stands to the target, months beyond a gap included."""
    known = [value for value in (case.actual, case.partial) if not is_missing(value)]
    return compare(max(known), case.target)


def _flow_open(case: Case) -> Judgement:
    place = _known_place(case)
    if case.comparator == Comparator.AT_LEAST and place >= 0:
        return Outlook.SECURED, Reason.ABOVE_TARGET if place else Reason.AT_TARGET
    if case.comparator != Comparator.AT_LEAST and place > 0:
        return Outlook.LOST, Reason.OVER_TARGET
    if case.through >= 12:
        if place == 0:
            return Outlook.SECURED, Reason.AT_TARGET
        kept = case.comparator == Comparator.AT_MOST
        return (Outlook.SECURED, Reason.WITHIN_TARGET) if kept else (Outlook.LOST, Reason.NO_MONTHS_LEFT)
    return _by_pace(case)


def _level_open(case: Case) -> Judgement:
    """Stocks and ratios can still move until they are due."""
    place = compare(case.actual, case.target)
    better = place if case.comparator == Comparator.AT_LEAST else -place if case.comparator == Comparator.AT_MOST else (
        -abs(place))
    final = case.month >= case.due and (not case.recurring or case.through >= min(case.due, 12))
    if better < 0 and not final and not is_missing(case.expected):
        return _by_pace(case)  # a programme that is worked off through the year
    if better >= 0:
        reason = (Reason.BELOW_TARGET, Reason.AT_TARGET, Reason.ABOVE_TARGET)[place + 1]
        return (Outlook.SECURED if final else Outlook.ON_TRACK), reason
    reason = Reason.BELOW_TARGET if place < 0 else Reason.OVER_TARGET
    if final:
        return Outlook.LOST, reason
    gap = abs(exact(case.actual) - exact(case.target)) * 100
    near = gap <= exact(case.rule["level_at_risk_within"]) * abs(exact(case.target))
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


def _milestone_open(case: Case) -> Judgement:
    if compare(case.actual, 1) >= 0:
        return Outlook.SECURED, Reason.DONE
    if case.month >= case.due:
        return Outlook.LOST, Reason.NOT_DONE
    return Outlook.NOT_APPLICABLE, Reason.NOT_DUE


def _wards_open(case: Case) -> Judgement:
    done = [v for v in case.wards.values() if not is_missing(v) and compare(v, case.target) >= 0]
    if len(done) == len(case.wards):
        return Outlook.SECURED, Reason.EVERY_WARD
    silent = [v for v in case.wards.values() if is_missing(v)]
    if case.month >= 12:
        short = len(done) + len(silent) < len(case.wards)
        return (Outlook.LOST, Reason.WARDS_SHORT) if short else (Outlook.NOT_APPLICABLE, Reason.DATA_MISSING)
    expected = exact(len(case.wards)) * case.month / 12  # no profile of wards is kept: linear, and named so
    reached = len(done) * 100 / expected
    if reached >= exact(case.rule["on_track_from"]):
        return Outlook.ON_TRACK, Reason.WARDS_SHORT
    return (Outlook.AT_RISK if reached >= exact(case.rule["at_risk_from"]) else Outlook.BEHIND), Reason.WARDS_SHORT


OPEN: dict[str, Callable[[Case], Judgement]] = {
    Measure.FLOW: _flow_open,
    Measure.STOCK: _level_open,
    Measure.RATIO: _level_open,
    Measure.RANK: _rank_open,
    Measure.CAP: _cap_open,
    Measure.MILESTONE: _milestone_open,
    Measure.PER_WARD: _wards_open,
}


def outlook(case: Case) -> Judgement:
    """The outlook during the year and its reason."""
    reason, part = unjudgeable(case, closed=False), settled_by_part(case)
    if reason is not None and (part is None or (part == 0 and case.comparator != Comparator.AT_LEAST)):
        return Outlook.NOT_APPLICABLE, reason  # at a limit with months missing: kept or broken, nobody knows
    if case.stale and part is None:
        return Outlook.NOT_APPLICABLE, Reason.DATA_MISSING
    return (_milestone_open if case.comparator == Comparator.DONE else OPEN[case.measure])(case)


# ---------------------------------------------------------------- rows of a table
def due_month(judgeable: str) -> int:
    """The month from which an indicator can be judged; 13 and more lie after the year, unknown means December.

    >>> due_month("M07"), due_month("N04"), due_month("Q1"), due_month("")
    (7, 16, 3, 12)
    """
    found = _DUE.fullmatch(judgeable.strip().upper())
    if not found:
        return 12
    number = int(found["number"])
    if found["kind"] == "Q":
        return 3 * number
    return number + 12 if found["kind"] == "N" else number


def _case(row: Any, month: int, rule: dict[str, Any]) -> Case:
    expected = float("nan")
    if not is_missing(row.expected_to_date):
        expected = float(exact(row.expected_to_date))
    return Case(
        measure=row.measure, comparator=row.comparator, target=row.target, actual=row.actual, through=row.through,
        month=month, due=due_month(row.judgeable), partial=row.partial, expected=expected,
        owed=bool(row.missing), recurring=str(row.cadence)[:1] in ("m", "q"), wards=row.wards, rule=rule,
        stale=row.measure == Measure.FLOW and 0 < row.through < month - int(rule["stale_after_months"]),
    )


def judge_row(row: Any, month: int, closed: bool, rules: dict[str, Any]) -> tuple[str | None, str | None, str]:
    """Verdict, outlook (one of them None) and reason of one row of an assessment."""
    if is_missing(row.comparator):
        return (Verdict.NO_TARGET, None, Reason.NO_TARGET) if closed else (None, Outlook.NOT_APPLICABLE,
                                                                         Reason.NO_TARGET)
    unstated = row.comparator == Comparator.AT_LEAST and not row.comparator_stated and not is_missing(row.target)
    if row.rejected:
        judged: tuple[str, str] = (Verdict.NOT_ASSESSED if closed else Outlook.NOT_APPLICABLE, Reason.DATA_MISSING)
    elif unstated and not rules["assumptions"]["unstated_comparator_is_floor"]:
        judged = (Verdict.NOT_ASSESSED if closed else Outlook.NOT_APPLICABLE, Reason.COMPARATOR_NOT_STATED)
    else:
        case = _case(row, month, rules["outlook"])
        judged = verdict(case) if closed else outlook(case)
    word, reason = str(judged[0]), str(judged[1])
    return (word, None, reason) if closed else (None, word, reason)


def judge_at_year_end(row: Any, total: float, rules: dict[str, Any]) -> str:
    """The verdict that a row would get if the year ended at ``total``: the rules of a closed year, nothing else."""
    ended = row._replace(actual=total, through=12, missing=(), partial=float("nan"))
    return str(judge_row(ended, 12, True, rules)[0])
