"""The year of one indicator: so far, the way to December, plan, last year, earlier years."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import amount_cell
from hbanalysis.presentation.display import Figure
from hbanalysis.presentation.figures.caption import caption, slug
from hbanalysis.presentation.figures.chart_parts import (
    Field,
    draw_grid,
    draw_labels,
    draw_months,
    label_margin,
    left_margin,
)
from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.picture import HALF, Picture, Point
from hbanalysis.presentation.sentences.lead_findings import plan_word, round_amount, short_finding
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period

HEIGHT, NARROW_HEIGHT = 330, 270
Step = tuple[float, float, float, float]
Label = tuple[float, str, str]


@dataclass(frozen=True)
class YearLines:
    """What a year chart draws, in the indicator's unit; index 0 is January."""

    own: list[float]
    last: list[float]
    band_low: list[float]
    band_high: list[float]
    earlier: dict[int, list[float]]
    """Each year before the last one by itself, for readers who ask for it."""
    first_past: int
    last_past: int
    months: int
    """How many months of the year are known."""


def year_lines(row: Row, path: pd.DataFrame) -> YearLines:
    """The lines of ``path`` (``year, month, value``): this year to its cut-off and past ones."""
    year = Period.parse(row["period"]).year
    months = int(row["months_observed"] or 0)
    wide = path.pivot(index="month", columns="year", values="value").reindex(range(1, 13))
    own = wide[year].iloc[:months].tolist() if year in wide else []
    last = wide[year - 1].tolist() if year - 1 in wide else []
    earlier = wide[[one for one in wide.columns if year - 6 < int(one) < year - 1]]
    empty = earlier.empty
    return YearLines(
        own,
        last,
        [] if empty else earlier.min(axis=1).tolist(),
        [] if empty else earlier.max(axis=1).tolist(),
        {int(one): earlier[one].tolist() for one in earlier.columns},
        0 if empty else int(min(earlier.columns)),
        0 if empty else int(max(earlier.columns)),
        months,
    )


def way_to_december(row: Row, lines: YearLines, path: pd.DataFrame) -> list[Step]:
    """Month by month from the cut-off to December: point, low and high end of the 80 % interval.

    The point follows the shares that past years had reached by each month; the interval opens with
    the square root of the share still to come, as sums of months do.
    """
    year = Period.parse(row["period"]).year
    wide = path[path["year"] < year].pivot(index="month", columns="year", values="value")
    wide = wide.reindex(range(1, 13)).dropna(axis=1)
    share = (wide / wide.loc[12]).mean(axis=1) if len(wide.columns) else pd.Series(dtype=float)
    if share.empty or not np.isfinite(share).all() or not share.is_monotonic_increasing:
        share = pd.Series({month: month / 12 for month in range(1, 13)})
    start = float(share.get(lines.months, 0.0))
    left = max(1.0 - start, 1e-9)
    way: list[Step] = []
    for month in range(lines.months, 13):
        done = (float(share.get(month, 0.0)) - start) / left
        point = row["actual"] + (row["point"] - row["actual"]) * done
        open_by = math.sqrt(max(0.0, done))
        low = point - (row["point"] - row["lo80"]) * open_by
        high = point + (row["hi80"] - row["point"]) * open_by
        way.append((month, point, max(low, row["actual"]) if row["actual"] >= 0 else low, high))
    return way


def reported(points: list[Point]) -> list[Point]:
    """The points with a figure: what is reported by quarter is joined over the months between."""
    return [point for point in points if math.isfinite(point[1])]


def _labels(row: Row, lines: YearLines, way: list[Step], lang: Language) -> list[Label]:
    """The names at the right end: value, text, look."""
    labels: list[Label] = []
    if lines.last and math.isfinite(lines.last[-1]):
        year = Period.parse(row["period"]).year - 1
        label = f"{year}: {round_amount(lines.last[-1], row, lang)}"
        labels.append((lines.last[-1], label, "tick"))
    if not is_missing(row["target"]):
        target = float(row["target"])
        label = f"{plan_word(row, lang)} {round_amount(target, row, lang)}"
        labels.append((target, label, "strong"))
    if way:
        said = lang.say("projected {amount}", amount=round_amount(row["point"], row, lang))
        labels.append((float(row["point"]), said, "accent"))
    elif lines.own and math.isfinite(lines.own[-1]):
        labels.append((lines.own[-1], round_amount(lines.own[-1], row, lang), "accent"))
    return labels


