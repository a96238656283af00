"""How the years have moved, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.actual.bases import PRINTED, RESTATED
from hbanalysis.analysis.row import Row
from hbanalysis.analysis.trend.signals import by_quarter
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import PRINTED_APART, amount_with_unit, name_within
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sentences.movement import rolling_sentence
from hbanalysis.presentation.sentences.short_titles import with_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.periods import Period


def trend_sentence(table: pd.DataFrame, row: Row, lang: Language) -> str:
    """How the last twelve months reported compare with the twelve before.

    They are named where they end before the report.
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


def trends_answer(
    trends: list[tuple[Any, pd.DataFrame]], lang: Language, lead: Sequence[str] = ()
) -> Prose:
    """The trend page's first lines: the news of what leads, then one sentence for each series."""
    if not trends:
        return Prose((lang.say("No series of this territory has months to draw."),), "answer")
    lines = [trend_sentence(table, row, lang) for row, table in trends]
    led = [(table, row) for code in lead for row, table in trends if row["indicator"] == code]
    first = _first_line(led, lang)
    if not first and len(trends) > 1:
        first = [rolling_sentence(trends, lang) + "."]
    return Prose((*first, *lines, *_printed_otherwise(trends, lang)), "answer")


def _first_line(led: Sequence[tuple[pd.DataFrame, Row]], lang: Language) -> list[str]:
    """The news of what leads as one line; a series without any is left out."""
    told = [f"{news}." for table, row in led if (news := _news(table, row, lang))]
    return [" ".join(told)] if told else []


def _news(table: pd.DataFrame, row: Row, lang: Language) -> str:
    """What the chart of a leading series says: of its quarters where only they can tell.

    Without twelve months in a row, how it stands against last year; empty where nobody knows.
    """
    sums = told_quarters(table)
    if sums is not None:
        return quarter_title(sums, row, lang)
    if (not len(table) or peak_of(table) is None) and is_missing(row["pct_of_same_period"]):
        return ""
    return trend_title(table, row, lang)


def told_quarters(table: pd.DataFrame, years: int = 5) -> pd.DataFrame | None:
    """The quarters of a lumpy series up to the last year that has a whole one; else None."""
    sums = by_quarter(table, years)
    if sums is None:
        return None
    known = sums.index[sums.notna().any(axis=1)]
    return sums.loc[: known[-1]] if len(known) else None


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


# ---------------------------------------------------------------- titles of charts
NEAR_PEAK = 1.0
"""Percent below the highest rolling year from which there is a fall to tell."""


@dataclass(frozen=True)
class Peak:
    """The rolling year against the highest it has been since the last break."""

    now: float
    highest: float
    month: Period
    """The month up to which the highest twelve were."""
    ago: int
    fall: float
    """Percent below the highest."""
    lowest: bool
    since: Period
    """The first month that has a rolling year to compare with."""


def peak_of(table: pd.DataFrame) -> Peak | None:
    """Where the last rolling year stands; None without two of them since the last break."""
    same = (table["part"] == table["part"].iloc[-1]) & table["rolling_year"].notna()
    places = np.flatnonzero(same.to_numpy())
    if len(places) < 2 or places[-1] != len(table) - 1:
        return None
    known = table.iloc[places]
    now, highest = float(known["rolling_year"].iloc[-1]), float(known["rolling_year"].max())
    at = int(known["rolling_year"].to_numpy().argmax())
    month, first = (Period.parse(str(known["period"].iloc[n])) for n in (at, 0))
    fall = 100 * (1 - now / highest) if highest > 0 else 0.0
    lowest = now <= float(known["rolling_year"].min())
    ago = len(table) - 1 - int(places[at])
    return Peak(now, highest, month, ago, fall, lowest, first)


def trend_title(table: pd.DataFrame, row: Row, lang: Language) -> str:
    """The title of a trend chart: the last twelve months against their peak."""
    name, peak = short_name(row, lang), peak_of(table) if len(table) else None
    if peak is None and is_missing(row["pct_of_same_period"]):
        return with_name(lambda name: lang.say("{name}: month by month", name=name), name)
    if peak is None:  # no twelve months in a row: how it stands against last year
        pct = lang.percent(row["pct_of_same_period"])
        return with_name(
            lambda name: lang.say("{name}: {pct} of the same months last year", name=name, pct=pct),
            name,
        )
    facts = {
        "pct": lang.percent(peak.fall),
        "month": peak.month.label(lang.code),
        "since": peak.since.label(lang.code),
    }
    told = _against_peak(peak)
    return with_name(lambda name: lang.say(told, name=name, **facts), name)


def _against_peak(peak: Peak) -> str:
    """The title that a peak deserves."""
    if peak.ago == 0:
        return N_("{name}: the last 12 months are the highest since {since}")
    if peak.lowest:
        return N_("{name}: the last 12 months are the lowest since {since}")
    if peak.fall < NEAR_PEAK:
        return N_("{name}: the last 12 months are close to the peak of {month}")
    return N_("{name}: the last 12 months are {pct} below the peak of {month}")


def quarter_title(sums: pd.DataFrame, row: Row, lang: Language) -> str:
    """The title of a chart by quarter: which quarters of this year are below those of the last."""
    name = short_name(row, lang)
    if len(sums) < 2:
        return lang.say("{name}: quarter by quarter", name=name)
    both = sums.iloc[-2:].dropna(axis=1)
    names = dict(zip(range(1, 5), ("I", "II", "III", "IV"), strict=True))
    below = [
        name
        for quarter, name in names.items()
        if quarter in both and both[quarter].iloc[1] < both[quarter].iloc[0]
    ]
    if both.empty:
        return lang.say("{name}: quarter by quarter", name=name)
    year = int(sums.index[-1])
    if year < Period.parse(row["period"]).year:  # no quarter of the report's year is whole yet
        name = lang.say("{name} in {year}", name=name, year=year)
        before = N_(
            (
                "{name}: every quarter at or above the year before",
                "{name}: every quarter below the year before",
                "{name}: below the year before in quarter {quarters}",
            )
        )
    else:
        before = N_(
            (
                "{name}: every quarter at or above last year's",
                "{name}: every quarter below last year's",
                "{name}: below last year in quarter {quarters}",
            )
        )
    kind = 0 if not below else 1 if len(below) == both.shape[1] else 2
    return lang.say(before[kind], name=name, quarters=", ".join(below))
