"""The months of one indicator over the years, and its quarters year by year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import amount_cell, percent_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import caption, slug
from hbanalysis.presentation.figures.chart_parts import (
    LINE,
    Field,
    draw_grid,
    draw_labels,
    draw_years,
    fitting_size,
    label_margin,
    left_margin,
)
from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.picture import HALF, Picture
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.tet import tet

HEIGHT = 290


def trend(
    table: pd.DataFrame, row: Row, events: pd.DataFrame, lang: Language, years: int = 6
) -> Figure | Prose:
    """Months as bars, the mean of twelve as a line, Tết months lighter, declared events named."""
    shown = (
        table[table["period"].dt.year > table["period"].dt.year.max() - years]
        if len(table)
        else table
    )
    if shown["value"].notna().sum() < 2:
        few = lang.say("{name}: too few months to draw a trend.", name=lang.pick(row, "name"))
        return Prose((few,), "note")
    labels = _told_events(shown, events, lang)

    def draw(width: float = HALF, height: float = HEIGHT) -> Picture:
        return _drawn(shown, row, labels, lang, width, height)

    sentence = sentences.trend_sentence(table, row, lang)
    subtitle = lang.say(
        "{name}, {unit} a month; lighter: the month of Tết; line: mean of twelve months",
        name=lang.pick(row, "name"),
        unit=unit_text(row, lang),
    )
    return Figure(
        f"trend-{slug(row['indicator'])}",
        draw,
        sentences.trend_title(table, row, lang),
        lang.say("Bar chart by month with the underlying trend. {sentence}", sentence=sentence),
        caption(pd.DataFrame([row]), lang),
        Sheet.of("trend", "Numbers of this figure", _columns(row), shown, lang, key="period"),
        lang.say("Numbers of this figure"),
        lang.say("illustrative data") if bool(shown["demo"].any()) else "",
        subtitle,
        HALF,
    )


def _told_events(
    shown: pd.DataFrame, events: pd.DataFrame, lang: Language
) -> list[tuple[int, str]]:
    """Declared breaks and shocks: place among the months, name."""
    months = {str(period): position for position, period in enumerate(shown["period"])}
    inside = [event for event in records(events) if event["date"][:7] in months]
    inside.sort(key=lambda event: str(event["date"]))
    return [(months[event["date"][:7]], lang.pick(event, "label")) for event in inside]


def _drawn(
    shown: pd.DataFrame,
    row: Row,
    told: list[tuple[int, str]],
    lang: Language,
    width: float,
    height: float,
) -> Picture:
    top = LINE * len(told) + 10
    picture = Picture(width, height + LINE * len(told))
    values = shown["value"].tolist()
    mean = (shown["rolling_year"] / 12).tolist()
    known = [value for value in values if not is_missing(value)]
    high, low = max([*known, 1e-9]) * 1.04, min([*known, 0.0])
    labels = []
    if not is_missing(mean[-1]):
        labels = [(mean[-1], f"{lang.say('mean')} {amount(mean[-1], row, lang)}", "word")]
    right = width - max(label_margin(text for _, text, _ in labels), 8)
    left = left_margin(low, high, lang)
    field = Field(left, top, right, picture.height - 28, -0.5, len(values) - 0.5, low, high)
    draw_grid(picture, field, lang)
    room = (right - left) / len(values)
    for position, period, value in zip(range(len(values)), shown["period"], values, strict=True):
        if is_missing(value):
            continue
        feast = period.month == tet(period.year).month
        ends = sorted((field.y(value), field.y(0)))
        look = "light" if feast else "now"
        picture.bar(field.x(position) - room * 0.4, ends[0], room * 0.8, ends[1] - ends[0], look)
    _draw_events(picture, field, told)
    picture.line(field.places(range(len(mean)), mean), "trend")
    starts = [position for position, period in enumerate(shown["period"]) if period.month == 1]
    draw_years(picture, field, [shown["period"].iloc[n].year for n in starts], starts)
    draw_labels(picture, field, labels)
    return picture


def _draw_events(picture: Picture, field: Field, labels: list[tuple[int, str]]) -> None:
    """A thin line for each event with its name above the field, one row for each."""
    for n, (position, text) in enumerate(labels):
        x, y = field.x(position), LINE * (n + 1) - 2
        picture.line([(x, y + 4), (x, field.bottom)], "break")
        left, right = x - 4, picture.width - x - 4
        if right >= left:
            picture.words((x + 4, y), fitting_size(text, right), "tick")
        else:
            picture.words((x - 4, y), fitting_size(text, left), "tick", "end")


def _columns(row: Row) -> tuple[Column[Any], ...]:
    """A month, its amount, the twelve months up to it, its growth."""

    def amount_of(field: str, heading: str) -> Column[Any]:
        def cell(month: Any, lang: Language) -> Any:
            return amount_cell(month[field], row, lang, lang.say("none"))

        return Column(field, heading, cell, "number")

    return (
        Column("period", "Month", lambda month, lang: lang.month(str(month["period"])), "name"),
        amount_of("value", "In the month"),
        amount_of("rolling_year", "Last 12 months"),
        Column(
            "growth_pct",
            "Change on a year before",
            lambda month, lang: percent_cell(month["growth_pct"], lang.say("none")),
            "number",
        ),
    )
