"""The plan and the projection as plain text for a terminal, aligned and without colour."""

from __future__ import annotations

import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.tables import actual_text, target_text
from hbanalysis.presentation.words import amount, status_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records


def aligned(rows: list[list[str]]) -> str:
    """Columns separated by two spaces, as wide as their widest cell."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _blocks(table: pd.DataFrame) -> list[pd.DataFrame]:
    return [group for _, group in table.groupby("territory", sort=False)]


def plan_rows(table: pd.DataFrame, words: Language) -> str:
    """One line for each indicator, territory by territory, each block under its headline."""
    if table.empty:
        return words.say("There is nothing to assess: no target and no figure.")
    out = []
    for block in _blocks(table):
        head = [words.say("No."), words.say("Indicator"), words.say("Annual plan"), words.say("Year to date"),
                words.say("% of plan"), words.say("Assessment")]
        rows = [[row["indicator"], words.pick(row, "name")[:48], target_text(row, words), actual_text(row, words),
                 words.percent(row["pct_of_plan"]), status_text(row, words)] for row in records(block)]
        mark = sentences.demo_mark(block, words)
        title = sentences.headline(block, words.pick(next(records(block)), "place"), words)
        out.append("\n".join([title + (f" [{mark}]" if mark else ""), aligned([head, *rows])]))
    return "\n\n".join(out)


def projection_rows(table: pd.DataFrame, words: Language) -> str:
    """One line for each indicator with its projection, or the reason why there is none."""
    if table.empty:
        return words.say("There is nothing to assess: no target and no figure.")
    out = []
    for block in _blocks(table):
        head = [words.say("No."), words.say("Indicator"), words.say("Annual plan"), words.say("Year-end projection"),
                words.say("4 cases of 5"), words.say("Chance"), words.say("Basis")]
        rows = [head]
        for row in records(block):
            interval = f"{amount(row['lo80'], row, words)} – {amount(row['hi80'], row, words)}"
            why = row["projection_reason"]
            rows.append([row["indicator"], words.pick(row, "name")[:48], target_text(row, words),
                         words.number(row["point"], int(row["decimals"])), "—" if why else interval,
                         "—" if why else sentences.chance_text(row, words),
                         sentences.why_not_projected(row, words) if why else words.say(row["method"])])
        mark, place = sentences.demo_mark(block, words), words.pick(next(records(block)), "place")
        out.append("\n".join([place + (f" [{mark}]" if mark else ""), aligned(rows)]))
    return "\n\n".join(out)
