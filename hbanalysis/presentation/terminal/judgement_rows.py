"""The plan and the projection as plain text for a terminal, aligned and without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hbanalysis.presentation import sentences
from hbanalysis.presentation.judgement_style import amount, status_text
from hbanalysis.presentation.tables import actual_text, target_text
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
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _blocks(table: pd.DataFrame) -> list[pd.DataFrame]:
    return [group for _, group in table.groupby("territory", sort=False)]


def plan_rows(table: pd.DataFrame, lang: Language) -> str:
    """One line for each indicator, territory by territory, each block under its headline."""
    if table.empty:
        return lang.say("There is nothing to assess: no target and no figure.")
    out = []
    for block in _blocks(table):
        head = [
            lang.say("No."),
            lang.say("Indicator"),
            lang.say("Annual plan"),
            lang.say("Year to date"),
            lang.say("% of plan"),
            lang.say("Assessment"),
        ]
        rows = [
            [
                row["indicator"],
                lang.pick(row, "name")[:48],
                target_text(row, lang),
                actual_text(row, lang),
                lang.percent(row["pct_of_plan"]),
                status_text(row, lang),
            ]
            for row in records(block)
        ]
        mark = sentences.demo_mark(block, lang)
        title = sentences.headline(block, lang.pick(next(records(block)), "place"), lang)
        out.append("\n".join([title + (f" [{mark}]" if mark else ""), aligned([head, *rows])]))
    return "\n\n".join(out)


def projection_rows(table: pd.DataFrame, lang: Language) -> str:
    """One line for each indicator with its projection, or the reason why there is none."""
    if table.empty:
        return lang.say("There is nothing to assess: no target and no figure.")
    out = []
    for block in _blocks(table):
        head = [
            lang.say("No."),
            lang.say("Indicator"),
            lang.say("Annual plan"),
            lang.say("Year-end projection"),
            lang.say("4 cases of 5"),
            lang.say("Chance"),
            lang.say("Basis"),
        ]
        rows = [head]
        for row in records(block):
            interval = f"{amount(row['lo80'], row, lang)} – {amount(row['hi80'], row, lang)}"
            why = row["projection_reason"]
            rows.append(
                [
                    row["indicator"],
                    lang.pick(row, "name")[:48],
                    target_text(row, lang),
                    lang.number(row["point"], int(row["decimals"])),
                    "—" if why else interval,
                    "—" if why else sentences.chance_text(row, lang),
                    sentences.why_not_projected(row, lang) if why else lang.say(row["method"]),
                ]
            )
        mark, place = sentences.demo_mark(block, lang), lang.pick(next(records(block)), "place")
        notes = [
            f"{row['indicator']}: {' '.join(told)}"
            for row in records(sentences.projected_rows(block))
            if (told := sentences.declared(row, lang))
        ]
        out.append("\n".join([place + (f" [{mark}]" if mark else ""), aligned(rows), *notes]))
    return "\n\n".join(out)


def backtest_rows(table: pd.DataFrame, office: Workspace, lang: Language) -> str:
    """Errors and coverage of each method, a block for each territory and indicator."""
    if table.empty:
        return lang.say("There is no complete past year to replay.")
    out = []
    named = {str(row["indicator"]): row for row in records(office.indicators)}
    for _, block in table.groupby(["territory", "indicator"], sort=False):
        place, code = str(block["territory"].iloc[0]), str(block["indicator"].iloc[0])
        head = [
            lang.say("Months"),
            lang.say("Method"),
            lang.say("Years"),
            lang.say("Mean miss"),
            lang.say("Median miss"),
            lang.say("Bias"),
            lang.say("Inside the 80% band"),
            lang.say("Inside the 95% band"),
        ]
        rows = [
            [
                str(row["months"]),
                lang.say(row["method"]),
                str(row["cases"]),
                *(lang.percent(row[name]) if not is_missing(row[name]) else "—" for name in SCORES),
            ]
            for row in records(block.sort_values("months", kind="stable"))
        ]
        mark = sentences.demo_mark(block, lang)
        title = f"{office.place(place, lang.code)}: {lang.pick(named[code], 'name')}"
        out.append("\n".join([title + (f" [{mark}]" if mark else ""), aligned([head, *rows])]))
    return "\n\n".join(out)
