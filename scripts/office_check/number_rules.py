"""Numbers are numbers: what Excel computes with is what people read."""

from __future__ import annotations

import re
from typing import Any

from office_check.opening import Faults, Office

NUMBER = re.compile(r"\s*[-+−]?\d[\d.,\s]*%?\s*")
LITERAL_PERCENT = re.compile(r'"[^"]*%[^"]*"|\\%')
DANGLING = re.compile(r"\.#+(?!#*0)")


def texts(office: Office) -> list[str]:
    """The shared texts of a workbook."""
    part = "xl/sharedStrings.xml"
    if part not in office.parts:
        return []
    return ["".join(map(str, entry.itertext())) for entry in office.find(part, "//x:si")]


def numbers_as_text(office: Office) -> Faults:
    """No cell holds a number as a text, unless the sheet says that it is meant so."""
    shared = texts(office)
    for part in office.named(r"xl/worksheets/sheet\d+\.xml"):
        told = " ".join(map(str, office.find(part, "//x:ignoredError[@numberStoredAsText]/@sqref")))
        meant = [_area(area) for area in told.split()]
        cells = [
            (cell.get("r"), shared[int(cell.findtext("{*}v"))])
            for cell in office.find(part, "//x:c[@t='s']")
        ]
        loose = [
            name
            for name, text in cells
            if NUMBER.fullmatch(text) and not any(_inside(name, area) for area in meant)
        ]
        if loose:
            yield part, f"{len(loose)} numbers as text: {', '.join(loose[:6])}"


def _place(name: str) -> tuple[int, int]:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(digits)


def _area(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    first, _, last = text.partition(":")
    return _place(first), _place(last or first)


def _inside(name: str, area: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    column, row = _place(name)
    (left, top), (right, bottom) = area
    return left <= column <= right and top <= row <= bottom


def formats(office: Office) -> Faults:
    """No percent sign of letters behind a number, no separator without a digit after it."""
    codes: list[tuple[str, str]] = [
        (part, str(code))
        for part in office.named(r"xl/styles\.xml")
        for code in office.find(part, "//x:numFmt/@formatCode")
    ]
    codes += [
        (part, str(code))
        for part in office.named(r"ppt/charts/chart\d+\.xml")
        for code in office.find(part, "//c:numFmt/@formatCode | //c:formatCode/text()")
    ]
    for part, code in sorted(set(codes)):
        if LITERAL_PERCENT.search(code):
            yield part, f"a percent sign of letters: {code}"
        if DANGLING.search(code):
            yield part, f"a separator without a digit: {code}"


def formulas(office: Office) -> Faults:
    """No formula and no link that came out of somebody's text."""
    for part in office.named(r"xl/worksheets/sheet\d+\.xml"):
        live: list[Any] = office.find(part, "//x:f | //x:hyperlink")
        if live:
            yield part, f"{len(live)} formulas or links"


def chart_axes(office: Office) -> Faults:
    """The numbers of axes are not negative, and a chart's cached values are those of its cells."""
    for part in office.named(r"ppt/charts/chart\d+\.xml"):
        wrong = [v for v in office.find(part, "//c:axId/@val | //c:crossAx/@val") if int(v) < 0]
        if wrong:
            yield part, f"{len(wrong)} negative numbers of axes"
