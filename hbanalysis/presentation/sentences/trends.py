"""How the years have moved, in sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.actual.comparison import PRINTED, RESTATED
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import PRINTED_APART, amount_with_unit, name_within
from hbanalysis.presentation.sentences.movement import rolling_sentence
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period


def trend_sentence(table: pd.DataFrame, row: Any, lang: Language) -> str:
    """How the last twelve months reported compare with the twelve before.

    Named where they end before the report.
    """
    name = lang.pick(row, "name")
    rolling = table["rolling_year"]
    now = rolling.iloc[-1] if len(rolling) else float("nan")
    comparable = len(rolling) > 12 and table["part"].iloc[-1] == table["part"].iloc[-13]
    before = rolling.iloc[-13] if comparable else float("nan")
    if is_missing(now):
        return lang.say(
            "{name}: months are missing in the last twelve, so there is no rolling year.", name=name
        )
    last = Period.parse(str(table["period"].iloc[-1]))
    late = str(last) < Period.parse(row["period"]).cut_off
    facts = {
        "name": name,
        "now": amount_with_unit(now, row, lang),
        "stretch": lang.say(
            "the twelve months to {month}" if late else "the last twelve months",
            month=last.label(lang.code),
        ),
    }
    if is_missing(before) or before <= 0:
        return lang.say("{name}: {now} over {stretch}.", **facts)
    change = 100 * (now / before - 1)
    template = (
        "{name}: {now} over {stretch}, up {change} on the twelve before."
        if change >= 0
        else "{name}: {now} over {stretch}, down {change} on the twelve before."
    )
    return lang.say(template, change=lang.percent(abs(change)), **facts)


def trends_answer(trends: list[tuple[Any, pd.DataFrame]], lang: Language) -> Prose:
    """The trend page's first lines: how many have grown, then one sentence for each series."""
    if not trends:
        return Prose((lang.say("No series of this territory has months to draw."),), "answer")
    lines = [trend_sentence(table, row, lang) for row, table in trends]
    first = [rolling_sentence(trends, lang) + "."] if len(trends) > 1 else []
    return Prose((*first, *lines, *_printed_otherwise(trends, lang)), "answer")


def _printed_otherwise(trends: list[tuple[Any, pd.DataFrame]], lang: Language) -> list[str]:
    """The comparisons that the source prints itself and that its published months do not give."""
    lines = []
    for row, _ in trends:
        own = percent_of(row["actual"], row["same_period"])
        if (
            row["same_period_basis"] not in (PRINTED, RESTATED)
            or own is None
            or abs(own - row["pct_of_same_period"]) < PRINTED_APART
        ):
            continue
        lines.append(
            lang.say(
                "The source itself prints {pct} of the same period last year for {name}: it has"
                " revised last year since; this page adds up the months as they were published.",
                name=name_within(row, lang),
                pct=lang.percent(row["pct_of_same_period"]),
            )
        )
    return lines
