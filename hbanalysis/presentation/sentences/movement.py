"""What the figures of all series together say: one finding each, from the tables they draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from hbanalysis.analysis.trend.signals import LONG_RUN, NEAR, OUTSIDE
from hbanalysis.analysis.trend.trend_tables import FEWEST_STL_MONTHS
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing

Series = Sequence[tuple[Any, pd.DataFrame]]


SIGNAL_WORDS: dict[str, tuple[str, str]] = N_(
    {
        OUTSIDE: ("above the usual range", "below the usual range"),
        LONG_RUN: ("eight months running above the mean", "eight months running below the mean"),
        NEAR: (
            "two of three close to the upper end of the range",
            "two of three close to the lower end of the range",
        ),
    }
)
"""The rules of a signal in words, above and below the mean."""


def signal_words(month: Any, lang: Language) -> str:
    """Why a month is a signal, and on which side of the mean it lies."""
    above, below = SIGNAL_WORDS[month["signal"]]
    mean = (month["low"] + month["high"]) / 2
    return lang.say(above if month["growth_pct"] >= mean else below)


def years_sentence(series: Series, lang: Language) -> str:
    """How many series stand above the same months of the year before."""
    change = [(row, table["change_pct"].iloc[-1]) for row, table in series]
    change = [(row, pct) for row, pct in change if not is_missing(pct)]
    if not change:
        return lang.say("No series has a comparable year before")
    if len(change) == 1:
        row, pct = change[0]
        template = (
            "{name}: up {pct} on the same months of the year before"
            if pct >= 0
            else "{name}: down {pct} on the same months of the year before"
        )
        return lang.say(template, name=short_name(row, lang), pct=lang.percent(abs(pct)))
    up = sum(pct > 0 for _, pct in change)
    return lang.say(
        "{up} of {n} series stand above the same months of the year before", up=up, n=len(change)
    )


def rolling_sentence(series: Series, lang: Language) -> str:
    """How many rolling years have grown over the last twelve months."""
    moved = [
        (row, 100 * (table["rolling_year"].iloc[-1] / table["rolling_year"].iloc[-13] - 1))
        for row, table in series
        if len(table) > 12 and table["part"].iloc[-1] == table["part"].iloc[-13]
    ]
    moved = [(row, pct) for row, pct in moved if not is_missing(pct)]
    if not moved:
        return lang.say("No rolling year has a comparable one before it")
    if len(moved) == 1:
        row, pct = moved[0]
        template = (
            "{name}: the rolling year is up {pct} within twelve months"
            if pct >= 0
            else "{name}: the rolling year is down {pct} within twelve months"
        )
        return lang.say(template, name=short_name(row, lang), pct=lang.percent(abs(pct)))
    return lang.say(
        "{up} of {n} rolling years have grown within twelve months",
        up=sum(pct > 0 for _, pct in moved),
        n=len(moved),
    )


def signals_sentence(series: Series, lang: Language) -> str:
    """How many series show a signal in the last twelve months."""
    judged = [table for _, table in series if table["low"].notna().any()]
    if not judged:
        return lang.say("There are too few earlier months to tell a signal from noise")
    moved = sum(bool((table["signal"].iloc[-12:] != "").any()) for table in judged)
    if len(judged) == 1:
        return lang.say(
            "A signal within the last twelve months"
            if moved
            else "No signal within the last twelve months: only noise"
        )
    return lang.count(
        "{moved} of {n} series shows a signal within the last twelve months",
        "{moved} of {n} series show a signal within the last twelve months",
        len(judged),
        moved=moved,
    )


def seasons_sentence(series: Series, lang: Language) -> str:
    """The month that is strongest in most series."""
    best = [
        int(table["period"].dt.month.iloc[int(table["season_pct"].argmax())]) for _, table in series
    ]
    if len(series) == 1:
        row, table = series[0]
        return lang.say(
            "{name}: the strongest month is month {month}, {pct} of an ordinary one",
            month=best[0],
            name=short_name(row, lang),
            pct=lang.percent(table["season_pct"].max(), 0),
        )
    month = max(sorted(set(best)), key=best.count)
    return lang.say(
        "Month {month} is the strongest in {count} of {n} series",
        month=month,
        count=best.count(month),
        n=len(series),
    )


def lacking(table: pd.DataFrame, lang: Language) -> list[str]:
    """Why a series is missing in the figures of rolling years, growth or the pattern of a year."""
    reasons = []
    if not table["season_pct"].notna().any():
        reasons.append(
            lang.say(
                "no pattern of the year, which needs {n} positive months without a gap",
                n=FEWEST_STL_MONTHS,
            )
        )
    if table["rolling_year"].notna().sum() < 2:
        reasons.append(lang.say("no rolling year, which needs twelve months without a gap"))
    if not table["low"].notna().any():
        reasons.append(lang.say("no usual range, which needs growth of twelve earlier months"))
    return reasons
