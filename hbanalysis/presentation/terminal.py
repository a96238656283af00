"""The plan and the projection as plain text for a terminal, aligned and without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.tables import actual_text, target_text
from hbanalysis.presentation.words import amount, status_text
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

if TYPE_CHECKING:
    from hbanalysis.intake.load import Workspace

SCORES = ("mean_miss_pct", "median_miss_pct", "bias_pct", "within80", "within95")


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
        notes = [f"{row['indicator']}: {' '.join(told)}" for row in records(sentences.projected_rows(block))
                 if (told := sentences.declared(row, words))]
        out.append("\n".join([place + (f" [{mark}]" if mark else ""), aligned(rows), *notes]))
    return "\n\n".join(out)


def backtest_rows(table: pd.DataFrame, office: Workspace, words: Language) -> str:
    """Errors and coverage of each method, a block for each territory and indicator."""
    if table.empty:
        return words.say("There is no complete past year to replay.")
    out = []
    named = {str(row["indicator"]): row for row in records(office.indicators)}
    for _, block in table.groupby(["territory", "indicator"], sort=False):
        place, code = str(block["territory"].iloc[0]), str(block["indicator"].iloc[0])
        head = [words.say("Months"), words.say("Method"), words.say("Years"), words.say("Mean miss"),
                words.say("Median miss"), words.say("Bias"), words.say("Inside the 80% band"),
                words.say("Inside the 95% band")]
        rows = [[str(row["months"]), words.say(row["method"]), str(row["cases"]),
                 *(words.percent(row[name]) if not is_missing(row[name]) else "—" for name in SCORES)]
                for row in records(block.sort_values("months", kind="stable"))]
        mark = sentences.demo_mark(block, words)
        title = f"{office.place(place, words.code)}: {words.pick(named[code], 'name')}"
        out.append("\n".join([title + (f" [{mark}]" if mark else ""), aligned([head, *rows])]))
    return "\n\n".join(out)
