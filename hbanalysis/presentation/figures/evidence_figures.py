"""The figures of the evidence.

How the miss shrinks with the months, and where the years really ended.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from hbanalysis.analysis.yearend import backtest
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.analysis.yearend.track_record import Record, bands, misses
from hbanalysis.presentation.cells import count_column, percent_cell, percent_column
from hbanalysis.presentation.display import Figure, Prose
from hbanalysis.presentation.figures.style import (
    ACCENT,
    INK,
    SOFT,
    TARGET,
    canvas,
    finished,
    number_axis,
)
from hbanalysis.presentation.judgement_style import COLOURS
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.numbers import MISSING
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Outlook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: dict[str, tuple[str, str, str]] = {
    projection.METHOD: (ACCENT, "-", "o"),
    "share profile": ("#1b6e53", "--", "s"),
    backtest.LAST_GROWTH: (TARGET, ":", "D"),
    backtest.RUN_RATE: ("#b3321b", "-.", "^"),
    backtest.PLAN: (SOFT, (0, (1, 2)), "x"),  # type: ignore[dict-item]
}
INSIDE, OUTER, OUTSIDE = N_(
    ("inside the 80% band", "only inside the 95% band", "outside both bands")
)
SIGNS = {
    INSIDE: ("●", COLOURS[Outlook.ON_TRACK]),
    OUTER: ("◆", COLOURS[Outlook.AT_RISK]),
    OUTSIDE: ("✕", COLOURS[Outlook.BEHIND]),
}
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
    from matplotlib.ticker import MaxNLocator

    if record.cases.empty:
        return _nothing(lang)
    scores, demo = misses(record), _demo(record, lang)
    wide = scores.pivot(index="months", columns="method", values="mean_miss_pct")
    wide = wide[[method for method in LINES if method in wide]]
    with canvas(3.9) as (drawing, axes):
        for method in wide.columns[::-1]:
            colour, dash, sign = LINES[method]
            axes.plot(
                wide.index,
                wide[method],
                color=colour,
                linestyle=dash,
                marker=sign,
                markersize=6,
                linewidth=2.8 if method == projection.METHOD else 1.6,
            )
        _name_lines(axes, wide, lang)
        axes.set_xticks(
            list(wide.index), [lang.say("After {n} months", n=seen) for seen in wide.index]
        )
        axes.set_xlim(min(wide.index) - 0.4, max(wide.index) + 3.4)
        axes.set_ylim(0, None)
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        number_axis(axes, lang, "y", "%")
        svg = finished(
            drawing,
            lang.say("mean miss in % of the year's end, by months seen"),
            footer(record, lang),
            demo,
        )
    title, data = _misses_title(wide, lang), _misses_data(scores, lang)
    alt = lang.say(
        "Line chart of the mean miss by months seen, one line for each method. {title}.",
        title=title,
    )
    return Figure(
        "method-misses",
        svg,
        title,
        alt,
        footer(record, lang),
        data,
        lang.say("Numbers of this figure"),
        demo,
    )


def _name_lines(axes: Axes, wide: pd.DataFrame, lang: Language) -> None:
    """Each line's name at its end, kept apart."""
    last = wide.apply(lambda column: column.dropna().iloc[-1]).sort_values()
    gap, place = 0.062 * float(wide.max().max()), -1e9
    for method, value in last.items():
        place = max(float(value), place + gap)
        axes.text(
            max(wide.index) + 0.22,
            place,
            f"{lang.say(str(method))} {lang.percent(value)}",
            va="center",
            fontsize=9,
            color=LINES[str(method)][0],
            weight="bold" if method == projection.METHOD else "normal",
        )


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


