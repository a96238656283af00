"""What each paragraph of a plan is (heading, targets, stated results, tasks), and for which year.

Headings carry it: a paragraph belongs to the nearest heading above that says what it is. Texts
without headings (a press release, an excerpt) are told by their verbs, sentence by sentence, and
what is drafted from them is flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hbanalysis.intake.plan_text.grammar.folding import pattern
from hbanalysis.intake.plan_text.grammar.years import stated_years, year_mentions
from hbanalysis.intake.plan_text.levels import (
    ARTICLE,
    CAPITAL_LEVEL,
    LETTERED,
    PLAIN_LEVEL,
    is_capital,
    letters_below,
    level_of,
)
from hbanalysis.intake.plan_text.paragraphs import Paragraph


class Mode(StrEnum):
    """What a section holds."""

    PLAN = "plan"
    GOAL = "goal"
    RESULT = "result"
    TASK = "task"
    OTHER = "other"
    UNKNOWN = ""


@dataclass(frozen=True)
class Section:
    """What is known of a paragraph from the headings above it.

    ``years`` is empty when none is named. ``first`` is the first year of the term that the headings
    name, 0 when they name a single year. ``inherited`` says that results stand below a heading of
    their own and the years above it: those are the plan's. ``parts`` says of a heading with results
    of one year and targets of another which year is which.
    """

    mode: Mode
    years: tuple[int, ...]
    title: str
    number: str
    heading: bool = False
    first: int = 0
    parts: tuple[tuple[int, Mode], ...] = ()
    inherited: bool = False


_RESULT = (
    r"kết quả|đánh giá|tình hình|đạt được|thực trạng|thành tựu|thành tích"
    r"|điểm sáng|ước thực hiện|hạn chế|tồn tại|khó khăn"
    r"|thực hiện (?:các )?(?:chỉ tiêu|nhiệm vụ|nghị quyết|kế hoạch)|nguyên nhân|khái quát|kiểm điểm"
)
_PLAN = (
    r"chỉ tiêu|phương hướng(?! chung| tổng quát)|mục tiêu cụ thể"
    r"|mục tiêu chủ yếu|các mục tiêu|kế hoạch|dự toán"
    r"|mục tiêu(?! tổng quát| chung|$)|định hướng|phấn đấu"
)
_GOAL = r"phương hướng (?:chung|tổng quát)|mục tiêu tổng quát|mục tiêu chung|mục đích|mục tiêu$"
_TASK = r"nhiệm vụ|giải pháp|tổ chức thực hiện|biện pháp|đột phá|khâu|trọng tâm|điều khoản"
_OTHER = (
    r"chủ đề|quan điểm|phương châm|nơi nhận|căn cứ|bài học|kinh nghiệm|dự báo"
    r"|hiệu lực thi hành"
)
_KINDS = (
    (Mode.OTHER, pattern(_OTHER)),
    (Mode.GOAL, pattern(_GOAL)),
    (Mode.RESULT, pattern(_RESULT)),
    (Mode.PLAN, pattern(_PLAN)),
    (Mode.TASK, pattern(_TASK)),
)
_OPENING = pattern(
    r"^(?:(?:về|các|một số|những|nhóm|hệ thống|thống nhất|thông qua|nội dung|tổng hợp|nêu|đề ra"
    r"|triển khai|xác định|\d+) ?){0,4}"
    rf"(?:{_OTHER}|{_GOAL}|{_RESULT}|{_PLAN}|{_TASK})"
)
_AMOUNT = pattern(r"\d[\d.,]*\s*(?:%|tỷ|triệu|nghìn|ha\b|hộ\b|người|lượt|trđ)|\d+\s*/\s*\d+")
_COUNT_OF_TARGETS = pattern(
    r"^\D{0,40}\d+ (?:nhóm )?(?:chỉ tiêu|mục tiêu|nhiệm vụ|khâu|giải pháp)\b(?!.*%)"
)
_ABOUT = pattern(r"^(?:về )?(?:lĩnh vực )?[^\d:;.]{3,90}:?$")
_TABLE_HEAD = pattern(
    r"^(?:stt|tt|nội dung|chỉ tiêu|tên chỉ tiêu|phấn đấu|ghi chú|đơn vị(?: tính)?|đvt|kế hoạch"
    r"|thực hiện|số lượng)$"
)


def mode_of(folded: str) -> Mode:
    """What a heading announces; the first telling word decides, results before plans.

    >>> mode_of("kết quả thực hiện chỉ tiêu năm 2023"), mode_of("nhiệm vụ, giải pháp trọng tâm")
    (<Mode.RESULT: 'result'>, <Mode.TASK: 'task'>)
    """
    places = [(match.start(), mode) for mode, shape in _KINDS if (match := shape.search(folded))]
    if not places:
        return Mode.UNKNOWN
    kinds = {mode for _, mode in places}
    if Mode.RESULT in kinds and kinds & {Mode.PLAN, Mode.TASK}:
        return _two_parts(folded)
    first = min(places)[1]
    if Mode.PLAN in kinds and first is Mode.GOAL:
        return Mode.PLAN
    return first


def _two_parts(folded: str) -> Mode:
    """A heading that names results: of one year, or with the next plan (then it says neither)."""
    years = stated_years(folded)
    if len(set(years)) > 1 or pattern(r"phương hướng|; ?(?:mục tiêu|chỉ tiêu|nhiệm vụ)").search(
        folded
    ):
        return Mode.UNKNOWN
    matches = [(shape.search(folded), mode) for mode, shape in _KINDS]
    first = min((hit.start(), mode) for hit, mode in matches if hit)[1]
    return Mode.RESULT if first in (Mode.RESULT, Mode.PLAN) else first


_INLINE = pattern(r"^([^:;.]{4,60}):")


def mode_within(paragraph: Paragraph) -> Mode:
    """What a paragraph says of itself before a colon, as in "Mục tiêu tổng quát: ...".

    It is unknown where there is no such word.
    """
    match = _INLINE.match(paragraph.folded[paragraph.body :])
    return mode_of(match[1]) if match and _OPENING.match(match[1]) else Mode.UNKNOWN


def is_heading(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether a paragraph heads others.

    It is short and without an amount; it is numbered, in capitals, or ends with a colon.
    """
    words = paragraph.folded[paragraph.body :].strip()
    column = not paragraph.marker and _TABLE_HEAD.match(words)
    heads_of_columns = paragraph.text.count("\t") > 1 or paragraph.text.count("|") > 1 or column
    if not words or len(words) > 260 or heads_of_columns:
        return False
    if _COUNT_OF_TARGETS.match(words) and (words.endswith(":") or len(words) < 70):
        return True
    if _AMOUNT.search(words):
        return False
    if words.endswith(":"):
        return len(words) < 200 and not words.endswith("trong đó:")
    if level_of(paragraph) <= CAPITAL_LEVEL and len(words) < 220:
        named = bool(paragraph.marker) and words[-1] not in ".;"
        return named or bool(_OPENING.match(words)) or is_capital(paragraph.text)
    plain = words[-1] not in ".;,!" and len(words) <= 160
    return plain and (bool(_OPENING.match(words)) or _heads(paragraph, following))


