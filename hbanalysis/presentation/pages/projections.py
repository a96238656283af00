"""What is projected to the year's end, how far off such figures were, and what is not projected."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.presentation import sentences
from hbanalysis.presentation.cells import DASH, amount_cell, range_cell, share_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.judgement_style import kinds_of
from hbanalysis.presentation.origins import projection_home
from hbanalysis.presentation.pairing import rows_of
from hbanalysis.presentation.sentences.year_end import own_record
from hbanalysis.presentation.shared_columns import CHANCE, CODE, NAME, POINT, RANGE80, TARGET, UNIT
from hbanalysis.presentation.sheet import Cell, Column, RowDetails, Sheet
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records

PROJECTION_COLUMNS: tuple[Column[Any], ...] = (
    CODE,
    NAME,
    UNIT,
    TARGET,
    POINT,
    RANGE80,
    Column(
        "range95",
        "19 cases of 20",
        lambda row, lang: range_cell(row["lo95"], row["hi95"], row, lang),
        "number",
    ),
    CHANCE,
    Column(
        "required_per_month",
        "Needed per month",
        lambda row, lang: amount_cell(row["required_per_month"], row, lang, lang.say("none")),
        "number",
    ),
    Column(
        "best_month",
        "Best month so far",
        lambda row, lang: amount_cell(row["best_month"], row, lang, lang.say("none")),
        "number",
    ),
    Column("basis", "Basis", projection_home, "under"),
)
WHAT_IF_COLUMNS: tuple[Column[Any], ...] = (
    Column(
        "what_if_point",
        "Year-end as assumed",
        lambda row, lang: amount_cell(row["what_if_point"], row, lang, DASH),
        "number",
    ),
    Column(
        "what_if_chance",
        "Chance as assumed",
        lambda row, lang: (
            Cell(DASH)
            if is_missing(row["what_if_chance"])
            else share_cell(row["what_if_chance"], lang)
        ),
        "number",
    ),
)


def projection_table(table: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The projected indicators with interval and chance.

    Under each stands how far the method was off before.
    """
    rows = sentences.projected_rows(rows_of(table))
    if rows.empty:
        over = bool(table["closed"].any()) or bool(
            (table["projection_reason"] == "year complete").any()
        )
        ended = lang.say("The year is over; its result stands in the plan table.")
        return Prose((ended if over else lang.say("None at this date."),))
    after = PROJECTION_COLUMNS.index(CHANCE) + 1
    assumed = WHAT_IF_COLUMNS if rows["what_if_point"].notna().any() else ()
    columns = (*PROJECTION_COLUMNS[:after], *assumed, *PROJECTION_COLUMNS[after:])
    return Sheet.of(
        "projection",
        "year-end projection",
        columns,
        rows,
        lang,
        kinds=kinds_of,
        details=_projection_details,
    )


def _projection_details(row: Row, lang: Language) -> RowDetails:
    """How far the method was off here; what else the projection stands on lies behind the row."""
    told = own_record(row, lang)
    basis = [(lang.say("Basis"), projection_home(row, lang) + ".")]
    besides = (*sentences.last_figure(row, lang), *sentences.informed(row, lang))
    note = " ".join([told[:1].upper() + told[1:] + ".", *besides])
    return RowDetails(note, {}, basis, lang.say("Basis"))


def not_projected(table: pd.DataFrame, lang: Language) -> Sheet[Any] | Prose:
    """The indicators without a projection, under the reason that holds for them.

    What has ended its year needs none.
    """
    rows = rows_of(table)
    rows = rows[~rows["projection_reason"].isin(("", "year complete"))]
    if rows.empty:
        return Prose((lang.say("None: every indicator is projected."),))
    reasons = pd.Series([sentences.why_not_projected(row, lang) for row in records(rows)])
    order = reasons.map({reason: n for n, reason in enumerate(reasons.unique())})
    rows = rows.iloc[list(order.sort_values(kind="stable").index)]
    why: Column[Any] = Column("projection_reason", "Why not", sentences.why_not_projected, "group")
    return Sheet.of("not-projected", "Not projected", (CODE, NAME, UNIT, why), rows, lang)