def _shown(record: Record) -> pd.DataFrame:
    """The replays to draw: all of them, or the last year of every series where they are many."""
    own = record.at(record.months).sort_values(["indicator", "year"], kind="stable")
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
    if len(rows) < len(record.at(record.months)):
        subtitle += lang.say("; the last year of each series is drawn")
    with canvas(1.5 + 0.34 * len(rows)) as (drawing, axes):
        _draw_bands(axes, rows, record.indicators, lang)
        svg = finished(drawing, subtitle, footer(record, lang), demo)
    alt = lang.say("Interval chart, one line for each replayed year. {title}.", title=title)
    return Figure(
        "method-bands",
        svg,
        title,
        alt,
        footer(record, lang),
        _bands_data(record, lang),
        lang.say("Numbers of this figure"),
        demo,
    )


def _draw_bands(axes: Axes, rows: pd.DataFrame, indicators: pd.DataFrame, lang: Language) -> None:
    """One line for each replayed year, the last at the top."""
    right = 100 * float((rows["hi95"] / rows["total"]).max())
    for height, row in enumerate(reversed(list(records(rows)))):
        _draw_band(axes, height, row)
        sign, colour = SIGNS[outcome(row)]
        text = f"{sign} {lang.say(outcome(row))}"
        axes.text(right + 2, height, text, va="center", fontsize=9, color=colour)
    axes.plot([100, 100], [-0.6, len(rows) - 0.45], color=INK, linewidth=1.1)
    ended = lang.say("where the year ended")
    axes.text(100, len(rows) - 0.3, ended, ha="center", fontsize=8.5, color=INK)
    names = _names_of_replays(rows, indicators, lang)
    axes.set_yticks(range(len(rows)), names, color=INK, fontsize=9, parse_math=False)
    axes.set_ylim(-0.6, len(rows) + 0.2)
    axes.set_xlim(None, right + 0.38 * max(right - 60, 40))
    axes.grid(visible=False, axis="y")
    axes.set_xticks([tick for tick in axes.get_xticks() if axes.get_xlim()[0] <= tick <= right])
    number_axis(axes, lang, "x", "%")


def _draw_band(axes: Axes, height: int, row: Any) -> None:
    """The interval of 95 %, the thick one of 80 % and the point of one replay."""
    low, high, inner, outer, point = (
        100 * row[name] / row["total"] for name in ("lo95", "hi95", "lo80", "hi80", "point")
    )
    colour = SIGNS[outcome(row)][1]
    axes.plot([low, high], [height, height], color=colour, linewidth=1.3)
    thick: dict[str, Any] = {"linewidth": 5.5, "alpha": 0.45, "solid_capstyle": "butt"}
    axes.plot([inner, outer], [height, height], color=colour, **thick)
    ring: dict[str, Any] = {"markeredgecolor": colour, "markersize": 6, "markeredgewidth": 1.8}
    axes.plot([point], [height], marker="o", color="white", **ring)


def _names_of_replays(rows: pd.DataFrame, indicators: pd.DataFrame, lang: Language) -> list[str]:
    """The years from the bottom up, with their series where there are several."""
    if rows["indicator"].nunique() < 2:
        return [str(year) for year in rows["year"].iloc[::-1]]
    names = {row["indicator"]: lang.pick(row, "name") for row in records(indicators)}
    return [
        fill(f"{names[code]} ({code}), {year}", 46)
        for code, year in zip(rows["indicator"].iloc[::-1], rows["year"].iloc[::-1], strict=True)
    ]


def _bands_title(record: Record, lang: Language) -> str:
    counts = bands(record)
    at = (counts["months"] == record.months) & (counts["method"] == projection.METHOD)
    row = counts[at].iloc[0]
    return lang.say(
        "After {months} months {in80} of {n} years ended inside the 80% band, {in95} inside the 95%"
        " band",
        months=record.months,
        in80=row["inside80"],
        in95=row["inside95"],
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
    rows = record.at(record.months).sort_values(["indicator", "year"], kind="stable")
    return Sheet.of("method-bands", "Numbers of this figure", REPLAY_COLUMNS, rows, lang)
