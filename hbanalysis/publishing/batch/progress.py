"""Several reports in a row, with a bar that says what is being made and how long it will take."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from hbanalysis.analysis.judgement.ahead import made_ahead
from hbanalysis.analysis.judgement.assess import assess_and_project
from hbanalysis.intake.load import Workspace
from hbanalysis.publishing.batch.other_reports import link_reports
from hbanalysis.publishing.index import Order, is_small
from hbanalysis.publishing.kernel.apart import apart
from hbanalysis.publishing.kernel.launch import kernels, stale_kernel, warmed
from hbanalysis.publishing.made_from.manifest import INDEX
from hbanalysis.publishing.made_from.staleness import mark, states
from hbanalysis.publishing.notebooks import read_settings
from hbanalysis.publishing.report import make_report
from hbanalysis.publishing.report_job import Job, Report, RunListener, planned, standing
from hbanalysis.vocabulary.errors import HbaError, WrongUsage
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.periods import Period

# Two reports overlap, so that the last page of one does not leave a core idle.
AT_ONCE = 2
MOST_AHEAD = 4
"""So many reports are judged ahead of their pages."""
HEADINGS = N_(("report", "made", "still fresh", "failed", "seconds"))
STALE = N_("A kernel on JUPYTER_PATH cannot be started and is passed over: {kernel}")
WAYS = N_({"warm": "warm", "plain": "plain", "cluster": "on the cluster"})


def make_reports(
    workspace: Workspace,
    period: Period,
    territories: list[str],
    lang: Language,
    jobs: int,
    settings: list[str],
    force: bool = False,
    scheduler: str = "",
    pages: str = "",
) -> list[Report]:
    """One report for each territory; all parameters are checked before the first notebook runs.

    The bar and the messages go to stderr. Raises HbaError when no territory has anything to report.
    """
    asked = read_settings(settings)
    orders = [
        Order(territory, period, lang.code, asked, one_page=one_page(workspace, territory, pages))
        for territory in territories
    ]
    if not orders:
        raise HbaError(
            "No territory has a target in {year}; name one with --territory.", year=period.year
        )
    return publish(workspace, orders, lang, jobs, force, scheduler)


ONE_PAGE, ALL_PAGES = "one", "all"


def one_page(workspace: Workspace, territory: str, pages: str) -> bool:
    """Whether a territory's report is one page: as asked for, else by the rules.

    WrongUsage for another word than ``one`` and ``all``.
    """
    if pages not in ("", ONE_PAGE, ALL_PAGES):
        raise WrongUsage(
            "{found!r} is no choice of pages; there are: {known}.",
            found=pages,
            known=f"{ONE_PAGE}, {ALL_PAGES}",
        )
    return pages == ONE_PAGE or (not pages and is_small(workspace, territory))


def publish(
    workspace: Workspace,
    orders: list[Order],
    lang: Language,
    jobs: int = 2,
    force: bool = False,
    scheduler: str = "",
) -> list[Report]:
    """Make these reports; what is fresh is left alone unless ``force``.

    Everything is checked before anything runs.
    """
    plan = [planned(workspace, order) for order in orders]
    if not force and not any(standing(job).stale for job in plan):
        made = [Report(job.target, {}, [], list(job.notebooks) or [INDEX]) for job in plan]
        Console(stderr=True).print(lang.say("Nothing has changed: all pages are fresh."))
        return made
    ahead = [] if scheduler else _ahead(plan)
    if ahead:
        warmed(_notebooks(plan))
    with made_ahead(workspace, ahead, apart):
        plan = judged_together(plan)
        made = _made(plan, lang, force, _pool(plan, jobs, scheduler))
    for report in states(workspace.root):
        with suppress(
            HbaError, OSError
        ):  # a report of somebody else's, which this run is not about
            mark(report)
    with suppress(HbaError, OSError):
        link_reports(workspace)
    return made


def judged_together(plan: list[Job]) -> list[Job]:
    """The jobs; those of one page have their rows judged in one go for each period."""
    by_period: dict[str, list[str]] = {}
    for job in plan:
        if job.order.one_page:
            by_period.setdefault(str(job.order.period), []).append(job.order.territory)
    rows = {
        period: _once(plan[0].workspace, period, list(dict.fromkeys(places)))
        for period, places in by_period.items()
    }
    return [
        replace(job, judged=rows[str(job.order.period)]) if job.order.one_page else job
        for job in plan
    ]


def _once(office: Workspace, period: str, places: list[str]) -> Callable[[], pd.DataFrame]:
    """The judged rows of many territories, made when the first of them asks."""
    lock = threading.Lock()
    kept: list[pd.DataFrame] = []

    def judged() -> pd.DataFrame:
        with lock:
            if not kept:
                kept.append(assess_and_project(office, period, places))
        return kept[0]

    return judged


def _ahead(plan: list[Job]) -> list[tuple[Period, str]]:
    """What is judged before kernels are forked: each report's period and territory.

    Of many reports it is none: that would keep the first of them waiting.
    """
    paged = [job.order for job in plan if not job.order.one_page]
    orders = list(dict.fromkeys((order.period, order.territory) for order in paged))
    return orders if len(orders) <= MOST_AHEAD else []


def _made(
    plan: list[Job],
    lang: Language,
    force: bool,
    where: AbstractContextManager[tuple[Executor, str]],
) -> list[Report]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with ExitStack() as stack:
        # First in, last out: when a run is broken off, these wait until the kernels are dead, and
        # clear up.
        drivers = stack.enter_context(ThreadPoolExecutor(max_workers=AT_ONCE))
        stale = stale_kernel()
        pool, way = stack.enter_context(where)
        if stale:
            console.print(lang.say(STALE, kernel=stale), markup=False)
        bar = stack.enter_context(Progress(*columns, console=console, refresh_per_second=2))
        task = bar.add_task(way, total=sum(len(job.notebooks) + 1 for job in plan))
        stop = threading.Event()

        def one(job: Job) -> Report:
            if stop.is_set():
                raise KeyboardInterrupt
            title = (
                f"{job.workspace.place(job.order.territory, lang.code)},"
                f" {job.order.period.label(lang.code)}"
            )

            def say(sentence: str) -> Callable[[], None]:
                return lambda: console.print(lang.say(sentence, title=title), markup=False)

            listener = RunListener(
                done=lambda _: bar.advance(task),
                stopped=stop.is_set,
                waiting=say("Another run is making {title}; waiting until it has ended."),
                broken_off=say(
                    "An earlier run of {title} was broken off; what it had half made is cleared"
                    " away."
                ),
            )
            # A place's name is never markup, not even one with [/brackets].
            told_way = f"{lang.say('kernels')}: {lang.say(WAYS[way])}"
            bar.update(task, description=f"{title} · {told_way}")
            return make_report(job, pool, listener, force)

        try:
            made = list(drivers.map(one, plan))
        except BaseException:
            stop.set()
            raise
    _tell(made, lang, console)
    return made


def _notebooks(plan: list[Job]) -> list[Path]:
    """All notebooks of the jobs, each once."""
    return sorted({path for job in plan for path in job.notebooks.values()})


@contextmanager
def _pool(plan: list[Job], jobs: int, scheduler: str) -> Iterator[tuple[Executor, str]]:
    """Where notebooks run: threads here, each driving a kernel, or workers of a Dask cluster."""
    if scheduler:
        from hbanalysis.publishing.batch.cluster import cluster_pool

        with cluster_pool(scheduler) as pool:
            yield pool, "cluster"
        return
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        with kernels(_notebooks(plan)) as way:
            try:
                yield pool, way
            except BaseException:  # Ctrl-C: nothing new starts, and what runs ends with its kernel
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _tell(made: list[Report], lang: Language, console: Console) -> None:
    """The table at the end, the errors, and what changed since the last report."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        table.add_column(lang.say(heading), justify="left" if heading == "report" else "right")
    for one in made:
        shown = "/".join(one.folder.parts[-3:])
        table.add_row(
            Text(shown),
            str(len(one.made)),
            str(len(one.fresh)),
            str(len(one.failed)),
            lang.number(sum(one.seconds.values()), 1),
        )
    console.print(table)
    for one in made:
        for name, error in one.failed.items():
            console.print(
                lang.say("The notebook {name} failed: {error}", name=name, error=error),
                markup=False,
            )
        if one.changes:
            shown = "/".join(one.folder.parts[-3:])
            console.print(
                lang.say("What changed since the last report, {place}:", place=shown), markup=False
            )
            for line in one.changes[:12]:
                console.print(f"  {line}", markup=False, highlight=False)
            if len(one.changes) > 12:
                more = len(one.changes) - 12
                console.print("  " + lang.count("and {n} more", "and {n} more", more), markup=False)
