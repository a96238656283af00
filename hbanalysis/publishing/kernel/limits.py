"""What a notebook may take: so many seconds and so much output, then it ends with a sentence."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from nbformat import NotebookNode, ValidationError, v4
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import Float, Int

ENGINE = "hba-limited"
OUTPUT_LIMIT = 20_000_000
"""Characters of output, printed or shown, that a page can hold and a browser still opens."""
STARTS_WITHIN = 300
LONGEST_ERROR = 100_000
NO_OUTPUT = "... (left out: an output that a notebook cannot hold)"
CUT = "... (cut: more than {millions} million characters were printed)"


class LimitedClient(PapermillNotebookClient):
    """Executes a notebook until its time is up, and keeps only so much of what it prints."""

    deadline = Float(float("inf"))
    # On a busy machine what a cell has drawn may arrive long after it has ended; nbclient waits for
    # four seconds and then goes on without it.
    iopub_timeout = Int(30)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.printed = 0
        self.timeout_func = self._time_left

    def _time_left(self, _cell: NotebookNode) -> int | None:
        """Whole seconds left for a cell; nbclient takes 0 for "no limit", so one is the least."""
        if self.deadline == float("inf"):
            return None
        return max(1, int(self.deadline - time.monotonic()))

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str, cell_index: int
    ) -> NotebookNode | None:
        """Keep an output, or say once that no more is kept; memory stays flat either way."""
        if msg["msg_type"] == "error":
            msg["content"] = _short(msg["content"])
        size = _size(msg["content"])
        over, self.printed = self.printed > OUTPUT_LIMIT, self.printed + size
        if over and size:
            return None
        if size and self.printed > OUTPUT_LIMIT:
            note = CUT.format(millions=OUTPUT_LIMIT // 1_000_000)
            outs.append(v4.new_output("stream", name="stdout", text=f"\n{note}\n"))
            return None
        try:
            kept: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        except ValidationError:  # not an error of its own: an object of some library shows it so
            outs.append(v4.new_output("stream", name="stdout", text=f"\n{NO_OUTPUT}\n"))
            return None
        return kept

    async def _check_raise_for_error(
        self, cell: NotebookNode, cell_index: int, exec_reply: dict[str, Any] | None
    ) -> None:
        """Keep what the kernel answers of an error that it has shown in another way or not at all.

        IPython prints a group of exceptions; a kernel without open files shows nothing.
        """
        told = (exec_reply or {}).get("content", {})
        if told.get("status") == "error" and not any(
            output.output_type == "error" for output in cell.outputs
        ):
            facts = {name: told.get(name) or "" for name in ("ename", "evalue")}
            cell.outputs.append(v4.new_output("error", **_short(facts | {"traceback": []})))
        await super()._check_raise_for_error(cell, cell_index, exec_reply)

    async def _async_poll_output_msg(self, *listening: Any) -> None:
        """Listen to a kernel until it has no socket any more, because it was stopped."""
        with suppress(AssertionError):
            await super()._async_poll_output_msg(*listening)


def _size(content: Mapping[str, Any]) -> int:
    """Characters of what was printed or shown."""
    shown = [content.get("text", ""), *content.get("data", {}).values()]
    return sum(len(one if isinstance(one, str) else str(one)) for one in shown)


def _short(error: Mapping[str, Any]) -> dict[str, Any]:
    """An error with as much of its words and of its trace as anybody reads."""
    words, trace, left = str(error["evalue"]), [], LONGEST_ERROR
    for line in error["traceback"]:
        trace.append(line[:left])
        left -= len(trace[-1])
    return {**error, "evalue": words[: LONGEST_ERROR // 10], "traceback": trace}


class LimitedEngine(NBClientEngine):
    """papermill's own engine with :class:`LimitedClient` for the execution."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **facts: Any) -> Any:
        """Execute a notebook that papermill has prepared."""
        for name in ("input_path", "output_path", "log_output", "stdout_file", "stderr_file"):
            facts.pop(name, None)
        facts.pop("start_timeout", None)  # papermill's minute is short beside a virus scanner
        facts["startup_timeout"] = STARTS_WITHIN
        facts.pop("execution_timeout", None)
        return LimitedClient(nb_man, kernel_name=kernel_name, **facts).execute()


def register() -> str:
    """Make the engine known to papermill; its name."""
    if ENGINE not in papermill_engines._engines:
        papermill_engines.register(ENGINE, LimitedEngine)
    return ENGINE
