"""Figures that travel with their numbers.

Four files under one stem, the same bytes for the same data.
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pandas as pd
import pytest

import hbanalysis as hb
from hbanalysis.analysis.trend.trend_tables import trends, yearly
from hbanalysis.presentation.display import Figure, Prose, csv_text
from hbanalysis.presentation.figures import plan_chart
from hbanalysis.presentation.pages import growth_panels, trend_panels
from hbanalysis.presentation.picture import LOOKS, NARROW, TEXT, text_width
from hbanalysis.presentation.picture_files import as_file
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.vocabulary.periods import Period
from tests.tables import months

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
EN, VI = hb.Language("en"), hb.Language("vi")
HEAD = "indicator | period | value | territory\n"
FOUR_YEARS = (
    HEAD
    + "\n".join(
        months("thu", year, [90 + month + 7 * (year - 2020) for month in range(1, 13)])
        for year in range(2020, 2024)
    )
    + "\n"
    + months("thu", 2024, [130] * 3)
)


def opened(root: Path, until: str) -> tuple[hb.Workspace, pd.DataFrame]:
    office = hb.workspace(root)
    return office, hb.assess(office, Period.parse(until), ["quan"])


def bars(root: Path) -> Figure:
    figure = plan_chart.plan_bars(opened(root, "2024-Q1")[1], VI)
    assert isinstance(figure, Figure)
    return figure


def test_the_line_below_a_title_speaks_of_the_halves_that_are_drawn() -> None:
    rows = pd.DataFrame({"closed": [False, False], "point": [float("nan"), float("nan")]})
    assert "year-end" not in plan_chart.plan_subtitle(rows, EN)
    assert "year-end" in plan_chart.plan_subtitle(rows.assign(point=[1.0, float("nan")]), EN)
    assert "result" in plan_chart.plan_subtitle(rows.assign(closed=True), EN)


def test_a_figure_gives_the_same_bytes_every_time(office: Office) -> None:
    root = office()
    first, second = bars(root), bars(root)
    assert first.svg == second.svg
    for kind in ("png", "pdf"):
        assert as_file(first.framed(), kind) == as_file(second.framed(), kind)


def test_the_picture_for_print_has_three_hundred_dots_an_inch(office: Office) -> None:
    raw = as_file(bars(office()).framed(), "png")
    width, _ = struct.unpack(">II", raw[16:24])
    place = raw.index(b"pHYs") + 4
    per_metre, _ = struct.unpack(">II", raw[place : place + 8])
    assert (width, round(per_metre * 0.0254)) == (2460, 300)


def test_no_clock_stands_in_a_file(office: Office) -> None:
    figure = bars(office())
    for raw in (figure.svg, as_file(figure.framed(), "png"), as_file(figure.framed(), "pdf")):
        assert b"CreationDate" not in raw
        assert b"dc:date" not in raw
        assert b"tIME" not in raw


def test_the_svg_holds_its_texts_as_text_and_no_look_of_a_page(office: Office) -> None:
    drawn = Xml.fromstring(bars(office()).svg)
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert any("Thu ngân sách" in str(text) for text in texts)
    assert b"var(--" not in bars(office()).svg
    assert b"class=" not in bars(office()).svg


def test_the_numbers_are_saved_as_numbers(office: Office) -> None:
    figure = bars(office())
    rows = list(csv.reader(csv_text(figure.data).splitlines()))
    assert rows[0] == list(figure.data.headings.values())
    held = [
        [cell.held for cell in figure.data.cells[name]]
        for name in ("pct_of_plan", "expected_share")
    ]
    wanted = [["" if v is None else f"{v:.12g}" for v in column] for column in held]
    assert [[row[n] for row in rows[1:]] for n in (1, 2)] == wanted
    assert [row[0] for row in rows[1:]] == figure.data.texts["name"].tolist()


def test_missing_numbers_are_empty_and_bounds_stay_words() -> None:
    cells = (
        Cell(number=1484.125, decimals=1),
        Cell(number=-74.85, decimals=1, after="%"),
        Cell(number=0.25, share=True, after="%"),
        Cell("chưa có"),
        Cell(number=5.0, before="≥ "),
    )
    column = Column("a", "Value", lambda cell, _: cell, "number")
    told = csv_text(Sheet("t", "Value", (column,), cells, tuple(range(5))))
    assert told.splitlines()[1:] == ["1484.125", "-0.7485", "0.25", '""', "≥ 5"]


def test_files_of_a_figure_say_what_they_show(office: Office) -> None:
    figure = bars(office())
    root = Xml.fromstring(figure.svg)
    said = {child.get("id"): child.text for child in root if child.get("id") in ("title", "desc")}
    assert said == {"title": figure.title, "desc": figure.alt}
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert root.get("lang") == figure.data.lang.code
    assert b"/Title" in as_file(figure.framed(), "pdf", title=figure.title)


def test_no_word_of_a_chart_is_cut_or_small_on_a_phone(office: Office) -> None:
    """Words lie inside the picture, at least twelve pixels tall, and none over another."""
    picture = bars(office()).draw(NARROW)
    boxes = []
    for part in picture.parts:
        assert part.look in LOOKS
        if part.kind != "words":
            continue
        assert part.size >= 12
        x, y = part.points[0]
        width = text_width(part.text, part.size) * 0.85
        left = {"start": x, "middle": x - width / 2, "end": x - width}[part.anchor]
        assert left > -8
        assert left + width < NARROW + 8
        boxes.append((left, left + width, y - TEXT * 0.7, y, part.text))
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            apart = (
                one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
            )
            assert apart, (one, other)


def test_no_cell_of_a_saved_table_becomes_a_formula() -> None:
    cells = ("=1+1", "+cmd", "@x", "−5,2", "3 %")
    column = Column("a", "Value", lambda cell, _: cell)
    told = csv_text(Sheet("t", "Value", (column,), cells, cells))
    assert told.splitlines()[1:] == ["'=1+1", "'+cmd", "'@x", '"−5,2"', "3 %"]


def test_every_figure_says_its_measure_source_and_that_it_is_synthetic(office: Office) -> None:
    root = office()
    path = root / "data" / "raw" / "observations" / "quan.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Báo cáo quận", "demo"), encoding="utf-8"
    )
    figure = bars(root)
    assert figure.demo == "số liệu minh họa"
    assert "hba-demo-mark" in figure.html()
    assert figure.caption.startswith("Nguồn: số liệu minh họa. Số liệu công bố đến 06/04/2024")


# ---------------------------------------------------------------- all series side by side
def test_the_same_months_of_every_year_stand_beside_each_other(office: Office) -> None:
    opened_, table = opened(office(observations=FOUR_YEARS), "2024-Q1")
    figure = trend_panels.years(yearly(opened_, table), EN)
    assert figure.title == "Budget revenue: up 15.0% on the same months of the year before"
    assert figure.data.texts["to_date"].tolist() == ["276.0", "297.0", "318.0", "339.0", "390.0"]
    assert figure.data.texts["whole"].tolist()[-1] == "none"


def test_a_page_and_a_file_show_the_same_drawing(office: Office) -> None:
    opened_, table = opened(office(observations=FOUR_YEARS), "2024-Q1")
    figure = trend_panels.rolling(trends(opened_, table, "thu"), EN)
    assert figure.html().count("<svg") == 2  # as wide as the page, as narrow as a phone
    facts = figure._repr_mimebundle_()["application/vnd.hba.figure+json"]
    assert facts["svg"] == figure.svg.decode("utf-8")
    on_page = Xml.fromstring(figure.pictures().split("</svg>")[0] + "</svg>")
    in_file = Xml.fromstring(figure.svg)
    lines = [one.get("points") for one in on_page.iter("polyline")]
    assert len(lines) == len(list(in_file.iter("{http://www.w3.org/2000/svg}polyline")))


@pytest.mark.parametrize("draw", [trend_panels.rolling, growth_panels.growth, trend_panels.seasons])
def test_a_short_history_gets_a_sentence_instead_of_a_figure(
    office: Office, draw: Callable[..., object]
) -> None:
    opened_, table = opened(office(), "2024-Q1")
    told = draw(trends(opened_, table, "thu, chi"), EN)
    assert isinstance(told, Prose)
    assert told.kind == "note"


def test_what_a_figure_lacks_is_named_with_its_reason(office: Office) -> None:
    short = FOUR_YEARS + "\n" + months("chi", 2024, [5, 5, 5])
    opened_, table = opened(office(observations=short), "2024-Q1")
    (line,) = trend_panels.left_out(trends(opened_, table, "thu, chi"), EN).paragraphs
    assert (
        line
        == "Current spending: no seasonal pattern yet (36 consecutive months with positive values"
        " are needed); no rolling total yet (twelve consecutive months are needed); no usual range"
        " yet (year-on-year changes of twelve earlier months are needed)."
    )


def test_no_year_is_compared_across_a_declared_break(office: Office) -> None:
    broken = "date | kind | territory\n2024-01-01 | break | quan"
    opened_, table = opened(office(observations=FOUR_YEARS, events=broken), "2024-Q1")
    figure = trend_panels.years(yearly(opened_, table), EN)
    assert figure.title == "No series has a comparable year before"
    assert figure.data.texts["change_pct"].tolist()[-1] == "none"


def test_a_signal_stands_in_the_table_with_the_range_it_left(office: Office) -> None:
    rows = FOUR_YEARS.replace("thu | 2023-11 | 122", "thu | 2023-11 | 322")
    opened_, table = opened(office(observations=rows), "2024-Q1")
    found = trends(opened_, table, "thu")
    shown = growth_panels.signal_table(found, EN)
    assert "November 2023" in shown.texts["month"].tolist()
    at = shown.texts["month"].tolist().index("November 2023")
    assert shown.texts["signal"].tolist()[at] == "above the usual range"
    assert (
        growth_panels.growth(found, EN).title == "An unusual change within the last twelve months"
    )
