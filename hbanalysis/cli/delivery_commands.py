"""Commands about deliveries: ``hba import | template``."""

from __future__ import annotations

import json
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

if TYPE_CHECKING:
    from hbanalysis.intake.delivery.accept import Accepted
    from hbanalysis.intake.delivery.prepare import Delivery
    from hbanalysis.vocabulary.language import Language

File = Annotated[
    Path, typer.Argument(metavar="FILE", help="The delivered xls, xlsx or csv file. Tệp nhận được.")
]
RecipeName = Annotated[
    str, typer.Option("--recipe", help="Name of a recipe in data/raw/recipes. Tên công thức đọc.")
]
Accept = Annotated[
    bool, typer.Option("--accept", help="Take it in; without it nothing is written. Nhận vào kho.")
]
Received = Annotated[
    str, typer.Option("--received", help="Day it was received (2024-09-30). Ngày nhận.")
]
Year = Annotated[
    int,
    typer.Argument(metavar="YEAR", min=1990, max=2100, help="Year of the figures. Năm số liệu."),
]
Territory = Annotated[str, typer.Option("--territory", help="Territory code. Địa bàn.")]
Target = Annotated[Path | None, typer.Option("--output", help="File to write (.xlsx). Tệp ghi ra.")]


def import_file(
    context: typer.Context,
    file: File,
    recipe: RecipeName,
    accept: Accept = False,
    received: Received = "",
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
) -> None:
    """Show what a delivered file would bring; with --accept take it in.

    Xem trước và nhận tệp số liệu.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.delivery.accept import accept as take_in
        from hbanalysis.intake.delivery.accept import check_in_place, import_lock, nothing_in
        from hbanalysis.intake.delivery.prepare import prepare

        folder = root_for(context, root)
        if not (folder / "data" / "raw").is_dir():
            from hbanalysis.vocabulary.errors import HbaError

            raise HbaError(
                "There is no workspace at {folder}: it has no data/raw (hba init makes one).",
                folder=folder.name,
            )
        with import_lock(folder):
            made = check_in_place(folder, prepare(folder, file, recipe, received))
            done = take_in(folder, made) if accept and not nothing_in(made) else None
        show = _show_json if output is Format.JSON else _show_text
        show(folder, made, done, lang, accept)
        return int(made.has_errors)

    guarded(lang, action)


def _show_json(
    _: Path, made: Delivery, done: Accepted | None, lang: Language, accept: bool
) -> None:
    content = {
        "file": made.path.name,
        "sha256": made.fingerprint,
        "recipe": made.recipe.name,
        "received": made.received,
        "accepted": accept and done is not None,
        "written": [name for name in (done.observations, done.stored) if name] if done else [],
        "observations": [one.fields for one in made.observations],
        "normalisations": [
            {
                "rule": one.rule,
                "sheet": one.sheet,
                "cells": list(one.cells),
                "before": one.before,
                "after": one.after,
            }
            for one in made.normalisations
        ],
        "findings": [
            {
                "level": f.level,
                "rule": f.rule,
                "file": f.file,
                "locator": f.locator,
                "message": lang.finding(f),
                "territory": f.territory,
                "indicator": f.indicator,
            }
            for f in made.findings
        ],
    }
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _show_text(
    folder: Path, made: Delivery, done: Accepted | None, lang: Language, accept: bool
) -> None:
    from hbanalysis.intake.delivery.accept import nothing_in
    from hbanalysis.intake.raw.raw_tables import read_table
    from hbanalysis.presentation.terminal.delivery_preview import (
        SHOWN,
        change_lines,
        preview_rows,
        summary,
    )

    tell_findings(made.findings, lang)
    if made.observations:
        territories = read_table(folder, "territories")[0]
        places = dict(zip(territories["territory"], territories["name_vi"], strict=True))
        typer.echo(preview_rows([one.fields for one in made.observations], places, lang))
    lines = change_lines(made.normalisations, lang)
    if lines:
        typer.echo("\n" + lang.say("Changed while reading:"))
        typer.echo("\n".join(lines[:SHOWN]))
        if len(lines) > SHOWN:
            typer.echo(
                lang.say("… and {count} more; --format json lists all.", count=len(lines) - SHOWN)
            )
    refused = sum(finding.level == "error" for finding in made.findings)
    tell(summary({"read": len(made.observations), "changed": len(lines), "refused": refused}, lang))
    if done:
        tell(
            lang.say(
                "Taken in: {count} figures in {file}; the file itself is kept as {stored}.",
                count=done.count,
                file=done.observations or "—",
                stored=done.stored,
            )
        )
    elif nothing_in(made):
        tell(lang.say("Nothing of this delivery can be taken in; nothing was written."))
    elif not accept:
        tell(lang.say("Nothing was written; with --accept it is taken in."))


def template(
    context: typer.Context,
    year: Year,
    territory: Territory = "",
    target: Target = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write the workbook that departments fill in: indicators by months.

    Lập mẫu số liệu tháng cho phòng, ban.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.delivery.template import chosen_place, file_name, write_template

        folder = root_for(context, root)
        place = chosen_place(folder, territory, year)
        path = target or Path(file_name(place, year))
        count = write_template(folder, year, place, path)
        typer.echo(path.as_posix())
        tell(
            lang.say(
                "The template has {count} indicators by 12 months; a filled one comes in with: "
                "hba import {file} --recipe mau-phong-ban",
                count=count,
                file=path.name,
            )
        )
        return 0

    guarded(lang, action)
