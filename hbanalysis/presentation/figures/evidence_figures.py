"""The figures of the evidence: how the miss shrinks with the months, where years really ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import Record, bands, misses
from hbanalysis.presentation.cells import count_column, percent_cell, percent_column
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.chart_parts import (
    Field,
    draw_grid,
    draw_labels,
    label_margin,
    left_margin,
    tick_text,
    ticks,
)
from hbanalysis.presentation.picture import WIDE, Picture, text_width, wrapped
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import MISSING
from hbanalysis.vocabulary.rows import records

LINES: dict[str, str] = {
    projection.METHOD: "own",
    "share profile": "trend",
    backtest.LAST_GROWTH: "last",
    backtest.RUN_RATE: "mean",
    backtest.PLAN: "break",
}
"""The methods and how their lines look; each is named at its end."""
INSIDE, OUTER, OUTSIDE = N_(
    ("inside the 80% band", "only inside the 95% band", "outside both bands")
)
SIGNS = {INSIDE: ("●", "now"), OUTER: ("◆", "before"), OUTSIDE: ("✕", "strong")}
MOST_ROWS = 16


def footer(record: Record, lang: Language) -> str:
    """What was replayed, for the foot of a figure."""
    years = record.cases["year"]
    return lang.say(
        "Replayed with the figures as they were known then, {first}–{last}.",
        first=years.min(),
        last=years.max(),
    )


def _nothing(lang: Language) -> Prose:
    return Prose((lang.say("There is no complete past year to replay."),), "note")


def _demo(record: Record, lang: Language) -> str:
    return lang.say("illustrative data") if record.demo else ""


# ---------------------------------------------------------------- misses by months seen
def misses_figure(record: Record, lang: Language) -> Figure | Prose:
    """Mean miss by months seen, a line for each method, named at its end."""
    if record.cases.empty:
        return _nothing(lang)
    scores, demo = misses(record), _demo(record, lang)
    wide = scores.pivot(index="months", columns="method", values="mean_miss_pct")
    wide = wide[[method for method in LINES if method in wide]]

    def draw(width: float = WIDE, height: float = 320) -> Picture:
        return _draw_misses(wide, lang, width, height)

    title, data = _misses_title(wide, lang), _misses_data(scores, lang)
    alt = lang.say(
        "Line chart of the mean miss by months seen, one line for each method. {title}.",
        title=title,
    )
    return Figure(
        "method-misses",
        draw,
        title,
        alt,
        footer(record, lang),
        data,
        lang.say("Numbers of this figure"),
        demo,
        lang.say("mean miss in % of the year's end, by months seen"),
    )


def _label_look(method: str) -> str:
    return "accent" if method == projection.METHOD else "word"


def _draw_misses(wide: pd.DataFrame, lang: Language, width: float, height: float) -> Picture:
    """A line for each method, named at its end where there is room, else below the chart."""
    ends = {str(name): float(wide[name].dropna().iloc[-1]) for name in wide}
    labels = [
        (value, f"{lang.say(name)} {lang.percent(value)}", _label_look(name))
        for name, value in ends.items()
    ]
    margin = min(label_margin(text for _, text, _ in labels), width * 0.5)
    high = float(wide.max().max()) * 1.06
    picture = Picture(width, height)
    left = left_margin(0, high, lang, "%")
    months = [int(month) for month in wide.index]
    field = Field(left, 12, width - margin, height - 30, min(months), max(months), 0, high)
    draw_grid(picture, field, lang, "%")
    for name in wide.columns[::-1]:
        points = field.places(months, wide[name])
        picture.line(points, LINES[str(name)])
        for month, value, point in zip(months, wide[name], points, strict=True):
            label = f"{lang.say(str(name))}, {month}: {lang.percent(value)}"
            picture.dot(point, 3, "dot" if name == projection.METHOD else "before", label)
    for month in months:
        picture.words((field.x(month), field.bottom + 20), str(month), "tick", "middle")
    draw_labels(picture, field, labels)
    return picture


def _misses_title(wide: pd.DataFrame, lang: Language) -> str:
    first, last = wide[projection.METHOD].iloc[0], wide[projection.METHOD].iloc[-1]
    return lang.say(
        "The model's mean miss goes from {first} after {early} months to {last} after {late}",
        first=lang.percent(first),
        last=lang.percent(last),
        early=wide.index[0],
        late=wide.index[-1],
    )


MISSES_COLUMNS: tuple[Column[Any], ...] = (
    Column("method", "Method", lambda row, lang: lang.say(row["method"]), "name"),
    count_column("months", "Months seen"),
    count_column("cases", "Replays"),
    percent_column("mean_miss_pct", "Mean miss"),
    percent_column("median_miss_pct", "Median miss"),
    percent_column("bias_pct", "Bias"),
)


def _misses_data(scores: pd.DataFrame, lang: Language) -> Sheet[Any]:
    title = N_("Numbers of this figure")
    return Sheet.of("method-misses", title, MISSES_COLUMNS, scores, lang, key="method")


# ---------------------------------------------------------------- where the years ended
def outcome(row: Any) -> str:
    """Where the year really ended, as seen from the bands."""
    if row["lo80"] <= row["total"] <= row["hi80"]:
        return INSIDE
    return OUTER if row["lo95"] <= row["total"] <= row["hi95"] else OUTSIDE


def _in_order(record: Record) -> pd.DataFrame:
    """The replays at the report's point of the year, in the order of the plan, then of years."""
    place = {code: n for n, code in enumerate(record.indicators["indicator"].astype(str))}
    own = record.at(record.months)
    own = own.assign(_place=own["indicator"].map(place))
    return own.sort_values(["_place", "year"], kind="stable").drop(columns="_place")


