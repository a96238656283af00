"""Files whose name says another thing than their bytes: what they are is said."""

import shutil
from pathlib import Path

import pytest

from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.workbook import read_tables
from hbanalysis.vocabulary.language import Language
from tests.intake.deliveries.makers import table, text_file
from tests.intake.workbooks import INVESTMENT, write_xlsx

HTML = "<html><body><table><tr><td>Thu</td><td>5</td></tr></table></body></html>"


def sentence(path: Path) -> str:
    with pytest.raises(Unreadable) as no:
        read_tables(path)
    return Language("vi").finding(no.value.finding)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xls", HTML.encode(), "trang web"),
        ("a.xlsx", b"\xef\xbb\xbf<!DOCTYPE html>" + HTML.encode(), "trang web"),
        ("a.csv", HTML.encode("utf-16"), "trang web"),
        ("a.xls", b'<?xml version="1.0"?><?mso?><Workbook xmlns="urn:spreadsheet">', "Excel 2003"),
        ("a.xls", "Chỉ tiêu\tTháng 4\nThu\t5\n".encode("utf-16"), "đổi đuôi tệp thành .csv"),
        ("a.xlsx", "Chỉ tiêu;Tháng 4\nThu;5\n".encode(), "đổi đuôi tệp thành .csv"),
        ("a.xlsx", b"%PDF-1.7 ...", "PDF"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "ảnh"),
        ("a.xlsx", b"", "trống"),
        ("a.xlsx", b"PK\x03\x04 and no more", "bị hỏng"),
        ("a.xls", bytes(range(256)), "bị hỏng"),
    ],
)
def test_what_it_is_is_said(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert says in sentence(tmp_path / name)


def test_a_workbook_under_the_name_of_a_text(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})
    shutil.copy(book, tmp_path / "a.csv")
    assert "đổi đuôi tệp thành .xlsx" in sentence(tmp_path / "a.csv")


def test_a_new_workbook_under_an_old_name_is_read_and_said(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})
    shutil.copy(book, tmp_path / "a.xls")
    tables = read_tables(tmp_path / "a.xls")
    assert len(tables) == 1
    assert [finding.rule for finding in tables.file_findings] == ["other-ending"]


def test_a_byte_of_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = text_file(table(), "utf-8")(tmp_path)
    data = path.read_bytes().replace("Chi thường".encode(), b"Chi th\xecong")
    path.write_bytes(data)
    assert "Dòng 5" in sentence(path)
    assert "0xEC" in sentence(path)


@pytest.mark.parametrize(
    "lines",
    [
        ["a;b;c", 'x;"open;2', "y;3;4"],
        ["a;b;c", 'x;"open;2', "y;3;4", 'z";5;6'],
    ],
)
def test_a_quote_that_swallows_rows_is_named_with_its_line(
    tmp_path: Path, lines: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert "ở dòng 2" in sentence(path)


def test_a_text_of_several_lines_in_one_cell_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Bảng\n\nChỉ tiêu;Tháng 4\n"Thu\nngân sách";5\nChi;6\n', encoding="utf-8")
    (read,) = read_tables(path)
    assert list(read.data["label"]) == ["Thu ngân sách", "Chi"]
