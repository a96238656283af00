"""How fast pages are made, against what everyone does and what cannot be undercut.

Side by side in one run.

    python benchmarks/publish.py [--rounds 5] [--pages 60] [--long 300] [--write]

The ways: a shell loop of ``papermill`` and ``jupyter nbconvert``; ``jupyter nbconvert --execute``
(which takes no parameters: they are written into the copies); papermill's API and the exporter in
one process; ``hba report`` with plain and warm kernels; the floor: the cells of the same notebooks
as plain scripts, each in a fork of a process that has the imports done, two at a time, plus
rendering. Wall and processor time of each way with everything it starts, medians; only ratios mean
anything on a machine that is shared. ``--write`` keeps the table in docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PERIOD, PLACE = "2024-Q3", "hai-phong"
HBA = [sys.executable, "-c", "from hbanalysis.cli import main; main()"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_PREFER_ENV_PATH": "1"}
FLOOR = """
import os, sys, time
from pathlib import Path
import nbformat
from hbanalysis.publishing.kernel.launch import QUIET, preloaded
os.environ |= QUIET
from hbanalysis.publishing.kernel.warm import warm_up
books = sorted(Path(sys.argv[1]).glob("*.ipynb"))
warm_up([*preloaded(books), "hbanalysis.publishing.page_files", "nbconvert.exporters.html"])
from hbanalysis.publishing.page_files import page, plain_page, settled
os.chdir(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
def script(path):
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    book, shell = nbformat.read(path, as_version=4), InteractiveShell.instance()
    given = 'period, territory, as_of, language = "%s", "%s", "", "vi"' % tuple(sys.argv[3:5])
    for cell in book.cells:
        if cell.cell_type != "code":
            continue
        with capture_output() as seen:
            done = shell.run_cell(cell.source)
            if "parameters" in cell.metadata.get("tags", []):
                shell.run_cell(given)
        done.raise_error()
        cell.outputs = [nbformat.v4.new_output("display_data", data=out.data) for out in seen.outputs if out.data]
    labels = dict.fromkeys(("skip", "pages", "overview", "code", "made", "known", "all_known", "period", "place"), "")
    facts = dict(language="vi", labels=labels, demo="", place="", period="", as_of="", version="", pages=[],
                 current="", title="")
    Path(sys.argv[5], path.stem + ".html").write_text(page(settled(book, "vi"), facts), encoding="utf-8")
begun, waiting, running = time.monotonic(), list(books) * int(sys.argv[6]), set()
while waiting or running:
    while waiting and len(running) < 2:
        path = waiting.pop(0)
        child = os.fork()
        if not child:
            try:
                script(path)
                os._exit(0)
            except BaseException:
                import traceback
                traceback.print_exc()
                os._exit(1)
        running.add(child)
    child, status = os.wait()
    assert status == 0, status
    running.discard(child)
"""


ONE_PROCESS = """
import sys
from pathlib import Path
import nbformat, papermill
from nbconvert import HTMLExporter
exporter = HTMLExporter()
for path in sorted(Path("notebooks").glob("*.ipynb")):
    papermill.execute_notebook(str(path), path.name, parameters={"period": sys.argv[1], "territory": sys.argv[2]},
                               progress_bar=False)
    body, _ = exporter.from_notebook_node(nbformat.read(path.name, as_version=4))
    path.with_suffix(".html").write_text(body, encoding="utf-8")
"""
STAGES = """
import os, sys, time
begun, first, last, seconds = float(sys.argv[1]), [], [], {"greeting": [], "rendering": []}
from hbanalysis import cli
from hbanalysis.publishing.kernel.launch import QUIET
os.environ |= QUIET  # as the command itself does before it imports anything
import hbanalysis.publishing.batch.progress as progress, hbanalysis.publishing.report as report
import hbanalysis.publishing.assembling as assembling
import hbanalysis.publishing.kernel.client as client, hbanalysis.publishing.kernel.server as server
def noted(where, name, before=(), after=(), spent=None):
    plain = getattr(where, name)
    def with_notes(*given, **named):
        start = time.time()
        try:
            return plain(*given, **named)
        finally:
            [one.append(start) for one in before], [one.append(time.time()) for one in after]
            if spent is not None:
                spent.append(time.time() - start)
    setattr(where, name, with_notes)
ready = []
noted(progress, "make_report", before=[ready])
noted(server.Server, "fork", after=[first])
noted(report, "run_notebook", after=[last])
noted(assembling, "page", spent=seconds["rendering"])
greet = client.PromptClient.wait_for_ready
async def greeted(self, timeout=None):
    start = time.time()
    await greet(self, timeout)
    seconds["greeting"].append(time.time() - start)
client.PromptClient.wait_for_ready = greeted
sys.argv[1:] = sys.argv[2:]
try:
    cli.main()
except SystemExit:
    pass
steps = [begun, min(ready), min(first), max(last), time.time()]
print(*(later - sooner for sooner, later in zip(steps, steps[1:])), sum(seconds["greeting"]) / len(last),
      sum(seconds["rendering"]), file=sys.__stdout__)
"""
NAMED = (
    "imports, checks, the fork of the warm server",
    "waiting for the warm server",
    "notebooks, two at a time",
    "last page, index, manifest, exchange of folders",
    "within the notebooks: the greeting of one kernel",
    "beside the notebooks: rendering of all pages",
)
UNCHANGED = """
import sys, time
from pathlib import Path
from hbanalysis.intake.load import workspace
from hbanalysis.publishing.batch.progress import make_reports
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
import papermill
begun = time.monotonic()
(made,) = make_reports(workspace(Path(sys.argv[1])), Period.parse(sys.argv[2]), [sys.argv[3]], Language("vi"), 2, [])
assert made.made == [] and made.fresh
print(time.monotonic() - begun)
"""


class Peak(threading.Thread):
    """The most memory that this process's children held together.

    Shares of shared pages counted once.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.stop = 0, threading.Event()

    def run(self) -> None:
        """Look twice a second."""
        while not self.stop.wait(0.5):
            held = 0
            for child in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    held += child.memory_full_info().pss
            self.most = max(self.most, held)


def measured(way: Callable[[Path], object]) -> tuple[float, float]:
    """Wall and processor seconds of a way and everything it started."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        shutil.copytree(ROOT / "data", root / "data")
        shutil.copytree(ROOT / "notebooks", root / "notebooks")
        run([*HBA, "--root", str(root), "build"], root)  # the tables are there whatever the way
        used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        way(root)
        wall, now = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def run(command: list[str], cwd: Path, **environment: str) -> None:
    subprocess.run(
        command,
        cwd=cwd,
        env=ENVIRONMENT | environment,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def shell_loop(root: Path) -> None:
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        out = root / notebook.name
        run(
            [
                str(BIN / "papermill"),
                str(notebook),
                str(out),
                "-p",
                "period",
                PERIOD,
                "-p",
                "territory",
                PLACE,
            ],
            root,
        )
        run([str(BIN / "jupyter"), "nbconvert", "--to", "html", str(out)], root)


def ours(kernels: str, matrix: str = "") -> Callable[[Path], None]:
    def way(root: Path) -> None:
        asked = [PERIOD, "--territory", PLACE]
        if matrix:
            (root / "matrix.toml").write_text(matrix, encoding="utf-8")
            asked = ["--matrix", str(root / "matrix.toml")]
        run([*HBA, "--root", str(root), "report", *asked, "--jobs", "2"], root, HBA_KERNELS=kernels)

    return way


def execute_only(root: Path) -> None:
    for notebook in (root / "notebooks").glob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        text = text.replace('territory: str = \\"hong-bang', f'territory: str = \\"{PLACE}')
        notebook.write_text(text, encoding="utf-8")
    run(
        [
            str(BIN / "jupyter"),
            "nbconvert",
            "--execute",
            "--to",
            "html",
            *map(str, sorted((root / "notebooks").glob("*.ipynb"))),
        ],
        root,
    )


def one_process(root: Path) -> None:
    run([sys.executable, "-c", ONE_PROCESS, PERIOD, PLACE], root)


def stages() -> list[float]:
    """Seconds of the stages of one pack with warm kernels: see NAMED."""
    told: list[str] = []

    def way(root: Path) -> None:
        command = [
            sys.executable,
            "-c",
            STAGES,
            str(time.time()),
            "--root",
            str(root),
            "report",
            PERIOD,
            "--territory",
            PLACE,
        ]
        done = subprocess.run(
            command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=True
        )
        told.extend(done.stdout.splitlines()[-1].split())

    measured(way)
    return [float(text) for text in told]


def unchanged(root: Path) -> float:
    """Seconds that a second run takes after its imports when nothing has changed."""
    command = [sys.executable, "-c", UNCHANGED, str(root), PERIOD, PLACE]
    return float(
        subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout
    )


def floor(times: int = 1) -> tuple[float, float]:
    """The computation itself and the rendering: from the moment the warm process is ready."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        shutil.copytree(ROOT / "data", root / "data")
        run([*HBA, "--root", str(root), "build"], root)
        command = [
            sys.executable,
            "-c",
            FLOOR,
            str(ROOT / "notebooks"),
            str(root),
            PERIOD,
            PLACE,
            folder,
            str(times),
        ]
        with subprocess.Popen(
            command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout.readline() == "ready\n"
            process = psutil.Process(child.pid)
            before, begun = sum(process.cpu_times()[:4]), time.monotonic()
            child.stdin.write("go\n")
            child.stdin.flush()
            process_times = before
            while child.poll() is None:
                with contextlib.suppress(psutil.Error):
                    process_times = sum(process.cpu_times()[:4])
                time.sleep(0.05)
            assert child.returncode == 0
            return time.monotonic() - begun, process_times - before


def matrix_of(pages: int, per_report: int) -> str:
    """A matrix of about so many pages: territories by months by languages."""
    months = [
        f'"{year}-{month:02d}"'
        for year in (2024, 2023, 2022, 2021, 2020)
        for month in range(12, 0, -1)
    ]
    reports = max(1, round(pages / per_report))
    chosen = ", ".join(months[: max(1, round(reports / 2))])
    return f'territories = ["{PLACE}"]\nlanguages = ["vi", "en"]\nperiods = [{chosen}]\n'


def table(rounds: int, pages: int, long: int) -> str:
    books = len(list((ROOT / "notebooks").glob("*.ipynb")))
    ways = {
        "shell loop: papermill, jupyter nbconvert": lambda: measured(shell_loop),
        "jupyter nbconvert --execute, without parameters": lambda: measured(execute_only),
        "papermill's API and the exporter in one process": lambda: measured(one_process),
        "hba report, plain kernels": lambda: measured(ours("plain")),
        "hba report, warm kernels": lambda: measured(ours("warm")),
        "floor: the cells as scripts in a warm process, and rendering": floor,
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            taken[name].append(way())
            print(
                f"round {number + 1}: {name}: {taken[name][-1][0]:.1f} s,"
                f" {taken[name][-1][1]:.1f} s",
                flush=True,
            )
    middle = {
        name: tuple(statistics.median(one[side] for one in both) for side in (0, 1))
        for name, both in taken.items()
    }
    base = next(iter(middle.values()))
    again: list[float] = []
    measured(
        lambda root: (ours("warm")(root), again.extend(unchanged(root) for _ in range(rounds)))
    )
    lines = [
        (
            f"One pack: {books} notebooks of one territory, period and language; {rounds} rounds,"
            " medians."
        ),
        "",
        "| way | wall s | CPU s | wall: faster | CPU: less |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {wall:.1f} | {cpu:.1f} | {base[0] / wall:.1f} × | {base[1] / cpu:.1f} × |"
        for name, (wall, cpu) in middle.items()
    ]
    lowest = list(middle.values())[-1]
    warm = middle["hba report, warm kernels"]
    lines += [
        "",
        (
            f"Warm kernels take {warm[0] / lowest[0]:.2f} × the wall time and"
            f" {warm[1] / lowest[1]:.2f} × the processor time of the floor, start-up included. A"
            f" second run with nothing changed takes {statistics.median(again):.2f} s after its"
            " imports. The floor starts when its process is ready; the other ways count their"
            " start-up too."
        ),
    ]
    parts = [statistics.median(one) for one in zip(*(stages() for _ in range(rounds)), strict=True)]
    lines += [
        "",
        "Where the time of one pack with warm kernels goes:",
        "",
        "| stage | wall s |",
        "|---|---|",
    ]
    lines += [f"| {name} | {seconds:.2f} |" for name, seconds in zip(NAMED, parts, strict=True)]
    if pages:
        lines += [
            "",
            (
                "Many pages with warm kernels, against the same number by the shell loop at the"
                " cost above:"
            ),
            "",
            "| pages | wall s a page | CPU s a page | wall: faster | CPU: less | peak memory |",
            "|---|---|---|---|---|---|",
        ]
        for wanted in filter(None, (pages, long)):
            matrix = matrix_of(wanted, books)
            count = books * 2 * len(re.findall(r'"\d{4}-\d\d"', matrix))
            peak = Peak()
            peak.start()
            wall, cpu = (value / count for value in measured(ours("warm", matrix)))
            peak.stop.set()
            lines.append(
                f"| {count} | {wall:.2f} | {cpu:.2f} | {base[0] / books / wall:.1f} × | "
                f"{base[1] / books / cpu:.1f} × | {peak.most / 2**20:.0f} MB |"
            )
            print(lines[-1], flush=True)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--long", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    text = table(asked.rounds, asked.pages, asked.long)
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = (
        f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python"
        f" {platform.python_version()}"
    )
    text = f"Measured {day}: {machine}; load of others at the start {load:.1f}.\n\n{text}"
    print(text)
    if asked.write:
        path = ROOT / "docs" / "performance.md"
        whole = path.read_text(encoding="utf-8")
        marks = ("<!-- measured -->", "<!-- /measured -->")
        head, tail = whole.split(marks[0])[0], whole.split(marks[1])[1]
        path.write_text(f"{head}{marks[0]}\n{text}\n{marks[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
