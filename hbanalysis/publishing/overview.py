"""What the index of a period shows beside its scoreboard and its links."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.assessment import assess
from hbanalysis.analysis.changes import changes, period_before
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation import overview
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period


def changed(workspace: Workspace, period: Period, territory: str, table: pd.DataFrame,
            words: Language) -> dict[str, str]:
    """What changed since the report before, as HTML for the template: ``changes_label, changes``."""
    before = period_before(period)
    moved = None if before is None else changes(table, assess(workspace, before, [territory]))
    parts = overview.changes_answer(moved, before, words).html() + overview.changes_table(moved, words).html()
    return {"changes_label": words.say("What changed since the report before?"), "changes": parts}
