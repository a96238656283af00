"""How settled the figures are, and what was converted while they were read."""

from __future__ import annotations

from typing import Any

from hbanalysis.analysis.completeness.coverage import AWAITED, COVERED, PARTLY, SETTLED
from hbanalysis.analysis.completeness.data_quality import Quality, settled_counts
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.figures.heatmap import LOOKS
from hbanalysis.presentation.pages.quality.short_texts import SHOWN
from hbanalysis.presentation.sheet import Cell, Column, Sheet
from hbanalysis.presentation.terminal.delivery_preview import change_lines
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.terms import DEMO, NumberStatus

MEANINGS = N_(
    {
        NumberStatus.FINAL: "will not change any more",
        NumberStatus.PRELIMINARY: "printed once more by the source, may still change",
        NumberStatus.ESTIMATE: "the source's first figure, usually revised the month after",
        COVERED: "no figure of its own; a later year-to-date or level speaks for it",
        PARTLY: "some wards have not reported",
        AWAITED: "not due until after this report's date",
        DEMO: "synthetic, made for this demonstration; not to be quoted",
    }
)
"""What each kind of figure means for the reader; the English is the message id."""


def settled_table(quality: Quality, lang: Language) -> Sheet[Any] | Prose:
    """How many figures of the year are of which kind, and what that means."""
    counts = settled_counts(quality) | {
        state: quality.count(state) for state in (COVERED, PARTLY, AWAITED)
    }
    kinds = [*reversed(SETTLED), COVERED, PARTLY, AWAITED, DEMO]
    rows = tuple((kind, counts[kind]) for kind in kinds if counts[kind])
    if not rows:
        return Prose((lang.say("No figures received yet."),), "note")
    keys = tuple(kind for kind, _ in rows)
    return Sheet(
        "settled", "How settled the figures are", SETTLED_COLUMNS, rows, keys, lang, key="state"
    )


def _kind_of_figure(row: tuple[str, int], lang: Language) -> str:
    kind = row[0]
    if kind == DEMO:
        return lang.say("illustrative data")
    return f"{LOOKS[kind][1]} {lang.say(kind)}"


SETTLED_COLUMNS: tuple[Column[tuple[str, int]], ...] = (
    Column("state", "Kind of figure", _kind_of_figure, "name"),
    Column("count", "Number of figures", lambda row, _: Cell(number=float(row[1])), "number"),
    Column("meaning", "What it means", lambda row, lang: lang.say(MEANINGS[row[0]])),
)


def changes_note(quality: Quality, lang: Language) -> Prose:
    """What was tidied or converted while received files were read.

    Nothing is changed without a line here.
    """
    if all(changes == [] for changes in quality.changes.values()):
        return Prose((lang.say("No figure was converted or repaired when it was read."),), "note")
    lines = []
    for file, changes in quality.changes.items():
        if changes is None:
            lines.append(
                lang.say(
                    "{file}: its recipe is gone, so how it was read can no longer be described.",
                    file=file,
                )
            )
            continue
        said = change_lines(changes, lang)
        lines += [f"{file}: {line}" for line in said[:SHOWN]]
        if len(said) > SHOWN:
            lines.append(lang.say("{file}: {n} more changes.", file=file, n=len(said) - SHOWN))
    return Prose(tuple(lines), "text")