def _drawn(
    row: Row, lines: YearLines, way: list[Step], lang: Language, width: float, height: float
) -> Picture:
    """From the quietest to the loudest."""
    picture, labels = Picture(width, height), _labels(row, lines, way, lang)
    values = [*lines.own, *lines.last, *lines.band_high, *(step[3] for step in way)]
    known = [value for value in [*values, *(one[0] for one in labels)] if math.isfinite(value)]
    top, low = max([*known, 1e-9]) * 1.05, min([*known, 0.0])
    right = width - label_margin(text for _, text, _ in labels)
    field = Field(left_margin(low, top, lang), 12, right, height - 30, 1, 12, low, top)
    months = range(1, 13)
    draw_grid(picture, field, lang)
    draw_months(picture, field, lang)
    picture.area(
        field.places(months, lines.band_high), field.places(months, lines.band_low), "band"
    )
    last_year = str(Period.parse(row["period"]).year - 1)
    picture.line(reported(field.places(months, lines.last)), "last", last_year)
    for year, values in lines.earlier.items():
        picture.hide_year(reported(field.places(months, values)), str(year))
    steps = [step[0] for step in way]
    upper, lower = ([step[at] for step in way] for at in (3, 2))
    picture.area(field.places(steps, upper), field.places(steps, lower), "fan")
    picture.line(field.places(steps, [step[1] for step in way]), "way")
    if not is_missing(row["target"]):
        y = field.y(float(row["target"]))
        picture.line([(field.left, y), (field.right, y)], "target")
    own = field.places(months, lines.own)
    picture.line(reported(own), "own")
    for month, point, value in zip(months, own, lines.own, strict=False):
        label = f"{lang.say('M{month}', month=month)}: {amount(value, row, lang)}"
        picture.dot(point, 3.2, "dot", label)
    if way:
        picture.dot((field.x(12), field.y(float(row["point"]))), 4.5, "end")
    named = {text: last_year for _, text, look in labels if look == "tick"}
    draw_labels(picture, field, labels, named)
    return picture


def _subtitle(row: Row, lines: YearLines, way: list[Step], lang: Language) -> str:
    """What the chart measures and what its areas are."""
    parts = [lang.say("Year to date, {unit}.", unit=unit_text(row, lang))]
    if way:
        parts.append(lang.say("Shaded: 8 of 10 likely courses."))
    if lines.first_past:
        first, last = lines.first_past, lines.last_past
        years = f"{first}" if first == last else f"{first}–{last}"
        parts.append(lang.say("Grey: {years}.", years=years))
    return " ".join(parts)


def year_end(row: Row, path: pd.DataFrame, lang: Language) -> Figure:
    """The year so far against plan and past years, and where it is likely to end.

    Parameters
    ----------
    row
        A row of ``Year.projected``.
    path
        Its year-to-date by month, past years too: ``year, month, value`` (``Year.path``).
    lang
        The reader's language.

    """
    lines, rows = year_lines(row, path), pd.DataFrame([row])
    open_year = not row["closed"] and not is_missing(row["point"]) and lines.months < 12
    way = way_to_december(row, lines, path) if open_year else []

    def draw(width: float = HALF, height: float = 0) -> Picture:
        height = height or (HEIGHT if width >= HALF else NARROW_HEIGHT)
        return _drawn(row, lines, way, lang, width, height)

    alt = lang.say(
        "Line chart of the year to date with the projected year-end. {sentence}",
        sentence=sentences.projection_sentence(row, lang),
    )
    return Figure(
        f"year-end-{slug(row['indicator'])}",
        draw,
        short_finding(row, lang),
        alt,
        caption(rows, lang),
        _path_data(row, path, lang),
        lang.say("Numbers of this figure"),
        lang.say("illustrative data") if row["demo"] else "",
        _subtitle(row, lines, way, lang),
        HALF,
    )


def _path_data(row: Row, paths: pd.DataFrame, lang: Language) -> Sheet[int]:
    """The lines of a year-end figure as a table: months down, years across."""
    shown = paths[
        (paths["year"] < Period.parse(row["period"]).year)
        | (paths["month"] <= row["months_observed"])
    ]
    values = {
        (year, month): value
        for year, month, value in shown[["year", "month", "value"]].itertuples(index=False)
    }

    def of_year(year: int) -> Column[int]:
        def cell(month: int, lang: Language) -> Cell:
            return amount_cell(values.get((year, month)), row, lang, lang.say("none"))

        return Column(f"year_{year}", "{year}", cell, "number", {"year": year})

    head: Column[int] = Column("month", "Month", lambda month, _: str(month), "name")
    columns = (head, *(of_year(int(year)) for year in sorted(set(shown["year"]))))
    months = tuple(int(month) for month in sorted(set(shown["month"])))
    return Sheet("year-end", "Numbers of this figure", columns, months, months, lang, key="month")
