"""What a year is asked for with: the workspace to look into, and problems told all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from hbanalysis.intake.load import Workspace, workspace
from hbanalysis.vocabulary.errors import HbaError, WrongUsage

T = TypeVar("T")


def tried(make: Callable[[], T], problems: list[HbaError]) -> T | None:
    """What a question gives; None when it cannot be understood, with the problem kept."""
    try:
        return make()
    except WrongUsage as problem:
        problems.append(problem)
        return None


def office_of(root: str | Path | Workspace | None, day: str) -> Workspace:
    """The workspace to look into, as it was known on a day."""
    if not isinstance(root, Workspace):
        return workspace(root, day)
    if day and day != root.as_of:
        raise WrongUsage(
            "The workspace was loaded with as_of={found}, {wanted} is asked for; load it with that"
            " day or hand over its folder.",
            found=repr(root.as_of),
            wanted=repr(day),
        )
    return root
