"""Many series side by side: one panel each, three beside each other, on a phone one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation.figures.chart_parts import (
    LINE,
    Field,
    draw_grid,
    draw_years,
    label_margin,
    left_margin,
)
from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.picture import WIDE, Picture, text_width, wrapped
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.tet import tet

Series = Sequence[tuple[Any, pd.DataFrame]]
DrawPanel = Callable[["Panel", Any, pd.DataFrame], None]
PANEL, GAP = 150, 22
BREAK, BRIDGE = N_(("break", "boundary bridge"))


@dataclass(frozen=True)
class Panel:
    """One panel: where in the picture it lies and how tall its title is."""

    picture: Picture
    left: float
    top: float
    width: float
    height: float
    lang: Language

    def field(
        self, across: tuple[float, float], values: tuple[float, float], margin: float, suffix: str
    ) -> Field:
        """The field of the panel with its grid; ``margin`` pixels stay free to its right."""
        low, high = values
        left = self.left + left_margin(low, high, self.lang, suffix)
        right = self.left + self.width - margin
        field = Field(left, self.top + 8, right, self.top + self.height - 24, *across, low, high)
        draw_grid(self.picture, field, self.lang, suffix)
        return field


def panels(
    series: Series, lang: Language, draw: DrawPanel, width: float, *, in_units: bool = False
) -> Picture:
    """One panel for each series by ``draw``."""
    across = min(len(series), 3 if width >= WIDE * 0.8 else 1)
    wide = (width - GAP * (across - 1)) / across
    tall = PANEL if across > 1 else PANEL + 40
    titles = [_title(row, lang, wide, in_units=in_units) for row, _ in series]
    lines = max(len(title) for title in titles)
    step = tall + lines * LINE + 18
    down = -(-len(series) // across)
    picture = Picture(width, step * down)
    for n, (row, table) in enumerate(series):
        left, top = (wide + GAP) * (n % across), step * (n // across)
        for line, text in enumerate(titles[n]):
            picture.words((left, top + LINE * (line + 1) - 3), text, "strong")
        panel = Panel(picture, left, top + lines * LINE + 2, wide, tall, lang)
        draw(panel, row, table)
    return picture


def _title(row: Row, lang: Language, width: float, *, in_units: bool) -> list[str]:
    unit = ", " + unit_text(row, lang).replace(" ", "\u00a0") if in_units else ""
    return wrapped(f"{row['indicator']}. {short_name(row, lang)}{unit}", width / 1.12, most=3)


def ends(values: Sequence[Any], *others: float) -> tuple[float, float]:
    """The ends of a scale that holds the known values and some others."""
    known = [float(value) for value in values if not is_missing(value)] + list(others)
    low, high = min(known), max(known)
    return low, high + 0.06 * ((high - low) or 1.0)


def draw_years_panel(panel: Panel, row: Row, table: pd.DataFrame) -> None:
    """The same months of every year as bars, whole years behind them."""
    now = int(table["year"].max())
    values = [*table["to_date"], *table["whole"]]
    field = panel.field((-0.5, len(table) - 0.5), ends(values, 0.0), 0, "")
    room = (field.right - field.left) / len(table)
    for position, one in enumerate(records(table)):
        left = field.x(position) - room * 0.38
        own = "now" if one["year"] == now else "before" if one["year"] == now - 1 else "past"
        for name, look in (("whole", "band"), ("to_date", own)):
            if not is_missing(one[name]):
                y = field.y(max(one[name], 0.0))
                panel.picture.bar(left, y, room * 0.76, abs(field.y(0) - field.y(one[name])), look)
        year = str(one["year"]) if room > text_width("2024") + 4 else f"’{one['year'] % 100:02d}"
        panel.picture.words((field.x(position), field.bottom + 18), year, "tick", "middle")
    _name_now(panel, field, row, table)
    _breaks(panel, field, table["part"].to_numpy())


def _name_now(panel: Panel, field: Field, row: Row, table: pd.DataFrame) -> None:
    """The value of the year itself over its bar."""
    last = table["to_date"].iloc[-1]
    if is_missing(last):
        return
    label = amount(last, row, panel.lang)
    room = 1.35 * (field.right - field.left) / len(table)  # up to the bar before
    below = table.iloc[-1:] if text_width(label, bold=True) <= room else table.iloc[-2:]
    highest = float(below[["to_date", "whole"]].max().max())
    corner = (field.right, field.y(max(highest, 0.0)) - 4)
    panel.picture.words(corner, label, "accent", "end")


def draw_rolling_panel(panel: Panel, row: Row, table: pd.DataFrame) -> None:
    """The sum of the last twelve months as a line, its last value named."""
    values = table["rolling_year"].tolist()
    last = int(np.flatnonzero(table["rolling_year"].notna())[-1])
    label = amount(values[last], row, panel.lang)
    if last < len(values) - 1:  # an older sum carries its month
        label = f"{panel.lang.month(str(table['period'].iloc[last]))}: {label}"
    scale = ends(values, 0.0)
    field = panel.field((-0.5, len(values) - 0.5), scale, label_margin([label]) - 8, "")
    for _, run in table.assign(place=range(len(table))).groupby("part"):
        panel.picture.line(field.places(run["place"], run["rolling_year"]), "own")
    end = (field.x(last), field.y(values[last]))
    panel.picture.dot(end, 4, "dot", label)
    panel.picture.words((end[0] + 8, end[1] + 4), label, "accent")
    _breaks(panel, field, table["part"].to_numpy())
    _breaks(panel, field, table["bridged"].to_numpy(dtype=int), BRIDGE)
    _year_starts(panel, field, table)


def draw_growth_panel(panel: Panel, _: Any, table: pd.DataFrame, low: float) -> None:
    """Growth on a year before inside its usual range, signals marked."""
    values = table["growth_pct"].tolist()
    known = table["high"].notna().any()
    limits = [low, float(table["high"].iloc[-1])] if known else []
    field = panel.field((-0.5, len(values) - 0.5), ends([*values, *limits], 0.0), 0, "%")
    if known:
        sides = [field.left, field.right]
        upper, lower = ([(x, field.y(limit)) for x in sides] for limit in reversed(limits))
        panel.picture.area(upper, lower, "band")
        centre = field.y(float(table["centre"].iloc[-1]))
        panel.picture.line([(x, centre) for x in sides], "mean")
    panel.picture.line([(field.left, field.y(0)), (field.right, field.y(0))], "axis")
    panel.picture.line(field.places(range(len(values)), values), "last")
    for position, month in enumerate(records(table)):
        at = (field.x(position), field.y(month["growth_pct"]))
        said = (
            f"{panel.lang.month(str(month['period']))}: {panel.lang.percent(month['growth_pct'])}"
        )
        if month["signal"]:
            panel.picture.dot(at, 5, "signal", said)
        panel.picture.dot(at, 2.6, "dot", said)
    _year_starts(panel, field, table)


def draw_season_panel(panel: Panel, _: Any, table: pd.DataFrame) -> None:
    """Each month against an ordinary one, which is 100."""
    values = table["season_pct"].tolist()
    field = panel.field((0.4, 12.6), ends(values, 100.0), 0, "")
    room = (field.right - field.left) / 12.2
    for period, value in zip(table["period"], values, strict=True):
        high, low = sorted((field.y(value), field.y(100.0)))
        look = "before" if tet(period.year).month == period.month else "now"
        panel.picture.bar(field.x(period.month) - room * 0.4, high, room * 0.8, low - high, look)
    panel.picture.line([(field.left, field.y(100)), (field.right, field.y(100))], "axis")
    for month in (1, 3, 6, 9, 12):
        panel.picture.words((field.x(month), field.bottom + 18), str(month), "tick", "middle")


def _year_starts(panel: Panel, field: Field, table: pd.DataFrame) -> None:
    starts = [n for n, period in enumerate(table["period"]) if period.month == 1]
    draw_years(panel.picture, field, [table["period"].iloc[n].year for n in starts], starts)


def _breaks(panel: Panel, field: Field, part: np.ndarray, word: str = BREAK) -> None:
    """A thin named line where a declared break lies, or where bridged figures end."""
    for at in np.flatnonzero(np.diff(part)):
        x = field.x(at + 0.5)
        panel.picture.line([(x, field.top), (x, field.bottom)], "break")
        panel.picture.words((x + 3, field.top + 10), panel.lang.say(word), "tick")
