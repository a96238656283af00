"""Which earlier figures have moved since the last report, and by how much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hbanalysis.analysis.completeness.data_quality import Quality
from hbanalysis.presentation.cells import fact_cell
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages.quality.first_lines import moved
from hbanalysis.presentation.pages.quality.short_texts import (
    SHOWN,
    change_text,
    name_column,
    short_month,
)
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.terminal.scrutiny_text import KINDS
from hbanalysis.vocabulary.language import Language


def revised_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """Earlier figures that were changed since the last report, the largest change first."""
    changed = quality.revised[quality.revised["change"] != 0].head(SHOWN)
    if changed.empty:
        return Prose((moved(quality, lang),), "note")
    columns: tuple[Column[Any], ...] = (
        name_column(quality),
        Column("period", "Period", _revised_period),
        Column("before", "Known before", lambda row, _: _both(row, "before"), "number"),
        Column("value", "Known now", lambda row, _: _both(row, "value"), "number"),
        Column("change", "Change", _change_cell, "number"),
        Column("published", "Published", lambda row, lang: lang.date(row["published"])),
    )
    return Sheet.of("revised", "Revisions since the last report", columns, changed, lang)


def _both(row: Any, field: str) -> Cell:
    """One of the two figures of a revision, with as many decimals as the longer one has."""
    cell = fact_cell(row[field])
    if cell.number is None:
        return cell
    most = max(fact_cell(row[name]).decimals for name in ("before", "value"))
    return replace(cell, decimals=most)


def _revised_period(row: Any, lang: Language) -> str:
    text = short_month(row["period"], lang)
    if row["accumulation"] != "ytd":
        return text
    return f"{text} ({lang.say(KINDS['ytd']).lower()})"


def _change_cell(row: Any, lang: Language) -> Cell:
    """The change in percent with its sign, or both figures where a percentage has no meaning."""
    return Cell(change_text(row, lang), float(row["change"]))


def revised_note(quality: Quality, lang: Language) -> Prose:
    """What the table of revisions leaves out: confirmed figures, those beyond its length."""
    same = int((quality.revised["change"] == 0).sum())
    more = len(quality.revised) - same - SHOWN
    lines = []
    if more > 0:
        lines.append(
            lang.count(
                "{n} more changed figure: hba revisions --since {day}.",
                "{n} more changed figures: hba revisions --since {day}.",
                more,
                day=quality.since,
            )
        )
    if same:
        lines.append(
            lang.count(
                "{n} figure was published again unchanged.",
                "{n} figures were published again unchanged.",
                same,
            )
        )
    return Prose(tuple(lines), "note")
