"""The year of one indicator as a small inline SVG: so far, the way to December, plan, past years.

Inline, so that the page's own colours (also dark ones) apply, texts can be searched and values
hovered; drawn here because a plotting library fixes colours and sizes in the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.presentation.judgement_style import amount, unit_text
from hbanalysis.presentation.sentences.lead_findings import plan_word, round_amount, short_finding
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.periods import Period

WIDTH, HEIGHT = 560, 330
LEFT, RIGHT, TOP, BOTTOM = 62, 150, 14, 30
LINE = 16  # least distance between two labels


@dataclass(frozen=True)
class YearLines:
    """What a year chart draws, in the indicator's unit; index 0 is January."""

    own: list[float]
    last: list[float]
    band_low: list[float]
    band_high: list[float]
    first_past: int
    last_past: int
    months: int
    """How many months of the year are known."""


def year_lines(row: Any, path: pd.DataFrame) -> YearLines:
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
        0 if empty else int(min(earlier.columns)),
        0 if empty else int(max(earlier.columns)),
        months,
    )


def way_to_december(row: Any, lines: YearLines, path: pd.DataFrame) -> list[tuple[float, ...]]:
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
    way: list[tuple[float, ...]] = []
    for month in range(lines.months, 13):
        done = (float(share.get(month, 0.0)) - start) / left
        point = row["actual"] + (row["point"] - row["actual"]) * done
        open_by = math.sqrt(max(0.0, done))
        low = point - (row["point"] - row["lo80"]) * open_by
        high = point + (row["hi80"] - row["point"]) * open_by
        way.append((month, point, max(low, row["actual"]) if row["actual"] >= 0 else low, high))
    return way


class _Scale:
    """From months and values to places on the drawing."""

    def __init__(self, top: float, low: float) -> None:
        self.low, self.top = low, top

    def x(self, month: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (month - 1) / 11

    def y(self, value: float) -> float:
        share = (value - self.low) / ((self.top - self.low) or 1.0)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def _ticks(low: float, top: float) -> list[float]:
    """Four or so round values between the ends."""
    span = top - low or 1.0
    raw = span / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw)
    first = math.ceil(low / step)
    return [step * k for k in range(first, math.floor(top / step) + 1)]


def _line(points: list[tuple[float, float]], name: str) -> str:
    shown = [(x, y) for x, y in points if math.isfinite(y)]
    if len(shown) < 2:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in shown)
    return f'<polyline class="{name}" points="{path}"/>'


def _area(upper: list[tuple[float, float]], lower: list[tuple[float, float]], name: str) -> str:
    points = [(x, y) for x, y in [*upper, *reversed(lower)] if math.isfinite(y)]
    if len(points) < 3:
        return ""
    return f'<polygon class="{name}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _labels(labels: list[tuple[float, str, str]], scale: _Scale) -> str:
    """The names at the right end, pushed apart so that none covers another."""
    placed: list[list[Any]] = []
    for value, text, name in sorted(labels, key=lambda label: -label[0]):
        want = scale.y(value) + 4
        placed.append([max(want, placed[-1][0] + LINE) if placed else want, text, name, want])
    over = placed[-1][0] - (HEIGHT - 4) if placed else 0.0
    if over > 0:
        for one in placed:
            one[0] -= over
    x = scale.x(12)
    return "".join(
        f'<path class="leader" d="M{x + 3:.1f},{want - 4:.1f} L{x + 12:.1f},{y - 4:.1f}"/>'
        f'<text class="{name}" x="{x + 15:.1f}" y="{y:.1f}">{escape(text)}</text>'
        for y, text, name, want in placed
    )


def _axes(scale: _Scale, lang: Language) -> str:
    grid = "".join(
        f'<path class="grid" d="M{LEFT},{scale.y(tick):.1f} H{WIDTH - RIGHT}"/>'
        f'<text class="tick" text-anchor="end" x="{LEFT - 8}" y="{scale.y(tick) + 4:.1f}">'
        f"{escape(lang.number(tick, 0 if float(tick).is_integer() else 1))}</text>"
        for tick in _ticks(scale.low, scale.top)
    )
    months = "".join(
        f'<text class="tick" text-anchor="middle" x="{scale.x(month):.1f}" y="{HEIGHT - 8}">'
        f"{escape(lang.say('M{month}', month=month))}</text>"
        for month in (1, 3, 6, 9, 12)
    )
    return grid + months


