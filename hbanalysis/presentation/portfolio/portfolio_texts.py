"""The sentences above a portfolio."""

from __future__ import annotations

from hbanalysis.analysis.plan.rating import countable, judgement
from hbanalysis.analysis.territories.portfolio import NOTHING, Portfolio
from hbanalysis.presentation.judgement_style import BAD, GOOD
from hbanalysis.vocabulary.language import Language


def headline(portfolio: Portfolio, lang: Language) -> str:
    """How many targets of how many territories stand well; the page's first line."""
    rows = countable(portfolio.plan)
    if rows.empty:
        return lang.say("No territory has a target or a figure for this period yet.")
    word = judgement(rows)
    return lang.say(
        "{good} of {n} targets of {territories} territories are met or on track;"
        " {bad} need attention.",
        good=lang.number(int(word.isin(GOOD).sum())),
        n=lang.number(len(rows)),
        territories=lang.number(rows["territory"].nunique()),
        bad=lang.number(int(word.isin(BAD).sum())),
    )


def answers(portfolio: Portfolio, lang: Language) -> list[str]:
    """What stands below the headline: deliveries, and what the assigned plans add up to."""
    delivery = portfolio.delivery
    silent = int((delivery["state"] == NOTHING).sum())
    late = int((delivery["delivered"] < delivery["indicators"]).sum())
    return [
        lang.count(
            "{n} territory, of which {silent} without any figure and {late} with figures"
            " outstanding.",
            "{n} territories, of which {silent} without any figure and {late} with figures"
            " outstanding.",
            len(delivery),
            silent=lang.number(silent),
            late=lang.number(late),
        )
    ]
