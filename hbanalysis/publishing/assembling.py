"""The new folder of a report, filled while its notebooks run, and swapped in when it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from hbanalysis.analysis.year import Year
from hbanalysis.analysis.yearend.published import content_of
from hbanalysis.intake.store.atomic import fresh_folder
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
    commit,
    page_entry,
    times,
    write_manifest,
)
from hbanalysis.publishing.notebook_files import is_shipped
from hbanalysis.publishing.notebooks import Run, as_written
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
from hbanalysis.publishing.report_job import Job, Report, RunListener, year_of
from hbanalysis.publishing.whole_report import WHOLE, whole_report
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.spreadsheets import formula_free


def assembled(
    job: Job, running: Mapping[str, Future[Run]], fresh: list[str], listener: RunListener
) -> Report:
    """The new folder, filled while the notebooks run, and swapped in."""
    begun = datetime.now(UTC)
    # Let the kernels start; what follows is done beside them.
    wait(running.values(), return_when=FIRST_COMPLETED)
    former = {name: (job.target / f"{name}.ipynb").read_text(encoding="utf-8") for name in fresh}
    year = year_of(job)
    table = year.plan.reset_index(drop=True)
    mark = sentences.demo_mark(table, Language(job.order.language))
    around = frame(job.order, job.workspace, mark)
    around["pages"] = [_link(job, name) for name in job.notebooks]
    get_ready()
    first = (one_page_facts if job.order.one_page else index_facts)(year, table, around)
    with ExitStack() as undone, fresh_folder(job.target, alone=True) as folder:
        pages = _Pages()
        for name in job.notebooks:
            run = running[name].result() if name in running else Run(name, former[name])
            if listener.stopped():
                raise KeyboardInterrupt
            pages.take(folder, run, job.order, _around_page(job, name, around))
            if name in running:
                listener.done(name)
        _write_cover(folder, job, first, around, pages)
        formula_free(record(table)).to_csv(
            folder / RECORD, index=False, lineterminator="\n", encoding="utf-8-sig"
        )
        made = {name: round(pages.runs[name].seconds, 2) for name in running}
        told = times(begun, job.target, made, fresh)
        told |= {"said": undone.enter_context(_remembered(year, begun))}
        write_manifest(folder, _manifest(job, pages.runs, pages.figures) | {"times": told})
        changes = differences(job.target, folder, Language(job.order.language))
    _write_logs(job, [pages.runs[name] for name in running])
    listener.done(INDEX)
    return Report(
        job.target,
        pages.failed,
        list(running) or [INDEX] * job.order.one_page,
        fresh,
        changes,
        {name: pages.runs[name].seconds for name in running},
    )


@dataclass
class _Pages:
    """The pages of a report as they come: the runs, their figures and their answers by name."""

    runs: dict[str, Run] = field(default_factory=dict)
    figures: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    def take(self, folder: Path, run: Run, order: Order, around: dict[str, Any]) -> None:
        """Write the page of a run, and keep what the cover and the manifest say of it."""
        book, written = _write_page(folder, run, order, around)
        self.runs[run.name], self.answers[run.name] = run, answer_of(book)
        self.figures += written

    @property
    def failed(self) -> dict[str, str]:
        """The error of each notebook that failed, by its name."""
        return {name: run.error for name, run in self.runs.items() if run.error}


def _write_cover(
    folder: Path, job: Job, first: dict[str, Any], around: dict[str, Any], pages: _Pages
) -> None:
    """The index with each page's answer, its files, and all pages in one file."""
    links = [
        link | {"answer": pages.answers[name]}
        for name, link in zip(job.notebooks, around["pages"], strict=True)
    ]
    write_files(folder, first.get("beside", {}))
    cover = index(first, links, pages.failed)
    (folder / "index.html").write_text(cover, encoding="utf-8")
    _write_whole_report(folder, cover, list(job.notebooks))


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