def _dots(lines: YearLines, scale: _Scale, row: Any, lang: Language) -> str:
    """One dot a month that tells its value when it is hovered or read aloud."""
    return "".join(
        f'<circle class="dot" cx="{scale.x(month):.1f}" cy="{scale.y(value):.1f}" r="3.2">'
        f"<title>{escape(lang.say('M{month}', month=month))}:"
        f" {escape(amount(value, row, lang))}</title></circle>"
        for month, value in enumerate(lines.own, 1)
        if math.isfinite(value)
    )


def _drawn(row: Any, lines: YearLines, way: list[tuple[float, ...]], lang: Language) -> str:
    """The inside of the picture, from the quietest to the loudest."""
    target = None if is_missing(row["target"]) else float(row["target"])
    values = [*lines.own, *lines.last, *lines.band_high, *[one[3] for one in way], target or 0.0]
    known = [value for value in values if math.isfinite(value)]
    scale = _Scale(max([*known, 1e-9]) * 1.05, min([*known, 0.0]))
    place = [scale.x(month) for month in range(1, 13)]
    at = lambda series: list(zip(place, [scale.y(v) for v in series], strict=False))  # noqa: E731
    parts = [_axes(scale, lang), _area(at(lines.band_high), at(lines.band_low), "band")]
    labels: list[tuple[float, str, str]] = []
    year = Period.parse(row["period"]).year
    if lines.last:
        parts.append(_line(at(lines.last), "last"))
        if math.isfinite(lines.last[-1]):
            labels.append(
                (lines.last[-1], f"{year - 1}: {round_amount(lines.last[-1], row, lang)}", "soft")
            )
    if way:
        parts.append(
            _area(
                [(scale.x(m), scale.y(high)) for m, _, _, high in way],
                [(scale.x(m), scale.y(low)) for m, _, low, _ in way],
                "fan",
            )
        )
        parts.append(_line([(scale.x(m), scale.y(point)) for m, point, *_ in way], "way"))
    if target is not None:
        y = scale.y(target)
        parts.append(f'<path class="target" d="M{LEFT},{y:.1f} H{scale.x(12):.1f}"/>')
        labels.append((target, f"{plan_word(row, lang)} {round_amount(target, row, lang)}", "ink"))
    parts += [_line(at(lines.own), "own"), _dots(lines, scale, row, lang)]
    if way:
        x, y = scale.x(12), scale.y(row["point"])
        parts.append(f'<circle class="end" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>')
        said = lang.say("projected {amount}", amount=round_amount(row["point"], row, lang))
        labels.append((float(row["point"]), said, "accent"))
    elif lines.own:
        labels.append((lines.own[-1], round_amount(lines.own[-1], row, lang), "accent"))
    return "".join([*parts, _labels(labels, scale)])


def year_chart(row: Any, path: pd.DataFrame, lang: Language) -> dict[str, str]:
    """One indicator's year as ``title, subtitle, svg`` for a page.

    Parameters
    ----------
    row
        A row of ``Year.projected``.
    path
        Its year-to-date by month, past years too: ``year, month, value`` (``Year.path``).
    lang
        The reader's language.

    """
    lines = year_lines(row, path)
    open_year = not row["closed"] and not is_missing(row["point"]) and lines.months < 12
    way = way_to_december(row, lines, path) if open_year else []
    title = short_finding(row, lang)
    subtitle = lang.say("Year to date, {unit}.", unit=unit_text(row, lang))
    if way:
        subtitle += " " + lang.say("Shaded: 8 of 10 likely courses.")
    if lines.first_past:
        years = (
            f"{lines.first_past}"
            if lines.first_past == lines.last_past
            else f"{lines.first_past}–{lines.last_past}"
        )
        subtitle += " " + lang.say("Grey: {years}.", years=years)
    svg = (
        f'<svg class="hba-year" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-label="{escape(title)}. {escape(subtitle)}">'
        f"{_drawn(row, lines, way, lang)}</svg>"
    )
    return {"title": title, "subtitle": subtitle, "svg": svg}
