"""Kernels, warm and plain: each notebook its own fresh process, none left behind, whoever dies."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from hbanalysis.intake.load import workspace
from hbanalysis.publishing import kernels as ways
from hbanalysis.publishing import provisioner
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.kernels import can_be_warm, kernels
from hbanalysis.publishing.manifest import folder_fingerprints, read_manifest
from hbanalysis.publishing.notebooks import run_notebook
from hbanalysis.publishing.progress import publish
from hbanalysis.vocabulary.language import Language
from tests.conftest import ROOT
from tests.publishing.test_report import QUARTER, content, made_of, small_notebook
from tests.tables import write_office

ORDER = Order("quan", QUARTER, "vi", {})
CAMPAIGN = bool(os.environ.get("HBA_CAMPAIGN"))
needs_fork = pytest.mark.skipif(not can_be_warm(), reason="only where kernels can be forked")


def said(text: str) -> str:
    """What an executed notebook printed."""
    cells = json.loads(text)["cells"]
    return "".join("".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", []))


def ours_left(marker: str) -> list[str]:
    """Command lines of processes that name ``marker``, or work in it."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "cwd"]):
        with contextlib.suppress(psutil.Error):
            line = " ".join(process.info["cmdline"] or [])
            if process.info["pid"] != os.getpid() and (marker in line or marker in (process.info["cwd"] or "")):
                found.append(line)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("way", ["plain", pytest.param("warm", marks=needs_fork)])
def test_every_notebook_has_its_own_fresh_process_in_the_workspace(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setenv("HBA_KERNELS", way)
    code = ("import os, random, numpy\nprint(os.getpid(), os.getpgid(0), os.environ['OPENBLAS_NUM_THREADS'], "
            "os.getcwd(), random.random(), numpy.random.random(), 'x' in globals())\nx = 1")
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Một", code)
    book = tmp_path / "notebooks" / "01-one.ipynb"
    with kernels([book]) as chosen:
        runs = [run_notebook(book, {"years": 3}, tmp_path) for _ in range(2)]
    one, other = (said(run.text).split() for run in runs)
    assert chosen == way
    assert [run.error for run in runs] == ["", ""]
    assert (one[0], one[2:4], one[6]) == (one[1], ["1", str(tmp_path)], "False"), "a group of its own"
    assert all(one[place] != other[place] for place in (0, 4, 5)), "another process, other random numbers"
    assert not any(psutil.pid_exists(int(run[0])) for run in (one, other))


@needs_fork
@pytest.mark.slow
def test_without_its_server_a_notebook_still_runs(tmp_path: Path) -> None:
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Một", "print('here')")
    book = tmp_path / "notebooks" / "01-one.ipynb"
    with kernels([book]):
        os.kill(provisioner.Kernels.server.pid, signal.SIGKILL)
        run = run_notebook(book, {}, tmp_path)
    assert (run.error, said(run.text).strip()) == ("", "here")


@pytest.mark.slow
@needs_fork
def test_a_kernel_that_dies_is_a_failed_page_with_the_others_complete(tmp_path: Path) -> None:
    write_office(tmp_path)
    small_notebook(tmp_path / "notebooks" / "01-good.ipynb", "Tốt", "print(1)")
    small_notebook(tmp_path / "notebooks" / "02-bad.ipynb", "Hỏng", "import os\nos.kill(os.getpid(), 9)")
    made = made_of(tmp_path, ORDER)
    assert made.failed.keys() == {"02-bad"}
    assert "DeadKernelError" in made.failed["02-bad"]
    assert read_manifest(made.folder)["files"] == folder_fingerprints(made.folder)
    assert (made.folder / "02-bad.ipynb").is_file()


def test_where_there_is_no_fork_kernels_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways.sys, "platform", "win32")
    assert not can_be_warm()
    monkeypatch.setattr(ways.sys, "platform", "linux")
    monkeypatch.setenv("HBA_KERNELS", "plain")
    assert not can_be_warm()


def driver(root: Path) -> subprocess.Popen[bytes]:
    """`hba report` as its own process."""
    code = "from hbanalysis.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, "--root", str(root), "report", "2024-Q3", "--force"],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, cwd=ROOT)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with two short notebooks and a report, built."""
    write_office(tmp_path)
    for number in (1, 2):
        small_notebook(tmp_path / "notebooks" / f"0{number}-book.ipynb", "Sổ", "import time\ntime.sleep(0.3)")
    publish(workspace(tmp_path), [ORDER], Language("vi"))
    return tmp_path


def gone(marker: str, seconds: float = 8) -> list[str]:
    """What is left of the processes of a workspace after some seconds."""
    end = time.monotonic() + seconds
    while ours_left(marker) and time.monotonic() < end:
        time.sleep(0.1)
    return ours_left(marker)


@pytest.mark.slow
@needs_fork
def test_ctrl_c_leaves_no_process_and_no_temporary_folder(office: Path) -> None:
    before = content(office / "reports")
    with driver(office) as running:
        time.sleep(6)
        running.send_signal(signal.SIGINT)
        told = running.communicate()[1].decode()
    assert (running.returncode, "Traceback" in told) in ((1, False), (0, False))
    assert gone(str(office)) == []
    assert content(office / "reports").keys() == before.keys()
    assert [path.name for path in (office / "reports" / "quan" / "2024-Q3").iterdir()] == ["vi"]


@pytest.mark.slow
@needs_fork
def test_killed_at_random_moments_a_report_is_the_old_or_the_new_and_no_process_is_left(office: Path) -> None:
    chance, folder = random.Random(7), office / "reports" / "quan" / "2024-Q3" / "vi"
    for number in range(100 if CAMPAIGN else 2):
        small_notebook(office / "notebooks" / "01-book.ipynb", "Sổ", f"import time\ntime.sleep(0.2)\nprint({number})")
        with driver(office) as running:
            time.sleep(chance.uniform(0, 9))
            running.kill()
        manifest = read_manifest(folder)
        assert manifest["files"] == folder_fingerprints(folder)
        assert gone(str(office)) == []
    publish(workspace(office), [ORDER], Language("vi"))
    assert [path.name for path in folder.parent.iterdir()] == ["vi"], "what kills left behind is swept up"
