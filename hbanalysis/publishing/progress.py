"""Several reports in a row, with a bar that says what is being made and how long it will take."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hbanalysis.intake.load import Workspace
from hbanalysis.publishing.notebooks import checked_settings, find_notebooks, read_settings
from hbanalysis.publishing.report import Order, Report, make_report
from hbanalysis.vocabulary.errors import HbaError
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period


def make_reports(workspace: Workspace, period: Period, territories: list[str], words: Language, jobs: int,
                 settings: list[str]) -> list[Report]:
    """One report for each territory; all parameters are checked before the first notebook runs.

    The bar and the messages go to stderr. Raises HbaError when no territory has anything to report.
    """
    notebooks, asked = find_notebooks(workspace.root), read_settings(settings)
    orders = [Order(territory, period, words.code, asked) for territory in territories]
    if not orders:
        raise HbaError("No territory has a target in {year}; name one with --territory.", year=period.year)
    for order in orders:
        checked_settings(notebooks, order.parameters(workspace.as_of))
    console, made = Console(stderr=True), []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=len(orders) * (len(notebooks) + 1))
        for order in orders:
            bar.update(task, description=f"{workspace.place(order.territory, words.code)}, {period.label(words.code)}")
            done = make_report(workspace, order, jobs, lambda _: bar.advance(task))
            for name, error in done.failed.items():
                console.print(words.say("The notebook {name} failed: {error}", name=name, error=error), markup=False)
            made.append(done)
    return made
