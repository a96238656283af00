"""Percent of plan as native bars: people click, edit, restyle them."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import pandas as pd

from hbanalysis.briefing.formats import percent_format
from hbanalysis.briefing.native_charts import axis_text, fill, plain, write_label
from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.theme import WHITE, paint
from hbanalysis.presentation.figures.style import ACCENT, FAINT, INK, SOFT, TARGET
from hbanalysis.presentation.judgement_style import (
    COLOURS,
    SIGNS,
    judged,
    telling_digits,
    telling_percent,
)
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

LATE = 60  # percent of plan from which on the plan itself is drawn
ON_LINE = 87  # from here up to 100 the figure beside a bar would lie on that line
NAME_LETTERS, NAME_LINES = 48, 20
"""Of the names beside the bars: letters on a line, lines on a slide."""


def add_bars(
    shapes: Any, box: list[Any], content: Content, rows: pd.DataFrame, named: str = ""
) -> Any:
    """Percent of plan beside the share that past years had reached by then; gives the shape.

    The numbers are shares, as in table.xlsx. ``named``: the indicator whose percentage the headline
    says too, which is the same text here.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    lang, style = content.lang, percent_format(content.lang, 1)
    data = CategoryChartData(number_format=style)
    data.categories = _bar_names(rows, lang)
    past = [] if content.closed else _past_shares(rows)
    if past:
        data.add_series(lang.say("Past years by now"), past)
    data.add_series(lang.say("% of plan"), [value / 100 for value in rows["pct_of_plan"]])
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    chart = frame.chart
    drawn = [0.0, *rows["pct_of_plan"], *(100 * (value or 0) for value in _past_shares(rows))]
    least, most = min(drawn), max(drawn)
    ruled = most > LATE and least >= 0
    plain(chart, _bars_title(lang, ruled=ruled, past=bool(past)), content)
    _draw_bars(chart.plots[0], rows, lang, ruled=ruled, named=named)
    # Every bar has its own colour and its word beside it; the title names the grey.
    chart.has_legend = False
    _name_axis(chart.category_axis, len(rows), apart=least < 0)
    _percent_axis(chart.value_axis, least, most)
    return frame


def _past_shares(rows: pd.DataFrame) -> list[float | None]:
    """The share of their total that past years had by now; empty when no row has any."""
    shares = [None if is_missing(value) else float(value) for value in rows["expected_share"]]
    return shares if any(value is not None for value in shares) else []


def _bars_title(lang: Language, *, ruled: bool, past: bool) -> str:
    """What the bars measure, and what the grey and the upright line are."""
    said = [lang.say("year to date as % of the annual plan")]
    if past:
        said.append(lang.say("grey: past years by now"))
    if ruled:
        said.append(lang.say("upright line: the plan, 100%"))
    return "; ".join(said)


def _draw_bars(plot: Any, rows: pd.DataFrame, lang: Language, *, ruled: bool, named: str) -> None:
    """The bars of past years in grey, those of this year, the last series, as they are judged."""
    style = percent_format(lang, 1)
    plot.gap_width, plot.overlap = 45 if len(rows) > 3 else 160, -5
    *past, this_year = plot.series
    for series in past:
        fill(series.format, FAINT)
        _labels(series, style, SOFT, bold=False)
    fill(this_year.format, ACCENT)
    _labels(this_year, style, INK, bold=True)
    _judged_bars(this_year, rows, lang, ruled=ruled, named=named)


def _bar_names(rows: pd.DataFrame, lang: Language) -> list[str]:
    """What stands beside each bar; long names are cut to what a slide has room for."""
    room = NAME_LETTERS * max(1, NAME_LINES // len(rows))
    return [
        f"{row['indicator']}. {shorten(lang.pick(row, 'name'), room, placeholder='…')}  "
        f"{SIGNS[judged(row)]} {lang.say(judged(row))}"
        for row in records(rows)
    ]


def _judged_bars(
    series: Any, rows: pd.DataFrame, lang: Language, *, ruled: bool, named: str
) -> None:
    """Each bar in the colour of its judgement, its figure where no line runs through it."""
    for position, row in enumerate(records(rows)):
        point, value = series.points[position], row["pct_of_plan"]
        fill(point.format, COLOURS[judged(row)], status=True)
        # More decimals where needed, so that 99,96% is not shown as the 100 that it is not.
        digits, inside = telling_digits(value, 100, 1), ruled and ON_LINE < value < 100
        said = telling_percent(value, lang) if row["indicator"] == named else ""
        if inside or digits != 1 or said:
            _single(point.data_label, percent_format(lang, digits), inside=inside, said=said)


def _name_axis(axis: Any, bars: int, *, apart: bool) -> None:
    """The names from the top down, none left out, and left of bars that go below zero."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    axis._element.find("{*}lblOffset").addnext(
        parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    )
    axis.reverse_order = True
    if apart:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis_text(axis, 12 if bars > 6 else 13)


def _percent_axis(axis: Any, least: float, most: float) -> None:
    """No figures on the axis, as every bar has its own; late in the year a line at 100 %."""
    ruled = most > LATE and least >= 0
    axis.visible, axis.minimum_scale, axis.has_major_gridlines = False, 0.013 * least, ruled
    if ruled:
        axis.major_unit, axis.maximum_scale = 1, max(1.08, most * 0.0108)
        paint(axis.major_gridlines.format.line.color, TARGET)


def _labels(series: Any, style: str, tone: str, *, bold: bool) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = style, False
    labels.font.size, labels.font.bold = Pt(12), bold
    paint(labels.font.color, tone)


def _single(label: Any, style: str, *, inside: bool, said: str = "") -> None:
    """The figure of one bar, inside it where the plan's line would run through it."""
    from pptx.enum.chart import XL_LABEL_POSITION

    label.position = XL_LABEL_POSITION.INSIDE_END if inside else XL_LABEL_POSITION.OUTSIDE_END
    write_label(label, style, said, 12, WHITE if inside else INK, bold=True)
