"""The house on other machines: with too little of something, and in the form of Windows.

There is no fork, no lock of the system, no exchange of folders, and nobody can rename or replace a
file that a program has open, nor a folder with such a file in it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import SoftFileLock
from typer.testing import CliRunner

import hbanalysis.cli as door
from hbanalysis.intake import machine
from hbanalysis.intake.load import workspace
from hbanalysis.intake.store import lock
from hbanalysis.intake.store.build import build
from hbanalysis.publishing.kernel.launch import kernels, stale_kernel
from hbanalysis.publishing.kernel.warm import can_be_warm
from hbanalysis.publishing.notebooks import run_notebook
from tests.conftest import ROOT
from tests.intake.deliveries.makers import NAME, SPENDING, table, xlsx
from tests.intake.deliveries.recipe import write_recipe
from tests.publishing.test_report import small_notebook

pytestmark = pytest.mark.slow

Office = Callable[..., Path]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """The files that some program has open; everything else is as on Windows too."""
    files: set[Path] = set()

    def checked(real: Callable[..., Any]) -> Callable[..., Any]:
        def moved(source: Any, target: Any, *more: Any, **facts: Any) -> Any:
            for place in (Path(source), Path(target)):
                if any(one == place or place in one.parents for one in files):
                    raise PermissionError(13, "The file is in use", str(place))
            return real(source, target, *more, **facts)

        return moved

    monkeypatch.setattr(machine, "exchange", lambda *_: False)
    monkeypatch.setattr(machine, "can_fork", lambda: False)
    monkeypatch.setattr(machine, "end_group", lambda _: False)
    monkeypatch.setattr(machine, "umask", lambda: 0)
    monkeypatch.setattr(lock, "FileLock", SoftFileLock)
    for owner in (Path, os):
        for name in ("rename", "replace"):
            monkeypatch.setattr(owner, name, checked(getattr(owner, name)))
    return files


def taken_in(root: Path) -> Any:
    """`hba import --accept` of one delivery."""
    (root / "inbox").mkdir(exist_ok=True)
    write_recipe(root)
    file = xlsx(table(["Thu ngân sách", "Tỷ đồng", 100.5, 400], SPENDING), NAME)(root / "inbox")
    words = ["--root", str(root), "import", str(file), "--recipe", "bao-cao", "--accept"]
    return CliRunner().invoke(door.app, words)


def test_a_build_replaces_the_tables_and_leaves_nothing(office: Office, held: set[Path]) -> None:
    root = office()
    build(root)
    path = root / "data/raw/observations/quan.csv"
    held.add(path)  # Excel has the delivery open: it is only read
    path.write_text(path.read_text(encoding="utf-8").replace(",110,", ",111,"), encoding="utf-8")
    build(root)
    assert 111 in workspace(root).observations["value"].tolist()
    assert sorted(one.name for one in (root / "data").iterdir()) == ["processed", "raw"]


def test_a_delivery_is_taken_in_while_another_table_is_open_in_excel(
    office: Office, held: set[Path]
) -> None:
    root = office()
    held.add(root / "data/raw/observations/quan.csv")
    told = taken_in(root)
    assert told.exit_code == 0, told.output
    assert 100.5 in workspace(root).observations["value"].tolist()
    assert not [path for path in (root / "data").rglob(".*") if path.name != ".import.lock"]


def test_a_register_that_is_open_stops_the_import_and_nothing_has_changed(
    office: Office, held: set[Path]
) -> None:
    root = office()
    registry = root / "data/raw/received/registry.csv"
    registry.parent.mkdir()
    registry.write_text("name,sha256,recipe,received,stored,observations\n", encoding="utf-8")
    write_recipe(root)
    before = {one: one.read_bytes() for one in (root / "data").rglob("*.*") if one.is_file()}
    held.add(registry)
    told = taken_in(root)
    assert told.exit_code == 1
    assert "data/raw" in told.output
    after = {one: one.read_bytes() for one in (root / "data").rglob("*.*") if one.is_file()}
    after.pop(root / "data/.import.lock", None)
    assert after == before


def test_kernels_are_plain_and_a_page_is_made(
    tmp_path: Path, held: set[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    held.clear()
    book = tmp_path / "notebooks" / "01-one.ipynb"
    small_notebook(book, "Một", "print('here')")
    assert not can_be_warm()
    with kernels([book]) as way:
        assert way == "plain"
        assert run_notebook(book, {}, tmp_path).error == ""
    assert "encryption" not in capfd.readouterr().err


def test_the_system_is_asked_in_one_place_only() -> None:
    """Renames, forks and signals of a system stand in machine.py and in the warm kernels."""
    asked = ("import fcntl", "import msvcrt", "os.name ==", "sys.platform", "renameat2", "os.umask")
    found = {
        path.relative_to(ROOT / "hbanalysis").as_posix()
        for path in (ROOT / "hbanalysis").rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in asked)
    }
    assert found == {"intake/machine.py"}


def test_every_csv_for_people_goes_through_the_guard_against_formulas() -> None:
    """A ward named "=cmd|..." once stood bare in portfolio.csv."""
    kept_by_us = {"publishing/made_from/differences.py"}  # read back by us, opened by nobody
    bare = {
        path.relative_to(ROOT / "hbanalysis").as_posix()
        for path in (ROOT / "hbanalysis").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if ".to_csv(" in line and "formula_free(" not in line
    }
    assert bare == kept_by_us


# ---------------------------------------------------------------- too little of something
@pytest.mark.parametrize(
    ("kind", "limit", "words", "told"),
    [
        ("RLIMIT_AS", 250_000_000, ["check"], "250 MB"),
        ("RLIMIT_NOFILE", 20, ["report", "2024-Q1"], "20"),
        ("RLIMIT_AS", 900_000_000, ["briefing", "2024-Q1"], "900 MB"),
    ],
)
def test_a_small_machine_is_a_sentence(
    office: Office, kind: str, limit: int, words: list[str], told: str
) -> None:
    code = "from hbanalysis.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--root", str(office()), *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(getattr(resource, kind), (limit, limit)),
    )
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("problem", "code", "told"),
    [(KeyboardInterrupt, 130, "Đã dừng."), (MemoryError, 1, "Hết bộ nhớ")],
)
def test_what_comes_while_the_commands_are_imported_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problem: type[BaseException],
    code: int,
    told: str,
) -> None:
    class Stops:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "hbanalysis.cli.door":
                raise problem

    monkeypatch.delitem(sys.modules, "hbanalysis.cli.door", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Stops, *sys.meta_path])
    monkeypatch.setattr(sys, "argv", ["hba", "check"])
    assert door._guarded() == code
    assert told in capsys.readouterr().err


def test_a_kernel_that_somebody_has_set_up_wrongly_is_named_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["/no/such/python", "-m", "x"], "language": "python"}', "utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("HBA_KERNELS", "plain")
    book = tmp_path / "notebooks" / "01-one.ipynb"
    small_notebook(book, "Một", "print('here')")
    assert stale_kernel() == f"{spec}: /no/such/python"
    with kernels([book]):
        assert run_notebook(book, {}, tmp_path).error == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system without /dev/full")
def test_a_screen_that_takes_nothing_has_a_name(office: Office) -> None:
    words = ["--root", str(office()), "--lang", "en", "assess", "2024-Q1"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hbanalysis", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
        )
    assert done.returncode == 1
    assert done.stderr.decode().strip().splitlines()[-1] == (
        "The output cannot be read or written: No space left on device."
    )
