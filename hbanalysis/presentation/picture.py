"""A picture as a list of lines, areas, bars, dots and words in pixels, drawn wherever it is needed.

One chart is laid out once and drawn twice: inline on a page, where the page's own colours (also
dark ones) apply and texts can be searched, and by matplotlib into files. What a part looks like is
data, in :data:`LOOKS`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from hbanalysis.presentation.judgement_style import ALARM, COLOURS, TEXT_COLOURS, css_name

Point = tuple[float, float]
TEXT = 13.2
"""Pixels: no letter of a chart is smaller; on a printed page that is nine points."""
NARROW, HALF, WIDE = 358, 570, 760
"""Pixels: a chart on a phone, beside another on a page, and alone."""
HEX = {
    "ink": "#1d2733",
    "soft": "#5c6470",
    "line": "#e2e6ec",
    "link": "#0b5c8a",
    "paper": "#ffffff",
    "warn": ALARM,
}
"""The colours of a page by name, as files take them."""


@dataclass(frozen=True)
class Look:
    """How a part looks: colours by name, widths in pixels."""

    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, float] | None = None
    opacity: float = 1.0
    bold: bool = False


LOOKS: dict[str, Look] = {
    "grid": Look(stroke="line", width=1),
    "axis": Look(stroke="soft", width=1),
    "leader": Look(stroke="soft", width=0.8),
    "break": Look(stroke="soft", width=1, dash=(2, 3)),
    "band": Look(fill="soft", opacity=0.14),
    "past": Look(fill="soft", opacity=0.3),
    "before": Look(fill="soft", opacity=0.7),
    "now": Look(fill="link"),
    "light": Look(fill="link", opacity=0.45),
    "fan": Look(fill="link", opacity=0.2),
    "last": Look(stroke="soft", width=1.4),
    "year": Look(stroke="soft", width=1.4, dash=(1, 3)),
    "year-name": Look(fill="soft"),
    "mean": Look(stroke="soft", width=1.2, dash=(5, 4)),
    "way": Look(stroke="link", width=2, dash=(2, 4)),
    "own": Look(stroke="link", width=2.8),
    "trend": Look(stroke="ink", width=2),
    "target": Look(stroke="ink", width=1.4, dash=(6, 4)),
    "dot": Look(fill="link"),
    "end": Look(fill="paper", stroke="link", width=2.4),
    "signal": Look(fill="paper", stroke="ink", width=2),
    "frame": Look(fill="paper", stroke="ink", width=1.4),
    "on": Look(fill="paper"),
    "tick": Look(fill="soft"),
    "word": Look(fill="ink"),
    "strong": Look(fill="ink", bold=True),
    "accent": Look(fill="link", bold=True),
} | {
    f"{kind}-{word.replace(' ', '-')}": look
    for word in COLOURS
    for kind, look in {
        "mark": Look(fill=word),
        "range": Look(fill=word, opacity=0.35),
        "stroke": Look(stroke=word, width=2),
        "text": Look(fill=f"{word} text"),
    }.items()
}


def look_of(kind: str, word: str) -> str:
    """The look of a judgement's ``mark``, ``range``, ``stroke`` or ``text``."""
    return f"{kind}-{word.replace(' ', '-')}"


def hex_of(colour: str) -> str:
    """A colour by name, for files."""
    return HEX.get(colour) or COLOURS.get(colour) or TEXT_COLOURS[colour.removesuffix(" text")]


def css_of(colour: str) -> str:
    """A colour by name, for pages."""
    return f"var(--{colour})" if colour in HEX else css_name(colour)


@dataclass(frozen=True)
class Part:
    """One thing drawn: ``line``, ``area``, ``dot`` or ``words`` at its points."""

    kind: str
    points: tuple[Point, ...]
    look: str
    text: str = ""
    size: float = TEXT
    anchor: str = "start"
    """Where words begin; for a dot ``size`` is its radius and ``text`` what hovering tells."""
    year: str = ""
    """The past year it shows, which a reader may switch on and off on a page."""


