"""The seasonal decomposition of statsmodels, without what stands beside it.

``statsmodels.tsa.seasonal`` brings scipy.signal and scipy.stats along for two other functions, a
moving average and a decomposition with several seasons: half a second at every start of a report or
a pack. While it is imported, those two are promises; whoever calls one is given the real thing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

BESIDE = {
    "statsmodels.tsa.filters.filtertools": "convolution_filter",
    "statsmodels.tsa.stl.mstl": "MSTL",
}
"""Modules that the decomposition does not need, and what is asked of each."""


def _promised(module: str, name: str) -> Callable[..., Any]:
    """Something of a module that is imported when it is called."""

    def called(*args: Any, **options: Any) -> Any:
        return getattr(import_module(module), name)(*args, **options)

    called.__name__ = name
    return called


@contextmanager
def _promises() -> Iterator[None]:
    """The modules beside the decomposition as promises, while it is imported."""
    made = {name: ModuleType(name) for name in BESIDE if name not in sys.modules}
    for name, module in made.items():
        setattr(module, BESIDE[name], _promised(name, BESIDE[name]))
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            sys.modules.pop(name, None)


def _stl() -> Any:
    try:
        with _promises():
            return import_module("statsmodels.tsa.seasonal").STL
    except ImportError:  # a release that wants more of them
        return import_module("statsmodels.tsa.seasonal").STL


STL = _stl()
