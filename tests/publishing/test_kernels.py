"""Kernels, warm and plain: each notebook its own fresh process, none left behind, whoever dies."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from hbanalysis.intake import machine
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.batch.progress import publish
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.kernel import provisioner
from hbanalysis.publishing.kernel.launch import kernels
from hbanalysis.publishing.kernel.warm import can_be_warm, warm_up
from hbanalysis.publishing.made_from.manifest import folder_fingerprints, read_manifest
from hbanalysis.publishing.notebooks import run_notebook
from hbanalysis.publishing.page_files import settled
from hbanalysis.vocabulary.language import Language
from tests.conftest import ROOT
from tests.publishing.test_report import QUARTER, content, made_of, small_notebook
from tests.tables import write_office

pytestmark = pytest.mark.slow

ORDER = Order("quan", QUARTER, "vi", {})
needs_fork = pytest.mark.skipif(not can_be_warm(), reason="only where kernels can be forked")


def said(text: str) -> str:
    """What an executed notebook printed."""
    cells = json.loads(text)["cells"]
    return "".join(
        "".join(output.get("text", "")) for cell in cells for output in cell.get("outputs", [])
    )


def ours_left(marker: str) -> list[str]:
    """Command lines of processes that name ``marker``, or work in it."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "cwd"]):
        with contextlib.suppress(psutil.Error):
            line = " ".join(process.info["cmdline"] or [])
            if process.info["pid"] != os.getpid() and (
                marker in line or marker in (process.info["cwd"] or "")
            ):
                found.append(line)
    return found


@pytest.mark.parametrize("way", ["plain", pytest.param("warm", marks=needs_fork)])
def test_every_notebook_has_its_own_fresh_process_in_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("HBA_KERNELS", way)
    code = (
        "import os, random, numpy\nprint(os.getpid(), os.getpgid(0),"
        " os.environ['OPENBLAS_NUM_THREADS'], os.getcwd(), random.random(), numpy.random.random(),"
        " 'x' in globals())\nx = 1"
    )
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Một", code)
    book = tmp_path / "notebooks" / "01-one.ipynb"
    with kernels([book]) as chosen:
        runs = [run_notebook(book, {"years": 3}, tmp_path) for _ in range(2)]
    one, other = (said(run.text).split() for run in runs)
    assert chosen == way
    assert [run.error for run in runs] == ["", ""]
    assert (one[0], one[2:4], one[6]) == (
        one[1],
        ["1", str(tmp_path)],
        "False",
    ), "a group of its own"
    assert all(one[place] != other[place] for place in (0, 4, 5)), (
        "another process, other random numbers"
    )
    assert not any(psutil.pid_exists(int(run[0])) for run in (one, other))


@needs_fork
def test_without_its_server_a_notebook_still_runs(tmp_path: Path) -> None:
    small_notebook(tmp_path / "notebooks" / "01-one.ipynb", "Một", "print('here')")
    book = tmp_path / "notebooks" / "01-one.ipynb"
    with kernels([book]):
        os.kill(provisioner.WarmKernelProvisioner.server.pid, signal.SIGKILL)
        run = run_notebook(book, {}, tmp_path)
    assert (run.error, said(run.text).strip()) == ("", "here")


@needs_fork
def test_a_kernel_that_dies_is_a_failed_page_with_the_others_complete(tmp_path: Path) -> None:
    write_office(tmp_path)
    small_notebook(tmp_path / "notebooks" / "01-good.ipynb", "Tốt", "print(1)")
    small_notebook(
        tmp_path / "notebooks" / "02-bad.ipynb", "Hỏng", "import os\nos.kill(os.getpid(), 9)"
    )
    made = made_of(tmp_path, ORDER)
    assert made.failed.keys() == {"02-bad"}
    assert "DeadKernelError" in made.failed["02-bad"]
    assert read_manifest(made.folder)["files"] == folder_fingerprints(made.folder)
    assert (made.folder / "02-bad.ipynb").is_file()


