"""What every function that shows a Year has in common: it takes the year, and rows of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Protocol, TypeVar

import pandas as pd

from hbanalysis.analysis.year import Year
from hbanalysis.vocabulary.errors import WrongUsage

T_co = TypeVar("T_co", covariant=True)
Rows = pd.DataFrame | Sequence[str] | str | None


class OfYear(Protocol[T_co]):
    """A function of a year, and optionally of some of its rows."""

    def __call__(self, year: Year, rows: Rows = None) -> T_co:
        """What is shown of the year, or of the rows of it."""


def of_year(show: Callable[[Year], T_co]) -> OfYear[T_co]:
    """Let a function of a Year also take rows of it: codes, names or a filtered, sorted table.

    The rows only say which indicators and in which order; the numbers are the year's own. Rows of
    another year are refused by name, and so is a table where a year is expected.
    """

    @wraps(show)
    def shown(year: Year, rows: Rows = None) -> T_co:
        if not isinstance(year, Year):
            raise WrongUsage(
                "A year (hb.year) is expected here and, as the second, rows of it; this is a"
                " {found}.",
                found=type(year).__name__,
            )
        if rows is None:
            return show(year)
        named = isinstance(rows, (str, pd.DataFrame))
        return show(year.only(rows) if named else year.only(*rows))  # type: ignore[arg-type]

    year = inspect.signature(show).parameters["year"]
    rows = inspect.Parameter(
        "rows", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation="Rows"
    )
    shown.__signature__ = inspect.Signature([year, rows])  # type: ignore[attr-defined]
    return shown
