"""A sheet as plain text for a terminal: rich lays it out, nothing of the data is taken for markup.

In a terminal long names are folded to its width; in a file or a pipe every row is one line.
"""

from __future__ import annotations

import io
import shutil
import sys
from typing import Any

from hbanalysis.presentation.sheet import Sheet

NO_LIMIT = 10_000  # columns of letters: wider than any table


def sheet_text(sheet: Sheet[Any], width: int | None = None) -> str:
    """The rows under their headings, columns aligned, in lines of at most ``width`` letters."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="")
    for column in sheet.columns:
        number = column.role == "number"
        table.add_column(
            Text(sheet.heading(column.id)),
            justify="right" if number else "left",
            no_wrap=number or column.role == "code",
            overflow="fold",
        )
    for texts in sheet.texts.itertuples(index=False, name=None):
        table.add_row(*(Text(text) for text in texts))
    out = io.StringIO()
    console = Console(
        file=out,
        width=width or NO_LIMIT,
        color_system=None,
        legacy_windows=False,
        force_jupyter=False,  # in a notebook rich would show the table itself
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def terminal_width() -> int | None:
    """How many letters a line of this terminal has; None where the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
