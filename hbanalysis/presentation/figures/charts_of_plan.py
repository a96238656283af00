"""The figures: each says its finding, shows its measure, and carries its words and its numbers."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import amount_cell, percent_cell
from hbanalysis.presentation.display import Figure, Prose, csv_text
from hbanalysis.presentation.figures.style import (
    ACCENT,
    INK,
    PAST,
    SOFT,
    STROKES,
    TARGET,
    as_bytes,
    canvas,
    finished,
    number_axis,
)
from hbanalysis.presentation.judgement_style import (
    BAD,
    COLOURS,
    SIGNS,
    amount,
    judged,
    target_amount,
    telling_percent,
    unit_text,
)
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import MISSING, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import ADDING
from hbanalysis.vocabulary.tet import tet

FORMATS = ("svg", "png", "pdf", "csv")


def save(figure: Figure, folder: str | Path, formats: tuple[str, ...] = FORMATS) -> list[Path]:
    """Write a figure as ``svg``, ``png`` (300 dpi), ``pdf`` and ``csv`` under one stem.

    The files, in that order.

    The same data give the same bytes. An unknown format is a ValueError.
    """
    target, written = Path(folder), []
    target.mkdir(parents=True, exist_ok=True)
    for kind in formats:
        if kind not in FORMATS:
            raise ValueError(f"{kind!r} is not one of {', '.join(FORMATS)}")
        path = target / f"{figure.name}.{kind}"
        if kind == "svg":
            path.write_bytes(figure.spoken_svg)
        elif kind == "csv":
            path.write_text(csv_text(figure.data), encoding="utf-8-sig", newline="")
        else:
            path.write_bytes(as_bytes(figure.drawing, kind, title=figure.title))
        written.append(path)
    return written


def slug(text: str) -> str:
    """A short file name from any text: letters, digits and hyphens only.

    >>> slug("../<b>3a</b>")
    'b-3a-b'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "x"


def caption(rows: pd.DataFrame, lang: Language) -> str:
    """Source and cut-off for the foot of a figure."""
    named = sorted(
        {
            lang.say("illustrative data") if demo else source
            for source, demo in zip(rows["source"], rows["demo"], strict=True)
            if source
        }
    )
    shown = (
        named[0]
        if len(named) == 1
        else lang.say("{n} sources, named at the foot of the page", n=len(named))
    )
    published = max((str(day) for day in rows["published"]), default="")
    return lang.say(
        "Source: {source}. Published up to {day}.", source=shown, day=lang.date(published)
    )


BAR_COLUMNS: tuple[Column[Any], ...] = (
    Column("name", "Indicator", lambda row, lang: lang.pick(row, "name"), "name"),
    Column(
        "pct_of_plan",
        "% of plan",
        lambda row, _: percent_cell(row["pct_of_plan"], MISSING),
        "number",
    ),
    Column("expected_share", "Past years by now", lambda row, _: _share_cell(row), "number"),
    Column("judgement", "Assessment", lambda row, lang: lang.say(judged(row))),
)


def _share_cell(row: Any) -> Cell:
    """The share of the year that past years had reached by now."""
    if is_missing(row["expected_share"]):
        return Cell(MISSING)
    return Cell(number=float(row["expected_share"]), decimals=1, after="%", share=True)


def plan_bars(table: pd.DataFrame, lang: Language) -> Figure | Prose:
    """Percent of plan of every amount, against the share that past years had reached by then."""
    rows = table[(table["measure"].isin(ADDING)) & table["pct_of_plan"].notna()]
    if rows.empty:
        empty = lang.say(
            "No amount has both a target and a figure yet, so there are no bars to show."
        )
        return Prose((empty,), "note")
    rows = rows.iloc[::-1]
    places, demo = range(len(rows)), sentences.demo_mark(rows, lang)
    expected = 100 * rows["expected_share"].astype(float)
    with canvas(1.5 + 0.42 * len(rows)) as (drawing, axes):
        colours = [COLOURS[judged(row)] for row in records(rows)]
        axes.barh(places, rows["pct_of_plan"], height=0.56, color=colours)
        axes.scatter(expected, places, marker="|", s=260, color=INK, linewidth=2.2, zorder=3)
        axes.plot([100, 100], [-0.6, len(rows) - 0.5], color=TARGET, linewidth=1.2, zorder=1)
        axes.text(
            100, len(rows) - 0.42, lang.say("annual plan"), color=TARGET, fontsize=8.5, ha="center"
        )
        for place, row in zip(places, records(rows), strict=True):
            told = (
                f"{telling_percent(row['pct_of_plan'], lang)}  {SIGNS[judged(row)]}"
                f" {lang.say(judged(row))}"
            )
            axes.text(
                max(row["pct_of_plan"], 100 * (row["expected_share"] or 0)) + 1.8,
                place,
                told,
                va="center",
                fontsize=9,
                color=COLOURS[judged(row)],
                zorder=4,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
            )
        axes.set_yticks(
            places,
            [fill(f"{lang.pick(row, 'name')} ({row['indicator']})", 42) for row in records(rows)],
            color=INK,
        )
        axes.set_xlim(0, max(136.0, float(rows["pct_of_plan"].max()) + 48))
        axes.set_ylim(-0.6, len(rows) - 0.1)
        axes.grid(visible=False, axis="y")
        number_axis(axes, lang, "x", "%")
        svg = finished(
            drawing,
            lang.say(
                "year to date as % of the annual plan; the stroke is where past years "
                "stood at this point"
            ),
            caption(rows, lang),
            demo,
        )
    rows = rows.iloc[::-1]
    behind = int(rows.apply(judged, axis=1).isin(BAD).sum())
    title = (
        sentences.because(rows.iloc[0], lang)
        if len(rows) == 1
        else lang.count(
            "{behind} of {n} amount is at risk, behind or missed",
            "{behind} of {n} amounts are at risk, behind or missed",
            len(rows),
            behind=behind,
        )
    )
    if bool(rows["closed"].iloc[0]) and len(rows) > 1:
        title = lang.count(
            "{behind} of {n} amount did not reach its target",
            "{behind} of {n} amounts did not reach their targets",
            len(rows),
            behind=behind,
        )
    data = Sheet.of("plan", "Numbers of this figure", BAR_COLUMNS, rows, lang)
    told = "; ".join(
        ": ".join(
            [lang.pick(r, "name"), lang.percent(r["pct_of_plan"]) + f" ({lang.say(judged(r))})"]
        )
        for r in records(rows)
    )
    return Figure(
        "plan",
        svg,
        title,
        lang.say("Bar chart of percent of plan. {told}.", told=told),
        caption(rows, lang),
        data,
        lang.say("Numbers of this figure"),
        demo,
        drawing=drawing,
    )


