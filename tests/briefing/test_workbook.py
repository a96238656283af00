"""table.xlsx as a file: what prints, what is read aloud, what Excel computes with."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from office_check.every_rule import faults
from office_check.opening import Office
from openpyxl import load_workbook

from hbanalysis.briefing.table_workbook import HEAD, LINE
from hbanalysis.presentation.pages.findings_list import lines
from hbanalysis.presentation.pages.findings_workbook import workbook
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language
from tests.briefing.test_office_check import changed, rules

pytestmark = pytest.mark.slow

NAME, SHEET, STYLES = "table.xlsx", "xl/worksheets/sheet1.xml", "xl/styles.xml"


@pytest.fixture(scope="module")
def book(file: Callable[..., bytes]) -> bytes:
    return file(NAME, "hong-bang", "2024-Q3")


def test_both_sheets_pass(book: bytes) -> None:
    assert faults(Office(NAME, book)) == []


@pytest.mark.parametrize(
    ("part", "pattern", "new", "rule"),
    [
        (SHEET, r'<col min="2" max="2" width="[\d.]+"', '<col min="2" max="2" width="90"', "printed"),
        (SHEET, "&amp;P", "", "printed"),
        (SHEET, r"<ignoredErrors>.*?</ignoredErrors>", "", "numbers_as_text"),
        (STYLES, r"#,##0\.0%", "#,##0.0&quot;%&quot;", "formats"),
        (STYLES, r"#,##0\.00", "#,##0.##", "formats"),
        ("xl/tables/table1.xml", r' altTextSummary="[^"]*"', "", "alt_texts"),
        ("docProps/core.xml", r"<dc:creator>[^<]*", "<dc:creator>", "properties"),
    ],
)  # fmt: skip
def test_each_fault_put_into_a_workbook_is_found(
    book: bytes, part: str, pattern: str, new: str, rule: str
) -> None:
    assert rule in rules(NAME, changed(book, part, pattern, new))


def test_a_check_list_passes_and_its_numbers_are_numbers() -> None:
    finding = Finding("error", "r", "a.csv", "E12", "{found} is not {expected}.", {"found": 1516.66, "expected": 98.5})  # fmt: skip
    (line,) = lines([finding], {}, {}, Language("vi"))
    assert line.numbers == {"Found": 1516.66, "Expected": 98.5}
    made = workbook([line], Language("vi"), "2024-10-15")
    assert made == workbook([line], Language("vi"), "2024-10-15")
    office = Office("list.xlsx", made)
    assert faults(office) == []
    values = [c.findtext("{*}v") for c in office.find(SHEET, "//x:c[not(@t)]")]
    assert values == ["1516.66", "98.5"]


def test_the_sheet_of_sources_takes_the_width_of_its_paper(file: Callable[..., bytes]) -> None:
    """Long origins in narrow columns would make six pages of 26 rows."""
    book: Any = load_workbook(io.BytesIO(file("table.xlsx", "hong-bang", "2024-Q3")))
    sheet = book.worksheets[1]
    assert sheet.column_dimensions["C"].width > 50
    heights = [sheet.row_dimensions[row].height for row in range(HEAD + 1, sheet.max_row + 1)]
    assert sum(heights) / len(heights) < 3.5 * LINE
