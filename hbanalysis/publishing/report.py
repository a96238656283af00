"""A report: all notebooks of one territory, period and language, replaced whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from hbanalysis.analysis.year import Year
from hbanalysis.analysis.yearend.published import content_of
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.store.atomic import fresh_folder, left_behind
from hbanalysis.intake.store.lock import exclusive
from hbanalysis.intake.store.said import remembering
from hbanalysis.presentation import sentences
from hbanalysis.publishing.discretion import discreet
from hbanalysis.publishing.downloads import carried, offered, write_files
from hbanalysis.publishing.index import Order, frame, index, index_facts, one_page_facts
from hbanalysis.publishing.made_from.demo_reach import reaches_demo
from hbanalysis.publishing.made_from.dependencies import index_files, page_files
from hbanalysis.publishing.made_from.differences import RECORD, differences, record
from hbanalysis.publishing.made_from.manifest import (
    INDEX,
    Inputs,
    commit,
    inputs,
    page_entry,
    times,
    write_manifest,
)
from hbanalysis.publishing.made_from.staleness import State, state
from hbanalysis.publishing.notebook_files import chosen, find_notebooks, is_shipped, why_no_page
from hbanalysis.publishing.notebooks import (
    Run,
    as_written,
    checked_settings,
    refuse_own,
    run_notebook,
    unreadable,
    unrun,
)
from hbanalysis.publishing.page_files import (
    answer_of,
    figures_of,
    get_ready,
    page,
    plain_page,
    settled,
    short_title_of,
    title_of,
    write_figures,
)
from hbanalysis.publishing.whole_report import WHOLE, whole_report
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.spreadsheets import formula_free

LOGS = ".logs"


@dataclass(frozen=True)
class Report:
    """A finished report: its folder, what was run, what had stayed fresh.

    ``failed`` holds the error of each notebook that failed, by its name.
    """

    folder: Path
    failed: dict[str, str]
    made: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def index(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


@dataclass(frozen=True)
class RunListener:
    """Who hears how a run goes.

    It hears of each finished notebook, of a run that has to wait, and of one that was broken off.
    ``stopped`` is asked whether the run is to end: then a notebook that fails has failed because it
    was stopped.
    """

    done: Callable[[str], None] = lambda _: None
    waiting: Callable[[], None] = lambda: None
    broken_off: Callable[[], None] = lambda: None
    stopped: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Job:
    """One order in one workspace, with everything known before anything runs."""

    workspace: Workspace
    order: Order
    notebooks: dict[str, Path]
    settings: dict[str, dict[str, Any]]
    now: Inputs
    refused: dict[str, str] = field(default_factory=dict)
    """Notebooks that cannot be pages, with the sentence that says why."""
    judged: Callable[[], pd.DataFrame] | None = None
    """The judged rows of a report of one page, made together with those of the others."""

    @property
    def target(self) -> Path:
        """The folder of the report."""
        return self.workspace.root / "reports" / self.order.place

    @property
    def log(self) -> Path:
        """The folder of the lock and the logs, which are no part of the report."""
        return self.workspace.root / "reports" / LOGS / self.order.place


def planned(workspace: Workspace, order: Order) -> Job:
    """Check an order before anything runs.

    WrongUsage for a notebook or a parameter that there is not.
    """
    refuse_own(order.settings)
    found = find_notebooks(workspace.root)
    notebooks = [] if order.one_page else chosen(found, order.notebooks)
    problems = {path: why_no_page(path) or unreadable(path) for path in notebooks}
    settings = checked_settings(
        [path for path in notebooks if not problems[path]], order.parameters(workspace.as_of)
    )
    lang = Language(order.language)
    # The raw files as they were when these tables were made of them: one that is saved while we run
    # is not claimed.
    now = replace(inputs(workspace.root, notebooks), raw=workspace.fingerprints())
    return Job(
        workspace,
        order,
        {path.stem: path for path in notebooks},
        {path.stem: settings.get(path, {}) for path in notebooks},
        now,
        {path.stem: lang.error(problem) for path, problem in problems.items() if problem},
    )


def standing(job: Job) -> State:
    """How the report stands that is there now."""
    return state(job.target, job.now, job.settings)


def make_report(
    job: Job, pool: Executor, listener: RunListener = RunListener(), force: bool = False
) -> Report:
    """Run the notebooks whose pages are out of date and replace the folder with the finished one.

    Settings have been checked (:func:`planned`). A failing notebook leaves a stub page with its
    error and does not stop the others; any other failure leaves the former report as it was. With
    ``force`` every notebook runs.
    """
    with exclusive(job.log / "lock", listener.waiting, listener.stopped):
        if left_behind(job.target):
            listener.broken_off()
        stale = {name: [] for name in [*job.notebooks, INDEX]} if force else standing(job).stale
        wanted = [name for name in job.notebooks if name in stale]
        fresh = [name for name in job.notebooks if name not in stale]
        for name in fresh:
            listener.done(name)
        if not stale:
            listener.done(INDEX)
            return Report(job.target, {}, [], fresh or [INDEX])
        running = {name: _started(job, name, pool) for name in wanted}
        try:
            return _assembled(job, running, fresh, listener)
        except BaseException:
            for future in running.values():
                future.cancel()
            raise


def _year(job: Job) -> Year:
    """The year of a report; of a report of one page its rows may be there already."""
    lang, order = Language(job.order.language), job.order
    if job.judged is None:
        return Year(job.workspace, order.period, order.territory, lang)
    rows = job.judged()
    mine = rows[rows["territory"] == order.territory].reset_index(drop=True)
    return Year.of_judged(job.workspace, order.period, order.territory, lang, mine)


def _started(job: Job, name: str, pool: Executor) -> Future[Run]:
    """One notebook on its way; one that cannot be a page is finished at once."""
    if name in job.refused:
        done: Future[Run] = Future()
        done.set_result(unrun(job.notebooks[name], job.refused[name]))
        return done
    return pool.submit(
        run_notebook,
        job.notebooks[name],
        job.settings[name],
        job.workspace.root,
        60.0 * float(job.workspace.rules["defaults"]["notebook_minutes"]),
    )


def _assembled(
    job: Job, running: Mapping[str, Future[Run]], fresh: list[str], listener: RunListener
) -> Report:
    """The new folder, filled while the notebooks run, and swapped in."""
    begun = datetime.now(UTC)
    wait(
        running.values(), return_when=FIRST_COMPLETED
    )  # let the kernels start; what follows is done beside them
    former = {name: (job.target / f"{name}.ipynb").read_text(encoding="utf-8") for name in fresh}
    year = _year(job)
    table = year.plan.reset_index(drop=True)
    around = frame(
        job.order, job.workspace, sentences.demo_mark(table, Language(job.order.language))
    )
    around["pages"] = [_link(job, name) for name in job.notebooks]
    get_ready()
    facts = one_page_facts if job.order.one_page else index_facts
    first = facts(year, table, around)
    with ExitStack() as undone, fresh_folder(job.target, alone=True) as folder:
        runs, figures, answers = {}, [], {}
        for name in job.notebooks:
            run = running[name].result() if name in running else Run(name, former[name])
            if listener.stopped():
                raise KeyboardInterrupt
            book, written = _write_page(folder, run, job.order, _around_page(job, name, around))
            runs[name], answers[name] = run, answer_of(book)
            figures += written
            if name in running:
                listener.done(name)
        failed = {name: run.error for name, run in runs.items() if run.error}
        links = [
            link | {"answer": answers[name]}
            for name, link in zip(job.notebooks, around["pages"], strict=True)
        ]
        write_files(folder, first.get("beside", {}))
        cover = index(first, links, failed)
        (folder / "index.html").write_text(cover, encoding="utf-8")
        _write_whole_report(folder, cover, list(job.notebooks))
        formula_free(record(table)).to_csv(
            folder / RECORD, index=False, lineterminator="\n", encoding="utf-8-sig"
        )
        seconds = {name: round(run.seconds, 2) for name, run in runs.items() if name in running}
        write_manifest(
            folder,
            _manifest(job, runs, figures)
            | {
                "times": times(begun, job.target, seconds, fresh)
                | {"said": undone.enter_context(_remembered(year, begun))}
            },
        )
        changes = differences(job.target, folder, Language(job.order.language))
    _write_logs(job, [runs[name] for name in running])
    listener.done(INDEX)
    return Report(
        job.target,
        failed,
        list(running) or [INDEX] * job.order.one_page,
        fresh,
        changes,
        {name: runs[name].seconds for name in running},
    )


def _remembered(year: Year, made: datetime) -> AbstractContextManager[str]:
    """What the report says of the year's end in the record; the seal of its entry.

    Only what is new: the same numbers again are the same entry. A report that does not take its
    place in the end has said nothing.
    """
    content = content_of(year.projected, year.period, year.territory, year.as_of)
    if content is None:
        return nullcontext("")
    day = made.isoformat(timespec="seconds")
    return remembering(year.office.root, content, day, version("hbanalysis"))


def _write_whole_report(folder: Path, cover: str, names: list[str]) -> None:
    """All pages in one file."""
    pages = [(name, (folder / f"{name}.html").read_text(encoding="utf-8")) for name in names]
    (folder / WHOLE).write_text(carried(whole_report(cover, pages), folder), encoding="utf-8")


def _around_page(job: Job, name: str, around: dict[str, Any]) -> dict[str, Any]:
    """The frame of one page; an own notebook that can reach synthetic figures carries the mark."""
    notebook = job.notebooks[name]
    if around["demo"] or is_shipped(notebook) or not reaches_demo(notebook, job.workspace):
        return around
    return around | {"demo": Language(job.order.language).say("may hold illustrative data")}


def _link(job: Job, name: str) -> dict[str, str]:
    """The entry of a page in the navigation; its title stands in the notebook before it is run."""
    book = settled(as_written(job.notebooks[name]), job.order.language)
    return {
        "file": f"{name}.html",
        "title": title_of(book),
        "short": short_title_of(book),
        "answer": "",
    }


def _write_page(
    folder: Path, run: Run, order: Order, around: dict[str, Any]
) -> tuple[nbformat.NotebookNode, list[str]]:
    """One executed notebook, its page (a stub when it failed) and its figures.

    Gives the names of the figures.
    """
    book = settled(nbformat.reads(run.text, as_version=4), order.language)
    nbformat.write(book, folder / f"{run.name}.ipynb")
    facts = around | {"current": f"{run.name}.html", "title": title_of(book)}
    if run.error:
        html, figures = plain_page("stub.html.j2", facts | {"error": discreet(run.error)}), []
    else:
        write_files(folder, offered(book, run.name, facts))
        html = page(book, facts)
        figures = write_figures(folder / "figures", figures_of(book))
    (folder / f"{run.name}.html").write_text(html, encoding="utf-8")
    return book, figures


def _manifest(job: Job, runs: Mapping[str, Run], figures: list[str]) -> dict[str, Any]:
    """What this report was made from."""
    now, code = job.now, job.now.code
    pages = {
        name: page_entry(
            discreet(run.error),
            job.settings[name],
            page_files(job.notebooks[name], code),
            now,
            name,
        )
        for name, run in runs.items()
    }
    index_entry = page_entry(
        "", job.order.parameters(job.workspace.as_of), index_files(code), now, INDEX
    )
    used = sorted({file for entry in (*pages.values(), index_entry) for file in entry["code"]})
    return {
        "parameters": job.order.parameters(job.workspace.as_of),
        "chosen": list(job.order.notebooks),
        "one_page": job.order.one_page,
        "raw": now.raw,
        "code": {file: code[file] for file in used},
        "commit": commit(),
        "notebooks": now.notebooks,
        "versions": now.versions,
        "pages": pages,
        "index": index_entry,
        "figures": sorted(set(figures)),
    }


def _write_logs(job: Job, runs: list[Run]) -> None:
    """How each notebook ran: seconds, what it wrote to stderr, and its error with the trace."""
    for run in runs:
        lines = [
            f"{run.name}: {run.seconds:.2f} s",
            json.dumps(job.settings[run.name], ensure_ascii=False),
        ]
        for cell in nbformat.reads(run.text, as_version=4).cells:
            for output in cell.get("outputs", []):
                if output.output_type == "stream" and output.name == "stderr":
                    lines.append(output.text)
                elif output.output_type == "error":
                    lines += output.traceback
        (job.log / f"{run.name}.log").write_text(
            "\n".join([*lines, run.error]).rstrip() + "\n", encoding="utf-8"
        )
