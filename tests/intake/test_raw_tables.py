"""Raw tables as an Excel writes them: every file and sheet is read, or told by name."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.errors import Finding
from tests.conftest import assessed
from tests.tables import OBSERVATIONS, TARGETS, completed, parse, write_rows

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
Findings = Callable[[Path], list[Finding]]
ROWS = completed("observations", parse(OBSERVATIONS))
NAMES = ["territory", "indicator", "period", "accumulation", "value", "unit", "status"]
NAMES += ["published", "source"]
FOLDER = "data/raw/observations"
FILE = f"{FOLDER}/quan.csv"
NUMBERS = ("value", "year")


def as_cells(rows: list[dict[str, str]], names: list[str]) -> list[list[object]]:
    """Rows as a person types them into Excel: numbers and dates are numbers and dates."""

    def typed(name: str, text: str) -> object:
        if name == "period" and text:
            return datetime.date.fromisoformat(f"{text}-01")
        if name in ("published", "decided") and text:
            return datetime.date.fromisoformat(text)
        return float(text) if name in NUMBERS and text else text or None

    return [list(names), *([typed(name, row.get(name, "")) for name in names] for row in rows)]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def of(indicator: str) -> list[dict[str, str]]:
    """The observations of one indicator."""
    return [row for row in ROWS if row["indicator"] == indicator]


def rules(found: list[Finding], *levels: str) -> list[tuple[str, str, str]]:
    """Rule, file and cell of findings."""
    return [
        (f.rule, f.file.rpartition("/")[2], f.locator)
        for f in found
        if not levels or f.level in levels
    ]


def test_every_sheet_is_read_and_a_cover_is_named(office: Office, findings: Findings) -> None:
    root = office()
    (root / FILE).unlink()
    sheets = {
        "Bìa": [["BÁO CÁO"], ["Năm 2024", 1]],
        "Thu": [["Số liệu thu"], [], *as_cells(of("thu"), NAMES)],
        "Chi": as_cells(of("chi"), NAMES),
    }
    book(root / FOLDER / "quan.xlsx", sheets)
    assert rules(findings(root)) == [("sheet-not-read", "quan.xlsx", "Bìa")]
    table = assessed(root, "2024-Q1")
    assert (table.loc["thu", "actual"], table.loc["chi", "actual"]) == (300, 150)


def test_a_bad_cell_of_a_second_sheet_is_named_with_it(office: Office, findings: Findings) -> None:
    root = office()
    (root / FILE).unlink()
    spending = as_cells(of("chi"), NAMES)
    spending[2][4] = "khoảng 50"
    book(root / FOLDER / "quan.xlsx", {"T1": as_cells(of("thu"), NAMES), "Chi 2024": spending})
    assert rules(findings(root)) == [("not-a-number", "quan.xlsx", "Chi 2024!E3")]
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300


@pytest.mark.parametrize(
    ("name", "sign"), [("a.tsv", "\t"), ("a.txt", "\t"), ("a.csv.txt", ","), ("ky/a.csv", ";")]
)
def test_text_files_of_every_name_are_read(
    office: Office, findings: Findings, name: str, sign: str
) -> None:
    root = office()
    text = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).unlink()
    path = root / FOLDER / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(",", sign), encoding="utf-8-sig")
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300


@pytest.mark.parametrize("name", ["a.xlsm", "a.ods", "a.xls"])
def test_workbooks_of_every_name_are_read(office: Office, findings: Findings, name: str) -> None:
    """Also under a name that is not their kind's."""
    root = office()
    (root / FILE).unlink()
    book(root / FOLDER / "a.xlsx", {"S": as_cells(ROWS, NAMES)}).rename(root / FOLDER / name)
    assert {f.rule for f in findings(root) if f.level != "note"} == set()
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300


def test_a_file_that_nothing_reads_is_named(office: Office, findings: Findings) -> None:
    root = office()
    for name in ("scan.pdf", "cũ/so-lieu.xlsb"):
        path = root / FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF-1.4")
    (root / "data/raw/tagets.csv").write_text("a,b\n", encoding="utf-8")
    (root / FOLDER / "README.md").write_text("about", encoding="utf-8")
    told = rules(findings(root))
    assert sorted(told) == [
        ("file-not-read", "scan.pdf", ""),
        ("file-not-read", "so-lieu.xlsb", ""),
        ("file-not-read", "tagets.csv", ""),
    ]
    assert any(f.facts.get("near") == "targets.csv" for f in findings(root))


@pytest.mark.parametrize("table", [name for name in SCHEMAS if name != "observations"])
def test_a_column_that_stands_twice_is_an_error(
    office: Office, findings: Findings, table: str
) -> None:
    root = office()
    path = root / f"data/raw/{table}.csv"
    names = [column.name for column in SCHEMAS[table].columns if column.required]
    path.write_text(",".join([*names, names[-1].upper()]) + "\n", encoding="utf-8")
    assert ("repeated-column", f"{table}.csv", "") in rules(findings(root))


