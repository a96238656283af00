"""Commands that make pages and ask how they stand: ``hba report``, ``hba stale``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hbanalysis.cli.common import (
    AsOf,
    Format,
    Lang,
    Output,
    Root,
    Territories,
    guarded,
    language_for,
    opened,
    root_for,
    tell,
)
from hbanalysis.cli.small_machine import refuse_a_small_machine
from hbanalysis.intake.machine import MEMORY_OF_PAGES
from hbanalysis.vocabulary.errors import HbaError, WrongUsage

if TYPE_CHECKING:
    from hbanalysis.publishing.made_from.staleness import State
    from hbanalysis.vocabulary.language import Language

Jobs = Annotated[
    int, typer.Option("--jobs", min=1, help="Notebooks at a time. Số sổ phân tích chạy cùng lúc.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="NAME=VALUE for the notebooks; repeatable. Tham số của sổ phân tích."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Run also what is fresh. Lập lại cả trang đã cập nhật.")
]
Matrix = Annotated[
    Path | None,
    typer.Option(
        "--matrix",
        help="A TOML file: territories, periods, languages, notebooks. Lập nhiều báo cáo một lượt.",
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler", help="Run on a Dask cluster: tcp://host:8786. Chạy trên cụm máy Dask."
    ),
]
Pages = Annotated[
    str,
    typer.Option(
        "--pages",
        help="one or all; default: by the territory's level (rules.toml). Một trang hay mọi trang.",
    ),
]
Mark = Annotated[
    bool,
    typer.Option(
        "--mark", help="Also write it on each index, or take it away. Ghi lên trang tổng quan."
    ),
]
AnyPeriod = Annotated[
    str, typer.Argument(metavar="[PERIOD]", help="2024-07, 2024-Q3, 2024-H1, 2024-9M or 2024.")
]


def report(  # noqa: PLR0917
    context: typer.Context,
    period: AnyPeriod = "",
    as_of: AsOf = "",
    territory: Territories = None,
    root: Root = None,
    language: Lang = None,
    jobs: Jobs = 2,
    setting: Settings = None,
    force: Force = False,
    matrix: Matrix = None,
    scheduler: Scheduler = "",
    pages: Pages = "",
) -> None:
    """Run the notebooks whose pages are out of date and write the HTML analysis.

    Lập trang phân tích.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.publishing.batch.matrix import orders_of
        from hbanalysis.publishing.batch.progress import make_reports, publish
        from hbanalysis.publishing.kernel.apart import apart
        from hbanalysis.vocabulary.periods import Period

        if matrix:
            office = opened(context, root, as_of, lang, apart)
            made = publish(
                office, orders_of(matrix, office, setting or []), lang, jobs, force, scheduler
            )
        else:
            when = Period.parse(period)
            office = opened(context, root, as_of, lang, apart)
            places = office.chosen_territories(territory or [], when.year)
            made = make_reports(
                office, when, places, lang, jobs, setting or [], force, scheduler, pages
            )
        for one in made:
            typer.echo(one.index.relative_to(office.root).as_posix())
        return int(any(one.failed for one in made))

    def started() -> int:
        from hbanalysis.publishing.kernel.launch import quiet_start

        if bool(period) == bool(matrix):
            raise WrongUsage("Name either a period or, with --matrix, a file with many.")
        refuse_a_small_machine(MEMORY_OF_PAGES)
        with quiet_start():
            return action()

    guarded(lang, lambda: _interruptible(started, lang))


def _interruptible(action: Callable[[], int], lang: Language) -> int:
    """Run an action; Ctrl-C, a polite kill and a failure end it with one sentence.

    Everything is put away first.
    """
    import signal

    def interrupted(*_: object) -> None:
        for signum in (
            former
        ):  # putting everything away takes a moment, and a second Ctrl-C must not break that off
            signal.signal(signum, signal.SIG_IGN)
        raise KeyboardInterrupt

    from hbanalysis.intake.machine import polite_signals

    former = {
        signum: signal.getsignal(signum)
        for signum in polite_signals()
        if signal.getsignal(signum) != signal.SIG_IGN
    }
    for signum in former:  # what is ignored (nohup, a shell's background) stays so
        signal.signal(signum, interrupted)
    try:
        return action()
    except KeyboardInterrupt:
        tell(lang.say("Interrupted: the former reports are as they were."))
        return 1
    except (
        HbaError,
        BrokenPipeError,
    ):  # told before anything was begun; nobody reads on (``| head``)
        raise
    except Exception:  # a full disk, a fault of ours
        tell(lang.say("The run was broken off: the former reports are as they were."))
        raise
    finally:
        for signum, handler in former.items():
            signal.signal(signum, handler)


def _as_json(states: list[State], root: Path, lang: Language) -> str:
    reports = [
        {
            "folder": one.folder.relative_to(root).as_posix(),
            "pages": [
                {
                    "page": name,
                    "fresh": not reasons,
                    "reasons": [
                        {"kind": reason.kind, "what": reason.what, "message": reason.sentence(lang)}
                        for reason in reasons
                    ],
                }
                for name, reasons in one.pages.items()
            ],
        }
        for one in states
    ]
    return json.dumps({"reports": reports}, ensure_ascii=False, indent=1)


def stale(
    context: typer.Context,
    root: Root = None,
    language: Lang = None,
    output: Output = Format.TEXT,
    mark: Mark = False,
) -> None:
    """Which pages no longer match data, code, parameters or versions, and why.

    Trang nào đã cũ, vì sao.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.publishing.made_from import staleness as freshness

        folder = root_for(context, root)
        reports = freshness.states(folder)
        if mark:
            for one in reports:
                freshness.mark(one)
        if output is Format.JSON:
            typer.echo(_as_json(reports, folder, lang))
            return int(any(one.stale for one in reports))
        if not any(one.stale for one in reports):
            tell(
                lang.say("All pages match what they were made from.")
                if reports
                else lang.say("There are no reports yet.")
            )
        for one in reports:
            shown = one.folder.relative_to(folder).as_posix()
            for name, reasons in one.stale.items():
                typer.echo(
                    f"{shown}/{name}.html: {'; '.join(reason.sentence(lang) for reason in reasons)}"
                )
        return int(any(one.stale for one in reports))

    guarded(lang, action)
