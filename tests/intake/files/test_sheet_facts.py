"""What a person sees and a fast reader of values does not tell."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from hbanalysis.intake.files import xlsx_facts as searching
from hbanalysis.intake.files.cells import Fault
from hbanalysis.intake.files.ods_facts import ods_facts
from hbanalysis.intake.files.sheet_facts import SheetFacts
from hbanalysis.intake.files.xls_facts import xls_facts
from hbanalysis.intake.files.xlsx_elements import SheetParser
from hbanalysis.intake.files.xlsx_facts import xlsx_facts
from tests.intake.files.packages import ods, ods_row, with_parts


def telling_workbook(path: Path) -> Path:
    """One of each fact: hidden row and column, formats, error, formula, raised and struck."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    percent, hidden = (
        book.add_format({"num_format": "0.0%"}),
        book.add_format({"num_format": ";;;"}),
    )
    dash = book.add_format({"num_format": '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'})
    struck, raised = book.add_format({"font_strikeout": 1}), book.add_format({"font_script": 1})
    sheet.write_row(0, 0, ["a", 1, 2, 3])
    sheet.write(1, 1, 0.985, percent)
    sheet.write(1, 2, 95, hidden)
    sheet.write(2, 1, 0, dash)
    sheet.write(2, 2, 7, dash)
    sheet.write(3, 1, 95, struck)
    sheet.write_rich_string(3, 2, "100,5", raised, "1")
    sheet.write_rich_string(4, 2, "Nghìn m", raised, "2")
    sheet.write_formula(5, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(5, 2, '=""', None, "")
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.write(6, 0, "old")
    sheet.set_column(3, 3, None, None, {"hidden": True})
    sheet.write_row(8, 1, ["x"] * 3, percent)
    book.close()
    return path


def facts_of(path: Path) -> SheetFacts:
    (facts,) = xlsx_facts(path).values()
    return facts


def test_an_xlsx_tells_all_its_facts(tmp_path: Path) -> None:
    facts = facts_of(telling_workbook(tmp_path / "a.xlsx"))
    assert facts.hidden_rows == {6}
    assert facts.hidden_columns == [(3, 3)]
    assert facts.formats[1, 1] == "0.0%"
    assert set(facts.formats) == {(1, 1), (1, 2), (2, 1)}
    assert facts.struck == {(3, 1)}
    assert facts.texts == {(3, 2): ("100,51", "100,5¹"), (4, 2): ("Nghìn m2", "Nghìn m2")}
    assert facts.faults == {(5, 1): "#DIV/0!", (5, 2): Fault.UNCACHED}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<c r=", "<c  r="),
        ('<row r="1"', "<row r='1'"),
        ("<c r=", "<c\nr="),
        ('<row r="7" spans="1:4" hidden="1"', '<row spans="1:4" hidden="1" r="7"'),
    ],
)
def test_a_sheet_that_excel_would_write_otherwise_tells_the_same(
    tmp_path: Path, before: str, after: str
) -> None:
    usual = telling_workbook(tmp_path / "a.xlsx")
    odd = with_parts(usual, tmp_path / "b.xlsx", sheet1=(before, after))
    one, other = facts_of(usual), facts_of(odd)
    one.extent = other.extent
    assert other == one


def test_a_sheet_with_a_prefix_tells_the_same(tmp_path: Path) -> None:
    usual = telling_workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(usual) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if "sheet1.xml" in name and "rels" not in name:
                data = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", data).replace(
                    b"xmlns=", b"xmlns:x="
                )
            new.writestr(name, data)
    one, other = facts_of(usual), facts_of(tmp_path / "b.xlsx")
    one.extent = other.extent
    assert other == one


def test_an_empty_text_that_excel_has_calculated_is_an_empty_cell(tmp_path: Path) -> None:
    usual = telling_workbook(tmp_path / "a.xlsx")
    saved = with_parts(usual, tmp_path / "b.xlsx", sheet1=('<c r="C6">', '<c r="C6" t="str">'))
    assert facts_of(saved).faults == {(5, 1): "#DIV/0!"}


