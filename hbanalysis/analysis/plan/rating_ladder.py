"""The four words of a rating, as dated data: what the figures show of each, and what is outside.

``[[ladder]]`` in rules.toml holds the steps of the rule in force, the best first. Figures can show
what was done, done in time, exceeded and done late; points and discipline they cannot, so no word
is ever said to be reached: at most its conditions on figures are fulfilled.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.plan.rating import countable, judgement
from hbanalysis.analysis.plan.scenario import MISSED
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Outlook, Reason, Verdict

SHOWN, OPEN, EXCLUDED, OUTSIDE = "shown", "open", "excluded", "outside"
DONE, ABOVE, LATE, OVERDUE, FAILED = "done", "above", "late", "overdue", "failed"
COLUMNS = [
    *("word_vi", "word_en", "state", "total", "asked_done", "done", "in_time", "late"),
    *("asked_exceeded", "exceeded", "failed", "may_be_late", "more_done", "more_exceeded"),
    *("points_from", "points_below", "discipline", "source", "note_vi", "note_en"),
]


def tally(table: pd.DataFrame) -> dict[str, int]:
    """How many targets are done, in time, late, exceeded and failed, of how many.

    During the year a secured target counts as done. A milestone done after its day is late, and one
    overdue will be: both count against "in time".
    """
    rows = countable(table)
    word, reason = judgement(rows), rows["reason"]
    late_done = reason == Reason.DONE_LATE
    done = word.isin([Verdict.EXCEEDED, Verdict.MET, Outlook.SECURED]) | late_done
    above = reason.isin([Reason.ABOVE_TARGET, Reason.WITHIN_TARGET])
    exceeded = (word == Verdict.EXCEEDED) | ((word == Outlook.SECURED) & above)
    failed = word.isin([Verdict.NOT_MET, Outlook.LOST]) & ~late_done
    late = late_done | (reason == Reason.OVERDUE)
    return {
        "total": len(rows),
        "done": int(done.sum()),
        "in_time": int((done & ~late_done).sum()),
        "late": int(late.sum()),
        "exceeded": int((exceeded & ~late_done).sum()),
        "failed": int(failed.sum()),
    }


def ladder(table: pd.DataFrame, rule: dict[str, Any]) -> pd.DataFrame:
    """Each word of the rule with what the figures show of it and what it would take.

    Parameters
    ----------
    table
        An assessment of one territory.
    rule
        The entry of ``[[ladder]]`` in force.

    Returns
    -------
    DataFrame
        One row for each word, the best first. ``state``: ``shown`` (its conditions on figures are
        fulfilled), ``open`` (they still can be), ``excluded`` (they cannot any more), ``outside``
        (it has none). ``more_done, more_exceeded``: targets still lacking. Empty without a rule.

    """
    return _words(tally(table), rule, closed=bool(table["closed"].any()))


def quarter_ladder(table: pd.DataFrame, rule: dict[str, Any], period: Period) -> pd.DataFrame:
    """The same words for a quarter that is over, by what it was asked for: :func:`quarter_tally`.

    Empty where the rule has no quarters, and for a period that does not end with one.
    """
    if period.last % 3 or not rule.get("quarterly", False):
        return pd.DataFrame(columns=COLUMNS)
    return _words(quarter_tally(table, period), rule, closed=True)


def quarter_tally(table: pd.DataFrame, period: Period) -> dict[str, int]:
    """The counts of :func:`tally` for the last quarter of a period.

    Only targets that ask something of the quarter count: a step or an event whose day lies in it or
    was still open before it, an amount or growth that a scenario sets for its end, and what is
    decided by then. A target of the whole year that is merely under way asks nothing.
    """
    start = f"{period.year}-{period.last - 2:02d}-01"
    marks = [_quarter_mark(row, start, period.end.isoformat()) for row in records(countable(table))]
    done = sum(mark in (DONE, ABOVE, LATE) for mark in marks)
    return {
        "total": sum(mark != "" for mark in marks),
        "done": done,
        "in_time": done - marks.count(LATE),
        "late": marks.count(LATE) + marks.count(OVERDUE),
        "exceeded": marks.count(ABOVE),
        "failed": marks.count(FAILED) + marks.count(OVERDUE),
    }


def _quarter_mark(row: Any, start: str, end: str) -> str:
    """What a target has brought of what the quarter asked for; empty where it asks nothing.

    Its dated steps come first, then its scenario, then what is decided of its year.
    """
    by_then = [(due, done if done <= end else "") for due, done in row.steps if due <= end]
    asked = [(due, done) for due, done in by_then if due >= start or not done or done >= start]
    if asked:
        if not all(done for _, done in asked):
            return OVERDUE
        return LATE if any(done > due for due, done in asked) else DONE
    if row.scenario_met:
        passed = not is_missing(row.pct_of_scenario) and exact(row.pct_of_scenario) != 100
        return FAILED if row.scenario_met == MISSED else ABOVE if passed else DONE
    return _decided_mark(row)


def _decided_mark(row: Any) -> str:
    """What is decided of the year's target already; empty while it is under way."""
    if row.reason in (Reason.DONE_LATE, Reason.OVERDUE):
        return LATE if row.reason == Reason.DONE_LATE else OVERDUE
    word = row.verdict or row.outlook
    above = row.reason in (Reason.ABOVE_TARGET, Reason.WITHIN_TARGET)
    if word in (Verdict.EXCEEDED, Verdict.MET, Outlook.SECURED):
        return ABOVE if word == Verdict.EXCEEDED or above else DONE
    return FAILED if word in (Verdict.NOT_MET, Outlook.LOST) else ""


