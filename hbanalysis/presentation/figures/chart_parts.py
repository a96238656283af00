"""What charts have in common: scales, axes, names at the ends of lines that never cross."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from hbanalysis.presentation.picture import TEXT, Picture, Point, text_width, wrapped
from hbanalysis.vocabulary.language import Language

LINE = 16
"""Pixels between two lines of text."""


@dataclass(frozen=True)
class Field:
    """The part of a picture in which values are drawn, with the scales of both directions."""

    left: float
    top: float
    right: float
    bottom: float
    x_from: float
    x_to: float
    y_from: float
    y_to: float

    def x(self, value: float) -> float:
        """A place across."""
        share = (value - self.x_from) / ((self.x_to - self.x_from) or 1.0)
        return self.left + (self.right - self.left) * share

    def y(self, value: float) -> float:
        """A place down: large values are high."""
        share = (value - self.y_from) / ((self.y_to - self.y_from) or 1.0)
        return self.bottom - (self.bottom - self.top) * share

    def places(self, across: Iterable[float], values: Iterable[float]) -> list[Point]:
        """Points of a line."""
        return [(self.x(x), self.y(y)) for x, y in zip(across, values, strict=False)]


def ticks(low: float, top: float, wanted: int = 4) -> list[float]:
    """Some round values between the ends."""
    span = top - low or 1.0
    raw = span / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [step * k for k in range(first, math.floor(top / step + 1e-9) + 1)]


def tick_text(values: Sequence[float], lang: Language, suffix: str = "") -> list[str]:
    """Ticks as the reader's language writes numbers, with as many decimals as their step needs."""
    step = abs(values[1] - values[0]) if len(values) > 1 else 1.0
    digits = next((n for n in range(3) if abs(step - round(step, n)) < step / 1000), 3)
    return [lang.number(round(value, 9), digits) + suffix for value in values]


def left_margin(low: float, top: float, lang: Language, suffix: str = "") -> float:
    """Pixels that the labels of the upright axis need."""
    return max(text_width(text) for text in tick_text(ticks(low, top), lang, suffix)) + 12


def draw_grid(picture: Picture, field: Field, lang: Language, suffix: str = "") -> None:
    """Quiet lines with their values to the left."""
    values = ticks(field.y_from, field.y_to)
    for value, text in zip(values, tick_text(values, lang, suffix), strict=True):
        y = field.y(value)
        picture.line([(field.left, y), (field.right, y)], "grid")
        picture.words((field.left - 8, y + 4), text, "tick", "end")


def draw_labels(
    picture: Picture,
    field: Field,
    labels: list[tuple[float, str, str]],
    years: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Names at the right ends of lines (value, text, look), apart so that none covers another.

    A name that is too long for its margin goes on below. ``years``: the past year of a line, by
    its name.
    """
    placed: list[tuple[float, float, list[str], str, str]] = []
    for value, text, look in sorted(labels, key=lambda label: -label[0]):
        want, lines = field.y(value) + 4, wrapped(text, picture.width - field.right - 15)
        above = placed[-1][0] + LINE * len(placed[-1][2]) if placed else want
        placed.append((max(want, above), want, lines, look, years.get(text, "")))
    ends = placed[-1][0] + LINE * (len(placed[-1][2]) - 1) if placed else 0.0
    over = max(0.0, ends - (picture.height - 4))
    for at, want, lines, look, year in placed:
        y = at - over
        picture.line([(field.right + 4, want - 4), (field.right + 12, y - 4)], "leader", year)
        for n, line in enumerate(lines):
            picture.words((field.right + 15, y + LINE * n), line, look, year=year)


def label_margin(labels: Iterable[str]) -> float:
    """Pixels to the right of the field for the names at the ends of lines."""
    return max((text_width(text, bold=True) for text in labels), default=0) + 20


def draw_months(picture: Picture, field: Field, lang: Language) -> None:
    """The months of a year below the field, as many as there is room for."""
    room = (field.right - field.left) / 11
    widest = text_width(lang.say("M{month}", month=12)) + 6
    shown = range(1, 13) if room > widest else (1, 3, 6, 9, 12)
    for month in shown:
        text = lang.say("M{month}", month=month)
        picture.words((field.x(month), field.bottom + 20), text, "tick", "middle")


def draw_years(picture: Picture, field: Field, years: Sequence[int], starts: Sequence[int]) -> None:
    """The years of a run of months below the field, as many as there is room for."""
    right = -math.inf
    for year, start in zip(years, starts, strict=True):
        x, half = field.x(start), text_width(str(year)) / 2
        picture.line([(x, field.bottom), (x, field.bottom + 4)], "axis")
        if x - half > right:
            middle = min(x, picture.width - half)  # a year that has just begun stays inside
            picture.words((middle, field.bottom + 19), str(year), "tick", "middle")
            right = x + half + 8


def fitting_size(text: str, width: float, size: float = TEXT) -> str:
    """The text cut to a width."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
