"""Every rule of ``hba check`` in one place: its level, what it finds, and why it has that level.

``docs/checks.md`` is made from this book (``scripts/make_checks_page.py``); a test holds it against
the code.
"""

from __future__ import annotations

from hbanalysis.intake.checks.book.cells import CELLS
from hbanalysis.intake.checks.book.entry import Entry
from hbanalysis.intake.checks.book.files import FILES
from hbanalysis.intake.checks.book.rows import ROWS
from hbanalysis.intake.checks.book.series import SERIES

BOOK: dict[str, tuple[Entry, ...]] = {
    "Files and structure": FILES,
    "Cells": CELLS,
    "Rows": ROWS,
    "Series": SERIES,
}


def entries() -> dict[str, Entry]:
    """Every rule by its name."""
    return {entry.rule: entry for part in BOOK.values() for entry in part}
