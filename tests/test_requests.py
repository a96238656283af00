"""Questions to departments and their answers: asked, answered in a workbook, taken in, shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from hbanalysis.analysis.plan.questions import questions
from hbanalysis.analysis.year import Year
from hbanalysis.cli.door import app
from hbanalysis.intake.delivery.request_book import SHEET, keep_answers, read_answers
from hbanalysis.intake.load import workspace
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.presentation.pages.questions_page import overdue_line, question_parts
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period

pytestmark = pytest.mark.slow

Office = Callable[..., Path]
LISTED = """
indicator|name_vi |name_en|unit   |measure|direction|decimals|cadence|judgeable|owner
thu      |Thu     |Revenue|tỷ đồng|flow   |higher   |1       |month  |M12      |Phòng Tài chính
hoi      |Tổ chức |Groups |tổ chức|stock  |higher   |0       |quarter|M12      |Phòng Nội vụ
"""
TARGETS = "indicator | value | comparator\nthu | 1200 | >=\nhoi | 50 | >="
FIGURES = "indicator | period | value\nthu | 2024-01 | 20\nhoi | 2024-03 | 48"


@pytest.fixture
def root(office: Office) -> Path:
    root = office(indicators=LISTED, targets=TARGETS, observations=FIGURES)
    order = [
        "request",
        "2024-Q1",
        "--territory",
        "quan",
        "--day",
        "2024-04-15",
        "--root",
        str(root),
    ]
    done = CliRunner().invoke(app, order)
    assert (done.exit_code, done.stdout.count(".xlsx")) == (0, 2)
    return root


def asked(root: Path) -> dict[str, str]:
    """The keys of the questions with the day of each."""
    table = workspace(root).requests
    return dict(zip(table["request"], table["asked"], strict=True))


def filled(root: Path, cells: dict[str, object], row: int = 4) -> Path:
    """The workbook of the finance department with cells of one row filled in."""
    path = root / "reports" / "requests" / "2024-Q1" / "phong-tai-chinh.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    ids = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(row, ids.index(name) + 1).value = value
    book.save(root / "back.xlsx")
    return root / "back.xlsx"


def test_every_department_is_asked_once_for_each_matter(root: Path) -> None:
    asked = workspace(root).requests
    assert sorted(asked["request"]) == [
        "quan/hoi/2024-Q1/remedy",
        "quan/thu/2024-Q1/missing",
        "quan/thu/2024-Q1/remedy",
    ]
    assert set(asked["due"]) == {"2024-04-22"}
    again = [
        "request",
        "2024-Q1",
        "--territory",
        "quan",
        "--day",
        "2024-05-20",
        "--root",
        str(root),
    ]
    assert "không có câu mới" in CliRunner().invoke(app, again).stderr
    assert set(workspace(root).requests["asked"]) == {"2024-04-15"}


def test_an_answer_finds_its_question_by_the_key_and_is_shown(root: Path) -> None:
    back = filled(root, {"text": "Chờ kho bạc", "expected": "30/04/2024", "measure": "Đôn đốc"})
    command = ["answer", str(back), "--day", "2024-04-20", "--root", str(root)]
    shown = CliRunner().invoke(app, command)
    assert (shown.exit_code, "Chờ kho bạc" in shown.stdout) == (0, True)
    assert workspace(root).answers.empty
    assert CliRunner().invoke(app, [*command, "--accept"]).exit_code == 0
    assert CliRunner().invoke(app, [*command, "--accept"]).exit_code == 0
    known = workspace(root).answers
    assert known[["expected", "measure", "source"]].to_numpy().tolist() == [
        ["2024-04-30", "Đôn đốc", "back.xlsx"]
    ]
    year = Year(workspace(root), Period.parse("2024-Q1"), "quan", Language("vi"))
    html = question_parts(year)["questions"]
    assert all(text in html for text in ("Chờ kho bạc", "biện pháp: Đôn đốc", "30/04/2024"))
    assert not [one for one in read_workspace(root)[1] if one.level == "error"]


def test_what_is_overdue_is_named_with_its_department_and_only_then(root: Path) -> None:
    period, lang = Period.parse("2024-Q1"), Language("vi")
    before = questions(workspace(root, "2024-04-22"), "quan", period)
    after = questions(workspace(root, "2024-04-23"), "quan", period)
    assert (set(before["state"]), set(after["state"])) == ({"awaited"}, {"overdue"})
    assert overdue_line(before, lang) == ""
    assert "Phòng Tài chính (2)" in overdue_line(after, lang)
    assert questions(workspace(root, "2024-04-10"), "quan", period).empty


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"request": "quan/thu/2024-Q1/x", "text": "a"}, "No question has the key"),
        ({"text": "a", "expected": "cuối tháng"}, "a day such as"),
        ({"text": "a", "expected": "2023-05-15"}, "was asked on 2024-04-15; 2023-05-15"),
        ({"text": "=1+1", "measure": "Đôn đốc"}, "a formula that was never calculated"),
        ({"request": None, "text": "a"}, "key of the question has been removed"),
        ({}, "Nobody has filled in"),
    ],
)
def test_what_cannot_be_taken_in_is_told_with_its_cell(
    root: Path, cells: dict[str, object], words: str
) -> None:
    keys = asked(root)
    rows, findings = read_answers(filled(root, cells), keys, "2024-04-20")
    assert (rows, [words in one.message for one in findings]) == ([], [True])


def test_an_answer_cannot_come_before_its_question(root: Path) -> None:
    rows, findings = read_answers(filled(root, {"text": "a"}), asked(root), "2024-04-01")
    assert (rows, [one.message for one in findings]) == (
        [],
        ["The question was asked on 2024-04-15; 2024-04-01 lies before that."],
    )


def test_asking_again_moves_no_deadline_and_names_who_owes_an_answer(root: Path) -> None:
    order = ["request", "2024-Q1", "--territory", "quan", "--day", "2024-05-02", "--lang", "en"]
    done = CliRunner().invoke(app, [*order, "--due", "2024-05-20", "--root", str(root)])
    assert "none of them new" in done.stderr
    assert "Overdue without an answer: Phòng Nội vụ; Phòng Tài chính." in done.stderr
    path = root / "reports" / "requests" / "2024-Q1" / "phong-tai-chinh.xlsx"
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert str(sheet["E4"].value)[:10] == "2024-04-22"


def test_a_later_answer_stands_beside_the_earlier_one_and_counts(root: Path) -> None:
    keys = asked(root)
    for day, text in (("2024-04-20", "Chưa rõ"), ("2024-04-25", "Xong")):
        back = filled(root, {"text": text})
        keep_answers(root, back, read_answers(back, keys, day)[0])
    office = workspace(root)
    assert len(office.answers) == 2
    rows = questions(office, "quan", Period.parse("2024-Q1"))
    assert [text for text in rows["text"] if text] == ["Xong"]
    early = questions(workspace(root, "2024-04-21"), "quan", Period.parse("2024-Q1"))
    assert [text for text in early["text"] if text] == ["Chưa rõ"]


def test_asking_again_keeps_what_lies_in_the_folder(root: Path, tmp_path: Path) -> None:
    """A folder of the office's own is added to; a workbook that was filled in is not replaced."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "letter.docx").write_text("ours")
    again = ["request", "2024-Q1", "--territory", "quan", "--day", "2024-04-15"]
    again += ["--root", str(root), "--output", str(folder)]
    assert CliRunner().invoke(app, again).exit_code == 0
    assert CliRunner().invoke(app, again).exit_code == 0
    assert (folder / "letter.docx").read_text() == "ours"
    back = folder / "phong-tai-chinh.xlsx"
    filled(root, {"text": "Đang làm"}).replace(back)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = CliRunner().invoke(app, again)
    assert done.exit_code == 1
    assert "phong-tai-chinh.xlsx" in done.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept


def test_questions_about_illustrative_figures_say_so(office: Office) -> None:
    figures = "indicator | period | value | source\nthu | 2024-01 | 20 | demo"
    root = office(indicators=LISTED, targets=TARGETS, observations=figures)
    order = ["request", "2024-Q1", "--territory", "quan", "--day", "2024-04-15"]
    assert CliRunner().invoke(app, [*order, "--root", str(root)]).exit_code == 0
    path = root / "reports" / "requests" / "2024-Q1" / "phong-tai-chinh.xlsx"
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert "số liệu minh họa" in sheet.cell(2, 2).value
    assert sheet.cell(4, 5).is_date
