"""Commands that look at the source: ``hba revisions | audit``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hbanalysis.cli.common import (
    Format,
    Lang,
    Output,
    Root,
    Territories,
    guarded,
    json_text,
    language_for,
    opened,
)

if TYPE_CHECKING:
    import pandas as pd

    from hbanalysis.intake.audit import Audit
    from hbanalysis.intake.load import Workspace
    from hbanalysis.intake.plan_intervals import PlanIntervals
    from hbanalysis.vocabulary.language import Language

Since = Annotated[
    str,
    typer.Option("--since", help="Published on this day or later (2024-10-15). Công bố từ ngày."),
]
Until = Annotated[
    str, typer.Option("--until", help="Only what was published by that day. Công bố đến ngày.")
]
Indicators = Annotated[
    list[str] | None, typer.Option("--indicator", help="Indicator code; repeatable. Chỉ tiêu.")
]


def as_plain(value: Any) -> Any:
    """A value as JSON has it: whole decimals as ints, other numbers as floats, nothing as null."""
    from hbanalysis.vocabulary.numbers import is_missing

    if isinstance(value, (list, tuple)):
        return [as_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_missing(value) and not isinstance(value, str):
        return None
    return value.item() if hasattr(value, "item") else value


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): as_plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _names(office: Workspace, lang: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Names of indicators and territories by code."""
    from hbanalysis.vocabulary.rows import records

    things = {str(row["indicator"]): lang.pick(row, "name") for row in records(office.indicators)}
    places = {str(row["territory"]): lang.pick(row, "name") for row in records(office.territories)}
    return things, places


def _chosen(
    office: Workspace, table: pd.DataFrame, indicators: list[str], territories: list[str]
) -> pd.DataFrame:
    """The rows of a table asked for; an unknown code is WrongUsage with the nearest one."""
    codes = [office.indicator(name) for name in indicators]
    if codes:
        table = table[table["indicator"].isin(codes)]
    if territories and territories != ["all"]:
        table = table[table["territory"].isin(office.codes_of(territories))]
    return table


def revisions(
    context: typer.Context,
    since: Since,
    until: Until = "",
    indicator: Indicators = None,
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
) -> None:
    """What later publications changed, first estimate against now. Số liệu được công bố lại."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.observations.reconciliation import reconciliation
        from hbanalysis.intake.observations.revisions import revision_summary
        from hbanalysis.intake.observations.revisions import revisions as revised_cells
        from hbanalysis.intake.observations.vintages import known_by
        from hbanalysis.presentation.terminal.scrutiny_text import (
            reconciliation_lines,
            revision_lines,
        )
        from hbanalysis.vocabulary.periods import parse_day

        for day in (since, until):
            if day:
                parse_day(day)
        office = opened(context, root, "", lang)
        table = _chosen(office, office.observations, indicator or [], territory or [])
        revised = revised_cells(table, since, until)
        summary = revision_summary(revised)
        sums = reconciliation(known_by(table, "published", until), office.indicators)
        sums = sums[sums["published"] >= since]
        if output is Format.JSON:
            apart = sums[~sums["reconciled"] & sums["gap"].notna()]
            parts = {"summary": summary, "revisions": revised, "reconciliation": apart}
            typer.echo(json_text({name: _rows(part) for name, part in parts.items()}))
        else:
            things, places = _names(office, lang)
            lines = [
                revision_lines(summary, revised, things, places, lang),
                reconciliation_lines(sums, places, lang),
            ]
            typer.echo("\n\n".join(text for text in lines if text))
        return 0

    guarded(lang, action)


def _audit_facts(findings: Audit, plans: PlanIntervals) -> dict[str, Any]:
    """What the audit found, as JSON has it."""
    parts = {
        "percentages": findings.percentages,
        "in_year": findings.in_year,
        "implied": findings.implied,
        "counts": findings.counts,
        "plans": plans.lines,
        "remarks": plans.remarks,
    }
    facts: dict[str, Any] = {
        name: [{key: as_plain(value) for key, value in row.items()} for row in rows]
        for name, rows in parts.items()
    }
    return facts | {"contradictions": findings.contradictions}


def audit(
    context: typer.Context,
    indicator: Indicators = None,
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
) -> None:
    """Recompute what the documents print. Tính lại các tỷ lệ và phép cộng trong văn bản."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.audit import audit as audit_source
        from hbanalysis.intake.plan_intervals import plan_intervals
        from hbanalysis.intake.printed_in_year import printed_in_year
        from hbanalysis.presentation.judgement_style import unit_text
        from hbanalysis.presentation.terminal.plan_interval_text import interval_lines
        from hbanalysis.presentation.terminal.scrutiny_text import audit_lines
        from hbanalysis.vocabulary.rows import records

        office = opened(context, root, "", lang)
        stated, observed = (
            _chosen(office, table, indicator or [], territory or [])
            for table in (office.results_stated, office.observations)
        )
        findings = audit_source(
            stated,
            office.scoreboard_stated,
            office.indicators,
            in_year=printed_in_year(observed, office.targets),
        )
        plans = plan_intervals(stated, observed, office.targets, office.indicators)
        if output is Format.JSON:
            typer.echo(json_text(_audit_facts(findings, plans)))
        else:
            units = {
                str(row["indicator"]): unit_text(row, lang) for row in records(office.indicators)
            }
            things, places = _names(office, lang)
            texts = [
                interval_lines(plans, things, places, lang),
                audit_lines(findings, things, units, lang),
            ]
            typer.echo("\n\n".join(text for text in texts if text))
        return int(findings.contradictions > 0)

    guarded(lang, action)