@needs_fork
@pytest.mark.parametrize("way", ["warm", "plain"])
def test_closed_streams_and_what_somebody_has_set_up_at_home_change_no_page(
    office: Path, tmp_path: Path, short: Path, way: str
) -> None:
    code = "import matplotlib\nprint(matplotlib.rcParams['font.size'])"
    small_notebook(office / "notebooks" / "01-book.ipynb", "Sổ", code)
    home = tmp_path / "home"
    (home / ".ipython" / "profile_default" / "startup").mkdir(parents=True)
    (home / ".ipython" / "profile_default" / "startup" / "00.py").write_text(
        "print('from home')", encoding="utf-8"
    )
    (home / ".config" / "matplotlib").mkdir(parents=True)
    (home / ".config" / "matplotlib" / "matplotlibrc").write_text("font.size: 31", encoding="utf-8")
    command = [*HBA, "--root", str(office), "report", "2024-Q3"]
    done = subprocess.run(
        ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", *command],
        check=False,
        cwd=ROOT,
        env=os.environ | {"HOME": str(home), "HBA_KERNELS": way, "TMPDIR": str(short)},
    )
    text = (office / "reports" / "quan" / "2024-Q3" / "vi" / "01-book.ipynb").read_text(
        encoding="utf-8"
    )
    assert (done.returncode, said(text).strip()) == (0, "10.0")
    assert list(short.iterdir()) == []


@needs_fork
@pytest.mark.parametrize("way", ["warm", "plain"])
def test_what_a_kernel_had_started_goes_with_it_and_says_nothing_on_our_own_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], way: str
) -> None:
    monkeypatch.setenv("HBA_KERNELS", way)
    code = (
        "import os, subprocess, pathlib\nsubprocess.run(['echo', 'spoken'])\nchild ="
        " subprocess.Popen(['sleep',"
        " '600'])\npathlib.Path('child').write_text(str(child.pid))\nos.kill(os.getpid(), 9)"
    )
    book = tmp_path / "notebooks" / "01-one.ipynb"
    small_notebook(book, "Một", code)
    with kernels([book]):
        assert "DeadKernelError" in run_notebook(book, {}, tmp_path).error
        child = int((tmp_path / "child").read_text(encoding="utf-8"))
        until(
            lambda: (
                not psutil.pid_exists(child)
                or psutil.Process(child).status() == psutil.STATUS_ZOMBIE
            )
        )
    assert "spoken" not in capfd.readouterr().out


def test_a_module_that_breaks_when_it_is_imported_is_left_to_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "breaks.py").write_text("raise AttributeError('broken')", encoding="utf-8")
    (tmp_path / "leaves.py").write_text("raise SystemExit(4)", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    warm_up(["breaks", "leaves", "no_such_module", "json"])
    assert "breaks" not in sys.modules


def test_a_warning_and_a_trace_name_no_machine_and_no_process() -> None:
    library = Path(psutil.__file__).parent
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                outputs=[
                    nbformat.v4.new_output(
                        "stream",
                        name="stderr",
                        text="/tmp/a b/ipykernel_81/15.py:2: UserWarning: hi",
                    ),
                    nbformat.v4.new_output(
                        "error", ename="E", evalue="e", traceback=[f"File {library}/x.py:3, in f"]
                    ),
                ]
            )
        ]
    )
    (error,) = settled(book, "vi").cells[0].outputs  # the warning is in the log, not on a page
    assert error.traceback == ["File psutil/x.py:3, in f"]


