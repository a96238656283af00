"""The warm server: one quiet process that has done the imports, and forks a fresh kernel for every notebook.

Started as ``python -m hbanalysis.publishing.warm RUNTIME_FOLDER``, before its driver imports anything itself. The first
line on stdin is the list of modules to import; every later one is a request (``{"argv": [...], "cwd": "...",
"env": {...}}``), answered with the process id of a new kernel. It has a single thread, no socket and no event loop, so
that a fork is safe. At the end of stdin, which is when its driver closes it or dies, it kills what is left of its
kernels and everything they started, and removes the folder of their sockets. Linux only.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import shutil
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
# What every kernel needs whatever its notebook imports.
KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger",
          "IPython.core.completer", "IPython.core.magics", "IPython.core.pylabtools", "comm",
          "matplotlib_inline.backend_inline", "hbanalysis")
# What every analysis needs: imported before the driver knows the notebooks.
FIRST = ("matplotlib.pyplot", "pandas")


def _die_with(parent: int) -> None:
    """End at once when the server ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended in between
        os._exit(1)


def _become_kernel(request: dict[str, Any], parent: int) -> None:
    """Turn a fresh copy of the server into one kernel and run it to its end."""
    os.setsid()
    _die_with(parent)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)  # the pipes to the driver are the server's, not the kernel's
    os.dup2(null, 1)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(signum, signal.SIG_DFL)
    random.seed()
    if "numpy" in sys.modules:  # its one global generator would otherwise be the same in every kernel
        sys.modules["numpy"].random.seed()
    sys.argv = ["ipykernel_launcher", *request["argv"]]
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(request["argv"])
    app.start()


def _fork(request: dict[str, Any], parent: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        gc.enable()
        _become_kernel(request, parent)
    except BaseException:  # nothing of the server may run on in the copy
        traceback.print_exc()
    finally:
        os._exit(1)


def _buried(kernels: set[int]) -> None:
    """Take note of the kernels that have ended."""
    while True:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            return
        kernels.discard(ended)


def _warm_up(modules: Iterable[str]) -> None:
    """Import what will be needed; a name that is no module (a class, a function) is left out."""
    for name in modules:
        with contextlib.suppress(ImportError, ValueError):
            importlib.import_module(name)
    language = sys.modules.get("hbanalysis.vocabulary.language")
    if language:
        for code in language.LANGUAGES:
            language.Language(code).say("Overview")  # reads the catalogue, once for all kernels


def serve() -> None:
    """Warm up, say so, and answer requests until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    gc.disable()  # looking for garbage while importing is a fifth of the time, and finds none
    _warm_up([*KERNEL, *FIRST])
    wanted = sys.stdin.readline()
    if not wanted:  # nothing was to be made after all
        return
    _warm_up(json.loads(wanted))
    gc.freeze()
    threads = len(list(Path("/proc/self/task").iterdir()))
    kernels: set[int] = set()
    print(json.dumps({"threads": threads}), flush=True)  # noqa: T201
    for line in sys.stdin:
        _buried(kernels)
        kernels.add(child := _fork(json.loads(line), os.getpid()))
        print(child, flush=True)  # noqa: T201
    _buried(kernels)
    for kernel in kernels:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(kernel, signal.SIGKILL)


if __name__ == "__main__":
    try:
        serve()
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)
        os._exit(0)
