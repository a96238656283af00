"""The fixed words of the contract: measures, directions, statuses, verdicts, outlooks and reasons.

The values are what files and JSON hold; what a reader sees is their translation (``Language.say``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import assert_never

from hbanalysis.vocabulary.text import match_key


class FlowKind(StrEnum):
    """What kind of flow the indicators' list says it is, where a projection asks."""

    INVESTMENT = "investment"
    OTHER = "other"
    AT_PLAN = "at_plan"
    """It ends at its plan every year: transfers, entitlements."""


class Measure(StrEnum):
    """How an indicator accumulates over the year."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    RANK = "rank"
    MILESTONE = "milestone"
    CAP = "cap"
    PER_WARD = "per_ward"
    GROWTH = "growth"
    SHARE = "share"
    CHANGE = "change"
    TERM_SUM = "term_sum"
    TERM_AVERAGE = "term_average"
    TERM_LEVEL = "term_level"


@dataclass(frozen=True)
class Traits:
    """What a kind of measure is like; everybody asks for these and not for the kind."""

    adds_up: bool = False
    """Its months sum up over the year: it has a pace, a percentage of plan and a projection."""
    ranked: bool = False
    """A place in a field: a smaller number is better, the unit stands before it."""
    event: bool = False
    """Something is done or not done."""
    in_points: bool = False
    """A rate of growth or the size of a change: judged in points, never in % of its target."""
    of_term: bool = False
    """Several years judged together at their end (2026-2030)."""
    bridged_by: tuple[str, ...] = ()
    """The numbers that two territories may add up: values, or the two counts of a ratio."""


def traits(measure: Measure) -> Traits:  # noqa: PLR0911  (one for each kind)
    """What a kind of measure is like; a new kind must be told here.

    >>> traits(Measure.FLOW).adds_up, traits(Measure.RANK).adds_up
    (True, False)
    """
    match measure:
        case Measure.FLOW:
            return Traits(adds_up=True, bridged_by=("value",))
        case Measure.RANK:
            return Traits(ranked=True)
        case Measure.MILESTONE:
            return Traits(event=True)
        case Measure.STOCK | Measure.CAP:
            return Traits(bridged_by=("value",))
        case Measure.RATIO:
            return Traits(bridged_by=("numerator", "denominator"))
        case Measure.GROWTH | Measure.CHANGE:
            return Traits(in_points=True)
        case Measure.PER_WARD | Measure.SHARE:
            return Traits()
        case Measure.TERM_AVERAGE:
            return Traits(in_points=True, of_term=True)
        case Measure.TERM_SUM | Measure.TERM_LEVEL:
            return Traits(of_term=True)
    assert_never(measure)


SUMMED = (Measure.FLOW, Measure.CAP)
"""The kinds whose months are counted together; of a cap only that it is kept matters."""
ADDING = tuple(measure for measure in Measure if traits(measure).adds_up)
"""The kinds whose months sum up over the year."""
RANKED = tuple(measure for measure in Measure if traits(measure).ranked)
"""The kinds that are places in a field."""
OF_TERM = tuple(measure for measure in Measure if traits(measure).of_term)
"""The kinds that are judged at the end of a term."""


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Comparator(StrEnum):
    """How a value is held against its target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="
    DONE = "done"
    EVERY = "every"


