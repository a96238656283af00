"""The judgement of one row of an assessment.

Which facts of the row and which dated rules make its case.
"""

from __future__ import annotations

import re
from typing import Any

from hbanalysis.analysis.plan.facts import Case
from hbanalysis.analysis.plan.rules import outlook, verdict
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.terms import Comparator, Measure, Outlook, Reason, Verdict, report_every

_DUE = re.compile(r"(?P<kind>[MNTQ]|\d{4}-)(?P<number>\d{1,2})(-\d{2})?")


def due_month(judgeable: str) -> int:
    """The month from which an indicator can be judged.

    13 and more lie after the year, unknown means December.

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


def better_is_less(measure: str, comparator: str) -> str:
    """The comparator as it is meant.

    "hạng 2 trở lên" is rank 2 or a smaller number, whichever way it was written.

    >>> better_is_less("rank", ">="), better_is_less("flow", ">=")
    (<Comparator.AT_MOST: '<='>, '>=')
    """
    return (
        Comparator.AT_MOST
        if measure == Measure.RANK and comparator == Comparator.AT_LEAST
        else comparator
    )


def awaited(row: Any, seen: str, grace: int) -> bool:
    """Whether only the report of the month in which a row is due is lacking, and it can still come.

    It comes until day ``grace`` of the next month; without a day looked from, everything known has
    come. Who owes earlier months is late for other reasons.
    """
    due, year = min(due_month(row.judgeable), 12), int(row.period[:4])
    last = f"{year + due // 12}-{due % 12 + 1:02d}-{grace:02d}"
    owed = [month for month in row.missing if month < f"{year}-{due:02d}"]
    return bool(seen) and seen <= last and row.through < due and not owed


def _case(row: Any, month: int, today: str, rules: dict[str, Any], seen: str) -> Case:
    rule = rules["outlook"] | {"late_is_met": rules["assumptions"]["late_milestone_is_met"]}
    expected = float("nan")
    if not is_missing(row.asked_to_date):
        expected = float(exact(row.asked_to_date))
        rule |= {"on_track_from": row.on_track_from, "at_risk_from": row.at_risk_from}
    every = report_every(str(row.cadence))
    lag = max(int(rule["stale_after_months"]), every)
    return Case(
        measure=row.measure,
        comparator=better_is_less(row.measure, row.comparator),
        target=row.target,
        actual=row.actual,
        through=row.through,
        month=month,
        due=due_month(row.judgeable),
        partial=row.partial,
        expected=expected,
        owed=bool(row.missing),
        recurring=every in (1, 3, 6),
        wards=row.wards,
        rule=rule,
        stale=row.measure in (Measure.FLOW, Measure.CAP) and 0 < row.through < month - lag,
        signed=bool(row.signed),
        awaited=awaited(row, seen, int(rule["report_comes_by_day"])),
        high=row.target_high,
        due_day=row.target_due,
        today=today,
        steps=row.steps,
    )


def judge_row(
    row: Any, month: int, closed: bool, today: str, rules: dict[str, Any], seen: str = ""
) -> tuple[str | None, str | None, str]:
    """Verdict, outlook (one of them None) and reason of one row of an assessment.

    ``month`` is the cut-off (1-12), ``today`` the ISO day looked back from, ``seen`` the day whose
    knowledge it has (empty: everything is known); ``rules`` holds the entries in force of
    ``assumptions`` and ``outlook``.
    """
    if is_missing(row.comparator) and not row.rejected:
        return (
            (Verdict.NO_TARGET, None, Reason.NO_TARGET)
            if closed
            else (None, Outlook.NOT_APPLICABLE, Reason.NO_TARGET)
        )
    unstated = (
        row.comparator == Comparator.AT_LEAST
        and not row.comparator_stated
        and not is_missing(row.target)
    )
    if row.ended:
        judged: tuple[str, str] = (
            Verdict.NOT_ASSESSED if closed else Outlook.NOT_APPLICABLE,
            Reason.TERRITORY_ENDED,
        )
    elif row.rejected:
        judged = (Verdict.NOT_ASSESSED if closed else Outlook.NOT_APPLICABLE, Reason.DATA_MISSING)
    elif unstated and not rules["assumptions"]["unstated_comparator_is_floor"]:
        judged = (
            Verdict.NOT_ASSESSED if closed else Outlook.NOT_APPLICABLE,
            Reason.COMPARATOR_NOT_STATED,
        )
    else:
        case = _case(row, month, today, rules, seen)
        judged = verdict(case) if closed else outlook(case)
    word, reason = str(judged[0]), str(judged[1])
    return (word, None, reason) if closed else (None, word, reason)


def judge_at_year_end(row: Any, total: float, rules: dict[str, Any]) -> str:
    """The verdict that a row would get if the year ended at ``total``.

    The rules of a closed year, nothing else.
    """
    ended = row._replace(actual=total, through=12, missing=(), partial=float("nan"))
    return str(judge_row(ended, 12, True, f"{row.period[:4]}-12-31", rules)[0])
