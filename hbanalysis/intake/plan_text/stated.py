"""What a report prints of itself and beside its figures.

That is which numbers are achievements, the scoreboard of targets met, what was planned, and the
percentage of it.
"""

from __future__ import annotations

from decimal import Decimal

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.clauses import Clause
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.names import trimmed
from hbanalysis.intake.plan_text.grammar.roles import Role, over_plan
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow, quoted

_ACHIEVED = pattern(
    r"\b(?:đạt|được|đã|cho|giảm|quản lý|kiểm tra|kết nạp|giới thiệu|tạo|giải quyết|cấp|xây dựng mới"
    r"|thành lập|hỗ trợ|giúp|phát triển|thu hút|đón"
    r"|hoàn thành|vận động|trao|xoá|đào tạo|tuyển|công nhận|gieo trồng|thu|huy động|duy trì|còn"
    r"|có|tổng|với|giải ngân|xử phạt|lập biên bản|tháo dỡ|di dời|khám bệnh|xảy ra"
    r"|ghi nhận|phát hiện|bắt|khởi tố|xử lý|tặng"
    r"|vận chuyển|sửa chữa|tiếp nhận|nâng cấp|trồng|tiêm|khám|tư vấn|nuôi)\b"
)
_ONGOING = pattern(
    r"\b(?:tập trung|tiếp tục|phát huy|triển khai|tổ chức|kỷ niệm|đẩy mạnh|thực hiện)\b[^,;]{0,25}"
    r"(?<! cho)(?<! cho )$"
)
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
    amounts = [*clause.amounts, *(one for one, _ in clause.others)]
    counts = sorted(
        (one for one in amounts if one.unit.text == "chỉ tiêu"), key=lambda one: one.start
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
    """A percentage of plan without its value: "Giải ngân vốn đầu tư công đạt 96% kế hoạch"."""
    percents = [one for one, role in clause.others if role is Role.PERCENT_OF_PLAN]
    if not percents:
        return None
    amount = percents[0]
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


def fraction(folded: str, amount: Amount, row: DraftRow) -> None:
    """What stands over the slash: a result's plan when a percentage follows, else the whole."""
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
    percents = [one for one, role in clause.others if role is Role.PERCENT_OF_PLAN]
    if not percents:
        return
    over = over_plan(paragraph.folded, percents[0])
    row.printed_pct = percents[0].value + (100 if over else 0)
    if over:
        row.doubt("over plan")
    if len(percents) > 1:
        row.doubt("two plans")
    if row.plan_value and row.value is not None and _differs(row):
        row.doubt("percentage")


def _differs(row: DraftRow) -> bool:
    """Whether the printed percentage is not that of the printed numbers."""
    if not row.plan_value or row.value is None or row.printed_pct is None:
        return False
    return abs(row.value * 100 / row.plan_value - row.printed_pct) > Decimal(1)


def reported(paragraph: Paragraph, clause: Clause) -> bool:
    """Whether a number among results is an achievement, not the size of an undertaking."""
    first = clause.amounts[0]
    if clause.others or first.of is not None or first.unit.kind in ("percent", "money", "measure"):
        return True
    ahead = paragraph.folded[clause.start : first.start]
    return bool(_ACHIEVED.search(ahead)) and not _ONGOING.search(ahead)
