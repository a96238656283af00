"""Which way kernels are launched, chosen by what the machine can do, and put back afterwards."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from hbanalysis.intake.copies import single_thread
from hbanalysis.publishing.kernel.server import Server, fork_server, start_server
from hbanalysis.publishing.kernel.warm import PLAIN, WARM, can_be_warm, warm_up
from hbanalysis.publishing.made_from.dependencies import OURS, needs

KERNEL = "python3"
# Imported by code that notebooks reach, but not used by pages: what checks raw data (the build has
# been before), what reads and writes office documents, and what draws the pictures of packs. The
# decomposition of statsmodels comes with our own module (analysis/trend/seasonal.py).
UNUSED = {
    *("pandera", "python_calamine", "docx", "docxtpl", "openpyxl", "pptx", "xlrd", "xlsxwriter"),
    *("matplotlib", "fontTools", "PIL", "statsmodels", "hbanalysis.vocabulary.quantity_grammar"),
}
# Two notebooks at a time use both cores; threads inside the linear algebra would only make them
# wait for each other.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_MATPLOTLIB = getattr(find_spec("matplotlib"), "submodule_search_locations", None) or ()
QUIET = dict.fromkeys(ONE_THREAD, "1") | {
    # A chart that a notebook draws with pyplot is on its page.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYDEVD_DISABLE_FILE_VALIDATION": (
        "1"
    ),  # the debugger that every kernel imports would warn on stderr
    # The allocator inside pyarrow would start a thread of its own, and only a process with one
    # thread may fork.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    # The styles that came with matplotlib, not those that somebody has set up at home.
    "MATPLOTLIBRC": str(Path(next(iter(_MATPLOTLIB), "")) / "mpl-data" / "matplotlibrc"),
}


# How kernels are launched is one for all threads of a process: a second run waits for the first. A
# process that is forked in the meantime (a kernel whose notebook publishes in turn) has a lock of
# its own.
_alone: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)


def preloaded(notebooks: list[Path]) -> list[str]:
    """The modules that these notebooks import, ours and others, directly or not."""
    named, reached = set[str](), set[str]()
    for needed in map(needs, notebooks):
        named |= needed.named
        reached |= needed.theirs | needed.ours
    used = [name for name in reached if not {name, name.split(".")[0]} & UNUSED]
    return sorted(named) + sorted(used, key=lambda name: (name.startswith(f"{OURS}."), name))


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


def _own_kernel(runtime: str) -> str:
    """A folder for JUPYTER_PATH whose kernel is this interpreter."""
    folder = Path(runtime) / "jupyter"
    from ipykernel.kernelspec import get_kernel_dict

    spec = get_kernel_dict()  # with what it can do: a secured connection is one of these things
    kernel_folder = folder / "kernels" / KERNEL
    kernel_folder.mkdir(parents=True)
    (kernel_folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return str(folder)


def stale_kernel() -> str:
    """The program of a kernel on JUPYTER_PATH that stands in for ours and is not there; or empty.

    It is passed over here, but JupyterLab would start it.
    """
    for folder in filter(None, os.environ.get("JUPYTER_PATH", "").split(os.pathsep)):
        path = Path(folder) / "kernels" / KERNEL / "kernel.json"
        try:
            program = str(json.loads(path.read_text(encoding="utf-8"))["argv"][0])
        except (OSError, ValueError, LookupError, TypeError):
            continue
        if not shutil.which(program):
            return f"{path}: {program}"
    return ""


def _settings(runtime: str) -> dict[str, str]:
    """What the processes that make pages need to know."""
    # What somebody has set up for IPython at home (start-up files) is no part of a page.
    return QUIET | {
        "JUPYTER_RUNTIME_DIR": runtime,
        "JUPYTER_PREFER_ENV_PATH": "1",
        # Before whatever kernel of this name somebody has set up: pages run in this environment.
        "JUPYTER_PATH": os.pathsep.join(
            [_own_kernel(runtime), *filter(None, [os.environ.get("JUPYTER_PATH")])]
        ),
        "IPYTHONDIR": str(Path(runtime) / "ipython"),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


@contextmanager
def quiet_start() -> Iterator[None]:
    """Let the imports of this process start no threads, so that it can fork its warm server itself.

    Garbage is not collected while importing: that would be a fifth of the time, and find none.
    """
    gc.disable()
    try:
        with _environment(QUIET):
            yield
    finally:
        gc.enable()


def warmed(notebooks: list[Path]) -> None:
    """Do the imports of the kernels now, where this process will fork them.

    What is worked out before in a copy of it then imports nothing a second time.
    """
    if can_be_warm() and single_thread():
        with _environment(QUIET):
            warm_up(preloaded(notebooks))


def _server(runtime: str, notebooks: list[Path]) -> Server | None:
    """The warm server: a fork of this process where it has one thread, else its own process."""
    if not can_be_warm():
        return None
    modules = preloaded(notebooks)
    if single_thread():
        warm_up(modules)
        if single_thread():  # no import has started one
            return fork_server(runtime)
    return start_server(runtime, modules)


@contextmanager
def _runtime() -> Iterator[str]:
    """A folder for sockets and all else that kernels keep, gone afterwards."""
    folder = tempfile.mkdtemp(prefix="hba-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kernels(notebooks: list[Path]) -> Iterator[str]:
    """Launch kernels the best way there is here; gives the name of the way.

    Whatever ends the block, no kernel outlives it.
    """
    from hbanalysis.publishing.kernel import provisioner

    with _alone[os.getpid()], _runtime() as runtime, _environment(_settings(runtime)):
        server = _server(runtime, notebooks)
        gc.enable()
        provisioner.WarmKernelProvisioner.server = server
        provisioner.register()
        try:
            yield WARM if server else PLAIN
        finally:
            provisioner.WarmKernelProvisioner.server = None
            provisioner.unregister()
            if server:
                server.close()
            provisioner.kill_all()
