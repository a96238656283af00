"""What new figures would change: judgements, projections, the first sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hbanalysis.analysis.row import Row
from hbanalysis.analysis.year import Year
from hbanalysis.presentation.judgement_style import amount_with_unit, judged
from hbanalysis.presentation.sentences.lead_findings import headline, leading, short_name
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.numbers import is_missing
from hbanalysis.vocabulary.rows import records


def what_would_change(before: Year, after: Year) -> list[str]:
    """One line for each indicator whose judgement or projection moves, then the first sentence.

    Both years are of one territory and period; nothing when nothing moves.
    """
    lang = after.lang
    former = {str(row["indicator"]): row for row in records(before.projected)}
    lines = []
    for row in records(after.projected):
        old = former.get(str(row["indicator"]))
        steps = _steps(old, row, lang)
        if steps:
            lines.append(f"{row['indicator']} {short_name(row, lang)}: {'; '.join(steps)}")
    told = [_first_sentence(year) for year in (before, after)]
    if told[0] != told[1] and told[1]:
        lines.append(lang.say("The report would begin: “{after}”", after=told[1]))
        if told[0]:
            lines.append(lang.say("It begins now: “{before}”", before=told[0]))
    return lines


def _steps(old: Any, new: Any, lang: Language) -> list[str]:
    steps = []
    words = [lang.say(judged(row)) if row is not None else "—" for row in (old, new)]
    if words[0] != words[1]:
        steps.append(lang.say("judgement {before} → {after}", before=words[0], after=words[1]))
    points = [_projected(row, lang) for row in (old, new)]
    if points[0] != points[1]:
        steps.append(
            lang.say("projected year {before} → {after}", before=points[0], after=points[1])
        )
    return steps


def _projected(row: Row, lang: Language) -> str:
    """The projection and its chance as people see them: what rounds to the same has not moved."""
    if row is None or is_missing(row["point"]):
        return "—"
    amount = amount_with_unit(row["point"], row, lang)
    if is_missing(row["chance"]):
        return amount
    return f"{amount} ({lang.percent(100 * row['chance'], 0)})"


def _first_sentence(year: Year) -> str:
    lead = list(year.office.rules["headline"]["indicators"])
    rows: pd.DataFrame = leading(year.projected, lead)
    return headline(rows, year.lang)