def _heads(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether a numbered line without a telling word has something standing below it."""
    if following is None or not paragraph.marker or level_of(paragraph) >= PLAIN_LEVEL:
        return False
    return level_of(following) > level_of(paragraph) and bool(_ABOUT.match(paragraph.folded))


_PART = pattern(r"\s(?:và|-|phương hướng)\s|[,;:]")


_LISTED = pattern(r"\b(?:chỉ tiêu|mục tiêu)\b(?! tổng quát| chung)[^,;:]{0,60}:$")


def _announced(words: str, mode: Mode) -> tuple[Mode, str]:
    """What stands below a heading that ends in a colon: targets, when it names them last."""
    match = _LISTED.search(words)
    if match is None or mode not in (Mode.UNKNOWN, Mode.TASK):
        return mode, words
    return Mode.PLAN, words if mode is Mode.TASK else words[match.start() :]


def _parts_of(words: str) -> tuple[tuple[int, Mode], ...]:
    """Years with what a heading of several parts says of each, when it says it of more than one."""
    made: dict[int, Mode] = {}
    mode = Mode.UNKNOWN
    at = 0
    for end in [*(match.start() for match in _PART.finditer(words)), len(words)]:
        piece, at = words[at:end], end
        mode = mode_of(piece) or mode
        for year in stated_years(piece):
            if mode in (Mode.RESULT, Mode.PLAN, Mode.TASK):
                made.setdefault(year, Mode.RESULT if mode is Mode.RESULT else Mode.PLAN)
    return tuple(made.items()) if len(set(made.values())) > 1 else ()


@dataclass(frozen=True)
class _Open:
    level: float
    mode: Mode
    years: tuple[int, ...]
    title: str
    number: str
    first: int
    parts: tuple[tuple[int, Mode], ...] = ()


def sections(paragraphs: list[Paragraph]) -> list[Section]:
    """What each paragraph is, in the order of the paragraphs."""
    stack: list[_Open] = []
    made: list[Section] = []
    below = letters_below(paragraphs)
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        heading = is_heading(paragraph, following)
        if heading:
            stack = _under(stack, paragraph, below)
        elif ARTICLE.match(paragraph.marker):
            stack = _article(stack, paragraph)
        made.append(_section(stack, heading))
    return made


def _under(stack: list[_Open], paragraph: Paragraph, below: bool) -> list[_Open]:
    """The open headings once this one stands; one without a number keeps what its sibling said."""
    level: float = level_of(paragraph)
    if below and LETTERED.match(paragraph.marker):
        level = CAPITAL_LEVEL + 0.3
    if level == PLAIN_LEVEL:  # below the number it stands under, above all when it opens the text
        numbered = [one.level for one in stack if one.level == int(one.level)]
        level = max(numbered, default=-1) + 0.5
    if level == CAPITAL_LEVEL and not paragraph.marker and stack and stack[-1].level == 0:
        level = 0.5  # the title of a part stands on a line of its own
    words = paragraph.folded[paragraph.body :].strip()
    kept = [one for one in stack if one.level < level]
    siblings = [one for one in stack if one.level == level] if not paragraph.marker else []
    mode = mode_of(words.rstrip(": "))
    if mode is Mode.TASK and not paragraph.marker and words.startswith("về "):
        mode = Mode.UNKNOWN  # the title of a resolution: "Về nhiệm vụ năm 2026"
    mode, words = _announced(words, mode) if words.endswith(":") else (mode, words)
    years = tuple(dict.fromkeys(stated_years(words)))
    first = min((one.first for one in year_mentions(words) if not one.compared), default=0)
    if siblings:
        mode = siblings[-1].mode if mode is Mode.UNKNOWN else mode
        years, first = (years, first) if years else (siblings[-1].years, siblings[-1].first)
    parts = _parts_of(words) if mode is Mode.UNKNOWN else ()
    if parts:  # each part of the text opens with its own year
        years, first = (), 0
    title = paragraph.text[paragraph.body :].strip().rstrip(":")
    return [*kept, _Open(level, mode, years, title, paragraph.marker, first, parts)]


def _article(stack: list[_Open], paragraph: Paragraph) -> list[_Open]:
    """An article that is one paragraph: it closes the one before and says itself what it holds."""
    level = level_of(paragraph)
    words = paragraph.folded[paragraph.body :].partition(":")[0][:200]
    said = ":" in paragraph.folded
    mode = mode_of(words) if said else Mode.UNKNOWN
    years = tuple(dict.fromkeys(stated_years(words))) if said else ()
    kept = [one for one in stack if one.level < level]
    return [*kept, _Open(level, mode, years, paragraph.text[:80], paragraph.marker, 0)]


def _section(stack: list[_Open], heading: bool) -> Section:
    told = [place for place, one in enumerate(stack) if one.mode is not Mode.UNKNOWN]
    mode = stack[told[-1]].mode if told else Mode.UNKNOWN
    dated = [place for place, one in enumerate(stack) if one.years]
    inherited = mode is Mode.RESULT and bool(dated) and dated[-1] < told[-1]
    years, first = next(((one.years, one.first) for one in reversed(stack) if one.years), ((), 0))
    title = stack[-1].title if stack else ""
    numbers = [one.number.strip("().:-+*• ") for one in stack]
    parts = next((one.parts for one in reversed(stack) if one.parts), ())
    return Section(
        mode, years, title, " ".join(filter(None, numbers)), heading, first, parts, inherited
    )
