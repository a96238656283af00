"""What only shows when tables are laid side by side.

Each rule takes all tables and returns findings; none changes a number. ``catalogue.py`` has every
rule with its level and its reason; ``docs/checks.md`` is made from it.
"""

from __future__ import annotations

from hbanalysis.intake.checks.cumulation import (
    falling_sums,
    months_not_differences,
    sums_as_months,
)
from hbanalysis.intake.checks.impossible import (
    contradicting_targets,
    impossible_ranges,
    impossible_values,
    term_years,
    undecided_indicators,
)
from hbanalysis.intake.checks.links import answers_without_question, crosswalk_links
from hbanalysis.intake.checks.magnitudes import (
    far_above_history,
    mixed_percent_scales,
    ratios_out_of_range,
    unit_jumps,
)
from hbanalysis.intake.checks.own_history import far_from_own_history
from hbanalysis.intake.checks.scenario_rows import quarters_that_end_none, scenario_sums
from hbanalysis.intake.checks.single_rows import (
    codes_alike,
    repeated_rows,
    unknown_codes,
    unknown_relatives,
    valueless_rows,
    wrong_units,
)
from hbanalysis.intake.checks.stated_growth import growth_as_index
from hbanalysis.intake.checks.sums_of_months import sums_not_their_months, sums_replaced
from hbanalysis.intake.checks.times import (
    future_months,
    growth_across_break,
    impossible_days,
    mixed_calendars,
    outside_territory,
)
from hbanalysis.intake.checks.whole_counts import counts_not_whole
from hbanalysis.intake.checks.whole_tables import Rule, Tables
from hbanalysis.intake.checks.wholes import parts_above_wholes, targets_above_wholes

# Rows that fail these are not used; the others look only at rows that stand.
ROW_RULES: tuple[Rule, ...] = (
    unknown_codes,
    unknown_relatives,
    codes_alike,
    repeated_rows,
    impossible_days,
    future_months,
    wrong_units,
    valueless_rows,
    impossible_values,
    impossible_ranges,
    contradicting_targets,
    term_years,
    undecided_indicators,
    outside_territory,
    crosswalk_links,
    answers_without_question,
    quarters_that_end_none,
    scenario_sums,
)
SERIES_RULES: tuple[Rule, ...] = (
    unit_jumps,
    far_above_history,
    far_from_own_history,
    mixed_percent_scales,
    ratios_out_of_range,
    counts_not_whole,
    falling_sums,
    sums_as_months,
    sums_replaced,
    sums_not_their_months,
    months_not_differences,
    parts_above_wholes,
    targets_above_wholes,
    mixed_calendars,
    growth_across_break,
    growth_as_index,
)

__all__ = ["ROW_RULES", "SERIES_RULES", "Rule", "Tables"]
