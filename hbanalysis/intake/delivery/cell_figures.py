"""What a wanted cell says: its number, the unit of it, the month alone or the year to date."""

from __future__ import annotations

import math

from hbanalysis.intake.delivery import headings
from hbanalysis.intake.delivery.context import Context
from hbanalysis.intake.delivery.mapping import Column, Row
from hbanalysis.intake.delivery.values import Figure, Refused, stated_of, value_of
from hbanalysis.intake.workbook.cell_reading import AMBIGUOUS, NOT_A_NUMBER
from hbanalysis.intake.workbook.marks import is_placeholder, unit_in_brackets
from hbanalysis.vocabulary.quantities import parse_number
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood

NO_ACCUMULATION = (
    "{cell}: the column “{column}” says “{found}”; expected: “trong tháng” or “lũy kế”."
)


def number_in(held: float | str, cell: str) -> float:
    """The number of a cell; NaN when it holds no value.

    A cell that was read as text gives its number only if it can be read in one way.
    """
    if isinstance(held, float):
        return held
    if not held or is_placeholder(held):
        return math.nan
    try:
        return float(parse_number(held))
    except Ambiguous as unclear:
        first, second = unclear.readings
        raise Refused(
            "ambiguous-number", AMBIGUOUS, cell=cell, found=held, first=first, second=second
        ) from unclear
    except NotUnderstood as unclear:
        raise Refused("text-among-numbers", NOT_A_NUMBER, cell=cell, found=held) from unclear


def codes_of(row: Row, context: Context) -> dict[str, str]:
    """The territory and the indicator that a row speaks of."""
    if context.recipe.rows.are == "territory":
        return {"territory": row.code, "indicator": context.recipe.rows.indicator}
    return {"territory": context.territory, "indicator": row.code}


def figure_of(number: float, column: Column, row: Row, context: Context, cell: str) -> Figure:
    """A cell's number as it is kept: in the indicator's unit, rounded as declared."""
    own = context.table.cell_units.get(cell, "")
    if column.rule.figure != "value":
        return stated_of(number, column.rule, cell, own)
    indicator = context.indicators[codes_of(row, context)["indicator"]]
    unit = own or written_unit(column, row, context)
    return value_of(number, unit, indicator, column.rule, cell, own)


def written_unit(column: Column, row: Row, context: Context) -> str:
    """The unit a number stands in: the nearest one that is written.

    That is its column's, its row's, that of the heading above it or of the table; without any of
    them, the one that the recipe declares.
    """
    of_column, above = unit_in_brackets(column.name), context.table.row_units[row.place]
    if of_column and above and of_column != "%":
        return f"{of_column}; {above}"  # refused where the two contradict each other
    of_row = text_of(context.recipe.rows.unit_column, row, context)
    return of_column or of_row or above or context.table.unit or context.recipe.table.unit


def text_of(name: str, row: Row, context: Context) -> str:
    """What a row says in the column of that name; empty when there is none."""
    for column in context.table.data.columns[1:] if name else ():
        if headings.says(str(column), name):
            text = context.table.data[column].iloc[row.place]
            return text if isinstance(text, str) else ""
    return ""


def accumulation_of(column: Column, row: Row, context: Context, cell: str) -> str:
    """Whether a number is of the month alone or of the year to date.

    The row says it where the recipe names a column for it; otherwise the recipe does.
    """
    named = context.recipe.rows.accumulation_column
    if not named:
        return column.rule.accumulation
    text = text_of(named, row, context)
    said = [
        word
        for words, word in (("lũy kế", "ytd"), ("trong tháng", "month"))
        if headings.says(text, words)
    ]
    if len(said) != 1:
        raise Refused("no-accumulation", NO_ACCUMULATION, cell=cell, found=text, column=named)
    return said[0]
