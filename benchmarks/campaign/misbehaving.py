"""Notebooks that misbehave in 24 ways, and many pages in a row."""

from __future__ import annotations

import os
from contextlib import suppress

import psutil

from benchmarks.campaign.offices import office
from benchmarks.campaign.outcome import Outcome
from hbanalysis.publishing.kernel.launch import kernels
from hbanalysis.publishing.notebooks import run_notebook
from tests.publishing.test_report import small_notebook

PROMISE = "A notebook that misbehaves fails alone; nothing of it is left and memory stays flat"
ATTACK = "24 kinds of misbehaviour, one after the other, then ordinary pages in a row"
TRIES = 324
FINE, FAILS = True, False
KINDS = {
    "endless": ("while True: pass", FAILS),
    "endless sleep": ("import time\ntime.sleep(9999)", FAILS),
    "endless output": ("for _ in range(300): print('x' * 100_000)", FINE),
    "endless stderr": (
        "import sys\nfor _ in range(300): print('x' * 100_000, file=sys.stderr)",
        FINE,
    ),
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", FAILS),
    "exits at once": ("import os\nos._exit(3)", FAILS),
    "raises SystemExit": ("raise SystemExit(3)", FAILS),
    "calls exit": ("exit()", FINE),
    "segmentation fault": ("import ctypes\nctypes.string_at(0)", FAILS),
    "recursion without end": ("def f(): return f()\nf()", FAILS),
    "no such module": ("import no_such_module", FAILS),
    "syntax error": ("def", FAILS),
    "deletes its folder": ("import shutil\nshutil.rmtree('notebooks')", FINE),
    "another folder": ("import os\nos.chdir('/')", FINE),
    "child left behind": ("import subprocess\nsubprocess.Popen(['sleep', '600'])", FINE),
    "thread left behind": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()",
        FINE,
    ),
    "closes its streams": ("import sys, os\nos.close(0)", FINE),
    "ignores Ctrl-C": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        FAILS,
    ),
    "asks for input": ("input('?')", FAILS),
    "interrupts itself": ("raise KeyboardInterrupt", FAILS),
    "an error that cannot be shown": (
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        FAILS,
    ),
    "an object that cannot be shown": (
        "class A:\n    def __repr__(self): raise ValueError\nA()",
        FAILS,
    ),
    "changes the environment": ("import os\nos.environ.clear()", FINE),
    "a warning made an error": (
        "import warnings\nwarnings.simplefilter('error')\nwarnings.warn('x')",
        FAILS,
    ),
}


def _children() -> int:
    """What runs below this process; a kernel that has ended and waits to be buried runs no more."""
    running = 0
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            running += child.status() != psutil.STATUS_ZOMBIE
    return running


def run(tries: int) -> Outcome:
    outcome, memory = Outcome(), []
    with office() as root:
        book = root / "notebooks" / "01-one.ipynb"
        with kernels([book]) as way:
            before = _children()
            for kind, (code, fine) in list(KINDS.items())[:tries]:
                small_notebook(book, "Một", code)
                made = run_notebook(book, {}, root, limit=6)
                sound = (made.error == "") is fine and _children() <= before
                outcome.note(
                    "misbehaving, alone", sound, f"{kind}: {made.error[:100]} {_children()}"
                )
            small_notebook(book, "Một", "print(1)")
            for number in range(max(0, tries - len(KINDS))):
                made = run_notebook(book, {}, root)
                outcome.note("pages in a row", made.error == "", made.error)
                if number % 10 == 9:
                    memory.append(psutil.Process(os.getpid()).memory_info().rss // 1_000_000)
        outcome.measured["kernels"] = way
    if memory:
        outcome.measured |= {"MB after 10 pages": memory[0], "MB at the end": memory[-1]}
        outcome.note("memory", memory[-1] < memory[0] * 1.25 + 20, str(memory))
    return outcome