class NumberStatus(StrEnum):
    """How settled a number is."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    FINAL = "final"


class Verdict(StrEnum):
    """The judgement of a closed year."""

    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not met"
    NOT_ASSESSED = "not assessed"
    NO_TARGET = "no target"


class Outlook(StrEnum):
    """Where a target stands during its year."""

    SECURED = "secured"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    BEHIND = "behind"
    LOST = "lost"
    NOT_APPLICABLE = "not applicable"


class Reason(StrEnum):
    """Why a row is judged as it is, or why it is not.

    The sentence for it is made by the presentation room.
    """

    NOT_DUE = "not due"
    NOT_PUBLISHED = "not published"
    QUOTA_NOT_ASSIGNED = "quota not assigned"
    DATA_MISSING = "data missing"
    NO_TARGET = "no target"
    PLANS_CONTRADICT = "plans contradict"
    NO_PACE = "no pace"
    NO_PATH = "no path"
    COMPARATOR_NOT_STATED = "comparator not stated"
    TERRITORY_ENDED = "territory ended"
    BREAK_WITHIN = "break within the year"
    BREAK_IN_TERM = "break within the term"
    OTHER_YEAR = "year does not start in January"
    ABOVE_TARGET = "above target"
    AT_TARGET = "at target"
    BELOW_TARGET = "below target"
    WITHIN_TARGET = "within target"
    OVER_TARGET = "over target"
    PACE = "pace"
    TERM_PATH = "term path"
    CHANCE = "projection"
    NO_MONTHS_LEFT = "no months left"
    CAP_KEPT = "cap kept"
    CAP_BREACHED = "cap breached"
    IN_RANGE = "in range"
    DONE = "done"
    DONE_LATE = "done late"
    OVERDUE = "overdue"
    STEPS_IN_TIME = "steps in time"
    STEP_OVERDUE = "step overdue"
    NOT_DONE = "not done"
    EVERY_WARD = "every ward"
    WARDS_SHORT = "wards short"


UNJUDGED = (
    Reason.NOT_DUE,
    Reason.NOT_PUBLISHED,
    Reason.QUOTA_NOT_ASSIGNED,
    Reason.DATA_MISSING,
    Reason.PLANS_CONTRADICT,
    Reason.NO_PACE,
    Reason.NO_PATH,
    Reason.COMPARATOR_NOT_STATED,
    Reason.TERRITORY_ENDED,
    Reason.BREAK_WITHIN,
    Reason.BREAK_IN_TERM,
    Reason.OTHER_YEAR,
)
"""The reasons for "not assessed" (and, during the year, for "not applicable")."""

WARD_LEVELS = (
    *("ward", "commune", "township", "special zone"),
    *("phường", "xã", "thị trấn", "đặc khu"),
)
"""The names that ``level`` in ``territories.csv`` may give to units below which there is none."""
_WARD_KEYS = frozenset(map(match_key, WARD_LEVELS))


def is_ward(level: str) -> bool:
    """Whether a level is that of a ward or commune, in whichever of its names.

    >>> [is_ward(level) for level in ("ward", "Phường", " XÃ ", "district", "")]
    [True, True, True, False, False]
    """
    return match_key(level) in _WARD_KEYS


CADENCES = ("month", "quarter", "half", "year", "event")
"""How often an indicator is reported."""
SYNONYMS: dict[str, dict[str, str]] = {
    "cadence": {
        "month": "tháng, hàng tháng, hằng tháng, monthly, months",
        "quarter": "quý, hàng quý, hằng quý, quarterly, 3 tháng",
        "half": "6 tháng, sáu tháng, nửa năm, half year, 6 months, half-year",
        "year": "năm, hàng năm, hằng năm, cả năm, yearly, annual, annually",
        "event": "sự kiện, khi có, đột xuất, theo việc, một lần, once, events",
    },
    "direction": {
        "higher": "cao, cao hơn, tăng, càng cao càng tốt, up, more",
        "lower": "thấp, thấp hơn, giảm, càng thấp càng tốt, down, less",
    },
    "measure": {
        "flow": "cộng dồn, cộng dồn trong năm, lũy kế",
        "stock": "mức, mức tại thời điểm, thời điểm",
        "ratio": "tỷ lệ",
        "rank": "thứ hạng, hạng, xếp hạng",
        "milestone": "việc phải xong, hoàn thành, nhiệm vụ",
        "cap": "mức trần, trần, mức không được vượt",
        "per_ward": "mỗi phường, mỗi đơn vị, mỗi đơn vị ít nhất, per ward",
        "growth": "tốc độ tăng trưởng",
        "share": "tỷ trọng",
        "change": "mức tăng, mức giảm",
        "term_sum": "tổng cả nhiệm kỳ, tổng cả giai đoạn, cumulative",
        "term_average": "bình quân năm, bình quân mỗi năm, bình quân nhiệm kỳ, average",
        "term_level": "mức cuối nhiệm kỳ, mức cuối giai đoạn",
    },
    "level": {
        "country": "cả nước, quốc gia, national",
        "province": "tỉnh, thành phố, thành phố trực thuộc trung ương, provincial",
        "district": "quận, huyện, thị xã",
        "ward": "phường",
        "commune": "xã",
        "township": "thị trấn",
        "special zone": "đặc khu",
    },
    "status": {
        "estimate": "ước, ước tính, estimated",
        "preliminary": "sơ bộ, prelim",
        "final": "chính thức, official",
    },
    "accumulation": {
        "month": "tháng, trong tháng",
        "ytd": "lũy kế, cộng dồn, year-to-date",
    },
    "comparator": {
        ">=": "≥, trở lên, ít nhất, at least",
        "<=": "≤, trở xuống, không quá, nhiều nhất, at most",
        "=": "đúng bằng, exactly",
        "done": "hoàn thành, xong",
        "every": "mỗi đơn vị, mỗi phường",
    },
}
"""What else people write for the words of a column, by column: taken as meant."""


def meant(column: str, cell: str) -> str:
    """The word of a column that a cell means; the cell itself where none is known.

    >>> meant("cadence", "Hằng tháng"), meant("cadence", "month"), meant("cadence", "tuần")
    ('month', 'month', 'tuần')
    """
    return _meanings(column).get(match_key(cell) or cell, cell)


@cache
def _meanings(column: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for word, others in SYNONYMS.get(column, {}).items():
        meanings |= {match_key(one) or one: word for one in (word, *others.split(", "))}
    return meanings


REPORT_EVERY = {"m": 1, "q": 3, "h": 6, "6": 6, "y": 12, "a": 12}


def report_every(cadence: str) -> int:
    """Months from one report to the next by an indicator's cadence; 0 for events and the unknown.

    >>> [report_every(cadence) for cadence in ("month", "quarter", "half", "year", "event")]
    [1, 3, 6, 12, 0]
    """
    return REPORT_EVERY.get(cadence.strip().lower()[:1], 0)


DEMO = "demo"
"""The source of every synthetic number."""
