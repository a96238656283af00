"""A report before it runs: its order, checked, with all that is known; and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from hbanalysis.analysis.year import Year
from hbanalysis.intake.load import Workspace
from hbanalysis.publishing.index import Order
from hbanalysis.publishing.made_from.manifest import Inputs, inputs
from hbanalysis.publishing.made_from.staleness import State, state
from hbanalysis.publishing.notebook_files import chosen, find_notebooks, why_no_page
from hbanalysis.publishing.notebooks import checked_settings, refuse_own, unreadable
from hbanalysis.vocabulary.language import Language

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


NOBODY = RunListener()


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


def year_of(job: Job) -> Year:
    """The year of a report; of a report of one page its rows may be there already."""
    lang, order = Language(job.order.language), job.order
    if job.judged is None:
        return Year(job.workspace, order.period, order.territory, lang)
    rows = job.judged()
    mine = rows[rows["territory"] == order.territory].reset_index(drop=True)
    return Year.of_judged(job.workspace, order.period, order.territory, lang, mine)
