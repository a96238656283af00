"""A year month by month as native lines: past years, plan, the projected end with its range."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.briefing.formats import number_format
from hbanalysis.briefing.native_charts import axis_text, fill, plain, write_label
from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.theme import PAST, RULE, paint
from hbanalysis.presentation.figures.style import ACCENT, TARGET
from hbanalysis.presentation.judgement_style import target_digits, unit_text
from hbanalysis.presentation.sentences.lead_findings import plan_word
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing

DECEMBER, BESIDE, PLAN_SAID = 11, 3, 2
"""Places on the axis: December, how many beside it are for words, where the plan is named."""
CLEAR_OF_AXIS = 2
"""Months from which on the name of a line may stand in the middle over its end."""
PAST_YEARS = 3
"""The most past years of a chart: its legend names them alone, other lines are labelled."""
CLEAR = 0.08  # of the height of the chart: what two lines of small letters take
DASHES = ("ROUND_DOT", "DASH", "LONG_DASH_DOT", "SOLID")
"""How past years are told apart: all in one grey that stands out from the paper."""


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
    plain(chart, measure, content)
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
    axis_text(amounts, 12)
    axis_text(names, 12)


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
        fill(series.marker.format, tone)
        paint(series.marker.format.line.color, tone)


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
    if last == DECEMBER or last < CLEAR_OF_AXIS:  # else over the figures of the axis
        label.position = XL_LABEL_POSITION.RIGHT
    elif _just_under_plan(values[last] or 0, row["target"]):
        label.position = XL_LABEL_POSITION.BELOW


def _just_under_plan(value: float, target: Any) -> bool:
    """Whether a label above a value would lie upon the line of the plan."""
    return not is_missing(target) and 0.8 < value / (target or 1) < 1


def _label_point(series: Any, position: int, style: str, said: str, kind: str) -> None:
    """The value of one point beside it, as the headline above the chart writes it."""
    from pptx.enum.chart import XL_LABEL_POSITION

    label = series.points[PLAN_SAID if kind == "plan" else position].data_label
    label.position = XL_LABEL_POSITION.ABOVE if kind in ("plan", "own") else XL_LABEL_POSITION.RIGHT
    leads = kind in ("own", "point")
    write_label(
        label, style, said, 14 if leads else 12, TARGET if kind == "plan" else ACCENT, bold=leads
    )
