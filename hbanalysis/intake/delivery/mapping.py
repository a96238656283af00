"""A recipe applied to the tables of a delivery: which table, rows and columns, what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from hbanalysis.intake.delivery.headings import fits, header_period, says, title_year
from hbanalysis.intake.delivery.recipes import ColumnRule, Recipe
from hbanalysis.intake.workbook import Table
from hbanalysis.vocabulary.errors import Finding, Level
from hbanalysis.vocabulary.period_text import PeriodText
from hbanalysis.vocabulary.refusals import NotUnderstood
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.text import match_key

NO_TABLE = "No table has a title with {words}; the titles are: {found}."
SEVERAL_TABLES = (
    "{count} tables have a title with {words}: {found}. Say which by “without” or “sheet” in the"
    " recipe."
)
NO_MONTH = "No column about one month has a name with {words}; the columns are: {found}."
NO_TO_DATE = "No column about the year to date has a name with {words}; the columns are: {found}."
SEVERAL_MONTHS = "Several columns about one month have a name with {words}: {found}."
SEVERAL_TO_DATE = "Several columns about the year to date have a name with {words}: {found}."
SAME_MONTH = "Two columns are about {period}: {found}."
NO_ROW = "No row is called {label}."
SEVERAL_ROWS = "{count} rows are called {label} ({found}); neither is taken."
UNKNOWN_ROW = "The row {label} is not in our list; its numbers are not taken."
OTHER_ROWS = "{count} rows that the recipe does not name were left: {found}."


@dataclass(frozen=True)
class Row:
    """One row of the table: its place in the frame, its label, and the code it stands for."""

    place: int
    label: str
    code: str


@dataclass(frozen=True)
class Column:
    """One column that the recipe asks for, and the months it is about."""

    name: str
    rule: ColumnRule
    period: PeriodText


@dataclass
class Matched:
    """What a recipe found in a delivery. ``table`` is None when there is nothing to work with."""

    table: Table | None = None
    rows: list[Row] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def cells_of(self, row: Row) -> Iterator[tuple[Column, float | str, str]]:
        """The wanted cells of a row: column, number (NaN when there is none) and address.

        A column in which words outnumber numbers was read as text: then its cells are texts.
        """
        if self.table is None:
            return
        for column in self.columns:
            value = self.table.data[column.name].iloc[row.place]
            held = value if isinstance(value, str) else float(value)
            yield column, held, str(self.table.addresses[column.name].iloc[row.place])


def words_of(phrases: tuple[str, ...]) -> str:
    """Phrases as a person reads them.

    >>> words_of(("ước tính", "tháng"))
    '“ước tính”, “tháng”'
    """
    return ", ".join(f"“{phrase}”" for phrase in phrases)


def find_table(
    tables: list[Table], recipe: Recipe, file: str
) -> tuple[Table | None, list[Finding]]:
    """The one table whose title (and sheet) is as the recipe says; none or several is a finding."""
    rule = recipe.table
    found = [
        table
        for table in tables
        if all(says(table.title, phrase) for phrase in rule.title)
        and not any(says(table.title, phrase) for phrase in rule.without)
        and (not rule.sheet or says(table.sheet, rule.sheet))
    ]
    if len(found) == 1:
        return found[0], []
    facts = {"words": words_of(rule.title), "count": len(found)}
    if found:
        facts["found"] = "; ".join(f"{table.sheet}: {table.title}" for table in found)
        return None, [Finding("error", "several-tables", file, "", SEVERAL_TABLES, facts)]
    titles = [table.title for table in tables if table.title]
    facts["found"] = "; ".join(titles[:12]) + ("…" if len(titles) > 12 else "") or "—"
    return None, [Finding("error", "no-table", file, "", NO_TABLE, facts)]


def find_columns(
    table: Table, recipe: Recipe, file: str, year: int | None
) -> tuple[list[Column], list[Finding]]:
    """The columns of every rule of the recipe.

    A column that is needed and not there, or there twice, is a finding.
    """
    columns, findings = [], []
    names = [str(name) for name in table.data.columns[1:]]
    for rule in recipe.columns:
        found = _columns_of(names, rule, year)
        month = rule.accumulation == "month"
        facts = {
            "words": " / ".join(words_of(one) for one in rule.header),
            "found": "; ".join(column.name for column in found) or "; ".join(names),
        }
        if not found and not rule.optional:
            findings.append(
                Finding(
                    "error",
                    "no-column",
                    file,
                    table.sheet,
                    NO_MONTH if month else NO_TO_DATE,
                    facts,
                )
            )
        elif len(found) > 1 and not rule.each:
            findings.append(
                Finding(
                    "error",
                    "several-columns",
                    file,
                    table.sheet,
                    SEVERAL_MONTHS if month else SEVERAL_TO_DATE,
                    facts,
                )
            )
        else:
            columns += found
            findings += _same_month(table, found, file)
    return columns, findings


def _columns_of(names: list[str], rule: ColumnRule, year: int | None) -> list[Column]:
    columns = []
    for name in names:
        named = any(all(says(name, phrase) for phrase in one) for one in rule.header)
        if not named or any(says(name, phrase) for phrase in rule.without):
            continue
        try:
            period = header_period(name, year)
        except NotUnderstood:
            continue  # then no column is found, and the finding shows the names that there are
        if fits(period, rule.accumulation) and period.last_month in rule.months:
            columns.append(Column(name, rule, period))
    return columns


def _same_month(table: Table, columns: list[Column], file: str) -> list[Finding]:
    first: dict[str, Column] = {}
    findings = []
    for column in columns:
        other = first.setdefault(str(column.period), column)
        if other is not column:
            facts = {"period": str(column.period), "found": f"{other.name}; {column.name}"}
            findings.append(Finding("error", "same-month", file, table.sheet, SAME_MONTH, facts))
    return findings


def codes_by_label(
    recipe: Recipe, indicators: pd.DataFrame, territories: pd.DataFrame
) -> dict[str, str]:
    """What a label, folded by ``match_key``, stands for.

    The recipe writes the labels out, or they are the codes or names of our lists.
    """
    rule = recipe.rows
    if rule.by == "labels":
        return {match_key(label): code for label, code in rule.labels}
    listed = territories if rule.are == "territory" else indicators
    codes = [(row[rule.are], row["name_vi"]) for row in records(listed)]
    if rule.by == "code":
        return {match_key(f"{rule.prefix} {code}"): code for code, _ in codes}
    return {match_key(name): code for code, name in codes}


def find_rows(
    table: Table, recipe: Recipe, file: str, codes: dict[str, str]
) -> tuple[list[Row], list[Finding]]:
    """The rows that stand for our codes.

    A code without a row, or with two, is a finding; so are unknown labels.
    """
    found: dict[str, list[Row]] = {}
    other: list[int] = []
    for position, (label, kind) in enumerate(
        zip(table.data["label"], table.row_kinds, strict=True)
    ):
        code = codes.get(match_key(label))
        if code:
            found.setdefault(code, []).append(Row(position, label, code))
        elif kind != "heading" and label:
            other.append(position)
    findings, rows = _missing_rows(table, recipe, file, set(found)), []
    for code, same in found.items():
        if len(same) == 1:
            rows += same
            continue
        cells = [str(table.addresses["label"].iloc[row.place]) for row in same]
        facts = {"label": same[0].label, "count": len(same), "found": ", ".join(cells)}
        findings.append(
            Finding(
                "error",
                "several-rows",
                file,
                f"{table.sheet}!{cells[1]}",
                SEVERAL_ROWS,
                facts,
                **_about(recipe, code),
            )
        )
    return rows, findings + _left_rows(table, recipe, file, other)


def _about(recipe: Recipe, code: str) -> dict[str, str]:
    """Territory and indicator of a row, as far as they are known, for a finding."""
    fixed = {"territory": recipe.rows.territory, "indicator": recipe.rows.indicator}
    return {**fixed, recipe.rows.are: code} | (
        {"territory": ""} if recipe.rows.territory == "title" else {}
    )


def _missing_rows(table: Table, recipe: Recipe, file: str, matched: set[str]) -> list[Finding]:
    findings = []
    wanted: dict[str, str] = {}
    for label, code in recipe.rows.labels:
        wanted.setdefault(code, label)
    for code, label in wanted.items():
        if code not in matched:
            level: Level = "note" if code in recipe.rows.may_be_absent else "warning"
            findings.append(
                Finding(
                    level,
                    "no-row",
                    file,
                    table.sheet,
                    NO_ROW,
                    {"label": f"“{label}”"},
                    **_about(recipe, code),
                )
            )
    return findings


def _left_rows(table: Table, recipe: Recipe, file: str, other: list[int]) -> list[Finding]:
    labels = [str(table.data["label"].iloc[position]) for position in other]
    if recipe.rows.by == "labels":
        facts = {
            "count": len(labels),
            "found": "; ".join(labels[:6]) + ("…" if len(labels) > 6 else ""),
        }
        return (
            [Finding("note", "other-rows", file, table.sheet, OTHER_ROWS, facts)] if labels else []
        )
    cells = [f"{table.sheet}!{table.addresses['label'].iloc[position]}" for position in other]
    return [
        Finding("error", "unknown-row", file, cell, UNKNOWN_ROW, {"label": f"“{label}”"})
        for cell, label in zip(cells, labels, strict=True)
    ]


def match(tables: list[Table], recipe: Recipe, file: str, codes: dict[str, str]) -> Matched:
    """Find table, rows and columns.

    Problems that leave nothing to work with give an empty ``Matched``.
    """
    table, findings = find_table(tables, recipe, file)
    if table is None:
        return Matched(findings=findings)
    columns, problems = find_columns(table, recipe, file, title_year(table.title))
    findings += problems
    if problems:
        dates = [finding for finding in table.findings if finding.rule == "date-in-header"]
        return Matched(findings=dates + findings)
    rows, problems = find_rows(table, recipe, file, codes)
    return Matched(table, rows, columns, findings + problems)
