"""All problems of a delivery at once, each with its file and its cell.

A rejected cell stops its indicator alone.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.build import build
from hbanalysis.vocabulary.errors import BadData, Finding
from tests.conftest import assessed
from tests.tables import Row, completed, parse, write_csv, write_rows

Office = Callable[..., Path]
Findings = Callable[[Path], list[Finding]]
FILE = "data/raw/observations/quan.csv"

# One bad row after a good one, so it stands on line 3. Cells: A territory, B indicator, C period, D
# accumulation, E value, F numerator, G denominator, H unit, I status, J published, K calendar, L
# source.
BAD_CELLS = parse("""
column       | cell       | rule              | locator
value        | 1.536,5    | not-a-number      | E3
value        | 1e5        | not-a-number      | E3
value        | inf        | not-a-number      | E3
value        | nan        | not-a-number      | E3
value        | 1_000      | not-a-number      | E3
value        | 1 000      | not-a-number      | E3
value        | 1,5        | not-a-number      | E3
value        | -          | not-a-number      | E3
value        | .5         | not-a-number      | E3
value        | ٣          | not-a-number      | E3
value        | １２         | not-a-number      | E3
value        |            | no-value          | E3
numerator    | 5%         | not-a-number      | F3
indicator    | thuu       | unknown-indicator | B3
territory    | quann      | unknown-territory | A3
period       | 2024-13    | not-a-month       | C3
period       | 2024-1     | not-a-month       | C3
accumulation | quarter    | not-a-word        | D3
status       | xong       | not-a-word        | I3
calendar     | 15-15      | not-a-word        | K3
unit         | triệu đồng | other-unit        | H3
published    | 2024-02-30 | impossible-day    | J3
published    | 30/3/2024  | not-a-day         | J3
published    | 2024-01-31 | future-month      | J3
source       |            | not-a-text        | L3
""")


def delivered(cells: Row) -> list[Row]:
    """A good row for January and a row for February with the given cells."""
    good = {"indicator": "thu", "period": "2024-01", "value": "100", "unit": "tỷ đồng"}
    return completed(
        "observations", [good, good | {"period": "2024-02", "published": "2024-03-06"} | cells]
    )


@pytest.mark.parametrize(
    "bad", BAD_CELLS, ids=lambda bad: f"{bad['column']}={bad['cell'] or 'empty'}"
)
def test_a_bad_cell_is_told_with_its_address_and_its_content(
    office: Office, findings: Findings, bad: Row
) -> None:
    root = office()
    write_rows(root / FILE, "observations", delivered({bad["column"]: bad["cell"]}))
    (told,) = findings(root)
    assert (told.level, told.rule, told.file, told.locator) == (
        "error",
        bad["rule"],
        FILE,
        bad["locator"],
    )
    if bad["cell"]:
        assert bad["cell"] in map(str, told.facts.values())


def test_all_bad_cells_of_all_files_are_told_at_once(office: Office, findings: Findings) -> None:
    root = office()
    write_rows(root / FILE, "observations", delivered({"value": "1.536,5", "status": "xong"}))
    write_rows(
        root / "data/raw/observations/khac.csv",
        "observations",
        delivered({"indicator": "thuu"})[1:],
    )
    write_rows(
        root / "data/raw/targets.csv",
        "targets",
        parse("indicator | value | comparator\nthu | 1e5 | >>"),
    )
    told = {(f.file.rsplit("/", 1)[1], f.locator, f.rule) for f in findings(root)}
    assert told == {
        ("quan.csv", "E3", "not-a-number"),
        ("quan.csv", "I3", "not-a-word"),
        ("khac.csv", "B2", "unknown-indicator"),
        ("targets.csv", "D2", "not-a-number"),
        ("targets.csv", "G2", "not-a-word"),
    }


def test_the_address_is_that_of_the_file_as_it_was_delivered(
    office: Office, findings: Findings
) -> None:
    """Columns may stand in any order: the cell named must be the one a person finds in the file."""
    root, rows = office(), delivered({"unit": "triệu đồng", "published": "2024-01-31"})
    names = list(rows[0])[::-1]
    write_csv(root / FILE, rows, [*names, "numerator", "denominator"])
    told = {f.rule: f.locator for f in findings(root)}
    letters = {name: chr(65 + place) for place, name in enumerate(names)}
    assert told == {"other-unit": f"{letters['unit']}3", "future-month": f"{letters['published']}3"}


def test_lines_are_counted_past_empty_ones(office: Office, findings: Findings) -> None:
    root = office()
    write_rows(root / FILE, "observations", delivered({"value": "x"}))
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    (root / FILE).write_text(
        "\n".join([*lines[:2], "", "," * 12, *lines[2:], ""]), encoding="utf-8"
    )
    assert [f.locator for f in findings(root)] == ["E5"]


def test_two_different_values_for_one_cell_are_a_contradiction(
    office: Office, findings: Findings
) -> None:
    root = office()
    rows = delivered({"period": "2024-01", "value": "101", "published": "2024-02-06"})
    write_rows(root / FILE, "observations", rows)
    (told,) = findings(root)
    assert (told.level, told.rule, told.locator) == ("error", "two-values", "E3")
    assert (told.facts["found"], told.facts["other"], told.facts["line"]) == (101, 100, 2)


def test_neither_of_two_contradicting_values_is_used(office: Office) -> None:
    root = office()
    rows = delivered({"period": "2024-01", "value": "101", "published": "2024-02-06"})
    write_rows(root / FILE, "observations", rows)
    row = assessed(root, "2024-01").loc["thu"]
    assert (row["outlook"], row["reason"]) == ("not applicable", "data missing")


def test_a_repeated_row_is_a_note_and_counts_once(office: Office, findings: Findings) -> None:
    root = office()
    write_rows(
        root / FILE, "observations", delivered({"period": "2024-01", "published": "2024-02-06"})
    )
    assert [(f.level, f.rule) for f in findings(root)] == [("note", "repeated")]
    assert assessed(root, "2024-01").loc["thu", "actual"] == 100


@pytest.mark.parametrize("column", ["value", "published", "source"])
def test_a_missing_column_is_told_by_name_and_nothing_is_built(
    office: Office, findings: Findings, column: str
) -> None:
    root = office()
    rows = delivered({})
    write_csv(
        root / FILE,
        [{k: v for k, v in row.items() if k != column} for row in rows],
        [name for name in ("numerator", "denominator", *rows[0]) if name != column],
    )
    assert [(f.rule, f.facts) for f in findings(root)] == [("missing-column", {"column": column})]
    with pytest.raises(BadData):
        build(root)
    assert not (root / "data" / "processed").exists()


@pytest.mark.parametrize("file", ["indicators.csv", "territories.csv", "targets.csv"])
def test_a_missing_file_is_told_by_name(office: Office, findings: Findings, file: str) -> None:
    root = office()
    (root / "data" / "raw" / file).unlink()
    assert [(f.rule, f.file) for f in findings(root)] == [("missing-file", f"data/raw/{file}")]


@pytest.mark.parametrize("file", ["events.csv", "results_stated.csv"])
def test_a_file_that_is_not_required_may_be_absent_or_hold_only_its_header(
    office: Office, findings: Findings, file: str
) -> None:
    root = office()
    path = root / "data" / "raw" / file
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert findings(root) == []
    path.unlink()
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300


def test_an_office_before_its_first_delivery_is_no_error(
    office: Office, findings: Findings
) -> None:
    """The first quarter of the first year.

    Targets, and a table of observations with nothing but its header.
    """
    root = office(observations="indicator | period | value")
    assert findings(root) == []
    table = assessed(root, "2024-01")
    assert set(table["outlook"]) == {"not applicable"}
    assert table.loc["thu", "reason"] == "data missing"


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("UTF-16", "territory,indicator\n".encode("utf-16"), "missing-column"),
        (
            "cp1258",
            "territory,indicator\nquận,thu\n".encode("cp1258", "replace").replace(
                b"?", b"\xe2\xec"
            ),
            "encoding",
        ),
        ("empty", b"", "unreadable"),
        ("ragged", b"a,b\n1,2,3\n1,2,3,4\n", "ragged-row"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(
    office: Office, findings: Findings, name: str, data: bytes, rule: str
) -> None:
    root = office()
    (root / "data/raw/observations/hong.csv").write_bytes(data)
    assert {(f.rule, f.file) for f in findings(root)} == {(rule, "data/raw/observations/hong.csv")}


def test_a_comma_too_many_never_shifts_the_columns(office: Office, findings: Findings) -> None:
    """With one cell more than the header in every row.

    Pandas would take the first column for row names.
    """
    root = office()
    lines = (root / FILE).read_text(encoding="utf-8").splitlines()
    (root / FILE).write_text(
        "\n".join([lines[0], *(line + "," for line in lines[1:]), ""]), encoding="utf-8"
    )
    assert {f.locator for f in findings(root)} <= {""}, (
        "cells are named that are not the ones at fault"
    )


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(
    office: Office, findings: Findings
) -> None:
    root = office()
    for path in (root / "data" / "raw").rglob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert findings(root) == []
    assert assessed(root, "2024-Q1").loc["thu", "actual"] == 300


def test_the_lock_file_of_an_open_workbook_is_passed_over(
    office: Office, findings: Findings
) -> None:
    root = office()
    (root / "data/raw/observations/~$quan.csv").write_bytes(b"\x00\xff lock")
    (root / "data/raw/observations/~$quan.xlsx").write_bytes(b"\x00\xff lock")
    assert findings(root) == []


def write_xlsx(path: Path, rows: list[list[str | float]]) -> None:
    """The smallest workbook that Excel opens: one sheet, texts in place, numbers as numbers."""

    def cell(value: str | float, place: str) -> str:
        if isinstance(value, str):
            return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f'<c r="{place}"><v>{value!r}</v></c>'

    body = "".join(
        f'<row r="{n}">'
        + "".join(cell(v, f"{chr(65 + m)}{n}") for m, v in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office_ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relation = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1"'
        f' Type="{office_ns}/%s" Target="%s"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            f'"/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName='
            f'"/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": relation % ("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office_ns}"><sheets><sheet name="S" sheetId="1" '
            'r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relation % ("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        ),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def test_observations_may_come_as_a_workbook(office: Office, findings: Findings) -> None:
    root = office()
    (root / FILE).unlink()
    rows = delivered({"value": "90.5"})
    names = ["numerator", "denominator", *rows[0]]
    cells = [
        [float(row["value"]) if name == "value" else row.get(name, "") for name in names]
        for row in rows
    ]
    write_xlsx(root / "data/raw/observations/quan.xlsx", [names, *cells])
    assert findings(root) == []
    assert assessed(root, "2024-02").loc["thu", "actual"] == 190.5


def test_a_workbook_that_is_none_is_told_by_name(office: Office, findings: Findings) -> None:
    root = office()
    (root / "data/raw/observations/hong.xlsx").write_bytes(b"this is not a workbook")
    assert [(f.rule, f.file) for f in findings(root)] == [
        ("unreadable", "data/raw/observations/hong.xlsx")
    ]


# ---------------------------------------------------------------- what a rejected cell stops
def test_a_rejected_cell_stops_its_indicator_and_no_other(office: Office) -> None:
    good = assessed(office(), "2024-Q1")
    root = office()
    path = root / FILE
    path.write_text(
        path.read_text(encoding="utf-8").replace("2024-02,month,90", "2024-02,month,90?"),
        encoding="utf-8",
    )
    table = assessed(root, "2024-Q1")
    assert (table.loc["thu", "outlook"], table.loc["thu", "reason"]) == (
        "not applicable",
        "data missing",
    )
    assert bool(table.loc["thu", "rejected"])
    others = table.index.drop("thu")
    columns = ["outlook", "reason", "actual"]
    pd.testing.assert_frame_equal(table.loc[others, columns], good.loc[others, columns])


def test_a_rejected_target_stops_its_indicator(office: Office) -> None:
    root = office()
    path = root / "data/raw/targets.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",1200,", ",1.200,5,"), encoding="utf-8"
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("1.200,5", '"1.200,5"'), encoding="utf-8"
    )
    table = assessed(root, "2024-Q1")
    assert table.loc["thu", "outlook"] == "not applicable"
    assert bool(table.loc["thu", "rejected"])
    assert table.loc["chi", "outlook"] == "on track"


def test_a_rejected_cell_of_a_ward_stops_the_indicator_of_its_district(office: Office) -> None:
    """Without the ward's figure nobody knows whether every ward has one.

    It must not look like a ward without.
    """
    lines = "".join(
        f"\n{ward} | mohinh | 2024-{month:02d} | ytd | {value}"
        for ward, value in (("phuong-a", "1"), ("phuong-b", "1"), ("phuong-c", "một"))
        for month in (9,)
    )
    root = office(observations="territory | indicator | period | accumulation | value" + lines)
    row = assessed(root, "2024-Q3").loc["mohinh"]
    assert (row["outlook"], row["reason"]) == ("not applicable", "data missing")


def test_what_was_rejected_is_kept_with_its_reason(office: Office) -> None:
    root = office()
    write_rows(root / FILE, "observations", delivered({"value": "1e5"}))
    (row,) = workspace(root).rejected.to_dict("records")
    assert (row["territory"], row["indicator"], row["file"], row["locator"]) == (
        "quan",
        "thu",
        FILE,
        "E3",
    )
