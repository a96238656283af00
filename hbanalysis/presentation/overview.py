"""The index of a period: where the year stands, and what changed since the report before."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from hbanalysis.analysis.changes import BETTER, NEW, OPEN, SAME, WORSE
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.rendering import rendered
from hbanalysis.presentation.words import SIGNS, css_name, telling_percent
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

ARROWS = {WORSE: "↓", BETTER: "↑", SAME: "=", NEW: "+", OPEN: "?"}
AT_LEAST = 0.05  # points of % of plan: less is printed as no movement


def changes_answer(moved: pd.DataFrame | None, before: Period | None, words: Language) -> Prose:
    """How many judgements became worse and better since the report before, or that there is none."""
    if moved is None or before is None:
        return Prose((words.say("This is the first report of its kind in the year: there is none before it to compare "
                                "with."),))
    worse, better = (int((moved["change"] == kind).sum()) for kind in (WORSE, BETTER))
    when = before.label(words.code)
    if not worse and not better:
        return Prose((words.say("No judgement has changed since {when}.", when=when),))
    return Prose((words.count("Since {when}: {worse} worse, {better} better, of {n} target.",
                              "Since {when}: {worse} worse, {better} better, of {n} targets.", len(moved), when=when,
                              worse=worse, better=better),))


def changes_table(moved: pd.DataFrame | None, words: Language) -> Table | Prose:
    """The judgements that changed, the worst first; folded below them the amounts that moved within theirs."""
    if moved is None:
        return Prose(())
    changed = moved[moved["change"] != SAME]
    rest = moved[(moved["change"] == SAME) & (moved["moved"].abs() >= AT_LEAST)]
    markup = _moves(changed, "changes", words) if len(changed) else ""
    if len(rest):
        label = escape(words.count("{n} more moved without a new judgement", "{n} more moved without a new judgement",
                                   len(rest)))
        markup += f"<details><summary>{label}</summary>{_moves(rest, 'moves', words)}</details>"
    return Table(markup, moved)


def _moves(rows: pd.DataFrame, name: str, words: Language) -> str:
    data = pd.DataFrame([{
        words.say("Indicator"): f"{row['indicator']}. {words.pick(row, 'name')}",
        words.say("Before"): _word(row["word_before"], words),
        words.say("Now"): f"{ARROWS[row['change']]} {_word(row['word'], words)}",
        words.say("% of plan before"): _share(row["pct_before"], words),
        words.say("% of plan"): _share(row["pct_of_plan"], words),
        words.say("Moved, points"): _points(row["moved"], words),
        words.say("Past years moved"): _points(row["asked"], words),
    } for row in records(rows)])
    return rendered(data, words.say("What changed"), name, stub=words.say("Indicator"),
                    coloured=words.say("Now"), colours=[css_name(str(word)) for word in rows["word"]],
                    numeric=tuple(data.columns[3:])).html()


def _word(word: Any, words: Language) -> str:
    return f"{SIGNS[word]} {words.say(str(word))}" if word else "—"


def _share(value: Any, words: Language) -> str:
    return "—" if is_missing(value) else telling_percent(value, words)


def _points(value: Any, words: Language) -> str:
    if is_missing(value):
        return "—"
    text = words.number(value, 1)
    return text if text.startswith("−") else f"+{text}"
