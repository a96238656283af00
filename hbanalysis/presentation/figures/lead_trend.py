"""The trend of one indicator at the head of the page: its rolling year, or its quarters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.cells import amount_cell
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.caption import caption, slug
from hbanalysis.presentation.figures.chart_parts import (
    LINE,
    Field,
    draw_grid,
    draw_labels,
    draw_years,
    label_margin,
    left_margin,
)
from hbanalysis.presentation.judgement_style import unit_text
from hbanalysis.presentation.picture import HALF, TEXT, Picture, text_width
from hbanalysis.presentation.sentences.lead_findings import plan_word, round_amount, short_name
from hbanalysis.presentation.sentences.trends import (
    Peak,
    peak_of,
    quarter_title,
    told_quarters,
    trend_title,
)
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period

HEIGHT, YEARS = 300, 5
ROMAN = ("I", "II", "III", "IV")


def lead_trend(table: pd.DataFrame, row: Row, lang: Language) -> Figure | Prose:
    """One indicator over the years, as its months allow.

    It is drawn by rolling year with its peak, or by quarter where single months jump too much to
    tell anything.
    """
    sums = told_quarters(table, YEARS)
    if sums is not None:
        return _by_quarter(sums, table, row, lang)
    if len(table):
        table = table[table["period"].dt.year > table["period"].dt.year.max() - YEARS]
    peak = peak_of(table) if len(table) else None
    if peak is None:
        few = lang.say("There are no two sums of twelve months without a gap.")
        return Prose((f"{short_name(row, lang)}: {few}",), "note")
    return _by_rolling_year(table, peak, row, lang)


def _figure(row: Row, table: pd.DataFrame, lang: Language, **facts: Any) -> Figure:
    return Figure(
        name=f"lead-{slug(row['indicator'])}",
        caption=caption(pd.DataFrame([row]), lang),
        data_label=lang.say("Numbers of this figure"),
        demo=lang.say("illustrative data") if bool(table["demo"].any()) else "",
        width=HALF,
        **facts,
    )


def _amounts(values: dict[Any, Any], row: Row, heading: str, key: str) -> Column[Any]:
    def cell(place: Any, lang: Language) -> Cell:
        return amount_cell(values.get(place), row, lang, lang.say("none"))

    return Column(key, heading, cell, "number")


def _by_rolling_year(table: pd.DataFrame, peak: Peak, row: Row, lang: Language) -> Figure:
    shown = table.loc[table["rolling_year"].first_valid_index() :]

    def draw(width: float = HALF, height: float = HEIGHT) -> Picture:
        return _draw_rolling(shown, peak, row, lang, width, height)

    last = Period.parse(str(shown["period"].iloc[-1])).label(lang.code)
    title = trend_title(table, row, lang)
    months = tuple(str(period) for period in shown["period"])
    values = dict(zip(months, shown["rolling_year"], strict=True))
    head: Column[Any] = Column("month", "Month", lambda month, lang: lang.month(month), "name")
    columns = (head, _amounts(values, row, "Last 12 months", "rolling_year"))
    return _figure(
        row,
        table,
        lang,
        draw=draw,
        title=title,
        alt=lang.say("Line chart of the sum of twelve months. {title}.", title=title),
        data=Sheet("lead", "Numbers of this figure", columns, months, months, lang, key="month"),
        subtitle=lang.say(
            "Sum of twelve months, {unit}, up to {month}", unit=unit_text(row, lang), month=last
        ),
    )


def _draw_rolling(
    shown: pd.DataFrame, peak: Peak, row: Row, lang: Language, width: float, height: float
) -> Picture:
    picture, values = Picture(width, height), shown["rolling_year"].tolist()
    target = None if is_missing(row["target"]) else float(row["target"])
    labels = [(peak.now, round_amount(peak.now, row, lang), "accent")]
    if target is not None:
        said = f"{plan_word(row, lang)} {round_amount(target, row, lang)}"
        labels.append((target, said, "strong"))
    known = [value for value in values if not is_missing(value)]
    high = max([*known, target or 0.0]) * 1.12
    right = width - label_margin(text for _, text, _ in labels)
    left = left_margin(0.0, high, lang)
    field = Field(left, 12, right, height - 28, 0, len(values) - 1, min([0.0, *known]), high)
    draw_grid(picture, field, lang)
    if target is not None:
        picture.line([(left, field.y(target)), (right, field.y(target))], "target")
    for _, run in shown.assign(place=range(len(shown))).groupby("part"):
        picture.line(field.places(run["place"], run["rolling_year"]), "own")
    if peak.fall > 0:
        _name_peak(picture, field, peak, len(values) - 1 - peak.ago, row, lang)
    picture.dot((field.x(len(values) - 1), field.y(peak.now)), 5, "dot")
    starts = [n for n, period in enumerate(shown["period"]) if period.month == 1]
    draw_years(picture, field, [shown["period"].iloc[n].year for n in starts], starts)
    draw_labels(picture, field, labels)
    return picture


def _name_peak(
    picture: Picture, field: Field, peak: Peak, place: float, row: Row, lang: Language
) -> None:
    """The highest value with its month, over the line."""
    at = (field.x(place), field.y(peak.highest))
    picture.dot(at, 4, "dot")
    label = lang.say(
        "peak {month}: {amount}",
        month=peak.month.label(lang.code),
        amount=round_amount(peak.highest, row, lang),
    )
    half = text_width(label, bold=True) / 2
    middle = min(max(at[0], field.left + half), picture.width - half)
    over = at[1] - 10
    if not is_missing(row["target"]) and over - TEXT < field.y(float(row["target"])) < over + 3:
        over = field.y(float(row["target"])) - 6  # the plan's line would strike it out
    picture.words((middle, over), label, "accent", "middle")


def _by_quarter(sums: pd.DataFrame, table: pd.DataFrame, row: Row, lang: Language) -> Figure:
    def draw(width: float = HALF, height: float = HEIGHT) -> Picture:
        return _draw_quarters(sums, row, lang, width, height)

    title = quarter_title(sums, row, lang)
    years = tuple(int(year) for year in sums.index)

    def column(quarter: int) -> Column[Any]:
        name = ROMAN[quarter - 1]
        values = dict(zip(years, sums[quarter], strict=True))

        def cell(year: Any, lang: Language) -> Cell:
            return amount_cell(values.get(year), row, lang, lang.say("none"))

        return Column(f"quarter_{quarter}", "Quarter {name}", cell, "number", {"name": name})

    head: Column[Any] = Column("year", "Year", lambda year, _: str(year), "name")
    columns = (head, *(column(quarter) for quarter in range(1, 5)))
    subtitle = lang.say(
        "Each quarter, {unit}, {first}–{last}; single months jump too much to compare",
        unit=unit_text(row, lang),
        first=years[0],
        last=years[-1],
    )
    if len(years) > 1:
        subtitle += lang.say("; blue: {now}, dark grey: {before}", now=years[-1], before=years[-2])
    return _figure(
        row,
        table,
        lang,
        draw=draw,
        title=title,
        alt=lang.say("Bar chart by quarter, one bar for each year. {title}.", title=title),
        data=Sheet("lead", "Numbers of this figure", columns, years, years, lang, key="year"),
        subtitle=subtitle,
    )


def _draw_quarters(
    sums: pd.DataFrame, row: Row, lang: Language, width: float, height: float
) -> Picture:
    picture, high = Picture(width, height), float(sums.max().max()) * 1.12
    left = left_margin(0.0, high, lang)
    field = Field(left, 20, width, height - 28, 0, 4, min(0.0, float(sums.min().min())), high)
    draw_grid(picture, field, lang)
    room = (field.right - field.left) / 4
    bar = room * 0.86 / len(sums)
    before = [round_amount(value, row, lang) for value in sums.iloc[-2:-1].to_numpy().ravel()]
    # On a phone the values of last year would cover other bars.
    both = all(bar >= 0.55 * text_width(label) for label in before)
    for quarter in range(1, 5):
        start = field.x(quarter - 1) + room * 0.07
        label = lang.say("Quarter {name}", name=ROMAN[quarter - 1])
        picture.words((start + room * 0.43, field.bottom + 20), label, "tick", "middle")
        for n, (_, value) in enumerate(sums[quarter].items()):
            look = ("now", "before")[len(sums) - 1 - n] if n >= len(sums) - 2 else "past"
            if not is_missing(value):
                high_y, low_y = sorted((field.y(value), field.y(0)))
                picture.bar(start + bar * n, high_y, bar * 0.88, low_y - high_y, look)
        _name_bars(picture, field, sums[quarter], row, lang, (start, bar), both=both)
    return picture


def _name_bars(
    picture: Picture,
    field: Field,
    values: pd.Series,
    row: Row,
    lang: Language,
    at: tuple[float, float],
    *,
    both: bool,
) -> None:
    """The values of this year, and of the last one, over their bars, never over each other."""
    start, bar = at
    taken = -1e9
    for ago, look in enumerate(("accent", "word")):
        n = len(values) - 1 - ago
        if n < 0 or is_missing(values.iloc[n]):
            continue
        label = round_amount(values.iloc[n], row, lang)
        if ago and not both:
            continue
        middle, y = start + bar * (n + 0.44), field.y(max(values.iloc[n], 0.0)) - 5
        if abs(y - taken) < TEXT + 2 and bar < text_width(label, bold=True):
            y = taken - LINE
        middle = min(middle, picture.width - text_width(label, bold=True) / 2)
        picture.words((middle, y), label, look, "middle")
        taken = y
