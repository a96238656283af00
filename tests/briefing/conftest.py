"""Packs of the repository's own data, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from hbanalysis.briefing.content import Content, gather
from hbanalysis.intake.load import workspace
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period
from tests.conftest import ROOT


@cache
def packed(territory: str, period: str, language: str = "vi") -> Content:
    """What the pack of a territory, period and language shows."""
    return gather(workspace(ROOT), Period.parse(period), territory, Language(language))


@pytest.fixture(scope="session")
def content() -> Callable[..., Content]:
    """The content of a pack by territory, period and language."""
    return packed
