"""Commands about the data: ``hba check | build``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import Format, Lang, Output, Root, guarded, root_for, tell, tell_findings, words_for
from hbanalysis.vocabulary.errors import Finding, WrongUsage

if TYPE_CHECKING:
    from hbanalysis.vocabulary.language import Language

Target = Annotated[Path | None, typer.Option(
    "--output", help="Also write the list as FILE.html or FILE.xlsx, to send back. Ghi danh sách ra tệp.")]


def check(context: typer.Context, root: Root = None, lang: Lang = None, output: Output = Format.TEXT,
          target: Target = None) -> None:
    """Check the raw files and list all problems at once. Kiểm tra số liệu thô."""
    words = words_for(context, lang)

    def action() -> int:
        from hbanalysis.intake.build import read_workspace

        if target is not None and target.suffix.lower() not in (".html", ".xlsx"):
            raise WrongUsage("{found!r} is neither .html nor .xlsx.", found=target.name)
        folder = root_for(context, root)
        _, findings = read_workspace(folder)
        if output is Format.JSON:
            rows = [_told(finding, words) for finding in findings]
            typer.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=1))
        else:
            tell_findings(findings, words)
            tell(words.count("{n} finding.", "{n} findings.", len(findings)) if findings
                 else words.say("Nothing to report: the raw files are sound."))
        if target is not None:
            _write_list(folder, findings, words, target)
        return int(any(finding.level != "note" for finding in findings))

    guarded(words, action)


def _told(finding: Finding, words: Language) -> dict[str, str]:
    """One finding as the contract of ``--format json`` has it, and what was found and expected."""
    from hbanalysis.presentation.findings import wanted

    return {"level": finding.level, "rule": finding.rule, "file": finding.file, "locator": finding.locator,
            "message": words.finding(finding), "found": words.fact(finding.facts.get("found")),
            "expected": wanted(finding, words), "territory": finding.territory, "indicator": finding.indicator}


def _write_list(folder: Path, findings: list[Finding], words: Language, target: Path) -> None:
    """The list of findings as a page or a workbook, whole or not at all."""
    from datetime import date

    from hbanalysis.intake.atomic import write_whole
    from hbanalysis.intake.raw import checked_table
    from hbanalysis.presentation.findings import lines, page, workbook
    from hbanalysis.vocabulary.rows import records

    things, places = ({str(row[key]): row for row in records(checked_table(folder, name).table)}
                      for name, key in (("indicators", "indicator"), ("territories", "territory")))
    found, day = lines(findings, things, places, words), date.today().isoformat()  # noqa: DTZ011
    if target.suffix.lower() == ".xlsx":
        write_whole(target, workbook(found, words, day))
    else:
        from hbanalysis.publishing.pages import stylesheet

        write_whole(target, page(found, words, day, stylesheet()).encode("utf-8"))
    tell(words.say("The list is in {file}.", file=target.name))


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
