"""Read the tables of a delivered workbook, with title, unit, data and a record of all changes.

`read_tables(path)`. Nothing is guessed: what cannot be read with certainty is NaN and a `Finding`.
"""

from pathlib import Path

from hbanalysis.intake.files.guarded import guarded
from hbanalysis.intake.workbook.delivered_tables import Table, Tables
from hbanalysis.vocabulary.quantities import Style

__all__ = ["Table", "Tables", "read_tables"]


def read_tables(path: str | Path, number_format: Style | None = None) -> Tables:
    """Read every table of the visible sheets of an xlsx, xls, ods or csv file.

    `number_format` declares how numbers stored as text are written ("vi": 1.516,66; "en":
    1,516.66); without it a text such as "1.536" is refused with both readings. Raises Unreadable
    when the file cannot be opened, is damaged, or wants more memory or time than it may have.
    """
    tables: Tables = guarded("workbook.reading:tables_of", path, number_format)
    return tables
