"""The index of a period: where the year stands, and what changed since the report before."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from hbanalysis.analysis.plan.judgement_changes import BETTER, NEW, OPEN, SAME, WORSE
from hbanalysis.presentation.display import Prose, Table
from hbanalysis.presentation.html_tables import rendered
from hbanalysis.presentation.judgement_style import SIGNS, css_name, telling_percent
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records

ARROWS = {WORSE: "↓", BETTER: "↑", SAME: "=", NEW: "+", OPEN: "?"}
AT_LEAST = 0.05  # points of % of plan: less is printed as no movement


def changes_answer(moved: pd.DataFrame | None, before: Period | None, lang: Language) -> Prose:
    """How many judgements became worse and better since the report before.

    Or that there is none.
    """
    if moved is None or before is None:
        return Prose(
            (
                lang.say(
                    "This is the first report of its kind in the year: there is none before it to"
                    " compare with."
                ),
            )
        )
    worse, better = (int((moved["change"] == kind).sum()) for kind in (WORSE, BETTER))
    when = before.label(lang.code)
    if not worse and not better:
        return Prose((lang.say("No judgement has changed since {when}.", when=when),))
    return Prose(
        (
            lang.count(
                "Since {when}: {worse} worse, {better} better, of {n} target.",
                "Since {when}: {worse} worse, {better} better, of {n} targets.",
                len(moved),
                when=when,
                worse=worse,
                better=better,
            ),
        )
    )


def changes_table(moved: pd.DataFrame | None, lang: Language) -> Table | Prose:
    """The judgements that changed, the worst first.

    Folded below them the amounts that moved within theirs.
    """
    if moved is None:
        return Prose(())
    changed = moved[moved["change"] != SAME]
    rest = moved[(moved["change"] == SAME) & (moved["moved"].abs() >= AT_LEAST)]
    markup = _moves(changed, "changes", lang) if len(changed) else ""
    if len(rest):
        label = escape(
            lang.count(
                "{n} more moved without a new judgement",
                "{n} more moved without a new judgement",
                len(rest),
            )
        )
        markup += f"<details><summary>{label}</summary>{_moves(rest, 'moves', lang)}</details>"
    return Table(markup, moved)


def _moves(rows: pd.DataFrame, name: str, lang: Language) -> str:
    data = pd.DataFrame(
        [
            {
                lang.say("Indicator"): f"{row['indicator']}. {lang.pick(row, 'name')}",
                lang.say("Before"): _word(row["word_before"], lang),
                lang.say("Now"): f"{ARROWS[row['change']]} {_word(row['word'], lang)}",
                lang.say("% of plan before"): _share(row["pct_before"], lang),
                lang.say("% of plan"): _share(row["pct_of_plan"], lang),
                lang.say("Moved, points"): _points(row["moved"], lang),
                lang.say("Past years moved"): _points(row["asked"], lang),
            }
            for row in records(rows)
        ]
    )
    return rendered(
        data,
        lang.say("What changed"),
        name,
        stub=lang.say("Indicator"),
        coloured=lang.say("Now"),
        colours=[css_name(str(word)) for word in rows["word"]],
        numeric=tuple(data.columns[3:]),
    ).html()


def _word(word: Any, lang: Language) -> str:
    return f"{SIGNS[word]} {lang.say(str(word))}" if word else "—"


def _share(value: Any, lang: Language) -> str:
    return "—" if is_missing(value) else telling_percent(value, lang)


def _points(value: Any, lang: Language) -> str:
    if is_missing(value):
        return "—"
    text = lang.number(value, 1)
    return text if text.startswith("−") else f"+{text}"
