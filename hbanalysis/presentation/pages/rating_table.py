"""The four words of a rating: what figures show of each, what is missing, what it would take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.rating_ladder import EXCLUDED, OPEN, OUTSIDE, SHOWN
from hbanalysis.presentation.cells import DASH
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

LEFT = "left"
"""A word without conditions on figures, where those of all others are excluded."""
STATES = N_(
    {
        SHOWN: "fulfilled as far as figures show",
        OPEN: "still possible",
        EXCLUDED: "no longer possible by the figures",
        OUTSIDE: "figures alone do not decide it",
        LEFT: "the only word that the figures leave",
    }
)


def rating_table(table: pd.DataFrame, lang: Language, quarter: bool = False) -> Sheet[Any] | Prose:
    """One row for each word, the best first; nothing where no rule applies.

    ``quarter`` says that it is of a quarter, not of the year.
    """
    if table.empty:
        return Prose(())
    if table["state"].isin([EXCLUDED, OUTSIDE]).all():
        table = table.assign(state=table["state"].replace(OUTSIDE, LEFT))
    heading = N_("Rating of the quarter") if quarter else N_("Rating")
    columns: tuple[Column[Any], ...] = (
        Column("word", heading, lambda row, lang: lang.pick(row, "word"), "name"),
        Column("state", "By the figures", lambda row, lang: lang.say(STATES[row["state"]])),
        Column("shown", "What figures show", _shown),
        Column("takes", "What it would take", _takes),
        Column("outside", "Outside the figures", _outside),
        Column("source", "Source", _source),
    )
    if quarter:
        title = N_("The words of the rating for the quarter: {n} targets ask something of it")
        facts = {"n": int(table["total"].iloc[0])}
        return Sheet.of("quarter-ladder", title, columns, table, lang, key="word_en", facts=facts)
    return Sheet.of("ladder", "The words of the rating", columns, table, lang, key="word_en")


def officials_note(rule: Mapping[str, Any], lang: Language) -> Prose:
    """The words for officials, each with its points: figures of targets show none of them."""
    if not rule["source"]:
        return Prose(())
    words = "; ".join(f"{lang.pick(step, 'word')}: {_points(step, lang)}" for step in rule["steps"])
    note = lang.pick(rule, "note")
    source = rule["source"] + (f" ({note})" if note else "")
    text = lang.say(
        "Officials are rated by points alone ({source}): {words}. Figures of targets show none of"
        " it.",
        source=source,
        words=words,
    )
    return Prose((text,), "note")


def _points(step: Mapping[str, Any], lang: Language) -> str:
    if not step["points_from"]:
        return lang.say("below the points above")
    return lang.say("at least {n} points", n=step["points_from"])


def _shown(row: Any, lang: Language) -> Cell:
    if row["state"] in (OUTSIDE, LEFT):
        return Cell(DASH)
    parts = [
        lang.say(
            "done {done} of {total} (asked: {asked})",
            done=row["done"],
            total=row["total"],
            asked=row["asked_done"],
        ),
        lang.say("late {late} (allowed: {most})", late=row["late"], most=row["may_be_late"]),
    ]
    if row["asked_exceeded"]:
        parts.append(
            lang.say(
                "exceeded {n} (asked: {asked})", n=row["exceeded"], asked=row["asked_exceeded"]
            )
        )
    return Cell("; ".join(parts))


def _takes(row: Any, lang: Language) -> Cell:
    if row["state"] != OPEN:
        return Cell(DASH)
    parts = []
    if row["more_done"]:
        parts.append(lang.say("{n} more done in time", n=row["more_done"]))
    if row["more_exceeded"]:
        parts.append(lang.say("{n} more exceeded", n=row["more_exceeded"]))
    return Cell(", ".join(parts) or lang.say("nothing more"))


def _outside(row: Any, lang: Language) -> Cell:
    below, start = row["points_below"], row["points_from"]
    if below > 100:
        text = lang.say("at least {n} points", n=start)
    elif not start:
        text = lang.say("below {n} points", n=below)
    else:
        text = lang.say("{n} to below {most} points", n=start, most=below)
    return Cell(text + (f"; {lang.say('no discipline')}" if row["discipline"] else ""))


def _source(row: Any, lang: Language) -> Cell:
    note = lang.pick(row, "note")
    return Cell(f"{row['source']}" + (f" ({note})" if note else ""))
