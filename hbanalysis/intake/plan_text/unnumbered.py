"""Promises without a number: none left, done, kept, a quota to come, first in rank."""

from __future__ import annotations

from decimal import Decimal

from hbanalysis.intake.plan_text.grammar.clauses import Clause
from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.names import trimmed
from hbanalysis.intake.plan_text.grammar.units import unit_at
from hbanalysis.intake.plan_text.numbered import EVERY
from hbanalysis.intake.plan_text.paragraphs import Paragraph
from hbanalysis.intake.plan_text.rows import PLAN, RESULT, DraftRow, quoted

_NONE = pattern(
    r"\b(?P<words>không (?:còn|phát sinh(?: mới)?|có|để (?:xảy ra|phát sinh|tái)|để|xảy ra)"
    r"|xoá (?:hết|xong|bỏ)"
    r"|chấm dứt(?: tình trạng)?|dứt điểm) (?P<thing>\S.*)"
)
_NOT_A_CAP = pattern(r"\bkhông (?:có|để) (?:trường hợp nào|bị động|gì)|không còn phù hợp|nếu không")
_QUOTA = pattern(
    r"\b(?P<words>hoàn thành(?: và)?(?: hoàn thành)?(?: vượt)?(?: mức)?|đạt(?: và vượt)?(?: mức)?"
    r"|thực hiện(?: đạt)?"
    r"|bảo đảm|đảm bảo)(?: tốt| đầy đủ)? (?:các )?(?:chỉ tiêu|kế hoạch|dự toán)\b(?P<thing>.*)"
)
_GIVEN = pattern(
    r"\b(?:do|được|theo) [^,;]{0,40}?\bgiao\b(?: về| cho)?|"
    r"\b(?:cấp )?(?:trên|thành phố|tỉnh|quận|huyện|trung ương|nhà nước|bộ)(?: đã)? giao\b|"
    r"\bđược giao\b|\bgiao$"
)
_VERBS = pattern(
    r"^(?:kết nạp|thành lập|giảm|phát triển|tuyển chọn|tuyển|gọi|tạo|giải quyết|xây dựng|cấp"
    r"|giới thiệu|đào tạo"
    r"|giao|huấn luyện|vận động|trồng|thu hút|tinh giản|thu|chi|về|mới|mở|công nhận) ?"
)
_FIRST = pattern(
    r"\b(?P<words>đứng đầu|dẫn đầu|xếp thứ nhất|đứng thứ nhất|vị trí số một|vị trí dẫn đầu)\b"
)
_AMONG = pattern(r"\b(?:top|tốp|nhóm|trong(?: số)?) (?P<places>\d{1,2})\b[^\d,;]*$")
_OF_GROUP = pattern(
    r"\b(?:trong |thuộc )?(?:nhóm|(?P<top>top|tốp)) (?P<places>\d{1,2})"
    r"(?: (?:tỉnh, thành phố|tỉnh|thành phố|địa phương|phường|xã|đơn vị))?(?: (?:có|về|dẫn đầu))*"
)
_BEST = pattern(r"\b(?:tốt|cao|đầu|tiêu biểu|xuất sắc|mạnh|chỉ số)\b")
_DONE = pattern(
    r"\b(?P<words>hoàn thành đúng tiến độ|hoàn thành|đạt chuẩn|đạt danh hiệu|đạt tiêu chuẩn"
    r"|đạt các tiêu chuẩn|đạt|được công nhận"
    r"|công nhận|xây dựng|duy trì|giữ vững|phổ cập|đưa|khởi công|thành lập|tổ chức thành công"
    r"|đạt loại|xếp loại"
    r"|bảo đảm|đảm bảo|triển khai|ban hành|vận hành|nâng cấp|khánh thành|bàn giao|thực hiện|có"
    r"|phấn đấu|giữ)\b"
)
_STRONG = pattern(
    r"\b(?:đạt(?! được| kết quả| hiệu quả)|hoàn thành|phổ cập|công nhận"
    r"|giữ vững danh hiệu|(?<!- )xây dựng|duy trì|giữ vững|khởi công|khánh thành|thành lập|đưa vào"
    r"|hoàn thành tốt nhiệm vụ"
    r"|hoàn thành xuất sắc|vững mạnh|chuẩn quốc gia|đúng tiến độ|xếp loại|đạt đô thị)\b"
)
_FINISHED = pattern(
    r"\b(?:đạt|hoàn thành|công nhận|giữ vững|duy trì|khởi công|khánh thành|phổ cập)\b"
)
_NARRATED = pattern(
    r"^ ?(?:thực hiện (?:tốt|có hiệu quả|nghiêm)|tăng cường|đẩy mạnh|nâng cao|tích cực|chú trọng"
    r"|quan tâm|phát huy|tập trung|khuyến khích|động viên|tạo điều kiện|củng cố)\b|"
    r"^ ?(?:về|ở|trên|trong)(?: lĩnh vực| mặt)? [^,]{0,40}$|mục tiêu tổng quát|\blà xây dựng\b|"
    r"chuyển dịch|tiếp tục được|được (?:đẩy mạnh|tăng cường|quan tâm|giữ vững|triển khai"
    r"|nâng lên)|từng bước|ổn định,"
    r"|trong đó có một số|nhằm\b|\bnhờ\b|tiếp tục duy trì ở mức"
)
_LEADS_ON = pattern(r"[ ,]*(?:và )?phấn đấu\b")
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 1
    )
}
_WORDED = pattern(
    rf"\b(?P<words>ít nhất|tối thiểu) (?P<number>{'|'.join(_NUMBER_WORDS)})(?= [^\W\d])"
)
_LISTED = pattern(
    r"^(?P<head>.*?\b(?:tại|đối với|ở|gồm|là)) (?P<one>[^,]+?) và (?P<two>[^,]+?)\W*$"
)
_PLURAL = pattern(r" và (?P<again>[^\W\d]+)\b")


