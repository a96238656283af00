"""The command ``hba import``: one delivered file, a folder of them, or a filled catalogue."""

from __future__ import annotations

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
)
from hbanalysis.cli.import_messages import (
    as_text,
    content_of,
    is_known,
    show_text,
    tell_catalogue,
    tell_moves,
    tell_one_of_many,
    tell_sum,
)
from hbanalysis.vocabulary.errors import HbaError, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hbanalysis.intake.delivery.accept import Accepted
    from hbanalysis.intake.delivery.prepare import Delivery
    from hbanalysis.vocabulary.language import Language

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="The delivered file, a folder of files, a catalogue. Tệp, thư mục nhận.",
    ),
]
RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        help="Name of a recipe in data/raw/recipes; else the one that fits. Tên cấu hình đọc.",
    ),
]
Accept = Annotated[
    bool, typer.Option("--accept", help="Take it in; without it nothing is written. Nhập số liệu.")
]
Received = Annotated[
    str, typer.Option("--received", help="Day it was received (2024-09-30). Ngày công bố.")
]


def import_file(
    context: typer.Context,
    file: File,
    recipe: RecipeName = "",
    accept: Accept = False,
    received: Received = "",
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
) -> None:
    """Show what a delivered file or a folder of them would bring; with --accept take it in.

    Xem trước và nhập tệp số liệu, thư mục tệp, tệp danh mục.
    """
    lang = language_for(context, language)

    def action() -> int:
        folder = root_for(context, root)
        if not (folder / "data" / "raw").is_dir():
            raise HbaError(
                "There is no workspace at {folder}: it has no data/raw (hba init makes one).",
                folder=folder.name,
            )
        if file.is_dir():
            return _import_folder(folder, file, recipe, received, lang, accept, output)
        if not recipe and _is_catalogue(file):
            return _import_catalogue(folder, file, lang, accept)
        made, done = _one(folder, file, recipe, received, accept)
        moves = [] if accept else _would_change(folder, [made], lang)
        if output is Format.JSON:
            typer.echo(as_text(content_of(made, done, moves, lang)))
        else:
            show_text(folder, made, done, lang, accept)
            tell_moves(moves, lang)
        return int(made.has_errors)

    guarded(lang, action)


def _one(
    folder: Path, file: Path, recipe: str, received: str, accept: bool
) -> tuple[Delivery, Accepted | None]:
    """One file: what it would bring, and what was taken in."""
    from hbanalysis.intake.delivery.accept import accept as take_in
    from hbanalysis.intake.delivery.accept import check_in_place, import_lock, nothing_in
    from hbanalysis.intake.delivery.prepare import prepare
    from hbanalysis.intake.delivery.recipe_choice import prepare_by_any

    with import_lock(folder):
        read = (
            prepare(folder, file, recipe, received)
            if recipe
            else prepare_by_any(folder, file, received)
        )
        made = check_in_place(folder, read)
        done = take_in(folder, made) if accept and not nothing_in(made) else None
    return made, done


def _import_folder(
    folder: Path,
    files: Path,
    recipe: str,
    received: str,
    lang: Language,
    accept: bool,
    output: Format,
) -> int:
    """Every file of a folder, each for itself; a summary says what was new, known and refused."""
    made: list[tuple[Delivery, Accepted | None]] = []
    refused: list[tuple[str, HbaError]] = []
    inside = [path for path in sorted(files.iterdir()) if path.is_file()]
    for path in (path for path in inside if not path.name.startswith((".", "~$"))):
        try:
            made.append(_one(folder, path, recipe, received, accept))
        except WrongUsage:
            raise
        except HbaError as problem:
            refused.append((path.name, problem))
    deliveries = [one for one, _ in made]
    moves = [] if accept else _would_change(folder, deliveries, lang)
    if output is Format.JSON:
        content = {
            "files": [content_of(one, done, [], lang) for one, done in made],
            "refused": [{"file": n, "message": lang.error(why)} for n, why in refused],
            "would_change": moves,
        }
        typer.echo(as_text(content))
    else:
        for one, done in made:
            tell_one_of_many(one, done, lang)
        for name, why in refused:
            tell(f"{name}: {lang.error(why)}")
        tell_sum(deliveries, len(refused), lang)
        tell_moves(moves, lang)
        if not accept:
            tell(lang.say("Nothing was written; with --accept it is taken in."))
    return int(bool(refused) or any(one.has_errors and not is_known(one) for one in deliveries))


def _would_change(folder: Path, made: Sequence[Delivery], lang: Language) -> list[str]:
    """What the figures would change in every report that they belong to."""
    from contextlib import ExitStack

    from hbanalysis.analysis.year import year
    from hbanalysis.intake.delivery.accept import as_if_accepted
    from hbanalysis.intake.store.fingerprints import is_fresh
    from hbanalysis.presentation.terminal.what_would_change import what_would_change

    last: dict[str, str] = {}
    for one in (one for delivery in made for one in delivery.observations):
        territory, month = one.fields["territory"], one.fields["period"]
        last[territory] = max(month, last.get(territory, ""))
    if not last:
        return []
    lines = []
    with ExitStack() as stack:
        # The real workspace is not built for this: nothing is written before --accept.
        before = folder if is_fresh(folder) else stack.enter_context(as_if_accepted(folder, []))
        after = stack.enter_context(as_if_accepted(folder, made))
        for territory, month in sorted(last.items()):
            years = [year(month, territory, language=lang, root=root) for root in (before, after)]
            if not years[1].plan.empty:
                lines += [f"{years[1].territory_name}, {years[1].period.label(lang.code)}:"]
                lines += what_would_change(*years) or [
                    lang.say("No judgement or projection moves.")
                ]
    return lines


def _is_catalogue(file: Path) -> bool:
    from hbanalysis.intake.delivery.catalogue_import import is_catalogue_book

    return is_catalogue_book(file)


def _import_catalogue(folder: Path, file: Path, lang: Language, accept: bool) -> int:
    """A filled catalogue: what it would bring to each table; with --accept written."""
    from hbanalysis.intake.delivery.accept import import_lock
    from hbanalysis.intake.delivery.catalogue_import import accept_catalogue, prepare_catalogue

    with import_lock(folder):
        made = prepare_catalogue(folder, file)
        written = accept_catalogue(folder, made) if accept and not made.has_errors else []
    tell_catalogue(made, lang, bool(written))
    if made.has_errors:
        tell(lang.say("Nothing of this delivery can be taken in; nothing was written."))
    elif not accept:
        tell(lang.say("Nothing was written; with --accept it is taken in."))
    elif written:
        names = ", ".join(f"data/raw/{name}.csv" for name in written)
        tell(lang.say("Written: {files}.", files=names))
    return int(made.has_errors)
