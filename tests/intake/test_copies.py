"""Work shared out to copies of the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from hbanalysis.intake import machine
from hbanalysis.intake.copies import in_a_copy, in_copies

ALONE = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
SHARED = """
import os
from hbanalysis.intake import machine
from hbanalysis.intake.copies import in_copies
machine.cores = lambda: 2
def fails():
    if os.getpid() != here: os._exit(9)
    return "here"
here = os.getpid()
jobs = [os.getpid, os.getpid, os.getpid, os.getpid, lambda: "x" * 200_000, fails]
first, second, third, fourth, long, last = in_copies(jobs)
print(first == third != second == fourth, here in {first, second}, len(long), last)
"""
BROKEN = """
from hbanalysis.intake import machine
from hbanalysis.intake.copies import in_copies
machine.cores = lambda: 2
list(in_copies([lambda: 1, lambda: 1 / 0, lambda: 3]))
"""


def run(script: str) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, which has a single thread."""
    order = [sys.executable, "-c", script]
    return subprocess.run(order, env=ALONE, capture_output=True, encoding="utf-8", check=False)


needs_forks = pytest.mark.skipif(not machine.can_fork(), reason="no copies of a process here")


@needs_forks
def test_jobs_are_shared_out_in_order_and_those_of_a_copy_that_dies_are_done_here() -> None:
    assert run(SHARED).stdout == "True False 200000 here\n"


@needs_forks
def test_an_error_in_a_copy_is_met_by_the_caller() -> None:
    found = run(BROKEN)
    assert found.returncode == 1
    assert found.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"


def test_where_a_process_cannot_be_copied_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 2)
    monkeypatch.setattr(machine, "can_fork", lambda: False)
    assert list(in_copies([os.getpid, os.getpid])) == [os.getpid()] * 2


@needs_forks
def test_one_job_in_a_copy_gives_nothing_when_it_fails() -> None:
    assert in_a_copy(os.getpid) != os.getpid()
    assert in_a_copy(lambda: 1 / 0) is None
