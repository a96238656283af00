"""Commands that judge: ``hba assess | project``."""

from __future__ import annotations

import typer

from hbanalysis.cli.common import (
    AsOf,
    Format,
    Lang,
    Output,
    PeriodText,
    Root,
    Territories,
    as_json,
    guarded,
    opened,
    words_for,
)

CONTRACT_ASSESS = (
    "territory", "period", "indicator", "parent", "clause", "group", "name_vi", "name_en", "unit", "measure", "target",
    "comparator", "comparator_stated", "plan", "decided", "actual", "through", "in_period", "missing", "status",
    "published", "source", "locator", "file", "demo", "pct_of_plan", "stated_pct_of_plan", "same_period",
    "pct_of_same_period", "same_period_basis", "expected_share", "expected_to_date", "pace_method", "pace_years",
    "required_per_month", "best_month", "verdict", "outlook", "reason", "reason_vi", "reason_en", "next_date",
    "expected_low", "expected_high", "record_pct", "record_years", "asked_to_date", "target_high", "target_due",
    "plans", "worst_part", "hidden_gap",
)
CONTRACT_PROJECT = (
    "territory", "period", "indicator", "name_vi", "name_en", "unit", "target", "comparator", "actual", "demo", "point",
    "lo80", "hi80", "lo95", "hi95", "chance", "method", "months_observed", "years_of_history", "past_miss_pct",
    "past_tries", "reason",
)


def assess(context: typer.Context, period: PeriodText, as_of: AsOf = "", territory: Territories = None,
           root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Hold every target against its figures. So kế hoạch với thực hiện."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.analysis.assessment import assess as assess_targets
        from hbanalysis.presentation.sentences import with_sentences
        from hbanalysis.presentation.terminal import plan_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = opened(context, root, as_of, words)
        table = with_sentences(assess_targets(office, when, office.chosen_territories(territory or [], when.year)))
        if output is Format.JSON:
            typer.echo(as_json(table, CONTRACT_ASSESS))
        else:
            typer.echo(plan_rows(table, words))
        return 0

    guarded(words, action)


def project(context: typer.Context, period: PeriodText, as_of: AsOf = "", territory: Territories = None,
            root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Project where the year will end. Ước thực hiện cả năm."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.analysis.assessment import assess as assess_targets
        from hbanalysis.analysis.yearend import project_year
        from hbanalysis.presentation.terminal import projection_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = opened(context, root, as_of, words)
        table = assess_targets(office, when, office.chosen_territories(territory or [], when.year))
        table = project_year(table, office, when)
        if output is Format.JSON:
            typer.echo(as_json(table.assign(reason=table["projection_reason"]), CONTRACT_PROJECT))
        else:
            typer.echo(projection_rows(table, words))
        return 0

    guarded(words, action)