def rows_without_number(
    paragraph: Paragraph, clause: Clause, kind: str, item: bool
) -> list[DraftRow]:
    """What a clause without a value promises.

    ``item`` says that it is an item of a list of targets.
    """
    folded = paragraph.folded[clause.start : clause.end]
    for draft in (_none_left, _quota, _first_place, _among_first, _number_word):
        row = draft(paragraph, clause, folded, kind)
        if row:
            return [row]
    return _milestones(paragraph, clause, folded) if kind == PLAN and item else []


def _start(paragraph: Paragraph, clause: Clause, kind: str, name: str) -> DraftRow:
    row = DraftRow(kind, trimmed(name), line=paragraph.line)
    quoted(paragraph, row, clause.start, clause.end)
    return row


def _none_left(paragraph: Paragraph, clause: Clause, folded: str, kind: str) -> DraftRow | None:
    match = _NONE.search(folded)
    if not match or _NOT_A_CAP.search(folded):
        return None
    keeps = match["words"] in ("không còn", "không phát sinh", "không phát sinh mới")
    if kind == RESULT and not keeps:
        return None
    thing = clause.start + match.start("thing")
    row = _start(paragraph, clause, kind, paragraph.text[thing : clause.end])
    row.value, row.unit = Decimal(0), _counted(folded, match.start("thing"))
    row.measure, row.comparator = "cap", "<="
    row.comparator_stated = match["words"]
    row.proposed = "<="
    if not keeps and match["words"] != "không có":
        row.doubt("no number")
    return row


def _counted(folded: str, at: int) -> str:
    """The noun that is counted: hộ of "hộ nghèo theo chuẩn mới"; who is poor again is one too."""
    if pattern(r"(?:tái |tình trạng tái )?nghèo\b").match(folded, at):
        return "hộ"
    if pattern(r"(?:các )?(?:cháy|nổ|tai nạn|trọng án)\b").match(folded, at):
        return "vụ"
    return unit_at(folded, at, "").text


def _quota(paragraph: Paragraph, clause: Clause, folded: str, kind: str) -> DraftRow | None:
    match = _QUOTA.search(folded)
    if not match or kind != PLAN:
        return None
    ahead = folded[: match.start()].strip()
    given = _GIVEN.sub(lambda hit: " " * len(hit[0]), match["thing"])
    bare = given.strip(" .,:").removeprefix("về ").strip()
    if not bare and not pattern(r"\w").search(ahead):
        return None
    row = _start(paragraph, clause, kind, "")
    printed = paragraph.text[clause.start + match.start("thing") : clause.end]
    kept = "".join(
        letter
        for letter, left in zip(printed, given, strict=True)
        if left == letter.lower() or left != " "
    )
    row.name = (
        trimmed(kept.strip().removeprefix("về "))
        if bare
        else trimmed(paragraph.text[clause.start : clause.start + match.start()])
    )
    row.form, row.measure, row.comparator, row.proposed = "quota", "flow", ">=", ">="
    row.comparator_stated = match["words"]
    counted = unit_at(_VERBS.sub("", _VERBS.sub("", bare or ahead)), 0)
    row.unit = counted.text if counted.sure else ""
    row.doubt("quota")
    return row


