"""The dictionary of columns for people: every raw and judged column, in the reader's language."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pandas as pd

from hbanalysis.analysis.columns import columns
from hbanalysis.intake.raw.columns import EXPECTED, Column
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_

HEADINGS = N_(("table", "column", "needed", "holds", "meaning"))
JUDGED = N_("judged table")
NEEDED = N_(("yes, never empty", "yes, may be empty", "may be left out"))


def dictionary_rows(lang: Language) -> pd.DataFrame:
    """One row for each column: its table, name, whether it is needed, what it holds and means."""
    raw = [
        (schema.name, column.name, _needed(column, lang), _holds(column, lang), column.meaning)
        for schema in SCHEMAS.values()
        for column in schema.columns
    ]
    rows = [(*row[:4], lang.say(row[4])) for row in raw]
    rows += [
        (lang.say(JUDGED), one.id, "", one.unit, one.vi if lang.code == "vi" else one.en)
        for one in columns.values()
    ]
    return pd.DataFrame(rows, columns=[lang.say(heading) for heading in HEADINGS])


def _needed(column: Column, lang: Language) -> str:
    return lang.say(NEEDED[0] if column.filled else NEEDED[1] if column.required else NEEDED[2])


def _holds(column: Column, lang: Language) -> str:
    return ", ".join(column.words) if column.kind == "word" else lang.say(EXPECTED[column.kind])


def as_workbook(table: pd.DataFrame, name: str) -> bytes:
    """The dictionary as a workbook with a heading that stays and columns that can be read."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        # no clock: the same bytes again
        book.set_properties({"title": name, "created": datetime(2000, 1, 1, tzinfo=UTC)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(name[:31])
        for number, width in enumerate((18, 22, 20, 34, 70)):
            sheet.set_column(number, number, width, cell)
        sheet.write_row(0, 0, list(table.columns), head)
        for number, row in enumerate(table.itertuples(index=False, name=None), start=1):
            sheet.write_row(number, 0, row)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def as_markdown(table: pd.DataFrame) -> str:
    """The dictionary as one table of text."""
    lines = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    shown = [[str(one).replace("|", "\\|") for one in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in shown) + "\n"