def test_searching_and_parsing_agree(tmp_path: Path) -> None:
    path = telling_workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        book = searching.Book()
        searching._read_styles(archive.read("xl/styles.xml"), book)
        searching._read_shared_texts(archive.read("xl/sharedStrings.xml"), book)
        parsed = SheetParser(book).parse(archive.read("xl/worksheets/sheet1.xml"))
    found = facts_of(path)
    found.extent = parsed.extent
    assert found == parsed


def test_formulas_that_nobody_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "x", "=1+1"
    book.save(tmp_path / "a.xlsx")
    assert facts_of(tmp_path / "a.xlsx").faults == {(0, 1): Fault.UNCACHED}


def old_workbook(path: Path) -> Path:
    """The same in an .xls."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    percent = xlwt.easyxf(num_format_str="0.0%")
    dash = xlwt.easyxf(num_format_str='_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)')
    struck = xlwt.easyxf("font: struck_out on")
    raised = xlwt.easyfont("escapement superscript")
    sheet.write(0, 0, "a")
    sheet.write(1, 1, 0.985, percent)
    sheet.write(1, 2, 0.25, percent)
    sheet.write(2, 1, 0, dash)
    sheet.write(2, 2, 7, dash)
    sheet.write(3, 1, 95, struck)
    sheet.write_rich_text(3, 2, ("100,5", ("1", raised)))
    sheet.write(5, 1, xlwt.Formula("1+1"))
    sheet.row(6).hidden = True
    sheet.write(6, 0, "old")
    sheet.col(3).hidden = True
    sheet.write(7, 3, 5)
    book.save(str(path))
    return path


def test_an_xls_tells_all_its_facts(tmp_path: Path) -> None:
    (facts,) = xls_facts(old_workbook(tmp_path / "a.xls")).values()
    assert facts.hidden_rows == {6}
    assert facts.hidden_columns == [(3, 3)]
    assert {place: facts.formats[place] for place in ((1, 1), (1, 2))} == {
        (1, 1): "0.0%",
        (1, 2): "0.0%",
    }
    assert (2, 1) in facts.formats
    assert (2, 2) not in facts.formats
    assert facts.struck == {(3, 1)}
    assert facts.texts == {(3, 2): ("100,51", "100,5¹")}
    assert facts.faults == {(5, 1): Fault.UNCACHED}
    assert (facts.extent.bottom, facts.extent.right) == (7, 3)


PERCENT = (
    '<number:percentage-style style:name="N1"><number:number/><number:text>%</number:text>'
    '</number:percentage-style><style:style style:name="p" style:data-style-name="N1"/>'
    '<number:number-style style:name="N2"><number:number number:display-factor="1000000"/>'
    '</number:number-style><style:style style:name="m" style:data-style-name="N2"/>'
    '<style:style style:name="t1"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/>'
    "</style:style>"
)


def test_an_ods_tells_all_its_facts(tmp_path: Path) -> None:
    raised = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>100,5'
        '<text:span text:style-name="up">1</text:span></text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string">'
        "<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>"
    )
    rows = [
        '<table:table-column/><table:table-column table:visibility="collapse"/>',
        ods_row("a", 1),
        ods_row("old", 1, hidden=True),
        ods_row("b", 0.985, style="p"),
        ods_row("c", 5, style="m"),
        raised,
    ]
    path = ods(tmp_path / "a.ods", rows, PERCENT, 'table:style-name="t1"')
    (facts,) = ods_facts(path).values()
    assert facts.hidden
    assert facts.hidden_rows == {1}
    assert facts.hidden_columns == [(1, 1)]
    assert facts.formats == {(2, 1): "0%", (3, 1): "0,,"}
    assert facts.texts == {(4, 0): ("100,51", "100,5¹")}
    assert facts.faults == {(4, 1): Fault.UNCACHED, (4, 2): "#DIV/0!"}


def test_a_cell_far_from_the_others_is_seen_before_anything_is_laid_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(tmp_path / "a.xlsx")
    facts = facts_of(tmp_path / "a.xlsx")
    assert facts.extent.too_large
    assert (facts.extent.bottom, facts.extent.right) == (1048575, 16383)