@dataclass
class Picture:
    """Parts on a sheet of ``width`` by ``height`` pixels, the first part at the bottom."""

    width: float
    height: float
    parts: list[Part] = field(default_factory=list)
    behind: list[Part] = field(default_factory=list)
    """What only a page holds, unseen until a reader asks for it."""

    def line(self, points: Iterable[Point], look: str, year: str = "") -> None:
        """A line through the points that are known; it may be that of a past year."""
        for run in _runs(points):
            if len(run) > 1:
                self.parts.append(Part("line", tuple(run), look, year=year))

    def hide_year(self, points: Sequence[Point], year: str) -> None:
        """A past year that a reader may switch on: its line, named at its end."""
        known = [point for point in points if _known(point)]
        if len(known) > 1:
            x, y = known[-1]
            name = Part("words", ((x - 4, y - 6),), "year-name", year, TEXT, "end", year)
            self.behind += [Part("line", tuple(known), "year", year=year), name]

    def area(self, upper: Iterable[Point], lower: Iterable[Point], look: str) -> None:
        """The area between two lines."""
        points = [point for point in [*upper, *reversed(list(lower))] if _known(point)]
        if len(points) > 2:
            self.parts.append(Part("area", tuple(points), look))

    def bar(self, left: float, top: float, width: float, height: float, look: str) -> None:
        """A filled rectangle."""
        corners = ((left, top), (left + width, top))
        below = ((left + width, top + height), (left, top + height))
        self.parts.append(Part("area", corners + below, look))

    def dot(self, point: Point, radius: float, look: str, title: str = "") -> None:
        """A dot that tells its value when it is hovered or read aloud."""
        if _known(point):
            self.parts.append(Part("dot", (point,), look, title, radius))

    def words(
        self,
        point: Point,
        text: str,
        look: str = "tick",
        anchor: str = "start",
        size: float = TEXT,
        year: str = "",
    ) -> None:
        """One line of text; ``anchor`` is ``start``, ``middle`` or ``end``.

        It may name the line of a past year, and then comes and goes with that line.
        """
        self.parts.append(Part("words", (point,), look, text, size, anchor, year))

    def add(self, other: Picture, right: float, down: float) -> None:
        """Another picture, moved."""
        for part in other.parts:
            points = tuple((x + right, y + down) for x, y in part.points)
            self.parts.append(replace(part, points=points))

    def svg(self, words: str, kind: str = "") -> str:
        """The picture for a page: looks are classes, colours those of the page."""
        parts = [*self.parts, *self.behind]
        return (
            f'<svg class="hba-pic{kind}" viewBox="0 0 {self.width:g} {self.height:g}"'
            f' role="img" aria-label="{escape(words)}">'
            f"{''.join(svg_part(part, _classes(part)) for part in parts)}</svg>"
        )


def _classes(part: Part) -> str:
    """How a page's style sheet finds a part, and its script a past year."""
    if not part.year:
        return f'class="{part.look}"'
    unseen = " hba-past" if part.look.startswith("year") else ""
    return f'class="{part.look}{unseen}" data-year="{part.year}"'


def _known(point: Point) -> bool:
    return math.isfinite(point[0]) and math.isfinite(point[1])


def _runs(points: Iterable[Point]) -> list[list[Point]]:
    """The points without the gaps between them."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if _known(point):
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return runs


def _places(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def svg_part(part: Part, style: str) -> str:
    """One part as SVG, with the attributes that style it."""
    if part.kind == "line":
        return f'<polyline {style} points="{_places(part.points)}"/>'
    if part.kind == "area":
        return f'<polygon {style} points="{_places(part.points)}"/>'
    x, y = part.points[0]
    if part.kind == "dot":
        title = f"<title>{escape(part.text)}</title>" if part.text else ""
        return f'<circle {style} cx="{x:.1f}" cy="{y:.1f}" r="{part.size:g}">{title}</circle>'
    anchor = "" if part.anchor == "start" else f' text-anchor="{part.anchor}"'
    size = "" if part.size == TEXT else f' font-size="{part.size:g}"'
    return f'<text {style} x="{x:.1f}" y="{y:.1f}"{anchor}{size}>{escape(part.text)}</text>'


def picture_rules() -> str:
    """The looks as rules of a style sheet."""
    rules = [
        f".hba-pic{{display:block;width:100%;height:auto;font-size:{TEXT}px}}",
        ".hba-pic.hba-narrow,.hba-pic .hba-past:not(.hba-flip){display:none}",
        ".hba-pic .hba-flip:not(.hba-past){display:none}",
    ]
    for name, look in LOOKS.items():
        fill = css_of(look.fill) if look.fill else "none"
        rule = f"fill:{fill}"
        if look.stroke:
            rule += f";stroke:{css_of(look.stroke)};stroke-width:{look.width:g}"
            rule += ";stroke-linejoin:round;stroke-linecap:round"
        if look.dash:
            rule += f";stroke-dasharray:{look.dash[0]:g} {look.dash[1]:g}"
        if look.opacity < 1:
            rule += f";opacity:{look.opacity:g}"
        if look.bold:
            rule += ";font-weight:600"
        rules.append(f".hba-pic .{name}{{{rule}}}")
    return "\n".join(rules)


# ---------------------------------------------------------------- how wide letters are
_SLIM, _FAT = set("iljtfrI.,:;'|!()[] ·"), set("mwMWOQGĐ%—…")


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """About how many pixels a line of text takes, rather too many than too few."""
    shares = (0.36 if one in _SLIM else 0.92 if one in _FAT else 0.63 for one in text)
    return sum(shares) * size * (1.1 if bold else 1.0)


def wrapped(text: str, width: float, size: float = TEXT, most: int = 0) -> list[str]:
    """The text in lines no wider than ``width``; after ``most`` lines an ellipsis."""
    lines: list[str] = [""]
    for word in text.split(" "):  # not where a space holds number and unit together
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if most and len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return lines
