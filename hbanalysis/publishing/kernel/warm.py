"""The warm server: a quiet process that has done the imports and forks a kernel for every notebook.

It is a fork of its driver where that has a single thread (:func:`become_server`), else started as
``python -m hbanalysis.publishing.kernel.warm RUNTIME_FOLDER MODULE...``. Every line it reads is a
request (``{"argv": [...], "cwd": "...", "env": {...}}``), answered with the process id of a new
kernel. It has a single thread, no socket and no event loop, so that a fork is safe. At the end of
its input, which is when its driver closes it or dies, it kills what is left of its kernels and
everything they started, and removes the folder of their sockets. Linux only.
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
from typing import Any, NoReturn

from hbanalysis.intake import machine
from hbanalysis.intake.copies import single_thread

WARM, PLAIN = "warm", "plain"
_PR_SET_PDEATHSIG = 1
# What every kernel needs whatever its notebook imports.
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "comm",
    "hbanalysis",
)


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
    if (
        "numpy" in sys.modules
    ):  # its one global generator would otherwise be the same in every kernel
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


def warm_up(modules: Iterable[str]) -> None:
    """Import what kernels will need; a name that is no module (a class, a function) is left out."""
    for name in [*KERNEL, *modules]:
        with contextlib.suppress(
            Exception, SystemExit
        ):  # whatever it is, it is that notebook's to meet
            importlib.import_module(name)
    # Read once, for all kernels: the catalogues of words, the lunar calendar.
    language, tet = (
        sys.modules.get(f"hbanalysis.vocabulary.{name}") for name in ("language", "tet")
    )
    if language:
        for code in language.LANGUAGES:
            language.Language(code).say("Overview")
    if tet:
        tet.tet(2024)


def can_be_warm() -> bool:
    """Whether a process can fork kernels here (Linux), unless HBA_KERNELS=plain says not to."""
    return machine.can_fork() and os.environ.get("HBA_KERNELS", WARM) != PLAIN


def become_server(runtime: str, requests: int, answers: int) -> NoReturn:
    """Turn a fresh copy of the driver into the server, with the ends of its two pipes."""
    try:
        os.setsid()  # Ctrl-C in the terminal reaches the driver, which then closes the server
        os.dup2(requests, 0)
        os.dup2(answers, 1)
        os.close(requests)
        os.close(answers)
        for signum in (signal.SIGTERM, signal.SIGHUP):
            if callable(signal.getsignal(signum)):  # the driver's own
                signal.signal(signum, signal.SIG_DFL)
        serve()
    except BaseException:  # nothing of the driver may run on in the copy
        traceback.print_exc()
    finally:
        shutil.rmtree(runtime, ignore_errors=True)
        os._exit(0)


def serve() -> None:
    """Say that there is a single thread, and answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    gc.freeze()
    kernels: set[int] = set()
    with os.fdopen(0, encoding="utf-8") as requests, os.fdopen(1, "w", encoding="utf-8") as answers:
        print(json.dumps({"single": single_thread()}), file=answers, flush=True)
        for line in requests:
            _buried(kernels)
            kernels.add(child := _fork(json.loads(line), os.getpid()))
            print(child, file=answers, flush=True)
    _buried(kernels)
    for kernel in kernels:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(kernel, signal.SIGKILL)


if __name__ == "__main__":
    try:
        gc.disable()  # looking for garbage while importing is a fifth of the time, and finds none
        warm_up(sys.argv[2:])
        serve()
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)
        os._exit(0)
