"""What the index of a period shows beside its scoreboard and its links."""

from __future__ import annotations

import pandas as pd

from hbanalysis.analysis.judgement.assess import assess
from hbanalysis.analysis.plan.judgement_changes import changes, period_before
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation.pages import period_overview as overview
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period


def changed(
    workspace: Workspace, period: Period, territory: str, table: pd.DataFrame, lang: Language
) -> dict[str, str]:
    """What changed since the report before, as HTML for the template.

    ``changes_label, changes``.
    """
    before = period_before(period)
    moved = None if before is None else changes(table, assess(workspace, before, [territory]))
    parts = (
        overview.changes_answer(moved, before, lang).html()
        + overview.changes_table(moved, lang).html()
    )
    return {"changes_label": lang.say("What changed since the report before?"), "changes": parts}
