"""The list that goes back to the department.

Every finding once, in its words, and nothing in it comes alive.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from hbanalysis.presentation.pages.findings_list import HEADINGS, lines, page, summary
from hbanalysis.presentation.pages.findings_workbook import workbook
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.language import Language

Office = Callable[..., Path]
VI, EN = Language("vi"), Language("en")
THINGS = {
    "thu": {"name_vi": "Thu ngân sách", "name_en": "Revenue", "owner": "Phòng Tài chính"},
    "bao": {"name_vi": "Bảo hiểm", "name_en": "", "owner": "BHXH"},
}
PLACES = {"quan": {"name_vi": "Quận Nhỏ", "name_en": "Small Town"}}
HOSTILE = '=HYPERLINK("http://x.example";"<script>alert(1)</script>")'
FOUND = [
    Finding(
        "note",
        "repeated",
        "b.csv",
        "A9",
        "The same row stands already in {file} line {line}; kept once.",
        {"file": "a.csv", "line": 1234},
        "quan",
        "bao",
    ),
    Finding(
        "warning",
        "ratio-over-100",
        "b.csv",
        "E12",
        "The ratio is {found} %, above {expected} %.",
        {"found": 1516.66, "expected": 100.0},
        "quan",
        "bao",
    ),
    Finding(
        "error",
        "not-a-number",
        "a.csv",
        "E3",
        "The cell of {column} holds {found!r}; expected: {expected}.",
        {"column": "value", "found": HOSTILE, "expected": "a year such as 2024"},
        "quan",
        "thu",
    ),
    Finding(
        "error", "missing-file", "data/raw/targets.csv", "", "There is no such file or it is empty."
    ),
]


def test_lines_are_grouped_by_department_and_file_with_what_stops_first() -> None:
    told = lines(FOUND, THINGS, PLACES, VI)
    assert [(line.department, line.rule) for line in told] == [
        ("BHXH", "ratio-over-100"),
        ("BHXH", "repeated"),
        ("Phòng Tài chính", "not-a-number"),
        ("về cả tệp", "missing-file"),
    ]


def test_found_and_expected_are_in_the_readers_language() -> None:
    by_rule = {line.rule: line for line in lines(FOUND, THINGS, PLACES, VI)}
    assert (by_rule["ratio-over-100"].found, by_rule["ratio-over-100"].expected) == (
        "1.516,66",
        "100",
    )
    assert by_rule["ratio-over-100"].sentence == "Tỷ lệ 1.517%, vượt 100%."
    assert by_rule["not-a-number"].expected == "năm, ví dụ 2024"
    assert by_rule["repeated"].sentence.endswith("dòng 1234; chỉ giữ một."), (
        "a line number is no amount"
    )
    assert by_rule["not-a-number"].indicator == "thu Thu ngân sách"
    english = {line.rule: line for line in lines(FOUND, THINGS, PLACES, EN)}
    assert (english["ratio-over-100"].found, english["ratio-over-100"].territory) == (
        "1,516.66",
        "Small Town",
    )
    assert english["ratio-over-100"].indicator == "bao Bảo hiểm", (
        "the other language where a name is missing"
    )


def test_a_sentence_says_its_month_by_name_and_keeps_numbers_apart() -> None:
    template = "{found} in {period} lies beyond the field of {expected}."
    facts = {"found": 2684.449, "period": "2012-11", "expected": 3102.974}
    near = facts | {"found": 100.01, "expected": 100.02}
    told = [
        lines([Finding("note", "r", "f.csv", "A1", template, one)], {}, {}, EN)[0].sentence
        for one in (facts, near)
    ]
    assert told[0] == "2,684 in November 2012 lies beyond the field of 3,103."
    assert told[1].startswith("100.01 in")


def test_a_list_without_errors_says_so_first() -> None:
    calm = [finding for finding in FOUND if finding.level != "error"]
    assert summary(lines(calm, THINGS, PLACES, VI), VI).startswith("Không có lỗi; cần xem: 1 ")


def test_the_summary_counts_by_level() -> None:
    assert (
        summary(lines(FOUND, THINGS, PLACES, EN), EN) == "4 findings: 2 error, 1 warning, 1 note."
    )
    assert summary([], VI) == "Không có vấn đề: các tệp gốc đều hợp lệ."


class Seen(HTMLParser):
    """The tags, and the texts of the table cells."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", [VI, EN], ids=["vi", "en"])
def test_the_page_is_self_contained_and_shows_hostile_text_as_text(lang: Language) -> None:
    markup = page(lines(FOUND, THINGS, PLACES, lang), lang, "2024-09-30", "body{margin:0}")
    seen = Seen(markup)
    assert "script" not in seen.tags
    assert HOSTILE in seen.text
    assert not re.search(r'(src|href)="', markup)
    assert f'<html lang="{lang.code}">' in markup
    assert seen.tags.count("h2") == 3
    assert seen.tags.count("tr") == 4 + 3, "each finding once, and three headers"
    assert ("30/09/2024" if lang.code == "vi" else "30 Sep 2024") in seen.text


def test_an_empty_list_is_a_page_too() -> None:
    assert "No findings" in page([], EN, "2024-09-30", "")


def test_the_workbook_keeps_texts_as_texts_with_a_frozen_header_and_filters() -> None:
    content = workbook(lines(FOUND, THINGS, PLACES, VI), VI, "2024-09-30")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:J5")
    assert [cell.value for cell in sheet[1]] == [VI.say(name) for name in HEADINGS]
    (hostile,) = [cell for row in sheet for cell in row if cell.value == HOSTILE]
    assert (hostile.data_type, hostile.hyperlink) == ("s", None)
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    numbers = {sheet.cell(1, cell.column).value for cell in cells if cell.data_type == "n"}
    assert numbers <= {VI.say("Found"), VI.say("Expected")}, "what was found can be a number"
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_same_findings_make_the_same_bytes() -> None:
    told = lines(FOUND, THINGS, PLACES, VI)
    assert workbook(told, VI, "2024-09-30") == workbook(told, VI, "2024-09-30")
    assert page(told, VI, "2024-09-30", "") == page(told, VI, "2024-09-30", "")
