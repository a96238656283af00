"""Which way kernels are launched, chosen by what the machine can do, and put back afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hbanalysis.publishing.dependencies import needs

WARM, PLAIN = "warm", "plain"
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
    return sorted(theirs) + sorted(ours)


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


@contextmanager
def kernels(notebooks: list[Path]) -> Iterator[str]:
    """Launch kernels the best way there is here; gives the name of the way.

    Whatever ends the block, no kernel outlives it.
    """
    from hbanalysis.publishing import provisioner

    runtime = Path(tempfile.mkdtemp(prefix="hba-"))
    values = dict.fromkeys(ONE_THREAD, "1") | {
        "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_PREFER_ENV_PATH": "1", "MPLBACKEND": "agg",
        # The allocator inside pyarrow would start a thread of its own, and only a process with one thread may fork.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with _environment(values):
        server = provisioner.Server(runtime, preloaded(notebooks)) if can_be_warm() else None
        provisioner.Kernels.server = server
        provisioner.register()
        try:
            yield WARM if server else PLAIN
        finally:
            provisioner.Kernels.server = None
            provisioner.unregister()
            if server:
                server.close()
            provisioner.kill_all()
            shutil.rmtree(runtime, ignore_errors=True)
