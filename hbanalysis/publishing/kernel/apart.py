"""Work done in a copy of this process, so that this one starts no thread and can be forked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hbanalysis.intake.copies import in_a_copy, single_thread
from hbanalysis.publishing.kernel.warm import can_be_warm

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T | None:
    """What ``work`` gives, made by a copy of this process; nothing where that fails.

    pandas starts threads for sums over texts, and a process with threads cannot fork kernels.
    Where it cannot anyway, the work is done here. What fails in the copy the pages will meet too,
    and say so.

    >>> apart(lambda: 6 * 7)
    42
    """
    return in_a_copy(work) if can_be_warm() and single_thread() else work()
