"""The commands to begin and to look around, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hbanalysis.cli import app
from hbanalysis.cli.command_list import SUMMARIES, reader
from tests.tables import write_office

pytestmark = pytest.mark.slow


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_the_release_is_told() -> None:
    assert run("--version")[1].startswith("hbanalysis ")


def test_every_command_is_in_the_list_in_the_reader_s_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands}  # type: ignore[union-attr]
    names |= {group.name for group in app.registered_groups}
    assert names == set(SUMMARIES)
    monkeypatch.setattr("sys.argv", ["hba", "--lang", "vi", "--help"])
    assert "Lập nơi làm việc của một đơn vị" in run("--lang", "vi", "--help")[1]
    monkeypatch.setattr("sys.argv", ["hba", "--lang=en", "--help"])
    assert "Make the workspace of an office" in run("--help")[1]


@pytest.mark.parametrize(
    ("words", "system", "language"),
    [
        ([], "", "vi"),
        ([], "vi_VN.UTF-8", "vi"),
        ([], "en_US.UTF-8", "en"),
        (["--lang", "vi"], "en_US.UTF-8", "vi"),
        (["--lang", "en"], "", "en"),
    ],
)
def test_whose_language_help_is_in(
    monkeypatch: pytest.MonkeyPatch, words: list[str], system: str, language: str
) -> None:
    for name in ("HBA_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", system)
    assert reader(words) == language


def test_an_office_is_made_checked_and_judged(tmp_path: Path) -> None:
    folder = tmp_path / "phường mới"
    code, out, err = run("init", str(folder), "--name", "Phường Hồng Bàng", "--year", "2024")
    assert (code, out.strip()) == (0, folder.as_posix())
    assert "hba report 2024-Q1" in err
    made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "README.md",
        "danh-muc.xlsx",
        "data/raw/indicators.csv",
        "data/raw/rules.toml",
        "data/raw/recipes/mau-phong-ban.toml",
        "mau-phong-ban/mau-so-lieu-2024-hong-bang.xlsx",
        "notebooks/01-plan-against-actual.ipynb",
    } <= made
    assert (folder / "reports").is_dir()
    assert run("--root", str(folder), "check")[0] == 0
    code, out, _ = run("--root", str(folder), "assess", "2024-Q1", "--format", "json")
    assert [row["indicator"] for row in json.loads(out)] == ["1", "2", "3"]
    assert run("--root", str(folder), "import", str(folder / "danh-muc.xlsx"))[0] == 0
    assert run("init", str(folder), "--name", "Phường B")[0] == 1


@pytest.mark.parametrize("command", ["assess", "project"])
def test_csv_says_what_json_says(tmp_path: Path, command: str) -> None:
    root = str(write_office(tmp_path))
    rows = json.loads(run("--root", root, command, "2024-Q1", "--format", "json")[1])
    table = list(
        csv.DictReader(io.StringIO(run("--root", root, command, "2024-Q1", "--format", "csv")[1]))
    )
    assert [list(row) for row in table] == [list(row) for row in rows]
    number = "actual" if command == "assess" else "lo80"
    assert [row[number] for row in table] == [
        "" if row[number] is None else str(float(row[number])) for row in rows
    ]


def test_a_folder_that_is_no_workspace_names_init(tmp_path: Path) -> None:
    code, _, err = run("--root", str(tmp_path), "--lang", "en", "report", "2024-Q1")
    assert code == 1
    assert "hba init" in err


def test_a_new_notebook_is_for_the_office_s_own_year(tmp_path: Path) -> None:
    root = write_office(tmp_path)
    code, out, _ = run("--root", str(root), "new", "notebook", "Câu hỏi của tôi")
    assert (code, out.strip()) == (0, "notebooks/07-cau-hoi-cua-toi.ipynb")
    cells = json.loads((root / out.strip()).read_bytes())["cells"]
    assert "territory: str = 'quan'" in "".join(cells[1]["source"])


def test_a_report_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, opened = write_office(tmp_path), []
    monkeypatch.setattr("webbrowser.open", lambda address: not opened.append(address))
    code, _, err = run("--root", str(root), "--lang", "en", "open", "2024-Q1")
    assert code == 1
    assert "hba report 2024-Q1" in err
    page = root / "reports" / "quan" / "2024-Q1" / "vi" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("x", encoding="utf-8")
    assert run("--root", str(root), "open", "2024-Q1", "--territory", "Quận Nhỏ")[0] == 0
    assert run("--root", str(root), "open")[1].strip() == "reports/quan/2024-Q1/vi/index.html"
    assert opened == [page.as_uri()] * 2


DATED = """
indicator | period | value | published
thu | 2024-01 | 100 | 2024-02-06
thu | 2024-02 | 90 | 2024-03-06
thu | 2024-03 | 110 | 2024-04-06
thu | 2024-03 | 117 | 2024-05-06
"""


def test_two_days_are_compared(tmp_path: Path) -> None:
    root = str(write_office(tmp_path, observations=DATED))
    words = ("--root", root, "--lang", "en", "diff")
    code, out, _ = run(*words, "2024-04-10", "2024-05-10", "--period", "2024-Q1")
    assert code == 0
    assert "Small Town: Budget revenue: actual 300 → 307" in out
    assert (
        run(*words, "2024-04-10", "2024-04-11", "--period", "2024-Q1")[1].strip()
        == "Nothing differs."
    )
    assert run(*words, "a", "b")[0] == 2
    assert run(*words, "10/04/2024", "2024-04-11", "--period", "2024-Q1")[0] == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_dictionary_names_every_column_in_the_reader_s_language(
    tmp_path: Path, language: str
) -> None:
    from python_calamine import CalamineWorkbook

    from hbanalysis.analysis.columns import columns
    from hbanalysis.intake.raw.schemas import SCHEMAS

    wanted = [column.name for schema in SCHEMAS.values() for column in schema.columns]
    wanted += list(columns)
    code, out, _ = run("--lang", language, "dictionary")
    assert code == 0
    assert [line.split(" | ")[1] for line in out.splitlines()[2:]] == wanted
    files = [tmp_path / f"d{number}.xlsx" for number in (1, 2)]
    for file in files:
        assert run("--lang", language, "dictionary", "--output", str(file))[0] == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    rows = CalamineWorkbook.from_path(str(files[0])).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == wanted
    assert ("nghĩa" if language == "vi" else "meaning") in rows[0]
    assert run("dictionary", "--output", str(tmp_path / "a.pdf"))[0] == 2
