"""What the index of a period shows beside its scoreboard and its links."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.judgement.ahead import moved as moved_since
from hbanalysis.analysis.plan.judgement_changes import changes
from hbanalysis.analysis.year import Year
from hbanalysis.presentation.display import Prose
from hbanalysis.presentation.pages import period_overview as overview
from hbanalysis.presentation.pages.why_moved import why_text
from hbanalysis.presentation.sentences.lead_findings import leading


def changed(year: Year, table: pd.DataFrame) -> dict[str, str]:
    """What changed since the report before, as HTML for the template.

    ``changes_label, changes``: the judgements, and why the leading projections moved.
    """
    before, lang = year.before, year.lang
    moved = None if before is None else changes(table, before.plan.reset_index(drop=True))
    when = None if before is None else before.period
    parts = (
        overview.changes_answer(moved, when, lang).html()
        + _why(year).html()
        + overview.changes_table(moved, lang).html()
    )
    return {"changes_label": lang.say("What changed since the report before?"), "changes": parts}


def _why(year: Year) -> Prose:
    """Why the projections that lead the report are others than before; nothing without any."""
    before = year.before
    if before is None:
        return Prose(())
    lead = leading(year.projected, list(year.office.rules["headline"]["indicators"]))
    rows, day = moved_since(year.office, (before.period, year.period), lead)
    return Prose(()) if rows.empty else why_text(rows, before.period, day, year.lang)
