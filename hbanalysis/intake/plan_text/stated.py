"""What a report prints of itself.

The scoreboard of targets met, and percentages of plan without a value.
"""

from __future__ import annotations

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.clauses import Clause
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.names import trimmed
from hbanalysis.intake.plan_text.grammar.roles import Role, over_plan
from hbanalysis.intake.plan_text.numbered import quoted
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import RESULT, DraftRow

_VERDICT = pattern(
    r"^ ?(?:chủ yếu |kinh tế ?- ?xã hội |kt ?- ?xh |đều |cơ bản |thành phần )*(?P<word>(?:chưa "
    r"|không )?(?:hoàn thành vượt mức|hoàn thành vượt"
    r"|hoàn thành và vượt|hoàn thành|đạt và vượt|vượt mức|vượt|đạt|đánh giá|được đánh giá)"
    r"(?: (?:và vượt|kế hoạch|mức|kh|đề ra|được giao|nghị quyết|mục tiêu))*)"
)
_VERDICT_BEFORE = pattern(
    r"(?P<word>(?:chưa |không )?(?:hoàn thành vượt mức|hoàn thành|đạt và vượt|vượt|đạt"
    r"|thực hiện(?: được| đạt)?|có))(?: kế hoạch)?(?: mức)? ?(?:với )?(?:có )?$"
)


def scoreboard(paragraph: Paragraph, clause: Clause) -> list[DraftRow]:
    """Every count of targets with its verdict: 08/16 chỉ tiêu hoàn thành vượt mức."""
    folded = paragraph.folded
    found = [*clause.amounts, *(one for one, _ in clause.others)]
    counts = sorted(
        (one for one in found if one.unit.text == "chỉ tiêu"), key=lambda one: one.start
    )
    made: list[DraftRow] = []
    total = None
    for amount in counts:
        verdict = _VERDICT.match(folded[amount.end :])
        if amount.of is not None and pattern(r"^ ?\(|^ ?(?:thành lập|kết nạp|tuyển|giao)").match(
            folded[amount.end :]
        ):
            continue
        word = verdict["word"] if verdict else ""
        before = _VERDICT_BEFORE.search(folded[clause.start : amount.start])
        if not word and before and before["word"] != "có":
            word = before["word"]
        if not word:
            total = amount.value
            continue
        row = _counted(paragraph, clause, amount, word, verdict.end() if verdict else 0)
        row.total = amount.of or total
        made.append(row)
    return made


def _counted(
    paragraph: Paragraph, clause: Clause, amount: Amount, word: str, reach: int
) -> DraftRow:
    row = DraftRow(RESULT, f"Chỉ tiêu {word}", amount.value, unit="chỉ tiêu", measure="scoreboard")
    row.form, row.line = "scoreboard", paragraph.line
    quoted(paragraph, row, amount.start, min(max(amount.end + reach, amount.end), clause.end))
    return row


def percent_alone(paragraph: Paragraph, clause: Clause) -> DraftRow | None:
    """A percentage of plan whose value the text does not give.

    Giải ngân vốn đầu tư công đạt 96% kế hoạch.
    """
    found = [one for one, role in clause.others if role is Role.PERCENT_OF_PLAN]
    if not found:
        return None
    amount = found[0]
    name = trimmed(paragraph.text[clause.start : amount.start])
    if len(name.split()) < 2:
        return None
    row = DraftRow(RESULT, name, amount.value, unit="%", measure="ratio", form="pct_of_quota")
    row.line = paragraph.line
    if over_plan(paragraph.folded, amount):
        row.value = amount.value + 100
        row.doubt("over plan")
    quoted(paragraph, row, clause.start, clause.end)
    return row