def test_a_second_column_of_values_is_an_error(office: Office, findings: Findings) -> None:
    root = office()
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    (root / FILE).write_text(
        "\n".join([f"{lines[0]},value", *(f"{line},1" for line in lines[1:])]), encoding="utf-8"
    )
    (told,) = findings(root)
    assert (told.rule, told.facts) == ("repeated-column", {"column": "value", "found": "E, N"})


@pytest.mark.parametrize("sign", ["\x0b", "\x02", "\x7f"])
def test_a_control_character_is_named_with_its_cell(
    office: Office, findings: Findings, sign: str
) -> None:
    root = office()
    for file, old in (("indicators.csv", "Thu ngân sách"), ("observations/quan.csv", "bảng 1")):
        path = root / "data/raw" / file
        text = path.read_text(encoding="utf-8").replace(old, f"{old[:3]}{sign}{old[3:]}", 1)
        path.write_text(text, encoding="utf-8")
    told = [(f.rule, f.file) for f in findings(root) if f.rule == "control-character"]
    assert told == [
        ("control-character", "data/raw/indicators.csv"),
        ("control-character", "data/raw/observations/quan.csv"),
    ]


def test_formulas_and_errors_in_a_raw_workbook_are_named(
    office: Office, findings: Findings
) -> None:
    root = office()
    (root / FILE).unlink()
    cells = as_cells(of("thu"), NAMES)
    cells[1][4], cells[2][4] = "=50+50", "#REF!"
    path = book(root / FOLDER / "quan.xlsx", {"S": cells})
    assert rules(findings(root)) == [
        ("uncached-formula", "quan.xlsx", "E2"),
        ("error-cell", "quan.xlsx", "E3"),
    ]
    assert path.is_file()


def test_hidden_rows_and_number_formats_are_told(office: Office, findings: Findings) -> None:
    root = office()
    (root / FILE).unlink()
    path = book(root / FOLDER / "quan.xlsx", {"S": as_cells(of("thu"), NAMES)})
    made = openpyxl.load_workbook(path)
    made["S"].row_dimensions[2].hidden = True
    made["S"]["E3"].number_format = "#,##0.0,"
    made.save(path)
    assert rules(findings(root)) == [
        ("scaled-by-format", "quan.xlsx", "E3"),
        ("hidden-row", "quan.xlsx", "S!2"),
    ]


@pytest.mark.parametrize("table", ["indicators", "territories", "targets"])
def test_every_table_may_be_a_workbook(office: Office, findings: Findings, table: str) -> None:
    root = office()
    path = root / f"data/raw/{table}.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    path.unlink()
    book(path.with_suffix(".xlsx"), {"Bảng": as_cells(rows, lines[0])})
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "target"] == 1200


def test_optional_columns_and_an_empty_folder_are_no_error(
    office: Office, findings: Findings
) -> None:
    root = office()
    lines = [line.split(",") for line in (root / FILE).read_text(encoding="utf-8").splitlines()]
    kept = [place for place, name in enumerate(lines[0]) if name in NAMES]
    text = "\n".join(",".join(line[place] for place in kept) for line in lines)
    (root / FILE).write_text(text + "\n", encoding="utf-8")
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300
    (root / FILE).unlink()
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "reason"] == "data missing"


def test_semicolons_and_decimal_commas_are_read_and_listed(
    office: Office, findings: Findings
) -> None:
    root = office(targets=TARGETS.replace("| 98.5 ", "| 98,5 "))
    path = root / "data/raw/targets.csv"
    text = path.read_text(encoding="utf-8").replace('"98,5"', "98§5").replace(",", ";")
    path.write_text(text.replace("§", ","), encoding="utf-8")
    (told,) = findings(root)
    assert (told.level, told.rule, told.facts["count"]) == ("note", "decimal-comma", 1)
    assert assessed(root, "2024-Q1").loc["bao", "target"] == 98.5


@pytest.mark.parametrize(
    ("sign", "value", "readings"),
    [(",", "5.200", ("5200", "5.2")), (";", "5.200", ("5200", "5.2")), (",", "1.234", ("1234", "1.2340"))],
)  # fmt: skip
def test_a_target_that_may_be_thousands_is_refused_with_both_readings(
    office: Office, findings: Findings, sign: str, value: str, readings: tuple[str, str]
) -> None:
    root = office(targets=TARGETS.replace("| 50 ", f"| {value} "))
    path = root / "data/raw/targets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", sign), encoding="utf-8")
    told = [f for f in findings(root) if f.level == "error"]
    assert [(f.rule, f.locator, f.indicator) for f in told] == [("ambiguous-number", "D4", "hoi")]
    assert (told[0].facts["first"], told[0].facts["second"]) == readings


@pytest.mark.parametrize(("sign", "told"), [(";", True), ("\t", True), (",", False)])
def test_thousands_between_semicolons_are_no_decimals(
    office: Office, findings: Findings, sign: str, told: bool
) -> None:
    """An Excel that writes semicolons writes 1.100 for eleven hundred; a machine writes commas."""
    root = office()
    path = root / FILE
    text = path.read_text(encoding="utf-8").replace(",100,", ",1.100,", 1)
    path.write_text(text.replace(",", sign), encoding="utf-8")
    assert (("ambiguous-number", "quan.csv", "E2") in rules(findings(root))) == told


