"""What a notebook may take: so many seconds and so much output, then it ends with a sentence."""

from __future__ import annotations

import time
from typing import Any

from nbformat import NotebookNode, v4
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import Float

ENGINE = "hba-limited"
OUTPUT_LIMIT = 20_000_000
"""Characters of printed output that a notebook's page can hold and a browser still opens."""
CUT = "... (cut: more than {millions} million characters were printed)"


class LimitedClient(PapermillNotebookClient):
    """Executes a notebook until its time is up, and keeps only so much of what it prints."""

    deadline = Float(float("inf"))

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
        size = len(msg["content"].get("text", "")) if msg["msg_type"] == "stream" else 0
        over, self.printed = self.printed > OUTPUT_LIMIT, self.printed + size
        if over and size:
            return None
        if size and self.printed > OUTPUT_LIMIT:
            note = CUT.format(millions=OUTPUT_LIMIT // 1_000_000)
            outs.append(v4.new_output("stream", name="stdout", text=f"\n{note}\n"))
            return None
        kept: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        return kept


class LimitedEngine(NBClientEngine):
    """papermill's own engine with :class:`LimitedClient` for the execution."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **facts: Any) -> Any:
        """Execute a notebook that papermill has prepared."""
        for name in ("input_path", "output_path", "log_output", "stdout_file", "stderr_file"):
            facts.pop(name, None)
        facts["startup_timeout"] = facts.pop("start_timeout", 60)
        facts.pop("execution_timeout", None)
        return LimitedClient(nb_man, kernel_name=kernel_name, **facts).execute()


def register() -> str:
    """Make the engine known to papermill; its name."""
    if ENGINE not in papermill_engines._engines:
        papermill_engines.register(ENGINE, LimitedEngine)
    return ENGINE
