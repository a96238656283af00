"""Notebooks that take too long or print too much, and folders with strange names."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from hbanalysis.publishing.kernel import limits
from hbanalysis.publishing.notebooks import parameters_of, run_notebook
from tests.publishing.test_report import small_notebook

pytestmark = pytest.mark.slow


def book(folder: Path, code: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "notebooks" / "01-one.ipynb"
    small_notebook(path, "Một", code)
    return path


def printed(text: str) -> str:
    outputs = [one for cell in json.loads(text)["cells"] for one in cell.get("outputs", [])]
    return "".join("".join(output.get("text", "")) for output in outputs)


def test_a_notebook_without_end_is_stopped_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run = run_notebook(book(tmp_path, "while True: pass"), {}, tmp_path, limit=3)
    assert run.error == "The notebook was stopped: it took longer than 0.05 minutes."
    gc.collect()
    assert "Task was destroyed" not in caplog.text


def test_endless_output_is_cut_with_a_note_and_the_rest_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OUTPUT_LIMIT", 2_000_000)
    code = "for _ in range(40):\n    print('x' * 100_000)\nopen('ended', 'w').close()"
    run = run_notebook(book(tmp_path, code), {}, tmp_path)
    assert run.error == ""
    assert len(printed(run.text)) < 2_000_200
    assert limits.CUT.format(millions=2) in printed(run.text)
    assert (tmp_path / "ended").is_file()


@pytest.mark.parametrize(
    "shows",
    [
        "display(HTML('x' * 100_000))",
        "display({'application/json': {'c': 'x' * 100_000}}, raw=True)",
    ],
)
def test_what_is_shown_without_end_is_cut_like_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shows: str
) -> None:
    monkeypatch.setattr(limits, "OUTPUT_LIMIT", 2_000_000)
    code = f"from IPython.display import HTML, display\nfor _ in range(40):\n    {shows}"
    run = run_notebook(book(tmp_path, code), {}, tmp_path)
    assert run.error == ""
    assert 1_000_000 < len(run.text) < 2_100_000
    assert limits.CUT.format(millions=2) in printed(run.text)


def test_an_output_that_no_notebook_can_hold_is_left_out(tmp_path: Path) -> None:
    code = "from IPython.display import display\ndisplay({'a/b': {'c': 1}}, raw=True)\nprint('on')"
    run = run_notebook(book(tmp_path, code), {}, tmp_path)
    assert (run.error, printed(run.text).split()) == ("", [*limits.NO_OUTPUT.split(), "on"])


def test_an_error_of_a_million_words_keeps_its_beginning(tmp_path: Path) -> None:
    run = run_notebook(book(tmp_path, "raise ValueError('word ' * 1_000_000)"), {}, tmp_path)
    assert run.error.startswith("ValueError: word word")
    assert len(run.error) < 11_000
    assert len(run.text) < 200_000


def test_a_group_of_errors_is_named(tmp_path: Path) -> None:
    code = "raise ExceptionGroup('two things', [ValueError(1), TypeError(2)])"
    run = run_notebook(book(tmp_path, code), {}, tmp_path)
    assert run.error == "ExceptionGroup: two things (2 sub-exceptions)"


def test_who_listens_to_a_notebook_that_is_stopped_while_it_shows_ends_quietly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    code = "from IPython.display import display\nwhile True: display('x' * 1000)"
    run = run_notebook(book(tmp_path, code), {}, tmp_path, limit=3)
    assert "was stopped" in run.error
    gc.collect()
    assert "never retrieved" not in caplog.text


def test_braces_in_a_folder_are_braces(tmp_path: Path) -> None:
    folder = tmp_path / "b{a}"
    path = book(folder, "print(1 + 1)")
    assert "years" in parameters_of(path)
    run = run_notebook(path, {"years": 3}, folder)
    assert (run.error, printed(run.text).strip()) == ("", "2")
