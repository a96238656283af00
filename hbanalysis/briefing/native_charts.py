"""What the native charts of slides have in common: letters, fills, labels, axes."""

from __future__ import annotations

from typing import Any

from hbanalysis.briefing.pack_content import Content
from hbanalysis.briefing.theme import paint
from hbanalysis.presentation.figures.style import FAINT, INK, SOFT


def plain(chart: Any, measure: str, content: Content) -> None:
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


def fill(form: Any, tone: str, *, status: bool = False) -> None:
    """Fill a shape; the colour of a judgement stays as it is."""
    form.fill.solid()
    paint(form.fill.fore_color, tone, status=status)


def write_label(label: Any, style: str, said: str, size: int, tone: str, *, bold: bool) -> None:
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
    format_label(label, style)


def format_label(label: Any, style: str) -> None:
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


def axis_text(axis: Any, size: int) -> None:
    """The letters of an axis, without marks."""
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    axis.tick_labels.font.size = Pt(size)
    paint(axis.tick_labels.font.color, INK)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    paint(axis.format.line.color, FAINT)
