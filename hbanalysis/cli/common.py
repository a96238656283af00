"""What every command shares: options, language, workspace, and how problems are told."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hbanalysis.vocabulary.errors import BadData, Finding, HbaError

if TYPE_CHECKING:
    import pandas as pd

    from hbanalysis.intake.load import Workspace
    from hbanalysis.intake.store.build import Built
    from hbanalysis.vocabulary.language import Language


class Format(StrEnum):
    """How a command prints its data."""

    TEXT = "text"
    JSON = "json"


class TableFormat(StrEnum):
    """How a command prints a table."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class Tongue(StrEnum):
    """Language of messages and pages."""

    VI = "vi"
    EN = "en"


Root = Annotated[
    Path | None, typer.Option("--root", help="Workspace: a folder with data/raw. Thư mục làm việc.")
]


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"hbanalysis {version('hbanalysis')}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_print_version, help="Print the release."),
]
Lang = Annotated[Tongue | None, typer.Option("--lang", help="Language: vi or en. Ngôn ngữ.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", help="Only what was published by that day (2024-10-15). Công bố đến ngày."
    ),
]
Territories = Annotated[
    list[str] | None,
    typer.Option(
        "--territory",
        help="Territory code; repeatable; 'all' for every one with a target. Địa bàn.",
    ),
]
Output = Annotated[Format, typer.Option("--format", help="text or json.")]
TableOutput = Annotated[TableFormat, typer.Option("--format", help="text, json or csv.")]
PeriodText = Annotated[
    str, typer.Argument(metavar="PERIOD", help="2024-07, 2024-Q3, 2024-H1, 2024-9M or 2024.")
]


def language_for(context: typer.Context, language: Tongue | None) -> Language:
    """The reader's language: the option, else HBA_LANG from the environment, else Vietnamese."""
    from hbanalysis.vocabulary.language import Language

    chosen = language or (context.obj or {}).get("lang") or os.environ.get("HBA_LANG") or "vi"
    try:
        return Language(str(chosen))
    except HbaError as problem:
        tell(str(problem))
        raise typer.Exit(problem.exit_code) from None


def root_for(context: typer.Context, root: Path | None) -> Path:
    """The workspace folder: the option, else the nearest one upwards, else the repository."""
    from hbanalysis.intake.load import find_root

    chosen = root or (context.obj or {}).get("root")
    if chosen is None:
        return find_root()
    if not Path(chosen).is_dir():
        raise HbaError("There is no folder {folder}.", folder=str(chosen))
    return Path(chosen).resolve()


def tell(text: str) -> None:
    """One line for a person, on stderr."""
    typer.echo(text, err=True)


def tell_findings(findings: list[Finding], lang: Language) -> None:
    """Every finding as one line: level, file, cell, sentence; hundreds of one kind are counted."""
    from hbanalysis.presentation.terminal.findings_text import FULLY, findings_text

    for line in findings_text(findings, "note", lang, FULLY):
        tell(line)


def _named(territory: object) -> str:
    """A file by its name, a folder by its last two: ``2024-Q3/vi``."""
    if not isinstance(territory, (str, os.PathLike)) or not str(territory):
        return ""
    path = Path(territory)
    return path.name if path.suffix else "/".join(path.parts[-2:])


def guarded(lang: Language, action: Callable[[], int]) -> None:
    """Run an action; a problem an analyst can put right becomes one sentence and its exit code."""
    try:
        code = action()
    except BadData as problem:
        tell_findings(problem.findings, lang)
        tell(lang.error(problem))
        code = problem.exit_code
    except HbaError as problem:
        tell(lang.error(problem))
        code = problem.exit_code
    except BrokenPipeError:  # nobody reads on (``| head``): the end, and nothing to tell
        raise
    except (
        OSError
    ) as problem:  # a full disk, a folder that may not be written, a file open in Excel
        name = _named(problem.filename) or lang.say("The output")
        tell(
            lang.say(
                "{file} cannot be read or written: {why}.",
                file=name,
                why=problem.strerror or str(problem),
            )
        )
        if not problem.filename:
            _leave_the_screen()
        code = 1
    raise typer.Exit(code)


def _leave_the_screen() -> None:
    """Do not write what a screen did not take once more at the end, which has its own exit code."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def json_text(facts: Any) -> str:
    """Facts as JSON that people can read too; a NaN among them is an error of ours."""
    return json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False)


def as_json(table: pd.DataFrame, columns: tuple[str, ...]) -> str:
    """Rows as a JSON array; missing numbers are null, never NaN."""
    from hbanalysis.vocabulary.numbers import is_missing

    def plain(value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return list(value)
        if is_missing(value):
            return None
        return value.item() if hasattr(value, "item") else value

    rows = [{name: plain(row[name]) for name in columns} for row in table.to_dict("records")]
    return json_text(rows)


def as_csv(table: pd.DataFrame, columns: tuple[str, ...]) -> str:
    """Rows as CSV in machine notation; what is missing is empty, and no cell is a formula."""
    from hbanalysis.vocabulary.spreadsheets import formula_free

    return str(formula_free(table[list(columns)]).to_csv(index=False, lineterminator="\n"))


def opened(
    context: typer.Context,
    root: Path | None,
    as_of: str,
    lang: Language,
    runs: Callable[[Callable[[], Built | None]], Built | None] = lambda build: build(),
) -> Workspace:
    """The workspace, rebuilt first when raw files changed; findings of the rebuild are told.

    ``runs`` does the building: in a copy of this process where that may start no threads.
    """
    from hbanalysis.intake.load import ensure_built, workspace

    folder = root_for(context, root)
    built = runs(lambda: ensure_built(folder))
    if built is not None:
        tell(lang.say("data/processed was rebuilt from the raw files."))
        tell_findings([finding for finding in built.findings if finding.level == "error"], lang)
    return workspace(folder, as_of)
