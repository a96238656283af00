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


def test_braces_in_a_folder_are_braces(tmp_path: Path) -> None:
    folder = tmp_path / "b{a}"
    path = book(folder, "print(1 + 1)")
    assert "years" in parameters_of(path)
    run = run_notebook(path, {"years": 3}, folder)
    assert (run.error, printed(run.text).strip()) == ("", "2")
