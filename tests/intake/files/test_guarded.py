"""Reading in a child process: no file ends the program that asked, or fills its memory."""

import os
import random
import re
import resource
import threading
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from hbanalysis.intake.files import guarded
from hbanalysis.intake.files.normalisations import Unreadable
from hbanalysis.intake.workbook import read_tables
from tests.intake.files.packages import with_parts
from tests.intake.workbooks import INVESTMENT, write_xlsx


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as no:
        read_tables(path)
    return no.value.finding.rule


def test_a_stray_cell_is_named_and_the_other_sheets_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Xa"
    book.active["A1"], book.active["XFD1048576"] = "x", 2
    sheet = book.create_sheet("Gan")
    for row in INVESTMENT:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = read_tables(tmp_path / "a.xlsx")
    assert [table.sheet for table in tables] == ["Gan"]
    assert [(f.rule, f.locator) for f in tables.file_findings] == [("stray-cell", "Xa!XFD1048576")]


def test_a_cell_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    usual = write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})
    odd = with_parts(usual, tmp_path / "b.xlsx", sheet1=('r="A1"', 'r="ZZZZZ99999999"'))
    tables = read_tables(odd)
    assert [finding.rule for finding in tables.file_findings] == ["stray-cell"]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="a system without /proc")
def test_the_last_row_far_to_the_right_is_not_laid_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["CW1048576"] = "x", 2
    book.save(tmp_path / "a.xlsx")
    tables = read_tables(tmp_path / "a.xlsx")
    assert [finding.rule for finding in tables.file_findings] == ["stray-cell"]
    assert guarded._reader.child is not None
    # Its own peak: ru_maxrss begins with that of the process that started it.
    status = Path(f"/proc/{guarded._reader.child.pid}/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert peak is not None
    assert int(peak[1]) < 1_000_000


def test_a_program_that_is_aborted_is_started_anew(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})
    assert len(read_tables(path)) == 1
    first = guarded._reader.child
    os.kill(first.pid, 6)
    first.wait()
    assert len(read_tables(path)) == 1
    assert guarded._reader.child is not first


def test_a_file_that_wants_too_much_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["Chỉ tiêu", "Tháng 1"], *[[f"Dòng {n}", n] for n in range(20_000)]]
    path = write_xlsx(tmp_path / "a.xlsx", {"S": rows})
    usual = write_xlsx(tmp_path / "b.xlsx", {"S": INVESTMENT})
    assert len(read_tables(usual)) == 1
    size = int(Path(f"/proc/{guarded._reader.child.pid}/statm").read_text("utf-8").split()[0])
    megabytes = size * resource.getpagesize() // 1_000_000 + 3
    monkeypatch.setattr(guarded, "limits", lambda path: (megabytes, 30))
    assert refusal(path) == "too-large"
    monkeypatch.undo()
    assert len(read_tables(usual)) == 1


def test_a_file_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AtOnce:
        """A timer whose time is over when it starts: no race with a reader that is fast."""

        def __init__(self, seconds: float, end: Callable[[], None]) -> None:
            self.start = end

        def is_alive(self) -> bool:
            return False

        def cancel(self) -> None: ...

    path = write_xlsx(tmp_path / "a.xlsx", {"S": INVESTMENT})
    monkeypatch.setattr(threading, "Timer", AtOnce)
    assert refusal(path) == "too-large"
    monkeypatch.undo()
    assert len(read_tables(path)) == 1


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as no:
        read_tables(tmp_path / "none.xlsx")
    assert no.value.filename == str(tmp_path / "none.xlsx")


def test_threads_take_turns(tmp_path: Path) -> None:
    paths = [
        write_xlsx(
            tmp_path / f"{n}.xlsx", {"S": [["Bảng"], ["Chỉ tiêu", "Tháng 1"], ["Thu", n + 0.5]]}
        )
        for n in range(6)
    ]
    found: dict[int, float] = {}

    def read(number: int) -> None:
        found[number] = read_tables(paths[number])[0].data["Tháng 1"][0]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number + 0.5 for number in range(6)}


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_cut_file_is_no_workbook(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        write_xlsx(path, {"S": INVESTMENT})
    else:
        book = xlwt.Workbook()
        sheet = book.add_sheet("S")
        for number, row in enumerate(INVESTMENT):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
        book.save(str(path))
    data = path.read_bytes()
    chance = random.Random(7)
    for length in [0, 1, 8, 512, *(chance.randrange(len(data)) for _ in range(12))]:
        path.write_bytes(data[:length])
        assert refusal(path) in ("not-a-workbook", "too-large")


def test_infinite_and_missing_numbers_are_named(tmp_path: Path) -> None:
    usual = write_xlsx(
        tmp_path / "a.xlsx",
        {"S": [["Bảng"], ["Chỉ tiêu", "Tháng 1", "Tháng 2"], ["Thu", 123, 7], ["Chi", 124, 8]]},
    )
    odd = with_parts(usual, tmp_path / "b.xlsx", sheet1=("<v>123</v>", "<v>1e400</v>"))
    odd = with_parts(odd, tmp_path / "c.xlsx", sheet1=("<v>124</v>", "<v>NaN</v>"))
    (table,) = read_tables(odd)
    assert table.data["Tháng 1"].isna().all()
    assert sorted(finding.locator for finding in table.findings) == ["S!B3", "S!B4"]


def test_ten_thousand_equal_headers(tmp_path: Path) -> None:
    width = 10_000
    rows = [["Bảng"], ["Chỉ tiêu", *["Số"] * width], ["Thu", *range(width)]]
    (table,) = read_tables(write_xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert len(set(table.data.columns)) == width + 1