def _short(name: str, most: int = 44) -> str:
    return name if len(name) <= most else name[: most - 1].rsplit(" ", 1)[0] + "…"


def year_end(row: Any, paths: pd.DataFrame, lang: Language) -> Figure:
    """The year so far against plan and past years, and where it is likely to end.

    ``paths`` holds year-to-date values: columns ``year, month, value`` (the row's year and past
    ones).
    """
    year = Period.parse(row["period"]).year
    rows, demo = pd.DataFrame([row]), lang.say("illustrative data") if row["demo"] else ""
    with canvas(3.9) as (drawing, axes):
        past = paths[paths["year"] < year].groupby("year")
        for number, (former, line) in enumerate(past):
            stroke = STROKES[(number - past.ngroups) % len(STROKES)]
            axes.plot(
                line["month"], line["value"], color=PAST, linewidth=1.2, ls=stroke, label=former
            )
        own = paths[(paths["year"] == year) & (paths["month"] <= row["months_observed"])]
        axes.plot(own["month"], own["value"], color=ACCENT, linewidth=2.6, marker="o", markersize=4)
        _draw_interval(axes, row, lang)
        if not is_missing(row["target"]):
            axes.plot(
                [0.6, 12.0], [row["target"]] * 2, color=TARGET, linewidth=1.3, linestyle=(0, (5, 3))
            )
            axes.text(
                0.7,
                row["target"],
                lang.say("plan {target}", target=target_amount(row, lang)),
                color=TARGET,
                fontsize=9,
                va="bottom",
            )
        if past.ngroups:
            axes.legend(loc="lower right", bbox_to_anchor=(0.88, 0), frameon=False, fontsize=8)
        axes.set_xlim(0.6, 13.6)
        axes.set_ylim(0, None)
        axes.set_xticks(range(1, 13), [lang.say("M{month}", month=month) for month in range(1, 13)])
        number_axis(axes, lang)
        svg = finished(drawing, _subtitle(row, paths, lang), caption(rows, lang), demo)
    alt = lang.say(
        "Line chart of the year to date with the projected year-end. {sentence}",
        sentence=sentences.projection_sentence(row, lang),
    )
    return Figure(
        f"year-end-{slug(row['indicator'])}",
        svg,
        sentences.projection_sentence(row, lang),
        alt,
        caption(rows, lang),
        _path_data(row, paths, lang),
        lang.say("Numbers of this figure"),
        demo,
        drawing=drawing,
    )


def _subtitle(row: Any, paths: pd.DataFrame, lang: Language) -> str:
    """What a year-end figure measures, and which past years are the grey lines."""
    year = Period.parse(row["period"]).year
    past = sorted(set(paths.loc[paths["year"] < year, "year"]))
    facts = {"name": lang.pick(row, "name"), "unit": unit_text(row, lang)}
    if not past:
        return lang.say("{name}: year to date, {unit}", **facts)
    return lang.say(
        "{name}: year to date, {unit}; grey: {first}–{last}", first=past[0], last=past[-1], **facts
    )


