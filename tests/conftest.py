"""What the tests share: the tiny office of ``tests/tables.py`` in a temporary folder.

The repository itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

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

# Two slow cores and no clock in the judgement of an example: deadlines only make tests flicker.
settings.register_profile(
    "house",
    deadline=None,
    max_examples=60,
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
