"""The first screen of a report: what will be met, what not, how sure, in amounts and pictures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.analysis.year import Year
from hbanalysis.presentation.cells import chance_cell
from hbanalysis.presentation.figures.year_chart import year_end
from hbanalysis.presentation.judgement_style import (
    OUTLOOKS,
    SIGNS,
    VERDICTS,
    amount,
    amount_with_unit,
    css_name,
    judged,
    telling_percent,
)
from hbanalysis.presentation.picture import NARROW
from hbanalysis.presentation.sentences.judgements import counted
from hbanalysis.presentation.sentences.lead_findings import (
    headline,
    leading,
    needs_action,
    short_name,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing, percent_of
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Comparator, Measure

SPAN = (70.0, 120.0)
"""The ends of the little scale of an interval, in percent of the plan."""


def front_page(year: Year) -> dict[str, Any]:
    """What the index shows first, as texts and pictures for its template.

    ``headline`` (the answer), ``charts``, ``problems`` (the gravest first), ``tiles`` (every
    target under its word), ``data_state``.
    """
    lang, projected = year.lang, year.projected
    lead = leading(projected, list(year.office.rules["headline"]["indicators"]))
    return {
        "headline": headline(lead, lang) or _nothing(year),
        "charts": [_chart(row, year) for row in _drawn(lead)],
        "problems": [_problem(row, lang) for row in records(needs_action(projected))],
        "problems_label": _problems_label(projected, lang),
        "heads": _heads(projected, lang),
        "tiles": _tiles(projected, lang),
        "tiles_label": lang.count("{n} target", "{n} targets", len(counted(projected))),
        "data_state": _data_state(year),
    }


def _heads(projected: pd.DataFrame, lang: Language) -> dict[str, str]:
    """The headings of the problems; a closed year has neither pace nor chance."""
    heads = {"name": lang.say("Indicator"), "word": lang.say("Assessment")}
    if projected["closed"].any():
        return heads | {
            "interval": lang.say("Result against the plan"),
            "share": lang.say("% of plan"),
            "needed": lang.say("Short of the plan"),
        }
    return heads | {
        "gap": lang.say("Gap to the usual pace, percentage points"),
        "interval": lang.say("Year-end against the plan"),
        "share": lang.say("Projected, % of plan"),
        "chance": lang.say("Chance"),
        "needed": lang.say("Needed per month / best month"),
    }


def _drawn(lead: pd.DataFrame) -> list[Any]:
    return [row for row in records(lead) if row["measure"] == Measure.FLOW]


PRINTED = 165
"""Pixels: how tall a chart is where the whole first screen goes on one sheet of paper."""


def _chart(row: Row, year: Year) -> dict[str, str]:
    """One of the two pictures of the first screen: half a page wide."""
    figure = year_end(row, year.path(row["indicator"]), year.lang)
    return {
        "title": figure.title,
        "subtitle": figure.subtitle,
        "svg": figure.pictures() + figure.draw(NARROW, PRINTED).svg(figure.alt, " hba-printed"),
    }


def _nothing(year: Year) -> str:
    return year.lang.say(
        "{place} has no figures for {period}.",
        place=year.territory_name,
        period=year.period.label(year.lang.code),
    )


def _problems_label(projected: pd.DataFrame, lang: Language) -> str:
    count = len(needs_action(projected))
    return lang.count(
        "{n} target needs attention, the gravest first",
        "{n} targets need attention, the gravest first",
        count,
    )


def _problem(row: Row, lang: Language) -> dict[str, Any]:
    """One target that needs attention; an empty text where a cell has no meaning."""
    share = percent_of(row["point"], row["target"]) if row["measure"] == Measure.FLOW else None
    word = judged(row)
    return {
        "order": list(SIGNS).index(word),
        "plain_word": lang.say(word),
        "sorts": _values(row, share),
        "code": str(row["indicator"]),
        "name": short_name(row, lang),
        "owner": str(row["owner"] or ""),
        "word": f"{SIGNS[word]} {lang.say(word)}",
        "colour": css_name(f"{word} text"),
        "gap": _gap(row, lang),
        "interval": _interval(row, css_name(word)),
        "share": telling_percent(share, lang) if share is not None else _own_share(row, lang),
        "chance": "" if is_missing(row["chance"]) else chance_cell(row, lang).text(lang),
        "needed": _needed(row, lang),
    }


def _needed(row: Row, lang: Language) -> str:
    """What each month left must bring beside the best one; what a closed year fell short by."""
    if row["closed"]:
        lacking = _lacking(row)
        return "" if lacking is None else amount_with_unit(lacking, row, lang)
    if is_missing(row["required_per_month"]) or is_missing(row["best_month"]):
        return ""
    return (
        f"{amount(row['required_per_month'], row, lang)} / {amount(row['best_month'], row, lang)}"
    )


def _lacking(row: Row) -> float | None:
    """What the result of a closed year lacks of a plan to be reached."""
    if row["measure"] != Measure.FLOW or row["comparator"] != Comparator.AT_LEAST:
        return None
    gap = float(row["target"]) - float(row["actual"])
    return gap if gap > 0 else None


def _values(row: Row, share: Any) -> dict[str, str]:
    """The numbers by which the columns of the problems are sorted; empty where there is none."""
    numbers = {
        "gap": _gap_points(row),
        "share": row["pct_of_plan"] if share is None else share,
        "chance": row["chance"],
        "needed": _lacking(row) if row["closed"] else row["required_per_month"],
    }
    return {name: "" if is_missing(one) else f"{one:.12g}" for name, one in numbers.items()}


def _own_share(row: Row, lang: Language) -> str:
    """What is reached, for targets that are not projected."""
    return "" if is_missing(row["pct_of_plan"]) else telling_percent(row["pct_of_plan"], lang)


def _gap(row: Row, lang: Language) -> str:
    """Percentage points between what is reached and what past years had reached by then."""
    points = _gap_points(row)
    if points is None:
        return ""
    return ("+" if points > 0 else "") + lang.number(points, 1)


def _gap_points(row: Row) -> float | None:
    if is_missing(row["pct_of_plan"]) or is_missing(row["expected_share"]):
        return None
    return float(row["pct_of_plan"] - 100 * row["expected_share"])


def _interval(row: Any, colour: str) -> str:
    """The 80 % interval as a bar against 100 % of the plan, for the eye; the numbers stand beside.

    Its ends are cut at the scale's, never the numbers.
    """
    if is_missing(row["point"]) or is_missing(row["target"]) or row["target"] <= 0:
        return ""
    low, high = SPAN

    def place(value: float) -> float:
        share = min(high, max(low, 100 * value / row["target"]))
        return 4 + 172 * (share - low) / (high - low)

    whole, bar = 4 + 172 * (100 - low) / (high - low), ""
    if not is_missing(row["lo80"]):  # a result has no interval
        left, right = place(row["lo80"]), place(row["hi80"])
        bar = f'<path class="range" style="stroke:{colour}" d="M{left:.1f},11 H{right:.1f}"/>'
    return (
        '<svg class="hba-interval" viewBox="0 0 180 22" aria-hidden="true">'
        f'<path class="whole" d="M{whole:.1f},1 V21"/>'
        f'{bar}<circle style="fill:{colour}" cx="{place(row["point"]):.1f}" cy="11" r="5"/></svg>'
    )


def _tiles(projected: pd.DataFrame, lang: Language) -> list[dict[str, Any]]:
    """Every target that counts, under the word it has; words that nobody has are left out."""
    rows = counted(projected)
    judgements = [judged(row) for row in records(rows)]
    closed = bool(len(rows)) and bool(rows["closed"].iloc[0])
    kinds = VERDICTS if closed else OUTLOOKS
    tiles = []
    for word in kinds:
        mine = [
            {"code": str(row["indicator"]), "name": short_name(row, lang)}
            for row, own in zip(records(rows), judgements, strict=True)
            if own == word
        ]
        if mine:
            label = f"{SIGNS[word]} {lang.say(str(word))} · {len(mine)}"
            colours = {"colour": css_name(word), "text": css_name(f"{word} text")}
            tiles.append({"label": label, **colours, "targets": mine})
    return tiles


def _data_state(year: Year) -> str:
    """Up to which day figures are known, in one line."""
    published = [str(day) for day in year.plan["published"] if str(day)]
    if not published:
        return year.lang.say("No figures received for this year.")
    return year.lang.say("Latest figures published on {day}.", day=year.lang.date(max(published)))
