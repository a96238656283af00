"""What the examples in docstrings may use: ``hb``, a ``year`` of the demonstration, and ``tmp``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count the examples in docstrings among the long tests: most of them open the whole office."""
    for item in items:
        if type(item).__name__ == "DoctestItem":
            item.add_marker(pytest.mark.slow)


@cache
def _year() -> Any:
    import hbanalysis as hb

    return hb.year("2024-Q3", "hong-bang", root=ROOT)


@pytest.fixture(autouse=True)
def _examples(request: pytest.FixtureRequest) -> None:
    """Only for the items that are docstrings, so that no test waits for it."""
    if type(request.node).__name__ == "DoctestItem":
        import hbanalysis as hb

        names = request.getfixturevalue("doctest_namespace")
        names |= {"hb": hb, "year": _year(), "tmp": request.getfixturevalue("tmp_path")}
