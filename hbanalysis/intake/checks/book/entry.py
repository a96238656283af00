"""What is written down of one rule."""

from __future__ import annotations

from dataclasses import dataclass

from hbanalysis.vocabulary.errors import Level


@dataclass(frozen=True)
class Entry:
    """One rule: its name in findings, the levels it may have, what it finds, and why that level."""

    rule: str
    levels: tuple[Level, ...]
    finds: str
    why: str


ERROR: tuple[Level, ...] = ("error",)
WARNING: tuple[Level, ...] = ("warning",)
NOTE: tuple[Level, ...] = ("note",)