def _first_place(paragraph: Paragraph, clause: Clause, folded: str, kind: str) -> DraftRow | None:
    match = _FIRST.search(folded)
    if not match or pattern(r"người đứng đầu|đứng đầu cấp uỷ|đứng đầu cơ quan").search(folded):
        return None
    behind = paragraph.text[clause.start + match.end() : clause.end]
    ahead = paragraph.text[clause.start : clause.start + match.start()]
    row = _start(paragraph, clause, kind, behind if len(behind.split()) > 2 else ahead)
    among = _AMONG.search(folded[: match.start()])
    row.value = Decimal(among["places"] if among else 1)
    row.unit, row.measure = "hạng", "rank"
    row.comparator = row.proposed = "<="
    row.comparator_stated = match["words"]
    return row


def _among_first(paragraph: Paragraph, clause: Clause, folded: str, kind: str) -> DraftRow | None:
    """A place among so many: "trong nhóm 15 tỉnh có chỉ số PCI tốt nhất"."""
    match = _OF_GROUP.search(folded)
    if not match or not (match["top"] or _BEST.search(folded, match.end())):
        return None
    row = _start(paragraph, clause, kind, paragraph.text[clause.start + match.end() : clause.end])
    row.value, row.unit, row.measure = Decimal(match["places"]), "hạng", "rank"
    row.comparator = row.proposed = "<="
    row.comparator_stated = match[0]
    return row


def _number_word(paragraph: Paragraph, clause: Clause, folded: str, kind: str) -> DraftRow | None:
    """At least one of something, written as a word: "mỗi chi hội có ít nhất một mô hình"."""
    match = _WORDED.search(folded)
    if not match or kind != PLAN:
        return None
    row = _start(paragraph, clause, kind, paragraph.text[clause.start : clause.end])
    row.value, row.unit = Decimal(_NUMBER_WORDS[match["number"]]), unit_at(folded, match.end()).text
    every = EVERY.search(folded[: match.start()])
    row.measure = "per_ward" if every else "flow"
    row.comparator = row.proposed = "every" if every else ">="
    row.comparator_stated = f"{every[0]} … {match['words']}" if every else match["words"]
    row.doubt("number word")
    return row


def _milestones(paragraph: Paragraph, clause: Clause, folded: str) -> list[DraftRow]:
    """A thing to be done or kept; two when the list of places or names has two."""
    match = _DONE.search(folded)
    words = len(folded.split())
    short = words < 5 and not _FINISHED.search(folded)
    if (
        not match
        or short
        or not _STRONG.search(folded)
        or not 3 <= words <= 45
        or _NARRATED.search(folded)
        or _LEADS_ON.match(paragraph.folded, clause.end)
    ):
        return []
    row = _start(paragraph, clause, PLAN, paragraph.text[clause.start : clause.end])
    _as_milestone(row, match["words"])
    both = _LISTED.match(folded)
    if not both or not _two_things(both["head"], both["one"], both["two"]):
        return [row]
    middle = clause.start + both.end("one")
    second = DraftRow(
        PLAN,
        trimmed(paragraph.text[clause.start + both.start("two") : clause.end]),
        line=paragraph.line,
    )
    row.name = trimmed(paragraph.text[clause.start : middle])
    quoted(paragraph, row, clause.start, middle)
    quoted(paragraph, second, clause.start + both.start("two"), clause.end)
    _as_milestone(second, match["words"])
    second.name = f"{row.name} – {second.name}"
    for one in (row, second):
        one.doubt("one or two")
    return [row, second]


def _two_things(head: str, one: str, two: str) -> bool:
    """Whether "A và B" names two of a kind: places, or names that begin alike."""
    alike = one.split(maxsplit=1)[0] == two.split(maxsplit=1)[0] and len(two.split()) > 1
    return alike or (head.rstrip().endswith(("tại", "ở")) and len(two.split()) > 2)


def _as_milestone(row: DraftRow, words: str) -> None:
    row.value, row.unit, row.measure, row.form = Decimal(1), "nội dung", "milestone", "done"
    row.comparator = row.proposed = "done"
    row.comparator_stated = words
