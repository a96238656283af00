"""One row of an assessment, typed: ``row.actual`` and ``row["actual"]`` are the same.

What each column means, in which unit, and who adds it is in ``columns.csv`` beside this file;
docs/columns.md is made of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hbanalysis.vocabulary.rows import TableRow, records

if TYPE_CHECKING:  # who draws pictures beside a pack needs rows, but no tables
    import pandas as pd


class Row(TableRow):
    """One row: the declared columns that its table has so far, and further ones, untyped."""

    __slots__ = ()

    # scope: every indicator with a target or a figure of the year, from data/raw/indicators.csv
    territory: str
    indicator: str
    parent: str
    parent_basis: str
    clause: str
    group: str
    name_vi: str
    name_en: str
    unit: str
    measure: str
    direction: str
    decimals: float
    cadence: str
    judgeable: str
    owner: str
    definition: str
    derived: str
    projectable: str
    unit_en: str
    accrues: str
    ratio_of: str
    ended: str
    rejected: str
    rejected_months: tuple[Any, ...]
    # actuals: the figures of the year, as they were known
    actual: float
    through: int
    in_period: float
    partial: float
    months_known: int
    numerator: float
    denominator: float
    signed: bool
    ratio_basis: str
    month_ratio: float
    missing: tuple[Any, ...]
    awaited: tuple[Any, ...]
    wards: dict[Any, float]
    published: str
    source: str
    locator: str
    file: str
    status: str
    demo: bool
    printed_to_date: float
    printed_on: str
    # with_target: the plan in force on the day
    target: float
    comparator: str
    comparator_stated: str
    plan: str
    decided: str
    target_source: str
    target_locator: str
    target_note: str
    target_basis: str
    target_high: float
    target_due: str
    former_targets: tuple[Any, ...]
    plans: int
    rival_plans: tuple[Any, ...]
    later_target: float
    later_year: int
    # with_terms: targets of a term (2026-2030)
    term_first: int
    term_last: int
    term_known: str
    term_elapsed: float
    term_asked: float
    term_needed: float
    term_before: float
    term_printed: float
    # with_older_levels: the last level of earlier years where this one has none
    older_level: float
    older_month: str
    # with_breaks: years with a declared break inside
    break_day: str
    before_break: float
    since_break: float
    year_starts: int
    # with_steps: dated steps of a milestone
    steps: tuple[Any, ...]
    steps_done: int
    step_vi: str
    step_en: str
    step_due: str
    # with_pace: what past years imply by now (docs/pace.md)
    expected_share: float
    expected_low: float
    expected_high: float
    pace_method: str
    pace_years: float
    record_pct: float
    record_years: float
    record_factor: float
    on_track_from: float
    at_risk_from: float
    expected_to_date: float
    asked_to_date: float
    # with_needs: what the rest of the year must bring
    required_per_month: float
    best_month: float
    rest_needed: float
    best_rest: float
    best_rest_year: int
    # same_period: the same months of last year
    same_period: float
    pct_of_same_period: float
    change_from_same_period: float
    same_period_basis: str
    scenario: float
    scenario_growth: float
    pct_of_scenario: float
    scenario_met: str
    scenario_plan: str
    scenario_basis: str
    required_growth: float
    same_period_low: float
    same_period_high: float
    bridged_from: tuple[Any, ...]
    pct_of_other: float
    other_basis: str
    # marked: whose rows they are
    office: str
    as_of: str
    period: str
    # assess: percentages and judgement
    pct_of_plan: float
    gap_to_plan: float
    no_pct_because: str
    stated_pct_of_plan: float
    verdict: str | None
    outlook: str | None
    reason: str
    next_date: str
    wards_short: tuple[Any, ...]
    wards_silent: tuple[Any, ...]
    closed: bool
    place_vi: str
    place_en: str
    # with_parts: wholes and their parts
    worst_part: str
    hidden_gap: float
    # one_word: the outlook from pace and projection
    outlook_by_pace: str
    outlook_by_chance: str
    outlook_chance: float
    outlook_basis: str
    weighs_more: str
    weighs_right: int
    weighs_of: int
    # project_year: where the year will end (docs/method.md)
    point: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float
    chance: float
    method: str
    months_observed: int
    years_of_history: int
    past_miss_pct: float
    past_tries: int
    benchmark_miss_pct: float
    quantiles: dict[Any, float]
    adjustment: float
    adjusted_for_vi: str
    adjusted_for_en: str
    coherence: str
    shock_widens: float
    shock_vi: str
    shock_en: str
    ends_at_plan: str
    ends_at_plan_years: int
    own_estimate: float
    own_estimate_on: str
    own_estimate_miss_pct: float
    own_estimate_years: int
    what_if: float
    what_if_point: float
    what_if_chance: float
    projection_reason: str
    # sentences: said in words by the presentation room
    reason_vi: str
    reason_en: str
    sentence_vi: str
    sentence_en: str


def rows(table: pd.DataFrame) -> Iterator[Row]:
    """The rows of a table of judged columns, one at a time, typed.

    >>> import pandas as pd
    >>> [row.actual for row in rows(pd.DataFrame({"indicator": ["3", "8"], "actual": [1.5, 2.0]}))]
    [1.5, 2.0]
    """
    yield from records(table)