def _draw_interval(axes: Any, row: Any, lang: Language) -> None:
    """The projected year-end: a point with a thick (80 %) and a thin (95 %) bar beside December."""
    start, end = float(row["months_observed"]), 12.0
    axes.fill_between(
        [start, end],
        [row["actual"], row["lo95"]],
        [row["actual"], row["hi95"]],
        color=ACCENT,
        alpha=0.10,
        linewidth=0,
    )
    axes.fill_between(
        [start, end],
        [row["actual"], row["lo80"]],
        [row["actual"], row["hi80"]],
        color=ACCENT,
        alpha=0.16,
        linewidth=0,
    )
    axes.plot([end, end], [row["lo95"], row["hi95"]], color=ACCENT, linewidth=1.4)
    axes.plot(
        [end, end], [row["lo80"], row["hi80"]], color=ACCENT, linewidth=5, solid_capstyle="butt"
    )
    axes.plot(
        [end],
        [row["point"]],
        marker="o",
        color="white",
        markeredgecolor=ACCENT,
        markersize=7,
        markeredgewidth=2,
    )
    axes.text(
        end + 0.22,
        row["point"],
        amount(row["point"], row, lang),
        color=ACCENT,
        fontsize=10,
        weight="bold",
        va="center",
    )


def _path_data(row: Any, paths: pd.DataFrame, lang: Language) -> Sheet[int]:
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


def trend(
    table: pd.DataFrame, row: Any, events: pd.DataFrame, lang: Language, years: int = 6
) -> Figure | Prose:
    """Months as bars, the underlying trend as a line, Tết months lighter, declared events named."""
    shown = (
        table[table["period"].dt.year > table["period"].dt.year.max() - years]
        if len(table)
        else table
    )
    if shown["value"].notna().sum() < 2:
        return Prose(
            (lang.say("{name}: too few months to draw a trend.", name=lang.pick(row, "name")),),
            "note",
        )
    rows, demo = (
        pd.DataFrame([row]),
        (lang.say("illustrative data") if bool(shown["demo"].any()) else ""),
    )
    places = np.arange(len(shown))
    with canvas(3.7) as (drawing, axes):
        colours = [
            "#9fbfd3" if month == tet(year).month else "#5e93b5"
            for year, month in zip(shown["period"].dt.year, shown["period"].dt.month, strict=True)
        ]
        axes.bar(places, shown["value"], color=colours, width=0.85)
        axes.plot(places, shown["trend"], color=INK, linewidth=1.8)
        _name_trend(axes, places, shown, lang)
        _draw_events(axes, shown, events, lang)
        starts = [n for n, period in enumerate(shown["period"]) if period.month == 1]
        axes.set_xticks(starts, [str(shown["period"].iloc[n].year) for n in starts])
        number_axis(axes, lang)
        subtitle = lang.say(
            "{name}, {unit} a month; lighter: the month of Tết",
            name=lang.pick(row, "name"),
            unit=unit_text(row, lang),
        )
        svg = finished(drawing, subtitle, caption(rows, lang), demo)
    sentence = sentences.trend_sentence(table, row, lang)
    data = Sheet.of(
        "trend", "Numbers of this figure", _trend_columns(row), shown, lang, key="period"
    )
    return Figure(
        f"trend-{slug(row['indicator'])}",
        svg,
        sentence,
        lang.say("Bar chart by month with the underlying trend. {sentence}", sentence=sentence),
        caption(rows, lang),
        data,
        lang.say("Numbers of this figure"),
        demo,
        drawing=drawing,
    )


def _trend_columns(row: Any) -> tuple[Column[Any], ...]:
    """A month, its amount, the twelve months up to it, its growth."""

    def amount_of(field: str, heading: str) -> Column[Any]:
        def cell(month: Any, lang: Language) -> Cell:
            return amount_cell(month[field], row, lang, lang.say("none"))

        return Column(field, heading, cell, "number")

    return (
        Column("period", "Month", lambda month, _: str(month["period"]), "name"),
        amount_of("value", "In the month"),
        amount_of("rolling_year", "Last 12 months"),
        Column(
            "growth_pct",
            "Change on a year before",
            lambda month, lang: percent_cell(month["growth_pct"], lang.say("none")),
            "number",
        ),
    )


def _name_trend(axes: Any, places: np.ndarray, shown: pd.DataFrame, lang: Language) -> None:
    known = shown["trend"].notna().to_numpy()
    if known.any():
        last = int(np.flatnonzero(known)[-1])
        axes.annotate(
            lang.say("trend"),
            (places[last], shown["trend"].iloc[last]),
            xytext=(6, 0),
            textcoords="offset points",
            color=INK,
            fontsize=9,
            va="center",
        )


def _draw_events(axes: Any, shown: pd.DataFrame, events: pd.DataFrame, lang: Language) -> None:
    """Declared breaks and shocks as thin named lines."""
    months = {str(period): place for place, period in enumerate(shown["period"])}
    inside = [event for event in records(events) if event["date"][:7] in months]
    top = axes.get_ylim()[1]
    for place, event in enumerate(sorted(inside, key=lambda e: str(e["date"]))):
        at = months[event["date"][:7]]
        axes.axvline(at, color=SOFT, linewidth=0.9, linestyle=(0, (2, 2)))
        axes.text(
            at + 0.3,
            top * (1.06 - 0.07 * (place % 2)),
            _short(lang.pick(event, "label"), 40),
            fontsize=7.5,
            color=SOFT,
            va="top",
            ha="right" if at > len(shown) * 0.6 else "left",
        )
