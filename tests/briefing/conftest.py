"""Packs of the repository's own data, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from hbanalysis.analysis.year import year
from hbanalysis.briefing.pack_content import Content, content_of
from tests.conftest import ROOT


@cache
def packed(territory: str, period: str, language: str = "vi") -> Content:
    """What the pack of a territory, period and language shows."""
    return content_of(year(period, territory, language=language, root=ROOT))


@pytest.fixture(scope="session")
def content() -> Callable[..., Content]:
    """The content of a pack by territory, period and language."""
    return packed