def test_nothing_slow_is_imported_that_no_page_needs() -> None:
    code = (
        "import sys, hbanalysis.publishing.page_files as pages;"
        " print('rfc3987_syntax.syntax_helpers' in sys.modules); import rfc3987_syntax;"
        " print(rfc3987_syntax.is_valid_syntax('iri', 'urn:x'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["False", "True"], "and who wants it can still import it"


def test_where_there_is_no_fork_kernels_are_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", "win32")
    assert not can_be_warm()
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setenv("HBA_KERNELS", "plain")
    assert not can_be_warm()


HBA = [sys.executable, "-c", "from hbanalysis.cli import main; main()"]


def driver(root: Path, **environment: str) -> subprocess.Popen[bytes]:
    """`hba report` as its own process."""
    return subprocess.Popen(
        [*HBA, "--root", str(root), "report", "2024-Q3", "--force"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder for temporary files with a path short enough for the sockets of kernels."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace with two short notebooks and a report, built."""
    write_office(tmp_path)
    for number in (1, 2):
        small_notebook(
            tmp_path / "notebooks" / f"0{number}-book.ipynb", "Sổ", "import time\ntime.sleep(0.3)"
        )
    publish(workspace(tmp_path), [ORDER], Language("vi"))
    return tmp_path


@needs_fork
def test_the_kernels_of_a_report_are_copies_of_the_command_with_what_it_has_judged(
    office: Path,
) -> None:
    small_notebook(
        office / "notebooks" / "01-book.ipynb",
        "Sổ",
        "from hbanalysis.analysis.judgement import ahead\nprint([key[3:] for key in ahead._made])",
    )
    shutil.rmtree(office / "data" / "processed")  # also where the tables are built first
    with driver(office) as running:
        running.communicate(timeout=NEVER)
    text = (office / "reports" / "quan" / "2024-Q3" / "vi" / "01-book.ipynb").read_text("utf-8")
    assert said(text).strip() == "[('2024-Q3', 'quan'), ('2024-Q2', 'quan')]"


# No test is decided by it: so long waits only who waits for what will never come.
NEVER = 900


def until(seen: Callable[[], bool]) -> None:
    """Wait until something is so; fail when it never is."""
    end = time.monotonic() + NEVER
    while not seen():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def gone(marker: str) -> list[str]:
    """What is left of the processes of a workspace when they have had time to end."""
    end = time.monotonic() + NEVER
    while ours_left(marker) and time.monotonic() < end:
        time.sleep(0.1)
    return ours_left(marker)


@needs_fork
@pytest.mark.parametrize("way", ["warm", "plain"])
def test_ctrl_c_leaves_no_process_and_no_temporary_folder(
    office: Path, short: Path, way: str
) -> None:
    before = content(office / "reports")
    code = "from pathlib import Path\nimport time\nPath('begun').touch()\ntime.sleep(600)"
    small_notebook(office / "notebooks" / "01-book.ipynb", "Sổ", code)
    with driver(office, TMPDIR=str(short), HBA_KERNELS=way) as running:
        until((office / "begun").exists)
        running.send_signal(signal.SIGINT)
        time.sleep(0.1)
        running.send_signal(signal.SIGHUP)  # impatience must not break off the clearing up
        told = running.communicate(timeout=NEVER)[1].decode()
    assert (running.returncode, "Traceback" in told) == (1, False)
    assert "các báo cáo trước vẫn giữ nguyên" in told
    assert gone(str(office)) == []
    assert content(office / "reports") == before
    assert [path.name for path in (office / "reports" / "quan" / "2024-Q3").iterdir()] == ["vi"]
    assert list(short.iterdir()) == []


FULL_DISK = """
import json, subprocess, sys
root, hba = sys.argv[1], sys.argv[2:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", root + "/reports"], check=True)
def made(lines):
    path = root + "/notebooks/01-book.ipynb"
    book = json.load(open(path, encoding="utf-8"))
    book["cells"][-1]["source"] = f"print('line of a page ' * {lines})"
    json.dump(book, open(path, "w", encoding="utf-8"))
    done = subprocess.run([*hba, "--root", root, "report", "2024-Q3"], capture_output=True, text=True)
    files = subprocess.run(f"cd {root}/reports/quan && find . -type f | sort | xargs sha256sum; ls -A 2024-Q3",
                           shell=True, capture_output=True, text=True, check=True).stdout
    return done.returncode, done.stderr, files
print(json.dumps([made(1), made(400_000)]))
"""


@pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(
        ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],
        capture_output=True,
        check=False,
    ).returncode
    != 0,
    reason="no file system of one's own can be mounted here",
)
def test_a_full_disk_leaves_the_former_report_and_says_so(office: Path) -> None:
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-c", FULL_DISK, str(office), *HBA],
        text=True,
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    (code, _, before), (failed, told, after) = json.loads(done.stdout)
    assert (code, failed) == (0, 1)
    assert "No space left" in told
    assert "các báo cáo trước vẫn giữ nguyên" in told
    assert "Traceback" not in told
    assert before == after
    assert before.splitlines()[-1] == "vi"
