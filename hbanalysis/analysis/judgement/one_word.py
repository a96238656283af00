"""One outlook from two witnesses: the pace to date and the projection of the year's end.

Where both speak of an amount and contradict each other, the word is "at risk", and the row says
which of the two has been right more often in such cases at that month (``docs/pace.md``); what the
pace leaves at risk a clear chance settles. Where
only one speaks, it decides and is named (``outlook_basis``). A single month decides nothing:
January never says "behind".
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from hbanalysis.analysis.plan.assessment import NOT_HEARD
from hbanalysis.analysis.row import Row
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Outlook, Reason

PACE, CHANCE, BOTH = "pace", "projection", "pace and projection"
COLUMNS = NOT_HEARD
_EARLY = (Reason.PACE, Reason.CHANCE, Reason.WARDS_SHORT)


class Word(NamedTuple):
    """The outlook of one row, its reason, and :data:`COLUMNS`."""

    outlook: str | None
    reason: str
    by_pace: str = ""
    by_chance: str = ""
    chance: float = np.nan
    basis: str = ""
    weighs_more: str = ""
    right: int = 0
    of: int = 0


def with_one_word(table: pd.DataFrame, rule: dict[str, Any]) -> pd.DataFrame:
    """The rows of an assessment with its projection, each with one outlook from both.

    ``rule`` is the entry of ``[[outlook]]`` in force. Changes ``outlook`` and ``reason``; adds
    ``outlook_by_pace`` and ``outlook_by_chance`` (what each alone says; empty where it says
    nothing), ``outlook_chance`` (0-1), ``outlook_basis``, and where they differ ``weighs_more``
    with ``weighs_right`` of ``weighs_of`` measured cases.
    """
    words = [one_word(row, rule) for row in records(table)]
    judged = pd.DataFrame(words, index=table.index, columns=["outlook", "reason", *COLUMNS])
    for name in ("outlook", "reason", *(name for name, none in COLUMNS.items() if none == "")):
        judged[name] = judged[name].astype(object)
    kept = judged["outlook"].where(judged["outlook"].notna(), None)
    table = table.assign(outlook=kept)
    for name in ("reason", *COLUMNS):
        table[name] = judged[name]
    return table


def one_word(row: Row, rule: dict[str, Any]) -> Word:
    """The outlook of one row and what it rests on; a closed year keeps its verdict."""
    as_it_is = Word(row.outlook, row.reason)
    if row.closed or row.outlook is None:
        return as_it_is
    known = not is_missing(row.chance) and row.reason in (Reason.PACE, Reason.NO_PACE)
    if row.reason == Reason.PACE and not known:
        word = Word(row.outlook, Reason.PACE, by_pace=row.outlook, basis=PACE)
    elif row.reason == Reason.PACE:
        word = _from_both(row, rule)
    elif known:
        by_chance = word_of(row.chance, rule)
        word = Word(by_chance, Reason.CHANCE, "", by_chance, float(row.chance), CHANCE)
    else:
        word = as_it_is
    return _not_early(word, row)


def word_of(chance: float, rule: dict[str, Any]) -> str:
    """What a chance alone says.

    >>> rule = {"chance_on_track_from": 0.65, "chance_at_risk_from": 0.35}
    >>> [str(word_of(chance, rule)) for chance in (0.65, 0.5, 0.35, 0.2)]
    ['on track', 'at risk', 'at risk', 'behind']
    """
    if chance >= float(rule["chance_on_track_from"]):
        return Outlook.ON_TRACK
    return Outlook.AT_RISK if chance >= float(rule["chance_at_risk_from"]) else Outlook.BEHIND


def _from_both(row: Row, rule: dict[str, Any]) -> Word:
    """The pace's word, where the chance does not speak against it.

    "On track" needs a chance, "behind" its absence, else it is "at risk". What the pace leaves at
    risk a clear chance settles, where enough past years stand behind it.
    """
    by_pace, by_chance = str(row.outlook), word_of(row.chance, rule)
    facts = (by_pace, by_chance, float(row.chance), BOTH)
    if by_pace == Outlook.AT_RISK:
        return Word(_settled(row, rule), Reason.PACE, *facts)
    kept = (
        row.chance
        >= float(rule["leading_chance_from" if leads(row, rule) else "on_track_chance_from"])
        if by_pace == Outlook.ON_TRACK
        else row.chance < float(rule["behind_chance_below"])
    )
    if kept:
        return Word(by_pace, Reason.PACE, *facts)
    return Word(Outlook.AT_RISK, Reason.PACE, *facts, *_record(int(row.through), rule))


def leads(row: Row, rule: dict[str, Any]) -> bool:
    """Whether a row is clearly ahead of what is asked by now, and of what past years imply.

    On its pace, an even chance says the same as the pace; ahead of it an even chance says less. A
    record of plans that were always passed asks for less than the plan; that alone is no lead.
    """
    if is_missing(row.asked_to_date) or row.asked_to_date <= 0 or row.actual <= 0:
        return False
    ahead = row.actual / float(np.fmax(row.asked_to_date, row.expected_to_date))
    if row.comparator == Comparator.AT_MOST:
        ahead = 1 / ahead
    elif row.comparator == Comparator.EXACTLY:
        return False
    return bool(100 * (ahead - 1) >= float(rule["leads_from"]))


def _settled(row: Row, rule: dict[str, Any]) -> str:
    """What a target that the pace leaves at risk is called once a clear chance has been heard."""
    if row.years_of_history < int(rule["chance_settles_from_years"]):
        return Outlook.AT_RISK
    if row.chance < float(rule["at_risk_chance_from"]):
        return Outlook.BEHIND
    return Outlook.ON_TRACK if row.chance >= float(rule["at_risk_chance_to"]) else Outlook.AT_RISK


def _record(month: int, rule: dict[str, Any]) -> tuple[str, int, int]:
    """Which of the two was right more often where they differed: it, how often, of how many.

    Measured at some months only; that of the latest one reached counts, before the first the first.
    """
    table = sorted(rule["witnesses_differed"])
    at = [line for line in table if line[0] <= month] or table[:1]
    if not at:
        return "", 0, 0
    _, pace, projection = at[-1]
    more = PACE if pace > projection else CHANCE if projection > pace else ""
    return more, max(pace, projection), pace + projection


def _not_early(word: Word, row: Row) -> Word:
    """January's single month never says "behind"."""
    if row.through == 1 and word.outlook == Outlook.BEHIND and word.reason in _EARLY:
        return word._replace(outlook=Outlook.AT_RISK)
    return word
