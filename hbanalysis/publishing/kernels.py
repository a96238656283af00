"""Which way kernels are launched, chosen by what the machine can do, and put back afterwards."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from hbanalysis.publishing.dependencies import needs
from hbanalysis.publishing.server import Server

WARM, PLAIN = "warm", "plain"
# Imported by code that notebooks reach, but not used by pages: what checks raw data (the build has been before), and
# what reads and writes office documents.
UNUSED = {"pandera", "python_calamine", "docx", "docxtpl", "openpyxl", "pptx", "xlrd", "xlsxwriter"}
# Two notebooks at a time use both cores; threads inside the linear algebra would only make them wait for each other.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def can_be_warm() -> bool:
    """Whether a process can fork kernels here (Linux), unless HBA_KERNELS=plain says not to."""
    possible = sys.platform == "linux" and hasattr(os, "pidfd_open") and Path("/proc/self/task").is_dir()
    return possible and os.environ.get("HBA_KERNELS", WARM) != PLAIN


def preloaded(notebooks: list[Path]) -> list[str]:
    """The modules that these notebooks import, ours and others, directly or not."""
    found = [needs(notebook) for notebook in notebooks]
    ours, theirs = ({name for one in found for name in side(one)} for side in (lambda n: n.ours, lambda n: n.theirs))
    return sorted(name for name in theirs if name.split(".")[0] not in UNUSED) + sorted(ours)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    former = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _settings(runtime: Path) -> dict[str, str]:
    """What the processes that make pages need to know."""
    return dict.fromkeys(ONE_THREAD, "1") | {
        "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_PREFER_ENV_PATH": "1", "MPLBACKEND": "agg",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # the debugger that every kernel imports would warn on stderr
        # The allocator inside pyarrow would start a thread of its own, and only a process with one thread may fork.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class Warmth:
    """A warm server on its way: its private folder, and itself where there can be one."""

    def __init__(self) -> None:
        self.runtime = Path(tempfile.mkdtemp(prefix="hba-"))
        self.server = Server(self.runtime, os.environ | _settings(self.runtime)) if can_be_warm() else None
        self._told = False

    def expect(self, notebooks: list[Path]) -> None:
        """Let it import what these notebooks need; the first word counts."""
        if self.server and not self._told:
            self.server.warm_up(preloaded(notebooks))
            self._told = True

    def end(self) -> None:
        """End it, whatever it is doing."""
        if self.server:
            self.server.close()
        shutil.rmtree(self.runtime, ignore_errors=True)


@contextmanager
def warmth() -> Iterator[Warmth]:
    """Start the warm server; to be called before the imports that take long, which then run beside its own."""
    gc.disable()  # looking for garbage while importing is a fifth of the time, and finds none
    started = Warmth()
    try:
        yield started
    finally:
        gc.enable()
        started.end()


@contextmanager
def kernels(notebooks: list[Path], early: Warmth | None = None) -> Iterator[str]:
    """Launch kernels the best way there is here, from ``early`` where it was started; gives the name of the way.

    Whatever ends the block, no kernel outlives it.
    """
    from hbanalysis.publishing import provisioner

    with nullcontext(early) if early else warmth() as warm, _environment(_settings(warm.runtime)):
        warm.expect(notebooks)
        gc.enable()
        provisioner.Kernels.server = warm.server
        provisioner.register()
        try:
            yield WARM if warm.server else PLAIN
        finally:
            provisioner.Kernels.server = None
            provisioner.unregister()
            warm.end()
            provisioner.kill_all()
