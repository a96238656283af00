"""Commands about the data: ``hba check | build | package``."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import (
    Format,
    Lang,
    Output,
    Root,
    guarded,
    language_for,
    root_for,
    tell,
    tell_findings,
)
from hbanalysis.vocabulary.errors import Finding, WrongUsage

if TYPE_CHECKING:
    from hbanalysis.vocabulary.language import Language

Target = Annotated[
    Path | None,
    typer.Option(
        "--output",
        help="Also write the list as FILE.html or FILE.xlsx, to send back. Ghi danh sách ra tệp.",
    ),
]


class Level(StrEnum):
    """The mildest findings that are shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


AskedLevel = Annotated[
    Level | None,
    typer.Option(
        "--level",
        help="Show findings down to this level; notes are hidden beside errors. Mức hiển thị.",
    ),
]


def check(
    context: typer.Context,
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
    level: AskedLevel = None,
    target: Target = None,
) -> None:
    """Check the raw files and list all problems at once. Kiểm tra số liệu gốc."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.store.build import read_workspace

        if target is not None and target.suffix.lower() not in (".html", ".xlsx"):
            raise WrongUsage("{found!r} is neither .html nor .xlsx.", found=target.name)
        folder = root_for(context, root)
        _, findings = read_workspace(folder)
        if output is Format.JSON:
            rows = [_told(finding, lang) for finding in findings]
            typer.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=1))
        else:
            from hbanalysis.presentation.terminal.findings_text import findings_text, shown_level

            shown = shown_level(findings, str(level or ""))
            for line in findings_text(findings, shown, lang):
                tell(line)
            tell(
                lang.count("{n} finding.", "{n} findings.", len(findings))
                if findings
                else lang.say("Nothing to report: the raw files are sound.")
            )
        if target is not None:
            _write_list(folder, findings, lang, target)
        return int(any(finding.level != "note" for finding in findings))

    guarded(lang, action)


def _told(finding: Finding, lang: Language) -> dict[str, str]:
    """One finding as the contract of ``--format json`` has it, and what was found and expected."""
    from hbanalysis.presentation.pages.findings_list import wanted

    return {
        "level": finding.level,
        "rule": finding.rule,
        "file": finding.file,
        "locator": finding.locator,
        "message": lang.finding(finding),
        "found": lang.fact(finding.facts.get("found")),
        "expected": wanted(finding, lang),
        "territory": finding.territory,
        "indicator": finding.indicator,
    }


def _write_list(folder: Path, findings: list[Finding], lang: Language, target: Path) -> None:
    """The list of findings as a page or a workbook, whole or not at all."""
    from datetime import date

    from hbanalysis.intake.raw.raw_tables import checked_table
    from hbanalysis.intake.store.atomic import write_whole
    from hbanalysis.presentation.pages.findings_list import lines, page
    from hbanalysis.presentation.pages.findings_workbook import workbook
    from hbanalysis.vocabulary.rows import records

    things, places = (
        {str(row[key]): row for row in records(checked_table(folder, name).table)}
        for name, key in (("indicators", "indicator"), ("territories", "territory"))
    )
    shown, day = lines(findings, things, places, lang), date.today().isoformat()  # noqa: DTZ011
    if target.suffix.lower() == ".xlsx":
        write_whole(target, workbook(shown, lang, day))
    else:
        from hbanalysis.publishing.page_files import stylesheet

        write_whole(target, page(shown, lang, day, stylesheet()).encode("utf-8"))
    tell(lang.say("The list is in {file}.", file=target.name))


def package(context: typer.Context, root: Root = None, language: Lang = None) -> None:
    """Describe the raw files anew in datapackage.json, after they were edited on purpose.

    Ghi lại mô tả và mã kiểm tra của các tệp trong data/raw.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.store.data_package import renew_package

        renewed = renew_package(root_for(context, root))
        for mark, names in (("~", renewed.changed), ("+", renewed.added), ("-", renewed.gone)):
            for name in names:
                typer.echo(f"{mark} data/raw/{name}")
        tell(
            lang.say(
                "datapackage.json describes data/raw as it is: {changed} changed, {added} new,"
                " {gone} gone.",
                changed=len(renewed.changed),
                added=len(renewed.added),
                gone=len(renewed.gone),
            )
        )
        return 0

    guarded(lang, action)


def build(context: typer.Context, root: Root = None, language: Lang = None) -> None:
    """Write data/processed from data/raw, whole or not at all. Tạo bảng số liệu đã kiểm tra."""
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.store.build import build as build_tables

        built = build_tables(root_for(context, root))
        tell_findings(built.findings, lang)
        counts = ", ".join(f"{name} {count}" for name, count in built.rows.items())
        tell(lang.say("Built data/processed: {rows}.", rows=counts))
        return int(any(finding.level == "error" for finding in built.findings))

    guarded(lang, action)