def _shown(record: Record) -> pd.DataFrame:
    """The replays to draw: all of them, or the last year of every series where they are many."""
    own = _in_order(record)
    return (
        own
        if len(own) <= MOST_ROWS
        else own.drop_duplicates("indicator", keep="last").tail(MOST_ROWS)
    )


def bands_figure(record: Record, lang: Language) -> Figure | Prose:
    """Each replayed year: the bands that were said, in percent of where it really ended."""
    rows = _shown(record)
    if rows.empty:
        return _nothing(lang)
    demo, title = _demo(record, lang), _bands_title(record, lang)
    subtitle = lang.say(
        "said after {n} months, in % of the year's real end (100): thick 80%, thin 95%",
        n=record.months,
    )
    years = set(rows["year"])
    if len(years) == 1:
        subtitle += lang.say("; the year {year} is drawn", year=max(years))
    elif len(rows) < len(record.at(record.months)):
        subtitle += lang.say("; the last year of each series is drawn")
    names = _names_of_replays(rows, record.indicators, lang)

    def draw(width: float = WIDE, _: float = 0) -> Picture:
        return _draw_bands(rows, names, lang, width)

    alt = lang.say("Interval chart, one line for each replayed year. {title}.", title=title)
    return Figure(
        "method-bands",
        draw,
        title,
        alt,
        footer(record, lang),
        _bands_data(record, lang),
        lang.say("Numbers of this figure"),
        demo,
        subtitle,
    )


