"""Native charts with the numbers of the pages behind them: people click, edit, restyle."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.briefing.formats import number_format, percent_format
from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.theme import PAST, RULE, WHITE, paint
from hbanalysis.presentation.figures.style import ACCENT, FAINT, INK, SOFT, TARGET
from hbanalysis.presentation.judgement_style import (
    COLOURS,
    SIGNS,
    judged,
    target_digits,
    telling_digits,
    telling_percent,
    unit_text,
)
from hbanalysis.presentation.sentences.lead_findings import plan_word
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

DECEMBER, BESIDE, PLAN_SAID = 11, 3, 2
"""Places on the axis: December, how many beside it are for words, where the plan is named."""
PAST_YEARS = 3
"""The most past years of a chart: its legend names them alone, other lines are labelled."""
LATE = 60  # percent of plan from which on the plan itself is drawn
ON_LINE = 91  # from here up to 100 the figure beside a bar would lie on that line
NAME_LETTERS, NAME_LINES = (
    48,
    20,
)  # of the names beside the bars: letters on a line, lines on a slide
ONE_LINE = 90  # letters of a title
CLEAR = 0.045  # of the height of the chart: what two lines of small letters take
DASHES = ("ROUND_DOT", "DASH", "LONG_DASH_DOT", "SOLID")
"""How past years are told apart: all in one grey that stands out from the paper."""


def add_bars(
    shapes: Any, box: list[Any], content: Content, rows: pd.DataFrame, headline: str = ""
) -> Any:
    """Percent of plan beside the share that past years had reached by then; gives the shape.

    The numbers are shares, as in table.xlsx. A percentage that the headline says too is the same
    text.
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
    _plain(chart, _bars_title(lang, ruled=ruled, past=bool(past)), content)
    _draw_bars(chart.plots[0], rows, lang, ruled=ruled, headline=headline)
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


def _draw_bars(
    plot: Any, rows: pd.DataFrame, lang: Language, *, ruled: bool, headline: str
) -> None:
    """The bars of past years in grey, those of this year, the last series, as they are judged."""
    style = percent_format(lang, 1)
    plot.gap_width, plot.overlap = 45 if len(rows) > 3 else 160, -5
    *past, this_year = plot.series
    for series in past:
        _fill(series.format, FAINT)
        _labels(series, style, SOFT, bold=False)
    _fill(this_year.format, ACCENT)
    _labels(this_year, style, INK, bold=True)
    _judged_bars(this_year, rows, lang, ruled=ruled, headline=headline)


