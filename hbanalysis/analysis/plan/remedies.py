"""The sheet of remedies ("đề xuất bổ khuyết").

What is lacking, whether it can still be had, and who answers for it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from hbanalysis.analysis.history.bridges import figures_of
from hbanalysis.analysis.history.year_months import grid
from hbanalysis.analysis.history.year_profiles import PAIR
from hbanalysis.analysis.plan.needs import comparable_rates
from hbanalysis.analysis.plan.parts import nearest_end, shortfall
from hbanalysis.analysis.plan.rating import judgement
from hbanalysis.analysis.row import Row
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.raw.dated_rules import in_force
from hbanalysis.vocabulary.numbers import exact, is_missing
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.rows import records
from hbanalysis.vocabulary.terms import Measure, Outlook, Verdict

FEASIBLE, ABOVE, RECORD, BEYOND, NO_MONTH, UNKNOWN = (
    "feasible",
    "above ordinary months",
    "only at record pace",
    "beyond the record",
    "no month left",
    "not known",
)
NEEDY: tuple[str, ...] = (Verdict.NOT_MET, Outlook.LOST, Outlook.BEHIND, Outlook.AT_RISK)


def usual_month(workspace: Workspace, period: Period, territories: list[str]) -> pd.Series:
    """A good but ordinary month of each series of these territories, in its unit.

    It is the third quartile of all comparable months up to the period's end.
    """
    rates = comparable_rates(grid(figures_of(workspace, territories)), workspace.events, period)
    return rates.groupby(PAIR)["value"].quantile(0.75)


def feasibility(row: Row, usual: float, record_from: float) -> str:
    """Whether what the rest of the year needs has ever been reached.

    ``feasible``: each remaining month at most a good ordinary one; ``above ordinary months``: more
    than that, yet clearly under the best month (below ``record_from`` percent of it) or no more
    than the same remaining months brought in their best year; ``only at record pace``: about the
    best month ever; ``beyond the record``: more than any month and any year's rest; ``no month
    left`` after December; ``not known`` for what is no sum.
    """
    if row.measure != Measure.FLOW or row.through == 0:
        return UNKNOWN
    if row.verdict or row.through >= 12 or is_missing(row.required_per_month):
        return NO_MONTH
    needed = exact(row.required_per_month)
    if not is_missing(usual) and needed <= exact(usual):
        return FEASIBLE
    if is_missing(row.best_month):
        return UNKNOWN
    best = exact(row.best_month)
    seen_before = not is_missing(row.best_rest) and row.rest_needed <= row.best_rest
    if seen_before or needed * 100 < best * exact(record_from):
        return ABOVE
    return RECORD if needed <= best else BEYOND


def _gap(row: Row) -> float:
    """How far the year's target is (unit of the row); NaN where it is no amount."""
    if (
        row.measure in (Measure.RANK, Measure.MILESTONE, Measure.PER_WARD)
        or is_missing(row.target)
        or is_missing(row.actual)
    ):
        return np.nan
    return abs(float(exact(nearest_end(row)) - exact(row.actual)))


def remedy_sheet(table: pd.DataFrame, workspace: Workspace, period: Period) -> pd.DataFrame:
    """The rows that need something done (at risk, behind, lost, not met), the worst first.

    Adds ``gap`` (to the year's target) and ``gap_to_date`` (to the amount expected by now),
    ``usual_month``, ``feasibility`` and ``proposal``, the office's own text from
    ``data/raw/remedies.csv`` (empty when there is none); ``required_per_month``, ``best_month``,
    ``worst_part`` and ``owner`` come with the rows.
    """
    rows = table[judgement(table).isin(NEEDY)]
    lang = judgement(rows)
    rows = rows.assign(_rank=lang.map({word: rank for rank, word in enumerate(NEEDY)}))
    rows = rows.sort_values(["_rank"], kind="stable").drop(columns="_rank")
    usual = (
        usual_month(workspace, period, rows["territory"].unique().tolist())
        .reindex(pd.MultiIndex.from_frame(rows[PAIR]))
        .to_numpy(dtype=float)
    )
    rule = in_force(workspace.rules, "pace", period.end.isoformat())
    record_from = float(rule["record_pace_from"])
    texts = workspace.remedies
    usual = np.where(rows["measure"] == Measure.FLOW, usual, np.nan)
    replies = texts[texts["period"] == str(period)].set_index(PAIR)["text"]
    proposal = replies.reindex(pd.MultiIndex.from_frame(rows[PAIR])).fillna("").to_numpy()
    return rows.assign(
        gap=[_gap(row) for row in records(rows)],
        gap_to_date=[shortfall(row) for row in records(rows)],
        usual_month=usual,
        proposal=proposal,
        feasibility=[
            feasibility(row, month, record_from)
            for row, month in zip(records(rows), usual, strict=True)
        ],
    )
