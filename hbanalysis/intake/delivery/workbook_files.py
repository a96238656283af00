"""Workbooks that an office fills in, written whole or not at all and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hbanalysis.intake.store.atomic import leave_filled, put_file
from hbanalysis.vocabulary.errors import HbaError


@contextmanager
def whole_workbook(path: Path, properties: Mapping[str, str], year: int) -> Iterator[Any]:
    """An xlsxwriter workbook to fill; it takes the place of ``path`` when it is complete.

    Its date is the first day of ``year``: no clock, so that the same content is the same bytes.
    Raises HbaError when the place cannot be written, the old file is open in Excel, or another
    file lies there, which somebody may have filled in.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({**properties, "created": datetime(year, 1, 1, tzinfo=UTC)})
        yield book
    try:
        leave_filled(path, out.getvalue())
        put_file(path, out.getvalue())
    except OSError as problem:
        raise HbaError(
            "{file} cannot be written ({problem}); close it in Excel, or choose another with"
            " --output.",
            file=path.name,
            problem=problem.strerror or type(problem).__name__,
        ) from problem
