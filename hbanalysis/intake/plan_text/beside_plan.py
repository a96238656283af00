"""What a text prints beside a result: what was planned, the percentage of it, the whole."""

from __future__ import annotations

from decimal import Decimal

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.clauses import Clause
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.roles import Role, over_plan
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow


def fraction(folded: str, amount: Amount, row: DraftRow) -> None:
    """What stands over the slash.

    The plan of a result when a percentage follows, else the whole.
    """
    if amount.of is None:
        return
    row.total = amount.of
    near = folded[amount.number_end : amount.end + 60]
    if row.kind == RESULT and (
        amount.value > amount.of or pattern(r"kh\)|kế hoạch|chỉ tiêu").search(near)
    ):
        row.plan_value, row.total = amount.of, None
    elif row.kind == RESULT and row.unit != "hạng":
        row.doubt("fraction")
    if amount.value > amount.of and row.kind == PLAN:
        row.doubt("fraction")


def percent_of_plan(paragraph: Paragraph, clause: Clause, row: DraftRow) -> None:
    """The printed plan and percentage of plan; a second one is kept as a doubt."""
    if row.kind != RESULT:
        return
    planned = [one for one, role in clause.others if role is Role.PLAN]
    if planned and row.plan_value is None and row.unit.startswith(planned[0].unit.text):
        row.plan_value = planned[0].value
    found = [one for one, role in clause.others if role is Role.PERCENT_OF_PLAN]
    if not found:
        return
    over = over_plan(paragraph.folded, found[0])
    row.printed_pct = found[0].value + (100 if over else 0)
    if over:
        row.doubt("over plan")
    if len(found) > 1:
        row.doubt("two plans")
    if row.plan_value and row.value is not None and _differs(row):
        row.doubt("percentage")


def _differs(row: DraftRow) -> bool:
    """Whether the printed percentage is not that of the printed numbers."""
    if not row.plan_value or row.value is None or row.printed_pct is None:
        return False
    return abs(row.value * 100 / row.plan_value - row.printed_pct) > Decimal(1)
