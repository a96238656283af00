"""Raw tables in the kinds that people report to the makers of readers: right, or told by name."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hbanalysis.vocabulary.errors import BadData, Finding
from tests.conftest import assessed
from tests.intake.deliveries.makers import NAME
from tests.intake.deliveries.public_makers import STRICT, encrypted
from tests.intake.files.packages import ods, ods_row
from tests.intake.test_raw_tables import FILE, FOLDER, NAMES, ROWS, as_cells, book, of, rules

Office = Callable[..., Path]
Cells = list[list[Any]]
SHEET = f"{FOLDER}/quan.xlsx"
VALUE, PERIOD, CODE, DAY = 4, 2, 1, 7


@dataclass(frozen=True)
class Raw:
    """What is done to the cells or the workbook, what is told, and the revenue of the quarter."""

    name: str
    cells: Callable[[Cells], object] = lambda cells: None
    sheet: Callable[[Any, Any], object] = lambda book, sheet: None
    told: list[tuple[str, str]] = field(default_factory=list)
    actual: float | None = 300


def put(row: int, column: int, value: object) -> Callable[[Cells], object]:
    """Another content of one cell; row 1 is January."""
    return lambda cells: cells[row].__setitem__(column, value)


def formatted(code: str, value: float) -> Callable[[Any, Any], object]:
    """January under a number format."""

    def edit(_: Any, sheet: Any) -> None:
        sheet["E2"] = value
        sheet["E2"].number_format = code

    return edit


def hidden_row(_: Any, sheet: Any) -> None:
    """A filter shows two months of three."""
    sheet.auto_filter.ref = "A1:I4"
    sheet.row_dimensions[3].hidden = True


def folded_column(_: Any, sheet: Any) -> None:
    """The values are folded up between the other columns."""
    sheet.column_dimensions.group("E", "E", outline_level=1, hidden=True)


def copied(state: str, title: str = "Nháp") -> Callable[[Any, Any], object]:
    """A second sheet with the same rows."""

    def edit(made: Any, sheet: Any) -> None:
        copy = made.copy_worksheet(sheet)
        copy.title, copy.sheet_state = title, state

    return edit


def other_copy(made: Any, sheet: Any) -> None:
    """A second sheet whose January is another number."""
    made.copy_worksheet(sheet)["E2"] = 95


RAW = [
    Raw("as typed"),
    Raw("zero-width signs and a no-break space in codes", put(1, CODE, "\ufeffthu\u200b\u00a0")),
    Raw("a soft hyphen in a territory", put(1, 0, "qu\u00adan"), told=[("unknown-territory", "A2")], actual=None),
    Raw("capitals in a code", put(1, CODE, "THU"), told=[("unknown-indicator", "B2")], actual=None),
    Raw("an apostrophe before a number", put(1, VALUE, "100")),
    Raw("decimal comma behind an apostrophe", put(1, VALUE, "100,0"), told=[("number-as-text", "")]),
    Raw("three digits behind a point", put(1, VALUE, "1.100"), told=[("ambiguous-number", "E2")], actual=None),
    Raw("no-break space between thousands", put(1, VALUE, "1\u00a0100"), told=[("not-a-number", "E2")], actual=None),
    Raw("x", put(1, VALUE, "x"), told=[("not-a-number", "E2")], actual=None),
    Raw("dots", put(1, VALUE, "..."), told=[("not-a-number", "E2")], actual=None),
    Raw("a raised 1 behind a number", put(1, VALUE, "100¹"), told=[("not-a-number", "E2")], actual=None),
    Raw("an error", put(1, VALUE, "#DIV/0!"), told=[("error-cell", "E2")], actual=None),
    Raw("a formula never calculated", put(1, VALUE, "=99+1"), told=[("uncached-formula", "E2")], actual=None),
    Raw("yes or no", put(1, VALUE, True), told=[("not-a-number", "E2")], actual=None),
    Raw("a day where a number stands", put(1, VALUE, datetime.date(2024, 1, 2)), told=[("date-cell", "E2")], actual=None),
    Raw("a time in the day", put(1, DAY, datetime.datetime(2024, 2, 6, 15, 30))),
    Raw("a day within the month", put(1, PERIOD, datetime.date(2024, 1, 15)), told=[("not-a-month", "C2")], actual=None),
    Raw("the last day of the month", put(1, PERIOD, datetime.date(2024, 1, 31))),
    Raw("a month in words", put(1, PERIOD, "Tháng 1/2024"), told=[("not-a-month", "C2")], actual=None),
    Raw("the head again", lambda cells: cells.insert(2, list(NAMES)), told=[("head-again", "A3")]),
    Raw("a total below", lambda cells: cells.append(["Tổng cộng", None, None, None, 300]), told=[("not-a-text", "B5"), ("not-a-month", "C5"), ("not-a-word", "D5"), ("not-a-text", "I5")]),
    Raw("empty rows between", lambda cells: cells.insert(2, [None] * 9)),
    Raw("the same row twice", lambda cells: cells.append(list(cells[1])), told=[("repeated", "E5")]),
    Raw("one row twice with another number", lambda cells: cells.append([*cells[1][:VALUE], 95, *cells[1][VALUE + 1 :]]), told=[("two-values", "E5")]),
    Raw("negative in brackets by format", sheet=formatted("#,##0_);(#,##0)", -100), actual=100),
    Raw("a minus that the format leaves out", sheet=formatted("0;0", -100), told=[("hidden-by-format", "E2")], actual=100),
    Raw("thousands shown as k", sheet=formatted('#,##0,"k"', 100000), told=[("scaled-by-format", "E2")], actual=None),
    Raw("triệu by format", put(1, 5, "tỷ đồng"), sheet=formatted('0" triệu"', 100000)),
    Raw("a row that a filter hides", sheet=hidden_row, told=[("hidden-row", "Sheet!3")], actual=100),
    Raw("values folded up", sheet=folded_column, told=[("missing-column", ""), ("hidden-column", "Sheet!E")], actual=None),
    Raw("a draft that no menu shows", sheet=copied("veryHidden"), told=[("hidden-sheet", "Nháp")]),
    Raw("a copy of the sheet", sheet=copied("visible"), told=[("repeated", "E2"), ("repeated", "E3"), ("repeated", "E4")]),
    Raw("a copy with another number", sheet=other_copy, told=[("two-values", "E2"), ("repeated", "E3"), ("repeated", "E4")]),
]  # fmt: skip


def write(root: Path, case: Raw) -> None:
    (root / FILE).unlink()
    cells = as_cells(of("thu"), NAMES)
    case.cells(cells)
    path = book(root / SHEET, {"Sheet": cells})
    made = openpyxl.load_workbook(path)
    case.sheet(made, made["Sheet"])
    made.save(path)


def actual_of(root: Path) -> float | None:
    """The revenue of the first quarter; None where nothing is known, or no table can be made."""
    try:
        table = assessed(root, "2024-Q1")
    except BadData:
        return None
    value = table.loc["thu", "actual"]
    return None if value != value else float(value)  # noqa: PLR0124


@pytest.mark.parametrize("case", RAW, ids=[case.name for case in RAW])
def test_a_raw_workbook_is_read_or_told(
    case: Raw, office: Office, findings: Callable[[Path], list[Finding]]
) -> None:
    root = office()
    write(root, case)
    told = [
        (rule, cell.rpartition("!")[2] if rule not in WHOLE else cell)
        for rule, _, cell in rules(findings(root))
    ]
    assert sorted(told) == sorted(case.told), [f.message for f in findings(root)]
    assert actual_of(root) == case.actual


WHOLE = ("hidden-row", "hidden-column")
LINES = [",".join(NAMES), *(",".join(row.get(name, "") for name in NAMES) for row in of("thu"))]


def strict(root: Path) -> None:
    """The namespace that Excel offers as Strict Open XML."""
    write(root, Raw(""))
    with zipfile.ZipFile(root / SHEET) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    with zipfile.ZipFile(root / SHEET, "w") as new:
        for name, text in parts.items():
            for before, after in STRICT.items():
                text = text.replace(before, after)  # noqa: PLW2901
            new.writestr(name, text)


def of_1904(root: Path) -> None:
    """A workbook of an old Mac: its days count from 1904."""
    write(root, Raw(""))
    made = openpyxl.load_workbook(root / SHEET)
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.save(root / SHEET)


def with_password(root: Path) -> None:
    """Nothing of it can be read."""
    (root / FILE).unlink()
    encrypted(root / FOLDER)
    (root / FOLDER / NAME).rename(root / SHEET)


def open_document(root: Path) -> None:
    """An .ods whose rows are texts and numbers, one cell written for two."""
    (root / FILE).unlink()
    cells = [[float(r[n]) if n == "value" else r.get(n, "") for n in NAMES] for r in of("thu")]
    ods(root / FOLDER / "quan.ods", [ods_row(*NAMES), *(ods_row(*row) for row in cells)])


def as_text(
    encoding: str, sign: str = ",", first: str = "", end: str = "\n", name: str = "quan.csv"
) -> Callable[[Path], None]:
    """A text file as another program saves it."""

    def make(root: Path) -> None:
        (root / FILE).unlink()
        text = end.join(
            [*([first] if first else []), *(line.replace(",", sign) for line in LINES), ""]
        )
        (root / FOLDER / name).write_bytes(text.encode(encoding))

    return make


def quoted(root: Path) -> None:
    """A source of two lines, a name with a quotation mark."""
    text = "\n".join(LINES).replace(",bảng 1", ',"bảng 1,\ndòng ""a"""')
    (root / FILE).write_text(text + "\n", encoding="utf-8")


