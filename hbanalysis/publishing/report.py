"""A report: all notebooks of one territory, period and language, replaced whole or not at all."""

from __future__ import annotations

from concurrent.futures import Executor, Future

from hbanalysis.intake.store.atomic import left_behind
from hbanalysis.intake.store.lock import exclusive
from hbanalysis.publishing.assembling import assembled
from hbanalysis.publishing.made_from.manifest import INDEX
from hbanalysis.publishing.notebooks import Run, run_notebook, unrun
from hbanalysis.publishing.report_job import NOBODY, Job, Report, RunListener, standing


def make_report(
    job: Job, pool: Executor, listener: RunListener = NOBODY, force: bool = False
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
            return assembled(job, running, fresh, listener)
        except BaseException:
            for future in running.values():
                future.cancel()
            raise


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
