"""The commands above the reports: ``hba portfolio`` and ``hba bridge``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from hbanalysis.cli.common import AsOf, Lang, PeriodText, Root, guarded, language_for, opened

Of = Annotated[
    str,
    typer.Option(
        "--of", help="The territory whose units are shown, by code or name. Địa bàn cấp trên."
    ),
]
Layout = Annotated[
    Path | None,
    typer.Option("--layout", help="A CSV file territory,row,column: adds a tile map. Tệp sơ đồ ô."),
]


@contextmanager
def shown_progress(text: str) -> Iterator[None]:
    """A bar on the terminal while much is projected, without a thread of its own."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from hbanalysis.intake.copies import watched

    columns = TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(text, total=None)

        def tell(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of, refresh=True)

        with watched(tell):
            yield


def portfolio(
    context: typer.Context,
    period: PeriodText,
    of: Of,
    as_of: AsOf = "",
    layout: Layout = None,
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write one page above the reports: all units of a territory side by side.

    Lập bảng chung các địa bàn của một cấp trên.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.territories.layout import read_layout
        from hbanalysis.analysis.territories.portfolio import Portfolio
        from hbanalysis.publishing.batch.other_reports import link_reports
        from hbanalysis.publishing.portfolio import write_portfolio

        office = opened(context, root, as_of, lang)
        overview = Portfolio.of(office, period, of)
        places = overview.territories
        told = ("vi", "en") if layout else ()
        names = {office.place(code, word): code for code in places for word in told}
        tiles = read_layout(layout, places, names) if layout else ()
        with shown_progress(lang.say("Projecting the targets of {n} units", n=len(places))):
            page = write_portfolio(overview, lang, tiles)
        link_reports(office)
        typer.echo(page.relative_to(office.root).as_posix())
        return 0

    def started() -> int:
        from hbanalysis.publishing.kernel.launch import quiet_start

        with quiet_start():  # without threads of its own it can share the work out to all cores
            return action()

    guarded(lang, started)


Old = Annotated[
    str,
    typer.Option(
        "--of", help="The territory that was ended or divided, by code or name. Địa bàn cũ."
    ),
]


def bridge(
    context: typer.Context,
    period: PeriodText,
    of: Old,
    as_of: AsOf = "",
    root: Root = None,
    language: Lang = None,
) -> None:
    """Write one page: an old territory's period read in the territories that took it over.

    Đọc số liệu của địa bàn cũ trong các địa bàn mới.
    """
    lang = language_for(context, language)

    def action() -> int:
        from hbanalysis.analysis.territories.successors import Successors
        from hbanalysis.publishing.successors import write_successors

        office = opened(context, root, as_of, lang)
        page = write_successors(Successors.of(office, period, of), lang)
        typer.echo(page.relative_to(office.root).as_posix())
        return 0

    guarded(lang, action)