def twice(root: Path) -> None:
    """Two files pasted into one, each with its head."""
    text = "\n".join([*LINES[:2], *(LINES[0].upper(), *LINES[2:])])
    (root / FILE).write_text(text + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "told", "actual"),
    [
        (strict, [], 300),
        (of_1904, [], 300),
        (with_password, ["unreadable"], None),
        (open_document, [], 300),
        (as_text("utf-16-be"), [], 300),
        (as_text("utf-16"), [], 300),
        (as_text("utf-8", ";", "sep=;"), [], 300),
        (as_text("utf-8", "\t"), [], 300),
        (as_text("utf-8", "|"), [], 300),
        (as_text("utf-8", end="\r"), [], 300),
        (as_text("utf-8-sig", ";", end="\r\n", name="QUAN.CSV"), [], 300),
        (quoted, [], 300),
        (as_text("utf-8", ",\u200b"), [], 300),
        (as_text("utf-8", " , "), [], 300),
        (twice, ["head-again"], 300),
    ],
)  # fmt: skip
def test_a_raw_file_of_another_program_is_read_or_told(
    make: Callable[[Path], None], told: list[str], actual: float | None,
    office: Office, findings: Callable[[Path], list[Finding]],
) -> None:  # fmt: skip
    root = office()
    make(root)
    assert [f.rule for f in findings(root)] == told, [f.message for f in findings(root)]
    assert actual_of(root) == actual


def test_the_rows_of_these_cases_are_those_of_the_office() -> None:
    assert [row["value"] for row in ROWS if row["indicator"] == "thu"] == ["100", "90", "110"]
