"""The judgement of one row of an assessment: its facts, from the row and the dated rules."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.actual.due import due_month, month_end
from hbanalysis.analysis.actual.refused import FIGURES, TARGET
from hbanalysis.analysis.actual.unreported import MISSING, Reporting
from hbanalysis.analysis.plan.facts import Facts, Term
from hbanalysis.analysis.plan.rules import outlook, verdict
from hbanalysis.analysis.plan.term_path import EACH
from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import (
    SUMMED,
    Comparator,
    Measure,
    Outlook,
    Reason,
    Verdict,
    report_every,
)

RECURRING = (1, 3, 6)
"""Months from one report to the next of what is reported again and again within a year."""


def better_is_less(measure: str, comparator: str) -> str:
    """The comparator as it is meant.

    "hạng 2 trở lên" asks for rank 2 or a smaller number, whichever way its sign was written.

    >>> better_is_less("rank", ">="), better_is_less("flow", ">=")
    (<Comparator.AT_MOST: '<='>, '>=')
    """
    return (
        Comparator.AT_MOST
        if measure == Measure.RANK and comparator == Comparator.AT_LEAST
        else comparator
    )


def deciding_month(line: Row) -> int:
    """The month whose report decides a row: the last owed in its year, of an event its own."""
    due, every = due_month(line.judgeable), report_every(str(line.cadence))
    return min(due, 12) // every * every if every in RECURRING else due


def can_come(line: Row, overdue: bool, reporting: Reporting) -> bool:
    """Whether the deciding figure is lacking and its report can still come.

    Without a day to look from, everything that was due within the year has come. Earlier months
    that are still owed are late for other reasons.
    """
    month, year = deciding_month(line), int(line.period[:4])
    if line.through >= month or overdue:
        return False
    if not reporting.seen:
        return month > 12
    return reporting.state(str(line.cadence), year, month) != MISSING


def _facts(row: Row, month: int, today: str, rules: dict[str, Any], seen: str) -> Facts:
    rule = rules["outlook"] | {"late_is_met": rules["assumptions"]["late_milestone_is_met"]}
    expected = float("nan")
    if not is_missing(row.asked_to_date):
        expected = float(exact(row.asked_to_date))
        rule |= {"on_track_from": row.on_track_from, "at_risk_from": row.at_risk_from}
    every, year = report_every(str(row.cadence)), int(row.period[:4])
    lag = max(int(rule["stale_after_months"]), every)
    recurring, due = every in RECURRING, due_month(row.judgeable)
    overdue = any(int(name[5:]) > row.through for name in row.missing)
    ended = month_end(year, due).isoformat() < seen
    reporting = Reporting(seen, rules["reporting"])
    return Facts(
        measure=row.measure,
        comparator=better_is_less(row.measure, row.comparator),
        target=row.target,
        actual=row.actual,
        through=row.through,
        month=month,
        due=due,
        partial=row.partial,
        expected=expected,
        overdue=overdue,
        over=bool(row.awaited) if recurring else ended,
        can_come=can_come(row, overdue, reporting),
        year_told=bool(seen) and reporting.state(str(row.cadence), year, 12) == MISSING,
        recurring=recurring,
        wards=row.wards,
        rule=rule,
        stale=not row.term_last
        and (recurring or row.measure in SUMMED)
        and 0 < row.through < month - lag,
        signed=bool(row.signed),
        refused=row.rejected == FIGURES,
        high=row.target_high,
        due_day=row.target_due,
        today=today,
        steps=row.steps,
        term=_term(row),
    )


def _term(row: Any) -> Term | None:
    """How far the term of a row has come; None of a target of one year."""
    if not row.term_last:
        return None
    months = 12 * (row.term_last - row.term_first + 1)
    return Term(
        months=round(row.term_elapsed * months),
        elapsed=row.term_elapsed,
        asked=row.term_asked,
        before=row.term_before,
        printed=not is_missing(row.term_printed) and int(row.period[:4]) == row.term_last,
        each=row.get("averaged", "") == EACH,
    )


def refusal(row: Row, rules: dict[str, Any]) -> Reason | None:
    """Why a row is not judged whatever its figures are; None when nothing stands against it."""
    unstated = (
        row.comparator == Comparator.AT_LEAST
        and not row.comparator_stated
        and not is_missing(row.target)
    )
    reasons = (
        (bool(row.rival_plans), Reason.PLANS_CONTRADICT),
        (is_missing(row.comparator) and row.rejected != TARGET, Reason.NO_TARGET),
        (bool(row.ended), Reason.TERRITORY_ENDED),
        (row.rejected == TARGET, Reason.DATA_MISSING),
        (
            bool(row.break_day),
            Reason.BREAK_IN_TERM if row.term_last else Reason.BREAK_WITHIN,
        ),
        (row.year_starts > 1, Reason.OTHER_YEAR),
        (
            unstated and not rules["assumptions"]["unstated_comparator_is_floor"],
            Reason.COMPARATOR_NOT_STATED,
        ),
    )
    return next((reason for applies, reason in reasons if applies), None)


def judge_row(
    row: Row, month: int, closed: bool, today: str, rules: dict[str, Any], seen: str = ""
) -> tuple[str | None, str | None, str]:
    """Verdict, outlook (one of them None) and reason of one row of an assessment.

    ``month`` is the cut-off (1-12), ``today`` the ISO day looked back from, ``seen`` the day whose
    knowledge it has (empty: everything is known); ``rules`` holds the entries in force of
    ``assumptions``, ``outlook`` and ``reporting``.
    """
    reason = refusal(row, rules)
    if reason is not None:
        without = Verdict.NO_TARGET if reason == Reason.NO_TARGET else Verdict.NOT_ASSESSED
        judged: tuple[str, str] = (without if closed else Outlook.NOT_APPLICABLE, reason)
    else:
        facts = _facts(row, month, today, rules, seen)
        judged = verdict(facts) if closed else outlook(facts)
    word = str(judged[0])
    return (word, None, str(judged[1])) if closed else (None, word, str(judged[1]))
