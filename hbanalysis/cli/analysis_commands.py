"""Commands that judge: ``hba assess | project | backtest``."""

from __future__ import annotations

from typing import Annotated

import typer

from hbanalysis.cli.common import (
    AsOf,
    Format,
    Lang,
    Output,
    PeriodText,
    Root,
    TableFormat,
    TableOutput,
    Territories,
    as_csv,
    as_json,
    guarded,
    language_for,
    opened,
)

WhatIf = Annotated[
    float,
    typer.Option(
        "--what-if",
        help=(
            "If the months left bring so many times what is expected. Giả định cho các tháng còn"
            " lại."
        ),
    ),
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        help="Indicator code; repeatable; all monthly flows when none is named. Chỉ tiêu.",
    ),
]
CONTRACT_BACKTEST = (
    "territory",
    "indicator",
    "months",
    "method",
    "cases",
    "mean_miss_pct",
    "median_miss_pct",
    "bias_pct",
    "within80",
    "within95",
    "demo",
)


def assess(
    context: typer.Context,
    period: PeriodText,
    as_of: AsOf = "",
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
    output: TableOutput = TableFormat.TEXT,
) -> None:
    """Hold every target against its figures. So sánh thực hiện với kế hoạch."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.columns import json_fields
        from hbanalysis.analysis.judgement.assess import assess as assess_targets
        from hbanalysis.presentation.sentences import with_sentences
        from hbanalysis.presentation.terminal.judgement_rows import plan_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = opened(context, root, as_of, lang)
        table = with_sentences(
            assess_targets(office, when, office.chosen_territories(territory or [], when.year))
        )
        if output is TableFormat.JSON:
            typer.echo(as_json(table, json_fields("assess")))
        elif output is TableFormat.CSV:
            typer.echo(as_csv(table, json_fields("assess")), nl=False)
        else:
            typer.echo(plan_rows(table, lang))
        return 0

    guarded(lang, action)


def project(
    context: typer.Context,
    period: PeriodText,
    as_of: AsOf = "",
    territory: Territories = None,
    what_if: WhatIf = 1.0,
    root: Root = None,
    language: Lang = None,
    output: TableOutput = TableFormat.TEXT,
) -> None:
    """Project where the year will end. Dự báo cả năm."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.columns import PROJECTED, json_fields
        from hbanalysis.analysis.judgement.assess import assess_and_project
        from hbanalysis.analysis.yearend.report_rows import project_year
        from hbanalysis.presentation.sentences import with_projection_sentences
        from hbanalysis.presentation.terminal.judgement_rows import projection_rows
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = opened(context, root, as_of, lang)
        places = office.chosen_territories(territory or [], when.year)
        table = assess_and_project(office, when, places)
        if what_if != 1:
            table = project_year(table.drop(columns=list(PROJECTED)), office, when, what_if)
        if output is TableFormat.TEXT:
            typer.echo(projection_rows(table, lang))
            return 0
        table = with_projection_sentences(table).assign(reason=table["projection_reason"])
        if output is TableFormat.JSON:
            typer.echo(as_json(table, json_fields("project")))
        else:
            typer.echo(as_csv(table, json_fields("project")), nl=False)
        return 0

    guarded(lang, action)


def backtest(
    context: typer.Context,
    as_of: AsOf = "",
    territory: Territories = None,
    indicator: Indicators = None,
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
) -> None:
    """Replay past years as they were known then. Kiểm nghiệm phương pháp trên các năm trước."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.yearend.backtest import replay, scores
        from hbanalysis.presentation.terminal.judgement_rows import backtest_rows

        office = opened(context, root, as_of, lang)
        last = int(office.observations["period"].str[:4].max()) if len(office.observations) else 0
        if territory == ["all"]:
            places = sorted(set(office.observations["territory"]))
        else:
            places = office.chosen_territories(territory or [], last) or sorted(
                set(office.observations["territory"])
            )
        codes = [office.indicator(name) for name in indicator or []]
        table = scores(replay(office, places, codes))
        if output is Format.JSON:
            typer.echo(as_json(table, CONTRACT_BACKTEST))
        else:
            typer.echo(backtest_rows(table, office, lang))
        return 0

    guarded(lang, action)
