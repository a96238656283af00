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
from hbanalysis.vocabulary.language import Language
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
NO_INDICATOR = "There is no indicator to show: neither targets nor figures."
DARK = (NumberStatus.FINAL, NumberStatus.PRELIMINARY)


def wide(found: Quality) -> pd.DataFrame:
    """States with a row for each line, in the order of the list, and a column for each month."""
    cells = found.cells
    order = list(dict.fromkeys(zip(cells["territory"], cells["indicator"], strict=True)))
    return cells.pivot(index=["territory", "indicator"], columns="month", values="state").loc[order]


def state_word(state: str, lang: Language) -> str:
    """A state in the reader's words; a dash where no figure is asked for."""
    return lang.say(state) if state else "—"


def key(states: pd.DataFrame, lang: Language, demo: bool) -> str:
    """The signs that occur, with their words."""
    present = [state for state in ORDER if state and bool((states == state).any(axis=None))]
    told = [f"{LOOKS[state][1]} {lang.say(state)}" for state in present]
    told += [lang.say("empty: no figure due")] if bool((states == NOT_ASKED).any(axis=None)) else []
    return "   ".join(told + ([lang.say("hatched: illustrative")] if demo else []))


def title(found: Quality, lang: Language) -> str:
    """The finding of the figure: how many figures that were owed are there."""
    asked = int((found.cells["due"] != "").sum()) - found.count(AWAITED)
    lacking = sum(found.count(state) for state in (MISSING, PARTLY, REJECTED))
    return lang.say("{there} of {asked} figures owed are there", there=asked - lacking, asked=asked)


def coverage_figure(found: Quality, lang: Language) -> Figure | Prose:
    """Indicators down, months across.

    Final, preliminary, estimate, missing; hatched where synthetic.
    """
    if found.cells.empty:
        return Prose((lang.say(NO_INDICATOR),), "note")
    states, demo = wide(found), bool(found.cells["demo"].any())
    mark = lang.say("illustrative data") if demo else ""
    subtitle = lang.say(
        "one square for each month of {year}: {key}",
        year=found.period.year,
        key=key(states, lang, demo),
    )
    with canvas(1.05 + 0.34 * len(states)) as (drawing, axes):
        _draw(axes, states, [_label(name, found, lang) for name in states.index], lang)
        if demo:
            _hatch(axes, found)
        svg = finished(drawing, subtitle, _footer(found, lang), mark)
    told = title(found, lang)
    alt = lang.say(
        "Map of figures by indicator and month. {title}; {counts}.",
        title=told,
        counts=", ".join(
            f"{lang.say(state)} {found.count(state)}"
            for state in ORDER
            if state and found.count(state)
        ),
    )
    return Figure(
        "coverage",
        svg,
        told,
        alt,
        _footer(found, lang),
        _data(found, states, lang),
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


def _hatch(axes: Axes, found: Quality) -> None:
    """Hatching over the squares of synthetic figures."""
    from matplotlib.patches import Rectangle

    cells = found.cells
    rows = {
        pair: place
        for place, pair in enumerate(
            dict.fromkeys(zip(cells["territory"], cells["indicator"], strict=True))
        )
    }
    for cell in records(cells[cells["demo"]]):
        place = rows[(cell["territory"], cell["indicator"])]
        edge = "#ffffff" if cell["state"] in DARK else "#8a939e"
        axes.add_patch(
            Rectangle(
                (cell["month"] - 1, place),
                1,
                1,
                fill=False,
                hatch="////",
                edgecolor=edge,
                linewidth=0,
                alpha=0.55,
            )
        )


def _label(name: Any, found: Quality, lang: Language) -> str:
    table = found.table
    row = table[(table["territory"] == name[0]) & (table["indicator"] == name[1])].iloc[0]
    return fill(f"{lang.pick(row, 'name')} ({row['indicator']})", 44, max_lines=2, placeholder=" …")


def _footer(found: Quality, lang: Language) -> str:
    """Up to which day the figures were published."""
    last = max(found.cells["published"], default="")
    if not last:
        return lang.say("No figure has come.")
    return lang.say("Figures published up to {day}.", day=lang.date(last))


def _data(found: Quality, states: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """The map as a table of words."""
    told = states.map(lambda state: state_word(state, lang)).reset_index()
    names = {row["indicator"]: lang.pick(row, "name") for row in records(found.table)}
    data = pd.DataFrame(
        {lang.say("Indicator"): [f"{names[code]} ({code})" for code in told["indicator"]]}
    )
    for month in states.columns:
        data[lang.say("M{month}", month=month)] = told[month]
    return data