def _draw_bands(rows: pd.DataFrame, names: list[str], lang: Language, width: float) -> Picture:
    """One line for each replayed year."""
    beside = width >= WIDE * 0.8
    labels = [f"{SIGNS[outcome(row)][0]} {lang.say(outcome(row))}" for row in records(rows)]
    longest = min(max(map(text_width, names)), width * 0.42)
    left, step = (longest + 14, 30) if beside else (8.0, 50)
    right = width - (max(map(text_width, labels)) + 12 if beside else 8)
    least, most = (
        100 * float((rows["lo95"] / rows["total"]).min()),
        100 * float((rows["hi95"] / rows["total"]).max()),
    )
    picture = Picture(width, 30 + step * len(rows) + 26)
    field = Field(left, 30, right, picture.height - 26, min(least, 100), max(most, 100), 0, 1)
    whole = field.x(100)
    picture.line([(whole, 22), (whole, field.bottom)], "axis")
    picture.words((whole, 14), lang.say("where the year ended"), "tick", "middle")
    for n, row in enumerate(records(rows)):
        top = 30 + step * n
        name = wrapped(names[n], longest if beside else width * 0.6, most=1)[0]
        middle = top + (15 if beside else 32)
        picture.words((0, middle + 4 if beside else top + 14), name, "word")
        look = "accent" if outcome(row) == INSIDE else "word"
        corner = (right + 12, middle + 4) if beside else (width, top + 14)
        picture.words(corner, labels[n], look, "start" if beside else "end")
        _draw_band(picture, field, middle, row)
    values = ticks(field.x_from, field.x_to)
    for value, text in zip(values, tick_text(values, lang, "%"), strict=True):
        picture.words((field.x(value), picture.height - 6), text, "tick", "middle")
    return picture


def _draw_band(picture: Picture, field: Field, middle: float, row: Any) -> None:
    """The interval of 95 %, the thick one of 80 % and the point of one replay."""
    ends = ("lo95", "hi95", "lo80", "hi80", "point")
    low, high, inner, outer, point = (field.x(100 * row[end] / row["total"]) for end in ends)
    picture.line([(low, middle), (high, middle)], "last")
    picture.bar(inner, middle - 4, outer - inner, 8, "fan")
    picture.dot((point, middle), 4.5, "end")


def _names_of_replays(rows: pd.DataFrame, indicators: pd.DataFrame, lang: Language) -> list[str]:
    """The years, with their series where there are several."""
    if rows["indicator"].nunique() < 2:
        return [str(year) for year in rows["year"]]
    names = {row["indicator"]: short_name(row, lang) for row in records(indicators)}
    of_one = rows["year"].nunique() < 2  # then the subtitle says which
    return [
        f"{code}. {names[code]}" + ("" if of_one else f", {year}")
        for code, year in zip(rows["indicator"], rows["year"], strict=True)
    ]


def _bands_title(record: Record, lang: Language) -> str:
    counts = bands(record)
    at = (counts["months"] == record.months) & (counts["method"] == projection.METHOD)
    row = counts[at].iloc[0]
    return lang.say(
        "After {months} months, {in80} of {n} years ended inside the 80% band",
        months=record.months,
        in80=row["inside80"],
        n=row["cases"],
    )


def _of_end(field: str) -> Callable[[Any, Language], Cell]:
    """An amount in percent of where the year really ended."""
    return lambda row, _: percent_cell(100 * row[field] / row["total"], MISSING)


def _ends(share: str) -> Callable[[Any, Language], Cell]:
    def cell(row: Any, lang: Language) -> Cell:
        low, high = (
            lang.percent(100 * row[f"{end}{share}"] / row["total"]) for end in ("lo", "hi")
        )
        return Cell(f"{low} – {high}")

    return cell


REPLAY_COLUMNS: tuple[Column[Any], ...] = (
    Column("indicator", "Indicator", lambda row, _: row["indicator"], "name"),
    Column("year", "Year", lambda row, _: Cell(str(row["year"]), float(row["year"]))),
    Column("known", "Known on", lambda row, lang: lang.date(row["known"])),
    Column("point", "Projection", _of_end("point"), "number"),
    Column("range80", "4 cases of 5", _ends("80"), "number"),
    Column("range95", "19 cases of 20", _ends("95"), "number"),
    Column("outcome", "The year ended", lambda row, lang: lang.say(outcome(row))),
)


def _bands_data(record: Record, lang: Language) -> Sheet[Any]:
    """All replays at this point of the year, in percent of the real end."""
    return Sheet.of(
        "method-bands", "Numbers of this figure", REPLAY_COLUMNS, _in_order(record), lang
    )
