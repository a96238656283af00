"""A paragraph cut into clauses, one for each thing it promises or reports.

Commas both separate targets and stand inside names ("nông, lâm, ngư nghiệp chiếm 12,4%"). So a
piece without a value
joins the piece whose value it leads to, or the one whose name it completes, unless it is a promise
without a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hbanalysis.intake.plan_text.grammar.amounts import Amount
from hbanalysis.intake.plan_text.grammar.cuts import LEAD, cut_places
from hbanalysis.intake.plan_text.grammar.folding import pattern, unclosed
from hbanalysis.intake.plan_text.grammar.roles import Role, is_comparison
from hbanalysis.intake.plan_text.grammar.units import ENDERS

_END = re.compile(r"[;](?=\s|$|[^\d\s])|[.](?=\s|$|[\"'”)])|[.]{2,}|[!?]")
_ABBREVIATION = pattern(
    r"(?:\btr|\btp|\bts|\bths|\bpgs|\bgs|\bbs|\bđ|\bdtts|\bq|\bp|\bh|\btx|\bv\.v)$"
)
_ITEM_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}\)?|[ivx]{1,4})$")
_COUNTED_HEAD = pattern(r"\d+ (?:nhóm )?chỉ tiêu\b")
_COLON = re.compile(r":\s*")
_VALUE_BEGINS = pattern(
    r"^ ?(?:(?:đạt|từ|trên|dưới|khoảng|tối thiểu|ít nhất|không quá|tối đa|còn|là|hơn|gần|ước"
    r"|ước đạt|duy trì|giảm"
    r"|tăng|bình quân|mỗi năm|hàng năm|không dưới|đạt từ|có|xấp xỉ|giảm còn|chiếm|[≥≤<>]=?) ?)*+\d"
)
NEW_SUBJECT = pattern(
    r"^(?:- |\+ )?(?:tỷ lệ|tỷ suất|tỷ trọng|tốc độ|tổng|số|mức|thu|chi|giá trị|doanh thu"
    r"|diện tích|sản lượng"
    r"|năng suất|thu nhập|chỉ số|vốn|kim ngạch|lượng|quy mô|cơ cấu|phấn đấu|không|giải quyết|tạo"
    r"|kết nạp|phát triển"
    r"|thành lập|xây dựng|duy trì|giữ vững|hoàn thành|đạt|trồng|đón|đào tạo|tuyển|giải ngân)\b"
)
NO_MORE = pattern(r"\bkhông (?:còn|có|phát sinh|để|xảy ra|tái nghèo)\b|\bxoá (?:hết|xong|100)\b")
_PART = pattern(r"(?:^|[,;:.(] ?)(?:trong đó|bao gồm|gồm có|chia ra|trong số đó|trong ?: )[,:]? ?")
_VERB = pattern(
    r"\b(?:đạt|được|có|tham gia|sử dụng|dùng|hoàn thành|thoát|thực hiện|nộp|đăng ký"
    r"|xếp loại|kết nối|không)\b"
)
_BY_YEAR = pattern(r"(?:^|(?<=[\s,]))\s*(?:và )?(?:đến|vào|tới|trong)(?: hết| cuối)? năm 20\d\d")
_PROMISE = pattern(r"\bđạt (?:chuẩn|danh hiệu)|\bhoàn thành|\bgiữ vững|\bduy trì|\bphấn đấu")


@dataclass
class Clause:
    """A stretch of a paragraph about one thing.

    ``head`` are the words before a colon that it shares with its neighbours; ``since`` counts what
    a comma list shares.
    """

    start: int
    end: int
    amounts: list[Amount] = field(default_factory=list)
    others: list[tuple[Amount, Role]] = field(default_factory=list)
    head: str = ""
    part: bool = False
    sentence: int = 0
    bracket: bool = False


def sentences(folded: str, start: int, breaks: tuple[int, ...] = ()) -> list[tuple[int, int, str]]:
    """Sentences and pieces between semicolons: start, end, and the mark that ends each.

    >>> [(a, b, mark) for a, b, mark in sentences("thu 5 tỷ; chi 4 tỷ. hết", 0)]
    [(0, 8, ';'), (9, 18, '.'), (19, 23, '')]
    """
    made, at = [], start
    ends = [(match.start(), match.end(), match[0][0]) for match in _END.finditer(folded, start)]
    for stop, after, mark in sorted([*ends, *((one, one, ".") for one in breaks if one > start)]):
        before = folded[at:stop]
        if mark == "." and after > stop and _not_an_end(before):
            continue
        if mark != "." and unclosed(before) > 0:
            continue
        if before.strip():
            made.append((at, stop, mark))
        at = max(at, after)
    if folded[at:].strip():
        made.append((at, len(folded), ""))
    return made


def _not_an_end(before: str) -> bool:
    """A point in brackets, behind an abbreviation or an item's number ends nothing."""
    inside = unclosed(before) > 0
    return inside or bool(_ABBREVIATION.search(before)) or bool(_ITEM_NUMBER.match(before))


