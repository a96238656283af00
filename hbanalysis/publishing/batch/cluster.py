"""The same tasks on a Dask cluster, for offices that publish for all provinces.

It needs ``pip install hbanalysis[cluster]``. Workers need the same package and the workspace under
the same path (a shared folder). Dask itself sends a task again when its worker is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from hbanalysis.vocabulary.errors import HbaError


@contextmanager
def cluster_pool(address: str) -> Iterator[Executor]:
    """The workers of a scheduler as an ordinary pool. Raises HbaError when it cannot be reached."""
    try:
        from distributed import Client
    except ImportError:
        raise HbaError(
            "A cluster needs the package {package}: pip install hbanalysis[cluster].",
            package="distributed",
        ) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise HbaError("There is no Dask scheduler at {address}.", address=address) from None
    with client:
        # Not "pure": two orders of the same notebook are two runs.
        yield client.get_executor(pure=False, retries=2)
