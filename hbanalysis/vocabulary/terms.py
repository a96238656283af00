"""The fixed words of the contract: measures, directions, statuses, verdicts, outlooks and reasons.

The values are what files and JSON hold; what a reader sees is their translation (``Language.say``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from hbanalysis.vocabulary.text import match_key


class FlowKind(StrEnum):
    """What kind of flow the indicators' list says it is, where a projection asks."""

    INVESTMENT = "investment"
    OTHER = "other"


class Measure(StrEnum):
    """How an indicator accumulates over the year."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    RANK = "rank"
    MILESTONE = "milestone"
    CAP = "cap"
    PER_WARD = "per_ward"


@dataclass(frozen=True)
class Traits:
    """What a kind of measure is like; everybody asks for these and not for the kind."""

    adds_up: bool = False
    """Its months sum up over the year: it has a pace, a percentage of plan and a projection."""
    ranked: bool = False
    """A place in a field: a smaller number is better, the unit stands before it."""
    event: bool = False
    """Something is done or not done."""
    bridged_by: tuple[str, ...] = ()
    """The numbers that two territories may add up: values, or the two counts of a ratio."""


def traits(measure: Measure) -> Traits:
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
        case Measure.PER_WARD:
            return Traits()
    assert_never(measure)


ADDING = tuple(measure for measure in Measure if traits(measure).adds_up)
"""The kinds whose months sum up over the year."""
RANKED = tuple(measure for measure in Measure if traits(measure).ranked)
"""The kinds that are places in a field."""


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
    COMPARATOR_NOT_STATED = "comparator not stated"
    TERRITORY_ENDED = "territory ended"
    ABOVE_TARGET = "above target"
    AT_TARGET = "at target"
    BELOW_TARGET = "below target"
    WITHIN_TARGET = "within target"
    OVER_TARGET = "over target"
    PACE = "pace"
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
    Reason.COMPARATOR_NOT_STATED,
    Reason.TERRITORY_ENDED,
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


REPORT_EVERY = {"m": 1, "q": 3, "h": 6, "6": 6, "y": 12, "a": 12}


def report_every(cadence: str) -> int:
    """Months from one report to the next by an indicator's cadence.

    0 for events and what is not known.

    >>> [report_every(cadence) for cadence in ("month", "quarter", "half", "year", "event")]
    [1, 3, 6, 12, 0]
    """
    return REPORT_EVERY.get(cadence.strip().lower()[:1], 0)


DEMO = "demo"
"""The source of every synthetic number."""