def clauses(
    folded: str, start: int, roles: list[tuple[Amount, Role]], breaks: tuple[int, ...] = ()
) -> list[Clause]:
    """The clauses of a paragraph whose words begin at ``start``, in their order."""
    made: list[Clause] = []
    head, shared = "", False
    for number, (begin, end, mark) in enumerate(sentences(folded, start, breaks)):
        inside = [(one, role) for one, role in roles if begin <= one.start < end]
        at, words = _head(folded, begin, end, inside)
        if words:
            head, shared = words, True
        elif not shared:
            head = ""
        pieces = _pieces(folded, at, end, inside)
        for piece in pieces:
            piece.head, piece.sentence = head, number
        made += pieces
        shared = shared and mark == ";"
    return made


def _head(folded: str, begin: int, end: int, inside: list[tuple[Amount, Role]]) -> tuple[int, str]:
    """Where the words behind a heading colon begin, and the heading.

    A colon before a value is none.
    """
    at, words = begin, ""
    for match in _COLON.finditer(folded, begin, end):
        before = folded[at : match.start()]
        if not folded[match.end() : end].strip():
            break
        valued = any(role is Role.VALUE and at <= one.start < match.start() for one, role in inside)
        if valued and not _COUNTED_HEAD.search(before):
            break
        if unclosed(before) > 0:
            continue
        if _VALUE_BEGINS.match(folded[match.end() : end]) and not LEAD.match(before.strip()):
            break
        if _PART.search(folded[at : match.end()]) and not before.strip().startswith("trong đó"):
            break
        words = f"{words} {before.strip()}".strip()
        at = match.end()
        if match.end() < end and not inside:
            break
    return at, words


def _pieces(folded: str, begin: int, end: int, inside: list[tuple[Amount, Role]]) -> list[Clause]:
    """Cut at commas, brackets and "và", then join what belongs together."""
    cuts = cut_places(folded, begin, end, inside)
    raw = []
    for start, stop in zip(
        [begin, *(after for _, after in cuts)], [*(before for before, _ in cuts), end], strict=True
    ):
        mine = [(one, role) for one, role in inside if start <= one.start < stop]
        if start > begin:  # "tăng 12,3%" behind a comma only compares
            mine = [(one, _compared(folded, one, role, start)) for one, role in mine]
        piece = Clause(start, stop, [one for one, role in mine if role is Role.VALUE])
        piece.others = [(one, role) for one, role in mine if role is not Role.VALUE]
        if folded[start:stop].strip(' ,()"'):
            raw.append(piece)
    return _joined(folded, raw)


def _compared(folded: str, amount: Amount, role: Role, since: int) -> Role:
    """A value that only compares is context; what is of a plan stays so."""
    compares = role is Role.VALUE and is_comparison(folded, amount, since)
    return Role.CONTEXT if compares else role


def leads(folded: str, piece: Clause) -> bool:
    """Whether the value of a piece stands before the thing it counts."""
    if not piece.amounts:
        return False
    first = piece.amounts[0]
    if LEAD.match(folded[piece.start : first.start].strip()):
        return True
    counted = first.unit.kind in ("noun", "noun?", "measure") or first.is_percent
    rest = folded[first.end : piece.end].strip(' .,;)"')
    words = rest.split()
    enough = len(words) >= 2 or (
        len(words) == 1 and first.unit.kind == "noun" and words[0] not in ENDERS
    )
    return (
        counted
        and enough
        and not pattern(r"^(?:trở|so|/|\(|đến năm|vào|năm|tăng|giảm|gấp|bằng|đạt|vượt)").match(rest)
    )


