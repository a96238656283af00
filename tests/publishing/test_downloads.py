"""Charts and main tables of a page as files beside it, and what a page carries that is sent alone."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import nbformat
import openpyxl
import pandas as pd

from hbanalysis.presentation.display import FIGURE_MIME, PAGE_MIME
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.sheet_data import TABLE_MIME, sheet_data, sheet_of
from hbanalysis.publishing.downloads import carried, offered, write_files
from hbanalysis.publishing.index import Order
from tests.publishing.test_report import QUARTER, made_of, small_notebook
from tests.tables import write_office

FACTS = {
    "place": "Quận",
    "period": "Quý III/2024",
    "demo": "",
    "labels": {"download": "Tải:"},
}
ROWS = (
    {"code": "3", "name": "Thu ngân sách", "actual": 1095.874, "share": 72.2557461791},
    {"code": "4b", "name": "=1+1", "actual": None, "share": None},
)


def table(rows: tuple[dict[str, Any], ...] = ROWS) -> Sheet[Any]:
    """A table that can be sorted, of an amount and a percentage."""
    columns = (
        Column("indicator", "No.", lambda row, _: row["code"], "code"),
        Column("name", "Indicator", lambda row, _: row["name"], "name"),
        Column("actual", "Year to date", lambda row, _: Cell("—" * (row["actual"] is None), row["actual"], 1), "number"),
        Column("share", "% of plan", lambda row, _: Cell("—" * (row["share"] is None), row["share"], 1, after="%"), "number"),
    )  # fmt: skip
    keys = tuple(row["code"] for row in rows)
    return Sheet("plan", "Plan", columns, rows, keys, kinds=lambda row, _: {"word": row["name"]})


def book(*shown: dict[str, Any]) -> nbformat.NotebookNode:
    """An executed notebook that shows these things."""
    outputs = [nbformat.v4.new_output("display_data", data=data) for data in shown]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])


def test_a_sheet_is_the_same_after_its_journey_with_a_notebook() -> None:
    sheet = table()
    again = sheet_of(sheet_data(sheet))
    pd.testing.assert_frame_equal(again.texts, sheet.texts)
    pd.testing.assert_frame_equal(again.numbers, sheet.numbers)
    assert (again.headings, again.label) == (sheet.headings, sheet.label)


def test_a_table_that_sorts_is_offered_with_the_numbers_of_the_page_and_no_formula() -> None:
    shown = book(table()._repr_mimebundle_())
    files = offered(shown, "01-plan", FACTS)
    assert list(files) == ["tables/01-plan-plan.csv", "tables/01-plan-plan.xlsx"]
    for path in files:
        assert f'href="{path}" download' in shown.cells[0].outputs[0]["data"][PAGE_MIME]
    rows = pd.read_csv(io.BytesIO(files["tables/01-plan-plan.csv"]), dtype={"TT": str})
    assert rows["TT"].tolist() == ["3", "4b"]
    assert rows["Lũy kế"].iloc[0] == 1095.874
    assert rows["% so KH năm"].iloc[0] == 0.722557461791
    assert rows["Chỉ tiêu"].tolist() == ["Thu ngân sách", "'=1+1"]
    sheet = openpyxl.load_workbook(io.BytesIO(files["tables/01-plan-plan.xlsx"])).active
    kinds = {(cell.value, cell.data_type) for row in sheet.iter_rows() for cell in row}
    assert {(1095.874, "n"), (0.722557461791, "n"), ("=1+1", "s")} <= kinds
    assert "f" not in {kind for _, kind in kinds}


def test_two_tables_of_one_name_are_two_files() -> None:
    bundle = table()._repr_mimebundle_()
    files = offered(book(bundle, dict(bundle)), "01", FACTS)
    assert sorted(files) == [f"tables/01-plan{n}.{kind}" for n in ("-2", "") for kind in ("csv", "xlsx")]  # fmt: skip


def test_a_table_that_does_not_sort_or_has_no_rows_is_not_offered() -> None:
    assert TABLE_MIME not in table(())._repr_mimebundle_()
    shown = book({PAGE_MIME: "<p>1</p>"})
    assert offered(shown, "01", FACTS) == {}
    assert shown.cells[0].outputs[0]["data"][PAGE_MIME] == "<p>1</p>"


def test_a_page_sent_alone_carries_its_tables_and_leaves_out_what_it_shows_already(
    tmp_path: Path,
) -> None:
    figure = {FIGURE_MIME: {"name": "a", "title": "A & B"}, PAGE_MIME: "<figcaption></figcaption>"}
    shown = book(table()._repr_mimebundle_(), figure)
    files = offered(shown, "01", FACTS) | {"figures/a.csv": b"x\n1\n", "figures/a.svg": b"<svg/>"}
    write_files(tmp_path, files)
    html = "".join(output["data"][PAGE_MIME] for output in shown.cells[0].outputs)
    alone = carried(html, tmp_path)
    assert not re.search(r'href="(tables|figures)/', alone)
    inside = re.findall(r'href="data:[^,]+;base64,([^"]+)" download="([^"]+)"', alone)
    assert {name: base64.b64decode(text) for text, name in inside} == {
        path.rpartition("/")[2]: data for path, data in files.items() if not path.endswith(".svg")
    }


def test_every_file_that_a_page_offers_is_in_the_folder(tmp_path: Path) -> None:
    write_office(tmp_path)
    code = (
        "import hbanalysis as hb\nyear = hb.year(period, territory, as_of, language)\n"
        "display(hb.tables.plan(year))\ndisplay(hb.tables.plan(year))"
    )
    small_notebook(tmp_path / "notebooks" / "09-own.ipynb", "Own?", code)
    made = made_of(tmp_path, Order("quan", QUARTER, "vi", {}, ("09-own",)))
    assert made.failed == {}
    folder = made.folder
    html = (folder / "09-own.html").read_text(encoding="utf-8")
    offers = re.findall(r'href="(tables/[^"]+)"', html)
    assert len(set(offers)) == 4
    assert all((folder / path).is_file() for path in offers)
    whole = (folder / "report.html").read_text(encoding="utf-8")
    assert "tables/" not in re.sub(r"data:[^\"]+", "", whole)
    assert whole.count('href="data:') == 4