def _bar_names(rows: pd.DataFrame, lang: Language) -> list[str]:
    """What stands beside each bar; long names are cut to what a slide has room for."""
    room = NAME_LETTERS * max(1, NAME_LINES // len(rows))
    return [
        f"{row['indicator']}. {shorten(lang.pick(row, 'name'), room, placeholder='…')}  "
        f"{SIGNS[judged(row)]} {lang.say(judged(row))}"
        for row in records(rows)
    ]


def _judged_bars(
    series: Any, rows: pd.DataFrame, lang: Language, *, ruled: bool, headline: str
) -> None:
    """Each bar in the colour of its judgement, its figure where no line runs through it."""
    for position, row in enumerate(records(rows)):
        point, value = series.points[position], row["pct_of_plan"]
        _fill(point.format, COLOURS[judged(row)], status=True)
        # More decimals where needed, so that 99,96% is not shown as the 100 that it is not.
        digits, inside = telling_digits(value, 100, 1), ruled and ON_LINE < value < 100
        text = telling_percent(value, lang)
        said = text if text in headline else ""
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
    _axis_text(axis, 12 if bars > 6 else 13)


def add_lines(shapes: Any, box: list[Any], content: Content, code: str) -> Any:
    """The year to date by month, past years, plan and likely year-end; gives the shape."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    lang, row = content.lang, content.row(code)
    data = CategoryChartData(number_format=number_format(lang, int(row["decimals"])))
    # Places without a month: room for the words beside December.
    months = [lang.say("M{month}", month=month) for month in range(1, 13)]
    data.categories = [*months, *(" " * position for position in range(1, BESIDE + 1))]
    kinds = line_series(content, code)
    for name, values, _ in kinds:
        data.add_series(name, [*values, *[None] * BESIDE])
    frame = shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, data)
    chart = frame.chart
    facts = {"name": lang.pick(row, "name"), "unit": unit_text(row, lang)}
    measure = lang.say("{name}: year to date, {unit}", **facts)
    if any(kind == "high" for _, _, kind in kinds):
        measure += "; " + lang.say("short strokes: 4 cases of 5")
    _plain(chart, measure, content)
    _name_past_years_only(chart, [kind for _, _, kind in kinds])
    labelled = _labelled(kinds)
    for number, (series, (_, values, kind)) in enumerate(
        zip(chart.plots[0].series, kinds, strict=True)
    ):
        _line(series, kind, number)
        if kind in labelled:
            _label_line(series, values, kind, row, lang)
    below_zero = any((value or 0) < 0 for _, values, _ in kinds for value in values)
    _line_axes(chart, lang, below_zero=below_zero)
    return frame


def _label_line(
    series: Any, values: list[float | None], kind: str, row: Row, lang: Language
) -> None:
    """The last value of a line beside it, where it does not lie upon the line of the plan."""
    from pptx.enum.chart import XL_LABEL_POSITION

    last = max((n for n, value in enumerate(values) if value is not None), default=None)
    if last is None:
        return
    digits = target_digits(row) if kind == "plan" else int(row["decimals"])
    number = lang.number(values[last], digits)
    said = {
        "own": f"{series.name}: {number}",
        "plan": f"{plan_word(row, lang)} {number}",
        "point": lang.say("projected {amount}", amount=number),
    }.get(kind, number)
    _label_point(series, last, number_format(lang, digits), said, kind)
    if kind != "own":
        return
    label = series.points[last].data_label
    if last == DECEMBER:
        label.position = XL_LABEL_POSITION.RIGHT
    elif _just_under_plan(values[last] or 0, row["target"]):
        label.position = XL_LABEL_POSITION.BELOW


def _name_past_years_only(chart: Any, kinds: list[str]) -> None:
    """A legend of past years; the other lines say beside them what they are."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    chart.has_legend = "past" in kinds
    if not chart.has_legend:
        return
    after = chart.legend._element.find("{*}legendPos")  # python-pptx leaves no entry out
    for position in reversed([position for position, kind in enumerate(kinds) if kind != "past"]):
        after.addnext(
            parse_xml(
                f'<c:legendEntry {nsdecls("c")}><c:idx val="{position}"/><c:delete val="1"/>'
                "</c:legendEntry>"
            )
        )


def _just_under_plan(value: float, target: Any) -> bool:
    """Whether a label above a value would lie upon the line of the plan."""
    return not is_missing(target) and 0.8 < value / (target or 1) < 1


def _line_axes(chart: Any, lang: Language, *, below_zero: bool) -> None:
    """Amounts from zero up, where none is below it; months under the lines."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION

    amounts, names = chart.value_axis, chart.category_axis
    if below_zero:
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    else:
        amounts.minimum_scale = 0
    paint(amounts.major_gridlines.format.line.color, RULE)
    amounts.format.line.fill.background()
    amounts.tick_labels.number_format = number_format(lang, 0)
    amounts.tick_labels.number_format_is_linked = False
    _axis_text(amounts, 12)
    _axis_text(names, 12)


def _percent_axis(axis: Any, least: float, most: float) -> None:
    """No figures on the axis, as every bar has its own; late in the year a line at 100 %."""
    ruled = most > LATE and least >= 0
    axis.visible, axis.minimum_scale, axis.has_major_gridlines = False, 0.013 * least, ruled
    if ruled:
        axis.major_unit, axis.maximum_scale = 1, max(1.08, most * 0.0108)
        paint(axis.major_gridlines.format.line.color, TARGET)


def _labelled(kinds: list[tuple[str, list[float | None], str]]) -> set[str]:
    """Which lines say their last value; ends of a range only where they stand clear."""
    top = max(
        (value for _, values, _ in kinds for value in values if value is not None), default=0.0
    )
    ends = {
        kind: values[DECEMBER] or 0.0
        for _, values, kind in kinds
        if kind in ("low", "point", "high")
    }
    clear = (
        len(ends) == 3
        and min(ends["high"] - ends["point"], ends["point"] - ends["low"]) > CLEAR * top
    )
    return {"own", "plan", "point"} | ({"low", "high"} if clear else set())


def line_series(content: Content, code: str) -> list[tuple[str, list[float | None], str]]:
    """The lines of a year: past years, this one, the plan, the projected end with its range."""
    lang, row, path, year = content.lang, content.row(code), content.path(code), content.period.year

    def months(frame: pd.DataFrame) -> list[float | None]:
        known = dict(zip(frame["month"], frame["value"], strict=True))
        return [None if month not in known else float(known[month]) for month in range(1, 13)]

    series = [
        (str(past), months(path[path["year"] == past]), "past")
        for past in sorted(set(path.loc[path["year"] < year, "year"]))[-PAST_YEARS:]
    ]
    own = path[(path["year"] == year) & (path["month"] <= row["through"])]
    series.append((str(year), months(own), "own"))
    if not is_missing(row["target"]):
        series.append((lang.say("Annual plan"), [float(row["target"])] * 12, "plan"))
    if row["projection_reason"] == "" and not is_missing(row["point"]):
        for name, column, kind in (
            (lang.say("Upper end (4 cases of 5)"), "hi80", "high"),
            (lang.say("Year-end projection"), "point", "point"),
            (lang.say("Lower end (4 cases of 5)"), "lo80", "low"),
        ):
            series.append((name, [*[None] * 11, float(row[column])], kind))
    return series


def _plain(chart: Any, measure: str, content: Content) -> None:
    """Font, legend at the foot, and as title what is measured, with the mark of synthetic data."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.font.size = Pt(12)
    paint(chart.font.color, SOFT)
    chart.has_title = True
    frame = chart.chart_title.text_frame
    frame.text = measure + (f"  ·  {content.demo.upper()}" if content.demo else "")
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(12), False
    paint(font.color, SOFT)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for axis in chart._chartSpace.iter("{*}axId", "{*}crossAx"):
        axis.set("val", axis.get("val").lstrip("-"))  # python-pptx numbers axes below zero
    blanks = chart._chartSpace.find(".//{*}dispBlanksAs")  # quarters: join what is known
    if blanks is not None:
        blanks.set("val", "span")


def _fill(form: Any, tone: str, *, status: bool = False) -> None:
    form.fill.solid()
    paint(form.fill.fore_color, tone, status=status)


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
    _written(label, style, said, 12, WHITE if inside else INK, bold=True)


def _written(label: Any, style: str, said: str, size: int, tone: str, *, bold: bool) -> None:
    """A single label: the live number in a format, or the very text that the headline says.

    A text does not follow the reader's regional settings; *Reset Label Text* makes it live.
    """
    from pptx.util import Pt

    if said:
        label.text_frame.text = said
        font = label.text_frame.paragraphs[0].runs[0].font
    else:
        font = label.font
    font.size, font.bold = Pt(size), bold
    paint(font.color, tone)
    _formatted(label, style)


def _formatted(label: Any, style: str) -> None:
    """Give a single label a number format, which python-pptx cannot."""
    from pptx.oxml.ns import qn

    element = label._dLbl
    shown = element.find(qn("c:numFmt"))
    if shown is None:
        shown = element.makeelement(qn("c:numFmt"), {})
        before = element.find(qn("c:tx"))
        (element.find(qn("c:idx")) if before is None else before).addnext(shown)
    shown.set("formatCode", style)
    shown.set("sourceLinked", "0")


def _axis_text(axis: Any, size: int) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    axis.tick_labels.font.size = Pt(size)
    paint(axis.tick_labels.font.color, INK)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    paint(axis.format.line.color, FAINT)


def _line(series: Any, kind: str, position: int) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE_DASH_STYLE
    from pptx.util import Pt

    tone = {"past": PAST, "plan": TARGET}.get(kind, ACCENT)
    line, series.smooth = series.format.line, False
    line.width = Pt({"own": 3, "plan": 1.75}.get(kind, 1.25))
    paint(line.color, tone)
    if kind in ("plan", "past"):
        dash = "DASH" if kind == "plan" else DASHES[position % len(DASHES)]
        line.dash_style = MSO_LINE_DASH_STYLE[dash]
    series.marker.style = {
        "own": XL_MARKER_STYLE.CIRCLE,
        "point": XL_MARKER_STYLE.DIAMOND,
        "low": XL_MARKER_STYLE.DASH,
        "high": XL_MARKER_STYLE.DASH,
    }.get(kind, XL_MARKER_STYLE.NONE)
    if kind in ("own", "point", "low", "high"):
        series.marker.size = {"own": 6, "point": 10}.get(kind, 12)
        _fill(series.marker.format, tone)
        paint(series.marker.format.line.color, tone)


def _label_point(series: Any, position: int, style: str, said: str, kind: str) -> None:
    """The value of one point beside it, as the headline above the chart writes it."""
    from pptx.enum.chart import XL_LABEL_POSITION

    label = series.points[PLAN_SAID if kind == "plan" else position].data_label
    label.position = XL_LABEL_POSITION.ABOVE if kind in ("plan", "own") else XL_LABEL_POSITION.RIGHT
    leads = kind in ("own", "point")
    _written(
        label, style, said, 14 if leads else 12, TARGET if kind == "plan" else ACCENT, bold=leads
    )
