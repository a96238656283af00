"""Milestones: events that are done or not, with a day or with dated steps."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.facts import Facts, Judgement, compare
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Outlook, Reason, Verdict

STEP_COLUMNS = ("steps", "steps_done", "step_vi", "step_en", "step_due")


def with_steps(table: pd.DataFrame, steps: pd.DataFrame, year: int, today: str) -> pd.DataFrame:
    """The rows with their dated steps as they stood on a day.

    Adds ``steps`` (a tuple of the days each step was due and done, "" while not done),
    ``steps_done`` (count) and the first step that is not done: ``step_vi, step_en, step_due``
    (empty when there is none).
    """
    here = steps[steps["year"] == year].sort_values(["due", "step"], kind="stable")
    known = here.assign(done=here["done"].fillna("").where(here["done"].fillna("") <= today, ""))
    groups = {
        pair: list(records(group))
        for pair, group in known.groupby(["territory", "indicator"], sort=False)
    }
    told = [_steps_of(groups.get((row.territory, row.indicator), [])) for row in records(table)]
    columns = {
        name: pd.Series([one[position] for one in told], index=table.index, dtype=object)
        for position, name in enumerate(STEP_COLUMNS)
    }
    return table.assign(**columns)


def _steps_of(steps: list[Any]) -> tuple[tuple[tuple[str, str], ...], int, str, str, str]:
    days = tuple((step.due, step.done) for step in steps)
    first = next((step for step in steps if not step.done), None)
    label = (first.label_vi, first.label_en or first.label_vi, first.due) if first else ("", "", "")
    return days, sum(bool(done) for _, done in days), *label


def by_steps(facts: Facts) -> bool:
    """Whether the dated steps of a milestone decide.

    They do when it has some and nobody has reported it done as a whole.
    """
    if facts.comparator != Comparator.DONE or not facts.steps:
        return False
    return facts.through == 0 or compare(facts.actual, 1) < 0


def milestone_closed(facts: Facts) -> Judgement:
    """Done is met; done after its day is met or not, as the rule says."""
    done = compare(facts.actual, 1) >= 0
    if done and _late(facts):
        return (
            Verdict.MET if facts.rule.get("late_is_met", True) else Verdict.NOT_MET
        ), Reason.DONE_LATE
    if not done and facts.can_come:
        return Verdict.NOT_ASSESSED, Reason.NOT_PUBLISHED
    return (Verdict.MET, Reason.DONE) if done else (Verdict.NOT_MET, Reason.NOT_DONE)


def _late(facts: Facts) -> bool:
    """Whether a milestone was done in a month after that of its due day."""
    if not facts.due_day:
        return False
    return facts.through > int(facts.due_day[5:7]) + 12 * (
        int(facts.due_day[:4]) - int(facts.today[:4])
    )


def milestone_open(facts: Facts) -> Judgement:
    """Secured once done; until then it waits for its day or the month it can be judged in."""
    if compare(facts.actual, 1) >= 0:
        if not _late(facts):
            return Outlook.SECURED, Reason.DONE
        return (
            Outlook.SECURED if facts.rule.get("late_is_met", True) else Outlook.LOST
        ), Reason.DONE_LATE
    if facts.due_day:
        return dated_open(facts)
    if facts.month >= facts.due:
        return (
            (Outlook.NOT_APPLICABLE, Reason.NOT_PUBLISHED)
            if facts.can_come
            else (Outlook.LOST, Reason.NOT_DONE)
        )
    return Outlook.NOT_APPLICABLE, Reason.NOT_DUE


def dated_open(facts: Facts) -> Judgement:
    """A milestone with a day, while the year runs.

    It is not due before the day, behind after it, and lost when no month of the year is left.
    """
    if facts.today <= facts.due_day:
        return Outlook.NOT_APPLICABLE, Reason.NOT_DUE
    open_still = facts.through < 12  # only December's own report says that no day was left
    late_helps = open_still and facts.rule.get("late_is_met", True)
    return (Outlook.BEHIND if late_helps else Outlook.LOST), Reason.OVERDUE


def steps_closed(facts: Facts) -> Judgement:
    """A milestone by its steps when the year is over.

    All steps done is met (late ones as the rule says), some open is not met, none ever done says
    nothing.
    """
    done = [day for _, day in facts.steps if day]
    if not done and facts.through == 0:
        return Verdict.NOT_ASSESSED, Reason.DATA_MISSING
    if len(done) < len(facts.steps):
        return Verdict.NOT_MET, Reason.STEP_OVERDUE
    if any(day > due for due, day in facts.steps):
        return (
            Verdict.MET if facts.rule.get("late_is_met", True) else Verdict.NOT_MET
        ), Reason.DONE_LATE
    return Verdict.MET, Reason.DONE


def steps_open(facts: Facts) -> Judgement:
    """A milestone by its steps while the year runs.

    It is behind when a step's day has passed without it, on track while all due steps are done, and
    secured with the last.
    """
    if all(day for _, day in facts.steps):
        return steps_closed_outlook(facts)
    if any(due < facts.today and not day for due, day in facts.steps):
        return (
            Outlook.BEHIND if facts.rule.get("late_is_met", True) else Outlook.LOST
        ), Reason.STEP_OVERDUE
    if any(day for _, day in facts.steps):
        return Outlook.ON_TRACK, Reason.STEPS_IN_TIME
    return Outlook.NOT_APPLICABLE, Reason.NOT_DUE


def steps_closed_outlook(facts: Facts) -> Judgement:
    """The outlook once every step is done."""
    word, reason = steps_closed(facts)
    return (Outlook.SECURED if word == Verdict.MET else Outlook.LOST), reason
