"""The coverage figure: how settled each indicator's figure of each month is, by colour and sign."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.completeness.coverage import (
    AWAITED,
    COVERED,
    MISSING,
    NOT_ASKED,
    PARTLY,
    REJECTED,
)
from hbanalysis.analysis.completeness.data_quality import Quality
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.chart_parts import LINE
from hbanalysis.presentation.picture import WIDE, Picture, wrapped
from hbanalysis.presentation.sentences.lead_findings import short_name
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import NumberStatus

# Dark to light as a figure is less settled, framed where it is lacking; the sign says the same
# without the colour.
LOOKS: dict[str, tuple[str, str]] = {
    NumberStatus.FINAL: ("now", "●"),
    NumberStatus.PRELIMINARY: ("light", "◐"),
    NumberStatus.ESTIMATE: ("fan", "○"),
    COVERED: ("band", "→"),
    AWAITED: ("", "…"),
    PARTLY: ("frame", "½"),
    MISSING: ("frame", "✕"),
    REJECTED: ("frame", "!"),
    NOT_ASKED: ("", ""),
}
ORDER = list(LOOKS)
NO_INDICATOR = N_("There is no indicator to show: neither targets nor figures.")
CELL, NAMES, WIDEST = 30, 250, 72
"""Pixels: the height of a row, the room for names beside it, the most that a square is wide."""


def wide(quality: Quality) -> pd.DataFrame:
    """States with a row for each line, in the order of the list, and a column for each month."""
    cells = quality.cells
    order = list(dict.fromkeys(zip(cells["territory"], cells["indicator"], strict=True)))
    return cells.pivot(index=["territory", "indicator"], columns="month", values="state").loc[order]


def state_word(state: str, lang: Language) -> str:
    """A state in the reader's words; a dash where no figure is asked for."""
    return lang.say(state) if state else "—"


def key(states: pd.DataFrame, lang: Language, demo: bool) -> str:
    """The signs that occur, with their words."""
    present = [state for state in ORDER if state and bool((states == state).any(axis=None))]
    words = [f"{LOOKS[state][1]} {lang.say(state)}" for state in present]
    words += (
        [lang.say("empty: no figure due")] if bool((states == NOT_ASKED).any(axis=None)) else []
    )
    return "; ".join(words + ([lang.say("slashed: illustrative")] if demo else []))


def title(quality: Quality, lang: Language) -> str:
    """The finding of the figure: how many figures that were owed are there."""
    asked = int((quality.cells["due"] != "").sum()) - quality.count(AWAITED)
    lacking = sum(quality.count(state) for state in (MISSING, PARTLY, REJECTED))
    return lang.say("{there} of {asked} figures due are there", there=asked - lacking, asked=asked)


def coverage_figure(quality: Quality, lang: Language) -> Figure | Prose:
    """Indicators down, months across: final, preliminary, estimate, missing.

    What is synthetic is hatched.
    """
    if quality.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    states, demo = wide(quality), bool(quality.cells["demo"].any())
    slashed = _slashed(quality)
    mark = lang.say("illustrative data") if demo else ""
    subtitle = lang.say(
        "one square for each month of {year}: {key}",
        year=quality.period.year,
        key=key(states, lang, bool(slashed)),
    )
    words = title(quality, lang)
    alt = lang.say(
        "Map of figures by indicator and month. {title}; {counts}.",
        title=words,
        counts=", ".join(
            f"{lang.say(state)} {quality.count(state)}"
            for state in ORDER
            if state and quality.count(state)
        ),
    )
    names = [_label(name, quality, lang) for name in states.index]

    def draw(width: float = WIDE, _: float = 0) -> Picture:
        return _drawn(states, names, slashed, lang, width)

    return Figure(
        "coverage",
        draw,
        words,
        alt,
        _footer(quality, lang),
        _data(quality, states, lang),
        lang.say("Numbers of this figure"),
        mark,
        subtitle,
    )


def _slashed(quality: Quality) -> set[tuple[int, int]]:
    """The squares (row, month) of synthetic figures, where there are others too."""
    cells = quality.cells
    pairs = list(zip(cells["territory"], cells["indicator"], strict=True))
    rows = {pair: position for position, pair in enumerate(dict.fromkeys(pairs))}
    figures = cells["state"].isin([status.value for status in NumberStatus])
    if not (figures & ~cells["demo"].astype(bool)).any():
        return set()
    return {
        (rows[(cell["territory"], cell["indicator"])], int(cell["month"]))
        for cell in records(cells[cells["demo"]])
    }


def _drawn(
    states: pd.DataFrame,
    names: list[str],
    slashed: set[tuple[int, int]],
    lang: Language,
    width: float,
) -> Picture:
    """Squares beside the names, on a phone below them."""
    beside = width >= WIDE * 0.8
    left, step = (NAMES, CELL) if beside else (0, CELL + LINE + 4)
    picture = Picture(width, 26 + step * len(names))
    cell = min((width - left) / len(states.columns), WIDEST)
    for n, month in enumerate(states.columns):
        label = lang.say("M{month}", month=month) if cell > 30 else str(month)
        picture.words((left + cell * (n + 0.5), 14), label, "tick", "middle")
    for row, name in enumerate(names):
        top = 24 + step * row
        if beside:
            picture.words((0, top + 19), wrapped(name, NAMES - 10, most=1)[0], "word")
        else:
            picture.words((0, top + 13), wrapped(name, width, most=1)[0], "word")
            top += LINE + 2
        for n, month in enumerate(states.columns):
            look, sign = LOOKS[str(states.iloc[row, n])]
            x = left + cell * n
            if look:
                picture.bar(x + 1, top + 1, cell - 2, CELL - 2, look)
            if (row, int(month)) in slashed:
                picture.line([(x + 3, top + CELL - 4), (x + 11, top + 3)], "axis")
            on = "on" if look == "now" else "word"
            picture.words((x + cell / 2, top + 20), sign, on, "middle")
    return picture


def _label(name: Any, quality: Quality, lang: Language) -> str:
    table = quality.table
    row = table[(table["territory"] == name[0]) & (table["indicator"] == name[1])].iloc[0]
    return f"{row['indicator']}. {short_name(row, lang)}"


def _footer(quality: Quality, lang: Language) -> str:
    """Up to which day the figures were published."""
    last = max(quality.cells["published"], default="")
    if not last:
        return lang.say("No figures received.")
    return lang.say("Figures published up to {day}.", day=lang.date(last))


def _data(quality: Quality, states: pd.DataFrame, lang: Language) -> Sheet[Any]:
    """The map as a table of words: a row for each line, a column for each month."""

    def state_in(month: Any) -> Column[Any]:
        return Column(
            f"month_{month}",
            "M{month}",
            lambda row, lang: state_word(row[month], lang),
            facts={"month": month},
        )

    names = {row["indicator"]: lang.pick(row, "name") for row in records(quality.table)}
    head: Column[Any] = Column(
        "name",
        "Indicator",
        lambda row, _: f"{names[row['indicator']]} ({row['indicator']})",
        "name",
    )
    columns = (head, *(state_in(month) for month in states.columns))
    return Sheet.of("coverage", "Numbers of this figure", columns, states.reset_index(), lang)
