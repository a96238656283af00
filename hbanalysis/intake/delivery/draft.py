"""The wanted cells of a delivery as observations.

What is accepted, what was changed, what is refused and why.

A cell that cannot be taken stops its whole row (one territory or one indicator), never the others.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from hbanalysis.intake.delivery import headings
from hbanalysis.intake.delivery.mapping import Column, Matched, Row
from hbanalysis.intake.delivery.recipes import Recipe
from hbanalysis.intake.delivery.values import Figure, Indicator, Refused, plain, stated_of, value_of
from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.intake.raw.declared.figures import OBSERVATIONS
from hbanalysis.intake.workbook import Table
from hbanalysis.intake.workbook.cell_reading import AMBIGUOUS, NOT_A_NUMBER
from hbanalysis.intake.workbook.marks import is_placeholder, unit_in_brackets
from hbanalysis.vocabulary.errors import Finding, HbaError
from hbanalysis.vocabulary.numbers import exact
from hbanalysis.vocabulary.quantities import parse_number
from hbanalysis.vocabulary.refusals import Ambiguous, NotUnderstood
from hbanalysis.vocabulary.rows import records

ROW_STOPPED = "The row {label} is not taken, because of {cells}."
NO_STATUS = "Nothing says how settled the numbers are (estimate, preliminary, final)."
NO_PLACE = "The title names no territory that we know: {found}."
NO_ACCUMULATION = (
    "{cell}: the column “{column}” says “{found}”; expected: “trong tháng” or “lũy kế”."
)
EMPTY_ROW = "The row {label} holds no number yet."
STATED_ALONE = "{cell} holds a percentage whose amount is not delivered; it is left."

KEY = ("territory", "indicator", "period", "accumulation", "calendar", "published")
REFUSING = {
    "text-among-numbers"
}  # a warning of the reader; in a wanted cell it stands where a number is expected


@dataclass(frozen=True)
class Observation:
    """One accepted row of ``observations/*.csv``, the cell of its value.

    That value before rounding.
    """

    fields: dict[str, str]
    cell: str
    unrounded: Decimal

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two observations the same one, published on the same day."""
        return tuple(self.fields[name] for name in KEY)

    def holds(self, stored: str) -> bool:
        """Whether a stored number is this one, rounded either way where it lies on the half.

        2.00005 to 4 places.
        """
        value = exact(self.fields["value"])
        try:
            other = exact(stored)
        except (HbaError, ArithmeticError):
            return False
        exponent = value.as_tuple().exponent
        half = Decimal(5).scaleb(min(int(exponent), int(other.as_tuple().exponent)) - 1)
        return other == value or (self.unrounded != value and abs(other - self.unrounded) <= half)


@dataclass
class Draft:
    """A delivery as observations, with everything that was changed or refused."""

    observations: list[Observation] = field(default_factory=list)
    normalisations: list[Normalisation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Context:
    """What holds for a whole delivery.

    Its file, recipe and table, the day of publication, our lists.
    """

    file: str
    recipe: Recipe
    table: Table
    published: str
    territory: str
    status: str
    source: str
    indicators: dict[str, Indicator]


def listed(indicators: pd.DataFrame, targets: pd.DataFrame) -> dict[str, Indicator]:
    """The indicators of a workspace by code, each with the largest of its plan figures."""
    values = pd.to_numeric(targets["value"], errors="coerce").abs()
    plans = values.groupby(targets["indicator"]).max().dropna()
    return {
        row["indicator"]: Indicator(
            row["indicator"],
            row["name_vi"],
            row["unit"],
            int(row["decimals"]) if row["decimals"] else None,
            exact(plans[row["indicator"]]) if row["indicator"] in plans else None,
        )
        for row in records(indicators)
    }


def place_in_title(title: str, territories: pd.DataFrame) -> str:
    """The one territory whose name stands in a title; of names within names the longest.

    Empty when there is none.
    """
    places = [
        (row["name_vi"], row["territory"])
        for row in records(territories)
        if headings.says(title, row["name_vi"])
    ]
    longest = [
        (name, code)
        for name, code in places
        if not any(other != name and headings.says(other, name) for other, _ in places)
    ]
    return str(longest[0][1]) if len(longest) == 1 else ""


def draft(matched: Matched, context: Context) -> Draft:
    """All rows of a match as observations."""
    made = Draft(normalisations=list(context.table.normalisations))
    trouble = _refusals(context)
    for row in matched.rows:
        _draft_row(made, row, matched, context, trouble)
    return made


def _refusals(context: Context) -> dict[str, Finding]:
    """The reader's refusals by cell."""
    return {
        finding.locator.rpartition("!")[2]: finding
        for finding in context.table.findings
        if finding.level == "error" or finding.rule in REFUSING
    }


def _draft_row(
    made: Draft, row: Row, matched: Matched, context: Context, trouble: dict[str, Finding]
) -> None:
    """The observations of one row, or, when any of its cells is refused.

    None and a finding that says so.
    """
    about = _codes(row, context)
    shifted = context.table.refused_rows.get(row.place)
    if shifted:
        made.findings.append(
            dataclasses.replace(shifted, territory=about["territory"], indicator=about["indicator"])
        )
        made.findings.append(
            _row_finding(
                "error",
                "row-stopped",
                ROW_STOPPED,
                row,
                context,
                cells=shifted.locator.rpartition("!")[2],
            )
        )
        return
    observations: list[Observation] = []
    steps: list[Normalisation] = []
    refused: list[Finding] = []
    stated: list[tuple[Column, str, str]] = []
    for column, held, cell in matched.cells_of(row):
        if cell in trouble:
            problem = trouble[cell]
            refused.append(
                Finding(
                    "error",
                    problem.rule,
                    context.file,
                    problem.locator,
                    problem.template,
                    problem.facts,
                    **about,
                )
            )
            continue
        try:
            number = number_in(held, cell)
            if math.isnan(number):
                continue
            figure = _figure(number, column, row, context, cell)
            accumulation = accumulation_of(column, row, context, cell)
        except Refused as no:
            refused.append(
                Finding(
                    "error",
                    no.rule,
                    context.file,
                    f"{context.table.sheet}!{cell}",
                    no.template,
                    no.facts,
                    **about,
                )
            )
            continue
        steps += [
            Normalisation(rule, context.table.sheet, (cell,), before, after)
            for rule, before, after in figure.steps
        ]
        if column.rule.figure == "value":
            observations.append(_observation(figure, accumulation, column, row, context, cell))
        else:
            stated.append((column, plain(figure.value), cell))
    made.findings += refused
    if refused:
        cells = ", ".join(finding.locator.rpartition("!")[2] for finding in refused)
        made.findings.append(
            _row_finding("error", "row-stopped", ROW_STOPPED, row, context, cells=cells)
        )
        return
    made.findings += _attach(observations, stated, row, context)
    made.observations += observations
    made.normalisations += steps


def number_in(held: float | str, cell: str) -> float:
    """The number of a cell; of one that was read as text only if it can be read in one way.

    NaN for no value.
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


def _row_finding(
    level: Any, rule: str, template: str, row: Row, context: Context, **facts: str
) -> Finding:
    cell = context.table.addresses["label"].iloc[row.place]
    return Finding(
        level,
        rule,
        context.file,
        f"{context.table.sheet}!{cell}",
        template,
        {"label": f"“{row.label}”", **facts},
        **_codes(row, context),
    )


def _codes(row: Row, context: Context) -> dict[str, str]:
    if context.recipe.rows.are == "territory":
        return {"territory": row.code, "indicator": context.recipe.rows.indicator}
    return {"territory": context.territory, "indicator": row.code}


def _figure(number: float, column: Column, row: Row, context: Context, cell: str) -> Figure:
    own = context.table.cell_units.get(cell, "")
    if column.rule.figure != "value":
        return stated_of(number, column.rule, cell, own)
    indicator = context.indicators[_codes(row, context)["indicator"]]
    unit = own or written_unit(column, row, context)
    return value_of(number, unit, indicator, column.rule, cell, own)


def written_unit(column: Column, row: Row, context: Context) -> str:
    """The unit a number stands in.

    Of its column, of its row, of the heading above it, of the table, at last that declared in the
    recipe.
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
    """Month or year to date.

    What the row says, where the recipe names a column for it, else what the recipe says.
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


def _observation(
    figure: Figure, accumulation: str, column: Column, row: Row, context: Context, cell: str
) -> Observation:
    declared = context.status if column.rule.status == "title" else column.rule.status
    fields = (
        dict.fromkeys(OBSERVATIONS.names, "")
        | _codes(row, context)
        | {
            "period": f"{column.period.year}-{column.period.last_month:02d}",
            "accumulation": accumulation,
            "value": plain(figure.value),
            "unit": context.indicators[_codes(row, context)["indicator"]].unit,
            "status": context.table.statuses.get(cell, declared),
            "published": context.published,
            "calendar": context.recipe.calendar,
            "source": context.source,
            "locator": f"{context.table.sheet}!{cell}",
        }
    )
    return Observation(fields, cell, figure.unrounded)


def _attach(
    observations: list[Observation],
    stated: list[tuple[Column, str, str]],
    row: Row,
    context: Context,
) -> list[Finding]:
    """Put printed percentages beside their amounts.

    One without its amount, or a row without a number, is said.
    """
    findings: list[Finding] = []
    if not observations and not stated:
        findings.append(_row_finding("note", "empty-row", EMPTY_ROW, row, context))
    for column, value, cell in stated:
        period = f"{column.period.year}-{column.period.last_month:02d}"
        mates = [
            one
            for one in observations
            if one.fields["period"] == period
            and one.fields["accumulation"] == column.rule.accumulation
        ]
        for mate in mates:
            mate.fields[column.rule.figure] = value
        if not mates:
            findings.append(
                Finding(
                    "note",
                    "stated-alone",
                    context.file,
                    f"{context.table.sheet}!{cell}",
                    STATED_ALONE,
                    {"cell": cell},
                    **_codes(row, context),
                )
            )
    return findings
