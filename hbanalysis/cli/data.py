"""Commands about the data: ``hba check | build``."""

from __future__ import annotations

import json

import typer

from hbanalysis.cli.common import Format, Lang, Output, Root, guarded, root_for, tell, tell_findings, words_for


def check(context: typer.Context, root: Root = None, lang: Lang = None, output: Output = Format.TEXT) -> None:
    """Check the raw files and list all problems at once. Kiểm tra số liệu thô."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.intake.build import read_workspace

        _, findings = read_workspace(root_for(context, root))
        if output is Format.JSON:
            rows = [{"level": f.level, "rule": f.rule, "file": f.file, "locator": f.locator,
                     "message": words.finding(f), "territory": f.territory, "indicator": f.indicator}
                    for f in findings]
            typer.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=1))
        else:
            tell_findings(findings, words)
            tell(words.count("{n} finding.", "{n} findings.", len(findings)) if findings
                 else words.say("Nothing to report: the raw files are sound."))
        return int(any(finding.level != "note" for finding in findings))

    guarded(words, action)


def build(context: typer.Context, root: Root = None, lang: Lang = None) -> None:
    """Write data/processed from data/raw, whole or not at all. Dựng số liệu đã kiểm tra."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.intake.build import build as build_tables

        built = build_tables(root_for(context, root))
        tell_findings(built.findings, words)
        told = ", ".join(f"{name} {count}" for name, count in built.rows.items())
        tell(words.say("Built data/processed: {rows}.", rows=told))
        return int(any(finding.level == "error" for finding in built.findings))

    guarded(words, action)