def _joined(folded: str, raw: list[Clause]) -> list[Clause]:
    made: list[Clause] = []
    waiting: list[Clause] = []
    for number, piece in enumerate(raw):
        if piece.amounts:
            if waiting and (not leads(folded, piece) or _only_leads(folded, waiting)):
                piece.start = waiting[0].start
                piece.others = [*(one for held in waiting for one in held.others), *piece.others]
                waiting = []
            made += [*waiting, piece]
            waiting = []
            continue
        if _belongs_back(folded, made, waiting, piece, raw[number + 1 :]):
            made[-1].end = piece.end
            made[-1].others += piece.others
        elif NO_MORE.search(folded[piece.start : piece.end]) and _only_leads(folded, waiting):
            piece.start = waiting[0].start
            made.append(piece)
            waiting = []
        elif NO_MORE.search(folded[piece.start : piece.end]) or _only_others(
            folded, piece, made, waiting
        ):
            made += [*waiting, piece]
            waiting = []
        else:
            waiting.append(piece)
    return made + _merged(folded, waiting)


def _names_more(folded: str, last: Clause, words: str) -> bool:
    """Whether words go on with what there is to be none of: "không có khiếu nại, tố cáo"."""
    promised = NO_MORE.search(words) or _PROMISE.search(words)
    return not promised and bool(NO_MORE.search(folded[last.start : last.end]))


def _only_leads(folded: str, waiting: list[Clause]) -> bool:
    """Whether nothing waits but words that lead to what follows: "Đến hết năm 2023, ..."."""
    words = [folded[one.start : one.end].strip() for one in waiting]
    return bool(words) and all(map(LEAD.match, words))


def _merged(folded: str, waiting: list[Clause]) -> list[Clause]:
    """Pieces without any value to the end of the sentence are one clause, but each year its own."""
    made: list[Clause] = []
    for piece in waiting:
        dated = _BY_YEAR.match(folded, piece.start, piece.end)
        if made and not (dated and _BY_YEAR.search(folded, made[-1].start, made[-1].end)):
            made[-1].end = piece.end
            made[-1].others += piece.others
        else:
            made.append(piece)
    return made


def _only_others(folded: str, piece: Clause, made: list[Clause], waiting: list[Clause]) -> bool:
    """A piece with nothing but a comparison or a percent of plan that has nothing to attach to."""
    return (
        bool(piece.others)
        and not made
        and not waiting
        and not folded[piece.start : piece.end].strip()
    )


def _belongs_back(
    folded: str, made: list[Clause], waiting: list[Clause], piece: Clause, rest: list[Clause]
) -> bool:
    """Whether a piece without a value completes the one before it."""
    words = folded[piece.start : piece.end].strip()
    if not made or waiting or not made[-1].amounts:
        bare = not (waiting or piece.others or NEW_SUBJECT.match(words))
        return bare and bool(made) and _names_more(folded, made[-1], words)
    if piece.others and any(
        is_comparison(folded, one, piece.start - 1) or role is Role.PERCENT_OF_PLAN
        for one, role in piece.others
    ):
        return True
    if NO_MORE.search(words) or _PART.match(words + " ") or not leads(folded, made[-1]):
        return False
    last = made[-1]
    if not _VERB.search(folded[last.amounts[0].end : last.end]) and last.amounts[0].is_percent:
        return True  # "88% xã, phường đạt chuẩn": the name is not done yet
    following = next((one for one in rest if one.amounts), None)
    if following is None or leads(folded, following):
        return not _PROMISE.search(words)
    return not NEW_SUBJECT.match(words)


def part_begins(folded: str, since: int, until: int) -> bool:
    """Whether "trong đó" stands between two places."""
    return bool(_PART.search(folded[since:until]))
