"""What the tests share: the tiny office of ``tests/tables.py`` in a temporary folder.

The repository itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.errors import Finding
from hbanalysis.vocabulary.periods import Period
from tests.tables import write_office

ROOT = Path(__file__).resolve().parents[1]

CAMPAIGN = bool(os.environ.get("HBA_CAMPAIGN"))
"""Whether the long form of the tests is asked for (``make campaign``)."""


def tries(campaign: int) -> settings:
    """So many examples of a law in a campaign, a fifth of them in the suite; named cases stay."""
    return settings(max_examples=campaign if CAMPAIGN else max(4, campaign // 5))


# Two slow cores and no clock in the judgement of an example: deadlines only make tests flicker.
settings.register_profile(
    "house",
    deadline=None,
    max_examples=60 if CAMPAIGN else 20,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Path]:
    """Writes the tiny workspace, with the tables that a test wants to be different.

    Gives its folder.
    """
    return partial(write_office, tmp_path)


@pytest.fixture
def findings() -> Callable[[Path], list[Finding]]:
    """All findings of a workspace."""
    return lambda root: read_workspace(root)[1]


def assessed(root: Path, period: str, as_of: str = "", territory: str = "quan") -> pd.DataFrame:
    """The assessment of one territory, by indicator."""
    opened: Workspace = workspace(root, as_of)
    return assess(opened, Period.parse(period), [territory]).set_index("indicator", drop=False)


def judged(row: pd.Series) -> str:
    """The one judgement of a row."""
    return row["verdict"] or row["outlook"]


# What takes longest begins first, so that no core is idle at the end.
LONGEST = ("tests/browser/", "tests/briefing/", "tests/publishing/", "tests/presentation/")
# The tests of a folder that share what is made once in a process.
TOGETHER = ("tests/briefing/",)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, else the order of their names."""

    def place(item: pytest.Item) -> int:
        found = (n for n, folder in enumerate(LONGEST) if item.nodeid.startswith(folder))
        return next(found, len(LONGEST))

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker whole files instead of single tests: what a file shares is made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            folder = next((one for one in TOGETHER if nodeid.startswith(one)), "")
            return folder or nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return ByFile(config, log)
