"""The plan, the projection and the replays as plain text for a terminal, without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import DASH, count_column, percent_column
from hbanalysis.presentation.shared_columns import (
    ACTUAL,
    ASSESSMENT,
    CHANCE,
    CODE,
    DONE,
    NAME,
    POINT,
    RANGE80,
    TARGET,
)
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.sheet_text import sheet_text, terminal_width
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.rows import records

if TYPE_CHECKING:
    from hbanalysis.intake.load import Workspace

PLAN_COLUMNS = (CODE, NAME, TARGET, ACTUAL, DONE, ASSESSMENT)


def _blocks(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    return (group for _, group in table.groupby("territory", sort=False))


def _block(title: str, block: pd.DataFrame, sheet: Sheet[Any], *notes: str) -> str:
    """One territory or series: its title with the mark of synthetic data, its rows, its notes."""
    mark = sentences.demo_mark(block, sheet.lang)
    head = f"{title} [{mark}]" if mark else title
    return "\n".join([head, sheet_text(sheet, terminal_width()), *notes])


def plan_rows(table: pd.DataFrame, lang: Language) -> str:
    """One line for each indicator, territory by territory, each block under its headline."""
    if table.empty:
        return lang.say("There is nothing to assess: no target and no figure.")
    return "\n\n".join(
        _block(
            sentences.headline(block, lang.pick(next(records(block)), "place"), lang),
            block,
            Sheet.of("plan", "Plan against actual", PLAN_COLUMNS, block, lang),
        )
        for block in _blocks(table)
    )


def _unless_refused(column: Column[Any]) -> Column[Any]:
    """The column with a dash for rows that are not projected."""

    def cell(row: Row, lang: Language) -> Cell | str:
        return DASH if row["projection_reason"] else column.cell(row, lang)

    return Column(column.id, column.heading, cell, column.role)


def _basis(row: Row, lang: Language) -> str:
    if row["projection_reason"]:
        return sentences.why_not_projected(row, lang)
    return lang.say(row["method"])


PROJECTION_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    TARGET,
    POINT,
    _unless_refused(RANGE80),
    _unless_refused(CHANCE),
    Column("basis", "Basis", _basis),
)


def projection_rows(table: pd.DataFrame, lang: Language) -> str:
    """One line for each indicator with its projection, or the reason why there is none."""
    if table.empty:
        return lang.say("There is nothing to assess: no target and no figure.")
    out = []
    for block in _blocks(table):
        notes = [
            f"{row['indicator']}: {' '.join(declared)}"
            for row in records(sentences.projected_rows(block))
            if (declared := sentences.declared(row, lang))
        ]
        sheet = Sheet.of("projection", "year-end projection", PROJECTION_COLUMNS, block, lang)
        out.append(_block(lang.pick(next(records(block)), "place"), block, sheet, *notes))
    return "\n\n".join(out)


BACKTEST_COLUMNS: tuple[Column[Any], ...] = (
    count_column("months", "Months"),
    Column("method", "Method", lambda row, lang: lang.say(row["method"])),
    count_column("cases", "Years"),
    percent_column("mean_miss_pct", "Mean miss"),
    percent_column("median_miss_pct", "Median miss"),
    percent_column("bias_pct", "Bias"),
    percent_column("within80", "Inside the 80% band"),
    percent_column("within95", "Inside the 95% band"),
)


def backtest_rows(table: pd.DataFrame, office: Workspace, lang: Language) -> str:
    """Errors and coverage of each method, a block for each territory and indicator."""
    if table.empty:
        return lang.say("There is no complete past year to replay.")
    named = {str(row["indicator"]): row for row in records(office.indicators)}
    out = []
    for (territory, code), block in table.groupby(["territory", "indicator"], sort=False):
        title = f"{office.place(str(territory), lang.code)}: {lang.pick(named[str(code)], 'name')}"
        rows = block.sort_values("months", kind="stable")
        sheet = Sheet.of("backtest", "Method", BACKTEST_COLUMNS, rows, lang, key="months")
        out.append(_block(title, block, sheet))
    return "\n\n".join(out)
