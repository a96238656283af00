"""The coverage figure: every indicator and month of the year, by how settled its figure is.

By colour and by sign.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

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
from hbanalysis.presentation.figures.style import INK, SOFT, canvas, finished
from hbanalysis.presentation.sheet import Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import NumberStatus

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Dark to light as a figure is less settled, a warm hue where it is lacking; the sign says the same
# without the colour.
LOOKS: dict[str, tuple[str, str]] = {
    NumberStatus.FINAL: ("#0b5c8a", "●"),
    NumberStatus.PRELIMINARY: ("#5e93b5", "◐"),
    NumberStatus.ESTIMATE: ("#c5dae7", "○"),
    COVERED: ("#e6e9ee", "→"),
    AWAITED: ("#f6f7f9", "…"),
    PARTLY: ("#e0a35c", "½"),
    MISSING: ("#b3321b", "✕"),
    REJECTED: ("#7a1f5c", "!"),
    NOT_ASKED: ("#ffffff", ""),
}
ORDER = list(LOOKS)
NO_INDICATOR = N_("There is no indicator to show: neither targets nor figures.")
DARK = (NumberStatus.FINAL, NumberStatus.PRELIMINARY)


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
    return "   ".join(words + ([lang.say("hatched: illustrative")] if demo else []))


def title(quality: Quality, lang: Language) -> str:
    """The finding of the figure: how many figures that were owed are there."""
    asked = int((quality.cells["due"] != "").sum()) - quality.count(AWAITED)
    lacking = sum(quality.count(state) for state in (MISSING, PARTLY, REJECTED))
    return lang.say("{there} of {asked} figures due are there", there=asked - lacking, asked=asked)


def coverage_figure(quality: Quality, lang: Language) -> Figure | Prose:
    """Indicators down, months across.

    Final, preliminary, estimate, missing; hatched where synthetic.
    """
    if quality.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    states, demo = wide(quality), bool(quality.cells["demo"].any())
    mark = lang.say("illustrative data") if demo else ""
    subtitle = lang.say(
        "one square for each month of {year}: {key}",
        year=quality.period.year,
        key=key(states, lang, demo),
    )
    with canvas(1.05 + 0.34 * len(states)) as (drawing, axes):
        _draw(axes, states, [_label(name, quality, lang) for name in states.index], lang)
        if demo:
            _hatch(axes, quality)
        svg = finished(drawing, subtitle, _footer(quality, lang), mark)
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
    return Figure(
        "coverage",
        svg,
        words,
        alt,
        _footer(quality, lang),
        _data(quality, states, lang),
        lang.say("Numbers of this figure"),
        mark,
    )


def _draw(axes: Axes, states: pd.DataFrame, labels: list[str], lang: Language) -> None:
    import seaborn as sns
    from matplotlib.colors import ListedColormap

    codes = states.map(ORDER.index)
    signs = states.map(lambda state: LOOKS[state][1])
    sns.heatmap(
        codes,
        ax=axes,
        annot=signs,
        fmt="",
        cbar=False,
        vmin=0,
        vmax=len(ORDER) - 1,
        linewidths=1.5,
        cmap=ListedColormap([colour for colour, _ in LOOKS.values()]),
        annot_kws={"fontsize": 10},
    )
    axes.grid(visible=False)
    axes.set(xlabel="", ylabel="")
    axes.set_xticklabels(
        [lang.say("M{month}", month=month) for month in states.columns], color=SOFT
    )
    axes.set_yticklabels(labels, rotation=0, color=INK, fontsize=9, parse_math=False)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()


def _hatch(axes: Axes, quality: Quality) -> None:
    """Hatching over the squares of synthetic figures."""
    from matplotlib.patches import Rectangle

    cells = quality.cells
    rows = {
        pair: position
        for position, pair in enumerate(
            dict.fromkeys(zip(cells["territory"], cells["indicator"], strict=True))
        )
    }
    for cell in records(cells[cells["demo"]]):
        position = rows[(cell["territory"], cell["indicator"])]
        edge = "#ffffff" if cell["state"] in DARK else "#8a939e"
        axes.add_patch(
            Rectangle(
                (cell["month"] - 1, position),
                1,
                1,
                fill=False,
                hatch="////",
                edgecolor=edge,
                linewidth=0,
                alpha=0.55,
            )
        )


def _label(name: Any, quality: Quality, lang: Language) -> str:
    table = quality.table
    row = table[(table["territory"] == name[0]) & (table["indicator"] == name[1])].iloc[0]
    return fill(f"{lang.pick(row, 'name')} ({row['indicator']})", 44, max_lines=2, placeholder=" …")


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
