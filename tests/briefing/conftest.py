"""Packs of the repository's own data, made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from hbanalysis.analysis.year import year
from hbanalysis.briefing.pack import FILES
from hbanalysis.briefing.pack_content import Content, content_of
from tests.conftest import ROOT


@cache
def packed(territory: str, period: str, language: str = "vi") -> Content:
    """What the pack of a territory, period and language shows."""
    return content_of(year(period, territory, language=language, root=ROOT))


@cache
def written(name: str, territory: str, period: str, language: str = "vi") -> bytes:
    """A file of a pack (``brief.pptx``), written once for all tests that read it."""
    return FILES[name](packed(territory, period, language))


@pytest.fixture(scope="session")
def file() -> Callable[..., bytes]:
    """A file of a pack by its name, territory, period and language."""
    return written


@pytest.fixture(scope="session")
def content() -> Callable[..., Content]:
    """The content of a pack by territory, period and language."""
    return packed
