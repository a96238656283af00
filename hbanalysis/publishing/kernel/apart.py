"""Work done in a copy of this process, so that this one starts no thread and can be forked."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar, cast

from hbanalysis.publishing.kernel.warm import can_be_warm, single_thread

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T | None:
    """What ``work`` gives, made by a copy of this process; nothing where that fails.

    pandas starts threads for sums over texts, and a process with threads cannot fork kernels.
    Where it cannot anyway, the work is done here.

    >>> apart(lambda: 6 * 7)
    42
    """
    if not can_be_warm() or not single_thread():
        return work()
    answers, answer = os.pipe()
    child = os.fork()
    if not child:
        try:
            with os.fdopen(answer, "wb") as out:
                pickle.dump(work(), out)
        except BaseException:  # the pages will meet it too, and say so
            os._exit(1)
        finally:
            os._exit(0)
    os.close(answer)
    with os.fdopen(answers, "rb") as told:
        data = told.read()
    os.waitpid(child, 0)
    return cast("T", pickle.loads(data)) if data else None  # noqa: S301 (written by our own copy)
