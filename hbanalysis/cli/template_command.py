"""The command ``hba template``: workbooks that people fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import Lang, Root, guarded, language_for, root_for, tell
from hbanalysis.vocabulary.errors import WrongUsage

if TYPE_CHECKING:
    from hbanalysis.vocabulary.language import Language

Year = Annotated[
    int | None,
    typer.Argument(metavar="YEAR", min=1990, max=2100, help="Year of the figures. Năm số liệu."),
]
Catalogue = Annotated[
    bool,
    typer.Option(
        "--catalogue",
        help="The workbook of indicators, targets and territories instead. Tệp danh mục.",
    ),
]
Territory = Annotated[str, typer.Option("--territory", help="Territory code. Địa bàn.")]
Target = Annotated[Path | None, typer.Option("--output", help="File to write (.xlsx). Tệp ghi ra.")]


def template(
    context: typer.Context,
    year: Year = None,
    territory: Territory = "",
    catalogue: Catalogue = False,
    target: Target = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write the workbook that departments fill in: indicators by months.

    With --catalogue the one of the office's lists. Lập mẫu số liệu tháng, mẫu danh mục.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.intake.delivery.template import write_template
        from hbanalysis.intake.delivery.template_scope import chosen_place, file_name

        folder = root_for(context, root)
        if catalogue:
            return _write_catalogue(folder, target, lang)
        if year is None:
            raise WrongUsage("Which year is the template for? Write it: hba template 2026")
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


def _write_catalogue(folder: Path, target: Path | None, lang: Language) -> int:
    """The workbook of the office's lists, with what the office has already."""
    from hbanalysis.intake.delivery.catalogue_book import FILE_NAME, write_catalogue

    path = target or Path(FILE_NAME)
    count = write_catalogue(folder, path)
    typer.echo(path.as_posix())
    tell(
        lang.count(
            "The catalogue has {n} row; a filled one comes in with: hba import {file}",
            "The catalogue has {n} rows; a filled one comes in with: hba import {file}",
            count,
            file=path.name,
        )
    )
    return 0