def test_three_decimals_are_taken_where_the_unit_shows_what_a_point_is(
    office: Office, findings: Findings
) -> None:
    root = office(
        observations=OBSERVATIONS.replace("| 100\n", "| 100.125\n").replace("| 90\n", "| 90.5\n")
    )
    assert findings(root) == []
    write_rows(root / FILE, "observations", [row | {"value": "48.125"} for row in of("hoi")[:1]])
    assert rules(findings(root)) == [("ambiguous-number", "quan.csv", "E2")]


@pytest.mark.parametrize(
    "code", ["aux", "CON", "lpt1", "nul.a", "COM¹", "lpt³.x", "quan.", "x" * 65]
)
def test_codes_that_cannot_be_folders_are_refused(
    office: Office, findings: Findings, code: str
) -> None:
    root = office()
    path = root / "data/raw/territories.csv"
    text = path.read_text(encoding="utf-8").replace("phuong-c", code)
    path.write_text(text, encoding="utf-8")
    assert ("not-a-code", "territories.csv", "A5") in rules(findings(root))


def test_codes_that_differ_only_by_case_are_one_folder(office: Office, findings: Findings) -> None:
    root = office()
    path = root / "data/raw/territories.csv"
    text = path.read_text(encoding="utf-8").replace("phuong-c", "PHUONG-B")
    path.write_text(text, encoding="utf-8")
    assert ("codes-alike", "territories.csv", "A5") in rules(findings(root))


def test_a_stray_cell_far_away_is_named(office: Office) -> None:
    root = office()
    (root / FILE).unlink()
    path = book(root / FOLDER / "quan.xlsx", {"S": as_cells(of("thu"), NAMES)})
    made = openpyxl.load_workbook(path)
    made["S"]["XFD1048576"] = "x"
    made.save(path)
    tables, told = read_workspace(root)
    assert tables is None
    assert rules(told) == [("stray-cell", "quan.xlsx", "S!XFD1048576")]


@pytest.mark.parametrize(("day", "read"), [("30/09/2024", True), ("06/05/2024", False)])
def test_days_are_read_when_the_whole_column_shows_their_order(
    office: Office, findings: Findings, day: str, read: bool
) -> None:
    root = office(events="date | kind\n2020-04-01 | shock\n2021-05-06 | break")
    path = root / "data/raw/events.csv"
    text = path.read_text(encoding="utf-8").replace("2020-04-01", day)
    path.write_text(text.replace("2021-05-06", "6/5/2021"), encoding="utf-8")
    told = rules(findings(root))
    assert (told == [("dates-read", "events.csv", "")]) == read
    assert ("not-a-day", "events.csv", "A2") in told or read


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("20/06/2024", datetime.date(2024, 5, 6)), [("mixed-days", "events.xlsx", "A3")]),
        (("20/06/2024", datetime.date(2024, 5, 16)), []),
        ((datetime.date(2024, 5, 16), datetime.date(2024, 5, 6)), []),
    ],
)
def test_days_that_an_english_excel_may_have_swapped_are_told(
    office: Office, findings: Findings, days: tuple[object, object], told: list[object]
) -> None:
    root = office()
    (root / "data/raw/events.csv").unlink(missing_ok=True)
    head = ["date", "territory", "indicator", "kind", "label_vi", "label_en", "source"]
    rows = [[day, "", "", "shock", "Bão", "Storm", "x"] for day in days]
    book(root / "data/raw/events.xlsx", {"S": [head, *rows]})
    assert rules(findings(root), "warning") == told


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("98,5", "%", 98.5), ("98,5 %", "%", 98.5), ("1.516,66", "tỷ đồng", 1516.66),
        ("98,5%", "tỷ đồng", None), ("98,5 tỷ", "tỷ đồng", None),
    ],
)  # fmt: skip
def test_numbers_that_stand_as_text_in_a_workbook_are_read_or_refused(
    office: Office, findings: Findings, value: str, unit: str, read: float | None
) -> None:
    root = office()
    cells = as_cells(of("bao" if unit == "%" else "thu"), NAMES)
    cells[1][4:6] = [value, unit]
    rest = [row for row in ROWS if row["indicator"] != cells[1][1]]
    write_rows(root / FILE, "observations", rest)
    book(root / FOLDER / "quan.xlsx", {"S": cells})
    told = rules(findings(root))
    assert told == [
        ("number-as-text", "quan.xlsx", "")
        if read is not None
        else ("not-a-number", "quan.xlsx", "E2")
    ]


def test_months_of_people_are_read(office: Office, findings: Findings) -> None:
    root = office()
    text = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(text.replace(",2024-01,", ",1/2024,"), encoding="utf-8")
    assert rules(findings(root)) == [("dates-read", "quan.csv", "")]
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300
