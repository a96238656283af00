"""nbclient's and papermill's own test notebooks through our kernels (fetched, not kept)."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path

import nbformat

from benchmarks.campaign.outcome import Outcome
from hbanalysis.publishing.kernel.launch import kernels

PROMISE = "A notebook ends through our kernels as it ends through Jupyter's own"
ATTACK = "the test notebooks of nbclient and papermill: warm kernels, plain ones, and Jupyter's own"
TRIES = 60
SOURCES = ("nbclient", "papermill")
SECONDS = 20


def _fetched(folder: Path) -> list[Path]:
    """The Python notebooks in the source archives of the libraries, by the ordinary client."""
    for name in SOURCES:
        call = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:"]
        call += ["--no-build-isolation", "--quiet", "-d", str(folder), f"{name}=={version(name)}"]
        subprocess.run(call, check=False, capture_output=True, timeout=300)
    for archive in folder.glob("*.tar.gz"):
        with tarfile.open(archive) as source:
            source.extractall(folder, filter="data")
    return sorted(
        path for path in folder.rglob("*.ipynb") if "test" in str(path.relative_to(folder))
    )


def _outcome(path: Path, way: str) -> tuple[str, ...]:
    """How a notebook ends: its error, and the kinds of its outputs."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    os.environ["HBA_KERNELS"] = "plain" if way == "plain" else "warm"
    book = nbformat.read(path, as_version=4)
    with nullcontext() if way == "jupyter" else kernels([path]):
        end = "well"
        try:
            client = NotebookClient(
                book,
                timeout=SECONDS,
                kernel_name="python3",
                resources={"metadata": {"path": str(path.parent)}},
            )
            client.execute()
        except CellExecutionError as problem:
            end = problem.ename
        except (CellTimeoutError, DeadKernelError, RuntimeError) as problem:
            end = type(problem).__name__
    kinds = [one.output_type for cell in book.cells for one in cell.get("outputs", [])]
    return end, *(kind for kind in kinds if kind != "stream")


def run(tries: int) -> Outcome:
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="n", dir="/tmp") as folder:
        found = _fetched(Path(folder))
        for path in found[:tries]:
            try:
                wanted = _outcome(path, "jupyter")
            except Exception:
                outcome.counts["not a notebook that Jupyter runs here"] += 1
                continue
            for way in ("warm", "plain"):
                told = _outcome(path, way)
                outcome.note(way, told == wanted, f"{path.name}: {told[:3]}, Jupyter {wanted[:3]}")
        outcome.measured["notebooks fetched"] = len(found)
    return outcome
