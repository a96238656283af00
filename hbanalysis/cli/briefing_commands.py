"""Commands that make files for a meeting: ``hba briefing``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import (
    AsOf,
    Lang,
    PeriodText,
    Root,
    Territories,
    guarded,
    language_for,
    opened,
    tell,
)
from hbanalysis.cli.small_machine import refuse_a_small_machine
from hbanalysis.intake.machine import MEMORY_OF_PACKS, nothing_to_search

if TYPE_CHECKING:
    from hbanalysis.briefing.pack import Pack
    from hbanalysis.briefing.pack_content import Content
    from hbanalysis.intake.load import Workspace
    from hbanalysis.vocabulary.language import Language

ChoiceFile = Annotated[
    Path | None, typer.Option("--choice", help="TOML: what to show to whom. Tệp chọn nội dung.")
]
Folder = Annotated[
    Path | None, typer.Option("--output", help="Folder for the pack. Thư mục ghi ra.")
]


def briefing(
    context: typer.Context,
    period: PeriodText,
    as_of: AsOf = "",
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
    choice: ChoiceFile = None,
    output: Folder = None,
) -> None:
    """Make slides, a two-page note, the table and figures. Lập bộ tài liệu họp."""
    lang = language_for(context, language)

    def contents() -> tuple[Workspace, list[Content]]:
        from hbanalysis.analysis.year import year
        from hbanalysis.briefing.pack import write_pack  # noqa: F401 (with all that it brings)
        from hbanalysis.briefing.pack_content import content_of
        from hbanalysis.vocabulary.errors import HbaError
        from hbanalysis.vocabulary.periods import Period

        when = Period.parse(period)
        office = opened(context, root, as_of, lang)
        places = office.chosen_territories(territory or [], when.year)
        if not places:
            raise HbaError(
                "No territory has a target in {year}; name one with --territory.", year=when.year
            )
        return office, [
            content_of(year(when, place, language=lang, root=office), choice) for place in places
        ]

    def action() -> int:
        refuse_a_small_machine(MEMORY_OF_PACKS)
        with nothing_to_search():
            office, made = contents()
        from hbanalysis.briefing.pack import folder_for
        from hbanalysis.presentation.sentences import headline

        held = 0
        for content in made:
            if content.table.empty:
                tell(headline(content.table, content.place, lang))
                held += 1
                continue
            folder = (
                folder_for(office, content.territory, content.period, lang.code)
                if output is None
                else (output if len(made) == 1 else output / content.territory)
            )
            held += _make(content, folder.resolve(), office.root, lang)
        return int(held > 0)

    guarded(lang, action)


def _make(content: Content, folder: Path, root: Path, lang: Language) -> int:
    """Make one pack with a bar on stderr and its files on stdout.

    Gives how many files could not take their place.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from hbanalysis.briefing.pack import STEPS, write_pack

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        title = f"{content.place}, {content.period.label(lang.code)}"
        task = bar.add_task(title, total=STEPS)
        pack = write_pack(
            content,
            folder,
            lambda name: bar.update(task, advance=1, description=f"{title}: {name}"),
        )
    return _told(pack, root, lang)


def _told(pack: Pack, root: Path, lang: Language) -> int:
    for note in pack.notes:
        tell(note)
    for one in pack.held:
        tell(
            lang.say(
                "{file} is open in another program and was left as it is; the new one stands beside"
                " it: {beside}. Close it and run the command again, or use the new one.",
                file=one.wanted.name if one.wanted else "",
                beside=one.path.name,
            )
        )
    for one in pack.written:
        typer.echo(
            one.path.relative_to(root).as_posix()
            if one.path.is_relative_to(root)
            else str(one.path)
        )
    return len(pack.held)