def _words(counts: dict[str, int], rule: dict[str, Any], *, closed: bool) -> pd.DataFrame:
    """One row for each word of a rule."""
    if not rule["source"] or not counts["total"]:
        return pd.DataFrame(columns=COLUMNS)
    rows = [_step(counts, step, rule, closed=closed) for step in rule["steps"]]
    return pd.DataFrame(rows, columns=COLUMNS)


def _step(
    counts: dict[str, int], step: dict[str, Any], rule: dict[str, Any], *, closed: bool
) -> dict[str, Any]:
    total = counts["total"]
    asked_done = _at_least(total, step["done_at_least"])
    asked_exceeded = _at_least(total, step["exceeded_at_least"])
    may_be_late = int(exact(total) * exact(step["late_at_most"]) / 100)
    lacking = {
        "more_done": max(asked_done - counts["done"], 0),
        "more_exceeded": max(asked_exceeded - counts["exceeded"], 0),
    }
    facts = counts | lacking
    facts |= {"asked_done": asked_done, "asked_exceeded": asked_exceeded}
    state = OUTSIDE if not asked_done else _state(facts, may_be_late, closed=closed)
    told = {name: step[name] for name in ("word_vi", "word_en", "points_from", "points_below")}
    note = {name: rule[name] for name in ("source", "note_vi", "note_en")}
    more = {"state": state, "may_be_late": may_be_late, "discipline": bool(step["no_discipline"])}
    return facts | told | note | more


def _state(facts: dict[str, int], may_be_late: int, *, closed: bool) -> str:
    """Whether the conditions on figures hold, still can, or cannot any more.

    During the year what is secured at its target may still go beyond it; when the year is closed
    only what is not assessed yet is open.
    """
    undecided = facts["total"] - facts["done"] - facts["failed"]
    below = facts["total"] - facts["failed"] - facts["late"] - facts["exceeded"]
    if facts["more_done"] > undecided or facts["late"] > may_be_late:
        return EXCLUDED
    if facts["more_exceeded"] > (undecided if closed else below):
        return EXCLUDED
    return SHOWN if not facts["more_done"] and not facts["more_exceeded"] else OPEN


def _at_least(total: int, percent: Any) -> int:
    return int(np.ceil(float(exact(total) * exact(percent) / 100)))
