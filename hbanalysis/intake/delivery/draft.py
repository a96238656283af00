"""The wanted cells of a delivery as observations: what is taken, changed or refused, and why.

A cell that cannot be taken stops its whole row (one territory or one indicator), never the others.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hbanalysis.intake.delivery.cell_figures import accumulation_of, codes_of, figure_of, number_in
from hbanalysis.intake.delivery.context import Context
from hbanalysis.intake.delivery.mapping import Column, Matched, Row
from hbanalysis.intake.delivery.values import Figure, Refused, plain
from hbanalysis.intake.files.normalisations import Normalisation
from hbanalysis.intake.raw.declared.figures import OBSERVATIONS
from hbanalysis.vocabulary.errors import Finding, HbaError, Level
from hbanalysis.vocabulary.numbers import exact

ROW_STOPPED = "The row {label} is not taken, because of {cells}."
NO_STATUS = "Nothing says how settled the numbers are (estimate, preliminary, final)."
NO_PLACE = "The title names no territory that we know: {found}."
EMPTY_ROW = "The row {label} holds no number yet."
STATED_ALONE = "{cell} holds a percentage whose amount is not delivered; it is left."
KEY = ("territory", "indicator", "period", "accumulation", "calendar", "published")
REFUSING = {
    "text-among-numbers"
}  # a warning of the reader; in a wanted cell it stands where a number is expected


@dataclass(frozen=True)
class Observation:
    """One accepted row of ``observations/*.csv``: its cell, and its value before rounding."""

    fields: dict[str, str]
    cell: str
    unrounded: Decimal

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two observations the same one, published on the same day."""
        return tuple(self.fields[name] for name in KEY)

    def holds(self, stored: str) -> bool:
        """Whether a stored number is this one.

        A value on the half, such as 2.00005 to four places, may have been rounded either way.
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


@dataclass
class _Taken:
    """What the cells of one row gave."""

    observations: list[Observation] = field(default_factory=list)
    steps: list[Normalisation] = field(default_factory=list)
    stated: list[tuple[Column, str, str]] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)


def _draft_row(
    made: Draft, row: Row, matched: Matched, context: Context, trouble: dict[str, Finding]
) -> None:
    """Add the observations of one row; none of them, but a finding, when any cell is refused."""
    shifted = context.table.refused_rows.get(row.place)
    if shifted:
        made.findings += _stopped([_about(shifted, row, context)], row, context)
        return
    taken = _Taken()
    for column, held, cell in matched.cells_of(row):
        if cell in trouble:
            own = _about(trouble[cell], row, context)
            taken.refused.append(dataclasses.replace(own, level="error", file=context.file))
            continue
        try:
            _take(taken, column, held, row, context, cell)
        except Refused as no:
            taken.refused.append(
                _finding("error", no.rule, cell, no.template, no.facts, row, context)
            )
    if taken.refused:
        made.findings += _stopped(taken.refused, row, context)
        return
    made.findings += _attach(taken, row, context)
    made.observations += taken.observations
    made.normalisations += taken.steps


def _take(
    taken: _Taken, column: Column, held: float | str, row: Row, context: Context, cell: str
) -> None:
    """Read one cell: an amount is an observation, a printed percentage waits for its amount."""
    number = number_in(held, cell)
    if math.isnan(number):
        return
    figure = figure_of(number, column, row, context, cell)
    accumulation = accumulation_of(column, row, context, cell)
    taken.steps += [
        Normalisation(rule, context.table.sheet, (cell,), before, after)
        for rule, before, after in figure.steps
    ]
    if column.rule.figure == "value":
        taken.observations.append(_observation(figure, accumulation, column, row, context, cell))
    else:
        taken.stated.append((column, plain(figure.value), cell))


def _stopped(refused: list[Finding], row: Row, context: Context) -> list[Finding]:
    """What was refused, and that the whole row is not taken because of it."""
    cells = ", ".join(finding.locator.rpartition("!")[2] for finding in refused)
    return [*refused, _row_finding("error", "row-stopped", ROW_STOPPED, row, context, cells=cells)]


def _about(finding: Finding, row: Row, context: Context) -> Finding:
    """What the reader found, said of the row's territory and indicator."""
    codes = codes_of(row, context)
    return dataclasses.replace(finding, territory=codes["territory"], indicator=codes["indicator"])


def _row_finding(
    level: Level, rule: str, template: str, row: Row, context: Context, **facts: str
) -> Finding:
    """A finding about a row, at the cell of its label."""
    cell = str(context.table.addresses["label"].iloc[row.place])
    facts = {"label": f"“{row.label}”", **facts}
    return _finding(level, rule, cell, template, facts, row, context)


def _finding(
    level: Level,
    rule: str,
    cell: str,
    template: str,
    facts: dict[str, Any],
    row: Row,
    context: Context,
) -> Finding:
    locator = f"{context.table.sheet}!{cell}"
    return Finding(level, rule, context.file, locator, template, facts, **codes_of(row, context))


def _observation(
    figure: Figure, accumulation: str, column: Column, row: Row, context: Context, cell: str
) -> Observation:
    declared = context.status if column.rule.status == "title" else column.rule.status
    fields = (
        dict.fromkeys(OBSERVATIONS.names, "")
        | codes_of(row, context)
        | {
            "period": _month_of(column),
            "accumulation": accumulation,
            "value": plain(figure.value),
            "unit": context.indicators[codes_of(row, context)["indicator"]].unit,
            "status": context.table.statuses.get(cell, declared),
            "published": context.published,
            "calendar": context.recipe.calendar,
            "source": context.source,
            "locator": f"{context.table.sheet}!{cell}",
        }
    )
    return Observation(fields, cell, figure.unrounded)


def _attach(taken: _Taken, row: Row, context: Context) -> list[Finding]:
    """Put printed percentages beside their amounts.

    A percentage whose amount is not delivered is left, with a note; so is a row without a number.
    """
    findings: list[Finding] = []
    if not taken.observations and not taken.stated:
        findings.append(_row_finding("note", "empty-row", EMPTY_ROW, row, context))
    for column, value, cell in taken.stated:
        mates = [
            one
            for one in taken.observations
            if one.fields["period"] == _month_of(column)
            and one.fields["accumulation"] == column.rule.accumulation
        ]
        for mate in mates:
            mate.fields[column.rule.figure] = value
        if not mates:
            findings.append(
                _finding("note", "stated-alone", cell, STATED_ALONE, {"cell": cell}, row, context)
            )
    return findings


def _month_of(column: Column) -> str:
    """The month a column's figures are kept under."""
    return f"{column.period.year}-{column.period.last_month:02d}"
