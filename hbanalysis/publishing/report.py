"""A report: all notebooks of one territory, period and language, replaced as one folder or not at all."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat

from hbanalysis.analysis.assessment import assess
from hbanalysis.intake.atomic import fresh_folder
from hbanalysis.intake.load import Workspace
from hbanalysis.intake.sources import sha256
from hbanalysis.presentation import sentences, tables
from hbanalysis.publishing.notebooks import Run, checked_settings, find_notebooks, run_notebook
from hbanalysis.publishing.overview import changed
from hbanalysis.publishing.pages import answer_of, figures_of, page, plain_page, settled, title_of, write_figures
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.periods import Period

PACKAGES = ("hbanalysis", "pandas", "numpy", "scipy", "statsmodels", "seaborn", "matplotlib", "papermill", "nbconvert",
            "great-tables")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """A finished report: its folder and the notebooks that failed (name -> error)."""

    folder: Path
    failed: dict[str, str]

    @property
    def index(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"


@dataclass(frozen=True)
class Order:
    """What is to be made: one territory, one period, one language, and settings for the notebooks."""

    territory: str
    period: Period
    language: str
    settings: Mapping[str, str]

    def parameters(self, as_of: str) -> dict[str, str]:
        """The parameters every notebook gets."""
        return {"period": str(self.period), "territory": self.territory, "as_of": as_of,
                "language": self.language} | dict(self.settings)


def _frame(order: Order, workspace: Workspace, demo: str) -> dict[str, Any]:
    """What every page of a report shows around its content."""
    words = Language(order.language)
    labels = {name: words.say(text) for name, text in {
        "skip": "Skip to the content", "pages": "Pages", "overview": "Overview", "code": "Code of this page",
        "made": "Made by", "known": "Figures known up to", "all_known": "all figures received", "period": "Period",
        "place": "Territory", "failed": "This page could not be made", "failed_why": "What went wrong",
        "errors": "Ask the person who looks after the notebooks; the other pages are complete."}.items()}
    return {
        "language": order.language, "labels": labels, "demo": demo,
        "place": workspace.place(order.territory, order.language),
        "period": order.period.label(order.language), "as_of": words.date(workspace.as_of),
        "version": f"hbanalysis {version('hbanalysis')}", "pages": [], "current": "",
    }


def make_report(workspace: Workspace, order: Order, jobs: int = 2, progress: Progress = print) -> Report:
    """Run all notebooks and put the finished folder in place of the former one.

    Settings are checked before anything runs (WrongUsage). A failing notebook leaves a stub page with its error and
    does not stop the others; any other failure leaves the former report as it was.
    """
    notebooks = find_notebooks(workspace.root)
    settings = checked_settings(notebooks, order.parameters(workspace.as_of))
    target = workspace.root / "reports" / order.territory / str(order.period) / order.language
    with fresh_folder(target) as folder:
        def one(notebook: Path) -> Run:
            done = run_notebook(notebook, settings[notebook], folder / notebook.name, workspace.root)
            progress(notebook.stem)
            return done

        with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
            runs = list(pool.map(one, notebooks))
        _write_pages(folder, workspace, order, runs)
        progress("index")
    return Report(target, {run.name: run.error for run in runs if run.error})


def _write_pages(folder: Path, workspace: Workspace, order: Order, runs: list[Run]) -> None:
    table = assess(workspace, order.period, [order.territory])
    words = Language(order.language)
    frame = _frame(order, workspace, sentences.demo_mark(table, words))
    executed = {run.name: settled(nbformat.read(run.path, as_version=4), order.language) for run in runs}
    frame["pages"] = [{"file": f"{name}.html", "title": title_of(notebook), "answer": answer_of(notebook)}
                      for name, notebook in executed.items()]
    figures: list[str] = []
    for run in runs:
        notebook = executed[run.name]
        nbformat.write(notebook, run.path)
        facts = frame | {"current": f"{run.name}.html", "title": title_of(notebook)}
        if run.error:
            html = plain_page("stub.html.j2", facts | {"error": run.error})
        else:
            html = page(notebook, facts)
            figures += write_figures(folder / "figures", figures_of(notebook))
        (folder / f"{run.name}.html").write_text(html, encoding="utf-8")
    index = _index(workspace, order, table, frame, {run.name: run.error for run in runs if run.error})
    (folder / "index.html").write_text(index, encoding="utf-8")
    text = json.dumps(_manifest(workspace, order, runs, figures), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _index(workspace: Workspace, order: Order, table: Any, frame: dict[str, Any], failed: dict[str, str]) -> str:
    words = Language(order.language)
    facts = frame | {
        "title": words.say("{place}, {period}", place=frame["place"], period=frame["period"]),
        "demo_note": sentences.demo_note(table, words).html(),
        "answer": sentences.answer(table, frame["place"], words).html(),
        "scoreboard": tables.scoreboard(table, words).html(),
        "files": tables.files_table(workspace.fingerprints(), words).html(),
        "files_label": words.say("Raw files and their fingerprints"),
        "scoreboard_label": words.say("Scoreboard"), "failed": failed,
    } | changed(workspace, order.period, order.territory, table, words)
    return plain_page("overview.html.j2", facts)


def _manifest(workspace: Workspace, order: Order, runs: list[Run], figures: list[str]) -> dict[str, Any]:
    """What this report was made from; no clock time, so that the same inputs give the same bytes."""
    notebooks = {path.stem: sha256(path) for path in find_notebooks(workspace.root)}
    return {
        "parameters": order.parameters(workspace.as_of), "raw": workspace.fingerprints(), "notebooks": notebooks,
        "versions": {name: version(name) for name in PACKAGES} | {"python": platform.python_version()},
        "pages": {run.name: {"error": run.error} for run in runs}, "figures": sorted(set(figures)),
    }
